//! Selectors by labels, as the API machinery of Kubernetes takes them: the field of one comes in, which
//! values of each label it takes goes out.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::text::hidden::one_line;
use crate::verify::field::Field;
use crate::verify::refused;

/// Which values of a label are taken, and whether what lacks the label is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken<'d> {
    values: Values<'d>,
    takes_absent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Values<'d> {
    Only(BTreeSet<&'d str>),
    AllBut(BTreeSet<&'d str>),
}

/// The labels that a selector asks for. What it does not name may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selector<'d> {
    labels: BTreeMap<&'d str, Taken<'d>>,
}

impl<'d> Taken<'d> {
    /// Anything.
    pub(super) fn anything() -> Self {
        Self { values: Values::AllBut(BTreeSet::new()), takes_absent: true }
    }

    /// One of some values.
    pub(super) fn only(values: impl IntoIterator<Item = &'d str>) -> Self {
        Self { values: Values::Only(values.into_iter().collect()), takes_absent: false }
    }

    /// Anything but some values.
    pub(super) fn all_but(values: impl IntoIterator<Item = &'d str>) -> Self {
        Self { values: Values::AllBut(values.into_iter().collect()), takes_absent: true }
    }

    /// Whether a value is taken.
    pub(super) fn takes(&self, value: &str) -> bool {
        match &self.values {
            Values::Only(values) => values.contains(value),
            Values::AllBut(values) => !values.contains(value),
        }
    }

    /// Whether something is taken that nobody names: any other value, or none.
    pub(super) fn is_open(&self) -> bool {
        self.takes_absent || matches!(self.values, Values::AllBut(_))
    }

    /// The values that are taken where others are not; none where others are.
    pub(super) fn named(&self) -> Option<&BTreeSet<&'d str>> {
        if let Values::Only(values) = &self.values { Some(values) } else { None }
    }

    /// Keeps what another one takes too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.takes_absent &= other.takes_absent;
        self.values = match (&self.values, &other.values) {
            (Values::Only(values), _) => {
                Values::Only(values.iter().copied().filter(|value| other.takes(value)).collect())
            }
            (_, Values::Only(values)) => {
                Values::Only(values.iter().copied().filter(|value| self.takes(value)).collect())
            }
            (Values::AllBut(values), Values::AllBut(others)) => {
                Values::AllBut(values.union(others).copied().collect())
            }
        };
    }
}

impl<'d> Selector<'d> {
    /// A field with `matchLabels` and `matchExpressions`, all of which must hold; one that is not there or
    /// empty asks for nothing.
    pub(super) fn labels(field: &Field<'d, '_>) -> Result<Self, Diagnostic> {
        let mut selector = Self::expressions(field)?;
        let labels = field.key("matchLabels")?;
        for (key, value) in labels.entries()? {
            let Some(text) = value.text()? else {
                return Err(refused(
                    &value.at(),
                    "the label has no value",
                    "write one, or take the label away",
                ));
            };
            selector.keep(key, &Taken::only([text]));
        }
        Ok(selector)
    }

    /// A field with `matchExpressions` alone; what else is in it is passed over.
    pub(super) fn expressions(field: &Field<'d, '_>) -> Result<Self, Diagnostic> {
        let mut selector = Self::default();
        let expressions = field.key("matchExpressions")?;
        for expression in expressions.items()? {
            let (key, taken) = requirement(&expression)?;
            selector.keep(key, &taken);
        }
        Ok(selector)
    }

    fn keep(&mut self, key: &'d str, taken: &Taken<'d>) {
        self.labels.entry(key).or_insert_with(Taken::anything).keep(taken);
    }

    /// What is taken of a label.
    pub(super) fn of(&self, key: &str) -> Taken<'d> {
        self.labels.get(key).cloned().unwrap_or_else(Taken::anything)
    }
}

/// One of `matchExpressions`: its key, and what it takes.
fn requirement<'d>(field: &Field<'d, '_>) -> Result<(&'d str, Taken<'d>), Diagnostic> {
    let (key_field, operator, values) = (field.key("key")?, field.key("operator")?, field.key("values")?);
    let Some(key) = key_field.text()?.filter(|key| !key.is_empty()) else {
        return Err(refused(&key_field.at(), "the expression has no key", "name the label that it is about"));
    };
    let texts = values.texts()?;
    let word = operator.text()?;
    let taken = match word {
        Some("In") => Taken::only(texts.iter().copied()),
        Some("NotIn") => Taken::all_but(texts.iter().copied()),
        Some("Exists") => Taken { takes_absent: false, ..Taken::anything() },
        Some("DoesNotExist") => Taken { values: Values::Only(BTreeSet::new()), takes_absent: true },
        other => {
            let message = other.map_or_else(
                || "the expression has no operator".to_owned(),
                |other| format!("there is no operator `{}`", one_line(other)),
            );
            let help = "write `In`, `NotIn`, `Exists` or `DoesNotExist`";
            return Err(refused(&operator.at(), message, help));
        }
    };
    let needs_values = matches!(word, Some("In" | "NotIn"));
    if needs_values == texts.is_empty() {
        let word = word.unwrap_or("In");
        let (message, help) = if needs_values {
            (format!("`{word}` needs values"), "list the values, or take the expression away")
        } else {
            (format!("`{word}` takes no values"), "leave `values` out")
        };
        return Err(refused(&values.at(), message, help));
    }
    Ok((key, taken))
}
