//! `bpol compile`: the placement set of every workload, or of those that are asked for, as JSON.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use crate::analysis::{Configuration, Input, analyse};
use crate::cli::args::{CompileArguments, CompileFormat};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::status::Status;
use crate::cli::{files, guards, output, paths};
use crate::diagnostic::{Fixable, listed};
use crate::emit::placement;
use crate::fix;
use crate::lint::Levels;
use crate::placement::Resolved;
use crate::suggest::nearest;
use crate::syntax::keyword::Kind;
use crate::syntax::{self, Identity};
use crate::workspace::Workload;

pub(in crate::cli) fn run(arguments: &CompileArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    progress.stage("resolving");
    // The process ends with this command: what it holds need not be given back piece by piece.
    let configuration = Configuration::with_levels(Levels::new(&loaded.lint))
        .with_guards(guards::levels(&loaded.guards))
        .with_today(arguments.today.date());
    let input = ManuallyDrop::new(Input::read(configuration, loaded.reference, loaded.sources));
    let analysis = ManuallyDrop::new(Arc::new(analyse((*input).clone())));
    guards::check(&loaded.guards, analysis.workspace())?;
    let resolved = match analysis.resolved() {
        Ok(resolved) => resolved,
        Err(rejected) => {
            let report = analysis.report();
            let fixable = fix::count(&input, &analysis, &report);
            drop(progress);
            return Ok(output::report(rejected.errors(), analysis.files(), fixable));
        }
    };
    let chosen = choose(resolved, &arguments.workload)?;
    let workloads = chosen.as_deref().unwrap_or(resolved.workspace().workloads());
    let write = |mut out: &mut dyn Write| match arguments.format {
        CompileFormat::Json => placement::document(resolved, workloads, &mut out),
        CompileFormat::Ndjson => placement::lines(resolved, workloads, &mut out),
    };
    if !resolved.warnings().is_empty() {
        output::report(resolved.warnings(), analysis.files(), Fixable::default());
    }
    progress.stage("writing");
    match (&arguments.output, &arguments.check) {
        (Some(path), _) if path.as_os_str() != "-" => output::to_file(path, write).map(|()| Status::Fine),
        (None, Some(path)) => is_current(path, write),
        (Some(_), _) | (None, None) => {
            // A reader on a terminal must not see both.
            drop(progress);
            output::to_stdout(write).map(|()| Status::Fine)
        }
    }
}

/// The workloads that are asked for, in the order of output; `None` for all.
fn choose(resolved: &Resolved, asked: &[String]) -> Result<Option<Vec<Workload>>, Failure> {
    if asked.is_empty() {
        return Ok(None);
    }
    let workspace = resolved.workspace();
    let mut chosen = Vec::new();
    for text in asked {
        let Some(identity) = syntax::identity(text) else {
            return Err(Failure::with_help(format!("`{text}` names no workload"), wrong_kind(text)));
        };
        let key = |workload: &Workload| workspace.identity(workload);
        match workspace.workloads().binary_search_by(|workload| key(workload).cmp(&identity)) {
            Ok(index) => chosen.push(index),
            Err(_) => return Err(unknown(resolved, &identity)),
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(Some(chosen.into_iter().filter_map(|index| workspace.workloads().get(index).copied()).collect()))
}

/// What to write instead of a text that is no identity.
fn wrong_kind(text: &str) -> String {
    let parts = text.split_once('/').filter(|(kind, _)| Kind::from_name(kind).is_none());
    let near = parts.and_then(|(word, rest)| {
        let kind = Kind::from_plural(word).map(Kind::name);
        let kind = kind.or_else(|| nearest(word, Kind::ALL.map(Kind::name)).first().copied())?;
        Some(format!("did you mean `{kind}/{rest}`?"))
    });
    near.unwrap_or_else(|| {
        "write `KIND/NAME@ENVIRONMENT`, or `KIND/NAME` for one without environment".to_owned()
    })
}

/// How many workloads a suggestion names at most.
const MOST: usize = 3;

fn unknown(resolved: &Resolved, identity: &Identity) -> Failure {
    let workspace = resolved.workspace();
    let identities = || workspace.workloads().iter().map(|workload| workspace.identity(workload));
    let text = identity.to_string();
    let is_elsewhere = |other: &Identity| other.kind == identity.kind && other.name == identity.name;
    let elsewhere: Vec<String> =
        identities().filter(is_elsewhere).take(MOST).map(|other| other.to_string()).collect();
    let all: Vec<String> = identities().map(|other| other.to_string()).collect();
    let near = nearest(&text, all.iter().map(String::as_str));
    let mut meant: Vec<&str> = elsewhere.iter().map(String::as_str).collect();
    meant.extend(near.into_iter().filter(|near| !elsewhere.iter().any(|other| other == near)));
    meant.truncate(MOST);
    let message = format!("there is no workload `{text}`");
    if meant.is_empty() {
        Failure::new(message)
    } else {
        Failure::with_help(message, format!("did you mean {}?", listed(&meant, "or")))
    }
}

/// Whether a file holds what would be written.
fn is_current(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Status, Failure> {
    let shown = paths::shown(path);
    let existing = match std::fs::read(path) {
        Ok(existing) => existing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            output::note(&format!("`{shown}` does not exist"));
            return Ok(Status::Findings);
        }
        Err(error) => return Err(Failure::new(format!("cannot read `{shown}`: {error}"))),
    };
    let mut wanted = Vec::with_capacity(existing.len());
    write(&mut wanted).map_err(|error| Failure::new(error.to_string()))?;
    if existing == wanted {
        return Ok(Status::Fine);
    }
    output::note(&format!("`{shown}` is stale: it is not what would be written"));
    Ok(Status::Findings)
}
