//! Layout and comments come and go between the same words: what the server keeps of its last analysis is what a new
//! server finds, suppressions and fixes included.

use serde_json::{Value, json};

use super::agreement::agree;
use super::client::Client;
use crate::dice::Dice;
use crate::support::Project;

/// A workspace without an error, in which most statements have a finding, and most findings a fix.
const WORDS: [&str; 2] = [
    "policy p < country in [ fr , fr , us ] or continent in [ na ] > \
     policy q \"Q é\" < country in [ fr , us ] > \
     policy r \"R\" < country in [ fr ] target [ models , agents ] > \
     policy unused < gpu in [ t4 ] > \
     group g < country in [ fr , fr ] > \
     environment e < attach [ p , q , p ] > \
     environment f in e < attach [ p ] >",
    "model m in e < attach [ r , r , q ] > \
     model n in f < attach [ p , r ] > \
     agent a in e < attach [ q ] > \
     job j < attach [ r ] > \
     function \"λ 😀\" in f < attach [ p , q ] >",
];

/// What stands between two words; a line begins behind all but the first two.
const BETWEEN: [&str; 9] = [
    " ",
    "  ",
    "\n",
    "\r\n\r\n",
    "\n# note é\n",
    " # note\n",
    "\n# bpol: allow(unused-policy, redundant-code) kept\n",
    "\n# bpol: allow(redundant-policy, no-effect) a second lock\n\n",
    "\n# bpol: allow(duplicate-attachment)\n",
];

/// The words of a file and what stands before each of them.
struct Text {
    words: Vec<String>,
    between: Vec<&'static str>,
}

impl Text {
    fn new(words: &str) -> Self {
        // A quoted name has spaces of its own.
        let mut all: Vec<String> = Vec::new();
        for word in words.split(' ') {
            match all.last_mut().filter(|it| it.starts_with('"') && (it.len() == 1 || !it.ends_with('"'))) {
                Some(open) => *open = format!("{open} {word}"),
                None => all.push(word.to_owned()),
            }
        }
        let between = all.iter().map(|_| BETWEEN[0]).collect();
        Self { words: all, between }
    }

    fn written(&self) -> String {
        let parts = self.between.iter().zip(&self.words).map(|(between, word)| format!("{between}{word}"));
        parts.collect::<String>() + "\n"
    }
}

/// Every fix of a file.
fn actions(client: &mut Client, path: &str) -> Value {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1000, "character": 0}});
    let params = json!({
        "textDocument": {"uri": client.uri(path)},
        "range": range,
        "context": {"diagnostics": []},
    });
    client.request("textDocument/codeAction", params).unwrap()
}

#[test]
fn what_is_kept_is_what_a_new_server_finds() {
    const PATHS: [&str; 2] = ["a.bpol", "b.bpol"];
    let mut dice = Dice::new(7);
    let mut texts = WORDS.map(Text::new);
    let mut project = Project::new().file("bpol.toml", "[lint]\nundocumented-policy = \"warn\"\n");
    for (path, text) in PATHS.into_iter().zip(&texts) {
        project = project.file(path, text.written());
    }
    let mut client = Client::start(&project.path(""), &["--work-log", "work"]);
    client.initialize(json!({}));
    for path in PATHS {
        client.open(path, 1, &project.read(path));
    }
    client.settle();
    let (mut fewest, mut most) = (usize::MAX, 0);
    for version in 2..60 {
        let file = dice.below(PATHS.len());
        let (path, text) = (PATHS[file], &mut texts[file]);
        let at = dice.below(text.between.len());
        text.between[at] = BETWEEN[dice.below(BETWEEN.len())];
        let written = text.written();
        client.replace(path, version, &written);
        project = project.file(path, &written);
        agree(&project, &mut client, "utf-16", &written);
        let mut new = Client::open_folder(&project.path(""), json!({}));
        for path in PATHS {
            new.open(path, 1, &project.read(path));
        }
        assert_eq!(client.lists(), new.lists(), "{written}");
        for path in PATHS {
            assert_eq!(actions(&mut client, path), actions(&mut new, path), "{written}");
        }
        new.finish();
        let findings: usize = client.lists().values().map(Vec::len).sum();
        (fewest, most) = (fewest.min(findings), most.max(findings));
    }
    assert!(fewest >= 5 && most > fewest, "{fewest} {most}");
    // Nothing was resolved but what was opened.
    let log = project.read("work");
    let resolved = log.lines().filter(|line| !line.contains("\"resolved\":[]")).count();
    assert!(resolved <= 3, "{log}");
    client.finish();
}
