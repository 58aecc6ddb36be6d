//! The program, and how long it takes.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// How many seconds `bpol` takes in a folder, where it ends well.
pub(crate) fn time(folder: &Path, arguments: &[&str]) -> Result<f64, Box<dyn Error>> {
    let begin = Instant::now();
    let run = Command::new(env!("CARGO_BIN_EXE_bpol"))
        .current_dir(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()?;
    let seconds = begin.elapsed().as_secs_f64();
    if !run.status.success() {
        return Err(format!("{arguments:?}: {}", String::from_utf8_lossy(&run.stderr)).into());
    }
    Ok(seconds)
}
