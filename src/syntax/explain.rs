//! Why a stretch is no statement: it is read once more, token by token, up to the first one that does not
//! fit.
//!
//! The grammar decides whether a text is a statement; this only finds out why it is not.

use super::fault::{Before, Expected, Fault};
use super::keyword::{CONNECTIVES, Form, Keyword, RuleAttribute};
use super::lexer::{Lexer, TokenKind};
use super::shape::{BodyShape, Clause, RulesShape};
use super::tree::Extent;
use super::walk::{Step, Walk, is_known};
use crate::diagnostic::Diagnostic;
use crate::text::FileId;

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

impl Walk<'_> {
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
            BodyShape::Rules(shape) => {
                may_follow.push(Expected::Exactly("<"));
                self.open("<", &may_follow)?;
                let ends = self.rules(keyword, shape)?;
                self.close(">", &ends)?;
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

    /// What may follow what stands in a body of rules.
    fn rules(&mut self, keyword: Keyword, shape: RulesShape) -> Step<Vec<Expected>> {
        let form = if shape.has_form { Some(self.form()?) } else { None };
        let mut ends = self.side(keyword, form.is_none())?;
        if form == Some(Form::Excludes) {
            ends.push("and");
            if self.take("and") {
                ends = self.side(keyword, false)?;
            }
        }
        if shape.has_target {
            ends.push("target");
            if self.take("target") {
                self.kinds()?;
                ends.clear();
            }
        }
        ends.push(">");
        Ok(ends.into_iter().map(Expected::Exactly).collect())
    }

    fn form(&mut self) -> Step<Form> {
        let word = self.peek().filter(|token| token.kind == TokenKind::Word);
        if let Some(form) = word.and_then(|token| Form::from_name(token.text)) {
            self.at += 1;
            return Ok(form);
        }
        if let Some(token) = word.filter(|token| !is_known(token.text)) {
            let fault = Fault::UnknownForm(token.text.into());
            if !fault.nearest().is_empty() {
                return Err(Box::new(fault.at(self.span(&token))));
            }
        }
        self.fail(&Form::ALL.map(|form| Expected::Exactly(form.name())))
    }

    /// Rules and exceptions, and the words that may follow them.
    fn side(&mut self, keyword: Keyword, may_open_with_except: bool) -> Step<Vec<&'static str>> {
        let mut ends = vec!["or", "except"];
        if !(may_open_with_except && self.peek().is_some_and(|token| token.is("except"))) {
            self.either(keyword)?;
        }
        if self.take("except") {
            self.either(keyword)?;
            ends.pop();
        }
        Ok(ends)
    }

    /// Rules that `or` joins.
    fn either(&mut self, keyword: Keyword) -> Step {
        loop {
            self.attribute(keyword)?;
            self.expect("in")?;
            self.list(Expected::Code)?;
            if !self.take("or") {
                return Ok(());
            }
        }
    }

    fn attribute(&mut self, keyword: Keyword) -> Step {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.fail(&[Expected::Attribute]);
        };
        if CONNECTIVES.contains(&token.text) {
            return Err(Box::new(Fault::NoAttribute(token.text.into(), keyword).at(self.span(&token))));
        }
        if RuleAttribute::from_name(token.text).is_none() {
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
}
