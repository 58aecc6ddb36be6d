//! Where results and messages go: standard output, files, and standard error.

use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use super::args::Color;
use super::failure::Failure;
use super::outputs::Outputs;
use super::paths;
use super::status::Status;
use crate::catalogue;
use crate::diagnostic::Diagnostic;
use crate::render::{self, Base, Context, Format, Style};
use crate::syntax::Files;
use crate::text::hidden::printable;

/// Makes one choice about colours for everything that is written.
pub(super) fn choose_color(color: Color) {
    let choice = match color {
        Color::Auto => return,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

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
    replace(path, write)
        .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", paths::shown(path))))
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = paths::destination(path)?;
    let existing = fs::metadata(&path).ok();
    if existing.as_ref().is_some_and(|existing| !existing.is_file()) {
        // A pipe or a device cannot be replaced, and holds nothing that could be half-written.
        let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(&path)?);
        write(&mut out)?;
        return out.flush();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bpol-");
    #[cfg(unix)]
    {
        // What a plain new file gets; the process's mask still applies.
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The name of the file for the time being is nothing that a message should have.
    let mut file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    {
        let mut out = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
    }
    if let Some(existing) = existing {
        file.as_file().set_permissions(existing.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Writes findings to standard error, in full.
pub(super) fn report(findings: &[Diagnostic], found_in: &Files) -> Status {
    let stderr = anstream::stderr();
    let style = style_of(&io::stderr(), stderr.current_choice());
    let context = Context { style, checks: &[], base: None, fix: "bpol check --fix" };
    let mut out = BufWriter::new(stderr.lock());
    // Where standard error cannot be written to, nobody can be told.
    let _ = render::render(findings, found_in, Format::Full, &context, &mut out).and_then(|()| out.flush());
    Status::Findings
}

/// Where findings go that no file is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Stdout,
    /// Where standard output has another result.
    Stderr,
}

/// Writes findings in every format that is asked for: first to files, then to the stream.
pub(super) fn findings(
    findings: &[Diagnostic],
    found_in: &Files,
    outputs: &Outputs,
    stream: Stream,
) -> Result<(), Failure> {
    let checks: Vec<_> = catalogue::all().collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let root = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&folder);
    let (folder, root) = (paths::shown(&folder), paths::shown(root));
    let base = Some(Base { folder: &folder, root: &root }).filter(|_| !folder.is_empty());
    let context = Context { style: Style::default(), checks: &checks, base, fix: "--fix" };
    for output in outputs.iter() {
        if let Some(file) = &output.file {
            to_file(file, |out| render::render(findings, found_in, output.format, &context, &mut { out }))?;
        }
    }
    let style = match stream {
        Stream::Stdout => style_of(&io::stdout(), anstream::stdout().current_choice()),
        Stream::Stderr => style_of(&io::stderr(), anstream::stderr().current_choice()),
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

fn style_of(stream: &impl io::IsTerminal, choice: anstream::ColorChoice) -> Style {
    let width = stream.is_terminal().then(terminal_size::terminal_size).flatten();
    Style {
        color: choice != anstream::ColorChoice::Never,
        width: width.map(|(columns, _)| usize::from(columns.0)),
    }
}

/// Says on standard error why a command could not run.
pub(super) fn complain(failure: &Failure) {
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "\u{1b}[1;31merror\u{1b}[0m: {}", printable(&failure.message));
    if let Some(help) = &failure.help {
        let _ = writeln!(stderr, "  \u{1b}[1;36mhelp\u{1b}[0m: {}", printable(help));
    }
}

/// Whether what goes to standard output is coloured.
pub(super) fn is_stdout_coloured() -> bool {
    anstream::stdout().current_choice() != anstream::ColorChoice::Never
}

/// How many columns the terminal has that standard output is.
pub(super) fn stdout_columns() -> Option<usize> {
    style_of(&io::stdout(), anstream::ColorChoice::Never).width
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
    let _ = writeln!(anstream::stderr().lock(), "{}", printable(message));
}
