//! The reference tables that come with bpol: `.bpol` files in the binary, read by the same parser as any
//! other.

pub(crate) mod other_names;
pub(crate) mod regions;
mod words;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashSet;
use sha2::{Digest as _, Sha256};

use crate::syntax::keyword::{Attribute, Keyword, RuleAttribute};
use crate::syntax::{self, ast::Parsed};
use crate::text::Source;

/// A table that comes with bpol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Builtin {
    /// The platform's own list.
    #[default]
    Official,
    /// `official`, all countries, and the flavors in common use.
    World,
}

impl Builtin {
    /// Every table that comes with bpol.
    pub const ALL: [Self; 2] = [Self::Official, Self::World];

    /// The word that chooses it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::World => "world",
        }
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Official => include_str!("data/official.bpol"),
            Self::World => include_str!("data/world.bpol"),
        }
    }

    /// Whether it has `code` under `attribute`.
    #[must_use]
    pub(crate) fn has(self, attribute: impl Into<RuleAttribute>, code: &str) -> bool {
        static CODES: LazyLock<[FxHashSet<(RuleAttribute, String)>; 2]> =
            LazyLock::new(|| Builtin::ALL.map(codes));
        let [official, world] = &*CODES;
        let codes = match self {
            Self::Official => official,
            Self::World => world,
        };
        codes.contains(&(attribute.into(), code.to_owned()))
    }

    /// What it calls a code for people, if it has such a code.
    #[must_use]
    pub(crate) fn label(self, attribute: Attribute, code: &str) -> Option<String> {
        let statement = self.file().statements().find(|statement| {
            statement.keyword() == Keyword::Code(attribute) && statement.name().value() == code
        })?;
        statement.label().map(|label| label.value().into_owned())
    }

    /// Its tree, which is read once.
    fn file(self) -> &'static Arc<Parsed> {
        static OFFICIAL: LazyLock<Arc<Parsed>> = LazyLock::new(|| read(Builtin::Official));
        static WORLD: LazyLock<Arc<Parsed>> = LazyLock::new(|| read(Builtin::World));
        match self {
            Self::Official => &OFFICIAL,
            Self::World => &WORLD,
        }
    }
}

fn read(builtin: Builtin) -> Arc<Parsed> {
    let name = format!("<{}>", builtin.name());
    Arc::new(syntax::parse(Source::new(name, builtin.text().into()).into_table()))
}

/// Every code and group of a table.
fn codes(builtin: Builtin) -> FxHashSet<(RuleAttribute, String)> {
    let named = builtin.file().statements().filter_map(|statement| {
        let attribute = match statement.keyword() {
            Keyword::Code(attribute) => RuleAttribute::Code(attribute),
            Keyword::Group => RuleAttribute::Group,
            _ => return None,
        };
        Some((attribute, statement.name().value().into_owned()))
    });
    named.collect()
}

/// Calls `each` with attribute, code and label of every statement of a table that has a label.
fn labelled(builtin: Builtin, mut each: impl FnMut(Attribute, &str, &str)) {
    for statement in builtin.file().statements() {
        if let Keyword::Code(attribute) = statement.keyword() {
            let label = statement.label().map_or(Cow::Borrowed(""), |label| label.value());
            each(attribute, &statement.name().value(), &label);
        }
    }
}

/// Calls `each` with attribute, code and alias for every alias of a table's flavors.
fn aliased(builtin: Builtin, mut each: impl FnMut(Attribute, &str, &str)) {
    for statement in builtin.file().statements() {
        if let Keyword::Code(attribute @ (Attribute::Cpu | Attribute::Gpu)) = statement.keyword() {
            for alias in statement.list().iter() {
                each(attribute, &statement.name().value(), &alias.value());
            }
        }
    }
}

/// The table that a workspace is compiled with.
#[derive(Clone, Debug)]
pub struct Reference {
    name: String,
    digest: String,
    file: Option<Arc<Parsed>>,
    /// Inventories beside it.
    fleet: Vec<Arc<Parsed>>,
}

impl Reference {
    /// The built-in table.
    #[must_use]
    pub fn builtin(builtin: Builtin) -> Self {
        Self::new(builtin.name(), builtin.text(), Some(Arc::clone(builtin.file())))
    }

    /// No table at all: the workspace declares every code that it uses.
    #[must_use]
    pub fn none() -> Self {
        Self::new("none", "", None)
    }

    /// A table of one's own, called `name` in output. It is read as a table, whatever the source was.
    #[must_use]
    pub fn own(name: &str, source: Source) -> Self {
        let source = source.into_table();
        let file = Arc::new(syntax::parse(source));
        Self::new(name, file.source().text(), Some(Arc::clone(&file)))
    }

    fn new(name: &str, text: &str, file: Option<Arc<Parsed>>) -> Self {
        Self {
            name: name.to_owned(),
            digest: format!("sha256:{}", hex(&Sha256::digest(text))),
            file,
            fleet: Vec::new(),
        }
    }

    /// The same table with inventories beside it, as if their statements stood in the workspace.
    #[must_use]
    pub fn with_fleet(mut self, fleet: Vec<Parsed>) -> Self {
        self.fleet.extend(fleet.into_iter().map(Arc::new));
        self
    }

    /// The trees of the table and of the inventories beside it.
    pub fn files(&self) -> impl Iterator<Item = &Arc<Parsed>> {
        self.file.iter().chain(&self.fleet)
    }

    /// What output calls it: `official`, `world`, `none`, or the base name of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `sha256:` and the digest of its text.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether it is that built-in table.
    #[must_use]
    pub(crate) fn is(&self, builtin: Builtin) -> bool {
        self.file.as_ref().is_some_and(|file| Arc::ptr_eq(file, builtin.file()))
    }

    /// Its tree; none where there is no table.
    #[must_use]
    pub fn file(&self) -> Option<&Arc<Parsed>> {
        self.file.as_ref()
    }
}

/// `bytes` in lower-case hexadecimal digits.
pub(crate) fn hex<'b>(bytes: impl IntoIterator<Item = &'b u8>) -> String {
    let digits = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(builtin: Builtin) -> Vec<(Attribute, String, String)> {
        let mut all = Vec::new();
        labelled(builtin, |attribute, code, label| all.push((attribute, code.to_owned(), label.to_owned())));
        all
    }

    #[test]
    fn the_world_has_every_country_and_all_of_the_official_table() {
        let world = all(Builtin::World);
        let of = |attribute| world.iter().filter(|code| code.0 == attribute).count();
        assert_eq!((of(Attribute::Continent), of(Attribute::Country)), (7, 250));
        assert_eq!((of(Attribute::Cpu), of(Attribute::Gpu)), (2, 54));
        for code in all(Builtin::Official) {
            assert!(world.contains(&code), "{code:?}");
        }
    }

    #[test]
    fn the_tables_are_without_findings() {
        for builtin in Builtin::ALL {
            let table = builtin.file();
            assert!(table.findings().is_empty(), "{:?}", table.findings());
        }
    }
}
