//! The page for those who use no terminal: what its data say, that nothing of a workspace gets out of them, and that
//! it loads and runs nothing but its own.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::Project;

const NASTY: &str = "</script><script>alert(1)</script>{{data}}<!--";

pub(super) const TEXT: &str = r#"
    policy europe "</script><script>alert(1)</script>{{data}}<!--" < continent in [eu] >
    policy cards < gpu in [t4, a100] target models >
    environment production < attach [europe] >
    environment regulated in production
    guard home in production < within continent in [eu] >
    location eu-par-1 in fr < offers [t4, x86] >
    location us-1 in us
    model llama "</script><script>alert(1)</script>{{data}}<!--" in regulated < attach [cards] >
    agent helper in production < attach [cards] >
    job "<b>&amp;'x'" < attach [cards] >
"#;

pub(super) fn page(text: &str) -> String {
    let project = Project::new().file("a.bpol", text);
    let written = project.run(&["report", "--reference", "world", ".", "-o", "-"]);
    assert_eq!((written.status, written.stderr.as_str()), (0, ""));
    written.stdout
}

/// What stands between two texts.
fn between<'p>(page: &'p str, open: &str, close: &str) -> &'p str {
    let (_, behind) = page.split_once(open).unwrap_or_else(|| panic!("there is no {open}"));
    behind.split_once(close).unwrap().0
}

fn raw(page: &str) -> &str {
    between(page, "<script type=\"application/json\" id=\"bpol-data\">", "</script>")
}

pub(super) fn data(page: &str) -> Value {
    serde_json::from_str(raw(page)).unwrap()
}

#[test]
fn the_data_are_as_their_schema_says() {
    let schema = Project::new().run(&["schema", "report"]).stdout;
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let data = data(&page(TEXT));
    let wrong: Vec<String> = validator.iter_errors(&data).map(|it| it.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(data["schema"], "bpol.report.v1");
    let mut more = data.clone();
    more["workloads"][0]["point"] = json!("x");
    assert!(!validator.is_valid(&more));
}

#[test]
fn the_data_name_what_workloads_share_by_number() {
    let data = data(&page(TEXT));
    let workloads = data["workloads"].as_array().unwrap();
    let workload = workloads.iter().find(|it| it["written"] == "llama").unwrap();
    assert_eq!(workload["label"], NASTY);
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    assert_eq!(data["files"][number(&workload["place"][0])], "a.bpol");
    // Where the policies stand on the line of the name, that is enough.
    assert_eq!(workload.get("lines"), None);
    assert_eq!(workloads.iter().filter_map(|it| it["name"].as_str()).collect::<Vec<_>>(), ["<b>&amp;'x'"]);
    let point = &data["points"][number(&workload["point"])];
    let spots: Vec<&Value> =
        point["spots"].as_array().unwrap().iter().map(|it| &data["spots"][number(it)]).collect();
    assert!(spots.iter().all(|it| it["kind"] == "model"));
    let environments: Vec<&Value> =
        spots[1..].iter().map(|it| &data["environments"][number(&it["environment"])]).collect();
    assert_eq!(environments.iter().map(|it| &it["name"]).collect::<Vec<_>>(), ["regulated", "production"]);
    assert_eq!(data["environments"][number(&environments[0]["parent"])]["name"], "production");
    let set = &data["sets"][number(&point["set"])];
    let codes = |key: &str| -> Vec<String> {
        let numbers = data["ranges"][number(&set[key])]["codes"].as_array().unwrap().iter();
        let codes = numbers.map(|it| &data["codes"][number(it)]);
        codes.map(|it| format!("{} {}", it["type"].as_str().unwrap(), it["name"].as_str().unwrap())).collect()
    };
    assert_eq!(codes("location"), ["continent eu"]);
    assert_eq!(codes("flavor"), ["gpu a100", "gpu t4"]);
    assert_eq!((&set["status"], &set["placements"]), (&json!("placed"), &json!(1)));
    let environments = data["environments"].as_array().unwrap();
    let counts: Vec<&Value> = environments.iter().map(|it| &it["workloads"]).collect();
    assert_eq!(counts, [&json!(2), &json!(1)]);
    let guard = &data["guards"][0];
    assert_eq!((&guard["state"], &guard["covered"]), (&json!("holds"), &json!(2)));
}

#[test]
fn what_is_impossible_or_violated_is_said_and_no_error() {
    let page_of = |more: &str| data(&page(&format!("{TEXT}{more}")));
    let violated = page_of("guard us in production < within country in [us] >");
    let guard = violated["guards"].as_array().unwrap().iter().find(|it| it["name"] == "us").unwrap();
    assert_eq!((&guard["state"], &guard["covered"]), (&json!("violated"), &json!(2)));
    assert_eq!(guard["witnesses"].as_array().unwrap().len(), 2);
    assert!(guard["message"].as_str().unwrap().contains("does not hold"));
    let more = "policy us < country in [us] > model a in production < attach [us] > model b in production < attach [us] >";
    let impossible = page_of(more);
    let statuses: BTreeSet<&str> =
        impossible["sets"].as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["collision", "placed"].into());
    // Both workloads are at one point, of which it is said once.
    assert_eq!(impossible["findings"].as_array().unwrap().len(), 1);
    assert_eq!(impossible["findings"][0]["code"], "collision");
    assert_eq!(impossible["guards"][0]["state"], "not-judged");
}

