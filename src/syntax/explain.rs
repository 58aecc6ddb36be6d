//! Why a stretch is no statement: it is read once more, token by token, up to the first one that does not fit.
//!
//! The grammar decides whether a text is a statement; this only finds the words for why it is not.

use super::ast::Name;
use super::keyword::{Attribute, BodyShape, CONNECTIVES, Clause, Keyword};
use super::messages::{self, shape_of, syntax_error, unclosed};
use super::tokens::{self, Token, TokenKind};
use crate::diagnostic::{Applicability, Diagnostic, listed};
use crate::source::{FileId, Span};

/// What there is to say of a stretch that is no statement.
pub(super) struct Account<'s> {
    pub(super) finding: Diagnostic,
    /// The keyword that it opens with, where that is one, and the name that it would define.
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Name<'s>>,
}

/// The statement that ends on the line on which a stretch begins.
pub(super) struct Previous<'s> {
    pub(super) keyword: Keyword,
    pub(super) name: Name<'s>,
}

/// Explains `stretch`, which starts at byte `start` of `file` and is followed by `behind`.
pub(super) fn explain<'s>(
    file: FileId,
    start: usize,
    stretch: &'s str,
    behind: &'s str,
    previous: Option<Previous<'s>>,
) -> Account<'s> {
    let tokens = tokens::tokens(start, stretch);
    // What stands behind the stretch opens the next statement, on a line of its own.
    let line_end = behind.trim_start().find('\n').unwrap_or(behind.trim_start().len());
    let skipped = behind.len() - behind.trim_start().len();
    let next_line = behind.get(skipped..skipped + line_end).unwrap_or_default();
    let next = tokens::tokens(start + stretch.len() + skipped, next_line).into_iter().next();
    let mut walk = Walk { file, tokens, at: 0, open: Vec::new(), next, keyword: None, name: None };
    let finding = match walk.statement(previous) {
        Err(finding) => *finding,
        Ok(()) => walk.misfit(&["a statement"]),
    };
    Account { finding, keyword: walk.keyword, name: walk.name }
}

/// One reading of the tokens. Each step takes what fits or fails with the finding.
struct Walk<'s> {
    file: FileId,
    tokens: Vec<Token<'s>>,
    at: usize,
    /// The `<` and `[` that have not been closed, the innermost last.
    open: Vec<Token<'s>>,
    /// The first token behind the stretch; none at the end of the file.
    next: Option<Token<'s>>,
    keyword: Option<Keyword>,
    name: Option<Name<'s>>,
}

type Step<T = ()> = Result<T, Box<Diagnostic>>;

impl<'s> Walk<'s> {
    fn statement(&mut self, previous: Option<Previous<'s>>) -> Step {
        let keyword = self.statement_keyword(previous)?;
        let shape = keyword.shape();
        self.name = Some(self.name_of(&format!("the name of the {}", keyword.name()))?);
        let mut may_follow = vec!["a label"];
        if self.peek_kind() == Some(TokenKind::Text) {
            self.at += 1;
            may_follow.clear();
        }
        if let Some(parent) = shape.parent {
            may_follow.push("`in`");
            if self.take("in") {
                self.name_of(&format!("the {parent}"))?;
                may_follow.clear();
            }
        }
        match shape.body {
            BodyShape::Nothing => {}
            BodyShape::Rules => {
                may_follow.push("`<`");
                self.open("<", &may_follow)?;
                let has_target = self.rules()?;
                self.close(">", if has_target { &["`>`"] } else { &["`or`", "`target`", "`>`"] })?;
            }
            BodyShape::List(clause) => {
                may_follow.push("`<`");
                if self.peek().is_some_and(|token| token.is("<")) {
                    self.open("<", &[])?;
                    self.clause(keyword, clause)?;
                    self.close(">", &["`>`"])?;
                    may_follow.clear();
                }
            }
        }
        if self.peek().is_some() {
            may_follow.push("the next statement");
            return self.fail(&may_follow);
        }
        Ok(())
    }

