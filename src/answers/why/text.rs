//! What is said of a workload, for people: an answer and its workspace come in, text goes out. Options that
//! were asked about come first, then how each type came about, then what does not apply.

use std::fmt::Write as _;

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
    text: String,
}

impl Why {
    /// For people.
    #[must_use]
    pub fn text(&self, workspace: &Workspace, looks: Looks) -> String {
        let mut writer = Writer { workspace, looks, text: String::new() };
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
            let result = match (it.restricted, it.result.is_empty()) {
                (false, _) => Cell::toned("everything", Tone::Warning),
                (true, is_empty) => Cell::with(writer.codes(&it.result), is_empty.then_some(Tone::Bad)),
            };
            rows.push(vec!["together".into(), Cell::default(), result, Cell::default()]);
            writer.rows(rows);
        }
        writer.apart(self);
        writer.impossible(self);
        writer.end(self);
        writer.text
    }
}

impl Writer<'_> {
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
        let who = match why.preview {
            Some(_) => "there it".to_owned(),
            None => one_line(&why.workload.identity().to_string()),
        };
        let of = |policy_type: PolicyType| why.types.iter().find(|it| it.policy_type == policy_type);
        let words = |policy_type, open: &str, word: &str| match of(policy_type) {
            Some(it) if it.restricted => {
                Cell::from(format!("{word} {}", names(self.workspace, &it.result, self.looks)))
            }
            _ => Cell::toned(open, Tone::Warning),
        };
        let nowhere = Cell::from(format!("{who} can run ")).and(Cell::toned("nowhere", Tone::Bad));
        self.line(
            0,
            match why.status {
                Status::Placed => Cell::from(format!("{who} may run "))
                    .and(words(PolicyType::Location, "anywhere", "in"))
                    .and(", ")
                    .and(words(PolicyType::Flavor, "on anything", "on")),
                Status::Collision => nowhere.and(": its policies have nothing in common"),
                Status::NoPlacement => nowhere.and(": no location has what policies leave"),
            },
        );
        if !why.violates.is_empty() {
            let guards: Vec<String> = why.violates.iter().map(|it| name(it)).collect();
            let word = if guards.len() == 1 { "guard" } else { "guards" };
            let violates = Cell::from("it ").and(Cell::toned("violates", Tone::Bad));
            self.line(0, violates.and(format!(" the {word} {}", joined(&guards, "and"))));
        }
    }

    /// What the policies of a point allow, each on a row, and all of them together.
    fn point(&self, policy_type: PolicyType, at: &AtPoint) -> Vec<Vec<Cell>> {
        let who = point(&at.point);
        let applying: Vec<_> = at.policies.iter().filter(|it| it.takes_part).collect();
        if applying.is_empty() {
            let words = Cell::from(format!("no {} policy: ", policy_type.name()));
            let words = words.and(Cell::toned("everything", Tone::Warning));
            return vec![vec![who.into(), Cell::default(), words, Cell::default()]];
        }
        let rows = applying.iter().enumerate().map(|(index, it)| {
            let who = if index == 0 { who.clone() } else { String::new() };
            vec![who.into(), name(&it.name).into(), self.allows(it).into(), place_toned(Some(&it.place))]
        });
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        if let (Some(union), true) = (&at.union, applying.len() > 1) {
            rows.push(vec![Cell::default(), "either".into(), self.codes(union).into(), Cell::default()]);
        }
        rows
    }

    /// What a policy allows; through which groups, where the codes do not name them; and what it takes away.
    fn allows(&self, policy: &Attached) -> String {
        let workspace = self.workspace;
        let allows = self.codes(&policy.options);
        let found = workspace.policy(&policy.name).map(|id| &workspace.policies()[id]);
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
        let shown = parts(workspace, &policy.options, self.looks);
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
        let kind = why.workload.kind.name();
        let article = if why.workload.kind == Kind::Agent { "an" } else { "a" };
        let points = why.types.iter().flat_map(|it| &it.points);
        let policies = points.flat_map(|at| at.policies.iter().map(move |it| (at, it)));
        let apart = policies.filter(|(_, it)| it.reason == Some(Reason::Target)).map(|(at, it)| {
            let target = self.workspace.policy(&it.name).map(|id| self.workspace.policies()[id].target());
            let kinds: Vec<&str> = target.iter().flat_map(|it| it.iter()).map(Kind::plural).collect();
            let who = format!("{} ({})", name(&it.name), point(&at.point));
            let targets = format!("targets {}; this is {article} {kind}", kinds.join(", "));
            vec![who.into(), targets.into(), place_toned(Some(&it.place))]
        });
        let apart: Vec<Vec<Cell>> = apart.collect();
        if !apart.is_empty() {
            self.line(0, "");
            self.line(0, "takes no part");
            self.rows(apart);
        }
    }

    fn placements(&self, placements: &[Placed]) -> String {
        let most = if self.looks.full { usize::MAX } else { 5 };
        let flavors = |it: &Placed| names(self.workspace, &it.flavors, self.looks);
        let words =
            placements.iter().take(most).map(|it| format!("{} ({})", name(&it.location), flavors(it)));
        let mut words = words.collect::<Vec<_>>().join(", ");
        if placements.len() > most {
            let _ = write!(words, " and {} more", placements.len() - most);
        }
        words
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
