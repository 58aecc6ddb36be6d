//! `bpol reference`: the reference table in force, the workspace's own statements included.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::analysis::Configuration;
use crate::cli::args::ReferenceArguments;
use crate::cli::args_workspace::ListFormat;
use crate::cli::status::Status;
use crate::cli::{files, output};
use crate::diagnostic::{Diagnostic, Fixable, count, errors, joined, listed};
use crate::emit::reference::{self, Code, Document};
use crate::project::failure::Failure;
use crate::reference::regions::{self, Region};
use crate::reference::{Builtin, other_names};
use crate::suggest::{Budget, Candidate, Index, Tier};
use crate::syntax::keyword::{Attribute, PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::table::{CodeId, Table};
use crate::text::hidden::printable;
use crate::workspace::{Group, GroupId, Workspace};

pub(in crate::cli) fn run(arguments: &ReferenceArguments) -> Result<Status, Failure> {
    let loaded = files::load_table(&arguments.workspace, arguments.reference.as_deref(), &arguments.config)?;
    let analysis = crate::compile(Configuration::default(), loaded.reference, loaded.sources);
    let errors: Vec<&Diagnostic> = analysis.errors().iter().filter(|error| !is_of_placement(error)).collect();
    let note_errors = || {
        if !errors.is_empty() {
            output::note(&standing(errors.len()));
        }
    };
    let workspace = analysis.workspace();
    let listing = Listing::of(workspace);
    let (codes, groups): (Vec<CodeId>, Vec<GroupId>) = match &arguments.code {
        None => (listing.table.iter().map(|(id, _)| id).collect(), workspace.groups().ids().collect()),
        Some(name) => {
            let codes: Vec<CodeId> = Attribute::ALL
                .into_iter()
                .filter_map(|attribute| listing.table.find(attribute, name))
                .collect();
            let group = workspace.group(name);
            if codes.is_empty() && group.is_none() {
                note_errors();
                return Err(unknown(workspace, name));
            }
            (codes, group.into_iter().collect())
        }
    };
    let is_asked =
        |error: &&&Diagnostic| arguments.code.is_some() && listing.is_about(error, &codes, &groups);
    let about: Vec<Diagnostic> = errors.iter().filter(is_asked).map(|&error| error.clone()).collect();
    let status = match (arguments.format, &arguments.code) {
        (ListFormat::Json, _) => {
            let document = Document::of(workspace, &codes, &groups);
            let text = serde_json::to_string_pretty(&document)
                .map_err(|error| Failure::new(format!("cannot write JSON: {error}")))?;
            output::print(&format!("{text}\n"))
        }
        (ListFormat::Text, None) => output::print(&listing.all(workspace.reference().name())),
        (ListFormat::Text, Some(_)) => {
            let codes = codes.iter().map(|&id| listing.page(id));
            let groups = groups.iter().map(|&id| listing.group_page(id));
            let pages: Vec<String> = codes.chain(groups).collect();
            output::print(&pages.join("\n"))
        }
    }?;
    if !about.is_empty() {
        return Ok(output::report(&about, analysis.files(), Fixable::default()));
    }
    note_errors();
    Ok(status)
}

/// What to know where errors stand.
fn standing(errors: usize) -> String {
    let stand = if errors == 1 { "stands" } else { "stand" };
    let number = count(errors, "error", "errors");
    format!(
        "note: {number} {stand} in the workspace, so that something may be missing here; `bpol check` lists them"
    )
}

/// Whether an error is about the sets of workloads, and so not about the table.
fn is_of_placement(error: &Diagnostic) -> bool {
    [errors::COLLISION.name, errors::GUARD_VIOLATED.name, errors::NO_PLACEMENT.name]
        .contains(&error.check.name)
}

fn unknown(workspace: &Workspace, name: &str) -> Failure {
    let table = workspace.table();
    let codes = table.iter().map(|(_, code)| code.name());
    let groups = workspace.groups().values().iter().map(Group::name);
    let names = codes.chain(groups).enumerate();
    let index = Index::new(names.map(|(owner, name)| Candidate::name(name, owner)));
    let found = index.nearest(name, &mut Budget::default());
    let is_same_but_case = found.as_ref().is_some_and(|near| near.tier <= Tier::Case);
    let mut near: Vec<&str> = found.iter().flat_map(|near| &near.found).map(|it| it.name).collect();
    near.dedup();
    let meant = || {
        let code = |attribute| other_names::find(attribute, name).map(|code| (attribute, code));
        Attribute::ALL.into_iter().filter_map(code)
    };
    let here = meant().find(|(attribute, code)| table.find(*attribute, code).is_some());
    let elsewhere = || {
        let as_written = RuleAttribute::ALL.into_iter().map(|attribute| (attribute, name.to_owned()));
        let meant = meant().map(|(attribute, code)| (attribute.into(), code));
        as_written.chain(meant).find_map(|(attribute, code)| {
            let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, &code))?;
            Some(format!("the built-in table `{0}` has `{code}`: use `--reference {0}`", builtin.name()))
        })
    };
    let region = || match regions::find(name) {
        Some(Region::Many(Some(group))) => Some(match workspace.group(group) {
            Some(_) => format!("its places are the group `{group}`"),
            None => format!("the built-in table `world` has the group `{group}`: use `--reference world`"),
        }),
        _ => None,
    };
    let help = if is_same_but_case {
        format!("did you mean {}?", listed(&near, "or"))
    } else if let Some((_, code)) = here {
        format!("its code is `{code}`")
    } else if let Some(elsewhere) = elsewhere().or_else(region) {
        elsewhere
    } else if near.is_empty() {
        "`bpol reference` lists them all".to_owned()
    } else {
        format!("did you mean {}?", listed(&near, "or"))
    };
    Failure::with_help(format!("the reference table has no code and no group `{name}`"), help)
}

