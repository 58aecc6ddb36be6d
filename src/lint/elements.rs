//! The codes and groups that statements list, as the lints about them look at them: each list with what every
//! element of it stands for.

use crate::diagnostic::Edit;
use crate::lint::edits;
use crate::parallel;
use crate::syntax::ast::{Body, Name, Rule, Rules, Side, Statement};
use crate::syntax::keyword::{Form, RuleAttribute};
use crate::table::{CodeId, Set};
use crate::text::Span;
use crate::workspace::{Checked, Element, Options};

/// The elements of the rules, or of the exceptions, of one side of a statement.
pub(super) struct Elements<'c> {
    pub(super) statement: Statement<'c>,
    /// Whether they stand behind `except`.
    pub(super) are_exceptions: bool,
    pub(super) options: &'c Options,
    rules: Rules<'c>,
    /// The rule before the exceptions.
    before: Option<Rule<'c>>,
    ids: &'c [Element],
}

/// An element and where it stands.
#[derive(Clone)]
pub(super) struct Listed<'c> {
    pub(super) element: Element,
    pub(super) attribute: RuleAttribute,
    pub(super) name: Name<'c>,
    /// The place of its rule among the rules, and its own among the codes of that.
    place: (usize, usize),
    /// What it stands for.
    pub(super) set: Set,
}

/// The elements of a list with what they stand for.
pub(super) struct Looked<'c> {
    pub(super) elements: Elements<'c>,
    /// The elements in the order of the text.
    pub(super) listed: Vec<Listed<'c>>,
    /// For each of them why it adds nothing to the others, if it does not.
    pub(super) redundancies: Vec<Option<Redundancy>>,
}

/// Why an element adds nothing to the others of its list.
#[derive(Clone, Copy)]
pub(super) enum Redundancy {
    /// It stands earlier, at this place.
    Repeated(usize),
    /// All of it lies in the element at this place. Whether that is sure to stay so: neither of some element
    /// that covers it and itself is a group, whose members may change.
    Covered { by: usize, is_lasting: bool },
}

/// Every list of the policies, guards and groups of the workspace, looked at.
pub(super) fn all<'c>(workspace: &'c Checked) -> Vec<Looked<'c>> {
    let look = |elements: Elements<'c>| {
        let listed = elements.listed(workspace);
        let redundancies = redundancies(workspace, &listed);
        Looked { elements, listed, redundancies }
    };
    parallel::map(lists(workspace).filter(|it| !it.ids.is_empty()).collect(), look)
}

fn lists(workspace: &Checked) -> impl Iterator<Item = Elements<'_>> {
    let policies = workspace.policies().values().iter();
    let policies = policies.filter_map(|it| Some((it.statement(), it.options()?, None)));
    let groups = workspace.groups().values().iter().map(|it| (it.statement(), it.options(), None));
    let guards = workspace.guards().values().iter().map(|it| (it.statement(), it.options(), it.joint()));
    policies.chain(groups).chain(guards).flat_map(|(id, options, joint)| {
        let statement = workspace.statement(id);
        let is_own = !statement.file().source().is_table();
        let sides = statement.body().filter(|_| is_own).into_iter().flat_map(Body::sides);
        let sides = sides.zip(std::iter::once(options).chain(joint));
        sides.flat_map(move |(side, options)| of_side(statement, side, options))
    })
}

fn of_side<'c>(statement: Statement<'c>, side: Side<'c>, options: &'c Options) -> [Elements<'c>; 2] {
    let lists = [(false, side.rules(), options.rules()), (true, side.exceptions(), options.exceptions())];
    let before = side.rules().len().checked_sub(1).and_then(|last| side.rules().get(last));
    lists.map(|(are_exceptions, rules, ids)| Elements {
        statement,
        are_exceptions,
        options,
        rules,
        before,
        ids,
    })
}

