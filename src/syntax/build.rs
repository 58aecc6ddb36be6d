//! From pairs to the tree: one function for each rule of the grammar, under its name.

use std::ops::Range;

use pest::iterators::Pair;

use super::fault::Fault;
use super::grammar::{self, Rule};
use super::keyword::{CONNECTIVES, Form, Keyword, Kind, RuleAttribute};
use super::lexer::{Lexer, Token, TokenKind};
use super::limit::Tokens;
use super::parts::Parts;
use super::shape::{BodyShape, Clause};
use super::slips;
use super::synonyms;
use super::tree::{
    BodyIndex, Chunk, Extent, ItemNode, NamesNode, RuleNode, SideNode, StatementNode, TargetNode,
};
use super::word::is_word;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, offset};

/// Builds the part of a file's tree that lies between two bytes.
pub(super) struct Builder<'s> {
    pub(super) file: FileId,
    /// The text of the file up to the end of the part that is read.
    pub(super) text: &'s str,
    /// The byte at which the part starts.
    pub(super) base: usize,
    pub(super) chunk: Chunk,
    pub(super) findings: Vec<Diagnostic>,
    /// The byte up to which all has been told in one finding.
    pub(super) told: usize,
    /// How often what is left of a stretch may be read again by itself.
    pub(super) again: usize,
    /// Whether what closes a slip may stand behind the part.
    pub(super) goes_on: bool,
}

/// What the grammar makes of a range of `text`.
///
/// The last value is whether what closes a slip may stand behind the range.
pub(super) fn chunk(file: FileId, text: &str, range: Range<usize>) -> (Chunk, Vec<Diagnostic>, bool) {
    let text = text.get(..range.end).unwrap_or_default();
    let (base, chunk, findings) = (range.start, Chunk::default(), Vec::new());
    let mut builder = Builder { file, text, base, chunk, findings, told: 0, again: 0, goes_on: false };
    builder.file(grammar::parse(Rule::file, text.get(range).unwrap_or_default()));
    let mut chunk = builder.chunk;
    chunk.start = offset(base);
    chunk.only_workloads = chunk.items.iter().all(is_workload);
    (chunk, builder.findings, builder.goes_on)
}

impl<'s> Builder<'s> {
    pub(super) fn file(&mut self, pairs: impl Iterator<Item = Pair<'s, Rule>>) {
        for pair in pairs {
            let range = self.range(&pair);
            if range.start < self.told {
                self.passed(&pair, range);
                continue;
            }
            match pair.as_rule() {
                Rule::statement | Rule::usual => self.statement(pair),
                Rule::unknown => self.unknown(pair),
                Rule::broken => self.broken(range),
                Rule::remark => self.remark(&pair),
                _ => {}
            }
        }
    }

    fn statement(&mut self, pair: Pair<'s, Rule>) {
        let range = self.range(&pair);
        let parts = match Keyword::from_name(self.opener(range.start)) {
            Some(keyword) => self.parts(keyword, pair),
            // A word that the grammar has and the language does not.
            None => Err(range.end),
        };
        match parts {
            Ok(statement) => {
                self.comments(range);
                self.chunk.items.push(ItemNode::Statement(statement));
            }
            Err(end) => {
                self.explain(range.start..end, false);
                self.comments(self.told.max(end)..range.end);
            }
        }
    }

    /// A statement that opens with an unknown word: all of it where the word is a misspelt keyword, so that
    /// what else is wrong with it is found in the same run, otherwise its name.
    fn unknown(&mut self, pair: Pair<'s, Rule>) {
        let Range { start, end } = self.range(&pair);
        let end = start + self.text.get(start..end).unwrap_or_default().trim_ascii_end().len();
        let keyword = self.before(start).is_none().then(|| nearest_keyword(self.opener(start))).flatten();
        self.broken(start..end);
        if let Some(statement) = keyword.and_then(|keyword| self.parts(keyword, pair).ok()) {
            self.chunk.items.pop();
            self.chunk.items.push(ItemNode::Statement(statement));
        }
    }

