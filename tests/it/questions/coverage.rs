//! What the guards protect against the same edits made in the text, which is compiled anew each time.

use std::collections::BTreeSet;

use bpol::answers::coverage::coverage;
use bpol::placement::GuardLevels;
use bpol::{Analysis, Configuration};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::guards_naive::verdicts;
use crate::model::{Base, Form, Guard, KINDS, Model, Options, Rule};
use crate::naive::{Naive, Set, Type};
use crate::properties::{cases, possible};
use crate::random;
use crate::support::Project;

/// An edit: its kind, the statement, the word that is taken out, and the model without it.
type Made = (&'static str, [String; 2], String, Model);

/// The edits of a model in the order of its plainest text, whatever becomes of them.
fn edits(model: &Model) -> Vec<Made> {
    let mut all = Vec::new();
    for (index, group) in model.groups.iter().enumerate() {
        if model.base == Base::Own && group.in_table {
            continue;
        }
        for (edit, word, options) in narrower(&group.options) {
            let mut model = model.clone();
            model.groups[index].options = options;
            all.push((edit, ["group".to_owned(), group.name.clone()], word, model));
        }
    }
    for (index, policy) in model.policies.iter().enumerate() {
        let statement = ["policy".to_owned(), policy.name.clone()];
        for (edit, word, options) in narrower(&policy.options) {
            let mut model = model.clone();
            model.policies[index].options = options;
            all.push((edit, statement.clone(), word, model));
        }
        if let Some(target) = &policy.target {
            let mut open = model.clone();
            open.policies[index].target = None;
            all.push(("remove-target", statement.clone(), "target".to_owned(), open));
            for kind in 0..target.len() {
                let mut less = model.clone();
                let kinds = less.policies[index].target.as_mut().unwrap();
                let word =
                    format!("{}{}", kinds.remove(kind), if target[kind] == "sandbox" { "es" } else { "s" });
                if target.len() > 1 {
                    all.push(("remove-kind", statement.clone(), word, less));
                }
            }
        }
    }
    let is_limit = |name: &String| model.limits.iter().any(|it| it.name == *name);
    for (index, environment) in model.environments.iter().enumerate() {
        let statement = ["environment".to_owned(), environment.name.clone()];
        if environment.parent.is_some() {
            let mut model = model.clone();
            model.environments[index].parent = None;
            all.push(("leave-parent", statement.clone(), environment.name.clone(), model));
        }
        for (word, name) in environment.attach.iter().enumerate().filter(|(_, name)| !is_limit(name)) {
            let mut model = model.clone();
            model.environments[index].attach.remove(word);
            all.push(("detach", statement.clone(), name.clone(), model));
        }
    }
    for (index, workload) in model.workloads.iter().enumerate() {
        let statement = ["workload".to_owned(), workload.name.clone()];
        if workload.environment.is_some() {
            let mut model = model.clone();
            model.workloads[index].environment = None;
            all.push(("leave-environment", statement.clone(), workload.name.clone(), model));
        }
        for (word, name) in workload.attach.iter().enumerate().filter(|(_, name)| !is_limit(name)) {
            let mut model = model.clone();
            model.workloads[index].attach.remove(word);
            all.push(("detach", statement.clone(), name.clone(), model));
        }
    }
    all
}

fn narrower(options: &Options) -> Vec<(&'static str, String, Options)> {
    let mut all = Vec::new();
    for (index, (attribute, codes)) in options.rules.iter().enumerate() {
        let mut rest = options.clone();
        rest.rules.remove(index);
        if !rest.rules.is_empty() || !rest.exceptions.is_empty() {
            all.push(("remove-rule", (*attribute).to_owned(), rest));
        }
        for code in (0..codes.len()).filter(|_| codes.len() > 1) {
            let mut rest = options.clone();
            let word = rest.rules[index].1.remove(code);
            all.push(("remove-code", word, rest));
        }
    }
    for (index, (_, codes)) in options.exceptions.iter().enumerate() {
        for code in 0..codes.len() {
            let mut rest = options.clone();
            let word = rest.exceptions[index].1.remove(code);
            rest.exceptions.retain(|(_, codes)| !codes.is_empty());
            if !rest.rules.is_empty() || !rest.exceptions.is_empty() {
                all.push(("remove-exception", word, rest));
            }
        }
    }
    all
}

/// The places and flavors of each workload.
fn sets(model: &Model) -> Vec<[Set; 2]> {
    let naive = Naive::new(model);
    model.workloads.iter().map(|it| Type::ALL.map(|of| naive.set(it, of))).collect()
}

fn analyse(model: &Model) -> Analysis {
    model.render(0).analyse(Configuration::default())
}

fn of(analysis: &Analysis) -> Value {
    let coverage = coverage(analysis.resolved().unwrap(), &GuardLevels::default(), None);
    serde_json::from_slice(&coverage.json()).unwrap()
}

/// What becomes of an edit, all but the suggestion; `None` where it is not made.
fn judged(before: &Model, (edit, [kind, name], _, after): &Made) -> Option<Value> {
    if analyse(after).provisional().is_err() {
        return None;
    }
    let naive = Naive::new(after);
    let (old, new) = (sets(before), sets(after));
    let changes = old.iter().zip(&new).filter(|(old, new)| old != new).count();
    let widens = old.iter().zip(&new).any(|(old, new)| (0..2).any(|it| !new[it].is_subset(&old[it])));
    let is_refused = after.workloads.iter().any(|it| naive.place(it).is_err());
    let mut guards = Vec::new();
    let outcome = match (changes, is_refused) {
        (0, _) => "idle",
        (_, true) => "refused",
        _ => {
            guards = verdicts(&after.render(0)).into_keys().collect();
            if guards.is_empty() { "uncaught" } else { "caught" }
        }
    };
    Some(json!({
        "edit": edit, "statement": {"kind": kind, "name": name}, "outcome": outcome, "widens": widens,
        "changes": changes, "guards": guards,
    }))
}

/// A `within` for one kind in one environment, or in the workspace, that holds before an edit and not after it.
fn could_be_caught(before: &Model, after: &Model) -> bool {
    let (old, new) = (sets(before), sets(after));
    let names = before.environments.iter().map(|it| Some(it.name.clone())).chain([None]);
    let scopes = names.flat_map(|name| KINDS.map(|kind| (name.clone(), kind)));
    scopes.into_iter().any(|(environment, kind)| {
        let covered = |model: &Model| -> BTreeSet<usize> {
            let naive = Naive::new(model);
            let all = model.workloads.iter().enumerate();
            let is_inside = |it: &crate::model::Workload| {
                it.kind == kind && environment.as_ref().is_none_or(|name| naive.is_below(it, name))
            };
            all.filter(|(_, it)| is_inside(it)).map(|(index, _)| index).collect()
        };
        (0..2).any(|of| {
            let today: Set = covered(before).iter().flat_map(|&it| old[it][of].clone()).collect();
            covered(after).iter().any(|&it| !today.is_empty() && !new[it][of].is_subset(&today))
        })
    })
}

/// The guard that a suggestion is, as the model has them.
fn suggested(text: &str) -> Guard {
    let source = bpol::Source::new("guard.bpol", text.into());
    let parsed = bpol::syntax::parse(source);
    assert!(parsed.findings().is_empty(), "{text}");
    let statement = parsed.statements().next().unwrap();
    let side = statement.body().unwrap().first();
    let attribute = |name: &str| *crate::model::ATTRIBUTES.iter().find(|it| **it == name).unwrap();
    let rules: Vec<Rule> = side
        .rules()
        .iter()
        .map(|rule| {
            let codes = rule.codes().iter().map(|it| it.value().into_owned()).collect();
            (attribute(rule.attribute().name()), codes)
        })
        .collect();
    Guard {
        name: statement.name().value().into_owned(),
        label: None,
        environment: statement.parent().map(|it| it.value().into_owned()),
        form: Form::Within,
        sides: vec![Options { rules, exceptions: Vec::new() }],
        target: statement.target().map(|kinds| kinds.iter().map(|it| it.name()).collect()),
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_edit_is_what_it_is_in_the_text(model in random::model()) {
        let model = possible(&model);
        let analysis = analyse(&model);
        let document = of(&analysis);
        let all = edits(&model);
        let wanted: Vec<(Value, &Made)> = all.iter().filter_map(|it| Some((judged(&model, it)?, it))).collect();
        let found = document["edits"].as_array().unwrap();
        prop_assert_eq!(found.len(), wanted.len(), "{:#?}", model.render(0));
        let text = &model.render(0).files[0].1;
        let mut last = (0, 0);
        for (found, (wanted, made)) in found.iter().zip(&wanted) {
            for (key, value) in wanted.as_object().unwrap() {
                prop_assert_eq!(&found[key], value, "{} of {:#?} in {}", key, found, text);
            }
            let number = |it: &str| usize::try_from(found["place"][it].as_u64().unwrap()).unwrap();
            let (line, column) = (number("line"), number("column"));
            prop_assert!(last < (line, column));
            last = (line, column);
            let line: String = text.lines().nth(line - 1).unwrap().chars().skip(column - 1).collect();
            prop_assert!(line.starts_with(&made.2) || line.starts_with('"'), "{} at {}", made.2, line);
            let is_open = found["outcome"] == "uncaught" && found["widens"] == true;
            match found["suggestion"].as_str() {
                None => prop_assert!(!is_open || !could_be_caught(&model, &made.3), "{:#?} in {}", found, text),
                Some(suggestion) => {
                    prop_assert!(is_open);
                    let guard = suggested(suggestion);
                    let with = |model: &Model| {
                        let mut model = model.clone();
                        model.guards.push(guard.clone());
                        verdicts(&model.render(0)).into_keys().collect::<Vec<String>>()
                    };
                    prop_assert_eq!(with(&model), Vec::<String>::new(), "{}", suggestion);
                    prop_assert_eq!(with(&made.3), vec![guard.name.clone()], "{}", suggestion);
                }
            }
        }
        counts(&document);
    }
}

/// The counts are those of the edits.
fn counts(document: &Value) {
    let edits = document["edits"].as_array().unwrap();
    let counts = document["counts"].as_object().unwrap();
    let names = ["detach", "remove-code", "remove-rule", "remove-exception", "remove-target", "remove-kind"];
    let names = names.into_iter().chain(["leave-environment", "leave-parent", "all", "widening"]);
    assert_eq!(counts.keys().map(String::as_str).collect::<BTreeSet<_>>(), names.clone().collect());
    for name in names {
        let is_of = |it: &&Value| match name {
            "all" => true,
            "widening" => it["widens"] == true,
            _ => it["edit"] == name,
        };
        let number = |outcome: &str| edits.iter().filter(is_of).filter(|it| it["outcome"] == outcome).count();
        let [caught, uncaught, refused, idle] = ["caught", "uncaught", "refused", "idle"].map(number);
        let percent = (caught * 100).checked_div(caught + uncaught);
        let wanted = json!({
            "caught": caught, "uncaught": uncaught, "refused": refused, "idle": idle, "percent": percent,
        });
        assert_eq!(counts[name], wanted, "{name}");
    }
}

const TEXT: &str = r#"
policy europe < continent in [eu] >
policy france < country in [fr] target models >
policy not_us < continent in [na, eu] except country in [us] >
environment production < attach [europe] >
environment regulated in production < attach [france, "france"] >
model chat in production
model chat in regulated < attach [not_us] >
guard europe in production < within continent in [eu] >
"#;

fn project() -> Project {
    Project::new().file("a.bpol", TEXT)
}

fn document(project: &Project, arguments: &[&str]) -> Value {
    let run = project.run(&[&["coverage", "--format", "json"], arguments].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn the_document_has_its_schema() {
    let document = document(&project(), &[]);
    let schema = Project::new().run(&["schema", "coverage"]);
    let schema: Value = serde_json::from_str(&schema.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let mut wrong = document.clone();
    wrong["edits"][0]["outcome"] = json!("lost");
    assert!(!validator.is_valid(&wrong));
    let mut wrong = document;
    wrong["counts"]["detach"].as_object_mut().unwrap().remove("percent");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn coverage_for_people() {
    let run = project().run(&["coverage"]);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn one_policy_may_be_asked_for() {
    let project = project();
    let whole = document(&project, &[]);
    let lines: Vec<&str> = TEXT.lines().collect();
    // What is attached is a word of a list, perhaps in quotes.
    let word = |edit: &Value| {
        let [line, column] =
            ["line", "column"].map(|key| usize::try_from(edit["place"][key].as_u64().unwrap()).unwrap());
        let rest = lines[line - 1][column - 1..].trim_start_matches('"');
        rest[..rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap()].to_owned()
    };
    let is_of = |edit: &Value, policy: &str| match edit["edit"].as_str() {
        Some("detach") => word(edit) == policy,
        _ => edit["statement"] == json!({"kind": "policy", "name": policy}),
    };
    for policies in [&["europe"][..], &["france"], &["not_us"], &["france", "not_us"]] {
        let asked: Vec<&str> = policies.iter().flat_map(|policy| ["--policy", policy]).collect();
        let part = document(&project, &asked);
        let all = whole["edits"].as_array().unwrap().iter();
        let wanted: Vec<&Value> =
            all.filter(|edit| policies.iter().any(|policy| is_of(edit, policy))).collect();
        assert!(!wanted.is_empty(), "{policies:?}");
        assert_eq!(part["edits"].as_array().unwrap().iter().collect::<Vec<_>>(), wanted, "{policies:?}");
        counts(&part);
    }
    let run = project.run(&["coverage", "--policy", "frence"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("no policy `frence`") && run.stderr.contains("france"), "{}", run.stderr);
}

#[test]
fn a_least_part_of_what_widens_may_be_asked_for() {
    let project = project();
    let document = document(&project, &[]);
    let percent = document["counts"]["widening"]["percent"].as_u64().unwrap();
    assert!(percent > 0 && percent < 100, "{document:#}");
    let status = |least: u64| project.run(&["coverage", "--min", &least.to_string()]).status;
    assert_eq!([status(0), status(percent), status(percent + 1), status(100), status(101)], [0, 0, 1, 1, 2]);
    let nothing = Project::new().file("a.bpol", "model x\n");
    assert_eq!(nothing.run(&["coverage", "--min", "100"]).status, 0);
}

#[test]
fn a_guard_that_is_a_warning_catches_nothing() {
    let project =
        project().file("bpol.toml", "[guards]\neurope = { level = \"warn\", until = \"2027-03-31\" }\n");
    let on = |day: &str| document(&project, &["--today", day])["counts"]["all"]["caught"].as_u64().unwrap();
    assert_eq!(on("2027-03-31"), 0);
    assert!(on("2027-04-01") > 0);
}

#[test]
fn a_workspace_with_errors_has_no_coverage() {
    let broken = "policy a < country in [us] >\nguard g < within country in [fr] >\nmodel x < attach [a] >\n";
    let run = Project::new().file("a.bpol", broken).run(&["coverage"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("guard-violated"), "{}", run.stderr);
}
