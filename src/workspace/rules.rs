//! From the rules of a statement to what they stand for: words become codes and groups, and those become
//! sets.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::declare::Declared;
use super::definitions::{Element, Group, GroupId, Options, Sets};
use super::messages::Fault;
use super::missing::Unknown;
use super::wrong_attribute::RuleCodes;
use crate::arena::Arena;
use crate::diagnostic::Diagnostic;
use crate::syntax::Files;
use crate::syntax::ast::{Body, Name, Rule, Rules, Side, Statement};
use crate::syntax::keyword::{Keyword, PolicyType, RuleAttribute};
use crate::table::{Namespace, Set, Space, Table};
use crate::text::{FileId, Span};

/// What words are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Binder<'b, 'f> {
    pub(super) files: &'f Files,
    pub(super) declared: &'b Declared<'f>,
    pub(super) table: &'b Table,
    pub(super) space: &'b Space,
    pub(super) flaws: &'b Flaws,
}

/// A body whose words are codes and groups, and what has become of each side.
pub(super) struct Bound {
    pub(super) sides: Vec<BoundSide>,
    /// Whether something is wrong with the statement.
    pub(super) is_flawed: bool,
}

/// One side of a body.
pub(super) struct BoundSide {
    rules: Vec<Element>,
    exceptions: Vec<Element>,
    /// The word `except`.
    except: Option<Span>,
    opens_with_except: bool,
    /// What tells the type, in the order of the text.
    types: Vec<(Told, Span)>,
    /// The attribute of the first rule.
    first_attribute: Option<Span>,
}

/// What tells whether a side is about places or flavors.
#[derive(Clone, Copy)]
enum Told {
    Type(PolicyType),
    /// The type of a group.
    By(GroupId),
}

/// Exceptions that leave nothing.
pub(super) struct NothingLeft {
    pub(super) keyword: Keyword,
    pub(super) name: String,
    /// Which side of the statement, from 0.
    pub(super) side: usize,
    pub(super) except: Span,
    /// What the rules alone stand for.
    pub(super) rules: Set,
}

impl Bound {
    /// The groups that it names.
    pub(super) fn elements(&self) -> impl Iterator<Item = Element> {
        self.sides.iter().flat_map(|side| side.rules.iter().chain(&side.exceptions).copied())
    }
}

