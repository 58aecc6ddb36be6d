//! `bpol diff` with real repositories: a revision is read as its checkout would be, and nothing is written.

use std::fs;

use serde_json::Value;

use crate::support::{Project, Run, git, run};

fn committed(project: Project) -> Project {
    git(&project, &["init", "-q", "-b", "main", "."]);
    git(&project, &["add", "-Af", "."]);
    git(&project, &["commit", "-qm", "one"]);
    project
}

const TEXT: &str = "policy home < country in [fr] >\nenvironment production < attach [home] >\n\
    model chat in production\n";

fn widened() -> String {
    TEXT.replace("[fr]", "[fr, us]")
}

fn summary(run: &Run) -> &str {
    assert_eq!(run.stderr, "", "{run:?}");
    run.stdout.lines().next().unwrap()
}

#[test]
fn the_working_tree_is_compared_with_a_revision() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    assert_eq!(summary(&project.run(&["diff", "HEAD"])), "no placement changes");
    fs::write(project.path("a.bpol"), widened()).unwrap();
    let run = project.run(&["diff", "HEAD", "--deny", "gains"]);
    assert_eq!((run.status, summary(&run)), (1, "1 workload may run in more places; 0 unchanged"));
    git(&project, &["commit", "-qam", "two"]);
    let json = project.run(&["diff", "HEAD~1", "main", "--format", "json"]).stdout;
    let answer: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["old"]["revision"], git(&project, &["rev-parse", "HEAD~1"]).as_str());
    assert_eq!(answer["new"]["name"], "main");
    assert_eq!(answer["counts"]["widened"], 1);
    assert_eq!(git(&project, &["status", "--porcelain"]), "");
}

/// What a walk passes over in a checkout is passed over in the revision: both sides are the same.
#[test]
fn a_revision_is_searched_as_its_checkout_is() {
    let wrong = "nonsense\n";
    let project = Project::new()
        .file("a.bpol", TEXT)
        .file("deep/er/b.bpol", "model deep in production\n")
        .file(".team.bpol", "model team in production\n")
        .file(".hidden/x.bpol", wrong)
        .file("out/x.bpol", wrong)
        .file("left.bpol", wrong)
        .file("generated/x.bpol", wrong)
        .file("generated/keep.bpol", "model kept in production\n")
        .file(".gitignore", "left.bpol\ngenerated/*\n!generated/keep.bpol\n")
        .file(".ignore", "!never\n")
        .file("bpol.toml", "reference = \"tables/own.bpol\"\nexclude = [\"out/\"]\n")
        .file(
            "tables/own.bpol",
            "continent eu continent na country fr in eu country us in na gpu t4 cpu x86\n",
        );
    let project = committed(project);
    let json = project.run(&["diff", "HEAD", "--format", "json"]);
    assert_eq!(json.stderr, "");
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["counts"]["unchanged"], 4, "{answer}");
    assert_eq!(answer["groups"], Value::Array(Vec::new()));
    assert_eq!(answer["old"]["reference"], answer["new"]["reference"]);
    assert_eq!(answer["old"]["reference"]["name"], "own.bpol");
}

/// Configuration and table are those of each side.
#[test]
fn each_side_has_the_configuration_that_stands_in_it() {
    let project = committed(Project::new().file("a.bpol", TEXT).file("bpol.toml", "reference = \"world\"\n"));
    fs::write(project.path("bpol.toml"), "reference = \"official\"\n").unwrap();
    let answer: Value =
        serde_json::from_str(&project.run(&["diff", "HEAD", "--format", "json"]).stdout).unwrap();
    assert_eq!(
        (&answer["old"]["reference"]["name"], &answer["new"]["reference"]["name"]),
        (&"world".into(), &"official".into())
    );
}

