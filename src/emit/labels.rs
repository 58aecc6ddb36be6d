//! Labels of a cluster: keys that settings give and names that sets have come in, what is wrong with those
//! that no label can have goes out.

use std::fmt::Display;

use rustc_hash::FxHashMap;

use super::codes::{NameMap, Names};
use super::names::{LABEL_VALUE, NameRule};
use super::plan::{Plan, Plans};
use super::refusal::{Refusal, Refusals};
use super::settings::{Setting, Wrong};
use super::target::Request;
use super::toml::key;
use crate::placement::PlacementSetId;
use crate::table::CodeId;
use crate::text::hidden::one_line;

/// The key of a label that a setting gives: a name, or a name behind a domain and `/`.
///
/// # Errors
/// Where the value is no such key.
pub fn label_key(setting: &Setting) -> Result<&str, Wrong> {
    let text = setting.text()?;
    let (prefix, name) = text.rsplit_once('/').map_or((None, text), |(prefix, name)| (Some(prefix), name));
    let is_domain = |it: &str| it.len() <= 253 && it.split('.').all(is_part);
    if LABEL_VALUE.broken_by(name).is_none() && prefix.is_none_or(is_domain) {
        return Ok(text);
    }
    let message = format!("`{}` is no key of a label", one_line(text));
    Err(Wrong::new(&setting.place, message, "write `example.com/name`, say".to_owned()))
}

/// Whether a text is a part of a domain: small letters, digits and `-`, with a letter or digit at both ends.
fn is_part(text: &str) -> bool {
    let is_end = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let ends = [text.bytes().next(), text.bytes().next_back()];
    ends.into_iter().all(|end| end.is_some_and(is_end)) && text.bytes().all(|it| is_end(it) || it == b'-')
}

/// Refuses every workload whose set has a location, or a flavor that `writes_flavors` says is written, with a
/// name that `rule` forbids.
pub fn refuse_values<F: Clone + Ord + Display>(
    request: &Request<'_>,
    map: &NameMap<F>,
    plans: &Plans,
    rule: &NameRule,
    writes_flavors: impl Fn(&Plan) -> bool,
    refusals: &mut Refusals<'_>,
) {
    let mut broken = Broken { request, rule, codes: FxHashMap::default() };
    let mut of_sets: FxHashMap<PlacementSetId, Vec<Refusal>> = FxHashMap::default();
    for index in 0..request.workloads.len() {
        let (Some(plan), Some(set)) = (plans.of(index), plans.set(index)) else { continue };
        let found = of_sets.entry(set).or_insert_with(|| {
            let mut found = broken.of(&map.locations, "location", &plan.locations());
            if writes_flavors(plan) {
                let mut flavors: Vec<CodeId> =
                    plan.rectangles.iter().flat_map(|it| it.flavors.iter().copied()).collect();
                flavors.sort_unstable();
                flavors.dedup();
                found.extend(broken.of(&map.flavors, "flavor", &flavors));
            }
            found
        });
        for refusal in &*found {
            refusals.add(index, refusal.clone());
        }
    }
}

/// The names that the rule forbids, by code.
struct Broken<'b, 'r> {
    request: &'b Request<'r>,
    rule: &'b NameRule,
    codes: FxHashMap<CodeId, Vec<Refusal>>,
}

impl Broken<'_, '_> {
    fn of<N: Clone + Ord + Display>(
        &mut self,
        names: &Names<N>,
        what: &str,
        codes: &[CodeId],
    ) -> Vec<Refusal> {
        let mut all = Vec::new();
        for &code in codes {
            let found = self.codes.entry(code).or_insert_with(|| {
                let code_name = self.request.resolved.workspace().table()[code].name();
                let refusal = |name: String| {
                    self.rule.broken_by(&name).map(|why| Refusal::Name {
                        what: format!("the {what} `{code_name}`"),
                        name,
                        why,
                        rule: self.rule.words.to_owned(),
                        repair: Some((
                            format!("emit.{}.{what}s", self.request.target.name),
                            format!("{} = \"…\"", key(code_name)),
                        )),
                    })
                };
                names.names(code).iter().filter_map(|name| refusal(name.to_string())).collect()
            });
            all.extend(found.iter().cloned());
        }
        all
    }
}
