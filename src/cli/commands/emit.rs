//! `bpol emit`: the objects of a deployment tool that hold every workload to its placement set.

use std::fmt::Write as _;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::args_emit::{Asked, CommonArguments, EmitArguments, TargetArguments, flag_setting};
use crate::cli::args_workspace::ListFormat;
use crate::cli::folder;
use crate::cli::progress::Progress;
use crate::cli::resolve::{Compiled, compiled};
use crate::cli::status::Status;
use crate::cli::{documents, output, workloads};
use crate::diagnostic::{Fixable, count, listed};
use crate::emit::list::{OTHERS, TARGETS};
use crate::emit::settings::{Settings, Value};
use crate::emit::target::{File, Flag, Output, Request, Stopped, Target};
use crate::project::emit_settings::EmitSettings;
use crate::project::failure::Failure;
use crate::project::paths::shown;
use crate::syntax::Identity;
use crate::text::Source;
use crate::workspace::Workload;

pub(in crate::cli) fn run(arguments: &EmitArguments) -> Result<Status, Failure> {
    match &arguments.asked {
        None => list(arguments.format),
        Some(Asked::Target(_) | Asked::Other(_)) if arguments.list => Err(Failure::with_help(
            "`--list` lists the targets, and one is named".to_owned(),
            "leave one of the two out",
        )),
        Some(Asked::Target(arguments)) => emit(arguments),
        Some(Asked::Other(name)) => {
            let (_, why, instead) = OTHERS.into_iter().find(|it| it.0 == *name).unwrap_or_default();
            Err(Failure::with_help(why, instead))
        }
    }
}

fn emit(arguments: &TargetArguments) -> Result<Status, Failure> {
    let TargetArguments { target, common, settings } = arguments;
    let file = common.output.as_deref().filter(|path| path.as_os_str() != "-");
    let progress = Progress::start("reading");
    let refuse = |inputs: &crate::project::inputs::Inputs| file.map_or(Ok(()), |path| inputs.refuse(path));
    let (compiled, progress) = match compiled(&common.workspace, &common.today, progress, refuse)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let mut flags = settings.clone();
    if common.narrow {
        flags.push(flag_setting("narrow", Value::Boolean(true)));
    }
    let settings = compiled.emit.of(target.name, flags);
    let failure = |wrong| compiled.emit.failure(wrong);
    target.check(&settings).map_err(failure)?;
    let kind = target.output_with(&settings).map_err(failure)?;
    check_output(target, kind, common)?;
    let inputs = inputs(target, &settings, &compiled.emit, file)?;
    let Some(resolved) = compiled.analysis.resolved().ok() else { return Ok(Status::Findings) };
    let workspace = resolved.workspace();
    let chosen = workloads::choose(workspace, &common.workload)?;
    let chosen = workloads::in_environments(workspace, chosen, &common.environment)?;
    let chosen = chosen.as_deref().unwrap_or(workspace.workloads());
    let identities: Vec<Identity> = chosen.iter().map(|it| workspace.identity(it)).collect();
    let identities = ManuallyDrop::new(identities);
    let request = Request {
        resolved,
        workloads: chosen,
        settings: &settings,
        inputs: &inputs,
        identities: &identities,
        target,
    };
    let emission = match (target.emit)(&request) {
        // The process ends with this command: what it holds need not be given back piece by piece.
        Ok(emission) => ManuallyDrop::new(emission),
        Err(Stopped::Configuration(wrong)) => return Err(failure(wrong)),
        Err(Stopped::Refused(findings)) => {
            drop(progress);
            return Ok(output::report(&findings, compiled.analysis.files(), Fixable::default()));
        }
        Err(Stopped::Unreadable(findings)) => {
            drop(progress);
            return Ok(output::report_documents(&findings, &inputs));
        }
    };
    progress.stage("writing");
    // A reader on a terminal must not see both.
    drop(progress);
    emission.notes.iter().chain(left_out(&request).as_ref()).for_each(|note| output::note(note));
    write(kind, &emission.files, file, common.check, &compiled)
}

/// What to say of the limits of token policies, where the target has no place for them.
fn left_out(request: &Request<'_>) -> Option<String> {
    if request.target.holds_limits || !request.resolved.has_limits() {
        return None;
    }
    let has_any = |it: &&Workload| !request.resolved.limits(it).is_empty();
    let limited = request.workloads.iter().filter(has_any).count();
    let name = request.target.name;
    let workloads = count(limited, "workload", "workloads");
    (limited > 0).then(|| format!("note: `{name}` holds no token limits: those of {workloads} are left out"))
}

