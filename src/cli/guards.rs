//! `[guards]` of `bpol.toml`: choices come in; the levels of guards go out, and a failure where there is no
//! such guard.

use super::failure::Failure;
use crate::date::Date;
use crate::diagnostic::listed;
use crate::placement::GuardLevels;
use crate::suggest::{Budget, Candidate, Index};
use crate::syntax::ast::Item;
use crate::syntax::keyword::Keyword;
use crate::text::hidden::printable;
use crate::workspace::{Guard, Workspace};

/// A guard that is to be a warning.
#[derive(Clone, Debug)]
pub(super) struct GuardChoice {
    pub(super) name: String,
    /// Where the file says so: path, line and column.
    pub(super) place: String,
    /// The last day on which it is one.
    pub(super) until: Option<Date>,
}

/// The levels that were chosen.
pub(super) fn levels(choices: &[GuardChoice]) -> GuardLevels {
    let mut levels = GuardLevels::default();
    for choice in choices {
        levels.warn(&*choice.name, choice.until);
    }
    levels
}

/// Fails where a choice is about no guard of the workspace: what it was meant to weaken is not known.
pub(super) fn check(choices: &[GuardChoice], workspace: &Workspace) -> Result<(), Failure> {
    for choice in choices.iter().filter(|choice| workspace.guard(&choice.name).is_none()) {
        // A guard that something is wrong with is one all the same.
        let files = workspace.files();
        let is_it = |item: Item<'_>| match item {
            Item::Statement(it) => it.keyword() == Keyword::Guard && it.name().value() == choice.name,
            Item::Broken(it) => it.name().is_some_and(|name| name.value() == choice.name),
        };
        if files.iter().any(|file| !file.is_readable() || file.declarations().any(is_it)) {
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
        let message = format!("{}: no guard is called `{}`", choice.place, printable(&choice.name));
        return Err(Failure::with_help(message, help));
    }
    Ok(())
}
