//! What the arguments of a command name: they come in, the texts of a workspace and the reference table in
//! force go out.

use std::path::{Path, PathBuf};

use super::args_workspace::{ConfigArguments, ForceArguments, WorkspaceArguments};
use super::{fleet, output};
use crate::project::config::{Choice, Config};
use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::project::inputs::Inputs;
use crate::project::load::{Listed, Loaded};
use crate::project::search::Asked;
use crate::project::table::Table;
use crate::reference::Reference;
use crate::text::Source;

/// Reads the workspace that the arguments and `bpol.toml` name.
pub(super) fn load(arguments: &WorkspaceArguments) -> Result<Loaded, Failure> {
    let asked = Asked {
        paths: &arguments.paths,
        stdin: arguments.stdin_filename.as_deref(),
        force_exclude: arguments.force.force_exclude,
    };
    let disk = Disk::here();
    let listed = Listed::new(&disk, asked, arguments.config.choice(), arguments.reference.as_deref())?;
    if listed.is_empty() {
        return Err(listed.nothing());
    }
    if arguments.paths.iter().chain(&arguments.fleet).filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::with_help(
            "standard input cannot be both a file of the workspace and a fleet",
            "name a file for one of them",
        ));
    }
    let mut loaded = read(listed)?;
    let (reference, inputs) = fleet::with_fleet(loaded.reference, &arguments.fleet, &loaded.sources)?;
    loaded.reference = reference;
    loaded.inputs.extend(inputs);
    Ok(loaded)
}

/// The reference table in force in the working directory, and the files that it was read from.
pub(super) fn load_reference(
    reference: Option<&str>,
    config: &ConfigArguments,
) -> Result<(Reference, Inputs), Failure> {
    let disk = Disk::here();
    let config = Config::choose(&disk, config.choice(), &[], None)?;
    let mut table = Table::choose(&disk, reference, &config)?;
    table.inputs.extend(config.inputs);
    Ok((table.reference, table.inputs))
}

/// Reads the files of a workspace one by one, in the order of their paths, and no reference table. A table
/// that lies under the paths is a file like any other. There may be none where the configuration leaves out
/// every file that was named.
pub(super) fn load_each(
    paths: &[PathBuf],
    stdin: Option<&Path>,
    force: ForceArguments,
    config: &ConfigArguments,
) -> Result<(Vec<Source>, Inputs), Failure> {
    let asked = Asked { paths, stdin, force_exclude: force.force_exclude };
    let disk = Disk::here();
    let listed = Listed::without_table(&disk, asked, config.choice())?;
    if listed.is_empty() && !listed.is_all_forced() {
        return Err(listed.nothing());
    }
    say(&listed);
    let (mut read, inputs) = listed.read_texts()?;
    read.sort_by(|a, b| a.order().cmp(b.order()));
    Ok((read, inputs))
}

/// Reads the table that is in force for a workspace that may have no files.
pub(super) fn load_table(
    paths: &[PathBuf],
    reference: Option<&str>,
    config: &ConfigArguments,
) -> Result<Loaded, Failure> {
    let asked = Asked { paths, stdin: None, force_exclude: false };
    let disk = Disk::here();
    read(Listed::new(&disk, asked, config.choice(), reference)?)
}

fn read(listed: Listed<'_>) -> Result<Loaded, Failure> {
    say(&listed);
    listed.read()
}

/// Says what was passed over.
fn say(listed: &Listed<'_>) {
    listed.notes().iter().for_each(|note| output::note(note));
}

impl ConfigArguments {
    /// The configuration that they ask for.
    pub(super) fn choice(&self) -> Choice<'_> {
        match &self.config {
            Some(path) => Choice::File(path),
            None if self.no_config => Choice::None,
            None => Choice::Nearest,
        }
    }
}
