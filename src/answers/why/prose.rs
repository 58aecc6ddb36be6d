//! An answer as one paragraph, for records and contracts: labels stand for codes.

use super::document::{Answer, AnsweredOption, AtPoint, AttachedOnly, Preview, Why};
use super::text::{place, point};
use super::text_repairs::clashing;
use crate::answers::cell::Cell;
use crate::answers::limits::amount;
use crate::answers::text::{Looks, parts};
use crate::answers::words::{Changed, Choice, PointName, Status};
use crate::diagnostic::{joined, some};
use crate::emit::document::Limit;
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::text::hidden::one_line;
use crate::workspace::{Codes, Element, Workspace};

struct Prose<'w> {
    workspace: &'w Workspace,
    looks: Looks,
}

impl Why {
    /// One paragraph without a table.
    #[must_use]
    pub fn prose(&self, workspace: &Workspace, looks: Looks) -> String {
        let prose = Prose { workspace, looks };
        let mut sentences = vec![prose.heading(self)];
        sentences.extend(self.preview.as_ref().map(|it| prose.preview(it)));
        if self.clash.is_some() {
            let clashes = self.clash.iter().flatten();
            let clashes: Vec<String> = clashes.map(|it| clashing(workspace, it, point)).collect();
            sentences.push(format!("The reason: {}.", joined(&clashes, "and")));
        }
        if !self.violates.is_empty() {
            let guards: Vec<String> = self.violates.iter().map(|it| code(it)).collect();
            let word = if guards.len() == 1 { "guard" } else { "guards" };
            sentences.push(format!("It violates the {word} {}.", joined(&guards, "and")));
        }
        sentences.extend(self.options.iter().map(|it| prose.option(it)));
        for it in &self.types {
            sentences.extend(it.points.iter().filter_map(|at| prose.point(at)));
        }
        sentences.extend(self.limited().flat_map(|(at, limits)| limited(&at.point, &limits)));
        // Some labels end in a full stop themselves.
        let ended = sentences.iter().map(|it| match it.strip_suffix('.') {
            Some(rest) if rest.ends_with('.') => rest,
            _ => it.as_str(),
        });
        let text = ended.collect::<Vec<_>>().join(" ");
        let mut lines = String::new();
        Cell::from(text).wrap(looks.width, [0, 0], looks.color, &mut lines);
        lines
    }
}

/// A name from a workspace.
fn code(name: &str) -> String {
    format!("`{}`", one_line(name))
}

