//! Every word, mark and comment of a file with its role: a range or a byte comes in, what stands there goes
//! out, in whole statements and in half-written ones.

use std::ops::Range;

use super::lexer::{Lexer, Token};
use super::reading::Reading;
use super::role::{Role, Word};
use super::statement::Item;
use super::tree::{Extent, Parsed};
use crate::text::BYTE_ORDER_MARK;

impl Parsed {
    /// Every word, string, mark and comment, in order.
    #[must_use]
    pub fn words(&self) -> Vec<Word<'_>> {
        self.words_in(0..self.text().len())
    }

    /// Those that have a byte of a range, or end or begin at an end of it, in order.
    #[must_use]
    pub fn words_in(&self, range: Range<usize>) -> Vec<Word<'_>> {
        let mut words = Vec::new();
        // A word that ends where the range begins may be the last one of the item before.
        let before = range.start.saturating_sub(1);
        let mut item = self.last_item_from(before);
        let mut from = match item.map(|item| item.span().range()) {
            Some(of_item) if of_item.end >= range.start => of_item.start,
            of_item => {
                item = self.first_item_behind(before);
                let mark =
                    if self.text().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
                of_item.map_or(mark, |of_item| of_item.end)
            }
        };
        while from <= range.end {
            let next = item.map_or(self.text().len(), |item| item.span().range().start);
            if from < next {
                self.read(None, from..next, &mut words);
            }
            let Some(own) = item else { break };
            let of_item = own.span().range();
            self.read(Some(own), of_item.clone(), &mut words);
            from = of_item.end;
            item = self.first_item_behind(of_item.start);
        }
        words.retain(|word| {
            let own = word.span().range();
            own.start <= range.end && own.end >= range.start
        });
        words
    }

    /// The word at a byte: the one that holds it, or that ends there; a mark or comment only where no word
    /// does.
    #[must_use]
    pub fn word_at(&self, byte: usize) -> Option<Word<'_>> {
        let rank = |word: &Word<'_>| {
            let is_word = !matches!(word.role(), Role::Mark | Role::Comment);
            (is_word, word.span().range().contains(&byte))
        };
        self.words_in(byte..byte).into_iter().max_by_key(rank)
    }

    /// Adds the words of a range, which is that of an item or lies between two.
    fn read<'p>(&'p self, item: Option<Item<'p>>, range: Range<usize>, words: &mut Vec<Word<'p>>) {
        let start = range.start;
        let text = self.text().get(range).unwrap_or_default();
        let tokens: Vec<Token<'p>> = Lexer::new(text, start).collect();
        let others: Vec<Token<'p>> = tokens.iter().copied().filter(|token| !token.is_comment()).collect();
        let mut behind = others.as_slice();
        let mut reading = Reading::new(item);
        for token in tokens {
            let role = if token.is_comment() {
                Role::Comment
            } else {
                behind = behind.split_first().map_or(&[], |(_, rest)| rest);
                reading.next(&token, behind)
            };
            let place = Extent::new(token.start..token.end());
            words.extend(place.map(|place| Word::new(self, place, token.kind, role)));
        }
    }
}
