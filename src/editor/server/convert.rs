//! From files and bytes to the types of the protocol, and back.

use std::fmt::Write as _;
use std::ops::Range;

use lsp_types as lsp;
use rustc_hash::FxHashMap;

use super::client::Client;
use super::uri;
use crate::diagnostic::Severity;
use crate::editor::diagnostics::Finding;
use crate::editor::position::{Lines, Position};
use crate::editor::sites::{Site, Spot};
use crate::editor::view::{ConfigView, Edit};
use crate::text::{FileId, Source};

/// The byte of a position in a document.
pub(super) fn byte(lines: &Lines<'_>, position: lsp::Position) -> usize {
    lines.byte(Position { line: position.line, column: position.character })
}

/// The bytes of a range of a document.
pub(super) fn bytes(lines: &Lines<'_>, range: lsp::Range) -> Range<usize> {
    let (start, end) = (byte(lines, range.start), byte(lines, range.end));
    start.min(end)..start.max(end)
}

/// A range of bytes as a client counts it.
pub(super) fn range(lines: &Lines<'_>, range: Range<usize>) -> lsp::Range {
    let position = |byte| {
        let Position { line, column } = lines.position(byte);
        lsp::Position::new(line, column)
    };
    lsp::Range::new(position(range.start), position(range.end))
}

/// Edits of a document.
pub(super) fn edits(lines: &Lines<'_>, edits: Vec<Edit>) -> Vec<lsp::TextEdit> {
    edits.into_iter().map(|edit| lsp::TextEdit::new(range(lines, edit.range), edit.text)).collect()
}

/// The lines of a text as the client has it.
pub(super) fn lines<'s>(client: &Client, site: &Site, source: &'s Source) -> Lines<'s> {
    match site {
        Site::Document(_) => Lines::of_document(source.text(), client.encoding),
        Site::File(_) | Site::Builtin(_) => Lines::of_file(source.text(), client.encoding),
    }
}

/// The lines of a `bpol.toml` as the client has it.
pub(super) fn lines_of_config<'s>(client: &Client, view: &ConfigView<'s>) -> Lines<'s> {
    let lines = if view.is_open { Lines::of_document } else { Lines::of_file };
    lines(view.text, client.encoding)
}

/// The URI of a text.
pub(super) fn uri(site: &Site) -> lsp::Uri {
    match site {
        Site::Document(uri) => lsp::Uri::from(uri.as_str()),
        Site::File(path) => lsp::Uri::from(uri::of_file(path)),
        Site::Builtin(name) => lsp::Uri::from(format!("bpol:/reference/{name}.bpol")),
    }
}

/// The lines of texts, which are counted once for each.
pub(super) struct LinesOf<'s> {
    client: &'s Client,
    known: FxHashMap<FileId, Lines<'s>>,
}

impl<'s> LinesOf<'s> {
    /// Nothing is counted yet.
    pub(super) fn new(client: &'s Client) -> Self {
        Self { client, known: FxHashMap::default() }
    }

    /// The range of a spot.
    pub(super) fn range(&mut self, spot: &Spot<'s>) -> lsp::Range {
        let count = || lines(self.client, &spot.site, spot.source);
        range(self.known.entry(spot.source.id()).or_insert_with(count), spot.range.clone())
    }
}

/// The range of a place of a diagnostic: its own is the first, those that it leads to follow. `None` where a
/// message tells of that.
pub(super) fn place(diagnostic: &lsp::Diagnostic, place: usize) -> Option<lsp::Range> {
    match place.checked_sub(1) {
        None => Some(diagnostic.range),
        Some(index) => Some(diagnostic.related_information.as_ref()?.get(index)?.location.range),
    }
}

/// The same, to be changed.
pub(super) fn place_mut(diagnostic: &mut lsp::Diagnostic, place: usize) -> Option<&mut lsp::Range> {
    match place.checked_sub(1) {
        None => Some(&mut diagnostic.range),
        Some(index) => Some(&mut diagnostic.related_information.as_mut()?.get_mut(index)?.location.range),
    }
}

/// A diagnostic.
pub(super) fn diagnostic<'s>(lines: &mut LinesOf<'s>, finding: &Finding<'s>) -> lsp::Diagnostic {
    let client = lines.client;
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let mut related = Vec::new();
    for (spot, text) in &finding.related {
        if client.has_related {
            let place = lsp::Location::new(uri(&spot.site), lines.range(spot));
            related.push(lsp::DiagnosticRelatedInformation::new(place, text.clone()));
        } else {
            let place = spot.source.position(spot.range.start);
            let (name, line, column) = (spot.source.name(), place.line, place.column);
            let _ = write!(message, "\nnote: {text} ({name}:{line}:{column})");
        }
    }
    let is_faded = finding.is_unnecessary && client.has_unnecessary;
    let has_page = client.has_code_description && client.has_virtual_documents;
    let page = finding.check.filter(|_| has_page);
    let href = page.map(|check| lsp::Uri::from(format!("bpol:/rules/{}.md", check.name)));
    lsp::Diagnostic {
        range: lines.range(&finding.spot),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
        }),
        code: Some(lsp::Code::String(finding.code.to_owned())),
        code_description: href.map(|href| lsp::CodeDescription { href }),
        source: Some("bpol".to_owned()),
        message: lsp::Message::String(message),
        tags: is_faded.then(|| vec![lsp::DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}
