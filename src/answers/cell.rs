//! Words for people, some of which mean something that a colour says too: they come in, and lines that fit go
//! out, with colours or without.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

/// What some words mean. They say so themselves: nobody needs the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Nothing is wrong with it.
    Good,
    /// It must not be, or nothing holds it back any more.
    Bad,
    /// Somebody should look at it.
    Warning,
    /// Where something stands.
    Faint,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Good => AnsiColor::Green.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Warning => AnsiColor::Yellow.on_default(),
            Self::Faint => Style::new().dimmed(),
        }
    }
}

/// Words, some of which have a tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    words: String,
    /// In order, none of them empty, no two of them touching.
    tones: Vec<(Range<usize>, Tone)>,
}

impl<T: Into<String>> From<T> for Cell {
    fn from(words: T) -> Self {
        Self { words: words.into(), tones: Vec::new() }
    }
}

impl Cell {
    /// Words that all have a tone.
    pub(super) fn toned(words: impl Into<String>, tone: Tone) -> Self {
        let words = words.into();
        let tones = if words.is_empty() { Vec::new() } else { vec![(0..words.len(), tone)] };
        Self { words, tones }
    }

    /// Words that may have a tone.
    pub(super) fn with(words: impl Into<String>, tone: Option<Tone>) -> Self {
        match tone {
            Some(tone) => Self::toned(words, tone),
            None => words.into().into(),
        }
    }

    /// These words, and others behind them.
    pub(super) fn and(mut self, others: impl Into<Self>) -> Self {
        self.push(others);
        self
    }

    pub(super) fn push(&mut self, others: impl Into<Self>) {
        let (others, behind) = (others.into(), self.words.len());
        self.words.push_str(&others.words);
        let tones = others.tones.into_iter();
        self.tones.extend(tones.map(|(range, tone)| (range.start + behind..range.end + behind, tone)));
    }

    /// Words with others between each two of them.
    pub(super) fn joined(cells: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut cells = cells.into_iter();
        let mut joined = cells.next().unwrap_or_default();
        cells.for_each(|it| {
            joined.push(between);
            joined.push(it);
        });
        joined
    }

    /// The words alone.
    pub(super) fn into_words(self) -> String {
        self.words
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many columns the words take on one line.
    pub(super) fn width(&self) -> usize {
        self.words.width()
    }

    /// How many columns the longest word takes.
    pub(super) fn longest(&self) -> usize {
        self.words.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
    }

    /// Everything on one line.
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.words.len()
    }

    /// The lines of so many columns that the words are wrapped to, the first and all others after so many of
    /// them that are left out. Lines are broken at spaces; only a word that is longer than a line is broken
    /// in itself.
    pub(super) fn lines(&self, width: usize, [first, others]: [usize; 2]) -> Vec<Range<usize>> {
        let [first, others] = [first, others].map(|indent| " ".repeat(indent));
        let options = Options::new(width.max(1))
            .initial_indent(&first)
            .subsequent_indent(&others)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let mut end = 0;
        let lines = textwrap::wrap(&self.words, options).into_iter().enumerate().map(|(index, line)| {
            let line = line.strip_prefix(if index == 0 { first.as_str() } else { &others }).unwrap_or(&line);
            // Between two lines there are spaces at most, and only the first one begins with any.
            let skipped = self.words.get(end..).and_then(|rest| rest.find(line)).unwrap_or(0);
            let start = end + skipped;
            end = start + line.len();
            start..end
        });
        lines.collect()
    }

    /// Adds a line, and gives how many columns it takes; spaces at its end are left out.
    pub(super) fn write(&self, line: Range<usize>, has_color: bool, out: &mut String) -> usize {
        let words = self.words.get(line.clone()).unwrap_or_default().trim_end_matches(' ');
        let line = line.start..line.start + words.len();
        let mut start = line.start;
        for (range, tone) in self.tones.iter().filter(|_| has_color) {
            let toned = range.start.max(start)..range.end.min(line.end);
            if toned.start >= toned.end {
                continue;
            }
            out.push_str(self.words.get(start..toned.start).unwrap_or_default());
            start = toned.end;
            let style = tone.style();
            out.extend([style.render().to_string().as_str(), self.words.get(toned).unwrap_or_default()]);
            out.push_str(&style.render_reset().to_string());
        }
        out.push_str(self.words.get(start..line.end).unwrap_or_default());
        words.width()
    }

    /// Adds all lines, which fit so many columns if there is a number, after so many spaces.
    pub(super) fn wrap(&self, width: Option<usize>, indents: [usize; 2], has_color: bool, out: &mut String) {
        let lines = width.map_or_else(|| vec![self.whole()], |width| self.lines(width, indents));
        let [first, others] = indents;
        for (index, line) in lines.into_iter().enumerate() {
            if !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', if index == 0 { first } else { others }));
            }
            self.write(line, has_color, out);
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Cell {
        let cell = Cell::toned("denied", Tone::Bad).and(": ").and(Cell::toned("eu-par-1 or ", Tone::Faint));
        cell.and("model/llama-3.1@production  ")
    }

    #[test]
    fn lines_are_broken_at_spaces_and_in_words_that_are_too_long() {
        let cell = sample();
        let lines = |width| -> Vec<&str> {
            cell.lines(width, [2, 4]).into_iter().filter_map(|it| cell.words.get(it)).collect()
        };
        assert_eq!(lines(80), ["denied: eu-par-1 or model/llama-3.1@production"]);
        assert_eq!(lines(31), ["denied: eu-par-1 or", "model/llama-3.1@production"]);
        assert_eq!(lines(20), ["denied: eu-par-1", "or", "model/llama-3.1@", "production"]);
        assert_eq!((cell.longest(), cell.width()), (26, 48));
    }

    #[test]
    fn colours_end_where_a_line_does_and_change_nothing_else() {
        let shown = |width, has_color| {
            let mut out = String::new();
            sample().wrap(width, [0, 2], has_color, &mut out);
            out
        };
        assert_eq!(
            shown(Some(16), true),
            "\u{1b}[31mdenied\u{1b}[0m: \u{1b}[2meu-par-1\u{1b}[0m\n  \u{1b}[2mor\u{1b}[0m\n  \
             model/llama-3.\n  1@production\n"
        );
        for width in [None, Some(5), Some(16), Some(40)] {
            let mut plain = shown(width, true);
            for style in ["\u{1b}[31m", "\u{1b}[2m", "\u{1b}[0m"] {
                plain = plain.replace(style, "");
            }
            assert_eq!(plain, shown(width, false));
        }
    }
}
