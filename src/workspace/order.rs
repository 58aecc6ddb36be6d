//! Workloads in the order of their names: eight bytes of each name are one number, and numbers are compared.

use super::{Point, PointId, Workload, messages};
use crate::diagnostic::Diagnostic;
use crate::ids::Arena;
use crate::source;
use crate::syntax::ast::Statement;

/// Workloads with the same environment and kind. Their names are copied into one text, which stays in the cache while
/// they are sorted; in the files they lie far apart.
#[derive(Default)]
pub(super) struct Group<'a> {
    workloads: Vec<Entry<'a>>,
    names: String,
}

/// A workload with the length of its name.
struct Entry<'a> {
    statement: &'a Statement<'a>,
    point: PointId,
    length: u32,
}

impl<'a> Group<'a> {
    pub(super) fn push(&mut self, statement: &'a Statement<'a>, point: PointId) {
        let name = statement.name.value();
        self.names.push_str(&name);
        self.workloads.push(Entry { statement, point, length: source::offset(name.len()) });
    }

    fn named(&self) -> impl Iterator<Item = Named<'_, 'a>> {
        let mut names = self.names.as_bytes();
        self.workloads.iter().map(move |entry| {
            let (name, behind) = names.split_at_checked(entry.length as usize).unwrap_or_default();
            names = behind;
            Named { key: 0, name, entry }
        })
    }
}

/// A workload, its name, and the bytes of that which are compared next, the first one the most significant.
struct Named<'g, 'a> {
    key: u64,
    name: &'g [u8],
    entry: &'g Entry<'a>,
}

/// How many bytes a key holds.
const WIDTH: usize = size_of::<u64>();

/// Fewer names than this are compared whole.
const FEW: usize = 24;

/// Behind this byte names are compared whole, so that long ones do not nest deeply.
const FAR: usize = 64;

/// A part of a group, with what the points in it are numbered for all parts.
pub(super) type Run<'p, 'a> = (Group<'a>, &'p Arena<Point, PointId>);

/// The workloads of a group by name, those of one name by place, and what is there twice.
pub(super) fn by_name<'a>(mut runs: Vec<Run<'_, 'a>>) -> (Vec<Workload<'a>>, Vec<Diagnostic>) {
    for (group, points) in &mut runs {
        for entry in &mut group.workloads {
            entry.point = points[entry.point];
        }
    }
    let mut named = Vec::with_capacity(runs.iter().map(|(group, _)| group.workloads.len()).sum());
    for (group, _) in &runs {
        named.extend(group.named());
    }
    let mut findings = Vec::new();
    sort(&mut named, 0, &mut findings);
    let workload =
        |named: &Named<'_, 'a>| Workload { statement: named.entry.statement, point: named.entry.point };
    (named.iter().map(workload).collect(), findings)
}

/// Sorts workloads whose names are the same up to byte `start`.
fn sort(group: &mut [Named<'_, '_>], start: usize, findings: &mut Vec<Diagnostic>) {
    if group.len() < FEW || start >= FAR {
        sort_whole(group, findings);
        return;
    }
    let start = start + common(group, start);
    for named in group.iter_mut() {
        named.key = key(named.rest(start));
    }
    // Stable, because that is fast where names are numbered: they come in runs.
    group.sort_by_key(|named| named.key);
    for same in group.chunk_by_mut(|a, b| a.key == b.key).filter(|same| same.len() > 1) {
        sort(same, start + WIDTH, findings);
    }
}

fn sort_whole(group: &mut [Named<'_, '_>], findings: &mut Vec<Diagnostic>) {
    group.sort_by(|a, b| {
        let place = |named: &Named<'_, '_>| named.entry.statement.span.key();
        a.name.cmp(b.name).then_with(|| place(a).cmp(&place(b)))
    });
    let same_name = group.chunk_by(|a, b| a.name == b.name);
    for (first, later) in same_name.filter_map(<[_]>::split_first) {
        let duplicate = |later: &Named<'_, '_>| {
            messages::duplicate_workload(later.entry.statement, first.entry.statement)
        };
        findings.extend(later.iter().map(duplicate));
    }
}

/// How many bytes from byte `start` all names have in common.
fn common(group: &[Named<'_, '_>], start: usize) -> usize {
    let Some((first, others)) = group.split_first() else { return 0 };
    let mut common = first.rest(start);
    for other in others.iter().map(|other| other.rest(start)) {
        if common.is_empty() {
            break;
        }
        if !other.starts_with(common) {
            let length = common.iter().zip(other).take_while(|(a, b)| a == b).count();
            common = common.get(..length).unwrap_or_default();
        }
    }
    common.len()
}

impl Named<'_, '_> {
    /// The bytes of the name from byte `start`.
    fn rest(&self, start: usize) -> &[u8] {
        self.name.get(start..).unwrap_or_default()
    }
}

/// The first bytes of `rest`, filled up with NULs. No name has one, it is a hidden character, so that a name that has
/// ended comes before one that goes on.
fn key(rest: &[u8]) -> u64 {
    let bytes = rest.first_chunk::<WIDTH>().copied().unwrap_or_else(|| {
        let mut filled = [0; WIDTH];
        filled.iter_mut().zip(rest).for_each(|(byte, &of_name)| *byte = of_name);
        filled
    });
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;
    use crate::source::{Source, Sources};
    use crate::syntax;

    #[test]
    fn names_are_ordered_by_their_bytes_and_then_by_place() {
        let stem = "a-name-of-some-length-".repeat(5);
        let statements: Vec<String> = (0..300)
            .rev()
            .chain(0..300)
            .map(|number| {
                let stem = stem.get(..number / 2 % stem.len()).unwrap();
                format!("model {stem}{number}\nmodel \"é{number}\\\\\"\n")
            })
            .collect();
        let text = statements.concat();
        let sources = Sources::new(vec![Source::new("a", text.into_bytes())]);
        let (files, _) = syntax::parse(&sources);
        let workload = |statement| Workload { statement, point: Id::new(0) };
        let all: Vec<_> = files.iter().flat_map(syntax::ast::File::statements).map(workload).collect();
        let mut group = Group::default();
        for workload in &all {
            group.push(workload.statement, workload.point);
        }
        let points = Arena::from(vec![Id::new(0)]);
        let key = |workload: &Workload<'_>| {
            (workload.statement.name.value().into_owned(), workload.statement.span.key())
        };
        let mut wanted: Vec<_> = all.iter().map(key).collect();
        wanted.sort();
        let (sorted, findings) = by_name(vec![(group, &points)]);
        assert_eq!(sorted.iter().map(key).collect::<Vec<_>>(), wanted);
        let different = wanted.chunk_by(|a, b| a.0 == b.0).count();
        assert_eq!(findings.len(), wanted.len() - different);
    }
}
