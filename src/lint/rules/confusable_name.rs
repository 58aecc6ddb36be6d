//! `confusable-name`: a name in quotes that looks like another of its namespace, or mixes scripts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::syntax::ast::{Item, Name, Parsed, Statement};
use crate::syntax::is_word;
use crate::syntax::keyword::{Keyword, Kind};
use crate::syntax::shape::{BodyShape, Clause};
use crate::table::{CodeId, Namespace, Table};
use crate::text::lookalike;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "confusable-name",
        level: Level::Warn,
        summary: "a name looks like another one, or mixes scripts",
        why: "\
Names are compared byte for byte, and people compare them by their looks. A Cyrillic letter in a Latin name, or `ü` that
is one character here and a `u` with a mark there, makes two names of what reads as one: a workload in the wrong one of
two environments gets other policies than its author reads in the file.

Only a name that needs quotes can be so, and it is compared with the others of its namespace, those of the reference
table and aliases included. What looks alike is what Unicode says (UTS 39); so is which scripts no language mixes. Latin
letters may stand beside those of Chinese, Japanese or Korean.",
        bad: Example::Text(
            "\
location paris in fr
location \"p\u{430}ris\" in fr

model llama
",
        ),
        good: Example::Text(
            "\
location paris in fr
location \"北京-west\" in fr

model llama
",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

/// Names that may be taken for each other.
#[derive(PartialEq, Eq, Hash)]
enum Beside<'f> {
    Names(Namespace),
    /// The workloads of a kind in an environment.
    Workloads(Kind, Option<Cow<'f, str>>),
}

/// The names that need quotes, and all that look like one of them, by what they have in common.
#[derive(Default)]
struct Looks<'f> {
    all: FxHashMap<Beside<'f>, FxHashMap<String, Vec<Member<'f>>>>,
    /// Whether workloads are among them.
    has_workloads: bool,
    /// Kept for its memory.
    skeleton: String,
}

/// A name beside others.
struct Member<'f> {
    name: Name<'f>,
    statement: Statement<'f>,
    /// The flavor that it is a name of, which may have more than one.
    flavor: Option<CodeId>,
}

impl Member<'_> {
    fn is_of_table(&self) -> bool {
        self.statement.file().source().is_table()
    }

    /// Whether both are names of one thing.
    fn means(&self, other: &Member<'_>) -> bool {
        self.statement.id() == other.statement.id() || (self.flavor.is_some() && self.flavor == other.flavor)
    }
}

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (files, table) = (context.workspace().files(), context.workspace().table());
    let (tables, others): (Vec<&Parsed>, Vec<&Parsed>) =
        files.iter().map(|file| &**file).partition(|file| file.source().is_table());
    let mut looks = Looks::default();
    let mut mixed = BTreeMap::new();
    let with_quotes = others.iter().filter(|file| file.text().contains('"'));
    for statement in with_quotes.flat_map(|file| file.statements()) {
        for name in names(statement).filter(needs_quotes) {
            looks.expect(statement, name);
            if lookalike::mixes_scripts(&name.value()) {
                mixed.insert(files.order(name.span()), name);
            }
        }
    }
    // What a table has in quotes is compared with what the workspace adds to it.
    let added = others.iter().flat_map(|file| declarations(file)).map(beside);
    let added: FxHashSet<Option<Beside<'_>>> = added.collect();
    for statement in tables.iter().flat_map(|file| file.statements()) {
        for name in names(statement).filter(needs_quotes) {
            if added.contains(&beside(statement)) {
                looks.expect(statement, name);
            }
        }
    }
    for file in tables.into_iter().chain(others) {
        if looks.has_workloads {
            file.statements().for_each(|statement| looks.compare(statement, table));
        } else if !looks.all.is_empty() {
            declarations(file).for_each(|statement| looks.compare(statement, table));
        }
    }
    let groups = looks.all.into_values().flat_map(FxHashMap::into_values);
    for (name, other) in groups.flat_map(|members| pairs(&members)) {
        mixed.remove(&files.order(name.span()));
        findings.push(looks_like(name, other));
    }
    findings.extend(mixed.into_values().map(mixes_scripts));
}

fn looks_like(name: Name<'_>, other: Name<'_>) -> Diagnostic {
    let (own, like) = (name.value().into_owned(), other.value().into_owned());
    let fact = Finding::ConfusableName {
        is_form: lookalike::differ_in_form(&own, &like),
        differences: lookalike::differences(&own, &like),
        name: own,
        other: like,
    };
    Diagnostic::of(&LINT.check, Arc::new(fact), name.span()).with_related(other.span())
}

