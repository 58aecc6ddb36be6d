//! What the answering commands share: how an answer for people looks on standard output.

use super::output;
use crate::answers::text::Looks;

/// The looks of standard output; `full` where lists are to be written whole.
pub(super) fn looks(full: bool) -> Looks {
    Looks::new(output::stdout_columns(), output::is_stdout_coloured(), full)
}
