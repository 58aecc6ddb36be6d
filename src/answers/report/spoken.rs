//! What why says of every workload, said once where it is the same: a workspace comes in, the texts of its
//! points and sets go out.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::model::{Row, Rows, Spot};
use super::texts::Texts;
use super::violated::Judge;
use crate::answers::why::{Said, SaidRow};
use crate::placement::{PlacementSetId, Provisional, Status};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{AttachmentsId, EnvironmentId, GuardId, PointId, Workload, Workspace};

/// What is said of workloads.
#[derive(Default)]
pub(super) struct Spoken {
    pub(super) texts: Texts,
    pub(super) spots: Vec<Spot>,
    pub(super) sets: FxHashMap<PlacementSetId, SetWords>,
    pub(super) points: FxHashMap<PointId, PointWords>,
}

/// What is said of a set.
#[derive(Clone, Default)]
pub(super) struct SetWords {
    pub(super) heading: usize,
    pub(super) together: Vec<Vec<usize>>,
}

/// What is said of a point.
#[derive(Default)]
pub(super) struct PointWords {
    pub(super) spots: Vec<usize>,
    pub(super) violates: Vec<usize>,
    pub(super) violated: Option<usize>,
    pub(super) impossible: Vec<usize>,
}

/// Where something is attached that is said to workloads of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Where {
    Own(AttachmentsId),
    Environment(EnvironmentId),
}

/// What says it.
struct Speaker<'p> {
    provisional: &'p Provisional,
    spoken: Spoken,
    spots: FxHashMap<(Where, Kind), usize>,
    judge: Judge<'p>,
}

impl Spoken {
    /// Of all workloads: the first one at each point speaks for the others there.
    pub(super) fn of(provisional: &Provisional) -> Self {
        let (judge, spots) = (Judge::new(provisional), FxHashMap::default());
        let mut speaker = Speaker { provisional, spoken: Self::default(), spots, judge };
        let mut impossible = Vec::new();
        for workload in provisional.workspace().workloads() {
            let point = workload.point();
            if speaker.spoken.points.contains_key(&point) {
                continue;
            }
            let words = speaker.point(workload);
            speaker.spoken.points.insert(point, words);
            if provisional.status(provisional.set_id(workload)) != Status::Placed {
                impossible.push((point, Said::new(provisional, workload)));
            }
        }
        let mut spoken = speaker.spoken;
        let basis = OnceCell::new();
        for (point, said) in &impossible {
            let lines = spoken.texts.numbers(said.impossible(&basis).lines());
            spoken.points.entry(*point).or_default().impossible = lines;
        }
        spoken
    }
}

impl<'p> Speaker<'p> {
    fn point(&mut self, workload: &'p Workload) -> PointWords {
        let (provisional, Spoken { texts, spots, sets, .. }) = (self.provisional, &mut self.spoken);
        let workspace = provisional.workspace();
        let point = &workspace.points()[workload.point()];
        let (kind, set) = (point.kind(), provisional.set_id(workload));
        let environments: Vec<EnvironmentId> = workspace.upwards(point.environment()).collect();
        let said = OnceCell::new();
        let said = || said.get_or_init(|| Said::new(provisional, workload));
        let own = std::iter::once(Where::Own(point.attachments()));
        let above = environments.iter().map(|&it| Where::Environment(it));
        let numbers = own.chain(above).enumerate().map(|(index, at)| {
            *self.spots.entry((at, kind)).or_insert_with(|| {
                spots.push(spot(workspace, texts, said(), index));
                spots.len() - 1
            })
        });
        let numbers = numbers.collect();
        sets.entry(set).or_insert_with(|| {
            let together = PolicyType::ALL.map(|it| said().together(it));
            let heading = said().heading(Vec::new());
            SetWords {
                heading: texts.number(heading.trim_end()),
                together: together.iter().map(|row| texts.numbers(row.iter().map(String::as_str))).collect(),
            }
        });
        let violates = self.judge.violated(&environments, kind, set);
        let names: Vec<String> =
            violates.iter().map(|&id| workspace.guards()[id].name().to_owned()).collect();
        let violated = (!names.is_empty()).then(|| said().heading(names));
        PointWords {
            spots: numbers,
            violates: violates.into_iter().map(GuardId::index).collect(),
            // The first line is the heading.
            violated: violated.and_then(|text| Some(texts.number(text.lines().nth(1)?))),
            impossible: Vec::new(),
        }
    }
}

/// What is attached at one point of a workload.
fn spot(workspace: &Workspace, texts: &mut Texts, said: &Said<'_>, index: usize) -> Spot {
    let mut row = |SaidRow { policy, cells }| Row {
        policy: policy.and_then(|name| Some(workspace.policy(&name)?.index())),
        cells: texts.numbers(cells.iter().map(String::as_str)),
    };
    let [location, flavor] = PolicyType::ALL.map(|it| {
        let [rows, apart] = said.rows(index, it);
        Rows {
            rows: rows.into_iter().map(&mut row).collect(),
            apart: apart.into_iter().map(&mut row).collect(),
        }
    });
    Spot { location, flavor }
}
