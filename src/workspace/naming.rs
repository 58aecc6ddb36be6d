//! What words stand for, however they are written: a word comes in, what it names goes out; and from that,
//! every place that names it. Half-written statements count like whole ones.

use super::declare::only_adds_aliases;
use super::model::Workspace;
use crate::syntax::ast::{Broken, Item, Name};
use crate::syntax::keyword::{Attribute, Keyword, Kind, PolicyType, RuleAttribute};
use crate::syntax::{Identity, Role, Word, quoted};
use crate::table::Namespace;
use crate::text::hidden::one_line;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Entity {
    /// What others refer to by its name; a flavor by its code, never by an alias.
    Named(Namespace, String),
    /// A workload, to which nothing refers.
    Workload(Identity),
}

/// A place that names something.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Mention<'w> {
    /// The name as it is written there.
    pub name: Name<'w>,
    /// What the place does with it.
    pub does: Does,
    /// The statement, or the stretch that is none, in which it stands.
    pub item: Item<'w>,
}

/// What a place does with what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Does {
    /// It declares it.
    Declares,
    /// It gives a flavor another name.
    AddsAlias,
    /// It refers to it.
    Refers,
}

impl Entity {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Named(_, name) => name,
            Self::Workload(identity) => &identity.name,
        }
    }

    /// The same under another name.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        match self {
            Self::Named(namespace, _) => Self::Named(*namespace, name.to_owned()),
            Self::Workload(identity) => {
                Self::Workload(Identity { name: name.to_owned(), ..identity.clone() })
            }
        }
    }

    /// What becomes of it where `entity` gets another name: workloads are known by their environment, too.
    #[must_use]
    pub fn after(self, entity: &Self, name: &str) -> Self {
        match (self, entity) {
            (own, entity) if own == *entity => own.renamed(name),
            (Self::Workload(identity), Self::Named(Namespace::Environment, old))
                if identity.environment.as_ref() == Some(old) =>
            {
                Self::Workload(Identity { environment: Some(name.to_owned()), ..identity })
            }
            (own, _) => own,
        }
    }
}

impl std::fmt::Display for Entity {
    /// What it is and its name, as messages say it: ``policy `eu` ``.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(namespace, name) => write!(formatter, "{} `{}`", namespace.name(), one_line(name)),
            Self::Workload(identity) => write!(formatter, "workload `{}`", one_line(&identity.to_string())),
        }
    }
}

impl Workspace {
    /// What a word names, and what it does with that. `None` where it is no name, or no statement declares
    /// what it names.
    #[must_use]
    pub fn named_by(&self, word: &Word<'_>) -> Option<(Entity, Does)> {
        let (entity, does) = self.denoted(word)?;
        let is_declared = does != Does::Refers || !self.declarations(&entity).is_empty();
        is_declared.then_some((entity, does))
    }

