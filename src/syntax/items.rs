//! Finding one's way in a file: by order, by number, by place.

use std::ops::Range;

use super::keyword::Keyword;
use super::names::Comment;
use super::statement::{Broken, Item, Statement, StatementId};
use super::tree::{Chunk, Extent, ItemNode, Parsed};

impl Parsed {
    /// Every item, in order.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.chunks.iter().flat_map(|chunk| self.items_of(chunk, 0..chunk.items.len()))
    }

    /// Some of the items, by their numbers among all, from 0.
    pub fn items_in(&self, range: Range<usize>) -> impl Iterator<Item = Item<'_>> {
        let Range { start, end } = range;
        let ends_before = |chunk: &Chunk| chunk.first as usize + chunk.items.len() <= start;
        let rest = self.chunks.iter().skip(self.chunks.partition_point(ends_before));
        rest.take_while(move |chunk| (chunk.first as usize) < end).flat_map(move |chunk| {
            let first = chunk.first as usize;
            let from = start.saturating_sub(first);
            let to = (end - first).min(chunk.items.len());
            self.items_of(chunk, from..to.max(from))
        })
    }

    /// Every statement that could be read, in order.
    pub fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        self.items().filter_map(Item::statement)
    }

    /// Every item but workloads, in order: what others may refer to.
    pub fn declarations(&self) -> impl Iterator<Item = Item<'_>> {
        let chunks = self.chunks.iter().filter(|chunk| !chunk.only_workloads);
        let all = chunks.flat_map(|chunk| self.items_of(chunk, 0..chunk.items.len()));
        all.filter(|item| !item.statement().is_some_and(|it| matches!(it.keyword(), Keyword::Workload(_))))
    }

    /// Every comment, in order.
    pub fn comments(&self) -> impl DoubleEndedIterator<Item = Comment<'_>> {
        self.chunks.iter().flat_map(|chunk| self.comments_of(chunk, 0..chunk.comments.len()))
    }

    /// The comments that begin in a range of bytes, in order.
    pub fn comments_in(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = Comment<'_>> {
        let Range { start, end } = range;
        let starts_before = |byte: usize| move |comment: &Extent| (comment.start as usize) < byte;
        let first = self.chunk_of(start);
        let behind = self.chunks.partition_point(|chunk| (chunk.start as usize) < end);
        let chunks = self.chunks.iter().take(behind).skip(first);
        chunks.flat_map(move |chunk| {
            let from = chunk.comments.partition_point(starts_before(start));
            let to = chunk.comments.partition_point(starts_before(end));
            self.comments_of(chunk, from..to.max(from))
        })
    }

    /// The item that holds a byte, if one does.
    #[must_use]
    pub fn item_at(&self, byte: usize) -> Option<Item<'_>> {
        let item = self.last_item_from(byte)?;
        item.span().range().contains(&byte).then_some(item)
    }

    /// The last item that begins at or before a byte.
    #[must_use]
    pub fn last_item_from(&self, byte: usize) -> Option<Item<'_>> {
        let begins = |item: &ItemNode| item.place().start as usize <= byte;
        let last = |chunk: &&Chunk| chunk.items.first().is_some_and(begins);
        let chunk = self.chunks.iter().take(self.chunk_of(byte) + 1).rfind(last)?;
        let index = chunk.items.partition_point(begins).checked_sub(1)?;
        self.items_of(chunk, index..index + 1).next()
    }

    /// The first item that begins behind a byte.
    #[must_use]
    pub fn first_item_behind(&self, byte: usize) -> Option<Item<'_>> {
        let begins = |item: &ItemNode| item.place().start as usize <= byte;
        let has_one = |chunk: &&Chunk| chunk.items.last().is_some_and(|item| !begins(item));
        let chunk = self.chunks.iter().skip(self.chunk_of(byte)).find(has_one)?;
        let index = chunk.items.partition_point(begins);
        self.items_of(chunk, index..index + 1).next()
    }

    /// The statement of that number among the items.
    ///
    /// # Panics
    /// If there is none: the id belongs to another tree of the same file.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Statement<'_> {
        self.statement_at(id.item())
    }

    /// The statement of that number among the items.
    pub(crate) fn statement_at(&self, item: u32) -> Statement<'_> {
        let statement = self.items_in(item as usize..item as usize + 1).find_map(Item::statement);
        #[expect(
            clippy::expect_used,
            reason = "another statement in its place would widen what it restricts"
        )]
        statement.expect("a statement's id is of its own tree")
    }

    /// The index of the chunk that a byte lies in; 0 before the first one.
    fn chunk_of(&self, byte: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.start as usize <= byte).saturating_sub(1)
    }

    /// Some of the items of a chunk.
    #[expect(clippy::indexing_slicing, reason = "a statement that is missing would restrict nothing")]
    fn items_of<'p>(&'p self, chunk: &'p Chunk, range: Range<usize>) -> impl Iterator<Item = Item<'p>> {
        let first = chunk.first + crate::text::offset(range.start);
        let nodes = &chunk.items[range];
        nodes.iter().zip(first..).map(move |(node, index)| match node {
            ItemNode::Statement(node) => Item::Statement(Statement::new(self, chunk, node, index)),
            ItemNode::Broken(node) => Item::Broken(Broken::new(self, node)),
        })
    }

    /// Some of the comments of a chunk.
    #[expect(clippy::indexing_slicing, reason = "a suppression that is missing would suppress nothing")]
    fn comments_of<'p>(
        &'p self,
        chunk: &'p Chunk,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Comment<'p>> {
        let places = chunk.comments[range].iter();
        places.map(|place| Comment { text: self.written(*place), span: place.span(self.id()) })
    }
}

