//! What is held: names and texts come in, what is not as the house wants it goes out, a sentence each.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Named, Token, Tree, Use, tokens};

/// What only some may name, and who: folders or files of `src`, or folders in them.
pub(super) const DOORS: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("miette", &["render"]),
    ("csv", &["answers", "import"]),
    ("jiter", &["data"]),
    ("granit_parser", &["data"]),
    ("rayon", &["parallel"]),
    // The rest of the editor speaks of files and bytes.
    ("lsp_types", &["editor/server"]),
    ("std::fs", &["cli", "editor", "project"]),
    // How many threads there are is what their owner says.
    ("std::env", &["cli", "editor", "parallel", "project"]),
    // The program ends with a status.
    ("std::process", &["cli", "main", "project"]),
];

/// What stands in for something missing, and so hides that it is missing, where that may widen a set.
pub(super) const SILENT: &[&str] = &[
    "unwrap_or_default",
    "unwrap_or(\"\")",
    "unwrap_or(Id",
    "Id::new(",
    "unwrap_or(u32::MAX)",
    "unwrap_or(u64::MAX)",
    "unwrap_or(usize::MAX)",
];

/// Where nothing may be silent.
pub(super) const LOUD: &[&str] = &[
    "table/",
    "workspace/",
    "placement/",
    "data/",
    "emit/",
    "import/",
    "lint/",
    "text/span.rs",
    "syntax/files.rs",
    "syntax/items.rs",
    "syntax/names.rs",
    "syntax/statement.rs",
    "syntax/tree.rs",
];

/// No file has more lines, and no line more columns, literals aside.
pub(super) const LINES: usize = 400;
pub(super) const COLUMNS: usize = 110;

/// Something that is not as the house wants it.
pub(super) struct Fault {
    /// Which file and line, and what is wrong there.
    pub(super) sentence: String,
}

impl Fault {
    pub(super) fn new(file: &str, line: usize, sentence: impl AsRef<str>) -> Self {
        Self { sentence: format!("src/{file}:{line} {}", sentence.as_ref()) }
    }
}

/// The folder that a file lies in, or the file itself where it lies in none.
pub(super) fn layer(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// The two folders of a name that leaves its folder.
pub(super) fn crossing(it: &Use) -> Option<(&str, &str)> {
    match &it.to {
        Named::File(to) if layer(to) != layer(&it.from) => Some((layer(&it.from), layer(to))),
        _ => None,
    }
}

pub(super) fn layers(uses: &BTreeSet<Use>, table: &[(&str, &[&str])]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut told = BTreeSet::new();
    for it in uses {
        let Some((from, to)) = crossing(it).filter(|(_, to)| told.insert((&it.from, *to))) else { continue };
        let below = table.iter().find(|(layer, _)| *layer == from).map(|(_, below)| *below);
        match below {
            None => faults.push(Fault::new(&it.from, it.line, format!("lies in {from}, which is no layer"))),
            Some(below) if !below.contains(&to) => {
                let all = if below.is_empty() { "nothing".to_owned() } else { below.join(", ") };
                faults.push(Fault::new(&it.from, it.line, format!("names {to}: {from} may name {all}")));
            }
            Some(_) => {}
        }
    }
    faults
}

pub(super) fn doors(uses: &BTreeSet<Use>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for it in uses {
        let Named::Outside(path) = &it.to else { continue };
        for (outside, allowed) in DOORS {
            let is_named =
                path.strip_prefix(outside).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
            let is_in = |folder: &&str| it.from.starts_with(&format!("{folder}/"));
            if is_named && !allowed.contains(&layer(&it.from)) && !allowed.iter().any(is_in) {
                let sentence = format!("names {outside}: only {} may", allowed.join(" and "));
                faults.push(Fault::new(&it.from, it.line, sentence));
            }
        }
    }
    faults
}

pub(super) fn silences(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, code) in tree.code().filter(|(file, _)| LOUD.iter().any(|it| file.starts_with(it))) {
        for silent in SILENT {
            let wanted = tokens(silent);
            let is_it =
                |found: &&[Token]| found.iter().map(|it| &it.text).eq(wanted.iter().map(|it| &it.text));
            for found in code.windows(wanted.len()).filter(is_it) {
                let sentence = format!("has `{silent}`: what is missing must not be silently something else");
                faults.push(Fault::new(file, found[0].line, sentence));
            }
        }
    }
    faults
}

/// One fault for each name that is part of a circle.
pub(super) fn circles(uses: &BTreeSet<Use>) -> Vec<Fault> {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in uses {
        if let Named::File(to) = &it.to {
            named.entry(&it.from).or_default().insert(to);
        }
    }
    let reaches = |start: &str, goal: &str| {
        let mut seen = BTreeSet::from([start]);
        let mut waiting = vec![start];
        while let Some(file) = waiting.pop() {
            waiting.extend(named.get(file).into_iter().flatten().copied().filter(|next| seen.insert(next)));
        }
        seen.contains(goal)
    };
    let mut faults = Vec::new();
    let mut told = BTreeSet::new();
    for it in uses {
        if let Named::File(to) = &it.to
            && !told.contains(&(&it.from, to))
            && reaches(to, &it.from)
        {
            told.insert((&it.from, to));
            faults.push(Fault::new(&it.from, it.line, format!("names src/{to}, which leads back to it")));
        }
    }
    faults
}

pub(super) fn long_file(name: &str, text: &str) -> Vec<Fault> {
    let lines = text.lines().count();
    let fault = (lines > LINES).then(|| Fault::new(name, lines, format!("is over {LINES} lines")));
    fault.into_iter().collect()
}

pub(super) fn long_lines(name: &str, text: &str) -> Vec<Fault> {
    let mut spared: BTreeMap<usize, usize> = BTreeMap::new();
    for token in tokens(text).iter().filter(|token| token.text.contains('"')) {
        for (index, part) in token.text.split('\n').enumerate() {
            *spared.entry(token.line + index).or_default() += part.chars().count();
        }
    }
    let columns = |number: usize, line: &str| {
        line.chars().count().saturating_sub(spared.get(&number).copied().unwrap_or_default())
    };
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let long = numbered.filter(|(number, line)| columns(*number, line) > COLUMNS);
    long.map(|(number, _)| Fault::new(name, number, format!("is over {COLUMNS} columns"))).collect()
}

/// The head of a file begins with a paragraph of one to three lines; more may follow it.
pub(super) fn no_opening(name: &str, text: &str) -> Vec<Fault> {
    let paragraph = text.lines().take_while(|line| line.starts_with("//! ")).count();
    let fault = (!(1..=3).contains(&paragraph)).then(|| {
        Fault::new(name, 1, "does not open with one to three lines of `//!`: what comes in, what goes out")
    });
    fault.into_iter().collect()
}

/// Where a machine keeps its files, and where packages come from: neither is the project's to know. They are
/// in two halves so that this file has none of them.
pub(super) const STRANGERS: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/Use", "rs/"),
    ("crates", ".io"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
];

pub(super) fn strangers(name: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for stranger in
            STRANGERS.iter().map(|(a, b)| format!("{a}{b}")).filter(|it| line.contains(it.as_str()))
        {
            let sentence = format!("{name}:{} names `{stranger}`", number + 1);
            faults.push(Fault { sentence });
        }
    }
    faults
}
