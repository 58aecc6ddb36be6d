//! That the page says of every workload what why says of it: its data, put together as the page does it, are the
//! text of `bpol why`, line by line.

use serde_json::{Value, json};

use super::report::{TEXT, data, page};
use crate::support::Project;

/// The numbers of a list of the data.
fn numbers(value: &Value) -> Vec<usize> {
    let numbers = value.as_array().into_iter().flatten();
    numbers.map(|it| usize::try_from(it.as_u64().unwrap()).unwrap()).collect()
}

/// A text of the data, with the name of a workload in it.
fn said(data: &Value, number: usize, name: &str) -> String {
    let parts = data["texts"][number].as_array().unwrap().iter();
    parts.map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join(name)
}

/// What the page shows of a workload, line by line, as the text of why has it.
fn why_lines(data: &Value, workload: &Value) -> Vec<String> {
    let identity = workload["identity"].as_str().unwrap();
    let point = &data["points"][usize::try_from(workload["point"].as_u64().unwrap()).unwrap()];
    let set = &data["sets"][usize::try_from(point["set"].as_u64().unwrap()).unwrap()];
    let environment = workload["environment"].as_str();
    let own = environment.map_or(identity, |it| identity.strip_suffix(&format!("@{it}")).unwrap());
    let policies = numbers(&point["policies"]);
    let place = |policy: usize| {
        let index = policies.iter().position(|it| *it == policy).unwrap();
        format!("{}:{}", workload["place"]["path"].as_str().unwrap(), workload["lines"][index])
    };
    let text = |value: &Value, name: &str| {
        numbers(&json!([value])).first().map(|&number| said(data, number, name)).unwrap()
    };
    let row = |is_own: bool, row: &Value| {
        let mut cells: Vec<String> = numbers(&row["cells"]).iter().map(|&it| said(data, it, own)).collect();
        if let (true, Some(policy)) = (is_own, row["policy"].as_u64()) {
            cells.push(place(usize::try_from(policy).unwrap()));
        }
        cells.join(" ")
    };
    let spots: Vec<&Value> = numbers(&point["spots"]).iter().map(|&it| &data["spots"][it]).collect();
    let rows = |policy_type: &str, key: &str| -> Vec<String> {
        let of = |(index, spot): (usize, &&Value)| {
            let rows = spot[policy_type][key].as_array().into_iter().flatten();
            rows.map(|it| row(index == 0, it)).collect::<Vec<_>>()
        };
        spots.iter().enumerate().flat_map(of).collect()
    };
    let mut lines = vec![text(&set["heading"], identity)];
    lines.extend(point["violated"].as_u64().map(|_| text(&point["violated"], identity)));
    for (index, policy_type) in ["location", "flavor"].into_iter().enumerate() {
        lines.push(policy_type.to_owned());
        lines.extend(rows(policy_type, "rows"));
        lines.push(row(false, &json!({"cells": set["together"][index]})));
    }
    let apart = [rows("location", "apart"), rows("flavor", "apart")].concat();
    if !apart.is_empty() {
        lines.push("takes no part".to_owned());
        lines.extend(apart);
    }
    lines.extend(numbers(&point["impossible"]).iter().map(|&it| said(data, it, own)));
    lines.extend(set["placed"].as_u64().map(|_| text(&set["placed"], identity)));
    let words = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.into_iter().map(words).collect()
}

/// One workspace for each thing that why says.
const TOLD: [&str; 3] = [
    TEXT,
    // Nowhere to run, several at one point, repairs on both sides.
    r#"
    policy eu < continent in [eu] >
    policy us < country in [us] >
    policy cards < gpu in [t4] target models >
    environment production < attach [eu, cards] >
    environment regulated in production < attach [us] >
    guard home in production < within continent in [eu] >
    model "a b" in production < attach [us] >
    model "c d" in production < attach [us, us] >
    agent stuck in regulated
    model fine in production
    model loose
    "#,
    // Guards that do not hold, groups, exceptions, several policies at one point, a fleet.
    r#"
    group near < country in [fr, de, it, es, pt, be, nl] >
    policy many < group in [near] except country in [de] >
    policy more < country in [us, ca] >
    policy rest < except country in [fr] target models >
    policy tokens < output 10 per day >
    location a in fr < offers [t4] > location b in us location c in ca location d in it
    location e in es location f in pt location g in be
    environment x < attach [many, more, tokens] >
    environment "y z" in x < attach [rest] >
    guard home < within country in [fr] >
    guard other in "y z" < excludes country in [us] target models, jobs >
    model one in x
    model two in "y z" < attach [rest] >
    job three in "y z" < attach [rest, tokens] >
    function four
    "#,
];

#[test]
fn what_is_said_of_a_workload_is_what_why_says() {
    for text in TOLD {
        let project = Project::new().file("a.bpol", text);
        let data = data(&page(text));
        for workload in data["workloads"].as_array().unwrap() {
            let identity = workload["identity"].as_str().unwrap();
            let environment = workload["environment"].as_str().map_or_else(String::new, |it| format!("@{it}"));
            let asked = format!(
                "{}/{}{environment}",
                workload["kind"].as_str().unwrap(),
                workload["name"].as_str().unwrap()
            );
            let why = project.run(&["why", "--reference", "world", &asked, "--workspace", "."]);
            assert_eq!(why.status, 0, "{asked}: {}", why.stderr);
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted: Vec<String> = why.stdout.lines().map(words).filter(|it| !it.is_empty()).collect();
            let workload = {
                // Names with spaces stand in quotes there.
                let mut workload = workload.clone();
                if let Some(name) = workload["environment"].as_str().filter(|it| it.contains(' ')) {
                    workload["environment"] = json!(format!("\"{name}\""));
                }
                workload
            };
            assert_eq!(why_lines(&data, &workload), wanted, "{identity}");
        }
    }
}

#[test]
fn guards_say_what_each_workload_does_that_breaks_them() {
    let [.., violated] = TOLD;
    let data = data(&page(violated));
    let guard = data["guards"].as_array().unwrap().iter().find(|it| it["name"] == "other").unwrap();
    let sentences: Vec<String> = numbers(&guard["witnesses"])
        .iter()
        .zip(numbers(&guard["sentences"]))
        .map(|(&workload, sentence)| {
            said(&data, sentence, data["workloads"][workload]["identity"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        sentences,
        [
            r#"`job/three@"y z"` may run in country `us`, which `other` excludes"#,
            r#"`model/two@"y z"` may run in country `us`, which `other` excludes"#
        ]
    );
    let targets = numbers(&json!([guard["targets"]])).first().map(|&it| said(&data, it, ""));
    assert_eq!(targets.as_deref(), Some("jobs, models"));
}
