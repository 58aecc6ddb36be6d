//! Compares writing for deployment tools, and reading that back, with compiling the same workspace:
//! `cargo bench --bench deploy`.
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
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::Parser;
use median::median;
use program::time;
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
struct Arguments {
    /// Workloads
    #[arg(long, default_value_t = 100_000)]
    workloads: usize,
    /// How often each pair is measured
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// 5,000 workloads, one run
    #[arg(long)]
    quick: bool,
    /// Only this target
    #[arg(long)]
    target: Option<String>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Each target with its flags, and what it writes to.
const TARGETS: [(&str, &[&str], &str); 9] = [
    ("blaxel", &["--policies-only"], "out.yaml"),
    ("kubernetes", &[], "out.yaml"),
    ("terraform", &[], "out.auto.tfvars.json"),
    ("opa", &[], "out.opa"),
    ("ocm", &["--locations-only"], "out.ocm.yaml"),
    ("karmada", &[], "out.karmada.yaml"),
    ("kubefleet", &["--locations-only"], "out.kubefleet.yaml"),
    ("skypilot", &[], "out.skypilot"),
    ("rectangles", &[], "out.json"),
];

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    if arguments.quick {
        (arguments.workloads, arguments.runs) = (5_000, 1);
    }
    let scale = Scale {
        workloads: arguments.workloads,
        policies: 500,
        environments: 50,
        locations: 200,
        lists: 40,
        distinct: false,
        rich: false,
        tidy: false,
    };
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("workspace");
    let bytes = scale.write(&input)?;
    fs::write(input.join("bpol.toml"), configuration(&input)?)?;
    println!("{} workloads, {bytes} bytes of .bpol", scale.workloads);
    for (target, flags, output) in TARGETS {
        if arguments.target.as_ref().is_some_and(|it| it != target) {
            continue;
        }
        let output = folder.path().join(output);
        let output = output.to_str().ok_or("a path that is text")?;
        let (mut emits, mut verifies) = (Vec::new(), Vec::new());
        for _ in 0..arguments.runs {
            let compile = time(&input, &["compile", "-o", "/dev/null"])?;
            let emit = time(&input, &[&["emit", target, "-o", output], flags].concat())?;
            emits.push(emit / compile);
            if !["rectangles", "blaxel"].contains(&target) {
                let verify = time(&input, &["verify", target, output])?;
                verifies.push(verify / compile);
            }
        }
        println!("bpol emit {target} / bpol compile: {:.2} (at most 2)", median(emits));
        if !verifies.is_empty() {
            println!("bpol verify {target} / bpol compile: {:.2} (at most 4)", median(verifies));
        }
    }
    Ok(())
}

/// A `bpol.toml` in which every target has a name for everything.
fn configuration(input: &Path) -> Outcome<String> {
    let mut text = format!("reference = \"{REFERENCE}\"\n");
    for target in ["kubernetes", "ocm", "karmada", "kubefleet", "skypilot"] {
        let _ = writeln!(text, "\n[emit.{target}]\nname = \"{{kind}}-{{name}}-{{environment}}\"");
        match target {
            "karmada" => text.push_str("cluster = \"{location}-{flavor}\"\n"),
            // What is given by a flag alone must be there to read it back.
            "ocm" | "kubefleet" => text.push_str("locations-only = true\n"),
            _ => {}
        }
    }
    text.push_str("\n[emit.skypilot.locations]\n");
    for line in fs::read_to_string(input.join("fleet.bpol"))?.lines() {
        if let Some(name) = line.strip_prefix("location ").and_then(|rest| rest.split(' ').next()) {
            let _ = writeln!(text, "{name} = \"aws/{name}\"");
        }
    }
    Ok(text)
}
