//! What a renderer must know beside the findings: the terminal, the catalogue, and where paths lie.

use crate::diagnostic::{Check, Fixable, Suppressed};

/// What a terminal can show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// How many columns there are, if that is known.
    pub width: Option<usize>,
    /// Whether nothing but ASCII may be drawn; what stands in files is shown as it is.
    pub ascii: bool,
    /// How many findings are shown with their text at most; all if there is none.
    pub most: Option<usize>,
}

/// What output says beyond the findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'c> {
    /// What the terminal can show.
    pub style: Style,
    /// The whole catalogue, for the formats that list it.
    pub checks: &'c [&'static Check],
    /// Where paths lie, for the formats of code hosts; others give them as they are.
    pub base: Option<Base<'c>>,
    /// The command line that applies fixes, as the summary writes it.
    pub fix: &'static str,
    /// The command line that lists every finding.
    pub concise: &'static str,
    /// How many of the findings that repairs, by a run of it.
    pub fixable: Fixable,
    /// What comments suppress, for the formats that have a place for it.
    pub suppressed: &'c [Suppressed],
}

/// Two absolute folders, with `/`.
#[derive(Clone, Copy, Debug)]
pub struct Base<'b> {
    /// The working directory, which paths as given are relative to.
    pub folder: &'b str,
    /// The root of the repository, which code hosts know paths from.
    pub root: &'b str,
}