fn mixes_scripts(name: Name<'_>) -> Diagnostic {
    let value = name.value().into_owned();
    let (scripts, foreign) = (lookalike::scripts(&value), lookalike::foreign(&value));
    let fact = Finding::MixedScripts { name: value, scripts, foreign };
    Diagnostic::of(&LINT.check, Arc::new(fact), name.span())
}

impl<'f> Looks<'f> {
    /// Takes in that names may look like this one.
    fn expect(&mut self, statement: Statement<'f>, name: Name<'f>) {
        self.has_workloads |= matches!(statement.keyword(), Keyword::Workload(_));
        let Some(beside) = beside(statement) else { return };
        let looks = self.all.entry(beside).or_default();
        looks.entry(lookalike::skeleton(&name.value())).or_default();
    }

    /// Takes in the names of a statement that look like one that was expected.
    fn compare(&mut self, statement: Statement<'f>, table: &Table) {
        let Some(looks) = beside(statement).and_then(|beside| self.all.get_mut(&beside)) else { return };
        for name in names(statement) {
            lookalike::write_skeleton(&name.value(), &mut self.skeleton);
            if let Some(members) = looks.get_mut(&self.skeleton) {
                let is_flavor = Namespace::of_keyword(statement.keyword()) == Some(Namespace::Flavor);
                let flavor = if is_flavor { table.find_flavor(&name.value()) } else { None };
                members.push(Member { name, statement, flavor });
            }
        }
    }
}

/// The statements of a file but for its workloads.
fn declarations(file: &Parsed) -> impl Iterator<Item = Statement<'_>> {
    file.declarations().filter_map(Item::statement)
}

/// The names that a statement declares.
fn names(statement: Statement<'_>) -> impl Iterator<Item = Name<'_>> {
    let has_aliases = statement.keyword().shape().body == BodyShape::List(Clause::Alias);
    let aliases = has_aliases.then(|| statement.list().iter());
    std::iter::once(statement.name()).chain(aliases.into_iter().flatten())
}

fn needs_quotes(name: &Name<'_>) -> bool {
    name.is_quoted() && !is_word(&name.value())
}

/// What the names of `statement` stand beside.
fn beside(statement: Statement<'_>) -> Option<Beside<'_>> {
    if let Keyword::Workload(kind) = statement.keyword() {
        return Some(Beside::Workloads(kind, statement.parent().map(|parent| parent.value())));
    }
    Namespace::of_keyword(statement.keyword()).map(Beside::Names)
}

/// The names that are to be reported among some that look alike and come by path and position, each with one
/// that it may be taken for.
fn pairs<'f>(members: &[Member<'f>]) -> Vec<(Name<'f>, Name<'f>)> {
    let mut values = FxHashSet::default();
    let members: Vec<(&Member<'f>, Cow<'f, str>)> = members
        .iter()
        .map(|member| (member, member.name.value()))
        .filter(|(_, value)| values.insert(value.clone()))
        .collect();
    let mut plain = Firsts::default();
    for (member, _) in members.iter().filter(|(_, value)| value.is_ascii()) {
        plain.add(member);
    }
    let (mut before, mut quoted, mut odd, mut of_table) =
        (Firsts::default(), Firsts::default(), Firsts::default(), Firsts::default());
    let mut pairs = Vec::new();
    for (member, value) in &members {
        let other = if !value.is_ascii() {
            plain.other_than(member).or(odd.other_than(member))
        } else if needs_quotes(&member.name) {
            before.other_than(member).or(of_table.other_than(member))
        } else {
            quoted.other_than(member).or(of_table.other_than(member))
        };
        if let Some(other) = other.filter(|_| !member.is_of_table()) {
            pairs.push((member.name, other.name));
        }
        if value.is_ascii() {
            before.add(member);
            if needs_quotes(&member.name) {
                quoted.add(member);
            }
        } else {
            odd.add(member);
            if member.is_of_table() {
                of_table.add(member);
            }
        }
    }
    pairs
}

/// The first of some names, and the first that is of another thing.
#[derive(Default)]
struct Firsts<'m, 'f> {
    first: Option<&'m Member<'f>>,
    second: Option<&'m Member<'f>>,
}

impl<'m, 'f> Firsts<'m, 'f> {
    fn add(&mut self, member: &'m Member<'f>) {
        match self.first {
            None => self.first = Some(member),
            Some(first) if self.second.is_none() && !first.means(member) => {
                self.second = Some(member);
            }
            Some(_) => {}
        }
    }

    /// The first of another thing.
    fn other_than(&self, member: &Member<'_>) -> Option<&'m Member<'f>> {
        [self.first, self.second].into_iter().flatten().find(|it| !it.means(member))
    }
}
