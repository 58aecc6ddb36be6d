//! Ignore files without a walker: the texts of some folders' ignore files come in, and whether they leave out
//! a path goes out.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The files with patterns of what is passed over; of two in one folder the first one decides.
pub(super) const NAMES: [&str; 2] = [".ignore", ".gitignore"];

/// The ignore files of some folders.
#[derive(Default)]
pub(super) struct Ignored {
    by_folder: HashMap<PathBuf, Vec<Gitignore>>,
}

impl Ignored {
    /// Those of the folders that a canonical path lies in.
    pub(super) fn above(path: &Path) -> Self {
        let mut ignored = Self::default();
        for folder in path.ancestors().skip(1) {
            for name in NAMES {
                if let Ok(bytes) = fs::read(folder.join(name)) {
                    ignored.add(folder.to_owned(), &String::from_utf8_lossy(&bytes));
                }
            }
        }
        ignored
    }

    /// Adds an ignore file of a folder; of those of one folder the first one decides.
    pub(super) fn add(&mut self, folder: PathBuf, text: &str) {
        let mut builder = GitignoreBuilder::new(&folder);
        // A pattern that is none is passed over, as git passes it over.
        for line in text.lines() {
            let _ = builder.add_line(None, line);
        }
        if let Ok(matcher) = builder.build() {
            self.by_folder.entry(folder).or_default().push(matcher);
        }
    }

    /// Whether a file is left out, or a folder that it lies in.
    pub(super) fn leaves_out(&self, path: &Path) -> bool {
        self.has(path, false) || path.ancestors().skip(1).any(|folder| self.has(folder, true))
    }

    /// Whether what is at a path is ignored itself: the nearest file that says anything of it decides.
    fn has(&self, path: &Path, is_dir: bool) -> bool {
        for folder in path.ancestors().skip(1) {
            for matcher in self.by_folder.get(folder).into_iter().flatten() {
                match matcher.matched(path, is_dir) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
        }
        false
    }
}
