//! Compares what answers questions with compiling the same workspace: `cargo bench --bench answers`.
//!
//! Everything is a ratio of the times of two whole processes that run in turns, and no number makes the program fail:
//! machines differ, and so do the moments of one machine. `--quick` is a smoke test of some seconds.
#![allow(missing_docs, reason = "a program of its own")]

#[path = "measure/median.rs"]
mod median;
#[path = "measure/program.rs"]
mod program;
#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    reason = "the generator's numbers are small, and others ask more of it"
)]
mod workspace;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Parser;
use median::median;
use program::time;
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
struct Arguments {
    /// How often each pair is measured
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// 1,000 workloads, one run
    #[arg(long)]
    quick: bool,
    /// Only this command
    #[arg(long)]
    command: Option<String>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A command, its other arguments, and how many workloads it is asked about. `WORKLOAD` is one of them.
const ANSWERS: [(&str, &[&str], usize); 10] = [
    ("why", &["WORKLOAD", "fr", "--workspace", "new"], 100_000),
    ("query", &["new"], 100_000),
    ("query", &["--format", "json", "new"], 100_000),
    ("query", &["--format", "csv", "new"], 100_000),
    ("query", &["--in", "fr", "new"], 100_000),
    ("query", &["--lose", "fr", "--format", "json", "new"], 100_000),
    ("matrix", &["new"], 100_000),
    ("diff", &["old", "new"], 100_000),
    ("coverage", &["--format", "json", "new"], 10_000),
    ("report", &["-o", "/dev/null", "new"], 10_000),
];

/// The two sides of a comparison, which are equal; the second one is what the others are asked about.
const SIDES: [&str; 2] = ["old", "new"];

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        arguments.runs = 1;
    }
    for (command, flags, workloads) in ANSWERS {
        if arguments.command.as_ref().is_some_and(|it| it != command) {
            continue;
        }
        let workloads = if arguments.quick { 1_000 } else { workloads };
        let scale = Scale {
            workloads,
            policies: 500,
            environments: 50,
            locations: 200,
            lists: 40,
            distinct: true,
            rich: true,
            tidy: false,
        };
        let folder = tempfile::tempdir()?;
        for side in SIDES {
            let side = folder.path().join(side);
            fs::create_dir(&side)?;
            scale.write(&side)?;
            fs::write(side.join("bpol.toml"), format!("reference = \"{REFERENCE}\"\n"))?;
        }
        let workload = some_workload(folder.path())?;
        let given =
            |flag: &&'static str| if *flag == "WORKLOAD" { workload.clone() } else { (*flag).to_owned() };
        let flags: Vec<String> = flags.iter().map(given).collect();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let (mut ratios, mut seconds) = (Vec::new(), Vec::new());
        for _ in 0..arguments.runs {
            let compile = time(folder.path(), &["compile", "-o", "/dev/null", "new"])?;
            let answer = time(folder.path(), &[&[command][..], &flags].concat())?;
            ratios.push(answer / compile);
            seconds.push(answer);
        }
        let (ratio, seconds) = (median(ratios), median(seconds));
        println!(
            "bpol {command} {} / bpol compile, {workloads} workloads: {ratio:.2} ({seconds:.2} s)",
            flags.join(" ")
        );
    }
    Ok(())
}

/// The identity of a workload.
fn some_workload(folder: &Path) -> Outcome<String> {
    let query = ["query", "--format", "csv", "new"];
    let run = Command::new(env!("CARGO_BIN_EXE_bpol")).current_dir(folder).args(query).output()?;
    let text = String::from_utf8(run.stdout)?;
    let mut cells = text.lines().nth(1).ok_or("there is no workload")?.split(',');
    let mut cell = || cells.next().ok_or("a workload has no name");
    let (kind, name, environment) = (cell()?, cell()?, cell()?);
    Ok(if environment.is_empty() { format!("{kind}/{name}") } else { format!("{kind}/{name}@{environment}") })
}
