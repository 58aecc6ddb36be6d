//! A token and the part before it come in; which part of its statement it is goes out, and what stands before
//! it: on one line, and on a line of its own.

/// The spaces that one thing stands further in than another.
const STEP: usize = 2;

/// Which part a token is of `KEYWORD NAME ["Label"] [in PARENT] [< BODY >]`. Commas are no parts: they stand
/// behind every item that another one follows, and behind the last one of a broken list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Keyword,
    Name,
    Label,
    /// The `in` before a parent.
    In,
    Parent,
    /// `<`
    Open,
    /// What opens the first clause of a body: an attribute, `tokens`, `attach`, `offers` or `alias`.
    FirstClause,
    /// What opens any other: `except`, `and` or `target`.
    Clause,
    /// The `or` that opens a clause which goes on with the one before it.
    Or,
    /// The `or`, `per` or `ratio` that a limit of tokens goes on with.
    InLimit,
    /// What a clause goes on with, its list aside.
    Within,
    /// `[`
    ListOpen,
    FirstItem,
    Item,
    /// `]`
    ListClose,
    /// `>`
    Close,
}

impl Part {
    /// The part that the token `text` is, behind `self`.
    pub(super) fn next(self, text: &str) -> Self {
        match (self, text) {
            (Self::Keyword, _) => Self::Name,
            (Self::In, _) => Self::Parent,
            (Self::Name | Self::Label | Self::Parent, "<") => Self::Open,
            (Self::Name | Self::Label | Self::Parent, "in") => Self::In,
            (Self::Name | Self::Label | Self::Parent, _) => Self::Label,
            (Self::Open, _) => Self::FirstClause,
            (Self::FirstClause | Self::Clause | Self::Or | Self::Within, "[") => Self::ListOpen,
            (Self::ListOpen | Self::FirstItem | Self::Item, "]") => Self::ListClose,
            (Self::ListOpen, _) => Self::FirstItem,
            (Self::FirstItem | Self::Item, _) => Self::Item,
            (_, ">") => Self::Close,
            (Self::ListClose, "or") => Self::Or,
            (Self::ListClose, _) | (Self::Within, "target") => Self::Clause,
            (Self::Within, "or" | "per" | "ratio") => Self::InLimit,
            (Self::FirstClause | Self::Clause | Self::Or | Self::InLimit | Self::Within | Self::Close, _) => {
                Self::Within
            }
        }
    }

    /// What joins the token to the one before it on the same line.
    pub(super) fn joint(self) -> &'static str {
        match self {
            Self::Keyword | Self::FirstItem | Self::ListClose => "",
            Self::Item => ", ",
            _ => " ",
        }
    }

    /// The spaces before the clause that the token opens, if it opens one: `or` stands one step further in
    /// than what it goes on with.
    pub(super) fn indent_of_clause(self) -> Option<usize> {
        match self {
            Self::FirstClause | Self::Clause => Some(STEP),
            Self::Or => Some(2 * STEP),
            _ => None,
        }
    }

    /// The spaces before the token where it opens a line, in a clause with `clause` spaces before it.
    pub(super) fn indent(self, clause: usize) -> usize {
        match self {
            Self::Keyword | Self::Open | Self::Close => 0,
            Self::FirstClause | Self::Clause | Self::Or | Self::ListOpen | Self::ListClose => clause,
            Self::Within | Self::InLimit | Self::FirstItem | Self::Item => clause + STEP,
            Self::Name | Self::Label | Self::In | Self::Parent => STEP,
        }
    }

    /// The spaces before a comment on a line of its own that stands before the token. Before a closing
    /// bracket it is about what the brackets hold.
    pub(super) fn indent_of_comment(self, clause: usize) -> usize {
        match self {
            Self::ListClose | Self::Close => self.indent(clause) + STEP,
            _ => self.indent(clause),
        }
    }

    /// Whether the token stands between `<` and `>`.
    pub(super) fn is_in_body(self) -> bool {
        self.indent_of_clause().is_some()
            || matches!(self, Self::Within | Self::InLimit | Self::ListOpen)
            || matches!(self, Self::FirstItem | Self::Item | Self::ListClose)
    }

    /// Whether the token opens a line in a broken body.
    pub(super) fn breaks_with_body(self) -> bool {
        self.indent_of_clause().is_some() || self == Self::Close
    }

    /// Whether the token opens a line in every broken list.
    pub(super) fn breaks_with_list(self) -> bool {
        matches!(self, Self::FirstItem | Self::ListClose)
    }

    /// Whether what stands before the token on a line of its own may have a blank line before it.
    pub(super) fn keeps_blank_lines(self) -> bool {
        self.breaks_with_body() || self.breaks_with_list() || self == Self::Item
    }
}
