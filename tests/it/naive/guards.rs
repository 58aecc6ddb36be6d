//! Guards, judged by listing places: a guard comes in; whether it holds and what breaks it goes out, as findings carry it.

use serde_json::{Value, json};

use super::{Key, Naive, Placed, Set, Type};
use crate::model::{ATTRIBUTES, Form, GROUP, Guard, LOCATION, Part, Rendered, Workload, targets, words};

/// What a workload may do and a guard forbids, or the reverse.
struct Breach {
    /// Codes, and whether only what is unlisted in them is meant.
    options: Vec<(Key, bool)>,
    /// The places and flavors of `options`.
    atoms: Set,
    pairs: Vec<(String, Key)>,
    /// Whether it is the fleet that lacks something.
    is_fleet: bool,
}

impl<'m> Naive<'m> {
    /// Whether the guard holds for every workload that it covers. All of them can run somewhere.
    pub(crate) fn holds(&self, guard: &Guard) -> bool {
        self.covered(guard).into_iter().all(|workload| self.breach(guard, workload).is_none())
    }

    /// Whether the guard is violated by what the fleet lacks.
    pub(crate) fn is_let_down_by_fleet(&self, guard: &Guard) -> bool {
        let breaches = self.covered(guard).into_iter().filter_map(|it| self.breach(guard, it));
        breaches.into_iter().any(|breach| breach.is_fleet)
    }