#[test]
fn the_working_directory_is_the_root_of_a_revision() {
    let project = committed(
        Project::new().file("policies/a.bpol", TEXT).file("other/b.bpol", "nonsense\n").file("x/c.txt", ""),
    );
    let diff = |folder: &str, arguments: &[&str]| {
        run(&project.path(folder), &[&["diff", "HEAD"], arguments].concat(), b"")
    };
    assert_eq!(summary(&diff("policies", &[])), "no placement changes");
    assert_eq!(summary(&diff("", &["--workspace", "policies"])), "no placement changes");
    assert_eq!(summary(&diff("x", &["--workspace", "../policies/a.bpol"])), "no placement changes");
    assert_eq!(diff("", &[]).status, 1);
    // An absolute path is one of the repository where it lies in it, be it there now or not.
    let absolute = project.path("policies").display().to_string();
    assert_eq!(summary(&diff("x", &["--workspace", &absolute])), "no placement changes");
    let gone = project.path("policies/gone").display().to_string();
    let gone = diff("x", &["HEAD", "--workspace", &gone]);
    assert_eq!((gone.status, &*gone.stderr), (2, "error: `HEAD` has no `policies/gone`\n"));
    let nothing = diff("x", &["HEAD"]);
    assert_eq!((nothing.status, &*nothing.stderr), (2, "error: `HEAD` has no .bpol files under `x`\n"));
    let outside = diff("", &["HEAD", "--workspace", "../elsewhere"]);
    assert!(outside.stderr.contains("lies outside of the repository"), "{outside:?}");
    let elsewhere = Project::new().file("a.bpol", TEXT);
    let outside = diff("", &["HEAD", "--workspace", &elsewhere.path("a.bpol").display().to_string()]);
    assert!(outside.stderr.contains("lies outside of the repository"), "{outside:?}");
}

/// An absolute path names one place, so that it cannot be a part of each of two folders.
#[test]
fn a_part_of_a_folder_is_named_from_it() {
    let project = Project::new().file("old/a.bpol", TEXT).file("new/a.bpol", widened());
    let path = project.path("old/a.bpol").display().to_string();
    let run = project.run(&["diff", "old", "new", "--workspace", &path]);
    assert_eq!((run.status, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("a part of the folder `old` is named from it"), "{run:?}");
    let run = project.run(&["diff", "old", "new", "--workspace", "a.bpol"]);
    assert_eq!(summary(&run), "1 workload may run in more places; 0 unchanged");
}

#[test]
fn a_commit_is_found_by_its_message() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    fs::write(project.path("a.bpol"), widened()).unwrap();
    git(&project, &["commit", "-qam", "open the gates"]);
    for old in [":/one", "HEAD^{/one}", "main~1"] {
        assert_eq!(summary(&project.run(&["diff", old])), "1 workload may run in more places; 0 unchanged");
    }
    assert_eq!(summary(&project.run(&["diff", ":/open the"])), "no placement changes");
}

#[test]
fn what_is_no_revision_is_said_clearly() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    git(&project, &["tag", "-a", "trunk", "-m", "no commit", "HEAD^{tree}"]);
    for (arguments, words) in [
        (&["diff", "HEADD"][..], "`HEADD` is neither a path nor a revision"),
        (&["diff", "main..HEAD"], "`bpol diff main HEAD`"),
        (&["diff", "main...HEAD"], "`bpol diff main HEAD`"),
        (&["diff", "--", "--output=x"], "`--output=x` is neither a path nor a revision"),
        (&["diff", "git:--all"], "neither a path nor a revision"),
        (&["diff", "HEAD:a.bpol"], "`HEAD:a.bpol` is a file of git, and no commit"),
        (&["diff", "HEAD^{tree}"], "`HEAD^{tree}` is a folder of git, and no commit"),
        (&["diff", "trunk"], "`trunk` is a folder of git, and no commit"),
        (&["diff", ":/nothing like it"], "`:/nothing like it` is neither a path nor a revision"),
        (&["diff", "a.bpol"], "is not what `bpol compile` writes"),
        (&["diff", "HEAD", "--deny", "gain"], "did you mean `gains`?"),
        (&["diff", "HEAD", "--environment", "productoin"], "did you mean `production`?"),
        (&["diff", "HEAD", "main", "x"], "two sides are compared"),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.status, &*run.stdout), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
    assert!(!project.path("x").exists());
    let outside = Project::new().file("a.bpol", TEXT).run(&["diff", "HEAD"]);
    assert!(outside.stderr.contains("this is no git repository"), "{outside:?}");
}

