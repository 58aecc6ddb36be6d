//! Other names as the protocol has them.

use std::collections::BTreeMap;

use lsp_types as lsp;

use super::convert;
use super::message::Refusal;
use super::requests::{Asked, Point};
use crate::analysis::Analysis;
use crate::editor::features::config;
use crate::editor::features::rename::{Renamed, called, prepare, rename};
use crate::editor::position::Lines;
use crate::editor::sites::{Site, Sites};
use crate::editor::view::ConfigView;
use crate::editor::workspace::Workspace;
use crate::text::{Source, Span};

impl<'s> Asked<'s> {
    pub(super) fn prepare_rename(
        &self,
        params: &lsp::PrepareRenameParams,
    ) -> Option<lsp::PrepareRenameResult> {
        let at = &params.text_document_position_params;
        let prepared = |lines: &Lines<'s>, range, placeholder| {
            let range = convert::range(lines, range);
            Some(lsp::PrepareRenamePlaceholder::new(range, placeholder).into())
        };
        if let Some((view, lines)) = self.usable_config(at) {
            let (entity, range) = config::renamable(&view, convert::byte(&lines, at.position))?;
            return prepared(&lines, range, entity.name().to_owned());
        }
        let point = self.renamable(at)?;
        let found = prepare(point.analysis.workspace(), point.parsed, point.byte)?;
        prepared(&point.lines, found.range, found.placeholder)
    }

    pub(super) fn rename(&self, params: &lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>, Refusal> {
        let (at, new) = (&params.text_document_position_params, params.new_name.as_str());
        let (found, workspace, analysis) = if let Some((view, lines)) = self.usable_config(at) {
            let named = config::renamable(&view, convert::byte(&lines, at.position));
            let Some(((entity, _), meaning)) = named.zip(view.meaning) else { return Ok(None) };
            let text = view.workspace.config_text().map(Source::text);
            let found = called(meaning.analysis, entity, new, text).map(Some);
            (found, view.workspace, meaning.analysis.as_ref())
        } else {
            let Some(point) = self.renamable(at) else { return Ok(None) };
            let text = point.workspace.config_text().map(Source::text);
            let found = rename(point.analysis, point.parsed, point.byte, new, text);
            (found, point.workspace, point.analysis)
        };
        let place = |span: Span| {
            let source = analysis.files().source(span.file);
            let position = source.position(span.range().start);
            format!("{}:{}:{}", source.name(), position.line, position.column)
        };
        let found = found.map_err(|refused| Refusal::new(Refusal::FAILED, refused.words(place)))?;
        Ok(found.map(|renamed| self.edit(workspace, analysis, renamed)))
    }

    /// A `bpol.toml` that can be used as it stands.
    fn usable_config(&self, at: &lsp::TextDocumentPositionParams) -> Option<(ConfigView<'s>, Lines<'s>)> {
        self.config(&at.text_document).filter(|(view, _)| !view.workspace.is_config_broken())
    }

    /// A place in a document of a workspace whose configuration can be used.
    fn renamable(&self, at: &lsp::TextDocumentPositionParams) -> Option<Point<'s>> {
        let (view, _) = self.view(&at.text_document)?;
        if view.is_config_broken { None } else { self.point(at) }
    }

    fn edit(&self, workspace: &'s Workspace, analysis: &'s Analysis, renamed: Renamed) -> lsp::WorkspaceEdit {
        let sites = Sites::new(workspace, self.state.documents());
        let mut all: BTreeMap<Site, (Lines<'s>, Vec<lsp::TextEdit>)> = BTreeMap::new();
        let mut add = |site: Site, source: &'s Source, range, text| {
            let lines = || convert::lines(self.client, &site, source);
            let (lines, edits) = all.entry(site.clone()).or_insert_with(|| (lines(), Vec::new()));
            edits.push(lsp::TextEdit::new(convert::range(lines, range), text));
        };
        for (span, text) in renamed.edits {
            let source = analysis.files().source(span.file);
            add(sites.site(source), source, span.range(), text);
        }
        for (range, text) in renamed.config {
            if let Some(source) = workspace.config_text() {
                add(sites.config().clone(), source, range, text);
            }
        }
        let edit = |edit: lsp::TextEdit| lsp::Edit::TextEdit(edit);
        self.workspace_edit(
            all.into_iter().map(|(site, (_, edits))| (site, edits.into_iter().map(edit).collect())),
        )
    }

    /// Edits of several texts, which the client is to take for those that it has.
    pub(super) fn workspace_edit(
        &self,
        edits: impl Iterator<Item = (Site, Vec<lsp::Edit>)>,
    ) -> lsp::WorkspaceEdit {
        if !self.client.has_document_changes {
            let plain = |edit| match edit {
                lsp::Edit::TextEdit(edit) => Some(edit),
                _ => None,
            };
            let changes = edits
                .map(|(site, edits)| (convert::uri(&site), edits.into_iter().filter_map(plain).collect()));
            return lsp::WorkspaceEdit::new(Some(changes.collect()), None, None);
        }
        let changes = edits.map(|(site, edits)| {
            let uri = convert::uri(&site);
            let version = match &site {
                Site::Document(uri) => {
                    self.state.documents().iter().find(|(_, it)| it.uri == *uri).map(|(_, it)| it.version)
                }
                Site::File(_) | Site::Builtin(_) => None,
            };
            let document = lsp::TextDocumentIdentifier::new(uri);
            let document = lsp::OptionalVersionedTextDocumentIdentifier::new(version, document);
            lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit::new(document, edits))
        });
        lsp::WorkspaceEdit::new(None, Some(changes.collect()), None)
    }
}
