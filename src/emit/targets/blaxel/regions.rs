//! Where sandboxes and applications run: the platform lets them name no policies, so what they may do comes
//! in as a set, and the one region that each of them gets goes out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::CodeNames;
use super::object::Object;
use crate::diagnostic::{listed, some};
use crate::emit::names::by_workload;
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::settings::{Setting, Wrong};
use crate::emit::target::Request;
use crate::placement::{PlacementSet, PlacementSetId};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::syntax::{self, Identity};
use crate::table::CodeId;
use crate::text::hidden::one_line;
use crate::workspace::Workload;

/// What the configuration says of regions.
#[derive(Debug)]
pub struct Regions<'r> {
    request: Request<'r>,
    /// The regions that jobs and applications run in, if that is known.
    mk31: Option<FxHashSet<CodeId>>,
    /// The region of each workload that has a pin, and where it says so.
    pins: FxHashMap<Identity, (CodeId, &'r Setting)>,
    /// The sandboxes that are applications.
    applications: FxHashSet<Identity>,
    picks_first: bool,
}

impl<'r> Regions<'r> {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A workload that is none, or no sandbox; a location that the table does not have.
    pub fn new(request: &Request<'r>) -> Result<Self, Wrong> {
        let settings = request.settings;
        let mk31 = settings.get("mk31").map(|setting| {
            let items = items(setting)?;
            items.into_iter().map(|item| location(request, item)).collect::<Result<FxHashSet<_>, _>>()
        });
        let mut pins = FxHashMap::default();
        for (identity, setting) in by_workload(request, settings.get("pins"))? {
            if identity.kind != Kind::Sandbox {
                let message =
                    format!("`{}` is no sandbox, and takes no pin", one_line(&identity.to_string()));
                let help = "its policies say where it runs: delete the line".to_owned();
                return Err(Wrong::new(&setting.place, message, help));
            }
            pins.insert(identity, (location(request, setting)?, setting));
        }
        let mut applications = FxHashSet::default();
        if let Some(setting) = settings.get("applications") {
            for item in items(setting)? {
                applications.insert(application(request, item)?);
            }
        }
        let picks_first = settings.get("pick").is_some();
        Ok(Self { request: *request, mk31: mk31.transpose()?, pins, applications, picks_first })
    }

    /// What a workload is to the platform.
    #[must_use]
    pub fn object(&self, identity: &Identity) -> Object {
        if self.applications.contains(identity) { Object::Application } else { Object::of(identity.kind) }
    }

    /// Whether nothing is said of a workload: it is restricted and limited in nothing, and what it is has
    /// no policies that could be taken off.
    #[must_use]
    pub fn leaves_out(&self, identity: &Identity, object: Object, workload: &Workload) -> bool {
        let resolved = self.request.resolved;
        let set = &resolved.sets()[resolved.set_id(workload)];
        let is_free = || resolved.restricts(set).next().is_none() && resolved.limits(workload).is_empty();
        !object.has_policies() && !self.pins.contains_key(identity) && is_free()
    }

