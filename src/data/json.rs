//! JSON: a text comes in, its values and where they stand go out, or why it is none. The only file that knows
//! the reader of JSON.

use std::ops::Range;

use compact_str::CompactString;
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

use super::fault::Fault;
use super::node::{Entry, MAX_DEPTH, Node, Value};
use super::twice::twice;
use crate::diagnostic::Diagnostic;
use crate::text::{Source, Span};

/// The values of a range of a text: one behind another, with lines `---` and comment lines between them.
pub(super) fn read(source: &Source, range: Range<usize>) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let mut documents = Vec::new();
    let mut findings = Vec::new();
    let mut next = between(source, range.clone());
    while let Some(rest) = source.text().get(next..range.end).filter(|rest| !rest.is_empty()) {
        let bytes = rest.as_bytes();
        let mut reader = Reader { source, start: next, bytes, values: Jiter::new(bytes), findings };
        let document = reader.values.peek().map_err(|error| reader.not_json(&error));
        let document = document.and_then(|peek| reader.value(peek, 0));
        next += reader.values.current_index();
        findings = reader.findings;
        match document {
            Ok(document) => documents.push(document),
            Err(finding) => {
                findings.push(finding);
                break;
            }
        }
        next = between(source, next..range.end);
    }
    if findings.is_empty() { Ok(documents) } else { Err(findings) }
}

/// Whether a text may be JSON: whether its first value opens as a map or a list.
pub(super) fn may_be(source: &Source, start: usize) -> bool {
    source
        .text()
        .get(between(source, start..source.text().len())..)
        .is_some_and(|rest| rest.starts_with(['{', '[']))
}

/// Ranges of a text, each of about `size` bytes and more, that can be read one by one: no value of JSON has
/// a line that begins with `---`.
pub(super) fn pieces(source: &Source, start: usize, size: usize) -> Vec<Range<usize>> {
    let text = source.text();
    let mut pieces = Vec::new();
    let mut from = start;
    while let Some(rest) = text.as_bytes().get(from.saturating_add(size)..).filter(|rest| !rest.is_empty()) {
        let Some(line) = memchr::memmem::find(rest, b"\n---") else { break };
        let end = from + size + line + 1;
        pieces.push(from..end);
        from = end;
    }
    pieces.push(from..text.len());
    pieces
}

/// Where the next value of a range begins, behind blanks, lines `---` and comments.
fn between(source: &Source, range: Range<usize>) -> usize {
    let Range { start, end } = range;
    let mut rest = source.slice(start..end);
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        if rest.starts_with('#') {
            rest = rest.trim_start_matches(|it| it != '\n');
            continue;
        }
        match rest.strip_prefix("---") {
            Some(behind) if behind.is_empty() || behind.starts_with([' ', '\t', '\n', '\r']) => rest = behind,
            _ => return end - rest.len(),
        }
    }
}

