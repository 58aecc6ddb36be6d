//! References to nothing: a word comes in, the finding goes out with what may be meant by it.

use super::advice::{Advice, Known, Meant};
use super::declare::{Declared, Named};
use super::messages::{Fault, Repair};
use super::slips;
use crate::diagnostic::{Applicability, Diagnostic, Hint};
use crate::reference::{Builtin, other_names};
use crate::suggest::nearest;
use crate::syntax::ast::{Body, Name, Rule};
use crate::syntax::keyword::{Attribute, Keyword, PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::table::{Code, Namespace, Table};

/// The valid codes are listed while they are at most this many.
const SHORT_LIST: usize = 12;

/// How many names to either side of where it would stand a misspelt one is compared with.
const AROUND: usize = 500;

/// What references are wrong.
#[derive(Default)]
pub(super) struct Unknown {
    /// References to what exists and does not belong there.
    pub(super) misplaced: Vec<Diagnostic>,
    /// References to nothing. Where a file could not be read, what they name may be declared in it.
    pub(super) missing: Vec<Diagnostic>,
    /// Whether nobody asks for either, so that nothing is to be looked for that may be meant.
    is_ignored: bool,
}

impl Unknown {
    /// What is wrong is of no matter.
    pub(super) fn ignored() -> Self {
        Self { is_ignored: true, ..Self::default() }
    }

    /// `name` is no code of `level`, where a statement of `attribute` has its parent.
    pub(super) fn parent(
        &mut self,
        table: &Table,
        declared: &Declared<'_>,
        attribute: Attribute,
        level: Attribute,
        name: Name<'_>,
    ) {
        if self.is_ignored {
            return;
        }
        let value = name.value().into_owned();
        let places = [Attribute::Continent, Attribute::Country, Attribute::Location];
        let elsewhere = places
            .into_iter()
            .find(|&place| place != level && declared.get(Namespace::of(place), &value).is_some());
        let finding = match elsewhere {
            Some(is) => {
                let fault = Fault::ParentElsewhere { name: value, is, level, of: attribute };
                Diagnostic::new(fault, name.span())
            }
            None => {
                let (advice, fix) = advise(table, &[level], &value);
                let fault = Fault::UnknownParent { name: value, level, advice: Hint(advice) };
                with_fix(Diagnostic::new(fault, name.span()), name, fix)
            }
        };
        self.missing.push(finding);
    }

    /// `name` is no flavor, where a location offers it.
    pub(super) fn flavor(&mut self, table: &Table, declared: &Declared<'_>, name: Name<'_>) {
        if self.is_ignored {
            return;
        }
        let is: Vec<RuleAttribute> = attributes_of(table, &name.value()).map(RuleAttribute::Code).collect();
        if is.is_empty() {
            self.code(table, declared, None, name);
        } else {
            let fault = Fault::WrongAttribute {
                name: name.value().into_owned(),
                is,
                under: None,
                repair: Hint(Repair::Offers),
            };
            self.misplaced.push(Diagnostic::new(fault, name.span()));
        }
    }

    /// `name` is no code at all; `attribute` is what it stands under, `None` for either flavor.
    fn code(&mut self, table: &Table, declared: &Declared<'_>, attribute: Option<Attribute>, name: Name<'_>) {
        let value = name.value().into_owned();
        let attributes = attribute.map_or(vec![Attribute::Cpu, Attribute::Gpu], |attribute| vec![attribute]);
        if let Some(finding) = slips::find(table, &attributes, name) {
            self.missing.push(finding);
            return;
        }
        let (mut advice, mut fix) = advise(table, &attributes, &value);
        if attribute.is_none() && declared.get(Namespace::Group, &value).is_some() {
            (advice.meant, fix) = (Meant::Group(value.clone()), None);
        }
        let fault = Fault::UnknownCode { name: value, under: attribute, advice: Hint(advice) };
        self.missing.push(with_fix(Diagnostic::new(fault, name.span()), name, fix));
    }

    /// `name` is no group.
    fn group(&mut self, declared: &Declared<'_>, name: Name<'_>) {
        let value = name.value().into_owned();
        let near = Hint(nearest_of(name, declared.of(Namespace::Group)));
        let has_it = |builtin: &Builtin| builtin.has(RuleAttribute::Group, &value);
        let elsewhere = Hint(Builtin::ALL.into_iter().find(has_it));
        let fault = Fault::UnknownGroup { name: value, near, elsewhere };
        self.missing.push(Diagnostic::new(fault, name.span()));
    }
}

/// The rules of one statement, and what is wrong with their codes.
pub(super) struct RuleCodes<'t> {
    table: &'t Table,
    keyword: Keyword,
    /// How many rules are of each type, locations first.
    types: [usize; 2],
    /// The rule and the attribute that were looked at last, and whether all codes of the rule are of that
    /// attribute.
    last: Option<(usize, RuleAttribute, bool)>,
}

