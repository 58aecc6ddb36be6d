//! The reference tables that come with bpol: `.bpol` files in the binary, read by the same parser as any other.

pub mod other_names;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use sha2::{Digest as _, Sha256};

use crate::source::{Source, Sources};
use crate::syntax;
use crate::syntax::keyword::{Attribute, Keyword};

/// A table that comes with bpol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
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
    pub fn has(self, attribute: Attribute, code: &str) -> bool {
        static OFFICIAL: LazyLock<FxHashSet<(Attribute, String)>> =
            LazyLock::new(|| codes(Builtin::Official));
        static WORLD: LazyLock<FxHashSet<(Attribute, String)>> = LazyLock::new(|| codes(Builtin::World));
        let codes = match self {
            Self::Official => &OFFICIAL,
            Self::World => &WORLD,
        };
        codes.contains(&(attribute, code.to_owned()))
    }
}

fn codes(builtin: Builtin) -> FxHashSet<(Attribute, String)> {
    let mut codes = FxHashSet::default();
    labelled(builtin, |attribute, code, _| {
        codes.insert((attribute, code.to_owned()));
    });
    codes
}

/// Calls `each` with attribute, code and label of every statement of a table.
fn labelled(builtin: Builtin, mut each: impl FnMut(Attribute, &str, &str)) {
    let sources = Sources::new(vec![Source::new(builtin.name(), builtin.text().into())]);
    let (files, _) = syntax::parse(&sources);
    for statement in files.iter().flat_map(syntax::ast::File::statements) {
        if let Keyword::Code(attribute) = statement.keyword {
            let label = statement.label.map(|label| label.value()).unwrap_or_default();
            each(attribute, &statement.name.value(), &label);
        }
    }
}

/// The table that a workspace is compiled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What output calls it: `official`, `world`, `none`, or the base name of its file.
    pub name: String,
    /// `sha256:` and the digest of its text.
    pub digest: String,
}

impl Reference {
    /// The built-in table and its text as a source.
    #[must_use]
    pub fn builtin(builtin: Builtin) -> (Self, Source) {
        let name = format!("<{}>", builtin.name());
        (
            Self::of(builtin.name(), builtin.text().as_bytes()),
            Source::new(name, builtin.text().into()).into_table(),
        )
    }

    /// No table at all: the workspace declares every code that it uses.
    #[must_use]
    pub fn none() -> Self {
        Self::of("none", b"")
    }

    /// The table of that name and text.
    #[must_use]
    pub fn of(name: &str, text: &[u8]) -> Self {
        Self { name: name.to_owned(), digest: format!("sha256:{}", hex(&Sha256::digest(text))) }
    }
}

/// `bytes` in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(digit), 16));
        }
        text
    })
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
        assert_eq!((of(Attribute::Cpu), of(Attribute::Gpu)), (2, 22));
        for code in all(Builtin::Official) {
            assert!(world.contains(&code), "{code:?}");
        }
    }

    #[test]
    fn the_tables_are_without_findings() {
        for builtin in Builtin::ALL {
            let sources = Sources::new(vec![Reference::builtin(builtin).1]);
            let (files, mut findings) = syntax::parse(&sources);
            findings.extend(crate::workspace::resolve(&sources, &files).1);
            assert!(findings.is_empty(), "{findings:?}");
        }
    }
}
