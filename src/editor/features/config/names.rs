//! What `bpol.toml` names of a workspace, whether it is whole or not: a byte or something that is declared
//! comes in, the other goes out.

use std::ops::Range;

use super::scan::{Role, Word, words};
use crate::editor::features::definition::{Definition, declared};
use crate::editor::view::ConfigView;
use crate::emit::subjects::Subject;
use crate::project::keys::Slot;
use crate::syntax::identity;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{Namespace, Table};
use crate::workspace::Entity;

/// The word at a byte, or that ends there.
pub(super) fn word_at(view: &ConfigView<'_>, byte: usize) -> Option<Word> {
    words(view.text).into_iter().rfind(|word| (word.range.start..=word.range.end).contains(&byte))
}

/// What stands at a key, or at the key of a value.
pub(super) fn slot(word: &Word) -> Option<Slot> {
    let own = (word.role != Role::Value).then_some(&word.says);
    Slot::at(word.path.iter().chain(own).map(String::as_str))
}

/// What a word is the name of.
pub(super) fn subject(word: &Word) -> Option<Subject> {
    let slot = slot(word)?;
    if word.role == Role::Value { slot.shape?.subjects().values } else { slot.named }
}

/// What a word names, whether it is declared or not.
pub(super) fn entity(word: &Word, table: &Table) -> Option<Entity> {
    let says = word.says.as_str();
    let named = |namespace| Some(Entity::Named(namespace, says.to_owned()));
    match subject(word)? {
        Subject::Guard => named(Namespace::Guard),
        Subject::Location => named(Namespace::Location),
        Subject::Workload => identity(says).map(Entity::Workload),
        Subject::Place => place(says, table),
        Subject::Flavor => {
            let (level, name) = says.split_once(' ').unwrap_or(("", says));
            let name = if Attribute::from_name(level).is_some() { name } else { says };
            let code = table.find_flavor(name)?;
            Some(Entity::Named(Namespace::Flavor, table[code].name().to_owned()))
        }
        _ => None,
    }
}

/// A place of any level; its level stands before it where another one has the name.
fn place(says: &str, table: &Table) -> Option<Entity> {
    let levels = || Attribute::ALL.into_iter().filter(|it| it.policy_type() == PolicyType::Location);
    let named = |level: Attribute, name: &str| {
        table.find(level, name).map(|_| Entity::Named(Namespace::of(level), name.to_owned()))
    };
    let with_level = says.split_once(' ').and_then(|(level, name)| {
        let level = Attribute::from_name(level)?;
        levels().any(|it| it == level).then(|| named(level, name))?
    });
    with_level.or_else(|| levels().find_map(|level| named(level, says)))
}

/// What is named at a byte, if the workspace declares it, and where the name stands.
pub(in crate::editor) fn named_at(view: &ConfigView<'_>, byte: usize) -> Option<(Entity, Range<usize>)> {
    let workspace = view.meaning?.analysis.workspace();
    let word = word_at(view, byte)?;
    let entity = entity(&word, workspace.table())?;
    (!workspace.declarations(&entity).is_empty()).then_some((entity, word.range))
}

/// The name at a byte as it can be renamed from there: what it names, and the bytes of the name alone,
/// without quotes, the level of a place, and the kind and environment of a workload.
pub(in crate::editor) fn renamable(view: &ConfigView<'_>, byte: usize) -> Option<(Entity, Range<usize>)> {
    let (entity, range) = named_at(view, byte)?;
    let written = view.text.get(range.clone())?;
    let quote = usize::from(written.starts_with(['"', '\'']));
    let inside = written.get(quote..written.len().checked_sub(quote)?)?;
    let before = match &entity {
        Entity::Workload(_) => {
            let (kind, rest) = inside.split_once('/')?;
            let behind = rest.strip_prefix(entity.name())?;
            (behind.is_empty() || behind.starts_with('@')).then_some(kind.len() + 1)?
        }
        Entity::Named(..) => {
            let level = inside.strip_suffix(entity.name())?;
            (level.is_empty() || level.ends_with(' ')).then_some(level.len())?
        }
    };
    let start = range.start + quote + before;
    let name = start..start + entity.name().len();
    let is_on_name = inside == entity.name() || (name.start..=name.end).contains(&byte);
    is_on_name.then_some((entity, name))
}

/// What declares the name at a byte.
pub(in crate::editor) fn definition(
    view: &ConfigView<'_>,
    byte: usize,
) -> Option<(Range<usize>, Vec<Definition>)> {
    let (entity, range) = named_at(view, byte)?;
    Some((range, declared(view.meaning?.analysis.workspace(), &entity)))
}

/// Every place that names something.
pub(in crate::editor) fn uses(view: &ConfigView<'_>, of: &Entity) -> Vec<Range<usize>> {
    let Some(meaning) = view.meaning else { return Vec::new() };
    let table = meaning.analysis.workspace().table();
    let all = words(view.text).into_iter();
    all.filter(|word| entity(word, table).as_ref() == Some(of)).map(|word| word.range).collect()
}
