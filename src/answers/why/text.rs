//! What is said of a workload, for people: an answer and its workspace come in, text goes out. Options that
//! were asked about come first, then how each type came about, then what does not apply.

use super::document::{AtPoint, Attached, Preview, Reason, Why};
use crate::answers::cell::{Cell, Tone};
use crate::answers::rows::blocks;
use crate::answers::text::{Looks, choices, codes, names, parts};
use crate::answers::words::{Choice, Place, Placed, PointName, Status};
use crate::diagnostic::joined;
use crate::syntax::keyword::{Kind, PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::{Element, Policy, Workspace};

/// So many placements are named where not all are asked for.
pub(super) const PLACEMENTS: usize = 5;

/// A point for people: a workload without its environment, which is a point of its own.
pub(super) fn point(point: &PointName) -> String {
    match point {
        PointName::Workload(it) => one_line(&format!("{}/{}", it.kind.name(), quoted(&it.name))),
        PointName::Environment(name) => one_line(&format!("environment {}", quoted(name))),
        PointName::Location(name) => one_line(&format!("location {}", quoted(name))),
    }
}

pub(super) fn place(place: &Place) -> String {
    one_line(&format!("{}:{}", place.path, place.line))
}

/// A place as a cell, empty where there is none.
pub(super) fn place_toned(it: Option<&Place>) -> Cell {
    it.map_or_else(Cell::default, |it| Cell::toned(place(it), Tone::Faint))
}

/// A name from a workspace.
pub(super) fn name(name: &str) -> String {
    one_line(&quoted(name))
}

pub(super) struct Writer<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) looks: Looks,
    /// What stands for the name of the workload; `None` for the name.
    own: Option<&'static str>,
    pub(super) text: String,
}

impl Why {
    /// For people.
    #[must_use]
    pub fn text(&self, workspace: &Workspace, looks: Looks) -> String {
        let mut writer = Writer::new(workspace, looks, None);
        if let Some(preview) = &self.preview {
            writer.preview(self, preview);
        }
        for option in &self.options {
            writer.option(option);
        }
        writer.heading(self);
        writer.line(0, "");
        for it in &self.types {
            writer.line(0, it.policy_type.name());
            let mut rows: Vec<Vec<Cell>> =
                it.points.iter().flat_map(|at| writer.point(it.policy_type, at)).collect();
            rows.push(writer.together(Some(&*it.result).filter(|_| it.restricted)));
            writer.rows(rows);
        }
        writer.limits(self);
        writer.apart(self);
        writer.impossible(self);
        writer.end(self);
        writer.text
    }
}

impl<'w> Writer<'w> {
    pub(super) fn new(workspace: &'w Workspace, looks: Looks, own: Option<&'static str>) -> Self {
        Self { workspace, looks, own, text: String::new() }
    }

    /// A point, as [`point`] has it, or what stands for the workload.
    pub(super) fn who(&self, it: &PointName) -> String {
        match (it, self.own) {
            (PointName::Workload(_), Some(own)) => own.to_owned(),
            _ => point(it),
        }
    }

    pub(super) fn codes(&self, codes: &[Choice]) -> String {
        choices(self.workspace, codes, self.looks)
    }

    /// A line, so many spaces to the right; what does not fit goes on below it.
    pub(super) fn line(&mut self, indent: usize, line: impl Into<Cell>) {
        line.into().wrap(self.looks.width, [indent, indent + 2], self.looks.color, &mut self.text);
    }

    /// Rows two spaces to the right.
    pub(super) fn rows(&mut self, rows: Vec<Vec<Cell>>) {
        let width = self.looks.width.map(|width| width.saturating_sub(2));
        for line in blocks(&rows, Looks { width, ..self.looks }).lines() {
            self.text.extend(["  ", line, "\n"]);
        }
    }

    fn preview(&mut self, why: &Why, it: &Preview) {
        let place = match &it.environment {
            Some(environment) => format!("in {}", name(environment)),
            None => "in no environment".to_owned(),
        };
        let identity = one_line(&why.workload.identity().to_string());
        self.line(0, format!("as if {identity} stood {place}"));
        for (word, changed) in [("gains", &it.gained), ("loses", &it.lost)] {
            let lists = [&changed.location, &changed.flavor].into_iter().filter(|it| !it.is_empty());
            let mut words: Vec<String> = lists.map(|it| self.codes(it)).collect();
            if !changed.placements.is_empty() {
                words.push(format!("placements {}", self.placements(&changed.placements)));
            }
            let words = if words.is_empty() { "nothing".to_owned() } else { words.join("; ") };
            self.line(2, format!("{word} {words}"));
        }
        self.line(0, "");
    }

