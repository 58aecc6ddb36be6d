//! Open documents: what a client says of them comes in, their texts go out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::project::disk::{Texts, canonical_or_unwritten};
use crate::project::locate;
use crate::project::names::is_policy;

/// What a document is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A file, which may not exist, by its absolute path.
    File(PathBuf),
    /// What is no file, by its URI.
    Elsewhere(String),
}

/// A document that the client has open.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The URI that the client has for it.
    pub(crate) uri: String,
    pub(crate) version: i32,
    pub(crate) text: Arc<str>,
    /// Whether it is a text in the language.
    pub(crate) is_policy: bool,
    /// The canonical path, where it is a file.
    pub(crate) canonical: Option<PathBuf>,
}

/// All open documents.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    by_place: BTreeMap<Place, Document>,
}

impl Place {
    /// The path, where it is a file.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Elsewhere(_) => None,
        }
    }

    /// Whether it is called as a configuration is.
    pub(crate) fn is_config(&self) -> bool {
        self.path().and_then(Path::file_name).is_some_and(|name| name == locate::FILE)
    }
}

impl Documents {
    /// Opens a document, or gives one that is open another text.
    pub(crate) fn open(&mut self, place: Place, uri: String, language: &str, version: i32, text: String) {
        let canonical = place.path().and_then(canonical_or_unwritten);
        let is_policy = place.path().map_or(language == "bpol", is_policy);
        self.by_place.insert(place, Document { uri, version, text: text.into(), is_policy, canonical });
    }

    /// The document at a place, if it is open.
    pub(crate) fn get(&self, place: &Place) -> Option<&Document> {
        self.by_place.get(place)
    }

    /// Gives an open document another text; `None` where it is not open.
    pub(crate) fn change(&mut self, place: &Place, version: i32, text: String) -> Option<&Document> {
        let document = self.by_place.get_mut(place)?;
        document.version = version;
        document.text = text.into();
        Some(document)
    }

    /// Closes a document; `None` where it is not open.
    pub(crate) fn close(&mut self, place: &Place) -> Option<Document> {
        self.by_place.remove(place)
    }

    /// Every document and its place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Place, &Document)> {
        self.by_place.iter()
    }

    /// Looks again where the documents' files are: links and folders may have changed.
    pub(crate) fn look(&mut self) {
        for (place, document) in &mut self.by_place {
            document.canonical = place.path().and_then(canonical_or_unwritten);
        }
    }

    /// The texts that stand in the place of files.
    pub(crate) fn texts(&self) -> Texts {
        let texts = self.by_place.values();
        texts.filter_map(|it| Some((it.canonical.clone()?, Arc::clone(&it.text)))).collect()
    }
}
