//! How the time to check a text grows with its length: `cargo bench --bench growth`.
//!
//! Each text is of a sort that could make a compiler look at all of it for each part of it. Printed is the time for
//! eight times the bytes, in eighths: about 1 where time grows with the text, 8 where it grows with its square.
#![allow(missing_docs, reason = "a program of its own")]
#![allow(clippy::format_collect, reason = "the texts are the tests'")]

#[path = "../tests/it/growing.rs"]
mod growing;

use std::time::{Duration, Instant};

use bpol::diagnostic::render::{Context, Format, Style, render};
use bpol::lint::Levels;
use bpol::reference::{Builtin, Reference};
use bpol::source::{Source, Sources};

/// The shorter of the two texts.
const BYTES: usize = 16 << 10;

/// How often each is measured; the shortest time counts.
const RUNS: usize = 3;

fn main() {
    for (name, text) in growing::GROWING {
        let [short, long] = [BYTES, BYTES * 8].map(|bytes| {
            let text = text(bytes);
            (0..RUNS).map(|_| check(&text)).min().unwrap_or_default()
        });
        println!("{:8.2}  {name}", long.as_secs_f64() / short.as_secs_f64() / 8.0);
    }
}

/// How long it takes to check a text and to write what is found.
fn check(text: &str) -> Duration {
    let start = Instant::now();
    let sources =
        Sources::new(vec![Reference::builtin(Builtin::Official).1, Source::new("a.bpol", text.into())]);
    let (files, found) = bpol::syntax::parse(&sources);
    let findings = bpol::check(&sources, &files, found, &Levels::default());
    let context = Context { style: Style::default(), rules: &[], base: None, fix: "--fix" };
    for format in [Format::Full, Format::Json, Format::Sarif] {
        // What is written into memory is written.
        let _ = render(&findings, &sources, format, &context, &mut Vec::new());
    }
    start.elapsed()
}
