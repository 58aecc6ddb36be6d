//! Why a stretch is no statement: it is read once more, token by token, up to the first one that does not
//! fit.
//!
//! The grammar decides whether a text is a statement; this only finds out why it is not.

use super::failure::Failure;
use super::fault::{Expected, Fault};
use super::keyword::{CONNECTIVES, Form, Keyword, RuleAttribute};
use super::lexer::{Token, TokenKind};
use super::shape::{BodyShape, Clause, RulesShape};
use super::slips::foreign;
use super::steps::quoted;
use super::walk::{Step, Walk, is_known, place};

impl Walk<'_> {
    /// Reads one statement, which must be all that the stretch has.
    pub(super) fn statement(&mut self, before: Option<Keyword>) -> Step {
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
                self.passed.parent = Some(self.at);
                self.name_of(Expected::Parent(parent))?;
                may_follow.clear();
            }
        }
        match shape.body {
            BodyShape::Nothing => {}
            BodyShape::Rules(shape) => {
                may_follow.push(Expected::Exactly("<"));
                self.body(&may_follow)?;
                let ends = self.rules(keyword, shape)?;
                self.close(">", &ends)?;
            }
            BodyShape::List(clause) => {
                may_follow.push(Expected::Exactly("<"));
                if self.peek().is_some_and(|token| token.is("<")) {
                    self.body(&[])?;
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

    fn statement_keyword(&mut self, before: Option<Keyword>) -> Step<Keyword> {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Word) else {
            return self.unmarked(self.fail(&[Expected::Statement]));
        };
        if let Some(keyword) = Keyword::from_name(token.text) {
            self.passed.keyword = Some(self.at);
            self.keyword = Some(keyword);
            self.at += 1;
            return Ok(keyword);
        }
        if CONNECTIVES.contains(&token.text) {
            return fault(Fault::LooseWord(token.text.into(), before), &token);
        }
        let failure = self.slip(&[Expected::Statement]).err();
        // What follows is the name that a statement with a keyword in this place would define.
        self.at += 1;
        self.name = self.name_of(Expected::Name).ok().flatten();
        match failure {
            Some(failure) => Err(failure),
            None => {
                let fault = Fault::UnknownStatement(token.text.into(), before);
                Err(Box::new(foreign::to_its_end(self, Failure::new(fault, place(&token)))))
            }
        }
    }

    /// Learns what the statement behind a mark defines that does not belong before it.
    fn unmarked<T>(&mut self, step: Step<T>) -> Step<T> {
        let mark = self.peek();
        let word = mark.and_then(|mark| mark.text.split(|it: char| !it.is_ascii_alphabetic()).next_back());
        let keyword = match word.and_then(Keyword::from_name) {
            Some(keyword) => Some(keyword),
            None => {
                self.at += 1;
                self.word(self.at).and_then(Keyword::from_name)
            }
        };
        if keyword.is_some() {
            self.keyword = keyword;
            self.at += 1;
            self.name = self.name_of(Expected::Name).ok().flatten();
        }
        step
    }

    fn body(&mut self, may_follow: &[Expected]) -> Step {
        let opens = self.at;
        self.open("<", may_follow)?;
        self.passed.body = Some(opens);
        Ok(())
    }

    /// What may follow what stands in a body of rules.
    fn rules(&mut self, keyword: Keyword, shape: RulesShape) -> Step<Vec<Expected>> {
        let mut ends = if shape.has_limit && self.peek().is_some_and(|token| token.is("tokens")) {
            self.limit()?
        } else {
            self.sides(keyword, shape)?
        };
        if shape.has_target {
            ends.push("target");
            let target = self.at;
            if self.take("target") {
                self.passed.target = Some(target);
                self.kinds()?;
                ends.clear();
            }
        }
        ends.push(">");
        Ok(ends.into_iter().map(Expected::Exactly).collect())
    }

    /// The rules and exceptions of a body with what stands between them, and the words that may follow.
    fn sides(&mut self, keyword: Keyword, shape: RulesShape) -> Step<Vec<&'static str>> {
        let form = if shape.has_form { Some(self.form()?) } else { None };
        let mut ends = self.side(keyword, form.is_none())?;
        if form == Some(Form::Excludes) {
            ends.push("and");
            if self.take("and") {
                ends = self.side(keyword, false)?;
            }
        }
        Ok(ends)
    }

    fn form(&mut self) -> Step<Form> {
        let word = self.peek().filter(|token| token.kind == TokenKind::Word);
        if let Some(form) = word.and_then(|token| Form::from_name(token.text)) {
            self.at += 1;
            return Ok(form);
        }
        if let Some(token) = word.filter(|token| !is_known(token.text)) {
            let unknown = Fault::UnknownForm(token.text.into());
            if !unknown.nearest().is_empty() {
                return fault(unknown, &token);
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
        if RuleAttribute::from_name(token.text).is_none() {
            self.slip(&[Expected::Attribute])?;
            return if CONNECTIVES.contains(&token.text) {
                fault(Fault::NoAttribute(token.text.into(), keyword), &token)
            } else {
                fault(Fault::UnknownAttribute(token.text.into()), &token)
            };
        }
        self.passed.rule = Some(self.at);
        self.at += 1;
        Ok(())
    }

    fn kinds(&mut self) -> Step {
        if self.peek().is_some_and(|token| token.is("[")) {
            let first = self.at + 1;
            self.list(Expected::Kind)?;
            let kinds = self.tokens.get(first..self.at).unwrap_or_default();
            let word = kinds.iter().find(|token| token.kind == TokenKind::Text).copied();
            return word.map_or(Ok(()), |token| Err(Box::new(quoted(&token))));
        }
        match self.peek() {
            Some(token) if token.kind == TokenKind::Word => {
                self.slip(&[Expected::Kind])?;
                self.at += 1;
                Ok(())
            }
            Some(token) if token.kind == TokenKind::Text => Err(Box::new(quoted(&token))),
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
            self.slip(&expected)?;
            return fault(Fault::UnknownClause(token.text.into(), keyword, clause), &token);
        }
        self.passed.clause = Some(self.at);
        self.at += 1;
        self.list(Expected::Item(clause))
    }
}

fn fault<T>(fault: Fault, token: &Token<'_>) -> Step<T> {
    Err(Box::new(Failure::new(fault, place(token))))
}
