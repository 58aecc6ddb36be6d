//! Exceptions that leave nothing come in; what the table lists, and which other table would leave something,
//! goes out.

use super::declare;
use super::define::Definitions;
use super::messages::Fault;
use super::missing::Unknown;
use super::rules::NothingLeft;
use super::shortened::Codes;
use crate::diagnostic::{Diagnostic, Hint};
use crate::reference::{Builtin, Reference};
use crate::syntax::Files;

/// The findings of all exceptions that leave nothing.
pub(super) fn report(
    files: &Files,
    reference: &Reference,
    definitions: &Definitions<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let nothing = &definitions.nothing;
    if nothing.is_empty() {
        return;
    }
    let mut elsewhere: Vec<Option<Builtin>> = vec![None; nothing.len()];
    for builtin in Builtin::ALL.into_iter().filter(|builtin| !reference.is(*builtin)) {
        let leaves = leaves_something(files, builtin, nothing);
        for (known, leaves) in elsewhere.iter_mut().zip(leaves) {
            *known = known.or(leaves.then_some(builtin));
        }
    }
    for (it, elsewhere) in nothing.iter().zip(elsewhere) {
        let codes = definitions.space.leaves(&it.rules);
        let fault = Fault::AllowsNothing {
            keyword: it.keyword,
            name: it.name.clone(),
            listed: Codes::of(&definitions.table, &definitions.space, &definitions.groups, &codes),
            elsewhere: Hint(elsewhere),
        };
        findings.push(Diagnostic::new(fault, it.except));
    }
}

/// Which of the exceptions would leave something if a built-in table were in force.
fn leaves_something(files: &Files, builtin: Builtin, nothing: &[NothingLeft]) -> Vec<bool> {
    let reference = Reference::builtin(builtin);
    let own = files.iter().filter(|file| !file.source().is_table()).cloned();
    let files = Files::new(reference.file().cloned().into_iter().chain(own).collect());
    // What else would be wrong is not asked for.
    let (mut findings, mut unknown) = (Vec::new(), Unknown::ignored());
    let declared = declare::declare(&files, &mut findings);
    let definitions = Definitions::new(&files, &declared, None, &mut findings, &mut unknown);
    let leaves = |it: &NothingLeft| {
        let options = definitions.options(it.keyword, &it.name, it.side);
        options.is_some_and(|options| options.sets.is_some())
    };
    nothing.iter().map(leaves).collect()
}
