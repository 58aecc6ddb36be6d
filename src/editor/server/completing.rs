//! Completion as the protocol has it.

use lsp_types as lsp;

use super::convert;
use super::requests::Asked;
use crate::diagnostic::page::page;
use crate::editor::features::completion::{Item, Kind, Text, completion};
use crate::editor::features::config;
use crate::editor::position::Lines;

impl Asked<'_> {
    pub(super) fn completion(&self, params: &lsp::CompletionParams) -> Option<lsp::CompletionResponse> {
        let at = &params.text_document_position_params;
        let (found, lines) = if let Some((view, lines)) = self.config(&at.text_document) {
            (config::completion(&view, convert::byte(&lines, at.position)), lines)
        } else {
            let (view, lines) = self.view(&at.text_document)?;
            (completion(&view, convert::byte(&lines, at.position)), lines)
        };
        let items = found.into_iter().map(|item| self.item(&lines, item)).collect();
        let list = lsp::CompletionList { is_incomplete: false, items, ..lsp::CompletionList::default() };
        Some(lsp::CompletionResponse::CompletionList(list))
    }

    fn item(&self, lines: &Lines<'_>, item: Item) -> lsp::CompletionItem {
        let (text, format) = match item.text {
            Text::Plain(text) => (text, lsp::InsertTextFormat::PlainText),
            Text::Snippet(text) if self.client.has_snippets => (text, lsp::InsertTextFormat::Snippet),
            Text::Snippet(text) => (up_to_placeholder(&text), lsp::InsertTextFormat::PlainText),
        };
        let description = item.detail.clone().filter(|_| self.client.has_label_details);
        lsp::CompletionItem {
            sort_text: Some(format!("{:02}{}", item.rank, item.label)),
            label_details: description
                .map(|it| lsp::CompletionItemLabelDetails { detail: None, description: Some(it) }),
            kind: Some(match item.kind {
                Kind::Keyword => lsp::CompletionItemKind::Keyword,
                Kind::Environment => lsp::CompletionItemKind::Module,
                Kind::Code => lsp::CompletionItemKind::EnumMember,
                Kind::Attribute => lsp::CompletionItemKind::Property,
                Kind::Policy => lsp::CompletionItemKind::Function,
                Kind::Lint => lsp::CompletionItemKind::Constant,
                Kind::Guard => lsp::CompletionItemKind::Interface,
                Kind::Workload => lsp::CompletionItemKind::Class,
                Kind::Table => lsp::CompletionItemKind::Module,
                Kind::File => lsp::CompletionItemKind::File,
            }),
            detail: item.detail,
            documentation: item.page.map(|check| {
                let kind = if self.client.has_markdown_items {
                    lsp::MarkupKind::Markdown
                } else {
                    lsp::MarkupKind::PlainText
                };
                lsp::Documentation::MarkupContent(lsp::MarkupContent::new(kind, page(check)))
            }),
            filter_text: Some(item.filter),
            insert_text_format: Some(format),
            text_edit: Some(lsp::CompletionItemTextEdit::TextEdit(lsp::TextEdit::new(
                convert::range(lines, item.replaced),
                text,
            ))),
            label: item.label,
            ..lsp::CompletionItem::default()
        }
    }
}

/// A snippet for a client that has none: what stands before its first place to fill in.
fn up_to_placeholder(snippet: &str) -> String {
    snippet.split_once('$').map_or(snippet, |(before, _)| before).to_owned()
}
