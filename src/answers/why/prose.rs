//! An answer as one paragraph, for records and contracts: labels stand for codes.

use super::document::{AtPoint, Why};
use crate::answers::words::{Choice, Status};
use crate::diagnostic::joined;
use crate::syntax::keyword::RuleAttribute;
use crate::text::hidden::one_line;
use crate::workspace::{Element, Workspace};

impl Why {
    /// One paragraph without a table.
    #[must_use]
    pub fn prose(&self, workspace: &Workspace) -> String {
        let identity = self.workload.identity();
        let name = format!("`{}`", one_line(&identity.name));
        let mut sentences = Vec::new();
        let stands = match &self.preview {
            None => String::new(),
            Some(it) => match &it.environment {
                Some(environment) => format!("In `{}`, ", one_line(environment)),
                None => "Outside all environments, ".to_owned(),
            },
        };
        if self.status == Status::Placed {
            let words: Vec<String> = self
                .types
                .iter()
                .zip(["in", "on"])
                .map(|(it, word)| match (it.restricted, word) {
                    (true, _) => format!("{word} {} only", labels(workspace, &it.result)),
                    (false, "in") => "anywhere".to_owned(),
                    (false, _) => "on any hardware".to_owned(),
                })
                .collect();
            sentences.push(sentence(&format!("{stands}{name} may run {}", words.join(", "))));
        } else {
            sentences.push(format!("{stands}{name} can run nowhere."));
        }
        for it in &self.options {
            let option = labels(workspace, std::slice::from_ref(&it.option));
            sentences.push(format!("{option} is {}.", it.answer.name()));
        }
        for it in &self.types {
            for at in &it.points {
                let names = at.policies.iter().filter(|it| it.takes_part);
                let names: Vec<String> = names.map(|it| format!("`{}`", one_line(&it.name))).collect();
                if let Some(union) = &at.union {
                    let by = super::text::point(&at.point);
                    let (policies, allow) =
                        if names.len() == 1 { ("the policy", "allows") } else { ("the policies", "allow") };
                    let names = joined(&names, "and");
                    let what = all_but(workspace, at).unwrap_or_else(|| labels(workspace, union));
                    sentences.push(sentence(&format!("At {by}, {policies} {names} {allow} {what}")));
                }
            }
        }
        sentences.join(" ") + "\n"
    }
}

/// A full stop behind words that have none, as some labels have.
fn sentence(words: &str) -> String {
    format!("{}.", words.strip_suffix('.').unwrap_or(words))
}

/// What the one policy of a point allows that only takes something away: a list of all the rest says less.
fn all_but(workspace: &Workspace, at: &AtPoint) -> Option<String> {
    let mut applying = at.policies.iter().filter(|it| it.takes_part);
    let (Some(only), None) = (applying.next(), applying.next()) else { return None };
    let options = workspace.policies()[workspace.policy(&only.name)?].options()?;
    let choice = |element: &Element| match element {
        Element::Group(id) => Choice::new(RuleAttribute::Group, workspace.groups()[*id].name()),
        Element::Code(id) => {
            let code = &workspace.table()[*id];
            Choice::new(code.attribute().into(), code.name())
        }
    };
    let less: Vec<Choice> = options.exceptions().iter().map(choice).collect();
    options.rules().is_empty().then(|| format!("everything except {}", labels(workspace, &less)))
}

/// Codes and groups by their labels; by their names where they have none.
fn labels(workspace: &Workspace, choices: &[Choice]) -> String {
    let label = |choice: &Choice| {
        let statement = match choice.attribute {
            RuleAttribute::Code(attribute) => {
                workspace.table().find(attribute, &choice.name).map(|id| workspace.table()[id].statement())
            }
            RuleAttribute::Group => {
                workspace.group(&choice.name).map(|id| workspace.groups()[id].statement())
            }
        };
        let label = statement.and_then(|id| workspace.statement(id).label());
        let text = label.map_or_else(|| choice.name.clone(), |label| label.value().into_owned());
        one_line(&text)
    };
    match choices {
        [] => "nothing".to_owned(),
        choices => joined(&choices.iter().map(label).collect::<Vec<_>>(), "and"),
    }
}