/// The table and the texts that it was read from.
struct Listing<'t> {
    table: &'t Table,
    workspace: &'t Workspace,
    /// What lies in each code.
    children: FxHashMap<CodeId, Vec<CodeId>>,
}

impl<'t> Listing<'t> {
    fn of(workspace: &'t Workspace) -> Self {
        let table = workspace.table();
        let mut children: FxHashMap<CodeId, Vec<CodeId>> = FxHashMap::default();
        for (id, code) in table.iter() {
            if let Some(parent) = code.parent() {
                children.entry(parent).or_default().push(id);
            }
        }
        Self { table, workspace, children }
    }

    /// Whether an error lies in the statement of one of these.
    fn is_about(&self, error: &Diagnostic, codes: &[CodeId], groups: &[GroupId]) -> bool {
        let codes = codes.iter().map(|&id| self.table[id].statement());
        let groups = groups.iter().map(|&id| self.workspace.groups()[id].statement());
        codes.chain(groups).any(|id| {
            let span = self.workspace.statement(id).span();
            span.file == error.span.file && (span.start..span.end).contains(&error.span.start)
        })
    }

    /// The whole table: the places as a tree, then the flavors.
    fn all(&self, name: &str) -> String {
        let mut text = format!("reference table {name}\n");
        for attribute in [Attribute::Continent, Attribute::Country, Attribute::Location] {
            for (id, _) in self.table.of(attribute).filter(|(_, code)| code.parent().is_none()) {
                self.tree(&mut text, id, 0);
            }
        }
        for attribute in [Attribute::Cpu, Attribute::Gpu] {
            for (id, _) in self.table.of(attribute) {
                let _ = writeln!(text, "{}", self.line(id));
            }
        }
        for group in self.workspace.groups().ids() {
            let _ = writeln!(text, "{}", self.group_line(group));
        }
        text
    }

    fn tree(&self, text: &mut String, id: CodeId, depth: usize) {
        let _ = writeln!(text, "{:indent$}{}", "", self.line(id), indent = depth * 2);
        for child in self.children(id) {
            self.tree(text, child, depth + 1);
        }
    }

