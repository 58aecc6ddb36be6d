//! What a policy of the platform is to those who make one, and what its names must be like.

use serde_json::value::RawValue;

use super::object::RULE;
use crate::emit::refusal::Refusal;

/// The longest name that is shown, and what is kept of a longer one before `...`.
const DISPLAY: (usize, usize) = (63, 60);

/// A policy.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) display_name: String,
    /// What it is made of: no two that differ may have one name.
    pub(super) origin: String,
    pub(super) spec: Box<RawValue>,
}

/// The policies of one set or point, and what keeps it from having them.
#[derive(Default)]
pub(super) struct Made {
    pub(super) policies: Vec<(String, Policy)>,
    pub(super) faults: Vec<Refusal>,
}

/// What is wrong with the name of a policy; `repair` is the table of `bpol.toml` and the line in it that
/// repairs it.
pub(super) fn check_name(what: &str, name: &str, repair: Option<(String, String)>) -> Option<Refusal> {
    let why = RULE.broken_by(name)?;
    Some(Refusal::Name {
        what: what.to_owned(),
        name: name.to_owned(),
        why,
        rule: RULE.words.to_owned(),
        repair,
    })
}

/// A text as long as the platform shows it.
pub(super) fn cut(text: &str) -> String {
    let (most, kept) = DISPLAY;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(kept).collect();
    format!("{kept}...")
}
