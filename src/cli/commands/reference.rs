//! `bpol reference`: the reference table in force, the workspace's own statements included.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use super::print;
use crate::cli::args::{ListFormat, ReferenceArguments};
use crate::cli::{Failure, Status, files, output};
use crate::diagnostic::listed;
use crate::reference::{Builtin, other_names};
use crate::source::Sources;
use crate::suggest::nearest;
use crate::syntax::ast::File;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::{self, quoted};
use crate::workspace::{self, Code, CodeId, Table};

pub(in crate::cli) fn run(arguments: &ReferenceArguments) -> Result<Status, Failure> {
    let loaded = files::load_table(&arguments.workspace, arguments.reference.as_deref())?;
    let (trees, findings) = syntax::parse(&loaded.sources);
    let (workspace, found) = workspace::resolve(&loaded.sources, &trees);
    let checked = match workspace::check(workspace, findings.into_iter().chain(found).collect()) {
        Ok(checked) => checked,
        Err(findings) => return Ok(output::report(&findings, &loaded.sources)),
    };
    let listing = Listing { table: &checked.table, sources: &loaded.sources, trees: &trees };
    let codes: Vec<CodeId> = match &arguments.code {
        None => checked.table.iter().map(|(id, _)| id).collect(),
        Some(name) => {
            let codes: Vec<CodeId> = Attribute::ALL
                .into_iter()
                .filter_map(|attribute| checked.table.find(attribute, name))
                .collect();
            if codes.is_empty() {
                return Err(unknown(&checked.table, name));
            }
            codes
        }
    };
    match (arguments.format, &arguments.code) {
        (ListFormat::Json, _) => {
            let document = Document {
                schema: "bpol.reference.v1",
                reference: ReferenceJson { name: &loaded.reference.name, digest: &loaded.reference.digest },
                codes: codes.iter().map(|&id| listing.entry(id)).collect(),
            };
            let text = serde_json::to_string_pretty(&document)
                .map_err(|error| Failure::new(format!("cannot write JSON: {error}")))?;
            print(&format!("{text}\n"))
        }
        (ListFormat::Text, None) => print(&listing.all(&loaded.reference.name)),
        (ListFormat::Text, Some(_)) => {
            let pages: Vec<String> = codes.iter().map(|&id| listing.page(id)).collect();
            print(&pages.join("\n"))
        }
    }
}

fn unknown(table: &Table<'_>, name: &str) -> Failure {
    let near = nearest(name, table.iter().map(|(_, code)| &*code.name));
    let is_same_but_case = near.iter().any(|code| code.to_lowercase() == name.to_lowercase());
    let meant = || {
        let code = |attribute| other_names::find(attribute, name).map(|code| (attribute, code));
        Attribute::ALL.into_iter().filter_map(code)
    };
    let here = meant().find(|(attribute, code)| table.find(*attribute, code).is_some());
    let elsewhere = || {
        let as_written = Attribute::ALL.into_iter().map(|attribute| (attribute, name.to_owned()));
        as_written.chain(meant()).find_map(|(attribute, code)| {
            let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.has(attribute, &code))?;
            Some(format!("the built-in table `{0}` has `{code}`: use `--reference {0}`", builtin.name()))
        })
    };
    let help = if is_same_but_case {
        format!("did you mean {}?", listed(&near, "or"))
    } else if let Some((_, code)) = here {
        format!("its code is `{code}`")
    } else if let Some(elsewhere) = elsewhere() {
        elsewhere
    } else if near.is_empty() {
        "`bpol reference` lists them all".to_owned()
    } else {
        format!("did you mean {}?", listed(&near, "or"))
    };
    Failure::with_help(format!("the reference table has no code `{name}`"), help)
}

#[derive(Serialize)]
struct Document<'t> {
    schema: &'static str,
    reference: ReferenceJson<'t>,
    codes: Vec<Entry<'t>>,
}

#[derive(Serialize)]
struct ReferenceJson<'t> {
    name: &'t str,
    digest: &'t str,
}

