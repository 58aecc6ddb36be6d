//! What the client asks: the name and the parameters of a request come in, its answer goes out. One arm each.

use lsp_types as lsp;
use serde_json::Value;

use super::client::Client;
use super::convert;
use super::message::{Refusal, Request};
use super::uri;
use crate::analysis::Analysis;
use crate::editor::features::{formatting, virtual_documents};
use crate::editor::position::Lines;
use crate::editor::state::State;
use crate::editor::view::{ConfigView, Meaning, View};
use crate::editor::workspace::Workspace;
use crate::syntax::Parsed;

/// A request, and the state that it is answered from.
pub(super) struct Asked<'s> {
    pub(super) state: &'s State,
    pub(super) client: &'s Client,
    pub(super) request: &'s Request,
}

/// A place in a document that has a meaning.
pub(super) struct Point<'s> {
    pub(super) analysis: &'s Analysis,
    pub(super) parsed: &'s Parsed,
    pub(super) lines: Lines<'s>,
    pub(super) byte: usize,
    pub(super) workspace: &'s Workspace,
}

/// A document that no file has; empty where there is no such document.
fn content(uri: &str) -> lsp::TextDocumentContentResult {
    lsp::TextDocumentContentResult::new(virtual_documents::text(uri).unwrap_or_default())
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
            "textDocument/definition" => self.with::<lsp::DefinitionRequest>(|it| self.definition(&it)),
            "textDocument/references" => self.with::<lsp::ReferencesRequest>(|it| self.references(&it)),
            "textDocument/documentHighlight" => {
                self.with::<lsp::DocumentHighlightRequest>(|it| self.highlight(&it))
            }
            "textDocument/documentSymbol" => self.with::<lsp::DocumentSymbolRequest>(|it| self.symbols(&it)),
            "workspace/symbol" => self.with::<lsp::WorkspaceSymbolRequest>(|it| Some(self.search(&it))),
            "textDocument/foldingRange" => self.with::<lsp::FoldingRangeRequest>(|it| self.folds(&it)),
            "textDocument/selectionRange" => {
                self.with::<lsp::SelectionRangeRequest>(|it| self.selections(&it))
            }
            "textDocument/semanticTokens/full" => {
                self.with::<lsp::SemanticTokensRequest>(|it| self.tokens(&it))
            }
            "textDocument/semanticTokens/range" => {
                self.with::<lsp::SemanticTokensRangeRequest>(|it| self.tokens_in(&it))
            }
            "textDocument/prepareRename" => {
                self.with::<lsp::PrepareRenameRequest>(|it| self.prepare_rename(&it))
            }
            "textDocument/codeAction" => self.with::<lsp::CodeActionRequest>(|it| self.actions(&it)),
            "textDocument/completion" => self.with::<lsp::CompletionRequest>(|it| self.completion(&it)),
            "textDocument/hover" => self.with::<lsp::HoverRequest>(|it| self.hover(&it)),
            "textDocument/inlayHint" => self.with::<lsp::InlayHintRequest>(|it| self.hints(&it)),
            "textDocument/codeLens" => self.with::<lsp::CodeLensRequest>(|it| self.lenses(&it)),
            "workspace/executeCommand" => self.try_with::<lsp::ExecuteCommandRequest>(|it| self.execute(&it)),
            "textDocument/rename" => self.try_with::<lsp::RenameRequest>(|it| self.rename(&it)),
            "workspace/textDocumentContent" => {
                self.with::<lsp::TextDocumentContentRequest>(|it| content(it.uri.0.as_str()))
            }
            method => Err(Refusal::new(Refusal::METHOD_NOT_FOUND, format!("there is no request `{method}`"))),
        }
    }

    /// Reads the parameters, and makes the answer a value.
    fn with<R: lsp::Request>(&self, answer: impl FnOnce(R::Params) -> R::Result) -> Result<Value, Refusal> {
        self.try_with::<R>(|params| Ok(answer(params)))
    }

    /// The same where there may be no answer.
    fn try_with<R: lsp::Request>(
        &self,
        answer: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
    ) -> Result<Value, Refusal> {
        let wrong = |error: serde_json::Error| Refusal::new(Refusal::INVALID_PARAMS, error.to_string());
        let params = serde_json::from_value(self.request.params.clone()).map_err(wrong)?;
        serde_json::to_value(answer(params)?)
            .map_err(|error| Refusal::new(Refusal::INTERNAL_ERROR, error.to_string()))
    }

    /// A place in a document, with the workspace that it has a meaning in.
    pub(super) fn point(&self, at: &lsp::TextDocumentPositionParams) -> Option<Point<'s>> {
        let (view, lines) = self.view(&at.text_document)?;
        let byte = convert::byte(&lines, at.position);
        let Meaning { workspace, analysis, .. } = view.meaning?;
        Some(Point { analysis, parsed: view.parsed, lines, byte, workspace })
    }

    /// What a feature sees of a `bpol.toml`, and the lines that the client counts in it.
    pub(super) fn config(
        &self,
        document: &lsp::TextDocumentIdentifier,
    ) -> Option<(ConfigView<'s>, Lines<'s>)> {
        let view = self.state.config(&uri::place(&document.uri.0)?)?;
        let lines = convert::lines_of_config(self.client, &view);
        Some((view, lines))
    }

    /// What a feature sees of a document, and the lines that the client counts in it.
    pub(super) fn view(&self, document: &lsp::TextDocumentIdentifier) -> Option<(View<'s>, Lines<'s>)> {
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
