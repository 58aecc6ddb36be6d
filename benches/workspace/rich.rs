//! The same workspace in all that the language has: a [`Frame`] comes in, its policies as groups and exceptions, its
//! environments nested in others, and guards that hold go out. No workload's placement set differs for it.

use std::fmt::Write as _;

use super::{Environment, Frame, GPUS, Policy, REGIONS, Rule};

/// What the environments of a region are in, from the outermost.
const ABOVE: &str = "company";

/// The groups that policies and guards name, and those that a policy has for itself.
pub(super) fn groups(frame: &Frame) -> String {
    let mut text = format!("group accelerators < gpu in [{}] >\n", GPUS.join(", "));
    text.push_str("group processors < cpu in [x86] >\n");
    text.push_str("group machines < group in [processors, accelerators] >\n");
    text.push_str("group embargoed < country in [by, ru, kp] >\n");
    for (continent, countries) in REGIONS {
        let _ = writeln!(text, "group all_{continent} < continent in [{continent}] >");
        let _ = writeln!(text, "group fleet_{continent} < country in [{}] >", countries.join(", "));
    }
    for policy in &frame.policies {
        if let [Rule { attribute: "location", codes }] = &*policy.rules {
            let _ = writeln!(text, "group of_{} < location in [{}] >", policy.name, codes.join(", "));
        }
    }
    text
}

/// The rules of a policy, by groups and what they have too much.
pub(super) fn rules(policy: &Policy) -> String {
    let less = |group: String, attribute: &str, all: &[&str], codes: &[String]| {
        let others: Vec<&str> =
            all.iter().filter(|it| !codes.iter().any(|code| code == *it)).copied().collect();
        let exception = if others.is_empty() {
            String::new()
        } else {
            format!(" except {attribute} in [{}]", others.join(", "))
        };
        format!("group in [{group}]{exception}")
    };
    match &*policy.rules {
        [Rule { attribute: "continent", codes }] => format!("group in [all_{}]", codes.join(", all_")),
        [Rule { attribute: "location", .. }] => format!("group in [of_{}]", policy.name),
        [Rule { attribute: "country", codes }] => {
            let is_of = |countries: &[&str]| codes.iter().all(|it| countries.contains(&&**it));
            let region = REGIONS.iter().find(|(_, countries)| is_of(countries));
            region.map_or_else(
                || super::rules(policy),
                |(continent, countries)| less(format!("fleet_{continent}"), "country", countries, codes),
            )
        }
        [Rule { attribute: "cpu", .. }, Rule { attribute: "gpu", codes }] => {
            less("machines".to_owned(), "gpu", &GPUS, codes)
        }
        _ => super::rules(policy),
    }
}

/// Three levels above the environments that workloads are in, each of which attaches a part of what they attach.
pub(super) fn environments(frame: &Frame) -> String {
    let mut text = format!("environment {ABOVE}\n");
    for (region, (continent, _)) in REGIONS.iter().enumerate() {
        let Some(first) = frame.environments.get(region) else { continue };
        let Some((wide, others)) = first.attach.split_first() else { continue };
        let _ = writeln!(text, "environment {continent} in {ABOVE} < attach [{wide}] >");
        let others = others.join(", ");
        let stages = frame.environments.iter().skip(region).step_by(REGIONS.len());
        for stage in stages.take(3).map(stage) {
            let _ = writeln!(text, "environment {stage} in {continent} < attach [{others}] >");
        }
    }
    text
}

/// What an environment is in.
pub(super) fn stage(environment: &Environment) -> &str {
    environment.name.rsplit_once('-').map_or(ABOVE, |(stage, _)| stage)
}

/// Twenty guards of every form, which hold.
pub(super) fn guards(frame: &Frame) -> String {
    let mut text = String::from(
        "guard regions < within group in [all_eu, all_na, all_as] >
guard europe in eu < within continent in [as, eu] except country in [jp] >
guard america in na < within group in [all_na] >
guard asia in as < within group in [all_as] >
guard production in production-eu < within continent in [eu, na] >
guard hardware < within group in [machines] >
guard models < within cpu in [x86] or gpu in [t4, l4, l40s, a10, a100, a100-80gb, h100, h200] target models >
guard no_embargoed in eu < excludes group in [embargoed] except country in [by, ru] >
guard no_africa < excludes continent in [af, oc, sa] >
guard no_tpus < excludes gpu in [tpu-v4, tpu-v5e, tpu-v5p] >
guard no_arm < excludes cpu in [arm64] target [functions, jobs] >
guard no_old < excludes gpu in [k80, m60, p4, p40, p100] >
guard chips in as < excludes gpu in [h100, h200] and group in [embargoed] except country in [ru] >
guard processors < allows group in [processors] >
guard plain in eu < allows cpu in [x86] target [agents, sandboxes] >
guard plain_production in production-na < allows cpu in [x86] >
",
    );
    // Many workloads may have both sides of these, and only the fleet keeps them apart.
    for (index, location) in frame.locations.iter().take(4).enumerate() {
        let missing: Vec<&str> = GPUS.into_iter().filter(|gpu| !location.offers.contains(gpu)).collect();
        let (name, missing) = (&location.name, missing.join(", "));
        let _ =
            writeln!(text, "guard offers_{index} < excludes location in [{name}] and gpu in [{missing}] >");
    }
    text
}
