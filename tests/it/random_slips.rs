//! Random workspaces with random slips: whatever the fixes make of them, nothing moves to a place or an environment that
//! was not written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bpol::fix::{count, fix};
use bpol::reference::Reference;
use bpol::syntax::ast::Statement;
use bpol::{Analysis, Configuration, Input, Source, analyse};

use crate::dice::Dice;
use crate::properties::placement_sets;

/// What every workspace declares. Names differ in digits, in short parts and in prefixes, as those of clusters do.
const TABLE: &str = "\
continent eu
continent na
country de in eu
country fr in eu
country ua in eu
country us in na
location paris-1 in fr
location paris-2 in fr
location frankfurt-a in de
location frankfurt-b in de
location eu-west1 in de
location us-west1 in us
location us-west4 in us
gpu h100
gpu h200
gpu l4
gpu l40
gpu a100
gpu a100-80gb
cpu x86
cpu arm64
";

const CODES: [(&str, &[&str]); 4] = [
    ("continent", &["eu", "na"]),
    ("country", &["de", "fr", "ua", "us"]),
    ("location", &["paris-1", "paris-2", "frankfurt-a", "frankfurt-b", "eu-west1", "us-west1", "us-west4"]),
    ("gpu", &["h100", "h200", "l4", "l40", "a100", "a100-80gb"]),
];

const POLICIES: [&str; 6] = ["europe", "residency_1", "residency_2", "clusters-eu", "clusters-us", "cards"];
const ENVIRONMENTS: [&str; 6] =
    ["production", "eu-production", "us-production", "staging", "staging-2", "prod"];
const WORKLOADS: [&str; 5] = ["llama-1", "llama-2", "mistral", "tokenize", "ranker"];

/// A piece of a statement as it is meant, and as it is written.
struct Word {
    meant: String,
    written: String,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    /// What belongs to the language.
    Language,
    /// The name of the statement, which is never misspelt here.
    Name,
    Environment,
    Policy,
    Code,
}

/// A workspace as statements of words.
struct Slipped(Vec<Vec<Word>>);

impl Slipped {
    fn random(dice: &mut Dice) -> Self {
        let mut statements = Vec::new();
        for name in POLICIES {
            let (attribute, codes) = if name == "cards" { CODES[3] } else { CODES[dice.below(3)] };
            let mut words = vec![language("policy"), word(name, Sort::Name), language("<")];
            words.extend([language(attribute), language("in")]);
            let codes: Vec<&str> = (0..=dice.below(3)).map(|_| dice.pick(codes)).collect();
            list(&mut words, &codes, Sort::Code);
            if dice.once_in(3) {
                words.extend([language("target"), language("models")]);
            }
            words.push(language(">"));
            statements.push(words);
        }
        for (index, name) in ENVIRONMENTS.into_iter().enumerate() {
            let mut words = vec![language("environment"), word(name, Sort::Name)];
            if index > 0 && dice.once_in(2) {
                words.extend([language("in"), word(ENVIRONMENTS[dice.below(index)], Sort::Environment)]);
            }
            attach(&mut words, dice);
            statements.push(words);
        }
        for name in WORKLOADS {
            let keyword = dice.pick(&["model", "function", "agent", "sandbox", "job"]);
            let mut words = vec![language(keyword), word(name, Sort::Name)];
            words.extend([language("in"), word(dice.pick(&ENVIRONMENTS), Sort::Environment)]);
            attach(&mut words, dice);
            statements.push(words);
        }
        Self(statements)
    }

    /// Misspells some words, none so that it is another word of the workspace.
    fn slip(&mut self, dice: &mut Dice) {
        let known: BTreeSet<&str> = TABLE
            .split_ascii_whitespace()
            .chain(POLICIES)
            .chain(ENVIRONMENTS)
            .chain([
                "policy",
                "environment",
                "model",
                "models",
                "function",
                "agent",
                "sandbox",
                "job",
                "attach",
            ])
            .chain(["continent", "country", "location", "gpu", "cpu", "in", "target"])
            .collect();
        for _ in 0..=dice.below(4) {
            let statement = dice.below(self.0.len());
            let words = &mut self.0[statement];
            let index = dice.below(words.len());
            let word = &mut words[index];
            if word.sort == Sort::Name || word.meant.len() < 2 {
                continue;
            }
            let written = misspelt(&word.meant, dice);
            let is_word = written.starts_with(|first: char| first.is_ascii_alphanumeric());
            if is_word && !known.contains(written.as_str()) {
                word.written = written;
            }
        }
    }

