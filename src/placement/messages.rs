//! What there is to say of a workload that can run nowhere: who allows what, and who can repair it.

use std::fmt::Write as _;

use super::bits::Bits;
use super::evaluate::{Evaluation, PlacementSet};
use super::fleet::placements;
use crate::diagnostic::{Diagnostic, errors, listed};
use crate::syntax::ast::{Name, Statement};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::quoted;
use crate::workspace::{Checked, CodeId, PolicyId, Workload};

/// How many codes a message spells out.
const SPELLED: usize = 12;

/// Reports a workload whose set is empty: a `collision` for each type that nothing is left of, otherwise a
/// `no-placement`.
pub(super) fn impossible(
    checked: &Checked<'_>,
    evaluation: &Evaluation,
    workload: &Workload<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let set = &evaluation.sets[evaluation.set_of(workload.point)];
    let found = findings.len();
    for policy_type in PolicyType::ALL {
        if set.of(policy_type).is_some_and(Bits::is_empty) && checked.table.has_type(policy_type) {
            findings.push(collision(checked, evaluation, workload, policy_type));
        }
    }
    if findings.len() == found {
        findings.push(no_placement(checked, evaluation, workload, set));
    }
}

fn collision(
    checked: &Checked<'_>,
    evaluation: &Evaluation,
    workload: &Workload<'_>,
    policy_type: PolicyType,
) -> Diagnostic {
    let point = &checked.points[workload.point];
    let identity = checked.identity(workload).to_string();
    let environment_name =
        point.environment.map(|id| quoted(&checked.environments[id].name)).unwrap_or_default();
    let taking_part = |policies: &[PolicyId]| -> Vec<PolicyId> {
        let of_type = |id: &PolicyId| checked.policies[*id].policy_type == policy_type;
        policies
            .iter()
            .copied()
            .filter(of_type)
            .filter(|id| checked.policies[*id].target.has(point.kind))
            .collect()
    };
    let environment = taking_part(checked.environment_attachments(point));
    let own = taking_part(&checked.attachments[point.attachments]);
    let names = |policies: &[PolicyId]| {
        let names: Vec<String> = policies.iter().map(|id| quoted(&checked.policies[*id].name)).collect();
        listed(&names, "and")
    };
    let codes = |policies: &[PolicyId]| {
        let allowed = evaluation.allowed(checked, policies, point.kind);
        let list = allowed.of(policy_type).map(|bits| evaluation.space.shortest(policy_type, bits));
        spell(checked, &list.unwrap_or_default())
    };
    let (allowed, asked) = (codes(&environment), codes(&own));
    let mut finding = Diagnostic::new(
        &errors::COLLISION,
        workload.statement.name.span(),
        format!("environment and workload leave no {} for `{identity}`", policy_type.name()),
        format!("asks for {asked}, but `{environment_name}` allows {allowed}"),
    );
    let environment_statement = point.environment.map(|id| checked.environments[id].statement);
    for (statement, policies, side) in [
        (environment_statement, &environment, "the environment attaches"),
        (Some(workload.statement), &own, "the workload attaches"),
    ] {
        for &id in policies {
            let policy = &checked.policies[id];
            if let Some(name) = statement.and_then(|statement| attachment(statement, &policy.name)) {
                let what = format!("{side} `{}`: {}", policy.name, codes(&[id]));
                finding = finding.with_related(name.span(), what);
            }
        }
    }
    finding.with_help(format!(
        "the workload's owner can repair this alone: ask for something in {allowed}, or detach {own} and get all of \
         it; to keep {asked}, ask the owner of `{environment_name}` to allow it, where {environment} \
         {} it now",
        if environment.len() == 1 { "decides" } else { "decide" },
        own = names(&own),
        environment = names(&environment),
    ))
}

