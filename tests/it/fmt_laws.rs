//! The three laws of the formatter: formatting twice changes nothing; the tree is the same; the comments are the same, in
//! order, and belong to the same statements. Over every `.bpol` file of the repository and over random ones.

use std::path::{Path, PathBuf};

use bpol::format::{Unformatted, format};
use bpol::syntax::ast::{Comment, Parsed};
use bpol::syntax::parse;
use bpol::text::Source;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::random;

#[test]
fn the_laws_hold_for_every_file_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["tests", "src", "examples"] {
        bpol_files(&root.join(folder), &mut paths);
    }
    let mut formatted = 0;
    for path in &paths {
        // Those that have syntax errors are there for them.
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        if format(&read(&text)) != Err(Unformatted::Broken) {
            assert_laws(&text);
            formatted += 1;
        }
    }
    assert!(formatted > 20, "{formatted} of {} files", paths.len());
}

#[test]
fn the_files_that_the_program_brings_are_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    bpol_files(&root.join("src"), &mut paths);
    bpol_files(&root.join("examples"), &mut paths);
    assert!(paths.len() >= 3, "{paths:?}");
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(formatted(&text), text, "{path:?}");
    }
}

/// The files under `folder`, if there is one.
fn bpol_files(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            bpol_files(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "bpol") {
            paths.push(path);
        }
    }
}

/// Statements with their tokens apart: every part that a statement may have, and a name that reads like a keyword.
const STATEMENTS: [&str; 6] = [
    "model in \"The # label\" in in < attach [ in , policy , ] >",
    "policy p < country in [ fr , us ] or continent in [ eu ] target models > model a",
    "policy p \"P\" < gpu in [ t4 ] target [ models , jobs , ] > job b in e",
    "policy p < country in [ fr ] except location in [ l ] or country in [ it , de ] >",
    "location l in us < offers [ x86 ] > gpu t4 \"T4\"",
    "model a < attach [ ] > policy p < gpu in [ ] or cpu in [ x86 ] target [ ] >",
];

/// What may stand between two tokens, beside nothing and a space.
const GAPS: [&str; 10] = [
    " # behind\n",
    "\n# above\n",
    "\n",
    "\n\n\n",
    "# bpol: allow(no-effect) why\n",
    "\n  # bpol: allow(no-effect) why\n\n",
    "\t# one \t\r\n\r\n\r\n\t# two\r\n",
    "#\n#",
    // Near misses are comments like any other.
    "## bpol: allow(no-effect) why\n",
    "\n# bpol ignore(no-effect)\n",
];

#[test]
fn the_laws_hold_with_comments_in_every_position() {
    for statement in STATEMENTS {
        let tokens = tokens(statement);
        for first in 0..=tokens.len() {
            for gap in GAPS {
                assert_laws(&assemble(&tokens, &[(first, gap)]));
                for second in first + 1..=tokens.len() {
                    // Whichever comes first, the second may run into it or be taken for a suppression.
                    for other in [GAPS[0], GAPS[4]] {
                        assert_laws(&assemble(&tokens, &[(first, gap), (second, other)]));
                    }
                }
            }
        }
    }
}

/// The parts of a text that spaces separate; a string is one.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for part in text.split(' ') {
        match tokens.last_mut() {
            Some(last) if last.starts_with('"') && (last.len() == 1 || !last.ends_with('"')) => {
                *last = format!("{last} {part}");
            }
            _ => tokens.push(part.to_owned()),
        }
    }
    tokens
}

