//! Definitions, uses and highlights as the protocol has them.

use lsp_types as lsp;
use rustc_hash::FxHashMap;

use super::convert;
use super::requests::Asked;
use crate::analysis::Analysis;
use crate::editor::features::at::at;
use crate::editor::features::definition::{Definition, definition};
use crate::editor::features::highlight::highlight;
use crate::editor::features::references::references;
use crate::editor::position::Lines;
use crate::editor::sites::{Site, Sites};
use crate::editor::workspace::Workspace;
use crate::syntax::Files;
use crate::text::{FileId, Span};

/// Where spans of one workspace are for the client.
struct Located<'s, 'a> {
    asked: &'a Asked<'s>,
    files: &'s Files,
    sites: Sites,
    /// The lines of each file that was asked for.
    lines: FxHashMap<FileId, (Site, Lines<'s>)>,
}

impl<'s, 'a> Located<'s, 'a> {
    fn new(asked: &'a Asked<'s>, workspace: &Workspace, analysis: &'s Analysis) -> Self {
        let sites = Sites::new(workspace, asked.state.documents());
        Self { asked, files: analysis.files(), sites, lines: FxHashMap::default() }
    }

    /// The place of a span; none in a built-in table for a client that does not open it.
    fn location(&mut self, span: Span) -> Option<lsp::Location> {
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
    pub(super) fn locations(
        &self,
        workspace: &Workspace,
        analysis: &'s Analysis,
        spans: Vec<Span>,
    ) -> Vec<lsp::Location> {
        let mut located = Located::new(self, workspace, analysis);
        spans.into_iter().filter_map(|span| located.location(span)).collect()
    }

    pub(super) fn definition(&self, params: &lsp::DefinitionParams) -> Option<lsp::DefinitionResponse> {
        let point = self.point(&params.text_document_position_params)?;
        let workspace = point.analysis.workspace();
        let found = definition(workspace, point.parsed, point.byte);
        let mut located = Located::new(self, point.workspace, point.analysis);
        if self.client.has_definition_links {
            let origin = at(workspace, point.parsed, point.byte)?.range;
            let origin = convert::range(&point.lines, origin);
            let links: Vec<_> = found.iter().filter_map(|it| located.link(origin, it)).collect();
            return (!links.is_empty()).then_some(lsp::DefinitionResponse::DefinitionLinkList(links));
        }
        let places: Vec<_> = found.iter().filter_map(|it| located.location(it.place)).collect();
        (!places.is_empty()).then(|| lsp::DefinitionResponse::Definition(places.into()))
    }

    pub(super) fn references(&self, params: &lsp::ReferenceParams) -> Option<Vec<lsp::Location>> {
        let point = self.point(&params.text_document_position_params)?;
        let with_declarations = params.context.include_declaration;
        let found = references(point.analysis.workspace(), point.parsed, point.byte, with_declarations);
        Some(self.locations(point.workspace, point.analysis, found))
    }

    pub(super) fn highlight(
        &self,
        params: &lsp::DocumentHighlightParams,
    ) -> Option<Vec<lsp::DocumentHighlight>> {
        let point = self.point(&params.text_document_position_params)?;
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
