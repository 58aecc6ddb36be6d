//! Signals that end the program: what has to be done before comes in.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Once, mpsc};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::{flag, low_level};

/// From now on, a signal that ends the program calls `before`, which calls what it gets to end it. A file
/// that gets longer than the process may write is an error like any other. Only the first call counts.
pub(super) fn watch(before: fn(&dyn Fn())) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
        let (ready, is_ready) = mpsc::channel::<()>();
        // Where no thread can be started, the signals are left as they are.
        let thread = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            let ignored = ignored();
            let is_heeded = |signal: &i32| ignored & (1_u64 << (signal - 1)) == 0;
            let signals = Signals::new([SIGHUP, SIGINT, SIGTERM].iter().filter(|it| is_heeded(it)));
            drop(ready);
            if let Some(signal) = signals.ok().and_then(|mut signals| signals.forever().next()) {
                before(&|| drop(low_level::emulate_default_handler(signal)));
            }
        });
        if thread.is_ok() {
            // Nobody sends: this ends when the other side is gone.
            let _ = is_ready.recv();
        }
    });
}

/// The signals that whoever started the program wants it not to heed, as `nohup` does: a bit each, and none
/// where the system does not say.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
