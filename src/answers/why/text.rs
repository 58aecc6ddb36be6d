//! What is said of a workload, for people: an answer and its workspace come in, text goes out. Options that
//! were asked about come first, then how each type came about, then what does not apply.

use std::fmt::Write as _;

use super::document::{Answer, AnsweredOption, AtPoint, Attached, EditName, Reason, Repair, Why};
use crate::answers::asked::written;
use crate::answers::text::{Looks, choices, table};
use crate::answers::words::{Choice, Place, Placed, PointName, Status};
use crate::diagnostic::{count, joined, listed};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::{Element, Policy, Workspace};

/// A point for people.
pub(super) fn point(point: &PointName) -> String {
    match point {
        PointName::Workload(workload) => one_line(&workload.identity().to_string()),
        PointName::Environment(name) => one_line(&format!("environment {}", quoted(name))),
        PointName::Location(name) => one_line(&format!("location {}", quoted(name))),
    }
}

fn place(place: &Place) -> String {
    one_line(&format!("{}:{}", place.path, place.line))
}

struct Writer<'w> {
    workspace: &'w Workspace,
    looks: Looks,
    text: String,
}

impl Why {
    /// For people.
    #[must_use]
    pub fn text(&self, workspace: &Workspace, looks: Looks) -> String {
        let mut writer = Writer { workspace, looks, text: String::new() };
        writer.preview(self);
        for option in &self.options {
            writer.option(self, option);
        }
        writer.heading(self);
        for it in &self.types {
            writer.line("");
            writer.line(it.policy_type.name());
            let mut rows: Vec<Vec<String>> =
                it.points.iter().flat_map(|at| writer.point(it.policy_type, at)).collect();
            let result = if it.restricted { writer.codes(&it.result) } else { "everything".to_owned() };
            rows.push(vec!["together".to_owned(), String::new(), result, String::new()]);
            writer.rows(rows);
        }
        writer.apart(self);
        writer.clash(self);
        writer.end(self);
        writer.text
    }
}

