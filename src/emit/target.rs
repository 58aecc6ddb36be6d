//! What a deployment tool is to bpol: its name, its settings, and the function that writes for it.

use rustc_hash::FxHashMap;

use super::about::{About, Shape};
use super::settings::{Entry, Setting, Settings, Value, Wrong, unknown};
use super::text::Text;
use crate::diagnostic::Diagnostic;
use crate::placement::{PlacementSetId, Resolved};
use crate::syntax::Identity;
use crate::text::Source;
use crate::workspace::Workload;

/// A deployment tool that bpol writes for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Target {
    /// What the command line calls it.
    pub name: &'static str,
    /// What it is and what is written for it, in one sentence: no full stop.
    pub description: &'static str,
    /// Whether it can be written for only where the table has a location.
    pub needs_fleet: bool,
    /// Whether it has a place for the limits of token policies. Where it has none, they are left out, which
    /// is said.
    pub holds_limits: bool,
    /// What is written.
    pub output: Output,
    /// The switch with which something else is written, and what.
    pub switched: Option<(&'static str, Output)>,
    /// What the path of the one file must end with, if that matters to the tool; not where it is switched.
    pub endings: &'static [&'static str],
    /// The keys of `[emit.TARGET]`, by name.
    pub keys: &'static [Key],
    /// The tables under keys that are none of those, where there may be such tables.
    pub others: Option<Others>,
    /// Writes for it.
    pub emit: fn(&Request<'_>) -> Result<Emission, Stopped>,
}

/// What is written for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// JSON documents, one a line, which readers of YAML take.
    Stream,
    /// One JSON document.
    Json,
    /// Several files.
    Directory,
}

impl Output {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stream => "stream",
            Self::Json => "json",
            Self::Directory => "directory",
        }
    }
}

/// Fails at a setting that cannot be what it is, whatever the workspace has.
pub type Check = fn(&Setting) -> Result<(), Wrong>;

/// Tables under keys that a person chooses.
#[derive(Clone, Copy, Debug)]
pub struct Others {
    /// Fails where a table is what it cannot be.
    pub check: Check,
    /// The keys of each.
    pub keys: &'static [Key],
}

/// A key of `[emit.TARGET]`.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// What it is; its name is also that of the flag.
    pub about: About,
    /// Fails where it is set to what it cannot be, whatever the workspace has.
    pub check: Check,
    /// The flag that sets it, if there is one.
    pub flag: Option<Flag>,
}

/// A flag that sets a key.
#[derive(Clone, Copy, Debug)]
pub enum Flag {
    /// One without a value.
    Switch,
    /// One with a value.
    Value {
        /// What the value is called.
        name: &'static str,
    },
    /// One that names a file or folder, which is read for [`Request::inputs`].
    Input {
        /// What the value is called.
        name: &'static str,
    },
}

impl Key {
    /// A key that no flag sets, and in whose place nothing holds.
    #[must_use]
    pub const fn new(name: &'static str, line: &'static str, value: Shape, check: Check) -> Self {
        Self { about: About { name, line, value, default: "" }, check, flag: None }
    }

    /// The same with what holds where it is not set, as it would stand there.
    #[must_use]
    pub const fn by_default(mut self, default: &'static str) -> Self {
        self.about.default = default;
        self
    }

    /// The same with a flag.
    #[must_use]
    pub const fn with_flag(mut self, flag: Flag) -> Self {
        self.flag = Some(flag);
        self
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The workspace.
    pub resolved: &'r Resolved,
    /// The workloads that are written, in the order of output.
    pub workloads: &'r [Workload],
    /// What the configuration and the flags say; every key has been checked.
    pub settings: &'r Settings,
    /// The texts of what a [`Flag::Input`] names.
    pub inputs: &'r [Source],
    /// Their identities.
    pub identities: &'r [Identity],
    /// What is written for.
    pub target: &'static Target,
}

impl<'r> Request<'r> {
    /// Each workload with what `shared` has for its set: what no refusal stopped has something there.
    #[must_use]
    pub fn with<'s, T>(&self, shared: &'s FxHashMap<PlacementSetId, T>) -> Vec<(&'r Identity, &'s T)> {
        let of = |(identity, workload)| Some((identity, shared.get(&self.resolved.set_id(workload))?));
        self.identities.iter().zip(self.workloads).filter_map(of).collect()
    }
}

/// What is written.
#[derive(Clone, Debug, Default)]
pub struct Emission {
    /// The files; the one file of a stream or document has no name.
    pub files: Vec<File>,
    /// What to say on standard error, a line each.
    pub notes: Vec<String>,
}

/// A file that is written.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the folder, with `/`; empty for the one file of a stream or document.
    pub path: String,
    /// What it holds.
    pub text: Text,
}

impl Emission {
    /// One file, which has no name.
    #[must_use]
    pub fn one(text: Text, notes: Vec<String>) -> Self {
        Self { files: vec![File { path: String::new(), text }], notes }
    }
}

/// Why nothing is written.
#[derive(Clone, Debug)]
pub enum Stopped {
    /// The configuration is wrong for this workspace.
    Configuration(Wrong),
    /// The target cannot say what it would have to.
    Refused(Vec<Diagnostic>),
    /// What [`Request::inputs`] hold cannot be read: the findings lie in them.
    Unreadable(Vec<Diagnostic>),
}

impl From<Wrong> for Stopped {
    fn from(wrong: Wrong) -> Self {
        Self::Configuration(wrong)
    }
}

impl Target {
    /// Fails at what `[emit.TARGET]` cannot have, whatever the workspace is.
    ///
    /// # Errors
    /// An unknown key, or a value that its key cannot have.
    pub fn check(&self, settings: &Settings) -> Result<(), Wrong> {
        settings.entries().iter().try_for_each(|entry| self.check_entry(entry))
    }

    fn check_entry(&self, entry: &Entry) -> Result<(), Wrong> {
        match self.keys.iter().find(|key| key.about.name == entry.key) {
            Some(key) => (key.check)(&entry.setting),
            None => match (self.others, &entry.setting.value) {
                (Some(others), Value::Table(_)) => (others.check)(&entry.setting),
                _ => Err(unknown(entry, self.keys.iter().map(|key| key.about.name))),
            },
        }
    }

    /// What is written with these settings.
    ///
    /// # Errors
    /// Where the switch is no boolean.
    pub fn output_with(&self, settings: &Settings) -> Result<Output, Wrong> {
        match self.switched {
            Some((switch, output)) if settings.is_set(switch)? => Ok(output),
            _ => Ok(self.output),
        }
    }

    /// Whether `[emit.TARGET]` has a key of that name.
    #[must_use]
    pub fn has_key(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.about.name == name)
    }
}
