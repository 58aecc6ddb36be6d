//! What `bpol.toml` names of a workspace: its text comes in, the guards of `[guards]` and the codes and
//! workloads of `[emit.…]` go out, and what they are called under another name.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::emit::list::subjects;
use crate::emit::subjects::{Subject, Subjects};
use crate::emit::toml::{key, text};
use crate::syntax::keyword::Attribute;
use crate::syntax::{Identity, identity};
use crate::table::{Namespace, Table};
use crate::workspace::Entity;

/// A name in `bpol.toml`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ConfigName {
    /// Where it stands, quotes included.
    pub(super) range: Range<usize>,
    /// Whether it stands in quotes.
    is_quoted: bool,
    /// Whether it is a key, which needs no quotes where it is a word.
    is_key: bool,
    of: Named,
    /// What it says, without quotes.
    pub(super) says: String,
}

/// What something is the name of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Named {
    Guard,
    In(Subject),
}

/// Every name in a text, in order; `None` where it is no TOML.
pub(super) fn names(toml: &str) -> Option<Vec<ConfigName>> {
    let root = DeTable::parse(toml).ok()?;
    let mut reader = Reader { toml, names: Vec::new() };
    for (name, value) in root.get_ref() {
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("guards", DeValue::Table(guards)) => {
                guards.keys().for_each(|guard| reader.add(guard.span(), guard.get_ref(), true, Named::Guard));
            }
            ("emit", DeValue::Table(targets)) => {
                for (target, settings) in targets {
                    reader.settings(target.get_ref(), settings);
                }
            }
            _ => {}
        }
    }
    let mut names = reader.names;
    names.sort_by_key(|name| name.range.start);
    Some(names)
}

struct Reader<'t> {
    toml: &'t str,
    names: Vec<ConfigName>,
}

impl Reader<'_> {
    fn add(&mut self, range: Range<usize>, says: &str, is_key: bool, of: Named) {
        let written = self.toml.get(range.clone()).unwrap_or_default();
        let is_quoted = written.starts_with(['"', '\'']);
        self.names.push(ConfigName { range, is_quoted, is_key, of, says: says.to_owned() });
    }

    /// The names in the settings of a target, and in tables of such settings under other keys.
    fn settings(&mut self, target: &str, settings: &Spanned<DeValue<'_>>) {
        let DeValue::Table(settings) = settings.get_ref() else { return };
        for (key, value) in settings {
            match subjects(target, key.get_ref()) {
                own if own == Subjects::default() => self.settings(target, value),
                own => self.setting(own, value),
            }
        }
    }

    fn setting(&mut self, of: Subjects, value: &Spanned<DeValue<'_>>) {
        if let (DeValue::Table(table), Some(subject)) = (value.get_ref(), of.keys) {
            table.keys().for_each(|key| self.add(key.span(), key.get_ref(), true, Named::In(subject)));
        }
        if let Some(subject) = of.values {
            self.values(subject, value);
        }
    }

    fn values(&mut self, subject: Subject, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::String(says) => self.add(value.span(), says, false, Named::In(subject)),
            DeValue::Array(values) => values.iter().for_each(|value| self.values(subject, value)),
            DeValue::Table(table) => table.values().for_each(|value| self.values(subject, value)),
            _ => {}
        }
    }
}

impl ConfigName {
    /// What it must say where `entity` is called `new`; `None` where it names something else.
    pub(super) fn renamed(&self, entity: &Entity, new: &str, table: &Table) -> Option<String> {
        match (self.of, entity) {
            (Named::Guard, Entity::Named(Namespace::Guard, name)) => {
                (self.says == *name).then(|| new.to_owned())
            }
            (Named::In(Subject::Workload), _) => {
                let own = Entity::Workload(identity(&self.says)?);
                match own.clone().after(entity, new) {
                    Entity::Workload(renamed) if own != Entity::Workload(renamed.clone()) => {
                        Some(written(&renamed))
                    }
                    _ => None,
                }
            }
            (Named::In(Subject::Location), Entity::Named(Namespace::Location, name)) => {
                (self.says == *name).then(|| new.to_owned())
            }
            (Named::In(Subject::Place), Entity::Named(namespace, name)) => {
                self.place(*namespace, name, new, table)
            }
            (Named::In(Subject::Flavor), Entity::Named(Namespace::Flavor, name)) => {
                let level = self.says.strip_suffix(name.as_str())?;
                let is_level = level.strip_suffix(' ').and_then(Attribute::from_name).is_some();
                (level.is_empty() || is_level).then(|| format!("{level}{new}"))
            }
            _ => None,
        }
    }

    /// What a place of any level must be called: its level stands before it where another one has the name.
    fn place(&self, namespace: Namespace, name: &str, new: &str, table: &Table) -> Option<String> {
        let own = Attribute::ALL.into_iter().find(|it| Namespace::of(*it) == namespace)?;
        let is_shared = Attribute::ALL
            .into_iter()
            .any(|it| it != own && it.policy_type() == own.policy_type() && table.find(it, new).is_some());
        let with_level = format!("{own} {new}");
        if self.says == name && own.policy_type() == Attribute::Location.policy_type() {
            return Some(if is_shared { with_level } else { new.to_owned() });
        }
        (self.says == format!("{own} {name}")).then_some(with_level)
    }

    /// A name as it stands in the file: in quotes where it had some, or needs some.
    pub(super) fn written(&self, says: &str) -> String {
        if self.is_key && !self.is_quoted { key(says) } else { text(says) }
    }

    /// The same with something else to say, wherever it stands.
    pub(super) fn says_the_same(&self, other: &Self, says: &str) -> bool {
        self.of == other.of && self.is_key == other.is_key && other.says == says
    }
}

fn written(identity: &Identity) -> String {
    identity.to_string()
}
