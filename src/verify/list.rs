//! The targets whose documents can be read back.

use super::reader::Verifier;
use super::readers::{blaxel, karmada, kubefleet, kubernetes, ocm, opa, skypilot, terraform};

/// Every one of them, in the order of `bpol emit --list`.
pub static VERIFIERS: [&Verifier; 8] = [
    &blaxel::VERIFIER,
    &kubernetes::VERIFIER,
    &terraform::VERIFIER,
    &opa::VERIFIER,
    &ocm::VERIFIER,
    &karmada::VERIFIER,
    &kubefleet::VERIFIER,
    &skypilot::VERIFIER,
];

/// The one of a target.
#[must_use]
pub fn find(name: &str) -> Option<&'static Verifier> {
    VERIFIERS.into_iter().find(|verifier| verifier.target.name == name)
}

/// The endings of files that are no documents, and that the reader of a target is given as texts.
#[must_use]
pub fn texts(target: &str) -> &'static [&'static str] {
    if target == opa::VERIFIER.target.name { &["rego"] } else { &[] }
}
