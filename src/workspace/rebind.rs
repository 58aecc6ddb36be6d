//! Workloads where they were bound before: a workspace and the files that come after it go in, and its points
//! and workloads go out with those bound anew whose statements have changed, or that refer to what has come
//! or gone.
//!
//! This gives what [`workloads::bind`](super::workloads::bind) does, but for the numbers of lists and points.
//! It is there for the editor alone, where one statement of many changes: `cargo bench --bench editor` shows
//! what it buys.

use rustc_hash::FxHashSet;

use super::bind::Names;
use super::changes::{Changes, Other};
use super::definitions::{Attachments, AttachmentsId, Environment, EnvironmentId, Policy, PolicyId};
use super::missing::{Missing, Unknown};
use super::model::{Point, PointId, Workload, Workspace};
use super::workloads::{Placed, astray_duplicates};
use crate::arena::{Arena, Id, IdMap, Interner};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Keyword;
use crate::syntax::{FileIndex, Files};

/// Where each list of before is now; nowhere where a policy of it is gone.
pub(super) type Renumbered = IdMap<Attachments, Option<AttachmentsId>>;

/// The lists of `before` by the numbers that policies have now, and where each of them is.
pub(super) fn lists(before: &Workspace, policies: &Arena<Policy>) -> (Interner<Attachments>, Renumbered) {
    let named = |name: &str| policies.search(|policy| (*policy.name).cmp(name));
    let now = before.policies.map(|(_, policy)| named(&policy.name));
    if before.policies.ids().all(|id| now[id] == Some(id)) {
        let lists = Interner::of(before.attachments.clone());
        return (lists, before.attachments.map(|(id, _)| Some(id)));
    }
    let mut lists = Interner::default();
    // Numbers are in the order of names, so that what was in order still is.
    let renumbered = before.attachments.map(|(_, list)| {
        let list: Option<Vec<PolicyId>> = list.iter().map(|&policy| now[policy]).collect();
        list.map(|list| lists.intern(&*list))
    });
    (lists, renumbered)
}

/// What workloads are bound to.
pub(super) struct Now<'n, 'd, 'f> {
    pub(super) files: &'f Files,
    pub(super) names: &'n Names<'d, 'f>,
    pub(super) environments: &'n Arena<Environment>,
}

/// The workloads of files, bound where `before` has not bound them to what there is now; what they refer to
/// and is not found is reported to `unknown`. `None`, and nothing is reported, where the files are others, or
/// a workload may be there twice.
pub(super) fn rebind<'f>(
    before: &Workspace,
    now: &Now<'_, '_, 'f>,
    lists: &mut Interner<Attachments>,
    renumbered: &Renumbered,
    unknown: &mut Unknown<'f>,
) -> Option<Placed> {
    let Now { files, environments, .. } = *now;
    let changes = Changes::between(&before.files, files)?;
    let called = |name: &str| environments.search(|environment| (*environment.name).cmp(name));
    let environments_now = before.environments.map(|(_, environment)| called(&environment.name));
    let mut points: Arena<Point> = Arena::default();
    let points_now = before.points.map(|(_, point)| {
        let environment = match point.environment {
            Some(environment) => Some(environments_now[environment]?),
            None => None,
        };
        Some(points.push(Point { environment, attachments: renumbered[point.attachments]?, ..*point }))
    });
    let mut repeating: FxHashSet<PointId> =
        before.repeating.iter().filter_map(|&point| points_now[point]).collect();
    let mut lacked: FxHashSet<(FileIndex, u32)> = before.lacking.iter().flatten().copied().collect();
    let mut workloads = Vec::with_capacity(before.workloads.len() + changes.added.len());
    let mut others = changes.added.clone();
    for workload in &before.workloads {
        let has_lacked = !lacked.is_empty() && lacked.remove(&workload.order());
        let Some((file, item)) = changes.moved(workload.order()) else { continue };
        let mut workload = *workload;
        if changes.kept.contains_key(&file) {
            workload = Workload::new(file, files.at(file).statement_at(item), workload.point);
        }
        match points_now[workload.point].filter(|_| !has_lacked) {
            Some(point) => workload.point = point,
            None => others.push(Other { file, item, place: Some(workloads.len()) }),
        }
        workloads.push(workload);
    }
    // Those that are left had no environment.
    let astray = lacked.into_iter().filter_map(|order| changes.moved(order));
    others.extend(astray.map(|(file, item)| Other { file, item, place: None }));
    if others.is_empty() {
        return Some(used_points(Placed { points, repeating, workloads, lacking: Vec::new() }));
    }
    others.sort_unstable_by_key(|other| (other.file, other.item));
    let mut interner = Interner::of(points);
    let bound = bind(&others, now, lists, &mut interner)?;
    let mut duplicates = Vec::new();
    astray_duplicates(&bound.astray, &mut duplicates);
    if !duplicates.is_empty() {
        return None;
    }
    repeating.extend(bound.repeating);
    let mut gone = FxHashSet::default();
    let mut added = Vec::new();
    for (other, point) in others.iter().zip(bound.points) {
        match (other.place.and_then(|place| Some((place, workloads.get_mut(place)?))), point) {
            (Some((_, workload)), Some(point)) => workload.point = point,
            (Some((place, _)), None) => drop(gone.insert(place)),
            (None, Some(point)) => added.push(Workload::new(other.file, other.statement(files), point)),
            (None, None) => {}
        }
    }
    let points = interner.values;
    if !gone.is_empty() {
        let mut places = 0..;
        workloads.retain(|_| places.next().is_none_or(|place| !gone.contains(&place)));
    }
    let workloads = merged(workloads, added, |workload| {
        let point = &points[workload.point];
        (point.environment, point.kind, workload.statement_in(files).name().value())
    })?;
    unknown.missing.extend(bound.missing);
    Some(used_points(Placed { points, repeating, workloads, lacking: bound.lacking }))
}

