//! One workspace: a root and the open texts come in, its files, its configuration in force and what is known
//! of it go out.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::asked::{Asked, Known};
use super::base::Base;
use crate::analysis::{Analysis, Configuration, Input, analyse_after};
use crate::date::Date;
use crate::diagnostic::Report;
use crate::lint::Levels;
use crate::parallel;
use crate::project::config::Config;
use crate::project::disk::Disk;
use crate::project::failure::{At, Failure};
use crate::project::inputs::Inputs;
use crate::project::load::Listed;
use crate::project::paths::shown;
use crate::project::search;
use crate::project::table::Table;
use crate::project::{guards, locate};
use crate::reference::{Builtin, Reference};
use crate::syntax;
use crate::syntax::ast::Parsed;
use crate::text::Source;

/// One workspace.
pub(crate) struct Workspace {
    root: Root,
    /// The last configuration that could be used, and its table.
    good: Option<Good>,
    /// Why the configuration as it stands cannot be used.
    config_failure: Option<Failure>,
    /// A guard of the configuration that the workspace has not.
    guard_failure: Option<Failure>,
    /// The files, by canonical path; a document that is no file has its URI for one.
    files: BTreeMap<PathBuf, Arc<Parsed>>,
    known: Option<OfDay>,
    /// What the last commit has of it.
    base: Option<Arc<Base>>,
    /// Whether there is a configuration.
    has_config: bool,
    /// Whether something has changed that decides everything.
    is_stale: bool,
    /// Whether bringing it up to date was broken off.
    has_failed: bool,
    /// The files that have another text.
    changed: BTreeSet<PathBuf>,
    /// What was parsed since the last analysis.
    parsed: Vec<String>,
}

/// Where a workspace lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// A folder as the client calls it, and its canonical path.
    Folder(PathBuf, PathBuf),
    /// One document that is no file, by its URI.
    Document(String),
}

struct Good {
    config: Config,
    reference: Reference,
    /// The canonical path of the table's file, if it has one.
    table: Option<PathBuf>,
}

/// What is known of a workspace.
struct OfDay {
    analysis: Arc<Analysis>,
    report: Report,
    today: Date,
    asked: Asked,
}

/// What bringing a workspace up to date took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Nothing,
    /// Files declare what they declared: only what is said of them is new.
    Restated,
    Resolved,
}

/// What one look at the disk gave.
pub(crate) struct Look {
    /// The roots of workspaces below this one.
    pub(crate) below: Vec<PathBuf>,
    /// Whether there was too much to look at.
    pub(crate) is_cut: bool,
    /// Why the files could not be read, if they could not.
    pub(crate) failure: Option<Failure>,
}

impl Workspace {
    /// One of which nothing is known yet.
    pub(crate) fn new(root: Root) -> Self {
        Self {
            root,
            good: None,
            config_failure: None,
            guard_failure: None,
            files: BTreeMap::new(),
            known: None,
            base: None,
            has_config: false,
            is_stale: true,
            has_failed: false,
            changed: BTreeSet::new(),
            parsed: Vec::new(),
        }
    }

    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// Looks at the disk: which configuration is in force, and which files there are.
    pub(crate) fn look(&mut self, disk: &Disk) -> Look {
        let mut look = Look { below: Vec::new(), is_cut: false, failure: None };
        self.config_failure = self.look_at_config(disk).err().map(in_config);
        // Where an open one never could be used, the one that was saved is the last that could.
        let config = Path::new(locate::FILE);
        if self.config_failure.is_some() && self.good.is_none() && disk.text(config).is_some() {
            let saved = disk.without_text(config);
            if saved.has(config) {
                // Of two failures, that of the open text counts.
                drop(self.look_at_config(&saved));
            }
        }
        let Some(good) = &self.good else {
            self.is_stale |= !self.files.is_empty() || self.known.is_some();
            self.files.clear();
            return look;
        };
        let asked = search::Asked { paths: &[], stdin: None, force_exclude: false };
        let table = Table {
            reference: good.reference.clone(),
            file: good.table.as_ref().and_then(|path| Some(disk.about(path).ok()?.file)),
            inputs: Inputs::default(),
        };
        let listed = match Listed::with(disk, asked, good.config.clone(), Some(table)) {
            Ok(listed) => listed,
            Err(failure) => return Look { failure: Some(failure), ..look },
        };
        look.is_cut = listed.is_cut();
        look.below = listed.roots_below();
        match listed.read() {
            Ok(loaded) => self.take(disk, loaded.sources),
            Err(failure) => look.failure = Some(failure),
        }
        look
    }

