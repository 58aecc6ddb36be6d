//! What follows from an analysis and is worked out once somebody asks: an analysis comes in, its sound part,
//! what depends on each name and what changed since the last commit go out.

use std::cell::OnceCell;
use std::sync::Arc;

use super::base::Base;
use super::reach::Reach;
use super::since::Since;
use super::sound::Sound;
use super::uses::Uses;
use crate::analysis::Analysis;
use crate::diagnostic::Report;
use crate::placement::Environments;
use crate::workspace::Kinds;

/// What is known of a workspace.
#[derive(Clone, Copy)]
pub(crate) struct Known<'s> {
    /// The analysis of the texts as they are.
    pub(crate) analysis: &'s Arc<Analysis>,
    /// What is published of it.
    pub(crate) report: &'s Report,
    /// What is worked out once somebody asks for it.
    pub(crate) asked: &'s Asked,
}

/// What follows from one analysis, worked out once at most.
#[derive(Default)]
pub(crate) struct Asked {
    sound: OnceCell<Sound>,
    reach: OnceCell<Reach>,
    uses: OnceCell<Uses>,
    above: OnceCell<Environments>,
    since: OnceCell<Since>,
}

impl Asked {
    /// What no error bears on.
    pub(crate) fn sound(&self, analysis: &Arc<Analysis>) -> &Sound {
        self.sound.get_or_init(|| Sound::of(analysis, &self.uses))
    }

    /// What depends on each name.
    pub(crate) fn reach(&self, analysis: &Analysis) -> &Reach {
        self.reach.get_or_init(|| Reach::of(analysis.workspace()))
    }

    /// Who refers to each name.
    pub(crate) fn uses(&self, analysis: &Analysis) -> &Uses {
        self.uses.get_or_init(|| Uses::of(analysis.workspace()))
    }

    /// What each environment of the sound part, and all that it is in, allows each kind.
    pub(crate) fn above(&self, analysis: &Arc<Analysis>) -> Option<&Environments> {
        let provisional = self.sound(analysis).provisional()?;
        Some(self.above.get_or_init(|| provisional.environments(|_| Kinds::ALL)))
    }

    /// What changed since the last commit.
    pub(crate) fn since(&self, base: &Base, analysis: &Arc<Analysis>) -> &Since {
        self.since.get_or_init(|| Since::of(base, self.sound(analysis), analysis.workspace()))
    }

    /// The last commit is another one.
    pub(crate) fn forget_base(&mut self) {
        self.since = OnceCell::new();
    }
}
