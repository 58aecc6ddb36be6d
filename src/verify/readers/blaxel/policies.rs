//! Policies as the platform reads them: a list that is absent, empty or of another shape allows everything.

use crate::data::{Node, Path};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Set, Space};
use crate::verify::fleet::{Axis, Fleet, Mask};
use crate::verify::reader::{At, Foreign};

use super::names::Lookup;

/// What a policy says.
#[derive(Debug)]
pub(super) enum Policy {
    /// It is about places or flavors.
    Of(PolicyType, Aspect),
    /// It is about tokens, and keeps nobody from a place.
    Tokens,
    /// It is of no type that bpol knows, and so may be of any.
    Strange(At),
}

/// What a policy allows of its type.
#[derive(Clone, Debug)]
pub(super) struct Aspect {
    /// None: everything.
    pub(super) list: Option<List>,
    /// Where it says so.
    pub(super) at: At,
}

/// What a list allows.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) codes: Vec<CodeId>,
    /// What they stand for together.
    pub(super) set: Option<Set>,
    /// The machines' places or flavors among them.
    pub(super) mask: Mask,
    pub(super) foreign: Vec<Foreign>,
}

/// What lists are read with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'k> {
    pub(super) lookup: &'k Lookup,
    pub(super) space: &'k Space,
    pub(super) fleet: &'k Fleet,
}

impl Policy {
    pub(super) fn read(known: Known<'_>, object: &Node, path: &Path<'_>) -> Self {
        let at_spec = path.key("spec");
        let Some(spec) = object.get("spec") else { return Self::Strange(At::absent(object, &at_spec)) };
        let policy_type = match spec.get("type").and_then(Node::as_str) {
            Some("location") => PolicyType::Location,
            Some("flavor") => PolicyType::Flavor,
            Some("maxToken") => return Self::Tokens,
            _ => {
                let at = at_spec.key("type");
                let at = spec.get("type").map_or_else(|| At::absent(spec, &at), |it| At::there(it, &at));
                return Self::Strange(at);
            }
        };
        let key = match policy_type {
            PolicyType::Location => "locations",
            PolicyType::Flavor => "flavors",
        };
        let at = at_spec.key(key);
        let list = spec.present(key).and_then(|list| List::read(known, policy_type, list));
        let at = spec.get(key).map_or_else(|| At::absent(spec, &at), |it| At::there(it, &at));
        Self::Of(policy_type, Aspect { list, at })
    }
}

impl List {
    /// None: everything.
    fn read(known: Known<'_>, policy_type: PolicyType, list: &Node) -> Option<Self> {
        let items = list.as_list().filter(|items| !items.is_empty())?;
        let (mut codes, mut foreign) = (Vec::new(), Vec::new());
        for item in items {
            item.as_map()?;
            let text = |key| match item.present(key) {
                None => Some(""),
                Some(node) => node.as_str(),
            };
            let (level, name) = (text("type")?, text("name")?);
            let attribute = Attribute::from_name(level).filter(|it| it.policy_type() == policy_type);
            let found = attribute.map_or(&[][..], |attribute| known.lookup.find(attribute, name));
            codes.extend(found);
            if found.is_empty() {
                let name = if attribute.is_some() { name.to_owned() } else { format!("{level} {name}") };
                foreign.push(Foreign { policy_type, name });
            }
        }
        codes.sort_unstable();
        codes.dedup();
        Some(Self::of(known, policy_type, codes, foreign))
    }

    /// The list of some codes.
    pub(super) fn of(
        known: Known<'_>,
        policy_type: PolicyType,
        codes: Vec<CodeId>,
        foreign: Vec<Foreign>,
    ) -> Self {
        let set = known.space.set(policy_type, codes.iter().copied());
        let axis: &Axis = match policy_type {
            PolicyType::Location => known.fleet.places(),
            PolicyType::Flavor => known.fleet.flavors(),
        };
        let of_set = |code: &CodeId| set.as_ref().is_some_and(|set| known.space.has(set, *code));
        let mask = axis.of(axis.codes().iter().copied().filter(of_set));
        Self { codes, set, mask, foreign }
    }
}