#[test]
fn a_path_is_a_path_and_a_revision_can_be_forced() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    git(&project, &["branch", "old"]);
    fs::create_dir(project.path("old")).unwrap();
    fs::write(project.path("old/a.bpol"), widened()).unwrap();
    let folder = project.run(&["diff", "old", "git:old"]);
    assert!(folder.stdout.starts_with("1 workload may run in fewer places; 0 unchanged\n"), "{folder:?}");
}

#[test]
fn shallow_and_bare_repositories_and_submodules_say_what_they_are() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    git(&project, &["commit", "-q", "--allow-empty", "-m", "two"]);
    let url = format!("file://{}", project.path("").display());
    let other = Project::new();
    git(&other, &["clone", "-q", "--depth", "1", &url, "shallow"]);
    let shallow = run(&other.path("shallow"), &["diff", "HEAD~1"], b"");
    assert!(shallow.stderr.contains("this clone is shallow"), "{shallow:?}");
    git(&other, &["clone", "-q", "--bare", &url, "bare.git"]);
    let bare = run(&other.path("bare.git"), &["diff", "main~1", "main"], b"");
    assert_eq!(summary(&bare), "no placement changes");
    let bare = run(&other.path("bare.git"), &["diff", "main"], b"");
    assert!(bare.stderr.contains("this repository is bare"), "{bare:?}");
    let around = committed(Project::new().file("b.bpol", TEXT));
    git(&around, &["submodule", "--quiet", "add", &url, "sub"]);
    git(&around, &["commit", "-qm", "sub"]);
    let submodule = around.run(&["diff", "HEAD", "HEAD", "--workspace", "sub"]);
    assert!(submodule.stderr.contains("`sub` is a submodule"), "{submodule:?}");
    git(&around, &["rm", "-q", "b.bpol"]);
    git(&around, &["commit", "-qm", "only sub"]);
    let nothing = around.run(&["diff", "HEAD"]);
    assert!(
        nothing.stderr.starts_with("error: `HEAD` has no .bpol files under `.`\n  help: "),
        "{nothing:?}"
    );
    assert!(nothing.stderr.contains("submodule `sub`"), "{nothing:?}");
}

/// The files of a repository that has no working tree are called as revisions are.
#[test]
fn a_file_of_git_is_the_revision_of_its_name() {
    let project = committed(Project::new().file("a.bpol", TEXT));
    fs::write(project.path("a.bpol"), widened()).unwrap();
    git(&project, &["commit", "-qam", "two"]);
    let url = format!("file://{}", project.path("").display());
    let other = Project::new();
    git(&other, &["clone", "-q", "--bare", &url, "bare.git"]);
    let bare = other.path("bare.git");
    fs::create_dir_all(bare.join("refs/heads")).unwrap();
    let hash = git(&project, &["rev-parse", "HEAD"]);
    fs::write(bare.join("refs/heads/main"), format!("{hash}\n")).unwrap();
    for new in ["HEAD", "refs/heads/main"] {
        assert!(bare.join(new).is_file());
        let found = run(&bare, &["diff", "HEAD~1", new], b"");
        assert_eq!(summary(&found), "1 workload may run in more places; 0 unchanged");
    }
    // A file that git does not take for a revision is none, and one that `compile` wrote is itself.
    let config = run(&bare, &["diff", "HEAD", "config"], b"");
    assert!(config.stderr.contains("`config` is not what `bpol compile` writes"), "{config:?}");
    let compiled = Project::new().file("a.bpol", TEXT).run(&["compile"]).stdout;
    fs::write(bare.join("main"), compiled).unwrap();
    let found = run(&bare, &["diff", "HEAD", "main"], b"");
    assert!(found.stdout.starts_with("1 workload may run in fewer places; 0 unchanged\n"), "{found:?}");
    // Elsewhere a path that exists is a path.
    fs::write(project.path("main"), "nonsense").unwrap();
    let elsewhere = project.run(&["diff", "HEAD", "main"]);
    assert!(elsewhere.stderr.contains("`main` is not what `bpol compile` writes"), "{elsewhere:?}");
}

