//! The reference table in force: what the command line and the configuration name comes in, the table goes
//! out.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::bounds;
use super::config::Config;
use super::disk::Disk;
use super::failure::Failure;
use super::inputs::{FileIdentity, Inputs, Role};
use super::keys::NO_TABLE;
use super::locate::unreadable;
use super::paths::shown;
use super::read::{self, Allowed};
use crate::diagnostic::listed;
use crate::reference::{Builtin, Reference};
use crate::suggest::nearest;

/// The reference table in force.
pub(crate) struct Table {
    pub(crate) reference: Reference,
    /// Its file, if it has one.
    pub(crate) file: Option<FileIdentity>,
    pub(crate) inputs: Inputs,
}

impl Table {
    /// What `--reference` names, or else the configuration, or else the default.
    pub(crate) fn choose(disk: &Disk, flag: Option<&str>, config: &Config) -> Result<Self, Failure> {
        match (flag, &config.reference) {
            (Some(flag), _) => Self::named(disk, flag, None),
            (None, Some(choice)) => {
                Self::named(disk, &choice.name, Some(config)).map_err(|failure| config.at_reference(failure))
            }
            (None, None) => Ok(Self::without_file(Reference::builtin(Builtin::default()))),
        }
    }

    fn without_file(reference: Reference) -> Self {
        Self { reference, file: None, inputs: Inputs::default() }
    }

    /// The table that is called `name`, or the file of that name; one that a configuration names is near it.
    /// No fix guesses a table, which decides what every code stands for.
    fn named(disk: &Disk, name: &str, config: Option<&Config>) -> Result<Self, Failure> {
        if name == NO_TABLE {
            return Ok(Self::without_file(Reference::none()));
        }
        if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.name() == name) {
            return Ok(Self::without_file(Reference::builtin(builtin)));
        }
        let path = config.map_or_else(|| PathBuf::from(name), |config| config.folder.join(name));
        if disk.about(&path).is_err() {
            let builtin = Builtin::ALL.into_iter().map(Builtin::name);
            let near = nearest(name, builtin.chain([NO_TABLE]));
            let help = match near.as_slice() {
                [_, ..] => format!("did you mean {}?", listed(&near, "or")),
                [] => "a table is `official`, `world`, `none`, or a `.bpol` file".to_owned(),
            };
            return Err(Failure::with_help(
                format!("no reference table `{}`: there is no such file", shown(Path::new(name))),
                help,
            ));
        }
        if let Some(config) = config {
            check_place(disk, &path, config)?;
        }
        let allowed = if config.is_some() { Allowed::Regular } else { Allowed::Any };
        let contents = read::file(disk, &path, allowed).map_err(|error| unreadable(&path, &error))?;
        let mut inputs = Inputs::default();
        inputs.add(contents.file.clone(), &path, Role::Table);
        let file = Some(contents.file.clone());
        let base = path.file_name().unwrap_or(OsStr::new(name)).to_string_lossy();
        let reference = Reference::own(&base, contents.into_source(shown(&path)).at(path.clone()));
        Ok(Self { reference, file, inputs })
    }
}

/// Fails where the table of a configuration lies elsewhere than in its folder or the repository around it: a
/// stranger may have written the configuration, and messages show lines of the table.
fn check_place(disk: &Disk, path: &Path, config: &Config) -> Result<(), Failure> {
    let target = disk.canonical(path).map_err(|error| unreadable(path, &error))?;
    if bounds::is_within(&target, [config.root.as_path(), &bounds::repository(&config.root)]) {
        return Ok(());
    }
    Err(Failure::with_help(
        format!("the reference table `{}` lies outside of the folder and of its repository", shown(path)),
        "copy it, or name it on the command line: `--reference FILE` may be anywhere",
    ))
}