impl Prose<'_> {
    fn heading(&self, why: &Why) -> String {
        let name = code(&why.workload.name);
        let stands = match &why.preview {
            None => String::new(),
            Some(Preview { environment: Some(environment), .. }) => format!("In {}, ", code(environment)),
            Some(_) => "Outside all environments, ".to_owned(),
        };
        if why.status != Status::Placed {
            return format!("{stands}{name} can run nowhere.");
        }
        let word = |policy_type| match policy_type {
            PolicyType::Location => ("in", "anywhere"),
            PolicyType::Flavor => ("on", "on any hardware"),
        };
        let words = why.types.iter().map(|it| match (it.restricted, word(it.policy_type)) {
            (true, (word, _)) => format!("{word} {} only", self.labels(&it.result)),
            (false, (_, open)) => open.to_owned(),
        });
        format!("{stands}{name} may run {}.", words.collect::<Vec<_>>().join(", "))
    }

    /// What a workload gains and loses elsewhere.
    fn preview(&self, it: &Preview) -> String {
        let of = |changed: &Changed| {
            let lists = [&changed.location, &changed.flavor].into_iter().filter(|it| !it.is_empty());
            let mut words: Vec<String> = lists.map(|it| self.labels(it)).collect();
            let most = if self.looks.full { usize::MAX } else { Codes::NAMED };
            let placed = changed.placements.iter().take(most);
            let placed = placed.map(|it| format!("{} ({})", code(&it.location), self.labels(&it.flavors)));
            if !changed.placements.is_empty() {
                let more = changed.placements.len().saturating_sub(most);
                words.push(format!("placements at {}", some(placed.collect(), more, "and")));
            }
            if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
        };
        format!("Against where it stands, it gains {}, and loses {}.", of(&it.gained), of(&it.lost))
    }

    fn option(&self, it: &AnsweredOption) -> String {
        let option = self.labels(std::slice::from_ref(&it.option));
        let blocked = || {
            let by = it.blocked_by.iter().filter_map(|it| Some((it.policy.as_ref()?, it)));
            let by: Vec<String> =
                by.map(|(policy, by)| format!("{} {}", code(policy), attached(by))).collect();
            format!("blocked by {}", joined(&by, "and"))
        };
        match it.answer {
            Answer::Allowed => format!("{option} is allowed."),
            Answer::Denied => format!("{option} is denied, {}.", blocked()),
            Answer::Partly => {
                format!("Of {option}, only {} is allowed; the rest is {}.", self.labels(&it.part), blocked())
            }
            Answer::Unavailable => format!("{option} is allowed, but there is no placement with it."),
        }
    }

    /// What the policies of a point allow.
    fn point(&self, at: &AtPoint) -> Option<String> {
        let names = at.policies.iter().filter(|it| it.takes_part);
        let names: Vec<String> = names.map(|it| code(&it.name)).collect();
        let (policies, allow) =
            if names.len() == 1 { ("the policy", "allows") } else { ("the policies", "allow") };
        let union = at.union.as_ref()?;
        let what = self.all_but(at).unwrap_or_else(|| self.labels(union));
        let by = by(&at.point);
        Some(format!("{by}, {policies} {} {allow} {what}.", joined(&names, "and")))
    }

    /// What the one policy of a point allows that only takes something away: a list of all the rest says
    /// less.
    fn all_but(&self, at: &AtPoint) -> Option<String> {
        let workspace = self.workspace;
        let mut applying = at.policies.iter().filter(|it| it.takes_part);
        let (Some(only), None) = (applying.next(), applying.next()) else { return None };
        let options = workspace.policies()[workspace.policy(&only.name)?].options()?;
        let choice = |element: &Element| match element {
            Element::Group(id) => Choice::new(RuleAttribute::Group, workspace.groups()[*id].name()),
            Element::Code(id) => Choice::code(workspace.table(), *id),
        };
        let less: Vec<Choice> = options.exceptions().iter().map(choice).collect();
        options.rules().is_empty().then(|| format!("everything except {}", self.labels(&less)))
    }

    /// Codes and groups by their labels; by their names where they have none.
    fn labels(&self, choices: &[Choice]) -> String {
        let workspace = self.workspace;
        let label = |(attribute, name, is_unlisted): (RuleAttribute, &str, bool)| {
            let statement = match attribute {
                RuleAttribute::Code(attribute) => {
                    workspace.table().find(attribute, name).map(|id| workspace.table()[id].statement())
                }
                RuleAttribute::Group => workspace.group(name).map(|id| workspace.groups()[id].statement()),
            };
            let label = statement.and_then(|id| workspace.statement(id).label());
            let text = label.map_or_else(|| name.to_owned(), |label| label.value().into_owned());
            let behind = if is_unlisted { " (unlisted)" } else { "" };
            format!("{}{behind}", one_line(&text))
        };
        let Some(few) = parts(workspace, choices, self.looks) else { return "nothing".to_owned() };
        let labels = few.parts.iter().map(|it| label((it.attribute, &it.name, it.is_unlisted)));
        some(labels.collect(), few.more, "and")
    }
}

/// How many tokens there are by the policies of a point.
fn limited(point: &PointName, limits: &[&Limit]) -> Vec<String> {
    let shared = match point {
        PointName::Environment(_) => "the tokens of all workloads together",
        PointName::Workload(_) | PointName::Location(_) => "its tokens",
    };
    let sentence = |it: &&Limit| {
        let (policy, amount) = (code(&it.policy), amount(it));
        format!("{}, the policy {policy} limits {shared}: {amount}.", by(point))
    };
    limits.iter().map(sentence).collect()
}

/// At which point a policy says something.
fn by(point: &PointName) -> String {
    match point {
        PointName::Workload(_) => "At the workload itself".to_owned(),
        PointName::Environment(name) => format!("In {}", code(name)),
        PointName::Location(name) => format!("At {}", code(name)),
    }
}

/// Where a policy is attached.
fn attached(by: &AttachedOnly) -> String {
    let place = by.place.as_ref().map_or_else(String::new, place);
    format!("({place})")
}
