//! Where the words are looked for that may be meant: everything that has a name.

use rustc_hash::FxHashMap;

use super::advice::{Likeness, Near};
use super::declare::Declared;
use super::definitions::{Group, Policy};
use crate::arena::Arena;
use crate::suggest::{Budget, Candidate, Index, Sort, Tier};
use crate::syntax::Files;
use crate::syntax::keyword::Attribute;
use crate::table::{Code, Namespace, Space, Table};
use crate::text::lookalike;

/// All names, and how much may still be spent on comparing them.
pub(super) struct Lookup<'w, 'f> {
    pub(super) files: &'w Files,
    pub(super) declared: &'w Declared<'f>,
    pub(super) table: &'w Table,
    pub(super) space: &'w Space,
    pub(super) groups: &'w Arena<Group>,
    pub(super) policies: &'w Arena<Policy>,
    pub(super) budget: Budget,
    pub(super) indexes: FxHashMap<Pool, Index<'w>>,
}

/// What is looked among.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pool {
    /// The names of a namespace.
    Names(Namespace),
    /// The codes under an attribute, their aliases and labels.
    Codes(Attribute),
    /// The cpus and the gpus.
    Flavors,
}

/// What is near a word, and how near.
pub(super) struct Found {
    pub(super) tier: Tier,
    pub(super) near: Near,
    /// What a fix would write, if one may.
    pub(super) sure: Option<String>,
}

impl Lookup<'_, '_> {
    /// What is nearest to a word.
    pub(super) fn nearest(&mut self, pool: Pool, word: &str) -> Option<Found> {
        let (declared, table, files) = (self.declared, self.table, self.files);
        let index = self.indexes.entry(pool).or_insert_with(|| match pool {
            Pool::Names(namespace) => {
                let names = declared.of(namespace).iter().enumerate();
                Index::new(names.map(|(owner, (name, _))| Candidate::name(name, owner)))
            }
            Pool::Codes(attribute) => codes(table, files, &[attribute]),
            Pool::Flavors => codes(table, files, &[Attribute::Cpu, Attribute::Gpu]),
        });
        let near = index.nearest(word, &mut self.budget)?;
        let first = near.found.first()?;
        let sure = near.is_sure.then(|| first.name.to_owned());
        let by = match near.tier {
            Tier::Form => Likeness::Form(lookalike::differences(word, first.name)),
            Tier::Lookalike => Likeness::Looks(lookalike::differences(word, first.name)),
            Tier::Case | Tier::Separators | Tier::End | Tier::Edits(_) => Likeness::Spelling,
        };
        let label = |it: &Candidate<'_>| (it.sort == Sort::Label).then(|| it.text.clone().into_owned());
        let names = near.found.iter().map(|it| (it.name.to_owned(), label(it))).collect();
        Some(Found { tier: near.tier, near: Near { names, more: near.more, by }, sure })
    }
}

/// The codes of attributes with their aliases and labels.
fn codes<'w>(table: &'w Table, files: &'w Files, attributes: &[Attribute]) -> Index<'w> {
    let codes = attributes.iter().flat_map(|&attribute| table.of(attribute));
    Index::new(codes.flat_map(|(id, code): (_, &'w Code)| {
        let owner = id.index();
        let label = files.statement(code.statement()).label();
        let label = label.map(|label| Candidate::label(label.value(), code.name(), owner));
        let aliases = code.aliases().map(move |alias| Candidate::alias(alias, owner));
        std::iter::once(Candidate::name(code.name(), owner)).chain(aliases).chain(label)
    }))
}
