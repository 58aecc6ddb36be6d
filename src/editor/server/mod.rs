//! The protocol: bytes of standard input come in, bytes of standard output and an exit status go out. Nothing
//! else knows the types of the protocol.

mod acting;
mod alive;
mod capabilities;
mod changes;
mod client;
mod completing;
mod convert;
mod log;
mod looks;
mod message;
mod navigation;
mod out;
mod outline;
mod publish;
mod refresh;
mod renaming;
mod requests;
mod session;
mod telling;
mod uri;
mod watching;
mod wire;
mod work_log;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::date::Date;
use crate::editor::base::Base;
use log::Log;
use message::Message;
use out::Out;
use session::Session;
use wire::Ended;
use work_log::WorkLog;

/// How the server is run.
pub(crate) struct Options {
    /// Where the input comes from, instead of standard input.
    pub(crate) replay: Option<File>,
    /// Where the input is written to as well.
    pub(crate) record: Option<File>,
    /// Where a line for each generation goes.
    pub(crate) work_log: Option<File>,
    /// The day of a clock in UTC.
    pub(crate) today: fn() -> Date,
}

/// What happens to the server.
enum Event {
    /// These bodies have arrived together.
    Arrived(Vec<Vec<u8>>),
    /// The last commit has this of the workspace with that root.
    Base(PathBuf, Option<Arc<Base>>),
    /// Nothing more will come; whether that is an error of the client.
    Ended(bool),
}

/// How much is read at once.
const READ_AHEAD: usize = 1 << 20;

/// Runs the server until the client ends it, or is gone. Whether it was ended as it should goes out.
pub(crate) fn run(options: Options) -> bool {
    let log = Log::from_environment();
    std::panic::set_hook(Box::new(move |panic| log.error(&panic.to_string())));
    let (events, arriving) = channel();
    let input: Box<dyn Read + Send> = match options.replay {
        Some(file) => Box::new(file),
        None => Box::new(io::stdin()),
    };
    let (to_read, to_write) = (events.clone(), events.clone());
    thread::spawn(move || read(input, options.record, &to_read));
    let out = Out::new(io::stdout(), move || {
        let _ = to_write.send(Event::Ended(true));
    });
    let mut session = Session::new(out, log, WorkLog::new(options.work_log), options.today);
    let is_clean = serve(&mut session, &arriving, &events);
    session.finish();
    is_clean
}

/// Reads messages and sends on those that have come together.
fn read(input: Box<dyn Read + Send>, mut record: Option<File>, events: &Sender<Event>) {
    let mut input = BufReader::with_capacity(READ_AHEAD, input);
    loop {
        let mut bodies = Vec::new();
        let ended = loop {
            match wire::read(&mut input) {
                Ok(body) => {
                    if let Some(record) = &mut record {
                        let _ = wire::write(record, &body).and_then(|()| record.flush());
                    }
                    bodies.push(body);
                }
                Err(ended) => break Some(ended),
            }
            if !wire::has_whole(input.buffer()) {
                break None;
            }
        };
        if events.send(Event::Arrived(bodies)).is_err() {
            return;
        }
        if let Some(ended) = ended {
            let _ = events.send(Event::Ended(matches!(ended, Ended::NoLength)));
            return;
        }
    }
}

/// Takes what happens, as long as it does. Whether the client ended it as it should goes out.
fn serve(session: &mut Session, arriving: &Receiver<Event>, events: &Sender<Event>) -> bool {
    let mut arrived: VecDeque<Message> = VecDeque::new();
    let mut ended = None;
    // What came beside messages while nobody waited for it.
    let mut late: VecDeque<Event> = VecDeque::new();
    while ended.is_none() || !arrived.is_empty() {
        // Whatever has come by now is applied before anything is analysed.
        let mut next = match late.pop_front() {
            None if arrived.is_empty() => match session.pause() {
                Some(pause) => arriving.recv_timeout(pause).ok(),
                None => arriving.recv().ok(),
            },
            None => arriving.try_recv().ok(),
            late => late,
        };
        while let Some(event) = next {
            match event {
                Event::Arrived(bodies) => arrived.extend(bodies.iter().map(|body| Message::read(body))),
                Event::Base(root, base) => session.compare_with(&root, base),
                Event::Ended(is_error) => ended = Some(is_error),
            }
            next = late.pop_front().or_else(|| arriving.try_recv().ok());
        }
        session.take(&mut arrived);
        if let Some(parent) = session.take_parent() {
            let events = events.clone();
            alive::watch(parent, move || drop(events.send(Event::Ended(false))));
        }
        if session.is_over() {
            return session.is_clean();
        }
        if arrived.is_empty() {
            session.idle(|| {
                for event in arriving.try_iter() {
                    match event {
                        Event::Arrived(bodies) => {
                            arrived.extend(bodies.iter().map(|body| Message::read(body)));
                        }
                        other => late.push_back(other),
                    }
                }
                !arrived.is_empty() || !late.is_empty()
            });
            for (root, known, today) in session.take_looks() {
                let events = events.clone();
                thread::spawn(move || {
                    let load = AssertUnwindSafe(|| Base::load(&root, known, today));
                    let base = catch_unwind(load).unwrap_or_default();
                    drop(events.send(Event::Base(root, base)));
                });
            }
        }
    }
    ended == Some(false) && session.is_clean()
}
