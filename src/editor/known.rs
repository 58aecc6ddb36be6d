//! What is known of a workspace at one moment: an analysis comes in; it, and what follows from it, go out.

use std::cell::OnceCell;
use std::sync::Arc;

use super::reach::Reach;
use super::since::Since;
use super::sound::Sound;
use crate::analysis::Analysis;
use crate::date::Date;
use crate::diagnostic::Report;
use crate::syntax::ast::Parsed;

/// What is known of a workspace.
pub(crate) struct Known {
    /// The analysis of the texts as they are.
    pub(crate) analysis: Arc<Analysis>,
    /// What is published of it.
    pub(crate) report: Report,
    /// The day on which it was looked at.
    pub(crate) today: Date,
    /// What is worked out once somebody asks for it.
    pub(super) asked: Asked,
}

/// What follows from an analysis, worked out once at most.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) sound: OnceCell<Sound>,
    pub(super) reach: OnceCell<Reach>,
    pub(super) since: OnceCell<Since>,
}

impl Known {
    /// What an analysis says.
    pub(super) fn new(analysis: Arc<Analysis>, today: Date) -> Self {
        let report = analysis.report();
        Self { analysis, report, today, asked: Asked::default() }
    }

    /// Takes over files that declare what they declared; false where one does not, and all is to be resolved.
    pub(super) fn restate<'t>(&mut self, mut trees: impl Iterator<Item = &'t Arc<Parsed>>) -> bool {
        // What was worked out shares the analysis. Who else has kept it would see it change.
        self.asked = Asked::default();
        let Some(analysis) = Arc::get_mut(&mut self.analysis) else { return false };
        let is_restated = trees.all(|tree| analysis.restate(tree));
        if is_restated {
            self.report = analysis.report();
        }
        is_restated
    }

    /// The last commit is another one.
    pub(super) fn forget_base(&mut self) {
        self.asked.since = OnceCell::new();
    }
}