#[cfg(unix)]
#[test]
fn a_link_of_a_revision_leads_to_a_file_of_it() {
    use std::os::unix::fs::symlink;

    let project = Project::new().file("a.bpol", TEXT).file("shared/more", "model more in production\n");
    symlink("shared/more", project.path("more.bpol")).unwrap();
    symlink("a.bpol", project.path("again.bpol")).unwrap();
    let project = committed(project);
    let run = project.run(&["diff", "HEAD", "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["counts"]["unchanged"], 2, "{run:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_policy_whose_path_is_no_text_is_not_passed_over() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let project = Project::new().file("a.bpol", TEXT);
    fs::write(project.path("").join(OsStr::from_bytes(b"\xff.bpol")), "model x\n").unwrap();
    let project = committed(project);
    let run = project.run(&["diff", "HEAD"]);
    assert_eq!((run.status, &*run.stdout), (2, ""));
    assert!(run.stderr.contains("is not UTF-8"), "{run:?}");
}

#[test]
fn an_old_side_with_errors_may_be_taken_for_an_empty_one() {
    let project = committed(Project::new().file("a.bpol", "nonsense\n"));
    fs::write(project.path("a.bpol"), TEXT).unwrap();
    let broken = project.run(&["diff", "HEAD"]);
    assert_eq!((broken.status, &*broken.stdout), (1, ""));
    assert!(broken.stderr.starts_with("`HEAD` has errors:\n"), "{broken:?}");
    let allowed = project.run(&["diff", "HEAD", "--allow-broken-old"]);
    assert_eq!((allowed.status, allowed.stdout.lines().next()), (0, Some("1 workload is new; 0 unchanged")));
    assert!(allowed.stderr.contains("it is taken for one without workloads"), "{allowed:?}");
    assert_eq!(allowed.stdout.lines().last(), Some("from revision HEAD to folder ."));
    let json = project.run(&["diff", "HEAD", "--allow-broken-old", "--format", "json"]);
    let answer: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(answer["old"]["revision"].as_str().map(str::len), Some(40));
}

#[test]
fn what_was_compiled_is_a_side_and_nothing_else_is() {
    let project = Project::new().file("a.bpol", TEXT);
    let compiled = project.run(&["compile", "a.bpol"]).stdout;
    let project = project.file("old.json", &compiled).file("a.bpol", widened());
    let run = project.run(&["diff", "old.json"]);
    assert_eq!(summary(&run), "1 workload may run in more places; 0 unchanged");
    // Some shells put a mark before what they redirect.
    let run = project.run_with_stdin(&["diff", "-"], format!("\u{feff}{compiled}"));
    assert_eq!(summary(&run), "1 workload may run in more places; 0 unchanged");
    let utf_16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let run = crate::support::run(&project.path(""), &["diff", "-"], &utf_16);
    assert!(
        run.stderr.starts_with("error: `<stdin>` is UTF-16, as some shells redirect output\n"),
        "{run:?}"
    );
    let stdin = project.run_with_stdin(&["diff", "-", "--format", "json"], &compiled);
    let answer: Value = serde_json::from_str(&stdin.stdout).unwrap();
    assert_eq!((&answer["old"]["sources"], &answer["new"]["sources"]), (&false.into(), &true.into()));
    assert_eq!(answer["groups"][0]["causes"], Value::Array(Vec::new()));
    let id = answer["old"]["name"].as_str().unwrap();
    assert_eq!(id, "-");
    let workload = compiled.lines().find(|line| line.contains("\"chat\"")).unwrap();
    for (text, words) in [
        (compiled.replace("placement.v1", "placement.v2"), "only `bpol.placement.v1` is read"),
        (compiled.replacen("\"fr\"", "\"us\"", 1), "was changed by hand"),
        (compiled.replacen("\"workloads\"", "\"workload\"", 1), "is not what `bpol compile` writes"),
        (
            compiled.replace(workload, &format!("{workload},\n{workload}")),
            "`model/chat@production` is in it twice",
        ),
        ("{}".to_owned(), "is not what `bpol compile` writes"),
    ] {
        let run = project.run_with_stdin(&["diff", "-"], &text);
        assert_eq!((run.status, &*run.stdout), (2, ""));
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn one_workspace_is_compared_under_two_tables() {
    let project = Project::new()
        .file("a.bpol", "policy eu < continent in [eu] except country in [fr] >\nmodel a < attach [eu] >\n");
    let project = project
        .file("one.table", "continent eu country fr in eu country de in eu gpu t4\n")
        .file("two.table", "continent eu country fr in eu country de in eu country pl in eu gpu t4\n");
    let run = project.run(&["diff", "--tables", "one.table", "two.table", "a.bpol", "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["groups"][0]["gained"]["location"][0]["name"], "pl", "{run:?}");
    let told = project.run(&["diff", "--tables", "one.table", "two.table", "a.bpol"]);
    assert_eq!(told.stdout.lines().last(), Some("from table one.table to table two.table"));
    assert_eq!(project.run(&["diff", "--tables", "one.table"]).status, 2);
}

/// Where a path and a revision have one name, it says which was taken and how the other one is called.
#[test]
fn a_path_with_the_name_of_a_revision_is_told() {
    let project = committed(Project::new().file("a.bpol", TEXT).file("b/b.bpol", "model other\n"));
    git(&project, &["branch", "b"]);
    git(&project, &["branch", "old.json"]);
    let run = project.run(&["diff", "b", "b", "--format", "json"]);
    let note = "note: `b` is taken for the folder; the revision is `git:b`\n";
    assert_eq!((run.status, run.stderr), (0, note.repeat(2)));
    assert_eq!(project.run(&["compile", "b", "-o", "old.json"]).status, 0);
    let run = project.run(&["diff", "old.json", "b/"]);
    let note = "note: `old.json` is taken for the file; the revision is `git:old.json`\n";
    assert_eq!((run.status, run.stderr.as_str()), (0, note));
    for sides in [["git:b", "."], ["main", "./b"]] {
        assert!(!project.run(&["diff", sides[0], sides[1]]).stderr.contains("note"), "{sides:?}");
    }
}

/// GitHub knows paths from the root of the repository, wherever the command runs; people from where they are.
#[test]
fn annotations_name_files_from_the_root_of_the_repository() {
    let project = Project::new().file("policies/a.bpol", TEXT).file("shared/b.bpol", "model other\n");
    let project = committed(project);
    let far = "policy far < country in [us] >\n";
    fs::write(project.path("policies/a.bpol"), TEXT.replace("attach [home]", "attach [far]") + far).unwrap();
    let files = |folder: &str, arguments: &[&str]| -> Vec<String> {
        let annotations = [&["diff", "HEAD", "--format", "github"], arguments].concat();
        let run = run(&project.path(folder), &annotations, b"");
        let named = run.stdout.lines().filter_map(|line| line.split_once(" file=")?.1.split(',').next());
        named.map(str::to_owned).collect()
    };
    let wanted = ["policies/a.bpol"; 2];
    for (folder, arguments) in [
        ("", &[][..]),
        ("policies", &[]),
        ("policies", &["--workspace", "a.bpol"]),
        ("shared", &["--workspace", "../policies"]),
    ] {
        assert_eq!(files(folder, arguments), wanted, "{folder} {arguments:?}");
    }
    let text = run(&project.path("shared"), &["diff", "HEAD", "--workspace", "../policies", "--full"], b"");
    assert_eq!(text.stdout.matches(" (../policies/a.bpol:2)").count(), 2, "{text:?}");
}
