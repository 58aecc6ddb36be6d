//! What a change does to every workload: two [`Side`]s come in, and a [`Diff`] goes out, which renderers make
//! text of.

mod causes;
mod codes;
mod compare;
mod document;
mod edit;
mod edits;
mod facts;
mod github;
mod groups;
mod limits;
mod markdown;
mod meanings;
mod named;
mod numbers;
mod outcome;
mod pairs;
mod side;
mod summary;
mod text;
mod tree;
mod view;
mod world;

pub use document::{Cause, Class, Counts, Diff, EditKind, Group, Limits, Moved, SCHEMA, SideName};
pub use github::github;
pub use markdown::{Markdown, markdown};
pub use side::{Content, Side};
pub use summary::summary;
pub use text::{full, text};

use super::words::compiler;
use crate::syntax::keyword::Kind;
use crate::workspace::Workspace;
use causes::Causes;
use codes::Codes;
use compare::Compare;
use facts::Facts;
use groups::Groups;
use numbers::{NEW, OLD};
use pairs::pairs;
use view::{Row, View};

/// Which workloads are compared: those of one of the kinds in one of the environments, or in an environment
/// in one of these.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Only {
    /// The kinds; none for every one.
    pub kinds: Vec<Kind>,
    /// The names of environments, an empty one for none; none of them for every one.
    pub environments: Vec<String>,
}

impl Only {
    /// The workloads of some kinds in some environments.
    #[must_use]
    pub fn new(kinds: Vec<Kind>, environments: Vec<String>) -> Self {
        Self { kinds, environments }
    }

    fn has(&self, row: &Row<'_>, side: &Side<'_>) -> bool {
        if !self.kinds.is_empty() && !self.kinds.contains(&row.kind) {
            return false;
        }
        let is_named = |name: &str| self.environments.iter().any(|it| it == name);
        let Some(name) = row.environment else { return self.environments.is_empty() || is_named("") };
        if self.environments.is_empty() || is_named(name) {
            return true;
        }
        let Some(provisional) = side.provisional() else { return false };
        let workspace = provisional.workspace();
        workspace.upwards(workspace.environment(name)).any(|it| is_named(workspace.environments()[it].name()))
    }
}

/// What changes from one side to the other. A compiled file is read in the table of the other side, and two
/// of them in that of `here`.
///
/// ```
/// use bpol::answers::diff::{Content, Only, Side, diff};
/// use bpol::{Builtin, Configuration, Reference, Source};
///
/// let compile = |text: &str| {
///     let source = Source::new("a.bpol", text.into());
///     bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), vec![source])
/// };
/// let old = compile("policy p < country in [fr] > model llama < attach [p] >");
/// let new = compile("policy p < country in [fr, us] > model llama < attach [p] >");
/// let (Ok(old), Ok(new)) = (old.provisional(), new.provisional()) else { return };
/// let sides = [("HEAD", old), (".", new)].map(|(name, it)| Side::new(name, None, Content::Workspace(it)));
/// let diff = diff(&sides[0], &sides[1], new.workspace(), &Only::default());
/// assert_eq!(diff.counts.widened, 1);
/// assert_eq!(diff.groups[0].gained.location[0].name, "us");
/// ```
#[must_use]
pub fn diff(old: &Side<'_>, new: &Side<'_>, here: &Workspace, only: &Only) -> Diff {
    compared(old, new, here, only, true)
}

/// The same without a cause, which takes a part of the time.
#[cfg(feature = "editor")]
#[must_use]
pub(crate) fn without_causes(old: &Side<'_>, new: &Side<'_>, here: &Workspace) -> Diff {
    compared(old, new, here, &Only::default(), false)
}

fn compared(old: &Side<'_>, new: &Side<'_>, here: &Workspace, only: &Only, has_causes: bool) -> Diff {
    let tables = tables(old, new, here);
    let codes = Codes::new([old, new], tables);
    let compare = Compare::new(View::new(&codes, OLD, old), View::new(&codes, NEW, new));
    let sources = old.provisional().zip(new.provisional()).filter(|_| has_causes);
    let facts = sources.map(|(old, new)| Facts::new(&codes, [old, new]));
    let causes = facts.as_ref().and_then(|facts| Causes::new(facts, &compare));
    let mut groups = Groups::new(&compare, causes.as_ref());
    for pair in pairs(&compare.old.rows, &compare.new.rows) {
        let is_asked = |row: Option<&Row<'_>>, side| row.is_some_and(|row| only.has(row, side));
        if is_asked(pair.old, old) || is_asked(pair.new, new) {
            groups.add(&pair);
        }
    }
    let (counts, groups, limits) = groups.into_parts();
    Diff {
        schema: SCHEMA,
        compiler: compiler(),
        old: side_name(old),
        new: side_name(new),
        counts,
        groups,
        limits,
        of_tables: false,
    }
}

/// The workspaces in whose tables two sides are read: their own, else the other one's, else that of `here`.
/// What is lost is named in the first one, what is gained in the second one.
#[must_use]
pub fn tables<'s>(old: &Side<'s>, new: &Side<'s>, here: &'s Workspace) -> [&'s Workspace; 2] {
    let of = |side: &Side<'s>| side.provisional().map(|it| -> &'s Workspace { it.workspace() });
    [of(old).or(of(new)).unwrap_or(here), of(new).or(of(old)).unwrap_or(here)]
}

fn side_name(side: &Side<'_>) -> SideName {
    SideName {
        name: side.name.clone(),
        revision: side.revision.clone(),
        sources: side.provisional().is_some(),
        reference: side.reference(),
    }
}
