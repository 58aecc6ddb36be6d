//! Where only some files of a workspace were named, what an error misses may stand in another one: findings
//! come in, notes that name those files go out.

use std::any::Any;
use std::collections::{BTreeSet, HashSet};

use super::args::WorkspaceArguments;
use super::{files, output};
use crate::diagnostic::{Diagnostic, joined};
use crate::syntax::keyword::{Attribute, Keyword};
use crate::syntax::{self, Files, quoted};
use crate::text::Source;
use crate::workspace::Fault;

/// How many files are told, and how many names of each.
const MOST: usize = 3;

/// Notes which other files of the workspace declare what is missing, if any do.
pub(super) fn note(arguments: &WorkspaceArguments, findings: &[Diagnostic], read: &Files) {
    let missing: HashSet<(Keyword, &str)> = findings.iter().flat_map(missing).collect();
    let names_files = !arguments.paths.is_empty() && arguments.paths.iter().all(|path| !path.is_dir());
    if missing.is_empty() || !names_files {
        return;
    }
    let mut told = 0;
    for source in files::others(arguments, read) {
        let names = declared(source, &missing);
        let Some((file, names)) = names else { continue };
        let more = names.len().saturating_sub(MOST);
        let mut shown: Vec<String> = names.into_iter().take(MOST).collect();
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        output::note(&format!(
            "note: `{file}` declares {}, and was not read: only the files that were named are checked",
            joined(&shown, "and")
        ));
        told += 1;
        if told == MOST {
            return;
        }
    }
}

/// What a finding misses that nothing is known of: the statements that could declare it, and its name.
fn missing(finding: &Diagnostic) -> Vec<(Keyword, &str)> {
    let fact: &dyn Any = &*finding.fact;
    let Some(fault) = fact.downcast_ref::<Fault>() else { return Vec::new() };
    match fault {
        Fault::UnknownPolicy { name, advice } if advice.0.is_open() => vec![(Keyword::Policy, name)],
        Fault::UnknownEnvironment { name, advice } if advice.0.is_open() => {
            vec![(Keyword::Environment, name)]
        }
        Fault::UnknownGroup { name, advice } if advice.0.is_open() => vec![(Keyword::Group, name)],
        Fault::UnknownCode { name, under: Some(attribute), advice }
        | Fault::UnknownParent { name, level: attribute, advice }
            if advice.0.is_open() =>
        {
            vec![(Keyword::Code(*attribute), name)]
        }
        Fault::UnknownCode { name, under: None, advice } if advice.0.is_open() => {
            [Attribute::Cpu, Attribute::Gpu].map(|flavor| (Keyword::Code(flavor), &**name)).into()
        }
        _ => Vec::new(),
    }
}

/// The file's name and what it declares of the missing, if it does any.
fn declared(source: Source, missing: &HashSet<(Keyword, &str)>) -> Option<(String, BTreeSet<String>)> {
    let parsed = syntax::parse(source);
    let statements = parsed
        .statements()
        .filter(|statement| missing.contains(&(statement.keyword(), &*statement.name().value())));
    let names: BTreeSet<String> = statements
        .map(|it| format!("the {} `{}`", it.keyword().name(), quoted(&it.name().value())))
        .collect();
    (!names.is_empty()).then(|| (parsed.source().name().to_owned(), names))
}
