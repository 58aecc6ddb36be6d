//! Another name for something: a name at a byte and the new one come in; the edits of every file that names
//! it go out, or why there are none. Nothing is renamed that would mean something else afterwards.

use std::ops::Range;

use super::at::{At, Meaning, at};
use super::config_names::{self, ConfigName};
use super::proof::{Change, prove};
use crate::analysis::Analysis;
use crate::syntax::ast::Name;
use crate::syntax::{Parsed, quoted};
use crate::table::Namespace;
use crate::text::Span;
use crate::text::hidden::{one_line, runs};
use crate::workspace::{Does, Entity, Mention, Workspace};

/// What is about to be renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Where the name stands, without its quotes.
    pub range: Range<usize>,
    /// The name.
    pub placeholder: String,
}

/// The edits that give something another name.
#[derive(Clone, Debug, Default)]
pub struct Renamed {
    /// What goes from the files of the workspace, and what comes in its place; in the order of the files.
    pub edits: Vec<(Span, String)>,
    /// The same for `bpol.toml`.
    pub config: Vec<(Range<usize>, String)>,
}

/// Why something is not renamed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Refused {
    /// The new name is empty.
    Empty,
    /// The new name has a line break.
    LineBreak,
    /// The new name has characters that nobody sees; as it was given.
    Hidden(String),
    /// The reference table declares it, and no file of the workspace.
    OfTable {
        /// What it is.
        entity: Entity,
        /// What the table is called.
        table: String,
    },
    /// Something else of its namespace has the new name.
    Taken {
        /// What it is, under the new name.
        entity: Entity,
        /// Where the name is given.
        at: Span,
    },
    /// The configuration names it in a way that cannot be changed by itself.
    Configuration(Entity),
    /// Something would be different afterwards.
    Changes(Change),
}

impl Refused {
    /// Why, in one sentence; `place` shows people where something is.
    #[must_use]
    pub fn words(&self, place: impl Fn(Span) -> String) -> String {
        match self {
            Self::Empty => "the new name is empty".to_owned(),
            Self::LineBreak => "the new name has a line break".to_owned(),
            Self::Hidden(name) => format!("`{}` has a character that nobody sees", one_line(name)),
            Self::OfTable { entity, table } => {
                format!("the {entity} is declared in the table `{}`, not in the workspace", one_line(table))
            }
            Self::Taken { entity, at } => format!("there is a {entity} already: {}", place(*at)),
            Self::Configuration(entity) => {
                format!("`bpol.toml` names the {entity} in a way that must be changed by hand first")
            }
            Self::Changes(change) => change.words(place),
        }
    }
}

/// The name at a byte, or that ends there; `None` where there is none, and for aliases.
#[must_use]
pub fn prepare(workspace: &Workspace, file: &Parsed, byte: usize) -> Option<Prepared> {
    let (entity, name, range) = subject(workspace, file, byte)?;
    let quote = usize::from(name.is_quoted());
    Some(Prepared { range: range.start + quote..range.end - quote, placeholder: entity.name().to_owned() })
}

/// What stands at a byte under its own name, and where.
fn subject<'a>(
    workspace: &Workspace,
    file: &'a Parsed,
    byte: usize,
) -> Option<(Entity, Name<'a>, Range<usize>)> {
    let At { word, range, meaning: Meaning::Name(entity, does) } = at(workspace, file, byte)? else {
        return None;
    };
    let name = word.name().filter(|name| does != Does::AddsAlias && name.value() == entity.name())?;
    Some((entity, name, range))
}

/// The edits that call what stands at a byte `new`, which is the name itself, without quotes. `config` is the
/// text of the configuration in force. `None` where there is nothing to rename.
///
/// # Errors
/// Why it is not renamed: the new name cannot be one, or is taken; what has the old one is no statement of
/// the workspace; or something would be different afterwards but the name.
pub fn rename(
    analysis: &Analysis,
    file: &Parsed,
    byte: usize,
    new: &str,
    config: Option<&str>,
) -> Result<Option<Renamed>, Refused> {
    let Some((entity, _, _)) = subject(analysis.workspace(), file, byte) else { return Ok(None) };
    called(analysis, entity, new, config).map(Some)
}

