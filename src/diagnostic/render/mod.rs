//! Findings as text: for people in full or on a line each, as JSON, and as code hosts read them.

mod concise;
mod document;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod path;
mod sarif;
mod summary;

use std::io::{self, Write};

use super::{Diagnostic, Related, Rule, Severity};
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
    /// Workflow commands, which GitHub Actions shows at the lines that they name.
    Github,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// One GitLab code quality report.
    Gitlab,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 6] =
        [Self::Full, Self::Concise, Self::Json, Self::Github, Self::Sarif, Self::Gitlab];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Gitlab => "gitlab",
        }
    }

    /// Whether what is written is one document for a program, so that nothing may stand before or behind it.
    #[must_use]
    pub fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Gitlab)
    }
}

/// What a terminal can show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// How many columns there are, if that is known.
    pub width: Option<usize>,
}

/// What output says beyond the findings.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// What the terminal can show.
    pub style: Style,
    /// Every rule that there is, for the formats that list them.
    pub rules: &'c [&'static Rule],
    /// Where paths lie, for the formats of code hosts; others give them as they are.
    pub base: Option<Base<'c>>,
    /// The command line that applies fixes, as the summary writes it.
    pub fix: &'static str,
}

/// Two absolute folders, with `/`.
#[derive(Clone, Copy, Debug)]
pub struct Base<'b> {
    /// The working directory, which paths as given are relative to.
    pub folder: &'b str,
    /// The root of the repository, which code hosts know paths from.
    pub root: &'b str,
}

/// Writes `findings`, in their order. A summary ends the formats for people where there is any finding.
///
/// # Errors
/// Those of `out`.
pub fn render(
    findings: &[Diagnostic],
    sources: &Sources,
    format: Format,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    match format {
        Format::Full => full::write(findings, sources, context.style, out)?,
        Format::Concise => concise::write(findings, sources, out)?,
        Format::Github => github::write(findings, sources, context, out)?,
        Format::Json => json::write(findings, sources, out)?,
        Format::Sarif => sarif::write(findings, sources, context, out)?,
        Format::Gitlab => gitlab::write(findings, sources, context, out)?,
    }
    if format.is_document() { Ok(()) } else { summary::write(findings, context.fix, out) }
}

/// The word for a severity.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// All that a finding says, a line each: the message, what is at the other places, the help. `place` writes a place
/// that is the so many-th, `text` what stands before and behind it.
fn prose(
    finding: &Diagnostic,
    text: impl Fn(&str) -> String,
    place: impl Fn(usize, &Related) -> String,
) -> String {
    let related = finding.related.iter().enumerate();
    let places =
        related.map(|(index, related)| format!("{}: {}", place(index, related), text(&related.message)));
    let help = finding.help.iter().map(|help| format!("help: {}", text(help)));
    let lines: Vec<String> = std::iter::once(text(&finding.message)).chain(places).chain(help).collect();
    lines.join("\n")
}
