//! A change in words: what is shown and what is left out, and comments that no name can break.

use bpol::answers::diff::{Markdown, full, markdown, text};
use bpol::answers::text::Looks;
use serde_json::json;

use super::diff::{compared, compiled, of_texts};

/// A change in words.
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) full: String,
    pub(super) markdown: String,
}

pub(super) fn shown(old: &str, new: &str) -> Shown {
    let [old, new] = [old, new].map(compiled);
    let diff = compared(&old, &new);
    let tables = [old.workspace(), new.workspace()];
    Shown {
        text: text(&diff, tables, Looks::default()),
        full: full(&diff, tables, Looks::default()),
        markdown: markdown(&diff, tables, &Markdown::default()),
    }
}

/// Groups of workloads may differ in placements alone, of which a row says nothing else.
#[test]
fn rows_that_would_read_the_same_say_their_placements() {
    let both = |places: &str| {
        format!(
            "location par in fr < offers [x86, t4] >\nlocation pdx in us < offers [x86, t4] >\n\
             policy p < country in [{places}] >\npolicy gpu < gpu in [t4] >\npolicy cpu < cpu in [x86] >\n\
             environment e < attach [p] >\nmodel a in e < attach [gpu] >\nmodel b in e < attach [cpu] >\n"
        )
    };
    let told = shown(&both("fr"), &both("fr, us"));
    let rows: Vec<&str> = told.text.lines().filter(|line| line.starts_with("widened")).collect();
    assert_eq!(rows.len(), 2, "{}", told.text);
    assert!(rows.iter().any(|row| row.contains("model/a@e  country us; at pdx (gpu t4)  ")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("model/b@e  country us; at pdx (cpu x86)  ")), "{rows:?}");
    for flavor in ["gpu t4", "cpu x86"] {
        let placements = format!("| <code>country us</code>; at <code>pdx &#40;{flavor}&#41;</code> |");
        assert_eq!(told.markdown.matches(&placements).count(), 1, "{}", told.markdown);
    }
    // One row needs no more than the places.
    let one =
        |places: &str| both(places).replace("[cpu]", "[gpu]").replace("policy cpu < cpu in [x86] >\n", "");
    let told = shown(&one("fr"), &one("fr, us")).text;
    assert!(told.contains("country us  ") && !told.contains("at pdx"), "{told}");
}

/// Countries of a continent, of which the last is in no group.
const COUNTRIES: &str = "country a1 in eu country a2 in eu country a3 in eu country a4 in eu country a5 in eu
    country a6 in eu country a7 in eu group six < country in [a1, a2, a3, a4, a5, a6] >";

#[test]
fn long_lists_are_shortened_by_the_groups_that_they_are() {
    let text =
        |codes: &str| format!("{COUNTRIES} policy p < country in [fr] or {codes} > model m < attach [p] >");
    let [old, new] = [text("country in [fr]"), text("group in [six] or country in [a7, us]")];
    let gained = shown(&old, &new);
    assert!(gained.text.contains("group six, country a7, us"), "{}", gained.text);
    assert!(gained.full.contains("gains: country a1, a2, a3, a4, a5, a6, a7, us\n"), "{}", gained.full);
    let row = "| <code>group six</code>, <code>country a7</code>, <code>us</code> |";
    assert!(gained.markdown.contains(row), "{}", gained.markdown);
    assert!(gained.markdown.contains("Gains: <code>country a1</code>, <code>a2</code>, <code>a3</code>"));
    // What is lost is named in the table of OLD.
    let lost = shown(&new, &old.replace("group six", "group seven"));
    assert!(lost.text.contains("group six, country a7, us"), "{}", lost.text);
    // Where no group is it, the first five and a number.
    let numbered = shown(&old, &text("country in [a1, a2, a3, a4, a5, a7]"));
    assert!(numbered.text.contains("country a1, a2, a3, a4, a5 and 1 more"), "{}", numbered.text);
    assert!(numbered.markdown.contains("<code>a5</code> and 1 more |"), "{}", numbered.markdown);
}

