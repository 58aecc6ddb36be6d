//! Texts with marks in them: `$0` is the cursor, `<|` and `|>` are a range. They come in, the text without
//! them and the places go out; and places as a client counts them.

use serde_json::{Value, json};

/// A text, and what was marked in it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fixture {
    pub(crate) text: String,
    pub(crate) cursor: Option<usize>,
    pub(crate) range: Option<(usize, usize)>,
}

/// The marks, each in a text at most once.
const MARKS: [&str; 3] = ["$0", "<|", "|>"];

pub(crate) fn fixture(marked: &str) -> Fixture {
    let mut text = marked.to_owned();
    let mut places = Vec::new();
    while let Some((at, mark)) = MARKS.iter().filter_map(|mark| Some((text.find(mark)?, *mark))).min() {
        text.replace_range(at..at + mark.len(), "");
        places.push((mark, at));
    }
    let place = |mark: &str| places.iter().find(|(it, _)| *it == mark).map(|(_, at)| *at);
    Fixture { cursor: place("$0"), range: place("<|").zip(place("|>")), text }
}

/// The text before a byte as lines that a client counts.
pub(crate) fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        lines.push(&rest[..end]);
        let broken = &rest[end..];
        rest = match broken.strip_prefix("\r\n").or_else(|| broken.strip_prefix(['\r', '\n'])) {
            Some(rest) => rest,
            None => return lines,
        };
    }
}

/// What columns are counted in.
pub(crate) const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// The position of a byte.
pub(crate) fn position(text: &str, byte: usize, encoding: &str) -> Value {
    let lines = lines(&text[..byte]);
    json!({"line": lines.len() - 1, "character": column(lines.last().unwrap(), encoding)})
}

/// How many columns the beginning of a line has.
fn column(beginning: &str, encoding: &str) -> usize {
    match encoding {
        "utf-8" => beginning.len(),
        "utf-16" => beginning.encode_utf16().count(),
        _ => beginning.chars().count(),
    }
}

/// The byte of a position that a server gave, which must be one.
pub(crate) fn byte(text: &str, position: &Value, encoding: &str) -> usize {
    let nowhere = || -> usize { panic!("{position} is nowhere in {text:?}") };
    let number = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
    let Some(line) = lines(text).get(number("line")).copied() else { return nowhere() };
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
    let is_it = |at: &usize| column(&line[..*at], encoding) == number("character");
    start + ends.find(is_it).unwrap_or_else(nowhere)
}

/// A text with the edits of an answer applied.
pub(crate) fn edited(text: &str, edits: &Value, encoding: &str) -> String {
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let at = |end: &str| byte(text, &edit["range"][end], encoding);
            (at("start"), at("end"), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    assert!(edits.windows(2).all(|two| two[0].1 <= two[1].0), "edits overlap: {edits:?}");
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

/// The lines of a text with its diagnostics below them, each with marks under what it is about.
pub(crate) fn annotated(text: &str, list: &[Value], encoding: &str) -> String {
    let mut shown = String::new();
    let all = lines(text);
    for (number, line) in all.iter().enumerate() {
        if number + 1 < all.len() || !line.is_empty() {
            shown.push_str(line);
            shown.push('\n');
        }
        for it in list.iter().filter(|it| it["range"]["start"]["line"] == number) {
            let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
            let (from, to) = (byte(text, start, encoding), byte(text, end, encoding));
            let before = text[..from].rsplit(['\r', '\n']).next().unwrap().chars().count();
            let marked = text[from..to].split(['\r', '\n']).next().unwrap().chars().count().max(1);
            let severity = if it["severity"] == 1 { "error" } else { "warning" };
            let message = it["message"].as_str().unwrap().replace('\n', &format!("\n{}", " ".repeat(before)));
            let (code, marks) = (it["code"].as_str().unwrap(), "^".repeat(marked));
            let indent = " ".repeat(before);
            shown.push_str(&format!("{indent}{marks} {severity} {code}: {message}\n"));
        }
    }
    shown
}

#[test]
fn marks_are_taken_out_and_known() {
    let it = fixture("a $0b <|c\n|>d");
    assert_eq!(it, Fixture { text: "a b c\nd".to_owned(), cursor: Some(2), range: Some((4, 6)) });
    assert_eq!(position("é\r\n😀x", 8, "utf-16"), json!({"line": 1, "character": 2}));
    assert_eq!(byte("é\r\n😀x", &json!({"line": 1, "character": 2}), "utf-16"), 8);
}
