//! A workspace with edits made: a workload or a point comes in, and what it may then run in goes out.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::basis::Basis;
use super::edits::{At, Edits, List, Meaning, Node};
use crate::placement::{Ground, Offers, Placement, PlacementSet, Status, union_of};
use crate::syntax::keyword::Kind;
use crate::table::Set;
use crate::workspace::{AttachmentsId, Checked, EnvironmentId, GuardId, Kinds, PointId, PolicyId};

/// A workspace with some edits made. Nothing is worked out before it is asked for.
#[derive(Debug)]
pub struct Edited<'b> {
    pub(super) basis: &'b Basis<'b>,
    pub(super) edits: &'b Edits,
    offers: Option<Offers>,
    /// What some environments and all that they are in then allow some kinds.
    above: RefCell<FxHashMap<(Node, Kind), Rc<PlacementSet>>>,
}

impl<'b> Edited<'b> {
    /// The workspace of `basis` with `edits` made; `None` where an environment would then be in itself.
    #[must_use]
    pub fn new(basis: &'b Basis<'b>, edits: &'b Edits) -> Option<Self> {
        if edits.is_circular(basis.provisional.workspace()) {
            return None;
        }
        let offers = (!edits.offers.is_empty())
            .then(|| Offers::new(basis.provisional.workspace().table(), edits.offers.clone()));
        Some(Self { basis, edits, offers, above: RefCell::default() })
    }

