//! One reading of a stretch, token by token: what fits is taken, and the first token that does not is the
//! finding.

use super::fault::{Closing, Expected, Fault, Found, Opening};
use super::keyword::{CONNECTIVES, Keyword, RuleAttribute};
use super::lexer::{Token, TokenKind};
use super::shape::BodyShape;
use super::tree::Extent;
use crate::diagnostic::Diagnostic;
use crate::suggest::nearest;
use crate::text::{FileId, Span, lookalike};

/// One reading of the tokens. Each step takes what fits or fails with the finding.
pub(super) struct Walk<'t> {
    pub(super) file: FileId,
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) at: usize,
    /// The `<` and `[` that have not been closed, the innermost last.
    pub(super) open: Vec<Token<'t>>,
    /// The first token behind the stretch; none at the end of the file.
    pub(super) next: Option<Token<'t>>,
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Extent>,
}

pub(super) type Step<T = ()> = Result<T, Box<Diagnostic>>;

impl<'t> Walk<'t> {
    pub(super) fn list(&mut self, item: Expected) -> Step {
        self.open("[", &[Expected::Exactly("[")])?;
        while !self.peek().is_some_and(|token| token.is("]")) {
            self.name_of(item)?;
            if !self.take(",") {
                break;
            }
        }
        self.close("]", &[",", "]"].map(Expected::Exactly))
    }

