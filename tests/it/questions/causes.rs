//! Causes against the same edits made by name, of which everything is counted anew.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bpol::Configuration;
use bpol::answers::diff::{Cause, Diff, EditKind, Moved};
use bpol::answers::words::PointName;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::diff::{compared, of_texts};
use super::worlds::{Edit, World};
use crate::model::{Model, Workload};
use crate::properties::cases;
use crate::random;

fn find<'m>(model: &'m Model, moved: &Moved, environment: Option<&str>) -> Option<&'m Workload> {
    let is = |it: &&Workload| {
        it.kind == moved.kind.name() && it.name == moved.name && it.environment.as_deref() == environment
    };
    model.workloads.iter().find(is)
}

fn key(cause: &Cause) -> Edit {
    let environment = match &cause.point {
        Some(PointName::Environment(name)) => Some(name.clone()),
        _ => None,
    };
    (cause.edit, cause.name.clone(), environment)
}

/// The causes of a change, and whether they are jointly with others only.
fn expected(old: &World, new: &World) -> Vec<(Edit, bool)> {
    let edits = old.edits(new);
    let (old, new) = (old.with(new), new.with(old));
    let sides = [&old, &new];
    let alone = |edit: &Edit| {
        let edit = std::slice::from_ref(edit);
        [(&new, new.edited(&old, edit)), (&old, old.edited(&new, edit))]
    };
    let is_cause =
        |edit: &Edit| alone(edit).iter().any(|(of, it)| it.as_ref().is_some_and(|it| of.differs(it)));
    let mut rest = old.items(&new);
    for (of, world) in edits.iter().flat_map(alone) {
        if let Some(world) = world {
            rest.retain(|item| world.state(item, sides) == of.state(item, sides));
        }
    }
    let gives = |edits: &[Edit]| {
        old.edited(&new, edits)
            .is_some_and(|it| rest.iter().all(|item| it.state(item, sides) == new.state(item, sides)))
    };
    let mut joint = if rest.is_empty() { Vec::new() } else { edits.clone() };
    if gives(&joint) {
        for edit in &edits {
            let without: Vec<Edit> = joint.iter().filter(|it| *it != edit).cloned().collect();
            if gives(&without) {
                joint = without;
            }
        }
    } else {
        joint.clear();
    }
    let all = edits.into_iter().map(|edit| (is_cause(&edit), joint.contains(&edit), edit));
    all.filter(|(alone, jointly, _)| *alone || *jointly).map(|(alone, _, edit)| (edit, !alone)).collect()
}

/// Who changed, with the causes as they are listed.
fn listed(diff: &Diff) -> Vec<(&Moved, Vec<(Edit, bool)>)> {
    let all = diff.groups.iter().flat_map(|group| {
        let causes = group.causes.iter().map(|it| (key(it), it.jointly));
        group.workloads.iter().map(move |it| (it, causes.clone().collect()))
    });
    all.collect()
}

/// What an edit is the other way round.
fn mirrored((edit, name, environment): Edit) -> Edit {
    let edit = match edit {
        EditKind::Attached => EditKind::Detached,
        EditKind::Detached => EditKind::Attached,
        EditKind::WorkloadAdded => EditKind::WorkloadRemoved,
        EditKind::WorkloadRemoved => EditKind::WorkloadAdded,
        edit => edit,
    };
    (edit, name, environment)
}

