//! A made-up workspace of any size: a [`Scale`] comes in, `.bpol` files and the same as JSON go out, without errors
//! and the same in every run.
//!
//! Its workloads share lists of policies, as a company's do, so that there are few placement sets. With `--distinct`
//! each workload has a list of its own and policies are about single locations: 10,000 workloads have 9,406 sets, and
//! what is done once for each set is done for nearly every workload. With `--rich` the same workloads have the same sets
//! by groups, exceptions, nested environments, and guards that hold. With `--tidy` the lints find next to nothing, as in
//! a workspace that is linted in CI.

mod rich;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::Args;
use clap::builder::ArgPredicate;
use serde_json::{Value, json};

/// How many statements of each sort a workspace has.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Workloads; 10,000 if `--distinct` is given
    #[arg(long, default_value_t = 1_000_000, default_value_if("distinct", ArgPredicate::IsPresent, "10000"))]
    pub(crate) workloads: usize,
    /// Policies
    #[arg(long, default_value_t = 500)]
    pub(crate) policies: usize,
    /// Environments
    #[arg(long, default_value_t = 50)]
    pub(crate) environments: usize,
    /// Locations of the fleet
    #[arg(long, default_value_t = 200)]
    pub(crate) locations: usize,
    /// Different lists of policies that the workloads of one environment attach
    #[arg(long, default_value_t = 40)]
    pub(crate) lists: usize,
    /// Draw a list for each workload, so that nearly each has a placement set of its own; `--lists` has no effect
    #[arg(long)]
    pub(crate) distinct: bool,
    /// Write the policies as groups and exceptions, nest the environments, and add guards; no placement set differs
    #[arg(long)]
    pub(crate) rich: bool,
    /// Let no two policies say the same, and workloads attach one of a type at most, which narrows what it may run in
    #[arg(long)]
    pub(crate) tidy: bool,
}

/// The reference table that the workspace is written for.
pub(crate) const REFERENCE: &str = "world";

/// The files that workloads are spread over.
const FILES: usize = 8;

/// Continents with the countries of the fleet. A policy and an environment keep to one of them, so that what a
/// workload asks for is never outside of what its environment allows.
const REGIONS: [(&str, [&str; 8]); 3] = [
    ("eu", ["at", "de", "es", "fi", "fr", "ie", "nl", "se"]),
    ("na", ["ca", "cr", "gt", "hn", "mx", "ni", "pa", "us"]),
    ("as", ["ae", "id", "in", "il", "jp", "kr", "my", "sg"]),
];
const GPUS: [&str; 8] = ["t4", "l4", "l40s", "a10", "a100", "a100-80gb", "h100", "h200"];
const KINDS: [&str; 5] = ["model", "function", "agent", "sandbox", "job"];
const TARGETS: [&str; 5] = ["models", "functions", "agents", "sandboxes", "jobs"];
const NAMES: [&str; 8] = [
    "llama-3.1-8b-instruct",
    "mistral-7b",
    "qwen2.5-72b",
    "invoice-reader",
    "support-desk",
    "embed-documents",
    "tokenize",
    "nightly-report",
];

/// `ATTRIBUTE in [CODE, …]`
struct Rule {
    attribute: &'static str,
    codes: Vec<String>,
}

struct Policy {
    name: String,
    rules: Vec<Rule>,
    targets: Vec<&'static str>,
}

struct Environment {
    name: String,
    attach: Vec<String>,
    /// What its workloads attach.
    lists: Vec<Vec<String>>,
}

struct Location {
    name: String,
    country: &'static str,
    offers: Vec<&'static str>,
}

struct Workload<'e> {
    kind: &'static str,
    name: String,
    environment: &'e str,
    attach: &'e [String],
}

/// Everything but the workloads, of which there may be too many to hold.
struct Frame {
    policies: Vec<Policy>,
    environments: Vec<Environment>,
    locations: Vec<Location>,
    scale: Scale,
}

