//! One statement, whole or half written, read word by word: tokens come in, and the role of each goes out.
//!
//! The grammar decides what is a statement. This only follows how people write one, and takes it up again
//! behind whatever does not fit.

use super::ast::Rule;
use super::keyword::{CONNECTIVES, Keyword, Kind, RuleAttribute};
use super::lexer::{Token, TokenKind};
use super::limit::{Counted, Period};
use super::role::Role;
use super::shape::{BodyShape, Clause};
use super::statement::Item;

/// Where a statement is, behind what has been read of it.
#[derive(Clone, Copy, Debug)]
enum At {
    /// Before its keyword.
    Start,
    /// Before its name.
    Name,
    /// Behind the name, the label or the parent.
    Head,
    /// Behind the `in` of the head.
    In,
    /// Where a clause of the body may open, or go on.
    Body,
    /// Behind what stands for an attribute.
    Attribute(Option<RuleAttribute>),
    /// Behind what a list follows, or in one.
    Items(Items),
    /// Behind `tokens`.
    Limit,
    /// Behind the `>`.
    End,
}

/// A list, with brackets or without.
#[derive(Clone, Copy, Debug)]
struct Items {
    of: Option<Listed>,
    /// Whether its `[` has been read.
    is_open: bool,
    /// Whether a word of it stands behind the last comma.
    has_item: bool,
}

/// What the words of a list are.
#[derive(Clone, Copy, Debug)]
enum Listed {
    Codes(RuleAttribute),
    Of(Clause),
    Kinds,
}

/// The reading of one item of a file.
pub(super) struct Reading<'p> {
    item: Option<Item<'p>>,
    at: At,
}

impl<'p> Reading<'p> {
    /// Before the first token of an item; with none, of what stands between items.
    pub(super) fn new(item: Option<Item<'p>>) -> Self {
        Self { item, at: At::Start }
    }

