//! Writes tokens: statements and what decides about all that is free come in, a text goes out.

use std::ops::Range;

use super::Part;
use super::statement::{Role, Statement, Token};
use crate::dice::Dice;

/// What comments say: nothing that a compiler should heed.
const COMMENTS: [&str; 6] =
    ["#", "# why", "# model x in \"y", "#< [ #", "# née 北京 👩\u{200d}💻", "#\tor > ]"];

/// Where the parts of a statement stand.
type Parts = Vec<(Part, Range<usize>)>;

pub(super) struct Layout<'d> {
    text: String,
    /// The parts of the statements that are written.
    parts: Vec<Parts>,
    /// What decides about everything that is free; `None` for the plainest layout.
    dice: Option<&'d mut Dice>,
}

impl<'d> Layout<'d> {
    /// The text of some statements, and where the parts of each stand in it.
    pub(super) fn text(statements: &[Statement], dice: Option<&'d mut Dice>) -> (String, Vec<Parts>) {
        let mut layout = Layout { text: String::new(), parts: Vec::new(), dice };
        let is_marked = layout.once_in(6);
        for statement in statements {
            layout.parts.push(Vec::new());
            if layout.once_in(2) {
                layout.wild(&statement.tokens);
            } else {
                layout.plain(&statement.tokens);
            }
        }
        if layout.once_in(4) {
            // A file need not end with a line break.
            layout.text.truncate(layout.text.trim_end_matches('\n').len());
        }
        let has_returns = layout.once_in(3);
        let Layout { mut text, mut parts, .. } = layout;
        for at in parts.iter_mut().flatten().map(|(_, at)| at) {
            let moved = |end: usize| {
                let returns = if has_returns { text[..end].matches('\n').count() } else { 0 };
                end + returns + if is_marked { '\u{feff}'.len_utf8() } else { 0 }
            };
            *at = moved(at.start)..moved(at.end);
        }
        if has_returns {
            text = text.replace('\n', "\r\n");
        }
        if is_marked {
            text.insert(0, '\u{feff}');
        }
        (text, parts)
    }

    /// Never, where the layout is the plainest.
    fn once_in(&mut self, times: usize) -> bool {
        self.dice.as_mut().is_some_and(|dice| dice.once_in(times))
    }

    fn plain(&mut self, tokens: &[Token]) {
        let mut before = "";
        for token in tokens {
            let glued = matches!(token, Token::Mark("," | "]")) || matches!(before, "" | "[");
            if matches!(token, Token::LastComma) {
                continue;
            }
            if !glued {
                self.text.push(' ');
            }
            before = match token {
                Token::Mark(mark) => mark,
                _ => ".",
            };
            let written = self.written(token, false);
            self.put(token, &written);
        }
        self.text.push('\n');
    }

    fn wild(&mut self, tokens: &[Token]) {
        let mut is_first = true;
        for token in tokens {
            if matches!(token, Token::LastComma) && !self.once_in(2) {
                continue;
            }
            let written = self.written(token, true);
            let joins = |character: Option<char>| {
                character.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
            };
            let needed = joins(self.text.chars().last()) && joins(written.chars().next());
            if !is_first {
                self.gap(needed);
            }
            is_first = false;
            self.put(token, &written);
        }
        match self.dice.as_mut().map_or(0, |dice| dice.below(4)) {
            0 => self.text.push('\n'),
            1 => self.text.push_str("\n\n"),
            2 => self.text.push_str(" # behind\n"),
            // The next statement on the same line.
            _ => self.text.push(' '),
        }
    }

    /// White space and comments; at least a space where it is `needed`.
    fn gap(&mut self, needed: bool) {
        let Some(dice) = &mut self.dice else { return };
        match dice.below(8) {
            0 if !needed => {}
            0..=3 => self.text.push(' '),
            4 => self.text.push_str("\n  "),
            5 => self.text.push_str("\t \n\n"),
            6 => {
                self.text.push_str(dice.pick(&["", " ", "\n"]));
                self.text.push_str(dice.pick(&COMMENTS));
                self.text.push('\n');
            }
            _ => self.text.push_str("  "),
        }
    }

    /// A token as it is written.
    fn written(&mut self, token: &Token, may_quote: bool) -> String {
        match token {
            Token::Word(word) | Token::Mark(word) => (*word).to_owned(),
            Token::Number(number) => number.to_string(),
            Token::Except => "except".to_owned(),
            Token::LastComma => ",".to_owned(),
            Token::Label(label) => quoted(label),
            Token::Name(name, _) if !is_word(name) || (may_quote && self.once_in(4)) => quoted(name),
            Token::Name(name, _) => name.clone(),
        }
    }

    /// Appends a token and remembers where it stands.
    fn put(&mut self, token: &Token, written: &str) {
        let at = self.text.len()..self.text.len() + written.len();
        self.text.push_str(written);
        let parts = self.parts.last_mut().unwrap();
        let count = |is_one: fn(&Part) -> bool| parts.iter().filter(|(part, _)| is_one(part)).count();
        let part = match token {
            Token::Name(_, Role::Name) => Part::Name,
            Token::Name(_, Role::Parent) => Part::Parent,
            Token::Name(_, Role::Item) => Part::Item(count(|part| matches!(part, Part::Item(_)))),
            Token::Except => Part::Except(count(|part| matches!(part, Part::Except(_)))),
            _ => return,
        };
        parts.push((part, at));
    }
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_word(name: &str) -> bool {
    let is_letter = |it: char| it.is_ascii_alphanumeric() || it == '_';
    name.starts_with(is_letter) && name.chars().all(|it| is_letter(it) || it == '.' || it == '-')
}