/// The tokens with a gap before some of them, and a space before every other.
fn assemble(tokens: &[String], gaps: &[(usize, &str)]) -> String {
    let mut text = String::new();
    for index in 0..=tokens.len() {
        let gap = gaps.iter().find(|(position, _)| *position == index).map_or(" ", |(_, gap)| gap);
        text.push_str(gap);
        if gap.ends_with('#') {
            text.push('\n');
        }
        text.push_str(tokens.get(index).map_or("", String::as_str));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_random_workspaces(text in workspaces()) {
        assert_laws(&text);
    }

    #[test]
    fn the_laws_hold_for_random_models_in_any_layout(model in random::model(), layout in random::layout()) {
        for (_, text) in model.render(layout).files {
            assert_laws(&text);
        }
    }
}

/// Texts of a few statements with anything between their tokens that may stand there.
fn workspaces() -> impl Strategy<Value = String> {
    let gaps = prop_oneof![
        12 => Just(" ".to_owned()),
        6 => Just(String::new()),
        1 => select(&["\n", "\r\n", "\t", "\n\n", "\n \n\n\t\n"][..]).prop_map(str::to_owned),
        1 => vec(select(&GAPS[..]), 1..3).prop_map(|gaps| gaps.join("\n") + "\n"),
    ];
    let between = prop_oneof![
        3 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        2 => gaps.clone(),
    ];
    let statement = (tokens_of_statement(), between, vec(gaps, 60));
    vec(statement, 0..8).prop_map(|statements| {
        let mut text = String::new();
        for (tokens, between, gaps) in statements {
            let gaps = std::iter::once(&between).chain(gaps.iter().cycle());
            for (token, gap) in tokens.iter().zip(gaps) {
                let is_mark = |character: char| "<>[],\" \t\n".contains(character);
                let runs_in = |text: &str| !text.is_empty() && !text.ends_with(is_mark);
                text.push_str(gap);
                if runs_in(&text) && !token.starts_with(is_mark) {
                    text.push(' ');
                }
                text.push_str(token);
            }
        }
        text
    })
}

fn tokens_of_statement() -> impl Strategy<Value = Vec<String>> {
    let workload = select(&["model", "function", "agent", "sandbox", "job"][..]);
    let attach = || prop::option::weighted(0.5, clause("attach", "", name()));
    let opener = |keyword: &'static str| vec![keyword.to_owned()];
    prop_oneof![
        4 => (workload, head(true), attach())
            .prop_map(move |(keyword, head, body)| [opener(keyword), head, bracketed(body)].concat()),
        2 => (head(false), attach())
            .prop_map(move |(head, body)| [opener("environment"), head, bracketed(body)].concat()),
        4 => (head(false), policy_body())
            .prop_map(move |(head, body)| [opener("policy"), head, bracketed(Some(body))].concat()),
        1 => head(false).prop_map(move |head| [opener("continent"), head].concat()),
        1 => head(true).prop_map(move |head| [opener("country"), head].concat()),
        1 => (head(true), prop::option::of(clause("offers", "", name())))
            .prop_map(move |(head, body)| [opener("location"), head, bracketed(body)].concat()),
        1 => (select(&["cpu", "gpu"][..]), head(false), prop::option::of(clause("alias", "", name())))
            .prop_map(move |(keyword, head, body)| [opener(keyword), head, bracketed(body)].concat()),
    ]
}

fn name() -> impl Strategy<Value = String> + Clone {
    let short =
        ["a", "b2", "in", "or", "policy", "target", "llama-3.1-8b", "_", "\"x\"", "\"a \\\" # \\\\\""];
    let wide = ["\"北京\"", "\"Zürich, Genève\"", "\"👩‍💻 < >\"", "\"[\t]\""];
    let long = ["a-name-that-is-long-enough-to-fill-a-good-part-of-a-line", "\"a label that is as long\""];
    prop_oneof![6 => select(short.to_vec()), 1 => select(wide.to_vec()), 1 => select(long.to_vec())]
        .prop_map(str::to_owned)
}

/// Name, label and parent.
fn head(may_have_parent: bool) -> impl Strategy<Value = Vec<String>> {
    let label = prop::option::weighted(0.3, select(vec!["\"L\"", "\"A label\"", "\"标签\""]));
    let parent = prop::option::weighted(0.6, name());
    (name(), label, parent).prop_map(move |(name, label, parent)| {
        let label = label.map(str::to_owned);
        let parent =
            parent.filter(|_| may_have_parent).into_iter().flat_map(|parent| ["in".to_owned(), parent]);
        std::iter::once(name).chain(label).chain(parent).collect()
    })
}

/// `word [item, …]` or `word in [item, …]`, the last comma there or not.
fn clause(
    word: &'static str,
    second: &'static str,
    item: impl Strategy<Value = String> + Clone,
) -> impl Strategy<Value = Vec<String>> {
    let items = prop_oneof![6 => vec(item.clone(), 1..7), 1 => vec(item, 7..30)];
    (items, any::<bool>()).prop_map(move |(items, trailing)| {
        let mut tokens: Vec<String> =
            [word, second, "["].iter().filter(|it| !it.is_empty()).map(|&it| it.to_owned()).collect();
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            tokens.push(item);
            if trailing || index + 1 < count {
                tokens.push(",".to_owned());
            }
        }
        tokens.push("]".to_owned());
        tokens
    })
}

fn policy_body() -> impl Strategy<Value = Vec<String>> {
    let attribute = select(vec!["continent", "country", "location", "cpu", "gpu"]);
    let rule = attribute.prop_flat_map(|attribute| clause(attribute, "in", name()));
    let kind = || select(vec!["models", "functions", "agents", "sandboxes", "jobs"]).prop_map(str::to_owned);
    let target =
        prop_oneof![clause("target", "", kind()), kind().prop_map(|kind| vec!["target".to_owned(), kind]),];
    let exceptions = prop::option::weighted(0.3, vec(rule.clone(), 1..4));
    (vec(rule, 1..4), exceptions, prop::option::of(target)).prop_map(|(rules, exceptions, target)| {
        let or = "or".to_owned();
        let mut tokens = rules.join(&or);
        if let Some(exceptions) = exceptions {
            tokens.push("except".to_owned());
            tokens.extend(exceptions.join(&or));
        }
        tokens.extend(target.unwrap_or_default());
        tokens
    })
}

fn bracketed(body: Option<Vec<String>>) -> Vec<String> {
    body.map_or_else(Vec::new, |body| [vec!["<".to_owned()], body, vec![">".to_owned()]].concat())
}

