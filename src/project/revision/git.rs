//! The objects of a repository: git itself is asked, since its own reading knows every format, alternate and
//! kind of clone. `gix` would be some 150 crates for two questions. Nothing is checked out and no file is
//! written.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::text::MAX_FILE_BYTES;
use crate::text::hidden::one_line;

/// A repository around the working directory.
pub(super) struct Git {
    asker: Asker,
    /// The working directory as a folder of the repository: `policies/eu/`, or nothing.
    pub(super) prefix: String,
    is_bare: bool,
    is_shallow: bool,
    /// Whether the working directory is git's own folder, or in it.
    pub(super) is_inside: bool,
}

/// What a commit has at a path.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The path in the repository, with `/`.
    pub(super) path: String,
    pub(super) kind: EntryKind,
    object: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    Submodule,
}

/// Asks git in a folder.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    disk: Disk,
    /// How long an answer may take; the environment says nothing then.
    limit: Option<Duration>,
}

impl Asker {
    pub(super) fn new(disk: &Disk, limit: Option<Duration>) -> Self {
        Self { disk: disk.clone(), limit }
    }

    /// Git, which must neither ask a person nor fetch what a partial clone lacks.
    fn git(&self) -> Command {
        let mut command = Command::new("git");
        command.args(["--no-pager", "--no-optional-locks"]);
        if self.limit.is_some() {
            let own = std::env::vars_os().map(|(name, _)| name);
            own.filter(|name| name.as_encoded_bytes().starts_with(b"GIT_")).for_each(|name| {
                command.env_remove(name);
            });
        }
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = self.disk.folder() {
            command.current_dir(folder);
        }
        command
    }

    /// Ends a process that takes too long; its pipes are closed then.
    fn watch(&self, child: Child) -> Watched {
        let child = Arc::new(Mutex::new(child));
        let (done, ended) = channel::<()>();
        if let Some(limit) = self.limit {
            let child = Arc::clone(&child);
            thread::spawn(move || {
                if ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                }
            });
        }
        Watched { child, _done: done }
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let failed = |error| {
            let help = "install git, or compare folders or the JSON of `bpol compile`";
            Failure::with_help(format!("git cannot be run: {error}"), help)
        };
        let mut child = self.git().args(arguments).spawn().map_err(failed)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let watched = self.watch(child);
        let errors = thread::spawn(move || read_all(stderr));
        let stdout = read_all(stdout).map_err(failed)?;
        let stderr = errors.join().unwrap_or_else(|_| Ok(Vec::new())).map_err(failed)?;
        let status = watched.wait().map_err(failed)?;
        Ok(Output { status, stdout, stderr })
    }

    /// What git prints, without the last line break.
    fn line(&self, arguments: &[&str]) -> Result<Result<String, String>, Failure> {
        let output = self.output(arguments)?;
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            text.strip_suffix('\n').map_or(text.clone(), str::to_owned)
        };
        Ok(if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) })
    }
}

impl Asker {
    /// Everything that a commit has.
    pub(super) fn tree(&self, commit: &str) -> Result<Vec<Entry>, Failure> {
        let output = self.output(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit])?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!("git: {}", one_line(why.trim_end()))));
        }
        let lines = output.stdout.split(|&byte| byte == 0);
        // What cannot be named is not left out in silence: it may be a policy.
        if let Some(strange) =
            lines.clone().find(|it| it.ends_with(b".bpol") && std::str::from_utf8(it).is_err())
        {
            let name = String::from_utf8_lossy(strange);
            let path = name.rsplit('\t').next().unwrap_or_default();
            return Err(Failure::new(format!("the path `{}` is not UTF-8", one_line(path))));
        }
        Ok(lines.filter_map(Entry::read).collect())
    }

    /// The contents of entries, by path; one that is too long has none.
    pub(super) fn contents(&self, entries: &[&Entry]) -> Result<HashMap<String, Option<Vec<u8>>>, Failure> {
        let mut contents = HashMap::new();
        if entries.is_empty() {
            return Ok(contents);
        }
        let failed = |error: std::io::Error| Failure::new(format!("git cat-file: {error}"));
        let mut child = self
            .git()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Failure::new("git cat-file cannot be asked"));
        };
        let watched = self.watch(child);
        let mut stdout = BufReader::new(stdout);
        for entry in entries {
            // One at a time: what git has not been asked for cannot fill a pipe.
            writeln!(stdin, "{}", entry.object).and_then(|()| stdin.flush()).map_err(failed)?;
            let mut head = String::new();
            stdout.read_line(&mut head).map_err(failed)?;
            let length = head.trim_end().rsplit(' ').next().and_then(|word| word.parse::<u64>().ok());
            let Some(length) = length else {
                let message = format!("`{}` is not in this clone", one_line(&entry.path));
                let help = "a partial clone lacks it: `git fetch --refetch --no-filter` gets everything";
                return Err(Failure::with_help(message, help));
            };
            let mut bytes = Vec::new();
            let read = stdout.by_ref().take(length).read_to_end(&mut bytes).map_err(failed)?;
            if read as u64 != length {
                return Err(Failure::new("git cat-file ended too early"));
            }
            stdout.read_exact(&mut [0]).map_err(failed)?;
            contents.insert(entry.path.clone(), (length <= MAX_FILE_BYTES).then_some(bytes));
        }
        drop(stdin);
        let _ = watched.wait();
        Ok(contents)
    }
}

