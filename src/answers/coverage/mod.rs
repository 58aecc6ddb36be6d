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

/// Makes every edit of a workspace by itself, and sees whether a guard would catch it. Guards that are
/// warnings on the day `today` catch nothing.
#[must_use]
pub fn coverage(resolved: &Resolved, levels: &GuardLevels, today: Option<Date>) -> Coverage {
    let workspace = resolved.workspace();
    parallel::run(workspace.files().bytes(), || {
        let judge = judge::Judge::new(resolved, levels, today);
        let edits = list::edits(workspace);
        let judged = parallel::map_ref(&edits, |edit| judge.judge(edit));
        Coverage::new(resolved, &edits, judged)
    })
}