    /// The statement; the byte behind it where it has a part that its keyword does not go with, and no
    /// findings then.
    fn parts(&mut self, keyword: Keyword, pair: Pair<'s, Rule>) -> Result<StatementNode, usize> {
        let start = self.base + pair.as_span().start();
        let (found, listed) = (self.findings.len(), self.chunk.names.len());
        let shape = keyword.shape();
        let mut parts = Parts { end: start, fits: true, ..Parts::default() };
        for part in pair.into_inner() {
            let span = part.as_span();
            let range = self.base + span.start()..self.base + span.end();
            let place = Extent::new(range.clone());
            match part.as_rule() {
                Rule::name | Rule::run => {
                    if parts.name.is_none() {
                        parts.name = place;
                    } else {
                        parts.parent = place;
                        parts.fits &= shape.parent.is_some();
                    }
                    parts.fits &= part.as_rule() == Rule::name || is_word(part.as_str());
                }
                Rule::label => parts.label = place,
                Rule::clause | Rule::run_list => self.clause(range.clone(), keyword, &mut parts),
                Rule::form => {
                    parts.is_open = true;
                    parts.body().form = Form::from_name(part.as_str());
                }
                Rule::rule => self.rule(range.clone(), keyword, &mut parts),
                Rule::except => {
                    parts.is_open = true;
                    parts.except(place);
                }
                Rule::tokens => self.tokens(range.clone(), keyword, &mut parts),
                Rule::and => parts.body().second = Some(SideNode::default()),
                Rule::target => self.target(range.clone(), &mut parts),
                _ => continue,
            }
            parts.end = range.end;
        }
        if parts.is_open {
            parts.end = self.closed(parts.end);
        }
        let mut body = parts.list.map(BodyIndex::List);
        if let BodyShape::Rules(shape) = shape.body {
            let limit = parts.limit();
            parts.fits &= parts.is_open && (limit.is_some() || parts.fit(shape));
            if let Some(limit) = limit.filter(|_| parts.fits) {
                body = Some(BodyIndex::Limit(offset(self.chunk.limits.len())));
                self.chunk.limits.push(limit);
            } else if parts.fits {
                body = Some(BodyIndex::Rules(offset(self.chunk.bodies.len())));
                self.chunk.bodies.push(std::mem::take(parts.body()));
            }
        }
        match (parts.fits, parts.name, Extent::new(start..parts.end)) {
            (true, Some(name), Some(place)) => {
                Ok(StatementNode { keyword, name, label: parts.label, parent: parts.parent, body, place })
            }
            _ => {
                self.findings.truncate(found);
                self.chunk.names.truncate(listed);
                Err(parts.end)
            }
        }
    }

    /// The byte behind the `>` that follows.
    fn closed(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        if rest.starts_with(" >") {
            return from + 2;
        }
        Lexer::new(rest, from).find(|token| token.is(">")).map_or(from, |token| token.end())
    }

    fn clause(&mut self, range: Range<usize>, keyword: Keyword, parts: &mut Parts) {
        parts.is_open = true;
        parts.list = match keyword.shape().body {
            BodyShape::List(clause) => self.list_of(range, keyword, clause),
            BodyShape::Nothing | BodyShape::Rules(_) => None,
        };
        parts.fits &= parts.list.is_some();
    }

    fn list_of(&mut self, range: Range<usize>, keyword: Keyword, clause: Clause) -> Option<NamesNode> {
        let mut tokens = self.lexed(range);
        let word = tokens.next()?;
        if word.text != clause.name() {
            if CONNECTIVES.contains(&word.text) || RuleAttribute::from_name(word.text).is_some() {
                return None;
            }
            let fault = Fault::UnknownClause(word.text.into(), keyword, clause);
            self.report(fault, Extent::new(word.start..word.end())?);
        }
        self.list(tokens)
    }

    fn rule(&mut self, range: Range<usize>, keyword: Keyword, parts: &mut Parts) {
        parts.is_open = true;
        parts.fits &= matches!(keyword.shape().body, BodyShape::Rules(_));
        match self.rule_of(range) {
            Some(rule) => parts.rule(rule),
            None => parts.fits = false,
        }
    }

    /// The rule. An unknown attribute is reported and taken for the nearest one; no rule where there is none.
    fn rule_of(&mut self, range: Range<usize>) -> Option<Option<RuleNode>> {
        let place = Extent::new(range.clone())?;
        let mut tokens = self.lexed(range);
        let word = tokens.next()?;
        tokens.next();
        let codes = self.list(tokens)?;
        let attribute_place = Extent::new(word.start..word.end())?;
        if let Some(attribute) = RuleAttribute::from_name(word.text) {
            return Some(Some(RuleNode { attribute, attribute_place, codes, place }));
        }
        if CONNECTIVES.contains(&word.text) || word.text == "tokens" {
            return None;
        }
        let fault = Fault::UnknownAttribute(word.text.into());
        let near = fault.nearest().first().and_then(|near| RuleAttribute::from_name(near));
        let near = near.filter(|_| synonyms::other_attribute(word.text).is_none());
        self.report(fault, attribute_place);
        Some(near.map(|attribute| RuleNode { attribute, attribute_place, codes, place }))
    }

