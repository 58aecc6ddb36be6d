//! The gate between what may be wrong and what is evaluated: only here a [`Checked`] is made.

use super::definitions::{Element, Options};
use super::model::Workspace;
use super::repairs;
use super::shortened::Codes;
use crate::diagnostic::{self, Diagnostic};
use crate::syntax::keyword::RuleAttribute;
use crate::table::Set;

/// A workspace without errors: every name is known, every policy has one type and at least one code.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(workspace: bpol::workspace::Workspace) -> bpol::workspace::Checked {
/// bpol::workspace::Checked { workspace }
/// # }
/// ```
#[derive(Debug)]
pub struct Checked {
    workspace: Workspace,
}

impl std::ops::Deref for Checked {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.workspace
    }
}

impl Checked {
    #[cfg(feature = "editor")]
    pub(super) fn workspace_mut(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    /// What an element stands for.
    #[must_use]
    pub fn element_set(&self, element: Element) -> Set {
        match element {
            Element::Code(code) => self.space().whole(code),
            Element::Group(group) => self.groups()[group].options().set().clone(),
        }
    }

    /// What each element of the rules stands for, less the exceptions; `None` where they leave nothing of it.
    #[must_use]
    pub fn meant(&self, options: &Options) -> Vec<(Element, Option<Set>)> {
        let exceptions: Vec<Set> = options.exceptions().iter().map(|&it| self.element_set(it)).collect();
        let exceptions = Set::union(&exceptions);
        let left = |own: Set| match &exceptions {
            Some(exceptions) => self.space().except(&own, exceptions),
            None => Some(own),
        };
        options.rules().iter().map(|&element| (element, left(self.element_set(element)))).collect()
    }

    /// Elements of one type in few words: as they are where they are few, else what they stand for together.
    #[must_use]
    pub fn shorten_elements(&self, elements: &[Element]) -> Codes {
        if elements.len() > Codes::NAMED {
            let sets: Vec<Set> = elements.iter().map(|&it| self.element_set(it)).collect();
            return self.shorten_set(Set::union(&sets).as_ref());
        }
        let attribute = |element| match element {
            Element::Code(code) => self.table()[code].attribute().into(),
            Element::Group(_) => RuleAttribute::Group,
        };
        let named = elements.iter().map(|&it| (attribute(it), self.element_name(it).to_owned()));
        Codes { named: named.collect(), more: 0 }
    }

    /// The name of a code or a group.
    #[must_use]
    pub fn element_name(&self, element: Element) -> &str {
        match element {
            Element::Code(code) => self.table()[code].name(),
            Element::Group(group) => self.groups()[group].name(),
        }
    }
}

/// A workspace that something is wrong with.
#[derive(Debug)]
pub struct Rejected {
    workspace: Workspace,
    errors: Vec<Diagnostic>,
}

impl Rejected {
    /// `errors` in the order in which they are reported.
    pub(crate) fn new(workspace: Workspace, mut errors: Vec<Diagnostic>) -> Self {
        workspace.files().sort(&mut errors);
        Self { workspace, errors }
    }

    #[cfg(feature = "editor")]
    pub(super) fn parts_mut(&mut self) -> (&mut Workspace, &mut Vec<Diagnostic>) {
        (&mut self.workspace, &mut self.errors)
    }

    /// The workspace, as far as it could be understood.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Every error, in the order in which they are reported; at least one.
    #[must_use]
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }
}

/// Lets a workspace pass that nothing was found in, neither in its files nor in its names.
///
/// # Errors
/// The workspace with all that was found.
pub fn check(workspace: Workspace) -> Result<Checked, Box<Rejected>> {
    let parsed = workspace.files().iter().flat_map(|file| file.findings());
    let mut findings: Vec<Diagnostic> = parsed.chain(workspace.findings()).cloned().collect();
    if findings.is_empty() {
        return Ok(Checked { workspace });
    }
    diagnostic::keep_visible(&mut findings);
    repairs::restrain(&mut findings, workspace.files());
    Err(Box::new(Rejected::new(workspace, findings)))
}
