//! What each word of the language is for, in one line: what an editor shows of it.

use super::keyword::Keyword;
use super::limit::{Counted, Period};
use super::shape::LIMIT;

/// How a word is written with what belongs to it, and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gloss {
    /// The statement or clause as help shows it.
    pub shape: &'static str,
    /// What it is for.
    pub line: &'static str,
}

impl Keyword {
    /// What such a statement is for.
    #[must_use]
    pub fn gloss(self) -> Gloss {
        let line = match self {
            Self::Policy => "the allowed options for one aspect",
            Self::Environment => "policies enforced on every workload in it, and in every environment in it",
            Self::Workload(_) => "one deployment",
            Self::Guard => "an invariant over resolved placements",
            Self::Group => "reference table: a named set of places or of flavors",
            Self::Code(super::keyword::Attribute::Location) => "a physical location (a cluster) of the fleet",
            Self::Code(_) => "reference table",
        };
        Gloss { shape: self.shape().text, line }
    }
}

/// What a word is for that joins the parts of a statement; `None` for any other word.
#[must_use]
pub fn connective(word: &str) -> Option<Gloss> {
    let (shape, line) = match word {
        "in" => ("in NAME", "what the statement lies in; in a rule, the codes of its list"),
        "or" => ("RULE or RULE", "either of the two; all rules of a policy are of one type"),
        "except" => {
            ("RULE … except RULE or RULE …", "what stands behind it is taken away from what stands before it")
        }
        "and" => ("excludes RULE … and RULE …", "no workload may have a pair of both sides"),
        "target" => ("target [KIND, …]", "the kinds that it applies to; without it, every kind"),
        "within" => ("within RULE or RULE …", "every covered set lies in what it names"),
        "excludes" => ("excludes RULE or RULE …", "no covered set has anything of what it names"),
        "allows" => ("allows RULE or RULE …", "every covered set has all of what it names"),
        "attach" => {
            ("attach [POLICY, …]", "the policies that are enforced here; those of one type are a union")
        }
        "offers" => ("offers [FLAVOR, …]", "the hardware that the location has"),
        "alias" => ("alias [\"…\", …]", "other spellings of the code"),
        "tokens" | "per" | "ratio" => {
            (LIMIT, "how many tokens the workloads may use; it changes no placement")
        }
        word if Counted::from_name(word).is_some() || Period::from_word(word).is_some() => {
            return connective("tokens");
        }
        _ => return None,
    };
    Some(Gloss { shape, line })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::keyword::CONNECTIVES;

    #[test]
    fn every_connective_has_a_line() {
        for word in CONNECTIVES {
            let gloss = connective(word).expect(word);
            assert!(gloss.shape.contains(word), "{gloss:?}");
        }
    }
}
