//! The targets that there are. A new one is a file of `targets`, a line here, a page of the documentation and
//! a reader in the tests.

use super::subjects::Subjects;
use super::target::Target;
use super::targets::{blaxel, karmada, kubefleet, kubernetes, ocm, opa, rectangles, skypilot, terraform};

/// Every target, in the order of `bpol emit --list`.
pub static TARGETS: [&Target; 9] = [
    &blaxel::TARGET,
    &kubernetes::TARGET,
    &terraform::TARGET,
    &opa::TARGET,
    &ocm::TARGET,
    &karmada::TARGET,
    &kubefleet::TARGET,
    &skypilot::TARGET,
    &rectangles::TARGET,
];

/// Tools that are known and not written for: name, why, and what to use instead.
pub static OTHERS: [(&str, &str, &str); 4] = [
    (
        "cloudflare",
        "Cloudflare's `placement.region` is a hint for latency and restricts nothing",
        "no file of Cloudflare Workers can hold a policy of residency",
    ),
    (
        "nomad",
        "Nomad takes one product of places and hardware, and has no target of its own",
        "`bpol emit rectangles --product` writes one product a workload",
    ),
    (
        "kueue",
        "Kueue places by quotas, which bpol does not know, and has no target of its own",
        "`bpol emit kubernetes` holds the pods that Kueue admits to their nodes",
    ),
    (
        "beamlit",
        "the Beamlit API and its CRDs were switched off in 2025",
        "`bpol emit blaxel` writes for what it became; `bpol import` reads its objects",
    ),
];

/// The target of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}

/// What the setting of `key` names in the settings of a target, or in a table of names there.
#[must_use]
pub fn subjects(target: &str, key: &str) -> Subjects {
    let target = find(target);
    let key = target.and_then(|target| target.keys.iter().find(|it| it.about.name == key));
    key.map_or_else(Subjects::default, |key| key.about.value.subjects())
}