    fn line(&self, id: CodeId) -> String {
        let code = &self.table[id];
        let mut line = format!("{} {}", code.attribute().name(), quoted(code.name()));
        if let Some(label) = self.label(id) {
            let _ = write!(line, " {label:?}");
        }
        if let Some(offers) = code.offers() {
            let names: Vec<String> = offers.iter().map(|&flavor| quoted(self.table[flavor].name())).collect();
            let _ = write!(line, ", offers {}", names.join(", "));
        }
        let aliases: Vec<String> = code.aliases().map(quoted).collect();
        if !aliases.is_empty() {
            let _ = write!(line, ", alias {}", aliases.join(", "));
        }
        printable(&line)
    }

    /// A group, and how much is in it.
    fn group_line(&self, id: GroupId) -> String {
        let Some(group) = reference::Group::of(self.workspace, id) else {
            return printable(&format!(
                "group {}, with an error",
                quoted(self.workspace.groups()[id].name())
            ));
        };
        let mut line = format!("group {}", quoted(&group.name));
        if let Some(label) = &group.label {
            let _ = write!(line, " {label:?}");
        }
        let of = |attribute| group.members.iter().filter(|member| member.attribute == attribute).count();
        let counted = Attribute::ALL.into_iter().map(|attribute| (attribute, of(attribute)));
        let numbers: Vec<String> = counted
            .filter(|(_, number)| *number > 0)
            .map(|(attribute, number)| count(number, attribute.name(), attribute.plural()))
            .collect();
        let _ = write!(line, ", {}", joined(&numbers, "and"));
        printable(&line)
    }

    /// One group: itself, what its statement says of it, its members, and where it is declared.
    fn group_page(&self, id: GroupId) -> String {
        let group = &self.workspace.groups()[id];
        let mut text = format!("{}\n", self.group_line(id));
        let statement = self.workspace.statement(group.statement());
        for line in statement.documentation() {
            let _ = writeln!(text, "  {}", printable(line));
        }
        if let Some(set) = group.options().known_set() {
            text.push_str("  has\n");
            for member in self.workspace.space().shortest(set) {
                let _ = writeln!(text, "    {}", self.line(member));
            }
        }
        let span = self.workspace.files().shown(statement.span());
        let source = self.workspace.files().source(span.file);
        let line = source.position(span.start as usize).line;
        let _ = writeln!(text, "  declared at {}:{line}", source.name());
        text
    }

    fn label(&self, id: CodeId) -> Option<String> {
        let label = self.workspace.statement(self.table[id].statement()).label();
        label.map(|label| label.value().into_owned())
    }

    fn children(&self, id: CodeId) -> impl Iterator<Item = CodeId> {
        self.children.get(&id).into_iter().flatten().copied()
    }

    /// One code: itself, what it lies in, what lies in it, and where it is declared.
    fn page(&self, id: CodeId) -> String {
        let code = Code::of(self.workspace, id);
        let mut text = format!("{}\n", self.line(id));
        for line in &code.documentation {
            let _ = writeln!(text, "  {}", printable(line));
        }
        let mut above = Vec::new();
        let mut next = self.table[id].parent();
        while let Some(parent) = next {
            above.push(self.line(parent));
            next = self.table[parent].parent();
        }
        if !above.is_empty() {
            let _ = writeln!(text, "  lies in {}", above.join(", in "));
        }
        let below: Vec<String> = self.children(id).map(|child| self.line(child)).collect();
        if !below.is_empty() {
            let _ = writeln!(text, "  has");
            for line in below {
                let _ = writeln!(text, "    {line}");
            }
        }
        if self.table[id].attribute().policy_type() == PolicyType::Flavor && self.table.has_fleet() {
            let offering = self
                .table
                .of(Attribute::Location)
                .filter(|(_, location)| location.offers().is_none_or(|offers| offers.contains(&id)));
            let names: Vec<String> = offering.map(|(_, location)| quoted(location.name())).collect();
            let _ = writeln!(
                text,
                "  offered by {}",
                if names.is_empty() { "no location".into() } else { names.join(", ") }
            );
        }
        if !code.groups.is_empty() {
            let names: Vec<String> = code.groups.iter().map(|name| quoted(name)).collect();
            let _ = writeln!(text, "  in groups {}", printable(&names.join(", ")));
        }
        let _ = writeln!(text, "  declared at {}:{}", code.path, code.line);
        text
    }
}
