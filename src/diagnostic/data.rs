//! What findings say beside their words, for programs: the data of a guard that does not hold, and of a
//! workload that no location has anything for.

use serde::{Deserialize, Serialize};

/// What is said beside words. `Place` is how a place in a file is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Data<Place> {
    /// Of `guard-violated`.
    Guard(Guard<Place>),
    /// Of `no-placement`.
    Locations(Locations),
}

/// What breaks a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Guard<Place> {
    /// The name of the guard.
    pub guard: String,
    /// `within`, `excludes`, `allows` or `excludes-and`.
    pub form: String,
    /// How many workloads it covers.
    pub covered: usize,
    /// The workloads that break it, in the order of output.
    pub witnesses: Vec<Witness<Place>>,
}

/// A workload that breaks a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Witness<Place> {
    /// The workload.
    pub workload: Workload,
    /// What is too much, or missing: by type and name.
    pub options: Vec<Named>,
    /// What is too much together; only of a guard of two sides, and empty where no fleet is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<Pair>>,
    /// Who lets in what is too much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub let_in: Option<Vec<Cause<Place>>>,
    /// Who cuts off what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<Vec<Cause<Place>>>,
}

/// A workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Workload {
    /// What it is.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The name of its environment, if it has one.
    pub environment: Option<String>,
}

/// A place or a flavor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Named {
    /// What it is.
    #[serde(rename = "type")]
    pub attribute: String,
    /// What policies call it.
    pub name: String,
    /// Whether only what the table does not list of it is meant; there only where that is so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlisted: bool,
}

/// A location and a flavor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pair {
    /// The name of the location.
    pub location: String,
    /// The flavor.
    pub flavor: Named,
}

/// Who lets something in, or cuts it off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cause<Place> {
    /// `location` or `flavor`.
    #[serde(rename = "type")]
    pub policy_type: String,
    /// Where.
    pub point: Point,
    /// The policy; none where the point has none of the type, and for a location.
    pub policy: Option<String>,
    /// Where the list of the point has the policy, or where the location is declared.
    pub place: Option<Place>,
}

/// Where something is let in or cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Point {
    /// At a workload.
    Workload(Workload),
    /// At an environment.
    Environment(String),
    /// At a location.
    Location(String),
}

/// What there is instead of what a workload is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Locations {
    /// The workload.
    pub workload: Workload,
    /// What it is allowed.
    pub allowed: Allowed,
    /// Every declared location, those that have the same together.
    pub locations: Vec<Lacking>,
}

/// What a workload is allowed: the shortest lists of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Allowed {
    /// The places; none where no policy restricts them.
    pub locations: Option<Vec<Named>>,
    /// The flavors; none where no policy restricts them.
    pub flavors: Option<Vec<Named>>,
}

/// Locations that have the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lacking {
    /// Whether they are in the places that are allowed.
    pub allowed: bool,
    /// What they offer; none for every flavor.
    pub offers: Option<Vec<Named>>,
    /// Their names.
    pub names: Vec<String>,
}

impl<Place> Data<Place> {
    /// The same with its places given in another way.
    pub fn map<Other>(self, place: impl Fn(Place) -> Other) -> Data<Other> {
        match self {
            Self::Guard(guard) => Data::Guard(guard.map(place)),
            Self::Locations(locations) => Data::Locations(locations),
        }
    }
}

impl<Place> Guard<Place> {
    fn map<Other>(self, place: impl Fn(Place) -> Other) -> Guard<Other> {
        let cause = |it: Cause<Place>| Cause {
            policy_type: it.policy_type,
            point: it.point,
            policy: it.policy,
            place: it.place.map(&place),
        };
        let causes = |all: Vec<Cause<Place>>| all.into_iter().map(cause).collect();
        let witness = |it: Witness<Place>| Witness {
            workload: it.workload,
            options: it.options,
            pairs: it.pairs,
            let_in: it.let_in.map(causes),
            cut_off: it.cut_off.map(causes),
        };
        Guard {
            guard: self.guard,
            form: self.form,
            covered: self.covered,
            witnesses: self.witnesses.into_iter().map(witness).collect(),
        }
    }
}
