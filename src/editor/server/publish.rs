//! Publications: the state comes in; the lists of diagnostics that have changed since the last time go out.

use std::collections::BTreeMap;

use lsp_types as lsp;
use serde_json::{Value, json};

use super::client::Client;
use super::convert;
use crate::editor::diagnostics::findings;
use crate::editor::sites::{Site, Sites};
use crate::editor::state::State;

/// What was published last, by URI; there is no empty list among it.
#[derive(Debug, Default)]
pub(super) struct Published {
    lists: BTreeMap<String, Vec<lsp::Diagnostic>>,
}

/// A list that is to be published.
pub(super) struct Publication {
    pub(super) uri: String,
    /// The parameters of the notification.
    pub(super) params: Value,
}

impl Published {
    /// The lists that have changed, those of what is gone first.
    pub(super) fn changes(&mut self, state: &State, client: &Client) -> Vec<Publication> {
        let lists = lists(state, client);
        let gone = self.lists.keys().filter(|uri| !lists.contains_key(*uri)).map(|uri| (uri, &[][..]));
        let changed = lists.iter().filter(|(uri, list)| self.lists.get(*uri) != Some(*list));
        let changed = changed.map(|(uri, list)| (uri, list.as_slice()));
        let publication = |(uri, list): (&String, &[lsp::Diagnostic])| {
            let version = state.documents().iter().find(|(_, it)| it.uri == *uri).map(|(_, it)| it.version);
            let mut params = json!({"uri": uri, "diagnostics": list});
            if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
                params.insert("version".to_owned(), version.into());
            }
            Publication { uri: uri.clone(), params }
        };
        let publications = gone.chain(changed).map(publication).collect();
        self.lists = lists;
        publications
    }
}

/// Every list that is not empty, by URI.
fn lists(state: &State, client: &Client) -> BTreeMap<String, Vec<lsp::Diagnostic>> {
    let mut lists: BTreeMap<String, Vec<lsp::Diagnostic>> = BTreeMap::new();
    for workspace in state.workspaces() {
        let sites = Sites::new(workspace, state.documents());
        let findings = findings(workspace, &sites);
        let mut lines = convert::LinesOf::new(client);
        for of_site in findings.chunk_by(|a, b| a.spot.source.id() == b.spot.source.id()) {
            let Some(first) = of_site.first() else { continue };
            if matches!(first.spot.site, Site::Builtin(_)) {
                continue;
            }
            let list = lists.entry(convert::uri(&first.spot.site).0).or_default();
            // A table may be that of several workspaces.
            let others = list.len();
            for finding in of_site {
                let diagnostic = convert::diagnostic(&mut lines, finding);
                if !list.iter().take(others).any(|it| *it == diagnostic) {
                    list.push(diagnostic);
                }
            }
        }
    }
    lists.retain(|_, list| !list.is_empty());
    lists
}
