//! What a report says of guards: whether each holds, and which workloads break it.

use std::any::Any;

use rustc_hash::FxHashMap;

use super::elements::{kinds, label, side};
use super::model::{Guard, State};
use super::texts::Texts;
use crate::answers::why::OWN;
use crate::answers::words::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::placement::{Provisional, Violation, Witness};
use crate::syntax::Identity;
use crate::syntax::keyword::Form;
use crate::workspace::{self, Checked, EnvironmentId};

/// What a guard that does not hold is found under.
pub(super) const VIOLATED: &str = "guard-violated";

pub(super) fn guards(provisional: &Provisional, texts: &mut Texts) -> Vec<Guard> {
    let workspace = provisional.workspace();
    let findings = provisional.findings();
    let are_judged = findings.iter().all(|it| it.check.name == VIOLATED);
    let violations: FxHashMap<String, (&Diagnostic, &Violation)> = findings
        .iter()
        .filter_map(|finding| {
            let fact: &dyn Any = &*finding.fact;
            let violation = fact.downcast_ref::<Violation>()?;
            Some((violation.guard.clone(), (finding, violation)))
        })
        .collect();
    let mut numbers: FxHashMap<Identity, usize> = FxHashMap::default();
    if !violations.is_empty() {
        let workloads = workspace.workloads().iter().enumerate();
        numbers.extend(workloads.map(|(index, it)| (workspace.identity(it), index)));
    }
    let guards = workspace.guards().values().iter().map(|guard| {
        let found = violations.get(guard.name()).copied();
        let state = match found {
            Some((finding, _)) if finding.severity == Severity::Error => State::Violated,
            Some(_) => State::Warned,
            None if are_judged => State::Holds,
            None => State::NotJudged,
        };
        let words = found.map(|(finding, _)| finding.fact.words());
        let (message, help) = words.map_or((None, None), |it| (Some(it.message), it.help));
        let witnesses = found.map_or_else(Vec::new, |(_, violation)| {
            let witness = |it: &Witness| {
                let sentence = format!("`{OWN}` {}", violation.witness_words(it));
                Some((*numbers.get(&it.workload)?, texts.number(&sentence)))
            };
            violation.witnesses.iter().filter_map(witness).collect()
        });
        let (witnesses, sentences) = witnesses.into_iter().unzip();
        let statement = workspace.statement(guard.statement());
        Guard {
            name: guard.name().to_owned(),
            label: label(statement),
            form: match (guard.form(), guard.joint()) {
                (Form::Excludes, Some(_)) => "excludes-and",
                (form, _) => form.name(),
            },
            sides: [Some(guard.options()), guard.joint()]
                .into_iter()
                .flatten()
                .map(|it| side(workspace, it))
                .collect(),
            environment: guard.environment().map(EnvironmentId::index),
            target: guard.target().iter().collect(),
            targets: texts.number(&kinds(guard.target())),
            covered: covered(workspace, guard),
            state,
            message,
            help,
            witnesses,
            sentences,
            place: Place::of(workspace, statement.name().span()),
        }
    });
    guards.collect()
}

/// How many workloads a guard covers.
fn covered(workspace: &Checked, guard: &workspace::Guard) -> usize {
    let covers = workspace.points().map(|(_, point)| {
        let is_in = |environment| workspace.upwards(point.environment()).any(|it| it == environment);
        guard.target().has(point.kind()) && guard.environment().is_none_or(is_in)
    });
    workspace.workloads().iter().filter(|it| covers[it.point()]).count()
}
