//! The largest example is written for every target, and reads back as the sets that it has; one workload that
//! moves changes its own lines and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Project, run};

/// A copy of the example.
fn example() -> Project {
    Project::new().copy("examples/global", "")
}

/// Where a target writes to.
fn output(target: &bpol::emit::target::Target) -> &'static str {
    match target.output {
        bpol::emit::target::Output::Directory => "out",
        bpol::emit::target::Output::Stream => "out.yaml",
        _ => "out.json",
    }
}

/// Every line that is written, with the file that it stands in.
fn lines(path: &Path) -> BTreeSet<(String, String)> {
    let mut files = Vec::new();
    if path.is_dir() {
        files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
    } else {
        files.push(path.to_owned());
    }
    let line = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<String> = text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
        lines.into_iter().map(move |line| (name.clone(), line))
    };
    files.iter().flat_map(|path| line(path)).collect()
}

#[test]
fn the_largest_example_is_written_for_every_target_and_reads_back_equal() {
    for target in bpol::emit::list::TARGETS {
        let project = example();
        let output = output(target);
        let written = project.run(&["emit", target.name, "-o", output]);
        assert_eq!((written.status, written.stdout.as_str()), (0, ""), "{}: {}", target.name, written.stderr);
        let check = project.run(&["emit", target.name, "-o", output, "--check"]);
        assert_eq!(check.status, 0, "{}: {}", target.name, check.stderr);
        // Blaxel's are the policies alone, which are no workload's.
        if !["blaxel", "rectangles"].contains(&target.name) {
            let verified = project.run(&["verify", target.name, output, "--exact"]);
            assert_eq!((verified.status, verified.stderr.as_str()), (0, ""), "{}", verified.stdout);
            let equal = verified.stdout.lines().filter(|line| line.starts_with("equal ")).count();
            assert_eq!(equal, 60, "{}: {}", target.name, verified.stdout);
        }
    }
}

#[test]
fn a_workload_that_moves_changes_its_own_lines_alone() {
    for target in bpol::emit::list::TARGETS {
        let project = example();
        let output = output(target);
        let emit = |project: &Project| {
            let written = project.run(&["emit", target.name, "-o", output]);
            assert_eq!(written.status, 0, "{}: {}", target.name, written.stderr);
            lines(&project.path(output))
        };
        let before = emit(&project);
        let text = project.read("workloads/regulated.bpol");
        let moved = "model   advisor-ch   \"Advisor\"           in production < attach [swiss_banking] >";
        assert!(text.contains(moved), "{text}");
        let text = text.replace(moved, "model advisor-ch in production < attach [united_states] >");
        let project = project.file("workloads/regulated.bpol", text);
        let after = emit(&project);
        let changed: Vec<&(String, String)> = before.symmetric_difference(&after).collect();
        // A policy of Blaxel is its content, and the manifest of a bundle has the digest of the rest.
        let is_expected = |(file, line): &(String, String)| match target.name {
            "blaxel" => line.contains("\"kind\": \"Policy\""),
            "opa" => file == ".manifest" || line.contains("\"model/advisor-ch@production\""),
            "skypilot" => file == "model-advisor-ch-production.yaml",
            _ => line.contains("advisor-ch"),
        };
        for line in &changed {
            assert!(is_expected(line), "{}: {line:?}", target.name);
        }
        assert!(target.name == "blaxel" || !changed.is_empty(), "{} sees no difference", target.name);
        let of_others = changed.iter().filter(|(_, line)| line.contains("agent/advisor-ch")).count();
        assert_eq!(of_others, 0, "{}", target.name);
    }
}

#[test]
fn two_runs_write_the_same_bytes_whatever_the_order_of_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/global");
    for target in ["kubernetes", "terraform", "rectangles"] {
        let forwards =
            run(&root, &["emit", target, "environments.bpol", "fleet", "policies", "workloads"], b"");
        let backwards =
            run(&root, &["emit", target, "workloads", "policies", "fleet", "environments.bpol"], b"");
        assert_eq!((forwards.status, &forwards.stdout), (0, &backwards.stdout), "{}", forwards.stderr);
    }
}
