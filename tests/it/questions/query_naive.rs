//! `query` against its definition: filters are judged and losses taken point by point, on random workspaces.

use std::collections::{BTreeMap, BTreeSet};

use bpol::Configuration;
use bpol::answers::asked::{Takes, option};
use bpol::answers::query::{Answer, Filters, Words, json};
use bpol::syntax::keyword::{Kind, PolicyType};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use serde_json::{Value, json};

use crate::model::{ATTRIBUTES, GROUP, LOCATION, Model, Workload};
use crate::naive::{Key, Naive, Set, Type};
use crate::properties::cases;
use crate::random;

/// What is asked, before it is known which workspace is asked.
#[derive(Clone, Debug)]
struct Raw {
    options: [Vec<Index>; 5],
    kinds: Vec<Index>,
    environments: Vec<Index>,
    policies: Vec<Index>,
    restricted: [[bool; 2]; 2],
    fragile: Option<usize>,
}

/// A few of something, and mostly none.
fn few() -> impl Strategy<Value = Vec<Index>> {
    prop_oneof![3 => Just(Vec::new()), 2 => vec(any::<Index>(), 1..3)]
}

fn raw() -> impl Strategy<Value = Raw> {
    let rare = || prop::bool::weighted(0.1);
    let restricted = [[rare(), rare()], [rare(), rare()]];
    let fragile = prop_oneof![4 => Just(None), 1 => (0..3_usize).prop_map(Some)];
    ([few(), few(), few(), few(), few()], few(), few(), few(), restricted, fragile).prop_map(
        |(options, kinds, environments, policies, restricted, fragile)| Raw {
            options,
            kinds,
            environments,
            policies,
            restricted,
            fragile,
        },
    )
}

fn none() -> Vec<Index> {
    Vec::new()
}

/// What asks for nothing.
fn nothing() -> Raw {
    Raw {
        options: [none(), none(), none(), none(), none()],
        kinds: none(),
        environments: none(),
        policies: none(),
        restricted: [[false; 2]; 2],
        fragile: None,
    }
}

/// A code or a group, as it is named on the command line, with its atoms.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    pub(super) attribute: &'static str,
    pub(super) name: String,
    pub(super) of: Type,
    pub(super) atoms: Set,
}

impl Picked {
    pub(super) fn word(&self) -> String {
        format!("{}:{}", self.attribute, self.name)
    }
}

/// Everything that may be asked for.
pub(super) fn everything(naive: &Naive<'_>) -> Vec<Picked> {
    let code = |(rank, name): Key| {
        let attribute = ATTRIBUTES[rank];
        let of = if rank < 3 { Type::Location } else { Type::Flavor };
        Picked { attribute, of, atoms: naive.element(attribute, &name), name }
    };
    let group = |it: &crate::model::Group| Picked {
        attribute: GROUP,
        name: it.name.clone(),
        of: naive.type_of(&it.options),
        atoms: naive.element(GROUP, &it.name),
    };
    naive.keys().map(code).chain(naive.model.groups.iter().map(group)).collect()
}

fn pick<T: Clone>(indices: &[Index], all: &[T]) -> Vec<T> {
    if all.is_empty() { Vec::new() } else { indices.iter().map(|it| it.get(all).clone()).collect() }
}

/// A difference: whole codes, and what is unlisted of others.
pub(super) fn walk(naive: &Naive<'_>, atoms: &Set) -> Value {
    let whole = naive.shortest(atoms);
    let covered: Set = whole.iter().flat_map(|key| naive.below(key).clone()).collect();
    let mut parts: Vec<(Key, bool)> = whole.into_iter().map(|key| (key, false)).collect();
    parts.extend((atoms - &covered).into_iter().map(|key| (key, true)));
    parts.sort();
    let part = |(key, is_unlisted): &(Key, bool)| match is_unlisted {
        false => json!({"type": ATTRIBUTES[key.0], "name": key.1}),
        true => json!({"type": ATTRIBUTES[key.0], "name": key.1, "unlisted": true}),
    };
    parts.iter().map(part).collect()
}

pub(super) type Placements = Vec<(String, Vec<Key>)>;

pub(super) fn placements(all: &Placements) -> Value {
    let flavor = |key: &Key| json!({"type": ATTRIBUTES[key.0], "name": key.1});
    let one = |(location, flavors): &(String, Vec<Key>)| json!({"location": location, "flavors": flavors.iter().map(flavor).collect::<Vec<_>>()});
    all.iter().map(one).collect()
}

