//! A model as files with a line a statement, and what an editor shows on each line: so that a statement is known by its
//! line.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::client::Client;
use crate::model::{Base, Model};
use crate::support::Project;

/// How many files there are.
const FILES: usize = 3;

/// Lines at the beginning of each file that are empty, for what a test puts there.
pub(super) const SPARE: usize = 2;

/// A statement.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) keyword: &'static str,
    pub(super) name: String,
    pub(super) parent: Option<String>,
}

/// A workspace of which every statement stands on a line.
pub(super) struct Lined {
    base: Base,
    table: String,
    /// In the order of the model.
    pub(super) statements: Vec<Statement>,
    /// Each statement as text.
    lines: Vec<String>,
}

/// What stands behind a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) label: String,
    /// What changed since the last commit.
    pub(super) since: Option<String>,
}

impl Statement {
    /// Kind, name and environment of a workload.
    pub(super) fn workload(&self) -> Option<(String, String, Option<String>)> {
        let is_it = crate::model::KINDS.contains(&self.keyword);
        is_it.then(|| (self.keyword.to_owned(), self.name.clone(), self.parent.clone()))
    }

    /// Whether it is of the reference table, groups aside.
    pub(super) fn is_code(&self) -> bool {
        crate::model::ATTRIBUTES.contains(&self.keyword)
    }
}

impl Lined {
    pub(super) fn new(model: &Model) -> Self {
        let rendered = model.render(0);
        let lines: Vec<String> = rendered.files[0].1.lines().map(str::to_owned).collect();
        let all = rendered.in_order();
        // Those of the table come first.
        let own = all.iter().skip(all.len() - lines.len()).map(|it| Statement {
            keyword: it.keyword,
            name: it.name.clone(),
            parent: it.parent.clone(),
        });
        let statements: Vec<Statement> = own.collect();
        for (statement, line) in statements.iter().zip(&lines) {
            assert!(line.starts_with(statement.keyword), "{statement:?}: {line}");
        }
        Self { base: rendered.base, table: rendered.table.clone(), statements, lines }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        self.lines.iter().cloned()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = String> + use<> {
        (0..FILES).map(|file| format!("{file}.bpol"))
    }

    /// The statements of a file: the line of each, and which it is.
    pub(super) fn statements_of(&self, file: usize) -> impl Iterator<Item = (u64, usize)> {
        let own = (0..self.lines.len()).filter(move |index| index % FILES == file);
        own.enumerate().map(|(line, index)| ((line + SPARE) as u64, index))
    }

    /// The texts of the files, and of the table where it has one.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        let mut texts = self.texts_with(&|index| self.lines[index].clone(), &BTreeMap::new());
        if self.base == Base::Own {
            texts.push(("table.txt".to_owned(), self.table.clone()));
        }
        texts
    }

    /// The texts of the files with other lines; `spare` has what stands in the lines at the beginning of files.
    pub(super) fn texts_with(
        &self,
        line: &dyn Fn(usize) -> String,
        spare: &BTreeMap<(usize, usize), String>,
    ) -> Vec<(String, String)> {
        let text = |(file, path): (usize, String)| {
            let spare = (0..SPARE).map(|at| spare.get(&(file, at)).cloned().unwrap_or_default());
            let lines = spare.chain(self.statements_of(file).map(|(_, index)| line(index)));
            (path, lines.map(|it| it + "\n").collect())
        };
        self.paths().enumerate().map(text).collect()
    }

    /// The workspace in a folder.
    pub(super) fn write(&self, project: Project) -> Project {
        self.texts()
            .into_iter()
            .fold(self.configured(project), |project, (path, text)| project.file(&path, text))
    }

    /// The configuration and the table.
    pub(super) fn configured(&self, project: Project) -> Project {
        match self.base {
            Base::None => project.file("bpol.toml", "reference = \"none\"\n"),
            Base::Official => project.file("bpol.toml", "reference = \"official\"\n"),
            Base::Own => {
                project.file("bpol.toml", "reference = \"table.txt\"\n").file("table.txt", &self.table)
            }
        }
    }
}

pub(super) fn request(client: &mut Client, method: &str, params: Value) -> Value {
    client.request(method, params).unwrap()
}

/// The hints of a file, by line.
pub(super) fn hints(client: &mut Client, path: &str) -> BTreeMap<u64, Hint> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}});
    let params = json!({"textDocument": {"uri": client.uri(path)}, "range": range});
    let answer = request(client, "textDocument/inlayHint", params);
    let mut all = BTreeMap::new();
    for hint in answer.as_array().unwrap() {
        let (label, since) = match hint["label"].as_array() {
            Some(parts) => (parts[0]["value"].as_str(), parts[1]["value"].as_str().map(str::to_owned)),
            None => (hint["label"].as_str(), None),
        };
        let line = hint["position"]["line"].as_u64().unwrap();
        let before = all.insert(line, Hint { label: label.unwrap().to_owned(), since });
        assert_eq!(before, None, "two hints on line {line}");
    }
    all
}