    fn statement_keyword(&mut self, previous: Option<Previous<'s>>) -> Step<Keyword> {
        let expected = ["a statement"];
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&expected);
        };
        if let Some(keyword) = Keyword::from_name(token.text) {
            self.keyword = Some(keyword);
            self.at += 1;
            return Ok(keyword);
        }
        let span = self.span(&token);
        if let Some(previous) = &previous
            && previous.name.written() == "in"
            && previous.keyword.shape().parent.is_some()
        {
            let keyword = previous.keyword.name();
            let finding = messages::unknown_statement(token.text, span);
            return Err(Box::new(finding.with_help(format!(
                "the name is missing, `in` was read as it: write `{keyword} NAME in {}`",
                token.text
            ))));
        }
        if CONNECTIVES.contains(&token.text) {
            let message = format!("expected a statement, found `{}`", token.text);
            let help = match &previous {
                Some(previous) => {
                    format!("the parts of a statement have one order: {}", shape_of(previous.keyword))
                }
                None => "this word never opens a statement: what belongs before it?".to_owned(),
            };
            return Err(Box::new(syntax_error(span, message, help)));
        }
        // What follows is the name that a statement with a keyword in this place would define.
        self.at += 1;
        self.name = self.name_of("a name").ok();
        let mut finding = messages::unknown_statement(token.text, span);
        if let Some(previous) = &previous {
            // So short a word is nearer than `nearest` has it: nothing else stands in its place.
            let is_in =
                previous.keyword.shape().parent.is_some() && strsim::osa_distance(token.text, "in") <= 1;
            if is_in {
                finding = finding.with_help("did you mean `in`?").with_fix(Applicability::Unsafe, span, "in");
            } else if finding.fix.is_none() {
                finding = finding.with_help(shape_of(previous.keyword));
            }
        }
        Err(Box::new(finding))
    }

    /// Whether a target stands behind the rules.
    fn rules(&mut self) -> Step<bool> {
        loop {
            self.attribute()?;
            self.expect("in", &["`in`"])?;
            self.list("a code")?;
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

    fn attribute(&mut self) -> Step {
        let names = Attribute::ALL.map(Attribute::name);
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&["an attribute"]);
        };
        if CONNECTIVES.contains(&token.text) {
            let message = format!("expected {}, found `{}`", listed(&names, "or"), token.text);
            return Err(Box::new(syntax_error(self.span(&token), message, shape_of(Keyword::Policy))));
        }
        if !names.contains(&token.text) {
            return Err(Box::new(messages::unknown_attribute(token.text, self.span(&token))));
        }
        self.at += 1;
        Ok(())
    }

    fn kinds(&mut self) -> Step {
        if self.peek().is_some_and(|token| token.is("[")) {
            let first = self.at + 1;
            self.list("a kind")?;
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
            _ => self.fail(&["a kind", "`[`"]),
        }
    }

    fn clause(&mut self, keyword: Keyword, clause: Clause) -> Step {
        let name = format!("`{}`", clause.name());
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&[&name]);
        };
        if !token.is(clause.name()) {
            if is_known(token.text) {
                return self.fail(&[&name]);
            }
            let span = self.span(&token);
            return Err(Box::new(messages::unknown_clause(token.text, span, keyword, clause)));
        }
        self.at += 1;
        self.list(match clause {
            Clause::Attach => "a policy",
            Clause::Offers => "a flavor",
            Clause::Alias => "an alias",
        })
    }

    fn list(&mut self, item: &str) -> Step {
        self.open("[", &["`[`"])?;
        while !self.peek().is_some_and(|token| token.is("]")) {
            self.name_of(item)?;
            if !self.take(",") {
                break;
            }
        }
        self.close("]", &["`,`", "`]`"])
    }

    /// A word or a string that may be a name.
    fn name_of(&mut self, what: &str) -> Step<Name<'s>> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Text && token.text == "\"\"" => {
                let message = format!("{what} is empty");
                Err(Box::new(syntax_error(self.span(&token), message, "write at least one character")))
            }
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::Text) => {
                self.at += 1;
                Ok(Name::new(token.text, self.file, crate::source::offset(token.start)))
            }
            _ => self.fail(&[what]),
        }
    }

    fn open(&mut self, mark: &str, expected: &[&str]) -> Step {
        let token = self.peek();
        self.expect(mark, expected)?;
        self.open.extend(token);
        Ok(())
    }

    fn close(&mut self, mark: &str, expected: &[&str]) -> Step {
        self.expect(mark, expected)?;
        self.open.pop();
        Ok(())
    }

    fn expect(&mut self, text: &str, expected: &[&str]) -> Step {
        if self.take(text) { Ok(()) } else { self.fail(expected) }
    }

    fn take(&mut self, text: &str) -> bool {
        let taken = self.peek().is_some_and(|token| token.is(text));
        self.at += usize::from(taken);
        taken
    }

    fn peek(&self) -> Option<Token<'s>> {
        self.tokens.get(self.at).copied()
    }

    fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    fn fail<T>(&self, expected: &[&str]) -> Step<T> {
        Err(Box::new(self.misfit(expected)))
    }

    /// The finding for the token that comes next, where only `expected` could stand.
    fn misfit(&self, expected: &[&str]) -> Diagnostic {
        let Some(token) = self.peek() else { return self.too_short(expected) };
        let wanted = one_of(expected);
        let help = self.keyword.map_or_else(|| "a statement opens with a keyword".to_owned(), shape_of);
        let span = self.span(&token);
        let innermost = self.open.last();
        match token.kind {
            TokenKind::OpenText => {
                let span = Span::new(self.file, token.start..token.start + 1);
                return unclosed(span, "\"", "close the string with `\"` on the line on which it opens");
            }
            TokenKind::BadText => {
                let message = "the string has an escape that does not exist".to_owned();
                return syntax_error(span, message, "the escapes are `\\\"` and `\\\\`, there are no others");
            }
            TokenKind::Junk => return self.junk(&token, &wanted, help),
            TokenKind::Text if self.keyword.is_none() || is_known(token.text.trim_matches('"')) => {
                return self.quoted(&token);
            }
            TokenKind::Mark | TokenKind::Word | TokenKind::Text => {}
        }
        if let Some(open) = innermost {
            let behind_rule = expected.contains(&"`>`");
            if open.is("[") && token.is(">") {
                return self.unclosed_before(open, &token);
            }
            if open.is("<") && behind_rule && token.kind == TokenKind::Word {
                if Keyword::from_name(token.text).is_some() {
                    return self.unclosed_before(open, &token);
                }
                if expected.len() > 1
                    && let Some(finding) = messages::unknown_part(token.text, span)
                {
                    return finding;
                }
            }
        }
        let message = format!("expected {wanted}, found `{}`", token.text);
        let lower = token.text.to_ascii_lowercase();
        if lower != token.text && expected.iter().any(|wanted| wanted.trim_matches('`') == lower) {
            let finding = syntax_error(span, message, format!("keywords are lower case: write `{lower}`"));
            return finding.with_fix(Applicability::Unsafe, span, lower);
        }
        syntax_error(span, message, help)
    }

    fn unclosed_before(&self, open: &Token<'s>, token: &Token<'s>) -> Diagnostic {
        let mark = if open.is("<") { ">" } else { "]" };
        let is_rule = Attribute::from_name(token.text).is_some()
            && self.tokens.get(self.at + 1).is_some_and(|next| next.is("in"))
            && self.tokens.get(self.at + 2).is_some_and(|next| next.is("["));
        let mark = if is_rule { "or" } else { mark };
        unclosed(self.span(open), open.text, format!("write `{mark}` before `{}`", token.text))
            .with_related(self.span(token), format!("`{mark}` must stand before this"))
    }

    /// The stretch ends where something must still come.
    fn too_short(&self, expected: &[&str]) -> Diagnostic {
        if let Some(open) = self.open.last() {
            let mark = if open.is("<") { ">" } else { "]" };
            return match &self.next {
                Some(next) => self.unclosed_before(open, next),
                None => unclosed(self.span(open), open.text, format!("write `{mark}` at its end")),
            };
        }
        let help = self.keyword.map_or_else(|| "a statement opens with a keyword".to_owned(), shape_of);
        let wanted = one_of(expected);
        match (&self.next, self.tokens.last()) {
            (Some(next), _) => {
                syntax_error(self.span(next), format!("expected {wanted}, found `{}`", next.text), help)
            }
            (None, Some(last)) => {
                syntax_error(self.span(last), format!("expected {wanted}, but the file ends here"), help)
            }
            (None, None) => syntax_error(Span::new(self.file, 0..0), format!("expected {wanted}"), help),
        }
    }

    fn junk(&self, token: &Token<'s>, wanted: &str, help: String) -> Diagnostic {
        let message = format!("expected {wanted}, found `{}`", token.text);
        let letters = token.text.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\u{300}'..='\u{36f}')
        });
        if letters && !token.text.is_ascii() && self.keyword.is_some() {
            let quoted = format!("\"{}\"", token.text);
            return syntax_error(
                self.span(token),
                message,
                format!("a word has ASCII letters only; write it in quotes: `{quoted}`"),
            )
            .with_fix(Applicability::Unsafe, self.span(token), quoted);
        }
        let is_name = !token.text.is_ascii() || token.text.starts_with(|first: char| first.is_alphanumeric());
        let odd = if is_name {
            "a word has ASCII letters, digits, `_`, `.` and `-` only; write anything else in quotes"
                .to_owned()
        } else {
            help
        };
        syntax_error(self.span(token), message, odd)
    }

    /// A keyword that stands in quotes.
    fn quoted(&self, token: &Token<'s>) -> Diagnostic {
        let inner = token.text.trim_matches('"');
        let message = format!("expected a keyword, found the string `{}`", token.text);
        let finding = syntax_error(self.span(token), message, "keywords are never quoted");
        let is_word = super::is_word(inner);
        if is_word { finding.with_fix(Applicability::Unsafe, self.span(token), inner) } else { finding }
    }

    fn span(&self, token: &Token<'s>) -> Span {
        Span::new(self.file, token.start..token.start + token.text.len())
    }
}

/// Whether `word` is one of those that stand inside of a statement and never open one as a name would.
fn is_known(word: &str) -> bool {
    CONNECTIVES.contains(&word) || Attribute::from_name(word).is_some()
}

/// `a`, `a or b`, `a, b or c`.
fn one_of(expected: &[&str]) -> String {
    match expected.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => expected.concat(),
    }
}
