//! `other-name`: a code of the workspace that is only another name of one that the table has.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::reference::other_names;
use crate::syntax::ast::{Item, Statement};
use crate::syntax::keyword::{Attribute, Keyword};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "other-name",
        level: Level::Warn,
        summary: "a code is another name of a country or flavor that the table has",
        why: "\
Two codes are two things. Where the table has `gb` and the workspace declares `uk`, a location in `uk` is not in `gb`,
and a policy about `gb` passes it over. So does `country FR` beside `fr`, since codes are compared byte for byte.

The names are those that people use for codes of the table `world`: what a country is called, other standards, the words
of vendors for hardware. Where hardware is called otherwise, declare an alias.",
        bad: Example::Text(
            "\
country usa in na

policy america < country in [usa] >

model llama < attach [america] >
",
        ),
        good: Example::Text("policy america < country in [us] >\n\nmodel llama < attach [america] >\n"),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let files = context.workspace().files().iter().filter(|file| !file.source().is_table());
    let statements = files.flat_map(|file| file.declarations()).filter_map(Item::statement);
    findings.extend(statements.filter_map(|statement| one(context, statement)));
}

fn one(context: &Context<'_>, statement: Statement<'_>) -> Option<Diagnostic> {
    let Keyword::Code(attribute @ (Attribute::Country | Attribute::Cpu | Attribute::Gpu)) =
        statement.keyword()
    else {
        return None;
    };
    let workspace = context.workspace();
    let name = statement.name().value();
    let codes = other_names::meant(attribute, &name);
    let codes = codes.filter_map(|code| workspace.table().find(attribute, &code));
    let code = codes.map(|id| &workspace.table()[id]).find(|code| code.statement() != statement.id())?;
    let fact = Finding::OtherName {
        attribute,
        is_case: code.name() == name.to_lowercase(),
        name: name.into_owned(),
        code: code.name().to_owned(),
    };
    let declared = workspace.statement(code.statement()).name().span();
    Some(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()).with_related(declared))
}
