//! From pairs to the tree: one function for each rule of the grammar, under its name.

use pest::iterators::Pair;

use super::ast::{
    Body, Broken, Comment, Item, Name, Part, PolicyBody, Rule as PolicyRule, Statement, is_word,
};
use super::explain::{self, Previous};
use super::grammar::{self, Rule, children};
use super::keyword::{Attribute, BodyShape, CONNECTIVES, Keyword, Kind};
use super::messages;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// Builds the part of a file's tree that lies between two bytes.
pub(super) struct Builder<'s> {
    file: FileId,
    /// The part of the file that is read, and the byte of the file at which it starts.
    text: &'s str,
    base: usize,
    part: Part<'s>,
    findings: Vec<Diagnostic>,
}

/// What `rule` makes of `text`, which starts at byte `base` of `file`.
pub(super) fn part(file: FileId, text: &str, base: usize) -> (Part<'_>, Vec<Diagnostic>) {
    let mut builder = Builder { file, text, base, part: Part::default(), findings: Vec::new() };
    builder.items(Rule::file, 0, text);
    let mut part = builder.part;
    part.only_workloads = part.items.iter().all(is_workload);
    (part, builder.findings)
}

impl<'s> Builder<'s> {
    /// `file` and `stretch`: everything in `text`, which starts at byte `at` of the part.
    fn items(&mut self, wanted: Rule, at: usize, text: &'s str) {
        for pair in grammar::parse(wanted, text).all() {
            match pair.as_rule() {
                Rule::line => self.line(pair, at),
                Rule::statement => self.statement(pair, at),
                Rule::unknown | Rule::broken => self.broken(&pair, at),
                Rule::comment => self.comment(&pair, at),
                _ => {}
            }
        }
    }

    fn line(&mut self, pair: Pair<'s, Rule>, at: usize) {
        let text = pair.as_str();
        let start = at + pair.as_span().start();
        match self.workload(pair, at) {
            Some(statement) => self.part.items.push(Item::Statement(statement)),
            None => self.items(Rule::stretch, start, text),
        }
    }

