//! What a reader of a target gives: which workload a document is of, and what it admits, as the tool itself
//! reads it.

use super::fleet::{Fleet, Mask};
use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::emit::settings::Wrong;
use crate::emit::target::{Request, Target};
use crate::syntax::keyword::PolicyType;
use crate::table::CodeId;
use crate::text::Span;

/// How the documents of a target are read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verifier {
    /// The target.
    pub target: &'static Target,
    /// Whether machines count that the fleet does not offer, because they are written.
    pub counts_unoffered: bool,
    /// Makes the reader for a workspace: the names of its workloads and codes are those that emitting gives.
    pub prepare: Prepare,
}

/// Makes the reader of a target for a workspace.
pub type Prepare = for<'r> fn(&Request<'r>, &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong>;

/// Reads documents of a target for one workspace.
pub trait Reader: Send + Sync {
    /// Whether one document says what another means, so that all must be seen before any is read.
    fn needs_all(&self) -> bool {
        false
    }

    /// Sees all documents before any is read, where it needs to.
    fn look(&mut self, _documents: &[Document<'_>]) {}

    /// What a document says.
    fn read(&self, document: &Document<'_>) -> Reading;

    /// The places and flavors that the tool does not have, as the name map says.
    fn gone(&self) -> (Mask, Mask);

    /// Whether flavors are held elsewhere, so that only places are compared.
    fn ignores_flavors(&self) -> bool {
        false
    }

    /// Whether a workload, by its index in the request, needs no document: emitting leaves it out.
    fn may_be_left_out(&self, _workload: usize) -> bool {
        false
    }
}

/// A document that is read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its value.
    pub root: &'d Node,
    /// The path of its file as messages show it, with `/`.
    pub file: &'d str,
}

/// What a document is to a target.
#[derive(Debug)]
pub enum Reading {
    /// A document of another kind, which the tool would not read as one of a workload.
    Passed,
    /// What it says of each workload in it.
    Found(Vec<Found>),
    /// The tool would refuse it, or it cannot be read: [`super::refused`] makes the findings.
    Broken(Vec<Diagnostic>),
}

/// Where something stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The bytes of it in its file; where it is not there, those of what it would stand in.
    pub span: Span,
    /// Its path from the root of the document: `spec.template.spec.affinity`.
    pub path: String,
    /// Whether it is not there.
    pub is_absent: bool,
}

impl At {
    /// What stands at a path.
    #[must_use]
    pub fn there(node: &Node, path: &Path<'_>) -> Self {
        Self { span: node.span, path: path.to_string(), is_absent: false }
    }

    /// What would stand at a path, in the node `above`.
    #[must_use]
    pub fn absent(above: &Node, path: &Path<'_>) -> Self {
        Self { span: above.span, path: path.to_string(), is_absent: true }
    }
}

/// What a document says of one workload.
#[derive(Clone, Debug)]
pub struct Found {
    /// The workload's index in the request; its name where it is no workload's.
    pub workload: Result<usize, String>,
    /// Where its name stands.
    pub at: At,
    /// What is admitted: all of them together. None: nothing is.
    pub grants: Vec<Grant>,
}

/// An alternative of what is admitted.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Which machines.
    pub admits: Admits,
    /// Names in it that the map does not know, each of a place or flavor that is admitted with the others.
    pub foreign: Vec<Foreign>,
    /// The field that lets them in.
    pub at: At,
}

/// Which machines an alternative admits.
#[derive(Clone, Debug)]
pub enum Admits {
    /// Those that are in one of the places and have one of the flavors.
    Machines {
        /// The places.
        places: Mask,
        /// The flavors.
        flavors: Mask,
    },
    /// Where no fleet is known: what lies under one of the places and has one of the flavors.
    Codes {
        /// The places; none for any.
        places: Option<Vec<CodeId>>,
        /// The flavors; none for any.
        flavors: Option<Vec<CodeId>>,
    },
}

/// A name that the map does not know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Foreign {
    /// Whether it is that of a place or of a flavor.
    pub policy_type: PolicyType,
    /// The name as it stands.
    pub name: String,
}
