//! What each word is, for colours: a tree comes in, tokens in order go out, by the text of the file alone.

use std::ops::Range;

use crate::lint;
use crate::syntax::keyword::{Keyword, RuleAttribute};
use crate::syntax::{Parsed, Role, Word};

/// What a token is, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenType {
    /// A word of the language.
    Keyword,
    /// An attribute.
    Property,
    /// A kind in a target.
    Type,
    /// A policy.
    Function,
    /// An environment.
    Namespace,
    /// A workload.
    Class,
    /// A guard.
    Interface,
    /// A group.
    Enum,
    /// A code.
    EnumMember,
    /// A label or an alias.
    String,
    /// A comment.
    Comment,
    /// The name of a lint in a suppression.
    Macro,
    /// `<` or `>`.
    Operator,
}

impl TokenType {
    /// Every type, in the order of the legend.
    pub const ALL: [Self; 13] = [
        Self::Keyword,
        Self::Property,
        Self::Type,
        Self::Function,
        Self::Namespace,
        Self::Class,
        Self::Interface,
        Self::Enum,
        Self::EnumMember,
        Self::String,
        Self::Comment,
        Self::Macro,
        Self::Operator,
    ];

    /// What the legend calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Property => "property",
            Self::Type => "type",
            Self::Function => "function",
            Self::Namespace => "namespace",
            Self::Class => "class",
            Self::Interface => "interface",
            Self::Enum => "enum",
            Self::EnumMember => "enumMember",
            Self::String => "string",
            Self::Comment => "comment",
            Self::Macro => "macro",
            Self::Operator => "operator",
        }
    }
}

/// What else a token is, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Modifier {
    /// It is the name that its statement declares.
    Declaration,
    /// It is documentation.
    Documentation,
}

impl Modifier {
    /// Every modifier, in the order of the legend.
    pub const ALL: [Self; 2] = [Self::Declaration, Self::Documentation];

    /// What the legend calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Documentation => "documentation",
        }
    }
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; there is no line break in it.
    pub range: Range<usize>,
    /// What it is.
    pub token_type: TokenType,
    /// What else it is.
    pub modifier: Option<Modifier>,
}

/// The tokens that have a byte of a range, in order; none overlaps another. Words that cannot be read have
/// none.
#[must_use]
pub fn tokens(file: &Parsed, range: Range<usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut documentation = Documentation::default();
    for word in file.words_in(range.clone()) {
        if word.role() == Role::Comment {
            comment(&word, documentation.has(file, &word), &mut tokens);
        } else if let Some(token_type) = token_type(&word) {
            let declares = matches!(word.role(), Role::Name(_));
            let modifier = declares.then_some(Modifier::Declaration);
            tokens.push(Token { range: word.span().range(), token_type, modifier });
        }
    }
    let is_one_line = |token: &Token| !file.source().slice(token.range.clone()).contains(['\n', '\r']);
    if !tokens.iter().all(is_one_line) {
        tokens = tokens.into_iter().flat_map(|token| lines(file, token)).collect();
    }
    tokens.retain(|token| token.range.start < range.end && range.start < token.range.end);
    tokens
}

fn token_type(word: &Word<'_>) -> Option<TokenType> {
    Some(match word.role() {
        Role::Keyword(_) | Role::Connective => TokenType::Keyword,
        Role::Attribute(_) => TokenType::Property,
        Role::Kind(_) => TokenType::Type,
        Role::Name(keyword) => of_name(keyword?),
        Role::Parent(keyword) => of_name(keyword?.parent()?),
        Role::Attached => TokenType::Function,
        Role::Code(RuleAttribute::Group) => TokenType::Enum,
        Role::Code(RuleAttribute::Code(_)) | Role::Offered => TokenType::EnumMember,
        Role::Label | Role::Alias => TokenType::String,
        Role::Mark if matches!(word.text(), "<" | ">") => TokenType::Operator,
        _ => return None,
    })
}

/// What the name is that a statement declares.
fn of_name(keyword: Keyword) -> TokenType {
    match keyword {
        Keyword::Policy => TokenType::Function,
        Keyword::Environment => TokenType::Namespace,
        Keyword::Workload(_) => TokenType::Class,
        Keyword::Guard => TokenType::Interface,
        Keyword::Group => TokenType::Enum,
        Keyword::Code(_) => TokenType::EnumMember,
    }
}

/// Adds a comment, and the lints that it names.
fn comment(word: &Word<'_>, is_documentation: bool, tokens: &mut Vec<Token>) {
    let Range { mut start, end } = word.span().range();
    let from = start;
    let modifier = is_documentation.then_some(Modifier::Documentation);
    for (named, _) in lint::named_in(word.text()) {
        let named = from + named.start..from + named.end;
        tokens.push(Token { range: start..named.start, token_type: TokenType::Comment, modifier });
        start = named.end;
        tokens.push(Token { range: named, token_type: TokenType::Macro, modifier: None });
    }
    tokens.push(Token { range: start..end, token_type: TokenType::Comment, modifier });
}

/// Where the comments begin that are documentation of one statement.
#[derive(Default)]
struct Documentation {
    /// The statement.
    of: Option<usize>,
    /// Its comments, in order.
    starts: Vec<usize>,
}

impl Documentation {
    /// Whether a comment is one of those directly above a statement that say something to readers.
    fn has(&mut self, file: &Parsed, word: &Word<'_>) -> bool {
        let start = word.span().range().start;
        let of = file.first_item_behind(start).map(|item| item.span().range().start);
        if of != self.of {
            let above = of.map(|of| file.comments_above(of)).unwrap_or_default().into_iter();
            let said = above.filter(|comment| comment.directive().is_none());
            *self = Self { of, starts: said.map(|comment| comment.span.range().start).collect() };
        }
        self.starts.binary_search(&start).is_ok()
    }
}

/// A token, cut where lines end, without white space at either end of a line.
fn lines(file: &Parsed, token: Token) -> Vec<Token> {
    let mut start = token.range.start;
    let mut parts = Vec::new();
    for line in file.source().slice(token.range.clone()).split(['\n', '\r']) {
        let own = start + (line.len() - line.trim_ascii_start().len());
        let range = own..own + line.trim_ascii().len();
        start += line.len() + 1;
        if !range.is_empty() {
            parts.push(Token { range, ..token.clone() });
        }
    }
    parts
}
