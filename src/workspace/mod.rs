//! Names become ids: trees come in, a workspace of ids goes out, with the findings about its names in it.

mod advice;
mod advice_words;
mod bind;
mod build;
mod changes;
mod check;
mod circles;
mod declare;
mod define;
mod definitions;
mod environments;
mod kept;
mod kinds;
mod lookup;
mod meant;
mod messages;
mod missing;
mod model;
mod naming;
mod nothing;
mod order;
mod rebind;
mod regions;
mod repairs;
#[cfg(feature = "editor")]
mod restate;
mod rules;
mod senses;
mod shortened;
mod unknown;
mod workloads;
mod wrong_attribute;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use advice::{About, Advice, Known, Likeness, Meant, NameAdvice, Near, Region, Sense};
pub use check::{Checked, Rejected, check};
pub use definitions::{
    Attachments, AttachmentsId, Element, Environment, EnvironmentId, Group, GroupId, Guard, GuardId, Options,
    Policy, PolicyId,
};
pub use kinds::Kinds;
pub use messages::{Fault, Repair};
pub use model::{Point, PointId, Workload, Workspace};
pub use naming::{Does, Entity, Mention};
#[cfg(feature = "editor")]
pub(crate) use restate::Shift;
pub use shortened::Codes;

use crate::arena::Interner;
use crate::reference::Reference;
use crate::suggest::Budget;
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use define::Definitions;
use kept::Kept;

/// Looks up every name of the reference table and of `files`, whatever their order.
#[must_use]
pub fn resolve(reference: Reference, files: Vec<Arc<Parsed>>) -> Workspace {
    resolve_after(None, reference, files)
}

