//! Advice in words: what may be meant comes in, the help that says so goes out.

use super::advice::{About, Advice, Known, Likeness, Meant, NameAdvice, Near, Region, Sense};
use crate::diagnostic::{forms, joined, listed, looks};
use crate::reference::Builtin;
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::text::lookalike;

/// What a run says once, when it has looked for what may be meant for as long as it may.
const LAST: &str = "so many names are unknown that no more suggestions are looked for in this run";

impl Advice {
    /// The built-in table that has what is meant, where that is what is wrong.
    pub(super) fn table(&self) -> Option<Builtin> {
        match &self.meant {
            Meant::Elsewhere(_, table) => Some(*table),
            Meant::Region(Region { group: Some((_, table)), .. }) => *table,
            _ => None,
        }
    }

    /// What to write instead, a line for each thing.
    pub(super) fn help(&self, name: &str) -> String {
        let mut help = self.meant.help(name);
        let is_answered = !help.is_empty();
        if !is_answered {
            help.extend(mixed(name));
        }
        let plurals: Vec<&str> = self.of.iter().map(|attribute| attribute.plural()).collect();
        let plurals = plurals.join(" and ");
        let is_group = *self.of == [RuleAttribute::Group];
        match &self.known {
            Known::None => {
                let own = if is_group { "" } else { "; a workspace can declare its own" };
                help.push(format!("the reference table lists no {plurals}{own}"));
            }
            Known::Few(codes) => {
                help.push(format!("the {plurals} in the reference table: {}", listed(&all(codes), "and")));
            }
            Known::Many if help.is_empty() => {
                let what = if is_group { "groups" } else { "codes; a workspace can declare its own" };
                help.push(format!("`bpol reference` lists the {what}"));
            }
            Known::Many => {}
        }
        if is_group && !is_answered {
            help.push(
                "or declare it with `group NAME < RULE or RULE … [except RULE or RULE …] >`".to_owned(),
            );
        }
        help.extend(self.is_last.then(|| LAST.to_owned()));
        help.join("\n")
    }
}

impl Meant {
    fn help(&self, name: &str) -> Vec<String> {
        match self {
            Self::Near(near) => vec![near.help()],
            Self::Code(code) => vec![format!("its code is `{code}`")],
            Self::Several(codes) => vec![format!("which one is meant? {}", joined(&labelled(codes), "or"))],
            Self::Elsewhere(code, builtin) => vec![builtin_has(code, *builtin)],
            Self::Group(group) => {
                vec![format!("`{}` is a group, and a location offers flavors: cpus and gpus", quoted(group))]
            }
            Self::Region(region) => region.help(name),
            Self::Everything(PolicyType::Location) => {
                vec!["to allow every place attach no location policy".to_owned()]
            }
            Self::Everything(PolicyType::Flavor) => {
                vec!["to allow all hardware attach no flavor policy".to_owned()]
            }
            Self::Nowhere => {
                vec!["what is not allowed stands behind `except`, as in `except country in [ru]`".to_owned()]
            }
            Self::Number(code) => {
                vec![format!("a flavor has no number: write `{}`", quoted(code))]
            }
            Self::NoGpu(cpus) => vec![match &**cpus {
                [] => "to allow no gpu list the cpus, with `cpu in […]`".to_owned(),
                cpus => format!("to allow no gpu list the cpus: `cpu in [{}]`", all(cpus).join(", ")),
            }],
            Self::Codes(codes) => {
                let number = match codes.len() {
                    2 => "two".to_owned(),
                    number => number.to_string(),
                };
                let codes = all(codes).join(", ");
                vec![format!("these are {number} codes, each of them a word of the list: `[{codes}]`")]
            }
            Self::Under(codes) => {
                codes.iter().map(|(it, code)| format!("`{}` is a {it}", quoted(code))).collect()
            }
        }
    }
}

impl Near {
    fn help(&self) -> String {
        let mut names = labelled(&self.names);
        if self.more > 0 {
            names.push(format!("one of {} more", self.more));
        }
        let names = joined(&names, "or");
        match &self.by {
            Likeness::Spelling => format!("did you mean {names}?"),
            Likeness::Form(differences) => {
                format!("{names} has the same letters in another form of Unicode: {}", forms(differences))
            }
            Likeness::Looks(differences) => format!("did you mean {names}?\n{}", looks(differences)),
        }
    }
}

impl Region {
    /// What to write for the places that are meant.
    pub(super) fn help(&self, name: &str) -> Vec<String> {
        const OWN: &str = "list its countries, or write a `group`";
        let group = self.group.as_ref().map(|(group, _)| format!("`group in [{}]`", quoted(group)));
        let mut help = vec![match (&self.continent, &group) {
            (Some(continent), Some(group)) => format!(
                "the continent is `continent in [{}]`; for the European Union write {group}",
                quoted(continent)
            ),
            (Some(continent), None) => {
                format!("the continent is `continent in [{}]`; for anything else {OWN}", quoted(continent))
            }
            (None, Some(group)) => format!("`{name}` is many places: write {group}"),
            (None, None) => format!("`{name}` is many places, and not the same ones for everybody: {OWN}"),
        }];
        if let Some((group, Some(builtin))) = &self.group {
            help.push(builtin_has(group, *builtin));
        }
        help
    }
}