/// Fails where what is written cannot go where it shall.
fn check_output(target: &Target, kind: Output, common: &CommonArguments) -> Result<(), Failure> {
    let file = common.output.as_deref().filter(|path| path.as_os_str() != "-");
    match (kind, file) {
        (Output::Directory, None) => Err(Failure::with_help(
            format!("`{}` writes several files, and no folder is named for them", target.name),
            "name one with `-o DIR`",
        )),
        (_, None) if common.check => Err(Failure::with_help(
            "`--check` compares with a file, and none is named",
            "name it with `-o FILE`",
        )),
        (Output::Stream | Output::Json, Some(path)) if path.is_dir() => Err(Failure::with_help(
            format!("`{}` is a folder, and `{}` writes one file", shown(path), target.name),
            "name a file with `-o FILE`",
        )),
        (kind, Some(path)) if kind == target.output && !ends_well(target, path) => {
            let endings = listed(target.endings, "or");
            Err(Failure::with_help(
                format!("`{}` does not end with {endings}: {} would pass it over", shown(path), target.name),
                format!("name a file that ends with {endings}"),
            ))
        }
        _ => Ok(()),
    }
}

/// Whether the tool would read a file of that name.
fn ends_well(target: &Target, path: &Path) -> bool {
    let name = shown(path);
    target.endings.is_empty() || target.endings.iter().any(|ending| name.ends_with(ending))
}

/// The texts of the files that the settings of a target name.
fn inputs(
    target: &Target,
    settings: &Settings,
    config: &EmitSettings,
    output: Option<&Path>,
) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for key in target.keys.iter().filter(|key| matches!(key.flag, Some(Flag::Input { .. }))) {
        if let Some(setting) = settings.get(key.about.name) {
            let (its, read) = documents::read(&[config.path(setting)?], &[])?;
            output.map_or(Ok(()), |path| read.refuse(path))?;
            sources.extend(its);
        }
    }
    Ok(sources)
}

fn write(
    kind: Output,
    files: &[File],
    path: Option<&Path>,
    is_check: bool,
    compiled: &Compiled,
) -> Result<Status, Failure> {
    let differences: Vec<(PathBuf, &str)> = match (kind, path, files) {
        (Output::Directory, Some(folder), files) if is_check => folder::differences(folder, files)?,
        (Output::Directory, Some(folder), files) => {
            folder::write(folder, files, &compiled.inputs)?;
            return Ok(Status::Fine);
        }
        (_, Some(path), [file]) if is_check => {
            folder::difference(path, &file.text)?.map(|why| (path.to_owned(), why)).into_iter().collect()
        }
        (_, Some(path), [file]) => {
            output::to_file(path, |out| file.text.write(out))?;
            return Ok(Status::Fine);
        }
        (_, _, files) => {
            output::to_stdout(|out| files.iter().try_for_each(|file| file.text.write(out)))?;
            return Ok(Status::Fine);
        }
    };
    for (path, why) in &differences {
        output::note(&format!("`{}` {why}", shown(path)));
    }
    Ok(if differences.is_empty() { Status::Fine } else { Status::Findings })
}

/// A target as `--list --format json` has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: &'static str,
    description: &'static str,
    needs_fleet: bool,
    output: &'static str,
}

fn list(format: ListFormat) -> Result<Status, Failure> {
    let targets = TARGETS.map(|target| Listed {
        name: target.name,
        description: target.description,
        needs_fleet: target.needs_fleet,
        output: target.output.name(),
    });
    if format == ListFormat::Json {
        let text = serde_json::to_string_pretty(&targets)
            .map_err(|error| Failure::new(format!("cannot write JSON: {error}")))?;
        return output::print(&format!("{text}\n"));
    }
    let width = targets.iter().map(|it| it.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for Listed { name, description, needs_fleet, output } in &targets {
        let folder = if *output == "directory" { "; needs a folder (`-o DIR`)" } else { "" };
        let fleet = if *needs_fleet { "; needs a fleet" } else { "" };
        let _ = writeln!(text, "{name:width$}  {description}{fleet}{folder}");
    }
    output::print(&text)
}
