//! Which rules the guards protect: a workspace that compiles comes in, and what becomes of every single edit
//! that can widen or narrow something goes out.

mod document;
mod judge;
mod list;
mod options;
mod suggestion;
mod text;
mod words;

pub use document::{Counted, Coverage, Edit, SCHEMA, Sum};
pub use words::{EditCounts, EditKind, Outcome, StatementKind, StatementName};

use crate::date::Date;
use crate::parallel;
use crate::placement::{GuardLevels, Resolved};
use crate::workspace::PolicyId;

/// Makes every edit of a workspace by itself, and sees whether a guard would catch it. Guards that are
/// warnings on the day `today` catch nothing.
#[must_use]
pub fn coverage(resolved: &Resolved, levels: &GuardLevels, today: Option<Date>) -> Coverage {
    coverage_of(resolved, levels, today, &[])
}

/// The same of the edits of some policies alone: those of their statements, and those that detach them. Where
/// no policy is given, of all edits.
#[must_use]
pub fn coverage_of(
    resolved: &Resolved,
    levels: &GuardLevels,
    today: Option<Date>,
    policies: &[PolicyId],
) -> Coverage {
    let workspace = resolved.workspace();
    parallel::run(workspace.files().bytes(), || {
        let judge = judge::Judge::new(resolved, levels, today);
        let mut edits = list::edits(workspace);
        if !policies.is_empty() {
            edits.retain(|edit| edit.policy.is_some_and(|policy| policies.contains(&policy)));
        }
        let judged = parallel::map_ref(&edits, |edit| judge.judge(edit));
        Coverage::new(resolved, &edits, judged)
    })
}
