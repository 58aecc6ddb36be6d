//! What other tools know of places, policies and workloads: their documents come in, the same as text of the
//! language goes out, or what of it the language cannot say.
//!
//! Nothing is dropped in silence: what the language has no word for is a comment, what is left out is a
//! [`Note`], and what would mean something else is an error.

mod comments;
mod draft;
mod fault;
mod fields;
mod known;
mod kubernetes;
mod messages;
mod notes;
mod objects;
mod output;
mod parts;
mod points;
mod policy;
mod regions;
mod shapes;
mod statement;
mod table;

pub use fault::Fault;
pub use known::Known;
pub use notes::Note;
pub use shapes::Format;
pub use table::Columns;

use crate::data;
use crate::diagnostic::{Diagnostic, Severity};
use crate::format::{self, Unformatted};
use crate::syntax::{self, Origin, Parsed};
use crate::text::Source;
use draft::Draft;
use notes::About;

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the documents are; found by their shape if it is not said.
    pub format: Option<Format>,
    /// Which columns of a table have what.
    pub columns: Columns,
    /// Whether objects in error are left out, with all that names them.
    pub is_partial: bool,
}

/// What became of some documents.
#[derive(Debug)]
#[non_exhaustive]
pub struct Imported {
    /// What is wrong: errors, of which there is no text; or warnings, of objects that were left out.
    pub findings: Vec<Diagnostic>,
    /// What to know of the text.
    pub notes: Vec<Note>,
    /// The statements, laid out; none where there is an error.
    pub text: Option<String>,
}

/// The statements that say what `sources` say. `known` has the codes of the table in force.
///
/// # Errors
/// [`Unformatted`], which no input should ever give.
pub fn import(sources: &[Source], known: &Known, options: &Options) -> Result<Imported, Unformatted> {
    let mut draft = Draft::new(known, false);
    let mut is_unreadable = false;
    for source in sources {
        is_unreadable |= !read(source, options, &mut draft);
    }
    regions::state(&mut draft);
    points::attach(&mut draft);
    draft.leave_out();
    if draft.is_empty() {
        for source in sources {
            draft.notes.add(About::Empty, source.name());
        }
    }
    let Draft { statements, asides, notes, mut findings, .. } = draft;
    if options.is_partial && !is_unreadable {
        for finding in &mut findings {
            finding.severity = Severity::Warning;
        }
    }
    let has_errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    let text = if has_errors {
        None
    } else {
        let written = output::write(statements.values(), &asides);
        Some(format::format(&syntax::parse(Source::new("<import>", written.text.into_bytes())))?)
    };
    Ok(Imported { findings, notes: notes.all(), text })
}

/// An inventory as a part of the reference table: its statements, with all places in `source`, and what to
/// know of it. `known` has the codes that others declare, and gets those of the inventory.
#[must_use]
pub fn fleet(source: Source, known: &mut Known) -> (Parsed, Vec<Note>) {
    let mut draft = Draft::new(known, true);
    read(&source, &Options::default(), &mut draft);
    regions::state(&mut draft);
    if draft.is_empty() {
        draft.notes.add(About::Empty, source.name());
    }
    let Draft { statements, notes, findings, .. } = draft;
    let mut written = output::Written::default();
    if findings.is_empty() {
        written = output::write(statements.values(), &[]);
    }
    let origin = Origin::new(source, written.places);
    let parsed = syntax::parse_inventory(written.text, origin, findings);
    known.add(&parsed);
    (parsed, notes.all())
}

/// Reads one text; false where it cannot be read at all.
fn read(source: &Source, options: &Options, draft: &mut Draft<'_>) -> bool {
    if options.format == Some(Format::Csv)
        || options.format.is_none() && table::is_table(source, &options.columns)
    {
        return table::read(source, &options.columns, draft);
    }
    match data::read(source) {
        Ok(documents) => {
            for document in &documents {
                objects::read(document, data::Path::ROOT, options.format, draft);
            }
            true
        }
        Err(findings) => {
            draft.findings.extend(findings);
            false
        }
    }
}
