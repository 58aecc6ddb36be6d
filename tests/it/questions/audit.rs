//! What was observed against what may be: every row is judged, as the placement sets have it.

use bpol::answers::audit::{Audit, RowStatus, audit, read};
use bpol::answers::schema;
use bpol::emit::document::Document;
use bpol::{Analysis, Configuration};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::properties::cases;
use crate::random;
use crate::support::{Project, Run};

const WORKSPACE: &str = r#"
    continent as
    country jp in as
    location par-1 in fr < offers [t4, x86] >
    location pdx-1 in us
    policy eu < continent in [eu] >
    policy gpu < gpu in [t4] target models >
    environment production < attach [eu, gpu] >
    model chat in production
    model "=evil" in production
    function tokenize in production
    agent "a\"b" in production
"#;

fn project(observed: &[u8]) -> Project {
    Project::new().file("a.bpol", WORKSPACE).file("observed", observed)
}

fn run(observed: &[u8], arguments: &[&str]) -> Run {
    project(observed).run(&[&["audit", "observed", "--workspace", "a.bpol"], arguments].concat())
}

fn answer(observed: &[u8]) -> Value {
    serde_json::from_str(&run(observed, &["--format", "json"]).stdout).unwrap()
}

/// The line, status, options and suggestions of each row.
fn said(observed: &[u8]) -> Vec<(u64, String, String, String)> {
    let list = |value: &Value| {
        let text = |it: &Value| match it.as_str() {
            Some(text) => text.to_owned(),
            None => {
                let unlisted = if it.get("unlisted").is_some() { " (unlisted)" } else { "" };
                format!("{}:{}{unlisted}", it["type"].as_str().unwrap(), it["name"].as_str().unwrap())
            }
        };
        value.as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(" ")
    };
    let answer = answer(observed);
    let row = |row: &Value| {
        let status = row["status"].as_str().unwrap().to_owned();
        (row["line"].as_u64().unwrap(), status, list(&row["options"]), list(&row["suggestions"]))
    };
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

const OBSERVED: &str = "\u{feff}name,kind,note,environment,location,flavor,country\r\n\
    chat,model,x,production,par-1,t4,\r\n\
    chat,model,\"a\r\nb\",production,pdx-1,x86,\r\n\
    \r\n\
    chat,model,,production,,,\r\n\
    tokenize,function,,production,gra-7,CPU x86,fr\r\n\
    tokenize,function,,production,tyo-1,x86,jp\r\n\
    tokenize,function,,production,tyo-1,x86,\r\n\
    chatt,model,,production,par-1,t4,\r\n\
    chat,model,,production,par-2,t44,\r\n\
    chat,modell,,production,par-1,t4,\r\n\
    chat,model\r\n\
    '=evil,model,,production,par-1,t4,\r\n";

#[test]
fn every_row_is_judged() {
    let row = |line: u64, status: &str, options: &str, suggestions: &str| {
        (line, status.to_owned(), options.to_owned(), suggestions.to_owned())
    };
    assert_eq!(
        said(OBSERVED.as_bytes()),
        [
            row(2, "ok", "", ""),
            row(3, "forbidden", "location:pdx-1 cpu:x86", ""),
            row(6, "ok", "", ""),
            row(7, "ok", "", ""),
            row(8, "forbidden", "country:jp (unlisted)", ""),
            row(9, "unknown-location", "", ""),
            row(10, "unknown-workload", "", "model/chat@production"),
            row(11, "unknown-location", "", ""),
            row(12, "malformed", "", ""),
            row(13, "malformed", "", ""),
            row(14, "ok", "", ""),
        ]
    );
    let answer = answer(OBSERVED.as_bytes());
    assert_eq!(
        answer["counts"],
        json!({"ok": 4, "forbidden": 2, "unknown-workload": 1, "unknown-location": 2, "unknown-flavor": 0,
               "malformed": 2})
    );
    assert_eq!(answer["unseen"], json!([{"kind": "agent", "name": "a\"b", "environment": "production"}]));
    assert_eq!(answer["rows"][8]["workload"], Value::Null);
    let schema: Value = serde_json::from_str(&schema::find("audit").unwrap().schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&answer), "{:?}", validator.iter_errors(&answer).next());
}