#[test]
fn columns_do_not_depend_on_how_a_large_file_is_divided() {
    // Twelve lines stand together, wherever a division falls.
    let statement = |index: usize| match index % 12 {
        11 => "function the-last-one-of-them  in production\n\n".to_owned(),
        _ => format!("model  model-number-{index}   in production # {index}\n"),
    };
    let text: String = (0..12_000).map(statement).collect();
    assert!(text.len() > 2 << 18, "too short to be divided");
    let formatted = formatted(&text);
    let lines = formatted.lines().filter(|line| !line.is_empty());
    for (index, line) in lines.enumerate().filter(|(index, _)| index % 12 < 11) {
        let name = format!("model-number-{index}");
        assert_eq!(line, format!("model    {name:20} in production # {index}"));
    }
}

fn read(text: &str) -> Parsed {
    parse(Source::new("a.bpol", text.as_bytes().to_vec()))
}

fn formatted(text: &str) -> String {
    format(&read(text)).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn assert_laws(text: &str) {
    let once = formatted(text);
    if once.contains('\r') {
        // Most of its lines ended so.
        assert_eq!(once.matches('\r').count(), once.matches("\r\n").count());
        return assert_laws(&text.replace("\r\n", "\n"));
    }
    let shown = format!("--- from\n{text}\n--- to\n{once}");
    assert_eq!(formatted(&once), once, "formatting twice\n{shown}");
    assert_is_tidy(&once);

    let (before, after) = (View { file: read(text) }, View { file: read(&once) });
    assert!(before.file.items().eq(after.file.items()), "the tree\n{shown}");
    assert_eq!(before.code(usize::MAX), after.code(usize::MAX), "words\n{shown}");

    let suppressions = before.suppressions();
    let statements = |found: &[(usize, u32)]| found.iter().map(|(index, _)| *index).collect::<Vec<_>>();
    assert_eq!(statements(&suppressions), statements(&after.suppressions()), "suppressions\n{shown}");
    for (a, b) in before.file.statements().zip(after.file.statements()) {
        assert_eq!(a.documentation(), b.documentation(), "documentation\n{shown}");
    }
    assert_eq!(before.file.comments().count(), after.file.comments().count(), "comments\n{shown}");
    for (a, b) in before.file.comments().zip(after.file.comments()) {
        assert_eq!(a.text, b.text, "comments\n{shown}");
        if suppressions.iter().any(|(_, start)| *start == a.span.start) {
            continue;
        }
        let (code, line) = (before.code(a.span.start as usize), before.line_before(&a));
        assert_eq!(code, after.code(b.span.start as usize), "the place of `{}`\n{shown}", a.text);
        // Commas move to their items, from under a comment that may have another one behind it.
        if line != "," {
            assert_eq!(
                line.is_empty(),
                after.line_before(&b).is_empty(),
                "the line of `{}`\n{shown}",
                a.text
            );
        }
    }
}

fn assert_is_tidy(text: &str) {
    assert!(
        !text.contains(['\r', '\u{feff}']) && !text.contains("\n\n\n") && !text.starts_with('\n'),
        "{text}"
    );
    assert!(text.is_empty() || (text.ends_with('\n') && !text.ends_with("\n\n")), "{text}");
    for line in text.lines() {
        assert_eq!(line, line.trim_end(), "spaces at the end of a line\n{text}");
        let before_comment = line.split('#').next().unwrap_or_default();
        assert!(line.contains('"') || !before_comment.contains('\t'), "a tab\n{text}");
    }
}

/// A file as the laws look at it.
struct View {
    file: Parsed,
}

impl View {
    fn source(&self) -> &Source {
        self.file.source()
    }

    /// What stands before byte `end`, without white space, commas and comments.
    fn code(&self, end: usize) -> String {
        let mut code = String::new();
        let mut at = 0;
        let end = end.min(self.source().text().len());
        for range in self.file.comments().map(|comment| comment.span.range()).chain(std::iter::once(end..end))
        {
            if range.start <= end {
                code.push_str(self.source().slice(at..range.start));
                at = range.end;
            }
        }
        code.retain(|character| !" \t\r\n,\u{feff}".contains(character));
        code
    }

    /// What stands before a comment on its line.
    fn line_before(&self, comment: &Comment<'_>) -> &str {
        let start = comment.span.start as usize;
        let line = self.source().line_start(self.source().line_of(start));
        self.source().slice(line..start).trim_start_matches('\u{feff}').trim()
    }

    /// The suppressions that end the first line of a statement: of which statement, and where they stand.
    fn suppressions(&self) -> Vec<(usize, u32)> {
        let line = |byte: u32| self.source().line_of(byte as usize);
        let mut found = Vec::new();
        for comment in self.file.comments().filter(|comment| comment.text.starts_with("# bpol:")) {
            let start = comment.span.start;
            let statements = self.file.statements().enumerate();
            let before = statements.filter(|(_, statement)| statement.span().start < start).last();
            if let Some((index, _)) = before.filter(|(_, it)| line(it.span().start) == line(start)) {
                found.push((index, start));
            }
        }
        found
    }
}
