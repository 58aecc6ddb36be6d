//! What may stand at the cursor in `bpol.toml`: its text and a byte come in, the items of the list go out.

use std::ops::Range;

use super::scan::{Place, Role, Word, cursor, words};
use super::values::{Named, names};
use crate::editor::features::completion::{Item, Kind, Text};
use crate::editor::view::ConfigView;
use crate::emit::about::Shape;
use crate::emit::list::TARGETS;
use crate::emit::subjects::Subject;
use crate::emit::toml::{key, text};
use crate::project::keys::Slot;

/// The rank of a header where a key may stand as well.
const HEADER: u8 = 90;

/// The items that may stand at a byte, in their order.
pub(in crate::editor) fn completion(view: &ConfigView<'_>, byte: usize) -> Vec<Item> {
    let cursor = cursor(view.text, byte);
    let mut words = words(view.text);
    words.retain(|word| word.range.end < cursor.replaced.start || cursor.replaced.end < word.range.start);
    let asked = Asked { view, words, path: &cursor.path };
    let mut items = match &cursor.place {
        Place::Nothing => Vec::new(),
        Place::Header(range) => asked.headers(range, 0),
        Place::Key { is_first, is_followed } => {
            let mut items = asked.keys(&cursor.replaced, *is_first, *is_followed);
            let is_quoted =
                view.text.get(cursor.replaced.clone()).is_some_and(|it| it.starts_with(['"', '\'']));
            if *is_first && !*is_followed && !is_quoted {
                items.extend(asked.headers(&cursor.replaced, HEADER));
            }
            items
        }
        Place::Value { is_in_list } => asked.values(&cursor.replaced, *is_in_list),
    };
    items.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    items
}

struct Asked<'a, 's> {
    view: &'a ConfigView<'s>,
    /// The words of the text, that at the cursor aside.
    words: Vec<Word>,
    /// The keys that the cursor stands under.
    path: &'a [String],
}

impl Asked<'_, '_> {
    fn slot(&self) -> Option<Slot> {
        Slot::at(self.path.iter().map(String::as_str))
    }

    /// Whether a key stands there already.
    fn has_key(&self, name: &str) -> bool {
        let is_it = |word: &Word| word.says == name && word.path == self.path;
        self.words.iter().any(|word| word.role != Role::Value && is_it(word))
    }

    /// Whether a table is there already: by its header, or by keys that lead into it from above.
    fn has_table(&self, path: &[&str]) -> bool {
        // How many keys the header in force has.
        let mut header = 0;
        self.words.iter().enumerate().any(|(at, word)| {
            let own: Vec<&str> = word.path.iter().chain([&word.says]).map(String::as_str).collect();
            let goes_on = |next: &Word| next.role == Role::Header && next.path == own;
            match word.role {
                Role::Header => {
                    header = own.len();
                    own == path && !self.words.get(at + 1).is_some_and(goes_on)
                }
                Role::Key => path.len() > header && own.starts_with(path),
                Role::Value => false,
            }
        })
    }

    /// The keys that may stand there.
    fn keys(&self, replaced: &Range<usize>, is_first: bool, is_followed: bool) -> Vec<Item> {
        let Some(slot) = self.slot() else { return Vec::new() };
        // What has a header of its own is opened by that.
        let is_key = |shape: Shape| !(is_first && matches!(shape, Shape::Table(_) | Shape::Map(..)));
        let own =
            slot.keys.iter().enumerate().filter(|(_, about)| is_key(about.value)).map(|(rank, about)| {
                let line = Some(about.line.to_owned());
                let named = Named {
                    name: about.name.to_owned(),
                    kind: Kind::Attribute,
                    detail: line,
                    label: None,
                    page: None,
                };
                (u8::try_from(rank).unwrap_or(HEADER), named, about.value)
            });
        let others = slot.others.filter(|(_, shape)| is_key(*shape));
        let others = others.into_iter().flat_map(|(subject, shape)| {
            names(self.view, subject).into_iter().map(move |named| (0, named, shape))
        });
        let all = own.chain(others).filter(|(_, named, _)| !self.has_key(&named.name));
        all.map(|(rank, named, shape)| {
            let text = if is_followed { Text::Plain(key(&named.name)) } else { setting(&named.name, shape) };
            self.item(named, rank, text, replaced)
        })
        .collect()
    }

