//! What a document is, by its shape: a node comes in, its sort goes out.

use crate::data::Node;

/// What documents can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Policies, workloads and environments of the platform.
    Platform,
    /// The answer of `GET /locations`.
    Locations,
    /// The answer of `GET /configuration`.
    Configuration,
    /// Nodes of Kubernetes.
    Nodes,
    /// A table, a row for each location and flavor.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Platform, Self::Locations, Self::Configuration, Self::Nodes, Self::Csv];

    /// The word that chooses it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Locations => "locations",
            Self::Configuration => "configuration",
            Self::Nodes => "nodes",
            Self::Csv => "csv",
        }
    }

    /// What it is.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Platform => "an object of the platform",
            Self::Locations => "a location of `GET /locations`",
            Self::Configuration => "the answer of `GET /configuration`",
            Self::Nodes => "a node of Kubernetes",
            Self::Csv => "a table",
        }
    }
}

/// What a node is that is no list of others.
pub(super) fn format(node: &Node) -> Option<Format> {
    let has = |key: &str| node.get(key).is_some();
    if has("metadata") || has("spec") || has("kind") {
        let is_node = node.get("kind").and_then(Node::as_str) == Some("Node");
        return Some(if is_node { Format::Nodes } else { Format::Platform });
    }
    let is_place =
        (has("region") || has("location")) && (has("country") || has("continent") || has("flavors"));
    if is_place {
        return Some(Format::Locations);
    }
    let lists = ["continents", "countries", "privateLocations", "regions"];
    lists.iter().any(|key| has(key)).then_some(Format::Configuration)
}
