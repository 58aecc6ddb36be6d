//! What stands above a statement: a view comes in, who uses each policy, environment, guard and group goes
//! out.

use super::compared;
use super::facts::named_by;
use crate::diagnostic::count;
use crate::editor::view::{Meaning, View};
use crate::syntax::ast::{Item, Statement};
use crate::syntax::keyword::Keyword;
use crate::table::Namespace;
use crate::text::Span;

/// A lens on the line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::editor) struct Lens {
    /// The byte of the keyword.
    pub(in crate::editor) at: usize,
    /// What it says.
    pub(in crate::editor) title: String,
}

/// The lenses of a document, in the order of the text.
pub(in crate::editor) fn lenses(view: &View<'_>) -> Vec<Lens> {
    let Some(meaning) = view.meaning.as_ref().filter(|_| view.settings.lenses) else { return Vec::new() };
    let mut lenses: Vec<Lens> =
        compared::lens_of_file(view).into_iter().map(|title| Lens { at: 0, title }).collect();
    for statement in view.parsed.statements() {
        let titles = title(meaning, statement).into_iter().chain(compared::lens(meaning, statement));
        let at = statement.span().range().start;
        lenses.extend(titles.map(|title| Lens { at, title }));
    }
    lenses
}

/// Every use of what the statement at a byte declares, where there is a statement.
pub(in crate::editor) fn uses_at<'s>(view: &View<'s>, byte: usize) -> Option<&'s [Span]> {
    let meaning = view.meaning.as_ref()?;
    let Some(Item::Statement(statement)) = view.parsed.item_at(byte) else { return None };
    let namespace = Namespace::of_keyword(statement.keyword())?;
    Some(meaning.uses().places(namespace, &statement.name().value()))
}

fn title(meaning: &Meaning<'_>, statement: Statement<'_>) -> Option<String> {
    let workspace = meaning.analysis.workspace();
    let name = statement.name().value();
    let reach = meaning.reach();
    match statement.keyword() {
        Keyword::Policy => {
            let it = reach.policy(workspace.policy(&name)?);
            let [environments, workloads, applies] = [
                (it.environments.len(), "environment", "environments"),
                (it.workloads.len(), "workload", "workloads"),
                (it.applies, "workload", "workloads"),
            ]
            .map(|(number, one, many)| (number > 0).then(|| count(number, one, many)));
            let to: Vec<String> = environments.into_iter().chain(workloads).collect();
            if to.is_empty() {
                return Some("attached nowhere".to_owned());
            }
            let applies = applies.map_or_else(String::new, |it| format!(" · takes part for {it}"));
            Some(format!("attached to {}{applies}", to.join(", ")))
        }
        Keyword::Environment => Some(match reach.workloads(workspace.environment(&name)?) {
            0 => "no workloads".to_owned(),
            number => count(number, "workload", "workloads"),
        }),
        Keyword::Guard => {
            let covers = reach.covered(workspace.guard(&name)?);
            let broken = match meaning.broken_by(&name).map_or(0, |it| it.len()) {
                0 => String::new(),
                number => format!(" · broken by {number}"),
            };
            Some(format!("covers {}{broken}", count(covers, "workload", "workloads")))
        }
        Keyword::Group => Some(named_by(reach.group(workspace.group(&name)?))),
        Keyword::Workload(_) | Keyword::Code(_) => None,
    }
}
