//! Every list of words in `editors` is one that the program has.

use std::collections::{BTreeMap, BTreeSet};

use bpol::syntax::keyword::WordClass;
use serde_json::Value;

use super::read;

type Words = BTreeSet<String>;

fn class(class: WordClass) -> Words {
    class.words().into_iter().map(str::to_owned).collect()
}

/// The words of the lists that stand in a text between `open` and `close`, each in double or single quotes.
fn lists(text: &str, open: &str, close: &str) -> Vec<Words> {
    let parts = text.split(open).skip(1).filter_map(|part| part.split(close).next());
    parts.map(quoted).filter(|words| !words.is_empty()).collect()
}

fn quoted(text: &str) -> Words {
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split(['"', '\'']).skip(1).step_by(2).filter(is_word).map(str::to_owned).collect()
}

/// The named lists of a text in the language of an editor, as `NAME` with the words of the first `(…)` or `[…]`
/// behind it.
fn named(text: &str, before: &str, behind: &str) -> BTreeMap<String, Words> {
    let lines: Vec<&str> = text.split(before).skip(1).collect();
    let list = |part: &&str| {
        let (name, rest) = part.split_once(behind)?;
        let end = rest.find([')', ']'])?;
        Some((name.trim().to_owned(), quoted(&rest[..end])))
    };
    lines.iter().filter_map(list).filter(|(_, words)| !words.is_empty()).collect()
}

/// Every class is the union of the lists that are said to make it up.
fn assert_lists(lists: &BTreeMap<String, Words>, classes: &[(WordClass, &[&str])]) {
    let used: BTreeSet<&str> = classes.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    assert_eq!(used, lists.keys().map(String::as_str).collect::<BTreeSet<_>>(), "the lists");
    assert_eq!(classes.len(), WordClass::ALL.len());
    for (it, names) in classes {
        let words: Words = names.iter().flat_map(|name| lists[*name].clone()).collect();
        assert_eq!(words, class(*it), "{names:?}");
    }
}

#[test]
fn vim_has_the_words_of_the_language() {
    let text = read("editors/neovim/syntax/bpol.vim");
    let opens: &[&str] = &["policies", "environments", "workloads", "codes"];
    assert_lists(
        &named(&text, "let s:", " = ["),
        &[
            (WordClass::Statement, opens),
            (WordClass::Connective, &["connectives"]),
            (WordClass::Attribute, &["attributes"]),
            (WordClass::Kind, &["kinds"]),
            (WordClass::Counted, &["counted"]),
            (WordClass::Period, &["periods"]),
        ],
    );
}

#[test]
fn emacs_has_the_words_of_the_language() {
    let text = read("editors/emacs/bpol-mode.el");
    let text: String = text.split_inclusive("(defconst ").filter(|it| !it.starts_with("bpol--")).collect();
    let opens: &[&str] = &["policies", "environments", "workloads", "guards", "codes"];
    let lists = named(&text.replace('\n', " "), "(defconst bpol-", "'(");
    assert_lists(
        &lists,
        &[
            (WordClass::Statement, opens),
            (WordClass::Connective, &["connectives"]),
            (WordClass::Attribute, &["attributes"]),
            (WordClass::Kind, &["kinds"]),
            (WordClass::Counted, &["counted"]),
            (WordClass::Period, &["periods"]),
        ],
    );
}

#[test]
fn the_highlights_have_the_words_of_the_language() {
    let found: BTreeSet<Words> =
        lists(&read("editors/tree-sitter-bpol/queries/highlights.scm"), "[\n", "]").into_iter().collect();
    assert_eq!(found, WordClass::ALL.map(class).into());
}

