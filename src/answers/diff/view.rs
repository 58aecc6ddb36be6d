//! A side as the comparison reads it: its workloads in the order of compile, and its distinct sets.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::codes::{Bits, Codes};
use super::side::{Content, Side};
use super::tree::{At, Tree};
use crate::answers::words::Status;
use crate::emit::document::{self, Document, Limit};
use crate::placement::{PlacementSet, PlacementSetId, Provisional};
use crate::syntax::Identity;
use crate::syntax::keyword::{Attribute, Kind, PolicyType};

/// A side with its workloads.
#[derive(Debug)]
pub(super) struct View<'a> {
    content: Content<'a>,
    side: usize,
    codes: &'a Codes<'a>,
    pub(super) tree: Rc<Tree<'a>>,
    pub(super) rows: Vec<Row<'a>>,
    ids: Vec<PlacementSetId>,
    known: RefCell<Vec<Option<Rc<Meant>>>>,
}

/// A workload.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) environment: Option<&'a str>,
    pub(super) kind: Kind,
    pub(super) name: Cow<'a, str>,
    /// Its set among those of the side.
    pub(super) set: usize,
    /// Its index among the workloads of its side.
    pub(super) index: usize,
}

impl Row<'_> {
    /// What it is known by, as output is ordered.
    pub(super) fn key(&self) -> (Option<&str>, Kind, &str) {
        (self.environment, self.kind, &self.name)
    }

    pub(super) fn identity(&self) -> Identity {
        Identity {
            environment: self.environment.map(str::to_owned),
            kind: self.kind,
            name: self.name.clone().into_owned(),
        }
    }
}

/// A set by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) bits: Bits,
    /// Which types are regulated.
    pub(super) restricted: [bool; 2],
    pub(super) status: Status,
    /// What a compiled file says that its placements are.
    stated: Option<Option<Vec<At>>>,
}

impl Meant {
    /// Whether its placements follow from its codes and the table.
    pub(super) fn is_derived(&self) -> bool {
        self.stated.is_none()
    }
}

impl<'a> View<'a> {
    /// The view of a side.
    pub(super) fn new(codes: &'a Codes<'a>, side: usize, of: &Side<'a>) -> Self {
        let (rows, ids, sets) = match of.content {
            Content::Workspace(provisional) => {
                let ids: Vec<PlacementSetId> = provisional.sets().ids().collect();
                (workloads(provisional), ids, provisional.sets().len())
            }
            Content::Compiled(document) => (listed(document), Vec::new(), document.placement_sets.len()),
        };
        let tree = Rc::new(Tree::new(codes, |_| side));
        Self { content: of.content, side, codes, tree, rows, ids, known: RefCell::new(vec![None; sets]) }
    }