    /// The role of a token, which `behind` follow; there are no comments among them.
    pub(super) fn next(&mut self, token: &Token<'_>, behind: &[Token<'_>]) -> Role {
        let Some(item) = self.item else {
            return if token.kind == TokenKind::Mark { Role::Mark } else { Role::Unknown };
        };
        if token.kind == TokenKind::Mark {
            self.mark(token.text);
            return Role::Mark;
        }
        match self.at {
            At::Start | At::Name if is_name(item, token) => {
                self.at = At::Head;
                Role::Name(item.keyword())
            }
            At::Start => self.start(item.keyword(), token),
            At::Name => self.name(item, token, behind),
            At::Head => self.head(token),
            At::In => {
                self.at = At::Head;
                if is_word(token) { Role::Parent(item.keyword()) } else { Role::Unknown }
            }
            At::Body | At::End => self.body(token, behind),
            At::Attribute(attribute) if token.is("in") => {
                let of = attribute.map(Listed::Codes);
                self.at = At::Items(Items { of, is_open: false, has_item: false });
                Role::Connective
            }
            At::Attribute(_) if opens_clause(token, behind) => self.body(token, behind),
            At::Attribute(_) => Role::Unknown,
            At::Items(items) => self.item(items, token, behind),
            At::Limit => self.limit(token, behind),
        }
    }

    fn mark(&mut self, mark: &str) {
        let items = |of| At::Items(Items { of, is_open: true, has_item: false });
        self.at = match (mark, self.at) {
            ("<", _) | ("]", At::Items(_)) => At::Body,
            (">", _) => At::End,
            ("[", At::Items(items)) => At::Items(Items { is_open: true, ..items }),
            ("[", At::Attribute(attribute)) => items(attribute.map(Listed::Codes)),
            ("[", _) => items(None),
            (",", At::Items(items)) => At::Items(Items { has_item: false, ..items }),
            (_, at) => at,
        };
    }

    /// The word that opens the statement, or what stands in its place.
    fn start(&mut self, keyword: Option<Keyword>, token: &Token<'_>) -> Role {
        match keyword {
            Some(keyword) if token.is(keyword.name()) => {
                self.at = At::Name;
                Role::Keyword(keyword)
            }
            _ => Role::Unknown,
        }
    }

    /// What stands where the name should.
    fn name(&mut self, item: Item<'_>, token: &Token<'_>, behind: &[Token<'_>]) -> Role {
        // `model in production` has no name.
        let is_nameless = item.name().is_none();
        if is_nameless && token.is("in") && behind.first().is_some_and(is_word) {
            self.at = At::In;
            return Role::Connective;
        }
        if is_nameless {
            self.at = At::Head;
        }
        Role::Unknown
    }

    fn head(&mut self, token: &Token<'_>) -> Role {
        match token.kind {
            TokenKind::Text | TokenKind::OpenText | TokenKind::BadText => Role::Label,
            _ if token.is("in") => {
                self.at = At::In;
                Role::Connective
            }
            _ => Role::Unknown,
        }
    }

    /// A word where a clause may open.
    fn body(&mut self, token: &Token<'_>, behind: &[Token<'_>]) -> Role {
        if token.kind != TokenKind::Word || matches!(self.at, At::End) {
            return Role::Unknown;
        }
        let items = |of| At::Items(Items { of, is_open: false, has_item: false });
        if let Some(attribute) = RuleAttribute::from_name(token.text) {
            self.at = At::Attribute(Some(attribute));
            return Role::Attribute(attribute);
        }
        if let Some(clause) = Clause::from_name(token.text) {
            self.at = items(Some(Listed::Of(clause)));
            return Role::Connective;
        }
        match token.text {
            "target" => self.at = items(Some(Listed::Kinds)),
            "tokens" => self.at = At::Limit,
            word if CONNECTIVES.contains(&word) => self.at = At::Body,
            _ => {
                let opens_list = |at: usize| behind.get(at).is_some_and(|it| it.is("["));
                if behind.first().is_some_and(|it| it.is("in")) && opens_list(1) {
                    self.at = At::Attribute(self.meant(token.start));
                } else if opens_list(0) {
                    self.at = items(self.clause().map(Listed::Of));
                }
                return Role::Unknown;
            }
        }
        Role::Connective
    }

    /// What a misspelt attribute is taken for.
    fn meant(&self, start: usize) -> Option<RuleAttribute> {
        let mut rules = self.item?.statement()?.body()?.rules();
        let is_here = |span: crate::text::Span| span.range().start == start;
        rules.find(|rule| is_here(rule.attribute_span())).map(Rule::attribute)
    }

    /// The clause of the statement, where it can have one.
    fn clause(&self) -> Option<Clause> {
        match self.item?.keyword()?.shape().body {
            BodyShape::List(clause) => Some(clause),
            BodyShape::Nothing | BodyShape::Rules(_) => None,
        }
    }

    /// A word of a list, or what goes on behind one that is not closed.
    fn item(&mut self, items: Items, token: &Token<'_>, behind: &[Token<'_>]) -> Role {
        let goes_on = items.is_open || !items.has_item;
        if opens_clause(token, behind) || !goes_on {
            return self.body(token, behind);
        }
        self.at = At::Items(Items { has_item: true, ..items });
        match items.of {
            Some(Listed::Kinds) => Kind::from_plural(token.text).map_or(Role::Unknown, Role::Kind),
            _ if token.kind == TokenKind::Junk => Role::Unknown,
            Some(Listed::Codes(attribute)) => Role::Code(attribute),
            Some(Listed::Of(Clause::Attach)) => Role::Attached,
            Some(Listed::Of(Clause::Offers)) => Role::Offered,
            Some(Listed::Of(Clause::Alias)) => Role::Alias,
            None => Role::Unknown,
        }
    }

    /// A word of a limit of tokens.
    fn limit(&mut self, token: &Token<'_>, behind: &[Token<'_>]) -> Role {
        let word = token.text;
        let is_known = Counted::from_name(word).is_some() || Period::from_word(word).is_some();
        if is_known || matches!(word, "or" | "per" | "ratio") {
            return Role::Connective;
        }
        if token.kind == TokenKind::Word && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Role::Number;
        }
        self.body(token, behind)
    }
}

/// Whether a token is the name of an item.
fn is_name(item: Item<'_>, token: &Token<'_>) -> bool {
    item.name().is_some_and(|name| name.span().range().start == token.start)
}

fn is_word(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Text)
}

/// Whether a word can only go on with the body, and is none of a list: what stands for an attribute before
/// its `in`, a word that joins rules before that, `target` before its kinds.
fn opens_clause(token: &Token<'_>, behind: &[Token<'_>]) -> bool {
    if token.kind != TokenKind::Word {
        return false;
    }
    let mut behind = behind.iter();
    let (first, second) = (behind.next(), behind.next());
    let is_in = |token: Option<&Token<'_>>| token.is_some_and(|it| it.is("in"));
    match token.text {
        "or" | "except" | "and" => first.is_some_and(|it| it.kind == TokenKind::Word) && is_in(second),
        "target" => first.is_some_and(|it| it.is("[") || Kind::from_plural(it.text).is_some()),
        word => RuleAttribute::from_name(word).is_some() && is_in(first),
    }
}
