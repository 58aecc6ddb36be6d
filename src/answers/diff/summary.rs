//! The first line: how many workloads changed in which way.

use super::document::{Class, Diff};

/// "4 workloads may run in more places, 1 in fewer; 412 unchanged", the most dangerous first.
#[must_use]
pub fn summary(diff: &Diff) -> String {
    let mut parts = Vec::new();
    let mut before = None;
    for class in Class::ALL.into_iter().filter(|&it| it != Class::Unchanged) {
        let number = diff.counts.of(class);
        if number == 0 {
            continue;
        }
        let verb = match (before, class) {
            (Some(Class::Widened), Class::Moved) => "in other",
            (Some(Class::Widened | Class::Moved), Class::Narrowed) => "in fewer",
            _ => words(class, number),
        };
        before = Some(class);
        let what = match (parts.is_empty(), number) {
            (true, 1) => "1 workload ".to_owned(),
            (true, _) => format!("{number} workloads "),
            (false, _) => format!("{number} "),
        };
        parts.push(format!("{what}{verb}"));
    }
    let unchanged = diff.counts.unchanged;
    if parts.is_empty() {
        return match diff.limits.len() {
            0 => "no placement changes".to_owned(),
            1 => "no placement changes; the limits of 1 workload differ".to_owned(),
            many => format!("no placement changes; the limits of {many} workloads differ"),
        };
    }
    let limits = match diff.limits.len() {
        0 => String::new(),
        1 => "; the limits of 1 workload differ".to_owned(),
        many => format!("; the limits of {many} workloads differ"),
    };
    format!("{}; {unchanged} unchanged{limits}", parts.join(", "))
}

fn words(class: Class, number: usize) -> &'static str {
    let is_one = number == 1;
    match class {
        Class::Unrestricted if is_one => "is no longer restricted",
        Class::Unrestricted => "are no longer restricted",
        Class::Broken => "can run nowhere any more",
        Class::Widened => "may run in more places",
        Class::Moved => "may run in other places",
        Class::Added if is_one => "is new",
        Class::Added => "are new",
        Class::Narrowed => "may run in fewer places",
        Class::Repaired => "can run again",
        Class::Removed if is_one => "is gone",
        Class::Removed => "are gone",
        Class::Unchanged => "unchanged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_for_one_and_many() {
        for class in Class::ALL {
            assert!(!words(class, 1).is_empty() && !words(class, 2).is_empty());
        }
    }
}
