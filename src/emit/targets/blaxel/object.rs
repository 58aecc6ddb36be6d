//! The objects of the platform: what each kind of workload is there, and how a document and a call of its API
//! are laid out.

use serde::Serialize;
use serde_json::value::RawValue;

use super::tree::Tree;
use crate::emit::names::{NameRule, label_rule};
use crate::syntax::keyword::Kind;

/// The version of the API that documents name.
pub const API_VERSION: &str = "blaxel.ai/v1alpha1";

/// Names of objects.
pub const RULE: NameRule =
    label_rule("at most 49 small letters, digits and `-`, with a letter or digit at both ends", 49);

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    /// `Policy`
    Policy,
    /// `Agent`
    Agent,
    /// `Function`
    Function,
    /// `Job`
    Job,
    /// `Model`
    Model,
    /// `Sandbox`
    Sandbox,
    /// `Application`
    Application,
}

impl Object {
    /// The kinds that workloads are.
    pub const WORKLOADS: [Self; 6] =
        [Self::Agent, Self::Function, Self::Job, Self::Model, Self::Sandbox, Self::Application];

    /// What a workload of a kind is.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Agent => Self::Agent,
            Kind::Function => Self::Function,
            Kind::Job => Self::Job,
            Kind::Model => Self::Model,
            Kind::Sandbox => Self::Sandbox,
        }
    }

    /// The kind as documents name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "Policy",
            Self::Agent => "Agent",
            Self::Function => "Function",
            Self::Job => "Job",
            Self::Model => "Model",
            Self::Sandbox => "Sandbox",
            Self::Application => "Application",
        }
    }

    /// The collection as paths of the API and `bl get` name it.
    #[must_use]
    pub fn collection(self) -> &'static str {
        match self {
            Self::Policy => "policies",
            Self::Agent => "agents",
            Self::Function => "functions",
            Self::Job => "jobs",
            Self::Model => "models",
            Self::Sandbox => "sandboxes",
            Self::Application => "applications",
        }
    }

    /// Whether the platform lets it name policies; else it has a region and nothing more.
    #[must_use]
    pub fn has_policies(self) -> bool {
        !matches!(self, Self::Policy | Self::Sandbox | Self::Application)
    }

    /// Whether it runs in some of the regions only: those that `mk31` lists.
    #[must_use]
    pub fn needs_mk31(self) -> bool {
        matches!(self, Self::Job | Self::Application)
    }
}

/// What an object is beside its kind.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Body<'a> {
    /// What bpol alone says of an object.
    Own { metadata: Metadata<'a>, spec: Spec<'a> },
    /// The document that somebody else wrote, with what bpol says in its place.
    Whole(Tree),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) labels: Option<Labels>,
}

/// The label that says who made an object.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Labels {
    managed_by: &'static str,
}

/// The label of what bpol makes.
pub(super) const MANAGED: Labels = Labels { managed_by: "bpol" };

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Spec<'a> {
    /// That of a policy.
    Policy(&'a RawValue),
    /// The policies that a workload names.
    Attached { policies: &'a RawValue },
    /// Where a sandbox or application runs.
    Placed { region: &'a str },
}

/// An object, ready to be written.
#[derive(Debug)]
pub(super) struct Written<'a> {
    pub(super) object: Object,
    pub(super) name: &'a str,
    pub(super) body: Body<'a>,
}

/// A document that `bl apply` reads.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    api_version: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    body: &'a Body<'a>,
}

/// A call of the API: `PUT`, and where there is nothing yet, `POST` to the collection.
#[derive(Debug, Serialize)]
pub(super) struct Call<'a> {
    path: String,
    body: &'a Body<'a>,
}

impl Written<'_> {
    pub(super) fn document(&self) -> Document<'_> {
        Document { api_version: API_VERSION, kind: self.object.name(), body: &self.body }
    }

    pub(super) fn call(&self) -> Call<'_> {
        Call { path: format!("/{}/{}", self.object.collection(), self.name), body: &self.body }
    }
}
