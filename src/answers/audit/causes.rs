//! Why rows are what they are, in one line each: rows come in, what is said of them goes out. Who forbids
//! something is found once for each workload and what is forbidden to it.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::document::{Row, RowStatus};
use crate::answers::asked::{Asked, find};
use crate::answers::why::reasons;
use crate::answers::words::Choice;
use crate::placement::Provisional;
use crate::text::hidden::one_line;

/// So many policies are named where not all are asked for.
const NAMED: usize = 5;

/// What says why rows are what they are.
pub(super) struct Causes<'p, 'a> {
    provisional: &'p Provisional,
    /// How many policies are named.
    most: usize,
    known: FxHashMap<(usize, &'a [Choice]), String>,
}

impl<'p, 'a> Causes<'p, 'a> {
    pub(super) fn new(provisional: &'p Provisional, is_full: bool) -> Self {
        let most = if is_full { usize::MAX } else { NAMED };
        Self { provisional, most, known: FxHashMap::default() }
    }

    /// Why a row is what it is.
    pub(super) fn said(&mut self, row: &'a Row) -> String {
        let mut said = match (row.options.is_empty(), row.why.is_empty()) {
            (true, _) => one_line(&row.why),
            (false, true) => options(&row.options),
            (false, false) => format!("not {}; {}", options(&row.options), one_line(&row.why)),
        };
        if let Some(cause) = self.cause(row).filter(|it| !it.is_empty()) {
            let _ = write!(said, "; {cause}");
        }
        if !row.suggestions.is_empty() {
            let suggestions: Vec<String> = row.suggestions.iter().map(|it| one_line(it)).collect();
            let _ = write!(said, "; did you mean {}?", suggestions.join(", "));
        }
        said
    }

    /// Who forbids it, as why says it.
    fn cause(&mut self, row: &'a Row) -> Option<&str> {
        let index = row.index.filter(|_| row.status == RowStatus::Forbidden)?;
        let workspace = self.provisional.workspace();
        let workload = workspace.workloads().get(index)?;
        let cause = self.known.entry((index, &row.options)).or_insert_with(|| {
            let options = row.options.iter().filter_map(|it| find(workspace, it.attribute, &it.name));
            let options: Vec<Asked> = options.collect();
            reasons(self.provisional, workload, &options).words(self.most)
        });
        Some(cause)
    }
}

fn options(options: &[Choice]) -> String {
    let option = |it: &Choice| {
        let behind = if it.unlisted { " (unlisted)" } else { "" };
        one_line(&format!("{} {}{behind}", it.attribute.name(), it.name))
    };
    options.iter().map(option).collect::<Vec<_>>().join(", ")
}
