//! `--fleet`: inventories of other tools come in, the reference table with their statements beside it goes
//! out.

use std::path::PathBuf;

use super::documents;
use super::output;
use crate::import::{Known, fleet};
use crate::project::failure::Failure;
use crate::project::inputs::Inputs;
use crate::reference::Reference;
use crate::syntax;
use crate::text::Source;

/// The table with the inventories at `paths` beside it, for a workspace that has `sources`.
pub(super) fn with_fleet(
    reference: Reference,
    paths: &[PathBuf],
    sources: &[Source],
) -> Result<(Reference, Inputs), Failure> {
    if paths.is_empty() {
        return Ok((reference, Inputs::default()));
    }
    let (inventories, inputs) = documents::read(paths, &[])?;
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
