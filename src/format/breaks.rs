//! Where the lines of a broken statement end: its tokens come in, and which of them open a line goes out.

use super::part::Part;
use super::token::{COLUMNS, Gap, Token, width};

/// Decides which tokens open a line: each clause where the body does not fit on one line; and where a list
/// does not, its brackets and as few of its items as can be; where a limit does not, each of its parts. What
/// has a comment in it does not fit.
pub(super) fn break_lines(tokens: &mut [Token<'_>]) {
    let Some(open) = tokens.iter().position(|token| token.part == Part::Open) else { return };
    if fits(tokens, 0, open) {
        return;
    }
    for token in &mut *tokens {
        token.breaks |= token.part.breaks_with_body();
    }
    let mut rest = tokens.get_mut(open + 1..).unwrap_or_default();
    while !rest.is_empty() {
        let next = rest.iter().skip(1).position(|token| token.part.breaks_with_body());
        let (clause, others) =
            rest.split_at_mut_checked(next.map_or(rest.len(), |next| next + 1)).unwrap_or_default();
        let indent = clause.first().and_then(|token| token.part.indent_of_clause()).unwrap_or_default();
        if !fits(clause, indent, 0) {
            for token in clause.iter_mut().filter(|token| token.part == Part::InLimit) {
                token.breaks = true;
            }
        }
        let list = clause.iter().position(|token| token.part == Part::ListOpen);
        if let Some(list) = list
            && !fits(clause, indent, list)
        {
            break_list(clause.get_mut(list + 1..).unwrap_or_default(), indent);
        }
        rest = others;
    }
}

/// Whether what the bracket at `open` opens can stay on its line: nothing behind it breaks the line, and the
/// line is not too long.
fn fits(tokens: &[Token<'_>], clause: usize, open: usize) -> bool {
    if tokens.iter().skip(open + 1).any(|token| token.breaks) {
        return false;
    }
    let start = tokens.iter().take(open + 1).rposition(|token| token.breaks);
    let line = tokens.get(start.unwrap_or(0)..).unwrap_or_default();
    let indent = line.first().filter(|token| token.breaks).map_or(0, |token| token.part.indent(clause));
    indent + width(line) <= COLUMNS
}

/// Fills lines with the items of a list; `tokens` are what stands behind its bracket, to the end of the
/// clause.
fn break_list(tokens: &mut [Token<'_>], clause: usize) {
    keep_remarked_lines(tokens, clause);
    let mut line = 0;
    for token in tokens {
        token.breaks |= token.part.breaks_with_list();
        if token.part == Part::Item {
            // A comma stands behind the last item of a line, too.
            let longer = line + token.part.joint().len() + token.columns;
            token.breaks |= token.gap == Gap::BlankLine || longer + 1 > COLUMNS;
            line = longer;
        }
        if token.breaks {
            line = token.part.indent(clause) + token.columns;
        }
    }
}

/// A line of items with a comment at its end stays a line, as the comment may be about all of them; but not
/// where they do not fit on one.
fn keep_remarked_lines(tokens: &mut [Token<'_>], clause: usize) {
    let mut line = None;
    let mut follows_remark = false;
    for token in tokens.iter_mut().rev() {
        let is_item = matches!(token.part, Part::FirstItem | Part::Item);
        if is_item {
            // From here to the end of the line, with the comma behind each item.
            line = match line {
                _ if follows_remark => Some(token.part.indent(clause) + token.columns + 1),
                Some(line) => Some(line + token.columns + 2),
                None => None,
            };
            if token.gap > Gap::SameLine || token.part == Part::FirstItem {
                token.breaks |= line.take().is_some_and(|columns| columns <= COLUMNS);
            }
        }
        follows_remark = token.follows_remark;
    }
}
