//! What is offered: a name or a snippet comes in, what takes the place of the word at the cursor goes out.

use std::ops::Range;

use crate::diagnostic::Check;
use crate::syntax::quoted;

/// What an item is, for its symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::editor) enum Kind {
    Keyword,
    Environment,
    Code,
    Attribute,
    Policy,
    Lint,
    Guard,
    Workload,
    /// A table of `bpol.toml`.
    Table,
    File,
}

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::editor) enum Text {
    /// This.
    Plain(String),
    /// This, with places to fill in as `${1:name}`.
    Snippet(String),
}

/// Something that may stand at the cursor.
#[derive(Clone, Debug)]
pub(in crate::editor) struct Item {
    pub(in crate::editor) label: String,
    pub(in crate::editor) kind: Kind,
    /// What is said beside it.
    pub(in crate::editor) detail: Option<String>,
    /// What stands first: a lower one.
    pub(in crate::editor) rank: u8,
    /// What is compared with what is typed.
    pub(in crate::editor) filter: String,
    pub(in crate::editor) text: Text,
    /// The bytes that it takes the place of.
    pub(in crate::editor) replaced: Range<usize>,
    /// What there is to read of it.
    pub(in crate::editor) page: Option<&'static Check>,
}

impl Item {
    /// A word of the language, whose rank is its place in an order.
    pub(super) fn word(word: &str, rank: usize, detail: Option<&str>) -> Self {
        Self {
            label: word.to_owned(),
            kind: Kind::Keyword,
            detail: detail.map(ToOwned::to_owned),
            rank: u8::try_from(rank).unwrap_or(99).min(99),
            filter: word.to_owned(),
            text: Text::Plain(word.to_owned()),
            replaced: 0..0,
            page: None,
        }
    }

    /// A name, which is written in quotes where it needs some.
    pub(super) fn name(name: &str, kind: Kind, rank: u8, detail: Option<String>) -> Self {
        Self {
            label: name.to_owned(),
            kind,
            detail,
            rank,
            filter: name.to_owned(),
            text: Text::Plain(quoted(name)),
            replaced: 0..0,
            page: None,
        }
    }

    /// The same, written with places to fill in.
    pub(super) fn snippet(mut self, snippet: &str) -> Self {
        self.text = Text::Snippet(snippet.to_owned());
        self
    }

    /// The same, found by its label too.
    pub(super) fn found_by(mut self, label: &str) -> Self {
        self.filter = format!("{} {label}", self.filter);
        self
    }

    /// The same in the place of some bytes; what is typed there may have begun with a quote.
    pub(super) fn place(&mut self, text: &str, replaced: &Range<usize>) {
        self.replaced = replaced.clone();
        if text.get(replaced.clone()).is_some_and(|it| it.starts_with('"')) {
            self.filter.insert(0, '"');
        }
    }
}
