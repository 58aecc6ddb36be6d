//! Folders and what is below them: folders come in, the `.bpol` files below them go out, and what was passed
//! over. Links are followed inside the folders alone, and no folder is entered twice.

use std::collections::{HashSet, VecDeque};
use std::error::Error as _;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::bounds;
use super::disk::Disk;
use super::failure::Failure;
use super::filter::Filter;
use super::ignore_files;
use super::ignored::Ignored;
use super::locate::{self, unreadable};
use super::names::{is_hidden_folder, is_lock, is_nearly_policy, is_policy};
use super::paths::shown;

/// Which files of a folder are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The files of the workspace.
    Workspace,
    /// Those too that the configuration or an ignore file leaves out, or that lie in a hidden folder.
    Everything,
}

/// A file that was found.
pub(crate) struct Candidate {
    pub(crate) path: PathBuf,
    /// Whether no link is on the way to it.
    pub(crate) is_own: bool,
}

/// What was found below some folders.
#[derive(Default)]
pub(crate) struct Walked {
    pub(crate) files: Vec<Candidate>,
    /// Links that lead out of the folders.
    pub(crate) outside: Vec<PathBuf>,
    /// What is called as a file of the workspace is, and is no regular file.
    pub(crate) special: Vec<PathBuf>,
    /// Files that are nearly called as a file of the workspace is: `.bpol`, `x.BPOL`.
    pub(crate) nearly: Vec<PathBuf>,
    /// Configurations.
    pub(crate) configs: Vec<PathBuf>,
    /// Whether there was too much to look at: only the folders' own files and open texts are among the files.
    pub(crate) is_cut: bool,
}

/// A folder to enter.
#[derive(Clone)]
struct Root {
    path: PathBuf,
    /// The same path as the system takes it.
    at: PathBuf,
    real: PathBuf,
    is_own: bool,
}

/// Looks for files below `folders`.
pub(crate) fn walk(
    disk: &Disk,
    folders: &[PathBuf],
    filter: &Filter,
    scope: Scope,
) -> Result<Walked, Failure> {
    let walked = walk_to(None, disk, folders, filter, scope)?;
    if walked.is_cut {
        return Ok(Walked { is_cut: true, ..walk_to(Some(1), disk, folders, filter, scope)? });
    }
    Ok(walked)
}

/// Looks for files in folders that are no deeper than that.
fn walk_to(
    depth: Option<usize>,
    disk: &Disk,
    folders: &[PathBuf],
    filter: &Filter,
    scope: Scope,
) -> Result<Walked, Failure> {
    let mut roots = Vec::new();
    for path in folders {
        let at = disk.at(path);
        let real = disk.canonical(path).map_err(|error| unreadable(path, &error))?;
        let is_own = std::path::absolute(&at).is_ok_and(|path| straight(&path) == real);
        roots.push(Root { path: path.clone(), at, real, is_own });
    }
    let bounds: Vec<PathBuf> = roots.iter().map(|root| root.real.clone()).collect();
    // What a link leads to has a name of its own, by which it should be found first.
    roots.sort_by_key(|root| !root.is_own);
    let mut walker = Walker {
        disk,
        depth,
        entries_left: if depth.is_some() { usize::MAX } else { disk.most_entries },
        filter,
        scope,
        bounds,
        entered: Arc::default(),
        configs: Arc::default(),
        refused: Arc::default(),
        links: VecDeque::new(),
    };
    let mut below = Walked::default();
    for root in &roots {
        walker.enter(root, &mut below)?;
    }
    while let Some((link, place)) = walker.links.pop_front() {
        walker.follow(link, &place, &mut below)?;
    }
    below.configs.append(&mut walker.configs.lock().unwrap_or_else(PoisonError::into_inner));
    for root in &roots {
        let texts = disk.texts_below(&root.real);
        // Those of files were found already, unless the walk did not come so far.
        let texts = texts.filter(|path| (depth.is_some() || !path.exists()) && walker.takes_text(root, path));
        below.files.extend(texts.map(|path| {
            let path = named(root, &root.at.join(path.strip_prefix(&root.real).unwrap_or(path)));
            Candidate { path, is_own: root.is_own }
        }));
    }
    Ok(below)
}

/// An absolute path without the folders that a `..` leaves again.
fn straight(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut straight, part| {
        if part.as_os_str() == ".." {
            straight.pop();
        } else {
            straight.push(part);
        }
        straight
    })
}

struct Walker<'f> {
    disk: &'f Disk,
    depth: Option<usize>,
    /// After so many more entries the walk stops.
    entries_left: usize,
    filter: &'f Filter,
    scope: Scope,
    /// The folders that were given, by their canonical paths.
    bounds: Vec<PathBuf>,
    entered: Arc<Mutex<HashSet<PathBuf>>>,
    /// The configurations of folders that are not entered for them.
    configs: Arc<Mutex<Vec<PathBuf>>>,
    /// Why the walk goes on no further.
    refused: Arc<Mutex<Option<Failure>>>,
    /// Links that are to be followed: how they are called, and where they lie.
    links: VecDeque<(PathBuf, PathBuf)>,
}

