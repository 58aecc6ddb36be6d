//! Why a workload may not have something, in a few words: its options come in, and who blocks them, or what
//! clashes where it can run nowhere, goes out.

use super::clash::clash;
use super::document::{AttachedOnly, Clash};
use super::options::{attached_at, blocked_by};
use super::subject::Subject;
use super::text::{name, place, point};
use crate::answers::asked::Asked;
use crate::diagnostic::{joined, some};
use crate::placement::{Provisional, Status};
use crate::syntax::keyword::PolicyType;
use crate::workspace::Workload;

/// Why a workload may not have something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reasons {
    /// The policies of the points that block any of it.
    pub blocked_by: Vec<AttachedOnly>,
    /// Where it can run nowhere, the policies of the points that have nothing in common, by clash.
    pub clashes: Vec<(Clash, Vec<AttachedOnly>)>,
}

/// Who keeps a workload from having `options`, as why says it: the policies of each point that blocks one of
/// them, each once. Where it can run nowhere, that is what is told instead.
#[must_use]
pub fn reasons(provisional: &Provisional, workload: &Workload, options: &[Asked]) -> Reasons {
    let subject = Subject::new(provisional, workload, None);
    if subject.status == Status::Placed {
        let mut blocked: Vec<AttachedOnly> = Vec::new();
        for by in options.iter().flat_map(|asked| blocked_by(&subject, asked)) {
            if !blocked.contains(&by) {
                blocked.push(by);
            }
        }
        return Reasons { blocked_by: blocked, clashes: Vec::new() };
    }
    let with_policies = |clash: Clash| {
        let spots = clash.points.iter().filter_map(|it| {
            Some((subject.spots.iter().find(|spot| spot.name == it.point)?, it.policy_type))
        });
        let policies =
            spots.flat_map(|(spot, policy_type)| attached_at(&subject, spot, policy_type)).collect();
        (clash, policies)
    };
    Reasons { blocked_by: Vec::new(), clashes: clash(&subject).into_iter().map(with_policies).collect() }
}

impl Reasons {
    /// In one line; of more than `most` policies the first ones and a number.
    #[must_use]
    pub fn words(&self, most: usize) -> String {
        if !self.blocked_by.is_empty() {
            return format!("blocked by {}", policies(&self.blocked_by, most));
        }
        let word = |(clash, by): &(Clash, Vec<AttachedOnly>)| match (clash.policy_type, by.as_slice()) {
            (_, []) => "nothing in the table can take it, whatever policies say".to_owned(),
            (it, by) => {
                format!("no {} is left by {}", it.map_or("placement", PolicyType::name), policies(by, most))
            }
        };
        joined(&self.clashes.iter().map(word).collect::<Vec<_>>(), "and")
    }
}

fn policies(all: &[AttachedOnly], most: usize) -> String {
    let word = |by: &AttachedOnly| {
        let policy = by.policy.as_deref().map_or_else(String::new, name);
        let at = by.place.as_ref().map_or_else(String::new, |it| format!(", {}", place(it)));
        format!("{policy} ({}{at})", point(&by.point))
    };
    some(all.iter().take(most).map(word).collect(), all.len().saturating_sub(most), "and")
}
