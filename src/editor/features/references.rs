//! Who uses something: a name comes in, every place of the workspace that means the same goes out.

use super::at::{Meaning, at};
use crate::syntax::Parsed;
use crate::text::Span;
use crate::workspace::{Does, Entity, Workspace};

/// Every use of what the word at a byte names, and where it is declared if that is asked for, in the order of
/// the files. Uses are told by what they mean, never by how they are spelled: an alias of a flavor is a use
/// of it, and a country is no continent of the same code.
#[must_use]
pub fn references(workspace: &Workspace, file: &Parsed, byte: usize, with_declarations: bool) -> Vec<Span> {
    let Some(entity) = named_at(workspace, file, byte) else { return Vec::new() };
    uses(workspace, &entity, with_declarations)
}

/// What is named at a byte.
pub(in crate::editor) fn named_at(workspace: &Workspace, file: &Parsed, byte: usize) -> Option<Entity> {
    match at(workspace, file, byte)?.meaning {
        Meaning::Name(entity, _) => Some(entity),
        _ => None,
    }
}

/// Every use of something, and where it is declared if that is asked for.
pub(in crate::editor) fn uses(workspace: &Workspace, entity: &Entity, with_declarations: bool) -> Vec<Span> {
    let wanted = |does: Does| does == Does::Refers || (with_declarations && does == Does::Declares);
    let mentions = workspace.mentions(entity).into_iter();
    mentions.filter(|it| wanted(it.does)).map(|it| it.name.span()).collect()
}
