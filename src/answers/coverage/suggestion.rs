//! A guard that would catch an edit: those who gain by it come in, and a `within` that all workloads keep to
//! today and one of them then would not goes out.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::answers::edit::{Change, Changes, Edited, Node};
use crate::placement::{PlacementSetId, PointTree, Resolved};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::syntax::quoted;
use crate::table::Set;
use crate::workspace::{Checked, EnvironmentId};

/// Whom a guard covers, and the type that it is about.
type Scope = (Option<EnvironmentId>, Option<Kind>, PolicyType);

/// What workloads have together today.
pub(super) struct Ceilings<'r> {
    resolved: &'r Resolved,
    tree: PointTree,
    known: Mutex<FxHashMap<Scope, Option<Arc<Set>>>>,
}

impl<'r> Ceilings<'r> {
    pub(super) fn new(resolved: &'r Resolved) -> Self {
        Self { resolved, tree: PointTree::new(resolved.workspace()), known: Mutex::default() }
    }

    /// A guard that holds today and would not after an edit: for where somebody gains by it, and for every
    /// kind there where that catches it.
    pub(super) fn suggest(
        &self,
        edited: &Edited<'_>,
        changes: &Changes,
        gaining: &[&Change],
    ) -> Option<String> {
        let checked = self.checked();
        let mut seen = FxHashSet::default();
        for change in gaining {
            let (environment, kind) = edited.place_of(change.subject);
            if !seen.insert((environment, kind, change.after)) {
                continue;
            }
            let after = &changes.sets[change.after];
            let innermost = edited.upwards(environment).find_map(|node| match node {
                Node::Declared(id) => Some(id),
                Node::Added(_) => None,
            });
            for policy_type in PolicyType::ALL {
                let Some(after) = after.set(checked.space(), policy_type) else { continue };
                // What is allowed further out is more, so that nothing there catches what this does not.
                let scopes = [None, Some(kind)].map(|kind| (innermost, kind, policy_type));
                let catches = |scope: Scope| {
                    self.ceiling(scope).filter(|ceiling| !ceiling.covers(&after)).map(|it| (scope, it))
                };
                if let Some((scope, ceiling)) = scopes.into_iter().find_map(catches) {
                    return Some(self.write(scope, &ceiling));
                }
            }
        }
        None
    }

    fn checked(&self) -> &'r Checked {
        self.resolved.workspace()
    }

    /// What all workloads that a guard covers have together.
    fn ceiling(&self, scope: Scope) -> Option<Arc<Set>> {
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&scope) {
            return known.clone();
        }
        let (environment, kind, policy_type) = scope;
        let checked = self.checked();
        let points = self.tree.within(environment).iter();
        let covered = points.filter(|&&it| kind.is_none_or(|kind| checked.points()[it].kind() == kind));
        let ids: FxHashSet<PlacementSetId> = covered.map(|&point| self.resolved.set_at(point)).collect();
        let sets = ids.into_iter().map(|id| self.resolved.sets()[id].set(checked.space(), policy_type));
        let sets: Vec<Set> = sets.flatten().collect();
        let ceiling = Set::union(&sets).map(Arc::new);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(scope, ceiling.clone());
        ceiling
    }

    /// The guard as a statement.
    fn write(&self, (environment, kind, policy_type): Scope, ceiling: &Set) -> String {
        let checked = self.checked();
        let environment = environment.map(|id| checked.environments()[id].name());
        let mut rules: Vec<(Attribute, Vec<String>)> = Vec::new();
        for code in checked.space().shortest(ceiling) {
            let code = &checked.table()[code];
            let name = quoted(code.name());
            match rules.last_mut() {
                Some((attribute, names)) if *attribute == code.attribute() => names.push(name),
                _ => rules.push((code.attribute(), vec![name])),
            }
        }
        let rules: Vec<String> =
            rules.iter().map(|(attribute, names)| format!("{attribute} in [{}]", names.join(", "))).collect();
        let inside = environment.map_or_else(String::new, |name| format!(" in {}", quoted(name)));
        let target = kind.map_or_else(String::new, |kind| format!(" target {}", kind.plural()));
        let name = self.name(environment, kind, policy_type);
        format!("guard {}{inside} < within {}{target} >", quoted(&name), rules.join(" or "))
    }

    /// A name that no guard has.
    fn name(&self, environment: Option<&str>, kind: Option<Kind>, policy_type: PolicyType) -> String {
        let what = match policy_type {
            PolicyType::Location => "places",
            PolicyType::Flavor => "hardware",
        };
        let words = [environment, kind.map(Kind::plural), Some(what)];
        let name = words.into_iter().flatten().collect::<Vec<_>>().join("-");
        let is_free = |name: &String| self.checked().guard(name).is_none();
        let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
        std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name)
    }
}
