//! Why a stretch is no statement: it is read once more, token by token, up to the first one that does not
//! fit.
//!
//! The grammar decides whether a text is a statement; this only finds out why it is not.

use super::fault::{Before, Closing, Expected, Fault, Found, Opening};
use super::keyword::{Attribute, BodyShape, CONNECTIVES, Clause, Keyword};
use super::lexer::{Lexer, Token, TokenKind};
use super::tree::Extent;
use crate::diagnostic::Diagnostic;
use crate::suggest::nearest;
use crate::text::{FileId, Span};

/// What there is to say of a stretch that is no statement.
pub(super) struct Account {
    pub(super) finding: Diagnostic,
    /// The keyword that it opens with, where that is one, and the name that it would define.
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Extent>,
}

/// Explains `stretch`, which starts at byte `start` of `file` and is followed by `behind`. `before` is the
/// statement that ends on the line on which it begins.
pub(super) fn explain(
    file: FileId,
    start: usize,
    stretch: &str,
    behind: &str,
    before: Option<Before>,
) -> Account {
    let tokens = Lexer::new(stretch, start).filter(|token| !token.is_comment()).collect();
    let next = Lexer::new(behind, start + stretch.len()).next().filter(|token| !token.is_comment());
    let mut walk = Walk { file, tokens, at: 0, open: Vec::new(), next, keyword: None, name: None };
    let finding = match walk.statement(before) {
        Err(finding) => *finding,
        Ok(()) => walk.misfit(&[Expected::Statement]),
    };
    Account { finding, keyword: walk.keyword, name: walk.name }
}

/// One reading of the tokens. Each step takes what fits or fails with the finding.
struct Walk<'t> {
    file: FileId,
    tokens: Vec<Token<'t>>,
    at: usize,
    /// The `<` and `[` that have not been closed, the innermost last.
    open: Vec<Token<'t>>,
    /// The first token behind the stretch; none at the end of the file.
    next: Option<Token<'t>>,
    keyword: Option<Keyword>,
    name: Option<Extent>,
}

type Step<T = ()> = Result<T, Box<Diagnostic>>;

impl<'t> Walk<'t> {
    fn statement(&mut self, before: Option<Before>) -> Step {
        let keyword = self.statement_keyword(before)?;
        let shape = keyword.shape();
        self.name = self.name_of(Expected::NameOf(keyword))?;
        let mut may_follow = vec![Expected::Label];
        if self.peek_kind() == Some(TokenKind::Text) {
            self.at += 1;
            may_follow.clear();
        }
        if let Some(parent) = shape.parent {
            may_follow.push(Expected::Exactly("in"));
            if self.take("in") {
                self.name_of(Expected::Parent(parent))?;
                may_follow.clear();
            }
        }
        match shape.body {
            BodyShape::Nothing => {}
            BodyShape::Rules => {
                may_follow.push(Expected::Exactly("<"));
                self.open("<", &may_follow)?;
                let has_target = self.rules(keyword)?;
                let ends = ["or", "target", ">"].map(Expected::Exactly);
                self.close(">", if has_target { &ends[2..] } else { &ends })?;
            }
            BodyShape::List(clause) => {
                may_follow.push(Expected::Exactly("<"));
                if self.peek().is_some_and(|token| token.is("<")) {
                    self.open("<", &[])?;
                    self.clause(keyword, clause)?;
                    self.close(">", &[Expected::Exactly(">")])?;
                    may_follow.clear();
                }
            }
        }
        if self.peek().is_some() {
            may_follow.push(Expected::NextStatement);
            return self.fail(&may_follow);
        }
        Ok(())
    }