#[derive(Serialize)]
struct Entry<'t> {
    #[serde(rename = "type")]
    attribute: &'static str,
    name: &'t str,
    label: Option<String>,
    parent: Option<&'t str>,
    aliases: Vec<String>,
    offers: Option<Vec<&'t str>>,
    documentation: Vec<&'t str>,
    path: &'t str,
    line: usize,
}

/// The table and the texts that it was read from.
struct Listing<'t> {
    table: &'t Table<'t>,
    sources: &'t Sources,
    trees: &'t [File<'t>],
}

impl<'t> Listing<'t> {
    fn entry(&self, id: CodeId) -> Entry<'t> {
        let code = &self.table[id];
        let span = code.statement.span;
        let source = &self.sources[span.file];
        let tree = self.trees.iter().find(|tree| tree.id == span.file);
        Entry {
            attribute: code.attribute.name(),
            name: &code.name,
            label: label(code),
            parent: code.parent.map(|parent| &*self.table[parent].name),
            aliases: code.aliases().map(Cow::into_owned).collect(),
            offers: code
                .offers
                .as_ref()
                .map(|offers| offers.iter().map(|&flavor| &*self.table[flavor].name).collect()),
            documentation: tree
                .map(|tree| tree.documentation(code.statement, self.sources))
                .unwrap_or_default(),
            path: source.name(),
            line: source.position(span.start as usize).line,
        }
    }

    /// The whole table: the places as a tree, then the flavors.
    fn all(&self, name: &str) -> String {
        let mut text = format!("reference table {name}\n");
        for attribute in [Attribute::Continent, Attribute::Country, Attribute::Location] {
            for (id, _) in self.table.of(attribute).filter(|(_, code)| code.parent.is_none()) {
                self.tree(&mut text, id, 0);
            }
        }
        for attribute in [Attribute::Cpu, Attribute::Gpu] {
            for (id, _) in self.table.of(attribute) {
                let _ = writeln!(text, "{}", self.line(id));
            }
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
        let mut line = format!("{} {}", code.attribute.name(), quoted(&code.name));
        if let Some(label) = label(code) {
            let _ = write!(line, " {label:?}");
        }
        if let Some(offers) = &code.offers {
            let names: Vec<String> = offers.iter().map(|&flavor| quoted(&self.table[flavor].name)).collect();
            let _ = write!(line, ", offers {}", names.join(", "));
        }
        let aliases: Vec<String> = code.aliases().map(|alias| quoted(&alias)).collect();
        if !aliases.is_empty() {
            let _ = write!(line, ", alias {}", aliases.join(", "));
        }
        crate::diagnostic::printable(&line)
    }

    fn children(&self, id: CodeId) -> impl Iterator<Item = CodeId> {
        self.table.iter().filter(move |(_, code)| code.parent == Some(id)).map(|(child, _)| child)
    }

    /// One code: itself, what it lies in, what lies in it, and where it is declared.
    fn page(&self, id: CodeId) -> String {
        let entry = self.entry(id);
        let mut text = format!("{}\n", self.line(id));
        for line in &entry.documentation {
            let _ = writeln!(text, "  {}", crate::diagnostic::printable(line));
        }
        let mut above = Vec::new();
        let mut next = self.table[id].parent;
        while let Some(parent) = next {
            above.push(self.line(parent));
            next = self.table[parent].parent;
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
        if self.table[id].attribute.policy_type() == PolicyType::Flavor && self.table.has_fleet() {
            let offering = self
                .table
                .of(Attribute::Location)
                .filter(|(_, location)| location.offers.as_ref().is_none_or(|offers| offers.contains(&id)));
            let names: Vec<String> = offering.map(|(_, location)| quoted(&location.name)).collect();
            let _ = writeln!(
                text,
                "  offered by {}",
                if names.is_empty() { "no location".into() } else { names.join(", ") }
            );
        }
        let _ = writeln!(text, "  declared at {}:{}", entry.path, entry.line);
        text
    }
}

fn label(code: &Code<'_>) -> Option<String> {
    code.statement.label.map(|label| label.value().into_owned())
}
