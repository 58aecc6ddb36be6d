//! What a change does against HEAD: random edits of random workspaces in real repositories. What stands beside the text
//! is what `bpol diff HEAD` says of the same texts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use bpol::Configuration;
use bpol::syntax::quoted;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::client::Client;
use super::lined::{Lined, Statement, hints, request};
use crate::model::{Group, Model, Policy, Workload};
use crate::properties::cases;
use crate::random;
use crate::support::{Project, git};

/// The classes of a change, in the order of `bpol diff`.
const CLASSES: [&str; 8] =
    ["unrestricted", "broken", "widened", "moved", "added", "narrowed", "repaired", "removed"];

/// Waits until the server has read the last commit.
fn wait_for_base(client: &mut Client) {
    let start = Instant::now();
    for round in 1.. {
        let status = request(client, "workspace/executeCommand", json!({"command": "bpol.status"}));
        if status["workspaces"][0]["baseRevision"].is_string() {
            return;
        }
        assert!(start.elapsed() < Duration::from_mins(2), "the commit is not read: {status}");
        // Git may have taken longer than it is given; a save looks again.
        if round % 200 == 0 {
            let uri = client.uri("0.bpol");
            client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
        }
        thread::sleep(Duration::from_millis(10));
    }
}

type Key = (String, String, Option<String>);

/// What `bpol diff HEAD` says of each workload that changed.
fn changed(project: &Project) -> BTreeMap<Key, Value> {
    let run = project.run(&["diff", "HEAD", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut all = BTreeMap::new();
    for group in answer["groups"].as_array().unwrap() {
        for it in group["workloads"].as_array().unwrap() {
            let text = |key: &str| it[key].as_str().map(str::to_owned);
            let key = (text("kind").unwrap(), text("name").unwrap(), text("environment"));
            assert!(all.insert(key, group.clone()).is_none());
        }
    }
    all
}

/// What stands behind a set, by the words of the contract.
fn mark(group: &Value) -> String {
    if group["class"] == "added" {
        return " new".to_owned();
    }
    let mut mark = String::new();
    let mut put = |sign: char, names: Vec<String>| {
        let more = names.len().saturating_sub(3);
        let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
        if !shown.is_empty() {
            mark.push_str(&format!(" {sign}{}", shown.join(", ")));
        }
        if more > 0 {
            mark.push_str(&format!(" and {more} more"));
        }
    };
    let name = |it: &Value| {
        let unlisted = if it["unlisted"] == true { " (unlisted)" } else { "" };
        format!("{}{unlisted}", quoted(it["name"].as_str().unwrap()))
    };
    let sides = [('+', "gained", "opened"), ('-', "lost", "closed")];
    let mut is_of_sets = false;
    for of_type in ["location", "flavor"] {
        for (sign, side, whole) in sides {
            let is_whole = group[whole].as_array().unwrap().contains(&json!(of_type));
            let names = if is_whole {
                vec![format!("any {of_type}")]
            } else {
                group[side][of_type].as_array().unwrap().iter().map(name).collect()
            };
            is_of_sets |= !names.is_empty();
            put(sign, names);
        }
    }
    if !is_of_sets {
        for (sign, side, _) in sides {
            let places = group[side]["placements"].as_array().unwrap().iter();
            put(sign, places.map(|it| quoted(it["location"].as_str().unwrap())).collect());
        }
    }
    mark
}

/// How many changed in which way, as a lens says it.
fn counted<'g>(groups: impl Iterator<Item = &'g Value>) -> Option<String> {
    let classes: Vec<&str> = groups.map(|it| it["class"].as_str().unwrap()).collect();
    let count = |class: &&str| classes.iter().filter(|it| *it == class).count();
    let parts = CLASSES.iter().filter(|it| count(it) > 0).map(|it| format!("{} {it}", count(it)));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("since HEAD: {}", parts.join(", ")))
}