/// The same, with what it has in common with an earlier workspace taken over from there.
#[must_use]
pub(crate) fn resolve_after(
    before: Option<&Workspace>,
    reference: Reference,
    files: Vec<Arc<Parsed>>,
) -> Workspace {
    let files = Files::new(reference.files().cloned().chain(files).collect());
    let mut findings = Vec::new();
    let mut unknown = missing::Unknown::default();
    let declared = declare::declare(&files, &mut findings);
    let kept = before.and_then(|before| Kept::of(before, &files, &declared));
    let definitions = Definitions::new(&files, &declared, kept, &mut findings, &mut unknown);
    nothing::report(&files, &reference, &definitions, &mut findings);
    let Definitions { table, space, groups, are_codes_settled, policies, guards, nothing: _ } = definitions;
    let before = before.filter(|before| before.lacking.is_some());
    let (mut lists, renumbered) = match before {
        Some(before) => {
            let (lists, renumbered) = rebind::lists(before, &policies);
            (lists, Some(renumbered))
        }
        None => (Interner::default(), None),
    };
    let names = bind::Names::new(&declared, &policies);
    let mut environments = environments::environments(
        &files,
        &declared,
        &names,
        &mut lists,
        &mut findings,
        &mut unknown.missing,
    );
    let names = names.with_environments(&environments);
    let guards = environments::guards(guards, &declared, &names, &mut unknown.missing);
    let found = findings.len();
    let rebound = before.zip(renumbered.as_ref()).and_then(|(before, renumbered)| {
        let now = rebind::Now { files: &files, names: &names, environments: &environments };
        rebind::rebind(before, &now, &mut lists, renumbered, &mut unknown)
    });
    let bind = || workloads::bind(&files, &names, &mut lists, &mut findings, &mut unknown);
    let workloads::Placed { mut points, repeating, workloads, lacking } = rebound.unwrap_or_else(bind);
    let lacking = (found == findings.len()).then_some(lacking);
    findings.append(&mut unknown.misplaced);
    // Where a file could not be read, what is not declared in the others may be declared in it.
    if files.iter().all(|file| file.is_readable()) {
        findings.append(&mut unknown.elsewhere);
        let lookup = lookup::Lookup {
            files: &files,
            declared: &declared,
            table: &table,
            space: &space,
            groups: &groups,
            policies: &policies,
            budget: Budget::default(),
            indexes: FxHashMap::default(),
        };
        findings.extend(unknown::findings(unknown.missing, lookup));
    }
    drop(declared);
    let mut attachments = lists.values;
    if before.is_some() {
        attachments = rebind::used_lists(attachments, &mut environments, &mut points);
    }
    let occurring = environments::occurring(&environments, &points);
    Workspace {
        files,
        reference,
        table,
        space,
        groups,
        are_codes_settled,
        policies,
        environments,
        occurring,
        guards,
        attachments,
        points,
        repeating,
        workloads,
        lacking,
        findings,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::reference::Reference;
    use crate::syntax;
    use crate::syntax::ast::Parsed;
    use crate::syntax::keyword::Kind;
    use crate::text::Source;
    use crate::workspace::{resolve, resolve_after};

    /// What a point is, whatever its list and itself are numbered as.
    fn point(workspace: &Workspace, id: PointId) -> (Option<String>, Kind, Vec<String>) {
        let Point { environment, kind, attachments } = workspace.points()[id];
        let environment = environment.map(|id| workspace.environments()[id].name().to_owned());
        let policies = workspace.attachments()[attachments].iter();
        let policies = policies.map(|&id| workspace.policies()[id].name().to_owned());
        (environment, kind, policies.collect())
    }

    /// The points at which a workload may attach a policy twice.
    fn repeating(workspace: &Workspace) -> BTreeSet<impl Ord> {
        workspace.repeating.iter().map(|&id| point(workspace, id)).collect()
    }

    /// All else that a workspace says of its workloads.
    fn said(workspace: &Workspace) -> impl PartialEq + std::fmt::Debug + use<> {
        let point = |id: PointId| point(workspace, id);
        let workloads = workspace.workloads().iter().map(|workload| {
            let statement = workspace.statement_of(workload);
            let name = workspace.name_of(workload);
            (name.value().into_owned(), name.span().key(), statement.span().key(), point(workload.point()))
        });
        let of_points = workspace.points().values().iter().map(|it| it.attachments);
        let lists = workspace.environments().values().iter().map(|it| it.attachments).chain(of_points);
        let lists = lists.map(|id| format!("{:?}", workspace.attachments()[id]));
        let points: Vec<_> = workspace.points().ids().map(point).collect();
        let findings = workspace.findings().iter().map(|it| (it.check.name, it.span.key(), it.fact.words()));
        let policies =
            workspace.policies().values().iter().map(|it| (it.name(), it.statement(), it.options()));
        let groups = workspace.groups().values().iter().map(|it| (it.name(), it.statement(), it.options()));
        let codes = workspace.table().iter().map(|(_, it)| (it.name(), it.statement()));
        let definitions = (
            format!("{:?}", policies.collect::<Vec<_>>()),
            format!("{:?}", groups.collect::<Vec<_>>()),
            format!("{:?}", codes.collect::<Vec<_>>()),
        );
        (
            definitions,
            workloads.collect::<Vec<_>>(),
            lists.collect::<BTreeSet<String>>(),
            (points.len(), points.into_iter().collect::<BTreeSet<_>>()),
            workspace.occurring.values().to_vec(),
            format!("{:?}", findings.collect::<Vec<_>>()),
        )
    }

    /// `splitmix64`.
    fn below(state: &mut u64, bound: usize) -> usize {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    /// Any statement, which may be wrong or there already.
    fn statement(state: &mut u64) -> String {
        let name = |state: &mut u64, stem: &str| format!("{stem}{}", below(state, 4));
        match below(state, 12) {
            0 => format!("environment {} < attach [{}] >\n", name(state, "e"), name(state, "p")),
            1 => format!("environment {} in {}\n", name(state, "e"), name(state, "e")),
            2 => format!(
                "policy {} < country in [fr] target {}models >\n",
                name(state, "p"),
                ["", "x"][below(state, 2)]
            ),
            3 => match below(state, 4) {
                0 => format!("country {}\n", name(state, "c")),
                1 => format!("group {} < country in [fr, {}] >\n", name(state, "g"), name(state, "c")),
                2 => format!("policy {} < country in [{}] >\n", name(state, "p"), name(state, "c")),
                _ => format!(
                    "policy {} < group in [{}] except country in [fr] >\n",
                    name(state, "p"),
                    name(state, "g")
                ),
            },
            4 => ["<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "# why\n"][below(state, 4)].to_owned(),
            _ => {
                let kind = ["model", "agent", "modle"][below(state, 11) / 5];
                let policies: Vec<String> = (0..=below(state, 3)).map(|_| name(state, "p")).collect();
                let own = format!("w{}", below(state, 60));
                format!("{kind} {own} in {} < attach [{}] >\n", name(state, "e"), policies.join(", "))
            }
        }
    }

    /// The same statement with another word in it.
    fn reworded(line: &str) -> String {
        let words = [("[fr", "[us"), ("[g1", "[g2"), ("[g3", "[g0"), ("[p0", "[p1"), ("in e1", "in e2")];
        let word = words.into_iter().find(|(word, _)| line.contains(word));
        word.map_or_else(|| line.to_owned(), |(word, other)| line.replacen(word, other, 1))
    }

    #[test]
    fn what_was_bound_before_is_what_is_bound_now() {
        let mut state = 7;
        let (mut rebound, mut lacking, mut kept) = (0, 0, 0);
        for _ in 0..80 {
            let mut sources: Vec<Source> = Vec::new();
            let mut lines: Vec<Vec<String>> = Vec::new();
            for file in 0..3 {
                let mut own = vec!["country fr\ncountry us\n".to_owned()];
                if file == 0 {
                    own.extend((0..4).map(|it| format!("country c{it}\n")));
                    own.extend((0..4).map(|it| format!("group g{it} < country in [fr, c{it}] >\n")));
                    own.extend((0..4).map(|it| format!("policy p{it} < group in [g{it}] >\n")));
                    own.extend((0..4).map(|it| format!("environment e{it}\n")));
                } else {
                    own = (0..9).map(|it| format!("model m{file}{it} in e{}\n", it % 4)).collect();
                }
                sources.push(Source::new(file.to_string(), own.concat().into_bytes()));
                lines.push(own);
            }
            let mut trees: Vec<Arc<Parsed>> =
                sources.iter().map(|source| Arc::new(syntax::parse(source.clone()))).collect();
            let mut before = resolve(Reference::none(), trees.clone());
            let mut undo: Option<(usize, usize, bool, Option<String>)> = None;
            for _ in 0..40 {
                // Most edits are taken back by the next one, so that most states are whole.
                let is_undone = undo.is_some() && below(&mut state, 3) > 0;
                let (file, at, removes, text) = undo.take().filter(|_| is_undone).unwrap_or_else(|| {
                    let file = below(&mut state, 3);
                    let own = &lines[file];
                    if below(&mut state, 2) == 0 {
                        let at = below(&mut state, own.len());
                        return (file, at, true, own.get(at).map(|line| reworded(line)));
                    }
                    let removes = own.len() > 5 && below(&mut state, 2) == 0;
                    let text = (!removes).then(|| statement(&mut state));
                    (file, below(&mut state, own.len() + usize::from(!removes)), removes, text)
                });
                let old = removes.then(|| lines[file].remove(at));
                undo = Some((file, at, text.is_some(), old));
                lines[file].splice(at..at, text);
                trees[file] = Arc::new(syntax::parse(sources[file].with_text(lines[file].concat())));
                let now = resolve_after(Some(&before), Reference::none(), trees.clone());
                let anew = resolve(Reference::none(), trees.clone());
                assert_eq!(said(&now), said(&anew), "{lines:?}");
                assert!(repeating(&now).is_superset(&repeating(&anew)), "{lines:?}");
                let is_near = before.lacking.is_some() && now.lacking.is_some();
                rebound += usize::from(is_near && now.workloads.len() != before.workloads.len());
                lacking += usize::from(is_near && now.lacking.iter().any(|it| !it.is_empty()));
                kept += usize::from(Arc::ptr_eq(&before.table, &now.table));
                before = now;
            }
        }
        assert!(rebound > 50 && lacking > 50 && kept > 50, "{rebound} {lacking} {kept}");
    }

    #[test]
    fn the_sides_of_a_conflict_are_two_workloads_once_it_is_none() {
        let source = Source::new("a", Vec::new());
        let tree = |text: &str| vec![Arc::new(syntax::parse(source.with_text(text.to_owned())))];
        let before = resolve(
            Reference::none(),
            tree("<<<<<<< ours\nmodel a\n=======\nmodel a # or so\n>>>>>>> theirs\n"),
        );
        assert_eq!(before.findings().len(), 0);
        let now = resolve_after(Some(&before), Reference::none(), tree("model a\nmodel a # or so\n"));
        assert_eq!(now.findings().len(), 1);
    }
}
