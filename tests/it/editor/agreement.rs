//! That the lists of an editor are those of `bpol check`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::position;
use crate::support::Project;

/// What `bpol check` says of a project, in the shape of an editor's lists; the status comes with it.
pub(crate) fn checked(project: &Project, encoding: &str) -> BTreeMap<String, Vec<Value>> {
    let run = project.run(&["check", "--output-format", "json"]);
    let mut lists: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    // What cannot run says nothing.
    if run.status == 2 {
        return lists;
    }
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    for it in document["diagnostics"].as_array().unwrap() {
        let path = it["path"].as_str().unwrap();
        let mut message = it["message"].as_str().unwrap().to_owned();
        if let Some(help) = it["help"].as_str() {
            message.push_str(&format!("\nhelp: {help}"));
        }
        let related: Vec<Value> = it["related"].as_array().unwrap().iter().map(|it| {
            let path = it["path"].as_str().unwrap();
            json!({"message": it["message"], "path": path, "range": range(project, path, &it["range"], encoding)})
        }).collect();
        let list = lists.entry(path.to_owned()).or_default();
        list.push(json!({
            "range": range(project, path, &it["range"], encoding),
            "severity": if it["severity"] == "error" { 1 } else { 2 },
            "code": it["code"],
            "message": message,
            "related": related,
        }));
    }
    lists
}

/// A range of the document as an editor counts it; those in a built-in table are left out.
fn range(project: &Project, path: &str, range: &Value, encoding: &str) -> Value {
    if path.starts_with('<') {
        return Value::Null;
    }
    let text = String::from_utf8_lossy(&std::fs::read(project.path(path)).unwrap()).into_owned();
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let at = |end: &str| {
        let byte = usize::try_from(range[end]["offset"].as_u64().unwrap()).unwrap();
        position(&text[mark..], byte.saturating_sub(mark), encoding)
    };
    json!({"start": at("start"), "end": at("end")})
}

/// What an editor shows, in the same shape.
pub(crate) fn shown(client: &mut Client) -> BTreeMap<String, Vec<Value>> {
    let prefix = client.uri("");
    let path = |uri: &Value| {
        let uri = uri.as_str().unwrap();
        let builtin = |uri: &str| uri.strip_prefix("bpol:/reference/").map(|it| it.replace(".bpol", ">"));
        builtin(uri)
            .map_or_else(|| uri.strip_prefix(&prefix).unwrap_or(uri).to_owned(), |it| format!("<{it}"))
    };
    let lists = client.lists();
    let of = |it: &Value| {
        let related: Vec<Value> = it["relatedInformation"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| {
                let path = path(&it["location"]["uri"]);
                let range = if path.starts_with('<') { Value::Null } else { it["location"]["range"].clone() };
                json!({"message": it["message"], "path": path, "range": range})
            })
            .collect();
        json!({
            "range": it["range"],
            "severity": it["severity"],
            "code": it["code"],
            "message": it["message"],
            "related": related,
        })
    };
    let of_list = |list: Vec<Value>| list.iter().map(of).collect();
    lists
        .into_iter()
        .filter(|(path, _)| path != "bpol.toml")
        .map(|(path, list)| (path, of_list(list)))
        .collect()
}

/// Holds an editor's lists against those of `bpol check` over the files on disk.
pub(crate) fn agree(project: &Project, client: &mut Client, encoding: &str, when: &str) {
    let (shown, checked) = (shown(client), checked(project, encoding));
    assert_eq!(shown, checked, "{when}");
}