impl Writer<'_> {
    fn codes(&self, codes: &[Choice]) -> String {
        choices(self.workspace, codes, self.looks)
    }

    /// What a policy allows, through which groups where the codes do not name them, and what it takes away.
    /// One that only takes away allows everything else, which would be a list of all that there is.
    fn allows(&self, policy: &Attached) -> String {
        let workspace = self.workspace;
        let statement = workspace.policy(&policy.name).map(|id| &workspace.policies()[id]);
        let Some(options) = statement.and_then(Policy::options) else { return self.codes(&policy.options) };
        let codes = match options.rules() {
            [] if !self.looks.full => "everything".to_owned(),
            _ => self.codes(&policy.options),
        };
        let groups = |elements: &[Element]| {
            let group = |element: &Element| match element {
                Element::Group(group) => Some(one_line(&quoted(workspace.groups()[*group].name()))),
                Element::Code(_) => None,
            };
            elements.iter().filter_map(group).collect::<Vec<_>>()
        };
        let named = |element: &Element| match element {
            Element::Group(group) => {
                format!("group {}", one_line(&quoted(workspace.groups()[*group].name())))
            }
            Element::Code(code) => {
                let code = &workspace.table()[*code];
                format!("{} {}", code.attribute(), one_line(&quoted(code.name())))
            }
        };
        let mut of = groups(options.rules());
        of.retain(|group| !codes.contains(&format!("group {group}")));
        let less: Vec<String> = options.exceptions().iter().map(named).collect();
        let of = if of.is_empty() { String::new() } else { format!(", of group {}", of.join(", ")) };
        let less = if less.is_empty() { String::new() } else { format!(", except {}", less.join(", ")) };
        format!("{codes}{of}{less}")
    }

    fn line(&mut self, line: &str) {
        match self.looks.width {
            Some(width) if !line.is_empty() => {
                let options = textwrap::Options::new(width.max(1)).subsequent_indent("  ");
                for line in textwrap::wrap(line, options) {
                    let _ = writeln!(self.text, "{}", line.trim_end());
                }
            }
            _ => {
                let _ = writeln!(self.text, "{line}");
            }
        }
    }

    /// Rows two spaces to the right.
    fn rows(&mut self, rows: Vec<Vec<String>>) {
        let width = self.looks.width.map(|width| width.saturating_sub(2));
        for line in table(&rows, width).lines() {
            let _ = writeln!(self.text, "  {line}");
        }
    }

    fn heading(&mut self, why: &Why) {
        let name = one_line(&why.workload.identity().to_string());
        let of = |policy_type: PolicyType| why.types.iter().find(|it| it.policy_type == policy_type);
        let words = |policy_type, open: &str, word: &str| match of(policy_type) {
            Some(it) if it.restricted => format!("{word} {}", self.codes(&it.result)),
            _ => open.to_owned(),
        };
        let line = match why.status {
            Status::Placed => format!(
                "{name} may run {}, {}",
                words(PolicyType::Location, "anywhere", "in"),
                words(PolicyType::Flavor, "on anything", "on")
            ),
            Status::Collision => format!("{name} can run nowhere: its policies have nothing in common"),
            Status::NoPlacement => format!("{name} can run nowhere: no location has what policies leave"),
        };
        self.line(&line);
    }

    fn preview(&mut self, why: &Why) {
        let Some(it) = &why.preview else { return };
        let place = match &it.environment {
            Some(name) => format!("in {}", one_line(&quoted(name))),
            None => "in no environment".to_owned(),
        };
        let name = one_line(&why.workload.identity().to_string());
        self.line(&format!("as if {name} stood {place}"));
        for (word, changed) in [("gains", &it.gained), ("loses", &it.lost)] {
            let lists = [&changed.location, &changed.flavor].into_iter().filter(|it| !it.is_empty());
            let mut words: Vec<String> = lists.map(|it| self.codes(it)).collect();
            if !changed.placements.is_empty() {
                words.push(format!("placements {}", self.placements(&changed.placements)));
            }
            let words = if words.is_empty() { "nothing".to_owned() } else { words.join("; ") };
            self.line(&format!("  {word} {words}"));
        }
        self.line("");
    }

    fn option(&mut self, why: &Why, it: &AnsweredOption) {
        let mut line = format!("{}: {}", written(&it.option), it.answer.name());
        if it.answer == Answer::Partly {
            let _ = write!(line, ", {} of it", self.codes(&it.part));
        }
        if it.answer == Answer::Unavailable {
            line.push_str(": policies allow it, but there is no placement with it");
        }
        self.line(&line);
        let by = if it.answer == Answer::Allowed { &it.admitted_by } else { &it.blocked_by };
        let word = if it.answer == Answer::Allowed { "let in by" } else { "blocked by" };
        let rows = by.iter().map(|by| {
            let policy = match &by.policy {
                Some(policy) => format!("{word} {}", one_line(&quoted(policy))),
                None => "no policy of this type: everything".to_owned(),
            };
            vec![point(&by.point), policy, by.place.as_ref().map_or_else(String::new, place)]
        });
        self.rows(rows.collect());
        self.repairs(why, &it.repairs, it.more_repairs, it.answer != Answer::Allowed);
        self.line("");
    }

    fn repairs(&mut self, why: &Why, repairs: &[Repair], more: u64, is_asked: bool) {
        if !is_asked {
            return;
        }
        if repairs.is_empty() {
            return self.line("  no repair was found");
        }
        let is_own = |it: &Repair| it.by.iter().all(|by| by == "workload");
        if !repairs.iter().any(is_own) {
            self.line("  no edit of the workload alone suffices");
        }
        let _ = why;
        for repair in repairs {
            let edits: Vec<String> = repair.edits.iter().map(edit).collect();
            let mut line = format!("  repair: {}", edits.join("; "));
            let mut more = Vec::new();
            if !repair.opens.is_empty() {
                more.push("this is the last policy of its type, and opens everything".to_owned());
            }
            if repair.also_changes > 0 {
                let others = count(repair.also_changes, "other workload", "other workloads");
                more.push(format!("also changes {others}"));
            }
            if !repair.breaks.is_empty() {
                let names: Vec<String> = repair.breaks.iter().map(|it| one_line(&quoted(it))).collect();
                more.push(format!("breaks {}", listed(&names, "and")));
            }
            if !more.is_empty() {
                let _ = write!(line, " ({})", more.join("; "));
            }
            self.line(&line);
        }
        if more > 0 {
            self.line(&format!(
                "  and {}",
                count(usize::try_from(more).unwrap_or(usize::MAX), "more repair", "more repairs")
            ));
        }
    }

    fn point(&self, policy_type: PolicyType, at: &AtPoint) -> Vec<Vec<String>> {
        let name = point(&at.point);
        let applying: Vec<_> = at.policies.iter().filter(|it| it.takes_part).collect();
        if applying.is_empty() {
            let words = format!("no {} policy: everything", policy_type.name());
            return vec![vec![name, String::new(), words, String::new()]];
        }
        let rows = applying.iter().enumerate().map(|(index, it)| {
            let name = if index == 0 { name.clone() } else { String::new() };
            vec![name, one_line(&quoted(&it.name)), self.allows(it), place(&it.place)]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        if let (Some(union), true) = (&at.union, applying.len() > 1) {
            rows.push(vec![String::new(), "either".to_owned(), self.codes(union), String::new()]);
        }
        rows
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
            let name = format!("{} ({})", one_line(&quoted(&it.name)), point(&at.point));
            vec![name, format!("targets {}; this is {article} {kind}", kinds.join(", ")), place(&it.place)]
        });
        let apart: Vec<Vec<String>> = apart.collect();
        if !apart.is_empty() {
            self.line("takes no part");
            self.rows(apart);
        }
    }

    fn clash(&mut self, why: &Why) {
        for clash in why.clash.iter().flatten() {
            let points: Vec<String> = clash.points.iter().map(|it| point(&it.point)).collect();
            let what = clash.policy_type.map_or("placement", PolicyType::name);
            self.line("");
            self.line(&match points.as_slice() {
                [] => "no location of the fleet can take it, whatever policies say".to_owned(),
                points => format!("no {what} is left by {}", joined(points, "and")),
            });
        }
        if why.clash.is_some() {
            self.repairs(why, &why.repairs, 0, true);
        }
    }

    fn placements(&self, placements: &[Placed]) -> String {
        let most = if self.looks.full { usize::MAX } else { 5 };
        let words = placements
            .iter()
            .take(most)
            .map(|it| format!("{} ({})", one_line(&quoted(&it.location)), self.codes(&it.flavors)));
        let mut words = words.collect::<Vec<_>>().join(", ");
        if placements.len() > most {
            let _ = write!(words, " and {} more", placements.len() - most);
        }
        words
    }

    fn end(&mut self, why: &Why) {
        let Some(set) = &why.set else { return };
        if let Some(placements) = &set.placements {
            let placed = placements.iter().map(|it| Placed {
                location: it.location.clone(),
                flavors: it.flavors.iter().map(|it| Choice::new(it.attribute.into(), &*it.name)).collect(),
            });
            let placed: Vec<Placed> = placed.collect();
            let words = self.placements(&placed);
            self.line(&format!("placements: {words}"));
        }
    }
}

fn edit(it: &super::document::RepairEdit) -> String {
    let option = it.option.as_ref().map_or_else(String::new, written);
    let policy = it.policy.as_ref().map_or_else(String::new, |it| one_line(&quoted(it)));
    let point = point(&it.point);
    match it.edit {
        EditName::Detach => format!("detach {policy} from {point}"),
        EditName::Allow => format!("allow {option} at {point}"),
        EditName::Offer => format!("offer {option} at {point}"),
    }
}
