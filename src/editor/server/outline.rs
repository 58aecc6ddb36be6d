//! Outlines, colours, folding and selections as the protocol has them.

use std::collections::BTreeMap;
use std::ops::Range;

use lsp_types as lsp;

use super::convert;
use super::requests::Asked;
use crate::editor::features::folding::{Fold, folds};
use crate::editor::features::selection::selection;
use crate::editor::features::symbols::{Symbol, search, symbols};
use crate::editor::features::tokens::{Modifier, Token, TokenType, tokens};
use crate::editor::position::{Lines, Position};
use crate::editor::sites::Sites;
use crate::editor::view::View;
use crate::editor::workspace::Workspace;
use crate::syntax::Parsed;
use crate::syntax::keyword::Keyword;
use crate::text::FileId;

impl Asked<'_> {
    pub(super) fn symbols(&self, params: &lsp::DocumentSymbolParams) -> Option<lsp::DocumentSymbolResponse> {
        let (view, lines) = self.view(&params.text_document)?;
        let found = symbols(view.parsed).into_iter();
        Some(if self.client.has_symbol_tree {
            let tree = found.map(|symbol| {
                let kind = kind(symbol.keyword);
                let [range, selection] =
                    [symbol.range, symbol.selection].map(|range| convert::range(&lines, range));
                lsp::DocumentSymbol::new(symbol.name, symbol.detail, kind, None, None, range, selection, None)
            });
            lsp::DocumentSymbolResponse::DocumentSymbolList(tree.collect())
        } else {
            let uri = &params.text_document.uri;
            let flat = found.map(|symbol| {
                let range = convert::range(&lines, symbol.range.clone());
                information(symbol, lsp::Location::new(uri.clone(), range))
            });
            lsp::DocumentSymbolResponse::SymbolInformationList(flat.collect())
        })
    }

    pub(super) fn search(&self, params: &lsp::WorkspaceSymbolParams) -> lsp::WorkspaceSymbolResponse {
        let mut files: BTreeMap<FileId, (&Workspace, &Parsed)> = BTreeMap::new();
        for workspace in self.state.workspaces() {
            files.extend(workspace.files().map(|(_, tree)| (tree.id(), (workspace, &**tree))));
        }
        let found = search(&params.query, files.values().map(|(_, tree)| *tree));
        let mut places: BTreeMap<FileId, (lsp::Uri, Lines<'_>)> = BTreeMap::new();
        let mut all = Vec::with_capacity(found.len());
        for found in found {
            let Some(&(workspace, tree)) = files.get(&found.file) else { continue };
            let (uri, lines) = places.entry(found.file).or_insert_with(|| {
                let site = Sites::new(workspace, self.state.documents()).site(tree.source());
                (convert::uri(&site), convert::lines(self.client, &site, tree.source()))
            });
            let range = convert::range(lines, found.symbol.range.clone());
            all.push(information(found.symbol, lsp::Location::new(uri.clone(), range)));
        }
        lsp::WorkspaceSymbolResponse::SymbolInformationList(all)
    }

    pub(super) fn folds(&self, params: &lsp::FoldingRangeParams) -> Option<Vec<lsp::FoldingRange>> {
        let (view, lines) = self.view(&params.text_document)?;
        let found = folds(view.parsed);
        if !self.client.folds_lines_only {
            return Some(found.into_iter().map(|fold| exact_fold(&lines, fold)).collect());
        }
        let mut all: Vec<lsp::FoldingRange> =
            found.into_iter().filter_map(|fold| line_fold(&lines, &fold)).collect();
        // What opens on one line folds as one.
        all.dedup_by_key(|fold| fold.start_line);
        Some(all)
    }

    pub(super) fn selections(&self, params: &lsp::SelectionRangeParams) -> Option<Vec<lsp::SelectionRange>> {
        let (view, lines) = self.view(&params.text_document)?;
        let all = params.positions.iter().map(|position| {
            let byte = convert::byte(&lines, *position);
            let outwards = selection(view.parsed, byte).into_iter().rev();
            let nested = outwards.fold(None, |parent: Option<lsp::SelectionRange>, range| {
                Some(lsp::SelectionRange::new(convert::range(&lines, range), parent.map(Box::new)))
            });
            nested.unwrap_or_default()
        });
        Some(all.collect())
    }

    pub(super) fn tokens(&self, params: &lsp::SemanticTokensParams) -> Option<lsp::SemanticTokens> {
        let (view, lines) = self.view(&params.text_document)?;
        Some(encoded(&view, &lines, 0..view.text().len()))
    }

    pub(super) fn tokens_in(&self, params: &lsp::SemanticTokensRangeParams) -> Option<lsp::SemanticTokens> {
        let (view, lines) = self.view(&params.text_document)?;
        Some(encoded(&view, &lines, convert::bytes(&lines, params.range)))
    }
}

