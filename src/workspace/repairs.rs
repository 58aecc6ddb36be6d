//! Which fixes of errors may be offered: findings come in, and a fix that would guess where data goes, or
//! that nobody can apply, is taken from them.

use std::ops::Range;

use crate::diagnostic::errors::{
    UNKNOWN_CODE, UNKNOWN_ENVIRONMENT, UNKNOWN_GROUP, UNKNOWN_PARENT, UNKNOWN_POLICY,
};
use crate::diagnostic::{Diagnostic, Edit};
use crate::reference::other_names;
use crate::syntax::Files;
use crate::syntax::ast::Item;
use crate::syntax::keyword::{Attribute, Keyword};
use crate::text::hidden::is_hidden;

/// Takes from `findings` each fix with an edit that may not be made.
pub(super) fn restrain(findings: &mut [Diagnostic], files: &Files) {
    for finding in findings {
        let is_of_name =
            [&UNKNOWN_CODE, &UNKNOWN_ENVIRONMENT, &UNKNOWN_GROUP, &UNKNOWN_PARENT, &UNKNOWN_POLICY]
                .iter()
                .any(|check| check.name == finding.check.name);
        let may_be_made = |edit: &Edit| {
            !files[edit.span.file].source().is_table()
                && keeps_environment(edit, files)
                && (!is_of_name || is_slip(files.slice(edit.span), &edit.text))
        };
        finding.fix = finding.fix.take().filter(|fix| fix.edits.iter().all(may_be_made));
    }
}

/// Whether a workload or environment is in the same environment after an edit as before.
fn keeps_environment(edit: &Edit, files: &Files) -> bool {
    let file = &files[edit.span.file];
    let range = edit.span.range();
    let statement = file.item_at(range.start).and_then(Item::statement);
    let is_placed = |keyword| matches!(keyword, Keyword::Workload(_) | Keyword::Environment);
    let parent =
        statement.filter(|it| is_placed(it.keyword())).and_then(|it| Some(it.parent()?.span().range()));
    parent.is_none_or(|parent| {
        let source = file.source();
        let before = source.slice(parent.clone());
        let start = source.slice(parent.start..range.start.clamp(parent.start, parent.end));
        let end = source.slice(range.end.clamp(parent.start, parent.end)..parent.end);
        !overlap(&range, &parent) || visible(before) == visible(&[start, &edit.text, end].concat())
    })
}

fn overlap(own: &Range<usize>, other: &Range<usize>) -> bool {
    own.start < other.end && other.start < own.end
}

/// What a name says, whether or not it is quoted.
fn visible(name: &str) -> String {
    name.chars().filter(|&it| it != '"' && !is_hidden(it)).collect()
}

/// Whether `new` is what was meant by `old` for sure, or the same but for a slip in a long run of letters:
/// another number, or a short part that differs, is another place, card or rule.
fn is_slip(old: &str, new: &str) -> bool {
    let (old, new) = (visible(old), visible(new));
    let is_other_name = |attribute| other_names::find(attribute, &old).is_some_and(|code| code == new);
    let (own, other) = (parts(&old), parts(&new));
    let are_alike = |(own, other): (&String, &String)| own == other || (is_long(own) && is_long(other));
    (own.len() == other.len() && own.iter().zip(&other).all(are_alike))
        || Attribute::ALL.into_iter().any(is_other_name)
}

/// The runs of letters, and those of digits, in small letters.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for character in name.chars().flat_map(char::to_lowercase) {
        let sort = (character.is_numeric(), "-_./: ".contains(character));
        match parts.last_mut() {
            _ if sort.1 => {}
            Some(part) if last == Some(sort) => part.push(character),
            _ => parts.push(character.into()),
        }
        last = Some(sort);
    }
    parts
}

/// Whether a part is a run of letters in which a slip can be told from another word.
fn is_long(part: &str) -> bool {
    part.chars().count() > 3 && !part.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_or_short_part_is_no_slip() {
        for (old, new) in [
            ("US", "us"),
            ("\"Paris-1\"", "paris-1"),
            ("pariss-1", "paris-1"),
            ("eu_west1", "eu-west1"),
            ("prodution", "production"),
            ("usa", "us"),
            ("uk", "gb"),
        ] {
            assert!(is_slip(old, new), "{old} {new}");
        }
        for (old, new) in [
            ("eea", "ee"),
            ("any", "an"),
            ("eu-west4", "us-west4"),
            ("paris-2", "paris-1"),
            ("paris2", "paris"),
            ("V100-32GB", "v100"),
            ("aws/eu-east-1", "aws/ap-east-1"),
            ("gdr", "gd"),
            ("h100", "h200"),
            ("euwest", "eu-west"),
        ] {
            assert!(!is_slip(old, new), "{old} {new}");
        }
    }
}
