//! What goes to the client: bodies come in, and a thread of their own writes them, so that nobody waits for a
//! client that does not read.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::wire;

/// No longer is waited for a client that does not read what is left.
const PATIENCE: Duration = Duration::from_secs(1);

/// The way to the client.
pub(super) struct Out {
    bodies: Option<Sender<Vec<u8>>>,
    thread: JoinHandle<()>,
}

impl Out {
    /// Writes to `out`; `at_end` is called where it is closed.
    pub(super) fn new(out: impl Write + Send + 'static, at_end: impl FnOnce() + Send + 'static) -> Self {
        let (bodies, receiver) = channel();
        let thread = thread::spawn(move || {
            if write_all(&receiver, out).is_err() {
                at_end();
            }
        });
        Self { bodies: Some(bodies), thread }
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &impl Serialize) {
        if let (Some(bodies), Ok(body)) = (&self.bodies, serde_json::to_vec(message)) {
            let _ = bodies.send(body);
        }
    }

    /// Waits until all is written, as long as the client reads.
    pub(super) fn finish(mut self) {
        self.bodies = None;
        let start = Instant::now();
        while !self.thread.is_finished() && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Writes all that comes, and flushes when nothing more is there.
fn write_all(bodies: &Receiver<Vec<u8>>, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    loop {
        let body = match bodies.try_recv() {
            Ok(body) => body,
            Err(TryRecvError::Empty) => {
                out.flush()?;
                match bodies.recv() {
                    Ok(body) => body,
                    Err(_) => return Ok(()),
                }
            }
            Err(TryRecvError::Disconnected) => return out.flush(),
        };
        wire::write(&mut out, &body)?;
    }
}
