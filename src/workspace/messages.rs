//! What the workspace stage says: every text of its findings in one place.

use std::borrow::Cow;

use super::declare::{Declared, Namespace};
use super::table::{Code, Table};
use crate::diagnostic::{Applicability, Diagnostic, errors, listed};
use crate::reference::{Builtin, other_names};
use crate::suggest::nearest;
use crate::syntax::ast::{Name, Rule, Statement};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::quoted;

/// The valid codes are listed while they are at most this many.
const SHORT_LIST: usize = 12;

/// How many names to either side of its own place a misspelt one is compared with.
const AROUND: usize = 500;

/// One identity a second time.
pub(super) fn duplicate_name(name: &Name<'_>, first: &Name<'_>, identity: &str) -> Diagnostic {
    let message = format!("`{identity}` is declared twice");
    Diagnostic::new(&errors::DUPLICATE_NAME, name.span(), message, "declared again here")
        .with_related(first.span(), "first declared here")
        .with_help("there are no redefinitions: give one of them another name, or delete it")
}

/// A workload with the kind, name and environment of an earlier one.
pub(super) fn duplicate_workload(later: &Statement<'_>, first: &Statement<'_>) -> Diagnostic {
    let mut identity = format!("{}/{}", later.keyword.name(), quoted(&later.name.value()));
    if let Some(parent) = &later.parent {
        identity = format!("{identity}@{}", quoted(&parent.value()));
    }
    duplicate_name(&later.name, &first.name, &identity)
}

/// `name` is no policy.
pub(super) fn unknown_policy<T>(name: &Name<'_>, names: &[(Cow<'_, str>, T)]) -> Diagnostic {
    let finding = Diagnostic::new(
        &errors::UNKNOWN_POLICY,
        name.span(),
        format!("no policy is called `{}`", name.value()),
        "unknown policy",
    );
    suggest(finding, name, names, || {
        "declare it with `policy NAME < RULE or RULE … [target KINDS] >`".to_owned()
    })
}

/// `name` is no environment.
pub(super) fn unknown_environment<T>(name: &Name<'_>, names: &[(Cow<'_, str>, T)]) -> Diagnostic {
    let finding = Diagnostic::new(
        &errors::UNKNOWN_ENVIRONMENT,
        name.span(),
        format!("no environment is called `{}`", name.value()),
        "unknown environment",
    );
    suggest(finding, name, names, || {
        format!("declare it with `environment {} < attach [POLICY, …] >`", name.written())
    })
}

/// `name` is no code of `level`, where a statement of `attribute` has its parent.
pub(super) fn unknown_parent(
    table: &Table<'_>,
    declared: &Declared<'_>,
    attribute: Attribute,
    level: Attribute,
    name: &Name<'_>,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &errors::UNKNOWN_PARENT,
        name.span(),
        format!("no {} is called `{}`", level.name(), name.value()),
        format!("not a {}", level.name()),
    );
    let places = [Attribute::Continent, Attribute::Country, Attribute::Location];
    let elsewhere = places
        .into_iter()
        .find(|&place| place != level && declared.get(Namespace::of(place), name).is_some());
    if let Some(elsewhere) = elsewhere {
        return finding.with_help(format!(
            "`{}` is a {}, and a {} lies in a {}",
            name.value(),
            elsewhere.name(),
            attribute.name(),
            level.name()
        ));
    }
    suggest_code(finding, table, &[level], name)
}

