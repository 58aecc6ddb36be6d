//! The tree of each file under `tests/trees`, with the places of everything in it, and its findings.

use std::fmt::Write as _;

use bpol::syntax::ast::{Body, Item, Name, Rule};
use bpol::syntax::{Parsed, parse};
use bpol::text::{Source, Span};

#[test]
fn every_file_gives_its_tree() {
    insta::glob!("../trees", "*.bpol", |path| {
        let parsed = parse(Source::new("tree.bpol", std::fs::read(path).unwrap()));
        insta::with_settings!({
            snapshot_path => "../trees/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("tree", shown(&parsed));
        });
    });
}

/// Items in order with the comments between and in them, then the findings.
fn shown(parsed: &Parsed) -> String {
    let mut lines: Vec<_> =
        parsed.comments().map(|it| (it.span.start, format!("{} comment", at(it.span)))).collect();
    lines.extend(parsed.items().map(|item| (item.span().start, shown_item(item))));
    lines.sort_by_key(|line| line.0);
    let mut text: String = lines.into_iter().map(|line| line.1 + "\n").collect();
    let mut findings: Vec<_> = parsed.findings().iter().collect();
    findings.sort_by_key(|finding| finding.span.start);
    for finding in findings {
        let _ =
            writeln!(text, "{} {}: {}", at(finding.span), finding.check.name, finding.fact.words().message);
    }
    text
}

fn shown_item(item: Item<'_>) -> String {
    let statement = match item {
        Item::Statement(statement) => statement,
        Item::Broken(broken) => {
            let name = broken.name().map_or_else(String::new, |name| format!(", name {}", shown_name(name)));
            return format!("{} broken, keyword {:?}{name}", at(item.span()), broken.keyword());
        }
    };
    let mut text = format!("{} {}", at(statement.span()), statement.keyword().name());
    let _ = write!(text, "\n    name {}", shown_name(statement.name()));
    for (part, name) in [("label", statement.label()), ("in", statement.parent())] {
        let _ = name.map(|name| write!(text, "\n    {part} {}", shown_name(name)));
    }
    if let Some(tokens) = statement.tokens() {
        let _ = write!(text, "\n    tokens {tokens}");
    } else if let Some(body) = statement.body() {
        shown_body(&mut text, body);
    } else {
        text.extend(statement.list().iter().map(|name| format!("\n    item {}", shown_name(name))));
        return text;
    }
    let _ = write!(text, "\n    target {:?}", statement.target());
    if let Some(span) = statement.target_span() {
        let _ = write!(text, " {}", at(span));
    }
    text
}

fn shown_body(text: &mut String, body: Body<'_>) {
    if let Some(form) = body.form() {
        let _ = write!(text, "\n    form {}", form.name());
    }
    for (index, side) in body.sides().enumerate() {
        text.push_str(if index == 0 { "" } else { "\n    and" });
        text.extend(side.rules().iter().map(shown_rule));
        if let Some(except) = side.except_span() {
            let _ = write!(text, "\n    except {}", at(except));
            text.extend(side.exceptions().iter().map(shown_rule));
        }
    }
}

fn shown_rule(rule: Rule<'_>) -> String {
    let attribute = rule.attribute().name();
    let mut text = format!("\n    rule {} {attribute} {}", at(rule.span()), at(rule.attribute_span()));
    text.extend(rule.codes().iter().map(|name| format!("\n        code {}", shown_name(name))));
    text
}

fn shown_name(name: Name<'_>) -> String {
    format!("{} {}", at(name.span()), name.written())
}

fn at(span: Span) -> String {
    format!("{}..{}", span.start, span.end)
}
