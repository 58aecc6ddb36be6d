//! How the time and the memory for a text grow with its length: `cargo bench --bench growth`, or with a part of the
//! texts' names behind `--`.
//!
//! Each text is of a sort that could make a compiler look at all of it for each part of it. Its length is doubled until
//! `bpol check`, and likewise `bpol compile`, takes 0.3 seconds, or to 8 MiB. Each run is a process of its own on one
//! thread, and the least of three counts. For both commands at their last length are printed: the bytes of the text,
//! the seconds of processor time, the exponent of the time over the last doubling, and the peak memory divided by the
//! bytes. Then comes check's time divided by compile's at the longest text that both had. What an empty file needs is
//! taken off throughout.
//!
//! Then come the commands that answer questions, asked of a workspace of more and more workloads, nearly each of which
//! has a placement set of its own: their number is doubled until an answer takes 2 seconds, or to 131,072. In the place
//! of the bytes of a text stands the number of workloads, and what 16 workloads need is taken off. `answers` as a part
//! of a name measures these alone.
//!
//! Expected is an exponent near 1: the time grows with the text. It is 2 where the time grows with its square. Check
//! should take at most twice as long as compile; with `--diff`, which tries fixes, it may take longer. A run of over
//! 20 seconds on a processor, or, where the system does not tell, on the clock, is cut off, and its cell says so. No
//! number makes the program fail.
//!
//! `--quick` is a smoke test of some seconds. Its texts are too short for the numbers to mean anything.
#![allow(missing_docs, reason = "a program of its own")]
#![allow(clippy::cast_precision_loss, reason = "ratios need no more than some digits")]