impl Scale {
    /// Writes the workspace to `folder`, which is made, and gives the number of its bytes.
    pub(crate) fn write(self, folder: &Path) -> io::Result<u64> {
        fs::create_dir_all(folder)?;
        let frame = Frame::new(self);
        let mut text = if self.rich { rich::groups(&frame) } else { String::new() };
        for policy in &frame.policies {
            let rules = if self.rich { rich::rules(policy) } else { rules(policy) };
            let _ = write!(text, "policy {} < {rules}", policy.name);
            if !policy.targets.is_empty() {
                let _ = write!(text, " target [{}]", policy.targets.join(", "));
            }
            text.push_str(" >\n");
        }
        fs::write(folder.join("policies.bpol"), &text)?;
        let mut bytes = text.len();

        text = if self.rich { rich::environments(&frame) + &rich::guards(&frame) } else { String::new() };
        for environment in &frame.environments {
            let parent = if self.rich { format!(" in {}", rich::stage(environment)) } else { String::new() };
            let attach = environment.attach.join(", ");
            let _ = writeln!(text, "environment {}{parent} < attach [{attach}] >", environment.name);
        }
        fs::write(folder.join("environments.bpol"), &text)?;
        bytes += text.len();

        text.clear();
        for Location { name, country, offers } in &frame.locations {
            let _ = writeln!(text, "location {name} in {country} < offers [{}] >", offers.join(", "));
        }
        fs::write(folder.join("fleet.bpol"), &text)?;
        bytes += text.len();

        let mut workloads = frame.workloads();
        for file in 1..=FILES {
            let mut out = BufWriter::new(File::create(folder.join(format!("workloads-{file}.bpol")))?);
            for workload in workloads.by_ref().take(self.workloads.div_ceil(FILES)) {
                text.clear();
                let _ = write!(text, "{} {} in {}", workload.kind, workload.name, workload.environment);
                if !workload.attach.is_empty() {
                    let _ = write!(text, " < attach [{}] >", workload.attach.join(", "));
                }
                text.push('\n');
                bytes += text.len();
                out.write_all(text.as_bytes())?;
            }
            out.flush()?;
        }
        Ok(bytes as u64)
    }

