//! That the page says of every workload what why says of it: its data, put together as the page does it, are the
//! text of `bpol why`, line by line.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::report::{TEXT, data, page};
use crate::support::Project;

/// The numbers of a list of the data.
fn numbers(value: &Value) -> Vec<usize> {
    let numbers = value.as_array().into_iter().flatten();
    numbers.map(|it| usize::try_from(it.as_u64().unwrap()).unwrap()).collect()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// A text of the data, with names where it leaves something open; one name stands everywhere.
fn said(data: &Value, text: usize, names: &[&str]) -> String {
    let parts = data["texts"][text].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
    let name = |index: usize| names.get(index).or(names.last().filter(|_| names.len() == 1)).unwrap();
    let behind = |(index, part): (usize, &str)| {
        if index == 0 { part.to_owned() } else { name(index - 1).to_string() + part }
    };
    parts.enumerate().map(behind).collect()
}

/// What the page shows of a workload, line by line, as the text of why has it.
struct Told<'d> {
    data: &'d Value,
    workload: &'d Value,
    /// Its points from itself outwards.
    spots: Vec<&'d Value>,
    own: String,
}

impl<'d> Told<'d> {
    fn new(data: &'d Value, workload: &'d Value) -> Self {
        let point = &data["points"][number(&workload["point"])];
        let spots: Vec<&Value> = numbers(&point["spots"]).iter().map(|&it| &data["spots"][it]).collect();
        let own = format!("{}/{}", spots[0]["kind"].as_str().unwrap(), workload["written"].as_str().unwrap());
        Self { data, workload, spots, own }
    }

    /// What it is known by; `key` is how its environment is called.
    fn identity(&self, key: &str) -> String {
        match self.spots.get(1) {
            Some(spot) => {
                let environment = &self.data["environments"][number(&spot["environment"])];
                format!("{}@{}", self.own, environment[key].as_str().unwrap())
            }
            None => self.own.clone(),
        }
    }

    fn texts(&self, list: &Value) -> Vec<String> {
        numbers(list).iter().map(|&it| said(self.data, it, &[&self.own])).collect()
    }

    fn place(&self, spot: &Value, policy: usize) -> String {
        let (path, line, policies, lines) = match spot["environment"].as_u64() {
            Some(_) => {
                let it = &self.data["environments"][number(&spot["environment"])];
                (&it["place"]["path"], &it["place"]["line"], &it["policies"], &it["lines"])
            }
            None => {
                let place = &self.workload["place"];
                let path = &self.data["files"][number(&place[0])];
                (path, &place[1], &spot["policies"], &self.workload["lines"])
            }
        };
        let index = numbers(policies).iter().position(|it| *it == policy).unwrap();
        let line = numbers(lines).get(index).copied().unwrap_or_else(|| number(line));
        format!("{}:{line}", path.as_str().unwrap())
    }

    fn rows(&self, policy_type: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for spot in &self.spots {
            for (index, policy) in numbers(&spot[policy_type]["applying"]).into_iter().enumerate() {
                let who = said(self.data, number(&spot["who"]), &[&self.own]);
                let who = if index == 0 { who } else { String::new() };
                let words = self.texts(&self.data["policies"][policy]["cells"]).join(" ");
                lines.push(format!("{who} {words} {}", self.place(spot, policy)));
            }
            lines.extend(spot[policy_type].get("row").map(|row| self.texts(row).join(" ")));
        }
        lines
    }

    fn apart(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for policy_type in ["location", "flavor"] {
            for spot in &self.spots {
                for it in spot[policy_type]["apart"].as_array().into_iter().flatten() {
                    let place = self.place(spot, number(&it["policy"]));
                    lines.push(format!("{} {place}", self.texts(&it["cells"]).join(" ")));
                }
            }
        }
        lines
    }