    /// Takes over the configuration as it stands, if it can be used.
    fn look_at_config(&mut self, disk: &Disk) -> Result<(), Failure> {
        let file = Path::new(locate::FILE);
        self.has_config = disk.has(file);
        let config = if self.has_config {
            Config::found(disk, file)?
        } else {
            Config::none(PathBuf::new(), disk.root()?)
        };
        let table = Table::choose(disk, None, &config)?;
        let path = config.reference_file().and_then(|path| disk.canonical(&path).ok());
        let (reference, is_as_it_was) = match self.good.take() {
            Some(good) if is_same(&good.reference, &table.reference) => {
                (good.reference, good.config.is_same(&config))
            }
            _ => (table.reference, false),
        };
        self.is_stale |= !is_as_it_was;
        self.good = Some(Good { config, reference, table: path });
        Ok(())
    }

    /// Takes over the files that there are. A file that says what it said keeps its tree.
    fn take(&mut self, disk: &Disk, sources: Vec<Source>) {
        let mut before = mem::take(&mut self.files);
        for source in sources {
            let Some(path) = source.path().and_then(|path| disk.canonical(path).ok()) else { continue };
            let parsed = match before.remove(&path) {
                Some(old) if is_as_it_was(old.source(), &source) => old,
                old => {
                    self.is_stale = true;
                    self.parse(source, old)
                }
            };
            self.files.insert(path, parsed);
        }
        self.is_stale |= !before.is_empty();
    }

    /// Reads a text, under the identity that its file had before.
    fn parse(&mut self, source: Source, before: Option<Arc<Parsed>>) -> Arc<Parsed> {
        self.parsed.push(source.name().to_owned());
        let before = before.filter(|it| it.source().name() == source.name() && source.unreadable().is_none());
        let source = match before {
            Some(old) => old.source().with_text(source.into_text()),
            None => source,
        };
        Arc::new(syntax::parse(source))
    }

    /// Gives a file another text; false where it is none of the files that may change so.
    pub(crate) fn change(&mut self, path: &Path, text: &str) -> bool {
        let Some(old) = self.files.get(path) else { return false };
        if old.source().text() == text && old.source().unreadable().is_none() {
            return true;
        }
        let source = old.source().with_text(text.to_owned());
        self.parsed.push(source.name().to_owned());
        self.files.insert(path.to_owned(), Arc::new(syntax::parse(source)));
        self.changed.insert(path.to_owned());
        true
    }

    /// Makes the document the only file of the workspace that it is by itself.
    pub(crate) fn be_document(&mut self, name: &str, text: &str) {
        let Root::Document(uri) = &self.root else { return };
        let key = PathBuf::from(uri);
        if self.change(&key, text) {
            return;
        }
        let source = Source::new(name, text.as_bytes().to_vec());
        let reference = Reference::builtin(Builtin::default());
        self.good = Some(Good { config: Config::default(), reference, table: None });
        let parsed = self.parse(source, None);
        self.files.insert(key, parsed);
    }

    /// Brings what is known up to date.
    pub(crate) fn settle(&mut self, today: Date) -> Settled {
        let is_of_today = self.known.as_ref().is_none_or(|known| known.today == today);
        let changed = mem::take(&mut self.changed);
        if !self.is_stale && is_of_today && changed.is_empty() {
            return Settled::Nothing;
        }
        // What panics is not tried again before the next change, and then as a whole.
        let had_failed = mem::replace(&mut self.has_failed, true);
        let is_whole = mem::take(&mut self.is_stale) || had_failed || !is_of_today;
        let settled = self.resolve(&changed, is_whole, today);
        self.has_failed = false;
        settled
    }

    /// Brings what is known up to date where files have changed, or all of it.
    fn resolve(&mut self, changed: &BTreeSet<PathBuf>, is_whole: bool, today: Date) -> Settled {
        let Some(good) = &self.good else {
            self.known = None;
            return Settled::Resolved;
        };
        if !is_whole && restate(&self.files, changed, self.known.as_mut()) {
            return Settled::Restated;
        }
        let configuration = Configuration::with_levels(Levels::new(&good.config.lint))
            .with_guards(guards::levels(&good.config.guards))
            .with_today(today);
        let files = self.files.values().cloned().collect();
        let input = Input { configuration, table: good.reference.clone(), files };
        let before = self.known.as_ref().map(|known| &*known.analysis);
        let analysis = Arc::new(analyse_after(before, input));
        self.guard_failure = guards::check(&good.config.guards, analysis.workspace(), None).err();
        let report = analysis.report();
        let known = OfDay { analysis, report, today, asked: Asked::default() };
        parallel::discard(self.known.replace(known));
        Settled::Resolved
    }

