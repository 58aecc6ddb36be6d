//! Inputs that nobody would write, the same in every run: texts of this repository with damage done to them, tokens
//! in any order, and long repetitions. Nothing may panic, overflow or take more than linear time.

use std::fs;
use std::path::Path;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::dice::Dice;
use crate::growing::{GROWING, Growing, repeated};
use crate::invariants::{self, Found, Outcome};
use crate::random;
use crate::support::Project;

/// What tokens are made of: all that the language has, and all that it has not.
const TOKENS: [&str; 85] = [
    "policy",
    "environment",
    "model",
    "function",
    "agent",
    "sandbox",
    "job",
    "guard",
    "group",
    "within",
    "excludes",
    "allows",
    "continent",
    "country",
    "location",
    "cpu",
    "gpu",
    "in",
    "or",
    "except",
    "and",
    "target",
    "attach",
    "offers",
    "alias",
    "models",
    "jobs",
    "eu",
    "us",
    "fr",
    "x86",
    "t4",
    "US",
    "p",
    "q",
    "e",
    "polcy",
    "\n<<<<<<< a\n",
    "\n=======\n",
    "\n>>>>>>> b\n",
    "<",
    ">",
    "[",
    "]",
    ",",
    "[]",
    "\"",
    "\"\"",
    "\"a b\"",
    "\"\\\"\"",
    "\"\\n\"",
    "\"\\",
    "\\",
    "#",
    "# why\n",
    "# bpol: allow(x) y\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{1b}[31m",
    "\0",
    "\u{a0}",
    "é",
    "Zürich",
    "北京",
    "👩\u{200d}💻",
    "e\u{301}",
    "1\u{fe0f}",
    "in [",
    "< attach [",
    "] >",
    "country in [",
    "cpu in [x86]",
    "\npolicy p < country in [us] >\n",
    "\nmodel m in e\n",
    "\nenvironment e < attach [p] >\n",
    "\ncountry a in eu\n",
    "\nlocation l in fr < offers [t4] >\n",
    "\ngpu g < alias [h] >\n",
];

/// Every `.bpol` text of the repository, and some random workspaces.
fn corpus() -> Vec<String> {
    let mut texts = Vec::new();
    for folder in ["src", "tests", "examples"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut texts);
    }
    assert!(!texts.is_empty());
    let mut runner = TestRunner::deterministic();
    for seed in 0..20 {
        let model = random::model().new_tree(&mut runner).unwrap().current();
        texts.extend(model.render(seed).files.into_iter().map(|(_, text)| text));
    }
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "bpol") {
            texts.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        }
    }
}

/// Some lines of `text` that follow each other.
fn excerpt(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let from = dice.below(lines.len().max(1));
    lines.iter().skip(from).take(1 + dice.below(30)).copied().collect()
}

/// Does some damage to a text.
fn damaged(text: &str, dice: &mut Dice) -> Vec<u8> {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(4) {
        let from = dice.below(text.len() + 1);
        let to = (from + dice.below(12)).min(text.len());
        match dice.below(6) {
            0 => drop(text.drain(from..to)),
            1 => {
                let copy = text[from..to].to_vec();
                let at = dice.below(text.len() + 1);
                text.splice(at..at, copy);
            }
            2 => text.truncate(text.len() - dice.below(text.len().min(20) + 1)),
            3 if from < text.len() => text[from] = char::from(b'!' + u8::try_from(dice.below(94)).unwrap()),
            _ => drop(text.splice(from..from, dice.pick(&TOKENS).chars())),
        }
    }
    let mut bytes = String::from_iter(text).into_bytes();
    if dice.once_in(25) && !bytes.is_empty() {
        let at = dice.below(bytes.len());
        bytes[at] ^= 0x80;
    }
    bytes
}

/// Tokens in any order.
fn soup(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(40) {
        text.push_str(dice.pick(&TOKENS));
        text.push_str(dice.pick(&["", " ", " ", " ", "\n"]));
    }
    text
}

fn threads(number: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(number).build().unwrap()
}

/// The input that makes `compile` panic is printed, as far as it can be read.
fn compile(texts: &[Vec<u8>]) -> Outcome {
    std::panic::catch_unwind(|| invariants::compile(texts)).unwrap_or_else(|_| {
        let texts: Vec<_> =
            texts.iter().map(|text| String::from_utf8_lossy(&text[..text.len().min(4000)])).collect();
        panic!("{texts:?}")
    })
}