    fn lines(&self) -> Vec<String> {
        let point = &self.data["points"][number(&self.workload["point"])];
        let set = &self.data["sets"][number(&point["set"])];
        let ranges = ["location", "flavor"].map(|it| &self.data["ranges"][number(&set[it])]);
        let reach = ranges.map(|it| said(self.data, number(&it["reach"]), &[]));
        let names = [self.identity("written"), reach[0].clone(), reach[1].clone()];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut lines = vec![said(self.data, number(&set["heading"]), &names)];
        lines.extend(point["violated"].as_u64().map(|_| said(self.data, number(&point["violated"]), &[])));
        for (policy_type, range) in ["location", "flavor"].into_iter().zip(ranges) {
            lines.push(policy_type.to_owned());
            lines.extend(self.rows(policy_type));
            lines.push(self.texts(&range["together"]).join(" "));
        }
        let apart = self.apart();
        lines.extend((!apart.is_empty()).then(|| "takes no part".to_owned()));
        lines.extend(apart);
        lines.extend(self.texts(&point["impossible"]));
        lines.extend(set.get("placed").map(|it| self.texts(it).concat()));
        lines.iter().map(|line| words(line)).collect()
    }
}

/// A line without the space that lays it out.
fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
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
    policy tokens < tokens output 10 per day >
    policy fair < tokens input 5 per hour target [functions, jobs] >
    location a in fr < offers [t4] > location b in us location c in ca location d in it
    location e in es location f in pt location g in be
    environment x < attach [many, more, tokens, fair] >
    environment "y z" in x < attach [rest] >
    guard home < within country in [fr] >
    guard other in "y z" < excludes country in [us] target [models, jobs] >
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
            let told = Told::new(&data, workload);
            let asked = match &workload["name"] {
                Value::String(name) => told.identity("name").replace(&format!("\"{name}\""), name),
                _ => told.identity("name"),
            };
            let why = project.run(&["why", "--reference", "world", &asked, "--workspace", "."]);
            assert_eq!(why.status, 0, "{asked}: {}", why.stderr);
            // The limits stand apart on the page, in words of their own.
            let (before, limits) = why.stdout.split_once("\nlimits\n").unwrap_or((&why.stdout, ""));
            let (limits, behind) = limits.split_once("\n\n").unwrap_or((limits, ""));
            let wanted = [before, behind].into_iter().flat_map(str::lines).map(words);
            let wanted: Vec<String> = wanted.filter(|it| !it.is_empty()).collect();
            assert_eq!(told.lines(), wanted, "{asked}");
            let point = &data["points"][number(&told.workload["point"])];
            let policies: Vec<&str> = point["limits"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|it| it["policy"].as_str().unwrap())
                .collect();
            assert_eq!(limits.lines().count(), policies.len(), "{asked}: {limits}");
            assert!(policies.iter().all(|it| limits.contains(it)), "{asked}: {limits}");
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
            said(&data, sentence, &[&Told::new(&data, &data["workloads"][workload]).identity("written")])
        })
        .collect();
    assert_eq!(
        sentences,
        [
            r#"`job/three@"y z"` may run in country `us`, which `other` excludes"#,
            r#"`model/two@"y z"` may run in country `us`, which `other` excludes"#
        ]
    );
    let targets = numbers(&json!([guard["targets"]])).first().map(|&it| said(&data, it, &[]));
    assert_eq!(targets.as_deref(), Some("jobs, models"));
}

/// Where very many can run nowhere, the page has what clashes for all, and repairs for so many lists.
#[test]
fn repairs_are_looked_for_in_so_many_lists() {
    let mut text = String::from("policy us < country in [us] >\nenvironment e < attach [us] >\n");
    for number in 0..500 {
        let _ = write!(
            text,
            "policy p{number} < country in [fr] >\nmodel m{number} in e < attach [p{number}] >\n"
        );
    }
    let data = data(&page(&text));
    let points: Vec<Vec<String>> = data["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| numbers(&point["impossible"]).iter().map(|&it| said(&data, it, &["model/x"])).collect())
        .collect();
    assert_eq!(points.len(), 500);
    assert!(
        points.iter().all(|it| it[0] == "no location is left by model/x and environment e"),
        "{points:?}"
    );
    let repaired = points.iter().filter(|it| it[1] == "  repairs by the workload").count();
    let referred = points.iter().filter(|it| it[1].starts_with("  `bpol why` lists the repairs")).count();
    assert_eq!((repaired, referred), (400, 100));
}
