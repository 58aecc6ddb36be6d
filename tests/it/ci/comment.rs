//! The comment on a pull request, kept by the action's script with a stand-in for `gh` that keeps comments.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use serde_json::{Value, json};

use super::{Step, read, run_script, step_in};
use crate::support::Project;

const OLD: &str = "policy p < country in [fr] >\n\nmodel a < attach [p] >\n";
const NEW: &str = "policy p < country in [fr, us] >\n\nmodel a < attach [p] >\n";
const MARKER: &str = "<!-- bpol diff -->\n";
const SAME: &str = "<!-- bpol diff -->\nno placement changes\n";

/// A pull request: a repository with the change merged into its branch, and the comments on it.
struct PullRequest {
    project: Project,
    head: String,
    base: String,
    /// What is checked out.
    folder: String,
}

impl PullRequest {
    /// None where there is no jq, which the stand-in for `gh` needs.
    fn new(old: &str, new: &str) -> Option<Self> {
        if Command::new("jq").arg("--version").output().is_err() {
            eprintln!("SKIPPED: the comment of the action, as there is no jq here");
            return None;
        }
        let project = Project::new().file("repo/a.bpol", old).file("bin/gh", read("tests/it/ci/gh"));
        let project = project.file("fake/log", "").file("temp/summary", "");
        fs::set_permissions(project.path("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        symlink(env!("CARGO_BIN_EXE_bpol"), project.path("bin/bpol")).unwrap();
        let empty = String::new();
        let mut it = Self { project, head: empty.clone(), base: empty, folder: "repo".to_owned() };
        it.comments(&[]);
        it.git("init -q -b main .");
        it.git("add a.bpol");
        it.git("commit -qm one");
        // The branch has moved since the event, so that the event's base is not the first parent of the merge.
        it.base = it.git("rev-parse HEAD");
        it.git("checkout -qb change");
        it.change(new);
        Some(it)
    }

    fn git(&self, arguments: &str) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-C", &self.folder])
            .args(arguments.split(' '))
            .current_dir(self.project.path(""))
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Pushes to the change, and merges it into the branch as it was before.
    fn change(&mut self, new: &str) {
        self.git("checkout -q change");
        fs::write(self.project.path("repo/a.bpol"), new).unwrap();
        self.git("commit -qam two --allow-empty");
        self.head = self.git("rev-parse HEAD");
        self.git("checkout -q --detach main");
        self.git("commit -qm elsewhere --allow-empty");
        self.git("merge -q --no-ff -m merge change");
    }

    /// The comments that there are: whether the token's account wrote it, and what it says.
    fn comments(&self, comments: &[(bool, &str)]) {
        let comments = comments.iter().enumerate().map(|(number, (is_own, body))| {
            let url = format!("https://example.org/o/r/pull/7#issuecomment-{number}");
            json!({"viewerDidAuthor": is_own, "body": body, "url": url})
        });
        let all = json!({"comments": comments.collect::<Vec<Value>>()}).to_string();
        fs::write(self.project.path("fake/comments.json"), all).unwrap();
    }

    fn bodies(&self) -> Vec<String> {
        let all: Value = serde_json::from_str(&self.project.read("fake/comments.json")).unwrap();
        let all = all["comments"].as_array().unwrap();
        all.iter().map(|it| it["body"].as_str().unwrap().to_owned()).collect()
    }

    fn flag(&self, name: &str) {
        fs::write(self.project.path("fake").join(name), "").unwrap();
    }

    fn run(&self, deny: &str, reads_only: &str) -> Step {
        self.run_with(&[("INPUT_PATHS", ""), ("INPUT_DENY", deny), ("READS_ONLY", reads_only)], None)
    }

    /// The action's step, or another script in the same place.
    fn run_with(&self, variables: &[(&str, &str)], script: Option<&str>) -> Step {
        let path = |name: &str| self.project.path(name).to_str().unwrap().to_owned();
        let (temp, fake, summary) = (path("temp"), path("fake"), path("temp/summary"));
        let own = [
            ("NUMBER", "7"),
            ("BASE", &*self.base),
            ("HEAD", &*self.head),
            ("GITHUB_SERVER_URL", "https://example.org"),
            ("GITHUB_REPOSITORY", "o/r"),
            ("GITHUB_STEP_SUMMARY", &*summary),
            ("RUNNER_TEMP", &*temp),
            ("FAKE", &*fake),
        ];
        let variables = [&own, variables].concat();
        let (folder, bin) = (self.project.path(&self.folder), self.project.path("bin"));
        match script {
            None => step_in("Diff", &folder, &bin, &variables),
            Some(script) => run_script(script, &folder, &bin, &variables),
        }
    }

    /// The same pull request in a clone with so many commits of what is checked out.
    fn shallow(mut self, depth: usize) -> Self {
        self.git("branch -f merge HEAD");
        let address = format!("file://{}", self.project.path("repo").display());
        self.git(&format!("clone -q --depth {depth} --branch merge {address} ../shallow"));
        "shallow".clone_into(&mut self.folder);
        self
    }
}

#[test]
fn one_comment_is_written_and_then_edited() {
    let Some(mut it) = PullRequest::new(OLD, NEW) else { return };
    let ran = it.run("", "false");
    assert_eq!((ran.status, ran.stderr.as_str(), ran.stdout.as_str()), (0, "", ""));
    let [body] = it.bodies().try_into().unwrap();
    assert!(body.starts_with(&format!("{MARKER}1 workload may run in more places; ")), "{body}");
    assert!(body.contains(&format!("https://example.org/o/r/blob/{}/a.bpol#L1", it.head)), "{body}");

    // What is pushed next is in the same comment, and the gate fails after it.
    it.change("policy p < country in [fr, us] >\n\nmodel a < attach [p] >\nmodel b < attach [p] >\n");
    let ran = it.run("gains", "false");
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""), "{}", ran.stdout);
    let [body] = it.bodies().try_into().unwrap();
    assert!(body.contains("1 is new"), "{body}");

