//! What holds of every feature at every byte of every text, whole or half written: no panic, and ranges that
//! are ranges of the text.

use std::ops::Range;

use bpol::editor::features::at::at;
use bpol::editor::features::definition::definition;
use bpol::editor::features::folding::folds;
use bpol::editor::features::highlight::highlight;
use bpol::editor::features::references::references;
use bpol::editor::features::selection::selection;
use bpol::editor::features::symbols::symbols;
use bpol::editor::features::tokens::tokens;
use bpol::syntax::ast::Item;
use bpol::{Analysis, Builtin, Configuration, Reference, Source};

use super::fixture::texts;

/// What no text of an example has.
const ODD: &str = "\u{feff}# 😀 e\u{301}\r\npolicy \"a b\" \"😀\" <\r\n\tcountry in [fr, \"u\u{308}\"]\r>\r\n\
                   model \"é\" in \"e\u{301} x\" < attach [\"a b\", b] > # \u{202e}\rmodel m in\r\nenvironment \"e\u{301} x\"\n\
                   hello wörld <\ngpu t4 < alias [\"T 4\"] >\nagent x < attach [\"a";

fn analysis(text: &str) -> (Analysis, bpol::text::FileId) {
    let source = Source::new("a.bpol", text.as_bytes().to_vec());
    let id = source.id();
    (bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), vec![source]), id)
}

/// Asks everything about a text, at bytes that are `step` apart.
fn ask(text: &str, step: usize) {
    let (analysis, id) = analysis(text);
    let file = &analysis.files()[id];
    let workspace = analysis.workspace();
    let is_range = |range: &Range<usize>| text.get(range.clone()).is_some();
    let found = tokens(file, 0..text.len());
    assert!(found.iter().all(|token| is_range(&token.range) && !token.range.is_empty()), "{text}");
    assert!(found.is_sorted_by(|a, b| a.range.end <= b.range.start), "{text}");
    let broken =
        |token: &bpol::editor::features::tokens::Token| text[token.range.clone()].contains(['\n', '\r']);
    assert!(!found.iter().any(broken), "{text}");
    let named = file.items().filter(|item| item.name().is_some()).count();
    let symbols = symbols(file);
    assert_eq!(symbols.len(), named, "{text}");
    for symbol in symbols {
        let Range { start, end } = symbol.selection;
        assert!(symbol.range.start <= start && end <= symbol.range.end && is_range(&symbol.range), "{text}");
    }
    assert!(folds(file).iter().all(|fold| is_range(&fold.range)), "{text}");
    for byte in (0..=text.len()).step_by(step).filter(|&byte| text.is_char_boundary(byte)) {
        let chain = selection(file, byte);
        assert!(
            chain.iter().all(|range| is_range(range) && range.start <= byte && byte <= range.end),
            "{text}"
        );
        assert_eq!(chain.last(), Some(&(0..text.len())), "{byte}: {text}");
        assert!(chain.is_sorted_by(|a, b| b.start <= a.start && a.end <= b.end && a != b), "{text}");
        let found = at(workspace, file, byte);
        assert!(found.iter().all(|it| is_range(&it.range)), "{text}");
        for highlight in highlight(workspace, file, byte) {
            assert!(is_range(&highlight.range), "{text}");
        }
        let all = references(workspace, file, byte, true);
        for definition in definition(workspace, file, byte) {
            let is_it = |it: &&bpol::text::Span| it.key() == definition.place.key();
            let is_alias = definition.place.key() == definition.statement.key();
            assert!(is_alias || all.iter().any(|it| is_it(&it)), "{byte}: {text}");
        }
    }
}

#[test]
fn every_byte_of_odd_texts_can_be_asked_about() {
    for end in (0..=ODD.len()).filter(|&end| ODD.is_char_boundary(end)) {
        ask(&ODD[..end], 1);
    }
    let (analysis, id) = analysis(ODD);
    let items: Vec<bool> = analysis.files()[id].items().map(|item| matches!(item, Item::Broken(_))).collect();
    assert!(items.contains(&true) && items.contains(&false));
}

/// Every prefix of every text would take minutes; those whose length leaves the same rest are a sample that is
/// another for each text.
#[test]
fn every_prefix_of_every_example_can_be_asked_about() {
    for (index, (path, text)) in texts().into_iter().enumerate() {
        if text.len() > 10_000 {
            continue;
        }
        let sample = (text.len() / 3).max(1);
        for end in (index % sample..=text.len()).step_by(sample).filter(|&end| text.is_char_boundary(end)) {
            ask(&text[..end], 101);
            let tail: String =
                text[..end].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
            ask(&tail, 1);
        }
        ask(&text.replace('\n', "\r\n"), 211);
        ask(&text.replace(['[', '>'], ""), 211);
        assert!(!path.is_empty());
    }
}
