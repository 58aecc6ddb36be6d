//! What the syntax stage says: every text of its findings in one place.

use super::ast::Statement;
use super::keyword::{Attribute, CONNECTIVES, Clause, Keyword, Kind};
use crate::diagnostic::{Applicability, Diagnostic, errors, listed};
use crate::hidden;
use crate::source::{MAX_FILE_BYTES, Span};
use crate::suggest::nearest;

/// `word` stands where an attribute must.
pub(super) fn unknown_attribute(word: &str, span: Span) -> Diagnostic {
    let names = Attribute::ALL.map(Attribute::name);
    unknown(word, span, "attribute", &names, &format!("an attribute is one of {}", listed(&names, "and")))
}

/// `word` stands in a target.
pub(super) fn unknown_kind(word: &str, span: Span) -> Diagnostic {
    let names = Kind::ALL.map(Kind::plural);
    let help = format!("a target names one or more of {}", listed(&names, "and"));
    match Kind::from_name(word) {
        Some(kind) => unknown(word, span, "kind", &[kind.plural()], &help),
        None => unknown(word, span, "kind", &names, &help),
    }
}

/// `word` opens the list of a statement that has `clause`.
pub(super) fn unknown_clause(word: &str, span: Span, keyword: Keyword, clause: Clause) -> Diagnostic {
    unknown(word, span, "clause", &[clause.name()], &shape_of(keyword))
}

/// `word` opens a statement.
pub(super) fn unknown_statement(word: &str, span: Span) -> Diagnostic {
    let names = Keyword::ALL.map(Keyword::name);
    unknown(word, span, "keyword", &names, &format!("a statement opens with {}", listed(&names, "or")))
}

/// The attribute that a misspelt one is taken for.
pub(super) fn nearest_attribute(word: &str) -> Option<Attribute> {
    let near = nearest(word, Attribute::ALL.map(Attribute::name));
    near.first().and_then(|near| Attribute::from_name(near))
}

/// The keyword that a misspelt one is taken for.
pub(super) fn nearest_keyword(word: &str) -> Option<Keyword> {
    let near = nearest(word, Keyword::ALL.map(Keyword::name));
    near.first().and_then(|near| Keyword::from_name(near)).filter(|_| !CONNECTIVES.contains(&word))
}

/// `word`, which is none of these, stands behind the rules of a policy.
pub(super) fn unknown_part(word: &str, span: Span) -> Option<Diagnostic> {
    let near = nearest(word, ["or", "target"]);
    (!near.is_empty() && !CONNECTIVES.contains(&word))
        .then(|| unknown(word, span, "keyword", &["or", "target"], &shape_of(Keyword::Policy)))
}

fn unknown(word: &str, span: Span, what: &str, names: &[&str], otherwise: &str) -> Diagnostic {
    let near = nearest(word, names.iter().copied());
    let finding = Diagnostic::new(
        &errors::UNKNOWN_KEYWORD,
        span,
        format!("unknown {what} `{word}`"),
        format!("the language has no such {what}"),
    );
    match near.first() {
        Some(first) => finding.with_help(format!("did you mean {}?", listed(&near, "or"))).with_fix(
            Applicability::Unsafe,
            span,
            *first,
        ),
        None => match names {
            [only] if what == "kind" => {
                finding.with_help(format!("write `{only}`")).with_fix(Applicability::Unsafe, span, *only)
            }
            _ => finding.with_help(otherwise),
        },
    }
}

/// `[]`.
pub(super) fn empty_list(span: Span) -> Diagnostic {
    Diagnostic::new(&errors::EMPTY_LIST, span, "an empty list allows nothing", "nothing stands in it")
        .with_help("name at least one, or leave the whole part out")
}

/// The text at `span` is not what the language has there.
pub(super) fn syntax_error(span: Span, message: impl AsRef<str>, help: impl AsRef<str>) -> Diagnostic {
    Diagnostic::new(&errors::SYNTAX_ERROR, span, message, "does not fit here").with_help(help)
}

/// A reference table has a statement that declares no code.
pub(super) fn not_in_a_table(statement: &Statement<'_>) -> Diagnostic {
    let keyword = statement.keyword.name();
    let start = statement.span.start as usize;
    syntax_error(
        Span::new(statement.span.file, start..start + keyword.len()),
        format!("a reference table has no `{keyword}`"),
        "a table has `continent`, `country`, `location`, `cpu` and `gpu` statements only; move this one to a file of \
         the workspace",
    )
}

/// The `<`, `[` or `"` at `span` has no counterpart.
pub(super) fn unclosed(span: Span, open: &str, help: impl AsRef<str>) -> Diagnostic {
    let what = match open {
        "<" => "block",
        "[" => "list",
        _ => "string",
    };
    Diagnostic::new(
        &errors::UNCLOSED_BLOCK,
        span,
        format!("this {what} is never closed"),
        format!("the {what} opens here"),
    )
    .with_help(help)
}

/// A run of characters that people cannot see.
pub(super) fn hidden(span: Span, characters: &str) -> Diagnostic {
    let mut names: Vec<String> = characters.chars().map(describe).collect();
    names.dedup();
    let (first, rest) =
        names.split_first().map_or((String::new(), 0), |(first, rest)| (first.clone(), rest.len()));
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let only_blanks = characters.chars().all(hidden::is_odd_blank);
    let finding = Diagnostic::new(
        &errors::HIDDEN_CHARACTER,
        span,
        format!("hidden character {first}{more}"),
        "people do not see what stands here",
    );
    if only_blanks {
        finding.with_help("write an ordinary blank").with_fix(Applicability::Unsafe, span, " ")
    } else {
        finding.with_help("delete it").with_fix(Applicability::Unsafe, span, "")
    }
}

fn describe(character: char) -> String {
    let name = match character {
        '\0' => "null",
        '\r' => "a carriage return without a line feed",
        '\u{1b}' => "escape",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            "bidirectional control"
        }
        '\u{feff}' => "byte-order mark inside the file",
        '\u{fe00}'..='\u{fe0f}' => "variation selector",
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "control character",
        _ if hidden::is_odd_blank(character) => "a blank that is not the ordinary one",
        _ => "invisible",
    };
    format!("U+{:04X} ({name})", u32::from(character))
}

/// The file's first bytes that are no character.
pub(super) fn invalid_utf8(span: Span) -> Diagnostic {
    Diagnostic::new(&errors::INVALID_UTF8, span, "the file is not UTF-8", "not a UTF-8 character")
        .with_help("save the file as UTF-8")
}

/// The file is longer than bpol reads.
pub(super) fn limit_exceeded(span: Span, bytes: u64) -> Diagnostic {
    Diagnostic::new(
        &errors::LIMIT_EXCEEDED,
        span,
        format!("the file has {bytes} bytes, and bpol reads at most {MAX_FILE_BYTES}"),
        "not read",
    )
    .with_help("divide it into several files: all files of a workspace share one namespace")
}

/// Help that shows the whole statement.
pub(super) fn shape_of(keyword: Keyword) -> String {
    format!("write it as `{}`", keyword.shape().text)
}
