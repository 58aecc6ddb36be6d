//! `include` and `exclude` of the configuration: a canonical path comes in, and whether it is left out goes
//! out.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::config::Config;
use super::failure::Failure;
use super::paths::shown;

/// What of a folder is searched for.
#[derive(Clone)]
pub(crate) struct Filter {
    include: Option<Gitignore>,
    exclude: Gitignore,
}

impl Filter {
    pub(crate) fn new(config: &Config) -> Result<Self, Failure> {
        let matcher = |patterns: &[String]| -> Result<Gitignore, Failure> {
            let failure = |error: ignore::Error| {
                Failure::new(format!("the patterns of `{}`: {error}", shown(&config.folder)))
            };
            let mut builder = GitignoreBuilder::new(&config.root);
            for pattern in patterns {
                builder.add_line(None, pattern).map_err(failure)?;
            }
            builder.build().map_err(failure)
        };
        let include = if config.include.is_empty() { None } else { Some(matcher(&config.include)?) };
        Ok(Self { include, exclude: matcher(&config.exclude)? })
    }

    /// Whether `exclude` leaves it out.
    pub(crate) fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        !self.exclude.is_empty() && matches(&self.exclude, path, is_dir)
    }

    /// Whether `include`, if there is any, has it.
    pub(crate) fn includes(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|include| matches(include, path, false))
    }

    /// Whether a file is left out.
    pub(crate) fn leaves_out(&self, path: &Path) -> bool {
        self.excludes(path, false) || !self.includes(path)
    }
}

fn matches(matcher: &Gitignore, path: &Path, is_dir: bool) -> bool {
    path.strip_prefix(matcher.path())
        .is_ok_and(|path| matcher.matched_path_or_any_parents(path, is_dir).is_ignore())
}
