//! Findings as text: for people in full or on a line each, as JSON, and as code hosts read them.

mod concise;
mod context;
mod cut;
pub mod document;
mod elsewhere;
mod explain;
mod fingerprint;
mod fold;
mod format;
mod full;
mod github;
mod gitlab;
mod json;
mod origins;
mod path;
#[cfg(test)]
mod sample;
mod sarif;
mod shown;
mod snippet;
mod summary;
mod visible;
mod wrap;

pub use context::{Base, Context, Style};
pub use format::Format;
#[cfg(feature = "cli")]
pub(crate) use path::from_root;
#[cfg(feature = "cli")]
pub(crate) use wrap::wrapped;

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::syntax::Files;
use shown::Findings;

/// Writes `findings`, in their order, whose spans are in `files`. A summary ends the formats for people
/// where there is any finding.
///
/// # Errors
/// Those of `out`.
///
/// # Panics
/// If a span of a finding is in none of the files.
pub fn render(
    findings: &[Diagnostic],
    files: &Files,
    format: Format,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let moved = files.have_origins().then(|| origins::moved(findings, files));
    let findings = moved.as_deref().unwrap_or(findings);
    let shown = Findings::new(findings);
    match format {
        Format::Full => full::write(shown, files, context, out)?,
        Format::Concise => concise::write(shown, files, out)?,
        Format::Github => github::write(shown, files, context, out)?,
        Format::Json => json::write(shown, context.suppressed, files, out)?,
        Format::Sarif => sarif::write(shown, files, context, out)?,
        Format::Gitlab => gitlab::write(shown, files, context, out)?,
    }
    if format.is_document() {
        return Ok(());
    }
    let mut last = Vec::new();
    summary::write(findings, context, &mut last)?;
    if format == Format::Full {
        last.extend(explain::explain(shown).into_bytes());
        last = full::wrapped(&last, context.style);
    }
    out.write_all(&last)
}

#[cfg(test)]
mod tests {
    use super::sample::{Sample, files, rendered, span_of};
    use super::*;
    use crate::diagnostic::Applicability;

    #[test]
    fn no_format_writes_raw_what_is_hidden() {
        let files = files([("a\u{202e}.bpol", "model \u{1b}[31m\u{feff}x # \u{85}\u{202e}\n")]);
        let span_of = |text| span_of(&files, "a\u{202e}.bpol", text);
        let finding = Diagnostic::new(Sample::Long("\u{1b}[31m\u{202e}\u{feff}\u{7f}"), span_of("x"))
            .with_related(span_of("\u{202e}"))
            .with_fix(Applicability::Safe, span_of("x"), "\u{1b}\u{feff}");
        for format in Format::ALL {
            let text = rendered(std::slice::from_ref(&finding), &files, format);
            let raw = text.chars().find(|&it| it != '\n' && crate::text::hidden::is_hidden(it));
            assert_eq!(raw, None, "{format:?}: {text}");
            assert!(text.contains("is wrong"), "{format:?}: {text}");
        }
    }

    #[test]
    fn a_name_that_is_hidden_is_spelled_out_in_all_words() {
        let files = files([("a", "model x\n")]);
        let finding = Diagnostic::new(Sample::Long("\u{202e}"), span_of(&files, "a", "x"))
            .with_related(span_of(&files, "a", "model"));
        let text = rendered(&[finding], &files, Format::Full);
        for words in ["is wrong", "stands here", "is there too"] {
            assert!(text.contains(&format!("`\\u{{202e}}` {words}")), "{text}");
        }
        assert!(text.contains("delete `\\u{202e}`"), "{text}");
    }
}
