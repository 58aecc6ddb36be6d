//! Which files a client is asked to watch: the state comes in, the parameters of a registration go out.

use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::uri;
use crate::editor::state::State;
use crate::editor::workspace::{Root, Workspace};
use crate::project::names::is_policy;

/// What matters in each folder.
const PATTERNS: [&str; 4] = ["**/*.bpol", "**/bpol.toml", "**/.gitignore", "**/.ignore"];

const ID: &str = "bpol-watched-files";
const METHOD: &str = "workspace/didChangeWatchedFiles";

/// The files that matter: in the folders of the client, and in roots elsewhere where it can watch these.
pub(super) fn watchers(state: &State, client: &Client) -> Vec<Value> {
    let mut all: Vec<Value> = PATTERNS.iter().map(|pattern| json!({"globPattern": pattern})).collect();
    for workspace in state.workspaces() {
        let table = workspace.table().map(|(path, _)| path).filter(|path| !is_policy(path));
        let name = table.and_then(Path::file_name).and_then(|name| name.to_str());
        all.extend(name.map(|name| json!({"globPattern": format!("**/{}", escaped(name))})));
        if client.watches_elsewhere
            && let Some(root) = root_elsewhere(state, workspace)
        {
            let base = uri::of_file(root);
            let watcher = |pattern| json!({"globPattern": {"baseUri": base, "pattern": pattern}});
            all.extend(PATTERNS.into_iter().map(watcher));
        }
    }
    all
}

/// The root of a workspace that lies in no folder of the client.
fn root_elsewhere<'s>(state: &State, workspace: &'s Workspace) -> Option<&'s Path> {
    match workspace.root() {
        Root::Folder(root, _) if !state.folders().iter().any(|folder| root.starts_with(folder)) => Some(root),
        _ => None,
    }
}

/// A name as a pattern that is that name alone.
fn escaped(name: &str) -> String {
    let escape = |it: char| if "*?{}[]".contains(it) { format!("[{it}]") } else { it.to_string() };
    name.chars().map(escape).collect()
}

/// The parameters that ask for it.
pub(super) fn registered(watchers: &[Value]) -> Value {
    let options = json!({"watchers": watchers});
    json!({"registrations": [{"id": ID, "method": METHOD, "registerOptions": options}]})
}

/// The parameters that take it back; the protocol spells them so.
pub(super) fn taken_back() -> Value {
    json!({"unregisterations": [{"id": ID, "method": METHOD}]})
}
