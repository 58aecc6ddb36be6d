//! `bpol.report.v1` as types: what the page of a report is made of. What workloads share stands in it once,
//! and is named by its number in its list, from 0.

use schemars::JsonSchema;
use serde::Serialize;

use crate::answers::words::{Choice, Header, Place, Status};
use crate::emit::document::Limit;
use crate::syntax::keyword::{Kind, PolicyType};

/// All that a report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Report {
    /// How the document begins.
    #[serde(flatten)]
    pub header: Header,
    /// The day that the report is of, as it was asked for.
    pub date: Option<String>,
    /// Whether the fleet is known.
    pub fleet: bool,
    /// The codes of the table, by type and name.
    pub codes: Vec<Code>,
    /// The groups, by name.
    pub groups: Vec<Group>,
    /// What why says, each text once, as the parts between which something is left open: most are one part.
    pub texts: Vec<Vec<String>>,
    /// The files that workloads are declared in.
    pub files: Vec<String>,
    /// What is attached at one point, as why says it to workloads of one kind.
    pub spots: Vec<Spot>,
    /// What is left of a type to workloads, once each.
    pub ranges: Vec<Range>,
    /// The distinct sets.
    pub sets: Vec<Set>,
    /// The distinct combinations of what decides a set.
    pub points: Vec<Point>,
    /// The workloads by environment (none first), kind and name.
    pub workloads: Vec<Workload>,
    /// The environments, by name.
    pub environments: Vec<Environment>,
    /// The policies, by name.
    pub policies: Vec<Policy>,
    /// The guards, by name.
    pub guards: Vec<Guard>,
    /// Why there is nowhere to run for a workload, in the order in which that is reported.
    pub findings: Vec<Finding>,
}

/// A place or a flavor of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Code {
    /// What it is, and its name.
    #[serde(flatten)]
    pub choice: Choice,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The code that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
    /// The flavors that a location offers; not there for every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offers: Option<Vec<usize>>,
}

/// A group of codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it is of places or of flavors.
    #[serde(rename = "type")]
    pub policy_type: PolicyType,
    /// The shortest list of codes that stands for it.
    pub codes: Vec<usize>,
}

/// What workloads may run in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Set {
    /// Whether there is a place for its workloads.
    pub status: Status,
    /// What is left of places: a range.
    pub location: usize,
    /// What is left of flavors.
    pub flavor: usize,
    /// How many locations it has a placement at, where the fleet is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placements: Option<usize>,
    /// Where its workloads may run: a text that leaves open the whole name of a workload, and where it is
    /// placed also how far it reaches in places and in flavors.
    pub heading: usize,
    /// The first placements: texts, one behind the other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placed: Vec<usize>,
}

/// What is left of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Range {
    /// Whether a policy regulates it.
    pub restricted: bool,
    /// The shortest list of codes that stands for it; empty where nothing is left.
    pub codes: Vec<usize>,
    /// The same as why says it, as the texts of a row.
    pub together: Vec<usize>,
    /// The same as the heading has it, as a text.
    pub reach: usize,
}

/// What is attached at an environment, or at workloads themselves, as why says it to workloads of one kind.
/// What its texts leave open is the name of a workload without its environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Spot {
    /// The environment; none for workloads themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<usize>,
    /// The kind.
    pub kind: Kind,
    /// What it is called, as a text.
    pub who: usize,
    /// The policies that are attached there, by name.
    pub policies: Vec<usize>,
    /// What it says of places.
    pub location: Rows,
    /// What it says of flavors.
    pub flavor: Rows,
}

/// What why says of a type at a point. The rows of policies begin with what the point is called and end with
/// where the policy is attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Rows {
    /// The policies that apply, a row each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applying: Vec<usize>,
    /// The row behind them, as texts: what several allow together, or that none applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<Vec<usize>>,
    /// What does not apply, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<Apart>,
}

/// A policy that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Apart {
    /// The policy.
    pub policy: usize,
    /// What it is called with its point, and why it does not apply, as texts.
    pub cells: Vec<usize>,
}

/// What decides the set of workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Point {
    /// What is attached to its workloads: themselves, then their environment and outwards.
    pub spots: Vec<usize>,
    /// The set.
    pub set: usize,
    /// The guards that do not hold for its workloads. None is judged where they can run nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violates: Vec<usize>,
    /// The same, as a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub violated: Option<usize>,
    /// Where its workloads can run nowhere: what clashes, and what would repair that, as lines of text, which
    /// begin with as many spaces as they are moved to the right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impossible: Vec<usize>,
    /// How many tokens each of its workloads may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// The same, as texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limited: Vec<usize>,
}

/// A workload. Its kind and its environment are those of its point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Workload {
    /// Its name, as it stands in what it is known by: `kind/written@environment`.
    pub written: String,
    /// Its name, where that is not how it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What decides its set.
    pub point: usize,
    /// The file that it is declared in, and the line and the column there, from 1.
    pub place: (usize, usize, usize),
    /// The lines where its list has the policies that it attaches, in their order, where they are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<usize>,
}

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Its name as it stands in what its workloads are known by.
    pub written: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The environment that it is in.
    pub parent: Option<usize>,
    /// Where it is declared.
    pub place: Place,
    /// The policies that it attaches, by name.
    pub policies: Vec<usize>,
    /// The lines where its list has them, in their order.
    pub lines: Vec<usize>,
    /// How many workloads are in it and in all environments in it.
    pub workloads: usize,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether it is about places or flavors; none where it is about tokens.
    #[serde(rename = "type")]
    pub policy_type: Option<PolicyType>,
    /// The kinds that it applies to.
    pub target: Vec<Kind>,
    /// The same, as a text.
    pub targets: usize,
    /// What its rules name, in the order of the text.
    pub rules: Vec<Choice>,
    /// What its exceptions name.
    pub except: Vec<Choice>,
    /// The shortest list of codes that stands for what it allows.
    pub codes: Vec<usize>,
    /// Its name and what it allows as why says it, as texts.
    pub cells: Vec<usize>,
    /// Where it is declared.
    pub place: Place,
}

/// A guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Guard {
    /// Its name.
    pub name: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `within`, `excludes`, `allows` or `excludes-and`.
    pub form: &'static str,
    /// What its rules name; first those before `and`.
    pub sides: Vec<Side>,
    /// The environment that it covers, with all in it; none for the workspace.
    pub environment: Option<usize>,
    /// The kinds that it covers.
    pub target: Vec<Kind>,
    /// The same, as a text.
    pub targets: usize,
    /// How many workloads it covers.
    pub covered: usize,
    /// Whether it holds.
    pub state: State,
    /// What breaks it, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What repairs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The workloads that break it.
    pub witnesses: Vec<usize>,
    /// What each of them does, in their order: texts about the whole name of a workload.
    pub sentences: Vec<usize>,
    /// Where it is declared.
    pub place: Place,
}

/// One side of a guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Side {
    /// What its rules name, in the order of the text.
    pub rules: Vec<Choice>,
    /// What its exceptions name.
    pub except: Vec<Choice>,
}

/// Whether a guard holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It holds.
    Holds,
    /// It does not.
    Violated,
    /// It does not, and that is a warning for now.
    Warned,
    /// Nobody knows: guards are judged once every workload has somewhere to run.
    NotJudged,
}

/// Why there is nowhere to run for a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Finding {
    /// `collision` or `no-placement`.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
    /// What decides the set of its workload and of all others of which the same is to be said; none where it
    /// is about an environment.
    pub point: Option<usize>,
}
