//! What the server announces: exactly what it can do.

use serde_json::{Value, json};

use super::client::Client;
use crate::editor::position::Encoding;

/// The answer to `initialize`.
pub(super) fn announced(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
        },
        "serverInfo": {"name": "bpol", "version": env!("CARGO_PKG_VERSION")},
    })
}
