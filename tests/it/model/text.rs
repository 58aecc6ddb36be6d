//! A model as text in any layout: a [`Model`] and a seed come in; `.bpol` files go out, and where every part of each
//! statement stands in them.

mod layout;
mod statement;

use std::collections::BTreeMap;
use std::ops::Range;

use bpol::reference::{Builtin, Reference};
use bpol::{Analysis, Configuration, Source};
use serde_json::{Value, json};

use super::{Base, Model};
use crate::dice::Dice;
use layout::Layout;
use statement::Statement;

/// The path of a table's own file.
const TABLE: &str = "table.bpol";

/// The texts of a workspace.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) base: Base,
    /// The text of the table, where that is the workspace's own.
    pub(crate) table: String,
    /// Names and texts of the files.
    pub(crate) files: Vec<(String, String)>,
    written: Vec<Written>,
}

/// A statement and where its parts stand.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) keyword: &'static str,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
    path: String,
    parts: Vec<(Part, Range<usize>)>,
}

/// A part of a statement that a finding may lie on; words of lists and `except`s are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Name,
    Parent,
    Except(usize),
    Item(usize),
}

/// A part of some statement: keyword, name, what it is in, and the part.
pub(crate) type Spot = (&'static str, String, Option<String>, Part);

impl Model {
    /// The workspace as text. Seed 0 is the plainest layout: one file, a line a statement, in the model's order.
    /// Any other one is a layout of its own that means the same.
    pub(crate) fn render(&self, seed: u64) -> Rendered {
        let mut dice = Dice::new(seed);
        let is_plain = seed == 0;
        let is_own = self.base == Base::Own;
        let (mut table, mut statements) = (Vec::new(), Vec::new());
        let mut put = |statement, in_table: bool| {
            let file = if is_own && in_table { &mut table } else { &mut statements };
            file.push(statement);
        };
        self.codes.iter().for_each(|it| put(Statement::code(it), it.in_table));
        self.added.iter().for_each(|it| put(Statement::added(it), false));
        self.groups.iter().for_each(|it| put(Statement::group(it), it.in_table));
        self.policies.iter().for_each(|it| put(Statement::policy(it), false));
        self.limits.iter().for_each(|it| put(Statement::limit(it), false));
        self.environments.iter().for_each(|it| put(Statement::environment(it), false));
        self.workloads.iter().for_each(|it| put(Statement::workload(it), false));
        self.guards.iter().for_each(|it| put(Statement::guard(it), false));
        let mut rendered =
            Rendered { base: self.base, table: String::new(), files: Vec::new(), written: Vec::new() };
        if is_plain {
            rendered.table = rendered.write(TABLE, &table, None);
            let text = rendered.write("main.bpol", &statements, None);
            rendered.files.push(("main.bpol".to_owned(), text));
            return rendered;
        }
        dice.shuffle(&mut table);
        dice.shuffle(&mut statements);
        let mut files: Vec<Vec<Statement>> = vec![Vec::new(); 1 + dice.below(4)];
        for statement in statements {
            let file = dice.below(files.len());
            files[file].push(statement);
        }
        rendered.table = rendered.write(TABLE, &table, Some(&mut dice));
        for (index, statements) in files.iter().enumerate() {
            let path = format!("{}/{index}.bpol", dice.below(3));
            let text = rendered.write(&path, statements, Some(&mut dice));
            rendered.files.push((path, text));
        }
        rendered
    }
}

impl Rendered {
    /// Writes a file and remembers where everything stands.
    fn write(&mut self, path: &str, statements: &[Statement], dice: Option<&mut Dice>) -> String {
        let (text, parts) = Layout::text(statements, dice);
        let written = statements.iter().zip(parts).map(|(statement, parts)| Written {
            keyword: statement.keyword,
            name: statement.name.clone(),
            parent: statement.parent.clone(),
            path: path.to_owned(),
            parts,
        });
        self.written.extend(written);
        text
    }

    /// The reference table.
    pub(crate) fn reference(&self) -> Reference {
        match self.base {
            Base::None => Reference::none(),
            Base::Official => Reference::builtin(Builtin::Official),
            Base::Own => Reference::own(TABLE, Source::new(TABLE, self.table.clone().into_bytes())),
        }
    }

    /// The texts of the files as the compiler takes them.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let source = |(name, text): &(String, String)| Source::new(name.clone(), text.clone().into_bytes());
        self.files.iter().map(source).collect()
    }

    /// All that the compiler knows of them.
    pub(crate) fn analyse(&self, configuration: Configuration) -> Analysis {
        bpol::compile(configuration, self.reference(), self.sources())
    }

    /// The same files on the table of `other`, which has the same statements in another layout.
    pub(crate) fn on_the_table_of(mut self, other: &Self) -> Self {
        self.table.clone_from(&other.table);
        self.written.retain(|it| it.path != TABLE);
        self.written.extend(other.written.iter().filter(|it| it.path == TABLE).cloned());
        self
    }

    /// Every part of every statement by where it stands: path, start and end.
    pub(crate) fn spots(&self) -> BTreeMap<(&str, usize, usize), Spot> {
        let spots = |it: &'_ Written| {
            let Written { keyword, name, parent, .. } = it.clone();
            let spot = move |part| (keyword, name.clone(), parent.clone(), part);
            it.parts.iter().map(move |(part, at)| ((at.start, at.end), spot(*part))).collect::<Vec<_>>()
        };
        let all =
            self.written.iter().flat_map(|it| spots(it).into_iter().map(|spot| (it.path.as_str(), spot)));
        all.map(|(path, ((start, end), spot))| ((path, start, end), spot)).collect()
    }

    /// Every statement by path and position, the table's first.
    pub(crate) fn in_order(&self) -> Vec<&Written> {
        let mut all: Vec<&Written> = self.written.iter().collect();
        all.sort_by_key(|it| (it.path != TABLE, &it.path, it.parts.first().map(|(_, at)| at.start)));
        all
    }

    /// Where a part of a statement stands, as documents write it.
    pub(crate) fn place(&self, statement: (&str, &str, Option<&str>), part: Part) -> Value {
        let is_it = |it: &&Written| (it.keyword, it.name.as_str(), it.parent.as_deref()) == statement;
        let written = self.written.iter().find(is_it).unwrap();
        let (_, at) = written.parts.iter().find(|(it, _)| *it == part).unwrap();
        let file = self.files.iter().find(|(path, _)| *path == written.path);
        let before = &file.map_or(&self.table, |(_, text)| text)[..at.start];
        let line = before.rsplit('\n').next().unwrap().trim_start_matches('\u{feff}');
        let (line, column) = (before.matches('\n').count() + 1, line.chars().count() + 1);
        json!({"path": written.path, "line": line, "column": column})
    }
}
