//! A file that is not what it was when it was read is left alone, and the others are written.

use std::fs;
use std::os::unix::fs::symlink;

use super::{MESSY, NEAT, left_behind, make_pipe, start};
use crate::support::{Project, Run, command};

/// Three files, of which something happens to the second one while a run waits.
fn meanwhile(happens: impl FnOnce(&Project)) -> (Project, Run) {
    let project = Project::new().file("a.bpol", MESSY).file("b.bpol", MESSY).file("c.bpol", MESSY);
    let waiting = start(&project, &["fmt", "a.bpol", "b.bpol", "c.bpol"]);
    happens(&project);
    let run = waiting.go_on();
    for other in ["a.bpol", "c.bpol"] {
        assert_eq!(project.read(other), NEAT);
    }
    assert_eq!(left_behind(&project), [""; 0]);
    (project, run)
}

fn left_alone(run: &Run, why: &str) {
    let says = format!(
        "2 files formatted, 1 file left unchanged, 1 file not written\n\
         error: `b.bpol` was left as it is: {why}\n  help: run the command again\n"
    );
    assert_eq!((run.status, run.stderr.as_str()), (2, says.as_str()));
}

#[test]
fn what_an_editor_saved_meanwhile_stays() {
    let saved = "model   saved\n";
    let (project, run) = meanwhile(|project| fs::write(project.path("b.bpol"), saved).unwrap());
    left_alone(&run, "it has changed since it was read");
    assert_eq!(project.read("b.bpol"), saved);
    // In the way of those who write a new file, and with a text of the same length.
    let saved = "model   b\n";
    let (project, run) = meanwhile(|project| {
        fs::write(project.path("b.swp"), saved).unwrap();
        fs::rename(project.path("b.swp"), project.path("b.bpol")).unwrap();
    });
    left_alone(&run, "it has changed since it was read");
    assert_eq!(project.read("b.bpol"), saved);
    let (project, run) = meanwhile(|project| fs::write(project.path("b.bpol"), "").unwrap());
    left_alone(&run, "it has changed since it was read");
    assert_eq!(project.read("b.bpol"), "");
}

#[test]
fn what_was_saved_with_the_same_text_is_formatted() {
    let (project, run) = meanwhile(|project| {
        fs::write(project.path("b.swp"), MESSY).unwrap();
        fs::rename(project.path("b.swp"), project.path("b.bpol")).unwrap();
    });
    assert_eq!((run.status, project.read("b.bpol").as_str()), (0, NEAT));
}

#[test]
fn what_was_deleted_or_moved_does_not_come_back() {
    let (project, run) = meanwhile(|project| fs::remove_file(project.path("b.bpol")).unwrap());
    left_alone(&run, "it was deleted after it was read");
    assert!(!project.path("b.bpol").exists());
    let moved = |project: &Project| fs::rename(project.path("b.bpol"), project.path("d.bpol")).unwrap();
    let (project, run) = meanwhile(moved);
    left_alone(&run, "it was deleted after it was read");
    assert!(!project.path("b.bpol").exists());
    assert_eq!(project.read("d.bpol"), MESSY);
}

#[test]
fn what_became_something_else_is_not_written_through() {
    let why = "the path leads to something else than when it was read";
    for target in ["other", "nowhere"] {
        let (project, run) = meanwhile(|project| {
            fs::remove_file(project.path("b.bpol")).unwrap();
            // The very same text, but the file of somebody else.
            fs::write(project.path("other"), MESSY).unwrap();
            symlink(target, project.path("b.bpol")).unwrap();
        });
        left_alone(&run, why);
        assert_eq!(project.read("other"), MESSY);
        assert!(project.path("b.bpol").is_symlink() && !project.path("nowhere").exists());
    }
    let (project, run) = meanwhile(|project| {
        fs::remove_file(project.path("b.bpol")).unwrap();
        fs::create_dir(project.path("b.bpol")).unwrap();
    });
    left_alone(&run, why);
    assert!(project.path("b.bpol").is_dir());
    let (_, run) = meanwhile(|project| {
        fs::remove_file(project.path("b.bpol")).unwrap();
        make_pipe(project, "b.bpol");
    });
    left_alone(&run, why);
}

#[test]
fn a_link_that_is_named_leads_where_it_led() {
    let project = Project::new().file("one", MESSY).file("two", MESSY);
    symlink("one", project.path("b.bpol")).unwrap();
    let waiting = start(&project, &["fmt", "b.bpol"]);
    fs::remove_file(project.path("b.bpol")).unwrap();
    symlink("two", project.path("b.bpol")).unwrap();
    let run = waiting.go_on();
    assert_eq!(run.status, 2, "{}", run.transcript());
    assert_eq!((project.read("one"), project.read("two")), (MESSY.to_owned(), MESSY.to_owned()));
}

/// A text that `check --fix` and `fmt` both would change.
const BOTH: &str = "policy   p < country in [fr, fr] >\nmodel a < attach [p] >\n";
const FIXED: &str = "policy   p < country in [fr] >\nmodel a < attach [p] >\n";

#[test]
fn fmt_and_fix_do_not_undo_each_other() {
    let formatted = BOTH.replace("   ", " ");
    for (first, second, becomes) in [
        (&["fmt", "a.bpol"][..], &["check", "--fix", "a.bpol"][..], FIXED),
        (&["check", "--fix", "a.bpol"], &["fmt", "a.bpol"], formatted.as_str()),
    ] {
        let project = Project::new().file("a.bpol", BOTH);
        let waiting = start(&project, first);
        assert_eq!(project.run(second).status, 0);
        assert_eq!(project.read("a.bpol"), becomes);
        let run = waiting.go_on();
        assert_eq!(run.status, 2, "{}", run.transcript());
        assert!(run.stderr.contains("`a.bpol` was left as it is: it has changed since it was read\n"));
        assert_eq!(project.read("a.bpol"), becomes);
    }
}

#[test]
fn a_file_that_another_program_has_locked_is_left_alone() {
    let project = Project::new().file("a.bpol", MESSY);
    let held = fs::File::open(project.path("a.bpol")).unwrap();
    held.lock().unwrap();
    let run = project.run(&["fmt"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("`a.bpol` was left as it is: another program has locked it\n"));
    assert_eq!(project.read("a.bpol"), MESSY);
    drop(held);
    assert_eq!(project.run(&["fmt"]).status, 0);
}

#[test]
fn what_many_say_they_did_is_done() {
    for _ in 0..5 {
        let mut project = Project::new();
        for index in 0..30 {
            let text =
                format!("policy   p{index} < country in [fr, fr] >\nmodel a{index} < attach [p{index}] >\n");
            project = project.file(&format!("{index}.bpol"), text);
        }
        let spawn = |arguments: &[&str]| command(&project.path("")).args(arguments).spawn().unwrap();
        let (fmt, fix) =
            (spawn(&["fmt"]), spawn(&["check", "--fix", "--allow", "all", "--warn", "redundant-code"]));
        let (fmt, fix) = (super::run(fmt), super::run(fix));
        for index in 0..30 {
            let name = format!("{index}.bpol");
            let text = project.read(&name);
            let was_left = |run: &Run| run.stderr.contains(&format!("`{name}` was left as it is"));
            let shown = format!("{name}\n{text}{}{}", fmt.transcript(), fix.transcript());
            assert!(!text.contains("   ") || was_left(&fmt), "{shown}");
            assert!(!text.contains("fr, fr") || was_left(&fix), "{shown}");
        }
        assert_eq!(left_behind(&project), [""; 0]);
    }
}
