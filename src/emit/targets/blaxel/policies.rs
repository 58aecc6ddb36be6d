//! The policies of the platform: each distinct list of a restricted type becomes one, whose name says what is
//! in it, so that a changed list never moves a workload that is not written.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::codes::{CodeNames, dollar};
use super::object::{Body, MANAGED, Metadata, Object, RULE, Spec, Written};
use crate::emit::page;
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::parallel;
use crate::placement::PlacementSetId;
use crate::reference::hex;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;

/// The longest name that is shown, and what is kept of a longer one before `...`.
const DISPLAY: (usize, usize) = (63, 60);

/// A policy.
#[derive(Clone, Debug)]
struct Policy {
    display_name: String,
    /// The list, without a space.
    compact: String,
    spec: Box<RawValue>,
}

/// The policies that are written, and what each set attaches.
#[derive(Debug, Default)]
pub(super) struct Policies {
    by_name: BTreeMap<String, Policy>,
    by_set: FxHashMap<PlacementSetId, Box<RawValue>>,
}

#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "type")]
    attribute: Attribute,
    name: &'a str,
}

#[derive(Serialize)]
struct Lists<'a> {
    #[serde(rename = "type")]
    policy_type: PolicyType,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<&'a [Item<'a>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flavors: Option<&'a [Item<'a>]>,
}

/// The policies of one set, or what keeps it from having them.
struct Made {
    policies: Vec<(String, Policy)>,
    faults: Vec<Refusal>,
}

impl Policies {
    /// The policies of all workloads of the request that may name some; `objects` says what each of them is.
    pub(super) fn new(
        request: &Request<'_>,
        objects: &[Object],
        names: &CodeNames,
        refusals: &mut Refusals<'_>,
    ) -> Result<Self, Wrong> {
        let prefix = request.settings.text("prefix")?.unwrap_or("bpol");
        let set = |index: usize| request.workloads.get(index).map(|it| request.resolved.set_id(it));
        let with_policies = objects.iter().enumerate().filter(|(_, object)| object.has_policies());
        let sets: Vec<(usize, PlacementSetId)> =
            with_policies.filter_map(|(index, _)| Some((index, set(index)?))).collect();
        let distinct: BTreeSet<PlacementSetId> = sets.iter().map(|&(_, set)| set).collect();
        let made = parallel::run(distinct.len() * 1024, || {
            let make = |set| (set, Made::new(request, names, prefix, set));
            parallel::map(distinct.into_iter().collect(), make)
        });
        let mut policies = Self::default();
        let mut faults: FxHashMap<PlacementSetId, Vec<Refusal>> = FxHashMap::default();
        for (set, mut made) in made {
            let attached: Vec<&str> = made.policies.iter().map(|(name, _)| &**name).collect();
            policies.by_set.insert(set, page::part(&attached));
            for (name, policy) in made.policies {
                made.faults.extend(policies.add(name, policy));
            }
            faults.insert(set, made.faults);
        }
        for (index, set) in sets {
            faults.get(&set).into_iter().flatten().for_each(|fault| refusals.add(index, fault.clone()));
        }
        Ok(policies)
    }

    /// Adds a policy. Refused is one whose name another list has: the name is a part of a digest.
    fn add(&mut self, name: String, policy: Policy) -> Option<Refusal> {
        match self.by_name.get(&name) {
            Some(other) if other.compact != policy.compact => Some(Refusal::Name {
                what: "a policy".to_owned(),
                name,
                why: "stands for two lists".to_owned(),
                rule: "one for each list".to_owned(),
                repair: None,
            }),
            Some(_) => None,
            None => {
                self.by_name.insert(name, policy);
                None
            }
        }
    }

    /// The policies, by name.
    pub(super) fn written(&self) -> impl Iterator<Item = Written<'_>> {
        self.by_name.iter().map(|(name, policy)| Written {
            object: Object::Policy,
            name,
            body: Body::Own {
                metadata: Metadata { name, display_name: Some(&policy.display_name), labels: Some(MANAGED) },
                spec: Spec::Policy(&policy.spec),
            },
        })
    }

    /// The names of the policies of a set, as a list.
    pub(super) fn of(&self, set: PlacementSetId) -> Option<&RawValue> {
        self.by_set.get(&set).map(|it| &**it)
    }
}

impl Made {
    fn new(request: &Request<'_>, names: &CodeNames, prefix: &str, id: PlacementSetId) -> Self {
        let resolved = request.resolved;
        let set = &resolved.sets()[id];
        let table = resolved.workspace().table();
        let mut made = Self { policies: Vec::new(), faults: Vec::new() };
        for policy_type in resolved.restricts(set) {
            let codes = resolved.codes(set, policy_type);
            made.faults.extend(names.faults(table, resolved.space(), set, &codes));
            let (name, policy) = policy(request, names, prefix, policy_type, &codes);
            if let Some(why) = RULE.broken_by(&name) {
                let repair = Some(("emit.blaxel".to_owned(), "prefix = \"bpol\"".to_owned()));
                made.faults.push(match name.contains('$') {
                    true => dollar("the policies".to_owned(), &name, repair),
                    false => Refusal::Name {
                        what: "the policies".to_owned(),
                        name: name.clone(),
                        why,
                        rule: RULE.words.to_owned(),
                        repair,
                    },
                });
            }
            made.policies.push((name, policy));
        }
        made.policies.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        made
    }
}

/// The policy that allows some codes of a type, and its name.
fn policy(
    request: &Request<'_>,
    names: &CodeNames,
    prefix: &str,
    policy_type: PolicyType,
    codes: &[CodeId],
) -> (String, Policy) {
    let table = request.resolved.workspace().table();
    let mut items: Vec<(Attribute, &str)> =
        codes.iter().map(|&code| (table[code].attribute(), names.of(code))).collect();
    items.sort_unstable();
    items.dedup();
    let items: Vec<Item<'_>> = items.into_iter().map(|(attribute, name)| Item { attribute, name }).collect();
    let is_location = policy_type == PolicyType::Location;
    let lists = Lists {
        policy_type,
        locations: is_location.then_some(&items),
        flavors: (!is_location).then_some(&items),
    };
    let compact = page::compact(&items);
    let digest = hex(Sha256::digest(&compact).iter().take(6));
    let shown: Vec<String> = codes.iter().map(|&code| shown(request, names, code)).collect();
    let policy = Policy { display_name: cut(&shown.join(", ")), compact, spec: page::part(&lists) };
    (format!("{prefix}-{}-{digest}", policy_type.name()), policy)
}

/// A code as people read it; one with a `$`, which `bl` would replace, under its name.
fn shown(request: &Request<'_>, names: &CodeNames, code: CodeId) -> String {
    let it = &request.resolved.workspace().table()[code];
    let name = if it.name().contains('$') { names.of(code) } else { it.name() };
    format!("{} {name}", it.attribute())
}

/// A text as long as the platform shows it.
pub(super) fn cut(text: &str) -> String {
    let (most, kept) = DISPLAY;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(kept).collect();
    format!("{kept}...")
}
