//! What why says of every workload, said once where it is the same: a workspace comes in, the texts of its
//! points and sets go out.

use rustc_hash::FxHashMap;

use super::elements::{indices, policies};
use super::model::{Apart, Point, Range, Rows, Set, Spot};
use super::texts::Texts;
use super::violated::Judge;
use crate::answers::limits::limit_words;
use crate::answers::why::{Said, SaidRange, SaidSpot, said_impossible};
use crate::answers::words::Status;
use crate::emit::document::Limit;
use crate::placement::{PlacementSet, PlacementSetId, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::CodeId;
use crate::workspace::{self, AttachmentsId, EnvironmentId, GuardId, PointId, Workload};

/// What is said of workloads.
#[derive(Default)]
pub(super) struct Spoken {
    pub(super) texts: Texts,
    pub(super) spots: Vec<Spot>,
    pub(super) ranges: Vec<Range>,
    pub(super) sets: Vec<Set>,
    pub(super) points: Vec<Point>,
}

/// Where something is attached that is said to workloads of a kind.
type Where = (Option<EnvironmentId>, AttachmentsId, Kind);

/// What says it.
struct Speaker<'p> {
    provisional: &'p Provisional,
    said: Said<'p>,
    judge: Judge<'p>,
    spoken: Spoken,
    spots: FxHashMap<Where, usize>,
    ranges: FxHashMap<(PolicyType, bool, Vec<CodeId>), usize>,
}

impl Spoken {
    /// Of all workloads.
    pub(super) fn of(provisional: &Provisional) -> Self {
        let mut speaker = Speaker {
            provisional,
            said: Said::new(provisional),
            judge: Judge::new(provisional),
            spoken: Self::default(),
            spots: FxHashMap::default(),
            ranges: FxHashMap::default(),
        };
        for (id, set) in provisional.sets().iter() {
            let set = speaker.set(id, set);
            speaker.spoken.sets.push(set);
        }
        for (id, point) in provisional.workspace().points().iter() {
            let point = speaker.point(id, point);
            speaker.spoken.points.push(point);
        }
        speaker.impossible();
        speaker.spoken
    }
}

impl Speaker<'_> {
    fn set(&mut self, id: PlacementSetId, set: &PlacementSet) -> Set {
        let status = Status::from(self.provisional.status(id));
        let placements = self.provisional.placements(set);
        let [location, flavor] = PolicyType::ALL.map(|it| self.range(set, it));
        let texts = &mut self.spoken.texts;
        let placed = placements.as_ref().filter(|_| status == Status::Placed);
        Set {
            status,
            location,
            flavor,
            placements: placements.as_ref().map(Vec::len),
            heading: texts.number(&Said::heading(status)),
            placed: placed.map_or_else(Vec::new, |it| {
                texts.numbers(self.said.placements(it).iter().map(String::as_str))
            }),
        }
    }

    fn range(&mut self, set: &PlacementSet, policy_type: PolicyType) -> usize {
        let restricted = set.of(policy_type).is_restricted();
        let codes = self.provisional.codes(set, policy_type);
        let Spoken { texts, ranges, .. } = &mut self.spoken;
        *self.ranges.entry((policy_type, restricted, codes)).or_insert_with_key(|(_, _, codes)| {
            let SaidRange { together, reach } =
                self.said.range(policy_type, Some(&**codes).filter(|_| restricted));
            ranges.push(Range {
                restricted,
                codes: indices(codes),
                together: texts.numbers(together.iter().map(String::as_str)),
                reach: texts.number(&reach),
            });
            ranges.len() - 1
        })
    }

    fn point(&mut self, id: PointId, point: &workspace::Point) -> Point {
        let (workspace, set) = (self.provisional.workspace(), self.provisional.set_at(id));
        let environments: Vec<EnvironmentId> = workspace.upwards(point.environment()).collect();
        let mut spots = vec![self.spot((None, point.attachments(), point.kind()))];
        for &it in &environments {
            spots.push(self.spot((Some(it), workspace.environments()[it].attachments(), point.kind())));
        }
        let violates = self.judge.violated(&environments, point.kind(), set);
        let names: Vec<String> =
            violates.iter().map(|&id| workspace.guards()[id].name().to_owned()).collect();
        let limits = self.provisional.limits_at(id);
        let limits: Vec<Limit> = limits.iter().map(|it| Limit::of(workspace, it)).collect();
        let texts = &mut self.spoken.texts;
        Point {
            spots,
            set: set.index(),
            violates: violates.into_iter().map(GuardId::index).collect(),
            violated: (!names.is_empty()).then(|| texts.number(&Said::violated(&names))),
            impossible: Vec::new(),
            limited: limits.iter().map(|it| texts.number(&limit_words(it))).collect(),
            limits,
        }
    }

    fn spot(&mut self, at: Where) -> usize {
        if let Some(known) = self.spots.get(&at) {
            return *known;
        }
        let (environment, list, kind) = at;
        let attached = &self.provisional.workspace().attachments()[list];
        let who = self.said.who(environment);
        let [location, flavor] = PolicyType::ALL.map(|it| {
            let SaidSpot { applying, row, apart } = self.said.spot(&who, attached, kind, it);
            let texts = &mut self.spoken.texts;
            Rows {
                applying: applying.iter().map(|it| it.index()).collect(),
                row: row.map(|row| texts.numbers(row.iter().map(String::as_str))),
                apart: apart
                    .iter()
                    .map(|(policy, cells)| Apart {
                        policy: policy.index(),
                        cells: texts.numbers(cells.iter().map(String::as_str)),
                    })
                    .collect(),
            }
        });
        let spot = Spot {
            environment: environment.map(EnvironmentId::index),
            kind,
            who: self.spoken.texts.number(&who),
            policies: policies(attached),
            location,
            flavor,
        };
        self.spoken.spots.push(spot);
        let number = self.spoken.spots.len() - 1;
        self.spots.insert(at, number);
        number
    }

    /// Where workloads can run nowhere, the first one at each point speaks for the others there.
    fn impossible(&mut self) {
        let mut first: FxHashMap<PointId, &Workload> = FxHashMap::default();
        for workload in self.provisional.workspace().workloads() {
            let status = Status::from(self.provisional.status(self.provisional.set_id(workload)));
            if status != Status::Placed {
                first.entry(workload.point()).or_insert(workload);
            }
        }
        let mut first: Vec<(PointId, &Workload)> = first.into_iter().collect();
        first.sort_unstable_by_key(|(point, _)| *point);
        let workloads: Vec<&Workload> = first.iter().map(|(_, it)| *it).collect();
        for ((point, _), text) in first.iter().zip(said_impossible(self.provisional, &workloads)) {
            let lines = self.spoken.texts.numbers(text.lines().filter(|line| !line.is_empty()));
            if let Some(point) = self.spoken.points.get_mut(point.index()) {
                point.impossible = lines;
            }
        }
    }
}
