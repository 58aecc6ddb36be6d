//! `bpol fmt` as its users meet it. What it makes of a file is in `tests/format`: to add a case, add a file and read the
//! snapshot that it gets.

use crate::support::Project;

/// Not laid out, and what it becomes.
const MESSY: &str = "model a in prod\nfunction bb   <attach[p,]>\n";
const NEAT: &str = "model    a  in prod\nfunction bb < attach [p] >\n";

const BROKEN: &str = "model a\npolicy < country in [fr] >\n";

#[test]
fn every_fixture_gives_its_snapshot() {
    insta::glob!("../format", "*.bpol", |path| {
        let formatted = Project::new().run_with_stdin(&["fmt", "-"], std::fs::read(path).unwrap());
        assert_eq!((formatted.status, formatted.stderr.as_str()), (0, ""), "{path:?}");
        insta::with_settings!({
            snapshot_path => "../format/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("format", formatted.stdout);
        });
    });
}

#[test]
fn the_example_of_the_language_is_what_it_makes_of_itself() {
    let example = include_str!("../format/example.bpol");
    let formatted = Project::new().run_with_stdin(&["fmt", "-"], example);
    assert_eq!(formatted.stdout, example);
    // And it is what the words alone become.
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let words = |line: &str| line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let without_columns: Vec<String> =
        example.lines().map(|line| if is_code(&line) { words(line) } else { line.to_owned() }).collect();
    let formatted = Project::new().run_with_stdin(&["fmt", "-"], without_columns.join("\n"));
    assert_eq!(formatted.stdout, example);
}

#[test]
fn one_more_line_moves_few_others() {
    let line = |index: usize| match index % 3 {
        0 => format!("model m{index} in production\n"),
        1 => format!("function f-{index} \"Label {index}\" in staging < attach [p{index}] >\n"),
        _ => format!("job j{index}\n"),
    };
    let longer =
        ["model a-name-that-is-longer in production\n", "model m \"A label\" in e < attach [p, q] >\n"];
    let formatted = |lines: &[String]| Project::new().run_with_stdin(&["fmt", "-"], lines.concat()).stdout;
    for (length, places) in [(3, 0..4), (11, 5..6), (12, 12..13), (13, 1..2), (36, 0..37)] {
        let lines: Vec<String> = (0..length).map(line).collect();
        let before = formatted(&lines);
        for place in places {
            let mut more = lines.clone();
            more.insert(place, longer[place % 2].to_owned());
            let after = formatted(&more);
            let is_new = |line: &&str| !before.lines().any(|old| old == *line);
            let moved = after.lines().filter(is_new).count() - 1;
            assert!(moved <= if length > 12 { 0 } else { 12 }, "{moved} of {length} moved:\n{after}");
        }
    }
}

#[test]
fn no_mark_opens_the_file_and_one_line_break_ends_it() {
    let text = "\u{feff}# a \n\n\n\n\nmodel a\t\nmodel bb in \"x\ty\" #\tb\t\n\n";
    let formatted = Project::new().run_with_stdin(&["fmt", "-"], text);
    assert_eq!(formatted.stdout, "# a\n\nmodel a\nmodel bb in \"x\ty\" #\tb\n");
    for text in ["", "\n\n", " \t\n", "\u{feff}"] {
        let formatted = Project::new().run_with_stdin(&["fmt", "-"], text);
        assert_eq!((formatted.status, formatted.stdout.as_str()), (0, ""));
    }
    assert_eq!(Project::new().run_with_stdin(&["fmt", "-"], "model a").stdout, "model a\n");
    assert_eq!(Project::new().run_with_stdin(&["fmt", "-"], "#").stdout, "#\n");
}

