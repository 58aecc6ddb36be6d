//! A server that an editor talks to: messages go in and out, and what it cost is measured.

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Outcome;

/// A server, and the workspace that it has open.
pub(crate) struct Server {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    folder: PathBuf,
    work_log: PathBuf,
    asked: i64,
    version: i32,
    /// How many lists it has published.
    pub(crate) published: usize,
}

/// What something took: the time on the clock, and that of all of the server's threads where the system tells.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) clock: Duration,
    pub(crate) threads: Duration,
}

impl Server {
    /// A server that knows what its client can do, which is what that of VS Code can, and nothing else yet.
    pub(crate) fn start(program: &Path, folder: &Path, work_log: &Path) -> Outcome<Self> {
        let mut child = Command::new(program)
            .args(["lsp", "--work-log"])
            .arg(work_log)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the server has no streams".into());
        };
        let stdout = BufReader::with_capacity(1 << 20, stdout);
        let (folder, work_log) = (folder.to_owned(), work_log.to_owned());
        let mut server = Self { child, stdin, stdout, folder, work_log, asked: 0, version: 0, published: 0 };
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {
                "publishDiagnostics": {
                    "relatedInformation": true, "codeDescriptionSupport": true, "tagSupport": {"valueSet": [1, 2]},
                },
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "definition": {"linkSupport": true},
                "completion": {"completionItem": {"snippetSupport": true, "labelDetailsSupport": true}},
            },
            "workspace": {
                "didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true},
                "inlayHint": {"refreshSupport": true},
                "codeLens": {"refreshSupport": true},
            },
        });
        let params = json!({"rootUri": uri(&server.folder), "capabilities": capabilities});
        server.request("initialize", params)?;
        Ok(server)
    }

    /// Says that the client is ready, and waits for the first lists.
    pub(crate) fn initialized(&mut self) -> Outcome<Cost> {
        self.cost(|server| {
            server.send(&[notification("initialized", json!({}))])?;
            server.settle()
        })
    }

    /// What it costs to do something.
    pub(crate) fn cost(&mut self, act: impl FnOnce(&mut Self) -> Outcome) -> Outcome<Cost> {
        let before = self.time_of_threads();
        let begin = Instant::now();
        act(self)?;
        let clock = begin.elapsed();
        Ok(Cost { clock, threads: self.time_of_threads().saturating_sub(before) })
    }

    /// Asks, and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Outcome<Value> {
        let request = self.question(method, params);
        self.send(&[request])?;
        self.answer()
    }

    /// Waits until all that was sent is published: a request is answered after it.
    pub(crate) fn settle(&mut self) -> Outcome {
        self.request("bpol/nothing", Value::Null).map(|_| ())
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, path: &Path, text: &str) -> Outcome {
        self.version += 1;
        let document = json!({"uri": uri(path), "languageId": "bpol", "version": self.version, "text": text});
        self.send(&[notification("textDocument/didOpen", json!({"textDocument": document}))])?;
        self.settle()
    }

    /// Changes a document that many times at once, and waits until all of it is published. The characters of a line
    /// are replaced, all of them ASCII.
    pub(crate) fn change(
        &mut self,
        path: &Path,
        changes: &[(usize, std::ops::Range<usize>, &str)],
    ) -> Outcome {
        let mut messages = Vec::new();
        for (line, columns, text) in changes {
            self.version += 1;
            let document = json!({"uri": uri(path), "version": self.version});
            let at = |column: usize| json!({"line": line, "character": column});
            let change = json!({"range": {"start": at(columns.start), "end": at(columns.end)}, "text": text});
            let params = json!({"textDocument": document, "contentChanges": [change]});
            messages.push(notification("textDocument/didChange", params));
        }
        messages.push(self.question("bpol/nothing", Value::Null));
        self.send(&messages)?;
        self.answer().map(|_| ())
    }

    /// How many generations of the work log there are, and how many of them resolved something.
    pub(crate) fn generations(&self) -> Outcome<[usize; 2]> {
        let log = fs::read_to_string(&self.work_log)?;
        let lines: Vec<Value> = log.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let resolved =
            lines.iter().filter(|line| line["resolved"].as_array().is_some_and(|it| !it.is_empty()));
        Ok([lines.len(), resolved.count()])
    }

    /// The resident memory of the server in KiB, where the system tells.
    pub(crate) fn resident(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.map_or(Ok(0), str::parse)?)
    }

    /// Ends it as an editor does.
    pub(crate) fn finish(mut self) -> Outcome {
        self.request("shutdown", Value::Null)?;
        self.send(&[notification("exit", Value::Null)])?;
        self.child.wait()?;
        Ok(())
    }

    /// How long its threads have run.
    fn time_of_threads(&self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        let of_task = |task: fs::DirEntry| -> Option<u64> {
            fs::read_to_string(task.path().join("schedstat")).ok()?.split_whitespace().next()?.parse().ok()
        };
        Duration::from_nanos(tasks.filter_map(of_task).sum())
    }

    fn question(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params})
    }

    /// Writes messages at once.
    fn send(&mut self, messages: &[Value]) -> Outcome {
        let mut bytes = Vec::new();
        for message in messages {
            let body = message.to_string();
            write!(bytes, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        }
        self.stdin.write_all(&bytes)?;
        Ok(self.stdin.flush()?)
    }

    /// Waits for the answer to what was asked last. What the server asks is answered by nothing.
    fn answer(&mut self) -> Outcome<Value> {
        loop {
            let message = self.read()?;
            match (message.get("method").and_then(Value::as_str), message.get("id")) {
                (None, Some(id)) if *id == self.asked => return Ok(message),
                (Some(_), Some(id)) => self.send(&[json!({"jsonrpc": "2.0", "id": id, "result": null})])?,
                (Some("textDocument/publishDiagnostics"), None) => self.published += 1,
                _ => {}
            }
        }
    }

    fn read(&mut self) -> Outcome<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stdout.read_line(&mut line)? == 0 {
                return Err("the server has ended".into());
            }
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse()?,
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// The URI of a path.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
