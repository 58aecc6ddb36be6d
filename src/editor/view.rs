//! What a feature sees: one document, its tree, and all that is known of its workspace at one moment.

use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

use super::asked::{Asked, Known};
use super::base::Base;
use super::reach::Reach;
use super::settings::Settings;
use super::since::Since;
use super::sound::Sound;
use super::uses::Uses;
use super::workspace::Workspace;
use crate::analysis::Analysis;
use crate::diagnostic::Report;
use crate::placement::{Environments, Provisional, Violation};
use crate::syntax::Identity;
use crate::syntax::ast::{Parsed, Statement};
use crate::syntax::keyword::Keyword;
use crate::text::hidden::one_line;
use crate::workspace::Workload;

/// One document in its workspace. All of it is of one moment.
pub(crate) struct View<'s> {
    /// The tree of the document.
    pub(crate) parsed: &'s Arc<Parsed>,
    /// What is known of the workspace, where the document has a meaning in one: where the configuration
    /// leaves it out, or there never was one that could be used, there is none.
    pub(crate) meaning: Option<Meaning<'s>>,
    /// Whether the configuration in force cannot be used as it stands: what would change texts does nothing.
    pub(crate) is_config_broken: bool,
    /// What a person chose.
    pub(crate) settings: &'s Settings,
}

/// A `bpol.toml` in its workspace.
pub(crate) struct ConfigView<'s> {
    /// The text of the document, which may be no configuration that can be used.
    pub(crate) text: &'s str,
    /// Whether it is open.
    pub(crate) is_open: bool,
    pub(crate) workspace: &'s Workspace,
    /// What is known of the workspace under the last configuration that could be used.
    pub(crate) meaning: Option<Meaning<'s>>,
}

/// What is known of a workspace.
#[derive(Clone, Copy)]
pub(crate) struct Meaning<'s> {
    /// Where its files are, for those who lead to them.
    pub(crate) workspace: &'s Workspace,
    /// The analysis of the texts as they are.
    pub(crate) analysis: &'s Arc<Analysis>,
    /// What is published of it.
    pub(crate) report: &'s Report,
    /// What is worked out once somebody asks for it.
    pub(super) asked: &'s Asked,
}

impl<'s> Meaning<'s> {
    /// What is known of a workspace, unless there never was a configuration that could be used.
    pub(crate) fn of(workspace: &'s Workspace) -> Option<Self> {
        let Known { analysis, report, asked } = workspace.known()?;
        Some(Self { workspace, analysis, report, asked })
    }

    /// What no error bears on.
    pub(super) fn sound(&self) -> &'s Sound {
        self.asked.sound(self.analysis)
    }

    /// The last commit, where the text is compared with it.
    pub(super) fn base(&self) -> Option<&'s Base> {
        self.workspace.base()
    }

    /// What changed since the last commit.
    pub(super) fn since(&self) -> Option<&'s Since> {
        Some(self.asked.since(self.base()?, self.analysis))
    }

    /// What each environment that is sound, and all that it is in, allows each kind.
    pub(super) fn above(&self) -> Option<&'s Environments> {
        self.asked.above(self.analysis)
    }

    /// What depends on each name.
    pub(super) fn reach(&self) -> &'s Reach {
        self.asked.reach(self.analysis)
    }

    /// Who refers to each name.
    pub(super) fn uses(&self) -> &'s Uses {
        self.asked.uses(self.analysis)
    }

    /// The workload that a statement declares.
    pub(super) fn workload<'p>(
        provisional: &'p Provisional,
        statement: Statement<'_>,
    ) -> Option<&'p Workload> {
        let Keyword::Workload(kind) = statement.keyword() else { return None };
        let identity = Identity {
            environment: statement.parent().map(|it| it.value().into_owned()),
            kind,
            name: statement.name().value().into_owned(),
        };
        provisional.workspace().workload(&identity)
    }

    /// The workloads that break a guard, in the order of output; `None` where guards cannot be judged, since
    /// another error stands.
    pub(super) fn broken_by(&self, guard: &str) -> Option<Vec<String>> {
        let findings = self.analysis.provisional().ok()?.findings();
        let mut violations = findings.iter().map(|it| (&*it.fact as &dyn Any).downcast_ref::<Violation>());
        if violations.clone().any(|it| it.is_none()) {
            return None;
        }
        let own = violations.find_map(|it| it.filter(|it| it.guard == guard));
        let names = own.map(|it| it.witnesses.iter().map(|it| one_line(&it.workload.to_string())).collect());
        Some(names.unwrap_or_default())
    }
}

impl View<'_> {
    /// The text of the document.
    pub(crate) fn text(&self) -> &str {
        self.parsed.source().text()
    }
}

/// A replacement in the document that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The bytes that go.
    pub(crate) range: Range<usize>,
    /// The text that comes in their place.
    pub(crate) text: String,
}
