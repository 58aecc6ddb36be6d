//! Where the cursor stands: a tree and a byte come in, what the words before it in its statement make one
//! expect goes out.

use std::ops::Range;

use super::comment::InComment;
use super::limit;
use crate::syntax::ast::Parsed;
use crate::syntax::keyword::{Keyword, RuleAttribute};
use crate::syntax::{Role, Word};

/// What may stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing that anybody could guess.
    Nothing,
    /// A statement.
    Statement,
    /// What a comment says to bpol.
    Comment(InComment),
    /// Some of the words that join parts, in this order.
    Words(Vec<&'static str>),
    /// What stands behind a name, a label or a parent.
    BehindHead { keyword: Keyword, has_parent: bool },
    /// What a body opens with.
    Body(Keyword),
    /// The attributes of rules, after one of this attribute and its first code.
    Attributes(Option<(RuleAttribute, Option<String>)>),
    /// The attributes of the other side of a joint guard, whose first side begins with such a rule.
    OtherAttributes(Option<(RuleAttribute, Option<String>)>),
    /// What the statement lies in.
    Parent(Keyword),
    /// Kinds other than these.
    Kinds(Vec<String>),
    /// What is in a list.
    List(List),
}

/// A list in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) of: Listed,
    /// What is in it already.
    pub(super) taken: Vec<String>,
}

/// What a list is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Policies,
    /// Codes of an attribute; of a group those of the type of the statement's first rule.
    Codes(RuleAttribute, Option<(RuleAttribute, Option<String>)>),
    Flavors,
}

/// The cursor in a statement.
pub(super) struct Cursor<'p> {
    pub(super) expected: Expected,
    pub(super) replaced: Range<usize>,
    /// The keyword of the statement, its name, and what it lies in.
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<String>,
    pub(super) parent: Option<String>,
    file: &'p Parsed,
}

