//! The steps that every statement is made of, and what to say of the first token that does not fit.

use super::failure::Failure;
use super::fault::{Closing, Expected, Fault, Found, Opening};
use super::keyword::{CONNECTIVES, Keyword};
use super::lexer::{Token, TokenKind};
use super::slips;
use super::tree::Extent;
use super::walk::{Step, Walk, is_known, place};
use crate::suggest::nearest;
use crate::text::lookalike;

impl Walk<'_> {
    pub(super) fn list(&mut self, item: Expected) -> Step {
        self.open("[", &[Expected::Exactly("["), item])?;
        while !self.peek().is_some_and(|token| token.is("]")) {
            self.name_of(item)?;
            if !self.take(",") {
                break;
            }
        }
        self.close("]", &[Expected::Exactly(","), Expected::Exactly("]"), item])
    }

    /// A word or a string that may be a name.
    pub(super) fn name_of(&mut self, what: Expected) -> Step<Option<Extent>> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Text && token.text == "\"\"" => {
                Err(Box::new(Failure::new(Fault::EmptyName(what), place(&token))))
            }
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::Text) => {
                self.at += 1;
                Ok(Extent::new(place(&token)))
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

    pub(super) fn fail<T>(&self, expected: &[Expected]) -> Step<T> {
        Err(Box::new(self.misfit(expected)))
    }

    /// Fails where the token that comes next is a slip that people are known to make there.
    pub(super) fn slip(&self, expected: &[Expected]) -> Step {
        slips::find(self, expected).map_or(Ok(()), |found| Err(Box::new(found)))
    }

    /// What is wrong with the token that comes next, where only `expected` could stand.
    pub(super) fn misfit(&self, expected: &[Expected]) -> Failure {
        if let Some(found) = slips::find(self, expected) {
            return found;
        }
        let expected = &shown(expected)[..];
        let Some(token) = self.peek() else { return self.too_short(expected) };
        match token.kind {
            TokenKind::OpenText => {
                let fault = Fault::Unclosed(Opening::String, Closing::SameLine);
                return Failure::new(fault, token.start..token.start + 1);
            }
            TokenKind::BadText => return Failure::new(Fault::BadEscape, place(&token)),
            TokenKind::Junk => return self.junk(&token, expected),
            TokenKind::Text if self.keyword.is_none() || is_known(token.text.trim_matches('"')) => {
                return quoted(&token);
            }
            TokenKind::Mark | TokenKind::Word | TokenKind::Text | TokenKind::Comment => {}
        }
        if let Some(open) = self.open.last() {
            let behind_rule = expected.contains(&Expected::Exactly(">"));
            if open.is("[") && token.is(">") {
                return unclosed_before(open, &token);
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
            return Failure::new(fault, place(&token));
        }
        self.unexpected(expected, Found::Token(token.text.into()), place(&token))
    }

    /// What is wrong with a word that stands where a body goes on or ends.
    fn behind_rule(&self, open: &Token<'_>, token: &Token<'_>, expected: &[Expected]) -> Option<Failure> {
        let keyword = self.keyword?;
        if Keyword::from_name(token.text).is_some() && !self.is_rule(self.at) {
            return Some(unclosed_before(open, token));
        }
        if expected.len() > 1 && !CONNECTIVES.contains(&token.text) {
            let known = expected.iter().filter_map(|it| match it {
                Expected::Exactly(word) if *word != ">" => Some(*word),
                _ => None,
            });
            let near = nearest(token.text, known);
            if !near.is_empty() {
                let near = near.into_iter().collect();
                return Some(Failure::new(
                    Fault::UnknownPart(token.text.into(), keyword, near),
                    place(token),
                ));
            }
        }
        None
    }

    fn unexpected(&self, expected: &[Expected], found: Found, span: std::ops::Range<usize>) -> Failure {
        Failure::new(Fault::Unexpected { expected: expected.to_vec(), found, keyword: self.keyword }, span)
    }

    /// The stretch ends where something must still come.
    fn too_short(&self, expected: &[Expected]) -> Failure {
        let next = self.next();
        if let Some(open) = self.open.last() {
            return match &next {
                Some(next) => unclosed_before(open, next),
                None => Failure::new(Fault::Unclosed(opening(open).0, Closing::EndOfFile), place(open)),
            };
        }
        match (&next, self.tokens.last()) {
            (Some(next), _) => self.unexpected(expected, Found::Token(next.text.into()), place(next)),
            (None, Some(last)) => self.unexpected(expected, Found::EndOfFile, place(last)),
            (None, None) => self.unexpected(expected, Found::Nothing, 0..0),
        }
    }

    fn junk(&self, token: &Token<'_>, expected: &[Expected]) -> Failure {
        let letters = token.text.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\u{300}'..='\u{36f}')
        });
        let is_ascii = token.text.is_ascii();
        // In quotes, too, a word of two scripts is another one than it looks like.
        let is_mixed = lookalike::mixes_scripts(token.text);
        let is_name = letters && !is_ascii && !is_mixed && self.keyword.is_some();
        if is_name || !is_ascii || token.text.starts_with(|first: char| first.is_alphanumeric()) {
            let fault = Fault::OddWord { expected: expected.to_vec(), found: token.text.into(), is_name };
            return Failure::new(fault, place(token));
        }
        self.unexpected(expected, Found::Token(token.text.into()), place(token))
    }
}

/// What a message names: not what could stand in a list beside the marks that end it.
fn shown(expected: &[Expected]) -> Vec<Expected> {
    let is_mark = |it: &Expected| matches!(it, Expected::Exactly("[" | "]" | ","));
    if expected.first().is_some_and(is_mark) {
        return expected.iter().filter(|it| is_mark(it)).copied().collect();
    }
    expected.to_vec()
}

/// A keyword that stands in quotes.
pub(super) fn quoted(token: &Token<'_>) -> Failure {
    Failure::new(Fault::QuotedKeyword(token.text.into()), place(token))
}

fn unclosed_before(open: &Token<'_>, token: &Token<'_>) -> Failure {
    let (opening, mark) = opening(open);
    let closing = Closing::Before { mark, token: token.text.into() };
    let failure = Failure::new(Fault::Unclosed(opening, closing), place(open));
    Failure { related: Some(place(token)), ..failure }
}

/// What a `<` or `[` opens, and the mark that closes it.
fn opening(open: &Token<'_>) -> (Opening, &'static str) {
    if open.is("<") { (Opening::Block, ">") } else { (Opening::List, "]") }
}
