//! How answers look: colours that only repeat what the words say, and names that stay whole.

use std::fs;
use std::path::Path;

use bpol::Analysis;
use bpol::answers::asked::{Takes, option};
use bpol::answers::coverage::coverage;
use bpol::answers::matrix::Matrix;
use bpol::answers::query::{Answer, Filters, Words};
use bpol::answers::text::Looks;
use bpol::answers::{audit, diff, matrix, query, why::why};
use bpol::placement::GuardLevels;
use unicode_width::UnicodeWidthStr as _;

use super::diff::{compared, compiled};
use crate::support::Project;

/// Where something is right, wrong and open, by names that real ones look like.
const TEXT: &str = r"
location eu-par-1 in fr < offers [x86, t4] >
location us-pdx-1 in us < offers [x86] >
policy europe-and-america < continent in [eu] or country in [us] >
policy france < country in [fr] >
policy cards < gpu in [t4] >
policy batch < continent in [na] target [functions] >
environment production < attach [batch] >
environment regulated-workloads in production < attach [europe-and-america, cards] >
model llama-3.1-8b@production
model llama-3.1-8b-instruct in regulated-workloads < attach [france] >
model mistral in production
guard residency in regulated-workloads < within continent in [eu, na] >
guard cards-only in regulated-workloads < within gpu in [t4] >
";

fn text() -> String {
    TEXT.replace("llama-3.1-8b@production", "\"llama 3.1\" in production")
}

/// The same, but that a guard is violated.
fn violated() -> String {
    text().replace("[europe-and-america, cards]", "[europe-and-america]")
}

/// The same, but that a workload can run nowhere, one may run anywhere and one is new.
fn changed() -> String {
    let text = violated();
    format!(
        "{text}country de in eu\npolicy germany < country in [de] >\n\
         model stranded-workload in production < attach [germany] >\n\
         policy thai < tokens total 5 per day >\nmodel x < attach [thai] >\n"
    )
}

/// Workspaces and what each was before.
fn pairs() -> Vec<(Analysis, Analysis)> {
    let [one, two, three] = [text(), violated(), changed()];
    [(&one, &two), (&two, &three), (&three, &one)]
        .map(|(text, before)| (compiled(text), compiled(before)))
        .into()
}

const OBSERVED: &str = "kind,name,environment,location,flavor\n\
    model,mistral,production,eu-par-1,x86\n\
    model,llama-3.1-8b-instruct,regulated-workloads,us-pdx-1,x86\n\
    model,mistrall,production,eu-par-1,x86\nmodel,mistral,production,eu-par-2,x86\nthing,x,,,\n";

fn queries() -> [Words; 3] {
    let lose = vec!["us".to_owned(), "t4".to_owned()];
    [Words::default(), Words { lose, ..Words::default() }, Words { fragile: Some(1), ..Words::default() }]
}

/// Every answer for people about a workspace, with what it is called.
fn answers(analysis: &Analysis, before: &Analysis, looks: Looks) -> Vec<(&'static str, String)> {
    let provisional = analysis.provisional().unwrap();
    let workspace = provisional.workspace();
    let mut answers = Vec::new();
    for workload in workspace.workloads() {
        let options: Vec<_> =
            ["fr", "us", "eu", "t4"].iter().filter_map(|it| option(workspace, it, Takes::All).ok()).collect();
        answers.push(("why", why(provisional, workload, None, &options).text(workspace, looks)));
        answers.push(("why", why(provisional, workload, Some(None), &[]).text(workspace, looks)));
    }
    for words in queries() {
        let Ok(filters) = Filters::read(workspace, &words) else { continue };
        let mut text = Vec::new();
        query::text(&Answer::new(provisional, filters), looks, &mut text).unwrap();
        answers.push(("query", String::from_utf8(text).unwrap()));
    }
    answers.push(("matrix", matrix::text(provisional, &Matrix::new(provisional), looks)));
    let rows = audit::read(OBSERVED.as_bytes()).unwrap();
    answers.push(("audit", audit::text(&audit::audit(provisional, &rows), provisional, looks)));
    if let Ok(resolved) = analysis.resolved() {
        answers.push(("coverage", coverage(resolved, &GuardLevels::default(), None).text(looks)));
    }
    for (old, new) in [(before, analysis), (analysis, before), (analysis, analysis)] {
        let (diff, tables) = (compared(old, new), [old.workspace(), new.workspace()]);
        answers.push(("diff", diff::text(&diff, tables, looks)));
        answers.push(("diff", diff::full(&diff, tables, looks)));
    }
    answers
}

/// A text without what colours it.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = behind.strip_prefix('[').unwrap().split_once('m').unwrap().1;
    }
    plain + rest
}

#[test]
fn colours_are_all_that_they_add() {
    let mut coloured: Vec<&str> = Vec::new();
    for (analysis, before) in &pairs() {
        for width in [None, Some(120), Some(80), Some(40), Some(20)] {
            let with = answers(analysis, before, Looks::new(width, true, false));
            let without = answers(analysis, before, Looks::new(width, false, false));
            assert_eq!(with.len(), without.len());
            for ((name, with), (_, without)) in with.iter().zip(without) {
                assert_eq!(plain(with), without, "{name}, {width:?}");
                assert!(!without.contains('\u{1b}'));
                // No colour goes on behind its line, nor over what fills a column.
                for line in with.lines() {
                    assert!(
                        line.rsplit('\u{1b}')
                            .next()
                            .is_none_or(|it| !line.contains('\u{1b}') || it.starts_with("[0m")),
                        "{line:?}"
                    );
                    assert!(!line.contains("  \u{1b}[0m"), "{line:?}");
                }
                if *with != plain(with) {
                    coloured.push(name);
                }
            }
        }
    }
    coloured.sort_unstable();
    coloured.dedup();
    assert_eq!(coloured, ["audit", "coverage", "diff", "matrix", "query", "why"]);
}

