//! The codes of a table as a tree, and parts of it: a table comes in, and lists of codes go out.

use rustc_hash::FxHashMap;

use crate::answers::words::Choice;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::Table;

/// A code's index in its tree.
pub(super) type NodeIndex = usize;

/// The codes of one side, by attribute and name, those included that only a compiled file names.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_name: FxHashMap<(Attribute, String), NodeIndex>,
}

#[derive(Debug)]
struct Node {
    attribute: Attribute,
    name: String,
    parent: Option<NodeIndex>,
}

/// What of a tree is in something: of each code, what the table does not list below it.
pub(super) type Marks = Vec<bool>;

impl Tree {
    /// The codes of `table`, and those of `further` that it does not have.
    pub(super) fn new(table: &Table, further: impl Iterator<Item = (Attribute, String)>) -> Self {
        let parent = |id| (table[id].attribute(), table[id].name().to_owned());
        let mut all: Vec<_> = table
            .iter()
            .map(|(_, code)| ((code.attribute(), code.name().to_owned()), code.parent().map(parent)))
            .collect();
        let unlisted = further.filter(|(attribute, name)| table.find(*attribute, name).is_none());
        all.extend(unlisted.map(|key| (key, None)));
        all.sort_unstable();
        all.dedup_by(|one, other| one.0 == other.0);
        let by_name: FxHashMap<_, _> =
            all.iter().enumerate().map(|(index, (key, _))| (key.clone(), index)).collect();
        let node = |((attribute, name), parent): ((Attribute, String), Option<(Attribute, String)>)| Node {
            attribute,
            name,
            parent: parent.and_then(|key| by_name.get(&key).copied()),
        };
        let nodes = all.into_iter().map(node).collect();
        Self { nodes, by_name }
    }

    pub(super) fn find(&self, attribute: Attribute, name: &str) -> Option<NodeIndex> {
        self.by_name.get(&(attribute, name.to_owned())).copied()
    }

    /// Nothing.
    pub(super) fn nothing(&self) -> Marks {
        vec![false; self.nodes.len()]
    }

    /// All of some codes.
    pub(super) fn mark(&self, codes: &[NodeIndex], marks: &mut Marks) {
        for (index, mark) in marks.iter_mut().enumerate() {
            *mark |= self.upwards(index).any(|above| codes.contains(&above));
        }
    }

    fn upwards(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        std::iter::successors(Some(index), |&index| self.nodes.get(index)?.parent)
    }

    /// For each code what it is in another tree: itself, else of a place the nearest code above it that the
    /// other tree has.
    pub(super) fn within(&self, other: &Self) -> Vec<Option<NodeIndex>> {
        let into = |index: NodeIndex| {
            let mut upwards = self.upwards(index).filter_map(|above| self.nodes.get(above));
            upwards.find_map(|node| other.find(node.attribute, &node.name))
        };
        (0..self.nodes.len()).map(into).collect()
    }

    /// What is marked, of a type, as a walk down the tree.
    pub(super) fn written(&self, marks: &Marks, policy_type: PolicyType) -> Vec<Choice> {
        // Children may stand before or behind their parents; what is not marked breaks all above it.
        let mut is_whole = marks.clone();
        for (index, is_marked) in marks.iter().enumerate() {
            if !is_marked {
                for above in self.upwards(index) {
                    if let Some(whole) = is_whole.get_mut(above) {
                        *whole = false;
                    }
                }
            }
        }
        let whole = |index: NodeIndex| is_whole.get(index).copied().unwrap_or(false);
        let of_type = |node: &Node| node.attribute.policy_type() == policy_type;
        let parts = self.nodes.iter().zip(marks).enumerate().filter_map(|(index, (node, &is_marked))| {
            let is_below = node.parent.is_some_and(whole);
            let is_part = is_marked && !is_below && of_type(node);
            is_part.then(|| Choice {
                unlisted: !whole(index),
                ..Choice::new(node.attribute.into(), node.name.as_str())
            })
        });
        parts.collect()
    }
}
