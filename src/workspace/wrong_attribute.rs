//! Codes under an attribute that they do not belong to: a word of a rule comes in, the finding goes out with
//! the repair, if there is one.

use std::cell::OnceCell;

use super::advice::Region;
use super::declare::Declared;
use super::messages::{Fault, Repair};
use super::missing::{Unknown, Wanted, attributes_of};
use super::regions;
use crate::diagnostic::{Applicability, Diagnostic, Hint};
use crate::syntax::ast::{Body, Name, Rule};
use crate::syntax::keyword::{Attribute, Keyword, PolicyType, RuleAttribute};
use crate::table::{Namespace, Table};

/// The rules of one statement, and what is wrong with their codes.
pub(super) struct RuleCodes<'t, 'f> {
    table: &'t Table,
    declared: &'t Declared<'f>,
    keyword: Keyword,
    body: Body<'f>,
    /// How many rules are of each type, locations first, once somebody has asked.
    types: OnceCell<[usize; 2]>,
    /// For each attribute, the rule that was looked at last, and whether it would be right under it.
    last: [Option<(usize, bool)>; RuleAttribute::ALL.len()],
}

impl<'t, 'f> RuleCodes<'t, 'f> {
    pub(super) fn new(
        table: &'t Table,
        declared: &'t Declared<'f>,
        keyword: Keyword,
        body: Body<'f>,
    ) -> Self {
        let last = [None; RuleAttribute::ALL.len()];
        Self { table, declared, keyword, body, types: OnceCell::new(), last }
    }

    /// Reports a word that is nothing of the attribute of its rule, the so many-th.
    pub(super) fn report(&mut self, index: usize, rule: Rule<'f>, name: Name<'f>, unknown: &mut Unknown<'f>) {
        if unknown.is_ignored {
            return;
        }
        let value = name.value();
        let under = rule.attribute();
        let is = self.attributes_of(under, &value);
        let Some((&first, rest)) = is.split_first() else {
            unknown.missing(
                name,
                match under {
                    RuleAttribute::Code(attribute) => Wanted::Code(attribute),
                    RuleAttribute::Group => Wanted::Group,
                },
            );
            return;
        };
        // Another attribute repairs the rule where all its codes are of that one and none means something
        // under this one, and the statement stays of one type. What type a group is of is not known here.
        let one_type = type_of(first).is_some_and(|policy_type| self.others_are(policy_type, rule));
        let is_alone = rest.is_empty() && (one_type || first == RuleAttribute::Group);
        let repair = match first {
            _ if is_alone && self.would_be_right(index, rule, first) => Repair::Attribute,
            RuleAttribute::Code(_) if !one_type => Repair::Statement(self.keyword),
            _ => Repair::Rule,
        };
        let region = self.region(&is, &value);
        let is_certain = repair == Repair::Attribute && region.is_none();
        let fault = Fault::WrongAttribute {
            name: value.into_owned(),
            is,
            under: Some((under, name.written().into())),
            repair: Hint(repair),
            region: Hint(region),
        };
        let finding = Diagnostic::new(fault, name.span()).with_related(rule.attribute_span());
        unknown.misplaced.push(if is_certain {
            finding.with_fix(Applicability::Unsafe, rule.attribute_span(), first.name())
        } else {
            finding
        });
    }

    /// What a word is that is nothing under `under`.
    fn attributes_of(&self, under: RuleAttribute, value: &str) -> Vec<RuleAttribute> {
        let codes = attributes_of(self.table, value).map(RuleAttribute::Code);
        let is_group = under != RuleAttribute::Group && self.has(RuleAttribute::Group, value);
        codes.chain(is_group.then_some(RuleAttribute::Group)).collect()
    }

    fn has(&self, attribute: RuleAttribute, value: &str) -> bool {
        match attribute {
            RuleAttribute::Code(attribute) => self.table.find(attribute, value).is_some(),
            RuleAttribute::Group => self.declared.get(Namespace::Group, value).is_some(),
        }
    }

    /// The many places that a continent's name may mean.
    fn region(&self, is: &[RuleAttribute], value: &str) -> Option<Region> {
        let is_continent = is == [RuleAttribute::Code(Attribute::Continent)];
        regions::region(self.table, self.declared, value).filter(|_| is_continent)
    }

    /// Whether all rules but `rule` are of a type.
    fn others_are(&self, policy_type: PolicyType, rule: Rule<'_>) -> bool {
        let is_of = |policy_type, rule: &Rule<'_>| type_of(rule.attribute()) == Some(policy_type);
        let of = |policy_type| self.body.rules().filter(|it| is_of(policy_type, it)).count();
        let [locations, flavors] = *self.types.get_or_init(|| PolicyType::ALL.map(of));
        let (others, other) = match policy_type {
            PolicyType::Location => (flavors, PolicyType::Flavor),
            PolicyType::Flavor => (locations, PolicyType::Location),
        };
        others == usize::from(type_of(rule.attribute()) == Some(other))
    }

    /// Whether all words of a rule, the so many-th, are what `attribute` says, and nothing under its own:
    /// `na` is North America in a list of continents, and would be Namibia in one of countries.
    fn would_be_right(&mut self, index: usize, rule: Rule<'_>, attribute: RuleAttribute) -> bool {
        let place = RuleAttribute::ALL.iter().position(|it| *it == attribute);
        let known = place.and_then(|place| self.last.get(place).copied().flatten());
        if let Some((_, is_right)) = known.filter(|(last, _)| *last == index) {
            return is_right;
        }
        let is_right = rule.codes().iter().all(|name| {
            let value = name.value();
            self.has(attribute, &value) && !self.has(rule.attribute(), &value)
        });
        if let Some(last) = place.and_then(|place| self.last.get_mut(place)) {
            *last = Some((index, is_right));
        }
        is_right
    }
}

/// The type of what stands under an attribute, where that tells it.
fn type_of(attribute: RuleAttribute) -> Option<PolicyType> {
    match attribute {
        RuleAttribute::Code(attribute) => Some(attribute.policy_type()),
        RuleAttribute::Group => None,
    }
}