#[test]
fn names_stay_whole() {
    let pairs = pairs();
    let names = [
        "model/llama-3.1-8b-instruct@regulated-workloads",
        "model/llama-3.1-8b-instruct",
        "model/stranded-workload@production",
        "europe-and-america",
        "regulated-workloads",
        "eu-par-1",
        "us-pdx-1",
        "cards-only",
    ];
    let is_in_name = |it: char| it.is_alphanumeric() || "-@./_".contains(it);
    let number = |text: &str, name: &str| text.split(|it| !is_in_name(it)).filter(|it| *it == name).count();
    for width in [80, 40] {
        for (analysis, before) in &pairs {
            let whole = answers(analysis, before, Looks::default());
            let narrow = answers(analysis, before, Looks::new(Some(width), false, false));
            for ((answer, whole), (_, narrow)) in whole.iter().zip(narrow) {
                assert!(narrow.lines().all(|line| line.width() <= width), "{answer}, {width}:\n{narrow}");
                // What has no room on a line of its own is broken, and nothing else.
                for name in names.iter().filter(|it| "    ".len() + it.len() <= width) {
                    assert_eq!(
                        number(&narrow, name),
                        number(whole, name),
                        "{answer}, {width}: {name} in\n{whole}\n{narrow}"
                    );
                }
            }
        }
    }
}

/// What each colour stands for, with the escapes written as `<31>`.
#[test]
fn colours_say_what_the_words_say() {
    let shown = pairs()
        .into_iter()
        .flat_map(|(analysis, before)| answers(&analysis, &before, Looks::new(Some(100), true, false)));
    let shown: Vec<String> = shown.map(|(name, text)| format!("--- {name}\n{text}")).collect();
    let shown = shown.join("\n");
    let mut parts = shown.split("\u{1b}[");
    let mut readable = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('m').unwrap();
        readable.push_str(&format!("<{code}>{rest}"));
    }
    insta::assert_snapshot!("colours", readable);
}

/// The command line colours them as it colours findings.
#[test]
fn the_command_line_says_whether_there_are_colours() {
    let project = Project::new().file("a.bpol", text()).file("observed.csv", OBSERVED);
    let commands: [&[&str]; 6] = [
        &["why", "mistral", "fr", "--workspace", "a.bpol"],
        &["query", "a.bpol"],
        &["matrix", "a.bpol"],
        &["diff", ".", "."],
        &["coverage", "a.bpol"],
        &["audit", "observed.csv", "--workspace", "a.bpol"],
    ];
    for command in commands {
        let run = |colour: &str| project.run(&[command, &["--color", colour]].concat()).stdout;
        let (with, without) = (run("always"), run("never"));
        assert!(with.contains("\u{1b}[") && !without.contains('\u{1b}'), "{command:?}\n{with}");
        assert_eq!(plain(&with), without);
        assert_eq!(run("auto"), without, "no terminal has no colours");
    }
}

/// What the environment asks for holds where the command line leaves it open, as for findings.
#[test]
fn the_environment_says_whether_there_are_colours() {
    let project =
        Project::new().file("a.bpol", text()).file("b.bpol", "model x\n").file("observed.csv", OBSERVED);
    let commands: [&[&str]; 7] = [
        &["why", "mistral", "fr", "--workspace", "a.bpol"],
        &["query", "--restricted", "location", "--lose", "fr", "a.bpol"],
        &["matrix", "a.bpol"],
        &["diff", ".", "."],
        &["coverage", "a.bpol"],
        &["audit", "observed.csv", "--workspace", "a.bpol"],
        &["check", "--warn", "no-environment", "a.bpol"],
    ];
    let asked: [(&[&str], &[&str], bool); 8] = [
        (&[], &[], false),
        (&["CLICOLOR_FORCE"], &[], true),
        (&["FORCE_COLOR"], &["--color", "auto"], true),
        (&["NO_COLOR"], &[], false),
        (&["NO_COLOR", "CLICOLOR_FORCE"], &[], false),
        (&["CLICOLOR_FORCE"], &["--color", "never"], false),
        (&["NO_COLOR"], &["--color", "always"], true),
        (&["CLICOLOR_FORCE"], &["--color", "always"], true),
    ];
    for command in commands {
        for (variables, arguments, has_colours) in asked {
            let mut run = crate::support::command(&project.path(""));
            run.args(command).args(arguments).envs(variables.iter().map(|it| (it, "1")));
            let text = String::from_utf8(run.output().unwrap().stdout).unwrap();
            assert_eq!(
                text.contains('\u{1b}'),
                has_colours,
                "{variables:?} {command:?} {arguments:?}\n{text}"
            );
        }
    }
}

#[test]
fn the_colours_of_examples_change_no_byte() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut number = 0;
    for folder in ["quickstart", "regulated", "team", "export-control"] {
        let folder = examples.join(folder);
        assert!(fs::exists(&folder).unwrap());
        for command in [&["query"][..], &["query", "--lose", "fr"], &["matrix"], &["coverage"]] {
            let run = |colour| crate::support::run(&folder, &[command, &["--color", colour]].concat(), b"");
            let (with, without) = (run("always"), run("never"));
            assert_eq!((with.status, plain(&with.stdout)), (without.status, without.stdout));
            number += usize::from(with.stdout.contains('\u{1b}'));
        }
    }
    assert!(number > 4, "{number}");
}