    /// The names of what was parsed since it was asked last.
    pub(crate) fn take_parsed(&mut self) -> Vec<String> {
        mem::take(&mut self.parsed)
    }

    /// What is known of it, unless there never was a configuration that could be used.
    pub(crate) fn known(&self) -> Option<Known<'_>> {
        let OfDay { analysis, report, asked, .. } = self.known.as_ref()?;
        Some(Known { analysis, report, asked })
    }

    /// What the last commit has of it, if the text is compared with that.
    pub(crate) fn base(&self) -> Option<&Base> {
        self.base.as_deref()
    }

    /// The same, to be kept.
    pub(crate) fn shared_base(&self) -> Option<Arc<Base>> {
        self.base.clone()
    }

    /// The last commit has this of it; whether that is news.
    pub(crate) fn set_base(&mut self, base: Option<Arc<Base>>) -> bool {
        let hash = |base: &Option<Arc<Base>>| base.as_ref().map(|base| base.hash.clone());
        let is_news = hash(&base) != hash(&self.base);
        self.base = base;
        if let Some(known) = self.known.as_mut().filter(|_| is_news) {
            known.asked.forget_base();
        }
        is_news
    }

    /// Its files, by canonical path.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, &Arc<Parsed>)> {
        self.files.iter().map(|(path, parsed)| (path.as_path(), parsed))
    }

    /// The tree of a file or of the table, by its canonical path.
    pub(crate) fn tree(&self, path: &Path) -> Option<&Arc<Parsed>> {
        self.files
            .get(path)
            .or_else(|| self.table().filter(|(table, _)| *table == path).map(|(_, tree)| tree))
    }

    /// The file of the table in force, if it has one.
    pub(crate) fn table(&self) -> Option<(&Path, &Arc<Parsed>)> {
        let good = self.good.as_ref()?;
        Some((good.table.as_deref()?, good.reference.file()?))
    }

    /// The table in force.
    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.good.as_ref().map(|good| &good.reference)
    }

    /// The text of the configuration in force, if there is one.
    pub(crate) fn config_text(&self) -> Option<&Source> {
        self.good.as_ref()?.config.text()
    }

    /// The text of the configuration as it stands, whether it can be used or not.
    pub(crate) fn config_now(&self) -> Option<&Source> {
        match &self.config_failure {
            Some(failure) => failure.at.as_ref().map(|at| &at.source),
            None => self.config_text(),
        }
    }

    /// Why the configuration as it stands cannot be used; where it can, a guard of it that the workspace has
    /// not.
    pub(crate) fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.config_failure.as_ref().or(self.guard_failure.as_ref()).into_iter()
    }

    /// The configuration that is there, as messages show it.
    pub(crate) fn config_file(&self) -> Option<String> {
        match &self.root {
            Root::Folder(folder, _) if self.has_config => Some(shown(&folder.join(locate::FILE))),
            _ => None,
        }
    }

    /// Whether the configuration as it stands cannot be used.
    pub(crate) fn is_config_broken(&self) -> bool {
        self.config_failure.is_some()
    }
}

/// Takes over files that declare what they declared; false where one does not, and all is to be resolved.
fn restate(
    files: &BTreeMap<PathBuf, Arc<Parsed>>,
    changed: &BTreeSet<PathBuf>,
    known: Option<&mut OfDay>,
) -> bool {
    let mut trees = changed.iter().filter_map(|path| files.get(path));
    let is_declared = |it: &&mut OfDay| trees.clone().all(|tree| it.analysis.declares(tree));
    let Some(known) = known.filter(is_declared) else { return false };
    // What was worked out shares the analysis. Who else has kept it would see it change.
    known.asked = Asked::default();
    let Some(analysis) = Arc::get_mut(&mut known.analysis) else { return false };
    let is_restated = trees.all(|tree| analysis.restate(tree));
    if is_restated {
        known.report = analysis.report();
    }
    is_restated
}

/// A failure at its place in the configuration; the start of it where it has no other.
fn in_config(mut failure: Failure) -> Failure {
    if failure.at.is_none() {
        let (source, message) = (Source::new(locate::FILE, Vec::new()), failure.message.clone());
        failure.at = Some(Box::new(At { source, range: 0..0, message }));
    }
    failure
}

fn is_as_it_was(a: &Source, b: &Source) -> bool {
    a.name() == b.name() && a.path() == b.path() && a.unreadable() == b.unreadable() && a.text() == b.text()
}

fn is_same(a: &Reference, b: &Reference) -> bool {
    match (a.file(), b.file()) {
        (Some(a), Some(b)) => is_as_it_was(a.source(), b.source()),
        (None, None) => a.name() == b.name(),
        _ => false,
    }
}
