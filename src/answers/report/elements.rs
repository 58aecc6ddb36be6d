//! What statements name and are called, as a report says it.

use super::model::Side;
use crate::answers::words::Choice;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, RuleAttribute};
use crate::workspace::{Checked, Element, Kinds, Options};

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
