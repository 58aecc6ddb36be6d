//! What is said where a guard does not hold: its facts come in, sentences and data go out.

use std::fmt::Write as _;

use super::causes;
use super::violation::{Breach, Cause, CausePoint, Named, Remedy, Standing, Violation, Witness};
use crate::diagnostic::data::{self, Data};
use crate::diagnostic::{Check, Classify, Describe, Words, count, errors, joined, some};
use crate::syntax::keyword::{Form, PolicyType};
use crate::syntax::{Identity, quoted};
use crate::text::Span;
use crate::workspace::Codes;

/// How many workloads a message names.
const NAMED: usize = 10;

/// How many codes or pairs a message names of each workload.
const CODES: usize = Codes::NAMED;

impl Classify for Violation {
    fn check(&self) -> &'static Check {
        &errors::GUARD_VIOLATED
    }
}

impl Describe for Violation {
    fn words(&self) -> Words {
        let guard = quoted(&self.guard);
        let broken = self.witnesses.len();
        let verb = if broken == 1 { "breaks it" } else { "break it" };
        let mut words = Words::new(
            format!(
                "the guard `{guard}` does not hold: {broken} of {} that it covers {verb}",
                count(self.covered, "workload", "workloads")
            ),
            format!("broken by {}", count(broken, "workload", "workloads")),
        )
        .with_help(self.help(&guard));
        words.related = self.distinct_causes().into_iter().map(|(_, text)| text).collect();
        words
    }

    fn data(&self) -> Option<Data<Span>> {
        let form = match (self.form, self.is_joint) {
            (Form::Excludes, true) => "excludes-and",
            (form, _) => form.name(),
        };
        Some(Data::Guard(data::Guard {
            guard: self.guard.clone(),
            form: form.to_owned(),
            covered: self.covered,
            witnesses: self.witnesses.iter().map(|witness| self.witness(witness)).collect(),
        }))
    }
}

impl Violation {
    /// What a witness does that breaks it: ``may run in country `us`, which `home` does not allow``.
    pub(crate) fn witness_words(&self, witness: &Witness) -> String {
        self.sentence(&witness.breach, &quoted(&self.guard))
    }

    /// Where each cause lies that has a place, and what it does; each once.
    pub(super) fn causes(&self) -> Vec<Span> {
        self.distinct_causes().into_iter().map(|(span, _)| span).collect()
    }

    fn distinct_causes(&self) -> Vec<(Span, String)> {
        let mut found: Vec<(Span, String)> = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        for witness in self.witnesses.iter().take(NAMED) {
            for (cause, place) in self.placed(witness) {
                let Some(span) = place else { continue };
                if seen.insert(span.key()) {
                    found.push((span, self.cause(cause)));
                }
            }
        }
        found
    }

    /// What a cause does.
    fn cause(&self, cause: &Cause) -> String {
        let does = if self.form == Form::Allows { "cuts it off" } else { "lets it in" };
        match (&cause.policy, &cause.point) {
            (_, CausePoint::Location(name)) => format!("`{}` does not offer it", quoted(name)),
            (Some(policy), CausePoint::Environment(name)) => {
                format!("`{}` of `{}` {does}", quoted(policy), quoted(name))
            }
            (Some(policy), CausePoint::Workload) => format!("`{}` of the workload {does}", quoted(policy)),
            (None, _) => String::new(),
        }
    }

    fn help(&self, guard: &str) -> String {
        let mut help = String::new();
        let mut groups: Vec<(&Witness, Vec<String>)> = Vec::new();
        for witness in self.witnesses.iter().take(NAMED) {
            let name = format!("`{}`", witness.workload);
            match groups.iter_mut().find(|(first, _)| first.breach == witness.breach) {
                Some((_, names)) => names.push(name),
                None => groups.push((witness, vec![name])),
            }
        }
        for (witness, names) in groups {
            let _ = writeln!(help, "{} {}", joined(&names, "and"), self.sentence(&witness.breach, guard));
            help.push_str(&open_points(&witness.breach, names.len() == 1));
        }
        if self.witnesses.len() > NAMED {
            let _ = writeln!(help, "and {} more", self.witnesses.len() - NAMED);
        }
        help.push_str(&self.remedy());
        if let Some(standing) = self.standing.0.words() {
            let _ = write!(help, "\n{standing}");
        }
        help
    }

