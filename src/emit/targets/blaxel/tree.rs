//! Values of documents as JSON: what somebody else wrote comes in, and the same goes out in bpol's layout,
//! less what only the platform writes.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::data::{Entry, Node, Path, Shape, Value};
use crate::diagnostic::Diagnostic;

/// A value.
#[derive(Debug)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    /// JSON as it stands.
    Raw(Box<RawValue>),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Raw(json) => json.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// Reads values.
#[derive(Debug, Default)]
pub(super) struct Copy {
    /// The paths of the texts with a `$`, which `bl` would replace.
    pub(super) dollars: Vec<String>,
    /// What cannot be copied.
    pub(super) findings: Vec<Diagnostic>,
}

/// What stands where only the platform writes, by the map that it stands in.
const TOP: [&str; 9] = [
    "apiVersion",
    "kind",
    "events",
    "status",
    "errors",
    "expiresIn",
    "lastUsedAt",
    "nodeGeneration",
    "state",
];
const METADATA: [&str; 7] = ["createdAt", "createdBy", "plan", "updatedAt", "updatedBy", "url", "workspace"];

impl Copy {
    /// An object whose `spec` has `value` under `key`.
    pub(super) fn object(&mut self, object: &Node, path: &Path<'_>, key: &str, value: Tree) -> Tree {
        let mut value = Some(value);
        let mut members = Vec::new();
        for entry in object.as_map().unwrap_or(&[]).iter().filter(|it| !TOP.contains(&&*it.key)) {
            let member = match entry.key.as_str() {
                "metadata" => self.metadata(&entry.value, &path.key("metadata")),
                "spec" => self.spec(&entry.value, &path.key("spec"), key, &mut value),
                _ => self.entry(entry, path),
            };
            members.push((entry.key.to_string(), member));
        }
        if let Some(value) = value {
            members.push(("spec".to_owned(), Tree::Map(vec![(key.to_owned(), value)])));
        }
        Tree::Map(members)
    }

    fn metadata(&mut self, node: &Node, path: &Path<'_>) -> Tree {
        let entries = node.as_map().unwrap_or(&[]).iter().filter(|it| !METADATA.contains(&&*it.key));
        Tree::Map(entries.map(|entry| (entry.key.to_string(), self.entry(entry, path))).collect())
    }

    fn spec(&mut self, node: &Node, path: &Path<'_>, key: &str, value: &mut Option<Tree>) -> Tree {
        if node.shape() == Shape::Null {
            return Tree::Map(value.take().map(|value| (key.to_owned(), value)).into_iter().collect());
        }
        let entries = node.map(path).unwrap_or_else(|finding| {
            self.findings.push(finding);
            &[]
        });
        let mut members = Vec::new();
        for entry in entries {
            let member = match entry.key.as_str() {
                it if it == key => value.take().unwrap_or(Tree::Null),
                "triggers" => self.triggers(&entry.value, &path.key("triggers")),
                _ => self.entry(entry, path),
            };
            members.push((entry.key.to_string(), member));
        }
        members.extend(value.take().map(|value| (key.to_owned(), value)));
        Tree::Map(members)
    }

    /// The triggers of a workload: the platform makes the secret that signs what they call back.
    fn triggers(&mut self, node: &Node, path: &Path<'_>) -> Tree {
        let mut tree = self.value(node, path);
        if let Tree::List(triggers) = &mut tree {
            for trigger in triggers {
                let Tree::Map(members) = trigger else { continue };
                for (key, value) in members {
                    if let ("configuration", Tree::Map(configuration)) = (&**key, value) {
                        configuration.retain(|(key, _)| key != "callbackSecret");
                    }
                }
            }
        }
        tree
    }

    fn entry(&mut self, entry: &Entry, path: &Path<'_>) -> Tree {
        let path = path.key(&entry.key);
        self.look(&entry.key, &path);
        self.value(&entry.value, &path)
    }

    fn value(&mut self, node: &Node, path: &Path<'_>) -> Tree {
        match &node.value {
            Value::Null => Tree::Null,
            Value::Bool(value) => Tree::Bool(*value),
            Value::Number(written) => number(written).map_or_else(|| self.refuse(node, path), Tree::Raw),
            Value::String(text) => {
                self.look(text, path);
                Tree::Text(text.to_string())
            }
            Value::Unclear(_) => self.refuse(node, path),
            Value::List(items) => {
                let items = items.iter().enumerate();
                Tree::List(items.map(|(index, item)| self.value(item, &path.item(index))).collect())
            }
            Value::Map(entries) => Tree::Map(
                entries.iter().map(|entry| (entry.key.to_string(), self.entry(entry, path))).collect(),
            ),
        }
    }

    fn look(&mut self, text: &str, path: &Path<'_>) {
        if text.contains('$') {
            let path = path.to_string();
            self.dollars.extend((!self.dollars.contains(&path)).then_some(path));
        }
    }

    fn refuse(&mut self, node: &Node, path: &Path<'_>) -> Tree {
        self.findings.push(node.is_no(Shape::Text, path));
        Tree::Null
    }
}

/// A number as JSON has it; `None` where JSON has none such.
fn number(written: &str) -> Option<Box<RawValue>> {
    let is_json = serde_json::from_str::<serde_json::Number>(written).is_ok();
    let text = match written.strip_prefix("0x") {
        _ if is_json => written.to_owned(),
        Some(digits) => u64::from_str_radix(digits, 16).ok()?.to_string(),
        None => {
            let value: f64 = written.parse().ok().filter(|it: &f64| it.is_finite())?;
            serde_json::Number::from_f64(value)?.to_string()
        }
    };
    RawValue::from_string(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        let read = |text| number(text).map(|it| it.get().to_owned());
        let same = ["0", "-1", "1.10", "1e3", "12345678901234567890123", "0.1e-7"];
        for text in same {
            assert_eq!(read(text).as_deref(), Some(text));
        }
        assert_eq!(read("0x1F").as_deref(), Some("31"));
        assert_eq!(read("+5").as_deref(), Some("5.0"));
        assert_eq!(read(".5").as_deref(), Some("0.5"));
        for text in [".inf", "-.INF", ".nan", "0xFFFFFFFFFFFFFFFFFF"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