/// Looks at every cause of a change, and gives the edits that came up, and whether jointly.
pub(super) fn check(one: &Model, other: &Model) -> Result<Vec<(EditKind, bool)>, TestCaseError> {
    let mut seen = Vec::new();
    let analyses = [one, other].map(|it| it.render(0).analyse(Configuration::default()));
    if analyses.iter().any(|it| it.provisional().is_err()) {
        return Ok(seen);
    }
    let found = compared(&analyses[0], &analyses[1]);
    let back = compared(&analyses[1], &analyses[0]);
    let returning = listed(&back);
    for (moved, causes) in listed(&found) {
        let was = moved.was.clone().unwrap_or_else(|| moved.environment.clone());
        seen.extend(causes.iter().map(|((edit, ..), jointly)| (*edit, *jointly)));
        let old = find(one, moved, was.as_deref());
        let (Some(old), Some(new)) = (old, find(other, moved, moved.environment.as_deref())) else {
            let whole = if old.is_none() { EditKind::WorkloadAdded } else { EditKind::WorkloadRemoved };
            prop_assert_eq!(causes, [((whole, None, None), false)]);
            continue;
        };
        let (old, new) = (World::new(one, old), World::new(other, new));
        prop_assert_eq!(&causes, &expected(&old, &new), "{:?}", moved);

        // The other way round each edit does the same, but for what many do together.
        let is_it = |it: &Moved| (it.kind, &it.name, &it.environment) == (moved.kind, &moved.name, &was);
        let (_, returned) = returning.iter().find(|(it, _)| is_it(it)).unwrap();
        let alone = |all: &[(Edit, bool)], mirror: fn(Edit) -> Edit| -> BTreeSet<Edit> {
            all.iter().filter(|(_, jointly)| !jointly).map(|(edit, _)| mirror(edit.clone())).collect()
        };
        prop_assert_eq!(alone(&causes, mirrored), alone(returned, |it| it), "{:?}", moved);
    }
    Ok(seen)
}

#[test]
fn each_cause_is_one_and_none_is_missing() {
    let seen = RefCell::new(BTreeMap::new());
    let pairs = (random::model(), any::<u64>());
    let looked_at = TestRunner::new(cases(96)).run(&pairs, |(one, seed)| {
        for it in check(&one, &random::edited(&one, seed))? {
            *seen.borrow_mut().entry(it).or_insert(0) += 1;
        }
        Ok(())
    });
    looked_at.unwrap();
    eprintln!("{:#?}", seen.borrow());
}

fn causes(old: &str, new: &str) -> Vec<String> {
    let diff = of_texts(old, new);
    let all = diff.groups.iter().flat_map(|it| &it.causes).map(|it| {
        let line = it.place.as_ref().map_or(0, |it| it.line);
        let jointly = if it.jointly { " jointly" } else { "" };
        format!("{} {} {line}{jointly}", it.edit.name(), it.name.as_deref().unwrap_or("-"))
    });
    all.collect()
}

#[test]
fn edits_are_told_apart() {
    let groups = |codes: &str| {
        format!("group g < country in [{codes}] >\npolicy p < group in [g] >\nmodel a < attach [p] >")
    };
    assert_eq!(causes(&groups("fr"), &groups("fr, us")), ["group-edited g 1"]);
    let tables = |more: &str| {
        format!(
            "policy p < continent in [eu] except country in [fr] >\nmodel a < attach [p] >\ncountry es in eu\n{more}"
        )
    };
    assert_eq!(causes(&tables(""), &tables("country de in eu")), ["table-changed - 0"]);
    let fleets = |offers: &str| format!("model a\nlocation lab in fr < offers [{offers}] >");
    assert_eq!(causes(&fleets("t4"), &fleets("t4, x86")), ["fleet-changed lab 2"]);
    // A renamed policy with equal meaning is no edit, and no change.
    let renamed = |name: &str| format!("policy {name} < country in [fr] >\nmodel a < attach [{name}] >");
    assert_eq!(of_texts(&renamed("p"), &renamed("q")).groups, []);
    assert_eq!(causes("", "model a"), ["workload-added - 1"]);
}

#[test]
fn what_no_edit_does_alone_two_do_together() {
    let text = |codes: &str| {
        let policy = |name| format!("policy {name} < country in [{codes}] >\n");
        let policies: String = ["p", "p2", "q", "q2"].map(policy).concat();
        format!("{policies}environment e < attach [p, p2] >\nmodel a in e < attach [q, q2] >")
    };
    let expected = ["policy-edited p2 2 jointly", "policy-edited q2 4 jointly"];
    assert_eq!(causes(&text("fr"), &text("fr, us")), expected);
}
