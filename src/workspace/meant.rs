//! What may be meant by a code or a group that the table does not have, and what a fix would write.

use super::advice::{Advice, Known, Meant, Region};
use super::lookup::{Lookup, Pool};
use super::regions;
use crate::diagnostic::Applicability;
use crate::reference::{Builtin, other_names, regions as words};
use crate::suggest::Tier;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::table::Namespace;

/// The valid codes are listed while they are at most this many.
pub(super) const SHORT_LIST: usize = 12;

/// What a fix writes in the place of a word.
pub(super) type Edit = (Applicability, String);

/// What is meant, if anything is, and what a fix writes.
type Answer = (Meant, Option<Edit>);

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a rule.
    Rule(Attribute),
    /// In `offers`.
    Offers,
    /// Behind the `in` of a code.
    Parent(Attribute),
}

impl Place {
    fn pool(self) -> Pool {
        match self {
            Self::Rule(attribute) | Self::Parent(attribute) => Pool::Codes(attribute),
            Self::Offers => Pool::Flavors,
        }
    }

    /// The attributes of what may stand there.
    fn attributes(self) -> Vec<Attribute> {
        match self {
            Self::Rule(attribute) | Self::Parent(attribute) => vec![attribute],
            Self::Offers => vec![Attribute::Cpu, Attribute::Gpu],
        }
    }
}

/// What may be meant by `value`, which is no code where it stands.
pub(super) fn code(lookup: &mut Lookup<'_, '_>, place: Place, value: &str) -> (Advice, Option<Edit>) {
    let attributes = place.attributes();
    let (meant, edit) = of_code(lookup, place, &attributes, value);
    let is_last = lookup.budget.has_ended();
    let known = known(
        attributes.iter().flat_map(|&attribute| lookup.table.of(attribute)).map(|(_, code)| code.name()),
        &meant,
    );
    let of = attributes.into_iter().map(RuleAttribute::Code).collect();
    (Advice { meant, of, known, is_last }, edit)
}

fn of_code(lookup: &mut Lookup<'_, '_>, place: Place, attributes: &[Attribute], value: &str) -> Answer {
    if place == Place::Offers && lookup.declared.get(Namespace::Group, value).is_some() {
        return (Meant::Group(value.to_owned()), None);
    }
    if let Some(answer) = in_one_string(lookup, place, value) {
        return answer;
    }
    if let Some(code) = without_number(lookup, place, value) {
        return (Meant::Number(code.to_owned()), Some((Applicability::Unsafe, quoted(code))));
    }
    if let Place::Rule(attribute) = place
        && let Some(answer) = of_many(lookup, attribute, value)
    {
        return answer;
    }
    let found = lookup.nearest(place.pool(), value);
    if let Some(found) = &found
        && found.tier <= Tier::Case
    {
        let is_continent = attributes == [Attribute::Continent];
        let safety = if found.tier == Tier::Case { Applicability::Safe } else { Applicability::Unsafe };
        let edit = found.sure.as_deref().filter(|_| !is_continent).map(|code| (safety, quoted(code)));
        return (Meant::Near(found.near.clone()), edit);
    }
    if let Some(answer) = called(lookup, attributes, value) {
        return answer;
    }
    if let Some(found) = found {
        let edit = found.sure.map(|code| (Applicability::Unsafe, quoted(&code)));
        return (Meant::Near(found.near), edit);
    }
    let others = Attribute::ALL.into_iter().filter(|attribute| !attributes.contains(attribute));
    let under = others.filter_map(|it| Some((it, meant_under(lookup, it, value)?)));
    (Meant::Under(under.collect()), None)
}

/// Several codes in one string, where a list may have them.
fn in_one_string(lookup: &Lookup<'_, '_>, place: Place, value: &str) -> Option<Answer> {
    let is_code = |code: &str| match place {
        Place::Rule(attribute) => lookup.table.find(attribute, code).is_some(),
        Place::Offers => lookup.table.find_flavor(code).is_some(),
        Place::Parent(_) => false,
    };
    let words = || value.split([',', ';', ' ', '\t']).filter(|word| !word.is_empty());
    if words().nth(1).is_none() || !words().all(is_code) {
        return None;
    }
    let codes: Vec<String> = words().map(str::to_owned).collect();
    let all: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
    Some((Meant::Codes(codes), Some((Applicability::Unsafe, all.join(", ")))))
}

/// The flavor of `8xh100` or `h100:8`.
fn without_number<'v>(lookup: &Lookup<'_, '_>, place: Place, value: &'v str) -> Option<&'v str> {
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let split = |mark| value.split_once(mark).filter(|(number, _)| is_number(number)).map(|(_, code)| code);
    let behind = |mark| value.rsplit_once(mark).filter(|(_, number)| is_number(number)).map(|(code, _)| code);
    let code = split(['x', '*', ':', ' ']).or_else(|| behind(['x', '*', ':', ' ']))?;
    let is_code = match place {
        Place::Rule(attribute) => {
            attribute.policy_type() == PolicyType::Flavor && lookup.table.find(attribute, code).is_some()
        }
        Place::Offers => lookup.table.find_flavor(code).is_some(),
        Place::Parent(_) => false,
    };
    is_code.then_some(code)
}

