//! What is suggested for a word, and what a fix may write: misspelt words and names come in.

use std::borrow::Cow;

use proptest::prelude::*;

use super::limits::LONGEST;
use super::{Budget, Candidate, Index, Tier};

fn near(word: &str, names: &[&str]) -> (Option<Tier>, Vec<String>, bool) {
    let index = Index::new(names.iter().enumerate().map(|(owner, name)| Candidate::name(name, owner)));
    match index.nearest(word, &mut Budget::default()) {
        None => (None, Vec::new(), false),
        Some(near) => {
            let names = near.found.iter().map(|it| it.name.to_owned()).collect();
            (Some(near.tier), names, near.is_sure)
        }
    }
}

#[test]
fn the_nearest_tier_alone_is_given() {
    let names =
        ["production", "Production", "pro-duction", "eu-production", "productoin", "staging", "stagings"];
    let told = |word| {
        let (tier, names, is_sure) = near(word, &names);
        (tier, names.join(" "), is_sure)
    };
    assert_eq!(told("PRODUCTION"), (Some(Tier::Case), "Production production".into(), false));
    assert_eq!(
        told("produ_ction"),
        (Some(Tier::Separators), "Production pro-duction production".into(), false)
    );
    assert_eq!(told("stagin"), (Some(Tier::Edits(1)), "staging".into(), true));
    assert_eq!(told("stagingz"), (Some(Tier::Edits(1)), "staging stagings".into(), false));
    assert_eq!(told("sta9ing"), (None, String::new(), false));
}

#[test]
fn every_tier_has_its_words() {
    for (word, name, tier, is_sure) in [
        ("zu\u{308}rich", "zürich", Tier::Form, true),
        ("H100", "h100", Tier::Case, true),
        ("eu_west1", "eu-west-1", Tier::Separators, false),
        ("sao-paulo", "são-paulo", Tier::Separators, false),
        ("p\u{430}ris", "paris", Tier::Lookalike, true),
        ("eu-west-l", "eu-west-1", Tier::Lookalike, false),
        ("\u{435}u-west", "eu-west", Tier::Lookalike, false),
        ("eu-west-1", "aws/eu-west-1", Tier::End, false),
        ("paris", "paris-2", Tier::End, false),
        ("curich", "zurich", Tier::Edits(1), true),
        ("prodcution", "production", Tier::Edits(1), true),
        ("us-wset4", "us-west4", Tier::Edits(1), true),
        ("eu-frnkfrt", "eu-frankfurt", Tier::Edits(2), false),
        // A hump hides a short part.
        ("euOnly", "esOnly", Tier::Edits(1), false),
    ] {
        assert_eq!(near(word, &[name]), (Some(tier), vec![name.to_owned()], is_sure), "{word}");
    }
}

#[test]
fn numbers_and_short_parts_are_never_misspelt() {
    for (word, name) in [
        ("eea", "ee"),
        ("gdr", "gd"),
        ("eu-west4", "us-west4"),
        ("eu-west4", "europe-west4"),
        ("us-west4", "us-west5"),
        ("aws/eu-east-1", "aws/ap-east-1"),
        ("V100-32GB", "v100"),
        ("a100", "a10"),
        ("a1-0", "a10"),
        ("prod", "prd"),
        ("xx", "x"),
        ("1", "model-1"),
        ("北京", "北海"),
    ] {
        assert_eq!(near(word, &[name]), (None, Vec::new(), false), "{word}");
    }
}

#[test]
fn all_candidates_are_compared() {
    let names: Vec<String> = (0..600).map(|number| format!("loc{number}-paris")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).chain(["zurich"]).collect();
    assert_eq!(near("curich", &names), (Some(Tier::Edits(1)), vec!["zurich".to_owned()], true));
    names.insert(0, "aurich");
    let both = vec!["aurich".to_owned(), "zurich".to_owned()];
    assert_eq!(near("curich", &names), (Some(Tier::Edits(1)), both, false));
}

#[test]
fn one_name_is_suggested_of_each() {
    let candidates = || {
        [Candidate::name("h100", 0), Candidate::alias("H100-SXM", 0), Candidate::alias("h100_sxm", 0)]
            .into_iter()
            .chain([Candidate::label(Cow::Borrowed("Great card"), "h100", 0), Candidate::name("h100-nvl", 1)])
    };
    let index = Index::new(candidates());
    let found = |word| {
        let near = index.nearest(word, &mut Budget::default());
        near.map(|near| near.found.iter().map(|it| it.name).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(found("H100"), Some("h100".to_owned()));
    assert_eq!(found("h100-sxm"), Some("H100-SXM".to_owned()));
    assert_eq!(found("great_card"), Some("h100".to_owned()));
    assert_eq!(found("grat card"), None);
}

#[test]
fn words_that_are_too_long_and_searches_that_cost_too_much_find_nothing() {
    let long = "a".repeat(LONGEST);
    assert_eq!(near(&format!("{long}b"), &[&*format!("{long}c")]).0, None);
    assert_eq!(near(&long, &[&*long.replacen('a', "b", 1)]).0, Some(Tier::Edits(1)));
    let index = Index::new([Candidate::name("production", 0)]);
    let mut budget = Budget::of(150);
    assert!(index.nearest("prodction", &mut budget).is_some());
    assert!(index.nearest("prodction", &mut budget).is_none());
    assert!(budget.has_ended() && !budget.has_ended());
}

/// The parts of a word by their definition in the documents: apart at separators, and between letters and
/// digits.
fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut last = None;
    for character in word.to_lowercase().chars() {
        let sort = (character.is_ascii_digit(), "-_./:".contains(character));
        if last != Some(sort) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| !sort.1) {
            part.push(character);
        }
        last = Some(sort);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn what_a_fix_writes_differs_in_one_letter_of_a_long_part(
        word in "([a-c]{1,5}|[12]{1,2}|eu|us|West|prod|[-_./:]){1,5}",
        names in prop::collection::vec("([a-c]{1,5}|[12]{1,2}|eu|us|west|prod|[-_./:]){1,5}", 1..10),
        slip in 0..16_usize,
        letter in "[a-z1-9-]",
    ) {
        // Half of the words are a name with one slip.
        let slipped = names.get(slip).map(|name| {
            let (start, end) = name.split_at(name.len() / 2);
            format!("{start}{letter}{}", end.chars().skip(1).collect::<String>())
        });
        let word = slipped.unwrap_or(word);
        prop_assume!(!names.contains(&word));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let (Some(tier), found, true) = near(&word, &names) {
            let other = found.concat();
            let (own, other) = (parts(&word), parts(&other));
            prop_assert_eq!(own.len(), other.len());
            let differ: Vec<(String, String)> = own.into_iter().zip(other).filter(|(a, b)| a != b).collect();
            prop_assert_eq!(differ.len(), usize::from(tier != Tier::Case));
            for (own, other) in differ {
                prop_assert!(own.len() > 3 && other.len() > 3);
                prop_assert!(!own.contains(|it: char| it.is_ascii_digit()));
                prop_assert_eq!(strsim::osa_distance(&own, &other), 1);
            }
        }
    }
}
