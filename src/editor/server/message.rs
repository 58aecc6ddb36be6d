//! Messages: bodies come in, requests, notifications and answers go out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::{Value, json};

/// What the client sent.
#[derive(Debug)]
pub(super) enum Message {
    Request(Request),
    Notification {
        method: String,
        params: Value,
    },
    /// The answer to something that was asked of the client; `None` where that failed.
    Response {
        id: Value,
        result: Option<Value>,
    },
    /// What is none of these, with the number that it has.
    Malformed(Value, Refusal),
}

/// What the client asks.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) id: Value,
    pub(super) method: String,
    pub(super) params: Value,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: i32,
    pub(super) message: String,
}

impl Refusal {
    pub(super) const PARSE_ERROR: i32 = -32700;
    pub(super) const INVALID_REQUEST: i32 = -32600;
    pub(super) const METHOD_NOT_FOUND: i32 = -32601;
    pub(super) const INVALID_PARAMS: i32 = -32602;
    pub(super) const INTERNAL_ERROR: i32 = -32603;
    pub(super) const NOT_INITIALIZED: i32 = -32002;
    pub(super) const CANCELLED: i32 = -32800;
    pub(super) const FAILED: i32 = -32803;

    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl Message {
    /// Reads the body of a message.
    pub(super) fn read(body: &[u8]) -> Self {
        let malformed = |code, message: String| Self::Malformed(Value::Null, Refusal::new(code, message));
        let value: Value = match serde_json::from_slice(body) {
            Ok(value) => value,
            Err(error) => return malformed(Refusal::PARSE_ERROR, error.to_string()),
        };
        let Value::Object(mut object) = value else {
            return malformed(Refusal::INVALID_REQUEST, "a message is an object".to_owned());
        };
        let id = object.remove("id");
        let is_id = matches!(id, None | Some(Value::Null | Value::String(_) | Value::Number(_)));
        if !is_id {
            return malformed(Refusal::INVALID_REQUEST, "an id is a number or a string".to_owned());
        }
        let params = object.remove("params").unwrap_or_default();
        match (object.remove("method"), id) {
            (Some(Value::String(method)), Some(id)) => Self::Request(Request { id, method, params }),
            (Some(Value::String(method)), None) => Self::Notification { method, params },
            (None, Some(id)) if object.contains_key("result") || object.contains_key("error") => {
                Self::Response { id, result: object.remove("result") }
            }
            (_, id) => {
                let refusal = Refusal::new(Refusal::INVALID_REQUEST, "a message has a method");
                Self::Malformed(id.unwrap_or_default(), refusal)
            }
        }
    }
}

/// What a function answers; a refusal where it panics.
pub(super) fn guarded(answer: impl FnOnce() -> Result<Value, Refusal>) -> Result<Value, Refusal> {
    catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| {
        let message = "the server is at fault: please report this with its log";
        Err(Refusal::new(Refusal::INTERNAL_ERROR, message))
    })
}

/// The answer to a request.
pub(super) fn answer(id: &Value, outcome: Result<Value, Refusal>) -> Value {
    match outcome {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Refusal { code, message }) => {
            json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
        }
    }
}

/// Something that the client is told.
#[derive(Debug, Serialize)]
pub(super) struct Notification<'m, P> {
    jsonrpc: &'static str,
    method: &'m str,
    params: P,
}

/// Something that the client is told.
pub(super) fn notification<P: Serialize>(method: &str, params: P) -> Notification<'_, P> {
    Notification { jsonrpc: "2.0", method, params }
}

/// Something that the client is asked.
pub(super) fn request(id: &str, method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(guarded(|| Ok(Value::Null)), Ok(Value::Null));
        let refused = guarded(|| panic!("as a test wants it")).unwrap_err();
        assert_eq!(refused.code, Refusal::INTERNAL_ERROR);
    }
}
