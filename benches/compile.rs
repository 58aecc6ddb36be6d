//! Compares compiling a large workspace with reading the same as JSON: `cargo bench --bench compile`.
//!
//! Everything is a ratio of two things measured side by side, and no number makes the program fail: machines differ,
//! and so do the moments of one machine. `--quick` is a smoke test of some seconds.
#![allow(missing_docs, reason = "a program of its own")]
#![allow(clippy::cast_precision_loss, reason = "ratios need no more than some digits")]

#[path = "measure/median.rs"]
mod median;
#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the generator's numbers are small"
)]
mod workspace;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs, hint, mem};

use bpol::reference::{Builtin, Reference};
use bpol::{Configuration, Source, syntax, workspace as names};
use clap::Parser;
use median::median;
use rayon::ThreadPoolBuilder;
use serde_json::Value;
use wait4::Wait4 as _;
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    scale: Scale,
    /// How often each pair is measured
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// 20,000 workloads, three runs
    #[arg(long)]
    quick: bool,
    /// Only read this JSON file; how this program measures that as a process of its own
    #[arg(long, hide = true)]
    parse_json: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

const BPOL: &str = env!("CARGO_BIN_EXE_bpol");

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    if let Some(path) = arguments.parse_json {
        // Like the compiler, it ends without giving memory back piece by piece.
        mem::forget(parse_json(&fs::read(path)?)?);
        return Ok(());
    }
    if arguments.quick {
        arguments.scale.workloads = 20_000;
        arguments.runs = 3;
    }
    let (scale, runs) = (arguments.scale, arguments.runs);
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("workspace");
    let json = folder.path().join("workspace.json");
    let (bytes, json_bytes) = (scale.write(&input)?, scale.write_json(&json)?);
    let threads = thread::available_parallelism()?;
    println!(
        "{} workloads, {bytes} bytes of .bpol, {json_bytes} bytes of JSON, {threads} cores",
        scale.workloads
    );

    whole(&input, &json, folder.path(), bytes, runs)?;
    rich(scale, folder.path(), runs)?;
    let alone = ThreadPoolBuilder::new().num_threads(1).build()?;
    alone.install(|| stages(&input, &json, scale.workloads, runs))?;
    alone.install(|| linearity(scale, folder.path(), runs))?;
    smallest(folder.path(), if arguments.quick { 20 } else { 300 })
}

/// The whole program against a process that reads the JSON, both from a warm disk cache and in turns.
fn whole(input: &Path, json: &Path, folder: &Path, bytes: u64, runs: usize) -> Outcome {
    let output = folder.join("placement.json");
    let this = env::current_exe()?;
    let mut ratios = Vec::new();
    let mut peaks = Vec::new();
    for _ in 0..runs {
        let own = time(&mut compile(input, &output))?;
        let other = time(Command::new(&this).arg("--parse-json").arg(json))?;
        ratios.push(own.as_secs_f64() / other.as_secs_f64());
    }
    for _ in 0..3 {
        peaks.push(peak_memory(&mut compile(input, &output))? as f64 / bytes as f64);
    }
    show(
        "bpol compile -o FILE / serde_json reading the same, whole processes",
        median(ratios),
        "at most 1.0",
    );
    show("peak memory of bpol compile / bytes of input", median(peaks), "at most 5");
    Ok(())
}

/// The whole program for the workspace in all that the language has against the plain one, in turns, by the time on
/// processors.
fn rich(scale: Scale, folder: &Path, runs: usize) -> Outcome {
    let output = folder.join("placement.json");
    let [plain, rich] = ["plain", "rich"].map(|name| folder.join(name));
    Scale { rich: false, ..scale }.write(&plain)?;
    Scale { rich: true, ..scale }.write(&rich)?;
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let [own, other] = [&rich, &plain].map(|input| processor_time(&mut compile(input, &output)));
        ratios.push(own? / other?);
    }
    show(
        "bpol compile with groups, exceptions, nested environments and guards / without, processor time",
        median(ratios),
        "at most 1.1",
    );
    Ok(())
}