/// A country that is given and that the table lacks is named, and what it may mean.
#[test]
fn an_unknown_country_is_named() {
    let observed = "kind,name,environment,location,flavor,country\n\
        model,chat,production,par-9,t4,FR\nmodel,chat,production,x,t4,zz\nmodel,chat,production,x,t4,\n\
        model,chat,production,par-l,t4,FR\n";
    let run = run(observed.as_bytes(), &[]);
    let words: Vec<&str> =
        run.stdout.lines().filter_map(|line| line.split_once("unknown-location  ").map(|it| it.1)).collect();
    assert_eq!(
        words,
        [
            "the table has no such location, and no country `FR`; did you mean fr?",
            "the table has no such location, and no country `zz`",
            "the table has no such location, and no country of it is given",
            "the table has no such location, and no country `FR`; did you mean par-1, fr?",
        ]
    );
    assert_eq!(said(observed.as_bytes())[0], (2, "unknown-location".into(), String::new(), "fr".into()));
}

#[test]
fn it_is_said_in_every_format() {
    insta::assert_snapshot!("text", run(OBSERVED.as_bytes(), &[]).stdout);
    insta::assert_snapshot!("json", run(OBSERVED.as_bytes(), &["--format", "json"]).stdout);
    insta::assert_snapshot!("csv", run(OBSERVED.as_bytes(), &["--format", "csv"]).stdout);
    let log: Value = serde_json::from_str(&run(OBSERVED.as_bytes(), &["--format", "sarif"]).stdout).unwrap();
    let result = |it: &Value| {
        let region = &it["locations"][0]["physicalLocation"]["region"];
        format!("{} {} {}", region["startLine"], it["ruleId"], it["message"]["text"])
    };
    let results: Vec<String> = log["runs"][0]["results"].as_array().unwrap().iter().map(result).collect();
    insta::assert_snapshot!("sarif", results.join("\n"));
}