/// What is asked of a model.
struct Question {
    options: [Vec<Picked>; 5],
    kinds: Vec<&'static str>,
    environments: Vec<Option<String>>,
    policies: Vec<String>,
    raw: Raw,
}

impl Question {
    fn new(naive: &Naive<'_>, raw: Raw) -> Self {
        let all = everything(naive);
        let of = |wanted: Type| all.iter().filter(|it| it.of == wanted).cloned().collect::<Vec<_>>();
        let (places, flavors) = (of(Type::Location), of(Type::Flavor));
        let [inside, on, only, never, lose] = &raw.options;
        let environments: Vec<Option<String>> = [None]
            .into_iter()
            .chain(naive.model.environments.iter().map(|it| Some(it.name.clone())))
            .collect();
        let policies = naive.model.policies.iter().map(|it| it.name.clone());
        let policies: Vec<String> =
            policies.chain(naive.model.limits.iter().map(|it| it.name.clone())).collect();
        Self {
            options: [
                pick(inside, &places),
                pick(on, &flavors),
                pick(only, &all),
                pick(never, &all),
                pick(lose, &all),
            ],
            kinds: pick(&raw.kinds, &crate::model::KINDS),
            environments: pick(&raw.environments, &environments),
            policies: pick(&raw.policies[..raw.policies.len().min(1)], &policies),
            raw: Raw { fragile: raw.fragile.filter(|_| naive.has_fleet()), ..raw },
        }
    }

    fn words(&self) -> Words {
        let [inside, on, only, never, lose] =
            self.options.each_ref().map(|all| all.iter().map(Picked::word).collect());
        let types = |wanted: [bool; 2]| {
            PolicyType::ALL.into_iter().zip(wanted).filter_map(|(it, is)| is.then_some(it)).collect()
        };
        Words {
            inside,
            on,
            only,
            never,
            lose,
            kinds: self.kinds.iter().map(|it| Kind::from_name(it).unwrap()).collect(),
            environments: self.environments.iter().map(|it| it.clone().unwrap_or_default()).collect(),
            policies: self.policies.clone(),
            restricted: types(self.raw.restricted[0]),
            unrestricted: types(self.raw.restricted[1]),
            fragile: self.raw.fragile,
        }
    }

