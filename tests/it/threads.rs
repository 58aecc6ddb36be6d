//! However many threads share the work on a large workspace, the program writes the same bytes.

use std::fmt::Write as _;

use crate::support::{Project, command};

/// Workloads of a file, so that it is cut into several parts.
const WORKLOADS: usize = 12_000;

/// More than a mebibyte of text that compiles and that is not laid out: some files that are cut into parts, and some
/// that are not.
fn texts() -> Vec<(String, String)> {
    let mut policies = String::new();
    for (index, code) in ["fr", "us", "fr, us"].iter().cycle().take(60).enumerate() {
        let _ = writeln!(policies, "# About {index}\npolicy p{index} <  country in [{code}] >");
    }
    let mut texts = vec![("policies.bpol".to_owned(), policies)];
    for file in 0..3 {
        let mut text = format!("environment   e{file} < attach [p2,p5] >\n");
        for index in 0..WORKLOADS {
            let kind = ["model", "job", "agent"][index % 3];
            let _ = write!(text, "{kind}  w-{file}-{index}   in e{file}");
            match index % 50 {
                0 => text.push_str(" < attach [p3,\n p3, p1] > # twice"),
                1 => text.push_str("\n\n\n# alone"),
                it if it % 3 == 0 => drop(write!(text, " < attach [p{}] >", index % 60)),
                _ => {}
            }
            text.push('\n');
        }
        texts.push((format!("team/{file}.bpol"), text));
    }
    texts.extend(
        (0..20).map(|index| (format!("few/{index}.bpol"), format!("model m{index} in e0 # {index}\n"))),
    );
    assert!(texts.iter().map(|(_, text)| text.len()).sum::<usize>() > 1 << 20);
    texts
}

/// What of a run could depend on the threads: all that it wrote.
#[derive(Debug, PartialEq)]
struct Written {
    status: Option<i32>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

fn written(project: &Project, threads: &str, arguments: &[&str]) -> Written {
    let mut command = command(&project.path(""));
    let output = command.args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
    Written { status: output.status.code(), stdout: output.stdout, stderr: output.stderr }
}

/// Fails where the runs on some number of threads, none being as many as there are, differ from those on one.
fn same_on_all(texts: &[(String, String)], runs: &[(&[&str], i32)]) {
    let on = |threads: &str| {
        let project = texts.iter().fold(Project::new(), |project, (name, text)| project.file(name, text));
        let written = runs.iter().map(|(arguments, status)| {
            let written = written(&project, threads, arguments);
            let said = String::from_utf8_lossy(&written.stderr).chars().take(2000).collect::<String>();
            assert_eq!(written.status, Some(*status), "{arguments:?} on {threads}: {said}");
            written
        });
        let written: Vec<Written> = written.collect();
        let files: Vec<String> = texts.iter().map(|(name, _)| project.read(name)).collect();
        (written, files)
    };
    let (one, files) = on("1");
    for threads in ["2", "7", "0"] {
        let (others, other_files) = on(threads);
        for ((one, other), (arguments, _)) in one.iter().zip(&others).zip(runs) {
            // The bytes are too many to be shown.
            assert!(one == other, "{arguments:?} on {threads}");
        }
        assert!(files == other_files, "files on {threads}");
    }
    assert!(one.iter().any(|written| written.stdout.len() > 1 << 16));
}

#[test]
fn a_large_workspace_without_errors_gives_the_same_on_any_number_of_threads() {
    let runs: [(&[&str], i32); 7] = [
        (&["compile"], 0),
        (&["compile", "--format", "ndjson"], 0),
        (&["check", "--output-format", "json"], 0),
        (&["check", "--warn", "all", "--output-format", "concise"], 0),
        (&["fmt", "--check"], 1),
        (&["fmt", "--diff"], 1),
        (&["fmt"], 0),
    ];
    same_on_all(&texts(), &runs);
}

#[test]
fn a_large_workspace_with_errors_gives_the_same_on_any_number_of_threads() {
    let mut texts = texts();
    for (index, (_, text)) in texts.iter_mut().enumerate().skip(1) {
        // Near the ends and in the middle, where a file may be cut.
        let middle = text.len() / 2 + text[text.len() / 2..].find('\n').unwrap();
        text.insert_str(middle, "\nmodel in in in\nmodel w-0-1 in e0\npolicy p1 < contry in [fr] >");
        let _ = write!(text, "model x{index} < attach [q{index}] >\nmodel y < attach [p1");
    }
    let runs: [(&[&str], i32); 5] = [
        (&["compile"], 1),
        (&["check"], 1),
        (&["check", "--output-format", "sarif"], 1),
        (&["fmt", "--check"], 1),
        (&["fmt"], 1),
    ];
    same_on_all(&texts, &runs);
}