    /// Writes the same as one JSON document and gives the number of its bytes.
    pub(crate) fn write_json(self, path: &Path) -> io::Result<u64> {
        let frame = Frame::new(self);
        let policies = frame.policies.iter().map(|policy| {
            let rules = policy.rules.iter().map(|it| json!({"attribute": it.attribute, "in": it.codes}));
            json!({"name": policy.name, "rules": rules.collect::<Vec<_>>(), "target": policy.targets})
        });
        let environments = frame.environments.iter().map(|it| json!({"name": it.name, "attach": it.attach}));
        let locations = frame
            .locations
            .iter()
            .map(|it| json!({"name": it.name, "country": it.country, "offers": it.offers}));

        let mut out = BufWriter::new(File::create(path)?);
        let mut bytes = 0;
        let mut put = |text: &str| {
            bytes += text.len() as u64;
            out.write_all(text.as_bytes())
        };
        for (key, values) in [
            ("{\"policies", policies.collect::<Vec<Value>>()),
            ("\"environments", environments.collect()),
            ("\"locations", locations.collect()),
        ] {
            put(&format!("{key}\": {},\n", Value::from(values)))?;
        }
        put("\"workloads\": [")?;
        for (index, Workload { kind, name, environment, attach }) in frame.workloads().enumerate() {
            let mut text = String::from(if index == 0 { "\n" } else { ",\n" });
            // No name here has a character that JSON escapes.
            let _ = write!(text, r#"{{"kind":"{kind}","name":"{name}","environment":"{environment}""#);
            if !attach.is_empty() {
                let _ = write!(text, r#","attach":["{}"]"#, attach.join("\",\""));
            }
            text.push('}');
            put(&text)?;
        }
        put("\n]}\n")?;
        out.flush()?;
        Ok(bytes)
    }
}

impl Frame {
    fn new(scale: Scale) -> Self {
        let mut random = Random(1);
        let locations: Vec<Location> = (0..scale.locations)
            .map(|index| {
                let (continent, countries) = REGIONS[index % REGIONS.len()];
                let country = countries[index / REGIONS.len() % countries.len()];
                // Every location has plain machines, and every flavor policy allows them.
                let offers = std::iter::once("x86").chain(random.some(&GPUS, 3));
                Location { name: format!("{continent}-{country}-{index}"), country, offers: offers.collect() }
            })
            .collect();
        let policies: Vec<Policy> = (0..scale.policies)
            .map(|index| {
                let near = locations.iter().skip(index % REGIONS.len()).step_by(REGIONS.len());
                let near: Vec<&str> = near.map(|location| &*location.name).collect();
                if scale.tidy {
                    tidy_policy(index)
                } else {
                    policy(index, if scale.distinct { &near } else { &[] }, &mut random)
                }
            })
            .collect();
        let lists = if scale.distinct { scale.workloads.div_ceil(scale.environments) } else { scale.lists };
        let environments = (0..scale.environments)
            .map(|index| {
                let region = index % REGIONS.len();
                // A policy is of the region that its index falls on, and is about flavors where it is odd.
                let own: Vec<&Policy> = policies.iter().skip(region).step_by(REGIONS.len()).collect();
                let stage = ["production", "staging", "development"][index / 3 % 3];
                Environment {
                    name: format!("{stage}-{}-{index}", REGIONS[region].0),
                    attach: own.iter().take(2).map(|policy| policy.name.clone()).collect(),
                    lists: (0..lists)
                        .map(|_| {
                            if scale.distinct {
                                return list_of_its_own(&own, &mut random);
                            }
                            if scale.tidy {
                                return tidy_list(&own, &mut random);
                            }
                            let count = [0, 1, 1, 2, 2, 2, 2, 3][random.below(8)];
                            let mut list: Vec<String> =
                                (0..count).map(|_| own[random.below(own.len())].name.clone()).collect();
                            list.dedup();
                            list
                        })
                        .collect(),
                }
            })
            .collect();
        Self { policies, environments, locations, scale }
    }

    fn workloads(&self) -> impl Iterator<Item = Workload<'_>> {
        let mut random = Random(2);
        let environments = self.environments.len();
        let distinct = self.scale.distinct;
        (0..self.scale.workloads).map(move |index| {
            let at = if distinct { index % environments } else { random.below(environments) };
            let environment = &self.environments[at];
            Workload {
                kind: KINDS[random.below(KINDS.len())],
                name: format!("{}-{index}", NAMES[random.below(NAMES.len())]),
                environment: &environment.name,
                attach: {
                    let lists = &environment.lists;
                    &lists[if distinct { index / environments } else { random.below(lists.len()) }]
                },
            }
        })
    }
}

/// The rules of a policy, as they are.
fn rules(policy: &Policy) -> String {
    let rules = policy.rules.iter().map(|it| format!("{} in [{}]", it.attribute, it.codes.join(", ")));
    rules.collect::<Vec<String>>().join(" or ")
}

/// Two policies about places and two about flavors, less what is drawn twice.
fn list_of_its_own(own: &[&Policy], random: &mut Random) -> Vec<String> {
    // They take turns.
    let list = (0..4).map(|turn| &own[random.below(own.len() / 2) * 2 + turn % 2].name);
    list.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// A policy about places, one about flavors, or both, none of which is what an environment attaches.
fn tidy_list(own: &[&Policy], random: &mut Random) -> Vec<String> {
    let types = [&[0][..], &[1], &[0, 1]][random.below(3)];
    types.iter().map(|which| own[2 + random.below(own.len() / 2 - 1) * 2 + which].name.clone()).collect()
}

/// The policy of a number, which is for all kinds. The first two of a region allow all of it, and of the others no two
/// say the same while there are some hundreds at most.
fn tidy_policy(index: usize) -> Policy {
    let (continent, countries) = REGIONS[index % REGIONS.len()];
    let number = index / (2 * REGIONS.len());
    // Small ones first.
    let mut subsets: Vec<usize> = (1..255).collect();
    subsets.sort_by_key(|bits: &usize| bits.count_ones().abs_diff(3));
    // Countries differ between regions, flavors do not.
    let nth = if index.is_multiple_of(2) { number } else { number * REGIONS.len() + index % REGIONS.len() };
    let bits = if number == 0 { 255 } else { subsets[nth % subsets.len()] };
    let some = |all: &[&str; 8]| {
        all.iter()
            .enumerate()
            .filter(|(at, _)| bits & (1 << at) != 0)
            .map(|(_, it)| (*it).to_owned())
            .collect()
    };
    let rule = |attribute, codes| Rule { attribute, codes };
    let (topic, rules) = match (index % 2, number) {
        (0, 0) => ("place", vec![rule("continent", vec![continent.to_owned()])]),
        (0, _) => ("place", vec![rule("country", some(&countries))]),
        _ => ("gpus", vec![rule("cpu", vec!["x86".to_owned()]), rule("gpu", some(&GPUS))]),
    };
    Policy { name: format!("{topic}_{continent}_{index}"), rules, targets: Vec::new() }
}

/// The policy of a number. If there are `locations`, one about places is about those.
fn policy(index: usize, locations: &[&str], random: &mut Random) -> Policy {
    let (continent, countries) = REGIONS[index % REGIONS.len()];
    let rule = |attribute, codes: Vec<&str>| Rule {
        attribute,
        codes: codes.into_iter().map(str::to_owned).collect(),
    };
    // The first two of a region are what its environments attach.
    let is_wide = index < 2 * REGIONS.len();
    let (topic, rules) = match (index % 2, is_wide) {
        (0, true) => ("place", vec![rule("continent", vec![continent])]),
        (0, false) if locations.is_empty() => ("place", vec![rule("country", random.some(&countries, 3))]),
        (0, false) => ("place", vec![rule("location", random.some(locations, 3))]),
        (_, true) => ("gpus", vec![rule("cpu", vec!["x86"]), rule("gpu", GPUS.to_vec())]),
        (_, false) => ("gpus", vec![rule("cpu", vec!["x86"]), rule("gpu", random.some(&GPUS, 3))]),
    };
    let targets = if !is_wide && random.below(4) == 0 { random.some(&TARGETS, 2) } else { Vec::new() };
    Policy { name: format!("{topic}_{continent}_{index}"), rules, targets }
}

/// `splitmix64`, so that a workspace is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// Between one and `most` different values of `all`.
    fn some<T: Copy + PartialEq>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let mut some: Vec<T> = Vec::new();
        for _ in 0..=self.below(most) {
            let value = all[self.below(all.len())];
            if !some.contains(&value) {
                some.push(value);
            }
        }
        some
    }
}
