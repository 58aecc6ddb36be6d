//! What the client asks: the name and the parameters of a request come in, its answer goes out. One arm each.

use lsp_types as lsp;
use serde_json::Value;

use super::client::Client;
use super::convert;
use super::message::{Refusal, Request};
use super::uri;
use crate::editor::features::formatting;
use crate::editor::position::Lines;
use crate::editor::state::State;
use crate::editor::view::View;

/// A request, and the state that it is answered from.
pub(super) struct Asked<'s> {
    pub(super) state: &'s State,
    pub(super) client: &'s Client,
    pub(super) request: &'s Request,
}

impl<'s> Asked<'s> {
    /// The answer.
    pub(super) fn answer(&self) -> Result<Value, Refusal> {
        match self.request.method.as_str() {
            "textDocument/formatting" => self.with::<lsp::DocumentFormattingRequest>(|params| {
                let (view, lines) = self.view(&params.text_document)?;
                Some(convert::edits(&lines, formatting::formatting(&view)?))
            }),
            "textDocument/rangeFormatting" => self.with::<lsp::DocumentRangeFormattingRequest>(|params| {
                let (view, lines) = self.view(&params.text_document)?;
                let range = convert::bytes(&lines, params.range);
                Some(convert::edits(&lines, formatting::range_formatting(&view, range)?))
            }),
            method => Err(Refusal::new(Refusal::METHOD_NOT_FOUND, format!("there is no request `{method}`"))),
        }
    }

    /// Reads the parameters, and makes the answer a value.
    fn with<R: lsp::Request>(&self, answer: impl FnOnce(R::Params) -> R::Result) -> Result<Value, Refusal> {
        let wrong = |error: serde_json::Error| Refusal::new(Refusal::INVALID_PARAMS, error.to_string());
        let params = serde_json::from_value(self.request.params.clone()).map_err(wrong)?;
        serde_json::to_value(answer(params))
            .map_err(|error| Refusal::new(Refusal::INTERNAL_ERROR, error.to_string()))
    }

    /// What a feature sees of a document, and the lines that the client counts in it.
    fn view(&self, document: &lsp::TextDocumentIdentifier) -> Option<(View<'s>, Lines<'s>)> {
        let place = uri::place(&document.uri.0)?;
        let view = self.state.view(&place)?;
        let source = view.parsed.source();
        let lines = if self.state.documents().get(&place).is_some() {
            Lines::of_document(source.text(), self.client.encoding)
        } else {
            Lines::of_file(source.text(), self.client.encoding)
        };
        Some((view, lines))
    }
}
