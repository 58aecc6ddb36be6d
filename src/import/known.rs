//! The codes of the table in force, as they are looked up: in any case, and by their aliases.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::reference::{Builtin, Reference};
use crate::syntax::ast::{Item, Parsed};
use crate::syntax::keyword::{Attribute, Keyword};

/// The codes that are declared, with their other spellings.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By the name in small letters: how it is written, and the code that it stands for.
    names: FxHashMap<(Attribute, String), Vec<(String, String)>>,
    /// The continent of each country that lies in one.
    continents: FxHashMap<String, String>,
    /// What codes are called for people.
    labels: FxHashMap<(Attribute, String), String>,
}

impl Known {
    /// The codes of a reference table.
    #[must_use]
    pub fn of(reference: &Reference) -> Self {
        let mut known = Self::default();
        reference.files().for_each(|file| known.add(file));
        known
    }

    /// Adds the codes that a file declares.
    pub fn add(&mut self, file: &Parsed) {
        for statement in file.declarations().filter_map(Item::statement) {
            let Keyword::Code(attribute) = statement.keyword() else { continue };
            let code = statement.name().value().into_owned();
            self.name(attribute, &code, &code);
            if matches!(attribute, Attribute::Cpu | Attribute::Gpu) {
                for alias in statement.list().iter() {
                    self.name(attribute, &alias.value(), &code);
                }
            }
            if let (Attribute::Country, Some(parent)) = (attribute, statement.parent()) {
                self.continents.insert(code.clone(), parent.value().into_owned());
            }
            if let Some(label) = statement.label() {
                self.labels.insert((attribute, code), label.value().into_owned());
            }
        }
    }

    fn name(&mut self, attribute: Attribute, written: &str, code: &str) {
        let names = self.names.entry((attribute, written.to_lowercase())).or_default();
        names.push((written.to_owned(), code.to_owned()));
    }

    /// The code that `name` is: as it is written, or else in any case where that is one code's.
    pub(super) fn code(&self, attribute: Attribute, name: &str) -> Option<&str> {
        let names = self.names.get(&(attribute, name.to_lowercase()))?;
        if let Some((_, code)) = names.iter().find(|(written, _)| written == name) {
            return Some(code);
        }
        let (_, first) = names.first()?;
        names.iter().all(|(_, code)| code == first).then_some(first)
    }

    /// The continent that a country lies in.
    pub(super) fn continent(&self, country: &str) -> Option<&str> {
        self.continents.get(country).map(String::as_str)
    }

    /// What a code is called for people.
    pub(super) fn label(&self, attribute: Attribute, code: &str) -> Option<&str> {
        self.labels.get(&(attribute, code.to_owned())).map(String::as_str)
    }
}

/// The codes of the table `world`, whose aliases are the spellings of real labels and catalogues.
pub(super) fn world() -> &'static Known {
    static WORLD: LazyLock<Known> = LazyLock::new(|| Known::of(&Reference::builtin(Builtin::World)));
    &WORLD
}
