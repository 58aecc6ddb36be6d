//! Merge conflicts that were left in a text: it comes in, and where they are goes out, with a text that has
//! both sides and no markers.

use std::ops::Range;

/// A conflict, from its first marker to its last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) range: Range<usize>,
    /// Where the sides behind the first one begin.
    sides: Vec<usize>,
}

/// What opens a conflict, parts its sides, and ends it: each seven times, at the start of a line.
const OPEN: char = '<';
const BETWEEN: [char; 2] = ['=', '|'];
const CLOSE: char = '>';

/// Every conflict of a text, in order.
pub(super) fn find(text: &str) -> Vec<Conflict> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    let mut is_open = false;
    for (marker, line) in markers(text) {
        if marker == OPEN {
            conflicts.push(Conflict { range: line, sides: Vec::new() });
            is_open = true;
        } else if is_open && let Some(conflict) = conflicts.last_mut() {
            conflict.range.end = line.end;
            if marker == CLOSE {
                is_open = false;
            } else {
                conflict.sides.push(line.end);
            }
        }
    }
    // Where nothing goes with it, it is no conflict.
    conflicts.retain(|conflict| !conflict.sides.is_empty());
    conflicts
}

/// The text of the same length in which the markers of all conflicts are spaces.
pub(super) fn without_markers(text: &str, conflicts: &[Conflict]) -> String {
    let mut clean = String::with_capacity(text.len());
    for (_, line) in markers(text) {
        let is_in =
            |conflict: &Conflict| conflict.range.start <= line.start && line.end <= conflict.range.end;
        if conflicts.iter().any(is_in) {
            clean.push_str(text.get(clean.len()..line.start).unwrap_or_default());
            clean.extend(std::iter::repeat_n(' ', line.len()));
        }
    }
    clean.push_str(text.get(clean.len()..).unwrap_or_default());
    clean
}

/// The conflict that holds a byte, if one does.
pub(super) fn holding(conflicts: &[Conflict], byte: usize) -> Option<&Conflict> {
    let behind = conflicts.partition_point(|conflict| conflict.range.start <= byte);
    conflicts.get(behind.checked_sub(1)?).filter(|conflict| conflict.range.contains(&byte))
}

impl Conflict {
    /// Whether two bytes lie on two of its sides.
    pub(super) fn parts(&self, a: usize, b: usize) -> bool {
        let side = |byte| self.sides.partition_point(|&start| start <= byte);
        self.range.contains(&a) && self.range.contains(&b) && side(a) != side(b)
    }
}

/// The lines that are markers, with what they are made of and without their line breaks.
fn markers(text: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let from = start;
        start += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let marker = line.chars().next().filter(|it| *it == OPEN || *it == CLOSE || BETWEEN.contains(it))?;
        let rest = line.trim_start_matches(marker);
        let is_marker = line.len() - rest.len() == 7 && (rest.is_empty() || rest.starts_with(' '));
        is_marker.then_some((marker, from..from + line.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_goes_from_its_first_marker_to_its_last() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> é\ne\n";
        let conflicts = find(text);
        let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
        let whole = text.get(conflict.range.clone()).unwrap();
        assert!(whole.starts_with("<<<<<<<") && whole.ends_with('é'));
        let place = |it: &str| text.find(it).unwrap();
        assert!(conflict.parts(place("b\n|"), place("c\n=")) && conflict.parts(place("b\n|"), place("d\n>")));
        assert!(!conflict.parts(place("b\n|"), place("b\n|")) && !conflict.parts(0, place("d\n>")));
        let clean = without_markers(text, &conflicts);
        assert_eq!(clean.len(), text.len());
        assert_eq!(clean.split_whitespace().collect::<Vec<_>>(), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn what_only_looks_like_a_marker_is_none() {
        for text in
            ["=======\n", "<<<<<<< a\n", "<<<<<<<<\n=======\n", " <<<<<<< a\n=======\n", "# <<<<<<<\n======="]
        {
            assert_eq!(find(text), [], "{text}");
        }
        assert_eq!(find("<<<<<<< a\r\n=======\r\n").len(), 1);
    }
}
