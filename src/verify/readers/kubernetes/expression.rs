//! What a term asks of a label: a part of a document comes in, whether a node that has the label or not
//! meets it goes out.

use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::verify::reader::At;
use crate::verify::refused;

/// What a label must be.
#[derive(Clone, Debug)]
pub(super) struct Expression<'d> {
    pub(super) key: &'d str,
    pub(super) operator: Operator,
    pub(super) values: Vec<&'d str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt,
}

/// A label of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'v> {
    /// It is this one.
    Is(&'v str),
    /// It is one that nobody declared.
    Undeclared,
    /// The node does not have it.
    Absent,
}

impl<'d> Expression<'d> {
    /// The label is one value.
    pub(super) fn is(key: &'d str, value: &'d str) -> Self {
        Self { key, operator: Operator::In, values: vec![value] }
    }

    /// Reads an expression, as the API server takes it.
    pub(super) fn read(node: &'d Node, path: &Path<'_>) -> Result<Self, Diagnostic> {
        node.map(path)?;
        let text = |name: &'static str| {
            let path = path.key(name);
            match node.present(name) {
                Some(node) => node.text(&path),
                None => Err(refused(
                    &At::absent(node, &path),
                    format!("an expression needs `{name}`"),
                    "write `key`, `operator` and `values`",
                )),
            }
        };
        let (key, word) = (text("key")?, text("operator")?);
        let operator = Operator::read(word).ok_or_else(|| {
            refused(
                &At::there(node, &path.key("operator")),
                format!("there is no operator `{word}`"),
                "they are `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` and `Lt`",
            )
        })?;
        let values_path = path.key("values");
        let mut values = Vec::new();
        if let Some(list) = node.present("values") {
            for (index, value) in list.list(&values_path)?.iter().enumerate() {
                values.push(value.text(&values_path.item(index))?);
            }
        }
        let wanted = match operator {
            Operator::In | Operator::NotIn if values.is_empty() => Some("at least one value"),
            Operator::Exists | Operator::DoesNotExist if !values.is_empty() => Some("no values"),
            Operator::Gt | Operator::Lt if values.len() != 1 => Some("one value"),
            _ => None,
        };
        match wanted {
            Some(wanted) => Err(refused(
                &At::there(node, &values_path),
                format!("`{word}` must have {wanted}, or Kubernetes refuses the object"),
                format!("write {wanted}"),
            )),
            None => Ok(Self { key, operator, values }),
        }
    }

    /// Whether a node with that label meets it.
    pub(super) fn holds(&self, value: Value<'_>) -> bool {
        match (self.operator, value) {
            (Operator::In, Value::Is(value)) => self.values.contains(&value),
            (Operator::NotIn, Value::Is(value)) => !self.values.contains(&value),
            (Operator::Exists, Value::Is(_) | Value::Undeclared)
            | (Operator::NotIn, Value::Undeclared | Value::Absent)
            | (Operator::DoesNotExist, Value::Absent) => true,
            (Operator::Gt, value) => self.compare(value, |label, bound| label > bound),
            (Operator::Lt, value) => self.compare(value, |label, bound| label < bound),
            (Operator::In, Value::Undeclared | Value::Absent)
            | (Operator::Exists, Value::Absent)
            | (Operator::DoesNotExist, Value::Is(_) | Value::Undeclared) => false,
        }
    }

    /// Whether a label is a number beyond the one that is given. A label that nobody declared may be.
    fn compare(&self, value: Value<'_>, is_beyond: impl Fn(i64, i64) -> bool) -> bool {
        let number = |text: &str| text.parse::<i64>().ok();
        match (value, self.values.first().and_then(|it| number(it))) {
            (Value::Is(label), Some(bound)) => number(label).is_some_and(|label| is_beyond(label, bound)),
            (Value::Undeclared, bound) => bound.is_some(),
            (Value::Is(_), None) | (Value::Absent, _) => false,
        }
    }
}

impl Operator {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "In" => Self::In,
            "NotIn" => Self::NotIn,
            "Exists" => Self::Exists,
            "DoesNotExist" => Self::DoesNotExist,
            "Gt" => Self::Gt,
            "Lt" => Self::Lt,
            _ => return None,
        })
    }
}
