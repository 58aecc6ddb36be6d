//! A set is shown only where no error bears on it, and is that of the workspace without what is wrong: random
//! workspaces with random faults, judged by the places that `bpol check` gives.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use bpol::{Configuration, catalogue};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::client::Client;
use super::lined::{Hint, Lined, SPARE, Statement, hints};
use crate::dice::Dice;
use crate::model::{Model, Options};
use crate::properties::cases;
use crate::random;
use crate::support::Project;

/// What is no error of a statement, but a fact of sets.
const FACTS: [&str; 3] = ["collision", "no-placement", "guard-violated"];

/// A workspace with faults.
struct Faulty<'m> {
    model: &'m Model,
    lined: Lined,
    /// Other texts for statements.
    lines: BTreeMap<usize, String>,
    /// What stands in the lines at the beginning of files.
    spare: BTreeMap<(usize, usize), String>,
}

impl<'m> Faulty<'m> {
    /// At most one fault a file, so that none is a part of another.
    fn new(model: &'m Model, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut faulty =
            Self { model, lined: Lined::new(model), lines: BTreeMap::new(), spare: BTreeMap::new() };
        for file in 0..Lined::paths().count() {
            let own: Vec<usize> = faulty.lined.statements_of(file).map(|(_, index)| index).collect();
            if own.is_empty() || dice.once_in(4) {
                continue;
            }
            // What is wrong with the table leaves nothing to see.
            let of_table: Vec<usize> =
                own.iter().copied().filter(|&it| !faulty.lined.statements[it].is_code()).collect();
            let own = if of_table.is_empty() || dice.once_in(8) { own } else { of_table };
            let index = own[dice.below(own.len())];
            faulty.spoil(file, index, &mut dice);
        }
        faulty
    }

    fn spoil(&mut self, file: usize, index: usize, dice: &mut Dice) {
        let line = self.lined.lines().nth(index).unwrap();
        // Marks in quotes are none.
        let is_plain = !line.contains('"');
        let spoilt = match dice.below(7) {
            0 => {
                self.spare.insert((file, 0), "hello world".to_owned());
                return;
            }
            1 => {
                self.spare.insert((file, 1), line);
                return;
            }
            2 if is_plain && line.contains(']') => {
                let at = line.rfind(']').unwrap();
                format!("{}, nosuchthing{}", &line[..at], &line[at..])
            }
            3 if is_plain && line.ends_with('>') => line[..line.len() - 1].trim_end().to_owned(),
            4 if is_plain && line.contains('[') => {
                let (open, close) = (line.find('[').unwrap(), line.find(']').unwrap());
                format!("{}{}", &line[..=open], &line[close..])
            }
            5 if is_plain && !line.contains(" in ") && !line.contains('<') => {
                format!("{line} in nosuchthing")
            }
            // Nobody can tell whether a word that is none was one of the table.
            _ if self.lined.statements[index].is_code() => return,
            _ => line.replacen(char::is_alphabetic, "qq", 1),
        };
        self.lines.insert(index, spoilt);
    }

    fn line(&self, index: usize) -> String {
        self.lines.get(&index).cloned().unwrap_or_else(|| self.lined.lines().nth(index).unwrap())
    }

    fn project(&self, line: &dyn Fn(usize) -> String, spare: &BTreeMap<(usize, usize), String>) -> Project {
        let texts = self.lined.texts_with(line, spare);
        texts.into_iter().fold(self.lined.configured(Project::new()), |it, (path, text)| it.file(&path, text))
    }

    /// The statements that errors stand in; `None` where one stands in the table. And the texts of the errors.
    fn wrong(&self, project: &Project) -> (Option<BTreeSet<usize>>, Vec<String>) {
        let run = project.run(&["check", "--output-format", "json"]);
        assert_ne!(run.status, 2, "{}", run.stderr);
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        let (mut wrong, mut told, mut is_of_table) = (BTreeSet::new(), Vec::new(), false);
        for error in document["diagnostics"].as_array().unwrap() {
            let code = error["code"].as_str().unwrap();
            let is_error = catalogue::find(code).is_some_and(|it| it.level.is_error());
            if !is_error || FACTS.contains(&code) {
                continue;
            }
            told.push(format!("{code} {}", error["message"]));
            let related = error["related"].as_array().unwrap().iter().filter(|_| code == "duplicate-name");
            for place in [error].into_iter().chain(related) {
                let file = Lined::paths().position(|path| place["path"] == *path);
                let line = place["range"]["start"]["line"].as_u64().unwrap() - 1;
                let Some(file) = file else {
                    is_of_table = true;
                    continue;
                };
                match self.lined.statements_of(file).find(|(at, _)| *at == line) {
                    Some((_, index)) => {
                        is_of_table |= self.lined.statements[index].is_code();
                        wrong.insert(index);
                    }
                    None => {
                        assert!(line < SPARE as u64, "{error}");
                        // A second statement of a name.
                        let spare = self.spare.get(&(file, 1)).filter(|_| line == 1);
                        is_of_table |= spare.is_some_and(|it| {
                            crate::model::ATTRIBUTES.iter().any(|word| it.starts_with(word))
                        });
                    }
                }
            }
        }
        ((!is_of_table).then_some(wrong), told)
    }

