//! Files as a hostile or unlucky person leaves them: what is read, what is refused, and what is said of it.

mod outputs;

use crate::support::Run;

/// Fails unless a run ended with `status`, wrote nothing to standard output, and said `message`.
fn fails(run: &Run, status: i32, message: &str) {
    assert_eq!(run.status, status, "{}", run.transcript());
    assert!(run.stderr.contains(message), "{}", run.transcript());
    assert_eq!(run.stdout, "", "{}", run.transcript());
}
