//! What keeps an object from being imported, as facts. Their words are in `messages`.

use super::shapes::Format;

/// What is wrong with an object that is to be imported.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A document whose shape nothing is known of; holds its path.
    UnknownShape(Box<str>),
    /// An object has a kind that is not known; holds its `apiVersion` and `kind`.
    UnknownKind(Box<str>, Box<str>),
    /// An object that may be of several kinds does not say which; holds its path.
    NoKind(Box<str>),
    /// A document is another one than it was said to be.
    OtherFormat(Format),
    /// What is no inventory stands in one.
    NoInventory,
    /// A field has a value that is not known.
    UnknownValue {
        /// Where.
        path: Box<str>,
        /// The value.
        value: Box<str>,
        /// The values that are.
        known: &'static [&'static str],
    },
    /// A field is missing; holds its path.
    Missing(Box<str>),
    /// A name is empty, or has characters that nobody sees; holds its path.
    BadName(Box<str>),
    /// A number is not one that the language has; holds its path and what it is.
    BadNumber(Box<str>, Box<str>),
    /// A policy targets applications alone; holds its name.
    OnlyApplications(Box<str>),
    /// A policy limits the ratio of tokens and no number of them.
    OnlyRatio,
    /// A resource refers to a policy of its own cluster.
    LocalPolicy(Box<str>),
    /// One name has two contents; holds it as messages write it. The other is the related place.
    Twice(Box<str>),
    /// Two documents or labels say two things of one.
    Differs {
        /// What they are about.
        what: Box<str>,
        /// What the other says, which is the related place if it has one.
        other: Box<str>,
        /// What this one says.
        own: Box<str>,
    },
    /// A policy without a list stands beside another one of its type.
    OpenPolicy(Box<str>, Box<str>),
    /// `region: auto` stands beside a location policy.
    AutoRegion(Box<str>),
    /// A region stands beside a location policy, or beside one that may be one.
    RegionBeside {
        /// The region.
        region: Box<str>,
        /// The policy.
        policy: Box<str>,
        /// Whether it was imported.
        is_known: bool,
    },
    /// A node has no label that says where it is, or what; holds the labels that would.
    NoLabel(&'static [&'static str]),
    /// Nothing says whether a flavor is a cpu or a gpu.
    UnknownFlavor(Box<str>),
    /// A table is none; holds why.
    NotCsv(Box<str>),
    /// A table has no such column; holds those that it has.
    NoColumn(Box<str>, Vec<Box<str>>),
    /// A cell that must not be empty is; holds its column.
    EmptyCell(Box<str>),
}
