//! The two sides of a comparison: what each is called comes in, and what was read goes out: a workspace, or
//! what `compile` once wrote of one.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args_workspace::WorkspaceArguments;
use super::status::Status;
use super::today::TodayArguments;
use super::{files, fleet, output};
use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::answers::diff::{Content, Side};
use crate::diagnostic::Fixable;
use crate::emit::document::{Document, Workload};
use crate::lint::{Change, Levels};
use crate::project::config_values::GuardChoice;
use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::project::locate::unreadable;
use crate::project::read::{self, Allowed};
use crate::project::{guards, paths, revision};
use crate::reference::Reference;
use crate::syntax::Identity;
use crate::text::Source;
use crate::text::hidden::one_line;

/// What begins the name of a revision that is also a path.
const REVISION: &str = "git:";

/// What was read of a side.
pub(super) struct ReadSide {
    name: String,
    revision: Option<String>,
    content: ReadContent,
}

/// A side that has errors, which were reported.
pub(super) struct Broken {
    pub(super) status: Status,
    /// The full hash of the revision, where it is one.
    pub(super) revision: Option<String>,
}

/// A side, or what is left to say of one that has errors.
type Read = Result<ReadSide, Broken>;

enum ReadContent {
    Workspace(Arc<Analysis>),
    Compiled(Box<Document>),
}

/// A workspace before it is analysed.
struct Texts {
    sources: Vec<Source>,
    reference: Reference,
    lint: Vec<Change>,
    guards: Vec<GuardChoice>,
}

/// How sides are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The options that hold for both sides; paths are relative to the root of each.
    pub(super) workspace: &'a WorkspaceArguments,
    pub(super) today: &'a TodayArguments,
}

impl Reading<'_> {
    /// The side that is called `name`. Where it has errors, they are reported.
    pub(super) fn side(self, name: &str) -> Result<Read, Failure> {
        if name == "-" {
            let failure = |error| Failure::new(format!("cannot read standard input: {error}"));
            let bytes = read::stdin_bytes().map_err(failure)?.unwrap_or_default();
            return compiled("<stdin>", &bytes).map(|document| Ok(ReadSide::compiled("-", document)));
        }
        if let Some(revision) = name.strip_prefix(REVISION) {
            return self.revision(name, revision);
        }
        let path = Path::new(name);
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                note_revision(name, "folder");
                self.folder(name, path)
            }
            Ok(_) => {
                let contents = read::file(&Disk::here(), path, Allowed::Any)
                    .map_err(|error| unreadable(path, &error))?;
                match compiled(&paths::shown(path), &contents.bytes.unwrap_or_default()) {
                    Err(_) if revision::is_hidden(&Disk::here(), name) => self.revision(name, name),
                    document => {
                        note_revision(name, "file");
                        document.map(|it| Ok(ReadSide::compiled(name, it)))
                    }
                }
            }
            Err(_) => self.revision(name, name),
        }
    }

    /// A workspace under a reference table.
    pub(super) fn table(self, table: &str) -> Result<Read, Failure> {
        let arguments =
            WorkspaceArguments { reference: Some(table.to_owned()), ..self.rooted(Path::new("")) };
        self.loaded(table, &arguments)
    }

    fn folder(self, name: &str, folder: &Path) -> Result<Read, Failure> {
        let absolute = self.workspace.paths.iter().find(|path| path.is_absolute());
        if let Some(path) = absolute.filter(|_| !is_here(folder)) {
            let (folder, path) = (paths::shown(folder), paths::shown(path));
            let message =
                format!("a part of the folder `{folder}` is named from it, and `{path}` is absolute");
            return Err(Failure::with_help(message, "both sides have the part that `--workspace` names"));
        }
        self.loaded(name, &self.rooted(folder))
    }

    fn loaded(self, name: &str, arguments: &WorkspaceArguments) -> Result<Read, Failure> {
        let loaded = match files::load(arguments) {
            Err(failure) if name == "." && revision::is_bare(&Disk::here()) => {
                let help = "this repository is bare and has no working tree: name two revisions";
                return Err(Failure { help: Some(help.to_owned()), ..failure });
            }
            loaded => loaded?,
        };
        let texts = Texts {
            sources: loaded.sources,
            reference: loaded.reference,
            lint: loaded.lint,
            guards: loaded.guards,
        };
        self.analysed(name, None, texts)
    }

    fn revision(self, name: &str, revision: &str) -> Result<Read, Failure> {
        let asked = revision::Asked {
            paths: &self.workspace.paths,
            config: self.workspace.config.choice(),
            table: self.workspace.reference.as_deref(),
            limit: None,
        };
        let revision = revision::load(&Disk::here(), revision, asked)?;
        let fleet = &self.workspace.fleet;
        let (reference, _) = fleet::with_fleet(revision.reference, fleet, &revision.sources)?;
        let texts =
            Texts { sources: revision.sources, reference, lint: revision.lint, guards: revision.guards };
        self.analysed(name, Some(revision.hash), texts)
    }

    fn analysed(self, name: &str, revision: Option<String>, texts: Texts) -> Result<Read, Failure> {
        let Texts { sources, reference, lint, guards } = texts;
        let configuration = Configuration::with_levels(Levels::new(&lint))
            .with_guards(guards::levels(&guards))
            .with_today(self.today.date());
        let analysis = Arc::new(analyse(Input::read(configuration, reference, sources)));
        guards::check(&guards, analysis.workspace(), None)?;
        if let Err(rejected) = analysis.provisional() {
            output::note(&format!("`{}` has errors:", one_line(name)));
            let status = output::report(rejected.errors(), analysis.files(), Fixable::default());
            return Ok(Err(Broken { status, revision }));
        }
        Ok(Ok(ReadSide { name: name.to_owned(), revision, content: ReadContent::Workspace(analysis) }))
    }

    /// The same options, of the workspace in a folder.
    fn rooted(self, folder: &Path) -> WorkspaceArguments {
        let paths: Vec<PathBuf> = match (is_here(folder), self.workspace.paths.is_empty()) {
            (true, _) => self.workspace.paths.clone(),
            (false, true) => vec![folder.to_owned()],
            (false, false) => self.workspace.paths.iter().map(|path| folder.join(path)).collect(),
        };
        WorkspaceArguments {
            paths,
            reference: self.workspace.reference.clone(),
            stdin_filename: None,
            fleet: self.workspace.fleet.clone(),
            force: self.workspace.force,
            config: self.workspace.config.clone(),
        }
    }
}

