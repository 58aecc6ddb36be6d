//! The role of each word: the same that the tree has for whole statements, and the likely one in others.

use bpol::syntax::ast::Statement;
use bpol::syntax::keyword::{Keyword, RuleAttribute};
use bpol::syntax::shape::{BodyShape, Clause};
use bpol::syntax::{Role, parse};
use bpol::{Parsed, Source};

use super::fixture::{texts, unmarked};

fn read(text: &str) -> Parsed {
    parse(Source::new("a.bpol", text.as_bytes().to_vec()))
}

/// Where the names of a statement stand, and their roles.
fn of_tree(statement: Statement<'_>) -> Vec<(usize, Role)> {
    let keyword = statement.keyword();
    let mut roles = vec![(statement.name().span(), Role::Name(Some(keyword)))];
    roles.extend(statement.label().map(|label| (label.span(), Role::Label)));
    roles.extend(statement.parent().map(|parent| (parent.span(), Role::Parent(Some(keyword)))));
    if let BodyShape::List(clause) = keyword.shape().body {
        let role = match clause {
            Clause::Attach => Role::Attached,
            Clause::Offers => Role::Offered,
            _ => Role::Alias,
        };
        roles.extend(statement.list().iter().map(|name| (name.span(), role)));
    }
    for rule in statement.body().into_iter().flat_map(bpol::syntax::ast::Body::rules) {
        roles.extend(rule.codes().iter().map(|name| (name.span(), Role::Code(rule.attribute()))));
    }
    let kinds = statement.target().unwrap_or_default().iter().copied().map(Role::Kind);
    let is_kind = |span: &bpol::text::Span| {
        let written = statement.file().source().slice(span.range());
        bpol::syntax::keyword::Kind::from_plural(written).is_some()
    };
    roles.extend(statement.target_words().filter(is_kind).zip(kinds));
    let mut roles: Vec<_> = roles.into_iter().map(|(span, role)| (span.range().start, role)).collect();
    roles.sort_by_key(|role| role.0);
    roles
}

#[test]
fn names_of_whole_statements_have_the_role_that_the_tree_gives_them() {
    let is_name = |role: Role| {
        use Role::{Alias, Attached, Code, Kind, Label, Name, Offered, Parent};
        matches!(role, Name(_) | Label | Parent(_) | Code(_) | Attached | Offered | Alias | Kind(_))
    };
    for (path, text) in texts() {
        let file = read(&text);
        for statement in file.statements() {
            let words = file.words_in(statement.span().range());
            let inside = statement.span().range();
            let words = words.iter().filter(|word| inside.contains(&word.span().range().start));
            let found: Vec<_> = words
                .filter(|word| is_name(word.role()))
                .map(|word| (word.span().range().start, word.role()))
                .collect();
            let written = file.source().slice(statement.span().range());
            assert_eq!(found, of_tree(statement), "{path}: {written}");
        }
        if file.findings().is_empty() {
            let unknown = file.words().into_iter().find(|word| word.role() == Role::Unknown);
            assert_eq!(unknown.map(|word| word.text().to_owned()), None, "{path}");
        }
    }
}

#[test]
fn every_part_of_a_text_gives_the_words_that_all_of_it_has() {
    let text = "\u{feff}# a\npolicy p < country in [fr, \"d e\"] > # b\n\nmodel  m in # c\n e <attach[p\nmodle x\n# d";
    let file = read(text);
    let all = file.words();
    for start in 0..=text.len() {
        for end in start..=text.len() {
            let wanted = all.iter().filter(|word| {
                let range = word.span().range();
                range.start <= end && range.end >= start
            });
            let wanted: Vec<_> = wanted.map(|word| (word.span().key(), word.role())).collect();
            let found = file.words_in(start..end);
            let found: Vec<_> = found.iter().map(|word| (word.span().key(), word.role())).collect();
            assert_eq!(found, wanted, "{start}..{end}");
        }
    }
}

/// The role of what stands between `<|` and `|>`.
#[track_caller]
fn assert_role(text: &str, role: Role) {
    let (plain, _, ranges) = unmarked(text);
    let range = ranges.into_iter().next().unwrap();
    let file = read(&plain);
    for byte in [range.start, range.end] {
        let word = file.word_at(byte).unwrap();
        assert_eq!((word.role(), word.span().range()), (role, range.clone()), "{text}");
    }
}

#[test]
fn words_of_half_written_statements_have_a_role() {
    let attribute = |name| RuleAttribute::from_name(name).unwrap();
    let code = |name| Role::Code(attribute(name));
    let parent = |name| Role::Parent(Keyword::from_name(name));
    for (text, role) in [
        ("model m in <|production|>", parent("model")),
        ("model m in <|production|> <", parent("model")),
        ("model in <|production|>", parent("model")),
        ("model m in production < attach [<|p|>", Role::Attached),
        ("model m in production < attach [p, <|q|>\nmodel n", Role::Attached),
        ("model m < attach <|p|> >", Role::Attached),
        ("policy p < country in [<|fr|>", code("country")),
        ("policy p < country in <|fr|> >", code("country")),
        ("policy p < country [<|fr|>] >", code("country")),
        ("policy p < country in [fr or continent in [<|eu|>] >", code("continent")),
        ("policy p < country in [fr <|or|> continent in [eu] >", Role::Connective),
        ("policy p < country in [fr <|target|> models >", Role::Connective),
        ("policy p < <|country|>", Role::Attribute(attribute("country"))),
        ("policy p < country in [fr] or <|group|> in", Role::Attribute(attribute("group"))),
        ("policy p < country in [fr] continent in [<|eu|>] >", code("continent")),
        ("policy p < contry in [<|fr|>] >", code("country")),
        ("policy p < <|contry|> in [fr] >", Role::Unknown),
        ("policy p < country in [fr us <|de|>] >", code("country")),
        ("policy p < country in [or, <|in|>] >", code("country")),
        ("policy p < country in [fr] target [<|models|>", Role::Kind(bpol::syntax::keyword::Kind::Model)),
        ("policy p < tokens input <|10|> per", Role::Number),
        ("policy p < tokens input 10 <|per|>", Role::Connective),
        ("location l in fr < offers [<|t4|>", Role::Offered),
        ("gpu x < alias [<|\"a b\"|>", Role::Alias),
        ("policy <|p|> <", Role::Name(Some(Keyword::Policy))),
        ("<|modle|> m", Role::Unknown),
        ("polcy <|p|> country", Role::Name(None)),
        ("guard g <|in|> e < within", Role::Connective),
        ("guard g in e < <|within|>", Role::Connective),
        ("model m <|\"a|>", Role::Label),
        ("policy p < country in [<|fr|> or contnent in [eu] >", code("country")),
        ("policy p < country in [fr <|or|> contnent in [eu] >", Role::Connective),
        ("policy p < country in [fr or <|contnent|> in [eu] >", Role::Unknown),
    ] {
        assert_role(text, role);
    }
}
