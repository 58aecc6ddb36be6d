//! A page of `docs/editor`: each of its sections is a session with the server. What stands in a block behind
//! *Given* is there, behind *When* is sent, behind *Then* is what the server answers.
//!
//! | block | behind Given | behind When | behind Then |
//! | --- | --- | --- | --- |
//! | `bpol NAME`, `toml NAME` | a file on disk | the document gets this text; it is opened if it is not open | the text with the edits of the answer |
//! | `json client` | put over the parameters of `initialize` | | |
//! | `json METHOD` | | parameters of a request or notification | |
//! | `json` | | | the answer |
//! | `diagnostics NAME` | | | the lines with their diagnostics |
//! | `items NAME` | | | the items of a completion, with what they write and in the place of what |
//! | `places NAME` | | | the lines with marks under those places of the answer that lie in them |
//!
//! In the text of a file, `$0` is the cursor and `<|` and `|>` are a range; parameters have them by
//! `"position": "$0"` and `"range": "<|>"`, and a document by `"textDocument": "NAME"`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::client::Client;
use super::fixture::{Fixture, annotated, byte, edited, fixture, position};
use super::shown::{edits_of, places};
use crate::support::Project;

const ENCODING: &str = "utf-16";

/// What came of playing a page.
pub(super) struct Played {
    pub(super) answers: usize,
    /// Each answer that is another one than the page shows.
    pub(super) wrong: Vec<String>,
    /// The page as it should be.
    pub(super) text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    None,
    Given,
    When,
    Then,
}

/// A session with the server.
#[derive(Default)]
struct Section {
    project: Option<Project>,
    files: BTreeMap<String, Fixture>,
    options: Option<Value>,
    client: Option<Client>,
    open: BTreeMap<String, i32>,
    /// The document that was asked about last.
    asked: String,
    answer: Value,
}

/// Plays every section of a page.
pub(super) fn play(page: &Path) -> Played {
    let text = fs::read_to_string(page).unwrap();
    let mut played = Played { answers: 0, wrong: Vec::new(), text: String::new() };
    let mut role = Role::None;
    let mut section = Section::default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let place = format!("{}:{}", page.file_name().unwrap().display(), number + 1);
        played.text.push_str(line);
        played.text.push('\n');
        if line.starts_with("## ") {
            std::mem::take(&mut section).finish();
            role = Role::None;
        }
        for (word, it) in [("Given", Role::Given), ("When", Role::When), ("Then", Role::Then)] {
            if line.starts_with(word) {
                role = it;
            }
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let content: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        let content: String = content.iter().map(|line| format!("{line}\n")).collect();
        let shown = match role {
            Role::None => content.clone(),
            Role::Given => {
                section.given(&place, info, &content);
                content.clone()
            }
            Role::When => {
                section.when(&place, info, &content);
                content.clone()
            }
            Role::Then => {
                played.answers += 1;
                section.then(&place, info)
            }
        };
        if shown != content {
            played.wrong.push(format!("{place}: the server gives\n{shown}"));
        }
        played.text.push_str(&shown);
        played.text.push_str("```\n");
    }
    section.finish();
    played
}

/// The items of a completion, a line each.
fn items(text: &str, answer: &Value) -> String {
    let item = |it: &Value| {
        let at = |end: &str| byte(text, &it["textEdit"]["range"][end], ENCODING);
        let (old, new) = (&text[at("start")..at("end")], it["textEdit"]["newText"].as_str().unwrap());
        let place = if old.is_empty() { String::new() } else { format!(" in the place of {old}") };
        let page = if it["documentation"].is_object() { ", with its page" } else { "" };
        let detail = it["detail"].as_str().map_or_else(String::new, |detail| format!(" ({detail})"));
        format!("{}{detail}{page}: {new}{place}\n", it["label"].as_str().unwrap())
    };
    answer["items"].as_array().unwrap().iter().map(item).collect()
}

