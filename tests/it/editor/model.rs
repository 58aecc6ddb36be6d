//! Whatever happens, in whatever order: after each step the server shows what a new one shows that opens the same
//! documents, and what `bpol check` says of the same texts.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::agreement::agree;
use super::client::Client;
use super::fixture::{ENCODINGS, position};
use crate::dice::Dice;
use crate::support::Project;

const PATHS: [&str; 6] = ["a.bpol", "b.bpol", "x/a.bpol", "x/y/c.bpol", "old/d.bpol", "table.bpol"];

const PARTS: [&str; 14] = [
    "policy p < country in [fr] >\n",
    "policy q \"q\" < gpu in [t4] >\n",
    "environment e < attach [p] >\n",
    "model m in e\n",
    "agent n < attach [p, q] >\n",
    "group g < country in [de, fr] >\n",
    "guard w in e < within country in [fr] >\n",
    "location l in fr < offers [t4] >\n",
    "continent eu\n",
    "country fr in eu\n",
    "# é 😀\r\n",
    " < attach [",
    "modle x\r",
    "\u{202e}",
];

const CONFIGS: [&str; 6] = [
    "",
    "[lint]\nunused-policy = \"deny\"\n",
    "exclude = [\"old/\"]\n",
    "include = [\"*.bpol\", \"!y/\"]\n",
    "reference = \"table.bpol\"\n",
    "reference = \"none\"\n",
];

/// What the client and the disk have.
struct World {
    project: Project,
    open: BTreeMap<String, String>,
    version: i32,
}

impl World {
    fn on_disk(&self) -> Vec<String> {
        let all = PATHS.iter().chain(&["bpol.toml", ".gitignore"]);
        all.filter(|path| self.project.path(path).is_file()).map(|path| (*path).to_owned()).collect()
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.project.path(path).parent().unwrap()).unwrap();
        fs::write(self.project.path(path), text).unwrap();
    }

    /// The folder with the open documents saved.
    fn mirror(&self) -> Project {
        let mut mirror = Project::new();
        for path in self.on_disk() {
            let text = self.open.get(&path).cloned().unwrap_or_else(|| self.project.read(&path));
            mirror = mirror.file(&path, text);
        }
        for (path, text) in &self.open {
            mirror = mirror.file(path, text);
        }
        mirror
    }

    /// Whether the configuration can be used: if not, the last one is in force, which nobody else knows.
    fn is_usable(&self) -> bool {
        let config = fs::read_to_string(self.project.path("bpol.toml")).unwrap_or_default();
        let has_table = self.project.path("table.bpol").exists() || self.open.contains_key("table.bpol");
        !config.contains("table.bpol") || has_table
    }

    fn step(&mut self, client: &mut Client, dice: &mut Dice, encoding: &str) -> String {
        let path = PATHS[dice.below(PATHS.len())];
        self.version += 1;
        let text: String = (0..dice.below(5)).map(|_| PARTS[dice.below(PARTS.len())]).collect();
        match dice.below(11) {
            0 | 1 => {
                client.open(path, self.version, &text);
                self.open.insert(path.to_owned(), text);
                format!("open {path}")
            }
            2..=4 => {
                let number = dice.below(self.open.len().max(1));
                let Some((path, text)) = self.open.iter_mut().nth(number) else {
                    return "nothing".to_owned();
                };
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let is_place = |at: &usize| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'));
                let places: Vec<usize> = places.into_iter().filter(is_place).collect();
                let (a, b) = (places[dice.below(places.len())], places[dice.below(places.len())]);
                let new = PARTS[dice.below(PARTS.len())];
                let (start, end) = (position(text, a.min(b), encoding), position(text, a.max(b), encoding));
                client.change(
                    path,
                    self.version,
                    json!([{"range": {"start": start, "end": end}, "text": new}]),
                );
                text.replace_range(a.min(b)..a.max(b), new);
                format!("edit {path}")
            }
            5 => {
                let Some(path) = self.open.keys().nth(dice.below(self.open.len().max(1))).cloned() else {
                    return "nothing".to_owned();
                };
                self.open.remove(&path);
                client.close(&path);
                format!("close {path}")
            }
            6 => {
                let Some((path, text)) = self.open.iter().nth(dice.below(self.open.len().max(1))) else {
                    return "nothing".to_owned();
                };
                self.write(path, text);
                let uri = client.uri(path);
                client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
                format!("save {path}")
            }
            7 => {
                self.write(path, &text);
                client.watched(path);
                format!("write {path}")
            }
            8 => {
                let gone = if dice.once_in(3) { "x" } else { path };
                let _ = fs::remove_dir_all(self.project.path(gone));
                let _ = fs::remove_file(self.project.path(gone));
                client.watched(gone);
                format!("delete {gone}")
            }
            9 => {
                let config = CONFIGS[dice.below(CONFIGS.len())];
                self.write("bpol.toml", config);
                client.watched("bpol.toml");
                format!("configure {config:?}")
            }
            _ => {
                self.write(".gitignore", ["", "b.bpol\n", "x/\n", "/a.bpol\n!x/a.bpol\n"][dice.below(4)]);
                client.watched(".gitignore");
                "ignore".to_owned()
            }
        }
    }
}

#[test]
fn the_server_is_as_a_new_one_after_every_step() {
    for (seed, encoding) in (1..).zip(ENCODINGS) {
        let mut world = World { project: Project::new(), open: BTreeMap::new(), version: 0 };
        let options = json!({"capabilities": {"general": {"positionEncodings": [encoding]}}});
        let folder = world.project.path("");
        let mut client = Client::open_folder(&folder, options.clone());
        let mut dice = Dice::new(seed);
        let mut steps = Vec::new();
        for _ in 0..60 {
            steps.push(world.step(&mut client, &mut dice, encoding));
            if !world.is_usable() {
                continue;
            }
            let when = format!("{encoding} {seed}: {steps:#?}\n{:#?}", world.open);
            agree(&world.mirror(), &mut client, encoding, &when);
            let mut new = Client::open_folder(&folder, options.clone());
            for (path, text) in &world.open {
                new.open(path, 1, text);
            }
            assert_eq!(client.lists(), new.lists(), "{when}");
            for path in PATHS {
                assert_eq!(formatting(&mut client, path), formatting(&mut new, path), "{path} {when}");
            }
            new.finish();
        }
        client.finish();
    }
}

fn formatting(client: &mut Client, path: &str) -> Value {
    let options = json!({"tabSize": 4, "insertSpaces": true});
    let params = json!({"textDocument": {"uri": client.uri(path)}, "options": options});
    client.request("textDocument/formatting", params).unwrap()
}
