//! The targets whose documents can be read back.

use super::reader::Verifier;
use super::readers::{blaxel, kubernetes};

/// Every one of them, in the order of `bpol emit --list`.
pub static VERIFIERS: [&Verifier; 2] = [&blaxel::VERIFIER, &kubernetes::VERIFIER];

/// The one of a target.
#[must_use]
pub fn find(name: &str) -> Option<&'static Verifier> {
    VERIFIERS.into_iter().find(|verifier| verifier.target.name == name)
}
