//! How findings look in full: in terminals of every width, with and without drawing, one or thousands of them.

use std::fmt::Write as _;

use bpol::reference::{Builtin, Reference};
use bpol::render::{Context, Format, Style, render};
use bpol::{Configuration, Source};
use unicode_width::UnicodeWidthChar as _;

use crate::dice::Dice;

/// The findings of files of these names and texts.
fn shown(files: &[(&str, &str)], style: Style) -> String {
    let sources = files.iter().map(|(name, text)| Source::new(*name, text.as_bytes().to_vec())).collect();
    let analysis = bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), sources);
    let context = Context { style, fix: "--fix", concise: "--output-format concise", ..Context::default() };
    let mut out = Vec::new();
    render(&analysis.findings(), analysis.files(), Format::Full, &context, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A terminal of so many columns.
fn columns(width: usize) -> Style {
    Style { width: Some(width), ..Style::default() }
}

fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// What stands in one line, with places in other files and in others of the same, names that would do something to a
/// terminal, and codes on lines of every length.
fn hostile() -> Vec<(&'static str, String)> {
    let long = format!("country in [{}de, {}it]", "fr, ".repeat(30), "us, ".repeat(40));
    let first = format!(
        "policy long < {long} >\n\
         policy\ttabs\t\"日本語 👍 🇫🇷\"\t< country\tin [\"日本\", fr] >\n\
         policy \"\u{1b}[31m\u{202e}\u{202e}\u{202e}\" < country in [\"z\u{301}z\"] >\n\
         model \"a name that is as long as a whole line of a narrow terminal\" in nowhere\n\
         model chat < attach [long, {}] >\n",
        "日本語".repeat(20).replace('日', "\"日").replace('語', "語\", ").trim_end_matches(", "),
    );
    vec![
        (
            "fleet/\u{1b}]0;aws\u{7}\u{202e}.bpol",
            "\n\npolicy long < country in [fr] >   # said first\n".into(),
        ),
        ("teams/placement.bpol", first),
    ]
}

#[test]
fn findings_read_in_terminals_of_any_width() {
    let files = hostile();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for width in [40, 80, 100] {
        insta::assert_snapshot!(format!("columns_{width}"), shown(&files, columns(width)));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let files = hostile();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for limit in 40..130 {
        let text = shown(&files, columns(limit));
        assert_eq!(text.chars().find(|it| it.is_control() && *it != '\n'), None, "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
        for line in text.lines() {
            // What is in backticks, and a path, stay whole.
            let is_whole = line.trim_start().split(' ').count() == 1
                || line.trim_start().starts_with('`')
                || line.contains("╭─[");
            assert!(width(line) <= limit || is_whole, "{limit}: {line}\n{text}");
        }
    }
}

/// A text without what colours it.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').unwrap().1)
}

#[test]
fn colours_change_no_line() {
    let files = hostile();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for width in [40, 60, 80, 100] {
        let mut style = columns(width);
        style.color = true;
        let coloured = shown(&files, style);
        assert!(coloured.contains('\u{1b}'), "{coloured}");
        assert_eq!(plain(&coloured), shown(&files, columns(width)));
    }
}

#[test]
fn a_mark_stands_under_its_text() {
    let labels = ["", "x", "日本語", "👍👩", "e\u{301}\u{301}", "\t\t", "\u{202e}\u{200b}", "ｆｕｌｌ", "🇫🇷"];
    for label in labels {
        for times in [1, 2, 7, 30, 200] {
            for limit in [40, 57, 80, 101] {
                let more = "fr, ".repeat(times);
                let text =
                    format!("policy p \"{}\" < country in [{more}zz, {more}us] >\n", label.repeat(times));
                let shown = shown(&[("a", &text)], columns(limit));
                let lines: Vec<&str> = shown.lines().collect();
                let head = "error[unknown-code]: no country has the code `zz`";
                let begin = lines.iter().position(|line| line.starts_with(&head[..20])).unwrap();
                let source = lines[begin..].iter().position(|line| line.contains(" │ ")).unwrap() + begin;
                let (before, _) = lines[source].split_once("zz").unwrap_or_else(|| panic!("{shown}"));
                let (blank, _) = lines[source + 1].split_once('─').unwrap();
                assert_eq!(width(before), width(blank), "{shown}");
                assert!(lines[source + 1].ends_with("─┬"), "{shown}");
            }
        }
    }
}

#[test]
fn what_is_said_many_times_is_twoonce() {
    let line = "policy p < country in [zz] >\n";
    let policies = |from: usize, to: usize| -> String {
        (from..to).fold(String::new(), |mut text, number| {
            let _ = write!(text, "{}", line.replace(" p ", &format!(" p{number} ")));
            text
        })
    };
    let files: Vec<(String, String)> =
        (0..7).map(|file| (format!("f{file}.bpol"), policies(file * 100, file * 100 + 7 + file))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    insta::assert_snapshot!("many", shown(&files, columns(80)));
    insta::assert_snapshot!("few", shown(&[("a", &policies(0, 3))], columns(80)));
    // Another word is another finding.
    let two = shown(&[("a", &policies(0, 2).replacen("zz", "zy", 1))], columns(80));
    assert_eq!(two.matches("error[").count(), 2, "{two}");
    assert!(!two.contains("  and "), "{two}");
}

#[test]
fn no_more_findings_are_twothan_asked_for() {
    let text = (0..9).fold(String::new(), |text, number| {
        format!("{text}policy p{number} < country in [z{number}z, z{number}z] >\n")
    });
    let mut style = columns(80);
    style.most = Some(2);
    let two = shown(&[("a", &text)], style);
    assert_eq!(two.matches("error[unknown-code]").count(), 2, "{two}");
    assert!(two.contains("\n… 14 more; `--output-format concise` lists all\n"), "{two}");
    assert!(two.contains("\nfound 18 errors\n"), "{two}");
    style.most = Some(9);
    assert!(!shown(&[("a", &text)], style).contains(" lists all"));
    assert_eq!(shown(&[("a", &text)], columns(80)).matches("error[unknown-code]").count(), 9);
}

#[test]
fn errors_with_one_cause_have_it_said_first() {
    let first = |text: &str| shown(&[("a", text)], columns(120)).lines().next().unwrap().to_owned();
    assert_eq!(
        first("policy p < country in [de] >\npolicy q < country in [it] or group in [eu27] >\n"),
        "all 3 errors would go with one change: use `--reference world`, or set `reference = \"world\"` in bpol.toml"
    );
    // One other error, or one alone, and there is no such cause.
    assert!(first("policy p < country in [de, it, zz] >\n").starts_with("error["));
    assert!(first("policy p < country in [de] >\n").starts_with("error["));
}

#[test]
fn a_finding_with_thousands_of_places_names_the_first() {
    let text = (0..3000).fold(String::new(), |text, number| {
        format!("{text}group g{number} < group in [g{}] >\n", (number + 1) % 3000)
    });
    insta::assert_snapshot!("places", shown(&[("a.bpol", &text)], columns(80)));
}

#[test]
fn where_lines_cannot_be_drawn_all_is_ascii() {
    let text = "policy p < country in [fr, fra, zz, zz] >\n\n\nmodel m\nmodel m\nmodel n < attach [q, q]\n";
    let mut style = columns(60);
    style.ascii = true;
    style.most = Some(4);
    let text = shown(&[("a", text), ("b", "policy p < country in [us] >\n")], style);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!("ascii", text);
}

#[test]
fn whatever_stands_in_a_file_each_finding_marks_its_place() {
    let parts = [
        "policy ",
        "model ",
        "p",
        " < ",
        "country in [",
        "zz",
        ", ",
        "] >",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "日",
        "👍",
        "e\u{301}",
        "\u{301}",
        "\u{200b}",
        "\u{1b}[31m",
        "\"",
        "\u{feff}",
        "# x",
        "    ",
    ];
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let length = dice.below(300);
        let text: String = (0..length).map(|_| dice.pick(&parts)).collect();
        let shown = shown(&[("a", &text)], columns(dice.below(120)));
        assert_eq!(shown.chars().find(|it| it.is_control() && !matches!(it, '\n' | '\t')), None, "{shown}");
        for block in shown.split("\n\n").filter(|block| block.starts_with("error[")) {
            assert!(block.contains("╭─[a:"), "{text:?}\n{shown}");
            assert!(block.contains(['┬', '▲']), "{text:?}\n{block}");
        }
    }
}
