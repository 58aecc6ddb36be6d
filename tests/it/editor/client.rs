//! A client: what an editor would send goes to the real program, and what comes back is kept.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::command;

/// After so long without a word something is wrong with the server; no test waits for it otherwise.
const PATIENCE: Duration = Duration::from_mins(5);

/// One server, and all that it has said.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// The lines of its log.
    log: Receiver<String>,
    asked: i64,
    folder: PathBuf,
    /// What columns are counted in.
    pub(crate) encoding: String,
    /// The last list of diagnostics of each URI, in which nothing is an empty list.
    lists: BTreeMap<String, Vec<Value>>,
    /// Every notification of the server, in order.
    pub(crate) heard: Vec<Value>,
    /// Every request of the server, in order.
    pub(crate) questions: Vec<Value>,
}

/// A message with its header.
pub(crate) fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub(crate) fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

impl Client {
    /// A server that nothing was said to.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::run(folder, command(folder).arg("lsp").args(arguments))
    }

    /// The same, with all of its log.
    pub(crate) fn start_with_log(folder: &Path) -> Self {
        Self::run(folder, command(folder).arg("lsp").env("BPOL_LOG", "debug"))
    }

    fn run(folder: &Path, command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, messages) = channel();
        let (to_log, log) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                let _ = sender.send(message);
            }
        });
        // So that the server never waits for who reads its log.
        thread::spawn(move || stderr.lines().map_while(Result::ok).for_each(|line| drop(to_log.send(line))));
        Self {
            stdin: child.stdin.take(),
            child,
            messages,
            log,
            asked: 0,
            // Without a slash at the end.
            folder: folder.components().collect(),
            encoding: "utf-16".to_owned(),
            lists: BTreeMap::new(),
            heard: Vec::new(),
            questions: Vec::new(),
        }
    }

    /// A server that has the folder open; `more` is put over the parameters of `initialize`.
    pub(crate) fn open_folder(folder: &Path, more: Value) -> Self {
        let mut client = Self::start(folder, &[]);
        client.initialize(more);
        client
    }

    /// Says who it is, and that it is ready. The answer goes out.
    pub(crate) fn initialize(&mut self, more: Value) -> Value {
        let mut params = json!({
            "processId": null,
            "rootUri": uri_of(&self.folder),
            "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": true}}},
        });
        merge(&mut params, more);
        let answer = self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        answer
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_bytes(&framed(message));
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        // A server that has ended is what some tests wait for.
        let _ = stdin.write_all(bytes).and_then(|()| stdin.flush());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and waits for the answer: the result, or the error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = json!(self.asked);
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.answer_to(&id)
    }

    /// Waits for the answer to the request of an id.
    pub(crate) fn answer_to(&mut self, id: &Value) -> Result<Value, Value> {
        loop {
            let message = self.next().unwrap_or_else(|| panic!("the server ended before it answered {id}"));
            if message.get("method").is_none() {
                assert_eq!(message["id"], *id, "another answer came first: {message}");
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// The next message; `None` where the server has ended.
    pub(crate) fn next(&mut self) -> Option<Value> {
        let message = match self.messages.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return None,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the server says nothing"),
        };
        assert_eq!(message["jsonrpc"], "2.0");
        match (message.get("method").and_then(Value::as_str), message.get("id")) {
            (Some(_), Some(_)) => self.questions.push(message.clone()),
            (Some(method), None) => {
                if method == "textDocument/publishDiagnostics" {
                    let params = &message["params"];
                    let (uri, list) = (params["uri"].as_str().unwrap(), params["diagnostics"].as_array());
                    match list.unwrap().as_slice() {
                        [] => self.lists.remove(uri),
                        list => self.lists.insert(uri.to_owned(), list.to_vec()),
                    };
                }
                self.heard.push(message.clone());
            }
            _ => {}
        }
        Some(message)
    }

    /// Waits until everything that was sent has had its effect: no request is answered before.
    pub(crate) fn settle(&mut self) {
        let error = self.request("bpol/nothing", Value::Null).unwrap_err();
        assert_eq!(error["code"], -32601);
    }

    /// Waits until its log says so.
    pub(crate) fn wait_for_log(&mut self, end: &str) {
        let start = Instant::now();
        while !self.log.recv_timeout(PATIENCE).expect("the server logs more").ends_with(end) {
            assert!(start.elapsed() < PATIENCE, "the server never logs `{end}`");
        }
    }

    /// The lists of diagnostics as they stand, by path from the folder; empty ones are not among them.
    pub(crate) fn lists(&mut self) -> BTreeMap<String, Vec<Value>> {
        self.settle();
        let prefix = format!("{}/", uri_of(&self.folder));
        let name = |uri: &String| uri.strip_prefix(&prefix).unwrap_or(uri).to_owned();
        self.lists.iter().map(|(uri, list)| (name(uri), list.clone())).collect()
    }

    /// The list of one file.
    pub(crate) fn list(&mut self, path: &str) -> Vec<Value> {
        self.lists().remove(path).unwrap_or_default()
    }

    /// The messages of the list of one file, with their codes.
    pub(crate) fn codes(&mut self, path: &str) -> Vec<String> {
        self.list(path).iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The URI of a path from the folder; a URI stays as it is.
    pub(crate) fn uri(&self, path: &str) -> String {
        if path.contains(':') { path.to_owned() } else { uri_of(&self.folder.join(path)) }
    }

    pub(crate) fn open(&mut self, path: &str, version: i32, text: &str) {
        let language =
            if path.rsplit_once('.').is_some_and(|(_, end)| end == "toml") { "toml" } else { "bpol" };
        let document =
            json!({"uri": self.uri(path), "languageId": language, "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Gives a document another text.
    pub(crate) fn replace(&mut self, path: &str, version: i32, text: &str) {
        self.change(path, version, json!([{"text": text}]));
    }

    pub(crate) fn change(&mut self, path: &str, version: i32, changes: Value) {
        let document = json!({"uri": self.uri(path), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(crate) fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Says that something has happened on disk.
    pub(crate) fn watched(&mut self, path: &str) {
        let changes = json!([{"uri": self.uri(path), "type": 2}]);
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    }

    /// Closes standard input.
    pub(crate) fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Waits for the end of the server.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends the server as an editor does.
    pub(crate) fn finish(mut self) {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        assert_eq!(self.wait().code(), Some(0));
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads one message; `None` at the end.
fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = Some(value.parse().unwrap()),
            Some(other) => panic!("a header says {other:?}"),
            None => break,
        }
    }
    let mut body = vec![0; length?];
    from.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// Puts the values of one object over those of another, however deep.
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}