#[test]
fn lines_end_as_most_of_the_file_does() {
    for (text, becomes) in [
        ("model  a\r\nmodel bb\r\n", "model a\r\nmodel bb\r\n"),
        ("model  a\r\n# c \r\nmodel bb\n", "model a\r\n# c\r\nmodel bb\r\n"),
        ("model  a\r\nmodel bb\n", "model a\nmodel bb\n"),
        ("model  a\r\nmodel bb", "model a\r\nmodel bb\r\n"),
        (
            "policy p < country in [fr, # c\r\nus] >",
            "policy p <\r\n  country in [\r\n    fr, # c\r\n    us,\r\n  ]\r\n>\r\n",
        ),
        // What differs in line ends only does not differ.
        ("model a\r\nmodel bb\r\n", "model a\r\nmodel bb\r\n"),
        ("model a\r\nmodel bb\n", "model a\r\nmodel bb\n"),
        ("model a\r\nmodel bb", "model a\r\nmodel bb\r\n"),
        ("\r\n", ""),
    ] {
        let project = Project::new().file("a.bpol", text);
        let status = i32::from(text != becomes);
        assert_eq!(project.run(&["fmt", "--check"]).status, status, "{text:?}");
        assert_eq!(project.run(&["fmt"]).status, 0, "{text:?}");
        assert_eq!(project.read("a.bpol"), becomes, "{text:?}");
        assert_eq!(project.run(&["fmt", "--check"]).status, 0, "{text:?}");
        assert_eq!(project.run_with_stdin(&["fmt", "-"], text).stdout, becomes);
    }
}

#[test]
fn files_are_formatted_in_place_and_others_left_alone() {
    let project = Project::new().file("a.bpol", MESSY).file("sub/b.bpol", NEAT).file("c.txt", MESSY);
    let touched = |path: &str| std::fs::metadata(project.path(path)).unwrap().modified().unwrap();
    let before = touched("sub/b.bpol");
    let run = project.run(&["fmt"]);
    assert_eq!(
        run.transcript(),
        "status: 0\n--- stdout\n--- stderr\n1 file formatted, 1 file left unchanged\n"
    );
    assert_eq!(project.read("a.bpol"), NEAT);
    assert_eq!(project.read("c.txt"), MESSY);
    assert_eq!(touched("sub/b.bpol"), before);
    let run = project.run(&["fmt", "c.txt", "a.bpol", "./a.bpol"]);
    assert_eq!(run.stderr, "1 file formatted, 1 file left unchanged\n");
    assert_eq!(project.read("c.txt"), NEAT);
}

#[test]
fn check_writes_nothing_and_lists_what_would_change() {
    let project =
        Project::new().file("a.bpol", MESSY).file("b.bpol", NEAT).file("c.bpol", NEAT.replace('\n', "\r\n"));
    let run = project.run(&["fmt", "--check"]);
    assert_eq!(
        run.transcript(),
        "status: 1\n--- stdout\na.bpol\n--- stderr\n1 file would be formatted, 2 files already formatted\n\
         `bpol fmt` formats them; `bpol fmt --diff` shows what that changes\n"
    );
    assert_eq!(project.read("a.bpol"), MESSY);
    let run = project.run(&["fmt", "--check", "b.bpol"]);
    assert_eq!(run.transcript(), "status: 0\n--- stdout\n--- stderr\n1 file already formatted\n");
}