/// The environments that one lies in, itself among them.
fn upwards(model: &Model, environment: Option<&str>) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = environment.map(str::to_owned);
    while let Some(name) = next {
        let own = model.environments.iter().find(|it| it.name == name);
        next = own.and_then(|it| it.parent.clone());
        all.push(name);
    }
    all
}

/// The policies that name a group through any number of steps.
fn naming(model: &Model, group: &str) -> BTreeSet<String> {
    let mut groups = BTreeSet::from([group.to_owned()]);
    loop {
        let names = |it: &Group| it.options.groups().any(|it| groups.contains(it));
        let more: Vec<String> =
            model.groups.iter().filter(|it| names(it)).map(|it| it.name.clone()).collect();
        let before = groups.len();
        groups.extend(more);
        if groups.len() == before {
            break;
        }
    }
    let names = |it: &&Policy| it.options.groups().any(|it| groups.contains(it));
    model.policies.iter().filter(names).map(|it| it.name.clone()).collect()
}

/// Whether a statement bears on a workload that changed.
fn reaches(model: &Model, statement: &Statement, (kind, name, environment): &Key) -> bool {
    let above = upwards(model, environment.as_deref());
    let attaches = |policies: &BTreeSet<String>| {
        let is_it = |it: &&Workload| it.kind == kind && it.name == *name && it.environment == *environment;
        let Some(own) = model.workloads.iter().find(is_it) else { return false };
        let environments = model.environments.iter().filter(|it| above.contains(&it.name));
        environments.flat_map(|it| &it.attach).chain(&own.attach).any(|it| policies.contains(it))
    };
    match statement.keyword {
        "policy" => attaches(&BTreeSet::from([statement.name.clone()])),
        "group" => attaches(&naming(model, &statement.name)),
        "environment" => above.contains(&statement.name),
        _ => true,
    }
}

/// The same without labels, which say nothing.
fn unlabelled(model: &Model) -> Model {
    let mut model = model.clone();
    model.codes.iter_mut().for_each(|it| it.label = None);
    model.groups.iter_mut().for_each(|it| it.label = None);
    model.policies.iter_mut().for_each(|it| it.label = None);
    model.limits.iter_mut().for_each(|it| it.label = None);
    model.environments.iter_mut().for_each(|it| it.label = None);
    model.workloads.iter_mut().for_each(|it| it.label = None);
    model.guards.iter_mut().for_each(|it| it.label = None);
    model
}

/// The titles of the lenses about HEAD, by line.
fn lenses(client: &mut Client, path: &str) -> BTreeMap<u64, Vec<String>> {
    let params = json!({"textDocument": {"uri": client.uri(path)}});
    let mut all: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for lens in request(client, "textDocument/codeLens", params).as_array().unwrap() {
        let title = lens["command"]["title"].as_str().unwrap();
        if title.starts_with("since HEAD: ") {
            all.entry(lens["range"]["start"]["line"].as_u64().unwrap()).or_default().push(title.to_owned());
        }
    }
    all
}

