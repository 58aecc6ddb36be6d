//! What statements name and are called, as a report says it.

use super::model::Side;
use crate::answers::words::Choice;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, RuleAttribute};
use crate::table::CodeId;
use crate::workspace::{Checked, Element, Kinds, Options, PolicyId};

/// What people call what a statement is about.
pub(super) fn label(statement: Statement<'_>) -> Option<String> {
    statement.label().map(|it| it.value().into_owned())
}

/// What rules and their exceptions name, as they are written.
pub(super) fn side(workspace: &Checked, options: &Options) -> Side {
    let choices = |elements: &[Element]| elements.iter().map(|&it| choice(workspace, it)).collect();
    Side { rules: choices(options.rules()), except: choices(options.exceptions()) }
}

/// Kinds in words.
pub(super) fn kinds(target: Kinds) -> String {
    if target == Kinds::ALL {
        return "all kinds".to_owned();
    }
    target.iter().map(Kind::plural).collect::<Vec<_>>().join(", ")
}

fn choice(workspace: &Checked, element: Element) -> Choice {
    match element {
        Element::Code(code) => Choice::code(workspace.table(), code),
        Element::Group(group) => Choice::new(RuleAttribute::Group, workspace.groups()[group].name()),
    }
}

/// Codes by number.
pub(super) fn indices(codes: &[CodeId]) -> Vec<usize> {
    codes.iter().map(|it| it.index()).collect()
}

/// The policies of a list by number, each once.
pub(super) fn policies(attached: &[PolicyId]) -> Vec<usize> {
    let mut policies: Vec<usize> = attached.iter().map(|it| it.index()).collect();
    policies.sort_unstable();
    policies.dedup();
    policies
}