    /// The headers of tables that are not there yet.
    fn headers(&self, replaced: &Range<usize>, rank: u8) -> Vec<Item> {
        let mut all: Vec<(Vec<&str>, &str)> = Vec::new();
        for about in Slot::root().keys {
            match about.value {
                Shape::Map(Subject::Target, _) => {
                    for target in TARGETS {
                        let path = vec![about.name, target.name];
                        let is_it = |word: &Word| word.path == [about.name] && word.says == target.name;
                        let is_there = self.words.iter().any(is_it);
                        all.push((path, target.description));
                        let keys = target.keys.iter().map(|key| key.about).filter(|_| is_there);
                        let tables = keys.filter(|key| matches!(key.value, Shape::Map(..)));
                        all.extend(tables.map(|key| (vec![about.name, target.name, key.name], key.line)));
                    }
                }
                Shape::Map(..) | Shape::Table(_) => all.push((vec![about.name], about.line)),
                _ => {}
            }
        }
        all.retain(|(path, _)| !self.has_table(path));
        let is_open = self.view.text.get(replaced.clone()).is_some_and(|it| it.starts_with('['));
        all.into_iter()
            .map(|(path, line)| {
                let path = path.join(".");
                let label = format!("[{path}]");
                Item {
                    filter: if is_open { label.clone() } else { path },
                    kind: Kind::Table,
                    detail: Some(line.to_owned()),
                    rank,
                    text: Text::Plain(label.clone()),
                    replaced: replaced.clone(),
                    page: None,
                    label,
                }
            })
            .collect()
    }

    /// The values that may stand there.
    fn values(&self, replaced: &Range<usize>, is_in_list: bool) -> Vec<Item> {
        let Some(slot) = self.slot() else { return Vec::new() };
        let mut shapes = Vec::new();
        flatten(slot.shape, is_in_list, &mut shapes);
        let mut items = Vec::new();
        for shape in shapes {
            let word = |word: &str, line: Option<String>| {
                let default = slot.about.is_some_and(|about| about.default.trim_matches('"') == word);
                let detail = match (line, default) {
                    (Some(line), true) => Some(format!("{line}; the default")),
                    (None, true) => Some("the default".to_owned()),
                    (line, false) => line,
                };
                Named { name: word.to_owned(), kind: Kind::Code, detail, label: None, page: None }
            };
            let bare = |it: &str| (word(it, None), it.to_owned());
            let quoted = |named: Named| {
                let written = text(&named.name);
                (named, written)
            };
            let all: Vec<(Named, String)> = match shape {
                Shape::Boolean => vec![bare("true"), bare("false")],
                Shape::False => vec![bare("false")],
                Shape::Words(words) => {
                    words().into_iter().map(|it| quoted(word(it.word, Some(it.line)))).collect()
                }
                Shape::Name(subject) => names(self.view, subject).into_iter().map(quoted).collect(),
                _ => Vec::new(),
            };
            for (rank, (named, text)) in all.into_iter().enumerate() {
                // Words stand in their order, names in theirs.
                let rank =
                    if matches!(shape, Shape::Name(_)) { 50 } else { u8::try_from(rank).unwrap_or(49) };
                let is_there = |word: &Word| {
                    is_in_list
                        && word.role == Role::Value
                        && word.path == self.path
                        && word.says == named.name
                };
                if !self.words.iter().any(is_there) {
                    items.push(self.item(named, rank, Text::Plain(text), replaced));
                }
            }
        }
        items
    }

    fn item(&self, named: Named, rank: u8, text: Text, replaced: &Range<usize>) -> Item {
        let mut filter = match &named.label {
            Some(label) => format!("{} {label}", named.name),
            None => named.name.clone(),
        };
        // What is typed there may have begun with a quote.
        let typed = self.view.text.get(replaced.clone()).and_then(|it| it.chars().next());
        if let Some(quote) = typed.filter(|it| ['"', '\''].contains(it)) {
            filter.insert(0, quote);
        }
        let Named { name, kind, detail, page, .. } = named;
        Item { label: name, kind, detail, rank, filter, text, replaced: replaced.clone(), page }
    }
}

/// What may stand as a value, or in a list of values.
fn flatten(shape: Option<Shape>, is_in_list: bool, into: &mut Vec<Shape>) {
    match shape {
        Some(Shape::Any(shapes)) => shapes.iter().for_each(|&it| flatten(Some(it), is_in_list, into)),
        Some(Shape::List(shape)) if is_in_list => into.push(*shape),
        Some(shape) if !is_in_list => into.push(shape),
        _ => {}
    }
}

/// A key with what stands behind it, and a place for its value.
fn setting(name: &str, shape: Shape) -> Text {
    let key = key(name);
    if key.contains(['$', '\\', '}']) {
        return Text::Plain(format!("{key} = "));
    }
    Text::Snippet(format!("{key} = {}$0", place(shape)))
}

/// A place for a value.
fn place(shape: Shape) -> String {
    match shape {
        Shape::Boolean => "${1:true}".to_owned(),
        Shape::False => "${1:false}".to_owned(),
        Shape::Number => "${1:1}".to_owned(),
        Shape::Text(example) => format!("\"${{1:{}}}\"", example.replace('}', "\\}")),
        Shape::Words(words) => {
            let first = words().first().map_or("", |it| it.word);
            format!("\"${{1:{first}}}\"")
        }
        Shape::List(_) => "[${1}]".to_owned(),
        Shape::Any(shapes) => shapes.first().map_or_else(String::new, |&it| place(it)),
        Shape::Table(_) | Shape::Map(..) => "{ ${1} }".to_owned(),
        _ => "\"${1}\"".to_owned(),
    }
}