impl Walker<'_> {
    fn enter(&mut self, root: &Root, walked: &mut Walked) -> Result<(), Failure> {
        if !self.entered.lock().unwrap_or_else(PoisonError::into_inner).insert(root.real.clone()) {
            return Ok(());
        }
        if self.scope == Scope::Workspace {
            ignore_files::check(&named(root, &root.at), &root.real)?;
            // Those above count, too.
            root.real.ancestors().skip(1).try_for_each(|folder| ignore_files::check(folder, folder))?;
        }
        for entry in self.entries(root) {
            let Some(left) = self.entries_left.checked_sub(1) else {
                walked.is_cut = true;
                return Ok(());
            };
            self.entries_left = left;
            let entry = match entry {
                Ok(entry) => entry,
                // It was there a moment ago.
                Err(error) if error.io_error().is_some_and(|it| it.kind() == io::ErrorKind::NotFound) => {
                    continue;
                }
                Err(error) => return Err(refused(root, &error)),
            };
            let Some(kind) = entry.file_type() else { continue };
            let path = named(root, entry.path());
            let real = place(root, entry.path());
            if kind.is_symlink() {
                self.links.push_back((path, real));
            } else if kind.is_file() {
                self.add(path, &real, root.is_own, walked);
            } else if !kind.is_dir() && is_policy(&path) && self.includes(&real) {
                walked.special.push(path);
            }
        }
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        refused.map_or(Ok(()), Err)
    }

    /// Adds a file if it is one of the workspace.
    fn add(&self, path: PathBuf, real: &Path, is_own: bool, walked: &mut Walked) {
        if is_policy(&path) {
            if self.includes(real) {
                walked.files.push(Candidate { path, is_own });
            }
        } else if path.file_name() == Some(OsStr::new(locate::FILE)) {
            walked.configs.push(path);
        } else if is_nearly_policy(&path) && self.includes(real) {
            walked.nearly.push(path);
        }
    }

    fn includes(&self, real: &Path) -> bool {
        self.scope == Scope::Everything || !self.filter.leaves_out(real)
    }

    fn entries(&self, root: &Root) -> ignore::Walk {
        let (scope, filter) = (self.scope, self.filter.clone());
        let (entered, refused) = (Arc::clone(&self.entered), Arc::clone(&self.refused));
        let configs = Arc::clone(&self.configs);
        let (from, disk) = (root.clone(), self.disk.clone());
        let enters = move |entry: &DirEntry| {
            let is_dir = entry.file_type().is_some_and(|it| it.is_dir());
            let real = place(&from, entry.path());
            if scope == Scope::Workspace && filter.excludes(&real, is_dir) {
                return false;
            }
            if !is_dir || is_hidden(entry.file_name(), scope) {
                return !is_dir;
            }
            if disk.is_one_workspace && disk.has(&real.join(locate::FILE)) {
                let config = named(&from, entry.path()).join(locate::FILE);
                configs.lock().unwrap_or_else(PoisonError::into_inner).push(config);
                return false;
            }
            let ignores = match scope {
                Scope::Workspace => ignore_files::check(&named(&from, entry.path()), &real),
                Scope::Everything => Ok(()),
            };
            if let Err(failure) = ignores {
                *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
                return false;
            }
            entered.lock().unwrap_or_else(PoisonError::into_inner).insert(real)
        };
        let mut walker = WalkBuilder::new(&root.at);
        walker
            // A file such as `.team.bpol` is one like any other; of folders, `enters` decides.
            .hidden(false)
            .require_git(false)
            // What one person's machine ignores must not decide what is compiled.
            .git_global(false)
            .git_exclude(false)
            .follow_links(false)
            .max_depth(self.depth)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(enters);
        if scope == Scope::Everything {
            walker.git_ignore(false).ignore(false).parents(false);
        }
        walker.build()
    }

    /// Goes on with what a link leads to.
    fn follow(&mut self, link: PathBuf, place: &Path, walked: &mut Walked) -> Result<(), Failure> {
        let about =
            fs::canonicalize(self.disk.at(&link)).and_then(|target| Ok((fs::metadata(&target)?, target)));
        let (about, target) = match about {
            Ok(known) => known,
            Err(error) if is_policy(&link) && !is_lock(&link) && self.includes(place) => {
                let is_hidden = error.kind() == io::ErrorKind::PermissionDenied;
                let why =
                    if is_hidden { error.to_string() } else { "it is a link that leads nowhere".into() };
                let message = format!("cannot read `{}`: {why}", shown(&link));
                return Err(Failure::with_help(message, "delete it, or write the file that it names"));
            }
            Err(_) => return Ok(()),
        };
        let is_dir = about.is_dir();
        let is_called_so = match link.file_name() {
            Some(name) if is_dir => !is_hidden(name, self.scope),
            _ => is_policy(&link),
        };
        let is_left_out = self.scope == Scope::Workspace
            && (self.filter.excludes(place, is_dir)
                || self.filter.excludes(&target, is_dir)
                || !(is_dir || self.filter.includes(place) || self.filter.includes(&target)));
        if !is_called_so || is_left_out {
            return Ok(());
        }
        if !bounds::is_within(&target, self.bounds.iter().map(PathBuf::as_path)) {
            walked.outside.push(link);
        } else if self.is_of_another(&target) {
        } else if about.is_dir() {
            if self.depth.is_none() {
                let at = self.disk.at(&link);
                self.enter(&Root { path: link, at, real: target, is_own: false }, walked)?;
            }
        } else if about.is_file() {
            walked.files.push(Candidate { path: link, is_own: false });
        } else {
            walked.special.push(link);
        }
        Ok(())
    }
}