#[test]
fn diff_writes_nothing_and_prints_what_would_change() {
    let project = Project::new().file("a.bpol", MESSY).file("b.bpol", NEAT);
    let run = project.run(&["fmt", "--diff"]);
    insta::assert_snapshot!(run.transcript(), @r"
    status: 1
    --- stdout
    --- a.bpol
    +++ a.bpol
    @@ -1,2 +1,2 @@
    -model a in prod
    -function bb   <attach[p,]>
    +model    a  in prod
    +function bb < attach [p] >
    --- stderr
    1 file would be formatted, 1 file already formatted
    ");
    assert_eq!(project.read("a.bpol"), MESSY);
    assert_eq!(project.run(&["fmt", "--diff", "b.bpol"]).status, 0);
    assert_eq!(project.run(&["fmt", "--diff", "--check"]).stdout, run.stdout);
}

#[test]
fn a_diff_in_colours_is_for_people() {
    let project = Project::new().file("a.bpol", "model  a\r\nmodel b\nmodel c\n");
    let run = project.run(&["fmt", "--diff", "--color", "always"]);
    assert!(run.stdout.contains("\u{1b}[31m-model  a\\u{d}\u{1b}[0m\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\u{1b}[32m+model a\u{1b}[0m\n"), "{}", run.stdout);
    let plain = project.run(&["fmt", "--diff"]).stdout;
    assert!(plain.contains("-model  a\r\n+model a\n model b\n model c\n"), "{plain}");
}

#[test]
fn a_file_with_syntax_errors_is_refused_and_the_others_are_formatted() {
    let project = Project::new().file("a.bpol", BROKEN).file("b.bpol", MESSY);
    for (arguments, status) in [(&["fmt", "--check"][..], 1), (&["fmt"], 1), (&["fmt", "b.bpol"], 0)] {
        assert_eq!(project.run(arguments).status, status);
    }
    assert_eq!(project.read("a.bpol"), BROKEN);
    assert_eq!(project.read("b.bpol"), NEAT);
    let run = project.run(&["fmt"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("a.bpol:2:8"), "{}", run.stderr);
    assert!(run.stderr.ends_with("1 file left unchanged, 1 file not formatted because of errors\n"));
}

#[test]
fn whatever_the_parser_reports_but_an_empty_list_is_a_reason_to_refuse() {
    let empty = Project::new().run_with_stdin(&["fmt", "-"], "policy  p<country in[]>");
    assert_eq!(empty.transcript(), "status: 0\n--- stdout\npolicy p < country in [] >\n--- stderr\n");
    let texts: [&[u8]; 6] = [
        b"model  a < attach [,] >",
        b"model  a < attach [] >\npolicy < >",
        b"policy  p < contry in [fr] >",
        b"model  a < attach [\xff] >",
        b"model  a # \x1b[31m",
        b"hello  world",
    ];
    for text in texts {
        let run = Project::new().run_with_stdin(&["fmt", "-"], text);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{text:?}");
        assert!(run.stderr.ends_with("1 file not formatted because of errors\n"), "{}", run.stderr);
    }
}

#[test]
fn only_syntax_matters() {
    let run = Project::new()
        .file("bpol.toml", "reference = \"missing.bpol\"\n")
        .file("a.bpol", "model  a in nowhere < attach [nothing] >\nmodel a in nowhere\n")
        .run(&["fmt", "--check"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, "a.bpol\n"));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::new();
    assert_eq!(
        project.run_with_stdin(&["fmt", "-"], MESSY).transcript(),
        format!("status: 0\n--- stdout\n{NEAT}--- stderr\n")
    );
    assert_eq!(project.run_with_stdin(&["fmt", "-"], NEAT).stdout, NEAT);
    let name = ["fmt", "-", "--stdin-filename", "x.bpol"];
    let with = |more: &'static str| [&name[..], &[more]].concat();
    assert_eq!(
        project.run_with_stdin(&with("--check"), MESSY).transcript(),
        "status: 1\n--- stdout\nx.bpol\n--- stderr\n"
    );
    assert_eq!(
        project.run_with_stdin(&with("--check"), NEAT).transcript(),
        "status: 0\n--- stdout\n--- stderr\n"
    );
    assert!(project.run_with_stdin(&with("--diff"), MESSY).stdout.starts_with("--- x.bpol\n+++ x.bpol\n@@"));
    assert!(project.run_with_stdin(&name, BROKEN).stderr.contains("x.bpol:2:8"));
}

#[test]
fn the_files_are_those_of_the_other_commands() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"old/\"]\n")
        .file(".gitignore", "out/\n")
        .file("a.bpol", MESSY)
        .file("old/b.bpol", MESSY)
        .file("out/c.bpol", MESSY);
    assert_eq!(project.run(&["fmt", "--check"]).stdout, "a.bpol\n");
    assert_eq!(project.run(&["fmt", "--check", "old/b.bpol", "."]).stdout, "a.bpol\nold/b.bpol\n");
    assert_eq!(project.run(&["fmt", "nowhere.bpol"]).status, 2);
    let empty = Project::new().run(&["fmt"]);
    assert_eq!(empty.status, 2);
    assert!(empty.stderr.contains("no .bpol files under `.`"), "{}", empty.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = Project::new().file("real.txt", MESSY);
    symlink("real.txt", project.path("a.bpol")).unwrap();
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(project.path("real.txt"), mode).unwrap();
    assert_eq!(project.run(&["fmt"]).status, 0);
    assert_eq!(project.read("real.txt"), NEAT);
    assert!(project.path("a.bpol").is_symlink());
    assert_eq!(std::fs::metadata(project.path("real.txt")).unwrap().permissions().mode() & 0o777, 0o640);
}