/// Words in a rule that stand for more than one code, or for none.
fn of_many(lookup: &Lookup<'_, '_>, attribute: Attribute, value: &str) -> Option<Answer> {
    let (table, declared) = (lookup.table, lookup.declared);
    let policy_type = attribute.policy_type();
    if policy_type == PolicyType::Flavor {
        let is = |word: &str| value.eq_ignore_ascii_case(word);
        if attribute == Attribute::Gpu && is("none") {
            let cpus = table.of(Attribute::Cpu).map(|(_, code)| code.name().to_owned());
            let cpus: Vec<String> = cpus.take(SHORT_LIST).collect();
            return Some((Meant::NoGpu(cpus), None));
        }
        return (is("any") || is("all")).then_some((Meant::Everything(policy_type), None));
    }
    // A code in other letter case is that code, whatever else it is a word for; but the Union is no
    // continent.
    let lower = value.to_lowercase();
    let is_code = attribute != Attribute::Continent && table.find(attribute, &lower).is_some();
    if is_code || Builtin::ALL.into_iter().any(|builtin| builtin.has(attribute, value)) {
        return None;
    }
    if ["none", "nothing", "nowhere"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
        return Some((Meant::Nowhere, None));
    }
    if words::find(value) == Some(words::Region::Everywhere) {
        return Some((Meant::Everything(policy_type), None));
    }
    let region: Region = regions::region(table, declared, value)?;
    Some((Meant::Region(region), None))
}

/// The codes that people call `value`.
fn called(lookup: &Lookup<'_, '_>, attributes: &[Attribute], value: &str) -> Option<Answer> {
    let table = lookup.table;
    for &attribute in attributes {
        let all = other_names::all(attribute, value);
        let here: Vec<&String> = all.iter().filter(|code| table.find(attribute, code).is_some()).collect();
        match (&*here, all.len()) {
            ([code], 1) => {
                let edit = (Applicability::Unsafe, quoted(code));
                return Some((Meant::Code((*code).clone()), Some(edit)));
            }
            ([_, ..], _) => {
                let labelled = here.into_iter().map(|code| {
                    let id = table.find(attribute, code);
                    let statement = id.map(|id| lookup.files.statement(table[id].statement()));
                    let label = statement.and_then(Statement::label).map(|label| label.value().into_owned());
                    (code.clone(), label)
                });
                return Some((Meant::Several(labelled.collect()), None));
            }
            ([], _) => {}
        }
        if let [_, _, ..] = all {
            let labelled = all.iter().map(|code| (code.clone(), Builtin::World.label(attribute, code)));
            return Some((Meant::Several(labelled.collect()), None));
        }
    }
    attributes.iter().find_map(|&attribute| {
        let other = other_names::find(attribute, value);
        let code = other.as_deref().unwrap_or(value);
        let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, code))?;
        Some((Meant::Elsewhere(code.to_owned(), builtin), None))
    })
}

/// The code of the table that `value` means under an attribute: in another letter case, or as people call it.
fn meant_under(lookup: &Lookup<'_, '_>, attribute: Attribute, value: &str) -> Option<String> {
    let known = [Some(value.to_lowercase()), other_names::find(attribute, value)];
    known.into_iter().flatten().find(|code| lookup.table.find(attribute, code).is_some())
}

/// What may be meant by `value`, which is no group.
pub(super) fn group(lookup: &mut Lookup<'_, '_>, value: &str) -> (Advice, Option<Edit>) {
    let declared = lookup.declared;
    let has_it = |builtin: &Builtin| builtin.has(RuleAttribute::Group, value);
    let found = lookup.nearest(Pool::Names(Namespace::Group), value);
    let is_case = found.as_ref().is_some_and(|found| found.tier <= Tier::Case);
    let region = regions::region(lookup.table, declared, value);
    let (meant, edit) = if let Some(builtin) = Builtin::ALL.into_iter().find(has_it) {
        (Meant::Elsewhere(value.to_owned(), builtin), None)
    } else if let (false, Some(region)) = (is_case, region) {
        (Meant::Region(region), None)
    } else if let Some(found) = found {
        let safety = if found.tier == Tier::Case { Applicability::Safe } else { Applicability::Unsafe };
        (Meant::Near(found.near), found.sure.map(|group| (safety, quoted(&group))))
    } else {
        let under = Attribute::ALL.into_iter();
        let under = under.filter_map(|it| Some((it, meant_under(lookup, it, value)?)));
        (Meant::Under(under.collect()), None)
    };
    let is_last = lookup.budget.has_ended();
    let known = known(declared.of(Namespace::Group).iter().map(|(name, _)| &**name), &meant);
    (Advice { meant, of: vec![RuleAttribute::Group], known, is_last }, edit)
}

/// The codes that there are, while they are few and not all named already.
fn known<'c>(codes: impl Iterator<Item = &'c str>, meant: &Meant) -> Known {
    let codes: Vec<&str> = codes.take(SHORT_LIST + 1).collect();
    let is_named = |code: &&str| match meant {
        Meant::Near(near) => near.names.iter().any(|(name, _)| name == code),
        Meant::Code(name) => name == code,
        Meant::NoGpu(_)
        | Meant::Nowhere
        | Meant::Number(_)
        | Meant::Everything(_)
        | Meant::Codes(_)
        | Meant::Region(_) => true,
        _ => false,
    };
    match codes.len() {
        0 => Known::None,
        1..=SHORT_LIST if !codes.iter().all(is_named) => {
            Known::Few(codes.into_iter().map(str::to_owned).collect())
        }
        _ => Known::Many,
    }
}
