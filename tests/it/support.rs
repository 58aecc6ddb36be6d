//! A workspace in a folder of its own, and the real program run in it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with files, which goes when it is dropped.
pub(crate) struct Project {
    folder: TempDir,
}

/// What one run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs git in a project, and gives what it prints; what a person's machine says must not matter.
pub(crate) fn git(project: &Project, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(project.path(""))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

impl Project {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The project with one more file; folders on its path are made.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The project with a copy of a folder of the repository, such as an example, at `to`.
    pub(crate) fn copy(self, folder: &str, to: &str) -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).fold(self, |project, path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let (from, to) = (format!("{folder}/{name}"), Path::new(to).join(name));
            let to = to.to_str().unwrap();
            if path.is_dir() { project.copy(&from, to) } else { project.file(to, fs::read(path).unwrap()) }
        })
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs `bpol` with `arguments` in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(self.folder.path(), arguments, b"")
    }

    /// The same with something on standard input.
    pub(crate) fn run_with_stdin(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        run(self.folder.path(), arguments, stdin.as_ref())
    }
}

/// Runs `bpol` in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    let mut child = command(folder).args(arguments).spawn().unwrap();
    // A program that ends without reading its input is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().expect("bpol was killed"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program with nothing of the machine's environment that it might heed.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bpol"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORCE_COLOR")
        .env_remove("TERM")
        .env_remove("COLUMNS")
        .env_remove("LANG")
        .env_remove("LC_CTYPE")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Run {
    /// Everything that a person would see, for snapshots.
    pub(crate) fn transcript(&self) -> String {
        format!("status: {}\n--- stdout\n{}--- stderr\n{}", self.status, self.stdout, self.stderr)
    }
}

/// The folder that a fixture describes, and the arguments that it adds: its text is a file of the same name, up to a
/// line `#-- NAME`, which begins another file; `#-- args …` adds arguments.
pub(crate) fn workspace(fixture: &Path) -> (Project, Vec<String>) {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    let text = fs::read(fixture).unwrap();
    let mut project = Project::new();
    let mut arguments = Vec::new();
    let mut file = (name.to_owned(), Vec::new());
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_prefix(b"#-- ").map(|rest| String::from_utf8(rest.to_vec()).unwrap()) {
            Some(rest) => match rest.trim().strip_prefix("args ") {
                Some(more) => arguments.extend(more.split(' ').map(str::to_owned)),
                None => {
                    let done = std::mem::replace(&mut file, (rest.trim().to_owned(), Vec::new()));
                    project = if done.1.is_empty() { project } else { project.file(&done.0, done.1) };
                }
            },
            None => file.1.extend_from_slice(line),
        }
    }
    (project.file(&file.0, file.1), arguments)
}

/// The place, the check and the fix of every finding in a JSON document, each on a line.
pub(crate) fn fixes(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    let mut lines = String::new();
    for finding in document["diagnostics"].as_array().unwrap() {
        let start = &finding["range"]["start"];
        let place = format!("{}:{}:{}", finding["path"].as_str().unwrap(), start["line"], start["column"]);
        let _ = writeln!(lines, "{place} {} {}", finding["code"].as_str().unwrap(), finding["fix"]);
    }
    lines
}
