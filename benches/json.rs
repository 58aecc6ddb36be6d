//! What it costs to write placement sets by hand and with `serde_json`: `cargo bench --bench json`.
//!
//! Everything is a share of a whole compile, from texts in memory to the document in memory, measured in turns in one
//! process and on one thread. `--quick` is a smoke test of some seconds.
#![allow(missing_docs, reason = "a program of its own")]
#![allow(clippy::cast_precision_loss, reason = "ratios need no more than some digits")]

#[path = "json/contender.rs"]
mod contender;
#[path = "measure/median.rs"]
mod median;
#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    reason = "the generator's numbers are small, and not all that it makes is needed"
)]
mod workspace;

use std::collections::HashSet;
use std::error::Error;
use std::process::Command;
use std::time::Instant;
use std::{env, fs, hint};

use bpol::emit::document::Document;
use bpol::emit::placement;
use bpol::reference::{Builtin, Reference};
use bpol::{Configuration, Source};
use clap::Parser;
use median::median;
use workspace::Scale;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    scale: Scale,
    /// How often each is measured
    #[arg(long, default_value_t = 9)]
    runs: usize,
    /// 20,000 workloads, three runs
    #[arg(long)]
    quick: bool,
    /// Measure in this process; how this program measures on one thread
    #[arg(long, hide = true)]
    measure: bool,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        arguments.scale.workloads = 20_000;
        arguments.runs = 3;
    }
    if arguments.measure {
        return measure(arguments.scale, arguments.runs);
    }
    // The program's threads are its own, and their number is the environment's.
    let mut command = Command::new(env::current_exe()?);
    command.args(env::args_os().skip(1)).arg("--measure").env("RAYON_NUM_THREADS", "1");
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

fn measure(scale: Scale, runs: usize) -> Outcome {
    let sources = sources(scale)?;
    let table = Reference::builtin(Builtin::World);
    let mut shares: [Vec<f64>; 6] = Default::default();
    for _ in 0..runs {
        let (compiling, analysis) =
            time(|| bpol::compile(Configuration::default(), table.clone(), sources.clone()));
        let resolved = analysis.resolved().map_err(|_| "the workspace has errors")?;
        let workloads = resolved.workspace().workloads();
        // All write into memory that is there already: what the system takes to give it is nobody's.
        let mut text = Vec::new();
        placement::document(resolved, workloads, &mut text)?;
        let mut other = Vec::with_capacity(text.capacity());
        contender::document(resolved, workloads, &mut other)?;
        if text != other {
            return Err("both must write the same".into());
        }
        let mut seen = HashSet::new();
        let one_each: Vec<_> =
            workloads.iter().filter(|workload| seen.insert(resolved.set_id(workload))).copied().collect();
        let mut measure = |write: &mut dyn FnMut(&mut Vec<u8>) -> Outcome| {
            text.clear();
            let (seconds, outcome) = time(|| write(&mut text));
            outcome.map(|()| seconds)
        };
        let by_hand = measure(&mut |out| Ok(placement::document(resolved, workloads, out)?))?;
        let by_serde = measure(&mut |out| Ok(contender::document(resolved, workloads, out)?))?;
        let sets_by_hand = measure(&mut |out| Ok(placement::document(resolved, &one_each, out)?))?;
        let sets_by_serde = measure(&mut |out| Ok(contender::document(resolved, &one_each, out)?))?;
        let (building, document) = time(|| Document::of(resolved, workloads));
        let compact = measure(&mut |out| Ok(serde_json::to_writer(out, &document)?))?;
        let whole = compiling + by_hand;
        let (saved, saved_by_sets) = (by_serde - by_hand, sets_by_serde - sets_by_hand);
        let all = [by_hand, by_serde, saved, saved_by_sets, building, compact];
        for (share, seconds) in shares.iter_mut().zip(all) {
            share.push(seconds / whole);
        }
    }
    let names = [
        "written by hand",
        "the same bytes by `serde_json`, from types that borrow",
        "what the hand saves (more than 0.05, or there is no reason for it)",
        "what it saves where each set has one workload, and so nearly all is sets",
        "`Document::of`",
        "that `Document` by `serde_json`, on one line",
    ];
    println!("shares of a whole compile of {} workloads, on one thread", scale.workloads);
    for (share, name) in shares.into_iter().zip(names) {
        println!("{:>9.3}  {name}", median(share));
    }
    Ok(())
}

/// The texts of a made-up workspace.
fn sources(scale: Scale) -> Outcome<Vec<Source>> {
    let folder = tempfile::tempdir()?;
    scale.write(folder.path())?;
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder.path())? {
        let path = entry?.path();
        sources.push(Source::new(path.display().to_string(), fs::read(&path)?));
    }
    Ok(sources)
}

/// How many seconds `job` takes, and what it gives.
fn time<T>(job: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let result = hint::black_box(job());
    (begin.elapsed().as_secs_f64(), result)
}
