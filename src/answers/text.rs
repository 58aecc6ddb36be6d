//! Answers for people: lists of codes come in and a few words go out; rows come in and a table that fits the
//! terminal goes out.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::words::Choice;
use crate::placement::{PlacementSet, Provisional};
use crate::syntax::keyword::{Attribute, PolicyType, RuleAttribute};
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
    written(&few(workspace, codes, looks), |_, is_new| is_new)
}

/// The same without what each of them is, where nothing else of its type has its name: `eu, us`.
#[must_use]
pub fn names(workspace: &Workspace, choices: &[Choice], looks: Looks) -> String {
    let is_other =
        |own: Attribute, other: &Attribute| *other != own && other.policy_type() == own.policy_type();
    let needs_kind = |it: &Part<'_>, is_new: bool| match it.attribute {
        RuleAttribute::Code(own) => Attribute::ALL
            .iter()
            .filter(|other| is_other(own, other))
            .any(|other| workspace.table().find(*other, &it.name).is_some()),
        RuleAttribute::Group => is_new,
    };
    parts(workspace, choices, looks).map_or_else(|| "nothing".to_owned(), |it| written(&it, needs_kind))
}

/// The parts of a difference: `country de, eu (unlisted)`. What is unlisted is left out where there is
/// anything else.
#[must_use]
pub fn choices(workspace: &Workspace, choices: &[Choice], looks: Looks) -> String {
    parts(workspace, choices, looks)
        .map_or_else(|| "nothing".to_owned(), |it| written(&it, |_, is_new| is_new))
}

/// Some of what there is, and how much more.
pub(super) struct Few<'n> {
    pub(super) parts: Vec<Part<'n>>,
    pub(super) more: usize,
}

/// A code, a group, or what is unlisted of a code.
pub(super) struct Part<'n> {
    pub(super) attribute: RuleAttribute,
    pub(super) name: Cow<'n, str>,
    pub(super) is_unlisted: bool,
}

/// What is written of the parts of a difference; `None` where there is none.
pub(super) fn parts<'n>(workspace: &Workspace, choices: &'n [Choice], looks: Looks) -> Option<Few<'n>> {
    let all = |choices: &mut dyn Iterator<Item = &'n Choice>| {
        let part = |it: &'n Choice| Part {
            attribute: it.attribute,
            name: it.name.as_str().into(),
            is_unlisted: it.unlisted,
        };
        Some(Few { parts: choices.map(part).collect(), more: 0 })
    };
    let listed: Vec<&Choice> = choices.iter().filter(|it| !it.unlisted).collect();
    match (choices, listed.as_slice()) {
        ([], _) => return None,
        (unlisted, []) => return all(&mut unlisted.iter()),
        _ => {}
    }
    let found = listed.iter().filter_map(|it| match it.attribute {
        RuleAttribute::Code(attribute) => workspace.table().find(attribute, &it.name),
        RuleAttribute::Group => None,
    });
    let found: Vec<CodeId> = found.collect();
    // Places and flavors together are never shortened by groups.
    let types = listed.iter().map(|it| is_place(it.attribute));
    if found.len() == listed.len() && (types.clone().all(|it| it) || types.clone().all(|it| !it)) {
        return Some(few(workspace, &found, looks));
    }
    all(&mut listed.into_iter())
}

fn few(workspace: &Workspace, codes: &[CodeId], looks: Looks) -> Few<'static> {
    let named = if looks.full {
        let named = |&code: &CodeId| {
            (workspace.table()[code].attribute().into(), workspace.table()[code].name().to_owned())
        };
        Codes::all(codes.iter().map(named).collect())
    } else {
        workspace.shorten(codes)
    };
    let part = |(attribute, name): (_, String)| Part { attribute, name: name.into(), is_unlisted: false };
    Few { parts: named.named.into_iter().map(part).collect(), more: named.more }
}

fn is_place(attribute: RuleAttribute) -> bool {
    matches!(attribute, RuleAttribute::Code(it) if it.policy_type() == PolicyType::Location)
}

/// Names, and before those that need it what they are; `needs_kind` also learns whether it is the first of its
/// kind.
fn written(few: &Few<'_>, needs_kind: impl Fn(&Part<'_>, bool) -> bool) -> String {
    if few.parts.is_empty() {
        return "nothing".to_owned();
    }
    let mut last = None;
    let words = few.parts.iter().map(|it| {
        let name = quoted(&it.name);
        let behind = if it.is_unlisted { " (unlisted)" } else { "" };
        let is_new = last.replace(it.attribute) != Some(it.attribute);
        let kind = if needs_kind(it, is_new) { format!("{} ", it.attribute.name()) } else { String::new() };
        one_line(&format!("{kind}{name}{behind}"))
    });
    let words = words.collect::<Vec<_>>().join(", ");
    if few.more > 0 { format!("{words} and {} more", few.more) } else { words }
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
