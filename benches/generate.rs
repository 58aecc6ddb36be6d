//! Writes the workspace that the benchmarks compile: `cargo bench --bench generate -- --workloads 1000000 --out DIR`.
//!
//! Compile it with `bpol compile --reference world DIR`. With `--distinct` it has 10,000 workloads, if no other number
//! is given, and nearly as many placement sets.
#![allow(missing_docs, reason = "a program of its own")]

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the generator's numbers are small"
)]
mod workspace;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    scale: workspace::Scale,
    /// The folder that the `.bpol` files are written to
    #[arg(long)]
    out: PathBuf,
    /// Write the same as JSON to this file too
    #[arg(long)]
    json: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let bytes = arguments.scale.write(&arguments.out)?;
    println!("{}: {bytes} bytes for --reference {}", arguments.out.display(), workspace::REFERENCE);
    if let Some(json) = &arguments.json {
        println!("{}: {} bytes", json.display(), arguments.scale.write_json(json)?);
    }
    Ok(())
}