    /// The region of each workload that gets one. Refused are those that could run in none of the regions, or
    /// in several of them.
    ///
    /// # Errors
    /// A pin where the workload may not run.
    pub(super) fn place<'n>(
        &self,
        request: &Request<'_>,
        objects: &[Object],
        names: &'n CodeNames,
        refusals: &mut Refusals<'_>,
    ) -> Result<Vec<Option<&'n str>>, Wrong> {
        let mut known: FxHashMap<(PlacementSetId, Object), Vec<CodeId>> = FxHashMap::default();
        let mut placed = Vec::with_capacity(objects.len());
        let all = objects.iter().zip(request.identities).zip(request.workloads).enumerate();
        for (index, ((&object, identity), workload)) in all {
            let id = request.resolved.set_id(workload);
            let set = &request.resolved.sets()[id];
            let is_asked = !object.has_policies() || object.needs_mk31() && self.mk31.is_some();
            if !is_asked {
                placed.push(None);
                continue;
            }
            if !object.has_policies() && !request.resolved.limits(workload).is_empty() {
                refusals.add(index, limited(object));
            }
            if !request.resolved.workspace().table().has_fleet() {
                refusals.add(index, Refusal::NoFleet);
                placed.push(None);
                continue;
            }
            let candidates = known.entry((id, object)).or_insert_with(|| self.candidates(set, object));
            let chosen = match object.has_policies() {
                true if candidates.is_empty() => Err(self.nowhere(object)),
                true => Ok(None),
                false => self.choose(identity, object, names, candidates)?.map(Some),
            };
            let chosen = chosen.and_then(|chosen| match chosen {
                Some(region) => self.named(region, candidates, names).map(Some),
                None => Ok(None),
            });
            placed.push(chosen.unwrap_or_else(|refusal| {
                refusals.add(index, refusal);
                None
            }));
        }
        Ok(placed)
    }

    /// The locations that an object of a set may run in. Where its flavors cannot be told, each of those that
    /// a location offers must be allowed.
    fn candidates(&self, set: &PlacementSet, object: Object) -> Vec<CodeId> {
        let table = self.request.resolved.workspace().table();
        let flavors =
            table.iter().filter(|(_, it)| it.attribute().policy_type() == PolicyType::Flavor).count();
        let mut candidates = Vec::new();
        for placement in self.request.resolved.placements(set).into_iter().flatten() {
            let location = placement.location();
            let offered = table[location].offers().map_or(flavors, <[CodeId]>::len);
            let is_whole = object.has_policies() || placement.flavors().len() == offered;
            let mk31 = self.mk31.as_ref().filter(|_| object.needs_mk31());
            if is_whole && mk31.is_none_or(|mk31| mk31.contains(&location)) {
                candidates.push(location);
            }
        }
        candidates
    }

    /// The one of the candidates that is written.
    fn choose(
        &self,
        identity: &Identity,
        object: Object,
        names: &CodeNames,
        candidates: &[CodeId],
    ) -> Result<Result<CodeId, Refusal>, Wrong> {
        if let Some((pinned, setting)) = self.pins.get(identity) {
            return if candidates.contains(pinned) {
                Ok(Ok(*pinned))
            } else {
                Err(self.misplaced(identity, *pinned, setting, candidates))
            };
        }
        let first = candidates.iter().copied().min_by_key(|&code| names.of(code));
        Ok(match (first, candidates) {
            (None, _) => Err(self.nowhere(object)),
            (Some(only), [_]) => Ok(only),
            (Some(first), _) if self.picks_first => Ok(first),
            (Some(_), _) => Err(Refusal::Unsupported {
                what: format!("it has one region there, and may run in {}", self.shown(candidates, "and")),
                repair:
                    "choose one in `[emit.blaxel.pins]`, as `\"sandbox/NAME@ENVIRONMENT\" = \"LOCATION\"`; \
                         or take the first by name with `--pick first`"
                        .to_owned(),
            }),
        })
    }

    /// The name of a region, unless it stands for more than the candidates.
    fn named<'n>(
        &self,
        region: CodeId,
        candidates: &[CodeId],
        names: &'n CodeNames,
    ) -> Result<&'n str, Refusal> {
        let table = self.request.resolved.workspace().table();
        if let Some(other) = names.others(region).find(|other| !candidates.contains(other)) {
            return Err(names.ambiguous(table, region, other));
        }
        names.dollar(table, region).map_or_else(|| Ok(names.of(region)), Err)
    }

    fn nowhere(&self, object: Object) -> Refusal {
        if object.has_policies() {
            return Refusal::Unsupported {
                what: "none of its locations is one of `mk31`, the regions that jobs run in".to_owned(),
                repair:
                    "allow it one of them, or list the regions where `mk31Available` is true in `mk31` of \
                         `[emit.blaxel]`"
                        .to_owned(),
            };
        }
        let mk31 = if object.needs_mk31() && self.mk31.is_some() { " that `mk31` lists" } else { "" };
        Refusal::Unsupported {
            what: format!(
                "it has a region there and no say in its hardware, and no location{mk31} allows it every \
                 flavor that is offered there"
            ),
            repair: "allow it all the flavors of a location, or write it as another kind of workload"
                .to_owned(),
        }
    }

    fn misplaced(
        &self,
        identity: &Identity,
        pinned: CodeId,
        setting: &Setting,
        candidates: &[CodeId],
    ) -> Wrong {
        let pinned = self.request.resolved.workspace().table()[pinned].name();
        let message = format!("`{}` may not run in `{pinned}`", one_line(&identity.to_string()));
        let help = match candidates {
            [] => "there is no location that it may have for itself: allow it one with all its flavors"
                .to_owned(),
            _ => format!("write {}", self.shown(candidates, "or")),
        };
        Wrong::new(&setting.place, message, help)
    }

    fn shown(&self, candidates: &[CodeId], and: &str) -> String {
        let table = self.request.resolved.workspace().table();
        let named = candidates.iter().take(5).map(|&code| format!("`{}`", table[code].name()));
        some(named.collect(), candidates.len().saturating_sub(5), and)
    }
}

fn limited(object: Object) -> Refusal {
    Refusal::Unsupported {
        what: format!("its tokens are limited, and {} name no policies there", object.collection()),
        repair: "give the policy about tokens a target, such as `target models`".to_owned(),
    }
}

/// The items of a list of strings.
fn items(setting: &Setting) -> Result<Vec<&Setting>, Wrong> {
    match &setting.value {
        crate::emit::settings::Value::List(items) => {
            items.iter().try_for_each(|item| item.text().map(drop))?;
            Ok(items.iter().collect())
        }
        _ => Err(setting.expected("a list of strings")),
    }
}

/// The shape of a list of strings.
///
/// # Errors
/// Where it has another.
pub(super) fn check_list(setting: &Setting) -> Result<(), Wrong> {
    setting.texts().map(drop)
}

/// The value of `pick`.
///
/// # Errors
/// Where it is no way to pick.
pub(super) fn check_pick(setting: &Setting) -> Result<(), Wrong> {
    match setting.text()? {
        "first" => Ok(()),
        _ => Err(setting.expected("`first`")),
    }
}

fn location(request: &Request<'_>, setting: &Setting) -> Result<CodeId, Wrong> {
    let (table, name) = (request.resolved.workspace().table(), setting.text()?);
    table.find(Attribute::Location, name).ok_or_else(|| {
        let near = crate::suggest::nearest(name, table.of(Attribute::Location).map(|(_, code)| code.name()));
        let help = match near.as_slice() {
            [] => "`bpol reference` lists the locations".to_owned(),
            near => format!("did you mean {}?", listed(near, "or")),
        };
        Wrong::new(&setting.place, format!("the table has no location `{}`", one_line(name)), help)
    })
}

fn application(request: &Request<'_>, setting: &Setting) -> Result<Identity, Wrong> {
    let text = setting.text()?;
    let identity = syntax::identity(text).filter(|identity| identity.kind == Kind::Sandbox);
    let identity = identity.ok_or_else(|| {
        let help = "write `\"sandbox/NAME@ENVIRONMENT\"`".to_owned();
        Wrong::new(&setting.place, format!("`{}` names no sandbox", one_line(text)), help)
    })?;
    if request.resolved.workspace().workload(&identity).is_none() {
        let message = format!("there is no workload `{}`", one_line(text));
        return Err(Wrong::new(&setting.place, message, "delete it, or name a workload".to_owned()));
    }
    Ok(identity)
}
