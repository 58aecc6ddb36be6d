//! Answers for people: lists of codes come in, and a few words go out.

use std::borrow::Cow;

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
        let mut parts: Vec<Part<'n>> = choices.map(part).collect();
        let more = if looks.full { 0 } else { parts.len().saturating_sub(Codes::NAMED) };
        parts.truncate(parts.len() - more);
        Some(Few { parts, more })
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

/// Names, and before those that need it what they are; `needs_kind` also learns whether it is the first of
/// its kind.
fn written(few: &Few<'_>, needs_kind: impl Fn(&Part<'_>, bool) -> bool) -> String {
    let words = words(few, needs_kind);
    match (words.is_empty(), few.more) {
        (true, _) => "nothing".to_owned(),
        (false, 0) => words.join(", "),
        (false, more) => format!("{} and {more} more", words.join(", ")),
    }
}

fn words(few: &Few<'_>, needs_kind: impl Fn(&Part<'_>, bool) -> bool) -> Vec<String> {
    let mut last = None;
    let word = |it: &Part<'_>| {
        let name = quoted(&it.name);
        let behind = if it.is_unlisted { " (unlisted)" } else { "" };
        let is_new = last.replace(it.attribute) != Some(it.attribute);
        let kind = if needs_kind(it, is_new) { format!("{} ", it.attribute.name()) } else { String::new() };
        one_line(&format!("{kind}{name}{behind}"))
    };
    few.parts.iter().map(word).collect()
}

/// The same as [`choices`], word by word, and how many more there are.
pub(super) fn choices_apart(workspace: &Workspace, choices: &[Choice], looks: Looks) -> (Vec<String>, usize) {
    let few = parts(workspace, choices, looks);
    few.map_or_else(Default::default, |few| (words(&few, |_, is_new| is_new), few.more))
}
