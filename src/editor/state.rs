//! All that the server knows: what happens to documents, folders and files comes in, workspaces with analyses
//! of the newest state go out.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::base::Base;
use super::documents::{Document, Documents, Place};
use super::features::virtual_documents;
use super::settings::Settings;
use super::view::{ConfigView, Meaning, View};
use super::workspace::{Root, Settled, Workspace};
use crate::date::Date;
use crate::project::disk::{Disk, Texts, canonical_or_unwritten};
use crate::project::locate;
use crate::syntax;
use crate::syntax::ast::Parsed;
use crate::text::Source;

/// After so many entries the walk through a workspace stops.
const MOST_ENTRIES: usize = 100_000;

/// All that the server knows.
#[derive(Default)]
pub(crate) struct State {
    documents: Documents,
    /// The folders that the client has open.
    folders: Vec<PathBuf>,
    workspaces: Vec<Workspace>,
    /// The trees of documents that are no file of a workspace.
    loose: BTreeMap<Place, OnceCell<Arc<Parsed>>>,
    /// Whether the disk is to be looked at.
    is_stale: bool,
    pub(crate) settings: Settings,
    /// How often something was analysed.
    generation: u64,
    /// The roots of which it was said that they are too large.
    warned: BTreeSet<String>,
}

/// What bringing everything up to date did.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The files that were parsed.
    pub(crate) parsed: Vec<String>,
    /// The roots of the workspaces that were resolved.
    pub(crate) resolved: Vec<String>,
    /// What a person should know, and what only the log should.
    pub(crate) warnings: Vec<String>,
    pub(crate) errors: Vec<String>,
    /// Whether the disk was looked at.
    is_looked_at: bool,
}

impl Work {
    /// Whether all files declare what they declared, so that nothing is new beside the texts that changed.
    pub(crate) fn is_restated(&self) -> bool {
        !self.is_looked_at && self.resolved.is_empty() && self.errors.is_empty()
    }
}

impl State {
    /// The folders that the client has open are these.
    pub(crate) fn set_folders(&mut self, folders: Vec<PathBuf>) {
        self.folders = folders;
        self.is_stale = true;
    }

    /// The folders that the client has open.
    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The disk is to be looked at: something may have changed there.
    pub(crate) fn look_again(&mut self) {
        self.is_stale = true;
    }

    /// A document was opened.
    pub(crate) fn open(&mut self, place: Place, uri: String, language: &str, version: i32, text: String) {
        self.loose.remove(&place);
        self.documents.open(place, uri, language, version, text);
        self.is_stale = true;
    }

    /// A document has another text; false where it is not open.
    pub(crate) fn change(&mut self, place: &Place, version: i32, text: String) -> bool {
        self.loose.remove(place);
        let Some(document) = self.documents.change(place, version, text) else { return false };
        let key = document.canonical.clone().unwrap_or_else(|| PathBuf::from(&document.uri));
        let mut is_known = false;
        for workspace in &mut self.workspaces {
            is_known |= workspace.change(&key, &document.text);
        }
        let is_table = self.workspaces.iter().any(|it| it.table().is_some_and(|(path, _)| path == key));
        self.is_stale |= !is_known || is_table;
        true
    }

    /// A document was closed; false where it was not open.
    pub(crate) fn close(&mut self, place: &Place) -> bool {
        self.loose.remove(place);
        self.is_stale = true;
        self.documents.close(place).is_some()
    }

    /// Every open document and its place.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Every workspace.
    pub(crate) fn workspaces(&self) -> &[Workspace] {
        &self.workspaces
    }

    /// The last commit has this of the workspace with that root; whether that is news.
    pub(crate) fn set_base(&mut self, root: &Path, base: Option<Arc<Base>>) -> bool {
        let is_own = |it: &&mut Workspace| matches!(it.root(), Root::Folder(folder, _) if folder == root);
        let workspace = self.workspaces.iter_mut().find(is_own);
        workspace.is_some_and(|it| it.set_base(base))
    }

    /// No text is compared with a commit any more; whether any was.
    pub(crate) fn forget_bases(&mut self) -> bool {
        let mut was_compared = false;
        for workspace in &mut self.workspaces {
            was_compared |= workspace.set_base(None);
        }
        was_compared
    }

