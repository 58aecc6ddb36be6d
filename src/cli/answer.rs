//! What the answering commands share: how an answer for people looks on standard output, and what stands
//! beside it on standard error.

use super::output;
use crate::analysis::Analysis;
use crate::answers::standing::standing;
use crate::answers::text::Looks;
use crate::text::hidden::one_line;

/// The looks of standard output; `full` where lists are to be written whole.
pub(super) fn looks(full: bool) -> Looks {
    Looks::new(output::stdout_columns(), output::is_stdout_coloured(), full)
}

/// Says which workloads can run nowhere or violate guards, beside an answer that does not; of the side of
/// that name where two are compared.
pub(super) fn note_standing(analysis: &Analysis, side: Option<&str>) {
    // Where this is no error, the guards have been reported as warnings.
    let (Err(_), Ok(provisional)) = (analysis.resolved(), analysis.provisional()) else { return };
    let of = side.map_or_else(String::new, |it| format!("`{}`: ", one_line(it)));
    for sentence in standing(provisional) {
        output::note(&format!("note: {of}{sentence}; `bpol check` says why"));
    }
}
