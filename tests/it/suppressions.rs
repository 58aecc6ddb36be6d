//! Suppression comments: where one may stand, what it covers, and when it is itself reported.

use bpol::{Builtin, Configuration, Reference, Source};

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
        ["a:1:9: warning[unused-suppression]: the suppression names no lint: `collision`"]
    );
}

#[test]
fn what_is_wrong_with_it_is_said() {
    for (comment, message) in [
        ("# bpol: allow(unused-policy)", "the suppression gives no reason"),
        ("# bpol: allow(unused-polcy) why", "the suppression names no lint: `unused-polcy`"),
        ("# bpol: allow() why", "the suppression names no lint"),
        ("# bpol: allow why", "the suppression names no lint"),
        ("# bpol: please why", "the suppression names no lint"),
        ("# bpol: deny(unused-policy) why", "no comment can raise the level of `unused-policy`"),
        ("# bpol: allow(unused-policy) until 2027-03-31", "the suppression gives no reason"),
        (
            "# bpol: allow(unused-policy) until 2027-02-30 why",
            "`until 2027-02-30` names no day of the calendar",
        ),
        ("# bpol: allow(unused-policy) until tomorrow", "`until tomorrow` names no date"),
        ("# bpol: allow(no-effect) why", "the suppression of `no-effect` suppresses nothing"),
        ("# bpol: allow(unused-policy, no-effect) why", "the suppression of `no-effect` suppresses nothing"),
        (
            "# bpol: allow(unused-suppression) why",
            "the suppression of `unused-suppression` suppresses nothing",
        ),
    ] {
        let arguments = ["--allow", "unused-policy", "--warn", "unused-policy", "--today", "2027-01-01"];
        let found = check(&format!("{UNUSED} {comment}\n"), &arguments);
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

/// The text after its fixes.
fn fixed(text: &str, arguments: &[&str]) -> String {
    let project = Project::new().file("a", text);
    project.run(&[&["check", "--fix", "a"], arguments].concat());
    project.read("a")
}

#[test]
fn one_with_an_end_holds_up_to_the_end_of_its_day() {
    let text = format!("{UNUSED} # bpol: allow(unused-policy) until 2027-03-31 why\n");
    for day in ["2000-01-01", "2027-03-30", "2027-03-31"] {
        assert_eq!(check(&text, &["--today", day]), [""; 0], "{day}");
    }
    for day in ["2027-04-01", "9999-12-31"] {
        assert_eq!(
            check(&text, &["--today", day]),
            [
                "a:1:8: warning[unused-policy]: the policy `p` is attached nowhere",
                "a:1:30: warning[unused-suppression]: the suppression of `unused-policy` ended on 2027-03-31",
            ],
            "{day}"
        );
    }
    // The day is that of the clock where none is given.
    assert_eq!(check(&text.replace("2027", "9999"), &[]), [""; 0]);
    assert_eq!(check(&text.replace("2027", "2001"), &[]).len(), 2);
}

#[test]
fn without_a_day_whatever_has_an_end_has_ended() {
    let text = format!("{UNUSED} # bpol: allow(unused-policy) until 9999-12-31 why\n");
    let findings = |configuration| {
        let source = Source::new("a", text.clone().into_bytes());
        let table = Reference::builtin(Builtin::Official);
        bpol::compile(configuration, table, vec![source]).findings().len()
    };
    assert_eq!(findings(Configuration::default()), 2);
    assert_eq!(findings(Configuration::default().with_today("9999-12-31".parse().unwrap())), 0);
}

#[test]
fn a_day_that_is_none_is_no_day_to_look_at() {
    let project = Project::new().file("a", "model m\n");
    for command in ["check", "compile"] {
        assert_eq!(project.run(&[command, "--today", "2028-02-29", "a"]).status, 0);
        for (day, why) in [
            ("2027-02-29", "the calendar has no day `2027-02-29`"),
            ("today", "a date is written as in `2027-03-31`"),
            ("2027-3-1", "a date is written as in `2027-03-31`"),
        ] {
            let run = project.run(&[command, "--today", day, "a"]);
            assert!(run.status == 2 && run.stderr.contains(why), "{}", run.stderr);
        }
    }
}

/// Someone has to look at it: what it suppressed is still there.
#[test]
fn one_that_has_ended_is_not_taken_away_while_its_finding_stands() {
    let text = format!("{UNUSED} # bpol: allow(unused-policy) until 2027-03-31 why\n");
    assert_eq!(fixed(&text, &["--unsafe-fixes", "--today", "2028-01-01"]), text);
    let text = "model m # bpol: allow(unused-policy) until 2027-03-31 why\n";
    assert_eq!(fixed(text, &["--today", "2028-01-01"]), "model m\n");
}

#[test]
fn one_of_a_rule_that_does_not_run_is_not_judged() {
    // By default, by a flag, by the file.
    let contract = "# bpol: allow(undocumented-policy) the contract is confidential\nmodel m\n";
    let flag = "# bpol: allow(no-effect) a lock\nmodel m\n";
    assert_eq!(check(contract, &[]), [""; 0]);
    assert_eq!(check(contract, &["--warn", "undocumented-policy"]).len(), 1);
    assert_eq!(check(flag, &["--allow", "no-effect"]), [""; 0]);
    assert_eq!(check(flag, &[]).len(), 1);
    assert_eq!(fixed(contract, &["--unsafe-fixes"]), contract);
    assert_eq!(fixed(flag, &["--unsafe-fixes", "--allow", "no-effect"]), flag);
    let project = Project::new().file("a", flag).file("bpol.toml", "[lint]\nno-effect = \"allow\"\n");
    assert_eq!(project.run(&["check", "--output-format", "concise", "a"]).stdout, "");
    // Nor one that has ended.
    let ended = "# bpol: allow(cut-off) until 2001-01-01 why\nmodel m\n";
    assert_eq!(check(ended, &[]), [""; 0]);
    // Of several names, those that run are judged.
    let both = "# bpol: allow( cut-off ,no-effect, undocumented-policy)  why\nmodel m\n";
    assert_eq!(
        check(both, &[]),
        ["a:1:1: warning[unused-suppression]: the suppression of `no-effect` suppresses nothing"]
    );
    assert_eq!(fixed(both, &[]), "# bpol: allow(cut-off, undocumented-policy)  why\nmodel m\n");
}

#[test]
fn a_blank_line_that_separates_it_from_its_finding_is_what_is_wrong() {
    let below = format!("# bpol: allow(unused-policy) why\n{UNUSED}\n");
    for between in ["\n", "\n\n \t\n", "\r\n"] {
        let text = format!("# bpol: allow(unused-policy) why\n{between}{UNUSED}\n");
        assert_eq!(fixed(&text, &[]), text);
        assert_eq!(fixed(&text, &["--unsafe-fixes"]), below, "{between:?}");
    }
    let text =
        format!("\n# bpol: allow(unused-policy) a\n\n# b\n\n\n# bpol: allow(unused-policy) c\n\n{UNUSED}\n");
    let wanted = format!("\n# bpol: allow(unused-policy) a\n# b\n# bpol: allow(unused-policy) c\n{UNUSED}\n");
    assert_eq!(fixed(&text, &["--unsafe-fixes"]), wanted);
    let text = format!("# bpol: allow(unused-policy) a\r\n\r\n\t{UNUSED}\r\n");
    assert_eq!(fixed(&text, &["--unsafe-fixes"]), text.replacen("\r\n\r\n", "\r\n", 1));
    // Where the statement has no such finding, it is left over.
    let text = format!("# bpol: allow(no-effect) a\n\n{UNUSED}\n");
    assert_eq!(fixed(&text, &[]), format!("\n{UNUSED}\n"));
    // Likewise where another suppression covers the finding.
    let text = format!("# bpol: allow(unused-policy) a\n\n# bpol: allow(unused-policy) b\n{UNUSED}\n");
    assert_eq!(fixed(&text, &[]), format!("\n# bpol: allow(unused-policy) b\n{UNUSED}\n"));
}

#[test]
fn one_in_the_wrong_place_is_not_taken_away_while_it_may_be_meant() {
    for text in [
        format!("model m # bpol: allow(unused-policy) why\n{UNUSED}\n"),
        "policy p <\n  # bpol: allow(unused-policy) why\n  country in [fr]\n>\n".to_owned(),
        "policy p <\n  country in [fr]\n> # bpol: allow(unused-policy) why\n".to_owned(),
    ] {
        assert_eq!(check(&text, &[]).len(), 2, "{text}");
        assert_eq!(fixed(&text, &["--unsafe-fixes"]), text);
    }
}

#[test]
fn what_was_meant_to_be_one_is_never_lost() {
    for (comment, meant) in [
        ("# bpol allow(unused-policy) x", "# bpol: allow(unused-policy) x"),
        ("# Bpol: allow(unused-policy) x", "# bpol: allow(unused-policy) x"),
        ("## bpol: allow(unused-policy) x", "# bpol: allow(unused-policy) x"),
        ("# bpol: ignore(unused-policy) approved", "# bpol: allow(unused-policy) approved"),
        ("# bpol-ignore(unused-policy)", "# bpol: allow(unused-policy)"),
        ("# bpol: Allow(unused-policy)", "# bpol: allow(unused-policy)"),
        ("# bpol: allow(unused-policy until 9999-01-01 x", "# bpol: allow(unused-policy) until 9999-01-01 x"),
    ] {
        for (before, after) in
            [(String::new(), format!("\n{UNUSED}\n")), (format!("{UNUSED} "), "\n".to_owned())]
        {
            let text = format!("{before}{comment}{after}");
            let found = check(&text, &[]);
            let is_near =
                |it: &String| it.contains("the comment suppresses nothing, though it names `unused-policy`");
            assert_eq!(
                (found.len(), found.iter().filter(|it| is_near(it)).count()),
                (2, 1),
                "{text}{found:?}"
            );
            assert_eq!(fixed(&text, &[]), text);
            let text = fixed(&text, &["--unsafe-fixes"]);
            assert_eq!(text, format!("{before}{meant}{after}"));
            let left = check(&text, &[]);
            assert!(left.iter().all(|it| it.contains("the suppression gives no reason")), "{text}{left:?}");
        }
    }
    // Whatever else stands behind `bpol:` is not for a safe fix to take away.
    for text in ["# bpol: generated, do not edit\nmodel m\n", "# bpol: allow(unused-polcy x\nmodel m\n"] {
        assert_eq!(check(text, &[]).len(), 1, "{text}");
        assert_eq!(fixed(text, &[]), text);
        assert_eq!(fixed(text, &["--unsafe-fixes"]), "model m\n");
    }
}

#[test]
fn comments_of_a_table_are_not_looked_at() {
    let project = Project::new()
        .file("a", "model m\n")
        .file("table", "# bpol ignore(no-effect) x\n# bpol: allow(no-effect) x\ncountry aa\ncpu x\n");
    let run = project.run(&["check", "--reference", "table", "--output-format", "concise", "a"]);
    assert_eq!(run.stdout, "");
}
