//! References to nothing become findings, each with what may be meant: the same for all uses of a word.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lookup::Lookup;
use super::meant::{self, Edit, Place};
use super::messages::Fault;
use super::missing::{Missing, Wanted};
use super::senses;
use crate::diagnostic::{Applicability, Check, Classify as _, Diagnostic, Fact, Hint};
use crate::syntax::quoted;
use crate::table::Namespace;

/// What is said of a word wherever it stands.
struct Answer {
    check: &'static Check,
    fact: Arc<dyn Fact>,
    edit: Option<Edit>,
}

/// The findings of all references to nothing, in the order in which they stand in the files: what is looked
/// for is the same however the files were divided among threads.
pub(super) fn findings(mut missing: Vec<Missing<'_>>, mut lookup: Lookup<'_, '_>) -> Vec<Diagnostic> {
    missing.sort_by_cached_key(|it| lookup.files.order(it.name.span()));
    let mut answers = FxHashMap::default();
    let findings = missing.into_iter().map(|Missing { name, wanted }| {
        let answer = match answers.entry((wanted, name.value())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let answer = answer(&mut lookup, wanted, &new.key().1);
                new.insert(answer)
            }
        };
        let finding = Diagnostic::of(answer.check, Arc::clone(&answer.fact), name.span());
        match &answer.edit {
            Some((applicability, text)) => finding.with_fix(*applicability, name.span(), text),
            None => finding,
        }
    });
    findings.collect()
}

fn answer(lookup: &mut Lookup<'_, '_>, wanted: Wanted, value: &str) -> Answer {
    let name = value.to_owned();
    let (fault, edit) = match wanted {
        Wanted::Policy => {
            let (advice, sure) = senses::advice(lookup, Namespace::Policy, value);
            let edit = sure.map(|policy| (Applicability::Unsafe, quoted(&policy)));
            (Fault::UnknownPolicy { name, advice: Hint(advice) }, edit)
        }
        Wanted::Environment => {
            // In another environment a workload runs elsewhere: which one is meant is never guessed.
            let (advice, _) = senses::advice(lookup, Namespace::Environment, value);
            (Fault::UnknownEnvironment { name, advice: Hint(advice) }, None)
        }
        Wanted::Group => {
            let (advice, edit) = meant::group(lookup, value);
            (Fault::UnknownGroup { name, advice: Hint(advice) }, edit)
        }
        Wanted::Code(attribute) => {
            let (advice, edit) = meant::code(lookup, Place::Rule(attribute), value);
            (Fault::UnknownCode { name, under: Some(attribute), advice: Hint(advice) }, edit)
        }
        Wanted::Flavor => {
            let (advice, edit) = meant::code(lookup, Place::Offers, value);
            (Fault::UnknownCode { name, under: None, advice: Hint(advice) }, edit)
        }
        Wanted::Parent(level) => {
            let (advice, edit) = meant::code(lookup, Place::Parent(level), value);
            (Fault::UnknownParent { name, level, advice: Hint(advice) }, edit)
        }
    };
    Answer { check: fault.check(), fact: Arc::new(fault), edit }
}
