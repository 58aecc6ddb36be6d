//! Placement sets as JSON, each with its id.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::json::{COMPACT, Layout, SPACED, key, list, string};
use crate::arena::IdMap;
use crate::parallel;
use crate::placement::{Placement, PlacementSet, PlacementSetId, Provisional};
use crate::reference::hex;
use crate::syntax::keyword::PolicyType;
use crate::table::{Code, CodeId};

/// As many bytes as the text of most sets has.
const SET_BYTES: usize = 1 << 10;

/// A set as text.
pub(crate) struct SetText {
    /// What workloads call it.
    pub(super) id: String,
    /// The whole object.
    pub(crate) text: Vec<u8>,
}

/// The id of a set, given its compact JSON without `id`: `ps-` and the first 16 hexadecimal digits of the
/// SHA-256.
pub(super) fn set_id(compact: &[u8]) -> String {
    format!("ps-{}", hex(Sha256::digest(compact).iter().take(8)))
}

/// How the members of a set are laid out.
#[derive(Clone, Copy)]
pub(crate) struct Members {
    layout: Layout,
    open: &'static str,
    between: &'static str,
    /// What stands before a placement, and behind the last one.
    placement: &'static str,
    placements_end: &'static str,
    close: &'static str,
}

const DIGESTED: Members =
    Members { layout: COMPACT, open: "{", between: ",", placement: "", placements_end: "", close: "}" };

/// All members on one line.
pub(crate) const ONE_LINE: Members =
    Members { layout: SPACED, open: "{", between: ", ", placement: "", placements_end: "", close: "}" };

/// Each member and each placement on a line.
pub(super) const MANY_LINES: Members = Members {
    layout: SPACED,
    open: "    {\n      ",
    between: ",\n      ",
    placement: "\n        ",
    placements_end: "\n      ",
    close: "\n    }",
};

/// The texts of the sets `wanted`.
pub(crate) fn texts(
    provisional: &Provisional,
    wanted: Vec<PlacementSetId>,
    members: Members,
) -> FxHashMap<PlacementSetId, SetText> {
    let digested = Writer::new(provisional, DIGESTED);
    let shown = Writer::new(provisional, members);
    let make = |id| {
        let lists = Lists::of(provisional, &provisional.sets()[id]);
        let mut compact = Vec::with_capacity(SET_BYTES);
        digested.set(&mut compact, &lists, None);
        let name = set_id(&compact);
        let mut text = Vec::with_capacity(compact.len() + compact.len() / 4);
        shown.set(&mut text, &lists, Some(&name));
        (id, SetText { id: name, text })
    };
    parallel::map(wanted, make).into_iter().collect()
}

/// A set as lists.
struct Lists {
    restricts: Vec<PolicyType>,
    locations: Vec<CodeId>,
    flavors: Vec<CodeId>,
    placements: Option<Vec<Placement>>,
}

impl Lists {
    fn of(provisional: &Provisional, set: &PlacementSet) -> Self {
        Self {
            restricts: provisional.restricts(set).collect(),
            locations: provisional.codes(set, PolicyType::Location),
            flavors: provisional.codes(set, PolicyType::Flavor),
            placements: provisional.placements(set),
        }
    }
}

/// A code as text.
struct CodeText {
    /// `{"type": …, "name": …}`
    object: Vec<u8>,
    name: Vec<u8>,
}

impl CodeText {
    fn of(code: &Code, layout: Layout) -> Self {
        let (mut object, mut name) = (vec![b'{'], Vec::new());
        string(&mut name, code.name());
        key(&mut object, "type", layout);
        string(&mut object, code.attribute().name());
        object.extend(layout.comma.bytes());
        key(&mut object, "name", layout);
        object.extend(&name);
        object.push(b'}');
        Self { object, name }
    }
}

/// Writes sets in one layout.
struct Writer {
    members: Members,
    /// The text of each code, which is the same in all sets.
    codes: IdMap<Code, CodeText>,
}

impl Writer {
    fn new(provisional: &Provisional, members: Members) -> Self {
        let codes =
            provisional.workspace().table().codes().map(|(_, code)| CodeText::of(code, members.layout));
        Self { members, codes }
    }

    fn set(&self, out: &mut Vec<u8>, lists: &Lists, id: Option<&str>) {
        let Members { layout, open, between, placement: before, placements_end, close } = self.members;
        out.extend(open.bytes());
        if let Some(id) = id {
            key(out, "id", layout);
            string(out, id);
            out.extend(between.bytes());
        }
        key(out, "restricts", layout);
        list(out, &lists.restricts, layout, |out, it| string(out, it.name()));
        out.extend(between.bytes());
        self.codes(out, "locations", &lists.locations);
        out.extend(between.bytes());
        self.codes(out, "flavors", &lists.flavors);
        if let Some(placements) = &lists.placements {
            out.extend(between.bytes());
            key(out, "placements", layout);
            out.push(b'[');
            for (index, placement) in placements.iter().enumerate() {
                if index > 0 {
                    out.extend(if before.is_empty() { layout.comma.bytes() } else { ",".bytes() });
                }
                out.extend(before.bytes());
                self.placement(out, placement);
            }
            out.extend(placements_end.bytes());
            out.push(b']');
        }
        out.extend(close.bytes());
    }

    fn codes(&self, out: &mut Vec<u8>, name: &str, codes: &[CodeId]) {
        key(out, name, self.members.layout);
        list(out, codes, self.members.layout, |out, &id| out.extend(&self.codes[id].object));
    }

    fn placement(&self, out: &mut Vec<u8>, placement: &Placement) {
        let layout = self.members.layout;
        out.push(b'{');
        key(out, "location", layout);
        out.extend(&self.codes[placement.location()].name);
        out.extend(layout.comma.bytes());
        self.codes(out, "flavors", placement.flavors());
        out.push(b'}');
    }
}