#[test]
fn what_is_unlisted_is_named_where_nothing_else_is() {
    let text = |codes: &str| format!("{COUNTRIES} policy p < {codes} > model m < attach [p] >");
    let all = "country in [fr, a1, a2, a3, a4, a5, a6, a7]";
    let only = shown(&text(all), &text("continent in [eu]"));
    for words in [&only.text, &only.full, &only.markdown.replace("&#40;", "(").replace("&#41;", ")")] {
        assert!(words.contains("continent eu (unlisted)"), "{words}");
    }
    let besides = shown(&text("country in [fr, a1, a2, a3, a4, a5, a6]"), &text("continent in [eu]"));
    for words in [&besides.text, &besides.full, &besides.markdown] {
        assert!(words.contains("country a7") && !words.contains("unlisted"), "{words}");
    }
    let [old, new] = [text("country in [fr]"), text("continent in [eu]")];
    let found = serde_json::to_value(of_texts(&old, &new)).unwrap();
    let gained = &found["groups"][0]["gained"]["location"];
    assert_eq!(gained[0], json!({"type": "continent", "name": "eu", "unlisted": true}));
}

#[test]
fn limits_that_differ_are_shown_however_it_is_written() {
    let text = |number: u32, ratio: &str| {
        format!(
            "policy daily < tokens input {number} or output 5 per 2 hours{ratio} > policy own < tokens total 1 per day >
            environment e < attach [daily] > model a in e model b in e < attach [own] > model c < attach [own] >"
        )
    };
    let shown = shown(&text(10, ""), &text(20, " ratio 3"));
    let summary = "no placement changes; the limits of 2 workloads differ\n";
    assert!(shown.text.starts_with(summary) && shown.full.starts_with(summary));
    let rows: Vec<Vec<&str>> = shown
        .text
        .lines()
        .skip(2)
        .take_while(|it| !it.is_empty())
        .map(|it| it.split("  ").filter(|it| !it.is_empty()).map(str::trim).collect())
        .collect();
    let was = "daily of environment e: input 10 or output 5 per 2 hours";
    let is = "daily of environment e: input 20 or output 5 per 2 hours ratio 3";
    assert_eq!(
        rows,
        [vec!["limits of", "were", "are"], vec!["model/a@e, model/b@e", was, is]],
        "{}",
        shown.text
    );
    let all = format!("\nlimits\n  model/a@e\n  model/b@e\n  was: {was}\n  is: {is}\n");
    let sides = "\nfrom folder HEAD to folder .\n";
    assert!(shown.full.ends_with(&(all + sides)) && shown.text.ends_with(sides), "{}", shown.full);
    let lines: Vec<&str> = shown.markdown.lines().collect();
    assert_eq!(lines[1], summary.trim_end());
    assert!(!lines.iter().any(|line| line.starts_with('|')), "{}", shown.markdown);
    let details = "<details><summary>limits: 2 workloads</summary>";
    assert!(lines.contains(&details), "{}", shown.markdown);
    let came = "Are: <code>daily of environment e&#58; input 20 or output 5 per 2 hours ratio 3</code>";
    assert!(lines.contains(&came), "{}", shown.markdown);
}

#[test]
fn no_name_means_anything_in_a_comment() {
    let hostile = r"@all | <img src=x> [a](https://b) `c` <!-- d --> &amp; # *e* _f_ ~g~";
    let named = |codes: &str| {
        format!(
            "policy \"{hostile}\" < country in [{codes}] > model \"{hostile}\" < attach [\"{hostile}\"] >"
        )
    };
    let [old, new] = ["fr", "fr, us"].map(|codes| compiled(&named(codes)));
    let (diff, tables) = (compared(&old, &new), [old.workspace(), new.workspace()]);
    let comment = markdown(&diff, tables, &Markdown::default());
    assert!(comment.starts_with("<!-- bpol diff -->\n1 workload may run in more places; 0 unchanged\n"));
    let mut rest = comment.replace("<wbr>&#64;", "");
    while let Some(start) = rest.find("<code>") {
        let end = rest.find("</code>").unwrap();
        let inner = &rest[start + 6..end];
        let is_plain = |it: char| it.is_alphanumeric() || " -/&#;".contains(it);
        assert!(inner.chars().all(is_plain), "{inner}");
        rest.replace_range(start..end + 7, "");
    }
    for part in ["img", "@", "*", "~", "https"] {
        assert!(!rest.contains(part), "{part}: {rest}");
    }
    let table = comment.lines().filter(|line| line.starts_with('|'));
    assert!(table.clone().all(|line| line.matches('|').count() == 6), "{comment}");
    assert_eq!(table.count(), 3);
    // Whatever the room, the marker, the summary and the last line are there.
    for room in [0, 100, 400, 700, 1000, 2000] {
        let short = markdown(&diff, tables, &Markdown::new("", room));
        assert!(short.starts_with("<!-- bpol diff -->\n1 workload may"));
        assert!(short.ends_with("</sub>\n"));
        assert!(short == comment || short.contains("left out"), "{short}");
    }
}
