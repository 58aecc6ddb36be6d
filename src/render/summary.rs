//! The last lines of what people read: how many findings there are, and how many of them bpol can repair
//! itself.

use std::io::{self, Write};

use crate::diagnostic::{Applicability, Diagnostic, Severity, count};

/// Writes nothing where there is nothing to count; `fix` is the command line that applies fixes.
pub(super) fn write(findings: &[Diagnostic], fix: &str, out: &mut impl Write) -> io::Result<()> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let found = [(errors, "error", "errors"), (findings.len() - errors, "warning", "warnings")];
    let found = found.into_iter().filter(|&(number, ..)| number > 0);
    let found: Vec<String> = found.map(|(number, one, many)| count(number, one, many)).collect();
    if !found.is_empty() {
        writeln!(out, "found {}", found.join(" and "))?;
    }
    let fixes = |sort| {
        let sorts = findings.iter().filter_map(|finding| Some(finding.fix.as_ref()?.applicability));
        sorts.filter(|&applicability| applicability == sort).count()
    };
    match (fixes(Applicability::Safe), fixes(Applicability::Unsafe)) {
        (0, 0) => Ok(()),
        (safe, 0) => writeln!(out, "{safe} can be fixed with `{fix}`"),
        (0, guesses) => writeln!(out, "{guesses} can be fixed with `{fix} --unsafe-fixes`"),
        (safe, guesses) => {
            writeln!(out, "{safe} can be fixed with `{fix}`, {guesses} more with `{fix} --unsafe-fixes`")
        }
    }
}