    /// Whether all filters hold for a workload.
    fn holds<'m>(&self, naive: &Naive<'m>, workload: &'m Workload, placed: Option<&Placements>) -> bool {
        let set = |of: Type| naive.set(workload, of);
        let [inside, on, only, never, _] = &self.options;
        let touches = |it: &Picked| !set(it.of).is_disjoint(&it.atoms);
        let is_within = |of: Type| {
            let bounds: Vec<&Picked> = only.iter().filter(|it| it.of == of).collect();
            let all: Set = bounds.iter().flat_map(|it| it.atoms.clone()).collect();
            bounds.is_empty() || set(of).is_subset(&all)
        };
        let pairs = inside.iter().all(|place| {
            on.iter().all(|flavor| {
                placed.is_none_or(|placed| {
                    placed.iter().any(|(location, flavors)| {
                        let key =
                            (ATTRIBUTES.iter().position(|it| *it == LOCATION).unwrap(), location.clone());
                        place.atoms.contains(&key) && flavors.iter().any(|it| flavor.atoms.contains(it))
                    })
                })
            })
        });
        let points = naive.points(workload);
        let applies = |name: &String| {
            let policy = naive.model.policies.iter().any(|it| it.name == *name && it.applies(workload.kind));
            let limit = naive.model.limits.iter().any(|it| it.name == *name && it.applies(workload.kind));
            (policy || limit) && points.iter().any(|point| point.list.contains(name))
        };
        let is_regulated = |of: Type| naive.meet(&points, workload.kind, of).is_some();
        let [restricted, unrestricted] = self.raw.restricted;
        inside.iter().chain(on).all(touches)
            && pairs
            && Type::ALL.into_iter().all(is_within)
            && !never.iter().any(touches)
            && (self.kinds.is_empty() || self.kinds.contains(&workload.kind))
            && (self.environments.is_empty()
                || self.environments.iter().any(|asked| match asked {
                    Some(asked) => naive.is_below(workload, asked),
                    None => workload.environment.is_none(),
                }))
            && self.policies.iter().all(applies)
            && Type::ALL.into_iter().zip(restricted).all(|(of, is)| !is || is_regulated(of))
            && Type::ALL.into_iter().zip(unrestricted).all(|(of, is)| !is || !is_regulated(of))
            && self.raw.fragile.is_none_or(|most| placed.unwrap().len() <= most)
    }

    /// What is said of a workload that is listed; `None` where it loses nothing.
    fn loss<'m>(
        &self,
        naive: &Naive<'m>,
        workload: &'m Workload,
        placed: Option<&Placements>,
    ) -> Option<(Value, (bool, usize))> {
        let lost = |of: Type| -> Set {
            let lost = self.options[4].iter().filter(|it| it.of == of);
            lost.flat_map(|it| it.atoms.clone()).collect()
        };
        let [places, flavors] = Type::ALL.map(lost);
        let Some(placed) = placed else {
            let [own_places, own_flavors] = Type::ALL.map(|of| naive.set(workload, of));
            let gone = [&own_places & &places, &own_flavors & &flavors];
            let left = [&own_places - &places, &own_flavors - &flavors];
            if gone.iter().all(BTreeSet::is_empty) {
                return None;
            }
            let shape = |sets: &[Set; 2]| json!({"location": walk(naive, &sets[0]), "flavor": walk(naive, &sets[1]), "placements": []});
            let is_impossible = left.iter().any(BTreeSet::is_empty);
            let left = shape(&left);
            let number = ["location", "flavor"].map(|it| left[it].as_array().unwrap().len());
            let value = json!({
                "lost": shape(&gone), "left": left, "before": null, "after": null, "impossible": is_impossible,
            });
            return Some((value, (!is_impossible, number.iter().sum())));
        };
        let (mut gone, mut left) = (Placements::new(), Placements::new());
        for (location, offered) in placed {
            let is_gone = places.contains(&(2, location.clone()));
            let (lost, kept): (Vec<Key>, Vec<Key>) =
                offered.iter().cloned().partition(|it| is_gone || flavors.contains(it));
            for (flavors, list) in [(lost, &mut gone), (kept, &mut left)] {
                if !flavors.is_empty() {
                    list.push((location.clone(), flavors));
                }
            }
        }
        let shape = |all: &Placements| json!({"location": [], "flavor": [], "placements": placements(all)});
        let value = json!({
            "lost": shape(&gone),
            "left": shape(&left),
            "before": placed.len(),
            "after": left.len(),
            "impossible": left.is_empty(),
        });
        (!gone.is_empty()).then_some((value, (!left.is_empty(), left.len())))
    }

    /// The workloads that should be listed, in order, and what they hang on.
    fn answer(&self, naive: &Naive<'_>) -> (Vec<Value>, Option<Value>) {
        let mut workloads: Vec<&Workload> = naive.model.workloads.iter().collect();
        workloads.sort_by_key(|it| (&it.environment, it.kind, &it.name));
        let mut rows = Vec::new();
        let mut hang_on: BTreeMap<String, usize> = BTreeMap::new();
        for workload in workloads {
            let place = naive.place(workload);
            let placed = naive
                .has_fleet()
                .then(|| place.as_ref().ok().and_then(|it| it.placements.clone()).unwrap_or_default());
            if !self.holds(naive, workload, placed.as_ref()) {
                continue;
            }
            let mut row = json!({
                "kind": workload.kind, "name": workload.name, "environment": workload.environment,
                "status": match &place {
                    Ok(_) => "placed",
                    Err(crate::naive::Impossible::Collision(_)) => "collision",
                    Err(crate::naive::Impossible::NoPlacement) => "no-placement",
                },
            });
            let mut rank = (true, 0);
            if !self.options[4].is_empty() {
                let Some((loss, its_rank)) = self.loss(naive, workload, placed.as_ref()) else { continue };
                row.as_object_mut().unwrap().extend(loss.as_object().unwrap().clone());
                rank = its_rank;
            }
            if let Some([(location, _)]) = placed.as_deref() {
                *hang_on.entry(location.clone()).or_default() += 1;
            }
            rows.push((rank, row));
        }
        rows.sort_by_key(|(rank, _)| *rank);
        let mut hang_on: Vec<(String, usize)> = hang_on.into_iter().collect();
        hang_on.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        let hang_on = hang_on.iter().map(|(name, number)| json!({"location": name, "workloads": number}));
        let hang_on = self.raw.fragile.map(|_| hang_on.collect());
        (rows.into_iter().map(|(_, row)| row).collect(), hang_on)
    }
}

