//! Findings as text: for people in full or on a line each, and as JSON.

mod concise;
mod full;
mod json;

use std::io::{self, Write};

use super::{Diagnostic, Severity, count};
use crate::source::Sources;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// With the text that they are about.
    #[default]
    Full,
    /// A line each.
    Concise,
    /// One document, `bpol.diagnostics.v1`.
    Json,
}

/// What a terminal can show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// How many columns there are, if that is known.
    pub width: Option<usize>,
}

/// Writes `findings`, in their order. A summary ends the formats for people where there is any finding.
///
/// # Errors
/// Those of `out`.
pub fn render(
    findings: &[Diagnostic],
    sources: &Sources,
    format: Format,
    style: Style,
    out: &mut impl Write,
) -> io::Result<()> {
    match format {
        Format::Full => full::write(findings, sources, style, out)?,
        Format::Concise => concise::write(findings, sources, out)?,
        Format::Json => return json::write(findings, sources, out),
    }
    if findings.is_empty() {
        return Ok(());
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(count(errors, "error", "errors"));
    }
    if warnings > 0 {
        parts.push(count(warnings, "warning", "warnings"));
    }
    writeln!(out, "found {}", parts.join(" and "))
}

/// The word for a severity.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
