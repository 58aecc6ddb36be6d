//! What the client can do: its capabilities come in, flags go out. What is missing or of the wrong shape is
//! not there.

use serde_json::Value;

use crate::editor::position::Encoding;

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It shows other places beside a diagnostic.
    pub(super) has_related: bool,
    /// It draws what is unnecessary faded.
    pub(super) has_unnecessary: bool,
    /// It opens a page of a diagnostic.
    pub(super) has_code_description: bool,
    /// It opens documents of the scheme `bpol`.
    pub(super) has_virtual_documents: bool,
    /// It asks for the content of documents itself.
    pub(super) has_document_content: bool,
    /// It can be told which files to watch.
    pub(super) watches_files: bool,
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
        Self {
            encoding: encoding(params),
            has_related: flag(&format!("{diagnostics}/relatedInformation")),
            has_unnecessary: tags.is_some_and(has_tag),
            has_code_description: flag(&format!("{diagnostics}/codeDescriptionSupport")),
            has_virtual_documents: opens || has_document_content,
            has_document_content,
            watches_files: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
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