    /// What workloads do that break the guard so.
    fn sentence(&self, breach: &Breach, guard: &str) -> String {
        let excess = &breach.excess;
        if !excess.pairs.is_empty() {
            let pairs: Vec<String> = excess
                .pairs
                .iter()
                .take(CODES)
                .map(|(location, flavor)| format!("{} in location `{}`", code(flavor), quoted(location)))
                .collect();
            return format!(
                "has a placement on {}, which `{guard}` excludes together",
                first_of(pairs, excess.pairs.len())
            );
        }
        let of = |policy_type| -> Vec<&Named> {
            excess.options.iter().filter(|it| it.attribute.policy_type() == policy_type).collect()
        };
        let (places, flavors) = (of(PolicyType::Location), of(PolicyType::Flavor));
        let what = match (places.is_empty(), flavors.is_empty()) {
            (false, false) => format!("in {} on {}", codes(&places, &excess.places), excess.flavors.words()),
            (false, true) => format!("in {}", codes(&places, &excess.places)),
            _ => format!("on {}", excess.flavors.words()),
        };
        match self.form {
            Form::Within => format!("may run {what}, which `{guard}` does not allow"),
            Form::Excludes if self.is_joint => format!("may run {what}, which `{guard}` excludes together"),
            Form::Excludes => format!("may run {what}, which `{guard}` excludes"),
            Form::Allows if breach.is_of_fleet && flavors.is_empty() => format!(
                "may run {what}, but no location there offers it an allowed flavor, and `{guard}` asks for a placement"
            ),
            Form::Allows if breach.is_of_fleet => {
                format!(
                    "may run {what}, but no allowed location offers that, and `{guard}` asks for a placement"
                )
            }
            Form::Allows => format!("may not run {what}, which `{guard}` asks for"),
        }
    }

    /// The repair that is enough alone, or that there is none.
    fn remedy(&self) -> String {
        let Some(remedy) = &self.repair.0 else {
            return match self.form {
                Form::Allows => "no one point can repair this alone".to_owned(),
                _ => "no one point is above all of them: each must be narrowed".to_owned(),
            };
        };
        let (name, point) = match remedy {
            Remedy::Workload(workload) => (format!("`{workload}`"), CausePoint::Workload),
            Remedy::Environment(name) => {
                (format!("the environment `{}`", quoted(name)), CausePoint::Environment(name.clone()))
            }
            Remedy::Location(name) => {
                let name = quoted(name);
                return format!(
                    "to repair it, let the location `{name}` offer what is allowed: nothing else is missing"
                );
            }
        };
        if self.form == Form::Allows {
            return format!("to repair it, widen what {name} allows: nothing else cuts it off");
        }
        let mut causes = self.witnesses.first().into_iter().flat_map(|witness| witness.breach.causes());
        match causes.find(|cause| cause.point == point && cause.policy.is_none()) {
            Some(open) => format!(
                "to repair it, attach a {} policy that keeps to `{}` to {name}: that alone is enough",
                open.policy_type.name(),
                quoted(&self.guard),
            ),
            None => format!("to repair it, narrow what {name} attaches: that alone is enough"),
        }
    }

