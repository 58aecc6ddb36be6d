//! Whether anybody is left to talk to: the process that started the server and the reader of its output come
//! in, and word goes out when one of them is gone.

use std::thread;
use std::time::Duration;

/// How often is looked.
const PAUSE: Duration = Duration::from_secs(1);

/// Calls `at_end` when the process that has this number, and is alive now, is no more, or nobody reads
/// standard output.
#[cfg(unix)]
pub(super) fn watch(process: Option<i32>, at_end: impl FnOnce() + Send + 'static) {
    use rustix::process::{Pid, test_kill_process};

    // A process that may not be signalled is there.
    let is_alive = |pid: Pid| test_kill_process(pid) != Err(rustix::io::Errno::SRCH);
    let process = process.filter(|&it| it > 0).and_then(Pid::from_raw).filter(|&it| is_alive(it));
    thread::spawn(move || {
        while process.is_none_or(is_alive) && is_read() {
            thread::sleep(PAUSE);
        }
        at_end();
    });
}

/// Whether anybody reads standard output.
#[cfg(unix)]
fn is_read() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let stdout = std::io::stdout();
    let mut asked = [PollFd::new(&stdout, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    let is_asked = poll(&mut asked, Some(&at_once)).is_ok();
    !is_asked || !asked.iter().any(|it| it.revents().contains(PollFlags::ERR))
}

/// Elsewhere the end of standard input is word enough.
#[cfg(not(unix))]
pub(super) fn watch(_: Option<i32>, _: impl FnOnce() + Send + 'static) {}
