//! `bpol check`: every error of a workspace and what its lints find, as its result; and its fixes, applied or
//! shown.

use std::mem::ManuallyDrop;

use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::cli::args::CheckArguments;
use crate::cli::failure::Failure;
use crate::cli::files::Loaded;
use crate::cli::output::Stream;
use crate::cli::progress::Progress;
use crate::cli::status::Status;
use crate::cli::{diff, files, guards, output};
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::fix::{self, Fixed};
use crate::lint::Levels;
use crate::workspace::Workspace;

pub(in crate::cli) fn run(arguments: &CheckArguments) -> Result<Status, Failure> {
    arguments.outputs.check()?;
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    let changes = [loaded.lint.as_slice(), &arguments.levels.changes].concat();
    let configuration = Configuration::with_levels(Levels::new(&changes))
        .with_guards(guards::levels(&loaded.guards))
        .with_today(arguments.today.date());
    if arguments.fix || arguments.diff {
        progress.stage("fixing");
        return repair(loaded, configuration, arguments, progress);
    }
    progress.stage("checking");
    // The process ends with this command: what it holds need not be given back piece by piece.
    let analysis: ManuallyDrop<Analysis> =
        ManuallyDrop::new(crate::compile(configuration, loaded.reference, loaded.sources));
    guards::check(&loaded.guards, analysis.workspace())?;
    let found = analysis.findings();
    drop(progress);
    output::findings(&found, analysis.files(), &arguments.outputs, Stream::Stdout)?;
    if found.is_empty() && arguments.outputs.is_for_people() && output::is_stdout_attended() {
        output::print(&format!("{}\n", nothing_found(analysis.workspace())))?;
    }
    Ok(status(&found))
}

/// What a person is told instead of nothing; programs and files get what there is, which is nothing.
fn nothing_found(workspace: &Workspace) -> String {
    let workloads = count(workspace.workloads().len(), "workload", "workloads");
    format!("no findings in {workloads}, {}", count(workspace.policies().len(), "policy", "policies"))
}

fn status(findings: &[Diagnostic]) -> Status {
    let fails = findings.iter().any(|finding| finding.severity == Severity::Error);
    if fails { Status::Findings } else { Status::Fine }
}

/// Applies the fixes, or shows what they would change.
fn repair(
    loaded: Loaded,
    configuration: Configuration,
    arguments: &CheckArguments,
    progress: Progress,
) -> Result<Status, Failure> {
    let input = Input::read(configuration, loaded.reference, loaded.sources);
    if !loaded.guards.is_empty() {
        guards::check(&loaded.guards, analyse(input.clone()).workspace())?;
    }
    let mut fixed = fix::fix(input, arguments.unsafe_fixes);
    drop(progress);
    fixed.changed.sort_by(|(a, _), (b, _)| a.source().name().cmp(b.source().name()));
    let changed = fixed.changed.iter().map(|(before, after)| (before.source(), after.source()));
    if arguments.diff {
        let is_coloured = output::is_stdout_coloured();
        output::to_stdout(|out| {
            changed
                .clone()
                .try_for_each(|(before, after)| diff::write(before, after.text(), is_coloured, out))
        })?;
    } else {
        for (_, after) in changed {
            if let Some(path) = after.path() {
                output::to_file(path, |out| out.write_all(after.text().as_bytes()))?;
            }
        }
    }
    let stdin = fixed.files.iter().map(|file| file.source()).find(|source| source.is_stdin());
    if let Some(stdin) = stdin.filter(|_| !arguments.diff) {
        output::to_stdout(|out| out.write_all(stdin.text().as_bytes()))?;
    }
    // A diff, and the text that came in, are what goes out.
    let stream = if arguments.diff || stdin.is_some() { Stream::Stderr } else { Stream::Stdout };
    let written = output::findings(&fixed.findings, &fixed.files, &arguments.outputs, stream);
    let done = if arguments.diff { "would be fixed" } else { "fixed" };
    output::note(&summary(&fixed, done));
    written?;
    let would_change = arguments.diff && !fixed.changed.is_empty();
    Ok(if would_change { Status::Findings } else { status(&fixed.findings) })
}

/// What was done, in a line.
fn summary(fixed: &Fixed, done: &str) -> String {
    let findings = count(fixed.safe + fixed.risky, "finding", "findings");
    let files = count(fixed.changed.len(), "file", "files");
    match fixed.risky {
        0 => format!("{findings} {done} in {files}"),
        risky => format!("{findings} {done} in {files}, {risky} by an unsafe fix"),
    }
}
