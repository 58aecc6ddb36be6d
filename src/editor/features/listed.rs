//! Codes and sets in the words of the hover: what is known of a workspace comes in, parts of lines go out.

use super::lines::Line;
use super::marks;
use crate::placement::{PlacementSet, Provisional};
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Set};
use crate::text::hidden::one_line;
use crate::workspace::{EnvironmentId, PolicyId, Workload, Workspace};

/// How many of a list are named.
pub(super) const MOST: usize = 5;

/// A code with its label.
pub(super) fn named(workspace: &Workspace, code: CodeId) -> Line {
    let code = &workspace.table()[code];
    let label = workspace.statement(code.statement()).label();
    labelled(code.name(), label.map(|it| it.value().into_owned()))
}

pub(super) fn labelled(name: &str, label: Option<String>) -> Line {
    let line = Line::default().name(name);
    match label {
        Some(label) => line.words(" ").words(&one_line(&label)),
        None => line,
    }
}

/// The first of a list, and a number.
pub(super) fn few(list: Vec<Line>) -> Line {
    few_apart(list, ", ")
}

pub(super) fn few_apart(mut list: Vec<Line>, between: &str) -> Line {
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    let line = Line::default().joined(list, between);
    if more == 0 { line } else { line.words(&format!(" and {more} more")) }
}

/// Sets in the words of the hover.
pub(super) struct Sets<'p> {
    pub(super) provisional: &'p Provisional,
}

impl Sets<'_> {
    /// `eu` Europe on `t4` NVIDIA T4.
    pub(super) fn both(&self, set: &PlacementSet) -> Line {
        let [locations, flavors] = PolicyType::ALL.map(|it| self.of_type(set, it));
        locations.words(" on ").line(flavors)
    }

    fn of_type(&self, set: &PlacementSet, policy_type: PolicyType) -> Line {
        if !set.of(policy_type).is_restricted() {
            return Line::default().words(&format!("any {}", policy_type.name()));
        }
        let codes = self.provisional.codes(set, policy_type);
        if codes.is_empty() {
            return Line::default().words("nothing");
        }
        few(codes.into_iter().map(|code| named(self.provisional.workspace(), code)).collect())
    }

    fn names(&self, set: &Set) -> Line {
        let workspace = self.provisional.workspace();
        let codes = workspace.space().shortest(set).into_iter();
        few(codes.map(|code| Line::default().name(workspace.table()[code].name())).collect())
    }

    /// The points of a workload from the outermost environment inwards, with what each attaches; `None` for
    /// the workload itself.
    fn points(&self, workload: &Workload) -> Vec<(Option<EnvironmentId>, &[PolicyId])> {
        let workspace = self.provisional.workspace();
        let point = &workspace.points()[workload.point()];
        let mut points = vec![(None, &*workspace.attachments()[point.attachments()])];
        for id in workspace.upwards(point.environment()) {
            points.push((Some(id), &*workspace.attachments()[workspace.environments()[id].attachments()]));
        }
        points.reverse();
        points
    }

    /// How the set of a type came about; `None` where nothing regulates it.
    pub(super) fn came_about(
        &self,
        workload: &Workload,
        set: &PlacementSet,
        policy_type: PolicyType,
    ) -> Option<Line> {
        let workspace = self.provisional.workspace();
        let kind = workspace.points()[workload.point()].kind();
        let mut parts = Vec::new();
        for (at, policies) in self.points(workload) {
            for &id in policies {
                let policy = &workspace.policies()[id];
                let own = policy.set().filter(|it| it.policy_type() == policy_type);
                let Some(own) = own.filter(|_| policy.target().has(kind)) else { continue };
                parts.push(self.at(policy.name(), at).words(" allows ").line(self.names(own)));
            }
        }
        if parts.is_empty() {
            return None;
        }
        if parts.len() > 1 {
            let left = set.set(self.provisional.space(), policy_type);
            let left = left.map_or_else(|| Line::default().words("nothing"), |set| self.names(&set));
            parts.push(Line::default().words("leaves ").line(left));
        }
        Some(Line::default().words(&format!("{}: ", policy_type.name())).joined(parts, "; "))
    }

    /// The limits of tokens of a workload, all of which hold.
    pub(super) fn limits(&self, workload: &Workload) -> Option<Line> {
        let limits = self.provisional.limits(workload);
        let lines = limits.iter().map(|limit| {
            let line = self.at(limit.policy().name(), limit.scope());
            line.words(&format!(" allows {}", limit.tokens()))
        });
        (!limits.is_empty()).then(|| Line::default().words("tokens: ").joined(lines, "; "))
    }

    /// A policy at a point: an environment, or the workload itself.
    fn at(&self, policy: &str, point: Option<EnvironmentId>) -> Line {
        let line = Line::default().name(policy);
        match point {
            Some(id) => line.words(" at ").name(self.provisional.workspace().environments()[id].name()),
            None => line.words(" here"),
        }
    }

    /// What is attached and does not apply to the kind.
    pub(super) fn apart(&self, workload: &Workload) -> Option<Line> {
        let workspace = self.provisional.workspace();
        let kind = workspace.points()[workload.point()].kind();
        let mut apart: Vec<PolicyId> =
            self.points(workload).into_iter().flat_map(|(_, policies)| policies.iter().copied()).collect();
        apart.retain(|&id| !workspace.policies()[id].target().has(kind));
        apart.sort_unstable();
        apart.dedup();
        let line = |id: PolicyId| {
            let policy = &workspace.policies()[id];
            let kinds = format!(" (for {})", marks::plurals(policy.target()));
            Line::default().name(policy.name()).words(&kinds)
        };
        let lines: Vec<Line> = apart.into_iter().map(line).collect();
        (!lines.is_empty()).then(|| Line::default().words("takes no part: ").line(few(lines)))
    }
}