    // While there are errors it stays, and they are in the log.
    it.change("policy p < country in [zz] >\n");
    let ran = it.run("", "false");
    assert_eq!(ran.status, 1);
    assert!((ran.stdout + &ran.stderr).contains("unknown-code"));
    assert_eq!(it.bodies(), [body]);

    // Nothing is left of the change, and the comment says so.
    it.change(OLD);
    assert_eq!(it.run("any", "false").status, 0);
    let [body] = it.bodies().try_into().unwrap();
    assert!(body.starts_with(SAME), "{body}");
    assert_eq!(it.project.read("temp/summary"), "");
}

#[test]
fn nothing_is_said_where_there_never_was_a_change() {
    let Some(it) = PullRequest::new(OLD, OLD) else { return };
    let ran = it.run("any", "false");
    assert_eq!((ran.status, ran.stderr.as_str(), ran.stdout.as_str()), (0, "", ""));
    assert_eq!(it.bodies(), Vec::<String>::new());
    // Limits are something, though no place changes.
    let limits = "policy t < tokens total 5 per day >\nmodel a < attach [t] >\n";
    let Some(it) = PullRequest::new(&limits.replace('5', "4"), limits) else { return };
    assert_eq!(it.run("any", "false").status, 0);
    let [body] = it.bodies().try_into().unwrap();
    assert!(body.contains("no placement changes; the limits of 1 workload differ"), "{body}");
}

/// Whoever may comment may copy the marker, and the token may be of any account.
#[test]
fn only_a_comment_of_the_own_account_is_edited() {
    let Some(it) = PullRequest::new(OLD, NEW) else { return };
    let quoted = format!("> {MARKER}");
    // More than a page of them.
    let mut comments = vec![(false, "What is this?"); 120];
    comments.extend([(false, SAME), (true, "another workflow's"), (true, &*quoted)]);
    it.comments(&comments);
    for _ in 0..2 {
        let ran = it.run("", "false");
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
        let bodies = it.bodies();
        assert_eq!(bodies.len(), comments.len() + 1, "one was written, and then edited");
        assert!(bodies.iter().zip(&comments).all(|(body, (_, before))| body == before));
        assert!(bodies[comments.len()].contains("more places"));
    }
    // Of two of its own it edits the first, and leaves the rest.
    it.comments(&[(false, SAME), (true, SAME), (true, SAME)]);
    assert_eq!(it.run("", "false").status, 0);
    let bodies = it.bodies();
    assert!(bodies[0] == SAME && bodies[1].contains("more places") && bodies[2] == SAME, "{bodies:?}");
}

#[test]
fn a_fork_gets_a_summary_and_the_gate_holds() {
    let Some(it) = PullRequest::new(OLD, NEW) else { return };
    it.flag("reads-only");
    for (deny, status) in [("", 0), ("gains", 1)] {
        fs::write(it.project.path("temp/summary"), "Before.\n").unwrap();
        let ran = it.run(deny, "true");
        assert_eq!(ran.status, status, "{}", ran.stderr);
        let [notice] = ran.stdout.lines().collect::<Vec<_>>().try_into().unwrap();
        assert!(notice.starts_with("::notice::") && notice.contains("summary of the job"), "{notice}");
        let summary = it.project.read("temp/summary");
        assert!(summary.starts_with(&format!("Before.\n{MARKER}1 workload may run in more")), "{summary}");
    }
    // The same where it may not even read comments.
    it.flag("silent");
    assert_eq!(it.run("gains", "true").status, 1);
    assert_eq!(it.bodies(), Vec::<String>::new());

    // Where there never was a change nothing is said, but for the notice.
    let Some(it) = PullRequest::new(OLD, OLD) else { return };
    it.flag("silent");
    assert_eq!(it.run("any", "true").status, 0);
    assert_eq!(it.project.read("temp/summary"), "");
}

