//! The nodes of a cluster by their labels: expressions come in, the places and flavors of the nodes that meet
//! all of them go out.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::expression::{Expression, Operator, Value};
use crate::emit::codes::Named;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::kubernetes::map::{ARCH, Labels};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Foreign, Grant};

/// The nodes that there may be.
pub(super) struct Nodes<'r> {
    fleet: &'r Fleet,
    labels: Labels,
    /// The numbers of the places that a region is.
    places: FxHashMap<String, Vec<usize>>,
    /// By number: the labels that show the flavor.
    flavors: Vec<Vec<Shown>>,
    /// The numbers of the flavors that a label shows.
    by_label: FxHashMap<(String, String), Vec<usize>>,
    gpu_keys: BTreeSet<String>,
    cpu_keys: BTreeSet<String>,
    gone: (Mask, Mask),
}

/// What shows the flavor of a node.
#[derive(Clone, Debug)]
struct Shown {
    is_gpu: bool,
    key: String,
    /// None for a value that nobody declared.
    value: Option<String>,
}

impl<'r> Nodes<'r> {
    /// The nodes of a fleet, with the labels that the settings give them.
    pub(super) fn new(request: &Request<'_>, fleet: &'r Fleet) -> Result<Self, Wrong> {
        let labels = Labels::new(request)?;
        let table = request.resolved.workspace().table();
        let mut gone = (fleet.places().none(), fleet.flavors().none());
        let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, &code) in fleet.places().codes().iter().enumerate() {
            if labels.map.locations.is_gone(code) {
                gone.0.add(number);
            }
            for name in labels.map.locations.names(code) {
                places.entry(name.clone()).or_default().push(number);
            }
        }
        let (mut gpu_keys, mut cpu_keys) = (labels.gpu_keys.clone(), labels.cpu_keys.clone());
        let mut flavors = Vec::new();
        for (number, &code) in fleet.flavors().codes().iter().enumerate() {
            let is_gpu = table[code].attribute() == Attribute::Gpu;
            flavors.push(match labels.map.flavors.of(code) {
                Named::As(its) => {
                    let keys = if is_gpu { &mut gpu_keys } else { &mut cpu_keys };
                    keys.extend(its.iter().map(|label| label.key.clone()));
                    let shown = its.iter().map(|it| Shown {
                        is_gpu,
                        key: it.key.clone(),
                        value: Some(it.value.clone()),
                    });
                    shown.collect()
                }
                Named::Gone => {
                    gone.1.add(number);
                    Vec::new()
                }
                Named::Unknown => {
                    let key = if is_gpu { labels.gpu.clone() } else { ARCH.to_owned() };
                    vec![Shown { is_gpu, key, value: None }]
                }
            });
        }
        let shown = |is_gpu: bool, key: &String| Shown { is_gpu, key: key.clone(), value: None };
        let undeclared = labels.gpu_keys.iter().map(|key| shown(true, key));
        flavors.push(undeclared.chain(labels.cpu_keys.iter().map(|key| shown(false, key))).collect());
        let mut by_label: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (number, its) in flavors.iter().enumerate() {
            for Shown { key, value, .. } in its {
                if let Some(value) = value {
                    by_label.entry((key.clone(), value.clone())).or_default().push(number);
                }
            }
        }
        Ok(Self { fleet, labels, places, flavors, by_label, gpu_keys, cpu_keys, gone })
    }

    /// The places and flavors that the cluster does not have.
    pub(super) fn gone(&self) -> (Mask, Mask) {
        self.gone.clone()
    }

    /// Every node.
    pub(super) fn every(&self, at: At) -> Grant {
        let (places, flavors) = (self.fleet.places().any(), self.fleet.flavors().any());
        Grant { admits: Admits::Machines { places, flavors }, foreign: Vec::new(), at }
    }

    /// The nodes that meet all expressions; none where there cannot be any.
    pub(super) fn matching(&self, expressions: &[Expression<'_>], at: At) -> Option<Grant> {
        let (regions, others): (Vec<&Expression<'_>>, Vec<&Expression<'_>>) =
            expressions.iter().partition(|it| it.key == self.labels.region);
        let places = self.places(&regions);
        let flavors = self.flavors(&others);
        let foreign_places = self.foreign_places(&regions);
        let foreign_flavors = self.foreign_flavors(&others);
        let is_none = (places.is_empty() && foreign_places.is_empty())
            || (flavors.is_empty() && foreign_flavors.is_empty());
        if is_none {
            return None;
        }
        let foreign = |policy_type, names: BTreeSet<&str>| {
            names.into_iter().map(|name| Foreign { policy_type, name: name.to_owned() }).collect::<Vec<_>>()
        };
        let mut all = foreign(PolicyType::Location, foreign_places);
        all.extend(foreign(PolicyType::Flavor, foreign_flavors));
        Some(Grant { admits: Admits::Machines { places, flavors }, foreign: all, at })
    }

    /// The places whose region meets all expressions on it.
    fn places(&self, expressions: &[&Expression<'_>]) -> Mask {
        let axis = self.fleet.places();
        let meets = |value: Value<'_>| expressions.iter().all(|it| it.holds(value));
        let mut mask = axis.none();
        let mut add = |name: &str| {
            let numbers = self.places.get(name).into_iter().flatten().copied();
            numbers.filter(|&number| !self.gone.0.has(number)).for_each(|number| mask.add(number));
        };
        match expressions.iter().find(|it| it.operator == Operator::In) {
            Some(within) => {
                within.values.iter().filter(|name| meets(Value::Is(name))).for_each(|name| add(name));
            }
            None => self.places.keys().filter(|name| meets(Value::Is(name))).for_each(|name| add(name)),
        }
        if meets(Value::Undeclared) || meets(Value::Absent) {
            mask.add(axis.star());
        }
        mask
    }

    /// The flavors of which a node meets all expressions.
    fn flavors(&self, expressions: &[&Expression<'_>]) -> Mask {
        let mut mask = self.fleet.flavors().none();
        let is_on_gpu = |it: &&&Expression<'_>| it.operator == Operator::In && self.gpu_keys.contains(it.key);
        let numbers: Vec<usize> = match expressions.iter().find(is_on_gpu) {
            // Only nodes that show one of the values have the label with it.
            Some(within) => {
                let of = |value: &&str| self.by_label.get(&(within.key.to_owned(), (*value).to_owned()));
                within.values.iter().filter_map(of).flatten().copied().collect()
            }
            None => (0..self.flavors.len()).collect(),
        };
        for number in numbers {
            let shown = self.flavors.get(number).map_or(&[][..], Vec::as_slice);
            if shown.iter().any(|it| self.meets(it, expressions)) {
                mask.add(number);
            }
        }
        mask
    }

    /// Whether there may be a node that shows its flavor so and meets all expressions.
    fn meets(&self, shown: &Shown, expressions: &[&Expression<'_>]) -> bool {
        expressions.iter().all(|it| {
            if it.key == shown.key {
                return it.holds(shown.value.as_deref().map_or(Value::Undeclared, Value::Is));
            }
            // A node shows one flavor. What labels of others may be is not known: that of the arch of a node
            // with a gpu, say.
            let is_absent =
                self.gpu_keys.contains(it.key) || (!shown.is_gpu && self.cpu_keys.contains(it.key));
            !is_absent || it.holds(Value::Absent)
        })
    }

    /// The regions among the values that are no place's.
    fn foreign_places<'d>(&self, expressions: &[&Expression<'d>]) -> BTreeSet<&'d str> {
        let values = expressions.iter().filter(|it| it.operator == Operator::In).flat_map(|it| &it.values);
        let foreign = values.copied().filter(|value| !self.places.contains_key(*value));
        foreign.filter(|value| expressions.iter().all(|it| it.holds(Value::Is(value)))).collect()
    }

    /// The values of labels that show flavors which are no flavor's.
    fn foreign_flavors<'d>(&self, expressions: &[&Expression<'d>]) -> BTreeSet<&'d str> {
        let mut foreign = BTreeSet::new();
        for expression in expressions.iter().filter(|it| it.operator == Operator::In) {
            let key = expression.key.to_owned();
            let is_of = [(true, &self.gpu_keys), (false, &self.cpu_keys)];
            for (is_gpu, _) in is_of.into_iter().filter(|(_, keys)| keys.contains(expression.key)) {
                for value in &expression.values {
                    let label = (key.clone(), (*value).to_owned());
                    let shown = Shown { is_gpu, key: key.clone(), value: Some((*value).to_owned()) };
                    if !self.by_label.contains_key(&label) && self.meets(&shown, expressions) {
                        foreign.insert(*value);
                    }
                }
            }
        }
        foreign
    }
}
