//! The one layout of a file: its tree comes in, the text of the same statements and comments in the layout
//! goes out.
//!
//! `docs/fmt.md` says what it is. Only white space and commas change, and that is proven each time.

mod breaks;
mod columns;
mod page;
mod part;
mod statement;
mod token;

use std::fmt;

use page::Page;
use statement::Statement;

use crate::diagnostic::{Diagnostic, errors};
use crate::parallel;
use crate::syntax::ast::Parsed;
use crate::syntax::lexer::Lexer;
use crate::syntax::{owners, parse};

/// Why there is no formatted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unformatted {
    /// The file is no text, or has other findings than `empty-list`: what it says is not known.
    Broken,
    /// The text that came out would not say the same: an error of the formatter itself.
    Unproven,
}

impl fmt::Display for Unformatted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Broken => "the file has errors",
            Self::Unproven => "formatting would change what the file says",
        })
    }
}

impl std::error::Error for Unformatted {}

/// The text of a file in the layout of the language, which has no options.
///
/// Formatting the result again gives the same text. It is read again before it is given out: it has the same
/// tree, and the same comments that belong to the same statements. Its lines end as those of the file do, or
/// as most of them do; a text that differs in line ends only is left as it is.
///
/// # Errors
/// [`Broken`](Unformatted::Broken) where anything but an empty list was found in the file; and
/// [`Unproven`](Unformatted::Unproven), which no file should ever give.
pub fn format(parsed: &Parsed) -> Result<String, Unformatted> {
    if parsed.findings().iter().any(is_in_the_way) {
        return Err(Unformatted::Broken);
    }
    let before = parsed.source().text();
    let text = lay_out(parsed);
    if has_same_lines(before, &text) {
        return Ok(before.to_owned());
    }
    let text = if ends_most_lines_with_crlf(before) { text.replace('\n', "\r\n") } else { text };
    let formatted = parse(parsed.source().with_text(text));
    if says_the_same(parsed, &formatted) {
        Ok(formatted.into_source().into_text())
    } else {
        Err(Unformatted::Unproven)
    }
}

/// An empty list stands in the tree as it is written. Whatever else is found, the tree may not have all of
/// the text, or may have what was meant instead of what is written.
fn is_in_the_way(finding: &Diagnostic) -> bool {
    finding.check.name != errors::EMPTY_LIST.name
}

/// Whether the text of `formatted` may replace that of `original`.
fn says_the_same(original: &Parsed, formatted: &Parsed) -> bool {
    let (are_equal, have_same_owners) =
        parallel::join(|| original == formatted, || owners(original).eq(owners(formatted)));
    are_equal && have_same_owners && !formatted.findings().iter().any(is_in_the_way)
}

/// Whether two texts differ in their line ends at most.
fn has_same_lines(a: &str, b: &str) -> bool {
    a == b || (a.contains('\r') && a.ends_with('\n') == b.ends_with('\n') && a.lines().eq(b.lines()))
}

/// Whether more lines end with CR and LF than with LF alone.
fn ends_most_lines_with_crlf(text: &str) -> bool {
    text.contains('\r') && 2 * text.matches("\r\n").count() > text.matches('\n').count()
}

fn lay_out(parsed: &Parsed) -> String {
    let text = parsed.source().text();
    let mut tokens = Lexer::new(text, 0).peekable();
    let mut page = Page::with_capacity(text.len() + text.len() / 2);
    let mut statement = Statement::default();
    for tree in parsed.statements() {
        let span = tree.span().range();
        while let Some(comment) = tokens.next_if(|token| token.start < span.start) {
            page.comment(comment.text, comment.breaks > 1);
        }
        let follows_blank_line = tokens.peek().is_some_and(|token| token.breaks > 1);
        statement.read(&mut tokens, span.end);
        page.statement(tree.keyword(), &mut statement, follows_blank_line);
    }
    for comment in tokens {
        page.comment(comment.text, comment.breaks > 1);
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn read(text: &str) -> Parsed {
        parse(Source::new("a.bpol", text.as_bytes().to_vec()))
    }

    #[test]
    fn what_is_found_in_a_file_makes_it_broken_but_for_empty_lists() {
        assert_eq!(format(&read("policy  p<country in[]>")).as_deref(), Ok("policy p < country in [] >\n"));
        for text in
            ["modle a", "modle  a\nmodel b", "model", "model a # \u{1b}", "policy p < contry in [fr] >"]
        {
            assert_eq!(format(&read(text)), Err(Unformatted::Broken), "{text}");
        }
        assert_eq!(format(&parse(Source::new("a", b"model a #\xff".to_vec()))), Err(Unformatted::Broken));
        assert_eq!(format(&parse(Source::too_long("a", 1 << 40))), Err(Unformatted::Broken));
    }

    #[test]
    fn only_what_says_the_same_is_proven() {
        let original = "# a\nmodel a < attach [p, q] > # b\n\nmodel c";
        let is_proven = |text| says_the_same(&read(original), &read(text));
        assert!(is_proven("# a\nmodel a <\n  attach [\n    p,\n    q,\n  ]\n> # b\nmodel c"));
        for text in [
            "# a\nmodel a < attach [p] > # b\n\nmodel c",
            "# a\nmodel a < attach [p, q] > # b\n\njob c",
            "# a\nmodel a < attach [p, q] >\n\nmodel c",
            "# a\nmodel a < attach [p, q] >\n# b\nmodel c",
            "# a\n\nmodel a < attach [p, q] > # b\n\nmodel c",
            "# a\nmodel a < attach [p, q] > # b\n\nmodel c model",
            "# a\nmodel a < attach [p, q] > # b\n\nmodle c",
            "",
        ] {
            assert!(!is_proven(text), "{text}");
        }
    }
}