impl Parsed {
    /// Whether both declare the same: at most comments, white space and labels differ. What is wrong with
    /// either is not looked at.
    #[cfg(feature = "editor")]
    pub(crate) fn declares_the_same(&self, other: &Self) -> bool {
        let is_same = |(a, b): (Item<'_>, Item<'_>)| match (a, b) {
            (Item::Statement(a), Item::Statement(b)) => a.is_same_but_for_label(b),
            (Item::Broken(a), Item::Broken(b)) => a == b && a.tokens().eq(b.tokens()),
            _ => false,
        };
        self.len() == other.len() && self.items().zip(other.items()).all(is_same)
    }

    /// Whether codes have the same labels in both, which declare the same.
    #[cfg(feature = "editor")]
    pub(crate) fn labels_codes_as(&self, other: &Self) -> bool {
        let is_same = |(a, b): (Statement<'_>, Statement<'_>)| {
            !matches!(a.keyword(), Keyword::Code(_)) || a.label() == b.label()
        };
        self.statements().zip(other.statements()).all(is_same)
    }
}

impl PartialEq for Parsed {
    fn eq(&self, other: &Self) -> bool {
        self.items().eq(other.items()) && self.comments().eq(other.comments())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_in;
    use crate::text::Source;

    /// However a text is cut, looking something up finds what going through everything finds.
    #[test]
    fn items_and_comments_are_found_by_number_and_by_byte() {
        let text =
            "# a\n\nmodel a # b\nmodel b <\n  # c\n  attach [p] # d\n>\n# e\nmodle c\nmodel d model e\n# f\n";
        let source = Source::new("a", text.repeat(2).into_bytes());
        for size in [1, 20, 1000] {
            let parsed = parse_in(source.clone(), size);
            assert_eq!(parsed.chunks.len() > 2, size < 100, "{size}");
            let items: Vec<Range<usize>> = parsed.items().map(|item| item.span().range()).collect();
            assert_eq!(items.len(), parsed.len());
            let bytes = |item: Option<Item<'_>>| item.map(|item| item.span().range());
            for start in 0..items.len() + 2 {
                for end in 0..items.len() + 2 {
                    let found: Vec<_> = parsed.items_in(start..end).map(|item| item.span().range()).collect();
                    let wanted: Vec<_> = items.iter().take(end).skip(start).cloned().collect();
                    assert_eq!(found, wanted, "{start}..{end}");
                }
            }
            for byte in 0..=text.len() * 2 + 1 {
                let last = items.iter().rfind(|item| item.start <= byte);
                assert_eq!(bytes(parsed.last_item_from(byte)).as_ref(), last, "{byte}");
                let holder = last.filter(|item| item.contains(&byte));
                assert_eq!(bytes(parsed.item_at(byte)).as_ref(), holder, "{byte}");
                let next = items.iter().find(|item| item.start > byte);
                assert_eq!(bytes(parsed.first_item_behind(byte)).as_ref(), next, "{byte}");
                for end in 0..=text.len() * 2 + 1 {
                    let is_in = |comment: &Comment<'_>| (byte..end).contains(&comment.span.range().start);
                    assert!(
                        parsed.comments_in(byte..end).eq(parsed.comments().filter(is_in)),
                        "{byte}..{end}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_found_in_a_file_that_could_not_be_read() {
        let parsed = parse_in(Source::new("a", b"model a\xff".to_vec()), 1000);
        assert_eq!((parsed.items_in(0..9).count(), parsed.comments_in(0..9).count()), (0, 0));
        assert!(parsed.last_item_from(9).is_none() && parsed.first_item_behind(0).is_none());
    }
}