    /// The causes of a witness, each with its place.
    fn placed<'w>(&self, witness: &'w Witness) -> impl Iterator<Item = (&'w Cause, Option<Span>)> {
        let is_own = |cause: &&Cause| cause.point == CausePoint::Workload;
        let own = witness.breach.causes().filter(is_own).filter_map(|cause| cause.policy.as_deref());
        let own: Vec<&str> = own.collect();
        let mut own = if own.is_empty() {
            Vec::new()
        } else {
            causes::places(witness.bound.0.statement_in(&self.files.0), &own)
        }
        .into_iter();
        witness.breach.causes().map(move |cause| {
            let place = match (&cause.point, &cause.policy) {
                (CausePoint::Workload, Some(_)) => own.next().flatten(),
                _ => cause.place.0,
            };
            (cause, place)
        })
    }

    fn witness(&self, witness: &Witness) -> data::Witness<Span> {
        let own = workload(&witness.workload);
        let causes = self.placed(witness).map(|(cause, place)| data::Cause {
            policy_type: cause.policy_type.name().to_owned(),
            point: match &cause.point {
                CausePoint::Workload => data::Point::Workload(own.clone()),
                CausePoint::Environment(name) => data::Point::Environment(name.clone()),
                CausePoint::Location(name) => data::Point::Location(name.clone()),
            },
            policy: cause.policy.clone(),
            place,
        });
        let causes: Vec<data::Cause<Span>> = causes.collect();
        let (let_in, cut_off) = match self.form {
            Form::Allows => (None, Some(causes)),
            Form::Within | Form::Excludes => (Some(causes), None),
        };
        let pairs = witness
            .breach
            .excess
            .pairs
            .iter()
            .map(|(location, flavor)| data::Pair { location: location.clone(), flavor: named(flavor) });
        data::Witness {
            workload: own.clone(),
            options: witness.breach.excess.options.iter().map(named).collect(),
            pairs: self.is_joint.then(|| pairs.collect()),
            let_in,
            cut_off,
        }
    }
}

/// The points that have no policy of a type, from the workloads outwards, in a line a type.
fn open_points(breach: &Breach, is_one: bool) -> String {
    let open = |policy_type| {
        let open = breach.causes().filter(move |it| it.policy.is_none() && it.policy_type == policy_type);
        let name = |cause: &Cause| match &cause.point {
            CausePoint::Workload => Some(if is_one { "it" } else { "them" }.to_owned()),
            CausePoint::Environment(name) => Some(format!("`{}`", quoted(name))),
            CausePoint::Location(_) => None,
        };
        open.filter_map(name).collect::<Vec<_>>()
    };
    PolicyType::ALL.into_iter().fold(String::new(), |mut lines, policy_type| {
        let points = open(policy_type);
        if !points.is_empty() {
            let (policy_type, points) = (policy_type.name(), joined(&points, "or"));
            let _ = writeln!(lines, "no {policy_type} policy is attached to {points}");
        }
        lines
    })
}

/// A workload for programs.
pub(super) fn workload(identity: &Identity) -> data::Workload {
    data::Workload {
        kind: identity.kind.name().to_owned(),
        name: identity.name.clone(),
        environment: identity.environment.clone(),
    }
}

fn named(it: &Named) -> data::Named {
    data::Named { attribute: it.attribute.name().to_owned(), name: it.name.clone(), unlisted: it.is_unlisted }
}

fn code(it: &Named) -> String {
    let unlisted = if it.is_unlisted { " (unlisted)" } else { "" };
    format!("{} `{}`{unlisted}", it.attribute, quoted(&it.name))
}

/// Places in prose. Those that the table does not list are named only where nothing else is.
fn codes(all: &[&Named], listed: &Codes) -> String {
    if listed.named.is_empty() {
        first_of(all.iter().take(CODES).map(|it| code(it)).collect(), all.len())
    } else {
        listed.words()
    }
}

/// The first of so many.
fn first_of(words: Vec<String>, all: usize) -> String {
    let more = all.saturating_sub(words.len());
    some(words, more, "and")
}

impl Standing {
    /// What the project says of the guard, if it says anything.
    fn words(self) -> Option<String> {
        match self {
            Self::Error => None,
            Self::Warned => Some("a warning only: `[guards]` in bpol.toml makes it one".to_owned()),
            Self::WarnedUntil { until, days: 0 } => Some(format!(
                "a warning only: `[guards]` in bpol.toml makes it one until {until}, and this is the last day"
            )),
            Self::WarnedUntil { until, days } => Some(format!(
                "a warning only: `[guards]` in bpol.toml makes it one until {until}, {} from now",
                count(days as usize, "day", "days")
            )),
            Self::Ended(until) => Some(format!(
                "an error again: `[guards]` in bpol.toml made it a warning until {until}, which is over"
            )),
        }
    }
}
