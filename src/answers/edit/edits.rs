//! Edits as data: what is to stand in the place of what a workspace says.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::placement::{Asks, ChangedOffers};
use crate::table::{CodeId, Set};
use crate::workspace::{EnvironmentId, GuardId, Kinds, PolicyId, Workspace};

/// What a policy says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The places or flavors that it allows; `None` where it is about neither.
    pub set: Option<Set>,
    /// The kinds that it applies to.
    pub kinds: Kinds,
}

impl Meaning {
    /// A policy that allows some places or flavors to some kinds.
    #[must_use]
    pub fn new(set: Option<Set>, kinds: Kinds) -> Self {
        Self { set, kinds }
    }
}

/// The policies of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct List {
    /// Those that the workspace declares.
    pub policies: Vec<PolicyId>,
    /// Those that it does not.
    pub further: Vec<Meaning>,
}

impl List {
    /// A list of policies that the workspace declares.
    #[must_use]
    pub fn new(policies: Vec<PolicyId>) -> Self {
        Self { policies, further: Vec::new() }
    }
}

/// An environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// One that the workspace declares.
    Declared(EnvironmentId),
    /// One that [`Edits::add_environment`] adds, by its index.
    Added(usize),
}

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// At the workload of this index among those of the workspace.
    Workload(usize),
    /// At an environment.
    Environment(EnvironmentId),
}

/// Edits that are made together; each replaces what the workspace says, and an earlier edit of the same.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub(super) policies: FxHashMap<PolicyId, Meaning>,
    pub(super) lists: FxHashMap<At, List>,
    pub(super) parents: FxHashMap<EnvironmentId, Option<Node>>,
    /// The environments that workloads are put into.
    pub(super) homes: FxHashMap<usize, Option<Node>>,
    pub(super) added: Vec<(Option<Node>, List)>,
    pub(super) offers: ChangedOffers,
    pub(super) guards: FxHashMap<GuardId, Asks>,
    left_out: FxHashSet<usize>,
}

impl Edits {
    /// A policy says something else.
    pub fn set_policy(&mut self, policy: PolicyId, meaning: Meaning) {
        self.policies.insert(policy, meaning);
    }

    /// A guard asks something else.
    pub(crate) fn set_guard(&mut self, guard: GuardId, asks: Asks) {
        self.guards.insert(guard, asks);
    }

    /// A list is another one. An edit of a workload's list concerns that workload alone.
    pub fn set_list(&mut self, at: At, list: List) {
        self.lists.insert(at, list);
    }

    /// A list as the edits so far leave it, to be changed.
    pub fn list(&mut self, workspace: &Workspace, at: At) -> &mut List {
        self.lists.entry(at).or_insert_with(|| {
            let id = match at {
                At::Environment(id) => Some(workspace.environments()[id].attachments()),
                At::Workload(index) => {
                    let workload = workspace.workloads().get(index);
                    workload.map(|workload| workspace.points()[workload.point()].attachments())
                }
            };
            List::new(id.map_or_else(Vec::new, |id| workspace.attachments()[id].to_vec()))
        })
    }

    /// An environment is in another one, or in none.
    pub fn set_parent(&mut self, environment: EnvironmentId, parent: Option<Node>) {
        self.parents.insert(environment, parent);
    }

    /// The workload of this index is in another environment, or in none.
    pub fn set_environment(&mut self, workload: usize, environment: Option<Node>) {
        self.homes.insert(workload, environment);
    }

    /// The workload of this index is not there.
    pub fn leave_out(&mut self, workload: usize) {
        self.left_out.insert(workload);
    }

    /// Whether the workload of this index is there, with no edit of its own.
    pub(super) fn is_as_its_point(&self, workload: usize) -> bool {
        !self.lists.contains_key(&At::Workload(workload))
            && !self.homes.contains_key(&workload)
            && !self.left_out.contains(&workload)
    }

    /// Whether the workload of this index is there.
    pub(super) fn is_there(&self, workload: usize) -> bool {
        !self.left_out.contains(&workload)
    }

    /// There is one more environment, which nothing is in as yet.
    pub fn add_environment(&mut self, parent: Option<Node>, list: List) -> Node {
        self.added.push((parent, list));
        Node::Added(self.added.len() - 1)
    }

    /// A location offers other flavors; `None` for every one.
    pub fn set_offers(&mut self, location: CodeId, mut flavors: Option<Vec<CodeId>>) {
        if let Some(flavors) = &mut flavors {
            flavors.sort_unstable();
            flavors.dedup();
        }
        self.offers.insert(location, flavors);
    }

    /// A location offers one more flavor than the edits so far leave it.
    pub fn offer(&mut self, workspace: &Workspace, location: CodeId, flavor: CodeId) {
        let own = match self.offers.get(&location) {
            Some(own) => own.clone(),
            None => workspace.table()[location].offers().map(<[CodeId]>::to_vec),
        };
        let with = own.map(|own| own.into_iter().chain([flavor]).collect());
        self.set_offers(location, with);
    }

    /// The environment that one is in.
    pub(super) fn parent(&self, workspace: &Workspace, node: Node) -> Option<Node> {
        match node {
            Node::Added(index) => self.added.get(index)?.0,
            Node::Declared(id) => match self.parents.get(&id) {
                Some(parent) => *parent,
                None => workspace.environments()[id].parent().map(Node::Declared),
            },
        }
    }

    /// Whether an environment would be in itself, through any number of steps. Such edits cannot be made.
    #[must_use]
    pub fn is_circular(&self, workspace: &Workspace) -> bool {
        let most = workspace.environments().len() + self.added.len();
        let is_endless = |node| {
            let upwards = std::iter::successors(Some(node), |&node| self.parent(workspace, node));
            upwards.take(most + 1).count() > most
        };
        let added = (0..self.added.len()).map(Node::Added);
        added.chain(self.parents.keys().copied().map(Node::Declared)).any(is_endless)
    }
}
