//! YAML: a text comes in, its documents and where their values stand go out, or why it has none. The only
//! file that knows the reader of YAML.

use std::borrow::Cow;
use std::ops::Range;

use compact_str::CompactString;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};

use super::fault::Fault;
use super::node::{Entry, MAX_DEPTH, Node, Value};
use super::plain;
use super::shape::Shape;
use super::twice::twice;
use crate::diagnostic::Diagnostic;
use crate::text::{Source, Span};

/// The documents of a text from the byte `start` on.
pub(super) fn read(source: &Source, start: usize) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    // What other readers refuse is no document.
    options.strict_indentation = true;
    let text = source.slice(start..source.text().len());
    let mut reader =
        Reader { source, start, frames: Vec::new(), documents: Vec::new(), findings: Vec::new() };
    for event in Parser::new_from_str_with_options(text, options) {
        let read = match event {
            Ok((event, span)) => {
                // A parser of a text knows the bytes of each event.
                let range = span.byte_range().unwrap_or(0..0);
                let tag = span.tag_span().and_then(|tag| tag.byte_range());
                reader
                    .findings
                    .extend(tag.map(|it| reader.finding(Fault::Tag, it.start + start..it.end + start)));
                reader.event(event, range.start + start..range.end + start)
            }
            Err(error) => Err(reader.not_yaml(&error)),
        };
        if let Err(finding) = read {
            reader.findings.push(finding);
            break;
        }
    }
    if reader.findings.is_empty() { Ok(reader.documents) } else { Err(reader.findings) }
}

/// A list or map that is not read to its end.
struct Frame {
    start: usize,
    style: StructureStyle,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<(CompactString, Span)>),
}

/// What reads the documents of a text.
struct Reader<'s> {
    source: &'s Source,
    /// Where the text begins that is read.
    start: usize,
    /// What is open, the outermost first.
    frames: Vec<Frame>,
    documents: Vec<Node>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Diagnostic> {
        let span = self.span(range.clone());
        match event {
            Event::Scalar(text, style, _, _) => self.scalar(text, style, span),
            Event::Alias(_) => {
                self.findings.push(Diagnostic::new(Fault::Alias, span));
                // Whatever it stands for: the document is not given to anyone.
                self.put(Node::new(span, Value::String(CompactString::default())))
            }
            Event::SequenceStart(style, _, _) => self.open(range.start, style, Content::List(Vec::new())),
            Event::MappingStart(style, _, _) => self.open(range.start, style, Content::Map(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> Result<(), Diagnostic> {
        let is_plain = style == ScalarStyle::Plain;
        if is_plain && text == "<<" && self.is_key_next() {
            self.findings.push(Diagnostic::new(Fault::MergeKey, span));
        }
        let is_empty_document = span.range().is_empty() && self.frames.is_empty();
        if is_empty_document {
            return Ok(());
        }
        // The blanks behind the last line of a block are no part of it.
        let written = self.source.slice(span.range());
        let span = self.span(span.range().start..span.range().start + written.trim_end().len());
        let text = CompactString::from(text);
        self.put(Node::new(span, if is_plain { plain::value(text) } else { Value::String(text) }))
    }

    fn open(&mut self, start: usize, style: StructureStyle, content: Content) -> Result<(), Diagnostic> {
        if self.is_key_next() {
            let shape = if matches!(content, Content::List(_)) { Shape::List } else { Shape::Map };
            return Err(self.finding(Fault::OddKey(shape), start..start));
        }
        if self.frames.len() > MAX_DEPTH {
            return Err(self.finding(Fault::TooDeep, start..start));
        }
        self.frames.push(Frame { start, style, content });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), Diagnostic> {
        let Some(Frame { start, style, content }) = self.frames.pop() else { return Ok(()) };
        let (last, value) = match content {
            Content::List(items) => (items.last().map(|it| it.span.range().end), Value::List(items)),
            Content::Map(entries, _) => {
                self.findings.extend(twice(&entries));
                (entries.last().map(|it| it.value.span.range().end), Value::Map(entries))
            }
        };
        // What is not in brackets ends where the next thing begins, which is too far.
        let end = if style == StructureStyle::Flow { end } else { last.unwrap_or(start) };
        let span = self.span(start..end.max(start));
        self.put(Node::new(span, value))
    }

    /// Puts a value where it belongs: in what is open, as a key or as the value of one.
    fn put(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.frames.last_mut().map(|frame| &mut frame.content) {
            None => self.documents.push(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map(entries, key)) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => match node.value {
                    Value::String(text) => *key = Some((text, node.span)),
                    _ => return Err(Diagnostic::new(Fault::OddKey(node.shape()), node.span)),
                },
            },
        }
        Ok(())
    }

    /// Whether what comes next is a key of a map.
    fn is_key_next(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { content: Content::Map(_, None), .. }))
    }

    fn finding(&self, fault: Fault, range: Range<usize>) -> Diagnostic {
        Diagnostic::new(fault, self.span(range))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id(), range)
    }

    fn not_yaml(&self, error: &ScanError) -> Diagnostic {
        let text = self.source.text();
        let at = error.marker().byte_offset().map_or(text.len(), |it| self.start + it);
        let at = text.floor_char_boundary(at);
        let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |it| at + it.len_utf8());
        let fault = match error.kind() {
            ErrorKind::RecursionLimitExceeded => Fault::TooDeep,
            _ => Fault::NotYaml(error.info().into()),
        };
        self.finding(fault, at..end)
    }
}
