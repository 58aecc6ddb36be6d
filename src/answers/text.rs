//! Answers for people: lists of codes come in and a few words go out; rows come in and a table that fits the
//! terminal goes out.

use unicode_width::UnicodeWidthStr;

use super::words::Choice;
use crate::placement::{PlacementSet, Provisional};
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::table::CodeId;
use crate::text::hidden::one_line;
use crate::workspace::{Codes, Workspace};

/// How an answer is written for people.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Looks {
    /// How many columns there are; `None` for any number.
    pub width: Option<usize>,
    /// Whether there are colours, which only repeat what the words say.
    pub color: bool,
    /// Whether every list is written whole.
    pub full: bool,
}

impl Looks {
    /// Looks of that width.
    #[must_use]
    pub fn new(width: Option<usize>, color: bool, full: bool) -> Self {
        Self { width, color, full }
    }
}

/// A set of a workload in few words: `continent eu, country us`.
#[must_use]
pub fn set(provisional: &Provisional, set: &PlacementSet, policy_type: PolicyType, looks: Looks) -> String {
    codes(provisional.workspace(), &provisional.codes(set, policy_type), looks)
}

/// Codes, none of which lies in another one, in few words; more than five by the groups that are exactly
/// those, else the first five and a number.
#[must_use]
pub fn codes(workspace: &Workspace, codes: &[CodeId], looks: Looks) -> String {
    few_codes(workspace, codes, looks).joined()
}

/// The parts of a difference: `country de, eu (unlisted)`. What is unlisted is left out where there is
/// anything else.
#[must_use]
pub fn choices(workspace: &Workspace, choices: &[Choice], looks: Looks) -> String {
    few(workspace, choices, looks).joined()
}

/// The words of a list, or so many of them that somebody reads them.
#[derive(Clone, Debug)]
pub(super) struct Few {
    /// Names, with what they are before the first of each kind.
    pub(super) words: Vec<String>,
    /// How many more there are.
    pub(super) more: usize,
}

impl Few {
    fn of<'n>(named: impl Iterator<Item = (RuleAttribute, &'n str, bool)>, more: usize) -> Self {
        let mut last = None;
        let words = named.map(|(attribute, name, is_unlisted)| {
            let name = quoted(name);
            let behind = if is_unlisted { " (unlisted)" } else { "" };
            let is_new = last.replace(attribute) != Some(attribute);
            let kind = if is_new { format!("{} ", attribute.name()) } else { String::new() };
            one_line(&format!("{kind}{name}{behind}"))
        });
        Self { words: words.collect(), more }
    }

    fn joined(&self) -> String {
        let words = self.words.join(", ");
        match (words.is_empty(), self.more) {
            (true, _) => "nothing".to_owned(),
            (false, 0) => words,
            (false, more) => format!("{words} and {more} more"),
        }
    }
}

fn few_codes(workspace: &Workspace, codes: &[CodeId], looks: Looks) -> Few {
    let named = if looks.full {
        let named = |&code: &CodeId| {
            (workspace.table()[code].attribute().into(), workspace.table()[code].name().to_owned())
        };
        Codes::all(codes.iter().map(named).collect())
    } else {
        workspace.shorten(codes)
    };
    Few::of(named.named.iter().map(|(attribute, name)| (*attribute, name.as_str(), false)), named.more)
}

/// The same as [`choices`], word by word.
pub(super) fn few(workspace: &Workspace, choices: &[Choice], looks: Looks) -> Few {
    let listed: Vec<&Choice> = choices.iter().filter(|it| !it.unlisted).collect();
    let shown = if listed.is_empty() { choices.iter().collect() } else { listed };
    let found = shown.iter().filter(|it| !it.unlisted).filter_map(|it| match it.attribute {
        RuleAttribute::Code(attribute) => workspace.table().find(attribute, &it.name),
        RuleAttribute::Group => None,
    });
    let found: Vec<CodeId> = found.collect();
    // Places and flavors together are never shortened by groups.
    let types = shown.iter().map(|it| is_place(it.attribute));
    if found.len() == shown.len() && (types.clone().all(|it| it) || types.clone().all(|it| !it)) {
        return few_codes(workspace, &found, looks);
    }
    let most = if looks.full { shown.len() } else { Codes::NAMED };
    let named = shown.iter().take(most).map(|it| (it.attribute, it.name.as_str(), it.unlisted));
    Few::of(named, shown.len().saturating_sub(most))
}

fn is_place(attribute: RuleAttribute) -> bool {
    matches!(attribute, RuleAttribute::Code(it) if it.policy_type() == PolicyType::Location)
}

/// How many columns a column keeps, however narrow the terminal is.
const NARROWEST: usize = 6;

/// What stands between two columns.
const GAP: usize = 2;

/// Rows of cells in columns, two spaces apart; where they do not fit, the widest columns are wrapped.
#[must_use]
pub fn table(rows: &[Vec<String>], width: Option<usize>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let of_column = |column: usize| rows.iter().filter_map(move |row| row.get(column)).map(|it| it.width());
    let mut widths: Vec<usize> = (0..columns).map(|column| of_column(column).max().unwrap_or(0)).collect();
    if let Some(width) = width {
        let gaps = GAP * columns.saturating_sub(1);
        let room = width.saturating_sub(gaps);
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter_mut().max() else { break };
            if *widest <= NARROWEST {
                break;
            }
            *widest -= 1;
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| {
                if cell.width() <= width {
                    return vec![cell.clone()];
                }
                textwrap::wrap(cell, width.max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for line in 0..height {
            let mut shown = String::new();
            for (cell, &width) in cells.iter().zip(&widths) {
                let part = cell.get(line).map_or("", String::as_str);
                shown.push_str(part);
                shown.push_str(&" ".repeat(width.saturating_sub(part.width()) + GAP));
            }
            text.push_str(shown.trim_end());
            text.push('\n');
        }
    }
    text
}