/// `name` is a code, but not of the attribute that it stands under: `None` under `offers`.
pub(super) fn wrong_attribute(
    table: &Table<'_>,
    rule: Option<&Rule<'_>>,
    rules: &[Rule<'_>],
    name: &Name<'_>,
) -> Option<Diagnostic> {
    let value = name.value();
    let others: Vec<Attribute> = Attribute::ALL
        .into_iter()
        .filter(|&attribute| rule.is_none_or(|rule| rule.attribute != attribute))
        .filter(|&attribute| table.find(attribute, &value).is_some())
        .collect();
    let (first, rest) = others.split_first()?;
    let names: Vec<&str> = others.iter().map(|attribute| attribute.name()).collect();
    let what = match rule {
        Some(rule) => rule.attribute.name(),
        None => "flavor",
    };
    let mut finding = Diagnostic::new(
        &errors::WRONG_ATTRIBUTE,
        name.span(),
        format!("`{value}` is a {}, not a {what}", names.join(" and a ")),
        format!("a {}", names.join(" and a ")),
    );
    let Some(rule) = rule else {
        return Some(finding.with_help("a location offers flavors: cpus and gpus"));
    };
    finding =
        finding.with_related(rule.attribute_span, format!("this rule lists {}", rule.attribute.plural()));
    // Another attribute repairs the rule where all its codes are of that one, and the policy stays of one type.
    let all = rule.codes.iter().all(|code| table.find(*first, &code.value()).is_some());
    let one_type = rules
        .iter()
        .all(|other| std::ptr::eq(other, rule) || other.attribute.policy_type() == first.policy_type());
    if rest.is_empty() && all && one_type {
        return Some(
            finding.with_help(format!("write `{} in [{}]`", first.name(), name.written())).with_fix(
                Applicability::Unsafe,
                rule.attribute_span,
                first.name(),
            ),
        );
    }
    let clauses: Vec<String> =
        others.iter().map(|other| format!("{} in [{}]", other.name(), name.written())).collect();
    let joined = if one_type { "in a rule of its own" } else { "in a policy of its own" };
    Some(finding.with_help(format!("write {} {joined}", listed(&clauses, "or"))))
}

/// `name` is no code at all; `attribute` is what it stands under, `None` for either flavor.
pub(super) fn unknown_code(table: &Table<'_>, attribute: Option<Attribute>, name: &Name<'_>) -> Diagnostic {
    let value = name.value();
    let (what, attributes) = match attribute {
        Some(attribute) => (attribute.name(), vec![attribute]),
        None => ("flavor", vec![Attribute::Cpu, Attribute::Gpu]),
    };
    let finding = Diagnostic::new(
        &errors::UNKNOWN_CODE,
        name.span(),
        format!("no {what} has the code `{value}`"),
        "not in the reference table",
    );
    suggest_code(finding, table, &attributes, name)
}

/// The finding with what may be meant by `name`, which is no code of `attributes`: the code of another name, the
/// nearest codes, the built-in table that has it, and the valid codes while they are few.
fn suggest_code(
    mut finding: Diagnostic,
    table: &Table<'_>,
    attributes: &[Attribute],
    name: &Name<'_>,
) -> Diagnostic {
    let value = name.value();
    // There may be as many codes as findings.
    let lower = value.to_lowercase();
    let known: Vec<&Code<'_>> =
        attributes.iter().flat_map(|&attribute| table.around(attribute, &lower, AROUND)).collect();
    let codes: Vec<&str> = known.iter().map(|code| &*code.name).collect();
    let meant: Vec<(Attribute, String)> = attributes
        .iter()
        .filter_map(|&attribute| Some((attribute, other_names::find(attribute, &value)?)))
        .collect();
    let aliases: Vec<Cow<'_, str>> = known.iter().flat_map(|code| code.aliases()).collect();
    let mut near = nearest(&value, codes.iter().copied().chain(aliases.iter().map(|alias| &**alias)));
    let same_but_case = |code: &&&str| code.to_lowercase() == value.to_lowercase();
    let elsewhere = attributes.iter().find_map(|&attribute| {
        let code = meant.iter().find(|(its, _)| *its == attribute).map_or(&*value, |(_, code)| code.as_str());
        Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, code)).map(|builtin| (code, builtin))
    });

    let mut help = Vec::new();
    if near.iter().any(|code| same_but_case(&code)) {
        near.retain(|code| same_but_case(&code));
        let applicability = if near.len() == 1 { Applicability::Safe } else { Applicability::Unsafe };
        help.push(did_you_mean(&near));
        finding = finding.with_fix(applicability, name.span(), quoted(near.first().unwrap_or(&"")));
    } else if let Some((_, code)) =
        meant.iter().find(|(attribute, code)| table.find(*attribute, code).is_some())
    {
        near = vec![code];
        help.push(format!("its code is `{code}`"));
        finding = finding.with_fix(Applicability::Unsafe, name.span(), quoted(code));
    } else if let Some((code, builtin)) = elsewhere {
        help.push(format!(
            "the built-in table `{0}` has `{code}`: use `--reference {0}`, or set `reference = \"{0}\"` in bpol.toml",
            builtin.name()
        ));
    } else if let Some(first) = near.first() {
        help.push(did_you_mean(&near));
        finding = finding.with_fix(Applicability::Unsafe, name.span(), quoted(first));
    }
    if help.is_empty() {
        let others = Attribute::ALL.into_iter().filter(|attribute| !attributes.contains(attribute));
        let meant = others.filter_map(|attribute| Some((attribute, meant_under(table, attribute, &value)?)));
        help.extend(meant.map(|(attribute, code)| format!("`{}` is a {}", quoted(&code), attribute.name())));
    }
    let whats: Vec<&str> = attributes.iter().map(|attribute| attribute.plural()).collect();
    let whats = whats.join(" and ");
    match codes.len() {
        0 => help.push(format!("the reference table lists no {whats}; a workspace can declare its own")),
        1..=SHORT_LIST if codes != near => {
            let shown: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
            help.push(format!("the {whats} in the reference table: {}", listed(&shown, "and")));
        }
        _ if help.is_empty() => {
            help.push("`bpol reference` lists the codes; a workspace can declare its own".to_owned());
        }
        _ => {}
    }
    finding.with_help(help.join("\n"))
}