    /// Every place that declares something, in the order of the files: several where it is declared twice.
    #[must_use]
    pub fn declarations(&self, entity: &Entity) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        for file in self.files().iter() {
            match entity {
                Entity::Named(namespace, name) => {
                    found.extend(file.declarations().filter_map(|it| self.declaration(it, *namespace, name)));
                }
                Entity::Workload(identity) => {
                    found.extend(file.items().filter_map(|it| workload(it, identity)));
                }
            }
        }
        found
    }

    /// Every place that names something, in the order of the files.
    #[must_use]
    pub fn mentions(&self, entity: &Entity) -> Vec<Mention<'_>> {
        let Entity::Named(namespace, name) = entity else { return self.declarations(entity) };
        let mut names = vec![name.clone()];
        if *namespace == Namespace::Flavor {
            names.extend(self.aliases(name));
        }
        // A name stands in a text as it stands between quotes.
        let written: Vec<String> =
            names.iter().map(|name| quoted(name).trim_matches('"').to_owned()).collect();
        let may_name = |text: &str| written.iter().any(|name| text.contains(name.as_str()));
        let mut found = Vec::new();
        for file in self.files().iter().filter(|file| may_name(file.text())) {
            for item in file.items() {
                let range = item.span().range();
                if file.text().get(range.clone()).is_some_and(may_name) {
                    let words = file.words_in(range);
                    found.extend(words.iter().filter_map(|word| self.mention(word, item, entity, &names)));
                }
            }
        }
        found
    }

    fn mention<'w>(
        &'w self,
        word: &Word<'w>,
        item: Item<'w>,
        entity: &Entity,
        names: &[String],
    ) -> Option<Mention<'w>> {
        let name = word.name().filter(|name| names.iter().any(|it| *it == name.value()))?;
        // A statement that opens with no keyword would declare anything.
        if word.role() == Role::Name(None) && entity.name() == name.value() {
            return Some(Mention { name, does: Does::Declares, item });
        }
        let (found, does) = self.denoted(word)?;
        (found == *entity).then_some(Mention { name, does, item })
    }

    /// What a word names, whether or not anything declares that, and what it does with it.
    #[must_use]
    pub fn denoted(&self, word: &Word<'_>) -> Option<(Entity, Does)> {
        let name = word.name()?.value().into_owned();
        let entity = match word.role() {
            Role::Name(Some(Keyword::Workload(kind))) => {
                return Some((Entity::Workload(identity(kind, name, item(word)?)), Does::Declares));
            }
            Role::Name(Some(keyword)) => {
                let does = if self.is_extension(item(word)?) { Does::Refers } else { Does::Declares };
                return Some((Entity::Named(Namespace::of_keyword(keyword)?, name), does));
            }
            Role::Alias => {
                let flavor = item(word)?.name()?.value().into_owned();
                return Some((Entity::Named(Namespace::Flavor, flavor), Does::AddsAlias));
            }
            Role::Parent(Some(keyword)) => Entity::Named(Namespace::of_keyword(keyword.parent()?)?, name),
            Role::Attached => Entity::Named(Namespace::Policy, name),
            Role::Offered => self.flavor(None, &name)?,
            Role::Code(RuleAttribute::Group) => Entity::Named(Namespace::Group, name),
            Role::Code(RuleAttribute::Code(attribute)) => match attribute.policy_type() {
                PolicyType::Flavor => self.flavor(Some(attribute), &name)?,
                PolicyType::Location => Entity::Named(Namespace::of(attribute), name),
            },
            _ => return None,
        };
        Some((entity, Does::Refers))
    }

    /// The flavor that a code or an alias stands for, under an attribute if one is given.
    fn flavor(&self, attribute: Option<Attribute>, name: &str) -> Option<Entity> {
        let table = self.table();
        let code = match attribute {
            Some(attribute) => table.find(attribute, name),
            None => table.find_flavor(name),
        };
        let own = match code {
            Some(code) => Some(table[code].name().to_owned()),
            // One that is only half written is not in the table.
            None => self.broken_flavors(attribute).find_map(|broken| {
                let own = broken.name()?.value().into_owned();
                (own == name || broken.aliases().any(|alias| alias.value() == name)).then_some(own)
            }),
        };
        Some(Entity::Named(Namespace::Flavor, own?))
    }

    /// What a flavor may be called besides its code.
    fn aliases(&self, flavor: &str) -> Vec<String> {
        let code = self.table().find_flavor(flavor).map(|code| &self.table()[code]);
        let of_code = code.into_iter().flat_map(|code| code.aliases().map(str::to_owned));
        let is_it = |broken: &Broken<'_>| broken.name().is_some_and(|name| name.value() == flavor);
        let broken = self.broken_flavors(None).filter(is_it);
        let of_broken = broken.flat_map(|broken| broken.aliases().map(|alias| alias.value().into_owned()));
        of_code.chain(of_broken).collect()
    }

    /// The stretches that would declare a flavor, of an attribute if one is given.
    fn broken_flavors(&self, attribute: Option<Attribute>) -> impl Iterator<Item = Broken<'_>> {
        let items = self.files().iter().flat_map(|file| file.declarations());
        items.filter_map(move |item| match item {
            Item::Broken(broken) => match broken.keyword()? {
                Keyword::Code(own @ (Attribute::Cpu | Attribute::Gpu)) => {
                    attribute.is_none_or(|wanted| wanted == own).then_some(broken)
                }
                _ => None,
            },
            Item::Statement(_) => None,
        })
    }

    /// An item as the declaration of a name, if it is one.
    fn declaration<'w>(&self, item: Item<'w>, namespace: Namespace, name: &str) -> Option<Mention<'w>> {
        let own = item.name()?;
        let may_be = item.keyword().is_none_or(|it| Namespace::of_keyword(it) == Some(namespace));
        let is_it = may_be && own.value() == name && !self.is_extension(item);
        is_it.then_some(Mention { name: own, does: Does::Declares, item })
    }

    /// Whether a statement only adds aliases to a flavor of the chosen table, or may become one that does.
    fn is_extension(&self, item: Item<'_>) -> bool {
        let (Some(Keyword::Code(attribute)), Some(name)) = (item.keyword(), item.name()) else {
            return false;
        };
        let code = self.table().find(attribute, &name.value()).map(|code| &self.table()[code]);
        let Some(first) = code.map(|code| self.statement(code.statement())) else { return false };
        let is_flavor = attribute.policy_type() == PolicyType::Flavor;
        is_flavor
            && match item {
                Item::Statement(statement) => only_adds_aliases(statement, first),
                Item::Broken(broken) => {
                    let file = self.files().tree(broken.span().file);
                    first.file().source().is_table() && !file.is_some_and(|file| file.source().is_table())
                }
            }
    }
}

/// The statement or stretch that a word stands in.
fn item<'w>(word: &Word<'w>) -> Option<Item<'w>> {
    word.file().item_at(word.span().range().start)
}

/// What a workload is known by, whatever its environment is.
fn identity(kind: Kind, name: String, item: Item<'_>) -> Identity {
    let environment = item.parent().map(|parent| parent.value().into_owned());
    Identity { environment, kind, name }
}

/// An item as the declaration of a workload, if it is one.
fn workload<'w>(item: Item<'w>, wanted: &Identity) -> Option<Mention<'w>> {
    let is_kind = item.keyword() == Some(Keyword::Workload(wanted.kind));
    let name = item.name().filter(|name| is_kind && name.value() == wanted.name)?;
    let own = identity(wanted.kind, wanted.name.clone(), item);
    (own == *wanted).then_some(Mention { name, does: Does::Declares, item })
}
