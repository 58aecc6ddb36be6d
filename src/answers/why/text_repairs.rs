//! Answers about options, clashes and repairs, for people.

use std::fmt::Write as _;

use super::document::{Answer, AnsweredOption, AttachedOnly, Clash, EditName, Repair, RepairEdit, Why};
use super::text::{Writer, name, place_toned, point};
use crate::answers::asked::written;
use crate::answers::cell::{Cell, Tone};
use crate::answers::words::PointName;
use crate::diagnostic::{count, joined, some};
use crate::syntax::keyword::PolicyType;
use crate::workspace::Workspace;

/// So many edits of a repair are written, and so many policies of one of them, where not all are asked for.
const SHOWN: usize = 5;

impl Writer<'_> {
    /// What is said of an option.
    pub(super) fn option(&mut self, it: &AnsweredOption) {
        let tone = match it.answer {
            Answer::Allowed => Tone::Good,
            Answer::Denied => Tone::Bad,
            Answer::Partly | Answer::Unavailable => Tone::Warning,
        };
        let behind = match it.answer {
            Answer::Partly => format!(", {} of it", self.codes(&it.part)),
            Answer::Unavailable => ": policies allow it, but there is no placement with it".to_owned(),
            Answer::Allowed | Answer::Denied => String::new(),
        };
        let option = Cell::from(format!("{}: ", written(&it.option)));
        self.line(0, option.and(Cell::toned(it.answer.name(), tone)).and(behind));
        let is_allowed = it.answer == Answer::Allowed;
        let admitting = it.admitted_by.iter().map(|by| attached(by, "let in by"));
        let blocking = it.blocked_by.iter().filter(|_| !is_allowed).map(|by| attached(by, "blocked by"));
        self.rows(admitting.chain(blocking).collect());
        if !is_allowed {
            let lacks = self.lacks().unwrap_or("the fleet has no location in it");
            self.repairs(&it.repairs, it.more_repairs, &format!("no edit helps: {lacks}"));
        }
        self.line(0, "");
    }

    /// Where it can run nowhere: what clashes, and what would change that.
    pub(super) fn impossible(&mut self, why: &Why) {
        let Some(clashes) = &why.clash else { return };
        self.line(0, "");
        self.clashes(clashes);
        let lacks = self.lacks().map(|lacks| format!("no edit helps: {lacks}"));
        let lacks = lacks.unwrap_or_else(|| "no repair has fewer than four edits".to_owned());
        self.repairs(&why.repairs, why.more_repairs, &lacks);
    }

    /// What has nothing in common, a line each.
    pub(super) fn clashes(&mut self, clashes: &[Clash]) {
        for clash in clashes {
            let clashing = clashing(self.workspace, clash, |it| self.who(it));
            self.line(0, clashing);
        }
    }

    fn repairs(&mut self, repairs: &[Repair], more: u64, otherwise: &str) {
        if repairs.is_empty() {
            return self.line(2, otherwise);
        }
        let is_own = |it: &Repair| it.edits.iter().all(|it| matches!(it.point, PointName::Workload(_)));
        if !repairs.iter().any(is_own) {
            self.line(2, "no edit on the workload's side suffices");
        }
        for group in repairs.chunk_by(|one, other| one.by == other.by) {
            let by = group.first().map_or_else(Vec::new, |it| self.actors(&it.edits));
            let word = if group.len() == 1 { "repair" } else { "repairs" };
            self.line(2, format!("{word} by {}", joined(&by, "and")));
            for repair in group {
                let edits = self.edits(&repair.edits);
                self.line(4, format!("- {edits}"));
                self.effects(repair);
            }
        }
        if more > 0 {
            self.line(2, format!("and {more} more {}", if more == 1 { "repair" } else { "repairs" }));
        }
    }

    fn lacks(&self) -> Option<&'static str> {
        lacks(self.workspace)
    }

    /// Who must act.
    fn actors(&self, edits: &[RepairEdit]) -> Vec<String> {
        let actor = |it: &RepairEdit| match &it.point {
            PointName::Workload(_) => "the workload".to_owned(),
            PointName::Environment(_) => point(&it.point),
            PointName::Location(_) => "the fleet".to_owned(),
        };
        let mut actors: Vec<String> = edits.iter().map(actor).collect();
        actors.dedup();
        let most = if self.looks.full { usize::MAX } else { SHOWN };
        let more = actors.len().saturating_sub(most);
        actors.truncate(most);
        actors.extend((more > 0).then(|| format!("{more} more")));
        actors
    }

    /// All edits of a repair: what is detached from one point is one of them here.
    fn edits(&self, edits: &[RepairEdit]) -> String {
        let most = if self.looks.full { usize::MAX } else { SHOWN };
        let is_alike = |one: &RepairEdit, other: &RepairEdit| {
            one.edit == EditName::Detach && other.edit == EditName::Detach && one.point == other.point
        };
        let all: Vec<&[RepairEdit]> = edits.chunk_by(is_alike).collect();
        let words = all.iter().take(most).map(|edits| {
            let policies = edits.iter().filter_map(|it| it.policy.as_ref()).take(most);
            let policies =
                some(policies.map(|it| name(it)).collect(), edits.len().saturating_sub(most), "and");
            let Some(edit) = edits.first() else { return policies };
            let option = edit.option.as_ref().map_or_else(String::new, written);
            let point = self.who(&edit.point);
            match edit.edit {
                EditName::Detach => format!("detach {policies} from {point}"),
                EditName::Allow => format!("allow {option} at {point}"),
                EditName::Offer => format!("offer {option} at {point}"),
            }
        });
        let mut words = words.collect::<Vec<_>>().join("; ");
        let more: usize = all.iter().skip(most).map(|edits| edits.len()).sum();
        if more > 0 {
            let _ = write!(words, "; and {}", count(more, "more edit", "more edits"));
        }
        words
    }

    fn effects(&mut self, repair: &Repair) {
        let mut effects: Vec<Cell> = Vec::new();
        for it in &repair.opens {
            let last = format!("the last {} policy goes, which ", it.name());
            effects.push(Cell::from(last).and(Cell::toned("opens everything", Tone::Warning)));
        }
        if repair.also_changes > 0 {
            let others = count(repair.also_changes, "other workload", "other workloads");
            effects.push(format!("also changes {others}").into());
        }
        if !repair.breaks.is_empty() {
            let names: Vec<String> = repair.breaks.iter().map(|it| name(it)).collect();
            let word = if names.len() == 1 { "guard" } else { "guards" };
            let breaks = Cell::toned("breaks", Tone::Bad);
            effects.push(breaks.and(format!(" the {word} {}", joined(&names, "and"))));
        }
        if !effects.is_empty() {
            self.line(6, Cell::from("(").and(Cell::joined(effects, "; ")).and(")"));
        }
    }
}

