//! What the server announces: exactly what it can do.

use serde_json::{Value, json};

use super::acting::FIX_ALL;
use super::client::Client;
use super::telling::COMMANDS;
use crate::editor::features::tokens::{Modifier, TokenType};
use crate::editor::features::virtual_documents::SCHEME;
use crate::editor::position::Encoding;

/// The answer to `initialize`.
pub(super) fn announced(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    };
    let rename = if client.prepares_rename { json!({"prepareProvider": true}) } else { json!(true) };
    let folders = json!({"supported": true, "changeNotifications": true});
    let workspace = if client.has_document_content {
        json!({"workspaceFolders": folders, "textDocumentContent": {"schemes": [SCHEME]}})
    } else {
        json!({"workspaceFolders": folders})
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "completionProvider": {
                "triggerCharacters": ["[", ",", "<", "\"", "(", " "],
                "resolveProvider": false,
                "completionItem": {"labelDetailsSupport": true},
            },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "renameProvider": rename,
            "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL], "resolveProvider": false},
            "codeLensProvider": {"resolveProvider": false},
            "inlayHintProvider": {"resolveProvider": false},
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "semanticTokensProvider": {
                "legend": {
                    "tokenTypes": TokenType::ALL.map(TokenType::name),
                    "tokenModifiers": Modifier::ALL.map(Modifier::name),
                },
                "full": true,
                "range": true,
            },
            "executeCommandProvider": {"commands": COMMANDS},
            "workspace": workspace,
        },
        "serverInfo": {"name": "bpol", "version": env!("CARGO_PKG_VERSION")},
    })
}
