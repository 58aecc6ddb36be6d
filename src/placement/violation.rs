//! What is found where a guard does not hold, as data: which workloads break it, by what, and who lets that
//! in.

use std::sync::Arc;

use crate::date::Date;
use crate::diagnostic::Hint;
use crate::syntax::keyword::{Attribute, Form, PolicyType};
use crate::syntax::{Files, Identity};
use crate::text::Span;
use crate::workspace::{Codes, Workload};

/// A guard that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Violation {
    /// The name of the guard.
    pub guard: String,
    /// What it says.
    pub form: Form,
    /// Whether it is of two sides.
    pub is_joint: bool,
    /// Whether there are placements to speak of.
    pub has_fleet: bool,
    /// How many workloads it covers.
    pub covered: usize,
    /// The workloads that break it, in the order of output.
    pub witnesses: Vec<Witness>,
    /// What repairs it alone.
    pub repair: Hint<Option<Remedy>>,
    /// What the project makes of it.
    pub standing: Hint<Standing>,
    /// The trees in which the witnesses stand.
    pub(super) files: Hint<Arc<Files>>,
}

/// What a project makes of a guard that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// An error, as every guard is.
    Error,
    /// A warning, for now.
    Warned,
    /// A warning up to and including a day.
    WarnedUntil {
        /// The day.
        until: Date,
        /// How many days there are to it.
        days: u32,
    },
    /// An error, since the last day on which it was a warning is over.
    Ended(Date),
}

impl Standing {
    /// Whether it is an error.
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Error | Self::Ended(_))
    }
}

/// A workload that breaks a guard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Witness {
    /// The workload.
    pub workload: Identity,
    /// By what it breaks the guard, which all workloads at its point do.
    pub breach: Arc<Breach>,
    /// In whose list the policies are whose point is the workload: of most witnesses nobody asks where.
    pub(super) bound: Hint<Workload>,
}

/// What breaks a guard at a point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Breach {
    /// What is too much, or what is missing. All workloads of one set share it.
    pub excess: Arc<Excess>,
    /// Whether nothing of what is missing is cut off by a policy: the fleet does not offer it.
    pub is_of_fleet: bool,
    /// The [causes](Self::causes), as far as breaches have them in common: of each type the workload's own,
    /// then those above it.
    pub(super) shared: Vec<Arc<[Cause]>>,
}

impl Breach {
    /// Who lets in what is too much, or cuts off what is missing: by type, point (the workload's own first)
    /// and name.
    pub fn causes(&self) -> impl Iterator<Item = &Cause> {
        self.shared.iter().flat_map(|causes| &**causes)
    }
}

/// What of a set breaks a guard, whoever lets it in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Excess {
    /// The places and flavors.
    pub options: Vec<Named>,
    /// The places in few words, what the table does not list left out.
    pub places: Codes,
    /// The flavors in few words.
    pub flavors: Codes,
    /// For a guard of two sides, where the fleet is known: each location with a flavor that are too much
    /// together.
    pub pairs: Vec<(String, Named)>,
}

/// A place or a flavor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Named {
    /// What it is.
    pub attribute: Attribute,
    /// What policies call it.
    pub name: String,
    /// Whether only what the table does not list of it is meant.
    pub is_unlisted: bool,
}

/// Who lets something in or cuts it off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Cause {
    /// Of which type.
    pub policy_type: PolicyType,
    /// Where.
    pub point: CausePoint,
    /// The policy; `None` where the point has none of the type, and for a location.
    pub policy: Option<String>,
    /// Where the point's list has the policy, or where the location is declared; `None` for a workload's own.
    pub place: Hint<Option<Span>>,
}

/// Where something is let in or cut off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CausePoint {
    /// At the workload itself.
    Workload,
    /// At an environment.
    Environment(String),
    /// At a location, which does not offer it.
    Location(String),
}

/// The one point whose change suffices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// A workload.
    Workload(Identity),
    /// An environment.
    Environment(String),
    /// A location, which must offer more.
    Location(String),
}
