//! The lints about names against their definitions, read one pair of names at a time, on random names.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::lint::{Change, Levels, Selection};
use bpol::syntax::ast::Item;
use bpol::{Builtin, Configuration, Reference, Source};
use unicode_security::{GeneralSecurityProfile as _, RestrictionLevel, RestrictionLevelDetection as _};

use crate::dice::Dice;

/// A statement of a random text.
struct Statement {
    /// The text that it stands in.
    file: &'static str,
    line: usize,
    keyword: &'static str,
    /// Its name, and its aliases.
    names: Vec<String>,
    environment: Option<&'static str>,
}

/// The table's file, which comes before all others.
const TABLE: &str = "";

/// Random texts.
#[derive(Default)]
struct Texts {
    statements: Vec<Statement>,
    texts: Vec<(&'static str, String)>,
}

impl Texts {
    /// Adds a statement, unless it declares what another one has.
    fn add(&mut self, file: &'static str, keyword: &'static str, names: Vec<String>, dice: &mut Dice) {
        let environments = [None, Some("e"), Some("f")];
        let is_workload = matches!(keyword, "model" | "job");
        let environment = if is_workload { environments[dice.below(3)] } else { None };
        let text = match self.texts.iter_mut().position(|(name, _)| *name == file) {
            Some(index) => index,
            None => {
                self.texts.push((file, String::new()));
                self.texts.len() - 1
            }
        };
        let statement =
            Statement { file, line: self.texts[text].1.lines().count() + 1, keyword, names, environment };
        let has_one = |other: &Statement| {
            statement.is_beside(other) && statement.names.iter().any(|name| other.names.contains(name))
        };
        if self.statements.iter().any(has_one) {
            return;
        }
        let written: Vec<String> = statement.names.iter().map(|name| written(name, dice)).collect();
        let place = environment.map_or(String::new(), |name| format!(" in {name}"));
        let aliases = match written.get(1..).unwrap_or_default() {
            [] => String::new(),
            aliases => format!(" < alias [{}] >", aliases.join(", ")),
        };
        let body = if keyword == "policy" { " < country in [fr] >" } else { &aliases };
        writeln!(self.texts[text].1, "{keyword} {}{place}{body}", written[0]).unwrap();
        self.statements.push(statement);
    }

    /// What `lint` finds: the file, the line and what the finding lies on.
    fn found(&self, lint: &'static str, table: Reference) -> BTreeSet<(&str, usize, String)> {
        let mut changes = [Selection::All, Selection::Lint(lint)]
            .map(|selection| Change { selection, level: bpol::diagnostic::Level::Warn });
        changes[0].level = bpol::diagnostic::Level::Allow;
        let sources = self.texts.iter().filter(|(name, _)| *name != TABLE);
        let sources = sources.map(|(name, text)| Source::new(*name, text.clone().into_bytes()));
        let configuration = Configuration::with_levels(Levels::new(&changes));
        let analysis = bpol::compile(configuration, table, sources.collect());
        let findings = analysis.findings();
        let found = findings.iter().map(|finding| {
            assert_eq!(finding.check.name, lint, "{}\n{self}", finding.fact.words().message);
            let file = &analysis.files()[finding.span.file];
            let place = file.source().position(finding.span.range().start);
            let Some(Item::Statement(statement)) = file.item_at(finding.span.range().start) else { panic!() };
            let names = std::iter::once(statement.name()).chain(statement.list().iter());
            let name = names.into_iter().find(|name| name.span().key() == finding.span.key()).unwrap();
            let (file, _) = self.texts.iter().find(|(name, _)| *name == file.source().name()).unwrap();
            (*file, place.line, name.value().into_owned())
        });
        let found: BTreeSet<_> = found.collect();
        assert_eq!(found.len(), findings.len(), "two findings on one name\n{self}");
        found
    }

