//! What the environment and `--color` make of what is written.

use crate::support::{Project, command};

/// What is written with these variables, arguments first.
fn written(project: &Project, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = command(&project.path(""));
    let output = command.args(arguments).envs(variables.iter().copied()).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn project() -> Project {
    Project::new().file("a.bpol", "policy p < country in [zz] >\n")
}

#[test]
fn one_choice_colours_everything_or_nothing() {
    let project = project();
    for (variables, is_coloured) in [
        (&[][..], false),
        (&[("NO_COLOR", "1")], false),
        (&[("FORCE_COLOR", "1")], true),
        (&[("FORCE_COLOR", "")], false),
        (&[("FORCE_COLOR", "0")], false),
        (&[("CLICOLOR_FORCE", "1")], true),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    ] {
        // Findings, a failure, help, and an argument that there is not.
        for arguments in
            [&["check"][..], &["compile"], &["check", "nowhere"], &["--help"], &["check", "--bad"]]
        {
            let has_colour = |more: &[&str]| {
                let arguments = [more, arguments].concat();
                written(&project, &arguments, variables).contains('\u{1b}')
            };
            assert_eq!(has_colour(&[]), is_coloured, "{variables:?} {arguments:?}");
            assert!(!has_colour(&["--color", "never"]), "{variables:?} {arguments:?}");
            assert!(has_colour(&["--color=always"]), "{variables:?} {arguments:?}");
            assert_eq!(has_colour(&["--color", "auto"]), is_coloured, "{variables:?} {arguments:?}");
        }
    }
}

#[test]
fn lines_are_drawn_where_nothing_speaks_against_it() {
    let project = project();
    for (variables, is_drawn) in [
        (&[("LC_ALL", ""), ("LANG", "")][..], true),
        (&[("LC_ALL", "C")], false),
        (&[("LC_ALL", "POSIX")], false),
        (&[("LC_ALL", "de_DE.UTF-8")], true),
        (&[("LC_ALL", "de_DE.utf8")], true),
        (&[("LC_ALL", "de_DE.ISO-8859-1"), ("LANG", "de_DE.UTF-8")], false),
        (&[("LC_ALL", ""), ("LC_CTYPE", "C"), ("LANG", "en_US.UTF-8")], false),
        (&[("LC_ALL", ""), ("LC_CTYPE", "C.UTF-8"), ("LANG", "C")], true),
        (&[("LC_ALL", ""), ("LC_CTYPE", ""), ("LANG", "C")], false),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "linux")], false),
        (&[("TERM", "xterm-256color")], true),
    ] {
        for command in ["check", "compile"] {
            let text = written(&project, &[command], variables);
            assert_eq!(text.contains("╭─[a.bpol:1:24]"), is_drawn, "{variables:?}\n{text}");
            assert_eq!(text.is_ascii(), !is_drawn, "{variables:?}\n{text}");
        }
    }
}

#[test]
fn a_file_has_findings_as_they_are_wherever_it_is_written() {
    let project = project();
    let arguments = ["check", "--output-file", "x.txt", "--color", "always"];
    written(&project, &arguments, &[("LC_ALL", "C"), ("TERM", "dumb")]);
    let text = project.read("x.txt");
    assert!(text.contains("╭─[a.bpol:1:24]") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn help_fits_the_terminal() {
    let project = project();
    for columns in [80, 100, 200] {
        for command in
            ["", "check", "compile", "fmt", "reference", "schema", "explain", "init", "completions"]
        {
            let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|it| !it.is_empty()).collect();
            let text = written(&project, &arguments, &[("COLUMNS", &columns.to_string())]);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= columns.min(100) && widest > 50, "{columns}: {widest}\n{text}");
        }
    }
}
