//! `bpol fmt`: files in the one layout of the language, or what would change in them.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use crate::cli::args::FormatArguments;
use crate::cli::progress::Progress;
use crate::cli::status::Status;
use crate::cli::write::Originals;
use crate::cli::{diff, files, output};
use crate::diagnostic::{Fixable, count};
use crate::format::{Unformatted, format};
use crate::parallel;
use crate::project::failure::Failure;
use crate::syntax::ast::Parsed;
use crate::syntax::{self, Files};
use crate::text::Source;

pub(in crate::cli) fn run(arguments: &FormatArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let (files, inputs) = files::load_each(
        &arguments.paths,
        arguments.stdin_filename.as_deref(),
        arguments.force,
        &arguments.config,
    )?;
    let originals = Originals::new(&inputs);
    progress.stage("formatting");
    let bytes = files.iter().map(|source| source.text().len()).sum();
    let outcomes = parallel::run(bytes, || parallel::map(files, outcome));
    // The process ends with this command: what it holds need not be given back piece by piece.
    let outcomes = ManuallyDrop::new(outcomes);
    drop(progress);
    let mut tally = Tally::default();
    // The other files are formatted all the same.
    let settled =
        outcomes.iter().map(|(parsed, outcome)| settle(parsed, outcome, arguments, &originals, &mut tally));
    let failures: Vec<Failure> = settled.filter_map(Result::err).collect();
    tally.failed = failures.len();
    if let Some(summary) = tally.summary(arguments) {
        output::note(&summary);
    }
    let would_change = (arguments.check || arguments.diff) && tally.changed > 0;
    match output::complain_but_last(failures) {
        Some(failure) => Err(failure),
        None if would_change || tally.refused > 0 => Ok(Status::Findings),
        None => Ok(Status::Fine),
    }
}

/// What formatting makes of one file.
enum Outcome {
    Unchanged,
    Changed(String),
    /// It has syntax errors, an empty list aside, or is no text.
    Refused,
    /// The formatter is at fault.
    Unproven,
}

fn outcome(source: Source) -> (Arc<Parsed>, Outcome) {
    let parsed = syntax::parse(source);
    let outcome = match format(&parsed) {
        Ok(text) if text == parsed.source().text() => Outcome::Unchanged,
        Ok(text) => Outcome::Changed(text),
        Err(Unformatted::Broken) => Outcome::Refused,
        Err(Unformatted::Unproven) => Outcome::Unproven,
    };
    (Arc::new(parsed), outcome)
}

/// Writes the outcome, or says what it is.
fn settle(
    parsed: &Arc<Parsed>,
    outcome: &Outcome,
    arguments: &FormatArguments,
    originals: &Originals,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let source = parsed.source();
    let writes = !arguments.check && !arguments.diff;
    match (outcome, source.path()) {
        (Outcome::Refused, _) => {
            let files = Files::new(vec![Arc::clone(parsed)]);
            let mut findings = parsed.findings().to_vec();
            files.sort(&mut findings);
            output::report(&findings, &files, Fixable::default());
            tally.refused += 1;
            return Ok(());
        }
        (Outcome::Unproven, _) => {
            return Err(Failure::with_help(
                format!("internal error: formatting `{}` would change what it says", source.name()),
                "nothing was written to it: please report this with the file",
            ));
        }
        (Outcome::Unchanged, None) if writes => to_stdout(source.text())?,
        (Outcome::Changed(text), None) if writes => to_stdout(text)?,
        (Outcome::Changed(text), Some(_)) if writes => output::rewrite(originals, source, text)?,
        (Outcome::Changed(text), _) if arguments.diff => {
            let is_coloured = output::is_stdout_coloured();
            output::to_stdout(|out| diff::write(source, text, is_coloured, out))?;
        }
        (Outcome::Changed(_), _) => to_stdout(&format!("{}\n", source.name()))?,
        (Outcome::Unchanged, _) => {}
    }
    match outcome {
        Outcome::Changed(_) => tally.changed += 1,
        _ => tally.unchanged += 1,
    }
    Ok(())
}

fn to_stdout(text: &str) -> Result<(), Failure> {
    output::to_stdout(|out| out.write_all(text.as_bytes()))
}

/// What to do about files that are only listed.
const ADVICE: &str = "\n`bpol fmt` formats them; `bpol fmt --diff` shows what that changes";

/// How many files came to what.
#[derive(Debug, Default)]
struct Tally {
    changed: usize,
    unchanged: usize,
    refused: usize,
    failed: usize,
}

impl Tally {
    /// What became of the files, in a line; nothing to say of standard input alone.
    fn summary(&self, arguments: &FormatArguments) -> Option<String> {
        if self.refused + self.failed == 0
            && arguments.paths.iter().all(|path| path.as_os_str() == "-")
            && !arguments.paths.is_empty()
        {
            return None;
        }
        let writes = !arguments.check && !arguments.diff;
        let (changed, unchanged) = if writes {
            ("formatted", "left unchanged")
        } else {
            ("would be formatted", "already formatted")
        };
        let says = [
            (self.changed, changed),
            (self.unchanged, unchanged),
            (self.refused, "not formatted because of errors"),
            (if writes { self.failed } else { 0 }, "not written"),
        ];
        let parts = says.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> =
            parts.map(|(number, what)| format!("{} {what}", count(number, "file", "files"))).collect();
        let advice = if arguments.check && !arguments.diff && self.changed > 0 { ADVICE } else { "" };
        (!parts.is_empty()).then(|| format!("{}{advice}", parts.join(", ")))
    }
}