impl NameAdvice {
    /// What to write in a list of policies.
    pub(super) fn help_policy(&self, name: &str) -> String {
        let shown = quoted(name);
        let senses = self.senses.iter().map(|sense| match sense {
            Sense::Code(attribute, builtin) => about(&shown, *attribute, *builtin, "attach a policy with"),
            Sense::Environment => {
                format!(
                    "`{shown}` is an environment, and no policy: to be in it write `in {shown}` before `<`"
                )
            }
            Sense::Guard => format!("`{shown}` is a guard: it holds without being attached"),
            Sense::Policy => format!("`{shown}` is a policy"),
        });
        let declare = format!("declare it with `policy {shown} < RULE or RULE … [target KINDS] >`");
        self.help(name, senses.collect(), ["policy", "policies"], declare)
    }

    /// What to write behind `in`.
    pub(super) fn help_environment(&self, name: &str) -> String {
        let shown = quoted(name);
        let senses = self.senses.iter().map(|sense| match sense {
            Sense::Code(attribute, builtin) => about(
                &shown,
                *attribute,
                *builtin,
                "what stands behind `in` is an environment; attach a policy with",
            ),
            Sense::Policy => {
                format!("`{shown}` is a policy, and no environment: write `< attach [{shown}] >`")
            }
            Sense::Guard => format!("`{shown}` is a guard, and no environment"),
            Sense::Environment => format!("`{shown}` is an environment"),
        });
        let declare = format!(
            "declare it with `environment {shown} < attach [POLICY, …] >`; one that attaches nothing allows everything"
        );
        self.help(name, senses.collect(), ["environment", "environments"], declare)
    }

    fn help(
        &self,
        name: &str,
        mut help: Vec<String>,
        [singular, plural]: [&str; 2],
        declare: String,
    ) -> String {
        help.extend(self.about.help());
        help.extend(self.near.as_ref().map(Near::help));
        match &*self.known {
            [] => {}
            [one] => help.push(format!("the only {singular} is `{}`", quoted(one))),
            known => help.push(format!("the {plural} are {}", listed(&all(known), "and"))),
        }
        // What is near is what was meant: a new one would be a second of its kind.
        if self.is_open() {
            help.push(match mixed(name) {
                Some(mixed) => mixed,
                None if help.is_empty() => declare,
                None => format!("or {declare}"),
            });
        }
        help.extend(self.is_last.then(|| LAST.to_owned()));
        help.join("\n")
    }
}

impl About {
    fn help(&self) -> Option<String> {
        let exactly = match &*self.exactly {
            [] => None,
            [one] => Some(format!("`{}` allows exactly it", quoted(one))),
            names => Some(format!("{} allow exactly it", listed(&all(names), "and"))),
        };
        let including = match &*self.including {
            [] => None,
            [one] => Some(format!("`{}` includes it", quoted(one))),
            names => Some(format!("{} include it", listed(&all(names), "and"))),
        };
        let found: Vec<String> = exactly.into_iter().chain(including).collect();
        (!found.is_empty()).then(|| found.join("; "))
    }
}

/// That a word is a code or a group, and what to do with it.
fn about(shown: &str, attribute: RuleAttribute, builtin: Option<Builtin>, what: &str) -> String {
    let table =
        builtin.map_or(String::new(), |builtin| format!(" of the built-in table `{}`", builtin.name()));
    format!("`{shown}` is a {attribute}{table}: {what} `{attribute} in [{shown}]`")
}

/// That a built-in table has a code or a group, and how to use it.
pub(super) fn builtin_has(code: &str, builtin: Builtin) -> String {
    format!("the built-in table `{}` has `{}`: use {}", builtin.name(), quoted(code), reference(builtin))
}

/// How a built-in table is put in force.
pub(super) fn reference(table: Builtin) -> String {
    format!("`--reference {0}`, or set `reference = \"{0}\"` in bpol.toml", table.name())
}

/// That a name has letters of several scripts, so that it is not what it looks like.
fn mixed(name: &str) -> Option<String> {
    let foreign = || looks(&lookalike::foreign(name));
    lookalike::mixes_scripts(name).then(|| format!("it has letters of several scripts: {}", foreign()))
}

/// Codes in backticks, with their labels behind them.
fn labelled(codes: &[(String, Option<String>)]) -> Vec<String> {
    let one = |(code, label): &(String, Option<String>)| {
        let code = quoted(code);
        label.as_ref().map_or_else(|| format!("`{code}`"), |label| format!("`{code}` \"{label}\""))
    };
    codes.iter().map(one).collect()
}

fn all(names: &[String]) -> Vec<String> {
    names.iter().map(|name| quoted(name)).collect()
}
