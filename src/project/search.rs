//! Which files a run reads: paths come in, the files at them and the `.bpol` files below them go out, each
//! once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::config::Config;
use super::disk::Disk;
use super::failure::Failure;
use super::filter::Filter;
use super::inputs::FileIdentity;
use super::locate::unreadable;
use super::passed::Passed;
use super::paths::shown;
use super::read::Allowed;
use super::walk::{Candidate, Scope, Walked, walk};

/// What a run is asked to read.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) paths: &'a [PathBuf],
    /// The name of standard input.
    pub(crate) stdin: Option<&'a Path>,
    /// Whether the configuration leaves out what was named, too.
    pub(crate) force_exclude: bool,
}

/// A file that is to be read.
pub(crate) struct Found {
    pub(crate) place: Place,
    /// Which file it is; that in whose place standard input stands.
    pub(crate) file: Option<FileIdentity>,
    /// How long it is, as far as that is known before it is read.
    pub(crate) bytes: usize,
    is_own: bool,
}

pub(crate) enum Place {
    Stdin,
    File(PathBuf, Allowed),
}

/// What is to be read, and what was passed over.
pub(crate) struct Search {
    pub(crate) files: Vec<Found>,
    pub(crate) passed: Passed,
    /// The configurations at and below the folders.
    pub(crate) configs: Vec<PathBuf>,
    /// Whether there was too much to look at.
    pub(crate) is_cut: bool,
}

/// The files at and under the paths that were asked for, but `table`.
pub(crate) fn find(
    disk: &Disk,
    asked: Asked<'_>,
    config: &Config,
    table: Option<&FileIdentity>,
) -> Result<Search, Failure> {
    let filter = Filter::new(config)?;
    let mut files = Files { disk, known: HashMap::new(), found: Vec::new(), table };
    let mut passed = Passed::default();
    let mut folders = Vec::new();
    let mut has_stdin = false;
    let here = [PathBuf::from(".")];
    for path in if asked.paths.is_empty() { &here[..] } else { asked.paths } {
        if path.as_os_str() == "-" {
            has_stdin = true;
        } else if disk.about(path).map_err(|error| unreadable(path, &error))?.is_dir {
            folders.push(path.clone());
        } else if asked.force_exclude && is_left_out(disk, path, &filter) {
            passed.forced.push(path.clone());
        } else {
            let is_own = !disk.link_metadata(path).is_ok_and(|about| about.is_symlink());
            files.add(Candidate { path: path.clone(), is_own }, Allowed::Any)?;
        }
    }
    let Walked { files: below, outside, special, nearly, configs, is_cut } =
        walk(disk, &folders, &filter, Scope::Workspace)?;
    for candidate in below {
        files.add(candidate, Allowed::Regular)?;
    }
    if has_stdin {
        files.add_stdin(asked.stdin);
    }
    passed.outside = outside;
    passed.special = special;
    passed.nearly = nearly;
    let paths: Vec<&Path> = files.found.iter().filter_map(Found::path).collect();
    let all_configs = configs.clone();
    passed.not_in_force(disk, configs, &paths, asked.paths, config);
    Ok(Search { files: files.found, passed, configs: all_configs, is_cut })
}

/// Whether the configuration leaves out a file that was named, or what it leads to.
fn is_left_out(disk: &Disk, path: &Path, filter: &Filter) -> bool {
    let target = disk.canonical(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = disk.canonical(folder).ok().zip(path.file_name()).map(|(folder, name)| folder.join(name));
    let is_out = |path: &PathBuf| filter.leaves_out(path);
    named.as_ref().map_or_else(|| target.as_ref().is_ok_and(is_out), is_out)
}

/// Files, each once.
struct Files<'t> {
    disk: &'t Disk,
    /// Where each is among those that were found.
    known: HashMap<FileIdentity, usize>,
    found: Vec<Found>,
    table: Option<&'t FileIdentity>,
}

impl Files<'_> {
    /// Adds a file; one that is there already gets the name of the two that leads over no link.
    fn add(&mut self, candidate: Candidate, allowed: Allowed) -> Result<(), Failure> {
        let Candidate { path, is_own } = candidate;
        let about = self.disk.about(&path).map_err(|error| unreadable(&path, &error))?;
        let identity = about.file;
        if self.table == Some(&identity) {
            return Ok(());
        }
        let bytes = usize::try_from(about.bytes).unwrap_or(usize::MAX);
        let other = self.known.get(&identity).and_then(|&index| self.found.get_mut(index));
        match other {
            Some(other) if is_own && !other.is_own => {
                other.place = Place::File(path, allowed);
                other.is_own = true;
            }
            Some(_) => {}
            None => {
                self.known.insert(identity.clone(), self.found.len());
                let place = Place::File(path, allowed);
                self.found.push(Found { place, file: Some(identity), bytes, is_own });
            }
        }
        Ok(())
    }

    /// Adds standard input, in the place of the file that its name leads to, if there is one.
    fn add_stdin(&mut self, name: Option<&Path>) {
        let file = name.and_then(|name| Some(self.disk.about(name).ok()?.file));
        let index = file.as_ref().and_then(|file| self.known.get(file));
        match index.and_then(|&index| self.found.get_mut(index)) {
            Some(found) => found.place = Place::Stdin,
            None => self.found.push(Found { place: Place::Stdin, file, bytes: 0, is_own: true }),
        }
    }
}

/// Why there is nothing to read under the paths that were asked for.
pub(crate) fn nothing(disk: &Disk, asked: Asked<'_>, config: &Config) -> Failure {
    let names: Vec<String> = asked.paths.iter().map(|path| shown(path)).collect();
    let under = if names.is_empty() { ".".to_owned() } else { names.join("`, `") };
    let help = Passed::what_was_left_out(disk, asked.paths, config);
    let message = format!("no .bpol files under `{under}`");
    Failure::with_help(message, help.unwrap_or_else(|| "`bpol init` writes a starter workspace".to_owned()))
}

impl Found {
    /// The path of the file, unless it is standard input.
    fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Stdin => None,
            Place::File(path, _) => Some(path),
        }
    }
}
