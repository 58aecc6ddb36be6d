//! Other words for the keywords and attributes of the language, each of which means one of them alone.

use super::keyword::{Attribute, Keyword, Kind, RuleAttribute};

/// The keyword that a word means which opens no statement.
pub(super) fn keyword(word: &str) -> Option<Keyword> {
    let lower = word.to_ascii_lowercase();
    let plural = || Kind::from_plural(&lower).map(Keyword::Workload);
    let attribute = || Attribute::ALL.into_iter().find(|it| it.plural() == lower).map(Keyword::Code);
    let other = || match &*lower {
        "policies" | "pol" => Some(Keyword::Policy),
        "env" | "envs" | "environments" => Some(Keyword::Environment),
        "func" | "fn" | "lambda" => Some(Keyword::Workload(Kind::Function)),
        "guards" => Some(Keyword::Guard),
        "groups" => Some(Keyword::Group),
        _ => None,
    };
    Keyword::from_name(&lower).or_else(plural).or_else(attribute).or_else(other)
}

/// The attribute that a word means which is none.
pub(super) fn attribute(word: &str) -> Option<RuleAttribute> {
    let lower = word.to_ascii_lowercase();
    let plural = || RuleAttribute::ALL.into_iter().find(|it| it.plural() == lower);
    RuleAttribute::from_name(&lower).or_else(plural).or_else(|| other_attribute(word))
}

/// The attribute that another word for it means: what stands under it may be codes of another one.
pub(super) fn other_attribute(word: &str) -> Option<RuleAttribute> {
    match &*word.to_ascii_lowercase() {
        "region" | "regions" | "zone" | "zones" | "cluster" | "clusters" | "site" | "sites"
        | "datacenter" | "datacentre" | "dc" | "place" => Some(RuleAttribute::Code(Attribute::Location)),
        "accelerator" | "accelerators" | "hardware" | "card" | "cards" | "graphics" => {
            Some(RuleAttribute::Code(Attribute::Gpu))
        }
        "processor" | "processors" | "arch" | "architecture" => Some(RuleAttribute::Code(Attribute::Cpu)),
        "nation" | "nations" => Some(RuleAttribute::Code(Attribute::Country)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_one_or_none() {
        for (word, meant) in
            [("policies", "policy"), ("Env", "environment"), ("MODELS", "model"), ("countries", "country")]
        {
            assert_eq!(keyword(word).map(Keyword::name), Some(meant), "{word}");
        }
        for (word, meant) in [("GPU", "gpu"), ("region", "location"), ("hardware", "gpu"), ("cpus", "cpu")] {
            assert_eq!(attribute(word).map(RuleAttribute::name), Some(meant), "{word}");
        }
        assert_eq!((keyword("modle"), attribute("contry")), (None, None));
    }
}
