//! What a list may have: the list and the statement around it come in, policies, codes and groups go out.

use super::context::{Cursor, List, Listed};
use super::items::{Item, Kind};
use super::shapes::type_of;
use crate::editor::features::marks;
use crate::editor::view::{Meaning, View};
use crate::placement::{Environments, PlacementSet, Provisional};
use crate::syntax::keyword::{Attribute, Keyword, PolicyType, RuleAttribute};
use crate::table::CodeId;
use crate::workspace::{Element, GroupId, Kinds, Policy, PolicyId, Workspace};

/// What applies and leaves something stands first.
const APPLIES: u8 = 0;

/// What does not apply, or what the workspace does not declare itself.
const APART: u8 = 10;

/// What would leave nothing.
const NOTHING: u8 = 20;

/// What the list may have that it has not.
pub(super) fn list(view: &View<'_>, cursor: &Cursor<'_>, list: &List) -> Vec<Item> {
    let Some(meaning) = &view.meaning else { return Vec::new() };
    let workspace = meaning.analysis.workspace();
    let mut items = match &list.of {
        Listed::Policies => policies(meaning, cursor, list),
        Listed::Flavors => codes(workspace, Attribute::Cpu).chain(codes(workspace, Attribute::Gpu)).collect(),
        Listed::Codes(RuleAttribute::Code(attribute), _) => codes(workspace, *attribute).collect(),
        Listed::Codes(RuleAttribute::Group, first) => {
            let of_type = first.as_ref();
            let of_type = of_type.and_then(|(attribute, code)| type_of(view, *attribute, code.as_deref()));
            groups(workspace, cursor, of_type)
        }
    };
    items.retain(|item| !list.taken.contains(&item.label));
    items
}

/// Every code of an attribute.
fn codes(workspace: &Workspace, attribute: Attribute) -> impl Iterator<Item = Item> {
    workspace.table().of(attribute).map(|(id, _)| labelled(workspace, id))
}

/// A code with its label and what it lies in.
pub(super) fn labelled(workspace: &Workspace, id: CodeId) -> Item {
    let table = workspace.table();
    let code = &table[id];
    let statement = workspace.statement(code.statement());
    let label = statement.label().map(|label| label.value().into_owned());
    let parent = code.parent().map(|parent| format!("in {}", table[parent].name()));
    let detail: Vec<String> = label.clone().into_iter().chain(parent).collect();
    let is_own = !workspace.reference().files().any(|file| file.id() == code.statement().file);
    let detail = (!detail.is_empty()).then(|| detail.join(", "));
    let item = Item::name(code.name(), Kind::Code, if is_own { APPLIES } else { APART }, detail);
    match label {
        Some(label) => item.found_by(&label),
        None => item,
    }
}

/// The groups of a type; in a group neither itself nor one that names it.
fn groups(workspace: &Workspace, cursor: &Cursor<'_>, of_type: Option<PolicyType>) -> Vec<Item> {
    let own =
        (cursor.keyword == Some(Keyword::Group)).then(|| workspace.group(cursor.name.as_deref()?)).flatten();
    let all = workspace.groups().iter();
    let fits = all.filter(|(id, group)| {
        let its_type = group.options().policy_type();
        let is_of_type = of_type.is_none() || its_type.is_none() || its_type == of_type;
        is_of_type && own.is_none_or(|own| !names(workspace, *id, own))
    });
    fits.map(|(_, group)| {
        let detail = group.options().known_set().map(|set| {
            let codes = workspace.space().shortest(set);
            let names: Vec<&str> = codes.iter().map(|&code| workspace.table()[code].name()).collect();
            marks::few(names.into_iter())
        });
        let statement = workspace.statement(group.statement());
        let is_own = !workspace.reference().files().any(|file| file.id() == group.statement().file);
        let item = Item::name(group.name(), Kind::Code, if is_own { APPLIES } else { APART }, detail);
        match statement.label() {
            Some(label) => item.found_by(&label.value()),
            None => item,
        }
    })
    .collect()
}

