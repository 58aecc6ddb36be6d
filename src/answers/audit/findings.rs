//! An audit as findings, for those who read SARIF: an audit and the text of what was observed come in, a
//! finding for each row that must not be goes out.

use super::causes::Causes;
use super::document::{Audit, Row, RowStatus};
use crate::diagnostic::{Check, Classify, Describe, Diagnostic, Words, errors};
use crate::placement::Provisional;
use crate::text::{Source, Span};

/// A row that must not be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Wrong {
    status: RowStatus,
    message: String,
}

impl Classify for Wrong {
    fn check(&self) -> &'static Check {
        match self.status {
            RowStatus::Malformed => &errors::AUDIT_MALFORMED,
            RowStatus::Forbidden | RowStatus::Ok => &errors::AUDIT_FORBIDDEN,
            _ => &errors::AUDIT_UNKNOWN,
        }
    }
}

impl Describe for Wrong {
    fn words(&self) -> Words {
        Words::new(&*self.message, "observed here")
    }
}

/// A finding for each row that is not ok, on its line in `observed`; in JSON on the whole text.
#[must_use]
pub fn findings(audit: &Audit, provisional: &Provisional, observed: &Source) -> Vec<Diagnostic> {
    let text = observed.text();
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['[', '{']);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(start..start + line.trim_end_matches(['\r', '\n']).len());
        start += line.len();
    }
    let place = |row: &Row| match lines.get(row.line - 1) {
        Some(line) if !is_json => line.clone(),
        _ => 0..0,
    };
    let mut causes = Causes::new(provisional, true);
    let wrong = audit.rows.iter().filter(|row| row.status != RowStatus::Ok);
    wrong
        .map(|row| {
            let who = row.workload.as_ref().map(|it| format!("`{}`: ", it.identity()));
            let behind = if is_json { format!(" (row {})", row.line) } else { String::new() };
            let message = format!("{}{}{behind}", who.unwrap_or_default(), causes.said(row));
            let wrong = Wrong { status: row.status, message };
            Diagnostic::new(wrong, Span::new(observed.id(), place(row)))
        })
        .collect()
}