impl Walker<'_> {
    /// Whether a folder below has a configuration of its own, and what is at the canonical path is its.
    fn is_of_another(&self, real: &Path) -> bool {
        let folders = real.ancestors().take_while(|folder| !self.bounds.iter().any(|bound| bound == folder));
        self.disk.is_one_workspace && folders.into_iter().any(|it| self.disk.has(&it.join(locate::FILE)))
    }

    /// Whether a whole walk would find a file at a canonical path below a root, if it was there.
    fn takes_text(&self, root: &Root, path: &Path) -> bool {
        let folders = || path.ancestors().skip(1).take_while(|folder| *folder != root.real);
        let is_hidden = |folder: &Path| folder.file_name().is_some_and(|name| is_hidden(name, self.scope));
        let is_left_out = self.scope == Scope::Workspace
            && (folders().any(|folder| self.filter.excludes(folder, true))
                || Ignored::above(path).leaves_out(path));
        let is_in_place = !folders().any(is_hidden) && !self.is_of_another(path);
        is_policy(path) && self.includes(path) && is_in_place && !is_left_out
    }
}

/// Where what was found at `path` below a root really lies.
fn place(root: &Root, path: &Path) -> PathBuf {
    path.strip_prefix(&root.at).map_or_else(|_| path.to_owned(), |rest| root.real.join(rest))
}

/// Whether a folder of that name is not entered.
fn is_hidden(name: &OsStr, scope: Scope) -> bool {
    name == ".git" || (scope == Scope::Workspace && is_hidden_folder(name))
}

/// What was found at a path below a root as a person would name it.
fn named(root: &Root, path: &Path) -> PathBuf {
    match path.strip_prefix(&root.at) {
        Ok(rest) if root.path == Path::new(".") => rest.to_owned(),
        Ok(rest) if rest.as_os_str().is_empty() => root.path.clone(),
        Ok(rest) => root.path.join(rest),
        Err(_) => path.to_owned(),
    }
}

/// Why a search under a root stopped: what could not be read and the bare reason, where both are known.
fn refused(root: &Root, error: &ignore::Error) -> Failure {
    let mut innermost = error;
    let mut path = root.path.clone();
    loop {
        match innermost {
            ignore::Error::WithPath { path: its, err } => (path, innermost) = (named(root, its), err),
            ignore::Error::WithDepth { err, .. } => innermost = err,
            _ => break,
        }
    }
    let reason = match innermost {
        // What the walker says besides is the path once more.
        ignore::Error::Io(error) => error.source().map_or_else(|| error.to_string(), ToString::to_string),
        other => other.to_string(),
    };
    Failure::new(format!("cannot read `{}`: {reason}", shown(&path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::config::Config;

    /// A walk that has too much to look at takes the folder's own files, and the texts that are open.
    #[test]
    fn a_walk_ends() {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        for path in ["a.bpol", "b/c.bpol", "b/d/e.bpol", "b/d/f.bpol", "b/g"] {
            fs::create_dir_all(real.join(path).parent().unwrap()).unwrap();
            fs::write(real.join(path), "").unwrap();
        }
        let texts = ["b/d/e.bpol", "b/new.bpol", "b/d/x"].map(|path| (real.join(path), "".into()));
        let texts = Arc::new(texts.into_iter().collect());
        let found = |most: usize| {
            let disk = Disk::below(real.clone(), Arc::clone(&texts), most);
            let filter = Filter::new(&Config::none(PathBuf::new(), real.clone())).unwrap();
            let walked = walk(&disk, &[PathBuf::from(".")], &filter, Scope::Workspace).unwrap();
            let mut paths: Vec<String> =
                walked.files.iter().map(|file| file.path.to_str().unwrap().to_owned()).collect();
            paths.sort();
            (walked.is_cut, paths.join(" "))
        };
        let all = "a.bpol b/c.bpol b/d/e.bpol b/d/f.bpol b/new.bpol";
        assert_eq!(found(100), (false, all.to_owned()));
        assert_eq!(found(3), (true, "a.bpol b/d/e.bpol b/new.bpol".to_owned()));
    }
}
