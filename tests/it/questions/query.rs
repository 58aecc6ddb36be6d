//! `query` as people, programs and spreadsheets see it.

use std::io::{self, Write};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::support::{Project, Run};

const TEXT: &str = r#"
location us-pdx-1 in us < offers [x86, t4] >
location us-iad-1 in us < offers [x86] >
location eu-fra-1 in fr < offers [x86, t4] >
group america < continent in [na] >

policy europe < country in [fr] >
policy gpu < gpu in [t4] >
policy tokens < tokens total 100 per day >

environment production < attach [europe] >
environment canary in production
environment staging < attach [tokens] >

model    chat     in production
function tokenize in canary
agent    support  in staging < attach [gpu] >
job      "=cmd"   in staging
job      lonely
"#;

fn project() -> Project {
    Project::new().file("a.bpol", TEXT)
}

fn asked(project: &Project, arguments: &[&str]) -> Run {
    let run = project.run(&[&["query"], arguments].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run
}

fn document(project: &Project, arguments: &[&str]) -> Value {
    serde_json::from_str(&asked(project, &[arguments, &["--format", "json"]].concat()).stdout).unwrap()
}

/// The names of the workloads that are listed.
fn names(project: &Project, arguments: &[&str]) -> Vec<String> {
    let document = document(project, arguments);
    let workloads = document["workloads"].as_array().unwrap().iter();
    workloads.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_filter_leaves_out_some() {
    let project = project();
    let all = ["lonely", "tokenize", "chat", "support", "=cmd"];
    assert_eq!(names(&project, &[]), all);
    assert_eq!(names(&project, &["--in", "us"]), ["lonely", "support", "=cmd"]);
    // At one location together.
    assert_eq!(names(&project, &["--in", "us-iad-1", "--on", "t4"]), Vec::<String>::new());
    assert_eq!(names(&project, &["--in", "us-iad-1", "--on", "x86"]), ["lonely", "=cmd"]);
    assert_eq!(names(&project, &["--only", "fr", "--only", "eu"]), ["tokenize", "chat"]);
    assert_eq!(names(&project, &["--only", "t4"]), ["support"]);
    assert_eq!(names(&project, &["--never", "group:america"]), ["tokenize", "chat"]);
    assert_eq!(names(&project, &["--policy", "europe"]), ["tokenize", "chat"]);
    assert_eq!(names(&project, &["--policy", "tokens", "--kind", "job"]), ["=cmd"]);
    assert_eq!(names(&project, &["--restricted", "flavor"]), ["support"]);
    assert_eq!(
        names(&project, &["--unrestricted", "location", "--unrestricted", "flavor"]),
        ["lonely", "=cmd"]
    );
    assert_eq!(names(&project, &["--environment", "production"]), ["tokenize", "chat"]);
    assert_eq!(names(&project, &["--environment", "canary", "--environment", ""]), ["lonely", "tokenize"]);
    assert_eq!(names(&project, &["--fragile", "1"]), ["tokenize", "chat"]);
}

#[test]
fn what_is_asked_is_in_the_answer() {
    let arguments =
        ["--in", "us", "--in", "continent:na", "--on", "CPU x86", "--only", "america", "--only", "america"];
    let more = ["--environment", "staging", "--environment", "", "--kind", "job", "--restricted", "flavor"];
    assert_eq!(
        document(&project(), &[&arguments[..], &more].concat())["filters"],
        json!({
            "in": [{"type": "continent", "name": "na"}, {"type": "country", "name": "us"}],
            "on": [{"type": "cpu", "name": "x86"}],
            "only": [{"type": "group", "name": "america"}],
            "never": [],
            "lose": [],
            "kind": ["job"],
            "environment": [null, "staging"],
            "policy": [],
            "restricted": ["flavor"],
            "unrestricted": [],
            "fragile": null,
        })
    );
}

#[test]
fn workloads_are_those_that_compile_writes() {
    let project = project();
    let compiled = project.run(&["compile", "--format", "ndjson"]).stdout;
    let rows = document(&project, &[])["workloads"].clone();
    let lines = compiled.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines: Vec<Value> = lines
        .map(|mut line| {
            let members = line.as_object_mut().unwrap();
            members.remove("schema");
            members.insert("status".to_owned(), "placed".into());
            line
        })
        .collect();
    assert_eq!(rows, Value::Array(lines));
    let text = asked(&project, &["--format", "json"]).stdout;
    let first = text.lines().find(|line| line.contains("support")).unwrap();
    assert!(
        first.contains("\"environment\": \"staging\", \"status\": \"placed\", \"placementSet\": {"),
        "{first}"
    );
    assert!(first.contains("}, \"limits\": [") && first.contains("], \"policies\": {"), "{first}");
    assert!(text.starts_with("{\n  \"schema\": \"bpol.query.v1\",\n  \"compiler\": \"bpol "));
}

#[test]
fn what_goes_away_is_taken_from_placements() {
    let project = project();
    assert_eq!(
        asked(&project, &["--lose", "us", "--lose", "t4"]).stdout,
        "workload                  loses                                                        \
         left               placements\n\
         agent/support@staging     location eu-fra-1, us-pdx-1                                  \
         nothing            0 of 2\n\
         job/lonely                location us-iad-1, us-pdx-1 and gpu t4 at location eu-fra-1  \
         location eu-fra-1  1 of 3\n\
         function/tokenize@canary  gpu t4 at location eu-fra-1                                  \
         location eu-fra-1  1 of 1\n\
         model/chat@production     gpu t4 at location eu-fra-1                                  \
         location eu-fra-1  1 of 1\n\
         job/\"=cmd\"@staging        location us-iad-1, us-pdx-1 and gpu t4 at location eu-fra-1  \
         location eu-fra-1  1 of 3\n"
    );
    // A fleet that is lost whole is no unknown one.
    let all = document(&project, &["--lose", "eu", "--lose", "na"]);
    for row in all["workloads"].as_array().unwrap() {
        assert_eq!((&row["after"], &row["impossible"]), (&json!(0), &json!(true)));
        assert_eq!(row["left"], json!({"location": [], "flavor": [], "placements": []}));
    }
    assert_eq!(all["workloads"].as_array().unwrap().len(), 5);
    // Filters look at what there was.
    assert_eq!(names(&project, &["--fragile", "1", "--lose", "us"]), Vec::<String>::new());
}

#[test]
fn without_a_fleet_it_is_taken_from_sets() {
    let text = "policy eu < continent in [eu] >\npolicy fr < country in [fr] >\nmodel a < attach [eu] >\n\
                model b < attach [fr] >\nmodel c\n";
    let project = Project::new().file("a.bpol", text);
    let answer = document(&project, &["--lose", "fr"]);
    let [b, a, c] = &answer["workloads"].as_array().unwrap()[..] else { panic!("{answer}") };
    assert_eq!((&b["name"], &b["impossible"], &b["before"]), (&json!("b"), &json!(true), &Value::Null));
    assert_eq!(a["left"]["location"], json!([{"type": "continent", "name": "eu", "unlisted": true}]));
    assert_eq!(a["lost"]["location"], json!([{"type": "country", "name": "fr"}]));
    assert_eq!((&c["name"], &c["impossible"]), (&json!("c"), &json!(false)));
    assert_eq!(
        asked(&project, &["--lose", "fr"]).stdout,
        "workload  loses       left\n\
         model/b   country fr  nothing\n\
         model/a   country fr  continent eu (unlisted)\n\
         model/c   country fr  continent na\n"
    );
    let run = project.run(&["query", "--fragile", "2"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("the workspace has no locations"), "{}", run.stderr);
}

#[test]
fn what_hangs_on_one_location_is_counted() {
    let project = project();
    let answer = document(&project, &["--fragile", "2"]);
    assert_eq!(answer["hangOn"], json!([{"location": "eu-fra-1", "workloads": 2}]));
    assert_eq!(document(&project, &[]).get("hangOn"), None);
    assert!(
        asked(&project, &["--fragile", "2"])
            .stdout
            .ends_with("\nthe only location  of workloads\neu-fra-1           2\n")
    );
}

#[test]
fn nothing_that_fits_is_an_empty_table() {
    let project = project();
    let none = ["--in", "us", "--only", "fr"];
    assert_eq!(asked(&project, &none).stdout, "workload  locations  flavors  placements\n");
    assert_eq!(document(&project, &none)["workloads"], json!([]));
    assert_eq!(
        asked(&project, &[&none[..], &["--format", "csv"]].concat()).stdout,
        "kind,name,environment,status,locations,flavors,placements\n"
    );
}

#[test]
fn impossible_workloads_answer_too() {
    let text = "policy a < country in [fr] >\npolicy b < country in [us] >\nenvironment e < attach [a] >\n\
                model m in e < attach [b] >\nmodel n in e\n";
    let project = Project::new().file("a.bpol", text);
    let answer = document(&project, &["--only", "fr"]);
    let [m, n] = &answer["workloads"].as_array().unwrap()[..] else { panic!("{answer}") };
    assert_eq!((&m["status"], &m["placementSet"]), (&json!("collision"), &Value::Null));
    assert_eq!(n["status"], "placed");
    assert_eq!(names(&project, &["--in", "fr"]), ["n"]);
    assert_eq!(
        asked(&project, &[]).stdout,
        "workload   status     locations   flavors\n\
         model/m@e  collision  nothing     cpu x86, gpu t4\n\
         model/n@e  placed     country fr  cpu x86, gpu t4\n"
    );
    assert_eq!(
        asked(&project, &["--format", "csv"]).stdout,
        "kind,name,environment,status,locations,flavors,placements\n\
         model,m,e,collision,,,\nmodel,n,e,placed,country:fr,cpu:x86;gpu:t4,\n"
    );
}

#[test]
fn workloads_that_break_a_guard_answer_too() {
    let text = "policy eu < continent in [eu] >\nguard here < within country in [fr] >\n\
                model m < attach [eu] >\npolicy fr < country in [fr] >\nmodel n < attach [fr] >\n";
    let project = Project::new().file("a.bpol", text);
    assert_eq!(
        asked(&project, &[]).stdout,
        "workload  status         locations     flavors\n\
         model/m   violates here  continent eu  cpu x86, gpu t4\n\
         model/n   placed         country fr    cpu x86, gpu t4\n"
    );
    assert_eq!(document(&project, &["--in", "eu"])["workloads"][0]["status"], "placed");
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let names = ["=1+1", "+1", "-1", "@sum", "a,\"b\"", "plain"];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\\\""));
    let text: String = names.iter().map(|name| format!("model {}\n", quoted(name))).collect();
    let project = Project::new().file("a.bpol", format!("environment \"=e\"\n{text}job j in \"=e\"\n"));
    let run = asked(&project, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let found: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    assert_eq!(found, ["'+1", "'-1", "'=1+1", "'@sum", "a,\"b\"", "plain", "j"]);
    assert_eq!(&rows[6][2], "'=e");
    assert!(!run.stdout.contains('\r'));
}

#[test]
fn what_is_unknown_is_answered_with_what_is_near() {
    let project = project();
    for (arguments, message) in [
        (&["--in", "us-pdx-2"][..], "there is no place `us-pdx-2`"),
        (&["--in", "t4"], "there is `gpu:t4`"),
        (&["--policy", "europa"], "did you mean `europe`?"),
        (&["--environment", "prodction"], "did you mean `production`?"),
        (&["--kind", "modle"], "'model'"),
        (&["--restricted", "place"], "location"),
        (&["--lose", "country:na"], "there is `continent:na`"),
    ] {
        let run = project.run(&[&["query"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    let broken = Project::new().file("a.bpol", "policy a < country in [zz] >\nmodel m\n").run(&["query"]);
    assert_eq!((broken.status, broken.stdout.as_str()), (1, ""));
    assert!(broken.stderr.contains("`zz`"), "{}", broken.stderr);
}

#[test]
fn nothing_of_a_file_reaches_a_terminal_as_it_stands() {
    let text = "environment \"a\u{202e}b\"\nmodel \"x\u{200b}y\" in \"a\u{202e}b\"\n";
    let project = Project::new().file("a.bpol", text);
    for command in ["query", "matrix"] {
        let run = project.run(&[command]);
        let shown = [run.stdout, run.stderr].concat();
        assert!(!shown.contains(['\u{202e}', '\u{200b}']), "{shown:?}");
    }
}

/// A workspace of names that are as long as real ones.
fn wide() -> bpol::Analysis {
    let text = format!(
        "{TEXT}\nenvironment \"a-rather-long-environment-name-of-some-team\" in production\n\
         model \"llama-3.1-405b-instruct-fp8-turbo\" in \"a-rather-long-environment-name-of-some-team\"\n\
         model \"北京北京北京北京北京北京北京北京\"\n"
    );
    let source = bpol::Source::new("a.bpol", text.into());
    let reference = bpol::Reference::builtin(bpol::Builtin::Official);
    bpol::compile(bpol::Configuration::default(), reference, vec![source])
}

#[test]
fn tables_fit_terminals() {
    use bpol::answers::query::{Answer, Filters, Words, text};
    use bpol::answers::text::Looks;
    use bpol::answers::{matrix, matrix::Matrix};

    let analysis = wide();
    let provisional = analysis.provisional().unwrap();
    let questions = [
        Words::default(),
        Words { lose: vec!["us".to_owned(), "t4".to_owned()], fragile: Some(9), ..Words::default() },
    ];
    for width in [80, 40] {
        let looks = Looks::new(Some(width), false, false);
        let mut texts = vec![matrix::text(provisional, &Matrix::new(provisional), looks)];
        for words in &questions {
            let filters = Filters::read(provisional.workspace(), words).unwrap();
            let mut shown = Vec::new();
            text(&Answer::new(provisional, filters), looks, &mut shown).unwrap();
            texts.push(String::from_utf8(shown).unwrap());
        }
        for text in &texts {
            assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
        }
        insta::assert_snapshot!(format!("query_{width}"), texts.join("\n"));
    }
}

/// Takes a few bytes at a time, as a pipe may.
struct Sips(Vec<u8>);

impl Write for Sips {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(7);
        self.0.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn many_workloads_are_written_whole_however_little_is_taken_at_once() {
    use bpol::answers::query::{Answer, Filters, Words, json};

    let more: String = (0..600).map(|it| format!("model m{it} in canary\n")).collect();
    let source = bpol::Source::new("a.bpol", format!("{TEXT}{more}").into());
    let reference = bpol::Reference::builtin(bpol::Builtin::Official);
    let analysis = bpol::compile(bpol::Configuration::default(), reference, vec![source]);
    let provisional = analysis.provisional().unwrap();
    for lose in [Vec::new(), vec!["fr".to_owned()]] {
        let words = Words { lose, ..Words::default() };
        let answer = Answer::new(provisional, Filters::read(provisional.workspace(), &words).unwrap());
        let (mut whole, mut sips) = (Vec::new(), Sips(Vec::new()));
        json(&answer, &mut whole).unwrap();
        json(&answer, &mut sips).unwrap();
        assert!(sips.0 == whole);
        let document: Value = serde_json::from_slice(&whole).unwrap();
        assert_eq!(document["workloads"].as_array().unwrap().len(), answer.len());
        assert!(answer.len() > 600);
    }
    let answer = Answer::new(provisional, Filters::read(provisional.workspace(), &Words::default()).unwrap());
    // A reader who takes nothing does not keep the program.
    assert_eq!(json(&answer, &mut &mut [0_u8; 5000][..]).unwrap_err().kind(), io::ErrorKind::WriteZero);
}

#[test]
fn answers_keep_to_their_schemas() {
    let workspaces = [
        project(),
        Project::new().file("a.bpol", "policy a < country in [fr] >\nmodel m < attach [a] >\nmodel n\n"),
        Project::new().file(
            "a.bpol",
            "policy a < country in [fr] >\npolicy b < country in [us] >\n\
            environment e < attach [a] >\nmodel m in e < attach [b] >\n",
        ),
    ];
    let schema = |name: &str| -> Value {
        let run = Project::new().run(&["schema", name]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        serde_json::from_str(&run.stdout).unwrap()
    };
    assert_eq!(schema("query"), schema("bpol.query.v1"));
    let (query, matrix) = (schema("query"), schema("matrix"));
    for (index, project) in workspaces.iter().enumerate() {
        let mut commands = vec![
            (&query, vec!["query"]),
            (&query, vec!["query", "--lose", "fr", "--lose", "t4"]),
            (&matrix, vec!["matrix"]),
        ];
        if index == 0 {
            commands.push((&query, vec!["query", "--fragile", "2", "--environment", "", "--in", "eu"]));
        }
        for (schema, mut command) in commands {
            let validator = jsonschema::validator_for(schema).unwrap();
            command.extend(["--format", "json"]);
            let document: Value = serde_json::from_str(&project.run(&command).stdout).unwrap();
            let errors: Vec<String> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{command:?}");
            // It is no schema that takes everything.
            for key in document.as_object().unwrap().keys() {
                let mut less = document.clone();
                less.as_object_mut().unwrap().remove(key);
                assert!(key == "hangOn" || !validator.is_valid(&less), "{key}");
            }
        }
    }
}
