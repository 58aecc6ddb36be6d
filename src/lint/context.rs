//! What several rules look at: the resolved workspace, its trees, and what they would otherwise all work out again.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::list::{List, Owner};
use crate::placement::Resolved;
use crate::source::Span;
use crate::syntax::ast::File;
use crate::workspace::{Checked, EnvironmentId, Kinds, Point, Workload};

/// The workspace as rules see it.
pub(super) struct Context<'c, 'a> {
    pub(super) resolved: &'c Resolved<'a>,
    pub(super) files: &'c [File<'c>],
    /// The kinds of the workloads of each environment, by environment.
    occurring: Vec<Kinds>,
    /// For each point, whether an attachment of its workloads may have a finding.
    suspects: OnceLock<Vec<bool>>,
}

impl<'c, 'a> Context<'c, 'a> {
    pub(super) fn new(resolved: &'c Resolved<'a>, files: &'c [File<'c>]) -> Self {
        let workspace = &resolved.workspace;
        let mut occurring = vec![Kinds::NONE; workspace.environments.len()];
        for point in workspace.points.values() {
            if let Some(kinds) = point.environment.and_then(|id| occurring.get_mut(id.index())) {
                *kinds = kinds.union([point.kind].into_iter().collect());
            }
        }
        Self { resolved, files, occurring, suspects: OnceLock::new() }
    }

    pub(super) fn workspace(&self) -> &'c Checked<'a> {
        &self.resolved.workspace
    }

    /// The kinds of the workloads of an environment.
    pub(super) fn occurring(&self, environment: EnvironmentId) -> Kinds {
        self.occurring.get(environment.index()).copied().unwrap_or(Kinds::NONE)
    }

    /// The list of every environment.
    pub(super) fn environment_lists(&self) -> impl Iterator<Item = List<'c, 'a>> {
        let workspace = self.workspace();
        workspace.environments.iter().map(|(id, environment)| {
            // An environment that nothing is in yet may get workloads of any kind.
            let occurring = self.occurring(id);
            let matching = if occurring.is_empty() { Kinds::ALL } else { occurring };
            List::new(self.resolved, environment.statement, Owner::Environment, Kinds::ALL, matching)
        })
    }

    /// The list of every workload at a point for which `is_suspect`.
    fn workload_lists_where<'s>(
        &'s self,
        is_suspect: impl Fn(&Workload<'a>, &Point) -> bool + 's,
    ) -> impl Iterator<Item = List<'c, 'a>> + 's {
        let workspace = self.workspace();
        workspace.workloads.iter().filter_map(move |workload| {
            let point = &workspace.points[workload.point];
            is_suspect(workload, point).then(|| {
                let kinds = [point.kind].into_iter().collect();
                List::new(self.resolved, workload.statement, Owner::Workload(point), kinds, kinds)
            })
        })
    }

    /// The lists of workloads that attach a policy more than once.
    pub(super) fn repeating_lists(&self) -> impl Iterator<Item = List<'c, 'a>> {
        let workspace = self.workspace();
        self.workload_lists_where(move |workload, point| {
            workload.statement.list().len() > workspace.attachments[point.attachments].len()
        })
    }

    /// The lists of workloads in an environment that may have an attachment which does nothing: it never matches,
    /// is covered by others, or has no effect.
    ///
    /// Whether a list has such an attachment depends on its point alone, and neither on its order nor on the
    /// workload's name, so that each point is looked at once.
    pub(super) fn idle_lists(&self) -> impl Iterator<Item = List<'c, 'a>> {
        let suspects = self.suspects.get_or_init(|| {
            let points = self.workspace().points.values();
            points.par_iter().map(|point| List::of_point(self.resolved, point).has_idle()).collect()
        });
        self.workload_lists_where(move |workload, _| {
            suspects.get(workload.point.index()).copied().unwrap_or_default()
        })
    }

    /// The lists of workloads that attach anything in an environment that does so too.
    pub(super) fn narrowed_lists(&self) -> impl Iterator<Item = List<'c, 'a>> {
        let workspace = self.workspace();
        self.workload_lists_where(move |workload, point| {
            workload.statement.body.is_some() && !workspace.environment_attachments(point).is_empty()
        })
    }

    /// Whether a comment stands in the text of `span`, which begins and ends between tokens.
    pub(super) fn has_comment(&self, span: Span) -> bool {
        has_comment(self.workspace().sources.slice(span))
    }
}

fn has_comment(text: &str) -> bool {
    let mut is_string = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '#' if !is_string => return true,
            '"' => is_string = !is_string,
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_comment;

    #[test]
    fn a_number_sign_in_a_string_is_no_comment() {
        assert!(!has_comment(r##", "a # b", "\"#""##));
        assert!(has_comment("a, # b"));
        assert!(has_comment(r#""\\" # b"#));
    }
}
