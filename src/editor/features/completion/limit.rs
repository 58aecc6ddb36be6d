//! What may stand in a limit of tokens: the words before the cursor come in, those that go on go out.

use crate::syntax::limit::{Counted, Period};
use crate::syntax::{Role, Word};

/// What may stand behind words that end in a limit of tokens; `None` where they do not.
pub(super) fn behind(words: &[Word<'_>]) -> Option<Vec<&'static str>> {
    let is_word = |word: &Word<'_>, text: &str| word.role() == Role::Connective && word.text() == text;
    let opened = words.iter().rposition(|word| is_word(word, "tokens"))?;
    let limit = words.get(opened..)?;
    let has = |text: &str| limit.iter().any(|word| is_word(word, text));
    if has("target") {
        return None;
    }
    let counted = || Counted::ALL.map(Counted::name).into_iter().filter(|name| !has(name));
    let last = limit.last()?;
    Some(match (last.role(), last.text()) {
        (Role::Number, _) if has("ratio") => vec!["target", ">"],
        (Role::Number, _) if has("per") => Period::ALL.map(Period::plural).to_vec(),
        (Role::Number, _) => {
            let or = counted().next().map(|_| "or");
            or.into_iter().chain(["per"]).collect()
        }
        (Role::Connective, "tokens" | "or") if !has("per") => counted().collect(),
        (Role::Connective, "per") => Period::ALL.map(Period::name).to_vec(),
        (Role::Connective, word) if Period::from_word(word).is_some() => vec!["ratio", "target", ">"],
        // Numbers are the writer's own.
        (Role::Connective, _) => Vec::new(),
        _ => return None,
    })
}
