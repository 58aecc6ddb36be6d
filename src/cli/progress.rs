//! What a person at a terminal sees of work that takes more than a second.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{output, terminal};

/// Nothing is shown before this.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the sign of life moves.
const TICK: Duration = Duration::from_millis(100);

/// Shows on standard error what is being done, until it is dropped; nothing where that is no terminal.
pub(super) struct Progress {
    shown: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins with a stage, such as `reading`.
    pub(super) fn start(stage: &'static str) -> Self {
        if !output::is_attended() {
            return Self { shown: None };
        }
        let (sender, stages) = mpsc::channel();
        let thread = thread::Builder::new().spawn(move || show(stage, &stages));
        Self { shown: thread.ok().map(|thread| (sender, thread)) }
    }

    /// Goes on with another stage.
    pub(super) fn stage(&self, stage: &'static str) {
        if let Some((sender, _)) = &self.shown {
            let _ = sender.send(stage);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.shown.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

/// Shows a stage and those that follow it, until no more can come.
fn show(mut stage: &'static str, stages: &Receiver<&'static str>) {
    let begin = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    loop {
        match stages.recv_timeout(PATIENCE.saturating_sub(begin.elapsed()).max(TICK)) {
            Ok(next) => stage = next,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if begin.elapsed() < PATIENCE {
            continue;
        }
        let bar = bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            let style = if terminal::is_ascii() { style.tick_chars("-\\|/ ") } else { style };
            ProgressBar::new_spinner().with_elapsed(begin.elapsed()).with_style(style)
        });
        bar.set_message(stage);
        bar.tick();
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}
