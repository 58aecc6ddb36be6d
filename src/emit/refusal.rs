//! What a target refuses, as facts: the same refusal of many workloads is one finding.

use std::collections::HashMap;
use std::sync::Arc;

use super::target::Request;
use crate::diagnostic::{Check, Classify, Diagnostic, errors};
use crate::syntax::Parsed;
use crate::text::Span;
use crate::workspace::Workload;

/// So many workloads of a refusal are named.
const NAMED: usize = 3;

/// Why a target cannot say what a workload may do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The target needs a fleet, and the table has none.
    NoFleet,
    /// Codes that occur in a set have no name.
    Unmapped {
        /// The locations, by name.
        locations: Vec<String>,
        /// The flavors, by name.
        flavors: Vec<String>,
        /// What a name of a location looks like there, for the lines that are shown.
        location_example: &'static str,
        /// What a name of a flavor looks like there.
        flavor_example: &'static str,
    },
    /// Two codes have one name, and a set has a cell of one of them alone.
    Ambiguous {
        /// What the codes are: `location` or `flavor`, or what else has a name.
        what: &'static str,
        /// One of them, which has the cell.
        first: String,
        /// The other one, which has it not.
        second: String,
        /// The name.
        name: String,
        /// The cell that only the first one has, in words.
        cell: String,
    },
    /// A name that the target does not take.
    Name {
        /// What has the name: `the workload`, `the namespace`, ``the location `eu-fra-1` ``.
        what: String,
        /// The name.
        name: String,
        /// What is wrong with it, in words.
        why: String,
        /// The rule of the target, in words.
        rule: String,
        /// The table of `bpol.toml` and the line in it that repair it.
        repair: Option<(String, String)>,
    },
    /// Two objects of the output are one to the target.
    Clash {
        /// What they would be, in words.
        object: String,
        /// The other workload.
        other: String,
        /// How to keep them apart, in words.
        repair: String,
    },
    /// Two policies of the output are one to the target.
    Twins {
        /// Its name.
        name: String,
        /// What one of them is made of.
        first: String,
        /// What the other one is made of.
        second: String,
    },
    /// A set is no product.
    Product {
        /// The location of a cell that the product would add.
        location: String,
        /// Its flavor.
        flavor: String,
    },
    /// A place would be open with all its flavors.
    WholePlace {
        /// The location.
        location: String,
        /// A flavor that would be open there.
        flavor: String,
        /// The line of `[emit.TARGET]` that tells flavors apart.
        key: &'static str,
    },
    /// More than the target takes.
    Limit {
        /// What there is too much of, in words: `terms`, `bytes of data`.
        what: &'static str,
        /// How much it takes.
        limit: usize,
        /// How much there is.
        count: usize,
        /// What to do instead, in words.
        repair: String,
    },
    /// The target has no place for it.
    Unsupported {
        /// What it has no place for: a sentence without full stop, which ends the message.
        what: String,
        /// What to do instead, in words.
        repair: String,
    },
    /// Nothing is left of the set.
    NothingLeft {
        /// The entries that take it away, as they stand.
        entries: Vec<String>,
    },
}

/// A refusal, and of which workloads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refused {
    /// The target.
    pub target: &'static str,
    /// Why.
    pub refusal: Refusal,
    /// The first workloads.
    pub workloads: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl Classify for Refused {
    fn check(&self) -> &'static Check {
        match self.refusal {
            Refusal::NoFleet => &errors::EMIT_NO_FLEET,
            Refusal::Unmapped { .. } => &errors::EMIT_UNMAPPED,
            Refusal::Ambiguous { .. } => &errors::EMIT_AMBIGUOUS,
            Refusal::Name { .. } => &errors::EMIT_NAME,
            Refusal::Clash { .. } | Refusal::Twins { .. } => &errors::EMIT_CLASH,
            Refusal::Product { .. } => &errors::EMIT_PRODUCT,
            Refusal::WholePlace { .. } => &errors::EMIT_WHOLE_PLACE,
            Refusal::Limit { .. } => &errors::EMIT_LIMIT,
            Refusal::Unsupported { .. } => &errors::EMIT_UNSUPPORTED,
            Refusal::NothingLeft { .. } => &errors::EMIT_NOTHING_LEFT,
        }
    }
}

/// Collects refusals, each once, in the order of the workloads.
#[derive(Debug)]
pub struct Refusals<'r> {
    request: Request<'r>,
    /// Each with the workloads' indices; the order is that of the first one.
    found: Vec<(Refusal, Vec<usize>)>,
    index: HashMap<Refusal, usize>,
}

impl<'r> Refusals<'r> {
    /// None yet.
    #[must_use]
    pub fn new(request: &Request<'r>) -> Self {
        Self { request: *request, found: Vec::new(), index: HashMap::new() }
    }

    /// Adds a refusal of the workload at an index of [`Request::workloads`].
    pub fn add(&mut self, workload: usize, refusal: Refusal) {
        let next = self.found.len();
        let index = *self.index.entry(refusal.clone()).or_insert(next);
        match self.found.get_mut(index) {
            Some((_, workloads)) => workloads.push(workload),
            None => self.found.push((refusal, vec![workload])),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Fails where there is one.
    ///
    /// # Errors
    /// The refusals as findings on the workloads' names, in the order of the workloads.
    pub fn stop(self) -> Result<(), super::target::Stopped> {
        let findings = self.into_findings();
        if findings.is_empty() { Ok(()) } else { Err(super::target::Stopped::Refused(findings)) }
    }

    /// The refusal of a request that has no workload, on the last file.
    #[must_use]
    pub fn empty(&self, refusal: Refusal) -> super::target::Stopped {
        let files = self.request.resolved.workspace().files();
        let target = self.request.target.name;
        let refused = Refused { target, refusal, workloads: Vec::new(), more: 0 };
        let finding = |file: &Arc<Parsed>| {
            Diagnostic::of(refused.check(), Arc::new(refused.clone()), Span::new(file.id(), 0..0))
        };
        super::target::Stopped::Refused(files.iter().next_back().map(finding).into_iter().collect())
    }

    fn into_findings(mut self) -> Vec<Diagnostic> {
        for (_, workloads) in &mut self.found {
            workloads.sort_unstable();
            workloads.dedup();
        }
        self.found.sort_by_key(|(_, workloads)| workloads.first().copied());
        self.found.iter().filter_map(|(refusal, workloads)| self.finding(refusal, workloads)).collect()
    }

    fn finding(&self, refusal: &Refusal, workloads: &[usize]) -> Option<Diagnostic> {
        let workspace = self.request.resolved.workspace();
        let all: Vec<&Workload> =
            workloads.iter().filter_map(|&index| self.request.workloads.get(index)).collect();
        let name = |workload: &&Workload| workspace.statement_of(workload).name().span();
        let named = all.iter().take(NAMED);
        let spans: Vec<Span> = named.clone().map(name).collect();
        let refused = Refused {
            target: self.request.target.name,
            refusal: refusal.clone(),
            workloads: named.map(|workload| workspace.identity(workload).to_string()).collect(),
            more: all.len().saturating_sub(NAMED),
        };
        let (first, others) = spans.split_first()?;
        let mut finding = Diagnostic::of(refused.check(), Arc::new(refused), *first);
        finding.related = others.to_vec();
        Some(finding)
    }
}
