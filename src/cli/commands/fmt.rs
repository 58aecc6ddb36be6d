//! `bpol fmt`: files in the one layout of the language, or what would change in them.

use std::mem::ManuallyDrop;

use rayon::prelude::*;

use crate::cli::args::FormatArguments;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status, diff, files, output};
use crate::diagnostic::{self, Diagnostic, count};
use crate::format::{Unformatted, format, is_in_the_way};
use crate::source::Sources;
use crate::syntax;

pub(in crate::cli) fn run(arguments: &FormatArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let files = files::load_each(&arguments.paths, arguments.stdin_filename.as_deref())?;
    progress.stage("formatting");
    let outcomes: Vec<Outcome> = files.par_iter().map(outcome).collect();
    drop(progress);
    let mut tally = Tally::default();
    let mut failed = None;
    for (sources, outcome) in files.iter().zip(&outcomes) {
        if let Err(failure) = settle(sources, outcome, arguments, &mut tally) {
            // The other files are formatted all the same; the last failure is what the program ends with.
            if let Some(earlier) = failed.replace(failure) {
                output::complain(&earlier);
            }
        }
    }
    if let Some(summary) = tally.summary(arguments) {
        output::note(&summary);
    }
    let would_change = (arguments.check || arguments.diff) && tally.changed > 0;
    match failed {
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
    Refused(Vec<Diagnostic>),
    /// The formatter is at fault.
    Unproven,
}

fn outcome(sources: &Sources) -> Outcome {
    let (trees, mut findings) = syntax::parse(sources);
    // The process ends with this command: what it holds need not be given back piece by piece.
    let trees = ManuallyDrop::new(trees);
    let is_fit = !findings.iter().any(is_in_the_way);
    let Some(tree) = trees.first().filter(|_| is_fit) else {
        diagnostic::sort(&mut findings, sources);
        return Outcome::Refused(findings);
    };
    let source = &sources[tree.id];
    match format(tree, source) {
        Ok(text) if text == source.text() => Outcome::Unchanged,
        Ok(text) => Outcome::Changed(text),
        Err(Unformatted::Broken) => Outcome::Refused(findings),
        Err(Unformatted::Unproven) => Outcome::Unproven,
    }
}

/// Writes the outcome, or says what it is.
fn settle(
    sources: &Sources,
    outcome: &Outcome,
    arguments: &FormatArguments,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let Some((_, source)) = sources.iter().next() else { return Ok(()) };
    let writes = !arguments.check && !arguments.diff;
    match (outcome, source.path()) {
        (Outcome::Refused(findings), _) => {
            output::report(findings, sources);
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
        (Outcome::Changed(text), Some(path)) if writes => {
            output::to_file(path, |out| out.write_all(text.as_bytes()))?;
        }
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

/// How many files came to what.
#[derive(Debug, Default)]
struct Tally {
    changed: usize,
    unchanged: usize,
    refused: usize,
}

impl Tally {
    /// What became of the files, in a line; nothing to say of standard input alone.
    fn summary(&self, arguments: &FormatArguments) -> Option<String> {
        if self.refused == 0
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
        ];
        let parts = says.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> =
            parts.map(|(number, what)| format!("{} {what}", count(number, "file", "files"))).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