    fn heading(&mut self, why: &Why) {
        let who = match (&why.preview, self.own) {
            (Some(_), _) => "there it".to_owned(),
            (None, Some(own)) => own.to_owned(),
            (None, None) => one_line(&why.workload.identity().to_string()),
        };
        let of = |policy_type: PolicyType| {
            let found = why.types.iter().find(|it| it.policy_type == policy_type);
            self.reach(policy_type, found.filter(|it| it.restricted).map(|it| &*it.result))
        };
        let line = heading_line(&who, why.status, PolicyType::ALL.map(of));
        self.line(0, line);
        if !why.violates.is_empty() {
            self.line(0, violated_line(&why.violates));
        }
    }

    /// What is left of a type, behind `may run`; `None` where nothing is regulated.
    pub(super) fn reach(&self, policy_type: PolicyType, result: Option<&[Choice]>) -> Cell {
        match (policy_type, result) {
            (PolicyType::Location, None) => Cell::toned("anywhere", Tone::Warning),
            (PolicyType::Flavor, None) => Cell::toned("on anything", Tone::Warning),
            (PolicyType::Location, Some(it)) => {
                format!("in {}", names(self.workspace, it, self.looks)).into()
            }
            (PolicyType::Flavor, Some(it)) => format!("on {}", names(self.workspace, it, self.looks)).into(),
        }
    }

    /// What the policies of a point allow, each on a row, and all of them together.
    fn point(&self, policy_type: PolicyType, at: &AtPoint) -> Vec<Vec<Cell>> {
        let who = self.who(&at.point);
        let applying: Vec<_> = at.policies.iter().filter(|it| it.takes_part).collect();
        if applying.is_empty() {
            return vec![vec![who.into(), Cell::default(), open_words(policy_type), Cell::default()]];
        }
        let rows = applying.iter().enumerate().map(|(index, it)| {
            let who = if index == 0 { who.clone() } else { String::new() };
            let allows = self.allows(&it.name, &it.options);
            vec![who.into(), name(&it.name).into(), allows.into(), place_toned(Some(&it.place))]
        });
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        if let (Some(union), true) = (&at.union, applying.len() > 1) {
            rows.push(self.either(union));
        }
        rows
    }

    /// What several policies of a point allow together.
    pub(super) fn either(&self, union: &[Choice]) -> Vec<Cell> {
        vec![Cell::default(), "either".into(), self.codes(union).into(), Cell::default()]
    }

    /// What all points of a type leave together; `None` where nothing is regulated.
    pub(super) fn together(&self, result: Option<&[Choice]>) -> Vec<Cell> {
        let result = match result {
            None => Cell::toned("everything", Tone::Warning),
            Some(it) => Cell::with(self.codes(it), it.is_empty().then_some(Tone::Bad)),
        };
        vec!["together".into(), Cell::default(), result, Cell::default()]
    }

    /// What a policy allows; through which groups, where the codes do not name them; and what it takes away.
    pub(super) fn allows(&self, policy: &str, allowed: &[Choice]) -> String {
        let workspace = self.workspace;
        let allows = self.codes(allowed);
        let found = workspace.policy(policy).map(|id| &workspace.policies()[id]);
        let Some(options) = found.and_then(Policy::options) else { return allows };
        let of_group = |element: &Element| match element {
            Element::Group(group) => {
                Some(Choice::new(RuleAttribute::Group, workspace.groups()[*group].name()))
            }
            Element::Code(_) => None,
        };
        let code = |element: &Element| match element {
            Element::Code(code) => Some(*code),
            Element::Group(_) => None,
        };
        let shown = parts(workspace, allowed, self.looks);
        let is_shown = |group: &Choice| {
            let mut shown = shown.iter().flat_map(|it| &it.parts);
            shown.any(|it| it.attribute == group.attribute && it.name == group.name)
        };
        let mut groups: Vec<Choice> = options.rules().iter().filter_map(of_group).collect();
        groups.retain(|it| !is_shown(it));
        groups.sort_unstable();
        groups.dedup();
        // A list of all that there is but the exceptions says less.
        let is_all = options.rules().is_empty() && !self.looks.full;
        let mut words = if is_all { "everything".to_owned() } else { allows };
        if !groups.is_empty() {
            words.push_str(", of ");
            words.push_str(&self.codes(&groups));
        }
        let mut less: Vec<_> = options.exceptions().iter().filter_map(code).collect();
        less.sort_unstable();
        less.dedup();
        let mut exceptions = Vec::new();
        if !less.is_empty() {
            exceptions.push(codes(workspace, &less, self.looks));
        }
        let less: Vec<Choice> = options.exceptions().iter().filter_map(of_group).collect();
        if !less.is_empty() {
            exceptions.push(self.codes(&less));
        }
        if !exceptions.is_empty() {
            words.push_str(", except ");
            words.push_str(&exceptions.join(", "));
        }
        words
    }

