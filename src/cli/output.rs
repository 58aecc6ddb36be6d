//! Where results and messages go: standard output, files, and standard error.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use super::outputs::Outputs;
use super::status::Status;
use super::terminal;
use super::write::{self, Originals, OtherNames, Unwritten};
use crate::catalogue;
use crate::diagnostic::{Diagnostic, Fixable, Report};
use crate::project::failure::Failure;
use crate::project::paths;
use crate::render::{self, Base, Context, Format, Style};
use crate::syntax::Files;
use crate::text::Source;
use crate::text::hidden::printable;

/// Writes a result to standard output. A reader who has gone is no failure.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints a text as the whole result of a command.
pub(super) fn print(text: &str) -> Result<Status, Failure> {
    to_stdout(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Fine)
}

/// Writes a file whole or not at all.
pub(super) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    written(path, write::file(path, write))
}

/// Gives the file that `before` was read from another text, unless it was changed meanwhile. Standard input
/// is no file.
pub(super) fn rewrite(originals: &Originals, before: &Source, text: &str) -> Result<(), Failure> {
    match before.path() {
        Some(path) => written(path, originals.rewrite(path, before, text)),
        None => Ok(()),
    }
}

fn written(path: &Path, result: Result<OtherNames, Unwritten>) -> Result<(), Failure> {
    let other_names = result.map_err(|why| why.failure(path))?;
    if other_names == OtherNames::Some {
        note(&format!("`{}` was a hard link: its other names keep what it held", paths::shown(path)));
    }
    Ok(())
}

/// Writes findings to standard error, in full.
pub(super) fn report(findings: &[Diagnostic], found_in: &Files, fixable: Fixable) -> Status {
    let stderr = anstream::stderr();
    let style = terminal::style(&io::stderr(), stderr.current_choice());
    let context = Context {
        style,
        fix: "bpol check --fix",
        concise: "bpol check --output-format concise",
        fixable,
        ..Context::default()
    };
    let mut out = BufWriter::new(stderr.lock());
    // Where standard error cannot be written to, nobody can be told.
    let _ = render::render(findings, found_in, Format::Full, &context, &mut out).and_then(|()| out.flush());
    Status::Findings
}

/// Writes findings in documents of other tools to standard error, in full.
pub(super) fn report_documents(findings: &[Diagnostic], sources: &[Source]) -> Status {
    let files = Files::of_texts(sources.to_vec());
    let mut findings = findings.to_vec();
    files.sort(&mut findings);
    report(&findings, &files, Fixable::default())
}

/// Where findings go that no file is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Stdout,
    /// Where standard output has another result.
    Stderr,
}

/// The working directory, and the root of the repository around it; itself where there is none.
pub(super) struct Here {
    folder: String,
    root: String,
}

impl Here {
    pub(super) fn new() -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        let root = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&folder);
        Self { folder: paths::slashed(&folder), root: paths::slashed(root) }
    }

    /// What paths are given from; none where the system does not tell.
    pub(super) fn base(&self) -> Option<Base<'_>> {
        let Self { folder, root } = self;
        Some(Base { folder, root }).filter(|_| !folder.is_empty())
    }
}

/// Writes findings in every format that is asked for: first to files, then to the stream.
pub(super) fn findings(
    report: &Report,
    found_in: &Files,
    fixable: Fixable,
    outputs: &Outputs,
    stream: Stream,
) -> Result<(), Failure> {
    let Report { findings, suppressed } = report;
    let checks: Vec<_> = catalogue::all().collect();
    let here = Here::new();
    let context = Context {
        style: Style::default(),
        checks: &checks,
        base: here.base(),
        fix: "--fix",
        concise: "--output-format concise",
        fixable,
        suppressed,
    };
    for output in outputs.iter() {
        if let Some(file) = &output.file {
            to_file(file, |out| render::render(findings, found_in, output.format, &context, &mut { out }))?;
        }
    }
    let style = match stream {
        Stream::Stdout => terminal::style(&io::stdout(), anstream::stdout().current_choice()),
        Stream::Stderr => terminal::style(&io::stderr(), anstream::stderr().current_choice()),
    };
    let context = Context { style, ..context };
    let mut shown = outputs.iter().filter(|output| output.file.is_none());
    let mut write = |mut out: &mut dyn Write| {
        shown.try_for_each(|output| render::render(findings, found_in, output.format, &context, &mut out))
    };
    match stream {
        Stream::Stdout => to_stdout(write),
        Stream::Stderr => {
            let mut out = BufWriter::new(io::stderr().lock());
            // Where standard error cannot be written to, nobody can be told.
            let _ = write(&mut out).and_then(|()| out.flush());
            Ok(())
        }
    }
}

/// Says on standard error why a command could not run.
pub(super) fn complain(failure: &Failure) {
    let width = stderr_columns();
    let mut stderr = anstream::stderr().lock();
    let message = fitted(&failure.message, width, "error: ", "");
    let message = message.strip_prefix("error").unwrap_or(&message);
    let _ = writeln!(stderr, "\u{1b}[1;31merror\u{1b}[0m{message}");
    if let Some(excerpt) = &failure.excerpt {
        let _ = writeln!(stderr, "{excerpt}");
    }
    if let Some(help) = &failure.help {
        let help = fitted(help, width, "  help: ", "  ");
        let help = help.strip_prefix("  help").unwrap_or(&help);
        let _ = writeln!(stderr, "  \u{1b}[1;36mhelp\u{1b}[0m{help}");
    }
}

/// Says why something could not be done, and gives the last reason, which the program ends with.
pub(super) fn complain_but_last(mut failures: Vec<Failure>) -> Option<Failure> {
    let last = failures.pop();
    failures.iter().for_each(complain);
    last
}

/// Whether what goes to standard output is coloured.
pub(super) fn is_stdout_coloured() -> bool {
    anstream::stdout().current_choice() != anstream::ColorChoice::Never
}

/// How many columns the terminal has that standard output is.
pub(super) fn stdout_columns() -> Option<usize> {
    terminal::style(&io::stdout(), anstream::ColorChoice::Never).width
}

/// How many columns the terminal has that standard error is.
fn stderr_columns() -> Option<usize> {
    terminal::style(&io::stderr(), anstream::ColorChoice::Never).width
}

/// Whether standard output is a terminal.
pub(super) fn is_stdout_attended() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub(super) fn is_attended() -> bool {
    io::stderr().is_terminal()
}

/// Says something on standard error that is no failure of the program.
pub(super) fn note(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", fitted(message, stderr_columns(), "", ""));
}

/// A message behind `first`, its other lines behind `indent`, in lines that fit if there is a width.
fn fitted(message: &str, width: Option<usize>, first: &str, indent: &str) -> String {
    let message = printable(message);
    width.map_or_else(|| format!("{first}{message}"), |it| render::wrapped(&message, it, first, indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_fit_a_terminal_and_are_whole_elsewhere() {
        let note =
            "note: 12 workloads can run nowhere: `model/a b@production` and 11 more; `bpol check` says why";
        assert_eq!(fitted(note, None, "", ""), note);
        assert_eq!(
            fitted(note, Some(40), "", ""),
            "note: 12 workloads can run nowhere:\n  `model/a b@production` and 11 more;\n  `bpol check` says why"
        );
        assert_eq!(fitted("  model/x: its set", Some(12), "", ""), "  model/x:\n  its set");
        assert_eq!(
            fitted("name a folder, or `-`", Some(20), "  help: ", "  "),
            "  help: name a\n    folder, or `-`"
        );
    }
}
