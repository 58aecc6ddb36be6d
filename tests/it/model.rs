//! A workspace as plain data: what random workspaces and enumerations are made of, what the naive readings read, and
//! what [`text`] writes as `.bpol` files.

mod text;

pub(crate) use text::{Part, Rendered, Spot};

pub(crate) const CONTINENT: &str = "continent";
pub(crate) const COUNTRY: &str = "country";
pub(crate) const LOCATION: &str = "location";
pub(crate) const CPU: &str = "cpu";
pub(crate) const GPU: &str = "gpu";
/// The attribute of a rule that names groups.
pub(crate) const GROUP: &str = "group";

/// Every attribute of a code, in the order of output.
pub(crate) const ATTRIBUTES: [&str; 5] = [CONTINENT, COUNTRY, LOCATION, CPU, GPU];

/// Every kind, by name.
pub(crate) const KINDS: [&str; 5] = ["agent", "function", "job", "model", "sandbox"];

/// Everything that a workspace says, names as they are meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) base: Base,
    pub(crate) codes: Vec<Code>,
    pub(crate) added: Vec<Added>,
    pub(crate) groups: Vec<Group>,
    pub(crate) policies: Vec<Policy>,
    /// The policies about tokens.
    pub(crate) limits: Vec<Limit>,
    pub(crate) environments: Vec<Environment>,
    pub(crate) workloads: Vec<Workload>,
    pub(crate) guards: Vec<Guard>,
}

/// The table that the workspace extends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Base {
    #[default]
    None,
    Official,
    /// A file of its own, with the codes and groups that are `in_table`.
    Own,
}

/// A statement of the reference table.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) attribute: &'static str,
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) parent: Option<String>,
    /// What a location offers; never an empty list.
    pub(crate) offers: Option<Vec<String>>,
    /// The aliases of a flavor.
    pub(crate) aliases: Vec<String>,
    /// Whether it stands in the table's file, where that is the workspace's own.
    pub(crate) in_table: bool,
}

/// A statement that adds aliases to a flavor of the chosen table.
#[derive(Clone, Debug)]
pub(crate) struct Added {
    pub(crate) attribute: &'static str,
    pub(crate) name: String,
    /// At least one.
    pub(crate) aliases: Vec<String>,
}

/// Attribute and codes, or [`GROUP`] and groups.
pub(crate) type Rule = (&'static str, Vec<String>);

/// `RULE or RULE … [except RULE or RULE …]`: rules, exceptions or both, all of one type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) rules: Vec<Rule>,
    pub(crate) exceptions: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) options: Options,
    /// Whether it stands in the table's file, where that is the workspace's own.
    pub(crate) in_table: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) options: Options,
    pub(crate) target: Option<Vec<&'static str>>,
}

/// A policy about tokens. What it limits is `input`, `output` and `total`; one of them is there.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) numbers: [Option<u64>; 3],
    /// The word for one of its periods, and how many of them it has.
    pub(crate) time: (&'static str, u64),
    pub(crate) ratio: Option<u64>,
    pub(crate) target: Option<Vec<&'static str>>,
}

/// What a limit may count, in the order of output.
pub(crate) const COUNTED: [&str; 3] = ["input", "output", "total"];

#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) attach: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Workload {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) attach: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) form: Form,
    /// One, or the two of a joint guard.
    pub(crate) sides: Vec<Options>,
    pub(crate) target: Option<Vec<&'static str>>,
}

/// What a guard asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Within,
    Excludes,
    Allows,
    /// `excludes … and …`
    Joint,
}

impl Form {
    pub(crate) const ALL: [Self; 4] = [Self::Within, Self::Excludes, Self::Allows, Self::Joint];

    /// What findings call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Excludes => "excludes",
            Self::Allows => "allows",
            Self::Joint => "excludes-and",
        }
    }
}

impl Code {
    pub(crate) fn new(attribute: &'static str, name: &str) -> Self {
        Self {
            attribute,
            name: name.to_owned(),
            label: None,
            parent: None,
            offers: None,
            aliases: Vec::new(),
            in_table: false,
        }
    }
}

impl Options {
    /// What every rule and every exception names, in the order of the text: attribute and name.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&'static str, &String)> {
        words(&self.rules).chain(words(&self.exceptions))
    }

    /// The groups that it names.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &String> {
        self.words().filter(|(attribute, _)| *attribute == GROUP).map(|(_, name)| name)
    }
}

/// What some rules name: attribute and name.
pub(crate) fn words(rules: &[Rule]) -> impl Iterator<Item = (&'static str, &String)> {
    rules.iter().flat_map(|(attribute, names)| names.iter().map(|name| (*attribute, name)))
}

/// Whether a target has a kind.
pub(crate) fn targets(target: Option<&Vec<&'static str>>, kind: &str) -> bool {
    target.is_none_or(|kinds| kinds.contains(&kind))
}

impl Limit {
    /// Whether it takes part for a kind.
    pub(crate) fn applies(&self, kind: &str) -> bool {
        targets(self.target.as_ref(), kind)
    }
}

impl Policy {
    /// Whether it takes part for a kind.
    pub(crate) fn applies(&self, kind: &str) -> bool {
        targets(self.target.as_ref(), kind)
    }
}

/// The table `official`, as the language defines it.
pub(crate) fn official() -> Vec<Code> {
    let below = |parent: &str, code| Code { parent: Some(parent.to_owned()), ..code };
    vec![
        Code::new(CONTINENT, "eu"),
        Code::new(CONTINENT, "na"),
        below("eu", Code::new(COUNTRY, "fr")),
        below("na", Code::new(COUNTRY, "us")),
        Code { aliases: vec!["CPU x86".to_owned()], ..Code::new(CPU, "x86") },
        Code::new(GPU, "t4"),
    ]
}