impl<'c> Elements<'c> {
    /// The elements in the order of the text.
    fn listed(&self, workspace: &'c Checked) -> Vec<Listed<'c>> {
        let names = self.rules.iter().enumerate().flat_map(|(rule, it)| {
            let codes = it.codes().iter().enumerate();
            codes.map(move |(item, name)| (it.attribute(), name, (rule, item)))
        });
        let listed = names.zip(self.ids).map(|((attribute, name, place), &element)| Listed {
            element,
            attribute,
            name,
            place,
            set: workspace.element_set(element),
        });
        listed.collect()
    }

    /// Whether a guard asks for a placement of each of them.
    pub(super) fn is_asked_for(&self) -> bool {
        self.statement.body().and_then(Body::form) == Some(Form::Allows)
    }

    /// The edit that takes all exceptions out, and `except` with them; `None` where no rule stands before it.
    pub(super) fn remove_all(&self) -> Option<Edit> {
        let last = self.rules.get(self.rules.len().checked_sub(1)?)?.span();
        let before = self.before?.span();
        edits::remove(self.statement.file(), Span { start: before.end, ..last })
    }

    /// The edit that takes an element out, and the whole rule with its only one.
    pub(super) fn remove(&self, listed: &Listed<'_>) -> Option<Edit> {
        let (rule, item) = listed.place;
        let own = self.rules.get(rule)?;
        if own.codes().len() > 1 {
            return edits::remove_item(self.statement.file(), own.codes(), item);
        }
        let span = match rule.checked_sub(1).and_then(|before| self.rules.get(before)) {
            Some(before) => Span { start: before.span().end, ..own.span() },
            None => Span { end: self.rules.get(rule + 1)?.span().start, ..own.span() },
        };
        edits::remove(self.statement.file(), span)
    }
}

/// For each element of a list why it adds nothing to the others, if it does not.
fn redundancies(workspace: &Checked, listed: &[Listed<'_>]) -> Vec<Option<Redundancy>> {
    if listed.len() < 2 {
        return listed.iter().map(|_| None).collect();
    }
    let mut firsts: Vec<(Element, usize)> =
        listed.iter().enumerate().map(|(index, it)| (it.element, index)).collect();
    firsts.sort_unstable();
    firsts.dedup_by_key(|(element, _)| *element);
    let first = |element: Element| {
        let place = firsts.binary_search_by_key(&element, |(element, _)| *element).ok()?;
        firsts.get(place).map(|(_, index)| *index)
    };
    let groups = Groups::of(listed);
    let redundancy = |(index, it): (usize, &Listed<'_>)| {
        if let Some(first) = first(it.element).filter(|first| *first != index) {
            return Some(Redundancy::Repeated(first));
        }
        // The code that it lies in next, if one is listed.
        let above = match it.element {
            Element::Code(code) => above(workspace, code).find_map(|above| first(Element::Code(above))),
            Element::Group(_) => None,
        };
        if let Some(by) = above {
            return Some(Redundancy::Covered { by, is_lasting: true });
        }
        let covers = |&other: &usize| {
            let is_other = other != index
                && listed.get(other).is_some_and(|other| {
                    // Of two that are equal the later one is redundant.
                    other.set.covers(&it.set)
                });
            is_other && (other < index || listed.get(other).is_some_and(|other| !it.set.covers(&other.set)))
        };
        let by = groups.touching(&it.set).into_iter().find(covers)?;
        let is_lasting =
            [Some(it), listed.get(by)].into_iter().flatten().all(|it| matches!(it.element, Element::Code(_)));
        Some(Redundancy::Covered { by, is_lasting })
    };
    listed.iter().enumerate().map(redundancy).collect()
}

/// What a code lies in, the nearest first.
fn above(workspace: &Checked, code: CodeId) -> impl Iterator<Item = CodeId> {
    let table = workspace.table();
    std::iter::successors(table[code].parent(), |&above| table[above].parent())
}

/// The elements that have a place in common with another one may cover it. Codes are found by what they lie
/// in, so that only a group is looked for in all others, and only groups for a code.
struct Groups {
    /// The first and the last number of each run of each element, the furthest end of all up to it, and the
    /// place of the element; by first number.
    runs: Vec<(u32, u32, u32, usize)>,
}

impl Groups {
    fn of(listed: &[Listed<'_>]) -> Self {
        let has_group = listed.iter().any(|it| matches!(it.element, Element::Group(_)));
        let listed = if has_group { listed } else { &[] };
        let runs = listed
            .iter()
            .enumerate()
            .flat_map(|(index, it)| it.set.runs().iter().map(move |run| (run.start, run.end, 0, index)));
        let mut runs: Vec<(u32, u32, u32, usize)> = runs.collect();
        runs.sort_unstable();
        let mut furthest = 0;
        for (_, end, up_to, _) in &mut runs {
            furthest = furthest.max(*end);
            *up_to = furthest;
        }
        Self { runs }
    }

    /// The places of the elements that have the first number of a set, in the order of the text.
    fn touching(&self, set: &Set) -> Vec<usize> {
        let Some(first) = set.runs().first() else { return Vec::new() };
        let before = self.runs.partition_point(|(start, ..)| *start <= first.start);
        let near = self.runs.iter().take(before).rev().take_while(|(_, _, up_to, _)| *up_to > first.start);
        let mut places: Vec<usize> =
            near.filter(|(_, end, _, _)| *end > first.start).map(|(_, _, _, index)| *index).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}
