//! What can be done about a `bpol.toml` that cannot be used: the names that its message guesses come in,
//! edits go out.

use std::ops::Range;

use crate::editor::view::{ConfigView, Edit};
use crate::emit::toml::{key, text};
use crate::project::failure::Failure;
use crate::text::hidden::one_line;

/// A name in the place of one that there is not.
#[derive(Clone, Debug)]
pub(in crate::editor) struct Repair<'s> {
    pub(in crate::editor) title: String,
    /// What is wrong.
    pub(in crate::editor) failure: &'s Failure,
    pub(in crate::editor) is_preferred: bool,
    pub(in crate::editor) edit: Edit,
}

/// The names that may stand in the place of what a range touches, those that the message has.
pub(in crate::editor) fn repairs<'s>(view: &ConfigView<'s>, range: &Range<usize>) -> Vec<Repair<'s>> {
    let mut repairs = Vec::new();
    for failure in view.workspace.failures() {
        let Some(at) = failure.at.as_ref().filter(|at| at.source.text() == view.text) else { continue };
        if at.range.start > range.end || range.start > at.range.end {
            continue;
        }
        let Some(old) = view.text.get(at.range.clone()) else { continue };
        let is_quoted = old.starts_with(['"', '\'']);
        for near in &failure.near {
            let bare = one_line(old.trim_matches(['"', '\'']));
            repairs.push(Repair {
                title: format!("Replace `{bare}` with `{}`", one_line(near)),
                failure,
                is_preferred: failure.near.len() == 1,
                edit: Edit { range: at.range.clone(), text: if is_quoted { text(near) } else { key(near) } },
            });
        }
    }
    repairs
}
