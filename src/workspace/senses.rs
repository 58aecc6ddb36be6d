//! What may be meant by the name of a policy or an environment that there is not: what else has it, which
//! policies are about that, and the names that are near.

use super::advice::{About, NameAdvice, Sense};
use super::lookup::{Lookup, Pool};
use super::meant::SHORT_LIST;
use super::missing::attributes_of;
use crate::reference::Builtin;
use crate::suggest::MOST;
use crate::syntax::keyword::RuleAttribute;
use crate::table::{Namespace, Set};

/// What may be meant by `name`, which is none of `namespace`, and the name that a fix would write.
pub(super) fn advice(
    lookup: &mut Lookup<'_, '_>,
    namespace: Namespace,
    name: &str,
) -> (NameAdvice, Option<String>) {
    let senses = senses(lookup, name);
    let about = about(lookup, &senses, name);
    // What the name is, is known: it is not misspelt.
    let is_known = senses.iter().any(|sense| sense.is_in_force());
    let found = if is_known { None } else { lookup.nearest(Pool::Names(namespace), name) };
    let is_last = lookup.budget.has_ended();
    let all: Vec<&str> =
        lookup.declared.of(namespace).iter().map(|(name, _)| &**name).take(SHORT_LIST + 1).collect();
    let is_named = |name: &&str| {
        found.as_ref().is_some_and(|found| found.near.names.iter().any(|(near, _)| near == name))
    };
    let is_worth_it = all.len() <= SHORT_LIST && !is_known && !all.iter().all(is_named);
    let known = all.into_iter().filter(|_| is_worth_it).map(str::to_owned).collect();
    let (near, sure) = found.map_or((None, None), |found| (Some(found.near), found.sure));
    (NameAdvice { senses, about, near, known, is_last }, sure)
}

/// What else has a name.
fn senses(lookup: &Lookup<'_, '_>, name: &str) -> Vec<Sense> {
    let has = |namespace| lookup.declared.get(namespace, name).is_some();
    let mut senses: Vec<Sense> = attributes_of(lookup.table, name)
        .map(|attribute| Sense::Code(RuleAttribute::Code(attribute), None))
        .collect();
    senses.extend(has(Namespace::Group).then_some(Sense::Code(RuleAttribute::Group, None)));
    senses.extend(has(Namespace::Policy).then_some(Sense::Policy));
    senses.extend(has(Namespace::Environment).then_some(Sense::Environment));
    senses.extend(has(Namespace::Guard).then_some(Sense::Guard));
    if senses.is_empty() {
        let elsewhere = RuleAttribute::ALL.into_iter().find_map(|attribute| {
            let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, name))?;
            Some(Sense::Code(attribute, Some(builtin)))
        });
        senses.extend(elsewhere);
    }
    senses
}

/// The policies about what has a name.
fn about(lookup: &mut Lookup<'_, '_>, senses: &[Sense], name: &str) -> About {
    let mut about = About::default();
    let meant: Option<Set> = senses.iter().find_map(|sense| match sense {
        Sense::Code(RuleAttribute::Code(attribute), None) => {
            Some(lookup.space.whole(lookup.table.find(*attribute, name)?))
        }
        Sense::Code(RuleAttribute::Group, None) => {
            let id = lookup.groups.search(|group| (*group.name).cmp(name))?;
            Some(lookup.groups[id].options.sets.as_ref()?.left.clone())
        }
        _ => None,
    });
    let Some(meant) = meant else { return about };
    for policy in lookup.policies.values() {
        if !lookup.budget.spend(1) || (about.exactly.len() == MOST && about.including.len() == MOST) {
            break;
        }
        let Some(sets) = policy.options().and_then(|options| options.sets.as_ref()) else { continue };
        if sets.left.policy_type() != meant.policy_type() {
            continue;
        }
        let list = if sets.left == meant {
            &mut about.exactly
        } else if sets.left.covers(&meant) {
            &mut about.including
        } else {
            continue;
        };
        if list.len() < MOST {
            list.push(policy.name.to_string());
        }
    }
    about
}