#[test]
fn damaged_texts_lead_to_sound_findings_whatever_the_threads() {
    let (corpus, mut dice) = (corpus(), Dice::new(1));
    let pools = [threads(1), threads(2)];
    for _ in 0..700 {
        let files = 1 + dice.below(2);
        let mut text = |_| {
            let text = &corpus[dice.below(corpus.len())];
            let excerpt = excerpt(text, &mut dice);
            if dice.once_in(8) { excerpt.into_bytes() } else { damaged(&excerpt, &mut dice) }
        };
        let texts: Vec<Vec<u8>> = (0..files).map(&mut text).collect();
        let [one, two] = pools.each_ref().map(|pool| pool.install(|| compile(&texts)));
        assert_eq!(one, two);
    }
}

#[test]
fn tokens_in_any_order_lead_to_sound_findings() {
    let mut dice = Dice::new(2);
    for _ in 0..1500 {
        compile(&[soup(&mut dice).into_bytes()]);
    }
}

/// Files are read in parts of a quarter of a mebibyte, cut between statements. A comment before the text moves the
/// cut to any place in it.
#[test]
fn what_is_found_does_not_depend_on_where_a_file_is_cut() {
    let (corpus, mut dice) = (corpus(), Dice::new(3));
    for round in 0..8 {
        let mut text = String::new();
        for _ in 0..4 {
            text.push_str(&soup(&mut dice));
            let excerpt = excerpt(&corpus[dice.below(corpus.len())], &mut dice);
            text.push_str(&String::from_utf8_lossy(&damaged(&excerpt, &mut dice)));
        }
        let text = text.replace('\u{feff}', "");
        // Many workloads too, since they are divided among the threads.
        let text = if round % 4 == 0 { text + &"model m in e\n".repeat(40) } else { text };
        let shift = (1 << 18) - dice.below(text.len() + 1);
        let comment = format!("#{}\n", "-".repeat(shift - 2));
        let whole = compile(&[text.clone().into_bytes()]);
        let cut = compile(&[(comment + &text).into_bytes()]);
        let by = u32::try_from(shift).unwrap();
        let moved = |it: &Found| Found { start: it.start + by, end: it.end + by, ..it.clone() };
        let moved = whole.places.iter().map(moved);
        assert_eq!(moved.collect::<Vec<_>>(), cut.places, "{text:?}");
        assert_eq!(whole.document, cut.document, "{text:?}");
    }
}

/// Compiles a text on threads with little stack.
fn compile_on(pool: &ThreadPool, text: &str) {
    let texts = [text.as_bytes().to_vec()];
    pool.install(|| compile(&texts));
}

fn narrow() -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(2).stack_size(256 << 10).build().unwrap()
}

#[test]
fn nothing_is_deep_enough_to_overflow_a_small_stack() {
    let pool = narrow();
    for unit in [
        "[",
        "<",
        "\"",
        ">",
        "]",
        ",",
        "#",
        "\\",
        "or ",
        "in ",
        "policy ",
        "policy p <",
        "< [ \"",
        "model m in < attach [",
        "\n",
        "é",
        "\u{202e}",
    ] {
        compile_on(&pool, &repeated(unit, 20_000));
        compile_on(&pool, &format!("policy p < country in [{}", repeated(unit, 5_000)));
        compile_on(&pool, &format!("model m \"{}", repeated(unit, 5_000)));
    }
}

#[test]
fn long_texts_of_every_sort_lead_to_sound_findings() {
    let pool = narrow();
    for growing in GROWING {
        compile_on(&pool, &(growing.text)(4 << 10));
    }
}

/// What no longer is what its name says would be measured in vain.
#[test]
fn texts_of_any_length_are_what_they_are_called() {
    for Growing { name, reported, arguments, text } in GROWING {
        let project = Project::new().file("a.bpol", text(512));
        let every = project.run(&["check", "--warn", "all", "--output-format", "concise", "a.bpol"]);
        let status = project.run(&["compile", "a.bpol"]).status;
        match reported {
            Some(rule) => assert!(every.stdout.contains(&format!("[{rule}]")), "{name}: {every:?}"),
            None => assert_eq!(status, 0, "{name}"),
        }
        assert!(project.run(&[&["check", "a.bpol"], *arguments].concat()).status < 2, "{name}");
    }
}

/// Rust formats nothing wider than `u16::MAX`, and miette draws by formatting.
#[test]
fn two_places_may_be_far_apart_on_one_line() {
    let policy = "policy p < country in [us] >";
    compile(&[format!("{policy}{}{policy}", " ".repeat(70_000)).into_bytes()]);
}
