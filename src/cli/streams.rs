//! Standard streams that are closed from the start: a command comes in, and a failure goes out where it needs
//! one of them.

use std::path::PathBuf;

use super::args::Command;
use super::args_emit::Asked;
use super::args_workspace::WorkspaceArguments;
use crate::project::failure::Failure;

/// Fails where the command needs a standard stream that is closed.
pub(super) fn check(command: &Command) -> Result<(), Failure> {
    let reads = |paths: &[PathBuf]| paths.iter().any(|path| path.as_os_str() == "-");
    let has_fleet = |it: &WorkspaceArguments| reads(&it.fleet);
    let (needs_stdin, needs_stdout) = match command {
        Command::Check(it) => {
            let is_document = it.outputs.iter().any(|it| it.file.is_none() && it.format.is_document());
            let reads = reads(&it.workspace.paths);
            (reads || has_fleet(&it.workspace), is_document || it.diff || (it.fix && reads))
        }
        Command::Compile(it) => {
            let is_file = it.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
            let needs_stdin = reads(&it.workspace.paths) || has_fleet(&it.workspace);
            (needs_stdin, !is_file && it.check.is_none())
        }
        Command::Report(it) => {
            let needs_stdin = reads(&it.workspace.paths) || has_fleet(&it.workspace);
            (needs_stdin, it.output.as_os_str() == "-")
        }
        Command::Import(it) => {
            let is_file = it.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
            (reads(&it.files), !is_file)
        }
        Command::Emit(it) => match &it.asked {
            Some(Asked::Target(it)) => {
                let common = &it.common;
                let is_file = common.output.as_ref().is_some_and(|path| path.as_os_str() != "-");
                (reads(&common.workspace.paths) || has_fleet(&common.workspace), !is_file)
            }
            Some(Asked::Other(_)) => (false, false),
            None => (false, true),
        },
        Command::Verify(it) => (reads(&it.files) || reads(&it.named.workspace), true),
        Command::Diff(it) => (it.reads_stdin(), true),
        Command::Audit(it) => (reads(std::slice::from_ref(&it.observed)) || reads(&it.named.workspace), true),
        Command::Why(it) => (reads(&it.named.workspace), true),
        Command::Coverage(it) => (reads(&it.workspace.paths) || has_fleet(&it.workspace), true),
        Command::Query(it) => (reads(&it.workspace.paths) || has_fleet(&it.workspace), true),
        Command::Matrix(it) => (reads(&it.workspace.paths) || has_fleet(&it.workspace), true),
        Command::Fmt(it) => (reads(&it.paths), it.diff || (reads(&it.paths) && !it.check)),
        Command::Reference(it) => (reads(&it.workspace), true),
        Command::Schema(_) | Command::Explain(_) | Command::Completions { .. } | Command::Licenses => {
            (false, true)
        }
        Command::Init(_) => (false, false),
        #[cfg(feature = "editor")]
        Command::Lsp(_) => (false, true),
    };
    if needs_stdin && is_closed(Stream::Stdin) {
        return Err(Failure::new("standard input is closed, so that there is nothing to read from `-`"));
    }
    if needs_stdout { stdout() } else { Ok(()) }
}

/// Fails where standard output is closed.
pub(super) fn stdout() -> Result<(), Failure> {
    if is_closed(Stream::Stdout) {
        return Err(Failure::new("standard output is closed, so that the result would be lost"));
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Stdin,
    Stdout,
}

/// Whether a stream was closed when the program started. The runtime has opened `/dev/null` in its place by
/// now, for reading and writing; a shell opens it for one of the two.
#[cfg(unix)]
fn is_closed(stream: Stream) -> bool {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

    use rustix::fs::{OFlags, fcntl_getfl, fstat};

    let descriptor = if stream == Stream::Stdin { rustix::stdio::stdin() } else { rustix::stdio::stdout() };
    let Ok(null) = std::fs::metadata("/dev/null") else { return false };
    let is_null = fstat(descriptor).is_ok_and(|it| {
        null.file_type().is_char_device() && it.st_dev == null.dev() && it.st_ino == null.ino()
    });
    is_null && fcntl_getfl(descriptor).is_ok_and(|flags| flags.contains(OFlags::RDWR))
}

#[cfg(not(unix))]
fn is_closed(_: Stream) -> bool {
    false
}
