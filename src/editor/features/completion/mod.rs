//! What may stand at the cursor: a view and a byte come in, the items of the list go out.

mod comment;
mod context;
mod head;
mod items;
mod limit;
mod lists;
mod shapes;

use context::{Cursor, Expected};
pub(in crate::editor) use items::{Item, Kind, Text};

use crate::editor::view::View;

/// The items that may stand at a byte, in their order.
pub(in crate::editor) fn completion(view: &View<'_>, byte: usize) -> Vec<Item> {
    let cursor = Cursor::at(view.parsed, byte);
    let mut items = match &cursor.expected {
        Expected::Nothing => Vec::new(),
        Expected::Statement => shapes::statements(),
        Expected::Comment(place) => comment::comment(view, place),
        Expected::Words(words) => shapes::words(words),
        Expected::BehindHead { keyword, has_parent } => shapes::behind_head(*keyword, *has_parent),
        Expected::Body(keyword) => shapes::body(view, *keyword),
        Expected::Attributes(of) => shapes::attributes(view, of.as_ref()),
        Expected::OtherAttributes(of) => shapes::other_attributes(view, of.as_ref()),
        Expected::Parent(keyword) => head::parents(view, &cursor, *keyword),
        Expected::Kinds(taken) => shapes::kinds(taken),
        Expected::List(list) => lists::list(view, &cursor, list),
    };
    for item in &mut items {
        item.place(view.text(), &cursor.replaced);
    }
    items.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    items
}
