//! The library says what the program says, byte for byte.

use std::fs;
use std::path::Path;

use bpol::emit::placement;
use bpol::render::{Context, Format, render};
use bpol::{Analysis, Builtin, Configuration, Reference, Source};

use crate::support::{Project, run};

fn compile(builtin: Builtin, sources: Vec<Source>) -> Analysis {
    bpol::compile(Configuration::default(), Reference::builtin(builtin), sources)
}

fn one(text: &str) -> Analysis {
    compile(Builtin::Official, vec![Source::new("placement.bpol", text.into())])
}

/// Every policy file in a folder and below it.
fn sources(folder: &Path) -> Vec<Source> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.extension() {
        _ if path.is_dir() => sources(&path),
        Some(extension) if extension == "bpol" => {
            vec![Source::new(path.to_str().unwrap(), fs::read(&path).unwrap())]
        }
        _ => Vec::new(),
    });
    files.collect()
}

#[test]
fn the_library_writes_the_sets_that_the_program_writes() {
    for (example, builtin) in [("quickstart", Builtin::Official), ("global", Builtin::World)] {
        let folder = Path::new("examples").join(example);
        let resolved = compile(builtin, sources(&folder)).into_resolved().unwrap();
        let workloads = resolved.workspace().workloads();
        let (mut document, mut lines) = (Vec::new(), Vec::new());
        placement::document(&resolved, workloads, &mut document).unwrap();
        placement::lines(&resolved, workloads, &mut lines).unwrap();
        for (format, text) in [("json", document), ("ndjson", lines)] {
            let folder = folder.to_str().unwrap();
            let arguments = ["compile", "--format", format, "--reference", builtin.name(), folder];
            let run = run(Path::new("."), &arguments, b"");
            assert_eq!(run.stdout, String::from_utf8(text).unwrap(), "{example} as {format}");
        }
    }
}

#[test]
fn the_library_writes_the_findings_that_the_program_writes() {
    for text in ["policy p < country in [fr] >\n", "model m < attach [p] >\nmodle n\n", "model m\n"] {
        let analysis = one(text);
        let context = Context::default();
        let mut document = Vec::new();
        render(&analysis.findings(), analysis.files(), Format::Json, &context, &mut document).unwrap();
        let project = Project::new().file("placement.bpol", text);
        let run = project.run(&["check", "--output-format", "json", "placement.bpol"]);
        assert_eq!(run.stdout, String::from_utf8(document).unwrap(), "{text}");
    }
}

#[test]
fn an_analysis_as_an_error_says_how_many_there_are_and_the_first_in_plain_text() {
    let error = |text| one(text).into_resolved().unwrap_err().to_string();
    assert_eq!(error("model m < attach [p] >"), "1 error: no policy is called `p`");
    let two = "policy p < country in [fr] >\nmodel m < attach [q] >\nmodel n in nowhere";
    assert_eq!(error(two), "2 errors, the first: no policy is called `q`");
    let hidden = error("model \"a\u{202e}\"");
    assert!(hidden.contains("U+202E") && !hidden.contains('\u{202e}'), "{hidden}");
}
