//! How fast the language server is, as an editor sees it: `cargo bench --bench editor`.
//!
//! The program itself is driven over its standard streams, in a workspace of 9,400 workloads, 470 policies,
//! 100 environments, 30 locations, 10 groups and 20 guards in 50 files, which is committed where there is a git. Some
//! files are open, and the client takes all that the server offers. Between two edits is the time between two keys of
//! one who types fast; `--between 110` makes each edit meet what the server does once nobody types.
//! Times are from the writing of a message to the answer to a request behind it, which comes when all is published;
//! beside them stands what the threads of the server have run, which other programs disturb less. Nothing fails by a
//! number. `--quick` is a smoke test of some seconds.
#![allow(missing_docs, reason = "a program of its own")]

#[path = "editor/edits.rs"]
mod edits;
#[path = "editor/server.rs"]
mod server;
#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    reason = "the generator's numbers are small, and others ask more of it"
)]
mod workspace;

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use clap::Parser;
use edits::{Edit, Sort, Texts};
use serde_json::json;
use server::{Cost, Server, uri};
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Arguments {
    /// How many edits are made
    #[arg(long, default_value_t = 10_000)]
    edits: usize,
    /// How many requests of each sort are made
    #[arg(long, default_value_t = 200)]
    requests: usize,
    /// A workspace in which the lints find thousands of things, and not next to nothing
    #[arg(long)]
    untidy: bool,
    /// Few edits of a small workspace
    #[arg(long)]
    quick: bool,
    /// Only edits of sorts whose names begin with this, and no requests
    #[arg(long)]
    only: Option<String>,
    /// How many milliseconds there are between two edits: 33 is a key that is held down
    #[arg(long, default_value_t = 33)]
    between: u64,
    /// Compare with no commit
    #[arg(long)]
    no_git: bool,
    /// The program, instead of the one that was built for this
    #[arg(long)]
    program: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const FILES: usize = 50;
/// How many of the files in which only workloads stand are open.
const OPEN: usize = 3;
const STARTS: usize = 5;
const BURSTS: usize = 10;

/// What is asked: completion, hover, definition, hints, and what editors ask on their own. A list opens behind the
/// first word.
const REQUESTS: [(&str, &str); 9] = [
    ("codeLens", ""),
    ("completion", "["),
    ("hover", " "),
    ("definition", "["),
    ("inlayHint", ""),
    ("semanticTokens/full", ""),
    ("documentSymbol", ""),
    ("codeAction", ""),
    ("formatting", ""),
];

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    // The environments that others are in and the groups and guards come with `rich`.
    let mut scale = Scale {
        workloads: 9_400,
        policies: 470,
        environments: 87,
        locations: 30,
        lists: 40,
        distinct: false,
        rich: true,
        tidy: !arguments.untidy,
    };
    if arguments.quick {
        (arguments.edits, arguments.requests, scale.workloads) = (200, 10, 1_000);
    }
    let made = tempfile::tempdir()?;
    let folder = made.path().join("workspace");
    let texts = write(scale, &folder)?;
    if !arguments.no_git {
        commit(&folder);
    }
    let program = arguments.program.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_bpol")));
    let start = || Server::start(&program, &folder, &made.path().join("work"));
    let mut firsts = Costs::default();
    for _ in 0..STARTS {
        let mut server = start()?;
        firsts.0.push(server.initialized()?);
        server.finish()?;
    }
    println!("{:28} {:^23} {:^23}", "in milliseconds", "on the clock", "threads together");
    println!("{:28} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}", "", "p50", "p99", "most", "p50", "p99", "most");
    println!("initialized to first lists   {firsts}");

    let mut server = start()?;
    server.initialized()?;
    let first = server.resident()?;
    let files = opened(&texts);
    for (path, text) in files.iter().filter_map(|&file| texts.get(file)) {
        server.open(path, text)?;
    }
    let mut sorts = edits::sorts(&texts, &files);
    match &arguments.only {
        Some(only) => sorts.retain(|sort| sort.name.starts_with(only)),
        None => ask(&mut server, &texts, &sorts, arguments.requests)?,
    }
    let before = server.resident()?;
    edit(&mut server, &texts, &sorts, arguments.edits, Duration::from_millis(arguments.between))?;
    let after = server.resident()?;
    burst(&mut server, &texts, &sorts)?;
    println!(
        "resident memory, in KiB: {first} at the first lists, {before} before the edits, {after} after them"
    );
    server.finish()
}

/// Writes the workspace, its statements spread over the files.
fn write(scale: Scale, folder: &Path) -> Outcome<Texts> {
    let made = tempfile::tempdir()?;
    scale.write(made.path())?;
    let paths: Result<Vec<PathBuf>, _> =
        fs::read_dir(made.path())?.map(|it| it.map(|it| it.path())).collect();
    let mut paths = paths?;
    paths.sort();
    let mut lines = Vec::new();
    for path in paths {
        lines.extend(fs::read_to_string(path)?.lines().map(|line| format!("{line}\n")));
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("bpol.toml"), format!("reference = \"{REFERENCE}\"\n"))?;
    let mut texts = Texts::new();
    for (index, lines) in lines.chunks(lines.len().div_ceil(FILES)).enumerate() {
        let path = folder.join(format!("file-{index:02}.bpol"));
        fs::write(&path, lines.concat())?;
        texts.push((path, lines.concat()));
    }
    Ok(texts)
}

