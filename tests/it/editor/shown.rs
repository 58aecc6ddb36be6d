//! Answers that are places: an answer and the text of a document come in, its lines with marks under what is
//! meant go out.

use serde_json::{Value, json};

use super::fixture::{byte, lines};

/// A place in a document, and what there is to say of it.
struct Mark {
    start: Value,
    end: Value,
    label: String,
}

const TOKENS: [&str; 13] = [
    "keyword",
    "property",
    "type",
    "function",
    "namespace",
    "class",
    "interface",
    "enum",
    "enumMember",
    "string",
    "comment",
    "macro",
    "operator",
];
const MODIFIERS: [&str; 3] = ["", " declaration", " documentation"];

/// The lines of a document, with the places of an answer that lie in it.
pub(super) fn places(text: &str, answer: &Value, uri: &str, encoding: &str) -> String {
    let marks = marks(answer, uri);
    let all = lines(text);
    let mut shown = String::new();
    for (number, line) in all.iter().enumerate() {
        if number + 1 < all.len() || !line.is_empty() {
            shown.push_str(line);
            shown.push('\n');
        }
        for mark in marks.iter().filter(|mark| mark.start["line"] == number) {
            shown.push_str(&below(text, line, mark, encoding));
        }
    }
    shown
}

/// The line of marks below a line of text.
fn below(text: &str, line: &str, mark: &Mark, encoding: &str) -> String {
    let (start, end) = (byte(text, &mark.start, encoding), byte(text, &mark.end, encoding));
    let before = text[..start].rsplit(['\r', '\n']).next().unwrap().chars().count();
    let width = text[start..end].split(['\r', '\n']).next().unwrap().chars().count();
    let mut label = mark.label.clone();
    if mark.start["line"] != mark.end["line"] {
        let last = text[..end].rsplit(['\r', '\n']).next().unwrap();
        let number = mark.end["line"].as_u64().unwrap() + 1;
        let behind = if last.is_empty() { String::new() } else { format!(", `{last}`") };
        label = format!("{label} up to line {number}{behind}");
    }
    let width = width.max(1).min(line.chars().count() - before + 1);
    let marks = format!("{}{} {}", " ".repeat(before), "^".repeat(width), label.trim_start());
    format!("{}\n", marks.trim_end())
}

fn marks(answer: &Value, uri: &str) -> Vec<Mark> {
    let mark = |range: &Value, label: String| Mark {
        start: range["start"].clone(),
        end: range["end"].clone(),
        label,
    };
    if let Some(data) = answer["data"].as_array() {
        return tokens(data);
    }
    if let Some(name) = answer["placeholder"].as_str() {
        return vec![mark(&answer["range"], name.to_owned())];
    }
    let mut marks = Vec::new();
    for it in answer.as_array().into_iter().flatten() {
        if it["uri"] == uri {
            marks.push(mark(&it["range"], String::new()));
        } else if it["targetUri"] == uri {
            marks.push(mark(&it["targetSelectionRange"], String::new()));
        } else if it["location"]["uri"] == uri {
            let within = it["containerName"].as_str().map_or_else(String::new, |it| format!(", in {it}"));
            marks.push(mark(&it["location"]["range"], format!("{} {}{within}", kind(it), it["name"])));
        } else if it["selectionRange"].is_object() {
            let detail = it["detail"].as_str().map_or_else(String::new, |it| format!(", {it}"));
            marks.push(mark(&it["range"], format!("{} {}{detail}", kind(it), it["name"])));
        } else if it["startLine"].is_u64() {
            marks.push(fold(it));
        } else if it["range"].is_object() && it.get("uri").is_none() {
            let label = match it["kind"].as_u64() {
                Some(2) => "read",
                Some(3) => "write",
                _ => "",
            };
            marks.push(mark(&it["range"], label.to_owned()));
            let mut parent = &it["parent"];
            while parent.is_object() {
                marks.push(mark(&parent["range"], String::new()));
                parent = &parent["parent"];
            }
        }
    }
    marks
}

fn fold(it: &Value) -> Mark {
    let at = |line: &str, column: &str| json!({"line": it[line], "character": it.get(column).cloned().unwrap_or_else(|| json!(0))});
    let kind = it["kind"].as_str().unwrap_or("fold").to_owned();
    let (start, end) = (at("startLine", "startCharacter"), at("endLine", "endCharacter"));
    Mark { start, end, label: kind }
}

fn tokens(data: &[Value]) -> Vec<Mark> {
    let (mut line, mut column) = (0, 0);
    let mut marks = Vec::new();
    for token in data.chunks(5) {
        let number = |index: usize| token[index].as_u64().unwrap();
        column = if number(0) == 0 { column + number(1) } else { number(1) };
        line += number(0);
        let at = |column: u64| json!({"line": line, "character": column});
        let index = usize::try_from(number(3)).unwrap();
        let label = format!("{}{}", TOKENS[index], MODIFIERS[usize::try_from(number(4)).unwrap()]);
        marks.push(Mark { start: at(column), end: at(column + number(2)), label });
    }
    marks
}

fn kind(symbol: &Value) -> &'static str {
    match symbol["kind"].as_u64() {
        Some(3) => "Namespace",
        Some(5) => "Class",
        Some(10) => "Enum",
        Some(11) => "Interface",
        Some(12) => "Function",
        Some(14) => "Constant",
        _ => "?",
    }
}

/// The edits of an answer in one document.
pub(super) fn edits_of(answer: &Value, uri: &str) -> Value {
    if let Some(changes) = answer["documentChanges"].as_array() {
        let its_own = changes.iter().find(|it| it["textDocument"]["uri"] == uri);
        return its_own.map_or_else(|| json!([]), |it| it["edits"].clone());
    }
    // The first of several actions.
    if let Some(edit) = answer.get(0).and_then(|it| it.get("edit")) {
        return edits_of(edit, uri);
    }
    match answer.get("changes") {
        Some(changes) => changes.get(uri).cloned().unwrap_or_else(|| json!([])),
        None => answer.clone(),
    }
}
