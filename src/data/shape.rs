//! What the values of documents are, and the words for it.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// `null`, or nothing.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A word that readers of YAML read differently.
    Unclear,
    /// A list.
    List,
    /// A map.
    Map,
}

impl Shape {
    /// The words for it, with their article.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Null => "`null`",
            Self::Bool => "`true` or `false`",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Unclear => "a word without quotes that readers of YAML read differently",
            Self::List => "a list",
            Self::Map => "a map",
        }
    }
}
