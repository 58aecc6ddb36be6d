//! A side as the comparison reads it: its workloads in the order of compile, and its distinct sets.

use rustc_hash::FxHashMap;

use super::side::{Content, Side};
use super::tree::{Marks, Tree};
use crate::answers::sets;
use crate::answers::words::{Choice, Placed, Status};
use crate::emit::document::{self, Document, Limit};
use crate::placement::{PlacementSetId, Provisional};
use crate::syntax::Identity;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::workspace::{PointId, Workspace};

/// A side with its workloads.
#[derive(Debug)]
pub(super) struct View<'s> {
    content: Content<'s>,
    pub(super) tree: Tree,
    pub(super) rows: Vec<Row>,
    ids: Vec<Option<PlacementSetId>>,
    sets: Vec<Option<&'s document::PlacementSet>>,
}

/// A workload.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) identity: Identity,
    /// Its set among those of the side.
    pub(super) set: usize,
    /// Its index among the workloads of its side.
    pub(super) index: usize,
}

/// A set by its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) marks: Marks,
    pub(super) restricted: [bool; 2],
    pub(super) status: Status,
    /// Where it is, by location, if the fleet is known.
    pub(super) placements: Option<Vec<Placed>>,
}

impl<'s> View<'s> {
    /// The view of a side; where that is a compiled file, it is read in the table of `here`.
    pub(super) fn new(side: &Side<'s>, here: &Workspace) -> Self {
        match side.content {
            Content::Workspace(provisional) => Self::of_workspace(side.content, provisional),
            Content::Compiled(document) => Self::of_document(side.content, document, here),
        }
    }

    fn of_workspace(content: Content<'s>, provisional: &'s Provisional) -> Self {
        let workspace = provisional.workspace();
        let row = |(index, workload)| Row {
            identity: workspace.identity(workload),
            set: provisional.set_id(workload).index(),
            index,
        };
        Self {
            content,
            tree: Tree::new(workspace.table(), std::iter::empty()),
            rows: workspace.workloads().iter().enumerate().map(row).collect(),
            ids: provisional.sets().ids().map(Some).collect(),
            sets: Vec::new(),
        }
    }

    fn of_document(content: Content<'s>, document: &'s Document, here: &Workspace) -> Self {
        let codes = document.placement_sets.iter().flat_map(|set| {
            let placed = set.placements.iter().flatten();
            let at = placed.map(|it| (Attribute::Location, it.location.clone()));
            let flavors = set.placements.iter().flatten().flat_map(|it| &it.flavors);
            let listed = set.locations.iter().chain(&set.flavors).chain(flavors);
            listed.map(|code| (code.attribute, code.name.clone())).chain(at)
        });
        let by_id: FxHashMap<&str, usize> =
            document.placement_sets.iter().enumerate().map(|(index, set)| (set.id.as_str(), index)).collect();
        let row = |(index, workload): (usize, &document::Workload)| {
            let identity = Identity {
                environment: workload.environment.clone(),
                kind: workload.kind,
                name: workload.name.clone(),
            };
            Some(Row { identity, set: *by_id.get(workload.placement_set.as_str())?, index })
        };
        let mut rows: Vec<Row> = document.workloads.iter().enumerate().filter_map(row).collect();
        rows.sort_by(|one, other| one.identity.cmp(&other.identity));
        Self {
            content,
            tree: Tree::new(here.table(), codes),
            rows,
            ids: Vec::new(),
            sets: document.placement_sets.iter().map(Some).collect(),
        }
    }

    /// A set by its parts.
    pub(super) fn meant(&self, set: usize) -> Meant {
        let mut marks = self.tree.nothing();
        if let (Content::Workspace(provisional), Some(Some(id))) = (self.content, self.ids.get(set)) {
            return self.meant_of(provisional, &provisional.sets()[*id], provisional.status(*id).into());
        }
        let Some(Some(set)) = self.sets.get(set) else {
            return Meant { marks, restricted: [false; 2], status: Status::NoPlacement, placements: None };
        };
        let codes = set.locations.iter().chain(&set.flavors);
        let codes: Vec<usize> = codes.filter_map(|it| self.tree.find(it.attribute, &it.name)).collect();
        self.tree.mark(&codes, &mut marks);
        let placed = |it: &document::Placement| Placed {
            location: it.location.clone(),
            flavors: it.flavors.iter().map(|it| Choice::new(it.attribute.into(), it.name.as_str())).collect(),
        };
        Meant {
            marks,
            restricted: PolicyType::ALL.map(|it| set.restricts.contains(&it)),
            status: Status::Placed,
            placements: set.placements.as_ref().map(|all| all.iter().map(placed).collect()),
        }
    }

    fn meant_of(
        &self,
        provisional: &Provisional,
        set: &crate::placement::PlacementSet,
        status: Status,
    ) -> Meant {
        let mut marks = self.tree.nothing();
        let (workspace, space) = (provisional.workspace(), provisional.space());
        for policy_type in PolicyType::ALL {
            let Some(set) = set.set(space, policy_type) else { continue };
            // A tree without further codes is ordered as its table.
            for code in space.codes_in(&set) {
                if let Some(mark) = marks.get_mut(code.index()) {
                    *mark = true;
                }
            }
        }
        Meant {
            marks,
            restricted: PolicyType::ALL.map(|it| set.of(it).is_restricted()),
            status,
            placements: provisional.placements(set).map(|all| sets::placements(workspace, &all)),
        }
    }

    /// The point of a workload, where the side has sources.
    pub(super) fn point(&self, row: &Row) -> Option<PointId> {
        match self.content {
            Content::Workspace(provisional) => {
                provisional.workspace().workloads().get(row.index).map(crate::workspace::Workload::point)
            }
            Content::Compiled(_) => None,
        }
    }

    /// How many tokens a workload may use.
    pub(super) fn limits(&self, row: &Row) -> Vec<Limit> {
        match self.content {
            Content::Workspace(provisional) => {
                let Some(point) = self.point(row) else { return Vec::new() };
                let limits = provisional.limits_at(point);
                limits.iter().map(|it| Limit::of(provisional.workspace(), it)).collect()
            }
            Content::Compiled(document) => {
                document.workloads.get(row.index).map_or_else(Vec::new, |it| it.limits.clone())
            }
        }
    }
}