    fn text(&self, form: impl Fn(&Word) -> &str) -> String {
        let line = |words: &Vec<Word>| words.iter().map(&form).collect::<Vec<_>>().join(" ");
        let lines: Vec<String> = self.0.iter().map(line).collect();
        format!("{TABLE}{}\n", lines.join("\n"))
    }

    /// The words that stand in the statement of a name, as they are written.
    fn written(&self, name: &str, sort: Sort) -> BTreeSet<&str> {
        let is_named = |words: &&Vec<Word>| words.iter().any(|it| it.sort == Sort::Name && it.meant == name);
        let words = self.0.iter().filter(is_named).flatten().filter(|word| word.sort == sort);
        words.map(|word| word.written.as_str()).collect()
    }
}

fn word(text: &str, sort: Sort) -> Word {
    Word { meant: text.to_owned(), written: text.to_owned(), sort }
}

fn language(text: &str) -> Word {
    word(text, Sort::Language)
}

fn list(words: &mut Vec<Word>, items: &[&str], sort: Sort) {
    words.push(language("["));
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            words.push(language(","));
        }
        words.push(word(item, sort));
    }
    words.push(language("]"));
}

fn attach(words: &mut Vec<Word>, dice: &mut Dice) {
    if dice.once_in(2) {
        words.extend([language("<"), language("attach")]);
        let policies: Vec<&str> = (0..=dice.below(2)).map(|_| dice.pick(&POLICIES)).collect();
        list(words, &policies, Sort::Policy);
        words.push(language(">"));
    }
}

/// `text` with a slip: a letter more or less or another one, two that changed places, another letter case, another
/// digit, another beginning.
fn misspelt(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = dice.below(letters.len());
    let other = char::from(b'a' + u8::try_from(dice.below(26)).unwrap());
    match dice.below(7) {
        0 => _ = letters.remove(at),
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        3 if at > 0 => letters.swap(at - 1, at),
        3 | 4 => return text.to_uppercase(),
        5 => {
            let digit = char::from(b'0' + u8::try_from(dice.below(10)).unwrap());
            return match text.find(|it: char| it.is_ascii_digit()) {
                Some(place) => format!("{}{digit}{}", &text[..place], &text[place + 1..]),
                None => format!("{text}{digit}"),
            };
        }
        _ => {
            return match text.split_once('-') {
                Some((first, rest)) if first.len() <= 3 => {
                    format!("{}-{rest}", dice.pick(&["ap", "uk", "me"]))
                }
                Some((_, rest)) => rest.to_owned(),
                None => format!("my-{text}"),
            };
        }
    }
    letters.into_iter().collect()
}

/// Whether `code` is what was written, or may be a guess at it: the same digits and short parts, in any letter case.
fn may_be(written: &str, code: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut was_digit = None;
        for letter in text.to_ascii_lowercase().chars() {
            let is_digit = letter.is_ascii_digit();
            if !letter.is_ascii_alphanumeric() || was_digit == Some(!is_digit) {
                parts.push(String::new());
            }
            was_digit = letter.is_ascii_alphanumeric().then_some(is_digit);
            if letter.is_ascii_alphanumeric() {
                parts.last_mut().unwrap().push(letter);
            }
        }
        parts.retain(|part| !part.is_empty());
        parts
    };
    let matters = |part: &&String| part.len() <= 3 || part.starts_with(|it: char| it.is_ascii_digit());
    let (own, other) = (parts(written), parts(code));
    own.iter().filter(matters).eq(other.iter().filter(matters))
}

/// What people call a code; a fix may write it whatever it looks like.
fn is_other_name(written: &str, code: &str) -> bool {
    let names = include_str!("../../src/reference/data/other-names.tsv");
    let name = written.to_lowercase();
    names.lines().filter_map(|line| line.split_once('\t')).any(|(other, meaning)| {
        other == name && meaning.split_once('/').is_some_and(|(_, meant)| meant == code)
    })
}

