//! The log: lines go to standard error, as many as `BPOL_LOG` asks for.

use std::io::{self, Write as _};

use crate::text::hidden::one_line;

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Info,
    Debug,
}

/// Where lines go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Log {
    most: Level,
}

impl Log {
    /// The log that the environment asks for; without a word there, errors alone.
    pub(super) fn from_environment() -> Self {
        let most = match std::env::var("BPOL_LOG").as_deref() {
            Ok("debug" | "trace") => Level::Debug,
            Ok("info") => Level::Info,
            _ => Level::Error,
        };
        Self { most }
    }

    /// Writes a line.
    pub(super) fn write(self, level: Level, line: &str) {
        if level <= self.most {
            let word = match level {
                Level::Error => "error",
                Level::Info => "info",
                Level::Debug => "debug",
            };
            let _ = writeln!(io::stderr(), "bpol: {word}: {}", one_line(line));
        }
    }

    /// Writes what should not have happened.
    pub(super) fn error(self, line: &str) {
        self.write(Level::Error, line);
    }

    /// Writes what helps to find out what happens.
    pub(super) fn debug(self, line: &str) {
        self.write(Level::Debug, line);
    }
}
