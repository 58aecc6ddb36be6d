//! What `bpol.status` shows: the state comes in, what the server knows goes out, for who looks for a fault.

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::editor::state::State;
use crate::editor::workspace::Workspace;

/// What the server knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::editor) struct Status {
    version: &'static str,
    workspaces: Vec<OfWorkspace>,
    /// The URIs of the open documents.
    open_documents: Vec<String>,
    generation: u64,
}

/// What it knows of one workspace.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OfWorkspace {
    root: String,
    /// Its `bpol.toml`, if it has one.
    config: Option<String>,
    /// Why that cannot be used, if it cannot.
    config_error: Option<String>,
    /// The table in force.
    table: Option<String>,
    files: usize,
    statements: usize,
    workloads: usize,
    errors: usize,
    /// The commit that it is compared with.
    base_revision: Option<String>,
}

/// What the server knows.
pub(in crate::editor) fn status(state: &State) -> Status {
    Status {
        version: env!("CARGO_PKG_VERSION"),
        workspaces: state.workspaces().iter().map(of_workspace).collect(),
        open_documents: state.documents().iter().map(|(_, document)| document.uri.clone()).collect(),
        generation: state.generation(),
    }
}

fn of_workspace(workspace: &Workspace) -> OfWorkspace {
    let known = workspace.known();
    let errors = known.map_or(0, |it| {
        it.report.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    });
    OfWorkspace {
        root: workspace.root().name(),
        config: workspace.config_file(),
        config_error: workspace.failures().next().map(|failure| failure.message.clone()),
        table: workspace.reference().map(|reference| reference.name().to_owned()),
        files: workspace.files().count(),
        statements: workspace.files().map(|(_, tree)| tree.statements().count()).sum(),
        workloads: known.map_or(0, |it| it.analysis.workspace().workloads().len()),
        errors,
        base_revision: workspace.base().map(|base| base.hash.clone()),
    }
}
