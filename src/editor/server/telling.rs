//! Hover, hints, lenses and commands as the protocol has them.

use lsp_types as lsp;
use serde_json::{Value, json};

use super::client::SHOW_REFERENCES;
use super::convert;
use super::message::Refusal;
use super::navigation::Located;
use super::requests::Asked;
use super::uri;
use crate::answers::name;
use crate::answers::text::Looks;
use crate::answers::why::why;
use crate::editor::features::config;
use crate::editor::features::hints::{Hint, hints};
use crate::editor::features::hover::hover;
use crate::editor::features::lenses::{lenses, uses_at};
use crate::editor::features::lines::Line;
use crate::editor::features::status::status;

/// The commands of the server.
pub(super) const COMMANDS: [&str; 2] = ["bpol.why", "bpol.status"];

impl Asked<'_> {
    pub(super) fn hover(&self, params: &lsp::HoverParams) -> Option<lsp::Hover> {
        let at = &params.text_document_position_params;
        let (hover, lines) = if let Some((view, lines)) = self.config(&at.text_document) {
            (config::hover(&view, convert::byte(&lines, at.position))?, lines)
        } else {
            let (view, lines) = self.view(&at.text_document)?;
            (hover(&view, convert::byte(&lines, at.position))?, lines)
        };
        let content = if self.client.has_markdown_hover {
            lsp::MarkupContent::new(lsp::MarkupKind::Markdown, hover.says.markdown())
        } else {
            lsp::MarkupContent::new(lsp::MarkupKind::PlainText, hover.says.plain())
        };
        let range = convert::range(&lines, hover.range);
        Some(lsp::Hover::new(lsp::Contents::MarkupContent(content), Some(range)))
    }

    pub(super) fn hints(&self, params: &lsp::InlayHintParams) -> Option<Vec<lsp::InlayHint>> {
        let (view, lines) = self.view(&params.text_document)?;
        let range = convert::bytes(&lines, params.range);
        let hint = |hint: Hint| lsp::InlayHint {
            position: convert::range(&lines, hint.at..hint.at).start,
            tooltip: hint.since.is_none().then(|| self.tooltip(&hint.tooltip)),
            label: match hint.since {
                None => lsp::Label::String(hint.label),
                Some((mark, line)) => lsp::Label::InlayHintLabelPartList(
                    [(hint.label, hint.tooltip), (mark, vec![line])]
                        .into_iter()
                        .map(|(value, tooltip)| lsp::InlayHintLabelPart {
                            value,
                            tooltip: Some(self.tooltip(&tooltip)),
                            location: None,
                            command: None,
                        })
                        .collect(),
                ),
            },
            kind: None,
            text_edits: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        Some(hints(&view, range).into_iter().map(hint).collect())
    }

    fn tooltip(&self, facts: &[Line]) -> lsp::Tooltip {
        let lines = |line: fn(&Line) -> String| {
            facts.iter().map(|it| format!("- {}", line(it))).collect::<Vec<_>>().join("\n")
        };
        if self.client.has_markdown_hover {
            let content = lsp::MarkupContent::new(lsp::MarkupKind::Markdown, lines(Line::markdown));
            lsp::Tooltip::MarkupContent(content)
        } else {
            lsp::Tooltip::String(lines(Line::plain))
        }
    }

    pub(super) fn lenses(&self, params: &lsp::CodeLensParams) -> Option<Vec<lsp::CodeLens>> {
        let (view, lines) = self.view(&params.text_document)?;
        let shows_references = self.client.shows_references;
        let meaning = view.meaning.as_ref().filter(|_| shows_references);
        let mut located = meaning.map(|it| Located::new(self, it.workspace, it.analysis));
        let all = lenses(&view).into_iter().map(|lens| {
            let range = convert::range(&lines, lens.at..lens.at);
            let command = match (uses_at(&view, lens.at), &mut located) {
                (Some(uses), Some(located)) => {
                    let places: Vec<lsp::Location> =
                        uses.iter().filter_map(|&span| located.location(span)).collect();
                    lsp::Command::new(
                        lens.title,
                        None,
                        SHOW_REFERENCES.to_owned(),
                        Some(vec![json!(params.text_document.uri), json!(range.start), json!(places)]),
                    )
                }
                _ => lsp::Command::new(lens.title, None, String::new(), None),
            };
            lsp::CodeLens::new(range, Some(command), None)
        });
        Some(all.collect())
    }

    /// What a command of the server gives.
    pub(super) fn execute(&self, params: &lsp::ExecuteCommandParams) -> Result<Option<Value>, Refusal> {
        match params.command.as_str() {
            "bpol.why" => {
                let arguments = params.arguments.as_deref().unwrap_or_default();
                self.why(arguments.first().unwrap_or(&Value::Null)).map(|it| Some(Value::String(it)))
            }
            "bpol.status" => Ok(serde_json::to_value(status(self.state)).ok()),
            other => {
                let message = format!("there is no command `{other}`");
                Err(Refusal::new(Refusal::INVALID_PARAMS, message))
            }
        }
    }

    /// What `bpol why` prints in a terminal of 80 columns, as Markdown.
    fn why(&self, argument: &Value) -> Result<String, Refusal> {
        let failed = |message: String| Refusal::new(Refusal::FAILED, message);
        let wrong = || {
            let message = "`bpol.why` takes `{\"textDocument\": {\"uri\"}, \"workload\"}`";
            Refusal::new(Refusal::INVALID_PARAMS, message)
        };
        let uri = argument.pointer("/textDocument/uri").and_then(Value::as_str).ok_or_else(wrong)?;
        let named = argument.get("workload").and_then(Value::as_str).ok_or_else(wrong)?;
        let view = uri::place(uri).and_then(|place| self.state.view(&place));
        let meaning = view.and_then(|view| view.meaning);
        let meaning = meaning.ok_or_else(|| failed("nothing is known of this document".to_owned()))?;
        let Some(provisional) = meaning.sound().provisional() else {
            return Err(failed("the workspace has errors that bear on every set".to_owned()));
        };
        let workspace = provisional.workspace();
        let workload = match name::workload(workspace, named) {
            Ok(workload) => workload,
            // It may be there and not be sound.
            Err(_) if name::workload(meaning.analysis.workspace(), named).is_ok() => {
                return Err(failed(format!("`{named}` is not resolved: errors bear on it")));
            }
            Err(unfound) => {
                let help = unfound.help.map_or_else(String::new, |help| format!("; {help}"));
                return Err(failed(format!("{}{help}", unfound.message)));
            }
        };
        let text = why(provisional, workload, None, &[]).text(workspace, Looks::new(Some(80), false, false));
        let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(3.max(longest + 1));
        Ok(format!("{fence}text\n{text}{fence}\n"))
    }
}
