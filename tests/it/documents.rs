//! JSON documents as programs read them: what the program writes for every example and fixture is read into the types
//! of the library, says what the library says, and keeps to its schema and layout.

use std::fs;
use std::path::{Path, PathBuf};

use bpol::emit::document::{Document, WorkloadLine};
use bpol::emit::{self, SCHEMA};
use bpol::placement::GuardLevels;
use bpol::reference::{Builtin, Reference};
use bpol::render::document as findings;
use bpol::syntax::keyword::{Attribute, Kind, PolicyType};
use bpol::{Analysis, Configuration, Source};
use jsonschema::Validator;
use serde::Serialize;
use serde_json::{Value, json};

use crate::layout::{laid_out, on_one_line, unbroken};
use crate::support::{Run, run, workspace};

#[test]
fn what_compile_writes_reads_back() {
    let validator = validator(SCHEMA);
    let (mut with_fleet, mut without) = (0, 0);
    each_workspace(|folder, arguments| {
        let Some(text) = written(&program(folder, &["compile"], arguments)) else { return };
        let document: Document = serde_json::from_str(&text).unwrap();
        let analysis = analyse(folder, &document.reference.name);
        let resolved = analysis.resolved().unwrap();
        assert_eq!(document, Document::of(resolved, resolved.workspace().workloads()), "{folder:?}");
        valid(&validator, &text, &document);
        assert_eq!(text, laid_out(&document), "{folder:?}");
        assert_eq!(unbroken(&text), on_one_line(&document));
        for set in &document.placement_sets {
            assert_eq!(set.id, set.computed_id());
            *(if set.placements.is_some() { &mut with_fleet } else { &mut without }) += 1;
        }
    });
    assert!(with_fleet > 20 && without > 20, "{with_fleet} {without}");
}

#[test]
fn what_compile_writes_as_lines_reads_back() {
    let validator = validator(&line_schema().to_string());
    let mut number = 0;
    each_workspace(|folder, arguments| {
        let compile = ["compile", "--format", "ndjson"];
        let Some(text) = written(&program(folder, &compile, arguments)) else { return };
        let document = program(folder, &["compile"], arguments).stdout;
        let document: Document = serde_json::from_str(&document).unwrap();
        let analysis = analyse(folder, &document.reference.name);
        let resolved = analysis.resolved().unwrap();
        let lines: Vec<WorkloadLine> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let wanted: Vec<WorkloadLine> =
            WorkloadLine::of(resolved, resolved.workspace().workloads()).collect();
        assert_eq!(lines, wanted, "{folder:?}");
        for (text, line) in text.lines().zip(&lines) {
            valid(&validator, text, line);
            assert_eq!(text, on_one_line(line));
            assert!(document.placement_sets.contains(&line.workload.placement_set));
        }
        assert_eq!(lines.len(), document.workloads.len());
        number += lines.len();
    });
    assert!(number > 100, "{number}");
}

#[test]
fn chosen_workloads_have_a_document_of_their_own() {
    let folder = root().join("examples/global");
    let analysis = analyse(&folder, "world");
    let resolved = analysis.resolved().unwrap();
    let workloads = resolved.workspace().workloads();
    let all = Document::of(resolved, workloads);
    for chosen in [&workloads[..0], &workloads[1..2], &workloads[2..]] {
        let document = Document::of(resolved, chosen);
        let mut used: Vec<&String> = document.workloads.iter().map(|it| &it.placement_set).collect();
        used.sort();
        used.dedup();
        assert_eq!(document.placement_sets.iter().map(|set| &set.id).collect::<Vec<_>>(), used);
        assert!(document.workloads.iter().all(|workload| all.workloads.contains(workload)));
        let mut text = Vec::new();
        emit::placement::document(resolved, chosen, &mut text).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), laid_out(&document));
    }
}

#[test]
fn what_reference_writes_reads_back() {
    let validator = validator(include_str!("data/bpol.reference.v1.schema.json"));
    let mut number = 0;
    each_workspace(|folder, arguments| {
        let reference = ["reference", "--format", "json", "--workspace", "."];
        let Some(text) = written(&program(folder, &reference, arguments)) else { return };
        let document: emit::reference::Document = serde_json::from_str(&text).unwrap();
        let analysis = analyse(folder, &document.reference.name);
        let table = analysis.workspace().table();
        let codes: Vec<_> = table.codes().ids().collect();
        let groups: Vec<_> = analysis.workspace().groups().ids().collect();
        assert_eq!(
            document,
            emit::reference::Document::of(analysis.workspace(), &codes, &groups),
            "{folder:?}"
        );
        valid(&validator, &text, &document);
        assert_eq!(text, serde_json::to_string_pretty(&document).unwrap() + "\n");

        let first = document.codes.first().map(|code| code.name.as_str());
        if let Some(name) = first.filter(|name| !name.starts_with('-')) {
            let text = program(folder, &[&reference[..], &[name]].concat(), arguments).stdout;
            let one: emit::reference::Document = serde_json::from_str(&text).unwrap();
            valid(&validator, &text, &one);
            assert_eq!(one.codes.first(), document.codes.first());
        }
        number += 1;
    });
    assert!(number > 20, "{number}");
}

#[test]
fn what_check_writes_reads_back() {
    let validator = validator(include_str!("data/bpol.diagnostics.v1.schema.json"));
    let mut number = 0;
    each_workspace(|folder, arguments| {
        let text = program(folder, &["check", "--warn", "all", "--output-format", "json"], arguments).stdout;
        let document: findings::Document = serde_json::from_str(&text).unwrap();
        valid(&validator, &text, &document);
        number += document.diagnostics.len();
    });
    assert!(number > 200, "{number}");
}