    /// `tokens LIMIT or LIMIT … per [N] PERIOD [ratio N]`
    fn tokens(&mut self, range: Range<usize>, keyword: Keyword, parts: &mut Parts) {
        parts.is_open = true;
        parts.tokens = Tokens::read(self.lexed(range).map(|token| token.text)).map(Box::new);
        let may_have_one = matches!(keyword.shape().body, BodyShape::Rules(shape) if shape.has_limit);
        parts.fits &= may_have_one && parts.tokens.is_some();
    }

    /// `target KIND` or `target [KIND, …]`.
    fn target(&mut self, range: Range<usize>, parts: &mut Parts) {
        let mut kinds = Vec::new();
        let mut is_empty = None;
        for token in self.lexed(range.clone()).skip(1) {
            match token.kind {
                TokenKind::Word => match Kind::from_plural(token.text) {
                    Some(kind) => kinds.push(kind),
                    None => {
                        let failure = slips::targets::kind(self.text, range.start, &token);
                        self.findings.push(failure.finding(self.file, self.text));
                    }
                },
                TokenKind::Text => parts.fits = false,
                _ if token.is("[") => is_empty = Some(token.start),
                _ if token.is("]") => {
                    if let Some(place) = is_empty.and_then(|start| Extent::new(start..token.end())) {
                        self.report(Fault::EmptyList, place);
                    }
                }
                _ => {}
            }
            if !token.is("[") {
                is_empty = None;
            }
        }
        parts.body().target = Extent::new(range).map(|place| TargetNode { kinds, place });
    }

    /// The names of the list that `tokens` go on with, unless they make none.
    fn list(&mut self, mut tokens: impl Iterator<Item = Token<'s>>) -> Option<NamesNode> {
        let open = tokens.next().filter(|token| token.is("["))?;
        let first = self.chunk.names.len();
        let mut is_separated = true;
        for token in tokens {
            match token.kind {
                TokenKind::Word | TokenKind::Text if is_separated && token.text != "\"\"" => {
                    self.chunk.names.extend(Extent::new(token.start..token.end()));
                    is_separated = false;
                }
                TokenKind::Mark if token.text == "," && !is_separated => is_separated = true,
                TokenKind::Mark
                    if token.text == "]" && (!is_separated || self.chunk.names.len() == first) =>
                {
                    if self.chunk.names.len() == first {
                        self.report(Fault::EmptyList, Extent::new(open.start..token.end())?);
                    }
                    return Some(NamesNode { start: offset(first), end: offset(self.chunk.names.len()) });
                }
                TokenKind::Mark if token.text == "]" => {
                    return Some(NamesNode { start: offset(first), end: offset(self.chunk.names.len()) });
                }
                _ => return None,
            }
        }
        None
    }

    fn lexed(&self, range: Range<usize>) -> impl Iterator<Item = Token<'s>> + Clone + use<'s> {
        let start = range.start;
        Lexer::new(self.text.get(range).unwrap_or_default(), start).filter(|token| !token.is_comment())
    }

    /// The comments in a range.
    pub(super) fn comments(&mut self, range: Range<usize>) {
        let start = range.start;
        let text = self.text.get(range).unwrap_or_default();
        if text.contains('#') {
            let comments = Lexer::new(text, start).filter(Token::is_comment);
            self.chunk.comments.extend(comments.filter_map(|it| Extent::new(it.start..it.end())));
        }
    }

    pub(super) fn remark(&mut self, pair: &Pair<'s, Rule>) {
        let start = self.range(pair).start - 1;
        self.chunk.comments.extend(Extent::new(start..start + 1 + pair.as_str().trim_ascii_end().len()));
    }

    fn report(&mut self, fault: Fault, place: Extent) {
        self.findings.push(fault.at(place.span(self.file)));
    }

    /// The word that stands at a byte.
    pub(super) fn opener(&self, start: usize) -> &'s str {
        let rest = self.text.get(start..).unwrap_or_default();
        Lexer::new(rest, start).next().map_or("", |token| token.text)
    }

    pub(super) fn range(&self, pair: &Pair<'s, Rule>) -> Range<usize> {
        let span = pair.as_span();
        self.base + span.start()..self.base + span.end()
    }
}

/// The keyword that a misspelt one is taken for.
fn nearest_keyword(word: &str) -> Option<Keyword> {
    let near = Fault::UnknownStatement(word.into(), None).nearest();
    near.first().and_then(|near| Keyword::from_name(near)).filter(|_| !CONNECTIVES.contains(&word))
}

fn is_workload(item: &ItemNode) -> bool {
    matches!(item, ItemNode::Statement(statement) if matches!(statement.keyword, Keyword::Workload(_)))
}
