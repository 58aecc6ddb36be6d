//! `bpol audit`: whether what was observed may be.

use std::path::Path;

use crate::analysis::Analysis;
use crate::answers::audit::{self, Audit};
use crate::cli::args_audit::{AuditArguments, AuditFormat};
use crate::cli::output::Stream;
use crate::cli::outputs::Outputs;
use crate::cli::progress::Progress;
use crate::cli::resolve::asked;
use crate::cli::status::Status;
use crate::cli::{answer, output};
use crate::diagnostic::{Fixable, Report};
use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::project::locate::unreadable;
use crate::project::paths;
use crate::project::read::{self, Allowed};
use crate::render::Format;
use crate::syntax::Files;
use crate::text::{MAX_FILE_BYTES, Source};

pub(in crate::cli) fn run(arguments: &AuditArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let (compiled, progress) = match asked(&arguments.named.workspace(), &arguments.today, progress)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(provisional) = compiled.analysis.provisional() else { return Ok(Status::Findings) };
    let (name, bytes) = observed(&arguments.observed)?;
    progress.stage("auditing");
    let misread = |it: audit::Misread| Failure::with_help(format!("`{name}`: {}", it.message), it.help);
    let rows = audit::read(&bytes).map_err(misread)?;
    let audit = audit::audit(provisional, &rows);
    drop(progress);
    answer::note_standing(&compiled.analysis, None);
    match arguments.format {
        AuditFormat::Text => {
            let text = audit::text(&audit, provisional, answer::looks(arguments.full));
            output::to_stdout(|out| out.write_all(text.as_bytes()))?;
        }
        AuditFormat::Json => output::to_stdout(|out| audit.json(out))?,
        AuditFormat::Csv => output::to_stdout(|out| audit::csv(&audit, out))?,
        AuditFormat::Sarif => sarif(&audit, &compiled.analysis, name, &bytes)?,
    }
    let fails = audit.fails(arguments.allow_unknown);
    Ok(if fails { Status::Findings } else { Status::Fine })
}

/// What messages call a file, and its bytes.
fn observed(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let is_stdin = path.as_os_str() == "-";
    let name = if is_stdin { "<stdin>".to_owned() } else { paths::shown(path) };
    let bytes = if is_stdin {
        read::stdin_bytes()
    } else {
        read::file(&Disk::here(), path, Allowed::Any).map(|it| it.bytes)
    };
    let bytes = bytes.map_err(|error| unreadable(path, &error))?;
    let too_long = |_| Failure::new(format!("`{name}` is longer than {MAX_FILE_BYTES} bytes"));
    let bytes = bytes.map_err(too_long)?;
    Ok((name, bytes))
}

fn sarif(audit: &Audit, analysis: &Analysis, name: String, bytes: &[u8]) -> Result<(), Failure> {
    let Ok(provisional) = analysis.provisional() else { return Ok(()) };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Source::new(name, text.into_bytes());
    let findings = audit::findings(audit, provisional, &source);
    let files = Files::of_texts([source]);
    let outputs = Outputs::shown(Format::Sarif);
    output::findings(&Report::new(findings, Vec::new()), &files, Fixable::default(), &outputs, Stream::Stdout)
}