/// Parsing, binding names and resolving sets, each alone on one thread, against `serde_json` on the same thread.
fn stages(input: &Path, json: &Path, workloads: usize, runs: usize) -> Outcome {
    let sources = read(input)?;
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    let json = fs::read(json)?;
    let mut parsing = Vec::new();
    let guards = bpol::placement::GuardLevels::default();
    let mut resolving = [Speed::default(), Speed::default(), Speed::default()];
    for _ in 0..runs {
        let sources = sources.clone();
        let begin = Instant::now();
        let files = sources.into_iter().map(|source| Arc::new(syntax::parse(source))).collect();
        let parse = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let value = hint::black_box(parse_json(&json)?);
        let other = begin.elapsed().as_secs_f64();
        drop(value);
        let begin = Instant::now();
        let workspace = names::resolve(Reference::builtin(Builtin::World), files);
        let names = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let checked = names::check(workspace).map_err(|_| "the workspace has errors")?;
        let resolved = bpol::placement::resolve(checked, &guards, None);
        let resolved = resolved.map_err(|_| "a workload can run nowhere")?;
        let sets = begin.elapsed().as_secs_f64();
        drop(resolved);
        parsing.push((bytes as f64 / parse) / (json.len() as f64 / other));
        for (speed, seconds) in resolving.iter_mut().zip([names, sets, names + sets]) {
            speed.rates.push(workloads as f64 / seconds);
            speed.ratios.push(other / seconds);
        }
    }
    show("parsing, bytes a second / serde_json's, one thread", median(parsing), "at least 0.5");
    let [names, sets, both] = resolving;
    names.show("binding names and order", "no target of its own");
    sets.show("resolving sets", "at least 10000000");
    both.show("both together", "at least 10000000");
    Ok(())
}

/// How fast a stage was in every run: in workloads a second, and by how much faster than `serde_json`.
#[derive(Default)]
struct Speed {
    rates: Vec<f64>,
    ratios: Vec<f64>,
}

impl Speed {
    fn show(self, what: &str, target: &str) {
        let (rate, ratio) = (median(self.rates), median(self.ratios));
        let what = format!("{what}, workloads a second, one thread; {ratio:.2} times serde_json's");
        show(&what, rate, target);
    }
}

/// The time for one workload as the workspace grows, parsing to placement sets on one thread.
fn linearity(scale: Scale, folder: &Path, runs: usize) -> Outcome {
    let mut first = None;
    for workloads in [1_000, 10_000, 100_000, 1_000_000] {
        if workloads > scale.workloads {
            break;
        }
        let input = folder.join(format!("workspace-{workloads}"));
        Scale { workloads, ..scale }.write(&input)?;
        let sources = read(&input)?;
        let mut times = Vec::new();
        for _ in 0..runs {
            let sources = sources.clone();
            let begin = Instant::now();
            let table = Reference::builtin(Builtin::World);
            let analysis = bpol::compile(Configuration::default(), table, sources);
            times.push(begin.elapsed().as_secs_f64() / workloads as f64);
            analysis.resolved().map_err(|_| "the workspace has errors")?;
        }
        let each = median(times);
        let ratio = each / *first.get_or_insert(each);
        show(&format!("time a workload with {workloads} / with 1000"), ratio, "falls, then level");
    }
    Ok(())
}

/// How much longer than `true` the program takes for a workspace of some lines. To standard output: how long a disk
/// takes to keep a file is not the program's.
fn smallest(folder: &Path, runs: usize) -> Outcome {
    let input = folder.join("smallest.bpol");
    let text =
        "policy eu < continent in [eu] >\nenvironment production < attach [eu] >\nmodel m in production\n";
    fs::write(&input, text)?;
    let mut differences = Vec::new();
    for _ in 0..runs {
        let own = time(Command::new(BPOL).arg("compile").arg(&input))?;
        let nothing = time(&mut Command::new("true"))?;
        differences.push((own.as_secs_f64() - nothing.as_secs_f64()) * 1e3);
    }
    show("bpol compile of three lines - true, milliseconds", median(differences), "at most 2");
    Ok(())
}

fn compile(input: &Path, output: &Path) -> Command {
    let mut command = Command::new(BPOL);
    command.args(["compile", "--reference", REFERENCE]).arg(input).arg("-o").arg(output);
    command
}

fn parse_json(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(bytes)
}

fn read(folder: &Path) -> Outcome<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        sources.push(Source::new(path.display().to_string(), fs::read(&path)?));
    }
    Ok(sources)
}

/// How long a process takes that ends well.
fn time(command: &mut Command) -> Outcome<Duration> {
    let begin = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let elapsed = begin.elapsed();
    if status.success() { Ok(elapsed) } else { Err(format!("{command:?}: {status}").into()) }
}

/// How many seconds a process that ends well is on processors.
fn processor_time(command: &mut Command) -> Outcome<f64> {
    let used = command.stdout(Stdio::null()).spawn()?.wait4()?;
    let seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    if used.status.success() { Ok(seconds) } else { Err(format!("{command:?}: {}", used.status).into()) }
}

/// The most memory that a process had, in bytes, as the kernel keeps it: the last answer before its end.
fn peak_memory(command: &mut Command) -> Outcome<u64> {
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() * 1024);
        thread::sleep(Duration::from_millis(1));
    }
    Ok(peak)
}

fn show(what: &str, value: f64, target: &str) {
    println!("{value:>14.3}  {what} ({target})");
}
