//! What is said of the word at a byte: a view and a byte come in, the statement that is meant and what is
//! known of it go out.

use std::ops::Range;

use super::at::{Meaning, at};
use super::facts::{facts, unresolved};
use super::lines::Line;
use crate::diagnostic::page::page;
use crate::diagnostic::{Check, count};
use crate::editor::view::{self, View};
use crate::format::format;
use crate::syntax::ast::Item;
use crate::syntax::gloss::{Gloss, connective};
use crate::syntax::keyword::{Attribute, RuleAttribute};
use crate::syntax::{self, Parsed, Role, Word};
use crate::text::Source;
use crate::text::hidden::printable;
use crate::workspace::Workspace;

/// How many lines of a statement are shown where there are no more; one less where there are.
const STATEMENT: usize = 10;

/// How many lines of documentation are shown.
const DOCUMENTATION: usize = 20;

/// What is said of a word.
#[derive(Clone, Debug)]
pub(in crate::editor) struct Hover {
    /// The word.
    pub(in crate::editor) range: Range<usize>,
    /// What is said of it.
    pub(in crate::editor) says: Says,
}

/// What is said of a word.
#[derive(Clone, Debug)]
pub(in crate::editor) enum Says {
    /// A statement or a shape, what its author says of it, and what is known of it.
    Statement {
        /// As the language has it.
        text: String,
        /// The lines of the comments above it.
        documentation: Vec<String>,
        /// What is known.
        facts: Vec<Line>,
    },
    /// A setting of `bpol.toml`, and what is known of it.
    Setting {
        /// As TOML has it.
        text: String,
        /// What is known.
        facts: Vec<Line>,
    },
    /// The page of a check, in Markdown.
    Page(&'static Check),
}

impl Says {
    /// In Markdown.
    pub(in crate::editor) fn markdown(&self) -> String {
        match self {
            Self::Page(check) => page(check),
            Self::Setting { text, facts } => {
                let facts: Vec<String> = facts.iter().map(|it| format!("- {}", it.markdown())).collect();
                format!("{}\n\n{}", block("toml", text), facts.join("\n"))
            }
            Self::Statement { text, documentation, facts } => {
                let mut parts = vec![block("bpol", text)];
                if !documentation.is_empty() {
                    let lines: Vec<String> =
                        documentation.iter().map(|it| super::lines::escaped(it)).collect();
                    parts.push(lines.join("  \n"));
                }
                let facts: Vec<String> = facts.iter().map(|it| format!("- {}", it.markdown())).collect();
                if !facts.is_empty() {
                    parts.push(facts.join("\n"));
                }
                parts.join("\n\n")
            }
        }
    }

    /// Without marks.
    pub(in crate::editor) fn plain(&self) -> String {
        match self {
            Self::Page(check) => page(check),
            Self::Setting { text, facts } => {
                let facts: Vec<String> = facts.iter().map(|it| format!("- {}", it.plain())).collect();
                format!("{text}\n\n{}", facts.join("\n"))
            }
            Self::Statement { text, documentation, facts } => {
                let facts: Vec<String> = facts.iter().map(|it| format!("- {}", it.plain())).collect();
                let parts = [text.clone(), documentation.join("\n"), facts.join("\n")];
                parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n")
            }
        }
    }
}

/// What is said of the word at a byte.
pub(in crate::editor) fn hover(view: &View<'_>, byte: usize) -> Option<Hover> {
    let meaning = view.meaning.as_ref()?;
    let workspace = meaning.analysis.workspace();
    let found = at(workspace, view.parsed, byte)?;
    let says = match &found.meaning {
        Meaning::Name(entity, _) => {
            let declarations = workspace.declarations(entity);
            said(meaning, workspace, declarations.first()?.item)?
        }
        Meaning::Keyword(keyword) => glossed(keyword.gloss()),
        Meaning::Connective => joins(view, workspace, found.word)?,
        Meaning::Attribute(attribute) => self::attribute(workspace, *attribute),
        Meaning::Lint(check) => Says::Page(check),
        Meaning::Kind(_) => return None,
    };
    Some(Hover { range: found.range, says })
}

/// What is said of a word that joins parts: `in` behind an attribute belongs to the rule, and in a limit of
/// tokens `or` joins no rules.
fn joins(view: &View<'_>, workspace: &Workspace, word: Word<'_>) -> Option<Says> {
    let end = word.span().range().start;
    let start = view.parsed.item_at(end).map_or(end, |item| item.span().range().start);
    let before = view.parsed.words_in(start..end);
    let before: Vec<&Word<'_>> = before.iter().filter(|it| it.span().range().end <= end).collect();
    let opens_limit = |it: &&Word<'_>| it.role() == Role::Connective && it.text() == "tokens";
    let text = match (word.text(), before.last().map(|it| it.role())) {
        ("in", Some(Role::Attribute(of))) => return Some(attribute(workspace, of)),
        ("or", _) if before.iter().any(opens_limit) => "tokens",
        (text, _) => text,
    };
    connective(text).map(glossed)
}

/// A text between more backticks than it has in a row.
fn block(language: &str, text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{text}\n{fence}")
}

fn glossed(gloss: Gloss) -> Says {
    let facts = vec![Line::default().words(gloss.line)];
    Says::Statement { text: gloss.shape.to_owned(), documentation: Vec::new(), facts }
}

fn attribute(workspace: &Workspace, attribute: RuleAttribute) -> Says {
    let line = match attribute {
        RuleAttribute::Code(attribute) => {
            let number = workspace.table().of(attribute).len();
            let codes = count(number, attribute.name(), Attribute::plural(attribute));
            format!("of the type {}: {codes} in the table", attribute.policy_type().name())
        }
        RuleAttribute::Group => {
            let groups = count(workspace.groups().len(), "group", "groups");
            format!("of the type of its rules: {groups} in the table")
        }
    };
    let text =
        format!("{attribute} in [{}, …]", if attribute == RuleAttribute::Group { "GROUP" } else { "CODE" });
    Says::Statement { text, documentation: Vec::new(), facts: vec![Line::default().words(&line)] }
}

/// What is said of a statement, or of a stretch that is none.
pub(super) fn said(meaning: &view::Meaning<'_>, workspace: &Workspace, item: Item<'_>) -> Option<Says> {
    let file = workspace.files().tree(item.span().file)?;
    let written = file.text().get(item.span().range())?;
    let (documentation, facts) = match item {
        Item::Statement(statement) => (statement.documentation(), facts(meaning, statement)),
        Item::Broken(broken) => (Vec::new(), unresolved(meaning, broken.span())),
    };
    let documentation = documentation.into_iter().take(DOCUMENTATION).map(printable);
    Some(Says::Statement { text: shown(written), documentation: documentation.collect(), facts })
}

/// A statement as the formatter lays it out, where it is whole; its first lines.
fn shown(written: &str) -> String {
    let parsed: Parsed = syntax::parse(Source::new("hover.bpol", written.as_bytes().to_vec()));
    let text = format(&parsed).unwrap_or_else(|_| written.to_owned());
    let text = printable(text.trim_end());
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= STATEMENT {
        return text;
    }
    let first: Vec<&str> = lines.into_iter().take(STATEMENT - 1).collect();
    format!("{}\n…", first.join("\n"))
}
