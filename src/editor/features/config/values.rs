//! The names that keys and values of `bpol.toml` may be: what they are names of comes in, those of the
//! workspace go out.

use crate::diagnostic::{Check, count};
use crate::editor::features::completion::Kind;
use crate::editor::view::ConfigView;
use crate::emit::list::TARGETS;
use crate::emit::subjects::Subject;
use crate::lint::LINTS;
use crate::syntax::ast::Item;
use crate::syntax::keyword::{self, Attribute, Keyword, PolicyType};
use crate::table::CodeId;
use crate::workspace::Workspace;

/// A name that may be written.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// What is said beside it.
    pub(super) detail: Option<String>,
    /// What it is found by, beside its name.
    pub(super) label: Option<String>,
    /// What there is to read of it.
    pub(super) page: Option<&'static Check>,
}

fn named(name: &str, kind: Kind, detail: Option<String>) -> Named {
    Named { name: name.to_owned(), kind, detail, label: None, page: None }
}

/// Every name of a sort.
pub(super) fn names(view: &ConfigView<'_>, subject: Subject) -> Vec<Named> {
    let own = view.meaning.map(|meaning| meaning.analysis.workspace());
    let of = |names: fn(&Workspace) -> Vec<Named>| own.map(names).unwrap_or_default();
    match subject {
        Subject::Lint => LINTS.iter().map(|lint| lint_named(&lint.check)).collect(),
        Subject::Target => {
            let target = |it: &crate::emit::target::Target| {
                named(it.name, Kind::Table, Some(it.description.to_owned()))
            };
            TARGETS.into_iter().map(target).collect()
        }
        Subject::Kind => keyword::Kind::ALL.map(|it| named(it.name(), Kind::Code, None)).into(),
        Subject::Guard => of(guards),
        Subject::Location => of(|own| codes(own, &[Attribute::Location])),
        Subject::Place => {
            of(|own| codes(own, &[Attribute::Continent, Attribute::Country, Attribute::Location]))
        }
        Subject::Flavor => of(|own| codes(own, &[Attribute::Cpu, Attribute::Gpu])),
        Subject::Workload => of(|own| {
            let identities = own.workloads().iter().map(|it| own.identity(it).to_string());
            identities.map(|it| named(&it, Kind::Workload, None)).collect()
        }),
        Subject::Table => tables(view),
        _ => Vec::new(),
    }
}

fn lint_named(check: &'static Check) -> Named {
    Named { page: Some(check), ..named(check.name, Kind::Lint, Some(check.level.name().to_owned())) }
}

fn guards(own: &Workspace) -> Vec<Named> {
    let guards = own.guards().values().iter().map(|guard| {
        let label = own.statement(guard.statement()).label().map(|it| it.value().into_owned());
        Named { label: label.clone(), ..named(guard.name(), Kind::Guard, label) }
    });
    guards.collect()
}

/// The codes of some attributes; the attribute stands before those that several of them have.
fn codes(own: &Workspace, attributes: &[Attribute]) -> Vec<Named> {
    let table = own.table();
    let mut all = Vec::new();
    for &attribute in attributes {
        let is_shared = |name: &str| {
            let others = attributes.iter().filter(|&&it| it != attribute);
            attribute.policy_type() == PolicyType::Location
                && others.into_iter().any(|&it| table.find(it, name).is_some())
        };
        let code = |(id, code): (CodeId, &crate::table::Code)| {
            let label = own.statement(table[id].statement()).label().map(|it| it.value().into_owned());
            let name = if is_shared(code.name()) {
                format!("{attribute} {}", code.name())
            } else {
                code.name().to_owned()
            };
            Named { label: label.clone(), ..named(&name, Kind::Code, label) }
        };
        all.extend(table.of(attribute).map(code));
    }
    all
}

/// The files of the workspace that have statements of a reference table and no others.
fn tables(view: &ConfigView<'_>) -> Vec<Named> {
    let files = view.workspace.files().map(|(_, file)| file);
    let own = view.workspace.table().map(|(_, file)| file);
    let mut all = Vec::new();
    for file in files.chain(own) {
        let of_table = |item: Item<'_>| {
            let keyword = item.statement().map(|it| it.keyword());
            matches!(keyword, Some(Keyword::Code(_) | Keyword::Group))
        };
        let statements = file.items().count();
        if statements > 0 && file.items().all(of_table) {
            let detail = count(statements, "statement", "statements");
            all.push(named(file.source().name(), Kind::File, Some(detail)));
        }
    }
    all
}
