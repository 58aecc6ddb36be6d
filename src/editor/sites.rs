//! Which text of a client a source is: a workspace comes in, the document, file or built-in table of each of
//! its sources goes out.

use std::ops::Range;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::documents::Documents;
use super::workspace::{Root, Workspace};
use crate::project::locate;
use crate::reference::Builtin;
use crate::syntax::Files;
use crate::text::{FileId, Source, Span};

/// Which text something is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Site {
    /// An open document, by its URI.
    Document(String),
    /// A file, by its path.
    File(PathBuf),
    /// A built-in table.
    Builtin(&'static str),
}

/// A range of a text.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'s> {
    pub(crate) site: Site,
    pub(crate) source: &'s Source,
    pub(crate) range: Range<usize>,
}

/// The texts of one workspace.
pub(crate) struct Sites {
    by_file: FxHashMap<FileId, Site>,
    config: Site,
}

impl Sites {
    /// The texts of a workspace; those that are open are documents.
    pub(crate) fn new(workspace: &Workspace, documents: &Documents) -> Self {
        let root = workspace.root();
        let open: FxHashMap<&Path, &str> =
            documents.iter().filter_map(|(_, it)| Some((it.canonical.as_deref()?, &*it.uri))).collect();
        let site = |canonical: &Path, source: &Source| match (open.get(canonical), root, source.path()) {
            (Some(uri), ..) => Site::Document((*uri).to_owned()),
            (None, Root::Document(uri), _) => Site::Document(uri.clone()),
            (None, Root::Folder(folder, _), path) => Site::File(folder.join(path.unwrap_or(canonical))),
        };
        let files = workspace.files().chain(workspace.table());
        let by_file = files.map(|(path, tree)| (tree.id(), site(path, tree.source()))).collect();
        let config = match root {
            Root::Document(uri) => Site::Document(uri.clone()),
            Root::Folder(folder, real) => {
                let document = open.get(real.join(locate::FILE).as_path());
                let file = || Site::File(folder.join(locate::FILE));
                document.map_or_else(file, |uri| Site::Document((*uri).to_owned()))
            }
        };
        Self { by_file, config }
    }

    /// The configuration of the workspace.
    pub(crate) fn config(&self) -> &Site {
        &self.config
    }

    /// The text of a source of the workspace, or of a built-in table.
    pub(crate) fn site(&self, source: &Source) -> Site {
        let builtin = || {
            let is_it = |it: &Builtin| source.name() == format!("<{}>", it.name());
            Site::Builtin(Builtin::ALL.into_iter().find(is_it).unwrap_or_default().name())
        };
        self.by_file.get(&source.id()).cloned().unwrap_or_else(builtin)
    }

    /// The place of a span.
    pub(crate) fn spot<'s>(&self, files: &'s Files, span: Span) -> Spot<'s> {
        let source = files.source(span.file);
        Spot { site: self.site(source), source, range: span.range() }
    }
}
