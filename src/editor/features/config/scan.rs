//! `bpol.toml` as it is written: a text that need not be whole comes in, its keys and values go out, and
//! where a cursor stands among them. A statement that is broken takes none of those below it along.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A key or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, quotes included.
    pub(super) range: Range<usize>,
    /// What it says, without quotes.
    pub(super) says: String,
    pub(super) role: Role,
    /// The keys that it stands under; of a value those that it is the value of.
    pub(super) path: Vec<String>,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A key between the brackets that open a table.
    Header,
    Key,
    Value,
}

/// Where a cursor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) place: Place,
    /// The keys that it stands under.
    pub(super) path: Vec<String>,
    /// The word or string at the cursor; of a string that is not closed what stands before it.
    pub(super) replaced: Range<usize>,
}

/// What may stand at a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nothing,
    /// A key between the brackets of a header, which is this.
    Header(Range<usize>),
    /// A key.
    Key {
        /// Whether a statement begins there, which might as well be a header.
        is_first: bool,
        /// Whether something stands behind it that a key has behind it.
        is_followed: bool,
    },
    /// A value.
    Value {
        /// Whether it is one of a list.
        is_in_list: bool,
    },
}

/// Every key and value of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let tokens = Source::new(text).lex().into_vec();
    let mut scan = Scan::new(text, &tokens);
    (0..tokens.len()).for_each(|at| scan.take(at));
    scan.words
}

/// Where a byte stands.
pub(super) fn cursor(text: &str, byte: usize) -> Cursor {
    let tokens = Source::new(text).lex().into_vec();
    let mut scan = Scan::new(text, &tokens);
    let is_at = |token: &&Token| {
        let span = token.span();
        span.start() < byte && byte <= span.end() && (is_word(token.kind()) || is_comment(token.kind()))
    };
    let own = tokens.iter().find(is_at);
    let start = own.map_or(byte, |token| token.span().start());
    let before =
        tokens.iter().take_while(|it| it.span().end() <= start && it.kind() != TokenKind::Eof).count();
    (0..before).for_each(|at| scan.take(at));
    let replaced = own.map_or(byte..byte, |token| {
        let range = range(text, *token);
        if is_closed(text, *token) { range } else { range.start..byte }
    });
    let mut behind = tokens.iter().skip_while(|token| token.span().start() < replaced.end);
    let next = behind.find(|token| token.kind() != TokenKind::Whitespace).map(Token::kind);
    let is_followed = matches!(next, Some(TokenKind::Equals | TokenKind::Dot));
    let is_strange = own.is_some_and(|token| {
        is_comment(token.kind())
            || matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString)
    });
    let (place, path) = if is_strange { (Place::Nothing, Vec::new()) } else { scan.place(byte, is_followed) };
    Cursor { place, path, replaced }
}

/// What is expected next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Key,
    BehindKey,
    Value,
    BehindValue,
    /// A key of a header that opens at that byte.
    Header(usize),
    BehindHeader(usize),
}

/// A list or an inline table that is open, with the keys that lead to it.
struct Open {
    is_list: bool,
    path: Vec<String>,
}

