//! What keys and values of `bpol.toml` are names of.

/// What a key or a value of a setting is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A location: its code.
    Location,
    /// A place of any level: its code, or the level, a space and the code.
    Place,
    /// A flavor: its code or an alias, or its attribute, a space and one of these.
    Flavor,
    /// A workload: its identity.
    Workload,
    /// A kind of workload.
    Kind,
    /// A guard.
    Guard,
    /// A lint.
    Lint,
    /// A deployment tool that bpol writes for.
    Target,
    /// A profile, which is whatever it is called.
    Profile,
    /// A file with a reference table.
    Table,
}

/// What a setting names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subjects {
    /// What the keys of a table are names of.
    pub keys: Option<Subject>,
    /// What a text, the texts of a list or those of a table are names of.
    pub values: Option<Subject>,
}

impl Subject {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Place => "place",
            Self::Flavor => "flavor",
            Self::Workload => "workload",
            Self::Kind => "kind",
            Self::Guard => "guard",
            Self::Lint => "lint",
            Self::Target => "target",
            Self::Profile => "profile",
            Self::Table => "`.bpol` file",
        }
    }
}
