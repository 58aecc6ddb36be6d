//! When the client is to ask anew for hints and lenses: the state comes in, the requests to send go out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::Client;
use super::message::Request;
use super::uri;
use crate::editor::documents::Place;
use crate::editor::features::hints::labels;
use crate::editor::features::lenses::lenses;
use crate::editor::state::State;
use crate::editor::view::View;

/// For so long nothing may be new before the documents are looked at: who types does not wait for that.
pub(super) const PAUSE: Duration = Duration::from_millis(100);

/// What can be asked for anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    Hints,
    Lenses,
}

impl Shown {
    /// What a request asks for, if it is one of these.
    fn of_request(method: &str) -> Option<Self> {
        match method {
            "textDocument/inlayHint" => Some(Self::Hints),
            "textDocument/codeLens" => Some(Self::Lenses),
            _ => None,
        }
    }

    /// Whether the client asks for it anew where it is told to.
    fn can_be_told(self, client: &Client) -> bool {
        match self {
            Self::Hints => client.refreshes_hints,
            Self::Lenses => client.refreshes_lenses,
        }
    }

    /// The request that says so.
    pub(super) fn method(self) -> &'static str {
        match self {
            Self::Hints => "workspace/inlayHint/refresh",
            Self::Lenses => "workspace/codeLens/refresh",
        }
    }
}

/// What the open documents showed when it was last looked at.
#[derive(Default)]
pub(super) struct Refresh {
    /// The version of each document, and what stood beside its text.
    shown: HashMap<String, (i32, [u64; 2])>,
    /// The version that each document had when the client asked last, and how often something was new before.
    asked: HashMap<(String, Shown), (i32, u64)>,
    /// How often something was new, and how often it was when all documents were last looked at.
    news: u64,
    looked: u64,
    /// What the client has not answered.
    waiting: Vec<Shown>,
    /// What changed while it had not.
    missed: Vec<Shown>,
    /// How far the look at what is new has come.
    look: Option<Look>,
}

/// A look at all open documents.
struct Look {
    /// Not before this.
    from: Instant,
    left: Vec<Place>,
    now: HashMap<String, (i32, [u64; 2])>,
    due: Vec<Shown>,
}

impl Refresh {
    /// Something is new: all open documents are to be looked at, however far that had come.
    pub(super) fn begin(&mut self, state: &State, client: &Client) {
        self.news += 1;
        if client.refreshes_hints || client.refreshes_lenses {
            let left = state.documents().iter().map(|(place, _)| place.clone()).collect();
            let from = Instant::now() + PAUSE;
            self.look = Some(Look { from, left, now: HashMap::new(), due: Vec::new() });
        }
    }

    /// The client asks for something, and is answered as all is now.
    pub(super) fn asks(&mut self, state: &State, client: &Client, request: &Request) {
        let Some(shown) = Shown::of_request(&request.method).filter(|it| it.can_be_told(client)) else {
            return;
        };
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        let document = uri.and_then(uri::place).and_then(|place| state.documents().get(&place));
        if let Some(document) = document {
            self.asked.insert((document.uri.clone(), shown), (document.version, self.news));
        }
    }

    /// How long it is until the next open document is to be looked at, if one is.
    pub(super) fn pause(&self) -> Option<Duration> {
        Some(self.look.as_ref()?.from.saturating_duration_since(Instant::now()))
    }

    /// Looks at one more open document. Behind the last one, what the client is to ask for anew: what an edit
    /// of another document has changed.
    pub(super) fn look(&mut self, state: &State, client: &Client) -> Vec<Shown> {
        let Some(look) = &mut self.look else { return Vec::new() };
        let place = look.left.pop();
        let is_last = look.left.is_empty();
        if let Some(place) = place
            && let Some((document, view)) = state.documents().get(&place).zip(state.view(&place))
        {
            let titles = lenses(&view).into_iter().map(|lens| (lens.at, lens.title));
            let digests = [digest(&view, labels(&view).into_iter()), digest(&view, titles)];
            let before = self.shown.get(&document.uri);
            // Of a document that changed itself, the client asks by itself.
            let before = before.filter(|it| it.0 == document.version).map(|it| it.1);
            for (index, shown) in [Shown::Hints, Shown::Lenses].into_iter().enumerate() {
                let is_other = before.is_some_and(|before| before.get(index) != digests.get(index));
                // What it was answered between two looks was not looked at.
                let is_unknown = self.asked.get(&(document.uri.clone(), shown)).is_some_and(|asked| {
                    asked.0 == document.version && self.looked < asked.1 && asked.1 < self.news
                });
                look.due.extend((is_other || is_unknown).then_some(shown));
            }
            look.now.insert(document.uri.clone(), (document.version, digests));
        }
        if is_last { self.end(client) } else { Vec::new() }
    }

    fn end(&mut self, client: &Client) -> Vec<Shown> {
        let Some(look) = self.look.take() else { return Vec::new() };
        self.shown = look.now;
        self.looked = self.news;
        self.asked.retain(|(uri, _), _| self.shown.contains_key(uri));
        let mut due = std::mem::take(&mut self.missed);
        due.extend(look.due);
        due.retain(|it| it.can_be_told(client));
        let mut sent = Vec::new();
        for shown in due {
            let list = if self.waiting.contains(&shown) { &mut self.missed } else { &mut sent };
            if !list.contains(&shown) {
                list.push(shown);
            }
        }
        self.waiting.extend(&sent);
        sent
    }

    /// Files have another layout, and no document shows anything new.
    pub(super) fn keep(&mut self, state: &State) {
        for (_, document) in state.documents().iter() {
            if let Some((version, _)) = self.shown.get_mut(&document.uri) {
                *version = document.version;
            }
        }
    }

    /// The client has answered; whether it is to be asked again.
    pub(super) fn answered(&mut self, shown: Shown) -> bool {
        self.waiting.retain(|it| *it != shown);
        let is_missed = self.missed.contains(&shown);
        self.missed.retain(|it| *it != shown);
        if is_missed {
            self.waiting.push(shown);
        }
        is_missed
    }
}

/// A digest of what stands at some bytes of a document, in order. A byte stands for its statement, so that
/// another layout is nothing new.
fn digest(view: &View<'_>, all: impl Iterator<Item = (usize, String)>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut starts = view.parsed.items().map(|item| item.span().range().start).peekable();
    let mut statements = 0_usize;
    for (at, text) in all {
        while starts.next_if(|start| *start <= at).is_some() {
            statements += 1;
        }
        (statements, text).hash(&mut hasher);
    }
    hasher.finish()
}