/// Whether a group is another one or names it through any number of steps.
fn names(workspace: &Workspace, group: GroupId, other: GroupId) -> bool {
    let (mut seen, mut open) = (vec![group], vec![group]);
    while let Some(id) = open.pop() {
        if id == other {
            return true;
        }
        let options = workspace.groups()[id].options();
        for element in options.rules().iter().chain(options.exceptions()) {
            if let Element::Group(inner) = *element
                && !seen.contains(&inner)
            {
                seen.push(inner);
                open.push(inner);
            }
        }
    }
    false
}

/// The policies, each with what would be left.
fn policies(meaning: &Meaning<'_>, cursor: &Cursor<'_>, list: &List) -> Vec<Item> {
    let workspace = meaning.analysis.workspace();
    let preview =
        meaning.sound().provisional().and_then(|it| Preview::new(it, meaning.above()?, cursor, list));
    let item = |policy: &Policy| {
        let (rank, detail) = match preview.as_ref().and_then(|it| it.with(policy.name())) {
            Some((rank, detail)) => (rank, Some(detail)),
            None => (APPLIES, None),
        };
        let statement = workspace.statement(policy.statement());
        let item = Item::name(policy.name(), Kind::Policy, rank, detail);
        match statement.label() {
            Some(label) => item.found_by(&label.value()),
            None => item,
        }
    };
    workspace.policies().values().iter().map(item).collect()
}

/// A list of policies in the statement at the cursor, to which another one may be added.
struct Preview<'p> {
    provisional: &'p Provisional,
    /// The kinds that it is for, and what stands above each.
    above: Vec<(crate::syntax::keyword::Kind, PlacementSet)>,
    own: Vec<PolicyId>,
}

impl<'p> Preview<'p> {
    /// `None` where the statement is not sound: what it lies in, or a policy of its list, is unknown.
    fn new(
        provisional: &'p Provisional,
        environments: &Environments,
        cursor: &Cursor<'_>,
        list: &List,
    ) -> Option<Self> {
        let workspace = provisional.workspace();
        let parent = match &cursor.parent {
            Some(name) => Some(workspace.environment(name)?),
            None => None,
        };
        let kinds = match cursor.keyword? {
            Keyword::Workload(kind) => Kinds::of(kind),
            _ => {
                let own = cursor.name.as_deref().and_then(|name| workspace.environment(name));
                own.map_or(Kinds::ALL, |id| workspace.matching(id))
            }
        };
        let above = kinds.iter().map(|kind| (kind, environments.allowed(parent, kind).clone()));
        let own = list.taken.iter().map(|name| workspace.policy(name));
        Some(Self { provisional, above: above.collect(), own: own.collect::<Option<_>>()? })
    }

    /// The rank of a policy, and what would be left with it.
    fn with(&self, policy: &str) -> Option<(u8, String)> {
        let workspace = self.provisional.workspace();
        let id = workspace.policy(policy)?;
        let target = workspace.policies()[id].target();
        let applies = |(kind, _): &&(crate::syntax::keyword::Kind, PlacementSet)| target.has(*kind);
        let mut own = self.own.clone();
        own.push(id);
        let mut left: Vec<(Kinds, PlacementSet)> = Vec::new();
        for (kind, above) in self.above.iter().filter(applies) {
            let set = above.intersection(&self.provisional.allowed(&own, *kind));
            match left.iter_mut().find(|(_, it)| *it == set) {
                Some((kinds, _)) => *kinds = kinds.union(Kinds::of(*kind)),
                None => left.push((Kinds::of(*kind), set)),
            }
        }
        let space = self.provisional.space();
        let is_empty =
            |set: &PlacementSet| PolicyType::ALL.into_iter().any(|it| set.set(space, it).is_none());
        Some(match left.as_slice() {
            [] => (APART, format!("for {}", marks::plurals(target))),
            some if some.iter().any(|(_, set)| is_empty(set)) => (NOTHING, "leaves nothing".to_owned()),
            [(_, set)] => (APPLIES, format!("→ {}", marks::set(self.provisional, set))),
            several => {
                let each = several.iter().map(|(kinds, set)| {
                    format!("{}: {}", marks::plurals(*kinds), marks::set(self.provisional, set))
                });
                (APPLIES, format!("→ {}", each.collect::<Vec<_>>().join("; ")))
            }
        })
    }
}