    /// A word or a string that may be a name.
    pub(super) fn name_of(&mut self, what: Expected) -> Step<Option<Extent>> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Text && token.text == "\"\"" => {
                Err(Box::new(Fault::EmptyName(what).at(self.span(&token))))
            }
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::Text) => {
                self.at += 1;
                Ok(Extent::new(token.start..token.end()))
            }
            _ => self.fail(&[what]),
        }
    }

    pub(super) fn open(&mut self, mark: &str, expected: &[Expected]) -> Step {
        let token = self.peek();
        if !self.take(mark) {
            return self.fail(expected);
        }
        self.open.extend(token);
        Ok(())
    }

    pub(super) fn close(&mut self, mark: &str, expected: &[Expected]) -> Step {
        if !self.take(mark) {
            return self.fail(expected);
        }
        self.open.pop();
        Ok(())
    }

    pub(super) fn expect(&mut self, word: &'static str) -> Step {
        if self.take(word) { Ok(()) } else { self.fail(&[Expected::Exactly(word)]) }
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let taken = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(taken);
        taken
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    pub(super) fn fail<T>(&self, expected: &[Expected]) -> Step<T> {
        Err(Box::new(self.misfit(expected)))
    }

    /// The finding for the token that comes next, where only `expected` could stand.
    pub(super) fn misfit(&self, expected: &[Expected]) -> Diagnostic {
        let Some(token) = self.peek() else { return self.too_short(expected) };
        match token.kind {
            TokenKind::OpenText => {
                let span = Span::new(self.file, token.start..token.start + 1);
                return Fault::Unclosed(Opening::String, Closing::SameLine).at(span);
            }
            TokenKind::BadText => return Fault::BadEscape.at(self.span(&token)),
            TokenKind::Junk => return self.junk(&token, expected),
            TokenKind::Text if self.keyword.is_none() || is_known(token.text.trim_matches('"')) => {
                return self.quoted(&token);
            }
            TokenKind::Mark | TokenKind::Word | TokenKind::Text | TokenKind::Comment => {}
        }
        if let Some(open) = self.open.last() {
            let behind_rule = expected.contains(&Expected::Exactly(">"));
            if open.is("[") && token.is(">") {
                return self.unclosed_before(open, &token);
            }
            if open.is("<")
                && behind_rule
                && token.kind == TokenKind::Word
                && let Some(finding) = self.behind_rule(open, &token, expected)
            {
                return finding;
            }
        }
        let lower = token.text.to_ascii_lowercase();
        let is_lower = |wanted: &Expected| matches!(wanted, Expected::Exactly(text) if *text == lower);
        if lower != token.text && expected.iter().any(is_lower) {
            let fault = Fault::WrongCase { expected: expected.to_vec(), found: token.text.into() };
            return fault.at(self.span(&token));
        }
        self.unexpected(expected, Found::Token(token.text.into()), self.span(&token))
    }

    /// The finding for a word that stands where a body goes on or ends.
    fn behind_rule(&self, open: &Token<'t>, token: &Token<'t>, expected: &[Expected]) -> Option<Diagnostic> {
        let keyword = self.keyword?;
        let next = |index: usize| self.tokens.get(self.at + index);
        let is_rule = next(1).is_some_and(|it| it.is("in")) && next(2).is_some_and(|it| it.is("["));
        if RuleAttribute::from_name(token.text).is_some() && is_rule {
            let may_go_on = expected.contains(&Expected::Exactly("or"));
            return may_go_on.then(|| Fault::MissingOr(token.text.into()).at(self.span(token)));
        }
        if Keyword::from_name(token.text).is_some() {
            return Some(self.unclosed_before(open, token));
        }
        if token.is("and") && matches!(keyword.shape().body, BodyShape::Rules(_)) {
            return Some(Fault::LooseAnd(keyword).at(self.span(token)));
        }
        if expected.len() > 1 && !CONNECTIVES.contains(&token.text) {
            let known = expected.iter().filter_map(|it| match it {
                Expected::Exactly(word) if *word != ">" => Some(*word),
                _ => None,
            });
            let near = nearest(token.text, known);
            if !near.is_empty() {
                let near = near.into_iter().collect();
                return Some(Fault::UnknownPart(token.text.into(), keyword, near).at(self.span(token)));
            }
        }
        None
    }

    fn unexpected(&self, expected: &[Expected], found: Found, span: Span) -> Diagnostic {
        Fault::Unexpected { expected: expected.to_vec(), found, keyword: self.keyword }.at(span)
    }

    fn unclosed_before(&self, open: &Token<'t>, token: &Token<'t>) -> Diagnostic {
        let (opening, mark) = opening(open);
        let closing = Closing::Before { mark, token: token.text.into() };
        Fault::Unclosed(opening, closing).at(self.span(open)).with_related(self.span(token))
    }

    /// The stretch ends where something must still come.
    fn too_short(&self, expected: &[Expected]) -> Diagnostic {
        if let Some(open) = self.open.last() {
            return match &self.next {
                Some(next) => self.unclosed_before(open, next),
                None => Fault::Unclosed(opening(open).0, Closing::EndOfFile).at(self.span(open)),
            };
        }
        match (&self.next, self.tokens.last()) {
            (Some(next), _) => self.unexpected(expected, Found::Token(next.text.into()), self.span(next)),
            (None, Some(last)) => self.unexpected(expected, Found::EndOfFile, self.span(last)),
            (None, None) => self.unexpected(expected, Found::Nothing, Span::new(self.file, 0..0)),
        }
    }

    fn junk(&self, token: &Token<'t>, expected: &[Expected]) -> Diagnostic {
        let letters = token.text.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\u{300}'..='\u{36f}')
        });
        let is_ascii = token.text.is_ascii();
        // In quotes, too, a word of two scripts is another one than it looks like.
        let is_mixed = lookalike::mixes_scripts(token.text);
        let is_name = letters && !is_ascii && !is_mixed && self.keyword.is_some();
        if is_name || !is_ascii || token.text.starts_with(|first: char| first.is_alphanumeric()) {
            let fault = Fault::OddWord { expected: expected.to_vec(), found: token.text.into(), is_name };
            return fault.at(self.span(token));
        }
        self.unexpected(expected, Found::Token(token.text.into()), self.span(token))
    }

    /// A keyword that stands in quotes.
    pub(super) fn quoted(&self, token: &Token<'t>) -> Diagnostic {
        Fault::QuotedKeyword(token.text.into()).at(self.span(token))
    }

    pub(super) fn span(&self, token: &Token<'t>) -> Span {
        Span::new(self.file, token.start..token.end())
    }
}

/// What a `<` or `[` opens, and the mark that closes it.
fn opening(open: &Token<'_>) -> (Opening, &'static str) {
    if open.is("<") { (Opening::Block, ">") } else { (Opening::List, "]") }
}

/// Whether `word` is one of those that stand inside of a statement and never open one as a name would.
pub(super) fn is_known(word: &str) -> bool {
    CONNECTIVES.contains(&word) || RuleAttribute::from_name(word).is_some()
}
