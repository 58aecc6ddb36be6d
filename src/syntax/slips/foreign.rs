//! Words that open a statement elsewhere.

use super::bodies::closing;
use crate::syntax::failure::Failure;
use crate::syntax::fault::Expected;
use crate::syntax::is_word;
use crate::syntax::lexer::TokenKind;
use crate::syntax::slip::{ForeignSlip, Sort};
use crate::syntax::walk::{Walk, place};

const WORKLOADS: &[&str] = &[
    "service",
    "services",
    "deployment",
    "deployments",
    "app",
    "apps",
    "application",
    "pod",
    "pods",
    "container",
    "workload",
    "workloads",
    "task",
    "tasks",
    "cronjob",
    "statefulset",
    "server",
    "worker",
    "endpoint",
    "instance",
];
const IMPORTS: &[&str] = &[
    "import", "include", "require", "use", "using", "source", "from", "load", "module", "package", "export",
];
const VARIABLES: &[&str] = &[
    "let",
    "var",
    "const",
    "variable",
    "locals",
    "local",
    "def",
    "define",
    "set",
    "val",
    "param",
    "parameter",
];
const DENIALS: &[&str] = &["deny", "forbid", "exclude", "block", "disallow", "ban"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    if !expected.contains(&Expected::Statement) || walk.keyword.is_some() {
        return None;
    }
    let token = walk.peek().filter(|token| token.kind == TokenKind::Word)?;
    let behind = walk.nth(walk.at + 1).filter(|next| next.breaks == 0)?;
    let is_assigned = behind.text.starts_with('=')
        || walk.nth(walk.at + 2).is_some_and(|it| it.breaks == 0 && it.text.starts_with(['=', '{', ':']));
    let is_string = behind.kind == TokenKind::Text;
    let has = |words: &[&str]| words.contains(&token.text);
    let slip = if has(IMPORTS) {
        ForeignSlip::Import
    } else if has(WORKLOADS) {
        ForeignSlip::Workload
    } else if has(VARIABLES) || is_assigned && !is_string {
        ForeignSlip::Variable
    } else if has(DENIALS) {
        ForeignSlip::Deny
    } else {
        return None;
    };
    let name =
        if slip == ForeignSlip::Variable && behind.text.starts_with('=') { token.text } else { behind.text };
    Some(to_its_end(walk, Failure::slip(Sort::Foreign(slip), walk.text, place(&token)).right(name)))
}

/// The failure of a statement that opens with an unknown word, up to the end of the body in braces that its
/// first line opens.
pub(in crate::syntax) fn to_its_end(walk: &Walk<'_>, failure: Failure) -> Failure {
    let line = walk.rest_of_line(failure.span.start).trim_end();
    let brace = failure.span.start + line.len().saturating_sub(1);
    if !line.ends_with('{') {
        return failure;
    }
    match closing(walk, brace, '{') {
        Ok((end, _)) => failure.until(end + 1),
        Err(is_open) => Failure { is_open, ..failure },
    }
}

/// Whether a line opens with a word that opens a statement elsewhere.
pub(in crate::syntax) fn opens(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let Some(word) = words.next() else { return false };
    let is_known = [IMPORTS, WORKLOADS, VARIABLES, DENIALS].iter().any(|words| words.contains(&word));
    let is_indented = line.starts_with([' ', '\t']);
    !is_indented
        && (is_known && words.next().is_some()
            || line.split_once('=').is_some_and(|(it, _)| is_word(it.trim())))
}