impl<'t> RuleCodes<'t> {
    pub(super) fn new(table: &'t Table, keyword: Keyword, body: Body<'_>) -> Self {
        let of = |policy_type| body.rules().filter(|it| type_of(it.attribute()) == Some(policy_type)).count();
        Self { table, keyword, types: PolicyType::ALL.map(of), last: None }
    }

    /// Reports a word that is nothing of the attribute of its rule, the so many-th.
    pub(super) fn report(
        &mut self,
        index: usize,
        rule: Rule<'_>,
        name: Name<'_>,
        declared: &Declared<'_>,
        unknown: &mut Unknown,
    ) {
        if unknown.is_ignored {
            return;
        }
        let value = name.value();
        let mut is: Vec<RuleAttribute> = attributes_of(self.table, &value).map(RuleAttribute::Code).collect();
        if rule.attribute() != RuleAttribute::Group && declared.get(Namespace::Group, &value).is_some() {
            is.push(RuleAttribute::Group);
        }
        let Some((&first, rest)) = is.split_first() else {
            match rule.attribute() {
                RuleAttribute::Code(attribute) => unknown.code(self.table, declared, Some(attribute), name),
                RuleAttribute::Group => unknown.group(declared, name),
            }
            return;
        };
        // Another attribute repairs the rule where all its codes are of that one, and the statement stays of
        // one type. What type a group is of is not known here.
        let one_type = type_of(first).is_some_and(|policy_type| self.others_are(policy_type, rule));
        let is_alone = rest.is_empty() && (one_type || first == RuleAttribute::Group);
        let repair = match first {
            _ if is_alone && self.all_are(index, rule, first, declared) => Repair::Attribute,
            RuleAttribute::Code(_) if !one_type => Repair::Statement(self.keyword),
            _ => Repair::Rule,
        };
        let is_whole = repair == Repair::Attribute;
        let fault = Fault::WrongAttribute {
            name: value.into_owned(),
            is,
            under: Some((rule.attribute(), name.written().into())),
            repair: Hint(repair),
        };
        let finding = Diagnostic::new(fault, name.span()).with_related(rule.attribute_span());
        unknown.misplaced.push(if is_whole {
            finding.with_fix(Applicability::Unsafe, rule.attribute_span(), first.name())
        } else {
            finding
        });
    }

    /// Whether all rules but `rule` are of a type.
    fn others_are(&self, policy_type: PolicyType, rule: Rule<'_>) -> bool {
        let [locations, flavors] = self.types;
        let (others, other) = match policy_type {
            PolicyType::Location => (flavors, PolicyType::Flavor),
            PolicyType::Flavor => (locations, PolicyType::Location),
        };
        others == usize::from(type_of(rule.attribute()) == Some(other))
    }

    /// Whether all words of a rule, the so many-th, are what `attribute` says.
    fn all_are(
        &mut self,
        index: usize,
        rule: Rule<'_>,
        attribute: RuleAttribute,
        declared: &Declared<'_>,
    ) -> bool {
        match self.last {
            Some((last, of, all)) if last == index && of == attribute => all,
            _ => {
                let all = rule.codes().iter().all(|name| match attribute {
                    RuleAttribute::Code(attribute) => self.table.find(attribute, &name.value()).is_some(),
                    RuleAttribute::Group => declared.get(Namespace::Group, &name.value()).is_some(),
                });
                self.last = Some((index, attribute, all));
                all
            }
        }
    }
}

/// What a code is, if it is one at all.
fn attributes_of(table: &Table, value: &str) -> impl Iterator<Item = Attribute> {
    Attribute::ALL.into_iter().filter(move |&attribute| table.find(attribute, value).is_some())
}

/// The type of what stands under an attribute, where that tells it.
fn type_of(attribute: RuleAttribute) -> Option<PolicyType> {
    match attribute {
        RuleAttribute::Code(attribute) => Some(attribute.policy_type()),
        RuleAttribute::Group => None,
    }
}

/// `name` is no policy.
pub(super) fn policy(name: Name<'_>, names: &[Named<'_>]) -> Diagnostic {
    let near = nearest_of(name, names);
    let meant = near.first().cloned();
    let fault = Fault::UnknownPolicy { name: name.value().into_owned(), near: Hint(near) };
    with_name(Diagnostic::new(fault, name.span()), name, meant)
}