    /// The statement that a line is, unless it holds anything out of the ordinary.
    fn workload(&self, pair: Pair<'s, Rule>, at: usize) -> Option<Statement<'s>> {
        let (line, start) = (pair.as_str(), pair.as_span().start());
        let mut children = children(pair);
        let head = children.take(Rule::head)?;
        let kind = Kind::from_name(line.get(..head.as_span().start() - start)?.trim_ascii_end())?;
        let mut words = Words { text: head.as_str(), next: 0 };
        let place = |pair: &Pair<'s, Rule>| self.base + at + pair.as_span().start();
        let name_at = |base: usize, (offset, word): (usize, &'s str)| self.name_at(word, base + offset);

        let head_at = place(&head);
        let name = name_at(head_at, words.word()?);
        let label = words.label()?.map(|label| name_at(head_at, label));
        let parent = match words.word() {
            Some((_, "in")) => Some(name_at(head_at, words.word()?)),
            Some(_) => return None,
            None => None,
        };
        if !words.is_done() {
            return None;
        }
        let body = match children.take(Rule::items) {
            Some(items) => Some(Body::List(self.items_of_line(items.as_str(), place(&items))?)),
            None => None,
        };
        let length = line.trim_ascii_end().len();
        Some(Statement {
            keyword: Keyword::Workload(kind),
            name,
            label,
            parent,
            body,
            span: self.span(at + start, length),
        })
    }

    /// The words of `items`, separated by commas, the last of which may be left empty.
    fn items_of_line(&self, items: &'s str, start: usize) -> Option<Box<[Name<'s>]>> {
        let mut names = Vec::with_capacity(1 + items.bytes().filter(|&byte| byte == b',').count());
        let mut offset = start;
        for (index, item) in items.split(',').enumerate() {
            let word = item.trim_ascii();
            if is_word(word) {
                let blanks = item.len() - item.trim_ascii_start().len();
                names.push(self.name_at(word, offset + blanks));
            } else if !word.is_empty() || index == 0 || offset + item.len() != start + items.len() {
                return None;
            }
            offset += item.len() + 1;
        }
        Some(names.into_boxed_slice())
    }

    fn statement(&mut self, pair: Pair<'s, Rule>, at: usize) {
        if pair.as_str().contains('#') {
            for comment in grammar::comments(pair.clone()) {
                self.comment(&comment, at);
            }
        }
        let found = self.findings.len();
        let keyword = |opener: &str| Keyword::from_name(opener);
        match self.read_statement(pair.clone(), at, keyword) {
            Some(statement) => self.part.items.push(Item::Statement(statement)),
            None => {
                self.findings.truncate(found);
                self.explain(&pair, at);
            }
        }
    }

    /// The statement, unless it has a part that its keyword does not go with. `keyword` says which one the word stands
    /// for that opens it.
    fn read_statement(
        &mut self,
        pair: Pair<'s, Rule>,
        at: usize,
        keyword: impl Fn(&str) -> Option<Keyword>,
    ) -> Option<Statement<'s>> {
        let span = self.span(at + pair.as_span().start(), pair.as_str().trim_ascii_end().len());
        let mut children = children(pair);
        let openers = [Rule::keyword, Rule::policy, Rule::word];
        let opener = openers.into_iter().find_map(|wanted| children.take(wanted))?;
        let keyword = keyword(opener.as_str())?;
        let shape = keyword.shape();
        let name = self.name(&children.take(Rule::name)?, at);
        let label = children.take(Rule::label).map(|label| self.name(&label, at));
        let parent = match children.take(Rule::parent) {
            Some(_) if shape.parent.is_none() => return None,
            Some(parent) => Some(self.parent(parent, at)?),
            None => None,
        };
        let body = match (children.take(Rule::rules), children.take(Rule::clause), shape.body) {
            (Some(rules), _, BodyShape::Rules) => Some(Body::Policy(Box::new(self.rules(rules, at)?))),
            (None, Some(clause), BodyShape::List(_)) => Some(Body::List(self.clause(clause, at, keyword)?)),
            (None, None, BodyShape::Nothing | BodyShape::List(_)) => None,
            _ => return None,
        };
        Some(Statement { keyword, name, label, parent, body, span })
    }

    fn parent(&mut self, pair: Pair<'s, Rule>, at: usize) -> Option<Name<'s>> {
        Some(self.name(&children(pair).take(Rule::name)?, at))
    }

    fn rules(&mut self, pair: Pair<'s, Rule>, at: usize) -> Option<PolicyBody<'s>> {
        let mut children = children(pair);
        let mut rules = Vec::new();
        while let Some(rule) = children.take(Rule::rule) {
            rules.extend(self.rule(rule, at)?);
        }
        let target = match children.take(Rule::target) {
            Some(target) => Some(self.target(target, at)?),
            None => None,
        };
        Some(PolicyBody { rules, target })
    }

    /// The rule. An unknown attribute is reported and taken for the nearest one; no rule where there is none.
    fn rule(&mut self, pair: Pair<'s, Rule>, at: usize) -> Option<Option<PolicyRule<'s>>> {
        let span = self.span(at + pair.as_span().start(), pair.as_str().len());
        let mut children = children(pair);
        let word = self.name(&children.take(Rule::word)?, at);
        let codes = self.list(children.take(Rule::list)?, at);
        let attribute_span = word.span();
        if let Some(attribute) = Attribute::from_name(word.written()) {
            return Some(Some(PolicyRule { attribute, attribute_span, codes, span }));
        }
        if CONNECTIVES.contains(&word.written()) {
            return None;
        }
        self.findings.push(messages::unknown_attribute(word.written(), attribute_span));
        let near = messages::nearest_attribute(word.written());
        Some(near.map(|attribute| PolicyRule { attribute, attribute_span, codes, span }))
    }

    fn target(&mut self, pair: Pair<'s, Rule>, at: usize) -> Option<Vec<Kind>> {
        let mut children = children(pair);
        let words = match children.take(Rule::word) {
            Some(word) => Box::from([self.name(&word, at)]),
            None => self.list(children.take(Rule::list)?, at),
        };
        let mut kinds = Vec::with_capacity(words.len());
        for word in words {
            match Kind::from_plural(word.written()) {
                Some(kind) => kinds.push(kind),
                None if word.is_quoted() => return None,
                None => self.findings.push(messages::unknown_kind(word.written(), word.span())),
            }
        }
        Some(kinds)
    }

    fn clause(&mut self, pair: Pair<'s, Rule>, at: usize, keyword: Keyword) -> Option<Box<[Name<'s>]>> {
        let BodyShape::List(clause) = keyword.shape().body else { return None };
        let mut children = children(pair);
        let word = self.name(&children.take(Rule::word)?, at);
        if word.written() != clause.name() {
            let known =
                CONNECTIVES.contains(&word.written()) || Attribute::from_name(word.written()).is_some();
            if known {
                return None;
            }
            self.findings.push(messages::unknown_clause(word.written(), word.span(), keyword, clause));
        }
        Some(self.list(children.take(Rule::list)?, at))
    }

    fn list(&mut self, pair: Pair<'s, Rule>, at: usize) -> Box<[Name<'s>]> {
        let span = self.span(at + pair.as_span().start(), pair.as_str().len());
        let mut children = children(pair);
        let mut names = Vec::new();
        while let Some(name) = children.take(Rule::name) {
            names.push(self.name(&name, at));
        }
        if names.is_empty() {
            self.findings.push(messages::empty_list(span));
        }
        names.into_boxed_slice()
    }

    fn name(&self, pair: &Pair<'s, Rule>, at: usize) -> Name<'s> {
        self.name_at(pair.as_str(), self.base + at + pair.as_span().start())
    }

    fn comment(&mut self, pair: &Pair<'s, Rule>, at: usize) {
        let text = pair.as_str().trim_ascii_end();
        let span = self.span(at + pair.as_span().start(), text.len());
        self.part.comments.push(Comment { text, span });
    }

    /// `unknown` and `broken`: a stretch that is no statement.
    fn broken(&mut self, pair: &Pair<'s, Rule>, at: usize) {
        for token in grammar::parse(Rule::tokens, pair.as_str()).all() {
            if token.as_rule() == Rule::comment {
                self.comment(&token, at + pair.as_span().start());
            }
        }
        self.explain(pair, at);
    }

    /// Reports what is wrong with the stretch and keeps what it would define: all of it where only its first word is
    /// misspelt, so that what else is wrong with it is found in the same run, otherwise its name.
    fn explain(&mut self, pair: &Pair<'s, Rule>, at: usize) {
        let start = at + pair.as_span().start();
        let stretch = pair.as_str();
        let behind = self.text.get(start + stretch.len()..).unwrap_or_default();
        let previous = self.previous(start);
        let may_be_misspelt = pair.as_rule() == Rule::unknown && previous.is_none();
        let account = explain::explain(self.file, self.base + start, stretch, behind, previous);
        self.findings.push(account.finding);
        let found = self.findings.len();
        if may_be_misspelt
            && let Some(statement) = self.read_statement(pair.clone(), at, messages::nearest_keyword)
        {
            self.part.items.push(Item::Statement(statement));
            return;
        }
        self.findings.truncate(found);
        let span = self.span(start, stretch.trim_ascii_end().len());
        self.part.items.push(Item::Broken(Broken { span, keyword: account.keyword, name: account.name }));
    }

    /// The statement that ends on the line of a byte, before it.
    fn previous(&self, start: usize) -> Option<Previous<'s>> {
        let Some(Item::Statement(statement)) = self.part.items.last() else { return None };
        let between = statement.span.end as usize - self.base..start;
        let same_line = !self.text.get(between).unwrap_or_default().contains('\n');
        same_line.then_some(Previous { keyword: statement.keyword, name: statement.name })
    }

    /// The name `written` at a byte of the file.
    fn name_at(&self, written: &'s str, start: usize) -> Name<'s> {
        Name::new(written, self.file, crate::source::offset(start))
    }

    /// The span of `length` bytes from byte `start` of the part.
    fn span(&self, start: usize, length: usize) -> Span {
        Span::new(self.file, self.base + start..self.base + start + length)
    }
}

fn is_workload(item: &Item<'_>) -> bool {
    matches!(item, Item::Statement(statement) if matches!(statement.keyword, Keyword::Workload(_)))
}

/// The words of the head of a line, each with the byte at which it starts.
struct Words<'s> {
    text: &'s str,
    next: usize,
}

impl<'s> Words<'s> {
    fn skip_blanks(&mut self) -> &'s str {
        let rest = self.text.get(self.next..).unwrap_or_default();
        let word = rest.trim_ascii_start();
        self.next += rest.len() - word.len();
        word
    }

    fn word(&mut self) -> Option<(usize, &'s str)> {
        let rest = self.skip_blanks();
        let length = rest.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
        let word = rest.get(..length).filter(|word| is_word(word))?;
        let start = self.next;
        self.next += length;
        Some((start, word))
    }

    /// The string that comes next: `Some(None)` where none does, `None` where it has an escape or no end.
    fn label(&mut self) -> Option<Option<(usize, &'s str)>> {
        let rest = self.skip_blanks();
        let Some(inner) = rest.strip_prefix('"') else { return Some(None) };
        let end = inner.find('"')?;
        let string = rest.get(..end + 2).filter(|string| !string.contains('\\'))?;
        let start = self.next;
        self.next += string.len();
        Some(Some((start, string)))
    }

    fn is_done(&mut self) -> bool {
        self.skip_blanks().is_empty()
    }
}
