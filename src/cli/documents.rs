//! Documents of other tools: paths come in, their texts go out; and inventories as parts of the reference
//! table.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::inputs::{Inputs, Role};
use super::locate::unreadable;
use super::output;
use super::paths::shown;
use super::read::{self, Allowed};
use crate::import::{Known, fleet};
use crate::reference::Reference;
use crate::syntax;
use crate::text::Source;

/// Reads each file once, in the order in which they are named; `-` is standard input.
pub(super) fn read(paths: &[PathBuf]) -> Result<(Vec<Source>, Inputs), Failure> {
    let mut inputs = Inputs::default();
    let mut sources = Vec::new();
    let mut has_stdin = false;
    for path in paths {
        if path.as_os_str() == "-" {
            if !std::mem::replace(&mut has_stdin, true) {
                let source = read::stdin("<stdin>".to_owned())
                    .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
                sources.push(source);
                if let Some(file) = read::file_of_stdin() {
                    inputs.add(file, Path::new("-"), Role::Document);
                }
            }
            continue;
        }
        let contents = read::file(path, Allowed::Any).map_err(|error| unreadable(path, &error))?;
        if !inputs.has(&contents.file) {
            inputs.add(contents.file.clone(), path, Role::Document);
            sources.push(contents.into_source(shown(path)).at(path.clone()));
        }
    }
    Ok((sources, inputs))
}

/// The table with the inventories at `paths` beside it, for a workspace that has `sources`.
pub(super) fn with_fleet(
    reference: Reference,
    paths: &[PathBuf],
    sources: &[Source],
) -> Result<(Reference, Inputs), Failure> {
    if paths.is_empty() {
        return Ok((reference, Inputs::default()));
    }
    let (inventories, inputs) = read(paths)?;
    let mut known = Known::of(&reference);
    for source in sources {
        known.add(&syntax::parse(source.clone()));
    }
    let mut trees = Vec::new();
    for inventory in inventories {
        let name = inventory.name().to_owned();
        let (tree, notes) = fleet(inventory, &mut known);
        for note in notes {
            output::note(&format!("note: {name}: {}", note.words()));
        }
        trees.push(tree);
    }
    Ok((reference.with_fleet(trees), inputs))
}