fn input(text: &str) -> Input {
    let source = Source::new("a.bpol", text.as_bytes().to_vec());
    Input::read(Configuration::default(), Reference::none(), vec![source])
}

fn statements(analysis: &Analysis) -> Vec<Statement<'_>> {
    analysis.files().iter().flat_map(|file| file.statements()).collect()
}

#[test]
fn no_fix_moves_a_workload_to_what_was_not_written() {
    let mut seen = BTreeMap::new();
    let mut count_of = |what: &'static str| *seen.entry(what).or_insert(0) += 1;
    for seed in 0..150 {
        let mut dice = Dice::new(seed);
        let mut slipped = Slipped::random(&mut dice);
        let meant = analyse(input(&slipped.text(|word| &word.meant)));
        slipped.slip(&mut dice);
        let text = slipped.text(|word| &word.written);
        for with_unsafe in [false, true] {
            let fixed = fix(input(&text), with_unsafe);
            let context = || format!("{text}\n===\n{}", fixed.input.files[0].source().text());
            for statement in statements(&fixed.analysis) {
                let name = statement.name().value();
                let environments = slipped.written(&name, Sort::Environment);
                if !environments.is_empty() {
                    let parent = statement.parent().map(|parent| parent.value().into_owned());
                    // A statement that is still broken may have none.
                    let is_broken = fixed.analysis.resolved().is_err();
                    let is_written = parent.as_deref().map_or(is_broken, |it| environments.contains(it));
                    assert!(is_written, "{name}: {environments:?}: {parent:?}\n{}", context());
                }
                let rules = statement.body().into_iter().flat_map(|body| body.rules().collect::<Vec<_>>());
                let codes = rules.flat_map(|rule| rule.codes().iter().collect::<Vec<_>>());
                let written = slipped.written(&name, Sort::Code);
                for code in codes.map(|code| code.value().into_owned()) {
                    let fits = |it: &&str| may_be(it, &code) || is_other_name(it, &code);
                    assert!(written.iter().any(fits), "{name}: {written:?}: {code}\n{}", context());
                }
                let written = slipped.written(&name, Sort::Policy);
                for policy in statement.list().iter().map(|policy| policy.value().into_owned()) {
                    let is_listed = POLICIES.contains(&policy.as_str()) || written.contains(policy.as_str());
                    if is_listed && !written.is_empty() {
                        let fits = |it: &&str| may_be(it, &policy);
                        assert!(written.iter().any(fits), "{name}: {written:?}: {policy}\n{}", context());
                    }
                }
            }
            count_of(if fixed.changed.is_empty() { "unchanged" } else { "changed" });
            // Every slip is an error, so that a workspace without one has had all of them repaired.
            if let (Ok(_), Ok(_)) = (fixed.analysis.resolved(), meant.resolved()) {
                count_of("repaired");
                assert_eq!(placement_sets(&fixed.analysis), placement_sets(&meant), "{}", context());
            }
        }
    }
    for what in ["unchanged", "changed", "repaired"] {
        assert!(seen.get(what).is_some_and(|&number| number > 10), "{seen:?}");
    }
}

#[test]
fn what_can_be_fixed_is_what_a_run_fixes() {
    let mut most = (0, 0);
    for seed in 0..80 {
        let mut dice = Dice::new(seed);
        let mut slipped = Slipped::random(&mut dice);
        if !dice.once_in(3) {
            slipped.slip(&mut dice);
        }
        let text = slipped.text(|word| &word.written);
        let input = input(&text);
        let analysis = Arc::new(analyse(input.clone()));
        let fixable = count(&input, &analysis, &analysis.report());
        let [safe, all] = [false, true].map(|with_unsafe| fix(input.clone(), with_unsafe).done().number());
        assert_eq!((fixable.safe, fixable.safe + fixable.with_unsafe), (safe, all), "{text}");
        most = (most.0.max(safe), most.1.max(all));
    }
    assert!(most.0 > 1 && most.1 > 2, "{most:?}");
}
