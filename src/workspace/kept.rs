//! What definitions have in common with those of before: a workspace and the files that come after it go in;
//! where no code and no group is another one, they and the policies that say what they said go out.
//!
//! It is there for the editor alone, as binding workloads [anew](super::rebind) is.

use std::sync::Arc;

use super::declare::Declared;
use super::definitions::{Group, Options};
use super::model::Workspace;
use crate::arena::Arena;
use crate::syntax::Files;
use crate::syntax::ast::{Item, Parsed, Statement};
use crate::syntax::keyword::Keyword;
use crate::table::{Space, Table};

/// A workspace whose codes and groups are those of other files, too, and stand where they stand there.
#[derive(Clone, Copy)]
pub(super) struct Kept<'w> {
    before: &'w Workspace,
}

impl<'w> Kept<'w> {
    /// What of `before` is there now; `None` where codes or groups are others, or anything is wrong with
    /// them.
    pub(super) fn of(before: &'w Workspace, files: &Files, declared: &Declared<'_>) -> Option<Self> {
        let are_the_same = before.are_codes_settled
            && declared.is_whole()
            && before.files.len() == files.len()
            && before.files.iter().zip(files.iter()).all(|(old, new)| have_the_same_codes(old, new));
        are_the_same.then_some(Self { before })
    }

    pub(super) fn codes(self) -> (Arc<Table>, Arc<Space>) {
        (Arc::clone(&self.before.table), Arc::clone(&self.before.space))
    }

    pub(super) fn groups(self) -> Arc<Arena<Group>> {
        Arc::clone(&self.before.groups)
    }

    /// What a policy allows, if its statement says what it said where it stands, and nothing was wrong with
    /// that.
    pub(super) fn policy(self, name: &str, statement: Statement<'_>) -> Option<&'w Options> {
        let policy = &self.before.policies[self.before.policy(name)?];
        let options = policy.options().filter(|options| options.sets.is_some())?;
        let is_it = policy.statement() == statement.id() && {
            let old = self.before.files.statement(policy.statement());
            std::ptr::eq(old.file(), statement.file()) || old.is_same_but_for_label(statement)
        };
        is_it.then_some(options)
    }
}

/// Whether the codes and groups of two states of a file are the same and stand at the same items.
fn have_the_same_codes(old: &Parsed, new: &Parsed) -> bool {
    if std::ptr::eq(old, new) {
        return true;
    }
    // What is wrong with a text as such may be wrong with any of its statements.
    if old.id() != new.id() || !old.findings().is_empty() || !new.findings().is_empty() {
        return false;
    }
    let (old, new) = (codes(old), codes(new));
    let is_same = |(old, new): (&Statement<'_>, &Statement<'_>)| {
        old.id() == new.id() && old.is_same_but_for_label(*new)
    };
    old.len() == new.len() && old.iter().zip(&new).all(is_same)
}

/// The codes and groups that a file declares.
fn codes(file: &Parsed) -> Vec<Statement<'_>> {
    let statements = file.declarations().filter_map(Item::statement);
    statements.filter(|it| matches!(it.keyword(), Keyword::Code(_) | Keyword::Group)).collect()
}