/// Commits what is in a folder, where there is a git.
fn commit(folder: &Path) {
    for arguments in ["init -q", "add .", "-c user.name=a -c user.email=a@b commit -qm all"] {
        let mut git = Command::new("git");
        let status = git.args(arguments.split(' ')).current_dir(folder).stdout(Stdio::null()).status();
        if !status.is_ok_and(|it| it.success()) {
            println!("compared with no commit: `git {arguments}` does not work here");
            let _ = fs::remove_dir_all(folder.join(".git"));
            return;
        }
    }
}

/// The files that are open: those of what is no workload, and some of workloads.
fn opened(texts: &Texts) -> Vec<usize> {
    let has_others = |(_, text): &&(PathBuf, String)| {
        ["policy ", "environment ", "location "]
            .iter()
            .any(|word| text.lines().any(|it| it.starts_with(word)))
    };
    let others = texts.iter().take_while(has_others).count();
    (0..(others + OPEN).min(texts.len())).collect()
}

/// Makes edits of every sort in turns, and takes each back.
fn edit(server: &mut Server, texts: &Texts, sorts: &[Sort], number: usize, between: Duration) -> Outcome {
    let mut costs: Vec<(Costs, usize)> = sorts.iter().map(|_| <_>::default()).collect();
    for turn in 0..number.div_ceil(2 * sorts.len()) {
        for (sort, (costs, published)) in sorts.iter().zip(&mut costs) {
            let Some((path, edit)) = chosen(texts, sort, turn) else { continue };
            let before = server.published;
            for change in edit.changes() {
                thread::sleep(between);
                costs.0.push(server.cost(|server| server.change(path, &[change]))?);
            }
            *published += server.published - before;
        }
    }
    for (sort, (costs, published)) in sorts.iter().zip(costs) {
        println!("edit: {:22} {costs}, {published} lists", sort.name);
    }
    Ok(())
}

/// Makes a hundred edits at once.
fn burst(server: &mut Server, texts: &Texts, sorts: &[Sort]) -> Outcome {
    let mut costs = Costs::default();
    let mut most = [0, 0];
    for (turn, sort) in sorts.iter().enumerate().cycle().take(BURSTS) {
        let Some((path, edit)) = chosen(texts, sort, turn) else { continue };
        let before = server.generations()?;
        let changes: Vec<_> = edit.changes().into_iter().cycle().take(101).collect();
        costs.0.push(server.cost(|server| server.change(path, changes.get(..100).unwrap_or_default()))?);
        let after = server.generations()?;
        for (most, (after, before)) in most.iter_mut().zip(after.into_iter().zip(before)) {
            *most = (after - before).max(*most);
        }
    }
    let [generations, resolved] = most;
    println!("burst of 100 changes         {costs}, at most {generations} generations, {resolved} resolved");
    Ok(())
}

/// Asks all over the open files, each time behind an edit.
fn ask(server: &mut Server, texts: &Texts, sorts: &[Sort], number: usize) -> Outcome {
    for (method, before) in REQUESTS {
        let mut costs = Costs::default();
        for (turn, sort) in sorts.iter().enumerate().cycle().take(number) {
            let Some((path, edit)) = chosen(texts, sort, turn) else { continue };
            let [there, back] = edit.changes();
            server.change(path, &[there])?;
            let text = texts.get(edit.file).map_or("", |(_, text)| text);
            let line = text.lines().position(|it| it.contains(before)).unwrap_or_default();
            let (number, content) = text
                .lines()
                .enumerate()
                .skip(edit.line)
                .find(|(_, it)| it.contains(before))
                .unwrap_or((line, text.lines().nth(line).unwrap_or_default()));
            let column = content.find(before).unwrap_or_default() + before.len();
            let position = json!({"line": number, "character": column});
            let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": text.lines().count(), "character": 0}});
            let range =
                if method == "codeAction" { json!({"start": position, "end": position}) } else { whole };
            let params = json!({
                "textDocument": {"uri": uri(path)},
                "position": position,
                "range": range,
                "context": {"diagnostics": [], "triggerKind": 1},
                "options": {"tabSize": 4, "insertSpaces": true},
            });
            costs.0.push(server.cost(|server| {
                let answer = server.request(&format!("textDocument/{method}"), params)?;
                answer.get("error").map_or(Ok(()), |error| Err(format!("{method}: {error}").into()))
            })?);
            server.change(path, &[back])?;
        }
        println!("{method:28} {costs}");
    }
    Ok(())
}

/// An edit of a sort, from all over the files in turns.
fn chosen<'a>(texts: &'a Texts, sort: &'a Sort, turn: usize) -> Option<(&'a Path, &'a Edit)> {
    let edit = sort.edits.get(turn * 37 % sort.edits.len().max(1))?;
    Some((&texts.get(edit.file)?.0, edit))
}

/// What many of one sort took, shown by their middle and their worst.
#[derive(Default)]
struct Costs(Vec<Cost>);

impl fmt::Display for Costs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for which in [|it: &Cost| it.clock, |it: &Cost| it.threads] {
            let mut times: Vec<Duration> = self.0.iter().map(which).collect();
            times.sort();
            for part in [50, 99, 100] {
                let at = (times.len() * part / 100).min(times.len().saturating_sub(1));
                let time = times.get(at).map_or(f64::NAN, Duration::as_secs_f64);
                write!(formatter, "{:7.2} ", time * 1000.0)?;
            }
        }
        write!(formatter, "{:5} times", self.0.len())
    }
}
