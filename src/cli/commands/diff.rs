//! `bpol diff`: what a change does to every workload.

use std::path::PathBuf;

use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::answers::diff::{Class, Diff, Markdown, Only, diff, full, github, markdown, tables, text};
use crate::answers::name;
use crate::cli::answer::{looks, note_standing};
use crate::cli::args_diff::{DiffArguments, DiffFormat};
use crate::cli::output::Here;
use crate::cli::progress::Progress;
use crate::cli::sides::{ReadSide, Reading};
use crate::cli::status::Status;
use crate::cli::{files, output};
use crate::diagnostic::{Fixable, listed};
use crate::emit::page;
use crate::project::failure::Failure;
use crate::render::from_root;
use crate::suggest::nearest;
use crate::text::hidden::one_line;
use crate::workspace::Workspace;

/// What `--deny` takes beside the classes.
const FURTHER: [&str; 4] = ["any", "gains", "limits", "opened"];

pub(in crate::cli) fn run(arguments: &DiffArguments) -> Result<Status, Failure> {
    check_denied(&arguments.deny)?;
    let progress = Progress::start("reading");
    let mut workspace = arguments.named.workspace();
    let (old_name, new_name) = names(arguments, &mut workspace.paths)?;
    let reading = Reading { workspace: &workspace, today: &arguments.today };
    let read = |name: &str| if arguments.tables { reading.table(name) } else { reading.side(name) };
    let old = read(old_name)?;
    let new = read(new_name)?;
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(old), Ok(new)) if arguments.allow_broken_old => {
            output::note(&format!(
                "`{}` has errors: it is taken for one without workloads",
                one_line(old_name)
            ));
            (new.emptied(old_name, old.revision), new)
        }
        (Err(broken), _) | (_, Err(broken)) => return Ok(broken.status),
    };
    check_environments(&arguments.environment, [&old, &new])?;
    progress.stage("comparing");
    let (Some(old_side), Some(new_side)) = (old.side(), new.side()) else { return Ok(Status::Findings) };
    let only = Only::new(arguments.kind.clone(), arguments.environment.clone());
    let known = [&new, &old].into_iter().find_map(|side| side.analysis());
    let bare = match known {
        Some(_) => None,
        // Two files that were compiled have no table: the one in force here is as good as any.
        None => {
            let (table, _) = files::load_reference(workspace.reference.as_deref(), &workspace.config)?;
            Some(analyse(Input::read(Configuration::default(), table, Vec::new())))
        }
    };
    let Some(here) = known.or(bare.as_ref()).map(Analysis::workspace) else { return Ok(Status::Findings) };
    let mut diff = diff(&old_side, &new_side, here, &only);
    diff.of_tables = arguments.tables;
    drop(progress);
    warn(&new);
    // Programs read JSON, and a note helps none of them.
    let sides = [(old_name, &old), (new_name, &new)];
    for (name, side) in sides.into_iter().filter(|_| arguments.format != DiffFormat::Json) {
        side.analysis().inspect(|it| note_standing(it, Some(name)));
    }
    write(&diff, tables(&old_side, &new_side, here), arguments)?;
    let is_denied = arguments.deny.iter().any(|class| occurs(&diff, class));
    Ok(if is_denied { Status::Findings } else { Status::Fine })
}

/// Reports the guards that do not hold in what is, and are warnings for now.
fn warn(new: &ReadSide) {
    let Some(analysis) = new.analysis() else { return };
    let Ok(resolved) = analysis.resolved() else { return };
    if !resolved.warnings().is_empty() {
        output::report(resolved.warnings(), analysis.files(), Fixable::default());
    }
}

/// What the sides are called; what is behind two tables is the workspace.
fn names<'a>(arguments: &'a DiffArguments, paths: &mut Vec<PathBuf>) -> Result<(&'a str, &'a str), Failure> {
    match arguments.sides.as_slice() {
        [old, new, behind @ ..] if arguments.tables => {
            paths.extend(behind.iter().map(PathBuf::from));
            Ok((old, new))
        }
        _ if arguments.tables => Err(Failure::with_help(
            "`--tables` compares two tables",
            "write `bpol diff --tables OLD NEW [PATHS]`",
        )),
        [old] => Ok((old, ".")),
        [old, new] if old == "-" && new == "-" => {
            Err(Failure::with_help("standard input cannot be both sides", "name a file for one of them"))
        }
        [old, new] => Ok((old, new)),
        _ => Err(Failure::with_help(
            "two sides are compared",
            "`--workspace PATH` names a part of both, relative to the root of each",
        )),
    }
}

fn check_denied(denied: &[String]) -> Result<(), Failure> {
    let mut known: Vec<&str> = Class::ALL.into_iter().map(Class::name).chain(FURTHER).collect();
    known.sort_unstable();
    if let Some(class) = denied.iter().find(|class| !known.contains(&class.as_str())) {
        let near = nearest(class, known.iter().copied());
        let help = match near.as_slice() {
            [] => format!("the classes are {}", listed(&known, "and")),
            near => format!("did you mean {}?", listed(near, "or")),
        };
        return Err(Failure::with_help(format!("there is no class `{}`", one_line(class)), help));
    }
    Ok(())
}

/// Fails where neither side has an environment that is asked for.
fn check_environments(asked: &[String], sides: [&ReadSide; 2]) -> Result<(), Failure> {
    // What was compiled knows the environments of its workloads alone.
    let [Some(old), Some(new)] = sides.map(ReadSide::analysis) else { return Ok(()) };
    let is_known = |name: &str| old.workspace().environment(name).is_some();
    let mut unknown = asked.iter().filter(|it| !it.is_empty() && !is_known(it));
    unknown.try_for_each(|environment| name::environment(new.workspace(), environment).map(|_| ()))?;
    Ok(())
}

fn write(diff: &Diff, tables: [&Workspace; 2], arguments: &DiffArguments) -> Result<(), Failure> {
    let format = match (arguments.format, arguments.full) {
        (DiffFormat::Text, true) => DiffFormat::Full,
        (format, _) => format,
    };
    let text = match format {
        DiffFormat::Text => text(diff, tables, looks(false)),
        DiffFormat::Full => full(diff, tables, looks(true)),
        DiffFormat::Json => String::from_utf8_lossy(&page::pretty(diff)).into_owned(),
        DiffFormat::Markdown => {
            markdown(diff, tables, &Markdown::new(arguments.link_base.clone(), arguments.max_bytes))
        }
        DiffFormat::Github => {
            let here = Here::new();
            github(diff, |path| from_root(path, here.base()))
        }
    };
    output::print(&text).map(|_| ())
}

/// Whether what is denied occurs.
fn occurs(diff: &Diff, class: &str) -> bool {
    match class {
        "any" => Class::ALL.into_iter().any(|it| it != Class::Unchanged && diff.counts.of(it) > 0),
        "gains" => diff.has_gains(),
        "limits" => !diff.limits.is_empty(),
        "opened" => diff.groups.iter().any(|group| !group.opened.is_empty()),
        name => Class::ALL.into_iter().any(|it| it.name() == name && diff.counts.of(it) > 0),
    }
}
