//! What the syntax stage says: the words of all its findings.

use super::fault::{Closing, Expected, Fault, Found, Opening, is_short_in, only_spaces};
use super::keyword::{Form, Keyword, Kind, RuleAttribute};
use super::shape::Clause;
use super::slip_words;
use crate::diagnostic::{Check, Classify, Describe, Words, errors, joined, listed, looks};
use crate::text::{MAX_FILE_BYTES, hidden, lookalike};

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::HiddenCharacter(_) => &errors::HIDDEN_CHARACTER,
            Self::InvalidUtf8 => &errors::INVALID_UTF8,
            Self::LimitExceeded(_) => &errors::LIMIT_EXCEEDED,
            Self::EmptyList => &errors::EMPTY_LIST,
            Self::Unclosed(..) => &errors::UNCLOSED_BLOCK,
            Self::UnknownAttribute(_)
            | Self::UnknownKind(_)
            | Self::UnknownClause(..)
            | Self::UnknownPart(..)
            | Self::UnknownForm(_)
            | Self::UnknownStatement(..) => &errors::UNKNOWN_KEYWORD,
            Self::NotInATable(_)
            | Self::Unexpected { .. }
            | Self::WrongCase { .. }
            | Self::OddWord { .. }
            | Self::LooseWord(..)
            | Self::NoAttribute(..)
            | Self::EmptyName(_)
            | Self::MergeConflict
            | Self::BadEscape
            | Self::QuotedKeyword(_) => &errors::SYNTAX_ERROR,
            Self::Slip(slip) => slip_words::check(slip),
        }
    }
}

impl Describe for Fault {
    fn words(&self) -> Words {
        match self {
            Self::HiddenCharacter(run) => hidden_character(run),
            Self::InvalidUtf8 => Words::new("the file is not UTF-8", "not a UTF-8 character")
                .with_help("save the file as UTF-8"),
            Self::LimitExceeded(bytes) => Words::new(
                format!("the file has {bytes} bytes, and bpol reads at most {MAX_FILE_BYTES}"),
                "not read",
            )
            .with_help("divide it into several files: all files of a workspace share one namespace"),
            Self::EmptyList => Words::new("an empty list allows nothing", "nothing stands in it")
                .with_help("name at least one, or leave the whole part out"),
            Self::Unclosed(opening, closing) => unclosed(*opening, closing),
            Self::UnknownAttribute(word) => self.unknown(word, "attribute", || {
                format!(
                    "an attribute is one of {}",
                    listed(&RuleAttribute::ALL.map(RuleAttribute::name), "and")
                )
            }),
            Self::UnknownKind(word) => self.unknown(word, "kind", || match Kind::from_name(word) {
                Some(kind) => format!("write `{}`", kind.plural()),
                None => {
                    format!("a target names one or more of {}", listed(&Kind::ALL.map(Kind::plural), "and"))
                }
            }),
            Self::UnknownClause(word, keyword, _) => self.unknown(word, "clause", || shape_of(*keyword)),
            Self::UnknownPart(word, keyword, _) => self.unknown(word, "keyword", || shape_of(*keyword)),
            Self::UnknownForm(word) => self.unknown(word, "form of a guard", || {
                format!("a guard opens with {}", listed(&Form::ALL.map(Form::name), "or"))
            }),
            Self::UnknownStatement(word, before) => self.unknown_statement(word, *before),
            Self::NotInATable(keyword) => syntax_error(
                format!("a reference table has no `{}`", keyword.name()),
                "a statement that declares no code",
                "a table has `continent`, `country`, `location`, `cpu`, `gpu` and `group` statements only; move \
                 this one to a file of the workspace",
            ),
            Self::Unexpected { expected, found, keyword } => {
                let wanted = one_of(expected);
                let message = match found {
                    Found::Token(token) => expected_but(&wanted, token),
                    Found::EndOfFile => format!("expected {wanted}, but the file ends here"),
                    Found::Nothing => format!("expected {wanted}"),
                };
                let help = keyword.map_or_else(opens_with, shape_of);
                syntax_error(message, found.words(), help)
            }
            Self::WrongCase { expected, found } => syntax_error(
                expected_but(&one_of(expected), found),
                "a keyword in capital letters",
                format!("keywords are lower case: write `{}`", found.to_ascii_lowercase()),
            ),
            Self::OddWord { expected, found, is_name } => {
                let help = if lookalike::mixes_scripts(found) {
                    let letters = looks(&lookalike::foreign(found));
                    format!("write it with the letters of one script: {letters}")
                } else if *is_name {
                    format!("a word has ASCII letters only; write it in quotes: `\"{found}\"`")
                } else {
                    "a word has ASCII letters, digits, `_`, `.` and `-` only; write anything else in quotes"
                        .to_owned()
                };
                let label = if *is_name { "letters that are not ASCII" } else { "no word of the language" };
                syntax_error(expected_but(&one_of(expected), found), label, help)
            }
            Self::LooseWord(word, before) => {
                let help = match before {
                    Some(keyword) => {
                        format!("the parts of a statement have one order: {}", shape_of(*keyword))
                    }
                    None => format!("what belongs before `{word}` is missing: {}", opens_with()),
                };
                syntax_error(expected_but("a statement", word), format!("`{word}` opens no statement"), help)
            }
            Self::NoAttribute(word, keyword) => syntax_error(
                expected_but(&listed(&RuleAttribute::ALL.map(RuleAttribute::name), "or"), word),
                format!("`{word}` opens no rule"),
                shape_of(*keyword),
            ),
            Self::EmptyName(what) => syntax_error(
                format!("{} is empty", what.words()),
                "nothing stands in the quotes",
                "write at least one character",
            ),
            Self::MergeConflict => {
                Words::new("a merge conflict is left here", "both sides and their markers")
                    .with_help("keep what is meant of both sides, and delete the markers")
            }
            Self::BadEscape => syntax_error(
                "the string has an escape that does not exist",
                "a string with a `\\` too much",
                "the escapes are `\\\"` and `\\\\`, there are no others",
            ),
            Self::Slip(slip) => slip_words::words(slip),
            Self::QuotedKeyword(written) => syntax_error(
                format!("expected a keyword, found the string `{written}`"),
                "a keyword in quotes",
                "keywords are never quoted",
            ),
        }
    }
}

