//! Which nodes a set allows: a plan and the labels come in, the terms of a node affinity go out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::map::Labels;
use crate::emit::plan::{Plan, Rectangle};
use crate::syntax::keyword::Attribute;
use crate::table::{CodeId, Table};

/// Nodes that have all of some labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Term {
    match_expressions: Vec<Expression>,
}

/// What a label must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Expression {
    key: String,
    #[serde(flatten)]
    operator: Operator,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "operator", content = "values")]
enum Operator {
    In(BTreeSet<String>),
    DoesNotExist,
}

impl Term {
    /// The terms that are a set: a node that one of them matches is allowed.
    #[must_use]
    pub(super) fn of(plan: &Plan, table: &Table, labels: &Labels) -> Vec<Self> {
        if !plan.restricts_flavor {
            return vec![Self { match_expressions: vec![regions(labels, &plan.locations())] }];
        }
        plan.rectangles.iter().flat_map(|it| Self::of_rectangle(it, table, labels)).collect()
    }

    /// A term for each key that the flavors have, those of the cpus first.
    fn of_rectangle(rectangle: &Rectangle, table: &Table, labels: &Labels) -> Vec<Self> {
        let region = regions(labels, &rectangle.locations);
        let of = |attribute| {
            let mut by_key: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let flavors = rectangle.flavors.iter().filter(|&&it| table[it].attribute() == attribute);
            for label in flavors.flat_map(|&flavor| labels.map.flavors.names(flavor)) {
                by_key.entry(label.key.clone()).or_default().insert(label.value.clone());
            }
            by_key
        };
        let mut terms = Vec::new();
        for (key, values) in of(Attribute::Cpu) {
            // A node with a gpu has a cpu too, and its flavor is the gpu.
            let others = labels.gpu_keys.iter().filter(|it| **it != key);
            let others: Vec<Expression> = others.map(|it| Expression::absent(it)).collect();
            let match_expressions =
                [region.clone(), Expression::within(key, values)].into_iter().chain(others).collect();
            terms.push(Self { match_expressions });
        }
        for (key, values) in of(Attribute::Gpu) {
            terms.push(Self { match_expressions: vec![region.clone(), Expression::within(key, values)] });
        }
        terms
    }

    /// The term as a line of text, as the policies of `--enforce` spell it.
    #[must_use]
    pub(super) fn line(&self) -> String {
        let expressions: Vec<String> = self.match_expressions.iter().map(Expression::line).collect();
        expressions.join("; ")
    }
}

impl Expression {
    fn within(key: String, values: BTreeSet<String>) -> Self {
        Self { key, operator: Operator::In(values) }
    }

    fn absent(key: &str) -> Self {
        Self { key: key.to_owned(), operator: Operator::DoesNotExist }
    }

    fn line(&self) -> String {
        let key = &self.key;
        match &self.operator {
            Operator::In(values) => {
                let values: Vec<&str> = values.iter().map(|it| &**it).collect();
                format!("{key} In {}", values.join(","))
            }
            Operator::DoesNotExist => format!("{key} DoesNotExist"),
        }
    }
}

/// The region is that of one of some locations.
fn regions(labels: &Labels, locations: &[CodeId]) -> Expression {
    let values = labels.map.locations.all(locations).into_iter().collect();
    Expression::within(labels.region.clone(), values)
}
