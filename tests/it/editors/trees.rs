//! The grammar of editors reads a text as the program does: both read every text of the repository and damaged ones.

use std::collections::BTreeMap;
use std::ops::Range;

use bpol::Source;
use bpol::syntax::ast::Item;
use bpol::syntax::parse;
use tree_sitter::{Node, Parser, Tree};

use super::{files, root};
use crate::dice::Dice;

const MUTATIONS: usize = 2000;

/// A statement: its keyword, and where its name is.
#[derive(Debug, PartialEq, Eq)]
struct Statement {
    end: usize,
    keyword: String,
    name: Range<usize>,
}

/// What one of the two makes of a text.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    has_error: bool,
    /// The statements that are whole, by where they begin.
    statements: BTreeMap<usize, Statement>,
    comments: Vec<Range<usize>>,
}

/// The text without the characters that nobody sees: the program looks for them before it parses, and puts others in
/// their place.
fn visible(text: &str) -> String {
    let parsed = parse(Source::new("a.bpol", text.into()));
    let is_hidden = parsed.findings().iter().any(|it| it.check.name == "hidden-character");
    if is_hidden { parsed.text() } else { text }.to_owned()
}

fn by_the_program(text: &str) -> Reading {
    let parsed = parse(Source::new("a.bpol", text.into()));
    // A statement of which the program says something has been repaired, to learn of its name.
    let findings: Vec<Range<usize>> = parsed.findings().iter().map(|it| it.span.range()).collect();
    let is_whole = |range: &Range<usize>| {
        !findings.iter().any(|finding| finding.start < range.end && range.start < finding.end)
    };
    let statements = parsed.items().filter_map(Item::statement).filter_map(|statement| {
        let range = statement.span().range();
        let keyword = statement.keyword().name().to_owned();
        let name = statement.name().span().range();
        is_whole(&range).then_some((range.start, Statement { end: range.end, keyword, name }))
    });
    Reading {
        has_error: !parsed.findings().is_empty(),
        statements: statements.collect(),
        comments: parsed.comments().map(|it| it.span.range()).collect(),
    }
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_bpol::LANGUAGE.into()).unwrap();
    parser
}

fn tree(text: &str) -> Tree {
    parser().parse(text, None).unwrap()
}

fn by_the_grammar(text: &str) -> Reading {
    let tree = tree(text);
    let mut reading = Reading {
        has_error: tree.root_node().has_error(),
        statements: BTreeMap::new(),
        comments: Vec::new(),
    };
    let mut left = vec![tree.root_node()];
    while let Some(node) = left.pop() {
        if node.kind() == "comment" {
            reading.comments.push(node.byte_range());
        }
        if let Some((keyword, name)) = statement(node).filter(|_| !node.has_error()) {
            let Range { start, end } = node.byte_range();
            let keyword = text[keyword.byte_range()].to_owned();
            reading.statements.insert(start, Statement { end, keyword, name: name.byte_range() });
        }
        left.extend((0..node.child_count()).filter_map(|index| node.child(index)));
    }
    reading.comments.sort_by_key(|range| range.start);
    reading
}

fn statement(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    Some((node.child_by_field_name("keyword")?, node.child_by_field_name("name")?))
}

/// How many statements of texts with errors each of the two read whole, and how many both.
#[derive(Debug, Default)]
struct Recovered {
    program: usize,
    grammar: usize,
    both: usize,
}

fn compare(text: &str, recovered: &mut Recovered) {
    let read = visible(text);
    let (program, grammar) = (by_the_program(&read), by_the_grammar(&read));
    let shown =
        || format!("{read}\n=> {}\n=> {program:#?}\n=> {grammar:#?}", tree(&read).root_node().to_sexp());
    assert_eq!(program.has_error, grammar.has_error, "whether there is an error: {}", shown());
    if !program.has_error {
        assert!(program == grammar, "{}", shown());
        return;
    }
    recovered.program += program.statements.len();
    recovered.grammar += grammar.statements.len();
    for (start, statement) in &program.statements {
        if let Some(other) = grammar.statements.get(start) {
            let from: String = read[*start..].chars().take(120).collect();
            assert!(statement == other, "{from}\n=> {statement:?}\n=> {other:?}\n{}", shown());
            recovered.both += 1;
        }
    }
}

