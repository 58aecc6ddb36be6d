//! Edits on what a workspace means against the same edits in its text, from which everything is resolved anew.

use bpol::answers::edit::{self, At, Basis, Edits, List, Meaning, Node, Subject};
use bpol::placement::{Provisional, Status};
use bpol::table::CodeId;
use bpol::workspace::{Kinds, PolicyId, Workspace};
use bpol::{Configuration, Identity};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::model::{Environment, KINDS, LOCATION, Model, Policy, Workload};
use crate::naive::Naive;
use crate::properties::cases;
use crate::random;

/// A model, and the edits that were made in it.
struct Edited<'w> {
    model: Model,
    workspace: &'w Workspace,
    edits: Edits,
}

fn identity(workload: &Workload) -> Identity {
    let kind = bpol::syntax::keyword::Kind::ALL.into_iter().find(|it| it.name() == workload.kind).unwrap();
    Identity { environment: workload.environment.clone(), kind, name: workload.name.clone() }
}

/// The index of each workload of a model among those of its workspace.
fn indices(model: &Model, workspace: &Workspace) -> Vec<usize> {
    let all: Vec<Identity> = workspace.workloads().iter().map(|it| workspace.identity(it)).collect();
    model.workloads.iter().map(|it| all.iter().position(|own| *own == identity(it)).unwrap()).collect()
}

impl Edited<'_> {
    fn policy(&self, name: &str) -> PolicyId {
        self.workspace.policy(name).unwrap()
    }

    fn meaning(&self, options: &str, kinds: Option<&Vec<&'static str>>) -> Meaning {
        let set = self.workspace.policies()[self.policy(options)].set().cloned();
        let kinds = kinds.map_or(Kinds::ALL, |kinds| {
            bpol::syntax::keyword::Kind::ALL.into_iter().filter(|it| kinds.contains(&it.name())).collect()
        });
        Meaning::new(set, kinds)
    }

    fn names(&self) -> Vec<String> {
        let policies = self.workspace.policies().values().iter();
        policies.map(|policy| policy.name().to_owned()).collect()
    }

    fn attached(&self, dice: &mut Dice) -> (Vec<String>, List) {
        let names: Vec<String> = self.names().into_iter().filter(|_| dice.once_in(3)).collect();
        let list = List::new(names.iter().map(|name| self.policy(name)).collect());
        (names, list)
    }

    /// One more edit, if there is something to do it to.
    fn edit(&mut self, original: &Model, indices: &[usize], dice: &mut Dice) -> Option<()> {
        let some = |number: usize, dice: &mut Dice| (number > 0).then(|| dice.below(number));
        let kind = KINDS[dice.below(KINDS.len())];
        match dice.below(8) {
            0 => {
                let [policy, other] = [(); 2].map(|()| some(original.policies.len(), dice));
                let target = (!dice.once_in(3)).then(|| vec![kind]);
                let other = &original.policies[other?];
                let policy = &mut self.model.policies[policy?];
                policy.options = other.options.clone();
                policy.target.clone_from(&target);
                let name = policy.name.clone();
                let meaning = self.meaning(&other.name, target.as_ref());
                self.edits.set_policy(self.policy(&name), meaning);
            }
            1 => {
                let index = some(original.environments.len(), dice)?;
                let (names, list) = self.attached(dice);
                self.model.environments[index].attach = names;
                let id = self.workspace.environment(&original.environments[index].name).unwrap();
                self.edits.set_list(At::Environment(id), list);
            }
            2 => {
                let index = some(original.workloads.len(), dice)?;
                let (names, list) = self.attached(dice);
                self.model.workloads[index].attach = names;
                self.edits.set_list(At::Workload(indices[index]), list);
            }
            3 => {
                let index = some(original.environments.len(), dice)?;
                let parent = dice.below(original.environments.len() + 1);
                let parent = original.environments.get(parent).map(|it| it.name.clone());
                let node = parent.as_ref().map(|it| Node::Declared(self.workspace.environment(it).unwrap()));
                self.model.environments[index].parent = parent;
                let id = self.workspace.environment(&original.environments[index].name).unwrap();
                self.edits.set_parent(id, node);
            }
            4 => {
                let index = some(original.workloads.len(), dice)?;
                let environment = dice.below(original.environments.len() + 1);
                let environment = original.environments.get(environment).map(|it| it.name.clone());
                let node = environment.as_ref();
                let node = node.map(|it| Node::Declared(self.workspace.environment(it).unwrap()));
                self.move_to(index, environment, node, indices)?;
            }
            5 => {
                let index = some(original.workloads.len(), dice)?;
                let parent = original.environments.first().map(|it| it.name.clone());
                let node = parent.as_ref();
                let node = node.map(|it| Node::Declared(self.workspace.environment(it).unwrap()));
                let (attach, list) = self.attached(dice);
                let name = format!("added {}", self.model.environments.len());
                let added = self.edits.add_environment(node, list);
                self.model.environments.push(Environment { name: name.clone(), label: None, parent, attach });
                self.move_to(index, Some(name), Some(added), indices)?;
            }
            6 => {
                let locations: Vec<usize> = (0..original.codes.len())
                    .filter(|index| original.codes[*index].attribute == LOCATION)
                    .collect();
                let index = locations[some(locations.len(), dice)?];
                let flavors: Vec<(CodeId, &str)> = self
                    .workspace
                    .table()
                    .iter()
                    .filter(|(_, code)| ["cpu", "gpu"].contains(&code.attribute().name()))
                    .map(|(id, code)| (id, code.name()))
                    .collect();
                let flavors: Vec<_> = flavors.into_iter().filter(|_| dice.once_in(2)).collect();
                let offers = (!flavors.is_empty()).then_some(flavors);
                let names =
                    |it: &Vec<(CodeId, &str)>| it.iter().map(|(_, name)| (*name).to_owned()).collect();
                self.model.codes[index].offers = offers.as_ref().map(names);
                let attribute = bpol::syntax::keyword::Attribute::Location;
                let location = self.workspace.table().find(attribute, &original.codes[index].name).unwrap();
                let ids = offers.map(|it| it.into_iter().map(|(id, _)| id).collect());
                self.edits.set_offers(location, ids);
            }
            _ => {
                // One more policy, of one kind, in a list.
                let other = &original.policies[some(original.policies.len(), dice)?];
                let name = format!("further {}", self.model.policies.len());
                let target = Some(vec![kind]);
                let meaning = self.meaning(&other.name, target.as_ref());
                let policy =
                    Policy { name: name.clone(), label: None, options: other.options.clone(), target };
                let at = match some(original.environments.len(), dice) {
                    Some(index) if dice.once_in(2) => {
                        self.model.environments[index].attach.push(name);
                        At::Environment(
                            self.workspace.environment(&original.environments[index].name).unwrap(),
                        )
                    }
                    _ => {
                        let index = some(original.workloads.len(), dice)?;
                        self.model.workloads[index].attach.push(name);
                        At::Workload(indices[index])
                    }
                };
                self.model.policies.push(policy);
                self.edits.list(self.workspace, at).further.push(meaning);
            }
        }
        Some(())
    }

    /// Moves a workload, unless another one has the name there.
    fn move_to(
        &mut self,
        index: usize,
        environment: Option<String>,
        node: Option<Node>,
        indices: &[usize],
    ) -> Option<()> {
        let own = &self.model.workloads[index];
        let is_taken = self.model.workloads.iter().enumerate().any(|(other, it)| {
            other != index && (it.kind, &it.name, &it.environment) == (own.kind, &own.name, &environment)
        });
        if is_taken {
            return None;
        }
        self.model.workloads[index].environment = environment;
        self.edits.set_environment(indices[index], node);
        Some(())
    }
}

