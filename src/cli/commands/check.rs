//! `bpol check`: every error of a workspace and what its lint rules find, as its result; and its fixes, applied or shown.

use crate::cli::args::CheckArguments;
use crate::cli::files::Loaded;
use crate::cli::output::Stream;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status, diff, files, output};
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::fix::{self, Fixed};
use crate::lint::Levels;
use crate::source::{Source, Sources};
use crate::syntax;

pub(in crate::cli) fn run(arguments: &CheckArguments) -> Result<Status, Failure> {
    arguments.outputs.check()?;
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    let changes = [loaded.lint.as_slice(), &arguments.levels.changes].concat();
    let levels = Levels::new(&changes);
    if arguments.fix || arguments.diff {
        progress.stage("fixing");
        return repair(loaded, &levels, arguments, progress);
    }
    progress.stage("parsing");
    let (trees, findings) = syntax::parse(&loaded.sources);
    progress.stage("checking");
    let found = crate::check(&loaded.sources, &trees, findings, &levels);
    drop(progress);
    output::findings(&found, &loaded.sources, &arguments.outputs, Stream::Stdout)?;
    Ok(status(&found))
}

fn status(findings: &[Diagnostic]) -> Status {
    let fails = findings.iter().any(|finding| finding.severity == Severity::Error);
    if fails { Status::Findings } else { Status::Fine }
}

/// Applies the fixes, or shows what they would change.
fn repair(
    loaded: Loaded,
    levels: &Levels,
    arguments: &CheckArguments,
    progress: Progress,
) -> Result<Status, Failure> {
    // The sources of both are in the same order.
    let before = Sources::new(loaded.sources.iter().map(|(_, source)| source.clone()).collect());
    let fixed = fix::fix(loaded.sources, levels, arguments.unsafe_fixes);
    drop(progress);
    let pairs = before.iter().zip(fixed.sources.iter()).map(|((_, before), (_, after))| (before, after));
    let changed: Vec<(&Source, &Source)> =
        pairs.filter(|(before, after)| before.text() != after.text()).collect();
    if arguments.diff {
        let is_coloured = output::is_stdout_coloured();
        output::to_stdout(|out| {
            changed.iter().try_for_each(|(before, after)| diff::write(before, after.text(), is_coloured, out))
        })?;
    } else {
        for (_, after) in &changed {
            if let Some(path) = after.path() {
                output::to_file(path, |out| out.write_all(after.text().as_bytes()))?;
            }
        }
    }
    let stdin = fixed.sources.iter().map(|(_, source)| source).find(|source| source.is_stdin());
    if let Some(stdin) = stdin.filter(|_| !arguments.diff) {
        output::to_stdout(|out| out.write_all(stdin.text().as_bytes()))?;
    }
    // A diff, and the text that came in, are what goes out.
    let stream = if arguments.diff || stdin.is_some() { Stream::Stderr } else { Stream::Stdout };
    let written = output::findings(&fixed.findings, &fixed.sources, &arguments.outputs, stream);
    let done = if arguments.diff { "would be fixed" } else { "fixed" };
    output::note(&summary(&fixed, changed.len(), done));
    written?;
    Ok(if arguments.diff && !changed.is_empty() { Status::Findings } else { status(&fixed.findings) })
}

/// What was done, in a line.
fn summary(fixed: &Fixed, files: usize, done: &str) -> String {
    let findings = count(fixed.safe + fixed.risky, "finding", "findings");
    let files = count(files, "file", "files");
    match fixed.risky {
        0 => format!("{findings} {done} in {files}"),
        risky => format!("{findings} {done} in {files}, {risky} by an unsafe fix"),
    }
}
