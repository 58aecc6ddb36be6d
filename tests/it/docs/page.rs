//! A page of the documentation: its blocks, the folder that its commands run in, and the page with what they print.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::elision;
use crate::support::{Project, run};

/// The top of the repository.
pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and the pages under `docs`.
pub(super) fn pages() -> Vec<PathBuf> {
    let folders = ["docs", "docs/emit"].map(|folder| root().join(folder));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut pages: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A fenced block of a page.
pub(super) struct Block {
    /// File and line, for messages.
    pub(super) place: String,
    /// What stands behind the opening fence.
    pub(super) info: String,
    pub(super) text: String,
    /// The line of the opening fence, from 0.
    line: usize,
}

impl Block {
    /// The name behind the language, where the block is a file.
    pub(super) fn file(&self) -> Option<&str> {
        self.info.split(' ').nth(1).filter(|name| name.contains('.'))
    }

    /// The commands, each with the lines that the page shows below it.
    fn commands(&self) -> Vec<(&str, Vec<&str>)> {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in self.text.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command, Vec::new())),
                (None, Some((_, shown))) => shown.push(line),
                (None, None) => panic!("{}: no command: {line}", self.place),
            }
        }
        commands
    }
}

pub(super) fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).unwrap();
    let name = page.strip_prefix(root()).unwrap().display();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (line, content) in text.lines().enumerate() {
        match (content.trim_start().strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                let place = format!("{name}:{}", line + 1);
                open = Some(Block { place, info: info.trim().to_owned(), text: String::new(), line });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(content);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{name}: a block is not closed");
    blocks
}

/// What came of running a page.
pub(super) struct Played {
    pub(super) commands: usize,
    /// Each command that prints something else than the page shows, and what.
    pub(super) wrong: Vec<String>,
    /// The page as it should be.
    pub(super) text: String,
}

/// Runs every command of a page, from top to bottom, in a folder with the files that the page has shown by then.
pub(super) fn play(page: &Path) -> Played {
    let text = fs::read_to_string(page).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut folder = Folder::default();
    let mut played = Played { commands: 0, wrong: Vec::new(), text: String::new() };
    let mut console = Vec::new();
    for block in blocks(page) {
        match (block.info.split(' ').next(), block.file()) {
            (Some("diff"), Some(name)) => folder.change(name, &block),
            (_, Some(name)) => folder.write(name, &block),
            _ => {}
        }
        if block.info != "console" {
            continue;
        }
        let mut content = Vec::new();
        for (command, shown) in block.commands() {
            let printed = folder.execute(&block.place, command);
            let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
            content.push(format!("$ {command}"));
            if elision::agrees(&shown, &printed) {
                content.extend(shown.iter().map(|&line| line.to_owned()));
            } else {
                played.wrong.push(format!("{}: `{command}` prints\n{}", block.place, printed.join("\n")));
                content.extend(elision::renewed(&shown, &printed));
            }
            played.commands += 1;
        }
        console.push((block.line + 1..block.line + 1 + block.text.lines().count(), content));
    }
    assert_eq!(folder.unread, Vec::<String>::new(), "{}: no command reads these", page.display());
    for (range, content) in console.into_iter().rev() {
        lines.splice(range, content);
    }
    played.text = lines.join("\n") + "\n";
    played
}

/// A page with each text in the language laid out as `bpol fmt` does it, and the places of those that were not.
pub(super) fn laid_out(page: &Path) -> (String, Vec<String>) {
    let text = fs::read_to_string(page).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut wrong = Vec::new();
    for block in blocks(page).into_iter().rev().filter(|block| block.info.split(' ').next() == Some("bpol")) {
        let formatted = run(&root(), &["fmt", "-"], block.text.as_bytes());
        assert_eq!(formatted.status, 0, "{}: {}", block.place, formatted.stderr);
        if formatted.stdout != block.text {
            wrong.push(block.place.clone());
            let range = block.line + 1..block.line + 1 + block.text.lines().count();
            lines.splice(range, formatted.stdout.lines().map(str::to_owned));
        }
    }
    (lines.join("\n") + "\n", wrong)
}

/// The files that a page has shown so far, in a folder of their own.
#[derive(Default)]
struct Folder {
    project: Option<Project>,
    /// Where `cd` has led to, from the project's folder.
    inside: PathBuf,
    /// The places of the files that no command has come behind yet.
    unread: Vec<String>,
}

impl Folder {
    fn path(&self) -> PathBuf {
        self.project.as_ref().map_or_else(root, |project| project.path("")).join(&self.inside)
    }

    fn write(&mut self, name: &str, block: &Block) {
        self.project.get_or_insert_with(Project::new);
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &block.text).unwrap();
        self.unread.push(block.place.clone());
    }

    /// Replaces the lines of a `diff` block that begin with `-` by those that begin with `+`.
    fn change(&mut self, name: &str, block: &Block) {
        let side = |sign: char| -> String {
            let kept = block.text.lines().filter(|line| line.starts_with([' ', sign]));
            kept.map(|line| line[1..].to_owned() + "\n").collect()
        };
        let path = self.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text.matches(&side('-')).count(),
            1,
            "{}: {name} has no such lines, or twice",
            block.place
        );
        fs::write(path, text.replace(&side('-'), &side('+'))).unwrap();
        self.unread.push(block.place.clone());
    }

    /// What a command prints, on both streams, run by a shell as a reader would. It runs in the repository's root
    /// where the page has shown no file, `bpol init` made none, and no example was copied.
    fn execute(&mut self, place: &str, command: &str) -> String {
        self.unread.clear();
        if command.starts_with("bpol init") {
            self.project.get_or_insert_with(Project::new);
        }
        if let Some((example, copy)) =
            command.strip_prefix("cp -r examples/").and_then(|it| it.split_once(' '))
        {
            let project = self.project.take().unwrap_or_else(Project::new);
            self.project = Some(project.copy(&format!("examples/{example}"), copy));
            return String::new();
        }
        if let Some(inside) = command.strip_prefix("cd ") {
            self.inside.push(inside);
            assert!(self.path().is_dir(), "{place}: there is no folder {inside}");
            return String::new();
        }
        let bin = Path::new(env!("CARGO_BIN_EXE_bpol")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)));
        let mut shell = Command::new("bash");
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            shell.env_remove(name);
        }
        let output = shell
            .args(["--noprofile", "--norc", "-c", &format!("exec 2>&1 < /dev/null\n{command}")])
            .current_dir(self.path())
            .env("PATH", path.unwrap())
            .env("LC_ALL", "C.UTF-8")
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
            .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
            .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}
