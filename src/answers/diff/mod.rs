//! What a change does to every workload: two [`Side`]s come in, and a [`Diff`] goes out, which renderers make
//! text of.

mod causes;
mod compare;
mod document;
mod edits;
mod facts;
mod github;
mod markdown;
mod pairs;
mod side;
mod summary;
mod text;
mod tree;
mod view;
mod world;

use std::rc::Rc;

use rustc_hash::FxHashMap;

pub use document::{Cause, Class, Counts, Diff, EditKind, Group, Limits, Moved, SCHEMA, SideName};
pub use github::github;
pub use markdown::{Markdown, markdown};
pub use side::{Content, Side};
pub use summary::summary;
pub use text::{full, text};

use super::words::{WorkloadName, compiler};
use crate::syntax::Identity;
use crate::syntax::keyword::Kind;
use crate::workspace::Workspace;
use causes::Causes;
use compare::{Compare, Difference};
use pairs::{Pair, pairs};
use view::View;

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

    fn has(&self, identity: &Identity, side: &Side<'_>) -> bool {
        if !self.kinds.is_empty() && !self.kinds.contains(&identity.kind) {
            return false;
        }
        let is_named = |name: &str| self.environments.iter().any(|it| it == name);
        let Some(name) = &identity.environment else { return self.environments.is_empty() || is_named("") };
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
pub fn diff<'s>(old: &Side<'s>, new: &Side<'s>, here: &Workspace, only: &Only) -> Diff {
    let table = |other: &Side<'s>| other.provisional().map(|it| -> &'s Workspace { it.workspace() });
    let views = [View::new(old, table(new).unwrap_or(here)), View::new(new, table(old).unwrap_or(here))];
    let compare = Compare::new(&views[0], &views[1]);
    let facts = causes::facts(old, new);
    let mut causes = Causes::new(facts.as_ref());
    let mut known: FxHashMap<(Option<usize>, Option<usize>), Rc<Difference>> = FxHashMap::default();
    let mut counts = Counts::default();
    let mut limits = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut by_change: FxHashMap<(Rc<[Cause]>, GroupKey), usize> = FxHashMap::default();
    for pair in pairs(&compare.old.rows, &compare.new.rows) {
        let is_asked = |row: Option<&view::Row>, side| row.is_some_and(|row| only.has(&row.identity, side));
        if !is_asked(pair.old, old) && !is_asked(pair.new, new) {
            continue;
        }
        let Some(row) = pair.row() else { continue };
        limits.extend(changed_limits(&compare, &pair, row));
        let sets = (pair.old.map(|it| it.set), pair.new.map(|it| it.set));
        let difference = known.entry(sets).or_insert_with(|| Rc::new(compare.sets(sets.0, sets.1)));
        let difference = Rc::clone(difference);
        *counts.of_mut(difference.class) += 1;
        if difference.class == Class::Unchanged {
            continue;
        }
        let causes = causes.of(&pair);
        let key = GroupKey(Rc::clone(&difference));
        let index = *by_change.entry((Rc::clone(&causes), key)).or_insert_with(|| {
            groups.push(group(&difference, &causes));
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(index) {
            group.workloads.push(moved(&pair, row));
        }
    }
    // Two pairs of sets may differ in the same way; the first workload of each group is in order already.
    groups.sort_by_key(|group| (group.class, std::cmp::Reverse(group.workloads.len())));
    Diff {
        schema: SCHEMA,
        compiler: compiler(),
        old: side_name(old),
        new: side_name(new),
        counts,
        groups,
        limits,
    }
}

/// What workloads of one group have in common, their causes aside.
#[derive(PartialEq, Eq)]
struct GroupKey(Rc<Difference>);

impl std::hash::Hash for GroupKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let Difference { class, gained, lost, opened, closed } = &*self.0;
        (class, gained, lost, opened, closed).hash(state);
    }
}

fn group(difference: &Difference, causes: &[Cause]) -> Group {
    let Difference { class, gained, lost, opened, closed } = difference.clone();
    Group { class, workloads: Vec::new(), gained, lost, opened, closed, causes: causes.to_vec() }
}

fn moved(pair: &Pair<'_>, row: &view::Row) -> Moved {
    let Identity { environment, kind, name } = row.identity.clone();
    let was = || pair.old.map(|it| it.identity.environment.clone());
    Moved { kind, name, environment, was: if pair.is_elsewhere() { was() } else { None } }
}

fn changed_limits(compare: &Compare<'_, '_>, pair: &Pair<'_>, row: &view::Row) -> Option<Limits> {
    let old = pair.old.map_or_else(Vec::new, |it| compare.old.limits(it));
    let new = pair.new.map_or_else(Vec::new, |it| compare.new.limits(it));
    (old != new).then(|| Limits { workload: WorkloadName::from(row.identity.clone()), old, new })
}

fn side_name(side: &Side<'_>) -> SideName {
    SideName {
        name: side.name.clone(),
        revision: side.revision.clone(),
        sources: side.provisional().is_some(),
        reference: side.reference(),
    }
}