/// What is said of a workload anew.
fn anew<'p>(provisional: &'p Provisional, workload: &Workload) -> &'p bpol::workspace::Workload {
    provisional.workspace().workload(&identity(workload)).unwrap()
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn edits_do_what_they_do_in_the_text(model in random::model(), seed in any::<u64>()) {
        let model = random::sound(model);
        let before = model.render(0).analyse(Configuration::default());
        let provisional = before.provisional().unwrap();
        let indices = indices(&model, provisional.workspace());
        let mut dice = Dice::new(seed);
        let edits = Edits::default();
        let mut edited = Edited { model: model.clone(), workspace: provisional.workspace(), edits };
        for _ in 0..=dice.below(3) {
            let _ = edited.edit(&model, &indices, &mut dice);
        }
        let Edited { model: changed, edits, .. } = edited;
        let basis = Basis::new(provisional);
        let after = changed.render(0).analyse(Configuration::default());
        let Some(edited) = edit::Edited::new(&basis, &edits) else {
            prop_assert!(after.provisional().is_err_and(|it| it.errors()[0].check.name == "environment-cycle"));
            return Ok(());
        };
        let anew_of = after.provisional().unwrap();
        let changes = edited.changes();
        let mut found: Vec<Option<bpol::placement::PlacementSet>> = vec![None; model.workloads.len()];
        for change in &changes.all {
            for index in edited.workloads(change.subject) {
                let set = changes.sets[change.after].clone();
                prop_assert_eq!(edited.status(&set), changes.status(change.after));
                prop_assert!(found[index].replace(set).is_none(), "{} changes twice", index);
                if let Subject::Workload(own) = change.subject {
                    prop_assert_eq!(own, index);
                }
            }
        }
        let mut broken = Vec::new();
        for (workload, &index) in changed.workloads.iter().zip(&indices) {
            let now = anew(anew_of, workload);
            let wanted = &anew_of.sets()[anew_of.set_id(now)];
            let set = edited.set_of(index);
            prop_assert_eq!(&set, wanted, "{} in {:#?}", identity(workload), changed.render(0));
            prop_assert_eq!(edited.status(&set), anew_of.status(anew_of.set_id(now)));
            prop_assert_eq!(edited.placements(&set), anew_of.placements(wanted));
            let own = &provisional.workspace().workloads()[index];
            let own = &provisional.sets()[provisional.set_id(own)];
            let is_changed = own != wanted || provisional.placements(own) != anew_of.placements(wanted);
            prop_assert_eq!(found[index].as_ref(), is_changed.then_some(wanted), "{}", identity(workload));
            if is_changed && edited.status(&set) == Status::Placed {
                let alone = Model { workloads: vec![workload.clone()], ..changed.clone() };
                let alone = Naive::new(&alone);
                broken.extend(changed.guards.iter().filter(|it| !alone.holds(it)).map(|it| it.name.clone()));
            }
        }
        broken.sort();
        broken.dedup();
        let guards = provisional.workspace().guards();
        let found: Vec<String> =
            edited.broken(&changes, |_| true).into_iter().map(|id| guards[id].name().to_owned()).collect();
        prop_assert_eq!(found, broken);
    }
}
