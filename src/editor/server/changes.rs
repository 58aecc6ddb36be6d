//! What the client tells of documents, folders and files: notifications come in, the state is changed.

use lsp_types as lsp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::Client;
use super::convert;
use super::uri;
use crate::editor::documents::Place;
use crate::editor::position::Lines;
use crate::editor::state::State;

/// Applies a notification; what is wrong with it goes out as a line for the log.
pub(super) fn apply(state: &mut State, client: &Client, method: &str, params: Value) -> Result<(), String> {
    match method {
        "textDocument/didOpen" => {
            let lsp::DidOpenTextDocumentParams { text_document: document } = read(method, params)?;
            let place = place(&document.uri)?;
            let language = language(&document.language_id);
            state.open(place, document.uri.0, &language, document.version, document.text);
            Ok(())
        }
        "textDocument/didChange" => change(state, client, read(method, params)?),
        "textDocument/didClose" => {
            let params: lsp::DidCloseTextDocumentParams = read(method, params)?;
            let is_closed = state.close(&place(&params.text_document.uri)?);
            is_closed.then_some(()).ok_or_else(|| format!("{} is not open", params.text_document.uri.0))
        }
        "textDocument/didSave" => {
            if !client.watches_files {
                state.look_again();
            }
            Ok(())
        }
        "workspace/didChangeWatchedFiles" => {
            state.look_again();
            Ok(())
        }
        "workspace/didChangeWorkspaceFolders" => {
            let params: lsp::DidChangeWorkspaceFoldersParams = read(method, params)?;
            let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<_> {
                let places = folders.iter().filter_map(|folder| uri::place(&folder.uri.0));
                places.filter_map(|place| place.path().map(ToOwned::to_owned)).collect()
            };
            let (added, removed) = (paths(&params.event.added), paths(&params.event.removed));
            let kept = state.folders().iter().filter(|folder| !removed.contains(folder)).cloned();
            let mut folders: Vec<_> = kept.chain(added).collect();
            folders.dedup();
            state.set_folders(folders);
            Ok(())
        }
        "workspace/didChangeConfiguration" => {
            if let Some(chosen) = params.pointer("/settings/bpol") {
                state.settings = state.settings.with(chosen);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn read<P: DeserializeOwned>(method: &str, params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| format!("{method}: {error}"))
}

fn place(uri: &lsp::Uri) -> Result<Place, String> {
    uri::place(&uri.0).ok_or_else(|| format!("`{}` is no URI", uri.0))
}

/// The name of a language.
fn language(kind: &lsp::LanguageKind) -> String {
    let name = serde_json::to_value(kind).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Applies the changes of a document one after the other.
fn change(
    state: &mut State,
    client: &Client,
    params: lsp::DidChangeTextDocumentParams,
) -> Result<(), String> {
    let uri = params.text_document.text_document_identifier.uri;
    let place = place(&uri)?;
    let Some(document) = state.documents().get(&place) else { return Err(format!("{} is not open", uri.0)) };
    let mut text = document.text.to_string();
    for change in params.content_changes {
        match change {
            lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let range = convert::bytes(&Lines::of_document(&text, client.encoding), part.range);
                text.replace_range(range, &part.text);
            }
            lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                text = whole.text;
            }
        }
    }
    state.change(&place, params.text_document.version, text);
    Ok(())
}
