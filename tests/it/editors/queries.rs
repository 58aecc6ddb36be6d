//! The queries of the grammar: each compiles, its copies are equal, and it finds what it is for.

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::{Language, Parser, Query, QueryCursor, StreamingIterator as _};

use super::{files, read, root};

const NAMES: [&str; 6] = ["folds", "highlights", "indents", "injections", "locals", "textobjects"];
const COPIES: [&str; 3] =
    ["editors/neovim/queries/bpol", "editors/helix/queries/bpol", "editors/zed/languages/bpol"];

fn language() -> Language {
    tree_sitter_bpol::LANGUAGE.into()
}

#[test]
fn every_query_compiles() {
    let paths = files("editors", ".scm");
    assert!(paths.len() >= NAMES.len() * 4, "{paths:?}");
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let query = Query::new(&language(), &text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert!(query.pattern_count() > 0, "{path:?}");
    }
}

#[test]
fn every_copy_is_equal() {
    let ours: BTreeSet<String> = files("editors/tree-sitter-bpol/queries", ".scm")
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(ours, NAMES.map(str::to_owned).into());
    for folder in COPIES {
        for name in NAMES {
            let ours = read(&format!("editors/tree-sitter-bpol/queries/{name}.scm"));
            assert!(ours == read(&format!("{folder}/{name}.scm")), "{folder}/{name}.scm: run generate");
        }
    }
}

/// The texts that each capture of a query has in `text`, in order.
fn captured<'t>(query: &str, text: &'t str) -> BTreeMap<String, Vec<&'t str>> {
    let query = Query::new(&language(), query).unwrap();
    let mut parser = Parser::new();
    parser.set_language(&language()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    while let Some((it, index)) = captures.next() {
        let capture = it.captures()[*index];
        let name = query.capture_names()[capture.index as usize].to_owned();
        let texts = found.entry(name).or_default();
        let text = &text[capture.node.byte_range()];
        if texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    found
}

const TEXT: &str = "\
# About p.
# More.
policy p \"P\" < country in [fr] except group in [g] target [models] >

environment e < attach [p] >
model in in e # Why.
cpu x < alias [\"X\"] >
location l in fr < offers [x] >
policy q < tokens input 10 per 2 hours >
";

#[test]
fn what_a_word_is_depends_on_where_it_stands() {
    let found = captured(tree_sitter_bpol::HIGHLIGHTS_QUERY, TEXT);
    let has = |name: &str, texts: &[&str]| assert_eq!(found[name], texts, "{name}");
    has("comment", &["# About p.", "# More.", "# Why."]);
    has("function", &["p", "q"]);
    has("namespace", &["e"]);
    has("type", &["in"]);
    has("property", &["country", "group", "input"]);
    has("number", &["10", "2"]);
    has("type.builtin", &["models"]);
    has("constant.builtin", &["hours"]);
    has("string", &["\"P\"", "\"X\""]);
    has("constant", &["fr", "g", "x", "l", "fr", "x"]);
    assert_eq!(found["keyword"][..7], ["policy", "in", "except", "in", "target", "environment", "attach"]);
}

#[test]
fn what_is_folded_indented_and_selected() {
    let folds = captured(tree_sitter_bpol::FOLDS_QUERY, TEXT);
    assert!(folds["fold"].contains(&"[fr]") && folds["fold"].contains(&"# More."), "{folds:?}");
    let indents = captured(tree_sitter_bpol::INDENTS_QUERY, "model m <\n  attach [\n    p\n  ]\n>\n");
    assert_eq!(indents["indent.begin"], ["<\n  attach [\n    p\n  ]\n>", "[\n    p\n  ]"]);
    assert_eq!(indents["outdent"], ["]", ">"]);
    let objects = captured(tree_sitter_bpol::TEXT_OBJECTS_QUERY, TEXT);
    assert!(objects["function.outer"].contains(&"model in in e"), "{objects:?}");
    assert!(objects["function.inner"].contains(&"attach [p]"), "{objects:?}");
    assert!(objects["parameter.inner"].contains(&"group in [g]"), "{objects:?}");
    let locals = captured(tree_sitter_bpol::LOCALS_QUERY, TEXT);
    assert_eq!(locals["local.definition.function"], ["p", "q"]);
    assert_eq!(locals["local.reference"], ["fr", "g", "p", "e", "fr", "x"]);
    let injections = captured(tree_sitter_bpol::INJECTIONS_QUERY, TEXT);
    assert_eq!(injections["injection.content"].len(), 3);
}

#[test]
fn the_parser_was_generated_from_the_grammar_that_is_here() {
    let noted = read("editors/tree-sitter-bpol/src/grammar.sha256");
    let bytes = std::fs::read(root().join("editors/tree-sitter-bpol/grammar.js")).unwrap();
    let hash: String =
        <sha2::Sha256 as sha2::Digest>::digest(bytes).iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!(noted.trim(), hash, "run editors/tree-sitter-bpol/generate");
}
