//! What is known of what a statement declares: a view and a statement come in, the lines of the hover go out.

use super::compared;
use super::lines::Line;
use super::listed::{MOST, Sets, few, few_apart, labelled, named};
use super::marks;
use crate::diagnostic::count;
use crate::editor::reach::NamedBy;
use crate::editor::view::Meaning;
use crate::placement::{Provisional, Status};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Keyword, PolicyType};
use crate::table::CodeId;
use crate::text::Span;
use crate::workspace::{Element, EnvironmentId, GroupId, GuardId, Kinds, Options, PolicyId, Workspace};

/// What is known of what a statement declares.
pub(super) fn facts(meaning: &Meaning<'_>, statement: Statement<'_>) -> Vec<Line> {
    let workspace = meaning.analysis.workspace();
    let name = statement.name().value();
    let facts = Facts { meaning, workspace };
    let lines = match statement.keyword() {
        Keyword::Policy => workspace.policy(&name).map(|id| facts.policy(id)),
        Keyword::Environment => workspace.environment(&name).map(|id| facts.environment(id, statement)),
        Keyword::Guard => workspace.guard(&name).map(|id| facts.guard(id)),
        Keyword::Group => workspace.group(&name).map(|id| facts.group(id)),
        Keyword::Code(attribute) => workspace.table().find(attribute, &name).map(|id| facts.code(id)),
        Keyword::Workload(_) => Some(facts.workload(statement)),
    };
    lines.unwrap_or_else(|| facts.unresolved(statement))
}

/// What keeps the statement or stretch at a span from being known.
pub(super) fn unresolved(meaning: &Meaning<'_>, statement: Span) -> Vec<Line> {
    let Some(error) = meaning.sound().error(statement) else { return Vec::new() };
    let Some(error) = meaning.analysis.errors().get(error) else { return Vec::new() };
    vec![Line::default().words("not resolved: ").message(&error.fact.words().message)]
}

struct Facts<'m> {
    meaning: &'m Meaning<'m>,
    workspace: &'m Workspace,
}

