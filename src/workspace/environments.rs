//! Environments with their parents and lists as ids, and the guards that hold in them.

use super::bind::Names;
use super::circles;
use super::declare::Declared;
use super::define::GuardRules;
use super::definitions::{Attachments, Environment, EnvironmentId, Guard};

use super::kinds::Kinds;
use super::messages::Fault;
use super::missing::Missing;
use super::model::Point;
use crate::arena::{Arena, IdMap, Interner};
use crate::diagnostic::Diagnostic;
use crate::syntax::Files;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Keyword;
use crate::table::Namespace;

/// The environments of all statements, in name order. Those in a circle are in nothing.
pub(super) fn environments<'f>(
    files: &Files,
    declared: &Declared<'f>,
    names: &Names<'_, 'f>,
    lists: &mut Interner<Attachments>,
    findings: &mut Vec<Diagnostic>,
    missing: &mut Vec<Missing<'f>>,
) -> Arena<Environment> {
    let mut list = Vec::new();
    let statements = declared.of(Namespace::Environment);
    let mut environments = Arena::of(statements.iter().map(|(name, statement)| Environment {
        name: (**name).into(),
        statement: statement.id(),
        parent: None,
        attachments: lists.intern(names.attachments(statement.list(), &mut list, missing).policies),
    }));
    let known = names.with_environments(&environments);
    let parents: Vec<Option<EnvironmentId>> = statements
        .iter()
        .map(|(_, statement)| known.environment(statement.parent(), missing).unwrap_or(None))
        .collect();
    for statement in declared.later().filter(|later| later.keyword() == Keyword::Environment) {
        names.attachments(statement.list(), &mut list, missing);
        // Only what is wrong with it is asked for.
        let _ = known.environment(statement.parent(), missing);
    }
    drop(known);
    let references: Vec<Vec<usize>> =
        parents.iter().map(|parent| parent.iter().map(|id| id.index()).collect()).collect();
    let ids: Vec<EnvironmentId> = environments.ids().collect();
    for part in circles::ordered(&references) {
        let is_circle = circles::is_circle(&part, &references);
        if is_circle {
            let members: Vec<Statement<'f>> =
                part.iter().filter_map(|&it| statements.get(it)).map(|(_, statement)| *statement).collect();
            let parent = |statement: Statement<'f>| statement.parent().into_iter().collect();
            let fault = |names, references| Fault::EnvironmentCycle { names, references };
            findings.extend(circles::finding(files, members, parent, fault));
        }
        for index in part {
            if let (Some(&id), Some(&parent)) = (ids.get(index), parents.get(index)) {
                environments[id].parent = parent.filter(|_| !is_circle);
            }
        }
    }
    environments
}

/// The guards in name order; those of an environment that is not declared are reported and left out.
pub(super) fn guards<'f>(
    rules: Vec<GuardRules<'f>>,
    declared: &Declared<'f>,
    names: &Names<'_, 'f>,
    missing: &mut Vec<Missing<'f>>,
) -> Arena<Guard> {
    let guards = rules.into_iter().filter_map(|rules| {
        let environment = names.environment(rules.statement.parent(), missing).ok()?;
        Some(Guard {
            name: (*rules.statement.name().value()).into(),
            statement: rules.statement.id(),
            environment,
            form: rules.form,
            target: rules.target,
            options: rules.options,
            joint: rules.joint,
        })
    });
    let guards = Arena::of(guards.collect::<Vec<_>>());
    for later in declared.later().filter(|later| later.keyword() == Keyword::Guard) {
        // Only what is wrong with it is asked for.
        let _ = names.environment(later.parent(), missing);
    }
    guards
}

/// The kinds of the workloads in each environment and below it.
pub(super) fn occurring(
    environments: &Arena<Environment>,
    points: &Arena<Point>,
) -> IdMap<Environment, Kinds> {
    let mut occurring = environments.map(|_| Kinds::NONE);
    for point in points.values() {
        let mut next = point.environment;
        while let Some(id) = next {
            let with = occurring[id].union(Kinds::of(point.kind));
            // What is above has them all already.
            if with == occurring[id] {
                break;
            }
            occurring[id] = with;
            next = environments[id].parent;
        }
    }
    occurring
}