/// The code of the table that `value` means under an attribute: in another letter case, or as people call it.
fn meant_under(table: &Table<'_>, attribute: Attribute, value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    let known = [Some(lower), other_names::find(attribute, value)];
    known.into_iter().flatten().find(|code| table.find(attribute, code).is_some())
}

fn did_you_mean(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("did you mean {}?", listed(&shown, "or"))
}

/// Rules of two types in one policy.
pub(super) fn mixed_types(policy: &Statement<'_>, first: &Rule<'_>, second: &Rule<'_>) -> Diagnostic {
    let type_of = |rule: &Rule<'_>| match rule.attribute.policy_type() {
        PolicyType::Location => "location",
        PolicyType::Flavor => "flavor",
    };
    Diagnostic::new(
        &errors::MIXED_TYPES,
        second.attribute_span,
        format!(
            "the policy `{}` has both {} and {} rules",
            policy.name.value(),
            type_of(first),
            type_of(second)
        ),
        format!("a {} rule", type_of(second)),
    )
    .with_related(first.attribute_span, format!("a {} rule", type_of(first)))
    .with_help("write two policies and attach both: policies of different types must both hold")
}

/// The finding with those of `names`, which are in order, that are nearest to `name` as help and fix, or with
/// `otherwise` where none is near.
fn suggest<T>(
    finding: Diagnostic,
    name: &Name<'_>,
    names: &[(Cow<'_, str>, T)],
    otherwise: impl FnOnce() -> String,
) -> Diagnostic {
    let value = name.value();
    // There may be as many names as findings, and a slip seldom changes the beginning of a word.
    let place = names.partition_point(|(known, _)| *known < value);
    let around = place.saturating_sub(AROUND)..(place + AROUND).min(names.len());
    let near = nearest(&value, names.get(around).unwrap_or_default().iter().map(|(known, _)| &**known));
    match near.first() {
        Some(first) => {
            finding.with_help(did_you_mean(&near)).with_fix(Applicability::Unsafe, name.span(), quoted(first))
        }
        None => finding.with_help(otherwise()),
    }
}