    /// What is attached and does not apply to the kind.
    fn apart(&mut self, why: &Why) {
        let kind = why.workload.kind;
        let points = why.types.iter().flat_map(|it| it.points.iter().map(|at| (at, it.policy_type)));
        let apart: Vec<Vec<Cell>> = points.flat_map(|(at, of)| self.apart_at(kind, at, of)).collect();
        if !apart.is_empty() {
            self.line(0, "");
            self.line(0, "takes no part");
            self.rows(apart);
        }
    }

    /// What is attached at a point and does not apply to the kind, in rows.
    fn apart_at(&self, kind: Kind, at: &AtPoint, policy_type: PolicyType) -> Vec<Vec<Cell>> {
        // What limits tokens is of neither type, and is told once.
        let is_limit = |it: &Attached| {
            let policy = self.workspace.policy(&it.name).map(|id| &self.workspace.policies()[id]);
            policy_type == PolicyType::Location
                && policy.is_some_and(|it| it.tokens().is_some() && !it.target().has(kind))
        };
        let apart = at.policies.iter().filter(|it| it.reason == Some(Reason::Target) || is_limit(it));
        let apart = apart.map(|it| {
            let [who, words] = self.apart_words(&it.name, &self.who(&at.point), kind);
            vec![who.into(), words.into(), place_toned(Some(&it.place))]
        });
        apart.collect()
    }

    /// A policy at a point that does not apply to a kind, and why.
    pub(super) fn apart_words(&self, policy: &str, who: &str, kind: Kind) -> [String; 2] {
        let article = if kind == Kind::Agent { "an" } else { "a" };
        let target = self.workspace.policy(policy).map(|id| self.workspace.policies()[id].target());
        let kinds: Vec<&str> = target.iter().flat_map(|it| it.iter()).map(Kind::plural).collect();
        let words = format!("targets {}; this is {article} {}", kinds.join(", "), kind.name());
        [format!("{} ({who})", name(policy)), words]
    }

    fn placements(&self, placements: &[Placed]) -> String {
        let most = if self.looks.full { usize::MAX } else { PLACEMENTS };
        let words: Vec<String> = placements.iter().take(most).map(|it| self.placement(it)).collect();
        let mut words = words.join(", ");
        if placements.len() > most {
            words.push_str(&more_words(placements.len() - most));
        }
        words
    }

    /// A placement.
    pub(super) fn placement(&self, it: &Placed) -> String {
        format!("{} ({})", name(&it.location), names(self.workspace, &it.flavors, self.looks))
    }

    fn end(&mut self, why: &Why) {
        let Some(placements) = why.set.as_ref().and_then(|set| set.placements.as_ref()) else { return };
        let placed = placements.iter().map(|it| Placed {
            location: it.location.clone(),
            flavors: it.flavors.iter().map(|it| Choice::new(it.attribute.into(), &*it.name)).collect(),
        });
        let placed: Vec<Placed> = placed.collect();
        let words = self.placements(&placed);
        self.line(0, "");
        self.line(0, format!("placements: {words}"));
    }
}

/// Where a workload may run, which is called `who`; `reach` is what is left of each type, location first.
pub(super) fn heading_line(who: &str, status: Status, [locations, flavors]: [Cell; 2]) -> Cell {
    let nowhere = || Cell::from(format!("{who} can run ")).and(Cell::toned("nowhere", Tone::Bad));
    match status {
        Status::Placed => Cell::from(format!("{who} may run ")).and(locations).and(", ").and(flavors),
        Status::Collision => nowhere().and(": its policies have nothing in common"),
        Status::NoPlacement => nowhere().and(": no location has what policies leave"),
    }
}

/// Guards that do not hold.
pub(super) fn violated_line(guards: &[String]) -> Cell {
    let names: Vec<String> = guards.iter().map(|it| name(it)).collect();
    let word = if names.len() == 1 { "guard" } else { "guards" };
    let violates = Cell::from("it ").and(Cell::toned("violates", Tone::Bad));
    violates.and(format!(" the {word} {}", joined(&names, "and")))
}

/// What a point allows that has no policy of a type.
pub(super) fn open_words(policy_type: PolicyType) -> Cell {
    let words = Cell::from(format!("no {} policy: ", policy_type.name()));
    words.and(Cell::toned("everything", Tone::Warning))
}

/// How many more there are, behind the first ones.
pub(super) fn more_words(more: usize) -> String {
    format!(" and {more} more")
}
