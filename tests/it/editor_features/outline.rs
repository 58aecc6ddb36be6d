//! Symbols, folding, and growing selections.

use std::fmt::Write as _;

use bpol::editor::features::folding::folds;
use bpol::editor::features::selection::selection;
use bpol::editor::features::symbols::{MOST, search, symbols};
use bpol::syntax::parse;
use bpol::{Parsed, Source};

use super::fixture::unmarked;

fn read(name: &str, text: &str) -> Parsed {
    parse(Source::new(name, text.as_bytes().to_vec()))
}

#[test]
fn every_statement_with_a_name_is_a_symbol() {
    let text = "# Far.\n\n# What it is.\n# bpol: allow(no-effect) why\npolicy p \"Label\" < country in [fr] > # behind\n\
                environment \"e 1\"\nmodel m \"L\" in \"e 1\" guard g < within country in [fr] >\n\
                country xx \"X\" in eu\n# Half.\nmodel h in \"e 1\" <\nhello world\nmodel";
    let file = read("a.bpol", text);
    let mut shown = String::new();
    for symbol in symbols(&file) {
        let keyword = symbol.keyword.map_or("?", |it| it.name());
        let [range, name] = [symbol.range, symbol.selection].map(|range| &text[range]);
        let _ = writeln!(
            shown,
            "{keyword} {} | {:?} | {:?} | {name} | {range:?}",
            symbol.name, symbol.detail, symbol.environment
        );
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn symbols_are_found_by_letters_in_their_order() {
    let files =
        [read("b.bpol", "model llama model a.l"), read("a.bpol", "policy Al < country in [fr] > model xyz")];
    let found = |query: &str| {
        let found = search(query, &files);
        found.into_iter().map(|it| it.symbol.name).collect::<Vec<_>>()
    };
    assert_eq!(found("AL"), ["Al", "a.l"]);
    assert_eq!(found("la"), ["llama"]);
    assert_eq!(found(""), ["Al", "xyz", "a.l", "llama"]);
    assert_eq!(found("lll"), [""; 0]);
    let many: String = (0..MOST + 9).map(|number| format!("model m{number}\n")).collect();
    assert_eq!(search("m", &[read("a", &many)]).len(), MOST);
}

#[track_caller]
fn assert_folds(text: &str) {
    let (plain, _, ranges) = unmarked(text);
    let found: Vec<_> = folds(&read("a", &plain)).into_iter().map(|fold| fold.range).collect();
    let mut wanted = ranges;
    wanted.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn blocks_lists_and_runs_of_comments_fold() {
    assert_folds("policy p <|<\n  country in <|[\n    fr\n  ]|>\n>|>\nmodel m < attach [p] >");
    assert_folds("<|# a\n  # b\n#c|>\n\n# d\nmodel m # e\n# f");
    assert_folds("# a\n\n# b\nmodel m");
    assert_folds("model m < attach <|[\n p ]|>\nmodel n <|< attach [p,\n q >|>");
    assert_folds("model m <|<\r\n attach [p]\r\n>|>");
    assert_folds("<|# a\r\n# b|>\r\n");
}

#[track_caller]
fn assert_selection(text: &str, wanted: &[&str]) {
    let (plain, cursor, _) = unmarked(text);
    let found = selection(&read("a", &plain), cursor.unwrap());
    let found: Vec<&str> = found.into_iter().map(|range| &plain[range]).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn a_selection_grows_from_the_word_to_the_file() {
    assert_selection(
        "# Doc.\npolicy p < country in [fr, \"a$0 b\"] or gpu in [] >\nmodel m",
        &[
            "a",
            "\"a b\"",
            "fr, \"a b\"",
            "[fr, \"a b\"]",
            "country in [fr, \"a b\"]",
            " country in [fr, \"a b\"] or gpu in [] ",
            "< country in [fr, \"a b\"] or gpu in [] >",
            "policy p < country in [fr, \"a b\"] or gpu in [] >",
            "# Doc.\npolicy p < country in [fr, \"a b\"] or gpu in [] >",
            "# Doc.\npolicy p < country in [fr, \"a b\"] or gpu in [] >\nmodel m",
        ],
    );
    assert_selection(
        "policy p < country in [$0] target models >",
        &[
            "",
            "[]",
            "country in []",
            " country in [] target models ",
            "< country in [] target models >",
            "policy p < country in [] target models >",
        ],
    );
    assert_selection(
        "policy p < country in [fr] target mod$0els >",
        &[
            "models",
            "target models",
            " country in [fr] target models ",
            "< country in [fr] target models >",
            "policy p < country in [fr] target models >",
        ],
    );
    assert_selection(
        "# A wo$0rd.\nmodel m\n",
        &["word.", "# A word.", "# A word.\nmodel m", "# A word.\nmodel m\n"],
    );
    assert_selection("model m\n\n$0\nmodel n", &["model m\n\n\nmodel n"]);
    assert_selection("$0", &[""]);
    assert_selection("model m < attach [p$0", &["p", "model m < attach [p"]);
}