    /// All that depends on what is wrong, by name.
    fn spread(&self, wrong: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut all = wrong.clone();
        loop {
            let name = |index: &usize| {
                let it = &self.lined.statements[*index];
                (it.keyword, it.name.clone())
            };
            let bad: BTreeSet<(&str, String)> = all.iter().map(name).collect();
            let before = all.len();
            for (index, statement) in self.lined.statements.iter().enumerate() {
                if self.needs(statement).iter().any(|it| bad.contains(it)) {
                    all.insert(index);
                }
            }
            if all.len() == before {
                return all;
            }
        }
    }

    /// What a statement names, tables aside.
    fn needs(&self, statement: &Statement) -> Vec<(&'static str, String)> {
        let mut needs = Vec::new();
        let groups = |options: &Options| -> Vec<(&'static str, String)> {
            options.groups().map(|it| ("group", it.clone())).collect()
        };
        let attached = |list: &[String]| -> Vec<(&'static str, String)> {
            list.iter().map(|it| ("policy", it.clone())).collect()
        };
        let model = self.model;
        match statement.keyword {
            "group" => {
                let own = model.groups.iter().filter(|it| it.name == statement.name);
                own.for_each(|it| needs.extend(groups(&it.options)));
            }
            "policy" => {
                let own = model.policies.iter().filter(|it| it.name == statement.name);
                own.for_each(|it| needs.extend(groups(&it.options)));
            }
            "environment" => {
                let own = model.environments.iter().filter(|it| it.name == statement.name);
                own.for_each(|it| needs.extend(attached(&it.attach)));
            }
            keyword => {
                let is_it = |it: &&crate::model::Workload| {
                    it.kind == keyword && it.name == statement.name && it.environment == statement.parent
                };
                model.workloads.iter().filter(is_it).for_each(|it| needs.extend(attached(&it.attach)));
            }
        }
        if statement.keyword == "environment" || statement.workload().is_some() {
            needs.extend(statement.parent.iter().map(|it| ("environment", it.clone())));
        }
        needs
    }
}

fn shown(project: &Project) -> BTreeMap<(usize, u64), Hint> {
    let capabilities = json!({"general": {"positionEncodings": ["utf-8"]}});
    let options = json!({"capabilities": capabilities, "initializationOptions": {"compare": "off"}});
    let mut client = Client::open_folder(&project.path(""), options);
    let mut all = BTreeMap::new();
    for (file, path) in Lined::paths().enumerate() {
        all.extend(hints(&mut client, &path).into_iter().map(|(line, hint)| ((file, line), hint)));
    }
    client.finish();
    all
}

/// The ceilings of an environment in any order, as far as all of them are shown.
fn ceilings(label: &str) -> Option<BTreeSet<&str>> {
    (!label.ends_with('…')).then(|| label.trim_start_matches("≤ ").split("; ").collect())
}

/// Looks at one workspace; how many sets are shown, and how many are not, goes out.
fn check(model: &Model, seed: u64) -> [usize; 2] {
    if model.render(0).analyse(Configuration::default()).provisional().is_err() {
        return [0, 0];
    }
    let faulty = Faulty::new(model, seed);
    let project = faulty.project(&|index| faulty.line(index), &faulty.spare);
    let (wrong, told) = faulty.wrong(&project);
    let all = || (0..faulty.lined.statements.len()).collect();
    let unsound = wrong.map_or_else(all, |wrong| faulty.spread(&wrong));
    let mut expected = BTreeSet::new();
    for file in 0..Lined::paths().count() {
        let sets = faulty.lined.statements_of(file).filter(|(_, index)| {
            let it = &faulty.lined.statements[*index];
            (it.keyword == "environment" || it.workload().is_some()) && !unsound.contains(index)
        });
        expected.extend(sets.map(|(line, _)| (file, line)));
    }
    let here = shown(&project);
    let texts = || faulty.lined.texts_with(&|index| faulty.line(index), &faulty.spare);
    let what = || format!("{told:#?}\n{:#?}", texts());
    // Where a word that is none might have declared what others name, it is better to show too little.
    assert!(here.keys().all(|place| expected.contains(place)), "{:?} {expected:?} {}", here.keys(), what());
    let left = |index: usize| if unsound.contains(&index) { String::new() } else { faulty.line(index) };
    let rest = shown(&faulty.project(&left, &BTreeMap::new()));
    for (place, hint) in &here {
        let other = &rest[place];
        // Which ceiling comes first goes by all workloads, sound or not.
        let is_same = match (ceilings(&hint.label), ceilings(&other.label)) {
            (Some(one), Some(other)) => one == other,
            (one, other) => one.is_none() == other.is_none(),
        };
        assert!(is_same, "{place:?}: {hint:?} {other:?} {}", what());
    }
    let sets =
        faulty.lined.statements.iter().filter(|it| it.keyword == "environment" || it.workload().is_some());
    let hidden = if told.is_empty() { 0 } else { sets.count() - here.len() };
    [if told.is_empty() { 0 } else { here.len() }, hidden]
}

#[test]
fn a_set_is_shown_only_where_no_error_bears_on_it() {
    let (shown, hidden) = (Cell::new(0), Cell::new(0));
    let pairs = (random::model(), any::<u64>());
    // The floors below hold for these.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let looked_at = TestRunner::new_with_rng(cases(40), rng).run(&pairs, |(model, seed)| {
        let [seen, unseen] = check(&model, seed);
        shown.set(shown.get() + seen);
        hidden.set(hidden.get() + unseen);
        Ok(())
    });
    looked_at.unwrap();
    assert!(shown.get() > 10 && hidden.get() > 10, "{} {}", shown.get(), hidden.get());
}
