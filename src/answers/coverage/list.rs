//! Every edit of a workspace: its statements come in, and each single thing that can be taken out of one goes
//! out, with where it stands.

use std::ops::Range;

use super::options::{Changed, Regroup};
use super::words::EditKind;
use crate::answers::edit::{At, Edits, List, Meaning};
use crate::syntax::Identity;
use crate::syntax::ast::{Body, Statement};
use crate::text::Span;
use crate::workspace::{Checked, Element, GroupId, Kinds, Options, Policy, PolicyId};

/// An edit.
pub(super) struct Made<'c> {
    pub(super) kind: EditKind,
    /// What is taken out, or whose parent is.
    pub(super) span: Span,
    pub(super) statement: Statement<'c>,
    /// The policy that is edited or detached.
    pub(super) policy: Option<PolicyId>,
    pub(super) what: What,
}

/// What an edit does.
pub(super) enum What {
    /// A list without one of its words.
    List(At, List),
    Policy(PolicyId, Meaning),
    Group(Changed),
    /// A workload, or an environment, is in none.
    Leave(At),
}

impl What {
    /// The index of the workload that is edited.
    pub(super) fn workload(&self) -> Option<usize> {
        match self {
            Self::List(At::Workload(index), _) | Self::Leave(At::Workload(index)) => Some(*index),
            _ => None,
        }
    }

    /// The same on what the workspace means.
    pub(super) fn edits(&self) -> Edits {
        let mut edits = Edits::default();
        match self {
            Self::List(at, list) => edits.set_list(*at, list.clone()),
            Self::Policy(policy, meaning) => edits.set_policy(*policy, meaning.clone()),
            Self::Group(changed) => changed.make(&mut edits),
            Self::Leave(At::Workload(index)) => edits.set_environment(*index, None),
            Self::Leave(At::Environment(id)) => edits.set_parent(*id, None),
        }
        edits
    }
}

/// All edits after which the text has no other error than that a workload has nowhere to run, or that a guard
/// does not hold; by place.
pub(super) fn edits(checked: &Checked) -> Vec<Made<'_>> {
    let mut all = Vec::new();
    for (id, policy) in checked.policies().iter() {
        of_policy(checked, id, policy, &mut all);
    }
    let regroup = Regroup::new(checked);
    for (id, group) in checked.groups().iter() {
        let statement = checked.statement(group.statement());
        if !statement.file().source().is_table() {
            of_group(&regroup, id, statement, &mut all);
        }
    }
    for (id, environment) in checked.environments().iter() {
        let statement = checked.statement(environment.statement());
        let at = At::Environment(id);
        detached(checked, statement, at, &mut all);
        if environment.parent().is_some() {
            all.push(leave(EditKind::LeaveParent, statement, at));
        }
    }
    for (index, workload) in checked.workloads().iter().enumerate() {
        let statement = checked.statement_of(workload);
        let at = At::Workload(index);
        detached(checked, statement, at, &mut all);
        if checked.points()[workload.point()].environment().is_some() {
            let outside = Identity { environment: None, ..checked.identity(workload) };
            // There may be one of that name already.
            if checked.workload(&outside).is_none() {
                all.push(leave(EditKind::LeaveEnvironment, statement, at));
            }
        }
    }
    all.sort_by_key(|made| checked.files().order(made.span));
    all
}

fn leave(kind: EditKind, statement: Statement<'_>, at: At) -> Made<'_> {
    Made { kind, span: statement.name().span(), statement, policy: None, what: What::Leave(at) }
}

/// Each word of a list taken out. One that stands there again is attached still.
fn detached<'c>(checked: &'c Checked, statement: Statement<'c>, at: At, all: &mut Vec<Made<'c>>) {
    let names: Vec<_> = statement.list().iter().collect();
    let policies: Vec<PolicyId> = names.iter().filter_map(|name| checked.policy(&name.value())).collect();
    for (index, (name, &policy)) in names.iter().zip(&policies).enumerate() {
        if checked.policies()[policy].options().is_none() {
            continue;
        }
        let rest = policies.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, &id)| id);
        let what = What::List(at, List::new(rest.collect()));
        all.push(Made { kind: EditKind::Detach, span: name.span(), statement, policy: Some(policy), what });
    }
}

fn of_policy<'c>(checked: &'c Checked, id: PolicyId, policy: &Policy, all: &mut Vec<Made<'c>>) {
    let statement = checked.statement(policy.statement());
    let Some(options) = policy.options() else { return };
    let made = |kind, span, meaning| Made {
        kind,
        span,
        statement,
        policy: Some(id),
        what: What::Policy(id, meaning),
    };
    for (kind, span, [rules, exceptions]) in narrower(statement.body(), options) {
        let left = super::options::left(checked, options, &rules, &exceptions);
        if let Some(set) = left {
            all.push(made(kind, span, Meaning::new(Some(set), policy.target())));
        }
    }
    let set = policy.set().cloned();
    if let Some(target) = statement.target_span() {
        let word = Span { end: target.start + WORD, ..target };
        all.push(made(EditKind::RemoveTarget, word, Meaning::new(set.clone(), Kinds::ALL)));
    }
    let kinds = statement.target().unwrap_or_default();
    if kinds.len() > 1 {
        for (index, span) in statement.target_words().enumerate() {
            let rest = kinds.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, &kind)| kind);
            all.push(made(EditKind::RemoveKind, span, Meaning::new(set.clone(), rest.collect())));
        }
    }
}

/// The length of the word `target`.
const WORD: u32 = 6;

fn of_group<'c>(regroup: &Regroup<'c>, id: GroupId, statement: Statement<'c>, all: &mut Vec<Made<'c>>) {
    let options = regroup.checked.groups()[id].options();
    for (kind, span, [rules, exceptions]) in narrower(statement.body(), options) {
        if let Some(changed) = regroup.changed(id, &rules, &exceptions) {
            all.push(Made { kind, span, statement, policy: None, what: What::Group(changed) });
        }
    }
}

/// What rules and exceptions are left where a code, a rule or an exception is taken out.
type Left = [Vec<Element>; 2];

fn narrower(body: Option<Body<'_>>, options: &Options) -> Vec<(EditKind, Span, Left)> {
    let Some(side) = body.map(Body::first) else { return Vec::new() };
    let (rules, exceptions) = (options.rules(), options.exceptions());
    let mut all = Vec::new();
    let mut start = 0;
    for rule in side.rules().iter() {
        let codes = rule.codes();
        let end = start + codes.len();
        if codes.len() > 1 {
            for (name, index) in codes.iter().zip(start..) {
                let left = without(rules, index..index + 1);
                all.push((EditKind::RemoveCode, name.span(), [left, exceptions.to_vec()]));
            }
        }
        if side.rules().len() > 1 || side.except_span().is_some() {
            let left = [without(rules, start..end), exceptions.to_vec()];
            all.push((EditKind::RemoveRule, rule.attribute_span(), left));
        }
        start = end;
    }
    if exceptions.len() > 1 || !rules.is_empty() {
        for ((_, name), index) in side.exceptions().codes().zip(0..) {
            let left = [rules.to_vec(), without(exceptions, index..index + 1)];
            all.push((EditKind::RemoveException, name.span(), left));
        }
    }
    all
}

fn without(elements: &[Element], range: Range<usize>) -> Vec<Element> {
    let all = elements.iter().enumerate();
    all.filter(|(index, _)| !range.contains(index)).map(|(_, &element)| element).collect()
}
