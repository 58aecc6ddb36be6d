//! How fast the language server is, as an editor sees it: `cargo bench --bench editor`.
//!
//! The program itself is driven over its standard streams, with a workspace of 10,000 statements in 50 files: 9,400
//! workloads, 470 policies, 100 environments, 30 locations. Times are from the writing of a message to the reading of
//! what answers it; nothing fails by a number. `--quick` is a smoke test of some seconds.
#![allow(missing_docs, reason = "a program of its own")]

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    reason = "the generator's numbers are small, and others ask more of it"
)]
mod workspace;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};
use workspace::{REFERENCE, Scale};

#[derive(Parser)]
struct Arguments {
    /// How many edits of each sort are timed
    #[arg(long, default_value_t = 200)]
    edits: usize,
    /// Few edits of a small workspace
    #[arg(long)]
    quick: bool,
    /// The program, instead of the one that was built for this
    #[arg(long)]
    program: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const FILES: usize = 50;

/// A server, and the workspace that it has open.
struct Editor {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    folder: PathBuf,
    asked: i64,
    version: i32,
    /// How many lists were published since it was asked last.
    published: usize,
}

fn main() -> Outcome {
    let mut arguments = Arguments::parse();
    let mut scale = Scale {
        workloads: 9_400,
        policies: 470,
        environments: 100,
        locations: 30,
        lists: 40,
        distinct: false,
        rich: false,
    };
    if arguments.quick {
        arguments.edits = 10;
        scale.workloads = 1_000;
    }
    let folder = tempfile::tempdir()?;
    let texts = write(scale, folder.path())?;
    let program = arguments.program.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_bpol")));
    let mut editor = Editor::start(&program, folder.path())?;
    let begin = Instant::now();
    editor.notify("initialized", json!({}))?;
    editor.settle()?;
    println!("initialized to first lists: {:.1} ms", milliseconds(begin.elapsed()));
    let before = editor.resident()?;

    for (what, from, to) in [
        ("a comment", "\n", " # a key\n"),
        ("a workload", " < attach [", " < attach [nobody, "),
        ("a policy", "country in [", "country in [us, "),
        ("an environment", "environment ", "environment \"x\" environment "),
        ("a location", "offers [x86", "offers [x86, t4"),
    ] {
        editor.time_edits(what, &texts, from, to, arguments.edits)?;
    }
    editor.time_burst(&texts)?;
    editor.time_requests(&texts, arguments.edits)?;
    let after = editor.resident()?;
    println!("resident memory: {before} KiB at first, {after} KiB at the end");
    editor.finish()
}

/// Writes the workspace, its statements spread over the files. The paths and texts go out.
fn write(scale: Scale, folder: &Path) -> Outcome<Vec<(PathBuf, String)>> {
    let made = tempfile::tempdir()?;
    scale.write(made.path())?;
    let mut paths: Vec<PathBuf> =
        fs::read_dir(made.path())?.map(|entry| entry.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        all.extend(fs::read_to_string(path)?.lines().map(|line| format!("{line}\n")));
    }
    fs::write(folder.join("bpol.toml"), format!("reference = \"{REFERENCE}\"\n"))?;
    let mut texts = Vec::new();
    for (index, lines) in all.chunks(all.len().div_ceil(FILES)).enumerate() {
        let path = folder.join(format!("file-{index:02}.bpol"));
        fs::write(&path, lines.concat())?;
        texts.push((path, lines.concat()));
    }
    Ok(texts)
}

impl Editor {
    fn start(program: &Path, folder: &Path) -> Outcome<Self> {
        let mut child = Command::new(program)
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the server has no streams".into());
        };
        let stdout = BufReader::new(stdout);
        let folder = folder.to_owned();
        let mut editor = Self { child, stdin, stdout, folder, asked: 0, version: 0, published: 0 };
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {"publishDiagnostics": {"relatedInformation": true}},
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
        });
        let params = json!({"rootUri": uri(&editor.folder), "capabilities": capabilities});
        editor.request("initialize", params)?;
        Ok(editor)
    }

    fn send(&mut self, message: &Value) -> Outcome {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.stdin.flush()?)
    }

    fn notify(&mut self, method: &str, params: Value) -> Outcome {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn request(&mut self, method: &str, params: Value) -> Outcome<Value> {
        self.asked += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}))?;
        self.published = 0;
        loop {
            let message = self.read()?;
            match message.get("method").and_then(Value::as_str) {
                None => return Ok(message),
                Some("textDocument/publishDiagnostics") => self.published += 1,
                Some(_) => {}
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

    /// Waits until all that was sent is published: a request is answered after it.
    fn settle(&mut self) -> Outcome {
        self.request("bpol/nothing", Value::Null).map(|_| ())
    }

    fn open(&mut self, path: &Path, text: &str) -> Outcome {
        self.version += 1;
        let document = json!({"uri": uri(path), "languageId": "bpol", "version": self.version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}))
    }

    fn replace(&mut self, path: &Path, range: &Value, text: &str) -> Outcome {
        self.version += 1;
        let document = json!({"uri": uri(path), "version": self.version});
        let changes = json!([{"range": range, "text": text}]);
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}))
    }

    /// Times edits that put one text in the place of another, and back.
    fn time_edits(
        &mut self,
        what: &str,
        texts: &[(PathBuf, String)],
        from: &str,
        to: &str,
        number: usize,
    ) -> Outcome {
        let (path, text) = texts.iter().find(|(_, text)| text.contains(from)).ok_or("nothing to edit")?;
        self.open(path, text)?;
        self.settle()?;
        let lines = text.lines().enumerate().filter(|(_, line)| from == "\n" || line.contains(from));
        let lines: Vec<(usize, &str)> = lines.collect();
        let mut times = Vec::new();
        for (line, content) in lines.iter().cycle().take(number) {
            let column = if from == "\n" { content.len() } else { content.find(from).unwrap_or(0) };
            let old = from.trim_end_matches('\n');
            let new = to.trim_end_matches('\n');
            let range = |length: usize| {
                let at = |column: usize| json!({"line": line, "character": column});
                json!({"start": at(column), "end": at(column + length)})
            };
            // The one back is as long as the one there.
            for (range, text) in [(range(old.len()), new), (range(new.len()), old)] {
                let begin = Instant::now();
                self.replace(path, &range, text)?;
                self.settle()?;
                times.push(begin.elapsed());
            }
        }
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(path)}}))?;
        self.settle()?;
        println!("edit of {what}: {}", Times(times));
        Ok(())
    }

    /// A hundred changes that come at once.
    fn time_burst(&mut self, texts: &[(PathBuf, String)]) -> Outcome {
        let (path, text) = texts.first().ok_or("there is no file")?;
        self.open(path, text)?;
        self.settle()?;
        let begin = Instant::now();
        let start = json!({"line": 0, "character": 0});
        for _ in 0..100 {
            self.replace(path, &json!({"start": start, "end": start}), "#\n")?;
        }
        self.settle()?;
        println!("burst of 100 changes: {:.1} ms", milliseconds(begin.elapsed()));
        Ok(())
    }

    /// Requests at places all over a file.
    fn time_requests(&mut self, texts: &[(PathBuf, String)], number: usize) -> Outcome {
        for method in ["completion", "hover", "definition", "inlayHint", "formatting"] {
            let mut times = Vec::new();
            let mut is_known = true;
            for (path, text) in texts.iter().cycle().take(number) {
                let line = text.lines().count() / 2;
                let column = text.lines().nth(line).map_or(0, |line| line.len().saturating_sub(4));
                let end = json!({"line": line * 2, "character": 0});
                let params = json!({
                    "textDocument": {"uri": uri(path)},
                    "position": {"line": line, "character": column},
                    "range": {"start": {"line": 0, "character": 0}, "end": end},
                    "options": {"tabSize": 4, "insertSpaces": true},
                });
                let begin = Instant::now();
                is_known &= self.request(&format!("textDocument/{method}"), params)?.get("error").is_none();
                times.push(begin.elapsed());
            }
            if is_known {
                println!("{method}: {}", Times(times));
            }
        }
        Ok(())
    }

    /// The resident memory of the server, where the system tells.
    fn resident(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(number.map_or(Ok(0), str::parse)?)
    }

    fn finish(mut self) -> Outcome {
        self.request("shutdown", Value::Null)?;
        self.notify("exit", Value::Null)?;
        self.child.wait()?;
        Ok(())
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Some times, shown by their middle and their worst.
struct Times(Vec<Duration>);

impl std::fmt::Display for Times {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut times: Vec<f64> = self.0.iter().copied().map(milliseconds).collect();
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
        let [middle, worst] = [50, 99].map(|part| at(part).copied().unwrap_or(f64::NAN));
        write!(formatter, "p50 {middle:.2} ms, p99 {worst:.2} ms ({} times)", times.len())
    }
}
