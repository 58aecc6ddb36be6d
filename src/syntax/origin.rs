//! Statements that were made of another file: the places of the file that each part of their text is from.

use std::ops::Range;

use crate::text::{Source, Span};

/// What a text was made of: a file, and which part of it each part of the text is from.
#[derive(Clone, Debug)]
pub struct Origin {
    source: Source,
    /// Ranges of the text by their beginning, wider ones first, and where in the file they are from.
    places: Vec<(Range<usize>, Span)>,
}

impl Origin {
    /// The origin of a text of which each range of `places` is from a span of `source`; of two ranges, one
    /// holds the other or they lie apart, and they are in the order of the text.
    #[must_use]
    pub(crate) fn new(source: Source, places: Vec<(Range<usize>, Span)>) -> Self {
        Self { source, places }
    }

    /// The file that the text was made of.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Where in the file a range of the text is from: what the narrowest part that holds it is from, or else
    /// the beginning.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        let behind = self.places.partition_point(|(its, _)| its.start <= range.start);
        let holding = self.places.iter().take(behind).rev().find(|(its, _)| range.end <= its.end);
        holding.map_or_else(|| Span::new(self.source.id(), 0..0), |(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_that_of_the_narrowest_part() {
        let source = Source::new("a.json", b"{} [] ()".to_vec());
        let span = |start: usize| Span::new(source.id(), start..start + 2);
        let origin = Origin::new(source.clone(), vec![(2..20, span(0)), (4..8, span(3)), (10..12, span(6))]);
        let start = |range| origin.place(range).start;
        assert_eq!([start(4..8), start(5..6), start(4..9), start(10..11), start(13..14)], [3, 3, 0, 6, 0]);
        assert_eq!(origin.place(0..1).range(), 0..0);
    }
}