/// The same for something that is known.
pub(in crate::editor) fn called(
    analysis: &Analysis,
    entity: Entity,
    new: &str,
    config: Option<&str>,
) -> Result<Renamed, Refused> {
    let workspace = analysis.workspace();
    check(new)?;
    if entity.name() == new {
        return Ok(Renamed::default());
    }
    let own: Vec<Mention<'_>> = workspace.declarations(&entity);
    let is_of_table = |it: &Mention<'_>| {
        workspace.files().tree(it.name.span().file).is_some_and(|file| file.source().is_table())
    };
    if own.iter().any(is_of_table) {
        let table = workspace.reference().name().to_owned();
        return Err(Refused::OfTable { entity, table });
    }
    if let Some(at) = taken(workspace, &entity, new) {
        return Err(Refused::Taken { entity: entity.renamed(new), at });
    }
    // An alias stays what it is.
    let mentions = workspace.mentions(&entity).into_iter();
    let its_own = mentions.filter(|it| it.does != Does::AddsAlias && it.name.value() == entity.name());
    let edits: Vec<_> = its_own.map(|it| (it.name.span(), written(it.name, new))).collect();
    let config = config.map_or(Ok(Vec::new()), |config| in_config(workspace, &entity, new, config))?;
    prove(analysis, &entity, new, &edits).map_err(Refused::Changes)?;
    Ok(Renamed { edits, config })
}

/// Whether a name can be one.
fn check(name: &str) -> Result<(), Refused> {
    if name.is_empty() {
        return Err(Refused::Empty);
    }
    if name.contains(['\n', '\r']) {
        return Err(Refused::LineBreak);
    }
    // A byte-order mark may open a file, and no name.
    let is_plain = runs(&format!("\"{name}\"")).is_empty() && !name.contains(char::is_control);
    if is_plain { Ok(()) } else { Err(Refused::Hidden(name.to_owned())) }
}

/// Where the name is given that something would have.
fn taken(workspace: &Workspace, entity: &Entity, new: &str) -> Option<Span> {
    if let Some(first) = workspace.declarations(&entity.renamed(new)).first() {
        return Some(first.name.span());
    }
    let Entity::Named(Namespace::Flavor, _) = entity else { return None };
    let code = workspace.table().find_flavor(new)?;
    let flavor = Entity::Named(Namespace::Flavor, workspace.table()[code].name().to_owned());
    let mut mentions = workspace.mentions(&flavor).into_iter();
    mentions.find(|it| it.does == Does::AddsAlias && it.name.value() == new).map(|it| it.name.span())
}

/// The new name as it stands in place of the old one: quotes that nobody needs stay.
fn written(old: Name<'_>, new: &str) -> String {
    let text = quoted(new);
    if old.is_quoted() && text == new { format!("\"{new}\"") } else { text }
}

/// The edits of the configuration.
fn in_config(
    workspace: &Workspace,
    entity: &Entity,
    new: &str,
    config: &str,
) -> Result<Vec<(Range<usize>, String)>, Refused> {
    let unclear = || Refused::Configuration(entity.clone());
    let names = config_names::names(config).ok_or_else(unclear)?;
    let says = |it: &ConfigName| it.renamed(entity, new, workspace.table());
    let edits: Vec<_> =
        names.iter().filter_map(|it| Some((it.range.clone(), it.written(&says(it)?)))).collect();
    let mut text = config.to_owned();
    for (range, new) in edits.iter().rev() {
        text.replace_range(range.clone(), new);
    }
    // A table may be written in parts, each of which names it.
    let after = config_names::names(&text).ok_or_else(unclear)?;
    let is_right = |(before, after): (&ConfigName, &ConfigName)| {
        before.says_the_same(after, says(before).as_deref().unwrap_or(&before.says))
    };
    if names.len() == after.len() && names.iter().zip(&after).all(is_right) {
        Ok(edits)
    } else {
        Err(unclear())
    }
}
