//! Code actions as the protocol has them.

use lsp_types as lsp;

use super::convert::{self, LinesOf};
use super::requests::Asked;
use crate::editor::diagnostics::{finding, of_config};
use crate::editor::features::actions::{Action, actions, fix_all};
use crate::editor::features::{config, formatting};
use crate::editor::position::Lines;
use crate::editor::sites::Sites;
use crate::editor::view::{ConfigView, Edit, Meaning, View};

/// The kind of what repairs a whole file.
pub(super) const FIX_ALL: &str = "source.fixAll.bpol";

impl<'s> Asked<'s> {
    pub(super) fn actions(&self, params: &lsp::CodeActionParams) -> Option<Vec<lsp::CodeActionResponse>> {
        let config = self.config(&params.text_document);
        let only = params.context.only.as_deref();
        let asked = |kind: &str| {
            let is_of = |only: &lsp::CodeActionKind| {
                let only = serde_json::to_value(only).ok();
                let only = only.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
                kind == only || kind.strip_prefix(only).is_some_and(|rest| rest.starts_with('.'))
            };
            only.is_none_or(|only| only.iter().any(is_of))
        };
        if let Some((view, lines)) = config {
            let repairs =
                if asked("quickfix") { self.repairs(&view, &lines, params.range) } else { Vec::new() };
            return Some(repairs.into_iter().map(lsp::CodeActionResponse::CodeAction).collect());
        }
        let (view, lines) = self.view(&params.text_document)?;
        let meaning = view.meaning?;
        let mut found = Vec::new();
        if asked("quickfix") {
            let range = convert::bytes(&lines, params.range);
            let all = actions(&view, &range).into_iter();
            found.extend(all.map(|action| self.action(&view, &meaning, &lines, action)));
        }
        if asked(FIX_ALL)
            && let Some(text) = fix_all(&view)
        {
            let edits = formatting::edits(view.text(), &text);
            found.push(lsp::CodeAction {
                kind: Some(lsp::CodeActionKind::from(FIX_ALL.to_owned())),
                edit: Some(self.edit_of(&view, &meaning, &lines, edits, false)),
                title: "Fix all safe problems in this file".to_owned(),
                ..lsp::CodeAction::default()
            });
        }
        Some(found.into_iter().map(lsp::CodeActionResponse::CodeAction).collect())
    }

    /// What can be done about a `bpol.toml` that cannot be used.
    fn repairs(&self, view: &ConfigView<'s>, lines: &Lines<'s>, range: lsp::Range) -> Vec<lsp::CodeAction> {
        let sites = Sites::new(view.workspace, self.state.documents());
        let all = config::repairs(view, &convert::bytes(lines, range)).into_iter();
        all.map(|repair| {
            let found = of_config(repair.failure, &sites);
            let edit = lsp::TextEdit::new(convert::range(lines, repair.edit.range), repair.edit.text);
            let edits = (sites.config().clone(), vec![lsp::Edit::TextEdit(edit)]);
            lsp::CodeAction {
                kind: Some(lsp::CodeActionKind::QuickFix),
                diagnostics: found
                    .map(|found| vec![convert::diagnostic(&mut LinesOf::new(self.client), &found)]),
                is_preferred: repair.is_preferred.then_some(true),
                edit: Some(self.workspace_edit(std::iter::once(edits))),
                title: repair.title,
                ..lsp::CodeAction::default()
            }
        })
        .collect()
    }

    fn action(
        &self,
        view: &View<'s>,
        meaning: &Meaning<'s>,
        lines: &Lines<'s>,
        action: Action<'s>,
    ) -> lsp::CodeAction {
        let sites = Sites::new(meaning.workspace, self.state.documents());
        let found = action.findings.iter().map(|it| finding(it, meaning.analysis.files(), &sites));
        let found = found.map(|it| convert::diagnostic(&mut LinesOf::new(self.client), &it)).collect();
        let (edits, is_snippet) = match action.snippets {
            Some(snippets) if self.client.has_snippet_edits => (snippets, true),
            _ => (action.edits, false),
        };
        lsp::CodeAction {
            kind: Some(lsp::CodeActionKind::QuickFix),
            diagnostics: Some(found),
            is_preferred: action.is_preferred.then_some(true),
            edit: Some(self.edit_of(view, meaning, lines, edits, is_snippet)),
            title: action.title,
            ..lsp::CodeAction::default()
        }
    }

    /// Edits of one document.
    fn edit_of(
        &self,
        view: &View<'s>,
        meaning: &Meaning<'s>,
        lines: &Lines<'s>,
        edits: Vec<Edit>,
        is_snippet: bool,
    ) -> lsp::WorkspaceEdit {
        let sites = Sites::new(meaning.workspace, self.state.documents());
        let edit = |edit: Edit| {
            let range = convert::range(lines, edit.range);
            if is_snippet {
                lsp::Edit::SnippetTextEdit(lsp::SnippetTextEdit {
                    range,
                    snippet: lsp::StringValue::new(edit.text),
                    annotation_id: None,
                })
            } else {
                lsp::Edit::TextEdit(lsp::TextEdit::new(range, edit.text))
            }
        };
        let site = sites.site(view.parsed.source());
        self.workspace_edit(std::iter::once((site, edits.into_iter().map(edit).collect())))
    }
}
