//! The files of a commit: its entries come in, and those of a workspace go out, as a walk over a checkout
//! would find them.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::git::{Asker, Entry, EntryKind, absolute, split};
use crate::project::config::Config;
use crate::project::failure::Failure;
use crate::project::filter::Filter;
use crate::project::ignored::{Ignored, NAMES};
use crate::project::names::{is_hidden_folder, is_policy};
use crate::text::hidden::one_line;
use crate::text::{MAX_FILE_BYTES, Source};

/// How many links may lead to one another.
const MOST_LINKS: usize = 40;

/// Everything that a commit has, by path.
pub(super) struct Tree {
    asker: Asker,
    entries: HashMap<String, Entry>,
}

impl Tree {
    pub(super) fn new(asker: Asker, entries: Vec<Entry>) -> Self {
        Self { asker, entries: entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect() }
    }

    /// Fails where a path of the command line is nothing that can be read.
    pub(super) fn check(&self, root: &str, revision: &str) -> Result<(), Failure> {
        let upwards = std::iter::successors(Some(root), |path| (!path.is_empty()).then(|| split(path).0));
        let submodule = upwards.filter_map(|path| self.entries.get(path));
        if let Some(it) = submodule.into_iter().find(|entry| entry.kind == EntryKind::Submodule) {
            let message = format!(
                "`{}` is a submodule, whose files are in a repository of its own",
                one_line(&it.path)
            );
            return Err(Failure::with_help(message, "run `bpol diff` within it"));
        }
        let is_below = |path: &String| root.is_empty() || path.starts_with(&format!("{root}/"));
        if self.entries.contains_key(root) || self.entries.keys().any(is_below) || root.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("`{}` has no `{}`", one_line(revision), one_line(root))))
    }

    /// The first submodule below `roots`.
    pub(super) fn submodule_below(&self, roots: &[String]) -> Option<&str> {
        let is_below =
            |path: &str| roots.iter().any(|root| root.is_empty() || path.starts_with(&format!("{root}/")));
        let submodules = self.entries.values().filter(|entry| entry.kind == EntryKind::Submodule);
        submodules.map(|entry| entry.path.as_str()).filter(|path| is_below(path)).min()
    }

    /// Whether there is a file at a path.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.entries.get(path).is_some_and(|entry| entry.kind == EntryKind::File)
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Result<String, Failure> {
        let entries: Vec<&Entry> = self.entries.get(path).into_iter().collect();
        let bytes = self.asker.contents(&entries)?.remove(path).flatten().unwrap_or_default();
        String::from_utf8(bytes).map_err(|_| Failure::new(format!("`{}` is not UTF-8", one_line(path))))
    }

    /// A file as a source, named from the folder `prefix`.
    pub(super) fn source(&self, path: &str, prefix: &str) -> Result<Source, Failure> {
        let mut sources = self.sources(&[path.to_owned()], prefix)?;
        sources.pop().ok_or_else(|| Failure::new(format!("`{}` is no file", one_line(path))))
    }

    /// Files as sources, named from the folder `prefix`.
    pub(super) fn sources(&self, paths: &[String], prefix: &str) -> Result<Vec<Source>, Failure> {
        let entries: Vec<&Entry> = paths.iter().filter_map(|path| self.entries.get(path)).collect();
        let mut contents = self.asker.contents(&entries)?;
        let source = |path: &String| {
            let name = one_line(&seen(prefix, path));
            match contents.remove(path).flatten() {
                Some(bytes) => Source::new(name, bytes),
                None => Source::too_long(name, MAX_FILE_BYTES + 1),
            }
        };
        Ok(paths.iter().map(source).collect())
    }

    /// The files of a workspace at and below `roots`, each once and in order, but the reference table `own`.
    pub(super) fn workspace(
        &self,
        roots: &[String],
        config: &Config,
        own: Option<&str>,
    ) -> Result<Vec<String>, Failure> {
        let filter = Filter::new(config)?;
        let ignored = ignored(self)?;
        let mut found = BTreeSet::new();
        for root in roots {
            if self.has_file(root) {
                found.insert(root.clone());
                continue;
            }
            let below = if root.is_empty() { String::new() } else { format!("{root}/") };
            for path in self.entries.keys().filter(|path| path.starts_with(&below)) {
                if !is_policy(Path::new(path)) || is_passed_over(path, root, &filter, &ignored) {
                    continue;
                }
                if let Some(file) = self.led_to(path).filter(|file| file.starts_with(&below)) {
                    found.insert(file);
                }
            }
        }
        found.retain(|path| Some(path.as_str()) != own);
        Ok(found.into_iter().collect())
    }

    /// The file that an entry is, or that a link leads to.
    fn led_to(&self, path: &str) -> Option<String> {
        let mut at = path.to_owned();
        for _ in 0..MOST_LINKS {
            match self.entries.get(&at)?.kind {
                EntryKind::File => return Some(at),
                EntryKind::Submodule => return None,
                EntryKind::Link => at = joined(split(&at).0, &self.text(&at).ok()?)?,
            }
        }
        None
    }
}

/// What to do about files that lie in a submodule.
pub(super) fn within(submodule: &str) -> String {
    let submodule = one_line(submodule);
    format!(
        "the files of the submodule `{submodule}` are in a repository of its own: run `bpol diff` within it"
    )
}

/// A path of the repository as it is seen from the folder `prefix`.
fn seen(prefix: &str, path: &str) -> String {
    let mut folder = prefix;
    let mut upwards = String::new();
    while !path.starts_with(folder) {
        let above = folder.trim_end_matches('/').rfind('/');
        folder = above.and_then(|slash| folder.get(..=slash)).unwrap_or_default();
        upwards.push_str("../");
    }
    format!("{upwards}{}", path.strip_prefix(folder).unwrap_or(path))
}

/// Whether a walk from `root` would not find a file.
fn is_passed_over(path: &str, root: &str, filter: &Filter, ignored: &Ignored) -> bool {
    let folders: Vec<&str> = folders(path).collect();
    let within = folders.iter().filter(|folder| folder.len() > root.len());
    let mut within = within.copied();
    within
        .any(|folder| is_hidden_folder(split(folder).1.as_ref()) || filter.excludes(&absolute(folder), true))
        || filter.leaves_out(&absolute(path))
        || ignored.leaves_out(&absolute(path))
}

/// The folders that a path lies in, the outermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(index, _)| path.get(..index))
}

/// The ignore files of a commit.
fn ignored(tree: &Tree) -> Result<Ignored, Failure> {
    let mut ignored = Ignored::default();
    for name in NAMES {
        let files =
            tree.entries.values().filter(|it| it.kind == EntryKind::File && split(&it.path).1 == name);
        let files: Vec<&Entry> = files.collect();
        for (path, bytes) in tree.asker.contents(&files)? {
            ignored.add(absolute(split(&path).0), &String::from_utf8_lossy(&bytes.unwrap_or_default()));
        }
    }
    Ok(ignored)
}

/// A path relative to a folder of the repository as one of the repository; `None` where it leads out of it.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
