//! What may be meant by words that name nothing, where that takes more text than a fixture should have.

use std::fmt::Write as _;

use bpol::syntax::quoted;
use bpol::{Analysis, Builtin, Configuration, Reference, Source};

use crate::support::{Project, command};

fn analysed(table: Builtin, text: String) -> Analysis {
    let source = Source::new("a.bpol", text.into_bytes());
    bpol::compile(Configuration::default(), Reference::builtin(table), vec![source])
}

/// The help of every error, and what its fix writes.
fn told(analysis: &Analysis) -> Vec<(String, Option<String>)> {
    let told = analysis.errors().iter().map(|error| {
        let fix = error.fix.as_ref().and_then(|fix| fix.edits.first()).map(|edit| edit.text.clone());
        (error.fact.words().help.unwrap(), fix)
    });
    told.collect()
}

#[test]
fn the_names_of_iso_are_answered_with_their_codes() {
    let names = include_str!("data/iso-3166-names.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<(&str, &str)> = names.map(|line| line.split_once(' ').unwrap()).collect();
    let list: Vec<String> = names.iter().map(|(_, name)| quoted(name)).collect();
    let analysis = analysed(Builtin::World, format!("policy p < country in [{}] >", list.join(", ")));
    let told = told(&analysis);
    assert_eq!(told.len(), names.len());
    for ((codes, name), (help, fix)) in names.iter().zip(&told) {
        match codes.split_once(',') {
            None => assert_eq!(fix.as_deref(), Some(*codes), "{name}: {help}"),
            Some(_) => {
                assert_eq!(*fix, None, "{name}");
                for code in codes.split(',') {
                    assert!(help.contains(&format!("`{code}` \"")), "{name}: {help}");
                }
            }
        }
    }
}

#[test]
fn a_slip_at_the_beginning_is_found_among_many() {
    let mut text: String = (0..600).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "location loc{number}-paris in fr");
        text
    });
    text.push_str("location zurich in fr\npolicy p < location in [curich] >\n");
    let one = told(&analysed(Builtin::Official, text.clone()));
    assert_eq!(one, [("did you mean `zurich`?".to_owned(), Some("zurich".to_owned()))]);
    let two = told(&analysed(Builtin::Official, format!("location aurich in fr\n{text}")));
    assert_eq!(two, [("did you mean `aurich` or `zurich`?".to_owned(), None)]);
}

/// Names of ten letters, all of one shape.
fn name(number: usize, last: char) -> String {
    let letters = (0..9).map(|place| char::from(b"abcdefghij"[number / 10_usize.pow(place) % 10]));
    letters.chain([last]).collect()
}

#[test]
fn a_run_says_once_that_it_looks_for_no_more_suggestions() {
    let mut text = String::new();
    for number in 0..1500 {
        let _ = writeln!(text, "policy {} < country in [fr] >", name(number * 7, 'x'));
        let _ = writeln!(text, "model m{number} in e{} < attach [{}] >", number % 2, name(number * 7, 'y'));
    }
    let analysis = analysed(Builtin::Official, text.clone());
    let help = told(&analysis);
    let ends = help.iter().filter(|(help, _)| help.contains("no more suggestions are looked for"));
    assert_eq!(ends.count(), 1);
    assert!(help[1].0.starts_with("did you mean"), "{help:?}");
    let suggested = help.iter().filter(|(help, _)| help.starts_with("did you mean")).count();
    assert!((10..1400).contains(&suggested), "{suggested}");
    // However many threads there are, the same words are suggested.
    let project = Project::new().file("a.bpol", text);
    let [one, many] = ["1", "4"].map(|threads| {
        let mut command = command(&project.path(""));
        let arguments = ["check", "--output-format", "concise"];
        command.args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
    });
    assert_eq!(String::from_utf8(one).unwrap(), String::from_utf8(many).unwrap());
}

#[test]
fn a_file_that_was_not_read_is_named_where_it_declares_what_is_missing() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"old/\"]\n")
        .file("policies/eu.bpol", "policy eu_only < continent in [eu] >\nenvironment production\n")
        .file("old/eu.bpol", "policy eu_only < continent in [eu] >\n")
        .file("other/bpol.toml", "")
        .file("other/team/a.bpol", "policy eu_only < continent in [eu] >\n")
        .file("models/a.bpol", "model a in production < attach [eu_only, gone] >\n");
    let note = "note: 2 errors would not stand with `other/team/a.bpol` and `policies/eu.bpol`, which this run did not \
                read: name the folder instead of the file\n";
    for command in ["check", "compile"] {
        let run = project.run(&[command, "models/a.bpol"]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.contains(note), "{}", run.stderr);
        assert_eq!(run.stderr.matches("note: ").count(), 1, "{}", run.stderr);
        // Where a folder is named, all that is in it was meant.
        let run = project.run(&[command, "models"]);
        assert!(!run.stderr.contains("note:"), "{}", run.stderr);
    }
    let alone = Project::new()
        .file("a.bpol", "model a < attach [eu_only] >\n")
        .file("b.bpol", "policy eu_only < continent in [eu] >\n");
    let run = alone.run(&["check", "a.bpol"]);
    assert!(run.stderr.contains("note: 1 error would not stand with `b.bpol`"), "{}", run.stderr);
}

#[test]
fn a_workload_is_found_without_its_quotes_and_else_by_its_name() {
    let text = "environment prod\nenvironment \"my env\"\nmodel \"org/model-8b\" in prod\nmodel bank-fraud in prod\n\
                agent bank-fraud in \"my env\"\njob report\nmodel \"a@b\"\nenvironment b\nmodel a in b\n";
    let project = Project::new().file("a.bpol", text);
    for (asked, name) in [
        ("model/org/model-8b@prod", "org/model-8b"),
        ("agent/bank-fraud@my env", "bank-fraud"),
        ("job/report", "report"),
    ] {
        let run = project.run(&["compile", "--format", "ndjson", "--workload", asked]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.contains(&format!("\"name\": \"{name}\"")), "{}", run.stdout);
    }
    for (asked, help) in [
        ("bank-fraud", "did you mean `'agent/bank-fraud@\"my env\"'` or `model/bank-fraud@prod`?"),
        ("model/bank-fraud", "did you mean `model/bank-fraud@prod` or `'agent/bank-fraud@\"my env\"'`?"),
        ("model/bank-frud@prod", "did you mean `model/bank-fraud@prod` or `'agent/bank-fraud@\"my env\"'`?"),
        ("org/model-8b", "did you mean `'model/\"org/model-8b\"@prod'`?"),
        ("model/nothing@prod", "write `KIND/NAME@ENVIRONMENT`, or `KIND/NAME` for one without environment"),
    ] {
        let run = project.run(&["compile", "--workload", asked]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.ends_with(&format!("help: {help}\n")), "{asked}: {}", run.stderr);
    }
}
