//! What refers to itself through any number of steps: references come in, circles go out.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Classify, Diagnostic, Fact};
use crate::syntax::Files;
use crate::syntax::ast::{Name, Statement};

/// The finding that `statements`, which are a circle, refer to one another: on the first of them in the order
/// of the files; each reference among them is related. `references` are the names that a statement refers to.
pub(super) fn finding<'f, F: Fact + Classify>(
    files: &Files,
    mut statements: Vec<Statement<'f>>,
    references: impl Fn(Statement<'f>) -> Vec<Name<'f>>,
    fault: impl FnOnce(Vec<String>, Vec<String>) -> F,
) -> Option<Diagnostic> {
    statements.sort_by_key(|statement| files.order(statement.span()));
    let names: Vec<String> = statements.iter().map(|it| it.name().value().into_owned()).collect();
    let members: FxHashSet<&str> = names.iter().map(String::as_str).collect();
    let all = statements.iter().flat_map(|&statement| references(statement));
    let among: Vec<Name<'f>> = all.filter(|name| members.contains(&*name.value())).collect();
    let place = statements.first()?.name().span();
    let referred = among.iter().map(|name| name.value().into_owned()).collect();
    let mut finding = Diagnostic::new(fault(names.clone(), referred), place);
    finding.related = among.iter().map(Name::span).collect();
    Some(finding)
}

/// Everything in the order in which it can be looked at one after the other, each behind all that it refers
/// to; what refers to one another in a circle stands together. `references` are those of each, by index.
pub(super) fn ordered(references: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut walk = Walk {
        references,
        numbers: vec![None; references.len()],
        lowest: vec![0; references.len()],
        waiting: Vec::new(),
        is_waiting: vec![false; references.len()],
        next: 0,
        found: Vec::new(),
    };
    for start in 0..references.len() {
        walk.from(start);
    }
    walk.found
}

/// Whether a part of what [`ordered`] gives is a circle.
pub(super) fn is_circle(part: &[usize], references: &[Vec<usize>]) -> bool {
    let refers_to_itself = |&it: &usize| references.get(it).is_some_and(|own| own.contains(&it));
    part.len() > 1 || part.iter().any(refers_to_itself)
}

/// Tarjan's algorithm with a stack of its own, since references may be nested as deeply as a text is long.
struct Walk<'r> {
    references: &'r [Vec<usize>],
    /// The order in which each was reached.
    numbers: Vec<Option<usize>>,
    /// The first of those that each reaches and that are still waiting.
    lowest: Vec<usize>,
    /// What was reached and belongs to no part yet.
    waiting: Vec<usize>,
    is_waiting: Vec<bool>,
    next: usize,
    found: Vec<Vec<usize>>,
}

#[expect(clippy::indexing_slicing, reason = "references are indices, and all lists are as long")]
impl Walk<'_> {
    fn from(&mut self, start: usize) {
        if self.numbers[start].is_some() {
            return;
        }
        // What is being looked at, and how many of its references have been.
        let mut path = vec![(start, 0)];
        self.reach(start);
        while let Some((at, looked_at)) = path.last_mut() {
            let at = *at;
            if let Some(&next) = self.references[at].get(*looked_at) {
                *looked_at += 1;
                match self.numbers[next] {
                    None => {
                        self.reach(next);
                        path.push((next, 0));
                    }
                    Some(number) if self.is_waiting[next] => {
                        self.lowest[at] = self.lowest[at].min(number);
                    }
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                self.lowest[*above] = self.lowest[*above].min(self.lowest[at]);
            }
            if Some(self.lowest[at]) == self.numbers[at] {
                self.close(at);
            }
        }
    }

    fn reach(&mut self, it: usize) {
        self.numbers[it] = Some(self.next);
        self.lowest[it] = self.next;
        self.next += 1;
        self.waiting.push(it);
        self.is_waiting[it] = true;
    }

    /// Takes everything that has been reached since `first` out as one part.
    fn close(&mut self, first: usize) {
        let mut part = Vec::new();
        while let Some(it) = self.waiting.pop() {
            self.is_waiting[it] = false;
            part.push(it);
            if it == first {
                break;
            }
        }
        part.sort_unstable();
        self.found.push(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_referred_to_comes_first_and_circles_stand_together() {
        let references = [vec![1], vec![2, 3], vec![1], vec![], vec![4], vec![5, 0]];
        let parts = ordered(&references);
        assert_eq!(parts, [vec![3], vec![1, 2], vec![0], vec![4], vec![5]]);
        let circles: Vec<_> = parts.iter().filter(|part| is_circle(part, &references)).collect();
        assert_eq!(circles, [&vec![1, 2], &vec![4], &vec![5]]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let length = 300_000;
        let chain: Vec<Vec<usize>> = (1..=length).map(|next| vec![next % length]).collect();
        assert_eq!(ordered(&chain).len(), 1);
    }
}