    /// How often something was analysed.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// Brings everything up to date: the disk, where it is to be looked at, and the analyses.
    pub(crate) fn settle(&mut self, today: Date) -> Option<Work> {
        let mut work = Work { is_looked_at: std::mem::take(&mut self.is_stale), ..Work::default() };
        if work.is_looked_at && catch_unwind(AssertUnwindSafe(|| self.look(&mut work))).is_err() {
            work.errors.push("looking at the workspaces failed".to_owned());
        }
        let mut is_settled = false;
        for workspace in &mut self.workspaces {
            let name = workspace.root().name();
            match catch_unwind(AssertUnwindSafe(|| workspace.settle(today))) {
                Ok(Settled::Nothing) => continue,
                Ok(Settled::Restated) => is_settled = true,
                Ok(Settled::Resolved) => work.resolved.push(name),
                Err(_) => work.errors.push(format!("the analysis of {name} failed")),
            }
            work.parsed.extend(workspace.take_parsed());
        }
        if !work.is_looked_at && !is_settled && work.resolved.is_empty() && work.errors.is_empty() {
            return None;
        }
        self.generation += 1;
        Some(work)
    }

    /// Looks at the disk: which workspaces there are, and what is in them.
    fn look(&mut self, work: &mut Work) {
        self.documents.look();
        let texts = Arc::new(self.documents.texts());
        let mut roots: Vec<Root> =
            self.folders.iter().filter_map(|folder| root_of_folder(folder, &texts)).collect();
        for (place, document) in self.documents.iter() {
            roots.extend(self.root_of(place, document, &texts));
        }
        let mut before = std::mem::take(&mut self.workspaces);
        let mut at = 0;
        while let Some(root) = roots.get(at).cloned() {
            at += 1;
            if self.workspaces.iter().any(|it| is_one(it.root(), &root)) {
                continue;
            }
            let old = before.iter().position(|it| *it.root() == root).map(|index| before.swap_remove(index));
            let mut workspace = old.unwrap_or_else(|| Workspace::new(root.clone()));
            match &root {
                Root::Folder(folder, _) => {
                    let disk = Disk::below(folder.clone(), Arc::clone(&texts), MOST_ENTRIES);
                    let look = workspace.look(&disk);
                    let below = look.below.iter().map(|path| folder.join(path));
                    let is_open = |path: &PathBuf| self.folders.iter().any(|it| path.starts_with(it));
                    roots.extend(below.filter(is_open).filter_map(Root::folder));
                    let name = root.name();
                    if look.is_cut && self.warned.insert(name.clone()) {
                        let what = "only its own files and open ones are read";
                        work.warnings.push(format!("{name} has more than {MOST_ENTRIES} entries: {what}"));
                    }
                    work.errors.extend(look.failure.map(|failure| failure.message));
                }
                Root::Document(uri) => {
                    let document = self.documents.iter().find(|(_, document)| document.uri == *uri);
                    if let Some((_, document)) = document {
                        workspace.be_document(base_name(uri), &document.text);
                    }
                }
            }
            self.workspaces.push(workspace);
        }
        self.loose.clear();
        let loose = self.documents.iter().filter(|(_, document)| document.is_policy);
        self.loose = loose.map(|(place, _)| (place.clone(), OnceCell::new())).collect();
    }

    /// The root of the workspace that an open document belongs to, if it belongs to any.
    fn root_of(&self, place: &Place, document: &Document, texts: &Texts) -> Option<Root> {
        if !document.is_policy && !place.is_config() {
            return None;
        }
        let Some(path) = place.path() else {
            // What the server shows is nobody's text.
            let is_shown = virtual_documents::text(&document.uri).is_some();
            return (!is_shown).then(|| Root::Document(document.uri.clone()));
        };
        let with_config = path.ancestors().skip(1).find(|folder| has_config(folder, texts));
        let holds = |folder: &&PathBuf| path.starts_with(folder);
        let folder = self.folders.iter().filter(holds).max_by_key(|folder| folder.as_os_str().len());
        let own = || path.parent().map(Path::to_owned);
        let folder = with_config.map(Path::to_owned).or_else(|| folder.cloned()).or_else(own)?;
        // A folder that is not there has no files.
        Some(Root::folder(folder).unwrap_or_else(|| Root::Document(document.uri.clone())))
    }