    fn statement_keyword(&mut self, before: Option<Before>) -> Step<Keyword> {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&[Expected::Statement]);
        };
        if let Some(keyword) = Keyword::from_name(token.text) {
            self.keyword = Some(keyword);
            self.at += 1;
            return Ok(keyword);
        }
        let is_missing_name = before.is_some_and(|before| before.is_named_in);
        if CONNECTIVES.contains(&token.text) && !is_missing_name {
            let fault = Fault::LooseWord(token.text.into(), before.map(|before| before.keyword));
            return Err(Box::new(fault.at(self.span(&token))));
        }
        // What follows is the name that a statement with a keyword in this place would define.
        if !is_missing_name {
            self.at += 1;
            self.name = self.name_of(Expected::Name).ok().flatten();
        }
        Err(Box::new(Fault::UnknownStatement(token.text.into(), before).at(self.span(&token))))
    }

    /// Whether a target stands behind the rules.
    fn rules(&mut self, keyword: Keyword) -> Step<bool> {
        loop {
            self.attribute(keyword)?;
            self.expect("in")?;
            self.list(Expected::Code)?;
            if !self.take("or") {
                break;
            }
        }
        let has_target = self.take("target");
        if has_target {
            self.kinds()?;
        }
        Ok(has_target)
    }

    fn attribute(&mut self, keyword: Keyword) -> Step {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&[Expected::Attribute]);
        };
        if CONNECTIVES.contains(&token.text) {
            return Err(Box::new(Fault::NoAttribute(token.text.into(), keyword).at(self.span(&token))));
        }
        if Attribute::from_name(token.text).is_none() {
            return Err(Box::new(Fault::UnknownAttribute(token.text.into()).at(self.span(&token))));
        }
        self.at += 1;
        Ok(())
    }

    fn kinds(&mut self) -> Step {
        if self.peek().is_some_and(|token| token.is("[")) {
            let first = self.at + 1;
            self.list(Expected::Kind)?;
            let kinds = self.tokens.get(first..self.at).unwrap_or_default();
            let quoted = kinds.iter().find(|token| token.kind == TokenKind::Text).copied();
            return quoted.map_or(Ok(()), |token| Err(Box::new(self.quoted(&token))));
        }
        match self.peek() {
            Some(token) if token.kind == TokenKind::Word => {
                self.at += 1;
                Ok(())
            }
            Some(token) if token.kind == TokenKind::Text => Err(Box::new(self.quoted(&token))),
            _ => self.fail(&[Expected::Kind, Expected::Exactly("[")]),
        }
    }

    fn clause(&mut self, keyword: Keyword, clause: Clause) -> Step {
        let expected = [Expected::Exactly(clause.name())];
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&expected);
        };
        if !token.is(clause.name()) {
            if is_known(token.text) {
                return self.fail(&expected);
            }
            let fault = Fault::UnknownClause(token.text.into(), keyword, clause);
            return Err(Box::new(fault.at(self.span(&token))));
        }
        self.at += 1;
        self.list(Expected::Item(clause))
    }

    fn list(&mut self, item: Expected) -> Step {
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
    fn name_of(&mut self, what: Expected) -> Step<Option<Extent>> {
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

    fn open(&mut self, mark: &str, expected: &[Expected]) -> Step {
        let token = self.peek();
        if !self.take(mark) {
            return self.fail(expected);
        }
        self.open.extend(token);
        Ok(())
    }

    fn close(&mut self, mark: &str, expected: &[Expected]) -> Step {
        if !self.take(mark) {
            return self.fail(expected);
        }
        self.open.pop();
        Ok(())
    }

    fn expect(&mut self, word: &'static str) -> Step {
        if self.take(word) { Ok(()) } else { self.fail(&[Expected::Exactly(word)]) }
    }

    fn take(&mut self, text: &str) -> bool {
        let taken = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(taken);
        taken
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    fn fail<T>(&self, expected: &[Expected]) -> Step<T> {
        Err(Box::new(self.misfit(expected)))
    }

    /// The finding for the token that comes next, where only `expected` could stand.
    fn misfit(&self, expected: &[Expected]) -> Diagnostic {
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
            if open.is("<") && behind_rule && token.kind == TokenKind::Word {
                if Keyword::from_name(token.text).is_some() {
                    return self.unclosed_before(open, &token);
                }
                if let Some(keyword) = self.keyword
                    && expected.len() > 1
                    && !CONNECTIVES.contains(&token.text)
                    && !nearest(token.text, ["or", "target"]).is_empty()
                {
                    return Fault::UnknownPart(token.text.into(), keyword).at(self.span(&token));
                }
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

    fn unexpected(&self, expected: &[Expected], found: Found, span: Span) -> Diagnostic {
        Fault::Unexpected { expected: expected.to_vec(), found, keyword: self.keyword }.at(span)
    }

    fn unclosed_before(&self, open: &Token<'t>, token: &Token<'t>) -> Diagnostic {
        let (opening, mark) = opening(open);
        let is_rule = Attribute::from_name(token.text).is_some()
            && self.tokens.get(self.at + 1).is_some_and(|next| next.is("in"))
            && self.tokens.get(self.at + 2).is_some_and(|next| next.is("["));
        let mark = if is_rule { "or" } else { mark };
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
        let is_name = letters && !is_ascii && self.keyword.is_some();
        if is_name || !is_ascii || token.text.starts_with(|first: char| first.is_alphanumeric()) {
            let fault = Fault::OddWord { expected: expected.to_vec(), found: token.text.into(), is_name };
            return fault.at(self.span(token));
        }
        self.unexpected(expected, Found::Token(token.text.into()), self.span(token))
    }

    /// A keyword that stands in quotes.
    fn quoted(&self, token: &Token<'t>) -> Diagnostic {
        Fault::QuotedKeyword(token.text.into()).at(self.span(token))
    }

    fn span(&self, token: &Token<'t>) -> Span {
        Span::new(self.file, token.start..token.end())
    }
}

/// What a `<` or `[` opens, and the mark that closes it.
fn opening(open: &Token<'_>) -> (Opening, &'static str) {
    if open.is("<") { (Opening::Block, ">") } else { (Opening::List, "]") }
}

/// Whether `word` is one of those that stand inside of a statement and never open one as a name would.
fn is_known(word: &str) -> bool {
    CONNECTIVES.contains(&word) || Attribute::from_name(word).is_some()
}
