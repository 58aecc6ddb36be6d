//! What the client can do: its capabilities come in, flags go out. What is missing or of the wrong shape is
//! not there.

use serde_json::Value;

use crate::editor::position::Encoding;

/// The command of the client that shows the uses of a name.
pub(super) const SHOW_REFERENCES: &str = "bpol.showReferences";

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a client says of each by itself whether it can do it")]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It shows other places beside a diagnostic.
    pub(super) has_related: bool,
    /// It draws what is unnecessary faded.
    pub(super) has_unnecessary: bool,
    /// It compares the version of a list with that of the document.
    pub(super) checks_versions: bool,
    /// It opens a page of a diagnostic.
    pub(super) has_code_description: bool,
    /// It opens documents of the scheme `bpol`.
    pub(super) has_virtual_documents: bool,
    /// It asks for the content of documents itself.
    pub(super) has_document_content: bool,
    /// It shows a definition with the statement around it.
    pub(super) has_definition_links: bool,
    /// It shows an outline of a document as a tree.
    pub(super) has_symbol_tree: bool,
    /// It folds whole lines only.
    pub(super) folds_lines_only: bool,
    /// It asks before it renames.
    pub(super) prepares_rename: bool,
    /// It takes edits of documents with their versions.
    pub(super) has_document_changes: bool,
    /// It fills in places of edits, whose documents have versions.
    pub(super) has_snippet_edits: bool,
    /// It fills in places of what it inserts.
    pub(super) has_snippets: bool,
    /// It shows what is said beside the label of an item.
    pub(super) has_label_details: bool,
    /// It shows Markdown beside an item.
    pub(super) has_markdown_items: bool,
    /// It shows Markdown where one points at something.
    pub(super) has_markdown_hover: bool,
    /// It asks anew for hints, and for lenses, where it is told to.
    pub(super) refreshes_hints: bool,
    pub(super) refreshes_lenses: bool,
    /// It has a command that shows uses.
    pub(super) shows_references: bool,
    /// It can be told which files to watch.
    pub(super) watches_files: bool,
    /// It can watch what lies elsewhere than in its folders.
    pub(super) watches_elsewhere: bool,
    /// It can be asked for settings.
    pub(super) has_configuration: bool,
}

impl Client {
    /// What the parameters of `initialize` say.
    pub(super) fn new(params: &Value) -> Self {
        let flag =
            |pointer: &str| params.pointer(&format!("/capabilities{pointer}")) == Some(&Value::Bool(true));
        let diagnostics = "/textDocument/publishDiagnostics";
        let tags = params.pointer(&format!("/capabilities{diagnostics}/tagSupport/valueSet"));
        let has_tag = |tags: &Value| tags.as_array().is_some_and(|tags| tags.contains(&Value::from(1)));
        let content = params.pointer("/capabilities/workspace/textDocumentContent");
        let has_document_content = content.is_some_and(Value::is_object);
        let opens = params.pointer("/initializationOptions/virtualDocuments") == Some(&Value::Bool(true));
        let has_markdown = |pointer: &str| {
            let formats = params.pointer(&format!("/capabilities/textDocument{pointer}"));
            let formats = formats.and_then(Value::as_array);
            formats.is_some_and(|it| it.contains(&Value::from("markdown")))
        };
        let commands = params.pointer("/initializationOptions/commands").and_then(Value::as_array);
        Self {
            encoding: encoding(params),
            has_related: flag(&format!("{diagnostics}/relatedInformation")),
            has_unnecessary: tags.is_some_and(has_tag),
            checks_versions: flag(&format!("{diagnostics}/versionSupport")),
            has_code_description: flag(&format!("{diagnostics}/codeDescriptionSupport")),
            has_virtual_documents: opens || has_document_content,
            has_document_content,
            has_definition_links: flag("/textDocument/definition/linkSupport"),
            has_symbol_tree: flag("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            folds_lines_only: flag("/textDocument/foldingRange/lineFoldingOnly"),
            prepares_rename: flag("/textDocument/rename/prepareSupport"),
            has_document_changes: flag("/workspace/workspaceEdit/documentChanges"),
            has_snippet_edits: flag("/workspace/workspaceEdit/snippetEditSupport")
                && flag("/workspace/workspaceEdit/documentChanges"),
            has_snippets: flag("/textDocument/completion/completionItem/snippetSupport"),
            has_label_details: flag("/textDocument/completion/completionItem/labelDetailsSupport"),
            has_markdown_items: has_markdown("/completion/completionItem/documentationFormat"),
            has_markdown_hover: has_markdown("/hover/contentFormat"),
            refreshes_hints: flag("/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: flag("/workspace/codeLens/refreshSupport"),
            shows_references: commands.is_some_and(|it| it.contains(&Value::from(SHOW_REFERENCES))),
            watches_files: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            watches_elsewhere: flag("/workspace/didChangeWatchedFiles/relativePatternSupport"),
            has_configuration: flag("/workspace/configuration"),
        }
    }
}

/// UTF-8 where the client has it, UTF-32 where it has nothing else, and else UTF-16, which each client has.
fn encoding(params: &Value) -> Encoding {
    let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
    let offered: Vec<&str> = offered.into_iter().flatten().filter_map(Value::as_str).collect();
    if offered.contains(&"utf-8") {
        Encoding::Utf8
    } else if offered == ["utf-32"] {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_encoding_is_the_best_that_both_have() {
        let of = |offered: Value| {
            Client::new(&json!({"capabilities": {"general": {"positionEncodings": offered}}})).encoding
        };
        assert_eq!(of(json!(["utf-16", "utf-8"])), Encoding::Utf8);
        assert_eq!(of(json!(["utf-32"])), Encoding::Utf32);
        assert_eq!(of(json!(["utf-32", "utf-16"])), Encoding::Utf16);
        assert_eq!(of(json!([])), Encoding::Utf16);
        assert_eq!(of(json!("utf-8")), Encoding::Utf16);
        assert_eq!(Client::new(&json!(null)).encoding, Encoding::Utf16);
    }
}