impl ReadSide {
    fn compiled(name: &str, document: Document) -> Self {
        Self { name: name.to_owned(), revision: None, content: ReadContent::Compiled(Box::new(document)) }
    }

    /// A side of that name and revision without any workload, in the table of this one.
    pub(super) fn emptied(&self, name: &str, revision: Option<String>) -> Self {
        let reference = match &self.content {
            ReadContent::Workspace(analysis) => analysis.workspace().reference().clone(),
            ReadContent::Compiled(_) => Reference::none(),
        };
        let analysis = analyse(Input::read(Configuration::default(), reference, Vec::new()));
        Self { name: name.to_owned(), revision, content: ReadContent::Workspace(Arc::new(analysis)) }
    }

    /// The workspace, where there is one.
    pub(super) fn analysis(&self) -> Option<&Analysis> {
        match &self.content {
            ReadContent::Workspace(analysis) => Some(analysis),
            ReadContent::Compiled(_) => None,
        }
    }

    /// What it is to those who compare.
    pub(super) fn side(&self) -> Option<Side<'_>> {
        let content = match &self.content {
            ReadContent::Workspace(analysis) => Content::Workspace(analysis.provisional().ok()?),
            ReadContent::Compiled(document) => Content::Compiled(document),
        };
        Some(Side::new(&*self.name, self.revision.clone(), content))
    }
}

/// Whether a folder is the working directory by its name.
fn is_here(folder: &Path) -> bool {
    folder.as_os_str().is_empty() || folder == Path::new(".")
}

/// Says that a path was taken, where a revision has its name too.
fn note_revision(name: &str, taken: &str) {
    let may_be_meant = !name.starts_with('.') && !Path::new(name).is_absolute();
    if may_be_meant && revision::is_known(&Disk::here(), name) {
        let name = one_line(name);
        output::note(&format!("note: `{name}` is taken for the {taken}; the revision is `{REVISION}{name}`"));
    }
}

/// What a document says that it is.
#[derive(serde::Deserialize)]
struct Head {
    schema: String,
}

/// How text begins that some shells write by redirection: in UTF-16, the lower byte first or last.
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// What `compile` wrote; nothing else is taken for it, but for the mark that some shells put before it.
fn compiled(name: &str, bytes: &[u8]) -> Result<Document, Failure> {
    if UTF_16.iter().any(|mark| bytes.starts_with(mark)) {
        let message = format!("`{name}` is UTF-16, as some shells redirect output");
        return Err(Failure::with_help(message, "`bpol compile --output FILE` writes UTF-8 in every shell"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let help = "compare with a folder, a revision, or a file that `bpol compile` wrote; `git:NAME` is the \
                revision where a path has its name";
    let failure = |why: String| Failure::with_help(format!("`{name}` {why}"), help);
    let head: Head = serde_json::from_slice(bytes)
        .map_err(|error| failure(format!("is not what `bpol compile` writes: {error}")))?;
    if head.schema != "bpol.placement.v1" {
        return Err(failure(format!(
            "says that it is `{}`; only `bpol.placement.v1` is read",
            one_line(&head.schema)
        )));
    }
    let document: Document = serde_json::from_slice(bytes)
        .map_err(|error| failure(format!("is not what `bpol compile` writes: {error}")))?;
    match by_hand(&document) {
        Some(why) => Err(failure(format!("was changed by hand: {}", one_line(&why)))),
        None => Ok(document),
    }
}

/// What `compile` would not have written so.
fn by_hand(document: &Document) -> Option<String> {
    if let Some(set) = document.placement_sets.iter().find(|set| set.id != set.computed_id()) {
        return Some(format!("the set `{}` is another one", set.id));
    }
    let sets: HashSet<&str> = document.placement_sets.iter().map(|set| set.id.as_str()).collect();
    let identity = |it: &Workload| Identity {
        environment: it.environment.clone(),
        kind: it.kind,
        name: it.name.clone(),
    };
    let mut workloads = HashSet::new();
    document.workloads.iter().find_map(|it| {
        if !sets.contains(&*it.placement_set) {
            return Some(format!("the set of `{}` is not in it", identity(it)));
        }
        let is_new = workloads.insert((it.kind, &it.name, &it.environment));
        (!is_new).then(|| format!("`{}` is in it twice", identity(it)))
    })
}
