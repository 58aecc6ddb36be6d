//! `[guards]` of `bpol.toml`: choices come in; the levels of guards go out, and a failure where there is no
//! such guard.

use super::beyond::Beyond;
use super::config_values::{GuardChoice, Reader};
use super::failure::Failure;
use crate::diagnostic::listed;
use crate::placement::GuardLevels;
use crate::suggest::{Budget, Candidate, Index};
use crate::syntax::ast::{Item, Parsed};
use crate::syntax::keyword::Keyword;
use crate::text::hidden::one_line;
use crate::workspace::{Guard, Workspace};

/// The levels that were chosen.
pub(crate) fn levels(choices: &[GuardChoice]) -> GuardLevels {
    let mut levels = GuardLevels::default();
    for choice in choices {
        levels.warn(&*choice.name, choice.until);
    }
    levels
}

/// Fails where a choice is about no guard of the workspace: what it was meant to weaken is not known.
/// A file that was not read may declare it.
pub(crate) fn check(
    choices: &[GuardChoice],
    workspace: &Workspace,
    beyond: Option<&Beyond>,
) -> Result<(), Failure> {
    let mut unknown: Vec<&GuardChoice> =
        choices.iter().filter(|choice| workspace.guard(&choice.name).is_none()).collect();
    // The parser keeps them by name; the first in the file is told of.
    unknown.sort_by_key(|choice| choice.range.start);
    for choice in unknown {
        // A guard that something is wrong with is one all the same.
        let files = workspace.files();
        if files.iter().any(|file| may_declare(file, &choice.name))
            || beyond.is_some_and(|it| it.files().iter().any(|file| may_declare(file, &choice.name)))
        {
            continue;
        }
        let names: Vec<&str> = workspace.guards().values().iter().map(Guard::name).collect();
        let index = Index::new(names.iter().enumerate().map(|(owner, name)| Candidate::name(name, owner)));
        let near = index.nearest(&choice.name, &mut Budget::default());
        let near: Vec<&str> = near.iter().flat_map(|near| &near.found).map(|guard| guard.name).collect();
        let help = match (near.as_slice(), names.len()) {
            ([], 0) => "the workspace has no guard: delete the line".to_owned(),
            ([], 1..=12) => format!("the guards are {}", listed(&names, "and")),
            ([], _) => "delete the line, or name a guard of the workspace".to_owned(),
            (near, _) => format!("did you mean {}?", listed(near, "or")),
        };
        let message = format!("no guard is called `{}`", one_line(&choice.name));
        let reader = Reader { source: choice.source.clone() };
        // No fix guesses which guard is to be weakened.
        return Err(reader.failure(choice.range.clone(), &message, Some(help)));
    }
    Ok(())
}

/// Whether a file has a guard of that name, or may have one, as far as it can be understood.
fn may_declare(file: &Parsed, guard: &str) -> bool {
    let is_it = |item: Item<'_>| match item {
        Item::Statement(it) => it.keyword() == Keyword::Guard && it.name().value() == guard,
        Item::Broken(it) => it.name().is_some_and(|name| name.value() == guard),
    };
    !file.is_readable() || file.declarations().any(is_it)
}
