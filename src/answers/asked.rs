//! Options that somebody asks about: `country:fr`, `t4` or `group:eu27` comes in, and its places or flavors
//! go out, or a message that says what may be meant.

use std::borrow::Cow;

use super::name::Unfound;
use super::words::Choice;
use crate::diagnostic::listed;
use crate::suggest::{Budget, Candidate, Index, MOST};
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::table::Set;
use crate::text::hidden::one_line;
use crate::workspace::Workspace;

/// A code or a group that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asked {
    /// Its name: the code where an alias was given.
    pub choice: Choice,
    /// Its places or flavors.
    pub set: Set,
}

impl Asked {
    /// Whether it is places or flavors.
    #[must_use]
    pub fn policy_type(&self) -> PolicyType {
        self.set.policy_type()
    }
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Places and groups of them.
    Places,
    /// Flavors and groups of them.
    Flavors,
    /// Everything.
    All,
}

impl Takes {
    fn has(self, policy_type: PolicyType) -> bool {
        match self {
            Self::Places => policy_type == PolicyType::Location,
            Self::Flavors => policy_type == PolicyType::Flavor,
            Self::All => true,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Places => "place",
            Self::Flavors => "flavor",
            Self::All => "place or flavor",
        }
    }
}

/// What a text names: behind a type and `:` a name of that type as it stands, else a code, an alias or a
/// group.
///
/// # Errors
/// None has that name, or several have.
pub fn option(workspace: &Workspace, text: &str, takes: Takes) -> Result<Asked, Unfound> {
    let explicit =
        text.split_once(':').and_then(|(word, name)| Some((RuleAttribute::from_name(word)?, name)));
    let (types, name) = match &explicit {
        Some((attribute, name)) => (std::slice::from_ref(attribute), *name),
        None => (&RuleAttribute::ALL[..], text),
    };
    let found: Vec<Asked> = types
        .iter()
        .filter_map(|&attribute| find(workspace, attribute, name))
        .filter(|asked| takes.has(asked.policy_type()))
        .collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(unknown(workspace, text, name, explicit.map(|(attribute, _)| attribute), takes)),
        several => {
            let names: Vec<String> = several.iter().map(|it| written(&it.choice)).collect();
            Err(Unfound {
                message: format!("`{}` may be any of {}", one_line(text), listed(&names, "and")),
                help: Some(format!("write {}", listed(&names, "or"))),
            })
        }
    }
}

/// An option as the command line takes it.
#[must_use]
pub fn written(choice: &Choice) -> String {
    format!("{}:{}", choice.attribute.name(), one_line(&choice.name))
}

/// What is called that, if anything of that sort is.
pub(super) fn find(workspace: &Workspace, attribute: RuleAttribute, name: &str) -> Option<Asked> {
    match attribute {
        RuleAttribute::Code(attribute) => {
            let code = workspace.table().find(attribute, name)?;
            let choice = Choice::code(workspace.table(), code);
            Some(Asked { choice, set: workspace.space().whole(code) })
        }
        RuleAttribute::Group => {
            let group = &workspace.groups()[workspace.group(name)?];
            let choice = Choice::new(RuleAttribute::Group, group.name());
            Some(Asked { choice, set: group.options().set().clone() })
        }
    }
}

/// What people call a code or a group.
fn label<'w>(workspace: &'w Workspace, attribute: RuleAttribute, name: &str) -> Option<Cow<'w, str>> {
    let statement = match attribute {
        RuleAttribute::Code(attribute) => {
            workspace.table()[workspace.table().find(attribute, name)?].statement()
        }
        RuleAttribute::Group => workspace.groups()[workspace.group(name)?].statement(),
    };
    Some(workspace.statement(statement).label()?.value())
}

fn unknown(
    workspace: &Workspace,
    text: &str,
    name: &str,
    attribute: Option<RuleAttribute>,
    takes: Takes,
) -> Unfound {
    let elsewhere = RuleAttribute::ALL.into_iter().filter_map(|it| find(workspace, it, name));
    let elsewhere: Vec<String> = elsewhere.map(|it| written(&it.choice)).collect();
    let what = attribute.map_or(takes.words(), RuleAttribute::name);
    let message = format!("there is no {what} `{}`", one_line(name));
    if let Some(asked) = attribute.and_then(|it| find(workspace, it, name)) {
        let sort = match asked.policy_type() {
            PolicyType::Location => "places",
            PolicyType::Flavor => "flavors",
        };
        return Unfound {
            message: format!("`{}` is no {}", one_line(text), takes.words()),
            help: Some(format!("it stands for {sort}: `--in` takes places, `--on` takes flavors")),
        };
    }
    if !elsewhere.is_empty() {
        return Unfound { message, help: Some(format!("there is {}", listed(&elsewhere, "and"))) };
    }
    let codes =
        workspace.table().iter().map(|(_, code)| (RuleAttribute::from(code.attribute()), code.name()));
    let groups = workspace.groups().values().iter().map(|group| (RuleAttribute::Group, group.name()));
    let is_taken = |(own, name): &(RuleAttribute, &str)| match attribute {
        Some(attribute) => attribute == *own,
        None => find(workspace, *own, name).is_some_and(|it| takes.has(it.policy_type())),
    };
    let all: Vec<(RuleAttribute, &str)> = codes.chain(groups).filter(is_taken).collect();
    let candidates = all.iter().enumerate().flat_map(|(owner, (attribute, name))| {
        let label = label(workspace, *attribute, name).map(|it| Candidate::label(it, name, owner));
        std::iter::once(Candidate::name(name, owner)).chain(label)
    });
    let index = Index::new(candidates);
    let near = index.nearest(name, &mut Budget::default());
    let near = near.iter().flat_map(|it| &it.found).filter_map(|it| all.get(it.owner)).take(MOST);
    let near: Vec<String> = near.map(|(attribute, name)| written(&Choice::new(*attribute, *name))).collect();
    let help = match (near.is_empty(), all.len()) {
        (false, _) => Some(format!("did you mean {}?", listed(&near, "or"))),
        (true, _) if attribute.is_none() && text.contains(':') => {
            let types = RuleAttribute::ALL.map(RuleAttribute::name);
            Some(format!("what stands before `:` is {}", listed(&types, "or")))
        }
        (true, 1..=12) => {
            let all: Vec<String> = all.iter().map(|(own, name)| written(&Choice::new(*own, *name))).collect();
            Some(format!("there are {}", listed(&all, "and")))
        }
        (true, _) => Some("`bpol reference` lists what there is".to_owned()),
    };
    Unfound { message, help }
}