impl Fault {
    fn unknown(&self, word: &str, what: &str, otherwise: impl Fn() -> String) -> Words {
        let near = self.nearest();
        let words =
            Words::new(format!("unknown {what} `{word}`"), format!("the language has no such {what}"));
        if near.is_empty() {
            words.with_help(otherwise())
        } else {
            words.with_help(format!("did you mean {}?", listed(&near, "or")))
        }
    }

    fn unknown_statement(&self, word: &str, before: Option<Keyword>) -> Words {
        let words = self.unknown(word, "keyword", || before.map_or_else(opens_with, shape_of));
        match before {
            Some(before) if is_short_in(word, before) => words.with_help("did you mean `in`?"),
            _ => words,
        }
    }
}

/// Help that names what opens a statement.
fn opens_with() -> String {
    format!("a statement opens with {}", listed(&Keyword::ALL.map(Keyword::name), "or"))
}

impl Found {
    /// What the text is that stands there.
    fn words(&self) -> String {
        let Self::Token(token) = self else { return "the text ends here".to_owned() };
        let what = match &**token {
            "<" => "opens a body",
            ">" => "closes a body",
            "[" => "opens a list",
            "]" => "closes a list",
            "," => "separates the items of a list",
            "in" => "stands before a list, or before what a statement is in",
            "or" | "except" | "and" => "joins rules",
            "target" => "stands behind rules",
            "attach" | "offers" | "alias" => "stands before a list, in a body",
            word if Form::from_name(word).is_some() => "opens the body of a guard",
            word if Keyword::from_name(word).is_some() => "opens a statement or a rule",
            word if word.starts_with('"') => return "a string".to_owned(),
            word if super::is_word(word) => return "a word".to_owned(),
            _ => return "no word and no mark of the language".to_owned(),
        };
        format!("`{token}` {what}")
    }
}

impl Expected {
    pub(super) fn words(self) -> String {
        match self {
            Self::Statement => "a statement".to_owned(),
            Self::NextStatement => "the next statement".to_owned(),
            Self::Name => "a name".to_owned(),
            Self::NameOf(keyword) => format!("the name of the {}", keyword.name()),
            Self::Label => "a label".to_owned(),
            Self::Parent(parent) => format!("the {parent}"),
            Self::Attribute => "an attribute".to_owned(),
            Self::Code => "a code".to_owned(),
            Self::Kind => "a kind".to_owned(),
            Self::Item(Clause::Attach) => "a policy".to_owned(),
            Self::Item(Clause::Offers) => "a flavor".to_owned(),
            Self::Item(Clause::Alias) => "an alias".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Exactly(text) => format!("`{text}`"),
        }
    }
}

/// What is expected, in prose.
fn one_of(expected: &[Expected]) -> String {
    let words: Vec<String> = expected.iter().map(|it| it.words()).collect();
    joined(&words, "or")
}

fn expected_but(wanted: &str, found: &str) -> String {
    format!("expected {wanted}, found `{found}`")
}

/// The text is not what the language has there.
fn syntax_error(message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Words {
    Words::new(message, label).with_help(help)
}

/// Help that shows the whole statement.
fn shape_of(keyword: Keyword) -> String {
    format!("write it as `{}`", keyword.shape().text)
}

fn unclosed(opening: Opening, closing: &Closing) -> Words {
    let what = match opening {
        Opening::Block => "block",
        Opening::List => "list",
        Opening::String => "string",
    };
    let mark = match opening {
        Opening::Block => ">",
        Opening::List => "]",
        Opening::String => "\"",
    };
    let words = Words::new(format!("this {what} is never closed"), format!("the {what} opens here"));
    match closing {
        Closing::SameLine => {
            words.with_help(format!("close the {what} with `{mark}` on the line on which it opens"))
        }
        Closing::EndOfFile => words.with_help(format!("write `{mark}` at its end")),
        Closing::Before { mark, token } => words
            .with_help(format!("write `{mark}` before `{token}`"))
            .with_related(format!("`{mark}` must stand before this")),
    }
}

/// A run of characters that people cannot see.
fn hidden_character(run: &str) -> Words {
    let mut names: Vec<String> = run.chars().map(describe).collect();
    names.dedup();
    let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
    let first = names.into_iter().next().unwrap_or_default();
    let words = Words::new(format!("hidden character {first}{more}"), "people do not see what stands here");
    words.with_help(if only_spaces(run) { "write an ordinary space" } else { "delete it" })
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
        _ if hidden::is_odd_space(character) => "a space that is not the ordinary one",
        _ => "invisible",
    };
    format!("U+{:04X} ({name})", u32::from(character))
}
