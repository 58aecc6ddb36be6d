//! How a suppression is written: a comment comes in, and what it says goes out, or what it was meant to say.

use crate::date::{Date, NoDate};
use crate::syntax::directive;

/// What a comment that speaks to bpol says.
#[derive(Debug, PartialEq)]
pub(super) enum Directive<'c> {
    /// `# bpol: allow(NAME, …) [until DATE] REASON`
    Suppression(Written<'c>),
    /// It begins like a suppression, names a lint, and is none.
    NearMiss(NearMiss),
    /// What stands behind `bpol:`, which names no lint.
    Other(&'c str),
}

/// A suppression as it is written.
#[derive(Debug, PartialEq)]
pub(super) struct Written<'c> {
    /// The names between the parentheses; none that is empty.
    pub(super) names: Vec<Word<'c>>,
    /// The bytes of the comment between the parentheses.
    pub(super) list: std::ops::Range<usize>,
    pub(super) until: Until,
    pub(super) reason: &'c str,
}

/// A word of a comment and the byte at which it starts there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'c> {
    pub(super) text: &'c str,
    pub(super) start: usize,
}

/// How long a suppression holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Until {
    Always,
    /// Up to the end of that day.
    Day(Date),
    /// It says `until`, and no date as it is written there.
    Unclear {
        written: String,
        is_no_such_day: bool,
    },
}

/// What was meant to be a suppression.
#[derive(Debug, PartialEq)]
pub(super) struct NearMiss {
    /// The names of its list, each lint's as it is called.
    pub(super) names: Vec<String>,
    /// The comment in the right form; none where it asks for something else than to be spared.
    pub(super) meant: Option<String>,
}

/// What people write for `allow`.
const ALLOWING: [&str; 17] = [
    "accept", "allow", "disable", "except", "exclude", "expect", "ignore", "mute", "nolint", "noqa", "off",
    "permit", "silence", "skip", "suppress", "tolerate", "waive",
];

/// What people write who want a rule at another level.
const RAISING: [&str; 4] = ["deny", "enable", "forbid", "warn"];

/// What may stand between `bpol` and what follows.
const GLUE: [char; 10] = [' ', '\t', ':', '-', '_', '=', '.', '/', '@', '!'];

const OPENING: [char; 4] = ['(', '[', '{', '<'];
const CLOSING: [char; 4] = [')', ']', '}', '>'];

/// What may stand between a list of names and the words behind it, and is none of these.
const BETWEEN: [char; 9] = [' ', '\t', ':', ',', ';', '=', '-', '–', '—'];

/// What a comment, `#` included, says to bpol; none where it speaks to people only. `lints` are the names
/// that there are.
pub(super) fn read<'c>(comment: &'c str, lints: &[&str]) -> Option<Directive<'c>> {
    let behind = after_name(comment)?;
    let directive = directive(comment);
    if let Some(written) = directive.and_then(|directive| suppression(comment, directive)) {
        return Some(Directive::Suppression(written));
    }
    near_miss(behind, lints).map(Directive::NearMiss).or(directive.map(Directive::Other))
}

/// What follows `bpol`, in whatever case and behind however many hashes.
fn after_name(comment: &str) -> Option<&str> {
    let (name, rest) = comment.trim_start_matches('#').trim_ascii_start().split_at_checked("bpol".len())?;
    name.eq_ignore_ascii_case("bpol").then_some(rest)
}

/// `allow(NAME, …) [until DATE] REASON`, which is the directive of a comment.
fn suppression<'c>(comment: &'c str, directive: &'c str) -> Option<Written<'c>> {
    let list = directive.strip_prefix("allow")?.trim_ascii_start().strip_prefix('(')?;
    // Both are ends of the same text.
    let start = comment.trim_ascii_end().len() - list.len();
    let (list, rest) = list.split_once(')')?;
    let mut names = Vec::new();
    let mut at = start;
    for part in list.split(',') {
        let text = part.trim_ascii();
        if text.contains([' ', '\t']) {
            // A reason between the parentheses, or a comma that is missing.
            return None;
        }
        if !text.is_empty() {
            names.push(Word { text, start: at + (part.len() - part.trim_ascii_start().len()) });
        }
        at += part.len() + 1;
    }
    let (until, reason) = until(rest.trim_ascii());
    Some(Written { names, list: start..start + list.len(), until, reason })
}