/// `name` is no environment.
pub(super) fn environment(name: Name<'_>, names: &[Named<'_>]) -> Diagnostic {
    let near = nearest_of(name, names);
    let meant = near.first().cloned();
    let (value, written) = (name.value().into_owned(), name.written().into());
    let fault = Fault::UnknownEnvironment { name: value, written, near: Hint(near) };
    with_name(Diagnostic::new(fault, name.span()), name, meant)
}

/// Those of `names`, which are in order, that are nearest to `name`.
fn nearest_of(name: Name<'_>, names: &[Named<'_>]) -> Vec<String> {
    let value = name.value();
    // There may be as many names as findings, and a slip seldom changes the beginning of a word.
    let index = names.partition_point(|(known, _)| *known < value);
    let around = names.iter().take(index + AROUND).skip(index.saturating_sub(AROUND));
    nearest(&value, around.map(|(known, _)| &**known)).into_iter().map(str::to_owned).collect()
}

/// The finding with the edit that puts the name that is meant in the place of `name`, if one is.
fn with_name(finding: Diagnostic, name: Name<'_>, meant: Option<String>) -> Diagnostic {
    with_fix(finding, name, meant.map(|meant| (Applicability::Unsafe, meant)))
}

/// The same with an edit that is more or less certain.
fn with_fix(finding: Diagnostic, name: Name<'_>, fix: Option<(Applicability, String)>) -> Diagnostic {
    match fix {
        Some((applicability, meant)) => finding.with_fix(applicability, name.span(), quoted(&meant)),
        None => finding,
    }
}

/// What may be meant by `value`, which is no code of `attributes`: the code of another name, the nearest
/// codes, the built-in table that has it, and the valid codes while they are few; and what a fix would write.
fn advise(table: &Table, attributes: &[Attribute], value: &str) -> (Advice, Option<(Applicability, String)>) {
    // There may be as many codes as findings.
    let lower = value.to_lowercase();
    let known: Vec<&Code> =
        attributes.iter().flat_map(|&attribute| table.around(attribute, &lower, AROUND)).collect();
    let codes = known.iter().map(|code| code.name());
    let aliases = known.iter().flat_map(|code| code.aliases()).take(2 * AROUND);
    let mut near: Vec<&str> = nearest(value, codes.clone().chain(aliases));
    let other_names: Vec<(Attribute, String)> = attributes
        .iter()
        .filter_map(|&attribute| Some((attribute, other_names::find(attribute, value)?)))
        .collect();
    let is_same_but_case = |code: &&str| code.to_lowercase() == lower;
    let elsewhere = attributes.iter().find_map(|&attribute| {
        let other = other_names.iter().find(|(its, _)| *its == attribute);
        let code = other.map_or(value, |(_, code)| code.as_str());
        let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, code))?;
        Some((code.to_owned(), builtin))
    });

    let mut fix = None;
    let owned = |near: &[&str]| near.iter().map(|&code| code.to_owned()).collect();
    let meant = if near.iter().any(is_same_but_case) {
        near.retain(is_same_but_case);
        let applicability = if near.len() == 1 { Applicability::Safe } else { Applicability::Unsafe };
        fix = near.first().map(|&code| (applicability, code.to_owned()));
        Meant::Near(owned(&near))
    } else if let Some((_, code)) =
        other_names.iter().find(|(attribute, code)| table.find(*attribute, code).is_some())
    {
        fix = Some((Applicability::Unsafe, code.clone()));
        near = vec![code];
        Meant::Code(code.clone())
    } else if let Some((code, builtin)) = elsewhere {
        Meant::Elsewhere(code, builtin)
    } else if let Some(&first) = near.first() {
        fix = Some((Applicability::Unsafe, first.to_owned()));
        Meant::Near(owned(&near))
    } else {
        let others = Attribute::ALL.into_iter().filter(|attribute| !attributes.contains(attribute));
        Meant::Under(others.filter_map(|it| Some((it, meant_under(table, it, value)?))).collect())
    };
    let codes: Vec<&str> = codes.collect();
    let known = match codes.len() {
        0 => Known::None,
        1..=SHORT_LIST if codes != near => Known::Few(owned(&codes)),
        _ => Known::Many,
    };
    (Advice { meant, of: attributes.to_vec(), known }, fix)
}

/// The code of the table that `value` means under an attribute: in another letter case, or as people call it.
fn meant_under(table: &Table, attribute: Attribute, value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    let known = [Some(lower), other_names::find(attribute, value)];
    known.into_iter().flatten().find(|code| table.find(attribute, code).is_some())
}