#[allow(dead_code, reason = "the tests ask more of a text")]
#[path = "../tests/it/growing.rs"]
mod growing;
#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    reason = "the generator's numbers are small, and others ask more of it"
)]
mod workspace;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use clap::Parser;
use growing::GROWING;
use wait4::Wait4 as _;
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
struct Arguments {
    /// A part of the names of the texts to measure
    name: Option<String>,
    /// Short texts, each measured once
    #[arg(long)]
    quick: bool,
    /// Only print the text of this index; how this program writes its texts
    #[arg(long, hide = true)]
    print: Option<usize>,
    /// How long the printed text is
    #[arg(long, hide = true, default_value_t = 0)]
    bytes: usize,
    /// Only write a workspace of so many workloads here; how this program writes its workspaces
    #[arg(long, hide = true)]
    workspace: Option<PathBuf>,
    /// How many workloads it has
    #[arg(long, hide = true, default_value_t = 0)]
    workloads: usize,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

const BPOL: &str = env!("CARGO_BIN_EXE_bpol");

/// The length of the shortest text.
const SHORTEST: usize = 512;

/// How much time on a processor a run may take.
const TOO_LONG: Duration = Duration::from_secs(20);

/// How much time on the clock a run may take, however busy the machine is.
const FAR_TOO_LONG: Duration = Duration::from_mins(5);

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How far the measurements of a command go.
#[derive(Clone, Copy)]
struct Limits {
    /// No text is longer, or no workspace has more workloads.
    most: usize,
    /// No text is longer than one that takes so many seconds.
    seconds: f64,
    /// How often each is measured; the least counts.
    runs: usize,
}

const FULL: Limits = Limits { most: 8 << 20, seconds: 0.3, runs: 3 };
const QUICK: Limits = Limits { most: 16 << 10, seconds: 0.02, runs: 1 };
const FULL_ANSWERS: Limits = Limits { most: 1 << 17, seconds: 2.0, runs: 3 };
const QUICK_ANSWERS: Limits = Limits { most: 1 << 10, seconds: 2.0, runs: 1 };

/// The commands that answer questions. `WORKLOAD` is a workload of every workspace.
const ANSWERS: [&[&str]; 9] = [
    &["compile", "new"],
    &["why", "WORKLOAD", "fr", "--workspace", "new"],
    &["query", "new"],
    &["query", "--format", "json", "new"],
    &["query", "--lose", "fr", "new"],
    &["matrix", "new"],
    &["diff", "new", "new"],
    &["coverage", "new"],
    &["audit", "observed.csv", "--workspace", "new"],
];

/// How many workloads the workspace has whose answers are taken off.
const FEW: usize = 16;

fn main() -> Outcome {
    let arguments = Arguments::parse();
    if let Some(growing) = arguments.print.and_then(|index| GROWING.get(index)) {
        return Ok(io::stdout().write_all((growing.text)(arguments.bytes).as_bytes())?);
    }
    if let Some(folder) = &arguments.workspace {
        return write_workspace(arguments.workloads, folder);
    }
    if arguments.name.as_deref() != Some("answers") {
        texts(&arguments)?;
    }
    answers(&arguments)
}

/// Measures texts.
fn texts(arguments: &Arguments) -> Outcome {
    let limits = if arguments.quick { QUICK } else { FULL };
    let folder = tempfile::tempdir()?;
    let empty = folder.path().join("empty.bpol");
    fs::write(&empty, "")?;
    let [nothing_checked, nothing_compiled] = ["check", "compile"].map(|name| {
        let runs = (0..10).map(|_| run(command(name, &[], &empty)));
        runs.collect::<Result<Vec<_>, _>>().map(Cost::least)
    });
    let (nothing_checked, nothing_compiled) = (nothing_checked?, nothing_compiled?);
    let (milliseconds, mebibytes) =
        (nothing_checked.seconds * 1e3, nothing_checked.peak as f64 / f64::from(1 << 20));
    println!("an empty file: {milliseconds:.1} ms, {mebibytes:.1} MiB\n");

    println!("{:36} {:36} check's time", "check", "compile");
    let head = format!("{:>9} {:>7} {:>9} {:>7}", "bytes", "seconds", "exponent", "memory");
    println!("{head}  {head}  / compile's");
    for (index, growing) in GROWING.iter().enumerate() {
        let name = [&[growing.name], growing.arguments].concat().join(" ");
        if arguments.name.as_ref().is_some_and(|part| !name.contains(part)) {
            continue;
        }
        let file = folder.path().join("a.bpol");
        let series = |name, arguments, nothing| -> Outcome<Series> {
            let write = |bytes| write(index, bytes, &file);
            Series::measure(write, || command(name, arguments, &file), nothing, limits)
        };
        let checked = series("check", growing.arguments, nothing_checked)?;
        let compiled = series("compile", &[], nothing_compiled)?;
        println!("{}  {}  {:>11}  {name}", checked.cells(), compiled.cells(), checked.over(&compiled));
    }
    Ok(())
}

/// Measures answers.
fn answers(arguments: &Arguments) -> Outcome {
    let limits = if arguments.quick { QUICK_ANSWERS } else { FULL_ANSWERS };
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let write = |workloads: usize| -> Outcome<u64> {
        let mut command = Command::new(env::current_exe()?);
        command.args(["--workloads", &workloads.to_string(), "--workspace"]).arg(folder);
        let status = command.status()?;
        if status.success() { Ok(workloads as u64) } else { Err(format!("{command:?}: {status}").into()) }
    };
    println!("\n{:>9} {:>7} {:>9} {:>7}", "workloads", "seconds", "exponent", "memory");
    for words in ANSWERS {
        let name = format!("answers: {}", words.join(" "));
        if arguments.name.as_ref().is_some_and(|part| !name.contains(part)) {
            continue;
        }
        write(FEW)?;
        let workload = some_workload(folder)?;
        let command = || {
            let words = words.iter().map(|it| if *it == "WORKLOAD" { workload.as_str() } else { it });
            let mut command = Command::new(BPOL);
            command.args(words).env("RAYON_NUM_THREADS", "1").current_dir(folder);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let few = (0..limits.runs).map(|_| run(command())).collect::<Result<Vec<_>, _>>()?;
        let series = Series::measure(write, command, Cost::least(few), limits)?;
        println!("{}  {name}", series.cells());
    }
    Ok(())
}

/// Writes a workspace and what was observed of it: each workload at one location.
fn write_workspace(workloads: usize, folder: &Path) -> Outcome {
    let (policies, environments, locations) = (500, 50, 200);
    let scale = Scale {
        workloads,
        policies,
        environments,
        locations,
        lists: 40,
        distinct: true,
        rich: true,
        tidy: false,
    };
    scale.write(&folder.join("new"))?;
    fs::write(folder.join("new/bpol.toml"), format!("reference = \"{REFERENCE}\"\n"))?;
    let mut observed = BufWriter::new(File::create(folder.join("observed.csv"))?);
    writeln!(observed, "kind,name,environment,location,flavor")?;
    for line in listed(folder)?.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').take(3).collect();
        writeln!(observed, "{},eu-at-0,x86", cells.join(","))?;
    }
    Ok(observed.flush()?)
}

/// The workloads as CSV.
fn listed(folder: &Path) -> Outcome<String> {
    let query = ["query", "--format", "csv", "new"];
    let run = Command::new(BPOL).current_dir(folder).args(query).output()?;
    Ok(String::from_utf8(run.stdout)?)
}

/// The first workload that is written, which every workspace has.
fn some_workload(folder: &Path) -> Outcome<String> {
    let listed = listed(folder)?;
    let rows = listed.lines().map(|line| line.split(',').take(3).collect::<Vec<_>>());
    let mut first = rows.filter_map(|cells| match cells[..] {
        [kind, name, environment] if name.ends_with("-0") => Some(format!("{kind}/{name}@{environment}")),
        _ => None,
    });
    Ok(first.next().ok_or("no workload is the first one")?)
}

/// Writes a text to `file` and gives its length. A process of its own does so: what a process starts has at least the
/// peak memory of its parent, so this one has to stay small.
fn write(index: usize, bytes: usize, file: &Path) -> Outcome<u64> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--print", &index.to_string(), "--bytes", &bytes.to_string()]);
    let status = command.stdout(File::create(file)?).status()?;
    if status.success() {
        Ok(fs::metadata(file)?.len())
    } else {
        Err(format!("{command:?}: {status}").into())
    }
}