/// The words of the grammar are those between quotes in the rules and lists, and the scanner has those that open a
/// statement.
#[test]
fn the_grammar_has_the_words_of_the_language() {
    let grammar = read("editors/tree-sitter-bpol/src/grammar.json");
    let mut found = Words::new();
    let mut left = vec![serde_json::from_str::<Value>(&grammar).unwrap()["rules"].clone()];
    while let Some(value) = left.pop() {
        // The words that open a statement come from the scanner, and get their names here.
        if value["type"] == "STRING" || value["named"] == false {
            found.extend(value["value"].as_str().map(str::to_owned));
        }
        match value {
            Value::Object(members) => left.extend(members.into_iter().map(|(_, member)| member)),
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    found.retain(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.is_empty());
    assert_eq!(found, WordClass::ALL.into_iter().flat_map(class).collect());

    let scanner = read("editors/tree-sitter-bpol/src/scanner.c");
    assert_eq!(lists(&scanner, "OPENERS[] = {", "}"), [class(WordClass::Statement)]);
}

/// The words that stand in a regular expression with others to choose from.
fn alternatives(expression: &str) -> Vec<Words> {
    let mut found = Vec::new();
    for part in expression.split('(').skip(1).filter_map(|part| part.split(')').next()) {
        let words: Words = part.trim_start_matches("?:").split('|').map(str::to_owned).collect();
        if words.iter().all(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())) {
            found.push(words);
        }
    }
    found
}

#[test]
fn the_scopes_of_vs_code_have_the_words_of_the_language() {
    let grammar: Value = serde_json::from_str(&read("editors/vscode/syntaxes/bpol.tmLanguage.json")).unwrap();
    let mut in_rules: BTreeMap<String, Words> = BTreeMap::new();
    let mut expressions = 0;
    for (name, rule) in grammar["repository"].as_object().unwrap() {
        let mut left = vec![rule];
        while let Some(value) = left.pop() {
            for key in ["match", "begin", "end"] {
                let Some(expression) = value[key].as_str() else { continue };
                expressions += 1;
                for words in alternatives(expression) {
                    // A line that opens the next statement ends whatever is open.
                    if words != class(WordClass::Statement) {
                        in_rules.entry(name.clone()).or_default().extend(words);
                    }
                }
            }
            match value {
                Value::Object(members) => left.extend(members.values()),
                Value::Array(items) => left.extend(items),
                _ => {}
            }
        }
    }
    assert!(expressions > 30, "{expressions}");
    let words = |names: &[&str]| -> Words { names.iter().flat_map(|name| in_rules[*name].clone()).collect() };
    let opens = ["policy", "environment", "workload", "guard", "group", "code"];
    // Countries and the like also have a parent on their line.
    let in_alone: Words = ["in".to_owned()].into();
    assert_eq!(&words(&opens) - &in_alone, class(WordClass::Statement));
    assert_eq!(words(&["attribute"]), class(WordClass::Attribute));
    assert_eq!(words(&["kind"]), class(WordClass::Kind));
    let mut joins = words(&["connective", "attachment", "offer", "alias", "parent"]);
    let in_limits = words(&["limit"]);
    let of_limits = [WordClass::Counted, WordClass::Period].into_iter().flat_map(class).collect();
    joins.extend(&in_limits - &of_limits);
    assert_eq!(joins, class(WordClass::Connective));
    assert!(of_limits.is_subset(&in_limits), "{in_limits:?}");
    let all: Words = in_rules.into_values().flatten().collect();
    assert_eq!(all, WordClass::ALL.into_iter().flat_map(class).collect());
}

/// What the packages read of a text themselves, to know the workload at the cursor.
#[test]
fn the_workload_at_the_cursor_is_looked_for_with_the_words_of_the_language() {
    let script = read("editors/vscode/src/workload.ts");
    let found = named(&script, "const ", " = [");
    let all: Words = found["WORKLOAD"].union(&found["OTHER"]).cloned().collect();
    assert_eq!(all, class(WordClass::Statement));
    let kinds: Words = bpol::syntax::keyword::Kind::ALL.map(|kind| kind.name().to_owned()).into();
    assert_eq!(found["WORKLOAD"], kinds);

    let script = read("editors/neovim/lua/bpol.lua").replace('}', "]");
    let found = named(&script, "local ", " = {");
    assert_eq!(found["WORKLOADS"], kinds);
    let all: Words = found["WORKLOADS"].union(&found["OTHERS"]).cloned().collect();
    assert_eq!(all, class(WordClass::Statement));
}
