//! The codes that names in policies stand for: the names that emitting gives, backwards.

use rustc_hash::FxHashMap;

use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::blaxel::codes::CodeNames;
use crate::syntax::keyword::Attribute;
use crate::table::CodeId;

/// The codes by level and name.
#[derive(Debug)]
pub(super) struct Lookup {
    exact: FxHashMap<(Attribute, String), Vec<CodeId>>,
    /// The same in small letters: the platform's own samples have capitals where its tables have none.
    folded: FxHashMap<(Attribute, String), Vec<CodeId>>,
}

impl Lookup {
    pub(super) fn new(request: &Request<'_>) -> Result<Self, Wrong> {
        let names = CodeNames::new(request)?;
        let mut lookup = Self { exact: FxHashMap::default(), folded: FxHashMap::default() };
        for (id, code) in request.resolved.workspace().table().iter() {
            let (level, name) = (code.attribute(), names.of(id));
            lookup.exact.entry((level, name.to_owned())).or_default().push(id);
            lookup.folded.entry((level, name.to_lowercase())).or_default().push(id);
        }
        Ok(lookup)
    }

    /// The codes of a name: those that have it as it stands, else those that have it in other capitals.
    pub(super) fn find(&self, level: Attribute, name: &str) -> &[CodeId] {
        let exact = self.exact.get(&(level, name.to_owned()));
        let found = exact.or_else(|| self.folded.get(&(level, name.to_lowercase())));
        found.map_or(&[], Vec::as_slice)
    }
}