impl Facts<'_> {
    fn unresolved(&self, statement: Statement<'_>) -> Vec<Line> {
        unresolved(self.meaning, statement.span())
    }

    fn policy(&self, id: PolicyId) -> Vec<Line> {
        let policy = &self.workspace.policies()[id];
        let mut lines = Vec::new();
        if let Some(options) = policy.options().filter(|it| it.known_set().is_some()) {
            lines.push(Line::default().words("allows ").line(self.options(options)));
        } else if let Some(tokens) = policy.tokens() {
            lines.push(Line::default().words(&format!("allows tokens: {tokens}; changes no placement")));
        } else {
            lines.extend(self.unresolved(self.workspace.statement(policy.statement())));
        }
        let target = match policy.target() {
            Kinds::ALL => "for every kind".to_owned(),
            kinds => format!("for {}", marks::plurals(kinds)),
        };
        lines.push(Line::default().words(&target));
        let attached = self.meaning.reach().policy(id);
        let environments = attached.environments.iter();
        let environments = environments.map(|&id| self.workspace.environments()[id].name());
        let mut names: Vec<String> =
            attached.workloads.iter().take(MOST).map(|&it| self.workload_name(it)).collect();
        let more = attached.workloads.len() - names.len();
        let mut parts = Vec::new();
        if !attached.environments.is_empty() {
            parts.push(few(environments.map(|name| Line::default().name(name)).collect()));
        }
        if !attached.workloads.is_empty() {
            let number = count(attached.workloads.len(), "workload", "workloads");
            let names = names.drain(..).map(|name| Line::default().code(&name));
            let behind = if more == 0 { String::new() } else { format!(" and {more} more") };
            let names = Line::default().joined(names, ", ").words(&behind);
            parts.push(Line::default().words(&format!("{number}: ")).line(names));
        }
        if parts.is_empty() {
            lines.push(Line::default().words("attached nowhere"));
        } else {
            lines.push(Line::default().words("attached to ").joined(parts, " and "));
        }
        let applies = count(attached.applies, "workload", "workloads");
        lines.push(Line::default().words(&format!("takes part for {applies}")));
        lines
    }

    fn workload_name(&self, index: usize) -> String {
        let workload = self.workspace.workloads().get(index);
        workload.map_or_else(String::new, |it| self.workspace.identity(it).to_string())
    }

    fn workload(&self, statement: Statement<'_>) -> Vec<Line> {
        let sound = self.meaning.sound();
        let known = sound.provisional().filter(|_| sound.has(statement.span()));
        let known = known.and_then(|it| Some((it, Meaning::workload(it, statement)?)));
        let Some((provisional, workload)) = known else { return self.unresolved(statement) };
        let sets = Sets { provisional };
        let id = provisional.set_id(workload);
        let set = &provisional.sets()[id];
        let mut lines = vec![match provisional.status(id) {
            Status::Placed => Line::default().words("may run in ").line(sets.both(set)),
            Status::NoPlacement => Line::default().words("may run nowhere: no declared location offers it"),
            Status::Collision => {
                let space = provisional.space();
                let lacking = PolicyType::ALL.into_iter().filter(|&it| set.set(space, it).is_none());
                let lacking: Vec<String> = lacking.map(|it| format!("no {} is left", it.name())).collect();
                Line::default().words(&format!("may run nowhere: {}", lacking.join(", ")))
            }
        }];
        lines.extend(PolicyType::ALL.into_iter().filter_map(|it| sets.came_about(workload, set, it)));
        lines.extend(sets.limits(workload));
        lines.extend(sets.apart(workload));
        if let Some(placements) = provisional.placements(set).filter(|it| !it.is_empty()) {
            let table = provisional.workspace().table();
            let placed = placements.iter().map(|it| {
                let flavors = it.flavors().iter().map(|&code| Line::default().name(table[code].name()));
                let on = few(flavors.collect());
                Line::default().name(table[it.location()].name()).words(" on ").line(on)
            });
            lines.push(Line::default().words("placements: ").line(few_apart(placed.collect(), "; ")));
        }
        let change = compared::change(self.meaning, statement);
        lines.extend(change.map(|change| compared::line(self.workspace, change)));
        lines
    }

    fn environment(&self, id: EnvironmentId, statement: Statement<'_>) -> Vec<Line> {
        let sound = self.meaning.sound();
        let mut lines = Vec::new();
        let known = sound.provisional().filter(|_| sound.has(statement.span()));
        let known = known.and_then(|it| Some((it, it.workspace().environment(&statement.name().value())?)));
        match known {
            Some((provisional, id)) => lines.extend(self.ceilings(provisional, id)),
            None => lines.extend(self.unresolved(statement)),
        }
        let above = self.workspace.upwards(self.workspace.environments()[id].parent());
        let above: Vec<Line> = above
            .map(|id| Line::default().words("in ").name(self.workspace.environments()[id].name()))
            .collect();
        if !above.is_empty() {
            lines.push(Line::default().joined(above, ", "));
        }
        let reach = self.meaning.reach();
        let mut has = vec![match reach.workloads(id) {
            0 => "no workloads".to_owned(),
            number => count(number, "workload", "workloads"),
        }];
        if reach.below(id) > 0 {
            has.push(format!("{} below", count(reach.below(id), "environment", "environments")));
        }
        lines.push(Line::default().words(&has.join(", ")));
        lines
    }

    fn ceilings(&self, provisional: &Provisional, id: EnvironmentId) -> Vec<Line> {
        let ceilings = marks::ceilings(self.meaning, provisional, id, Kinds::ALL);
        let sets = Sets { provisional };
        let is_one = ceilings.len() == 1;
        let line = |ceiling: &marks::Ceiling<'_>| {
            let of = if is_one { String::new() } else { format!(" for {}", marks::plurals(ceiling.kinds)) };
            Line::default().words(&format!("ceiling{of}: ")).line(sets.both(ceiling.set))
        };
        ceilings.iter().map(line).collect()
    }

    fn guard(&self, id: GuardId) -> Vec<Line> {
        let guard = &self.workspace.guards()[id];
        let mut says =
            Line::default().words(guard.form().name()).words(" ").line(self.options(guard.options()));
        if let Some(joint) = guard.joint() {
            says = says.words(" and ").line(self.options(joint));
        }
        if guard.target() != Kinds::ALL {
            says = says.words(&format!(" for {}", marks::plurals(guard.target())));
        }
        let covers = count(self.meaning.reach().covered(id), "workload", "workloads");
        let stands = match self.meaning.broken_by(guard.name()) {
            None => String::new(),
            Some(names) if names.is_empty() => "; holds".to_owned(),
            Some(names) => {
                let more = names.len().saturating_sub(MOST);
                let behind = if more == 0 { String::new() } else { format!(" and {more} more") };
                let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
                format!("; broken by {}: {}{behind}", names.len(), shown.join(", "))
            }
        };
        vec![says, Line::default().words(&format!("covers {covers}{stands}"))]
    }

    fn group(&self, id: GroupId) -> Vec<Line> {
        let group = &self.workspace.groups()[id];
        let mut lines = Vec::new();
        if let Some(set) = group.options().known_set() {
            let codes = self.workspace.space().shortest(set);
            lines.push(Line::default().words(&self.numbers(&codes)).words(": ").line(self.codes(&codes)));
        } else {
            lines.extend(self.unresolved(self.workspace.statement(group.statement())));
        }
        lines.push(Line::default().words(&named_by(self.meaning.reach().group(id))));
        lines
    }

    /// `1 continent, 2 countries`.
    fn numbers(&self, codes: &[CodeId]) -> String {
        let table = self.workspace.table();
        let numbers = Attribute::ALL.into_iter().filter_map(|attribute| {
            let number = codes.iter().filter(|&&code| table[code].attribute() == attribute).count();
            (number > 0).then(|| count(number, attribute.name(), attribute.plural()))
        });
        numbers.collect::<Vec<_>>().join(", ")
    }

    /// What is known of a code.
    pub(super) fn code(&self, id: CodeId) -> Vec<Line> {
        let table = self.workspace.table();
        let code = &table[id];
        let mut lines = vec![Line::default().words(&format!("{} ", code.attribute())).line(self.named(id))];
        let above: Vec<CodeId> = std::iter::successors(code.parent(), |&id| table[id].parent()).collect();
        if !above.is_empty() {
            let above = above.into_iter().map(|id| Line::default().words("in ").line(self.named(id)));
            lines.push(Line::default().joined(above, ", "));
        }
        let below: Vec<CodeId> = table
            .iter()
            .map(|(other, _)| other)
            .filter(|&other| {
                std::iter::successors(table[other].parent(), |&it| table[it].parent()).any(|it| it == id)
            })
            .collect();
        if !below.is_empty() {
            let numbers = self.numbers(&below);
            lines.push(Line::default().words(&format!("{numbers} below: ")).line(self.codes(&below)));
        }
        let aliases: Vec<Line> = code.aliases().map(|alias| Line::default().code(alias)).collect();
        if !aliases.is_empty() {
            lines.push(Line::default().words("also written ").line(few(aliases)));
        }
        let by = self.meaning.reach().code(id);
        let numbers = [
            count(by.policies, "policy", "policies"),
            count(by.groups, "group", "groups"),
            count(by.guards, "guard", "guards"),
        ];
        lines.push(Line::default().words(&format!("named by {}", numbers.join(", "))));
        lines
    }

    /// What rules name, and what they take away.
    fn options(&self, options: &Options) -> Line {
        let elements = |elements: &[Element]| {
            let mut elements = elements.to_vec();
            elements.sort_unstable();
            elements.dedup();
            few(elements.into_iter().map(|it| self.element(it)).collect())
        };
        let rules = match options.rules() {
            [] => Line::default().words("everything"),
            rules => elements(rules),
        };
        match options.exceptions() {
            [] => rules,
            exceptions => rules.words(" except ").line(elements(exceptions)),
        }
    }

    fn element(&self, element: Element) -> Line {
        match element {
            Element::Code(code) => self.named(code),
            Element::Group(group) => {
                let group = &self.workspace.groups()[group];
                let label = self.workspace.statement(group.statement()).label();
                labelled(group.name(), label.map(|it| it.value().into_owned()))
            }
        }
    }

    fn named(&self, code: CodeId) -> Line {
        named(self.workspace, code)
    }

    fn codes(&self, codes: &[CodeId]) -> Line {
        few(codes.iter().map(|&code| self.named(code)).collect())
    }
}

/// `2 policies, 1 guard, 1 group`, what is nothing left out.
pub(super) fn named_by(by: NamedBy) -> String {
    let parts =
        [(by.policies, "policy", "policies"), (by.guards, "guard", "guards"), (by.groups, "group", "groups")];
    let some = parts.into_iter().filter(|(number, ..)| *number > 0);
    let words: Vec<String> = some.map(|(number, one, many)| count(number, one, many)).collect();
    if words.is_empty() { "named nowhere".to_owned() } else { format!("named by {}", words.join(", ")) }
}