/// Compares one change; how many marks and lenses were seen goes out.
fn check(one: &Model, seed: u64) -> [usize; 2] {
    let other = random::edited(one, seed);
    // Output escapes what nobody sees, which is another matter.
    let is_plain = |model: &Model| model.codes.iter().all(|it| !it.name.contains('\t'));
    let is_sound = |model: &Model| model.render(0).analyse(Configuration::default()).provisional().is_ok();
    if ![one, &other].into_iter().all(|it| is_plain(it) && is_sound(it)) {
        return [0, 0];
    }
    let (before, after) = (Lined::new(one), Lined::new(&other));
    let project = before.write(Project::new());
    git(&project, &["init", "-q", "-b", "main", "."]);
    git(&project, &["add", "-Af", "."]);
    git(&project, &["commit", "-qm", "one"]);
    let capabilities = json!({"general": {"positionEncodings": ["utf-8"]}});
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    for (path, text) in after.texts() {
        client.open(&path, 1, &text);
    }
    wait_for_base(&mut client);
    let shown: Vec<_> = Lined::paths().map(|path| hints(&mut client, &path)).collect();
    let titles: Vec<_> = Lined::paths().map(|path| lenses(&mut client, &path)).collect();
    client.finish();
    for (path, text) in after.texts() {
        fs::write(project.path(&path), text).unwrap();
    }
    let changed = changed(&project);
    let old: BTreeSet<String> = Lined::new(&unlabelled(one)).lines().collect();
    let plain: Vec<String> = Lined::new(&unlabelled(&other)).lines().collect();
    let mut seen = [0, 0];
    for (file, (shown, titles)) in shown.iter().zip(titles).enumerate() {
        let mut expected_titles: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        let mut of_file = Vec::new();
        for (line, index) in after.statements_of(file) {
            let statement = &after.statements[index];
            if let Some(key) = statement.workload() {
                let group = changed.get(&key);
                let expected = group.map(mark).filter(|it| !it.is_empty());
                let hint = shown.get(&line).unwrap_or_else(|| panic!("{statement:?} has no hint"));
                assert_eq!(hint.since, expected, "{statement:?} {group:#?}");
                seen[0] += usize::from(expected.is_some());
                of_file.extend(group);
            } else if statement.keyword != "guard" && !old.contains(&plain[index]) {
                let reached = changed.iter().filter(|(key, _)| reaches(&other, statement, key));
                let title = counted(reached.map(|(_, group)| group));
                let title = title.unwrap_or_else(|| "since HEAD: no placement changes".to_owned());
                expected_titles.entry(line).or_default().push(title);
            }
        }
        if let Some(title) = counted(of_file.into_iter()) {
            expected_titles.entry(0).or_default().insert(0, title);
        }
        assert_eq!(titles, expected_titles, "{file} {changed:#?}\n{}", plain.join("\n"));
        seen[1] += titles.len();
    }
    seen
}

#[test]
fn hints_and_lenses_say_what_diff_says() {
    let (marks, titles) = (Cell::new(0), Cell::new(0));
    let pairs = (random::model(), any::<u64>());
    // The floors below hold for these.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let looked_at = TestRunner::new_with_rng(cases(24), rng).run(&pairs, |(one, seed)| {
        let [seen, told] = check(&one, seed);
        marks.set(marks.get() + seen);
        titles.set(titles.get() + told);
        Ok(())
    });
    looked_at.unwrap();
    assert!(marks.get() > 10 && titles.get() > 10, "{} {}", marks.get(), titles.get());
}

#[test]
fn nothing_is_said_to_be_unchanged_while_an_error_bears_on_it() {
    let text = "policy france < country in [fr] >\n\
                environment production < attach [france] >\n\
                model llama in production\n\
                model apart < attach [france] >\n";
    let project = Project::new().file("a.bpol", text);
    git(&project, &["init", "-q", "-b", "main", "."]);
    git(&project, &["add", "-Af", "."]);
    git(&project, &["commit", "-qm", "one"]);
    let capabilities = json!({"general": {"positionEncodings": ["utf-8"]}});
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    client.open("a.bpol", 1, text);
    wait_for_base(&mut client);
    let mut shown = |version: i32, environment: &str| {
        client.replace("a.bpol", version, &text.replace("environment production <", environment));
        lenses(&mut client, "a.bpol")
    };
    assert_eq!(shown(2, "environment production \"Label\" <"), BTreeMap::new());
    let unchanged = vec!["since HEAD: no placement changes".to_owned()];
    assert_eq!(shown(3, "group all < country in [fr] > environment production <"), {
        BTreeMap::from([(1, unchanged.clone())])
    });
    // The environment has another text, whose meaning nobody knows yet.
    let broken = text.replace("attach [france] >\nmodel llama", "attach [france, gone] >\nmodel llama");
    client.replace("a.bpol", 4, &broken);
    assert_eq!(lenses(&mut client, "a.bpol"), BTreeMap::new());
    client.finish();
}
