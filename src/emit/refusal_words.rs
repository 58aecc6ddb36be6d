//! What a target refuses, in words.

use super::refusal::{Refusal, Refused};
use super::toml::key;
use crate::diagnostic::{Describe, Words, count, listed, some};

impl Describe for Refused {
    fn words(&self) -> Words {
        let target = self.target;
        let named = self.workloads.iter().map(|name| format!("`{name}`")).collect();
        let workloads = some(named, self.more, "and");
        let (message, help) = match &self.refusal {
            Refusal::NoFleet => (
                format!("`{target}` needs a fleet, and the table has no location"),
                "declare the locations (`location NAME in COUNTRY < offers [FLAVOR, …] >`), write them with \
                 `bpol import`, or name an inventory with `--fleet FILE`"
                    .to_owned(),
            ),
            Refusal::Unmapped { locations, flavors, location_example, flavor_example } => {
                let examples = [*location_example, *flavor_example];
                unmapped(target, &workloads, [locations, flavors], examples)
            }
            Refusal::Ambiguous { what, first, second, name, cell } => (
                format!("the {what}s `{first}` and `{second}` are both `{name}` for `{target}`: {cell}"),
                match *what {
                    "cell" => format!(
                        "call one of the locations or flavors otherwise in `[emit.{target}.locations]` or \
                         `[emit.{target}.flavors]`, or put something else between them in the name"
                    ),
                    what => format!(
                        "give the two {what}s names of their own in `[emit.{target}.{what}s]`, or allow both or \
                         neither"
                    ),
                },
            ),
            Refusal::Name { what, name, why, rule, repair } => {
                let repair = repair.as_ref().map_or_else(String::new, |(table, line)| {
                    format!("; name it in `bpol.toml`:\n[{table}]\n{line}")
                });
                let name = if name.is_empty() { "it is empty".to_owned() } else { format!("`{name}` {why}") };
                (
                    format!("`{target}` does not take the name of {what}: {name}"),
                    format!("a name there is {rule}{repair}"),
                )
            }
            Refusal::Clash { object, other, repair } => {
                (format!("{workloads} and `{other}` are both {object} for `{target}`"), repair.clone())
            }
            Refusal::Twins { name, first, second } => (
                format!("the policies `{first}` and `{second}` would both be `{name}` for `{target}`"),
                "give one of them another name".to_owned(),
            ),
            Refusal::Product { location, flavor } => (
                format!(
                    "`{target}` takes one product of locations and flavors, and what {workloads} may run on is \
                     none: `{location}` has no `{flavor}`"
                ),
                "`--narrow` writes the largest product inside the set; or split the workload in two"
                    .to_owned(),
            ),
            Refusal::WholePlace { location, flavor, key: line } => (
                format!(
                    "`{target}` places on whole clusters, which would open `{flavor}` in `{location}` to \
                     {workloads}"
                ),
                format!(
                    "where each cluster has one flavor, say how to tell: `{line}` in `[emit.{target}]`; or write \
                     the locations alone with `--locations-only` and hold the flavors elsewhere, as `bpol emit \
                     kubernetes` does; `--narrow` keeps the locations whose flavors are all allowed"
                ),
            ),
            Refusal::Limit { what, limit, count, repair } => (
                format!("`{target}` takes at most {limit} {what}, and {workloads} would need {count}"),
                repair.clone(),
            ),
            Refusal::Unsupported { what, repair } => (self.unsupported(&workloads, what), repair.clone()),
            Refusal::NothingLeft { entries } => {
                let (what, help) = match entries.as_slice() {
                    [] => (
                        "`--narrow` leaves".to_owned(),
                        "allow the workload another place, or leave `--narrow` out",
                    ),
                    entries => (
                        format!(
                            "{} {}",
                            listed(entries, "and"),
                            if entries.len() == 1 { "leaves" } else { "leave" }
                        ),
                        "take an entry back, or allow the workload another place",
                    ),
                };
                (format!("{what} {workloads} no place to run on `{target}`"), help.to_owned())
            }
        };
        let mut words = Words::new(message, self.label()).with_help(help);
        for _ in self.workloads.iter().skip(1) {
            words = words.with_related("this workload too");
        }
        words
    }
}

impl Refused {
    fn unsupported(&self, workloads: &str, what: &str) -> String {
        let target = self.target;
        if self.workloads.is_empty() {
            return format!("`{target}` has nothing to hold: {what}");
        }
        format!("`{target}` cannot say what {workloads} may do: {what}")
    }

    /// What stands at the first place.
    fn label(&self) -> String {
        match (self.workloads.as_slice(), self.more) {
            ([], _) => "no workload here".to_owned(),
            (_, 0) => "this workload".to_owned(),
            (_, more) => {
                let more = count(more, "more that is not shown", "more that are not shown");
                format!("this workload, and {more}")
            }
        }
    }
}

/// What to say of codes that have no name, and the lines that name them.
fn unmapped(
    target: &str,
    workloads: &str,
    [locations, flavors]: [&Vec<String>; 2],
    examples: [&str; 2],
) -> (String, String) {
    let all: Vec<&String> = locations.iter().chain(flavors).collect();
    let lines = |part: &str, codes: &[String], example: &str| match codes {
        [] => String::new(),
        codes => {
            let lines: Vec<String> =
                codes.iter().map(|code| format!("{} = \"{example}\"", key(code))).collect();
            format!("\n[emit.{target}.{part}]\n{}", lines.join("\n"))
        }
    };
    let help = format!(
        "say in `bpol.toml` what `{target}` calls {}:{}{}",
        if all.len() == 1 { "it" } else { "them" },
        lines("locations", locations, examples[0]),
        lines("flavors", flavors, examples[1])
    );
    let shown: Vec<String> = all.iter().take(5).map(|code| format!("`{code}`")).collect();
    let shown = some(shown, all.len().saturating_sub(5), "and");
    let have = if all.len() == 1 { "has" } else { "have" };
    (format!("{shown} {have} no name for `{target}`, which {workloads} may run on"), help)
}
