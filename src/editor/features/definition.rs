//! Where something is declared: a name comes in, the statements that declare it go out.

use super::at::{At, Meaning, at};
use crate::syntax::Parsed;
use crate::text::Span;
use crate::workspace::{Does, Entity, Mention, Workspace};

/// A place that declares something.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// What the editor shows: the name, or the whole statement for an alias.
    pub place: Span,
    /// The whole statement.
    pub statement: Span,
}

/// What declares the name at a byte, in the order of the files: several where it is declared twice; none
/// where there is no name.
#[must_use]
pub fn definition(workspace: &Workspace, file: &Parsed, byte: usize) -> Vec<Definition> {
    let Some(At { word, meaning: Meaning::Name(entity, _), .. }) = at(workspace, file, byte) else {
        return Vec::new();
    };
    let name = word.name().map(|name| name.value().into_owned()).unwrap_or_default();
    if name == entity.name() {
        return declared(workspace, &entity);
    }
    aliasing(workspace, &entity, &name)
}

/// What declares something.
pub(in crate::editor) fn declared(workspace: &Workspace, entity: &Entity) -> Vec<Definition> {
    workspace.declarations(entity).iter().map(definition_of).collect()
}

fn definition_of(mention: &Mention<'_>) -> Definition {
    Definition { place: mention.name.span(), statement: mention.item.span() }
}

/// The statements that give a flavor an alias.
fn aliasing(workspace: &Workspace, entity: &Entity, alias: &str) -> Vec<Definition> {
    let mentions = workspace.mentions(entity).into_iter();
    let its = mentions.filter(|it| it.does == Does::AddsAlias && it.name.value() == alias);
    let whole = |it: Mention<'_>| Definition { place: it.item.span(), statement: it.item.span() };
    its.map(whole).collect()
}