impl<'p> Cursor<'p> {
    pub(super) fn at(file: &'p Parsed, byte: usize) -> Self {
        let start = file.last_item_from(byte).map_or(0, |item| item.span().range().start);
        let words = file.words_in(start..byte);
        let holds = |word: &&Word<'_>| {
            let range = word.span().range();
            range.start < byte && byte <= range.end
        };
        let own = words.iter().find(|word| holds(word) && word.role() != Role::Mark);
        let nothing =
            |expected| Self { expected, replaced: byte..byte, keyword: None, name: None, parent: None, file };
        // Spaces at the end of a comment are no part of it.
        let is_behind = |word: &&Word<'_>| {
            let between = file.text().get(word.span().range().end..byte);
            word.role() == Role::Comment
                && between.is_some_and(|it| it.chars().all(|it| it == ' ' || it == '\t'))
        };
        let comment =
            own.filter(|word| word.role() == Role::Comment).or_else(|| words.iter().find(is_behind));
        if let Some(comment) = comment {
            return match InComment::at(file, comment, byte) {
                Some((place, replaced)) => Self { replaced, ..nothing(Expected::Comment(place)) },
                None => nothing(Expected::Nothing),
            };
        }
        let replaced = own.map_or(byte..byte, |word| replaced(word, byte));
        let before: Vec<Word<'p>> = words
            .iter()
            .filter(|word| word.span().range().end <= replaced.start && word.role() != Role::Comment)
            .filter(|word| word.span().range().start >= start)
            .copied()
            .collect();
        let mut cursor = Self { replaced, ..nothing(Expected::Statement) };
        cursor.read(&before);
        // Only names stand in quotes; any other string is the writer's own, and so is a number.
        let is_list = matches!(cursor.expected, Expected::Parent(_) | Expected::List(_));
        if own.is_some_and(|word| word.role() == Role::Number || word.is_string() && !is_list) {
            cursor.expected = Expected::Nothing;
        }
        cursor
    }

    fn read(&mut self, words: &[Word<'p>]) {
        self.keyword = words.iter().find_map(|word| match word.role() {
            Role::Keyword(keyword) => Some(keyword),
            _ => None,
        });
        let says = |role: fn(Role) -> bool| {
            let word = words.iter().find(|word| role(word.role()))?;
            word.name().map(|name| name.value().into_owned())
        };
        self.name = says(|role| matches!(role, Role::Name(_)));
        self.parent = says(|role| matches!(role, Role::Parent(_)));
        self.expected = match self.keyword {
            Some(keyword) => self.behind(keyword, words),
            None => Expected::Statement,
        };
    }

    /// What may stand behind the words of a statement.
    fn behind(&self, keyword: Keyword, words: &[Word<'p>]) -> Expected {
        let Some(last) = words.last() else { return Expected::Statement };
        if let Some(words) = limit::behind(words) {
            return Expected::Words(words);
        }
        let has_body = words.iter().any(|word| word.role() == Role::Mark && word.text() == "<");
        let is_below = self.is_line_break_behind(last);
        match last.role() {
            Role::Name(_)
            | Role::Label
            | Role::Parent(_)
            | Role::Code(_)
            | Role::Attached
            | Role::Offered
            | Role::Alias
                if is_below =>
            {
                Expected::Statement
            }
            Role::Name(_) | Role::Label => {
                Expected::BehindHead { keyword, has_parent: self.parent.is_some() }
            }
            Role::Parent(_) => Expected::BehindHead { keyword, has_parent: true },
            Role::Attribute(_) => Expected::Words(vec!["in"]),
            Role::Kind(_) if !is_in_list(words) => Expected::Words(vec![">"]),
            Role::Connective => behind_connective(keyword, words, last.text(), has_body),
            Role::Mark => behind_mark(keyword, words, last.text()),
            _ => Expected::Nothing,
        }
    }

    fn is_line_break_behind(&self, word: &Word<'_>) -> bool {
        let between = self.file.text().get(word.span().range().end..self.replaced.start);
        between.is_some_and(|it| it.contains(['\n', '\r']))
    }
}

fn behind_connective(keyword: Keyword, words: &[Word<'_>], word: &str, has_body: bool) -> Expected {
    match word {
        "in" if !has_body => Expected::Parent(keyword),
        "and" => Expected::OtherAttributes(words.split_last().and_then(|(_, before)| first_rule(before))),
        "or" | "except" | "within" | "excludes" | "allows" => Expected::Attributes(first_rule(words)),
        "target" => Expected::Kinds(Vec::new()),
        _ => Expected::Nothing,
    }
}

fn behind_mark(keyword: Keyword, words: &[Word<'_>], mark: &str) -> Expected {
    match mark {
        "<" => Expected::Body(keyword),
        ">" => Expected::Statement,
        "[" | "," => list(words).unwrap_or(Expected::Nothing),
        "]" => {
            let opened = words.iter().rposition(|word| word.text() == "[");
            let of = opened.and_then(|at| words.get(..at)).and_then(<[_]>::last);
            let is_rule = of.is_some_and(|word| word.text() == "in");
            if is_rule { Expected::Words(behind_rule(keyword, words)) } else { Expected::Words(vec![">"]) }
        }
        _ => Expected::Nothing,
    }
}

/// The bytes of a word or string at the cursor; of a string that is not closed only up to there.
fn replaced(word: &Word<'_>, byte: usize) -> Range<usize> {
    let range = word.span().range();
    let is_closed = word.text().len() > 1 && word.text().ends_with('"');
    if word.is_string() && !is_closed { range.start..byte } else { range }
}

/// What may stand behind a rule of such a statement.
fn behind_rule(keyword: Keyword, words: &[Word<'_>]) -> Vec<&'static str> {
    let has = |text: &str| words.iter().any(|word| word.role() == Role::Connective && word.text() == text);
    let mut behind = vec!["or"];
    if !has("except") || has("and") {
        behind.push("except");
    }
    if keyword == Keyword::Guard && has("excludes") && !has("and") {
        behind.push("and");
    }
    if matches!(keyword, Keyword::Policy | Keyword::Guard) {
        behind.push("target");
    }
    behind.push(">");
    behind
}

/// The attribute of the first rule of the side that the last word stands in, and its first code.
fn first_rule(words: &[Word<'_>]) -> Option<(RuleAttribute, Option<String>)> {
    let start = words.iter().rposition(|word| word.role() == Role::Connective && word.text() == "and");
    let side = words.get(start.map_or(0, |at| at + 1)..)?;
    let attribute = |word: &Word<'_>| match word.role() {
        Role::Attribute(attribute) => Some(attribute),
        _ => None,
    };
    let at = side.iter().position(|word| attribute(word).is_some())?;
    let code = side.get(at..)?.iter().find(|word| matches!(word.role(), Role::Code(_)));
    let code = code.and_then(|word| Some(word.name()?.value().into_owned()));
    Some((attribute(side.get(at)?)?, code))
}

/// Whether the last word stands in brackets.
fn is_in_list(words: &[Word<'_>]) -> bool {
    let last = words.iter().rev().find(|word| matches!(word.text(), "[" | "]") && word.role() == Role::Mark);
    last.is_some_and(|word| word.text() == "[")
}

/// The list that the last word stands in.
fn list(words: &[Word<'_>]) -> Option<Expected> {
    let open = words.iter().rposition(|word| word.role() == Role::Mark && word.text() == "[")?;
    let (before, inside) = words.split_at_checked(open)?;
    let names = inside.iter().filter_map(Word::name).map(|name| name.value().into_owned());
    let opener = before.last()?;
    let of = match (opener.role(), opener.text()) {
        (Role::Connective, "attach") => Listed::Policies,
        (Role::Connective, "offers") => Listed::Flavors,
        (Role::Connective, "target") => return Some(Expected::Kinds(names.collect())),
        (Role::Connective, "in") => {
            let Role::Attribute(attribute) = before.get(..before.len().checked_sub(1)?)?.last()?.role()
            else {
                return None;
            };
            Listed::Codes(attribute, first_rule(words))
        }
        _ => return None,
    };
    Some(Expected::List(List { of, taken: names.collect() }))
}
