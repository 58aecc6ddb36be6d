//! What the tests of this folder render.

use std::sync::Arc;

use super::{Context, Format, render};
use crate::diagnostic::{Check, Classify, Describe, Diagnostic, Suppressed, Words, errors};
use crate::syntax::{self, Files};
use crate::text::{FileId, Source, Span};

/// A fact of no stage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sample {
    /// No more words than there must be.
    Short,
    /// Words of every sort, with one other span; a name stands in each.
    Long(&'static str),
}

impl Classify for Sample {
    fn check(&self) -> &'static Check {
        match self {
            Self::Short => &errors::EMPTY_LIST,
            Self::Long(_) => &errors::UNKNOWN_CODE,
        }
    }
}

impl Describe for Sample {
    fn words(&self) -> Words {
        match self {
            Self::Short => Words::new("it is empty", ""),
            Self::Long(name) => Words::new(format!("`{name}` is wrong"), format!("`{name}` stands here"))
                .with_help(format!("delete `{name}`"))
                .with_related(format!("`{name}` is there too")),
        }
    }
}

/// Files of these names and texts.
pub(super) fn files<const N: usize>(files: [(&str, &str); N]) -> Files {
    let parse = |(name, text): (&str, &str)| syntax::parse(Source::new(name, text.into()));
    Files::new(files.map(|file| Arc::new(parse(file))).into())
}

/// The id of the file of that name.
pub(super) fn id(files: &Files, name: &str) -> FileId {
    files.iter().find(|file| file.source().name() == name).unwrap().id()
}

/// The first span of `text` in the file of that name.
pub(super) fn span_of(files: &Files, name: &str, text: &str) -> Span {
    let file = id(files, name);
    let start = files.source(file).text().find(text).unwrap();
    Span::new(file, start..start + text.len())
}

/// `findings` in a format.
pub(super) fn rendered(findings: &[Diagnostic], files: &Files, format: Format) -> String {
    rendered_with(findings, &[], files, format)
}

/// `findings` in a format, beside some that are suppressed.
pub(super) fn rendered_with(
    findings: &[Diagnostic],
    suppressed: &[Suppressed],
    files: &Files,
    format: Format,
) -> String {
    let context = Context { suppressed, ..Context::default() };
    let mut out = Vec::new();
    render(findings, files, format, &context, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
