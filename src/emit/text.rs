//! What files hold, in pieces: lines are made on all threads and never copied into one.

use std::io::{self, Write};

use crate::parallel;

/// So many lines are made at once.
const BLOCK: usize = 256;

/// Lines without their ends, in order.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    blocks: Vec<Block>,
}

/// Some lines, one behind the other.
#[derive(Clone, Debug, Default)]
struct Block {
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub(super) open: Vec<u8>,
    pub(super) lines: Lines,
    /// What stands before the first line.
    pub(super) first: Vec<u8>,
    /// What stands before each other line.
    pub(super) between: Vec<u8>,
    /// What stands behind each line.
    pub(super) end: &'static [u8],
    pub(super) close: Vec<u8>,
}

impl Lines {
    /// A line for each item, as `write` gives it.
    #[must_use]
    pub fn of<'t, T: Sync>(items: &'t [T], write: impl Fn(&'t T, &mut Vec<u8>) + Sync + Send) -> Self {
        let make = |items: &&'t [T]| {
            let mut block = Block::default();
            for item in *items {
                write(item, &mut block.bytes);
                block.ends.push(block.bytes.len());
            }
            block
        };
        let chunks: Vec<&[T]> = items.chunks(BLOCK).collect();
        Self { blocks: parallel::run(items.len() * 512, || parallel::map_ref(&chunks, make)) }
    }

    /// Adds one more line.
    pub fn push(&mut self, line: Vec<u8>) {
        self.blocks.push(Block { ends: vec![line.len()], bytes: line });
    }

    /// Adds other lines.
    pub fn append(&mut self, others: Self) {
        self.blocks.extend(others.blocks);
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.ends.is_empty())
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.blocks.iter().flat_map(|block| {
            let starts = std::iter::once(0).chain(block.ends.iter().copied());
            let line = |(start, &end): (usize, &usize)| block.bytes.get(start..end);
            starts.zip(&block.ends).filter_map(line)
        })
    }
}

impl Text {
    /// Gives every piece, in order.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn pieces<E>(&self, mut each: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        each(&self.open)?;
        let mut before = &self.first;
        for line in self.lines.iter() {
            each(before)?;
            each(line)?;
            each(self.end)?;
            before = &self.between;
        }
        each(&self.close)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.pieces(|piece| out.write_all(piece))
    }

    /// Whether it is these bytes.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        let take = |piece: &[u8]| {
            rest = rest.strip_prefix(piece).ok_or(())?;
            Ok::<(), ()>(())
        };
        self.pieces(take) == Ok(()) && rest.is_empty()
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self { open: bytes, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_in_order_and_compared_whole() {
        let numbers: Vec<usize> = (0..1000).collect();
        let mut lines = Lines::default();
        lines.push(b"x".to_vec());
        lines.append(Lines::of(&numbers, |number, out| out.extend(number.to_string().bytes())));
        let (open, between, close) = (b"[".to_vec(), b",".to_vec(), b"]".to_vec());
        let text = Text { open, lines, between, close, ..Text::default() };
        let mut bytes = Vec::new();
        text.write(&mut bytes).unwrap();
        let wanted: Vec<String> =
            std::iter::once("x".to_owned()).chain(numbers.iter().map(usize::to_string)).collect();
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), format!("[{}]", wanted.join(",")));
        assert!(text.is(&bytes));
        assert!(!text.is(&[&*bytes, b"]"].concat()) && !text.is(&bytes[..bytes.len() - 1]) && !text.is(b""));
    }
}
