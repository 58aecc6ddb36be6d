//! `bpol check`: every error of a workspace and what its lints find, as its result; and its fixes, applied or
//! shown.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::cli::args::CheckArguments;
use crate::cli::output::Stream;
use crate::cli::progress::Progress;
use crate::cli::status::Status;
use crate::cli::write::Originals;
use crate::cli::{diff, files, output};
use crate::diagnostic::{Fixable, Report, Severity, count};
use crate::fix::{self, Fixed};
use crate::lint::Levels;
use crate::project::failure::Failure;
use crate::project::guards;
use crate::project::load::Loaded;
use crate::syntax::ast::Parsed;
use crate::workspace::Workspace;

pub(in crate::cli) fn run(arguments: &CheckArguments) -> Result<Status, Failure> {
    arguments.outputs.check()?;
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    for output in arguments.outputs.iter().filter_map(|output| output.file.as_deref()) {
        loaded.inputs.refuse(output)?;
    }
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
    let input = ManuallyDrop::new(Input::read(configuration, loaded.reference, loaded.sources));
    let analysis = ManuallyDrop::new(Arc::new(analyse((*input).clone())));
    guards::check(&loaded.guards, analysis.workspace(), Some(&loaded.beyond))?;
    let report = analysis.report();
    let fixable = fixable(&input, &analysis, &report, arguments);
    drop(progress);
    output::findings(&report, analysis.files(), fixable, &arguments.outputs, Stream::Stdout)?;
    loaded.beyond.notes(&analysis).iter().for_each(|note| output::note(note));
    if report.findings.is_empty() && arguments.outputs.is_for_people() && output::is_stdout_attended() {
        output::print(&format!("{}\n", nothing_found(analysis.workspace())))?;
    }
    Ok(status(&report))
}

/// What a person is told instead of nothing; programs and files get what there is, which is nothing.
fn nothing_found(workspace: &Workspace) -> String {
    let workloads = count(workspace.workloads().len(), "workload", "workloads");
    format!("no findings in {workloads}, {}", count(workspace.policies().len(), "policy", "policies"))
}

fn status(report: &Report) -> Status {
    let fails = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    if fails { Status::Findings } else { Status::Fine }
}

/// How many findings a run of the fixes repairs, where that is shown.
fn fixable(input: &Input, analysis: &Arc<Analysis>, report: &Report, arguments: &CheckArguments) -> Fixable {
    if arguments.outputs.have_summary() { fix::count(input, analysis, report) } else { Fixable::default() }
}

/// Applies the fixes, or shows what they would change.
fn repair(
    loaded: Loaded,
    configuration: Configuration,
    arguments: &CheckArguments,
    progress: Progress,
) -> Result<Status, Failure> {
    let originals = Originals::new(&loaded.inputs);
    let input = Input::read(configuration, loaded.reference, loaded.sources);
    if !loaded.guards.is_empty() {
        guards::check(&loaded.guards, analyse(input.clone()).workspace(), Some(&loaded.beyond))?;
    }
    let mut fixed = fix::fix(input, arguments.unsafe_fixes);
    drop(progress);
    fixed.changed.sort_by(|a, b| a.before.source().name().cmp(b.before.source().name()));
    let mut failures = Vec::new();
    if arguments.diff {
        let is_coloured = output::is_stdout_coloured();
        output::to_stdout(|out| {
            fixed.changed.iter().try_for_each(|changed| {
                diff::write(changed.before.source(), changed.after.source().text(), is_coloured, out)
            })
        })?;
    } else {
        failures = write(&mut fixed, &originals);
    }
    let stdin = fixed.files().iter().map(|file| file.source()).find(|source| source.is_stdin());
    if let Some(stdin) = stdin.filter(|_| !arguments.diff) {
        output::to_stdout(|out| out.write_all(stdin.text().as_bytes()))?;
    }
    // A diff, and the text that came in, are what goes out.
    let stream = if arguments.diff || stdin.is_some() { Stream::Stderr } else { Stream::Stdout };
    // What another run could fix of texts that are only shown helps nobody.
    let fixable = if arguments.diff {
        Fixable::default()
    } else {
        fixable(&fixed.input, &fixed.analysis, &fixed.report, arguments)
    };
    let written = output::findings(&fixed.report, fixed.files(), fixable, &arguments.outputs, stream);
    output::note(&summary(&fixed, arguments.diff));
    failures.extend(written.err());
    match output::complain_but_last(failures) {
        Some(failure) => Err(failure),
        None if arguments.diff && !fixed.changed.is_empty() => Ok(Status::Findings),
        None => Ok(status(&fixed.report)),
    }
}

/// Writes the files that were changed. One that cannot be written stays as it was, and so it does in `fixed`;
/// the others are written all the same: no fix of a lint needs one in another statement.
fn write(fixed: &mut Fixed, originals: &Originals) -> Vec<Failure> {
    let mut failures = Vec::new();
    let mut unwritten: Vec<Arc<Parsed>> = Vec::new();
    fixed.changed.retain(|changed| {
        let (before, after) = (changed.before.source(), changed.after.source());
        let written = output::rewrite(originals, before, after.text());
        let is_written = written.is_ok();
        if !is_written {
            unwritten.push(Arc::clone(&changed.before));
        }
        failures.extend(written.err());
        is_written
    });
    if !unwritten.is_empty() {
        for file in &mut fixed.input.files {
            if let Some(before) = unwritten.iter().find(|before| before.id() == file.id()) {
                *file = Arc::clone(before);
            }
        }
        fixed.analysis = Arc::new(analyse(fixed.input.clone()));
        fixed.report = fixed.analysis.report();
    }
    failures
}

/// What was done, or would be, in a line; and in another one what of it nothing proves.
fn summary(fixed: &Fixed, is_only_shown: bool) -> String {
    let done = fixed.done();
    let findings = count(done.number(), "finding", "findings");
    let files = count(fixed.changed.len(), "file", "files");
    let verb = if is_only_shown { "would be fixed" } else { "fixed" };
    let guessed = if done.risky > 0 { format!(", {} by an unsafe fix", done.risky) } else { String::new() };
    let unproven = match done.unproven {
        0 => String::new(),
        number => {
            let what = if number == 1 { "repairs an error" } else { "repair errors" };
            let why = "no placement set could be compared before and after, so read the change";
            format!("\n{number} {what}: {why}")
        }
    };
    format!("{findings} {verb} in {files}{guessed}{unproven}")
}