/// What workloads are bound to.
#[derive(Default)]
struct Bound<'f> {
    /// The point of each; none where its environment is not found.
    points: Vec<Option<PointId>>,
    repeating: Vec<PointId>,
    /// Those in an environment that is not found.
    astray: Vec<Statement<'f>>,
    /// Those, and others that refer to what is not found.
    lacking: Vec<(FileIndex, u32)>,
    missing: Vec<Missing<'f>>,
}

/// Binds some workloads, which are in the order of the files; `None` where one of them is none.
fn bind<'f>(
    others: &[Other],
    now: &Now<'_, '_, 'f>,
    lists: &mut Interner<Attachments>,
    points: &mut Interner<Point>,
) -> Option<Bound<'f>> {
    let mut bound = Bound::default();
    let mut list = Vec::new();
    for other in others {
        let statement = other.statement(now.files);
        let Keyword::Workload(kind) = statement.keyword() else { return None };
        let attached = now.names.attachments(statement.list(), &mut list, &mut bound.missing);
        let environment = now.names.environment(statement.parent(), &mut bound.missing);
        if attached.lacks || environment.is_err() {
            bound.lacking.push((other.file, other.item));
        }
        let Ok(environment) = environment else {
            bound.astray.push(statement);
            bound.points.push(None);
            continue;
        };
        let attachments = lists.intern(attached.policies);
        let point = points.intern(&Point { environment, kind, attachments });
        if attached.repeats {
            bound.repeating.push(point);
        }
        bound.points.push(Some(point));
    }
    Some(bound)
}

/// Workloads that are in the order of `key`, with others among them; `None` where two have the same.
fn merged<K: Ord>(
    workloads: Vec<Workload>,
    added: Vec<Workload>,
    key: impl Fn(&Workload) -> K,
) -> Option<Vec<Workload>> {
    let mut placed = Vec::with_capacity(added.len());
    for workload in added {
        let own = key(&workload);
        let place = workloads.binary_search_by(|other| key(other).cmp(&own)).err()?;
        placed.push((place, own, workload));
    }
    placed.sort_unstable_by(|(a, a_key, _), (b, b_key, _)| a.cmp(b).then_with(|| a_key.cmp(b_key)));
    if placed.array_windows().any(|[(_, a, _), (_, b, _)]| a == b) {
        return None;
    }
    let mut merged = Vec::with_capacity(workloads.len() + placed.len());
    let mut rest = workloads.as_slice();
    for (place, _, workload) in placed {
        let (before, behind) = rest.split_at(place - (workloads.len() - rest.len()));
        merged.extend_from_slice(before);
        merged.push(workload);
        rest = behind;
    }
    merged.extend_from_slice(rest);
    Some(merged)
}

/// The points that have workloads.
fn used_points(placed: Placed) -> Placed {
    let Placed { points, repeating, mut workloads, lacking } = placed;
    let mut is_used = points.map(|_| false);
    for workload in &workloads {
        is_used[workload.point] = true;
    }
    if is_used.values().iter().all(|it| *it) {
        return Placed { points, repeating, workloads, lacking };
    }
    let (points, numbers) = used(&points, &is_used);
    for workload in &mut workloads {
        workload.point = present(numbers[workload.point]);
    }
    let repeating = repeating.into_iter().filter_map(|point| numbers[point]).collect();
    Placed { points, repeating, workloads, lacking }
}

/// The lists that are attached by anything, with points and environments that know them by their new numbers.
pub(super) fn used_lists(
    lists: Arena<Attachments>,
    environments: &mut Arena<Environment>,
    points: &mut Arena<Point>,
) -> Arena<Attachments> {
    let mut is_used = lists.map(|_| false);
    let of_environments = environments.values().iter().map(|it| it.attachments);
    for list in of_environments.chain(points.values().iter().map(|point| point.attachments)) {
        is_used[list] = true;
    }
    if is_used.values().iter().all(|it| *it) {
        return lists;
    }
    let (lists, numbers) = used(&lists, &is_used);
    let ids: Vec<EnvironmentId> = environments.ids().collect();
    for id in ids {
        let list = &mut environments[id].attachments;
        *list = present(numbers[*list]);
    }
    let ids: Vec<PointId> = points.ids().collect();
    for id in ids {
        let list = &mut points[id].attachments;
        *list = present(numbers[*list]);
    }
    lists
}

/// The values that are used, and their new numbers.
fn used<T: Clone>(all: &Arena<T>, is_used: &IdMap<T, bool>) -> (Arena<T>, IdMap<T, Option<Id<T>>>) {
    let mut left = Arena::default();
    let numbers = all.map(|(id, value)| is_used[id].then(|| left.push(value.clone())));
    (left, numbers)
}

#[expect(clippy::expect_used, reason = "another list or point in its place would widen what it restricts")]
fn present<T>(number: Option<Id<T>>) -> Id<T> {
    number.expect("what is used has a number")
}
