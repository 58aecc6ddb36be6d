//! The colours of words.

use bpol::editor::features::tokens::tokens;
use bpol::{Source, syntax};

/// The tokens of a text, one a line.
fn shown(text: &str) -> String {
    let file = syntax::parse(Source::new("a.bpol", text.as_bytes().to_vec()));
    let line = |token: bpol::editor::features::tokens::Token| {
        let modifier = token.modifier.map_or_else(String::new, |it| format!(" {}", it.name()));
        format!("{:?} {}{modifier}\n", file.source().slice(token.range.clone()), token.token_type.name())
    };
    tokens(&file, 0..text.len()).into_iter().map(line).collect()
}

#[test]
fn every_word_has_the_type_of_what_it_names() {
    insta::assert_snapshot!(shown(
        "# Not above anything.\n\n# Customers.\n# bpol: allow(no-effect, nonsense) why\n# Europe.\n\
         policy us_or_eu \"Us\" < country in [us] or continent in [\"eu\"] except group in [g] target [models] > # behind\n\
         environment prod in \"the world\" < attach [us_or_eu] >\n\
         agent a in prod\n\
         guard g in prod < excludes gpu in [t4] and location in [l] target jobs >\n\
         group g < country in [fr] >\n\
         continent xx\ncountry yy in xx\nlocation l in fr < offers [t4] >\ngpu z \"Z\" < alias [\"Z 1\"] >\n\
         policy t < tokens input 10 or total 20 per 2 days ratio 4 target agents >"
    ));
}

#[test]
fn tokens_go_on_behind_what_is_broken() {
    insta::assert_snapshot!(shown(
        "policy p < country in [fr, Zürich or contnent in [eu >\nmodel m in in\nmodle x < attach [p] >\n\
         hello world\nmodel n < attach [p"
    ));
}

#[test]
fn no_token_has_a_line_break() {
    insta::assert_snapshot!(shown("\u{feff}# a\rb \r\n# c\t\r\nmodel m \"d\re\" # 😀 e\u{301}\r\n"));
}
