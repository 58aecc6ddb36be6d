//! Suppression comments: where one may stand, what it covers, and when it is itself reported.

use crate::support::Project;

/// The findings of a text, in the concise format, without its last line.
fn check(text: &str, arguments: &[&str]) -> Vec<String> {
    let project = Project::new().file("a", text);
    let run = project.run(&[&["check", "--output-format", "concise", "a"], arguments].concat());
    run.stdout.lines().filter(|line| line.starts_with("a:")).map(str::to_owned).collect()
}

const UNUSED: &str = "policy p < country in [fr] >";

#[test]
fn it_stands_directly_above_or_at_the_end_of_the_first_line() {
    for text in [
        format!("# bpol: allow(unused-policy) why\n{UNUSED}\n"),
        format!("  # bpol: allow(unused-policy) why\n\t{UNUSED}\n"),
        format!("# Documentation.\n# bpol: allow(unused-policy) why\n# More of it.\n{UNUSED}\n"),
        format!("{UNUSED} # bpol: allow(unused-policy) why\n"),
        format!("model m {UNUSED} # bpol: allow(unused-policy) why\n"),
        format!("#bpol:allow ( unused-policy , ) why\n{UNUSED}\n"),
        format!("\u{feff}# bpol: allow(unused-policy) why\r\n{UNUSED}\r\n"),
        "policy p < # bpol: allow(unused-policy) why\n  country in [fr]\n>\n".to_owned(),
        "policy # bpol: allow(unused-policy) why\np < country in [fr] >\n".to_owned(),
    ] {
        assert_eq!(check(&text, &[]), [""; 0], "{text}");
    }
}

#[test]
fn elsewhere_it_suppresses_nothing() {
    for text in [
        format!("# bpol: allow(unused-policy) why\n\n{UNUSED}\n"),
        format!("{UNUSED}\n# bpol: allow(unused-policy) why\n"),
        format!("# bpol: allow(unused-policy) why\nmodel m {UNUSED}\n"),
        format!("{UNUSED} model m # bpol: allow(unused-policy) why\n"),
        format!("{UNUSED}\n# bpol: allow(unused-policy) why\nmodel m\n"),
        "policy p <\n  country in [fr] # bpol: allow(unused-policy) why\n>\n".to_owned(),
        "policy p <\n  # bpol: allow(unused-policy) why\n  country in [fr]\n>\n".to_owned(),
    ] {
        let found = check(&text, &[]);
        assert_eq!(found.len(), 2, "{text}{found:?}");
        assert!(found.iter().any(|it| it.contains("warning[unused-policy]")), "{text}{found:?}");
        assert!(found.iter().any(|it| it.contains("warning[unused-suppression]")), "{text}{found:?}");
    }
}

#[test]
fn it_covers_every_finding_of_the_rule_in_the_statement_and_no_other() {
    let text = "policy p < country in [fr] >\n\
                # bpol: allow(duplicate-attachment) asked for\n\
                model a < attach [p, p, p] >\n\
                model b < attach [p, p] >\n";
    assert_eq!(check(text, &[]), ["a:4:22: warning[duplicate-attachment]: `p` is attached twice"]);
}

#[test]
fn a_denied_finding_can_be_suppressed_and_an_error_cannot() {
    let text = format!("{UNUSED} # bpol: allow(unused-policy) why\n");
    assert_eq!(check(&text, &["--deny", "all", "--allow", "undocumented-policy"]), [""; 0]);
    let text = "model m < attach [nothing] > # bpol: allow(unknown-policy) why\n";
    assert!(check(text, &[])[0].contains("error[unknown-policy]"));
    let text = "model m # bpol: allow(collision) why\n";
    assert_eq!(
        check(text, &[]),
        ["a:1:9: warning[unused-suppression]: the suppression names no rule: `collision`"]
    );
}

#[test]
fn what_is_wrong_with_it_is_said() {
    for (comment, message) in [
        ("# bpol: allow(unused-policy)", "the suppression gives no reason"),
        ("# bpol: allow(unused-polcy) why", "the suppression names no rule: `unused-polcy`"),
        ("# bpol: allow() why", "the suppression names no rule"),
        ("# bpol: allow why", "the suppression names no rule"),
        ("# bpol: deny(unused-policy) why", "the suppression names no rule"),
        ("# bpol: allow(no-effect) why", "the suppression of `no-effect` suppresses nothing"),
        ("# bpol: allow(unused-policy, no-effect) why", "the suppression of `no-effect` suppresses nothing"),
        (
            "# bpol: allow(unused-suppression) why",
            "the suppression of `unused-suppression` suppresses nothing",
        ),
    ] {
        let found =
            check(&format!("{UNUSED} {comment}\n"), &["--allow", "unused-policy", "--warn", "unused-policy"]);
        let wanted = format!("a:1:30: warning[unused-suppression]: {message}");
        assert!(found.contains(&wanted), "{comment}: {found:?}");
    }
    // A comment that speaks of bpol to people is none.
    assert_eq!(check("# bpol allow(x)\nmodel m\n# see bpol: allow\n", &[]), [""; 0]);
}

#[test]
fn it_is_no_documentation() {
    let text = format!("# bpol: allow(unused-policy) why\n{UNUSED}\n");
    let found = check(&text, &["--warn", "undocumented-policy"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("undocumented-policy"));
    let text = format!("# Why.\n# bpol: allow(unused-policy) why\n{UNUSED}\n");
    assert_eq!(check(&text, &["--warn", "undocumented-policy"]), [""; 0]);
}
