//! Files that are written in another language as a whole.

use crate::syntax::keyword::Keyword;
use crate::text::BYTE_ORDER_MARK;

/// The language of a text that no statement could be read of, where it is a known one.
pub(in crate::syntax) fn language(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim_start();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next()?;
    let mut marks = text.chars().filter(|it| !it.is_whitespace());
    match (marks.next()?, marks.next()) {
        ('{', Some('"' | '}')) | ('[', Some('{' | '"' | ']')) => return Some("JSON"),
        _ => {}
    }
    if ["<?xml", "<!DOCTYPE", "<html"].iter().any(|opening| first.starts_with(opening)) {
        return Some("XML");
    }
    if first == "---" || first.starts_with("%YAML") || is_key(first.trim_start_matches("- "), ':') {
        return Some("YAML");
    }
    let table = first.trim_matches(['[', ']']);
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-' | '"');
    let is_table = first.starts_with('[') && first.ends_with(']') && table.chars().all(is_name);
    (is_table || is_key(first, '=')).then_some("TOML")
}

/// Whether a line is `word: …` or `word = …`, where the word opens no statement with a name.
fn is_key(line: &str, mark: char) -> bool {
    let Some((key, value)) = line.split_once(mark) else { return false };
    let key = key.trim_end().trim_matches('"');
    let is_word = !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric() || "_-./".contains(it));
    let is_rule = Keyword::from_name(key).is_some() && value.trim_start().starts_with('[');
    is_word && !is_rule && (value.is_empty() || value.starts_with(' ') || value.starts_with('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_first_line() {
        for (text, name) in [
            ("\u{feff}{\n \"policies\": []}", Some("JSON")),
            ("[\n{\"name\": 1}]", Some("JSON")),
            ("# c\npolicies:\n  - name: eu", Some("YAML")),
            ("---\na: b", Some("YAML")),
            ("- name: eu", Some("YAML")),
            ("# c\n\n[policy]\nname = \"eu\"", Some("TOML")),
            ("[[policy]]", Some("TOML")),
            ("name = \"eu\"", Some("TOML")),
            ("<?xml version=\"1.0\"?>", Some("XML")),
            ("policy eu:\n  country: [fr]", None),
            ("- model a", None),
            ("country = [fr]", None),
            ("hello world", None),
            ("", None),
        ] {
            assert_eq!(language(text), name, "{text}");
        }
    }
}