/// The end that a reason begins with, and what stands behind it.
fn until(text: &str) -> (Until, &str) {
    let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if !word.trim_end_matches([':', '=']).eq_ignore_ascii_case("until") {
        return (Until::Always, text);
    }
    let (date, reason) = rest.trim_ascii_start().split_once([' ', '\t']).unwrap_or((rest.trim_ascii(), ""));
    let read = date.parse::<Date>();
    match read {
        Ok(day) if word == "until" => (Until::Day(day), reason.trim_ascii_start()),
        _ => {
            let written = format!("{word} {date}").trim_ascii_end().to_owned();
            let is_no_such_day = matches!(read, Err(NoDate::NoSuchDay(_)));
            (Until::Unclear { written, is_no_such_day }, reason.trim_ascii_start())
        }
    }
}

/// What a text that follows `bpol` was meant to be, where a list of names stands where one may.
fn near_miss(text: &str, lints: &[&str]) -> Option<NearMiss> {
    let rest = text.trim_start_matches(GLUE);
    let glue = text.get(..text.len() - rest.len())?;
    // Words in a sentence about bpol stand behind a space; what is addressed to it does not.
    let is_addressed = glue.contains(':') || !glue.contains([' ', '\t']);
    if glue.is_empty() && !rest.starts_with(OPENING) {
        return None;
    }
    let first = word(rest);
    let (verb, list) = match lint(first, lints) {
        Some(_) => ("", rest),
        None => (first, rest.strip_prefix(first)?.trim_start_matches([' ', '\t', ':', '='])),
    };
    let is_verb = |verbs: &[&str]| verbs.iter().any(|known| is_form_of(verb, known));
    let (is_allowing, is_raising) = (is_verb(&ALLOWING), is_verb(&RAISING));
    if !is_addressed && !is_allowing && !is_raising {
        return None;
    }
    let (names, reason) = match list.strip_prefix(OPENING) {
        Some(inner) => match inner.split_once(CLOSING) {
            Some((inner, behind)) => {
                let (names, left) = enclosed(inner, lints);
                let words = [left.as_str(), behind.trim_start_matches(BETWEEN)];
                (names, words.join(" ").trim_ascii().to_owned())
            }
            None => bare(inner, lints),
        },
        None if is_allowing || is_raising || (verb.is_empty() && glue.contains(':')) => bare(list, lints),
        None => return None,
    };
    if !names.iter().any(|name| lints.contains(&name.as_str())) {
        return None;
    }
    let meant = format!("# bpol: allow({}) {reason}", names.join(", ")).trim_ascii_end().to_owned();
    Some(NearMiss { names, meant: (!is_raising).then_some(meant) })
}

/// The names between brackets, and the words there that are none.
fn enclosed(text: &str, lints: &[&str]) -> (Vec<String>, String) {
    let (mut names, mut left) = (Vec::new(), Vec::new());
    for part in text.split([',', ';']) {
        let words: Vec<&str> = part.split_ascii_whitespace().map(|word| word.trim_matches(QUOTES)).collect();
        let is_single = words.len() == 1;
        let mut are_names = true;
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let known = lint(word, lints);
            are_names &= is_single || known.is_some();
            match known {
                Some(name) if are_names => names.push(name.to_owned()),
                _ if are_names => names.push(word.to_owned()),
                _ => left.push(word),
            }
        }
    }
    (names, left.join(" "))
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// The lints that a text opens with, and what follows them.
fn bare(text: &str, lints: &[&str]) -> (Vec<String>, String) {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches([' ', '\t', ',', ';', '"', '\'', '`']);
        let Some(name) = lint(word(next), lints) else { break };
        names.push(name.to_owned());
        rest = next.get(word(next).len()..).map_or("", |rest| rest.trim_start_matches(QUOTES));
    }
    let reason = rest.trim_start_matches(CLOSING).trim_start_matches(BETWEEN);
    (names, reason.trim_ascii().to_owned())
}

