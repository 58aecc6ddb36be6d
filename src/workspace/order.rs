//! Workloads in the order of their names: eight bytes of each name are one number, and numbers are compared.

use std::borrow::Cow;

use super::Workload;

/// A workload with its name at hand, so that comparing two need not look for it.
pub(super) struct Named<'a> {
    pub(super) workload: Workload<'a>,
    name: Cow<'a, str>,
    /// The bytes of the name that are compared next, the first one the most significant.
    key: u64,
}

/// How many bytes a key holds.
const WIDTH: usize = size_of::<u64>();

/// Fewer names than this are compared whole.
const FEW: usize = 24;

/// Behind this byte names are compared whole, so that long ones do not nest deeply.
const FAR: usize = 64;

impl<'a> Named<'a> {
    pub(super) fn new(workload: Workload<'a>) -> Self {
        Self { workload, name: workload.statement.name.value(), key: 0 }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// Orders `group` by name, workloads of one name by place.
pub(super) fn by_name(group: &mut [Named<'_>]) {
    behind(group, 0);
}

/// Orders a group whose names are the same up to byte `start`.
fn behind(group: &mut [Named<'_>], start: usize) {
    if group.len() < FEW || start >= FAR {
        group.sort_unstable_by(|a, b| {
            let place = |named: &Named<'_>| named.workload.statement.span.key();
            a.name.cmp(&b.name).then_with(|| place(a).cmp(&place(b)))
        });
        return;
    }
    for named in group.iter_mut() {
        named.key = key(named.name.as_bytes().get(start..).unwrap_or_default());
    }
    group.sort_unstable_by_key(|named| named.key);
    for same in group.chunk_by_mut(|a, b| a.key == b.key) {
        behind(same, start + WIDTH);
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
        let workload = |statement| Named::new(Workload { statement, point: Id::new(0) });
        let mut group: Vec<Named<'_>> =
            files.iter().flat_map(syntax::ast::File::statements).map(workload).collect();
        let key = |named: &Named<'_>| (named.name.to_string(), named.workload.statement.span.key());
        let mut wanted: Vec<_> = group.iter().map(key).collect();
        wanted.sort();
        by_name(&mut group);
        assert_eq!(group.iter().map(key).collect::<Vec<_>>(), wanted);
    }
}