#[test]
fn a_missing_permission_is_an_error_that_names_it() {
    let Some(it) = PullRequest::new(OLD, NEW) else { return };
    it.flag("reads-only");
    let ran = it.run("", "false");
    assert_eq!(ran.status, 1);
    let [error] = ran.stdout.lines().collect::<Vec<_>>().try_into().unwrap();
    assert!(
        error.starts_with("::error::") && error.contains("`permissions: pull-requests: write`"),
        "{error}"
    );
    assert!(it.project.read("temp/summary").contains("more places"));
}

#[test]
fn a_clone_without_the_commit_to_compare_with_is_an_error_that_names_fetch_depth() {
    let Some(it) = PullRequest::new(OLD, NEW).map(|it| it.shallow(1)) else { return };
    let ran = it.run("gains", "false");
    assert_eq!((ran.status, ran.stderr.as_str()), (2, ""));
    let [error] = ran.stdout.lines().collect::<Vec<_>>().try_into().unwrap();
    assert!(error.starts_with("::error::") && error.contains("`fetch-depth: 2`"), "{error}");
    assert_eq!(it.project.read("fake/log"), "");

    // What the page says is enough.
    let Some(it) = PullRequest::new(OLD, NEW).map(|it| it.shallow(2)) else { return };
    let ran = it.run("gains", "false");
    assert_eq!((ran.status, ran.stderr.as_str(), it.bodies().len()), (1, "", 1), "{}", ran.stdout);
    let page = read("docs/ci.md");
    let workflow = page.split("```yaml\n").skip(1).map(|it| it.split("```").next().unwrap());
    let workflow = workflow.filter(|it| it.contains("diff: true")).collect::<String>();
    assert!(workflow.contains("fetch-depth: 2") && workflow.contains("pull-requests: write"), "{workflow}");
}

/// A workflow may check out the change itself: what others did to the branch since is not its doing.
#[test]
fn the_change_alone_is_compared_with_where_it_left_the_branch() {
    let Some(mut it) = PullRequest::new(OLD, NEW) else { return };
    it.git("checkout -q main");
    fs::write(it.project.path("repo/b.bpol"), "model b\n").unwrap();
    it.git("add b.bpol");
    it.git("commit -qm three");
    it.base = it.git("rev-parse HEAD");
    it.git("checkout -q change");
    let ran = it.run("", "false");
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    let [body] = it.bodies().try_into().unwrap();
    assert!(body.starts_with(&format!("{MARKER}1 workload may run in more places; 0 unchanged")), "{body}");
}

#[test]
fn inputs_of_the_comment_are_words_and_no_code() {
    let Some(it) = PullRequest::new(OLD, NEW) else { return };
    let pwn = "$(touch pwned)`touch pwned`; touch pwned";
    for (paths, deny, status) in [(pwn, "", 2), ("", pwn, 2), ("-", "", 2), ("\na.bpol\n", "gains", 1)] {
        let ran = it.run_with(&[("INPUT_PATHS", paths), ("INPUT_DENY", deny), ("READS_ONLY", "false")], None);
        assert_eq!(ran.status, status, "{paths:?} {deny:?}: {}{}", ran.stdout, ran.stderr);
        assert!(!it.project.path("repo/pwned").exists(), "{paths:?} {deny:?}");
    }
    assert_eq!(it.bodies().len(), 1);
}

/// The lines of the page for those who do not use the action.
#[test]
fn the_three_lines_of_the_page_do_the_same() {
    let page = read("docs/ci.md");
    let lines = page.split("      - run: |\n").nth(1).unwrap().split("        env:\n").next().unwrap();
    assert_eq!(lines.lines().count(), 3, "{lines}");
    let Some(it) = PullRequest::new(OLD, NEW) else { return };
    for _ in 0..2 {
        let ran = it.run_with(&[("GH_REPO", "o/r")], Some(lines));
        assert_eq!((ran.status, ran.stderr.as_str()), (1, ""), "{}", ran.stdout);
        let [body] = it.bodies().try_into().unwrap();
        assert!(body.starts_with(&format!("{MARKER}1 workload may run in more places; ")), "{body}");
    }
    // On a fork, where nothing may be written.
    let instead = "cat comment.md >> \"$GITHUB_STEP_SUMMARY\"";
    assert!(page.contains(&format!("`{instead}`")));
    let lines: Vec<&str> =
        lines.lines().map(|it| if it.trim().starts_with("gh ") { instead } else { it }).collect();
    it.flag("silent");
    assert_eq!(it.run_with(&[], Some(&lines.join("\n"))).status, 1);
    assert!(it.project.read("temp/summary").contains("more places"));
}
