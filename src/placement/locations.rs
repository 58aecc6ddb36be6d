//! What is said where no location has anything for a workload: its facts come in, sentences and data go out.

use super::violation_words::workload as named_workload;
use crate::diagnostic::{Hint, data, some};
use crate::syntax::keyword::Attribute;
use crate::syntax::{Identity, quoted};
use crate::workspace::Codes;

/// What the locations of a fleet lack for a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Locations {
    /// The places that are allowed; `None` for any.
    pub allowed: Option<Codes>,
    /// The flavors that are allowed; `None` for any.
    pub flavors: Option<Codes>,
    /// The locations that are allowed.
    pub inside: Few,
    /// The flavors that those offer, and how many of them do: what most offer first.
    pub offered: Vec<((Attribute, String), usize)>,
    /// How many other flavors they offer.
    pub more_flavors: usize,
    /// The locations that offer an allowed flavor and are not allowed.
    pub elsewhere: Few,
    /// All codes of the places that are allowed; `None` for any.
    pub all_places: Hint<Option<Vec<(Attribute, String)>>>,
    /// All codes of the flavors that are allowed; `None` for any.
    pub all_flavors: Hint<Option<Vec<(Attribute, String)>>>,
    /// All locations, those that lack the same together.
    pub all: Hint<Vec<Lacking>>,
}

/// The first of some locations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Few {
    /// Their names.
    pub named: Vec<String>,
    /// How many others there are.
    pub more: usize,
}

/// Locations that lack the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lacking {
    /// Whether they are allowed.
    pub is_allowed: bool,
    /// What they offer; `None` for every flavor.
    pub offers: Option<Vec<(Attribute, String)>>,
    /// Their names.
    pub locations: Vec<String>,
}

/// Who can give a workload a placement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repairer {
    /// Its own owner: without its policies it would have one.
    Workload {
        /// The environment that would leave one, where it is in one.
        environment: Option<String>,
    },
    /// Only the owner of the environment, or the fleet's.
    Environment {
        /// The environment.
        environment: String,
    },
    /// Only the fleet's owner.
    Fleet,
}

impl Few {
    /// How many names a message has.
    const NAMED: usize = 3;

    pub(super) fn add(&mut self, name: &str) {
        if self.named.len() < Self::NAMED {
            self.named.push(name.to_owned());
        } else {
            self.more += 1;
        }
    }

    fn number(&self) -> usize {
        self.named.len() + self.more
    }

    fn words(&self) -> String {
        some(self.named.iter().map(|name| format!("`{}`", quoted(name))).collect(), self.more, "and")
    }
}

impl Locations {
    /// How many flavors a message names.
    pub(super) const NAMED: usize = 5;

    /// What no location offers.
    pub(super) fn message(&self) -> String {
        let places = self.places();
        match &self.flavors {
            _ if self.inside.number() == 0 => format!("no declared location is{places}"),
            Some(flavors) => format!("no declared location{places} offers {}", flavors.joined_by("or")),
            None => format!("no declared location{places} offers any flavor"),
        }
    }

    /// The places that are allowed, behind what is in them.
    fn places(&self) -> String {
        self.allowed.as_ref().map_or_else(String::new, |allowed| format!(" in {}", allowed.joined_by("or")))
    }

    /// What there is instead, a line each: what the allowed locations offer, and where an allowed flavor is.
    pub(super) fn help(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.inside.number() > 0 {
            let offered = self.offered.iter().map(|((attribute, name), number)| {
                let name = format!("{attribute} `{}`", quoted(name));
                if self.inside.number() == 1 { name } else { format!("{name} ({number})") }
            });
            let are = match self.inside.number() {
                1 => format!("{} is allowed and offers", self.inside.words()),
                number => format!("{number} are allowed, {}, and offer", self.inside.words()),
            };
            lines.push(format!("{are} {}", some(offered.collect(), self.more_flavors, "and")));
        }
        if self.allowed.is_some() {
            let wanted = self.flavors.as_ref().map(|flavors| flavors.joined_by("or"));
            let which = self.elsewhere.words();
            lines.push(match (self.elsewhere.number(), wanted) {
                (0, Some(wanted)) => format!("elsewhere none offers {wanted}"),
                (1, Some(wanted)) => format!("elsewhere one offers {wanted}: {which}"),
                (number, Some(wanted)) => format!("elsewhere {number} offer {wanted}: {which}"),
                (1, None) => format!("elsewhere there is one: {which}"),
                (number, None) => format!("elsewhere there are {number}: {which}"),
            });
        }
        lines
    }

    /// All of it, for programs.
    pub(super) fn data(&self, workload: &Identity) -> data::Locations {
        let named = |(attribute, name): &(Attribute, String)| data::Named {
            attribute: attribute.name().to_owned(),
            name: name.clone(),
            unlisted: false,
        };
        let all = |codes: &Option<Vec<(Attribute, String)>>| -> Option<Vec<data::Named>> {
            codes.as_ref().map(|codes| codes.iter().map(named).collect())
        };
        let lacking = |it: &Lacking| data::Lacking {
            allowed: it.is_allowed,
            offers: all(&it.offers),
            names: it.locations.clone(),
        };
        data::Locations {
            workload: named_workload(workload),
            allowed: data::Allowed { locations: all(&self.all_places.0), flavors: all(&self.all_flavors.0) },
            locations: self.all.0.iter().map(lacking).collect(),
        }
    }
}

impl Repairer {
    pub(super) fn help(&self) -> String {
        match self {
            Self::Workload { environment: Some(environment) } => format!(
                "the environment `{}` alone would have a placement: the workload's owner can repair this alone",
                quoted(environment)
            ),
            Self::Workload { environment: None } => "the workload's owner can repair this alone".to_owned(),
            Self::Environment { environment } => format!(
                "the environment `{}` alone would have none: only its owner or the fleet's can repair this",
                quoted(environment)
            ),
            Self::Fleet => "only the fleet's owner can repair this".to_owned(),
        }
    }
}
