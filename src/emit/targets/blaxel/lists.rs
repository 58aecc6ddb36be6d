//! The lists of a set as policies: each distinct list of a restricted type becomes one, whose name says what
//! is in it, so that a changed list never moves a workload that is not written.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::codes::CodeNames;
use super::policy::{Made, Policy, check_name, cut};
use crate::emit::page;
use crate::emit::target::Request;
use crate::placement::PlacementSetId;
use crate::reference::hex;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;

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

/// The policies of a set: one for each type that is restricted.
pub(super) fn policies(request: &Request<'_>, names: &CodeNames, prefix: &str, id: PlacementSetId) -> Made {
    let resolved = request.resolved;
    let set = &resolved.sets()[id];
    let table = resolved.workspace().table();
    let mut made = Made::default();
    for policy_type in resolved.restricts(set) {
        let codes = resolved.codes(set, policy_type);
        made.faults.extend(names.faults(table, resolved.space(), set, &codes));
        let (name, policy) = policy(request, names, prefix, policy_type, &codes);
        let repair = ("emit.blaxel".to_owned(), "prefix = \"bpol\"".to_owned());
        made.faults.extend(check_name("the policies", &name, Some(repair)));
        made.policies.push((name, policy));
    }
    made
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
    let policy = Policy { display_name: cut(&shown.join(", ")), origin: compact, spec: page::part(&lists) };
    (format!("{prefix}-{}-{digest}", policy_type.name()), policy)
}

/// A code as people read it; one with a `$`, which `bl` would replace, under its name.
fn shown(request: &Request<'_>, names: &CodeNames, code: CodeId) -> String {
    let it = &request.resolved.workspace().table()[code];
    let name = if it.name().contains('$') { names.of(code) } else { it.name() };
    format!("{} {name}", it.attribute())
}
