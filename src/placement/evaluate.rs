//! What every point allows: union within an attachment point, intersection across points, both types
//! (LANGUAGE: nothing ever widens what stands above it). This cannot fail, but nothing may be left of a type.

use rustc_hash::FxHashMap;

use super::above::{Environments, Place};
use super::allowed::{PlacementSet, PlacementSetId};
use super::fleet::{ChangedOffers, Fleet, Offers};
use super::ground::Ground;
use super::point::union;
use crate::arena::{Arena, IdMap};
use crate::parallel;
use crate::syntax::keyword::Kind;
use crate::workspace::{AttachmentsId, Checked, Kinds, Point, PointId};

/// The placement set of every point.
#[derive(Debug)]
pub(super) struct Evaluation {
    /// The distinct sets.
    pub(super) sets: Arena<PlacementSet>,
    /// The set of each point.
    of_point: IdMap<Point, PlacementSetId>,
    /// What the environments allow the kinds of the workloads in them and below them.
    pub(super) environments: Environments,
    /// Which locations offer what.
    offers: Offers,
}

impl Evaluation {
    /// The set of all workloads at a point.
    pub(super) fn set_of(&self, point: PointId) -> PlacementSetId {
        self.of_point[point]
    }

    /// The locations, and what a set of the workspace has of them.
    pub(super) fn fleet<'e>(&'e self, checked: &'e Checked) -> Fleet<'e> {
        Fleet { table: checked.table(), space: checked.space(), offers: &self.offers }
    }

    /// What the sets of the workspace are judged on.
    pub(super) fn ground<'e>(&'e self, checked: &'e Checked) -> Ground<'e> {
        Ground { checked, fleet: self.fleet(checked) }
    }

    /// What stands above the workloads at a point allows them.
    pub(super) fn above(&self, point: &Point) -> &PlacementSet {
        self.environments.allowed(point.environment(), point.kind())
    }
}

/// Evaluates every point once, however many workloads are at it.
pub(super) fn evaluate(checked: &Checked) -> Evaluation {
    let environments = Environments::new(checked, |id| checked.occurring(id), |_| Kinds::ALL);
    // Points that differ in their environments only may well have the same above them.
    let mut numbers: FxHashMap<(Place, AttachmentsId, Kind), usize> = FxHashMap::default();
    let mut distinct = Vec::new();
    let of_point: Vec<usize> = checked
        .points()
        .values()
        .iter()
        .map(|point| {
            let above = environments.place(point.environment(), point.kind());
            let key = (above, point.attachments(), point.kind());
            *numbers.entry(key).or_insert_with(|| {
                distinct.push(key);
                distinct.len() - 1
            })
        })
        .collect();
    let evaluated = parallel::map_ref(&distinct, |&(above, list, kind)| {
        environments.at(above).intersection(&union(checked, &checked.attachments()[list], kind))
    });
    let mut ids: FxHashMap<PlacementSet, PlacementSetId> = FxHashMap::default();
    let mut sets = Arena::default();
    let ids: Vec<PlacementSetId> = evaluated
        .into_iter()
        .map(|set| *ids.entry(set).or_insert_with_key(|set| sets.push(set.clone())))
        .collect();
    #[expect(clippy::indexing_slicing, reason = "each point has one of the numbers")]
    let of_point = of_point.into_iter().map(|number| ids[number]).collect();
    let of_point = checked.points().map_of(of_point);
    Evaluation {
        sets,
        of_point,
        environments,
        offers: Offers::new(checked.table(), ChangedOffers::default()),
    }
}
