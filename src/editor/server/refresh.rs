//! When the client is to ask anew for hints and lenses: the state comes in, the requests to send go out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::client::Client;
use crate::editor::features::hints::labels;
use crate::editor::features::lenses::lenses;
use crate::editor::state::State;
use crate::editor::view::View;

/// What can be asked for anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    Hints,
    Lenses,
}

impl Shown {
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
    /// What the client has not answered.
    waiting: Vec<Shown>,
    /// What changed while it had not.
    missed: Vec<Shown>,
}

impl Refresh {
    /// What the client is to ask for anew: what an edit of another document has changed.
    pub(super) fn due(&mut self, state: &State, client: &Client) -> Vec<Shown> {
        if !client.refreshes_hints && !client.refreshes_lenses {
            return Vec::new();
        }
        let mut now = HashMap::new();
        let mut due = std::mem::take(&mut self.missed);
        for (place, document) in state.documents().iter() {
            let Some(view) = state.view(place) else { continue };
            let titles = lenses(&view).into_iter().map(|lens| (lens.at, lens.title));
            let digests = [digest(&view, labels(&view).into_iter()), digest(&view, titles)];
            let before = self.shown.get(&document.uri);
            // Of a document that changed itself, the client asks by itself.
            if let Some((_, shown)) = before.filter(|it| it.0 == document.version) {
                let both = shown.iter().zip(&digests).zip([Shown::Hints, Shown::Lenses]);
                due.extend(both.filter(|((old, new), _)| old != new).map(|(_, shown)| shown));
            }
            now.insert(document.uri.clone(), (document.version, digests));
        }
        self.shown = now;
        due.retain(|it| match it {
            Shown::Hints => client.refreshes_hints,
            Shown::Lenses => client.refreshes_lenses,
        });
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