    /// A set as the compiler has it, where the side has sources.
    pub(super) fn compiled(&self, set: usize) -> Option<&'a PlacementSet> {
        match self.content {
            Content::Workspace(provisional) => self.ids.get(set).map(|&id| &provisional.sets()[id]),
            Content::Compiled(_) => None,
        }
    }

    /// A set by its parts.
    pub(super) fn meant(&self, set: usize) -> Rc<Meant> {
        if let Some(Some(known)) = self.known.borrow().get(set) {
            return Rc::clone(known);
        }
        let meant = Rc::new(match self.content {
            Content::Workspace(provisional) => self.of_workspace(provisional, set),
            Content::Compiled(document) => self.of_document(document, set),
        });
        if let Some(known) = self.known.borrow_mut().get_mut(set) {
            *known = Some(Rc::clone(&meant));
        }
        meant
    }

    /// No code at all.
    pub(super) fn nothing(&self) -> Bits {
        self.codes.nothing()
    }

    fn nowhere(&self) -> Meant {
        Meant { bits: self.nothing(), restricted: [false; 2], status: Status::NoPlacement, stated: None }
    }

    fn of_workspace(&self, provisional: &Provisional, set: usize) -> Meant {
        let mut meant = self.nowhere();
        let Some(&id) = self.ids.get(set) else { return meant };
        let set = &provisional.sets()[id];
        for policy_type in PolicyType::ALL {
            let Some(only) = set.of(policy_type).only() else {
                if !set.of(policy_type).is_restricted() {
                    meant.bits.union_with(self.tree.everything(policy_type));
                }
                continue;
            };
            for number in provisional.space().codes_in(only).filter_map(|it| self.codes.of(self.side, it)) {
                meant.bits.insert(number);
            }
        }
        let restricted = PolicyType::ALL.map(|it| set.of(it).is_restricted());
        Meant { restricted, status: provisional.status(id).into(), ..meant }
    }

    fn of_document(&self, document: &'a Document, set: usize) -> Meant {
        let mut meant = self.nowhere();
        let Some(set) = document.placement_sets.get(set) else { return meant };
        let find = |attribute, name: &'a String| self.codes.find(self.side, attribute, name);
        for code in set.locations.iter().chain(&set.flavors) {
            if let Some(number) = find(code.attribute, &code.name) {
                self.tree.add(number, &mut meant.bits);
            }
        }
        let stated = set.placements.as_ref().map(|all| {
            let at = |it: &'a document::Placement| {
                let location = find(Attribute::Location, &it.location);
                let flavors = it.flavors.iter().filter_map(move |it| find(it.attribute, &it.name));
                flavors.filter_map(move |flavor| Some((location?, flavor)))
            };
            let mut all: Vec<At> = all.iter().flat_map(at).collect();
            all.sort_unstable();
            all
        });
        let restricted = PolicyType::ALL.map(|it| set.restricts.contains(&it));
        Meant { restricted, status: Status::Placed, stated: Some(stated), ..meant }
    }

    /// Where exactly a set of this side is, if the fleet is known.
    pub(super) fn placements(&self, meant: &Meant) -> Option<Vec<At>> {
        match &meant.stated {
            Some(stated) => stated.clone(),
            None => self.tree.placements(&meant.bits),
        }
    }

    /// How many tokens a workload may use.
    pub(super) fn limits(&self, row: &Row<'_>) -> Vec<Limit> {
        match self.content {
            Content::Workspace(provisional) => {
                let workload = provisional.workspace().workloads().get(row.index);
                let limits = workload.map_or_else(Vec::new, |it| provisional.limits(it));
                limits.iter().map(|it| Limit::of(provisional.workspace(), it)).collect()
            }
            Content::Compiled(document) => {
                document.workloads.get(row.index).map_or_else(Vec::new, |it| it.limits.clone())
            }
        }
    }
}

/// The workloads of a workspace, which are in order.
fn workloads(provisional: &Provisional) -> Vec<Row<'_>> {
    let workspace = provisional.workspace();
    let row = |(index, workload): (usize, &crate::workspace::Workload)| {
        let point = &workspace.points()[workload.point()];
        Row {
            environment: point.environment().map(|id| workspace.environments()[id].name()),
            kind: point.kind(),
            name: workspace.name_of(workload).value(),
            set: provisional.set_id(workload).index(),
            index,
        }
    };
    workspace.workloads().iter().enumerate().map(row).collect()
}

/// The workloads that a compiled file lists, in order.
fn listed<'a>(document: &'a Document) -> Vec<Row<'a>> {
    let sets = document.placement_sets.iter().enumerate();
    let by_id: FxHashMap<&str, usize> = sets.map(|(index, set)| (set.id.as_str(), index)).collect();
    let row = |(index, workload): (usize, &'a document::Workload)| {
        Some(Row {
            environment: workload.environment.as_deref(),
            kind: workload.kind,
            name: Cow::Borrowed(workload.name.as_str()),
            set: *by_id.get(workload.placement_set.as_str())?,
            index,
        })
    };
    let mut rows: Vec<Row<'a>> = document.workloads.iter().enumerate().filter_map(row).collect();
    rows.sort_by(|one, other| one.key().cmp(&other.key()));
    rows
}