#[test]
fn no_document_is_read_as_another() {
    let reference = json!({"name": "none", "digest": "sha256:", "table": "sha256:"});
    let placement = |schema| {
        let compiler = "bpol 0.1.0";
        json!({"schema": schema, "compiler": compiler, "reference": reference, "placementSets": [], "workloads": []})
    };
    assert!(serde_json::from_value::<Document>(placement("bpol.placement.v1")).is_ok());
    assert!(serde_json::from_value::<Document>(placement("bpol.placement.v2")).is_err());
    let codes = |schema| json!({"schema": schema, "reference": reference, "codes": [], "groups": []});
    assert!(serde_json::from_value::<emit::reference::Document>(codes("bpol.reference.v1")).is_ok());
    assert!(serde_json::from_value::<emit::reference::Document>(codes("bpol.reference.v2")).is_err());
    let line = |schema| {
        let set = json!({"id": "ps-", "restricts": [], "locations": [], "flavors": []});
        let policies = json!({"environment": [], "workload": []});
        let kind = "model";
        json!({"schema": schema, "kind": kind, "name": "m", "environment": null, "placementSet": set, "policies": policies})
    };
    assert!(serde_json::from_value::<WorkloadLine>(line("bpol.workload.v1")).is_ok());
    assert!(serde_json::from_value::<WorkloadLine>(line("bpol.workload.v2")).is_err());
}

#[test]
fn schemas_have_the_words_that_the_types_have() {
    let words = |words: &Value| words["enum"].as_array().unwrap().clone();
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let defs = &schema["$defs"];
    let attributes = Attribute::ALL.map(|attribute| json!(attribute));
    let of_sets = ["location", "flavor"].map(|code| words(&defs[code]["properties"]["type"]));
    assert_eq!(of_sets.concat(), attributes);
    assert_eq!(words(&defs["workload"]["properties"]["kind"]), Kind::ALL.map(|kind| json!(kind)));
    let restricts = &defs["placementSet"]["properties"]["restricts"]["items"];
    assert_eq!(words(restricts), PolicyType::ALL.map(|policy_type| json!(policy_type)));
    let schema: Value = serde_json::from_str(include_str!("data/bpol.reference.v1.schema.json")).unwrap();
    assert_eq!(words(&schema["$defs"]["code"]["properties"]["type"]), attributes);
}

/// Calls `test` with the folder of every example and fixture, and the arguments of the fixture.
fn each_workspace(mut test: impl FnMut(&Path, &[String])) {
    for example in fs::read_dir(root().join("examples")).unwrap() {
        let path = example.unwrap().path();
        if path.is_dir() {
            test(&path, &[]);
        }
    }
    for fixture in ["tests/language", "tests/lint"].iter().flat_map(|folder| files(&root().join(folder))) {
        let (project, arguments) = workspace(&fixture);
        test(&project.path(""), &arguments);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.bpol` file of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let inside = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let files = paths.into_iter().flat_map(inside);
    files.filter(|path| path.extension().is_some_and(|extension| extension == "bpol")).collect()
}

/// Runs a command in a folder, with the table that a fixture asks for; its lint levels are for `check`.
fn program(folder: &Path, command: &[&str], arguments: &[String]) -> Run {
    let mut command = command.to_vec();
    let own = arguments.iter().map(String::as_str);
    if command[0] == "check" {
        command.extend(own);
    } else {
        command.extend(own.skip_while(|argument| *argument != "--reference").take(2));
    }
    run(folder, &command, b"")
}

/// What a run wrote, if there was nothing wrong.
fn written(run: &Run) -> Option<String> {
    assert_eq!(run.status == 0, !run.stdout.is_empty() || run.stderr.is_empty(), "{run:?}");
    (run.status == 0).then(|| run.stdout.clone())
}

/// What the library makes of the files in a folder, with the table of that name.
fn analyse(folder: &Path, table: &str) -> Analysis {
    let mut reference =
        Builtin::ALL.into_iter().find(|builtin| builtin.name() == table).map(Reference::builtin);
    let mut sources = Vec::new();
    for path in files(folder) {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
        let source = Source::new(name.to_owned(), fs::read(&path).unwrap());
        if name == table {
            reference = Some(Reference::own(name, source));
        } else {
            sources.push(source);
        }
    }
    let reference = reference.unwrap_or_else(|| {
        assert_eq!(table, "none");
        Reference::none()
    });
    // Nothing else of a configuration lets a workspace be compiled that would not be.
    let config = fs::read_to_string(folder.join("bpol.toml")).unwrap_or_default();
    let mut guards = GuardLevels::default();
    for (guard, _) in
        config.lines().skip_while(|line| *line != "[guards]").filter_map(|it| it.split_once(" ="))
    {
        guards.warn(guard, None);
    }
    bpol::compile(Configuration::default().with_guards(guards), reference, sources)
}

fn validator(schema: &str) -> Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

/// Fails where `text` and `document` are not the same, or not what the schema says.
fn valid(validator: &Validator, text: &str, document: &impl Serialize) {
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(value, serde_json::to_value(document).unwrap());
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

/// The schema of a line: a workload that holds its set.
fn line_schema() -> Value {
    let document: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut schema = document["$defs"]["workload"].clone();
    schema["properties"]["schema"] = json!({"const": "bpol.workload.v1"});
    schema["properties"]["placementSet"] = json!({"$ref": "#/$defs/placementSet"});
    schema["required"].as_array_mut().unwrap().push("schema".into());
    schema["$defs"] = document["$defs"].clone();
    schema
}