/// What an answer says of each workload, without its set and policies, and what they hang on.
fn said(document: &Value) -> (Vec<Value>, Option<Value>) {
    let row = |row: &Value| {
        let mut row = row.clone();
        assert_eq!(row["placementSet"].is_null(), row["status"] != "placed");
        for key in ["placementSet", "policies", "limits"] {
            row.as_object_mut().unwrap().remove(key);
        }
        row
    };
    (document["workloads"].as_array().unwrap().iter().map(row).collect(), document.get("hangOn").cloned())
}

fn check(model: &Model, raw: Raw, layout: u64) -> Result<(), TestCaseError> {
    let naive = Naive::new(model);
    let question = Question::new(&naive, raw);
    let rendered = model.render(layout);
    let analysis = rendered.analyse(Configuration::default());
    let Ok(provisional) = analysis.provisional() else {
        return Err(TestCaseError::fail(format!("{:?} in {rendered:#?}", analysis.errors())));
    };
    let words = question.words();
    let filters = Filters::read(provisional.workspace(), &words).unwrap();
    let mut text = Vec::new();
    json(&Answer::new(provisional, filters), &mut text).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    prop_assert_eq!(said(&document), question.answer(&naive), "{:#?} of {:#?}", words, rendered);
    for word in words.lose.iter().chain(&words.only) {
        prop_assert!(option(provisional.workspace(), word, Takes::All).is_ok());
    }
    Ok(())
}

/// The options that ask for something.
fn options(words: &Words) -> BTreeSet<&'static str> {
    let Words {
        inside,
        on,
        only,
        never,
        lose,
        kinds,
        environments,
        policies,
        restricted,
        unrestricted,
        fragile,
    } = words;
    let lists = [
        ("in", inside),
        ("on", on),
        ("only", only),
        ("never", never),
        ("lose", lose),
        ("environment", environments),
        ("policy", policies),
    ];
    let mut asked: BTreeSet<&'static str> =
        lists.into_iter().filter(|(_, it)| !it.is_empty()).map(|(name, _)| name).collect();
    asked.extend((!kinds.is_empty()).then_some("kind"));
    asked.extend((!restricted.is_empty()).then_some("restricted"));
    asked.extend((!unrestricted.is_empty()).then_some("unrestricted"));
    asked.extend(fragile.is_some().then_some("fragile"));
    asked
}

/// What the command line offers is what is drawn at random below, and each of it is drawn.
#[test]
fn every_option_is_asked_against_the_definition() {
    let help = crate::support::Project::new().run(&["query", "--help"]).stdout;
    let (mut offered, mut is_asking) = (BTreeSet::new(), false);
    for line in help.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with(' ') {
            is_asking = ["Filters:", "What if:"].contains(&line);
        }
        let option = line.strip_prefix("      --").and_then(|it| it.split(' ').next());
        offered.extend(option.filter(|_| is_asking));
    }
    assert!(offered.len() > 9, "{help}");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut asked, mut narrowed) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..400 {
        let draw =
            |it: &mut proptest::test_runner::TestRunner| (random::model(), raw()).new_tree(it).unwrap();
        let (model, raw) = draw(&mut runner).current();
        let model = random::sound(model);
        let naive = Naive::new(&model);
        let question = Question::new(&naive, raw);
        let own = options(&question.words());
        // An option that never leaves out a workload and keeps another is not tested by it.
        let number = question.answer(&naive).0.len();
        if (1..model.workloads.len()).contains(&number) {
            narrowed.extend(own.iter().copied());
        }
        asked.extend(own);
    }
    assert_eq!(asked, offered);
    assert_eq!(narrowed, offered);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_answer_is_what_each_point_says(model in random::model(), raw in raw(), layout in random::layout()) {
        check(&random::sound(model), raw, layout)?;
    }

    /// The same where something goes away and little else is asked.
    #[test]
    fn a_loss_is_what_each_point_loses(
        model in random::model(),
        lose in vec(any::<Index>(), 1..4),
        layout in random::layout(),
    ) {
        check(&random::sound(model), Raw { options: [none(), none(), none(), none(), lose], ..nothing() }, layout)?;
    }

    /// The same where places and flavors are asked for together.
    #[test]
    fn places_and_flavors_meet_in_one_placement(
        model in random::model(),
        inside in vec(any::<Index>(), 1..3),
        on in vec(any::<Index>(), 1..3),
        layout in random::layout(),
    ) {
        let raw = Raw { options: [inside, on, none(), none(), none()], ..nothing() };
        check(&random::sound(model), raw, layout)?;
    }
}
