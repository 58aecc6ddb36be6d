//! The files that a run did not read: errors come in, and those files go out with which some of the errors
//! would not stand.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::config::Config;
use super::disk::Disk;
use super::filter::Filter;
use super::inputs::Inputs;
use super::passed::{Reason, left_out, some_of};
use super::paths::shown;
use super::read::{self, Allowed};
use super::walk::{Scope, walk};
use crate::analysis::{Analysis, Input, analyse};
use crate::diagnostic::{Diagnostic, count, errors};
use crate::syntax;
use crate::syntax::ast::Parsed;
use crate::text::Source;

/// No more than so much is read to explain an error.
const MOST_BYTES: u64 = 1 << 24;

/// No more text than this is analysed to explain an error: each file is tried with all that were read.
const MOST_EFFORT: usize = 1 << 26;

/// What a run could have read and did not.
pub(crate) struct Beyond {
    disk: Disk,
    paths: Vec<PathBuf>,
    config: Config,
    read: Inputs,
    files: OnceLock<Vec<Arc<Parsed>>>,
}

/// Files, and why they were not read.
struct Unread {
    files: Vec<Arc<Parsed>>,
    /// Whether a code that one of them declares is meant.
    has_codes: bool,
    why: String,
}

impl Beyond {
    pub(crate) fn new(disk: Disk, paths: &[PathBuf], config: Config, read: Inputs) -> Self {
        Self { disk, paths: paths.to_vec(), config, read, files: OnceLock::new() }
    }

    /// The other files of the workspace that the configuration is that of, or else of the folder that holds
    /// everything that was named.
    pub(crate) fn files(&self) -> &[Arc<Parsed>] {
        self.files.get_or_init(|| {
            let folder = &self.config.folder;
            let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
            let walked = Filter::new(&self.config)
                .and_then(|filter| walk(&self.disk, &[folder], &filter, Scope::Workspace));
            let files = walked.map_or_else(|_| Vec::new(), |walked| walked.files);
            self.parse(files.into_iter().map(|file| file.path).collect())
        })
    }

    /// Which of the files that were not read would help, where some would.
    pub(crate) fn notes(&self, analysis: &Analysis) -> Vec<String> {
        if analysis.errors().is_empty() {
            return Vec::new();
        }
        let is_folder = |path: &PathBuf| self.disk.is_dir(path);
        if !self.paths.is_empty() && !self.paths.iter().any(is_folder) {
            let why = "which this run did not read: name the folder instead of the file".to_owned();
            // A table far away may have any code.
            let start = self.config.start.as_ref().unwrap_or(&self.config.root);
            let is_near = |file: &Arc<Parsed>| {
                let path = file.source().path().and_then(|path| self.disk.canonical(path).ok());
                path.is_some_and(|path| path.starts_with(start))
            };
            let (near, far) = self.files().iter().cloned().partition(is_near);
            let near = note(&Unread { files: near, has_codes: true, why: why.clone() }, analysis);
            let far = note(&Unread { files: far, has_codes: false, why }, analysis);
            return near.into_iter().chain(far).collect();
        }
        let left_out = left_out(&self.disk, &self.paths, &self.config);
        let of = |reason: Reason| {
            let paths = left_out.iter().filter(|(_, its)| *its == reason).map(|(path, _)| path.clone());
            let files = self.parse(paths.collect());
            let why = format!("left out: {}", reason.words());
            note(&Unread { files, has_codes: true, why }, analysis)
        };
        Reason::ALL.into_iter().filter_map(of).collect()
    }

    /// Those of some files that were not read; none where they are too much to read now.
    fn parse(&self, paths: Vec<PathBuf>) -> Vec<Arc<Parsed>> {
        let mut seen = HashSet::new();
        let mut bytes = 0;
        let mut is_new = |path: &Path| {
            let Ok(about) = self.disk.about(path) else { return false };
            let is_new = !self.read.has(&about.file) && seen.insert(about.file);
            bytes += if is_new { about.bytes } else { 0 };
            is_new
        };
        let paths: Vec<PathBuf> = paths.into_iter().filter(|path| is_new(path)).collect();
        if bytes > MOST_BYTES {
            return Vec::new();
        }
        let parse = |path: PathBuf| {
            let contents = read::file_up_to(&self.disk, &path, Allowed::Regular, MOST_BYTES).ok()?;
            let source = Source::new(shown(&path), contents.bytes.ok()?).at(path);
            Some(Arc::new(syntax::parse(source)))
        };
        paths.into_iter().filter_map(parse).collect()
    }
}

fn note(unread: &Unread, analysis: &Analysis) -> Option<String> {
    let read: usize = analysis.files().bytes();
    let effort = unread.files.iter().map(|file| read + file.source().text().len());
    if effort.fold(0, usize::saturating_add) > MOST_EFFORT {
        return None;
    }
    let without = |files: &[Arc<Parsed>]| without_errors(files, unread.has_codes, analysis);
    let helpful = unread.files.iter().filter(|file| without(&[Arc::clone(file)]) > 0);
    let helpful: Vec<Arc<Parsed>> = helpful.cloned().collect();
    let without = without(&helpful);
    let paths: Vec<PathBuf> =
        helpful.iter().filter_map(|file| file.source().path()).map(Path::to_owned).collect();
    let names = some_of(&paths)?;
    let errors = count(without, "error", "errors");
    Some(format!("note: {errors} would not stand with {names}, {}", unread.why))
}

/// How many errors would not stand if these files were read, too.
fn without_errors(files: &[Arc<Parsed>], has_codes: bool, analysis: &Analysis) -> usize {
    if files.is_empty() {
        return 0;
    }
    let read = analysis.files().iter().filter(|file| !file.source().is_table());
    let with = analyse(Input {
        configuration: analysis.configuration().clone(),
        table: analysis.workspace().reference().clone(),
        files: read.chain(files).cloned().collect(),
    });
    let key = |error: &Diagnostic| (error.check.name, error.span.file, error.span.range());
    let standing: HashSet<_> = with.errors().iter().map(key).collect();
    let is_gone = |error: &&Diagnostic| is_of_a_name(error, has_codes) && !standing.contains(&key(error));
    analysis.errors().iter().filter(is_gone).count()
}

/// Whether an error is that nothing is called so, which another file may change.
fn is_of_a_name(error: &Diagnostic, has_codes: bool) -> bool {
    let names = [
        errors::UNKNOWN_ENVIRONMENT.name,
        errors::UNKNOWN_GROUP.name,
        errors::UNKNOWN_PARENT.name,
        errors::UNKNOWN_POLICY.name,
    ];
    names.contains(&error.check.name) || (has_codes && error.check.name == errors::UNKNOWN_CODE.name)
}
