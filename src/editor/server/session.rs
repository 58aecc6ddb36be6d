//! One client from `initialize` to `exit`: messages come in one by one, and what is answered goes out.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;
use super::log::Log;
use super::looks::{Look, Looks};
use super::message::{Message, Refusal, Request, answer, guarded, notification, request};
use super::out::Out;
use super::publish::Published;
use super::refresh::{Refresh, Shown};
use super::requests::Asked;
use super::work_log::WorkLog;
use super::{capabilities, changes, uri, watching};
use crate::date::Date;
use crate::editor::base::Base;
use crate::editor::state::State;

/// Where the session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// `initialize` has not come.
    New,
    Running,
    /// `shutdown` has come.
    ShutDown,
    /// `exit` has come.
    Over,
}

/// What is asked of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Settings,
    Registration,
    Refresh(Shown),
}

/// One client.
pub(super) struct Session {
    phase: Phase,
    is_clean: bool,
    /// The process that started the server, until it is watched.
    parent: Option<Option<i32>>,
    client: Client,
    /// The folders that are to be read when the client says that it is ready.
    folders: Vec<PathBuf>,
    state: State,
    published: Published,
    refresh: Refresh,
    looks: Looks,
    /// What the client was asked to watch.
    watched: Option<Vec<Value>>,
    /// What was asked of the client and not answered.
    questions: HashMap<String, Question>,
    asked: u64,
    out: Out,
    log: Log,
    work_log: WorkLog,
    today: fn() -> Date,
}

impl Session {
    /// A session that nothing was said in.
    pub(super) fn new(out: Out, log: Log, work_log: WorkLog, today: fn() -> Date) -> Self {
        Self {
            phase: Phase::New,
            is_clean: false,
            parent: None,
            client: Client::new(&Value::Null),
            folders: Vec::new(),
            state: State::default(),
            published: Published::default(),
            refresh: Refresh::default(),
            looks: Looks::default(),
            watched: None,
            questions: HashMap::new(),
            asked: 0,
            out,
            log,
            work_log,
            today,
        }
    }

    /// Takes the first of the messages that have arrived. Before a request is answered, the state has every
    /// change that came before it, and all of it is published.
    pub(super) fn take(&mut self, arrived: &mut VecDeque<Message>) {
        match arrived.pop_front() {
            Some(Message::Request(request)) => {
                // What changes files must not do so by what was on disk a while ago.
                let changes = ["textDocument/rename", "textDocument/codeAction"];
                if !self.client.watches_files && changes.contains(&&*request.method) {
                    self.state.look_again();
                }
                self.settle();
                let outcome = if is_cancelled(&request.id, arrived) {
                    Err(Refusal::new(Refusal::CANCELLED, "the request was cancelled"))
                } else {
                    self.respond(&request)
                };
                self.log.debug(&format!("{} {}", request.method, request.id));
                self.out.send(&answer(&request.id, outcome));
            }
            Some(Message::Notification { method, params }) => self.hear(&method, params),
            Some(Message::Response { id, result }) => self.learn(&id, result),
            Some(Message::Malformed(id, refusal)) => self.out.send(&answer(&id, Err(refusal))),
            None => {}
        }
    }

    /// Nothing more has arrived: the client gets what it may have dropped, and learns what it should ask for
    /// anew, once nothing was new for a while. Nobody waits for that, so that one document is looked at, and
    /// more of them until something `has_arrived`.
    pub(super) fn idle(&mut self, mut has_arrived: impl FnMut() -> bool) {
        self.settle();
        for publication in self.published.again(&self.state) {
            self.out.send(&notification("textDocument/publishDiagnostics", publication.params()));
        }
        while self.refresh.pause().is_some_and(|pause| pause.is_zero()) {
            for shown in self.refresh.look(&self.state, &self.client) {
                self.ask(Question::Refresh(shown), shown.method(), Value::Null);
            }
            if self.refresh.pause().is_none() {
                self.have_looked();
            }
            if has_arrived() {
                return;
            }
        }
    }

    /// How long nothing may arrive until there is something to do even so.
    pub(super) fn pause(&self) -> Option<Duration> {
        let both = [self.refresh.pause(), self.published.pause()];
        both.into_iter().flatten().min()
    }

    /// What the client is to ask for anew is said.
    fn have_looked(&self) {
        self.log.debug(&format!("looked at generation {}", self.state.generation()));
    }

    /// Hints or lenses may be others than before.
    fn may_refresh(&mut self) {
        self.refresh.begin(&self.state, &self.client);
    }

    /// Brings the state up to date, and publishes what has changed.
    fn settle(&mut self) {
        if self.phase != Phase::Running {
            return;
        }
        let Some(work) = self.state.settle((self.today)()) else { return };
        for error in &work.errors {
            self.log.error(error);
            self.out.send(&notification("window/logMessage", json!({"type": 1, "message": error})));
        }
        for warning in &work.warnings {
            self.out.send(&notification("window/showMessage", json!({"type": 2, "message": warning})));
        }
        let publications = self.published.changes(&self.state, &self.client);
        for publication in &publications {
            self.out.send(&notification("textDocument/publishDiagnostics", publication.params()));
        }
        self.watch();
        let uris = publications.into_iter().map(|publication| publication.uri);
        self.work_log.write(self.state.generation(), &work, uris.collect());
        if work.is_restated() && self.refresh.pause().is_none() {
            self.refresh.keep(&self.state);
            self.have_looked();
        } else {
            self.may_refresh();
        }
    }

