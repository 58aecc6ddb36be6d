//! Lines and columns as editors count them: a byte comes in, its position goes out, and the other way round.
//! The only module that knows how a client counts.

use memchr::memchr2_iter;

use crate::text::BYTE_ORDER_MARK;

/// What columns are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A position as a client counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, from 0.
    pub(crate) line: u32,
    /// The column, from 0, in the units of the encoding.
    pub(crate) column: u32,
}

/// The lines of a text. One ends at a line feed, at a carriage return, or at both together.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    encoding: Encoding,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many bytes of a byte-order mark are not there for the client.
    mark: usize,
}

impl<'t> Lines<'t> {
    /// The lines of the text of a document.
    pub(crate) fn of_document(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr2_iter(b'\n', b'\r', bytes) {
            let is_half = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !is_half {
                starts.push(at + 1);
            }
        }
        Self { text, encoding, starts, mark: 0 }
    }

    /// The lines of the text of a file that is not open: an editor that opens it takes the byte-order mark
    /// off.
    pub(crate) fn of_file(text: &'t str, encoding: Encoding) -> Self {
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { mark, ..Self::of_document(text, encoding) }
    }

    /// The position of a byte. Past the end it is the end; inside a character its start; between a carriage
    /// return and its line feed, before both.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte).max(self.mark);
        let line = self.starts.partition_point(|&start| start <= byte).saturating_sub(1);
        let (start, end) = self.bounds(line);
        let column = self.columns(self.text.get(start..byte.min(end)).unwrap_or_default());
        Position { line: count(line), column: count(column) }
    }

    /// The byte of a position. A line past the end is the end of the text, a column past the end that of the
    /// line, before its break; a column inside a character is its start.
    pub(crate) fn byte(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        if line >= self.starts.len() {
            return self.text.len();
        }
        let (start, end) = self.bounds(line);
        let line = self.text.get(start..end).unwrap_or_default();
        let wanted = usize::try_from(position.column).unwrap_or(usize::MAX);
        let mut column = 0;
        for (at, character) in line.char_indices() {
            column += self.width(character);
            if column > wanted {
                return start + at;
            }
        }
        end
    }

    /// The first byte of a line, and the byte of its break or the end of the text.
    fn bounds(&self, line: usize) -> (usize, usize) {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = match self.starts.get(line + 1) {
            Some(&next) => {
                let line = self.text.get(start..next).unwrap_or_default();
                let line = line.strip_suffix('\n').unwrap_or(line);
                start + line.strip_suffix('\r').unwrap_or(line).len()
            }
            None => self.text.len(),
        };
        (if line == 0 { self.mark } else { start }, end)
    }

    fn columns(&self, text: &str) -> usize {
        match self.encoding {
            Encoding::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            _ => text.chars().map(|character| self.width(character)).sum(),
        }
    }

    fn width(&self, character: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// Every byte at which something may begin or end, and its position, counted character by character.
    fn naive(text: &str, encoding: Encoding, mark: usize) -> Vec<(usize, Position)> {
        let (mut line, mut column) = (0, 0);
        let mut all = Vec::new();
        let mut characters = text.char_indices().skip_while(|(at, _)| *at < mark).peekable();
        while let Some((at, character)) = characters.next() {
            all.push((at, Position { line, column }));
            let is_whole = character == '\r' && characters.next_if(|(_, next)| *next == '\n').is_some();
            if is_whole || character == '\n' || character == '\r' {
                (line, column) = (line + 1, 0);
            } else {
                let units = match encoding {
                    Encoding::Utf8 => character.len_utf8(),
                    Encoding::Utf16 => character.len_utf16(),
                    Encoding::Utf32 => 1,
                };
                column += u32::try_from(units).unwrap();
            }
        }
        all.push((text.len(), Position { line, column }));
        all
    }

    /// All texts of up to that many of the characters that matter.
    fn texts(most: usize) -> Vec<String> {
        let characters = ["a", "é", "\u{1f600}", "\n", "\r", "\u{feff}", "\u{301}"];
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..most {
            last = last.iter().flat_map(|text| characters.map(|it| format!("{text}{it}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn every_byte_has_its_position_and_every_position_its_byte() {
        for text in texts(4) {
            for (encoding, is_open) in ALL.into_iter().flat_map(|it| [(it, true), (it, false)]) {
                let mark = if !is_open && text.starts_with(BYTE_ORDER_MARK) { 3 } else { 0 };
                let lines = if is_open {
                    Lines::of_document(&text, encoding)
                } else {
                    Lines::of_file(&text, encoding)
                };
                let all = naive(&text, encoding, mark);
                for byte in 0..text.len() + 2 {
                    // The last place at or before it; before the first one, that.
                    let place = all.iter().rfind(|(at, _)| *at <= byte).or(all.first()).unwrap();
                    assert_eq!(lines.position(byte), place.1, "{text:?} {encoding:?} {byte}");
                }
                let last = all.last().unwrap().1.line;
                for line in 0..last + 2 {
                    for column in 0..12 {
                        let position = Position { line, column };
                        // The last place of the line that is not past it.
                        let mut of_line = all.iter().filter(|(_, it)| it.line == line);
                        let place = of_line.rfind(|(_, it)| it.column <= column);
                        let byte = place.map_or(text.len(), |(at, _)| *at);
                        assert_eq!(lines.byte(position), byte, "{text:?} {encoding:?} {position:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn far_positions_are_the_end() {
        let lines = Lines::of_document("a\nb", Encoding::Utf16);
        assert_eq!(lines.byte(Position { line: u32::MAX, column: 0 }), 3);
        assert_eq!(lines.byte(Position { line: 0, column: u32::MAX }), 1);
        assert_eq!(lines.position(usize::MAX), Position { line: 1, column: 1 });
    }
}