/// Every text of the repository: those of files, and those of the parts that a fixture has.
fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    for path in files("", ".bpol") {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if path.starts_with(root().join("tests")) {
            texts.extend(text.split("#-- ").filter(|part| part.len() < text.len()).map(str::to_owned));
        }
        texts.push(text);
    }
    texts
}

#[test]
fn every_text_of_the_repository_is_read_alike() {
    let texts = texts();
    assert!(texts.len() > 300, "{}", texts.len());
    let mut recovered = Recovered::default();
    for text in &texts {
        compare(text, &mut recovered);
    }
    assert_well(&recovered);
}

#[test]
fn every_damaged_text_is_read_alike() {
    let texts: Vec<String> = texts().into_iter().filter(|text| (20..4000).contains(&text.len())).collect();
    let mut dice = Dice::new(2);
    let mut recovered = Recovered::default();
    for _ in 0..MUTATIONS {
        let text = &texts[dice.below(texts.len())];
        compare(&damaged(text, &mut dice), &mut recovered);
    }
    assert_well(&recovered);
}

/// An editor that is at a loss behind every slip would also agree.
fn assert_well(recovered: &Recovered) {
    assert!(recovered.both * 100 >= recovered.program * 98, "{recovered:?}");
}

/// The text with a token deleted, doubled or put in the place of the next, or with a character cut.
fn damaged(text: &str, dice: &mut Dice) -> String {
    let tokens = tokens(text);
    let index = dice.below(tokens.len());
    let token = tokens[index].clone();
    let word = &text[token.clone()];
    match dice.below(4) {
        0 => format!("{}{}", &text[..token.start], &text[token.end..]),
        1 => format!("{}{word} {word}{}", &text[..token.start], &text[token.end..]),
        2 => {
            let Some(next) = tokens.get(index + 1) else { return text.to_owned() };
            let between = &text[token.end..next.start];
            format!("{}{}{between}{word}{}", &text[..token.start], &text[next.clone()], &text[next.end..])
        }
        _ => {
            let characters: Vec<(usize, char)> = text.char_indices().collect();
            let (at, character) = characters[dice.below(characters.len())];
            format!("{}{}", &text[..at], &text[at + character.len_utf8()..])
        }
    }
}

/// Where the words, strings, marks and comments of a text are.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let is_word = |it: char| it.is_alphanumeric() || "_-.".contains(it);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => rest[1..].find(['"', '\n']).map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|it| !is_word(it)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        if !first.is_whitespace() {
            tokens.push(at..at + length);
        }
        at += length;
    }
    tokens
}

/// An editor reads again only what has changed: the tree must be that of the whole text.
#[test]
fn a_text_that_is_typed_is_read_as_one_that_is_opened() {
    let text = "policy p < country in [fr] or\ncountry de \"Germany\" in eu\nmodel a in\nmodel b in c < attach [p] >\n\
                policy q < tokens input 10 per 2 days >\n";
    let mut parser = parser();
    let mut before = None;
    for end in 0..=text.len() {
        let typed = &text[..end];
        let now = parser.parse(typed, before.as_ref()).unwrap();
        assert_eq!(now.root_node().to_sexp(), tree(typed).root_node().to_sexp(), "{typed}");
        let mut edited = now;
        let line_start = typed.rfind('\n').map_or(0, |at| at + 1);
        let row = typed.matches('\n').count();
        let start = tree_sitter::Point { row, column: end - line_start };
        let is_break = text[end..].starts_with('\n');
        let new_end = if is_break {
            tree_sitter::Point { row: row + 1, column: 0 }
        } else {
            tree_sitter::Point { row, column: start.column + 1 }
        };
        edited.edit(&tree_sitter::InputEdit {
            start_byte: end,
            old_end_byte: end,
            new_end_byte: end + 1,
            start_position: start,
            old_end_position: start,
            new_end_position: new_end,
        });
        before = Some(edited);
    }
}