/// A process that is ended where it takes too long.
struct Watched {
    child: Arc<Mutex<Child>>,
    /// Whoever watches hears of the end.
    _done: Sender<()>,
}

impl Watched {
    fn wait(&self) -> io::Result<ExitStatus> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).wait()
    }
}

fn read_all(pipe: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes))?;
    Ok(bytes)
}

impl Git {
    /// The repository around the working directory; `revision` is what is asked for in it.
    pub(super) fn open(asker: Asker, revision: &str) -> Result<Self, Failure> {
        let prefix = match asker.line(&["rev-parse", "--show-prefix"])? {
            Ok(prefix) => prefix,
            Err(why) if why.contains("not a git repository") => {
                let message = format!("`{}` is no path, and this is no git repository", one_line(revision));
                return Err(Failure::with_help(
                    message,
                    "name a folder, a file that `bpol compile` wrote, or `-`",
                ));
            }
            Err(why) => return Err(Failure::new(format!("git: {}", one_line(&why)))),
        };
        let is =
            |question| Ok::<bool, Failure>(asker.line(&["rev-parse", question])?.as_deref() == Ok("true"));
        let (is_bare, is_shallow) = (is("--is-bare-repository")?, is("--is-shallow-repository")?);
        let is_inside = is("--is-inside-git-dir")?;
        Ok(Self { asker, prefix, is_bare, is_shallow, is_inside })
    }

    pub(super) fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// The full hash of the commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, Failure> {
        // What is behind `:/` is all of it, so that nothing can be added to it.
        if let Some(object) = self.object(revision)? {
            return match self.object(&format!("{object}^{{commit}}"))? {
                Some(hash) => Ok(hash),
                None => Err(self.no_commit(revision, &object)?),
            };
        }
        let help = match revision.split_once("..") {
            Some((old, new)) => format!(
                "name the two revisions: `bpol diff {} {}`",
                one_line(old),
                one_line(new.trim_start_matches('.'))
            ),
            None if self.is_shallow => {
                "this clone is shallow: `git fetch --unshallow` gets the rest of its history; in CI, check \
                 out with `fetch-depth: 0`"
                    .to_owned()
            }
            None => "name a path that exists, or a revision that `git rev-parse` knows".to_owned(),
        };
        let message = format!("`{}` is neither a path nor a revision", one_line(revision));
        Err(Failure::with_help(message, help))
    }

    /// The full hash of what a name stands for.
    fn object(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.asker.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", name])?.ok())
    }

    /// What to say of a name that stands for something else than a commit.
    fn no_commit(&self, revision: &str, object: &str) -> Result<Failure, Failure> {
        let kind = self.asker.line(&["cat-file", "-t", &format!("{object}^{{}}")])?;
        let kind = if kind.as_deref() == Ok("blob") { "file" } else { "folder" };
        let message = format!("`{}` is a {kind} of git, and no commit", one_line(revision));
        let help = "name a commit, a branch or a tag; `--workspace PATH` names a part of it";
        Ok(Failure::with_help(message, help))
    }

    /// The folder that the repository is checked out to, as git has it; none where it is bare.
    pub(super) fn checkout(&self) -> Result<Option<PathBuf>, Failure> {
        Ok(self.asker.line(&["rev-parse", "--show-toplevel"])?.ok().map(PathBuf::from))
    }
}

impl Entry {
    /// `MODE TYPE OBJECT<tab>PATH`.
    fn read(line: &[u8]) -> Option<Self> {
        let (about, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
        let mut words = about.split(' ');
        let (mode, _, object) = (words.next()?, words.next()?, words.next()?);
        let kind = match mode {
            "120000" => EntryKind::Link,
            "160000" => EntryKind::Submodule,
            _ => EntryKind::File,
        };
        Some(Self { path: path.to_owned(), kind, object: object.to_owned() })
    }
}

/// The folder of a path in a repository, and its name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A path of a repository as an absolute one, which patterns are matched with. No file is looked for there.
pub(super) fn absolute(path: &str) -> std::path::PathBuf {
    Path::new("/").join(path)
}
