//! One reading of a stretch, token by token: where it stands, what it has passed, and what comes next.

use std::ops::Range;

use super::failure::Failure;
use super::keyword::{CONNECTIVES, Keyword, RuleAttribute};
use super::lexer::{Lexer, Token, TokenKind};
use super::limit::Counted;
use super::tree::Extent;

/// One reading of the tokens of a stretch. Each step takes what fits or fails with what is wrong.
pub(super) struct Walk<'t> {
    /// The text of the file, up to the end of what is read of it at once.
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) at: usize,
    /// The byte behind the stretch.
    pub(super) end: usize,
    /// The `<` and `[` that have not been closed, the innermost last.
    pub(super) open: Vec<Token<'t>>,
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Extent>,
    pub(super) passed: Passed,
}

/// What has been passed, each by the index of its first token.
#[derive(Default)]
pub(super) struct Passed {
    pub(super) keyword: Option<usize>,
    pub(super) parent: Option<usize>,
    /// The `<`.
    pub(super) body: Option<usize>,
    /// The word `attach`, `offers` or `alias`.
    pub(super) clause: Option<usize>,
    /// The attribute of the last rule.
    pub(super) rule: Option<usize>,
    pub(super) target: Option<usize>,
    /// The word `tokens`, in place of the rules.
    pub(super) limit: Option<usize>,
    pub(super) per: Option<usize>,
    pub(super) ratio: Option<usize>,
}

pub(super) type Step<T = ()> = Result<T, Box<Failure>>;

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str, stretch: Range<usize>) -> Self {
        let Range { start, end } = stretch;
        let tokens = Lexer::new(text.get(start..end).unwrap_or_default(), start);
        let tokens = tokens.filter(|token| !token.is_comment()).collect();
        let passed = Passed::default();
        Self { text, tokens, at: 0, end, open: Vec::new(), keyword: None, name: None, passed }
    }

    /// The first token behind the stretch; none at the end of the file.
    pub(super) fn next(&self) -> Option<Token<'t>> {
        self.behind().next()
    }

    /// The tokens behind the stretch.
    pub(super) fn behind(&self) -> impl Iterator<Item = Token<'t>> + use<'t> {
        let behind = self.text.get(self.end..).unwrap_or_default();
        Lexer::new(behind, self.end).filter(|token| !token.is_comment())
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let taken = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(taken);
        taken
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.nth(self.at)
    }

    pub(super) fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    /// The token of an index.
    pub(super) fn nth(&self, index: usize) -> Option<Token<'t>> {
        self.tokens.get(index).copied()
    }

    /// The token before the one that comes next.
    pub(super) fn last(&self) -> Option<Token<'t>> {
        self.nth(self.at.checked_sub(1)?)
    }

    pub(super) fn is_at(&self, index: usize, text: &str) -> bool {
        self.nth(index).is_some_and(|token| token.is(text))
    }

    /// The word of an index.
    pub(super) fn word(&self, index: usize) -> Option<&'t str> {
        self.nth(index).filter(|token| token.kind == TokenKind::Word).map(|token| token.text)
    }

    /// The attribute of an index.
    pub(super) fn attribute_at(&self, index: usize) -> Option<RuleAttribute> {
        RuleAttribute::from_name(self.word(index)?)
    }

    /// Whether an attribute and `in` stand at an index.
    pub(super) fn is_rule(&self, index: usize) -> bool {
        self.attribute_at(index).is_some() && self.is_at(index + 1, "in")
    }

    /// Whether an attribute stands at an index, and what may be meant for `in` behind it.
    pub(super) fn may_be_rule(&self, index: usize) -> bool {
        let Some(token) = self.nth(index) else { return false };
        let behind = self.nth(index + 1);
        match token.kind {
            TokenKind::Word => {
                RuleAttribute::from_name(token.text).is_some()
                    && behind.is_some_and(|it| {
                        it.is("in") || it.is("[") || it.kind == TokenKind::Junk || is_negation(it.text)
                    })
            }
            TokenKind::Junk => attribute_and_mark(token.text).is_some(),
            _ => false,
        }
    }

    /// Whether a limit of tokens opens at an index.
    pub(super) fn may_be_limit(&self, index: usize) -> bool {
        let is_limit = |word| Counted::from_name(word).is_some() || word == "per";
        self.is_at(index, "tokens") && self.word(index + 1).is_some_and(is_limit)
    }

    /// Whether a word or a string stands at an index that may be a name in a list.
    pub(super) fn is_item(&self, index: usize) -> bool {
        let Some(token) = self.nth(index) else { return false };
        match token.kind {
            TokenKind::Text => true,
            TokenKind::Word => {
                let opens_line = token.breaks > 0 && Keyword::from_name(token.text).is_some();
                !CONNECTIVES.contains(&token.text) && !self.may_be_rule(index) && !opens_line
            }
            _ => false,
        }
    }

    /// The text from a byte to the end of its line or of the stretch.
    pub(super) fn rest_of_line(&self, start: usize) -> &'t str {
        let rest = self.text.get(start..self.end).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The statement up to its name, label or parent, on one line.
    pub(super) fn head(&self) -> String {
        let end = self.passed.body.unwrap_or(self.at);
        let first = self.passed.keyword.unwrap_or_default();
        let words = self.tokens.get(first..end).unwrap_or_default();
        words.iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
    }
}

/// Where a token stands.
pub(super) fn place(token: &Token<'_>) -> Range<usize> {
    token.start..token.end()
}

/// An attribute and the marks directly behind it: `country:`.
pub(super) fn attribute_and_mark(text: &str) -> Option<(RuleAttribute, &str)> {
    let length = text.find(|it: char| !it.is_ascii_lowercase())?;
    let (word, marks) = text.split_at_checked(length)?;
    let is_mark = marks.starts_with([':', '=', '!', '≠', '∈', '∉']);
    RuleAttribute::from_name(word).filter(|_| is_mark).map(|attribute| (attribute, marks))
}

/// Whether people say with a word or mark that something is not.
pub(super) fn is_negation(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "not",
        "NOT",
        "no",
        "notin",
        "not_in",
        "nin",
        "deny",
        "forbid",
        "forbidden",
        "exclude",
        "excluding",
        "isnt",
        "unless",
        "without",
        "but",
        "minus",
        "never",
        "aint",
        "disallow",
        "block",
        "ban",
    ];
    WORDS.contains(&text) || text.starts_with(['!', '≠', '∉', '¬']) || text == "-" || text == "<>"
}

/// Whether `word` is one of those that stand inside of a statement and never open one as a name would.
pub(super) fn is_known(word: &str) -> bool {
    CONNECTIVES.contains(&word) || RuleAttribute::from_name(word).is_some()
}