    pub(super) fn checked(&self) -> &'b Checked {
        self.basis.provisional.workspace()
    }

    /// What the workload of this index may then run in.
    ///
    /// # Panics
    /// If the workspace has no workload of this index.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "no other workload may stand for it")]
    pub fn set_of(&self, workload: usize) -> PlacementSet {
        let point = self.checked().workloads()[workload].point();
        let own = match self.edits.lists.get(&At::Workload(workload)) {
            Some(list) => self.list(list, self.checked().points()[point].kind()),
            None => self.own(point),
        };
        self.above(self.environment_of(workload), self.checked().points()[point].kind()).intersection(&own)
    }

    /// What the workloads at a point may then run in, those aside that are edited themselves.
    #[must_use]
    pub fn set_at(&self, point: PointId) -> PlacementSet {
        let it = &self.checked().points()[point];
        self.above(it.environment().map(Node::Declared), it.kind()).intersection(&self.own(point))
    }

    /// The environment that the workload of this index is then in.
    ///
    /// # Panics
    /// If the workspace has no workload of this index.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "no other workload may stand for it")]
    pub fn environment_of(&self, workload: usize) -> Option<Node> {
        let own = || self.checked().points()[self.checked().workloads()[workload].point()].environment();
        self.edits.homes.get(&workload).copied().unwrap_or_else(|| own().map(Node::Declared))
    }

    /// Whether there is then a place for the workloads of a set.
    #[must_use]
    pub fn status(&self, set: &PlacementSet) -> Status {
        self.ground().status(set)
    }

    /// Where exactly a set then is, by location, if the fleet is known; empty where it is nowhere.
    #[must_use]
    pub fn placements(&self, set: &PlacementSet) -> Option<Vec<Placement>> {
        self.ground().placements(set)
    }

    /// Whether a guard then holds for a set, whose workloads it covers and which has a place.
    #[must_use]
    pub fn holds(&self, guard: GuardId, set: &PlacementSet) -> bool {
        self.ground().holds(self.edits.guards.get(&guard).unwrap_or_else(|| self.basis.asks(guard)), set)
    }

    /// The guards that then cover workloads of a kind in an environment.
    pub fn covering(&self, environment: Option<Node>, kind: Kind) -> impl Iterator<Item = GuardId> {
        let declared = self.upwards(environment).filter_map(|node| match node {
            Node::Declared(id) => Some(Some(id)),
            Node::Added(_) => None,
        });
        let guards = declared.chain([None]).flat_map(|environment| self.basis.guards_of(environment));
        guards.copied().filter(move |&id| self.checked().guards()[id].target().has(kind))
    }

    /// An environment and all that it is then in.
    pub fn upwards(&self, environment: Option<Node>) -> impl Iterator<Item = Node> {
        std::iter::successors(environment, |&node| self.edits.parent(self.checked(), node))
    }

    /// What an environment, if there is one, and all that it is in then allow a kind.
    pub(super) fn above(&self, environment: Option<Node>, kind: Kind) -> Rc<PlacementSet> {
        let mut known = self.above.borrow_mut();
        let mut path = Vec::new();
        let mut set = None;
        for node in self.upwards(environment) {
            if let Some(above) = known.get(&(node, kind)) {
                set = Some(Rc::clone(above));
                break;
            }
            path.push(node);
        }
        if set.is_none() {
            // What lies above every edit is as it was.
            let mut clean = None;
            while let Some(id) = path.last().and_then(|&node| self.as_it_was(node, kind)) {
                path.pop();
                clean = Some(id);
            }
            set = clean.map(|id| Rc::new(self.basis.provisional.above_in(id, kind).clone()));
        }
        let mut set = set.unwrap_or_else(|| Rc::new(PlacementSet::EVERYTHING));
        for node in path.into_iter().rev() {
            set = Rc::new(set.intersection(&self.at(node, kind)));
            known.insert((node, kind), Rc::clone(&set));
        }
        set
    }

    /// An environment whose list no edit changes, and which has workloads of the kind.
    fn as_it_was(&self, node: Node, kind: Kind) -> Option<EnvironmentId> {
        let Node::Declared(id) = node else { return None };
        let is_edited = self.edits.lists.contains_key(&At::Environment(id))
            || self.edits.parents.contains_key(&id)
            || self.is_touched(self.checked().environments()[id].attachments());
        (!is_edited && self.checked().occurring(id).has(kind)).then_some(id)
    }

    /// What an environment alone then allows a kind.
    fn at(&self, node: Node, kind: Kind) -> PlacementSet {
        let list = match node {
            Node::Added(index) => self.edits.added.get(index).map(|(_, list)| list),
            Node::Declared(id) => self.edits.lists.get(&At::Environment(id)),
        };
        match (list, node) {
            (Some(list), _) => self.list(list, kind),
            (None, Node::Declared(id)) => {
                let list = self.checked().environments()[id].attachments();
                self.union(&self.checked().attachments()[list], &[], kind)
            }
            (None, Node::Added(_)) => PlacementSet::EVERYTHING,
        }
    }

    /// What the own list of a point then allows.
    fn own(&self, point: PointId) -> PlacementSet {
        let it = &self.checked().points()[point];
        if self.is_touched(it.attachments()) {
            return self.union(&self.checked().attachments()[it.attachments()], &[], it.kind());
        }
        self.basis.own(point).clone()
    }

    /// Whether a list has a policy that is edited.
    pub(super) fn is_touched(&self, list: AttachmentsId) -> bool {
        let policies = &self.edits.policies;
        !policies.is_empty() && self.checked().attachments()[list].iter().any(|id| policies.contains_key(id))
    }

    fn list(&self, list: &List, kind: Kind) -> PlacementSet {
        self.union(&list.policies, &list.further, kind)
    }

    fn union(&self, policies: &[PolicyId], further: &[Meaning], kind: Kind) -> PlacementSet {
        union_of(|policy_type| {
            let declared = policies.iter().map(|&id| self.meaning(id));
            let all = declared.chain(further.iter().map(|it| (it.set.as_ref(), it.kinds)));
            all.filter_map(move |(set, kinds)| {
                set.filter(|set| kinds.has(kind) && set.policy_type() == policy_type)
            })
        })
    }

    /// What a policy then says.
    fn meaning(&self, id: PolicyId) -> (Option<&Set>, Kinds) {
        if let Some(Meaning { set, kinds }) = self.edits.policies.get(&id) {
            return (set.as_ref(), *kinds);
        }
        let policy = &self.checked().policies()[id];
        (policy.set(), policy.target())
    }

    pub(super) fn ground(&self) -> Ground<'_> {
        let ground = self.basis.provisional.ground();
        match &self.offers {
            Some(offers) => ground.offering(offers),
            None => ground,
        }
    }
}