/// A policy at a point, or a point without any, as a row.
fn attached(by: &AttachedOnly, word: &str) -> Vec<Cell> {
    let policy = match &by.policy {
        Some(policy) => format!("{word} {}", name(policy)).into(),
        None => Cell::from("no policy of this type: ").and(Cell::toned("everything", Tone::Warning)),
    };
    vec![point(&by.point).into(), policy, place_toned(by.place.as_ref())]
}

/// What has nothing in common.
pub(super) fn clashing(workspace: &Workspace, clash: &Clash, who: impl Fn(&PointName) -> String) -> String {
    let what = clash.policy_type.map_or("placement", PolicyType::name);
    let mut points: Vec<(String, Vec<&str>)> = Vec::new();
    for it in &clash.points {
        let (name, own) = (who(&it.point), it.policy_type.name());
        match points.last_mut() {
            Some((last, types)) if *last == name => types.push(own),
            _ => points.push((name, vec![own])),
        }
    }
    let word = |(point, types): &(String, Vec<&str>)| match clash.policy_type {
        Some(_) => point.clone(),
        None => format!("{point} ({})", types.join(", ")),
    };
    match points.iter().map(word).collect::<Vec<_>>().as_slice() {
        [] => {
            let lacks = lacks(workspace).unwrap_or("no location of the fleet offers anything");
            format!("{lacks}, whatever policies say")
        }
        points => format!("no {what} is left by {}", joined(points, "and")),
    }
}

/// What the table lacks so that nothing can run anywhere.
fn lacks(workspace: &Workspace) -> Option<&'static str> {
    let types = [
        (PolicyType::Location, "the table lists no place"),
        (PolicyType::Flavor, "the table lists no flavor"),
    ];
    let lacking = types.into_iter().find(|(policy_type, _)| !workspace.table().has_type(*policy_type));
    lacking.map(|(_, lacks)| lacks)
}