#[test]
fn json_says_what_csv_does() {
    let rows = r#"[{"kind": "model", "name": "chat", "environment": "production", "location": "pdx-1",
        "flavor": "t4", "more": [1]}, {"kind": "agent", "name": "a\"b", "environment": "production",
        "location": null}, {"kind": "model"}, ["model", "chat"], {"kind": "model", "name": 7},
        {"kind": "model", "name": "chat", "name": "chat", "environment": "production"}]"#;
    let statuses = |observed: &str| said(observed.as_bytes()).into_iter().map(|it| it.1).collect::<Vec<_>>();
    let wanted = ["forbidden", "ok", "malformed", "malformed", "malformed", "malformed"];
    assert_eq!(statuses(rows), wanted);
    let wrapped = format!(r#"{{"schema": "bpol.audit.observed.v1", "rows": {rows}}}"#);
    assert_eq!(statuses(&wrapped), wanted);
    // A sign that a spreadsheet would need is a part of a name here.
    assert_eq!(
        statuses(r#"[{"kind": "model", "name": "'=evil", "environment": "production"}]"#),
        ["unknown-workload"]
    );
}

#[test]
fn a_row_that_hides_others_is_malformed() {
    let mut rows = b"kind,name,environment,location,flavor\nmodel,chat,production,par-1,t4\n".to_vec();
    rows.extend(b"model,ch\xffat,production,par-1,t4\nmodel,\"chat,production,par-1,t4\n");
    rows.extend(b"model,chat,production,pdx-1,t4\n");
    let statuses: Vec<_> = said(&rows).into_iter().map(|it| (it.0, it.1)).collect();
    let row = |line, status: &str| (line, status.to_owned());
    assert_eq!(statuses, [row(2, "ok"), row(3, "malformed"), row(4, "malformed")]);
}

#[test]
fn an_empty_line_is_no_row_and_one_of_empty_cells_is_malformed() {
    let rows = "\n\r\nkind,name,environment,location,flavor\n\nmodel,chat,production,par-1,t4\n\n,,,,\n \n\
        model,chat,production,par-1,t4\n\n";
    let statuses: Vec<_> = said(rows.as_bytes()).into_iter().map(|it| (it.0, it.1)).collect();
    let row = |line, status: &str| (line, status.to_owned());
    assert_eq!(statuses, [row(5, "ok"), row(7, "malformed"), row(8, "malformed"), row(9, "ok")]);
}

#[test]
fn what_is_no_list_of_rows_is_no_audit() {
    for (observed, message) in [
        ("", "there is no header"),
        ("kind,name,environment,location\n", "the header lacks `flavor`"),
        ("model,chat,production,par-1,t4\n", "the header lacks"),
        ("kind,kind,name,environment,location,flavor\n", "stands twice"),
        ("{\"schema\": \"bpol.audit.observed.v2\", \"rows\": []}", "is no schema of what was observed"),
        ("{\"rows\": []}", "missing field `schema`"),
        ("[1, 2", "EOF"),
    ] {
        let run = run(observed.as_bytes(), &[]);
        assert_eq!(run.status, 2, "{observed}");
        assert!(run.stderr.contains(message), "{observed}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn what_may_be_decides_the_status() {
    let header = "kind,name,environment,location,flavor\n";
    for (row, plain, tolerant) in [
        ("model,chat,production,par-1,t4", 0, 0),
        ("model,chat,production,pdx-1,t4", 1, 1),
        ("model,chta,production,par-1,t4", 1, 0),
        ("model,chat,production,par-1,zx9", 1, 0),
        ("chat", 1, 1),
    ] {
        let observed = format!("{header}{row}\n");
        assert_eq!(run(observed.as_bytes(), &[]).status, plain, "{row}");
        assert_eq!(run(observed.as_bytes(), &["--allow-unknown"]).status, tolerant, "{row}");
    }
}

#[test]
fn workloads_that_can_run_nowhere_may_run_nowhere() {
    let text = "policy fr < country in [fr] > policy us < country in [us] >\n\
        environment e < attach [fr] > model x in e < attach [us] >\n model y in e\n";
    let project = Project::new()
        .file("a.bpol", text)
        .file("o.csv", "kind,name,environment,location,flavor\nmodel,x,e,,t4\nmodel,y,e,,t4\n");
    let run = project.run(&["audit", "o.csv", "--workspace", "a.bpol", "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.status, &answer["rows"][0]["status"]), (1, &json!("forbidden")));
    assert_eq!(answer["rows"][1]["status"], "ok");
}

#[test]
fn a_forbidden_row_says_what_why_says() {
    let text = "policy fr < country in [fr] > policy eu < continent in [eu] > policy t4 < gpu in [t4] >\n\
        policy us < country in [us] > policy every < continent in [na, eu] >\n\
        environment out < attach [every, t4] >\nenvironment in in out < attach [eu, fr] >\n\
        model x in in < attach [fr] >\nmodel \"a b\" in in < attach [eu] >\nmodel no in in < attach [us] >\n";
    let rows = "kind,name,environment,location,flavor,country\nmodel,x,in,somewhere,x86,us\n\
        model,a b,in,somewhere,,us\nmodel,no,in,,t4,\n";
    let project = Project::new().file("a.bpol", text).file("o.csv", rows);
    let run = project.run(&["audit", "o.csv", "--workspace", "a.bpol"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let who = |at: usize| lines[at].split("blocked by ").nth(1).unwrap_or(lines[at]).to_owned();
    let both = "eu (environment in, a.bpol:4) and fr (environment in, a.bpol:4)";
    assert_eq!(
        who(0),
        format!("fr (model/x, a.bpol:5), {} and t4 (environment out, a.bpol:3)", both.replace(" and", ","))
    );
    assert_eq!(who(1), format!("eu (model/\"a b\", a.bpol:6), {both}"));
    let clash = "us (model/no, a.bpol:7), eu (environment in, a.bpol:4) and fr (environment in, a.bpol:4)";
    assert!(
        lines[2].ends_with(&format!("it can run nowhere; no location is left by {clash}")),
        "{}",
        lines[2]
    );
    // The same policies at the same places as why has them.
    let why = project.run(&["why", "x", "country:us", "x86", "--workspace", "a.bpol", "--format", "json"]);
    let why: Value = serde_json::from_str(&why.stdout).unwrap();
    for by in why["options"].as_array().unwrap().iter().flat_map(|it| it["blockedBy"].as_array().unwrap()) {
        let named = format!("{} (", by["policy"].as_str().unwrap());
        let at = format!("{}:{})", by["place"]["path"].as_str().unwrap(), by["place"]["line"]);
        assert!(lines[0].contains(&named) && lines[0].contains(&at), "{by} in {}", lines[0]);
    }
    let log = project.run(&["audit", "o.csv", "--workspace", "a.bpol", "--format", "sarif"]).stdout;
    assert!(log.contains("blocked by fr (model/x, a.bpol:5)") && log.contains(clash), "{log}");
}

#[test]
fn of_many_policies_some_are_named() {
    let policies: String = (0..8).map(|it| format!("policy p{it} < country in [fr] >\n")).collect();
    let names: Vec<String> = (0..8).map(|it| format!("p{it}")).collect();
    let project = Project::new()
        .file("a.bpol", format!("{policies}model x < attach [{}] >\n", names.join(", ")))
        .file("o.csv", "kind,name,environment,location,flavor,country\nmodel,x,,a,,us\n");
    let few = project.run(&["audit", "o.csv", "--workspace", "a.bpol"]).stdout;
    assert!(few.contains("p4 (model/x, a.bpol:9) and 3 more\n"), "{few}");
    let full = project.run(&["audit", "o.csv", "--workspace", "a.bpol", "--full"]).stdout;
    assert!(full.contains(" and p7 (model/x, a.bpol:9)\n"), "{full}");
}

#[test]
fn what_the_schema_takes_is_what_is_read() {
    let schema: Value =
        serde_json::from_str(&schema::find("bpol.audit.observed.v1").unwrap().schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let analysis = bpol::compile(
        Configuration::default(),
        bpol::reference::Reference::builtin(bpol::reference::Builtin::Official),
        vec![bpol::Source::new("a.bpol", WORKSPACE.into())],
    );
    let provisional = analysis.provisional().unwrap();
    let is_read = |document: &Value| {
        let text = document.to_string();
        let Ok(rows) = read(text.as_bytes()) else { return false };
        audit(provisional, &rows).rows.iter().all(|row| row.status != RowStatus::Malformed)
    };
    let values = [json!("model"), json!("chat"), json!(""), json!(null), json!(7), json!(["model"])];
    let row = json!({"kind": "model", "name": "chat", "environment": null, "location": "par-1", "more": 1});
    let wrapped = |row: Value| json!({"schema": "bpol.audit.observed.v1", "rows": [row]});
    let mut documents = vec![
        json!({"schema": "bpol.audit.observed.v1", "rows": []}),
        json!({"schema": "bpol.audit.observed.v2", "rows": []}),
        json!({"schema": "bpol.audit.observed.v1", "rows": {}}),
        json!({"schema": "bpol.audit.observed.v1"}),
        json!({"rows": []}),
        json!({"schema": "bpol.audit.observed.v1", "rows": [], "more": 1}),
        wrapped(json!([])),
        wrapped(json!("model/chat")),
        wrapped(json!({})),
        wrapped(row.clone()),
    ];
    for key in ["kind", "name", "environment", "location", "flavor", "country"] {
        let mut less = row.clone();
        less.as_object_mut().unwrap().remove(key);
        documents.push(wrapped(less));
        for value in &values {
            let mut other = row.clone();
            other[key] = value.clone();
            documents.push(wrapped(other));
        }
    }
    for document in &documents {
        assert_eq!(validator.is_valid(document), is_read(document), "{document}");
    }
    assert!(documents.iter().any(|it| validator.is_valid(it)));
}

/// Whether a list of codes has a place or a flavor: itself or what lies above it.
fn has(analysis: &Analysis, codes: &[bpol::emit::document::Code], name: &str, is_place: bool) -> bool {
    let table = analysis.workspace().table();
    let found = table.iter().find(|(_, code)| {
        let attribute = code.attribute().name();
        code.name() == name
            && if is_place { attribute == "location" } else { matches!(attribute, "cpu" | "gpu") }
    });
    let upwards = std::iter::successors(found.map(|(id, _)| id), |&id| table[id].parent());
    let mut upwards = upwards.map(|id| (table[id].attribute(), table[id].name()));
    upwards.any(|(attribute, name)| codes.iter().any(|it| it.attribute == attribute && it.name == name))
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_row_is_judged_as_the_placement_sets_have_it(
        model in random::model(), layout in random::layout()
    ) {
        let analysis = random::sound(model).render(layout).analyse(Configuration::default());
        let Ok(resolved) = analysis.resolved() else { return Ok(()) };
        let document = Document::of(resolved, resolved.workspace().workloads());
        let names = |attributes: &[&str]| {
            let codes = resolved.workspace().table().iter();
            let codes = codes.filter(|(_, code)| attributes.contains(&code.attribute().name()));
            codes.map(|(_, code)| code.name().to_owned()).chain([String::new()]).collect::<Vec<_>>()
        };
        let (locations, flavors) = (names(&["location"]), names(&["cpu", "gpu"]));
        let (mut rows, mut wanted) = (Vec::new(), Vec::new());
        for workload in document.workloads.iter().take(12) {
            let set = document.placement_sets.iter().find(|set| set.id == workload.placement_set).unwrap();
            for location in &locations {
                for flavor in &flavors {
                    let may = (location.is_empty() || has(&analysis, &set.locations, location, true))
                        && (flavor.is_empty() || has(&analysis, &set.flavors, flavor, false));
                    wanted.push(if may { RowStatus::Ok } else { RowStatus::Forbidden });
                    rows.push(json!({
                        "kind": workload.kind, "name": workload.name, "environment": workload.environment,
                        "location": location, "flavor": flavor,
                    }));
                }
            }
        }
        let text = serde_json::to_string(&rows).unwrap();
        let observed = read(text.as_bytes()).unwrap();
        let Audit { rows, unseen, .. } = audit(resolved, &observed);
        prop_assert_eq!(rows.iter().map(|row| row.status).collect::<Vec<_>>(), wanted);
        prop_assert_eq!(unseen.len(), document.workloads.len().saturating_sub(12));
    }
}