fn command(name: &str, arguments: &[&str], file: &Path) -> Command {
    let mut command = Command::new(BPOL);
    command.arg(name).args(arguments).arg(file);
    command.env("RAYON_NUM_THREADS", "1").current_dir(file.parent().unwrap_or(file));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a process took.
#[derive(Clone, Copy)]
struct Cost {
    /// Its time on a processor, of user and system.
    seconds: f64,
    /// The most memory that it had at one time, in bytes.
    peak: u64,
}

impl Cost {
    fn least(costs: Vec<Self>) -> Self {
        Self {
            seconds: costs.iter().map(|it| it.seconds).fold(f64::INFINITY, f64::min),
            peak: costs.iter().map(|it| it.peak).min().unwrap_or_default(),
        }
    }
}

/// Runs a process to its end; the failure says how it ended otherwise.
fn run(mut command: Command) -> Result<Cost, String> {
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let begin = Instant::now();
    loop {
        if let Some(used) = child.try_wait4().map_err(|error| error.to_string())? {
            let is_expected = matches!(used.status.code(), Some(0 | 1));
            let seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
            let cost = Cost { seconds, peak: used.rusage.maxrss };
            return if is_expected { Ok(cost) } else { Err(used.status.to_string()) };
        }
        let elapsed = begin.elapsed();
        let is_over = |limit| processor_time(child.id()).unwrap_or(elapsed) > limit;
        if elapsed > FAR_TOO_LONG || elapsed > TOO_LONG && is_over(TOO_LONG) {
            let ended = child.kill().and_then(|()| child.wait());
            return Err(
                ended.map_or_else(|error| error.to_string(), |_| format!("over {} s", TOO_LONG.as_secs()))
            );
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// How long a process that runs has been on processors so far, where the system tells.
fn processor_time(process: u32) -> Option<Duration> {
    let all = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, which may be anything, ends with the last parenthesis.
    let mut fields = all.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    // A tick is what Linux shows to programs, whatever it counts in itself.
    Some(Duration::from_millis((ticks()? + ticks()?) * 10))
}

/// What a command took for longer and longer texts, or larger and larger workspaces.
struct Series {
    /// The bytes of each text or the workloads of each workspace, and what it took more than next to nothing.
    costs: Vec<(u64, Cost)>,
    /// Why there is none for the text after the last.
    failure: Option<String>,
}

impl Series {
    fn measure(
        write: impl Fn(usize) -> Outcome<u64>,
        command: impl Fn() -> Command,
        nothing: Cost,
        limits: Limits,
    ) -> Outcome<Self> {
        let mut series = Self { costs: Vec::new(), failure: None };
        let mut length = SHORTEST;
        while length <= limits.most {
            let bytes = write(length)?;
            let costs: Result<Vec<Cost>, String> = (0..limits.runs).map(|_| run(command())).collect();
            let cost = match costs {
                Ok(costs) => Cost::least(costs),
                Err(failure) => {
                    series.failure = Some(failure);
                    break;
                }
            };
            // Less than a tenth of a millisecond cannot be told from nothing.
            let seconds = (cost.seconds - nothing.seconds).max(1e-4);
            series.costs.push((bytes, Cost { seconds, peak: cost.peak.saturating_sub(nothing.peak) }));
            if seconds >= limits.seconds {
                break;
            }
            length *= 2;
        }
        Ok(series)
    }

    /// What is printed of it.
    fn cells(&self) -> String {
        let Some((bytes, cost)) = self.costs.last() else {
            return format!("{:>35}", self.failure.as_deref().unwrap_or_default());
        };
        let before = self.costs.iter().rev().nth(1);
        let exponent = match (&self.failure, before) {
            (Some(failure), _) => failure.clone(),
            (None, Some((shorter, less))) => {
                let growth = (*bytes as f64 / *shorter as f64).log2();
                format!("{:.2}", (cost.seconds / less.seconds).log2() / growth)
            }
            (None, None) => String::new(),
        };
        let memory = cost.peak as f64 / *bytes as f64;
        format!("{bytes:>9} {:>7.3} {exponent:>9} {memory:>7.1}", cost.seconds)
    }

    /// Its time divided by that of another, for the longest text that both have.
    fn over(&self, other: &Self) -> String {
        let both = self.costs.iter().zip(&other.costs).next_back();
        both.map_or_else(String::new, |((_, own), (_, other))| format!("{:.1}", own.seconds / other.seconds))
    }
}
