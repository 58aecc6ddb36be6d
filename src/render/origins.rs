//! Findings in texts that were made of other files: findings come in, the same go out at the places of those
//! files.

use crate::diagnostic::Diagnostic;
use crate::syntax::Files;

/// The findings, where people find what they are about, in the order in which they are reported. What a
/// program wrote has no fix.
pub(super) fn moved(findings: &[Diagnostic], files: &Files) -> Vec<Diagnostic> {
    let place = |finding: &Diagnostic| {
        let span = files.shown(finding.span);
        let fix = finding
            .fix
            .clone()
            .filter(|fix| fix.edits.iter().all(|edit| files.shown(edit.span).key() == edit.span.key()));
        let related = finding.related.iter().map(|&span| files.shown(span)).collect();
        Diagnostic { span, related, fix, ..finding.clone() }
    };
    let mut moved: Vec<Diagnostic> = findings.iter().map(place).collect();
    files.sort(&mut moved);
    moved
}
