//! The outline of a file, and names looked for in all files: trees come in, one symbol a statement goes out.

use std::ops::Range;

use crate::syntax::Parsed;
use crate::syntax::ast::{Item, Statement};
use crate::syntax::keyword::Keyword;
use crate::text::FileId;

/// A statement in an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name, without quotes.
    pub name: String,
    /// What opens it; of one that opens with no keyword, nobody knows what it declares.
    pub keyword: Option<Keyword>,
    /// What it lies in, or else what people call it.
    pub detail: Option<String>,
    /// The environment that it lies in.
    pub environment: Option<String>,
    /// From the first line of its documentation to its last token.
    pub range: Range<usize>,
    /// Its name, quotes included.
    pub selection: Range<usize>,
}

/// A symbol of one of several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file that it stands in.
    pub file: FileId,
    /// The symbol.
    pub symbol: Symbol,
}

/// How many symbols one search finds at most.
pub const MOST: usize = 500;

/// One symbol for each statement, in order; one that is half written has one if it has a name.
#[must_use]
pub fn symbols(file: &Parsed) -> Vec<Symbol> {
    file.items().filter_map(|item| symbol(file, item)).collect()
}

fn symbol(file: &Parsed, item: Item<'_>) -> Option<Symbol> {
    let name = item.name()?;
    let parent = item.parent().map(|parent| parent.value().into_owned());
    let label = item.statement().and_then(Statement::label).map(|label| label.value().into_owned());
    let has_environment = item.keyword().and_then(Keyword::parent) == Some(Keyword::Environment);
    let place = item.span().range();
    let above = file.comments_above(place.start);
    let start = above.first().map_or(place.start, |comment| comment.span.range().start);
    Some(Symbol {
        name: name.value().into_owned(),
        keyword: item.keyword(),
        detail: parent.as_ref().map(|parent| format!("in {parent}")).or(label),
        environment: parent.filter(|_| has_environment),
        range: start..place.end,
        selection: name.span().range(),
    })
}

/// The symbols of `files` whose name has the letters of `query` in their order, whatever their case: shorter
/// names first, then by path and place, at most [`MOST`]. The empty query finds all.
#[must_use]
pub fn search<'p>(query: &str, files: impl IntoIterator<Item = &'p Parsed>) -> Vec<Found> {
    let query: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let mut files: Vec<&Parsed> = files.into_iter().collect();
    files.sort_by(|a, b| a.source().order().cmp(b.source().order()));
    let mut found = Vec::new();
    for file in files {
        let items = file.items().filter(|item| item.name().is_some_and(|name| fits(&query, &name.value())));
        found.extend(items.filter_map(|item| Some((file, item, item.name()?.value().chars().count()))));
    }
    // Those of one length stay as they are.
    found.sort_by_key(|(_, _, length)| *length);
    found.truncate(MOST);
    let with_file =
        |(file, item, _): (&Parsed, _, _)| Some(Found { file: file.id(), symbol: symbol(file, item)? });
    found.into_iter().filter_map(with_file).collect()
}

/// Whether a name has some letters, which are small ones, in their order.
fn fits(query: &[char], name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.iter().all(|wanted| letters.any(|letter| letter == *wanted))
}
