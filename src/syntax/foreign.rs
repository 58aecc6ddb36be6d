//! Files of another language: a text and what was read of it come in, and the one finding of it goes out.

use super::fault::Fault;
use super::slip::{ForeignSlip, MarkSlip, Slip, Sort};
use super::slips::files;
use super::tree::{Chunk, ItemNode};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::text::{FileId, Span};

/// The language that the whole of a text is written in, where no statement could be read of it.
pub(super) fn language(text: &str, chunks: &[Chunk]) -> Option<&'static str> {
    let is_broken = |item: &ItemNode| matches!(item, ItemNode::Broken(_));
    let mut items = chunks.iter().flat_map(|chunk| &chunk.items);
    items.all(is_broken).then(|| files::language(text)).flatten()
}

/// The finding of a whole file: on its first line that says something.
pub(super) fn finding(file: FileId, text: &str, language: &'static str) -> Diagnostic {
    let is_text = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.len(), line)
    });
    let (start, line) = lines.find(|(_, line)| is_text(line)).unwrap_or((0, ""));
    let start = start + (line.len() - line.trim_start().len());
    let written = line.trim();
    let sort = Sort::Foreign(ForeignSlip::File(language));
    let fault = Fault::Slip(Slip { sort, written: written.into(), right: None });
    Diagnostic::new(fault, Span::new(file, start..start + written.len()))
}

/// Makes one finding of all marks that are written as HTML has them, with the edits of all.
pub(super) fn one_escaped(findings: &mut Vec<Diagnostic>) {
    let is_escaped = |finding: &Diagnostic| {
        let fact: &dyn std::any::Any = &*finding.fact;
        let fault = fact.downcast_ref::<Fault>();
        matches!(fault, Some(Fault::Slip(Slip { sort: Sort::Mark(MarkSlip::Escaped), .. })))
    };
    let Some(first) = findings.iter().position(is_escaped) else { return };
    let mut edits = Vec::new();
    let mut index = 0;
    findings.retain_mut(|finding| {
        index += 1;
        if !is_escaped(finding) {
            return true;
        }
        edits.extend(finding.fix.take().into_iter().flat_map(|fix| fix.edits));
        index - 1 == first
    });
    if let Some(finding) = findings.get_mut(first) {
        let edits = edits.into_iter().map(|edit| (edit.span, edit.text));
        *finding = finding.clone().with_edits(Applicability::Unsafe, edits);
    }
}