    /// Whether nothing more is to be said.
    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Whether `shutdown` has come, as it should before the end.
    pub(super) fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// The roots of which the last commit is to be looked at, what is known of it, and the day.
    pub(super) fn take_looks(&mut self) -> Vec<Look> {
        self.looks.take(&self.state, (self.today)())
    }

    /// The last commit has this of the workspace with that root.
    pub(super) fn compare_with(&mut self, root: &Path, base: Option<Arc<Base>>) {
        self.looks.done(root);
        if self.state.set_base(root, base.filter(|_| self.state.settings.compares)) {
            self.may_refresh();
        }
    }

    /// The process that started the server, if the client has just said so.
    pub(super) fn take_parent(&mut self) -> Option<Option<i32>> {
        self.parent.take()
    }

    /// Waits until all is written.
    pub(super) fn finish(self) {
        self.out.finish();
    }

    fn respond(&mut self, request: &Request) -> Result<Value, Refusal> {
        let invalid = |why: &str| Err(Refusal::new(Refusal::INVALID_REQUEST, why));
        match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => self.initialize(&request.params),
            (Phase::New, _) => Err(Refusal::new(Refusal::NOT_INITIALIZED, "`initialize` has not been sent")),
            (Phase::Running, "initialize") => invalid("`initialize` was sent before"),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.is_clean = true;
                Ok(Value::Null)
            }
            (Phase::Running, _) => {
                if request.method == "textDocument/inlayHint" {
                    self.looks.be_due_for_hints();
                }
                self.refresh.asks(&self.state, &self.client, request);
                let asked = Asked { state: &self.state, client: &self.client, request };
                guarded(|| asked.answer())
            }
            (Phase::ShutDown | Phase::Over, _) => invalid("`shutdown` was sent before"),
        }
    }

    fn initialize(&mut self, params: &Value) -> Result<Value, Refusal> {
        if !params.is_object() {
            return Err(Refusal::new(Refusal::INVALID_PARAMS, "`initialize` has parameters"));
        }
        self.phase = Phase::Running;
        self.client = Client::new(params);
        let parent = params.get("processId").and_then(Value::as_i64);
        self.parent = Some(parent.and_then(|parent| i32::try_from(parent).ok()));
        if let Some(chosen) = params.get("initializationOptions") {
            self.state.settings = self.state.settings.with(chosen);
        }
        self.folders = folders(params);
        Ok(capabilities::announced(&self.client))
    }

    fn hear(&mut self, method: &str, params: Value) {
        match (self.phase, method) {
            (_, "exit") => self.phase = Phase::Over,
            (Phase::Running, "initialized") => {
                self.state.set_folders(std::mem::take(&mut self.folders));
                self.looks.be_due();
                self.ask_for_settings();
            }
            (Phase::Running, _) => {
                if let Err(line) = changes::apply(&mut self.state, &self.client, method, params) {
                    self.log.error(&line);
                }
                match method {
                    "workspace/didChangeConfiguration" => {
                        self.choose_base();
                        self.ask_for_settings();
                    }
                    "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.looks.be_due(),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Takes what the client answers; it may as well never come.
    fn learn(&mut self, id: &Value, result: Option<Value>) {
        let Some(question) = id.as_str().and_then(|id| self.questions.remove(id)) else { return };
        match (question, result.as_ref().and_then(|it| it.get(0))) {
            (Question::Settings, Some(chosen)) => {
                self.state.settings = self.state.settings.with(chosen);
                self.choose_base();
            }
            (Question::Refresh(shown), _) if self.refresh.answered(shown) => {
                self.ask(Question::Refresh(shown), shown.method(), Value::Null);
            }
            _ => {}
        }
    }

    /// Whether the text is compared with the last commit may be another choice now.
    fn choose_base(&mut self) {
        if self.state.settings.compares {
            self.looks.be_due();
        } else if self.state.forget_bases() {
            self.may_refresh();
        }
    }

    fn ask_for_settings(&mut self) {
        if self.client.has_configuration {
            let params = json!({"items": [{"section": "bpol"}]});
            self.ask(Question::Settings, "workspace/configuration", params);
        }
    }

    /// Asks the client to watch what matters now, where that is something else than before.
    fn watch(&mut self) {
        let wanted = watching::watchers(&self.state, &self.client);
        if !self.client.watches_files || self.watched.as_ref() == Some(&wanted) {
            return;
        }
        if self.watched.is_some() {
            self.ask(Question::Registration, "client/unregisterCapability", watching::taken_back());
        }
        self.ask(Question::Registration, "client/registerCapability", watching::registered(&wanted));
        self.watched = Some(wanted);
    }

    fn ask(&mut self, question: Question, method: &str, params: Value) {
        self.asked += 1;
        let id = format!("bpol-{}", self.asked);
        self.out.send(&request(&id, method, params));
        self.questions.insert(id, question);
    }
}

/// Whether a request is cancelled by something that has arrived.
fn is_cancelled(id: &Value, arrived: &VecDeque<Message>) -> bool {
    arrived.iter().any(|message| match message {
        Message::Notification { method, params } => {
            method == "$/cancelRequest" && params.get("id") == Some(id)
        }
        _ => false,
    })
}

/// The folders that a client has open.
fn folders(params: &Value) -> Vec<PathBuf> {
    let uris: Vec<&str> = match params.get("workspaceFolders").and_then(Value::as_array) {
        Some(folders) => folders.iter().filter_map(|folder| folder.get("uri")?.as_str()).collect(),
        None => params.get("rootUri").and_then(Value::as_str).into_iter().collect(),
    };
    let places = uris.into_iter().filter_map(uri::place);
    places.filter_map(|place| place.path().map(ToOwned::to_owned)).collect()
}