    fn own_table(&self) -> Reference {
        let text = self.texts.iter().find(|(name, _)| *name == TABLE).map_or("", |(_, text)| text);
        Reference::own("table", Source::new("table", text.to_owned().into_bytes()))
    }
}

impl std::fmt::Display for Texts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.texts.iter().try_for_each(|(name, text)| write!(formatter, "--- {name}\n{text}"))
    }
}

impl Statement {
    /// Whether the names of both are in one namespace.
    fn is_beside(&self, other: &Self) -> bool {
        let namespace = |it: &Self| if it.keyword == "gpu" { "cpu" } else { it.keyword };
        namespace(self) == namespace(other) && self.environment == other.environment
    }

    fn is_before(&self, other: &Self) -> bool {
        (self.file, self.line) < (other.file, other.line)
    }

    fn is_of_table(&self) -> bool {
        self.file == TABLE
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
}

fn written(name: &str, dice: &mut Dice) -> String {
    if is_word(name) && !dice.once_in(4) { name.to_owned() } else { format!("\"{name}\"") }
}

/// What names are made of: characters that look like others, in all the ways there are.
const PARTS: [&str; 18] = [
    "a", "\u{430}", "o", "\u{43e}", "0", "O", "l", "1", "I", "|", "m", "rn", "é", "e\u{301}", "北", "α", " ",
    "가",
];

/// Whether UTS 39 finds the scripts of a name highly restrictive.
fn is_restrictive(name: &str) -> bool {
    let letters: String = name.chars().filter(|it| it.identifier_allowed()).collect();
    assert!(name.chars().all(|it| it.identifier_allowed() || it.is_ascii()), "{name}");
    letters.as_str().check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

/// Whether a finding of confusable-name lies on a name, which is the `index`th of its statement.
fn is_confusable(texts: &Texts, own: &Statement, name: &str) -> bool {
    if own.is_of_table() {
        return false;
    }
    let skeleton = |name: &str| unicode_security::skeleton(name).collect::<String>();
    let others = texts.statements.iter().filter(|other| !std::ptr::eq(own, *other) && own.is_beside(other));
    let looks_like = |(other, like): (&Statement, &String)| {
        let is_meant = !is_word(name) || !is_word(like);
        let is_later = match (name.is_ascii(), like.is_ascii()) {
            _ if other.is_of_table() => true,
            (false, true) => true,
            (true, false) => false,
            _ => other.is_before(own),
        };
        name != like && is_meant && is_later && skeleton(name) == skeleton(like)
    };
    let is_mixed = !is_word(name) && !is_restrictive(name);
    is_mixed || others.flat_map(|other| other.names.iter().map(move |it| (other, it))).any(looks_like)
}

#[test]
fn names_are_confusable_as_their_definition_says() {
    let mut dice = Dice::new(1);
    let keywords = ["policy", "environment", "model", "job", "continent", "location", "cpu", "gpu"];
    let mut reported = [0, 0];
    for _ in 0..600 {
        let mut texts = Texts::default();
        texts.add(TABLE, "country", vec!["fr".to_owned()], &mut dice);
        texts.add(TABLE, "cpu", vec!["x86".to_owned()], &mut dice);
        for environment in ["e", "f"] {
            texts.add("b", "environment", vec![environment.to_owned()], &mut dice);
        }
        let (kinds, parts) = (1 + dice.below(keywords.len()), 1 + dice.below(3));
        for _ in 0..dice.below(20) {
            let keyword = keywords[dice.below(kinds)];
            let is_code = matches!(keyword, "continent" | "location" | "cpu" | "gpu");
            let is_flavor = matches!(keyword, "cpu" | "gpu");
            let number = if is_flavor { 1 + dice.below(3) } else { 1 };
            let mut names: Vec<String> =
                (0..number).map(|_| (0..=dice.below(parts)).map(|_| dice.pick(&PARTS)).collect()).collect();
            names.dedup();
            let file = if is_code { ["a", "c", TABLE][dice.below(3)] } else { ["a", "c"][dice.below(2)] };
            texts.add(file, keyword, names, &mut dice);
        }
        let mut wanted = BTreeSet::new();
        for statement in &texts.statements {
            for name in &statement.names {
                if is_confusable(&texts, statement, name) {
                    wanted.insert((statement.file, statement.line, name.clone()));
                }
            }
        }
        for (_, _, name) in &wanted {
            reported[usize::from(is_word(name))] += 1;
        }
        assert_eq!(texts.found("confusable-name", texts.own_table()), wanted, "{texts}");
    }
    assert!(reported[0] > 500 && reported[1] > 20, "{reported:?}");
}

/// Other names, each with the attribute and the code that it means.
fn other_names() -> Vec<(String, String, String)> {
    let lines = include_str!("../../src/reference/data/other-names.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let mut names: Vec<(String, String, String)> = lines
        .map(|line| {
            let (name, meaning) = line.split_once('\t').unwrap();
            let (attribute, code) = meaning.split_once('/').unwrap();
            (name.to_owned(), attribute.to_owned(), code.to_owned())
        })
        .collect();
    let world = bpol::syntax::parse(Source::new("world", Builtin::World.text().into()));
    for statement in world.statements() {
        let label = folded(&statement.label().map(|label| label.value()).unwrap_or_default());
        let attribute = statement.keyword().name();
        if !label.is_empty() && names.iter().all(|(name, of, _)| (name, of.as_str()) != (&label, attribute)) {
            names.push((label, attribute.to_owned(), statement.name().value().into_owned()));
        }
    }
    names
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('&', "and").replace([' ', '_'], "-")
}

#[test]
fn codes_are_other_names_as_their_definition_says() {
    let mut dice = Dice::new(2);
    let known = other_names();
    let attributes = ["country", "cpu", "gpu"];
    let mut reported = 0;
    for _ in 0..400 {
        let (mut texts, table) = if dice.once_in(2) {
            (Texts::default(), Builtin::Official)
        } else {
            (Texts::default(), Builtin::World)
        };
        let parsed = bpol::syntax::parse(Source::new("table", table.text().into()));
        for statement in parsed.statements() {
            let name = statement.name().value().into_owned();
            let aliases = statement.list().iter().map(|alias| alias.value().into_owned());
            texts.statements.push(Statement {
                file: TABLE,
                line: 0,
                keyword: statement.keyword().name(),
                names: std::iter::once(name).chain(aliases).collect(),
                environment: None,
            });
        }
        let number = 1 + dice.below(8);
        for _ in 0..number {
            let mut name = || {
                let (name, _, code) = &known[dice.below(known.len())];
                let name = if dice.once_in(3) { code } else { name };
                match dice.below(5) {
                    0 => name.to_uppercase(),
                    1 => name.replace('-', "_"),
                    2 => name.replace('-', " "),
                    _ => name.clone(),
                }
            };
            let names = [name(), name()];
            let keyword = attributes[dice.below(3)];
            let number = if keyword == "country" || dice.once_in(2) || names[0] == names[1] { 1 } else { 2 };
            let file = ["a", "b"][dice.below(2)];
            texts.add(file, keyword, names[..number].to_vec(), &mut dice);
        }
        let mut wanted = BTreeSet::new();
        for own in texts.statements.iter().filter(|it| !it.is_of_table()) {
            let name = &own.names[0];
            let mut meant = vec![folded(name)];
            let is_known = |(other, attribute, _): &&(String, String, String)| {
                *other == folded(name) && attribute == own.keyword
            };
            meant.extend(known.iter().find(is_known).map(|(_, _, code)| code.clone()));
            meant.retain(|code| code != name);
            let is_meant = |other: &Statement| {
                !std::ptr::eq(own, other)
                    && other.keyword == own.keyword
                    && other.names.iter().any(|name| meant.contains(name))
            };
            if attributes.contains(&own.keyword) && texts.statements.iter().any(is_meant) {
                wanted.insert((own.file, own.line, name.clone()));
            }
        }
        reported += wanted.len();
        assert_eq!(texts.found("other-name", Reference::builtin(table)), wanted, "{texts}");
    }
    assert!(reported > 200, "{reported}");
}
