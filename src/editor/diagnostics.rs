//! Diagnostics: a finding comes in; what there is to show of it goes out, as `bpol check` has it.

use super::sites::{Sites, Spot};
use crate::diagnostic::{Check, Diagnostic, Severity};
use crate::project::failure::Failure;
use crate::syntax::Files;
use crate::text::hidden::printable;

/// The checks whose findings are about something that could as well not be there, beside those of what is
/// unused.
const UNNECESSARY: [&str; 6] = [
    "duplicate-attachment",
    "redundant-code",
    "redundant-policy",
    "no-effect",
    "idle-exception",
    "target-never-matches",
];

/// The code of what is wrong with a configuration.
const CONFIG: &str = "config";

/// A diagnostic.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'s> {
    pub(crate) spot: Spot<'s>,
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Other places, and what is there.
    pub(crate) related: Vec<(Spot<'s>, String)>,
    /// Whether it is about something that could as well not be there.
    pub(crate) is_unnecessary: bool,
    /// What there is to read about it, if there is a page.
    pub(crate) check: Option<&'static Check>,
}

/// A finding of a workspace with these files.
pub(crate) fn finding<'s>(it: &Diagnostic, files: &'s Files, sites: &Sites) -> Finding<'s> {
    let words = it.fact.words();
    let related = it.related.iter().zip(words.related);
    let related = related.map(|(&span, text)| (sites.spot(files, span), printable(&text)));
    let name = it.check.name;
    Finding {
        spot: sites.spot(files, it.span),
        severity: it.severity,
        code: name,
        message: printable(&words.message),
        help: words.help.map(|help| printable(&help)),
        related: related.collect(),
        is_unnecessary: UNNECESSARY.contains(&name) || name.starts_with("unused-"),
        check: Some(it.check),
    }
}

/// Why a configuration cannot be used, in its file.
pub(crate) fn of_config<'s>(failure: &'s Failure, sites: &Sites) -> Option<Finding<'s>> {
    let at = failure.at.as_ref()?;
    Some(Finding {
        spot: Spot { site: sites.config().clone(), source: &at.source, range: at.range.clone() },
        severity: Severity::Error,
        code: CONFIG,
        message: printable(&at.message),
        help: failure.help.as_deref().map(printable),
        related: Vec::new(),
        is_unnecessary: false,
        check: None,
    })
}