impl Section {
    fn given(&mut self, place: &str, info: &str, content: &str) {
        match info.split_once(' ') {
            Some(("bpol" | "toml", name)) => {
                let it = fixture(content);
                let project = self.project.take().unwrap_or_else(Project::new);
                self.project = Some(project.file(name, &it.text));
                self.files.insert(name.to_owned(), it);
            }
            Some(("json", "client")) => self.options = Some(serde_json::from_str(content).unwrap()),
            _ => panic!("{place}: what is given by a block of `{info}`?"),
        }
    }

    fn client(&mut self) -> &mut Client {
        let project = self.project.get_or_insert_with(Project::new);
        let options = self.options.take().unwrap_or_else(|| json!({}));
        self.client.get_or_insert_with(|| Client::open_folder(&project.path(""), options))
    }

    fn when(&mut self, place: &str, info: &str, content: &str) {
        match info.split_once(' ') {
            Some(("bpol" | "toml", name)) => {
                let it = fixture(content);
                self.client();
                let client = self.client.as_mut().unwrap();
                match self.open.get_mut(name) {
                    Some(version) => {
                        *version += 1;
                        client.replace(name, *version, &it.text);
                    }
                    None => {
                        client.open(name, 1, &it.text);
                        self.open.insert(name.to_owned(), 1);
                    }
                }
                self.files.insert(name.to_owned(), it);
            }
            Some(("json", method)) => {
                let params: Value =
                    serde_json::from_str(content).unwrap_or_else(|error| panic!("{place}: {error}"));
                let params = self.spelled_out(params);
                let is_notification = method.contains("/did") || ["exit", "initialized"].contains(&method);
                if is_notification {
                    self.client().notify(method, params);
                } else {
                    let answer = self.client().request(method, params);
                    self.answer = answer.unwrap_or_else(|error| json!({"error": error}));
                }
            }
            _ => panic!("{place}: what is sent by a block of `{info}`?"),
        }
    }

    fn then(&mut self, place: &str, info: &str) -> String {
        match info.split_once(' ').unwrap_or((info, "")) {
            ("json", "") => {
                let prefix = self.client().uri("");
                let text = serde_json::to_string_pretty(&self.answer).unwrap();
                text.replace(&prefix, "") + "\n"
            }
            ("bpol" | "toml", name) => {
                let uri = self.client().uri(name);
                let edits = edits_of(&self.answer, &uri);
                edited(&self.files[name].text, &edits, ENCODING)
            }
            ("places", name) => {
                let uri = self.client().uri(name);
                places(&self.files[name].text, &self.answer, &uri, ENCODING)
            }
            ("items", name) => items(&self.files[name].text, &self.answer),
            ("diagnostics", name) => {
                let list = self.client().list(name);
                annotated(&self.files[name].text, &list, ENCODING)
            }
            _ => panic!("{place}: what is shown by a block of `{info}`?"),
        }
    }

    /// Parameters with what they say in short.
    fn spelled_out(&mut self, params: Value) -> Value {
        let Value::Object(params) = params else { return params };
        if let Some(Value::String(name)) = params.get("textDocument") {
            self.asked.clone_from(name);
        }
        let mut all = Map::new();
        for (key, value) in params {
            let value = match (key.as_str(), value) {
                ("textDocument", Value::String(name)) => json!({"uri": self.client().uri(&name)}),
                ("position", Value::String(_)) => {
                    let file = &self.files[&self.asked];
                    position(&file.text, file.cursor.expect("the file has no $0"), ENCODING)
                }
                ("positions", Value::Array(all)) if all.iter().all(Value::is_string) => {
                    let file = &self.files[&self.asked];
                    json!([position(&file.text, file.cursor.expect("the file has no $0"), ENCODING)])
                }
                ("range", Value::String(_)) => {
                    let file = &self.files[&self.asked];
                    let (start, end) = file.range.expect("the file has no <| |>");
                    let at = |byte| position(&file.text, byte, ENCODING);
                    json!({"start": at(start), "end": at(end)})
                }
                (_, value) => value,
            };
            all.insert(key, value);
        }
        Value::Object(all)
    }

    fn finish(self) {
        if let Some(client) = self.client {
            client.finish();
        }
    }
}
