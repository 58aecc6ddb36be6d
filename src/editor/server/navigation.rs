//! Definitions, uses and highlights as the protocol has them.

use lsp_types as lsp;
use rustc_hash::FxHashMap;

use super::convert;
use super::requests::Asked;
use crate::analysis::Analysis;
use crate::editor::features::at::at;
use crate::editor::features::config;
use crate::editor::features::definition::{Definition, definition};
use crate::editor::features::highlight::highlight;
use crate::editor::features::references::{named_at, uses};
use crate::editor::position::Lines;
use crate::editor::sites::{Site, Sites};
use crate::editor::workspace::Workspace;
use crate::syntax::Files;
use crate::text::{FileId, Span};
use crate::workspace::Entity;

/// Where spans of one workspace are for the client.
pub(super) struct Located<'s, 'a> {
    asked: &'a Asked<'s>,
    files: &'s Files,
    sites: Sites,
    /// The lines of each file that was asked for.
    lines: FxHashMap<FileId, (Site, Lines<'s>)>,
}

impl<'s, 'a> Located<'s, 'a> {
    pub(super) fn new(asked: &'a Asked<'s>, workspace: &Workspace, analysis: &'s Analysis) -> Self {
        let sites = Sites::new(workspace, asked.state.documents());
        Self { asked, files: analysis.files(), sites, lines: FxHashMap::default() }
    }

    /// The place of a span; none in a built-in table for a client that does not open it.
    pub(super) fn location(&mut self, span: Span) -> Option<lsp::Location> {
        let client = self.asked.client;
        let (site, lines) = self.lines.entry(span.file).or_insert_with(|| {
            let source = self.files.source(span.file);
            let site = self.sites.site(source);
            let lines = convert::lines(client, &site, source);
            (site, lines)
        });
        let is_shown = client.has_virtual_documents || !matches!(site, Site::Builtin(_));
        is_shown.then(|| lsp::Location::new(convert::uri(site), convert::range(lines, span.range())))
    }

    /// A definition with the statement around it.
    fn link(&mut self, origin: lsp::Range, found: &Definition) -> Option<lsp::LocationLink> {
        let (name, statement) = (self.location(found.place)?, self.location(found.statement)?);
        Some(lsp::LocationLink::new(Some(origin), name.uri, statement.range, name.range))
    }
}

impl<'s> Asked<'s> {
    /// The places of spans of a workspace.
    fn locations(
        &self,
        workspace: &Workspace,
        analysis: &'s Analysis,
        spans: Vec<Span>,
    ) -> Vec<lsp::Location> {
        let mut located = Located::new(self, workspace, analysis);
        spans.into_iter().filter_map(|span| located.location(span)).collect()
    }

    pub(super) fn definition(&self, params: &lsp::DefinitionParams) -> Option<lsp::DefinitionResponse> {
        let at_document = &params.text_document_position_params;
        let (found, mut located, origin) =
            if let Some((view, lines)) = self.config(&at_document.text_document) {
                let (range, found) = config::definition(&view, convert::byte(&lines, at_document.position))?;
                let located = Located::new(self, view.workspace, view.meaning?.analysis);
                (found, located, convert::range(&lines, range))
            } else {
                let point = self.point(at_document)?;
                let workspace = point.analysis.workspace();
                let range = at(workspace, point.parsed, point.byte)?.range;
                let located = Located::new(self, point.workspace, point.analysis);
                let found = definition(workspace, point.parsed, point.byte);
                (found, located, convert::range(&point.lines, range))
            };
        if self.client.has_definition_links {
            let links: Vec<_> = found.iter().filter_map(|it| located.link(origin, it)).collect();
            return (!links.is_empty()).then_some(lsp::DefinitionResponse::DefinitionLinkList(links));
        }
        let places: Vec<_> = found.iter().filter_map(|it| located.location(it.place)).collect();
        (!places.is_empty()).then(|| lsp::DefinitionResponse::Definition(places.into()))
    }

    pub(super) fn references(&self, params: &lsp::ReferenceParams) -> Option<Vec<lsp::Location>> {
        let at = &params.text_document_position_params;
        let (entity, workspace, analysis) = if let Some((view, lines)) = self.config(&at.text_document) {
            let (entity, _) = config::named_at(&view, convert::byte(&lines, at.position))?;
            (Some(entity), view.workspace, view.meaning?.analysis.as_ref())
        } else {
            let point = self.point(at)?;
            let entity = named_at(point.analysis.workspace(), point.parsed, point.byte);
            (entity, point.workspace, point.analysis)
        };
        let Some(entity) = entity else { return Some(Vec::new()) };
        let found = uses(analysis.workspace(), &entity, params.context.include_declaration);
        let mut all = self.locations(workspace, analysis, found);
        all.extend(self.uses_in_config(workspace, &entity));
        Some(all)
    }

    /// Where the `bpol.toml` of a workspace names something.
    fn uses_in_config(&self, workspace: &'s Workspace, of: &Entity) -> Vec<lsp::Location> {
        let Some(view) = self.state.config_of(workspace) else { return Vec::new() };
        let lines = convert::lines_of_config(self.client, &view);
        let site = Sites::new(workspace, self.state.documents());
        let uri = convert::uri(site.config());
        let place = |range| lsp::Location::new(uri.clone(), convert::range(&lines, range));
        config::uses(&view, of).into_iter().map(place).collect()
    }

    pub(super) fn highlight(
        &self,
        params: &lsp::DocumentHighlightParams,
    ) -> Option<Vec<lsp::DocumentHighlight>> {
        let at = &params.text_document_position_params;
        if let Some((view, lines)) = self.config(&at.text_document) {
            let (entity, _) = config::named_at(&view, convert::byte(&lines, at.position))?;
            let found = config::uses(&view, &entity).into_iter().map(|range| {
                let range = convert::range(&lines, range);
                lsp::DocumentHighlight::new(range, Some(lsp::DocumentHighlightKind::Read))
            });
            return Some(found.collect());
        }
        let point = self.point(at)?;
        let found = highlight(point.analysis.workspace(), point.parsed, point.byte);
        let of = |it: crate::editor::features::highlight::Highlight| {
            let kind = if it.declares {
                lsp::DocumentHighlightKind::Write
            } else {
                lsp::DocumentHighlightKind::Read
            };
            lsp::DocumentHighlight::new(convert::range(&point.lines, it.range), Some(kind))
        };
        Some(found.into_iter().map(of).collect())
    }
}
