//! A workspace from a text: files come under lines of `--- name.bpol`, the cursor is `$0`, and what an answer
//! must name stands between `<|` and `|>`.

use std::ops::Range;

use bpol::text::{FileId, Span};
use bpol::workspace::Workspace;
use bpol::{Analysis, Builtin, Configuration, Parsed, Reference, Source};

pub(super) struct Fixture {
    pub(super) analysis: Analysis,
    /// The files of the text with their names, in its order.
    files: Vec<(String, FileId)>,
    cursor: Option<(FileId, usize)>,
    ranges: Vec<(FileId, Range<usize>)>,
}

impl Fixture {
    /// A workspace with the official table.
    pub(super) fn new(text: &str) -> Self {
        Self::with(Reference::builtin(Builtin::Official), text)
    }

    pub(super) fn with(reference: Reference, text: &str) -> Self {
        let mut files = Vec::new();
        let (mut sources, mut cursor, mut ranges) = (Vec::new(), None, Vec::new());
        for (name, text) in parts(text) {
            let (text, at, found) = unmarked(&text);
            let source = Source::new(name.clone(), text.into_bytes());
            let id = source.id();
            cursor = cursor.or(at.map(|at| (id, at)));
            ranges.extend(found.into_iter().map(|range| (id, range)));
            files.push((name, id));
            sources.push(source);
        }
        let analysis = bpol::compile(Configuration::default(), reference, sources);
        Self { analysis, files, cursor, ranges }
    }

    /// The workspace, the file with the cursor, and the byte at it.
    pub(super) fn place(&self) -> (&Workspace, &Parsed, usize) {
        let (file, byte) = self.cursor.expect("the text has a cursor");
        (self.analysis.workspace(), &self.analysis.files()[file], byte)
    }

    /// The files of the text, in its order.
    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> {
        self.files.iter().map(|file| file.1)
    }

    /// Fails unless these are the ranges of the text.
    #[track_caller]
    pub(super) fn expect(&self, spans: impl IntoIterator<Item = Span>) {
        let shown = |file: FileId, range: Range<usize>| {
            let name = self.files.iter().find(|it| it.1 == file).map_or("the table", |it| &*it.0);
            let text = self.analysis.files().source(file).slice(range.clone());
            format!("{name} {range:?} {text}")
        };
        let found: Vec<String> = spans.into_iter().map(|span| shown(span.file, span.range())).collect();
        let wanted: Vec<String> =
            self.ranges.iter().map(|(file, range)| shown(*file, range.clone())).collect();
        assert_eq!(found, wanted);
    }

    /// Fails unless these are the ranges of the file with the cursor, or the first one.
    #[track_caller]
    pub(super) fn expect_ranges(&self, ranges: impl IntoIterator<Item = Range<usize>>) {
        let file = self.cursor.map_or(self.files[0].1, |it| it.0);
        self.expect(ranges.into_iter().map(|range| Span::new(file, range)));
    }
}

/// The files of a text.
fn parts(text: &str) -> Vec<(String, String)> {
    if !text.starts_with("--- ") {
        return vec![("a.bpol".to_owned(), text.to_owned())];
    }
    let parts = text.strip_prefix("--- ").unwrap().split("\n--- ");
    parts.map(|part| part.split_once('\n').unwrap()).map(|(name, text)| (name.into(), text.into())).collect()
}

/// A text without its marks; where the cursor is, and the ranges by where they begin.
pub(super) fn unmarked(text: &str) -> (String, Option<usize>, Vec<Range<usize>>) {
    let (mut plain, mut cursor, mut open, mut ranges) = (String::new(), None, Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("<|<|>") {
            ranges.push(plain.len()..plain.len() + 1);
            plain.push('<');
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("$0") {
            cursor = Some(plain.len());
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("<|") {
            open.push(plain.len());
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("|>") {
            ranges.push(open.pop().expect("a `<|` stands before")..plain.len());
            rest = behind;
        } else {
            plain.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    (plain, cursor, ranges)
}

/// The text of every `.bpol` file that ships, or that a test of the language reads.
pub(super) fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for pattern in
        ["examples/**/*.bpol", "tests/trees/*.bpol", "tests/language/*.bpol", "src/reference/data/*.bpol"]
    {
        collect(pattern, &mut texts);
    }
    assert!(texts.len() > 20, "the texts are not where they were");
    texts
}

fn collect(pattern: &str, texts: &mut Vec<(String, String)>) {
    let (folder, name) = pattern.rsplit_once('/').unwrap();
    let is_deep = folder.ends_with("/**");
    let mut folders = vec![std::path::PathBuf::from(folder.trim_end_matches("/**"))];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() && is_deep {
                folders.push(path);
            } else if path.extension().is_some_and(|it| name.ends_with(it.to_str().unwrap()))
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                texts.push((path.display().to_string(), text));
            }
        }
    }
}
