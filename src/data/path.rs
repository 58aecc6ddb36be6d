//! Where in a document something stands: steps come in, `items[3].metadata.name` goes out.

use std::fmt;

/// The way from the root of a document to one of its values. It borrows from the way above it, so that a way
/// that nobody asks for costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p> {
    last: Option<(&'p Path<'p>, Step<'p>)>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Key(&'p str),
    Item(usize),
}

impl Path<'_> {
    /// The whole document.
    pub const ROOT: Path<'static> = Path { last: None };
}

impl<'p> Path<'p> {
    /// The value of `key` in the map here.
    #[must_use]
    pub fn key(&'p self, key: &'p str) -> Self {
        Self { last: Some((self, Step::Key(key))) }
    }

    /// The value at `index`, from 0, in the list here.
    #[must_use]
    pub fn item(&'p self, index: usize) -> Self {
        Self { last: Some((self, Step::Item(index))) }
    }
}

/// Keys that are no plain words stand in brackets, as JSON has them; the whole document is an empty text.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((above, step)) = self.last else { return Ok(()) };
        above.fmt(f)?;
        match step {
            Step::Item(index) => write!(f, "[{index}]"),
            Step::Key(key) if !is_word(key) => write!(f, "[{}]", serde_json::Value::from(key)),
            Step::Key(key) if above.last.is_none() => f.write_str(key),
            Step::Key(key) => write!(f, ".{key}"),
        }
    }
}

fn is_word(key: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'$');
    !key.is_empty() && key.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_keys_stand_in_brackets() {
        let root = Path::ROOT;
        let items = root.key("items");
        let item = items.item(3);
        let labels = item.key("labels");
        assert_eq!(labels.key("a.b/c \"d\"").to_string(), r#"items[3].labels["a.b/c \"d\""]"#);
        assert_eq!(root.item(0).key("").to_string(), r#"[0][""]"#);
        assert_eq!(root.key("a b").key("c").to_string(), r#"["a b"].c"#);
        assert_eq!(root.to_string(), "");
    }
}
