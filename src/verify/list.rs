//! The targets whose documents can be read back.

use super::reader::Verifier;
use super::readers::{blaxel, karmada, kubefleet, kubernetes, ocm};

/// Every one of them, in the order of `bpol emit --list`.
pub static VERIFIERS: [&Verifier; 5] = [&blaxel::VERIFIER, &kubernetes::VERIFIER, &ocm::VERIFIER, &karmada::VERIFIER, &kubefleet::VERIFIER];

/// The one of a target.
#[must_use]
pub fn find(name: &str) -> Option<&'static Verifier> {
    VERIFIERS.into_iter().find(|verifier| verifier.target.name == name)
}