    /// What a feature sees of the `bpol.toml` at a place; `None` where nothing is known of it.
    pub(crate) fn config(&self, place: &Place) -> Option<ConfigView<'_>> {
        let path = place.path().filter(|_| place.is_config())?;
        let open = self.documents.get(place);
        let canonical = open.and_then(|it| it.canonical.clone()).or_else(|| canonical_or_unwritten(path))?;
        let is_its = |it: &&Workspace| it.root().config().is_some_and(|config| config == canonical);
        self.config_of(self.workspaces.iter().find(is_its)?)
    }

    /// The same of the `bpol.toml` of a workspace.
    pub(crate) fn config_of<'s>(&'s self, workspace: &'s Workspace) -> Option<ConfigView<'s>> {
        let canonical = workspace.root().config()?;
        let mut documents = self.documents.iter().map(|(_, document)| document);
        let open = documents.find(|it| it.canonical.as_deref() == Some(canonical.as_path()));
        let text = open.map(|it| &*it.text).or_else(|| workspace.config_now().map(Source::text))?;
        let (is_open, meaning) = (open.is_some(), Meaning::of(workspace));
        Some(ConfigView { text, is_open, workspace, meaning })
    }

    /// The workspace that has a file or a table at a canonical path, and its tree there.
    fn workspace_with(&self, canonical: &Path) -> Option<(&Workspace, &Arc<Parsed>)> {
        let has = |it: &&Workspace| it.files().any(|(path, _)| path == canonical);
        let workspace = self.workspaces.iter().find(has);
        let workspace =
            workspace.or_else(|| self.workspaces.iter().find(|it| it.tree(canonical).is_some()))?;
        Some((workspace, workspace.tree(canonical)?))
    }

    /// The workspace whose built-in table the document at a place shows, and the tree of that.
    fn workspace_showing(&self, place: &Place) -> Option<(&Workspace, &Arc<Parsed>)> {
        let Place::Elsewhere(uri) = place else { return None };
        self.workspaces.iter().find_map(|workspace| {
            let reference = workspace.reference()?;
            let table = reference.file()?;
            let shown = virtual_documents::of_file(reference, table.id())?;
            (shown == *uri).then_some((workspace, table))
        })
    }

    /// What a feature sees of the document at a place; `None` where nothing is known of it, or it is no text
    /// in the language.
    pub(crate) fn view(&self, place: &Place) -> Option<View<'_>> {
        let document = self.documents.get(place);
        let key = match (document, place) {
            (Some(document), _) => document.canonical.clone().unwrap_or_else(|| PathBuf::from(&document.uri)),
            (None, Place::File(path)) => canonical_or_unwritten(path)?,
            (None, Place::Elsewhere(uri)) => PathBuf::from(uri),
        };
        if let Some((workspace, parsed)) = self.workspace_with(&key).or_else(|| self.workspace_showing(place))
        {
            let meaning = Meaning::of(workspace);
            let is_config_broken = workspace.is_config_broken();
            return Some(View { parsed, meaning, is_config_broken, settings: &self.settings });
        }
        let document = document.filter(|document| document.is_policy)?;
        let parsed = self.loose.get(place)?.get_or_init(|| {
            let source = Source::new(base_name(&document.uri), document.text.as_bytes().to_vec());
            Arc::new(syntax::parse(source))
        });
        let root = self.root_of(place, document, &self.documents.texts());
        let workspace = root.and_then(|root| self.workspaces.iter().find(|it| is_one(it.root(), &root)));
        let is_config_broken = workspace.is_some_and(Workspace::is_config_broken);
        Some(View { parsed, meaning: None, is_config_broken, settings: &self.settings })
    }
}

impl Root {
    /// A folder that is there.
    fn folder(folder: PathBuf) -> Option<Self> {
        let real = canonical_or_unwritten(&folder).filter(|real| real.is_dir())?;
        Some(Self::Folder(folder, real))
    }

    /// The canonical path of its configuration, whether there is one or not.
    fn config(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(_, real) => Some(real.join(locate::FILE)),
            Self::Document(_) => None,
        }
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Folder(folder, _) => crate::project::paths::shown(folder),
            Self::Document(uri) => uri.clone(),
        }
    }
}

/// The root of the workspace of a folder that is open: that of the configuration at or above it, or itself.
fn root_of_folder(folder: &Path, texts: &Texts) -> Option<Root> {
    let with_config = folder.ancestors().find(|folder| has_config(folder, texts));
    Root::folder(with_config.unwrap_or(folder).to_owned())
}

fn has_config(folder: &Path, texts: &Texts) -> bool {
    let path = folder.join(locate::FILE);
    path.symlink_metadata().is_ok() || canonical_or_unwritten(&path).is_some_and(|it| texts.contains_key(&it))
}

fn is_one(a: &Root, b: &Root) -> bool {
    match (a, b) {
        (Root::Folder(_, a), Root::Folder(_, b)) => a == b,
        (a, b) => a == b,
    }
}

/// What stands behind the last slash of a URI.
fn base_name(uri: &str) -> &str {
    uri.rsplit(['/', ':']).next().unwrap_or(uri)
}
