//! Workloads in the order of their names: eight bytes of each name are one number, and numbers are compared.

use super::declare::duplicate_workload;
use super::model::{Point, PointId, Workload};
use crate::arena::IdMap;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Statement;
use crate::syntax::{Files, quoted};
use crate::text;

/// Workloads with the same environment and kind. Their names are copied into one text, which stays in the
/// cache while they are sorted; in the files they lie far apart.
#[derive(Default)]
pub(super) struct Group {
    workloads: Vec<Workload>,
    names: String,
    /// The length of each name.
    lengths: Vec<u32>,
}

impl Group {
    pub(super) fn push(&mut self, workload: Workload, name: &str) {
        self.names.push_str(name);
        self.lengths.push(text::offset(name.len()));
        self.workloads.push(workload);
    }

    /// The workloads with their names, as they came.
    fn named(&self) -> impl Iterator<Item = Named<'_>> {
        let mut names = self.names.as_bytes();
        self.workloads.iter().zip(&self.lengths).map(move |(workload, &length)| {
            let (name, behind) = names.split_at(length as usize);
            names = behind;
            Named { key: 0, name, workload }
        })
    }
}

/// A workload, its name, and the bytes of that which are compared next, the first one the most significant.
struct Named<'g> {
    key: u64,
    name: &'g [u8],
    workload: &'g Workload,
}

/// How many bytes a key holds.
const WIDTH: usize = size_of::<u64>();

/// Fewer names than this are compared whole.
const FEW: usize = 24;

/// Behind this byte names are compared whole, so that long ones do not nest deeply.
const FAR: usize = 64;

/// A part of a group, and what the points in it are numbered as among those of all parts.
pub(super) type Part<'p> = (Group, &'p IdMap<Point, PointId>);

/// The workloads of a group by name, those of one name as they stand in the files, and what is there twice.
pub(super) fn by_name(mut parts: Vec<Part<'_>>, files: &Files) -> (Vec<Workload>, Vec<Diagnostic>) {
    for (group, points) in &mut parts {
        for workload in &mut group.workloads {
            workload.point = points[workload.point];
        }
    }
    let mut named = Vec::with_capacity(parts.iter().map(|(group, _)| group.workloads.len()).sum());
    for (group, _) in &parts {
        named.extend(group.named());
    }
    let mut sorter = Sorter { files, findings: Vec::new() };
    sorter.sort(&mut named, 0);
    (named.into_iter().map(|named| *named.workload).collect(), sorter.findings)
}

struct Sorter<'f> {
    files: &'f Files,
    /// What is there twice.
    findings: Vec<Diagnostic>,
}

impl Sorter<'_> {
    /// Sorts workloads whose names are the same up to byte `start`.
    fn sort(&mut self, group: &mut [Named<'_>], start: usize) {
        if group.len() < FEW || start >= FAR {
            self.sort_whole(group);
            return;
        }
        let start = start + common(group, start);
        for named in group.iter_mut() {
            named.key = key(named.rest(start));
        }
        // Stable, because that is fast where names are numbered: they come in runs.
        group.sort_by_key(|named| named.key);
        for same in group.chunk_by_mut(|a, b| a.key == b.key).filter(|same| same.len() > 1) {
            self.sort(same, start + WIDTH);
        }
    }

    /// Sorts workloads by their whole names, and reports those of the same name.
    fn sort_whole(&mut self, group: &mut [Named<'_>]) {
        let place = |named: &Named<'_>| named.workload.order();
        group.sort_by(|a, b| a.name.cmp(b.name).then_with(|| place(a).cmp(&place(b))));
        let same_name = group.chunk_by(|a, b| a.name == b.name);
        for (first, later) in same_name.filter_map(<[_]>::split_first) {
            let first = first.workload.statement_in(self.files);
            let later = later.iter().map(|it| it.workload.statement_in(self.files));
            self.findings.extend(later.filter_map(|it| duplicate(it, first)));
        }
    }
}

/// The finding that a workload has the kind, name and environment of an earlier one; none where they are the
/// two sides of a merge conflict.
pub(super) fn duplicate(later: Statement<'_>, first: Statement<'_>) -> Option<Diagnostic> {
    let name = later.name();
    if later.file().are_in_conflict(name.span(), first.name().span()) {
        return None;
    }
    let mut identity = format!("{}/{}", later.keyword().name(), quoted(&name.value()));
    if let Some(parent) = later.parent() {
        identity = format!("{identity}@{}", quoted(&parent.value()));
    }
    Some(duplicate_workload(name, first.name(), identity))
}

/// How many bytes from byte `start` all names have in common.
fn common(group: &[Named<'_>], start: usize) -> usize {
    let Some((first, others)) = group.split_first() else { return 0 };
    let mut common = first.rest(start);
    for other in others.iter().map(|other| other.rest(start)) {
        if common.is_empty() {
            break;
        }
        if !other.starts_with(common) {
            let length = common.iter().zip(other).take_while(|(a, b)| a == b).count();
            (common, _) = common.split_at(length);
        }
    }
    common.len()
}

impl Named<'_> {
    /// The bytes of the name from byte `start`; none where it ends before.
    fn rest(&self, start: usize) -> &[u8] {
        self.name.get(start..).unwrap_or(&[])
    }
}

/// The first bytes of `rest`, filled up with NULs. No name has one, it is a hidden character, so that a name
/// that has ended comes before one that goes on.
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
    use std::sync::Arc;

    use crate::reference::Reference;
    use crate::syntax;
    use crate::text::Source;
    use crate::workspace::resolve;

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
        let file = Arc::new(syntax::parse(Source::new("a", statements.concat().into_bytes())));
        let workspace = resolve(Reference::none(), vec![file.clone()]);
        let key = |statement: syntax::ast::Statement<'_>| {
            (statement.name().value().into_owned(), statement.span().key())
        };
        let mut wanted: Vec<_> = file.statements().map(key).collect();
        wanted.sort();
        let sorted: Vec<_> = workspace.workloads().iter().map(|it| key(workspace.statement_of(it))).collect();
        assert_eq!(sorted, wanted);
        let different = wanted.chunk_by(|a, b| a.0 == b.0).count();
        assert_eq!(workspace.findings().len(), wanted.len() - different);
    }
}
