//! What should be said of one workload, repairs aside, as its points have it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::query_naive::{Picked, walk};
use super::why_world::{Act, Applying, World};
use crate::model::{Part, Rendered};
use crate::naive::{Impossible, Key, Point, Type};

impl World<'_> {
    /// What is said of the types, point by point.
    pub(super) fn types(&self, rendered: &Rendered) -> Value {
        let points = self.naive.points(self.workload);
        let codes = |keys: &BTreeSet<Key>| walk(self.naive, keys);
        let of = |it: Type| {
            let at = |(index, point): (usize, &Point<'_>)| {
                let mut names: Vec<&String> = point.list.iter().collect();
                names.sort();
                names.dedup();
                let union = self.naive.union(point.list, self.workload.kind, it);
                let policies: Vec<Value> =
                    names.into_iter().map(|name| self.attached(index, name, it, rendered)).collect();
                json!({"point": self.point(index), "policies": policies, "union": union.as_ref().map(codes)})
            };
            let all: Vec<Value> = points.iter().enumerate().map(at).collect();
            let is_restricted = self.naive.meet(&points, self.workload.kind, it).is_some();
            let result = codes(&self.naive.set(self.workload, it));
            json!({"type": it.name(), "restricted": is_restricted, "points": all, "result": result})
        };
        Type::ALL.into_iter().map(of).collect()
    }

    fn attached(&self, at: usize, name: &str, it: Type, rendered: &Rendered) -> Value {
        let policy = self.naive.model.policies.iter().find(|policy| policy.name == name);
        let of = policy.map(|policy| self.naive.type_of(&policy.options));
        let reason = if of == Some(it) {
            policy.filter(|policy| !policy.applies(self.workload.kind)).map(|_| "target")
        } else {
            Some("other-type")
        };
        let options = policy.map(|policy| self.naive.options(&policy.options)).unwrap_or_default();
        json!({
            "name": name,
            "place": self.place(at, name, rendered),
            "declared": rendered.place(("policy", name, None), Part::Name),
            "takesPart": reason.is_none(),
            "reason": reason,
            "options": walk(self.naive, &options),
        })
    }

    /// Where the list of a point has a policy first.
    fn place(&self, at: usize, name: &str, rendered: &Rendered) -> Value {
        let (statement, list) = match &self.points[at].0 {
            None => {
                let it = self.workload;
                ((it.kind, it.name.as_str(), it.environment.as_deref()), &it.attach)
            }
            Some(environment) => {
                let it = self.naive.model.environments.iter().find(|it| it.name == *environment).unwrap();
                (("environment", it.name.as_str(), it.parent.as_deref()), &it.attach)
            }
        };
        let item = list.iter().position(|it| it == name).unwrap();
        rendered.place(statement, Part::Item(item))
    }

    /// What is said of an option, repairs aside.
    pub(super) fn option(&self, picked: &Picked, rendered: &Rendered) -> Value {
        let asked = self.mask(&picked.atoms);
        let (set, _) = self.set(picked.of, &[]);
        let answer = if self.has(&[], Some((picked.of, asked))) {
            "allowed"
        } else if asked & !set == 0 {
            "unavailable"
        } else if asked & set != 0 {
            "partly"
        } else {
            "denied"
        };
        let own = self.naive.set(self.workload, picked.of);
        let part = if answer == "partly" { walk(self.naive, &(&own & &picked.atoms)) } else { json!([]) };
        let (mut admitted, mut blocked) = (Vec::new(), Vec::new());
        for (index, (_, policies)) in self.points.iter().enumerate() {
            let point = self.point(index);
            let own: Vec<&Applying> = policies.iter().filter(|(_, of, _)| *of == picked.of).collect();
            if own.is_empty() {
                admitted.push(json!({"point": point, "policy": null, "place": null}));
                continue;
            }
            let entry = |name: &String| json!({"point": point, "policy": name, "place": self.place(index, name, rendered)});
            let touching = own.iter().filter(|(_, _, mask)| mask & asked != 0);
            admitted.extend(touching.map(|(name, _, _)| entry(name)));
            let union = own.iter().fold(0, |all, (_, _, mask)| all | mask);
            if asked & !union != 0 {
                blocked.extend(own.iter().map(|(name, _, _)| entry(name)));
            }
        }
        json!({
            "option": {"type": picked.attribute, "name": picked.name},
            "answer": answer,
            "part": part,
            "admittedBy": admitted,
            "blockedBy": blocked,
        })
    }

    /// The clash: each point is left out, from the outermost inwards, without which the others clash still.
    pub(super) fn clash(&self) -> Value {
        let restricted = |index: usize, of: Type| self.points[index].1.iter().any(|(_, it, _)| *it == of);
        let smallest = |types: &[Type], clashes: &dyn Fn(&BTreeSet<(usize, Type)>) -> bool| -> Value {
            let all = (0..self.points.len()).flat_map(|index| types.iter().map(move |of| (index, *of)));
            let mut kept: BTreeSet<(usize, Type)> =
                all.filter(|(index, of)| restricted(*index, *of)).collect();
            for index in (0..self.points.len()).rev() {
                for of in types {
                    let mut rest = kept.clone();
                    if rest.remove(&(index, *of)) && clashes(&rest) {
                        kept = rest;
                    }
                }
            }
            kept.iter().map(|(index, of)| json!({"type": of.name(), "point": self.point(*index)})).collect()
        };
        // Detaching everything of a point and type is leaving it out.
        let without = |kept: &BTreeSet<(usize, Type)>| -> Vec<Act> {
            let points = self.points.iter().enumerate();
            let own = points.flat_map(|(index, (_, own))| own.iter().map(move |it| (index, it)));
            let away = own.filter(|(index, (_, of, _))| !kept.contains(&(*index, *of)));
            away.map(|(index, (name, of, _))| Act::Detach(index, name.clone(), *of)).collect()
        };
        match self.naive.place(self.workload) {
            Ok(_) => Value::Null,
            Err(Impossible::Collision(types)) => types
                .into_iter()
                .map(|(of, _)| {
                    let is_empty = |kept: &BTreeSet<(usize, Type)>| {
                        self.set(of, &without(kept).iter().collect::<Vec<_>>()) == (0, true)
                    };
                    json!({"type": of.name(), "points": smallest(&[of], &is_empty)})
                })
                .collect(),
            Err(Impossible::NoPlacement) => {
                let is_nowhere = |kept: &BTreeSet<(usize, Type)>| {
                    !self.has(&without(kept).iter().collect::<Vec<_>>(), None)
                };
                json!([{"type": null, "points": smallest(&Type::ALL, &is_nowhere)}])
            }
        }
    }
}
