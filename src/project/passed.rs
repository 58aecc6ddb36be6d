//! What a run passed over: paths come in, notes go out.

use std::path::{Path, PathBuf};

use super::config::Config;
use super::disk::Disk;
use super::filter::Filter;
use super::locate;
use super::paths::shown;
use super::walk::{Scope, walk};

/// How many names a note has at most.
const MOST: usize = 3;

/// What was passed over.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// Links that lead out of the folders that were given.
    pub(crate) outside: Vec<PathBuf>,
    /// What is called as a file of the workspace is, and is no regular file.
    pub(crate) special: Vec<PathBuf>,
    /// Files that are nearly called so.
    pub(crate) nearly: Vec<PathBuf>,
    /// Files that were named and that the configuration leaves out by `--force-exclude`.
    pub(crate) forced: Vec<PathBuf>,
    /// Configurations that would be in force for a part of what was read.
    configs: Vec<PathBuf>,
}

/// Why a file of the folders that were given is none of the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Configuration,
    IgnoreFile,
    HiddenFolder,
}

impl Passed {
    /// Keeps the configurations that are not in force and that some of the files that are read lie below.
    pub(crate) fn not_in_force(
        &mut self,
        disk: &Disk,
        below: Vec<PathBuf>,
        files: &[&Path],
        paths: &[PathBuf],
        config: &Config,
    ) {
        let Some(start) = &config.start else { return };
        let folder = |path: &Path| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            disk.canonical(folder.unwrap_or(Path::new("."))).ok()
        };
        // Those on the way from the folder of all paths to one of them are on no walk.
        let given = paths.iter().filter_map(|path| disk.canonical(path).ok());
        let on_the_way = given.flat_map(|path| {
            let above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(start));
            above.map(|folder| folder.join(locate::FILE)).collect::<Vec<_>>()
        });
        let on_the_way = on_the_way.filter(|path| path.symlink_metadata().is_ok());
        let mut configs: Vec<(PathBuf, PathBuf)> = below
            .into_iter()
            .chain(on_the_way.filter_map(|path| disk.seen(&path).ok()))
            .filter_map(|path| Some((folder(&path)?, path)))
            .filter(|(folder, _)| folder != start && folder.starts_with(start))
            .collect();
        if configs.is_empty() {
            return;
        }
        let folders: Vec<PathBuf> = files.iter().filter_map(|file| folder(file)).collect();
        configs.retain(|(config, _)| folders.iter().any(|folder| folder.starts_with(config)));
        configs.sort();
        configs.dedup_by(|a, b| a.0 == b.0);
        self.configs = configs.into_iter().map(|(_, path)| path).collect();
    }

    /// What was passed over that somebody may have meant to be read.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut say = |paths: &[PathBuf], one: &str, more: &str, why: &str| {
            let verb = if paths.len() == 1 { one } else { more };
            notes.extend(some_of(paths).map(|names| format!("note: {names} {verb}{why}")));
        };
        say(&self.configs, "is", "are", " not in force: name that folder alone to use it");
        let (was, were) = ("was passed over", "were passed over");
        say(&self.outside, was, were, ": a link that leads out of the folders that were given");
        say(&self.special, was, were, ": no regular file");
        say(&self.nearly, was, were, ": a file of the workspace is called `NAME.bpol`");
        say(&self.forced, was, were, ": `--force-exclude`, and the configuration leaves it out");
        notes
    }

    /// What of the folders that were asked for is left out, and by what, if anything is.
    pub(crate) fn what_was_left_out(disk: &Disk, paths: &[PathBuf], config: &Config) -> Option<String> {
        let left_out = left_out(disk, paths, config);
        let reason = left_out.first()?.1;
        let paths: Vec<PathBuf> =
            left_out.into_iter().filter(|(_, its)| *its == reason).map(|(path, _)| path).collect();
        let verb = if paths.len() == 1 { "is" } else { "are" };
        Some(format!("{} {verb} left out: {}", some_of(&paths)?, reason.words()))
    }
}

impl Reason {
    pub(crate) const ALL: [Self; 3] = [Self::Configuration, Self::IgnoreFile, Self::HiddenFolder];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Configuration => "`include` or `exclude` of the configuration says so",
            Self::IgnoreFile => "an ignore file such as `.gitignore` says so",
            Self::HiddenFolder => "hidden folders are not searched",
        }
    }
}

/// The files under the paths that were asked for which are not read, and why.
pub(crate) fn left_out(disk: &Disk, paths: &[PathBuf], config: &Config) -> Vec<(PathBuf, Reason)> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let folders: Vec<PathBuf> = paths.iter().filter(|path| disk.is_dir(path)).cloned().collect();
    let Ok(filter) = Filter::new(config) else { return Vec::new() };
    let Ok(walked) = walk(disk, &folders, &filter, Scope::Everything) else { return Vec::new() };
    let files = walked.files.into_iter().filter(|file| file.is_own);
    let reason = |path: &Path| {
        let real = disk.canonical(path).unwrap_or_else(|_| path.to_owned());
        let is_hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".") && part != "..";
        if filter.leaves_out(&real) {
            Reason::Configuration
        } else if path.parent().is_some_and(|folder| folder.iter().any(|part| part != "." && is_hidden(part)))
        {
            Reason::HiddenFolder
        } else {
            Reason::IgnoreFile
        }
    };
    files.map(|file| (file.path.clone(), reason(&file.path))).collect()
}

/// The first few of some paths and how many more there are; nothing if there is none.
pub(crate) fn some_of(paths: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = paths.iter().take(MOST).map(|path| format!("`{}`", shown(path))).collect();
    let more = paths.len().saturating_sub(MOST);
    match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] if more == 0 => Some(format!("{} and {last}", first.join(", "))),
        names => Some(format!("{} and {more} more", names.join(", "))),
    }
}
