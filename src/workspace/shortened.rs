//! Codes in few words: any number of them comes in; the groups and codes that are exactly those, or the first
//! of them and how many more there are, goes out.

use std::cmp::Reverse;

use super::definitions::{Group, GroupId};
use super::model::Workspace;
use crate::arena::Arena;
use crate::diagnostic::some;
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::table::{CodeId, Set, Space, Table};

/// How many groups are looked at.
const GROUPS: usize = 256;

/// Codes as messages name them: not so many that nobody reads them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Codes {
    /// Codes and groups that together are exactly what is meant, or the first codes of it.
    pub named: Vec<(RuleAttribute, String)>,
    /// How many other codes there are.
    pub more: usize,
}

impl Workspace {
    /// `codes`, none of which lies in another one, in few words.
    #[must_use]
    pub fn shorten(&self, codes: &[CodeId]) -> Codes {
        Codes::of(&self.table, &self.space, &self.groups, codes)
    }

    /// A set in few words; `None` is nothing.
    #[must_use]
    pub fn shorten_set(&self, set: Option<&Set>) -> Codes {
        self.shorten(&set.map_or_else(Vec::new, |set| self.space.shortest(set)))
    }
}

impl Codes {
    /// How many codes and groups a message names.
    pub const NAMED: usize = 5;

    /// All of these, none left out.
    #[must_use]
    pub(crate) fn all(named: Vec<(RuleAttribute, String)>) -> Self {
        Self { named, more: 0 }
    }

    pub(super) fn of(table: &Table, space: &Space, groups: &Arena<Group>, codes: &[CodeId]) -> Self {
        let code = |id: &CodeId| (table[*id].attribute().into(), table[*id].name().to_owned());
        if let Some(first) = codes.first()
            && codes.len() > Self::NAMED
            && let Some((chosen, rest)) =
                with_groups(space, groups, table[*first].attribute().policy_type(), codes)
        {
            let group = |id: &GroupId| (RuleAttribute::Group, groups[*id].name().to_owned());
            return Self { named: chosen.iter().map(group).chain(rest.iter().map(code)).collect(), more: 0 };
        }
        let named = codes.iter().take(Self::NAMED).map(code);
        Self { named: named.collect(), more: codes.len().saturating_sub(Self::NAMED) }
    }

    /// In prose: continent `eu` and country `us`, or countries `de`, `fr` and 3 more.
    pub(crate) fn words(&self) -> String {
        self.joined_by("and")
    }

    /// In prose, with `and` as given.
    pub(crate) fn joined_by(&self, and: &str) -> String {
        let code = |name: &str| format!("`{}`", quoted(name));
        if let Some(((attribute, _), others)) = self.named.split_first()
            && !others.is_empty()
            && others.iter().all(|(other, _)| other == attribute)
        {
            let names = self.named.iter().map(|(_, name)| code(name)).collect();
            return format!("{} {}", attribute.plural(), some(names, self.more, and));
        }
        let names = self.named.iter().map(|(attribute, name)| format!("{attribute} {}", code(name)));
        some(names.collect(), self.more, and)
    }

    /// In prose and without what they are: `eu27` and `gb`.
    pub(crate) fn names(&self) -> String {
        let code = |(attribute, name): &(RuleAttribute, String)| match attribute {
            RuleAttribute::Group => format!("group `{}`", quoted(name)),
            RuleAttribute::Code(_) => format!("`{}`", quoted(name)),
        };
        some(self.named.iter().map(code).collect(), self.more, "and")
    }
}

/// Groups that lie in what `codes` stand for, and those of the codes that are in none of them, if that is
/// short enough for a message.
fn with_groups(
    space: &Space,
    groups: &Arena<Group>,
    policy_type: PolicyType,
    codes: &[CodeId],
) -> Option<(Vec<GroupId>, Vec<CodeId>)> {
    let whole = space.set(policy_type, codes.iter().copied())?;
    let sets =
        groups.iter().take(GROUPS).filter_map(|(id, group)| Some((id, &group.options.sets.as_ref()?.left)));
    let within: Vec<(GroupId, &Set)> =
        sets.filter(|(_, set)| set.policy_type() == policy_type && whole.covers(set)).collect();
    let mut rest = codes.to_vec();
    let mut chosen = Vec::new();
    while chosen.len() + rest.len() > Codes::NAMED {
        let gains = within.iter().map(|&(id, set)| {
            let gain = rest.iter().filter(|&&code| space.has(set, code)).count();
            (gain, Reverse(id), set)
        });
        let (gain, Reverse(id), set) = gains.max_by_key(|&(gain, id, _)| (gain, id))?;
        // A group of one code says no more than the code.
        if gain < 2 || chosen.len() == Codes::NAMED {
            return None;
        }
        chosen.push(id);
        rest.retain(|&code| !space.has(set, code));
    }
    chosen.sort_unstable();
    Some((chosen, rest))
}
