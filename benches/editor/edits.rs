//! What a person changes in a workspace: its texts come in, edits of statements of every kind go out.

use std::ops::Range;
use std::path::PathBuf;

/// The texts of a workspace with their paths.
pub(crate) type Texts = Vec<(PathBuf, String)>;

/// An edit, and what takes it back.
pub(crate) struct Edit {
    /// The number of the file.
    pub(crate) file: usize,
    pub(crate) line: usize,
    start: usize,
    old: String,
    new: String,
}

/// The replacement of some characters of a line.
pub(crate) type Change<'e> = (usize, Range<usize>, &'e str);

impl Edit {
    /// It, and what takes it back.
    pub(crate) fn changes(&self) -> [Change<'_>; 2] {
        let Self { line, start, old, new, .. } = self;
        [(*line, *start..start + old.len(), new), (*line, *start..start + new.len(), old)]
    }
}

/// A sort of edit.
pub(crate) struct Sort {
    pub(crate) name: String,
    pub(crate) edits: Vec<Edit>,
}

/// What a line is given another meaning by: some characters in the place of others.
type Replacement = (usize, &'static str, &'static str);

/// A sort of statement: its name, the words that it opens with, and what may be changed in a line of it.
type Statement = (&'static str, &'static [&'static str], fn(&str) -> Option<Replacement>);

/// Every sort of statement.
const STATEMENTS: [Statement; 6] = [
    ("policy", &["policy "], target),
    ("environment", &["environment "], |line| {
        let start = line.find(" in ")? + 4;
        let old = [
            "production-eu",
            "staging-eu",
            "development-eu",
            "production-na",
            "staging-na",
            "development-na",
        ];
        let old = old.into_iter().find(|it| line.get(start..).is_some_and(|rest| rest.starts_with(it)))?;
        Some((start, old, "company"))
    }),
    ("workload", &["model ", "function ", "agent ", "sandbox ", "job "], |line| {
        line.starts_with("model ").then_some((0, "model", "agent"))
    }),
    ("group", &["group "], |line| {
        let codes = [("country in [", "be, "), ("gpu in [", "tpu-v4, "), ("cpu in [", "arm64, ")];
        codes.into_iter().find_map(|(before, new)| Some((line.find(before)? + before.len(), "", new)))
    }),
    ("guard", &["guard "], target),
    ("location", &["location "], |line| Some((line.find("offers [")? + 8, "", "arm64, "))),
];

/// How many edits of each sort there are at most.
const MOST: usize = 1000;

/// A target where there is none.
fn target(line: &str) -> Option<Replacement> {
    let end = line.len() - " >".len();
    (!line.contains(" target ")).then_some((end, "", " target [models, agents]"))
}

/// Edits of every sort in the files of some numbers.
pub(crate) fn sorts(texts: &Texts, files: &[usize]) -> Vec<Sort> {
    let mut sorts = vec![
        sort("a comment".to_owned(), texts, files, |line, _| Some((line.len(), "", " # a key"))),
        sort("a label".to_owned(), texts, files, |line, _| {
            let start = line.find(" < ").filter(|_| line.starts_with("policy "))?;
            Some((start, "", " \"a label\""))
        }),
    ];
    for (name, words, change) in STATEMENTS {
        let is_one = move |line: &str| words.iter().any(|word| line.starts_with(word));
        sorts.push(sort(name.to_owned(), texts, files, |line, _| change(line).filter(|_| is_one(line))));
    }
    for (name, words, _) in STATEMENTS {
        let is_one = move |line: &str| words.iter().any(|word| line.starts_with(word));
        // A character too many: in a name, a keyword or between them.
        sorts.push(sort(format!("{name}, half-written"), texts, files, |line, number| {
            is_one(line).then_some((number * 7 % line.len(), "", "x"))
        }));
    }
    sorts
}

fn sort(
    name: String,
    texts: &Texts,
    files: &[usize],
    change: impl Fn(&str, usize) -> Option<Replacement>,
) -> Sort {
    let lines = files.iter().filter_map(|&file| Some((file, texts.get(file)?)));
    let lines = lines.flat_map(|(file, (_, text))| text.lines().enumerate().map(move |it| (file, it)));
    let edits = lines.filter_map(|(file, (line, content))| {
        let (start, old, new) = change(content, line)?;
        Some(Edit { file, line, start, old: old.to_owned(), new: new.to_owned() })
    });
    let mut edits: Vec<Edit> = edits.collect();
    // From all over the files.
    let step = edits.len().div_ceil(MOST).max(1);
    edits = edits.into_iter().step_by(step).collect();
    Sort { name, edits }
}