/// The tokens of a part of a document, each by its distance from the one before.
fn encoded(view: &View<'_>, lines: &Lines<'_>, range: Range<usize>) -> lsp::SemanticTokens {
    let mut last = Position { line: 0, column: 0 };
    let mut data = Vec::new();
    for Token { range, token_type, modifier } in tokens(view.parsed, range) {
        let (start, end) = (lines.position(range.start), lines.position(range.end));
        let delta_line = start.line - last.line;
        let before = if delta_line == 0 { last.column } else { 0 };
        let index = TokenType::ALL.iter().position(|it| *it == token_type);
        let bit = Modifier::ALL.iter().position(|it| Some(*it) == modifier);
        data.push(lsp::SemanticToken::from([
            delta_line,
            start.column - before,
            end.column - start.column,
            index.and_then(|it| u32::try_from(it).ok()).unwrap_or_default(),
            bit.map_or(0, |bit| 1 << bit),
        ]));
        last = start;
    }
    lsp::SemanticTokens::new(None, data)
}

/// A fold to the character, between its brackets.
fn exact_fold(lines: &Lines<'_>, fold: Fold) -> lsp::FoldingRange {
    let bracket = usize::from(!fold.is_comment);
    let start = lines.position(fold.range.start + bracket);
    let end = lines.position(fold.range.end - bracket);
    let kind = fold.is_comment.then_some(lsp::FoldingRangeKind::Comment);
    lsp::FoldingRange::new(start.line, Some(start.column), end.line, Some(end.column), kind, None)
}

/// A fold of whole lines, so that the closing bracket stays; none where that leaves nothing to fold.
fn line_fold(lines: &Lines<'_>, fold: &Fold) -> Option<lsp::FoldingRange> {
    let start = lines.position(fold.range.start).line;
    let end = if fold.is_comment {
        lines.position(fold.range.end).line
    } else {
        lines.position(fold.range.end - 1).line.saturating_sub(1)
    };
    let kind = fold.is_comment.then_some(lsp::FoldingRangeKind::Comment);
    (start < end).then(|| lsp::FoldingRange::new(start, None, end, None, kind, None))
}

fn information(symbol: Symbol, location: lsp::Location) -> lsp::SymbolInformation {
    let kind = kind(symbol.keyword);
    let base = lsp::BaseSymbolInformation::new(symbol.name, kind, None, symbol.environment);
    lsp::SymbolInformation::new(None, location, base)
}

fn kind(keyword: Option<Keyword>) -> lsp::SymbolKind {
    match keyword {
        Some(Keyword::Policy) => lsp::SymbolKind::Function,
        Some(Keyword::Environment) => lsp::SymbolKind::Namespace,
        Some(Keyword::Workload(_)) => lsp::SymbolKind::Class,
        Some(Keyword::Guard) => lsp::SymbolKind::Interface,
        Some(Keyword::Group) => lsp::SymbolKind::Enum,
        Some(Keyword::Code(_)) => lsp::SymbolKind::Constant,
        None => lsp::SymbolKind::Null,
    }
}
