//! What a page shows of an output: its lines, where `...` stands for any number of them.

use std::ops::Range;

/// A line of a page that stands for any number of lines of output.
const ELISION: &str = "...";

/// Whether the lines are those shown, an elision standing for any lines.
pub(super) fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&ELISION, rest)) => (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| line.trim_end() == first.trim_end() && agrees(rest, others)),
    }
}

/// What a page should show where it shows something else: all that is printed, less what an elision stood for. A
/// stretch between two elisions is looked for where most of its words are.
pub(super) fn renewed(shown: &[&str], printed: &[&str]) -> Vec<String> {
    let stretches: Vec<&[&str]> = shown.split(|&line| line == ELISION).collect();
    let last = stretches.len() - 1;
    let mut lines = Vec::new();
    let mut from = 0;
    for (index, stretch) in stretches.iter().enumerate() {
        if index > 0 {
            lines.push(ELISION.to_owned());
        }
        let range = match index {
            _ if last == 0 => 0..printed.len(),
            0 => 0..stretch.len().min(printed.len()),
            _ if index == last => printed.len().saturating_sub(stretch.len()).max(from)..printed.len(),
            _ => likest(stretch, printed, from),
        };
        from = range.end;
        lines.extend(printed[range].iter().map(|&line| line.to_owned()));
    }
    lines
}

/// The lines at or behind `from` that have most words in common with a stretch, line by line.
fn likest(stretch: &[&str], printed: &[&str], from: usize) -> Range<usize> {
    let common = |start: usize| -> usize {
        let pairs = stretch.iter().zip(&printed[start..]);
        pairs.map(|(a, b)| a.split(' ').filter(|word| b.split(' ').any(|it| it == *word)).count()).sum()
    };
    let end = (printed.len() + 1).saturating_sub(stretch.len()).max(from + 1);
    let start = (from..end.min(printed.len())).rev().max_by_key(|&start| common(start)).unwrap_or(from);
    start..(start + stretch.len()).min(printed.len())
}

#[test]
fn an_elision_stands_for_any_lines_and_nothing_else_does() {
    assert!(agrees(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(agrees(&["a", "..."], &["a"]));
    assert!(!agrees(&["a", "...", "c"], &["a", "b", "c", "d"]));
    assert!(!agrees(&["a"], &["a", "b"]));
    assert!(!agrees(&["a", "b"], &["a"]));
}

#[test]
fn what_is_shown_anew_agrees_and_elides_the_same() {
    let printed = ["{", "  head 1", "  the set b", "  places", "  tail", "}"];
    for (shown, wanted) in [
        (&["x"][..], &printed[..]),
        (&["{", "..."], &["{", "..."]),
        (&["...", "  the set a", "  places", "..."], &["...", "  the set b", "  places", "..."]),
        (&["old", "...", "  a places", "...", "]"], &["{", "...", "  places", "...", "}"]),
    ] {
        let renewed = renewed(shown, &printed);
        assert_eq!(renewed, wanted);
        assert!(agrees(&renewed.iter().map(String::as_str).collect::<Vec<_>>(), &printed));
    }
}