/// What reads one value.
struct Reader<'s> {
    source: &'s Source,
    /// Where `bytes` begin in the text.
    start: usize,
    bytes: &'s [u8],
    values: Jiter<'s>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The value that `peek` is the beginning of, inside of `depth` others.
    fn value(&mut self, peek: Peek, depth: usize) -> Result<Node, Diagnostic> {
        let start = self.values.current_index();
        if depth > MAX_DEPTH {
            return Err(Diagnostic::new(Fault::TooDeep, self.span(start, start + 1)));
        }
        let value = match peek {
            Peek::Array => Value::List(self.list(depth)?),
            Peek::Object => Value::Map(self.map(depth)?),
            _ => self.scalar(peek).map_err(|error| self.not_json(&error))?,
        };
        Ok(Node::new(self.span(start, self.values.current_index()), value))
    }

    fn scalar(&mut self, peek: Peek) -> Result<Value, JiterError> {
        Ok(match peek {
            Peek::Null => {
                self.values.known_null()?;
                Value::Null
            }
            Peek::True | Peek::False => Value::Bool(self.values.known_bool(peek)?),
            Peek::String => Value::String(self.values.known_str()?.into()),
            _ => {
                let number = self.values.known_number_bytes(peek)?;
                Value::Number(number.iter().map(|&byte| char::from(byte)).collect())
            }
        })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Diagnostic> {
        let mut items = Vec::new();
        let mut peek = self.values.known_array().map_err(|error| self.not_json(&error))?;
        while let Some(beginning) = peek {
            items.push(self.value(beginning, depth + 1)?);
            peek = self.values.array_step().map_err(|error| self.not_json(&error))?;
        }
        Ok(items)
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
        let mut entries = Vec::new();
        let mut before = self.values.current_index();
        let mut key = self.values.known_object().map(|key| key.map(CompactString::from));
        while let Some(name) = key.map_err(|error| self.not_json(&error))? {
            let key_span = self.key_span(before, self.values.current_index());
            let peek = self.values.peek().map_err(|error| self.not_json(&error))?;
            entries.push(Entry { key: name, key_span, value: self.value(peek, depth + 1)? });
            before = self.values.current_index();
            key = self.values.next_key().map(|key| key.map(CompactString::from));
        }
        self.findings.extend(twice(&entries));
        Ok(entries)
    }

    /// The place of a key: what stands in quotes between two places of which only marks and blanks are the
    /// rest.
    fn key_span(&self, before: usize, behind: usize) -> Span {
        let between = self.bytes.get(before..behind).unwrap_or(&[]);
        let quote = |byte: &u8| *byte == b'"';
        let first = between.iter().position(quote).map_or(before, |at| before + at);
        let last = between.iter().rposition(quote).map_or(behind, |at| before + at + 1);
        self.span(first, last)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source.id(), self.start + start..self.start + end)
    }

    fn not_json(&self, error: &JiterError) -> Diagnostic {
        let text = self.source.text();
        let at = text.floor_char_boundary(self.start + error.index);
        let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |it| at + it.len_utf8());
        let fault = match &error.error_type {
            JiterErrorType::JsonError(error) => fault(error),
            JiterErrorType::WrongType { .. } => Fault::NotJson("a value must stand here".into()),
        };
        Diagnostic::new(fault, Span::new(self.source.id(), at..end))
    }
}

/// Why a text is no JSON.
fn fault(error: &JsonErrorType) -> Fault {
    let place = match error {
        JsonErrorType::EofWhileParsingList => "within a list",
        JsonErrorType::EofWhileParsingObject => "within a map",
        JsonErrorType::EofWhileParsingString => "within a text",
        JsonErrorType::EofWhileParsingValue => "where a value must stand",
        error => return Fault::NotJson(words(error).into()),
    };
    Fault::CutOff(place.into())
}

/// What is wrong where a text is no JSON.
fn words(error: &JsonErrorType) -> &'static str {
    match error {
        JsonErrorType::ExpectedColon => "a `:` must stand here, behind the key",
        JsonErrorType::ExpectedListCommaOrEnd => "a `,` or `]` must stand here",
        JsonErrorType::ExpectedObjectCommaOrEnd => "a `,` or `}` must stand here",
        JsonErrorType::InvalidNumber | JsonErrorType::NumberOutOfRange => {
            "this is no number as JSON has them"
        }
        JsonErrorType::InvalidEscape => "there is no such escape",
        JsonErrorType::ControlCharacterWhileParsingString => {
            "a control character must stand in a text as an escape, such as `\\n`"
        }
        JsonErrorType::KeyMustBeAString => "a key in quotes must stand here",
        JsonErrorType::LoneLeadingSurrogateInHexEscape
        | JsonErrorType::UnexpectedEndOfHexEscape
        | JsonErrorType::InvalidUnicodeCodePoint => "this escape is half a character",
        JsonErrorType::TrailingComma => "a value must stand behind the `,`",
        _ => "a value must stand here",
    }
}