#[test]
fn nothing_of_a_workspace_gets_out_of_the_data() {
    let page = page(TEXT);
    assert!(!raw(&page).contains('<'));
    assert!(raw(&page).contains("\\u003c/script>"));
    assert_eq!(page.matches("<script").count(), 3);
    assert_eq!(page.matches("</script>").count(), 3);
    assert_eq!(page.matches("alert(1)").count(), 2, "it stands in the data alone");
    assert_eq!(data(&page)["policies"][1]["label"], NASTY);
}

#[test]
fn a_page_may_load_nothing_and_run_its_own_script_alone() {
    let page = page(TEXT);
    let head = between(&page, "<head>\n", "</head>");
    assert!(head.starts_with("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\""));
    let policy = between(head, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = hash(between(&page, "<script>", "</script>"));
    let style = hash(between(&page, "<style>", "</style>"));
    let wanted = format!(
        "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(policy, wanted);
    for banned in ["unsafe-", " style=\"", " onclick=", " src=", "https://", "@import", "url(", "innerHTML"] {
        assert!(!page.contains(banned), "{banned}");
    }
    let hosts: Vec<&str> = page.match_indices("http://").map(|(at, _)| &page[at..at + 26]).collect();
    assert_eq!(hosts, ["http://www.w3.org/2000/svg"], "a name, and nothing to load");
}

#[test]
fn every_control_is_there() {
    let page = page(TEXT);
    for id in
        ["search", "filter-environment", "filter-kind", "filter-place", "filter-flavor", "count", "workloads"]
    {
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn the_same_workspace_gives_the_same_bytes() {
    let project = Project::new().file("a.bpol", "model a\n");
    let first = project.run(&["report", ".", "-o", "-"]);
    assert_eq!(project.run(&["report", ".", "-o", "r.html"]).status, 0);
    let file = fs::read_to_string(project.path("r.html")).unwrap();
    assert_eq!(file, first.stdout);
    assert_eq!(data(&file)["date"], Value::Null);
    let dated = project.run(&["report", ".", "-o", "-", "--date", "2027-03-31"]);
    assert_eq!(data(&dated.stdout)["date"], "2027-03-31");
    let missing = project.run(&["report", "."]);
    assert_eq!((missing.status, missing.stdout.as_str()), (2, ""));
    let over = project.run(&["report", ".", "-o", "a.bpol"]);
    assert_eq!(over.status, 2, "{}", over.stderr);
    assert_eq!(fs::read_to_string(project.path("a.bpol")).unwrap(), "model a\n");
}

#[test]
fn other_errors_are_reported_and_nothing_is_written() {
    let project = Project::new().file("a.bpol", "model a in nowhere\n");
    let refused = project.run(&["report", ".", "-o", "r.html"]);
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("error[unknown-environment]"), "{}", refused.stderr);
    assert!(!project.path("r.html").exists());
}

#[test]
fn ten_thousand_workloads_are_less_than_five_megabytes() {
    let mut text = String::from("policy europe < continent in [eu] > policy france < country in [fr] >\n");
    for number in 0..50 {
        let _ = writeln!(text, "environment environment-number-{number} < attach [europe] >");
    }
    for number in 0..10_000 {
        let own = if number % 3 == 0 { " < attach [france] >" } else { "" };
        let environment = number % 50;
        let _ = writeln!(
            text,
            "model some-longer-name-of-a-model-{number} in environment-number-{environment}{own}"
        );
    }
    let page = page(&text);
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert_eq!(data(&page)["workloads"].as_array().unwrap().len(), 10_000);
}

/// The map of the page has a place for every country of the table `world`, and no other.
#[test]
fn every_country_is_on_the_map() {
    let map: Value = serde_json::from_str(include_str!("../../../src/answers/report/map.json")).unwrap();
    let written = Project::new().run(&["reference", "--reference", "world", "--format", "json"]);
    let names: BTreeSet<&str> = map["points"].as_object().unwrap().keys().map(String::as_str).collect();
    let table: Value = serde_json::from_str(&written.stdout).unwrap();
    let codes = table["codes"].as_array().unwrap().iter().filter(|it| it["type"] == "country");
    let known: BTreeSet<&str> = codes.map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, known);
    let shapes: BTreeSet<&str> = map["shapes"].as_object().unwrap().keys().map(String::as_str).collect();
    assert!(shapes.iter().all(|it| it.is_empty() || known.contains(it)));
}
