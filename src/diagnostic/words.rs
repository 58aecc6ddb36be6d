//! Lists and numbers in prose.

/// `words` in backticks as a list in prose, as [`joined`] has it.
#[must_use]
pub(crate) fn listed<T: AsRef<str>>(words: &[T], and: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    joined(&quoted, and)
}

/// `words` as a list in prose: a, a and b, a, b and c, with `and` as given.
#[must_use]
pub(crate) fn joined(words: &[String], and: &str) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The first of some things, in words, and how many `more` there are: a, b and 3 more, with `and` as given.
#[must_use]
pub(crate) fn some(mut words: Vec<String>, more: usize, and: &str) -> String {
    if more > 0 {
        words.push(format!("{more} more"));
    }
    joined(&words, if more > 0 { "and" } else { and })
}

/// `1 policy`, `2 policies`.
#[must_use]
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(listed::<&str>(&[], "or"), "");
        assert_eq!(listed(&["a"], "or"), "`a`");
        assert_eq!(listed(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(listed(&["a", "b", "c"], "and"), "`a`, `b` and `c`");
        let words = || vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(some(words(), 0, "or"), "a or b");
        assert_eq!(some(words(), 3, "or"), "a, b and 3 more");
    }
}
