//! What is known of policies, workloads and places before all documents are read.

use super::statement::{Named, Statement};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::text::Span;

/// What a policy means to those that it is attached to.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    /// What it restricts; `None` for tokens, which are no set.
    pub(super) policy_type: Option<PolicyType>,
    /// Whether it has no list, so that it restricts nothing.
    pub(super) is_open: bool,
    /// The kinds that it applies to; all if there are none.
    pub(super) target: Vec<Kind>,
    /// Where its name stands.
    pub(super) name: Span,
}

impl Meaning {
    pub(super) fn applies_to(&self, kind: Kind) -> bool {
        self.target.is_empty() || self.target.contains(&kind)
    }
}

/// A workload or environment whose policies are not looked up yet.
pub(super) struct Pending {
    pub(super) statement: Statement,
    pub(super) policies: Vec<Named>,
    pub(super) region: Option<Named>,
}

/// What is known of a place.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As the tool writes it.
    pub(super) name: Named,
    pub(super) label: Option<Named>,
    pub(super) country: Option<Named>,
    /// What it offers; `None` where nothing says it.
    pub(super) offers: Option<Vec<Named>>,
    /// Whether what it is from says what places offer.
    pub(super) knows_offers: bool,
    pub(super) comments: Vec<String>,
    pub(super) span: Span,
}

impl Place {
    pub(super) fn new(name: Named, span: Span) -> Self {
        Self {
            name,
            label: None,
            country: None,
            offers: None,
            knows_offers: true,
            comments: Vec::new(),
            span,
        }
    }

    /// Adds a flavor.
    pub(super) fn offer(&mut self, flavor: Named) {
        let offers = self.offers.get_or_insert_default();
        if !offers.contains(&flavor) {
            offers.push(flavor);
        }
    }
}