struct Scan<'t> {
    source: Source<'t>,
    text: &'t str,
    tokens: &'t [Token],
    words: Vec<Word>,
    phase: Phase,
    /// The keys of the table whose header was last.
    table: Vec<String>,
    open: Vec<Open>,
    /// The keys of the statement, or of the header, as far as they are written.
    keys: Vec<String>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        Self {
            source: Source::new(text),
            text,
            tokens,
            words: Vec::new(),
            phase: Phase::Key,
            table: Vec::new(),
            open: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// The keys that lead to what stands next.
    fn path(&self) -> Vec<String> {
        let above = match (self.phase, self.open.last()) {
            (Phase::Header(_) | Phase::BehindHeader(_), _) => &[][..],
            (_, Some(open)) => &open.path,
            (_, None) => &self.table,
        };
        [above, &self.keys].concat()
    }

    fn is_in_list(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_list)
    }

    fn word(&mut self, token: Token, role: Role) {
        let range = range(self.text, token);
        let says = self.says(token, role);
        self.words.push(Word { path: self.path(), range, says: says.clone(), role });
        if role != Role::Value {
            self.keys.push(says);
        }
    }

    fn says(&self, token: Token, role: Role) -> String {
        let mut says = String::new();
        if let Some(raw) = self.source.get(token) {
            if role == Role::Value && token.kind() == TokenKind::Atom {
                raw.as_str().clone_into(&mut says);
            } else {
                raw.decode_key(&mut says, &mut ());
            }
        }
        says
    }

    /// Goes on behind a token.
    fn take(&mut self, at: usize) {
        let Some(&token) = self.tokens.get(at) else { return };
        match (token.kind(), self.phase) {
            (TokenKind::Whitespace | TokenKind::Comment | TokenKind::Eof, _) => {}
            (TokenKind::Newline, phase) => self.break_line(at, phase),
            (TokenKind::LeftSquareBracket, Phase::Key) if self.open.is_empty() && self.keys.is_empty() => {
                self.phase = Phase::Header(token.span().start());
            }
            (kind, Phase::Header(start)) if is_word(kind) => {
                self.word(token, Role::Header);
                self.phase = Phase::BehindHeader(start);
            }
            (TokenKind::Dot, Phase::BehindHeader(start)) => self.phase = Phase::Header(start),
            (TokenKind::RightSquareBracket, Phase::Header(_) | Phase::BehindHeader(_)) => self.close_header(),
            (kind, Phase::Key) if is_word(kind) => {
                self.word(token, Role::Key);
                self.phase = Phase::BehindKey;
            }
            (TokenKind::Dot, Phase::BehindKey) => self.phase = Phase::Key,
            (TokenKind::Equals, Phase::Key | Phase::BehindKey) => self.phase = Phase::Value,
            (kind, Phase::Value) if is_word(kind) => {
                self.word(token, Role::Value);
                self.phase = Phase::BehindValue;
            }
            (TokenKind::LeftSquareBracket, Phase::Value) => self.enter(true),
            (TokenKind::LeftCurlyBracket, Phase::Value) => self.enter(false),
            (TokenKind::RightSquareBracket, Phase::Value | Phase::BehindValue) if self.is_in_list() => {
                self.leave();
            }
            (TokenKind::RightCurlyBracket, _) if self.open.last().is_some_and(|it| !it.is_list) => {
                self.leave()
            }
            (TokenKind::Comma, _) if !self.open.is_empty() => {
                self.keys.clear();
                self.phase = if self.is_in_list() { Phase::Value } else { Phase::Key };
            }
            _ => {}
        }
    }

    fn enter(&mut self, is_list: bool) {
        let path = self.path();
        self.open.push(Open { is_list, path });
        self.keys.clear();
        self.phase = if is_list { Phase::Value } else { Phase::Key };
    }

    fn leave(&mut self) {
        self.open.pop();
        self.keys.clear();
        self.phase = Phase::BehindValue;
    }

    fn close_header(&mut self) {
        self.table = std::mem::take(&mut self.keys);
        self.phase = Phase::BehindValue;
    }

    fn break_line(&mut self, at: usize, phase: Phase) {
        if matches!(phase, Phase::Header(_) | Phase::BehindHeader(_)) {
            self.close_header();
        }
        if self.open.is_empty() || self.opens_statement(at + 1) {
            self.open.clear();
            self.keys.clear();
            self.phase = Phase::Key;
        }
    }

    /// Whether a line opens a statement, and what was open before it was never closed: in a list there are no
    /// keys, and no words but numbers and the like.
    fn opens_statement(&self, at: usize) -> bool {
        let line = self.tokens.get(at..).unwrap_or_default().iter();
        let line = line.take_while(|it| !matches!(it.kind(), TokenKind::Newline | TokenKind::Eof));
        let line: Vec<&Token> = line.filter(|it| it.kind() != TokenKind::Whitespace).collect();
        let is_bracket = |it: &&Token| it.kind() == TokenKind::LeftSquareBracket;
        let opening = line.iter().copied().take_while(is_bracket).count();
        let Some((first, rest)) = line.get(opening..).and_then(<[_]>::split_first) else { return false };
        if opening > 0 {
            let text = self.text.get(first.span().start()..first.span().end()).unwrap_or_default();
            let is_value = ["true", "false", "inf", "nan"].contains(&text);
            return text.starts_with(|it: char| it.is_ascii_alphabetic()) && !is_value;
        }
        let is_key = |it: &&&Token| is_word(it.kind()) || it.kind() == TokenKind::Dot;
        let behind = rest.iter().find(|it| !is_key(it));
        self.is_in_list() && is_word(first.kind()) && behind.is_some_and(|it| it.kind() == TokenKind::Equals)
    }

    /// What may stand where the text ends for now.
    fn place(&self, byte: usize, is_followed: bool) -> (Place, Vec<String>) {
        let place = match self.phase {
            Phase::Header(start) => Place::Header(start..self.end_of_header(byte)),
            Phase::Key => {
                let is_first = self.open.is_empty() && self.keys.is_empty();
                Place::Key { is_first, is_followed }
            }
            Phase::Value => Place::Value { is_in_list: self.is_in_list() },
            Phase::BehindKey | Phase::BehindValue | Phase::BehindHeader(_) => Place::Nothing,
        };
        (place, self.path())
    }

    /// Where a header ends: behind its brackets, if they are there.
    fn end_of_header(&self, byte: usize) -> usize {
        let behind = self.tokens.iter().skip_while(|token| token.span().end() <= byte);
        let own = behind.take_while(|token| {
            let is_of_it = matches!(token.kind(), TokenKind::Dot | TokenKind::RightSquareBracket);
            is_of_it || is_word(token.kind())
        });
        own.map(|token| token.span().end()).last().unwrap_or(byte).max(byte)
    }
}

fn is_comment(kind: TokenKind) -> bool {
    kind == TokenKind::Comment
}

fn is_word(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString
    )
}

/// The bytes of a token; a string that is not closed ends before the break of its line.
fn range(text: &str, token: Token) -> Range<usize> {
    let (start, end) = (token.span().start(), token.span().end());
    let written = text.get(start..end).unwrap_or_default();
    if is_closed(text, token) { start..end } else { start..start + written.trim_end_matches('\r').len() }
}

/// Whether a token is no string that lacks its closing quote.
fn is_closed(text: &str, token: Token) -> bool {
    let written = text.get(token.span().start()..token.span().end()).unwrap_or_default();
    match token.kind() {
        TokenKind::BasicString => written.len() > 1 && written.ends_with('"'),
        TokenKind::LiteralString => written.len() > 1 && written.ends_with('\''),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