    /// The workloads that a guard covers, in the order of output.
    pub(crate) fn covered(&self, guard: &Guard) -> Vec<&'m Workload> {
        let is_inside = |workload: &Workload| {
            guard.environment.as_ref().is_none_or(|environment| self.is_below(workload, environment))
        };
        let workloads = self.model.workloads.iter();
        let mut covered: Vec<&Workload> =
            workloads.filter(|it| is_inside(it) && targets(guard.target.as_ref(), it.kind)).collect();
        covered.sort_by_key(|it| (&it.environment, it.kind, &it.name));
        covered
    }

    /// The `data` of the finding, if the guard is violated.
    pub(crate) fn violation(&self, guard: &Guard, rendered: &Rendered) -> Option<Value> {
        let covered = self.covered(guard);
        let mut witnesses = Vec::new();
        for workload in &covered {
            let Some(breach) = self.breach(guard, workload) else { continue };
            let code = |(key, is_unlisted): &(Key, bool)| match is_unlisted {
                false => json!({"type": ATTRIBUTES[key.0], "name": key.1}),
                true => json!({"type": ATTRIBUTES[key.0], "name": key.1, "unlisted": true}),
            };
            let pair = |(location, flavor): &(String, Key)| json!({"location": location, "flavor": code(&(flavor.clone(), false))});
            let mut witness = json!({
                "workload": identity(workload),
                "options": breach.options.iter().map(code).collect::<Vec<_>>(),
            });
            if guard.form == Form::Joint {
                witness["pairs"] = breach.pairs.iter().map(pair).collect();
            }
            let types = Type::ALL.into_iter();
            let types = types.filter(|it| guard.sides.iter().any(|side| self.type_of(side) == *it));
            let (causes, name) = match guard.form {
                Form::Allows => (self.cut_off(guard, workload, &breach, rendered), "cutOff"),
                _ => (types.flat_map(|it| self.let_in(it, workload, &breach, rendered)).collect(), "letIn"),
            };
            witness[name] = Value::Array(causes);
            witnesses.push(witness);
        }
        (!witnesses.is_empty()).then(|| {
            json!({
                "guard": guard.name,
                "form": guard.form.name(),
                "covered": covered.len(),
                "witnesses": witnesses,
            })
        })
    }

    fn breach(&self, guard: &Guard, workload: &'m Workload) -> Option<Breach> {
        let placed = self.place(workload).unwrap();
        let side = &guard.sides[0];
        let (wanted, set) = (self.options(side), self.set(workload, self.type_of(side)));
        match guard.form {
            Form::Within => self.breach_of(&set - &wanted),
            Form::Excludes => self.breach_of(&set & &wanted),
            Form::Allows => self.breach_of(&wanted - &set).or_else(|| self.without_placement(guard, &placed)),
            Form::Joint => self.joint(guard, workload, &placed),
        }
    }

    /// What some atoms are, none missing: whole codes, and the unlisted parts of others.
    fn breach_of(&self, atoms: Set) -> Option<Breach> {
        let whole = self.shortest(&atoms);
        let covered: Set = whole.iter().flat_map(|key| self.below(key).clone()).collect();
        let mut options: Vec<(Key, bool)> = whole.into_iter().map(|key| (key, false)).collect();
        options.extend((&atoms - &covered).into_iter().map(|key| (key, true)));
        options.sort();
        (!options.is_empty()).then_some(Breach { options, atoms, pairs: Vec::new(), is_fleet: false })
    }

    /// The codes of the rules, as written, in which the workload has no placement.
    fn without_placement(&self, guard: &Guard, placed: &Placed) -> Option<Breach> {
        let placements = placed.placements.as_ref()?;
        let side = &guard.sides[0];
        let mut options = Set::new();
        for (attribute, name) in words(&side.rules) {
            let whole = self.element(attribute, name);
            let left = self.except(whole.clone(), &side.exceptions);
            let has_placement = placements.iter().any(|(location, flavors)| {
                left.contains(&key_of_location(location)) || flavors.iter().any(|it| left.contains(it))
            });
            if left.is_empty() || has_placement {
                continue;
            }
            if attribute != GROUP && left == whole {
                options.insert(self.find(&[attribute], name));
            } else {
                options.extend(self.shortest(&left));
            }
        }
        let atoms: Set = options.iter().flat_map(|key| self.below(key).clone()).collect();
        let options: Vec<(Key, bool)> = options.into_iter().map(|key| (key, false)).collect();
        (!options.is_empty()).then_some(Breach { options, atoms, pairs: Vec::new(), is_fleet: true })
    }

    /// Both sides of a joint guard: with a fleet by placements, without one by sets.
    fn joint(&self, guard: &Guard, workload: &'m Workload, result: &Placed) -> Option<Breach> {
        let of = |it: Type| {
            let side = guard.sides.iter().find(|side| self.type_of(side) == it).unwrap();
            &self.options(side) & &self.set(workload, it)
        };
        let [places, flavors] = Type::ALL.map(of);
        let Some(placements) = &result.placements else {
            let (mut locations, flavors) = (self.breach_of(places)?, self.breach_of(flavors)?);
            locations.options.extend(flavors.options);
            locations.atoms.extend(flavors.atoms);
            return Some(locations);
        };
        let here = placements.iter().filter(|(location, _)| places.contains(&key_of_location(location)));
        let pairs: Vec<(String, Key)> = here
            .flat_map(|(location, offered)| {
                let both = offered.iter().filter(|flavor| flavors.contains(*flavor));
                both.map(|flavor| (location.clone(), flavor.clone()))
            })
            .collect();
        let flat = pairs.iter().flat_map(|(location, flavor)| [key_of_location(location), flavor.clone()]);
        let atoms: Set = flat.collect();
        let options = atoms.iter().map(|key| (key.clone(), false)).collect();
        (!pairs.is_empty()).then_some(Breach { options, atoms, pairs, is_fleet: false })
    }

    /// Who lets a workload have what it should not.
    fn let_in(&self, of: Type, workload: &'m Workload, breach: &Breach, rendered: &Rendered) -> Vec<Value> {
        let mut causes = Vec::new();
        for point in self.points(workload) {
            let policies = self.taking_part(point.list, workload.kind, of);
            if policies.is_empty() {
                let at = point_of(workload, point.environment);
                causes.push(json!({"type": of.name(), "point": at, "policy": null, "place": null}));
            }
            for policy in policies.iter().filter(|it| !self.options(&it.options).is_disjoint(&breach.atoms)) {
                causes.push(self.cause(of, workload, point.environment, &policy.name, rendered));
            }
        }
        causes
    }

    /// Who keeps a workload from what it should have.
    fn cut_off(
        &self,
        guard: &Guard,
        workload: &'m Workload,
        breach: &Breach,
        rendered: &Rendered,
    ) -> Vec<Value> {
        let of = self.type_of(&guard.sides[0]);
        let mut causes = Vec::new();
        for point in self.points(workload) {
            if self.union(point.list, workload.kind, of).is_none_or(|union| breach.atoms.is_subset(&union)) {
                continue;
            }
            for policy in self.taking_part(point.list, workload.kind, of) {
                causes.push(self.cause(of, workload, point.environment, &policy.name, rendered));
            }
        }
        if breach.is_fleet {
            let mut locations = self.set(workload, Type::Location);
            if of == Type::Location {
                locations = &locations & &breach.atoms;
            }
            for (_, name) in locations.iter().filter(|key| ATTRIBUTES[key.0] == LOCATION) {
                let code = self.codes.iter().find(|it| it.attribute == LOCATION && it.name == *name).unwrap();
                let place = rendered.place((LOCATION, name, code.parent.as_deref()), Part::Name);
                let point = json!({"location": name});
                causes.push(json!({"type": "flavor", "point": point, "policy": null, "place": place}));
            }
        }
        causes
    }

    /// A policy at a point of a workload, which is its first word in the list there.
    fn cause(
        &self,
        of: Type,
        workload: &Workload,
        environment: Option<&str>,
        policy: &str,
        rendered: &Rendered,
    ) -> Value {
        let named = |name: &str| self.model.environments.iter().find(|it| it.name == name).unwrap();
        let (statement, list) = match environment.map(named) {
            Some(it) => (("environment", it.name.as_str(), it.parent.as_deref()), &it.attach),
            None => {
                let it = workload;
                ((it.kind, it.name.as_str(), it.environment.as_deref()), &it.attach)
            }
        };
        let item = list.iter().position(|name| name == policy).unwrap();
        let place = rendered.place(statement, Part::Item(item));
        let point = point_of(workload, environment);
        json!({"type": of.name(), "point": point, "policy": policy, "place": place})
    }
}

fn key_of_location(name: &str) -> Key {
    (ATTRIBUTES.iter().position(|it| *it == LOCATION).unwrap(), name.to_owned())
}

fn identity(workload: &Workload) -> Value {
    json!({"kind": workload.kind, "name": workload.name, "environment": workload.environment})
}

fn point_of(workload: &Workload, environment: Option<&str>) -> Value {
    environment.map_or_else(|| json!({"workload": identity(workload)}), |name| json!({"environment": name}))
}