impl<'f> Binder<'_, 'f> {
    /// Looks up every word of a body. What is unknown is reported.
    pub(super) fn body(
        &self,
        statement: Statement<'f>,
        body: Body<'f>,
        groups: &Arena<Group>,
        unknown: &mut Unknown<'f>,
    ) -> Bound {
        let mut bound = Bound { sides: Vec::new(), is_flawed: self.flaws.has(statement.span()) };
        let mut wrong = RuleCodes::new(self.table, self.declared, statement.keyword(), body);
        let mut numbers = 0..;
        for side in body.sides() {
            let mut types = Vec::new();
            let mut elements = |rules: Rules<'f>| {
                let mut elements = Vec::new();
                for (rule, number) in rules.iter().zip(numbers.by_ref()) {
                    if let RuleAttribute::Code(attribute) = rule.attribute() {
                        types.push((Told::Type(attribute.policy_type()), rule.attribute_span()));
                    }
                    for name in rule.codes().iter() {
                        match self.element(rule, name, groups) {
                            Some(element) => {
                                if let Element::Group(group) = element {
                                    types.push((Told::By(group), name.span()));
                                }
                                elements.push(element);
                            }
                            None => {
                                bound.is_flawed = true;
                                if !self.is_broken(rule, name) {
                                    wrong.report(number, rule, name, unknown);
                                }
                            }
                        }
                    }
                }
                elements
            };
            let (rules, exceptions) = (elements(side.rules()), elements(side.exceptions()));
            bound.sides.push(BoundSide {
                rules,
                exceptions,
                except: side.except_span(),
                opens_with_except: side.opens_with_except(),
                types,
                first_attribute: first_attribute(side),
            });
        }
        bound
    }

    /// What a word of a rule names, if anything.
    fn element(&self, rule: Rule<'f>, name: Name<'f>, groups: &Arena<Group>) -> Option<Element> {
        let value = name.value();
        match rule.attribute() {
            RuleAttribute::Code(attribute) => self.table.find(attribute, &value).map(Element::Code),
            RuleAttribute::Group => groups.search(|group| (*group.name).cmp(&value)).map(Element::Group),
        }
    }

    /// Whether a statement that could not be read would declare what a word names.
    fn is_broken(&self, rule: Rule<'f>, name: Name<'f>) -> bool {
        let namespace = match rule.attribute() {
            RuleAttribute::Code(attribute) => Namespace::of(attribute),
            RuleAttribute::Group => Namespace::Group,
        };
        self.declared.is_broken(namespace, &name)
    }

    /// What the sides of a body stand for, once all groups that they name are known. Types that do not go
    /// together are reported, and exceptions that leave nothing are added to `nothing`.
    pub(super) fn settle(
        &self,
        statement: Statement<'f>,
        bound: Bound,
        groups: &Arena<Group>,
        findings: &mut Vec<Diagnostic>,
        nothing: &mut Vec<NothingLeft>,
    ) -> Vec<Options> {
        let Bound { sides, mut is_flawed } = bound;
        let told = |told: &Told| match told {
            Told::Type(policy_type) => Some(*policy_type),
            Told::By(group) => groups[*group].options.policy_type,
        };
        let keyword = statement.keyword();
        let name = || statement.name().value().into_owned();
        let (mut types, mut is_mixed) = (Vec::new(), false);
        for side in &sides {
            let mut known = side.types.iter().filter_map(|(it, span)| Some((told(it)?, *span)));
            let first = known.next();
            types.push(first.map(|(policy_type, _)| policy_type));
            let Some((first_type, first_span)) = first else { continue };
            if let Some((second_type, span)) = known.find(|(policy_type, _)| *policy_type != first_type) {
                let types = [first_type, second_type];
                let fault = Fault::MixedTypes { keyword, name: name(), types };
                findings.push(Diagnostic::new(fault, span).with_related(first_span));
                is_mixed = true;
            }
        }
        if let ([Some(first), Some(second)], [before, behind]) = (&*types, &*sides)
            && first == second
            && !is_mixed
            && let (Some(span), Some(related)) = (behind.first_attribute, before.first_attribute)
        {
            let fault = Fault::JointOfOneType { guard: name(), policy_type: *first };
            findings.push(Diagnostic::new(fault, span).with_related(related));
            is_mixed = true;
        }
        // A group with an error is reported where it is wrong, and not in what names it.
        let is_known = |element: &Element| match element {
            Element::Group(group) => groups[*group].options.sets.is_some(),
            Element::Code(_) => true,
        };
        let mut elements = sides.iter().flat_map(|side| side.rules.iter().chain(&side.exceptions));
        is_flawed |= is_mixed || !elements.all(is_known);
        let sets = sides.iter().zip(&types).enumerate().map(|(index, (side, policy_type))| {
            if is_flawed {
                return None;
            }
            let rules = self.rules(side, (*policy_type)?, groups)?;
            let Some(except) = side.except else { return Some(Sets { left: rules.clone(), rules }) };
            match self.space.except(&rules, &self.union(&side.exceptions, (*policy_type)?, groups)?) {
                Some(left) => Some(Sets { rules, left }),
                None => {
                    nothing.push(NothingLeft { keyword, name: name(), side: index, except, rules });
                    None
                }
            }
        });
        let sets: Vec<Option<Sets>> = sets.collect();
        let options = sides.into_iter().zip(types).zip(sets).map(|((side, policy_type), sets)| Options {
            policy_type: policy_type.filter(|_| !is_flawed && sets.is_some()),
            rules: side.rules,
            exceptions: side.exceptions,
            sets,
        });
        options.collect()
    }

    /// What the rules of a side stand for.
    fn rules(&self, side: &BoundSide, policy_type: PolicyType, groups: &Arena<Group>) -> Option<Set> {
        if side.opens_with_except {
            return self.space.all(policy_type);
        }
        self.union(&side.rules, policy_type, groups)
    }

    /// What all of `elements` stand for together; `None` where that is not known of a group.
    fn union(&self, elements: &[Element], policy_type: PolicyType, groups: &Arena<Group>) -> Option<Set> {
        let codes = elements.iter().filter_map(|element| match element {
            Element::Code(code) => Some(*code),
            Element::Group(_) => None,
        });
        let codes = self.space.set(policy_type, codes);
        let mut sets: Vec<&Set> = codes.iter().collect();
        for element in elements {
            if let Element::Group(group) = element {
                sets.push(&groups[*group].options.sets.as_ref()?.left);
            }
        }
        Set::union(sets)
    }
}

fn first_attribute(side: Side<'_>) -> Option<Span> {
    side.rules().iter().chain(side.exceptions().iter()).next().map(Rule::attribute_span)
}

/// Where something is wrong with a text as such.
pub(super) struct Flaws {
    /// The findings of each file that has any, in order.
    of_files: FxHashMap<FileId, Vec<Range<u32>>>,
}

impl Flaws {
    pub(super) fn of(files: &Files) -> Self {
        let flawed = files.iter().filter(|file| !file.findings().is_empty());
        let of_files = flawed.map(|file| {
            let mut ranges: Vec<Range<u32>> =
                file.findings().iter().map(|it| it.span.start..it.span.end).collect();
            ranges.sort_by_key(|range| range.start);
            (file.id(), ranges)
        });
        Self { of_files: of_files.collect() }
    }

    /// Whether something is wrong in a span.
    fn has(&self, span: Span) -> bool {
        self.of_files.get(&span.file).is_some_and(|ranges| {
            let first = ranges.partition_point(|range| range.start < span.start);
            ranges.get(first).is_some_and(|range| range.start < span.end)
        })
    }
}