/// The letters, digits, `-` and `_` that a text opens with.
fn word(text: &str) -> &str {
    let is_in_word = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    text.split(|character| !is_in_word(character)).next().unwrap_or(text)
}

/// The lint that `word` is the name of, whatever its letter case.
fn lint<'l>(word: &str, lints: &[&'l str]) -> Option<&'l str> {
    let is_it = |name: &&&str| {
        name.len() == word.len()
            && name.bytes().zip(word.bytes()).all(|(a, b)| {
                let b = if b == b'_' { b'-' } else { b.to_ascii_lowercase() };
                a == b
            })
    };
    lints.iter().find(is_it).copied()
}

/// Whether `word` is `verb`, in whatever case, or something like `verb-next-line`.
fn is_form_of(word: &str, verb: &str) -> bool {
    let stem = word.split(['-', '_']).next().unwrap_or(word);
    stem.eq_ignore_ascii_case(verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINTS: [&str; 3] = ["cut-off", "no-effect", "unused-policy"];

    #[test]
    fn a_suppression_is_names_an_end_and_a_reason() {
        let parsed = |comment: &'static str| match read(comment, &LINTS)? {
            Directive::Suppression(written) => {
                let of_name = |name: &Word<'_>| {
                    comment.get(name.start..name.start + name.text.len()) == Some(name.text)
                        && written.list.contains(&name.start)
                };
                assert!(written.names.iter().all(of_name), "{written:?}");
                assert!(comment.get(..written.list.start).unwrap().ends_with('('), "{written:?}");
                assert!(comment.get(written.list.end..).unwrap().starts_with(')'), "{written:?}");
                let names: Vec<&str> = written.names.iter().map(|name| name.text).collect();
                Some((names.join("+"), written.until, written.reason))
            }
            _ => None,
        };
        let of = |names: &str, until, reason| Some((names.to_owned(), until, reason));
        let day = |text: &str| Until::Day(text.parse().unwrap());
        let unclear = |text: &str| Until::Unclear { written: text.to_owned(), is_no_such_day: false };
        let february = Until::Unclear { written: "until 2027-02-30".to_owned(), is_no_such_day: true };
        for (comment, wanted) in [
            ("# bpol: allow(no-effect, no-effec,) a lock", of("no-effect+no-effec", Until::Always, "a lock")),
            ("#bpol:allow ( x )", of("x", Until::Always, "")),
            ("# bpol: allow() why", of("", Until::Always, "why")),
            ("# bpol: allow(x) until 2027-03-31 why it is", of("x", day("2027-03-31"), "why it is")),
            ("# bpol: allow(x)\tuntil\t2027-03-31\twhy", of("x", day("2027-03-31"), "why")),
            ("# bpol: allow(x) until 2027-03-31", of("x", day("2027-03-31"), "")),
            ("# bpol: allow(x) until 2027-02-30 why", of("x", february, "why")),
            ("# bpol: allow(x) until tomorrow why", of("x", unclear("until tomorrow"), "why")),
            ("# bpol: allow(x) until 2027-03-31, why", of("x", unclear("until 2027-03-31,"), "why")),
            ("# bpol: allow(x) Until 2027-03-31 why", of("x", unclear("Until 2027-03-31"), "why")),
            ("# bpol: allow(x) until: 2027-03-31 why", of("x", unclear("until: 2027-03-31"), "why")),
            ("# bpol: allow(x) until", of("x", unclear("until"), "")),
            ("# bpol: allow(x) untiled why", of("x", Until::Always, "untiled why")),
            ("# bpol: allow(x) why until 2027-03-31", of("x", Until::Always, "why until 2027-03-31")),
        ] {
            assert_eq!(parsed(comment), wanted, "{comment}");
        }
    }

    #[test]
    fn what_reads_like_a_suppression_is_a_near_miss() {
        for (comment, meant) in [
            ("# bpol allow(no-effect) x", "# bpol: allow(no-effect) x"),
            ("# Bpol: allow(no-effect) x", "# bpol: allow(no-effect) x"),
            ("#BPOL: ALLOW(NO_EFFECT) X", "# bpol: allow(no-effect) X"),
            ("## bpol: allow(no-effect) x", "# bpol: allow(no-effect) x"),
            ("##bpol:allow(no-effect)", "# bpol: allow(no-effect)"),
            ("# bpol: ignore(no-effect) approved", "# bpol: allow(no-effect) approved"),
            ("# bpol-ignore(no-effect)", "# bpol: allow(no-effect)"),
            ("# bpol: Allow(no-effect)", "# bpol: allow(no-effect)"),
            ("# bpol: allow(no-effect a lock", "# bpol: allow(no-effect) a lock"),
            ("# bpol: allow(no-effect, cut-off: a lock", "# bpol: allow(no-effect, cut-off) a lock"),
            ("# bpol: allow(no-effect because it stays) so", "# bpol: allow(no-effect) because it stays so"),
            ("# bpol: allow(no-effect cut-off) so", "# bpol: allow(no-effect, cut-off) so"),
            ("# bpol : allow(no-effect) x", "# bpol: allow(no-effect) x"),
            ("# bpol: allow: no-effect, cut-off - x", "# bpol: allow(no-effect, cut-off) x"),
            ("# bpol: allow no-effect) x", "# bpol: allow(no-effect) x"),
            ("# bpol: allow[no-effect] x", "# bpol: allow(no-effect) x"),
            ("# bpol:disable=no-effect", "# bpol: allow(no-effect)"),
            ("# bpol disable-next-line no-effect -- x", "# bpol: allow(no-effect) x"),
            ("# bpol_ignore: `no-effect` x", "# bpol: allow(no-effect) x"),
            ("# bpol(no-effect) x", "# bpol: allow(no-effect) x"),
            ("# bpol: no-effect: x", "# bpol: allow(no-effect) x"),
            ("# bpol: skip (no-effect, typo) x", "# bpol: allow(no-effect, typo) x"),
            ("# bpol ignore(no-effect) until 2027-03-31 x", "# bpol: allow(no-effect) until 2027-03-31 x"),
        ] {
            let Some(Directive::NearMiss(near)) = read(comment, &LINTS) else { panic!("{comment}") };
            assert_eq!(near.meant.as_deref(), Some(meant), "{comment}");
            // What is written instead is a suppression of the same names.
            let Some(Directive::Suppression(written)) = read(meant, &LINTS) else { panic!("{meant}") };
            assert!(written.names.iter().map(|name| name.text).eq(near.names.iter()), "{comment}");
        }
        for comment in ["# bpol: deny(no-effect) x", "# Bpol: warn no-effect"] {
            let Some(Directive::NearMiss(near)) = read(comment, &LINTS) else { panic!("{comment}") };
            assert_eq!(near.meant, None, "{comment}");
        }
    }

    #[test]
    fn what_only_mentions_bpol_is_none() {
        for comment in [
            "#",
            "# bpo",
            "# bpol",
            "# bpol reports no-effect here, and that is fine",
            "# bpol finds (no-effect) here",
            "# bpol's no-effect is off",
            "# bpol allow(x)",
            "# bpol no-effect is noisy",
            "# bpol allows what no-effect would report",
            "# bpolicy: allow(no-effect) x",
            "# see bpol: allow(no-effect) x",
            "# # bpol: allow(no-effect) x",
            "# allow(no-effect) x",
            "# bpol explain no-effect says more",
            "# Bpol: see the page of no-effect",
            "# bpölallow(no-effect)",
            "# bpo\u{308}l: allow(no-effect)",
        ] {
            assert_eq!(read(comment, &LINTS), None, "{comment}");
        }
        for comment in
            ["# bpol:", "# bpol: hello", "# bpol: allow without", "# bpol: deny(x) y", "# bpol: allow(x"]
        {
            assert!(matches!(read(comment, &LINTS), Some(Directive::Other(_))), "{comment}");
        }
    }
}