fn no_placement(
    checked: &Checked<'_>,
    evaluation: &Evaluation,
    workload: &Workload<'_>,
    set: &PlacementSet,
) -> Diagnostic {
    let identity = checked.identity(workload).to_string();
    let missing: Vec<&str> =
        PolicyType::ALL.into_iter().filter(|&it| !checked.table.has_type(it)).map(PolicyType::name).collect();
    if !missing.is_empty() {
        let missing = missing.join(" and no ");
        return Diagnostic::new(
            &errors::NO_PLACEMENT,
            workload.statement.name.span(),
            format!("`{identity}` can run nowhere: the table lists no {missing}"),
            "no placement",
        )
        .with_help("choose another table with `--reference`, or declare codes in the workspace");
    }
    let mut finding = Diagnostic::new(
        &errors::NO_PLACEMENT,
        workload.statement.name.span(),
        format!("no declared location offers what `{identity}` is allowed"),
        "no placement",
    );
    let mut help = lacking(checked, evaluation, set);
    let point = &checked.points[workload.point];
    let environment_set = evaluation.allowed(checked, checked.environment_attachments(point), point.kind);
    let has_alone = !placements(checked, evaluation, &environment_set).is_empty();
    let _ = match point.environment.map(|id| quoted(&checked.environments[id].name)) {
        Some(name) if has_alone => write!(
            help,
            "\nthe environment `{name}` alone would have a placement: the workload's owner can repair this alone"
        ),
        Some(name) => write!(
            help,
            "\nthe environment `{name}` alone would have none: only its owner or the fleet's can repair this"
        ),
        None if has_alone => write!(help, "\nthe workload's owner can repair this alone"),
        None => write!(help, "\nonly the fleet's owner can repair this"),
    };
    for &id in checked.environment_attachments(point).iter().chain(&*checked.attachments[point.attachments]) {
        let policy = &checked.policies[id];
        if policy.target.has(point.kind) {
            finding =
                finding.with_related(policy.statement.name.span(), format!("`{}` takes part", policy.name));
        }
    }
    finding.with_help(help)
}

/// What each declared location lacks, those that lack the same together.
fn lacking(checked: &Checked<'_>, evaluation: &Evaluation, set: &PlacementSet) -> String {
    let flavors = set.flavors.as_ref().map(|bits| evaluation.space.shortest(PolicyType::Flavor, bits));
    let wanted = flavors.map_or("any flavor".to_owned(), |flavors| spell(checked, &flavors));
    let places = set.locations.as_ref().map(|bits| evaluation.space.shortest(PolicyType::Location, bits));
    let places = spell(checked, &places.unwrap_or_default());
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for (id, location) in checked.table.of(Attribute::Location) {
        let place = evaluation.space.run(id).start;
        let is_allowed = set.locations.as_ref().is_none_or(|bits| bits.has(place));
        let reason = if is_allowed {
            let offers = location.offers.as_deref().unwrap_or_default();
            format!("allowed, but offers {} where {wanted} is allowed", spell(checked, offers))
        } else {
            format!("not in {places}")
        };
        let name = quoted(&location.name);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((reason, vec![name])),
        }
    }
    let lines: Vec<String> =
        reasons.iter().map(|(reason, names)| format!("{}: {reason}", listed(names, "and"))).collect();
    lines.join("\n")
}

/// `codes` in prose: continent `eu` and country `us`.
fn spell(checked: &Checked<'_>, codes: &[CodeId]) -> String {
    let mut words: Vec<String> = codes
        .iter()
        .take(SPELLED)
        .map(|&id| {
            let code = &checked.table[id];
            format!("{} `{}`", code.attribute.name(), quoted(&code.name))
        })
        .collect();
    if codes.len() > SPELLED {
        words.push(format!("{} more", codes.len() - SPELLED));
    }
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The first place at which a statement attaches a policy.
fn attachment<'a>(statement: &Statement<'a>, policy: &str) -> Option<Name<'a>> {
    statement.list().iter().find(|name| name.value() == policy).copied()
}
