//! Bundles of Open Policy Agent: their data and rules come in. What is undefined is denied; a rule that bpol
//! does not write may allow anything, so it is an error.

use super::known::Known;
use crate::data::{Entry, Node, Path, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::opa::{TARGET, map, rule};
use crate::syntax::keyword::PolicyType;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Document, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;

/// The reader.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: true, prepare };

struct Opa<'r> {
    known: Known<'r>,
    has_fleet: bool,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let known = Known::new(request, fleet, &map(request)?, |key| key);
    let has_fleet = known.table().has_fleet();
    Ok(Box::new(Opa { known, has_fleet }))
}

impl Reader for Opa<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        let reading = match &document.root.value {
            Value::String(text) if is_rule(document.file) => self.rule(text, document.root),
            _ => self.data(document),
        };
        reading.unwrap_or_else(|fault| Reading::Broken(vec![fault]))
    }

    fn gone(&self) -> (Mask, Mask) {
        self.known.gone()
    }
}

impl Opa<'_> {
    /// Reads a file of rules.
    fn rule(&self, text: &str, root: &Node) -> Result<Reading, Diagnostic> {
        if text.replace("\r\n", "\n") == rule(self.has_fleet) || package(text).is_some_and(is_other) {
            return Ok(Reading::Passed);
        }
        let at = At::there(root, &Path::ROOT);
        let message = "bpol does not know this rule of the package `bpol`, which may allow anything";
        let help = "write `bpol.rego` anew with `bpol emit opa`, and keep rules of your own in a package of \
                    another name";
        Err(refused(&at, message, help))
    }

    fn data(&self, document: &Document<'_>) -> Result<Reading, Diagnostic> {
        let root = Path::ROOT;
        let Some(value) = document.root.get("bpol") else {
            let mut folders = document.file.rsplit('/').skip(1);
            if is_data(document.file) && folders.any(|folder| folder == "bpol") {
                let message = "in a bundle this file adds to `bpol`, by the name of its folder";
                let help = "put what it has under `bpol` into `data.json`, or delete it";
                return Err(refused(&At::there(document.root, &root), message, help));
            }
            return Ok(Reading::Passed);
        };
        let path = root.key("bpol");
        value.map(&path)?;
        if let Some(allow) = value.get("allow") {
            let message = "the rule `allow` and data of its name cannot both be there";
            let help = "delete `bpol.allow` from the data";
            return Err(refused(&At::there(allow, &path.key("allow")), message, help));
        }
        let key = if self.has_fleet { "placements" } else { "sets" };
        let path = path.key(key);
        let entries = value.get(key).and_then(Node::as_map).unwrap_or(&[]);
        let found = entries.iter().map(|entry| self.workload(entry, &path.key(&entry.key)));
        Ok(Reading::Found(found.collect::<Result<_, _>>()?))
    }

    fn workload(&self, entry: &Entry, path: &Path<'_>) -> Result<Found, Diagnostic> {
        let grants = if self.has_fleet {
            self.placements(&entry.value, path)?
        } else {
            self.codes(&entry.value, path)?.into_iter().collect()
        };
        let at = At { span: entry.key_span, ..At::there(&entry.value, path) };
        Ok(Found { workload: self.known.workload(&entry.key), at, grants })
    }

    /// What the places of a workload admit.
    fn placements(&self, value: &Node, path: &Path<'_>) -> Result<Vec<Grant>, Diagnostic> {
        let mut grants = Vec::new();
        for entry in value.as_map().unwrap_or(&[]) {
            let path = path.key(&entry.key);
            let names: Vec<&str> = texts(&entry.value, &path)?;
            if !names.is_empty() {
                grants.push(self.known.place(&entry.key, &names, At::there(&entry.value, &path)));
            }
        }
        Ok(grants)
    }

    /// What the codes of a workload admit: nothing, where one of the lists is not there.
    fn codes(&self, value: &Node, path: &Path<'_>) -> Result<Option<Grant>, Diagnostic> {
        let mut foreign = Vec::new();
        let mut lists = Vec::new();
        for (key, policy_type) in [("locations", PolicyType::Location), ("flavors", PolicyType::Flavor)] {
            let items = value.get(key).and_then(Node::as_list).unwrap_or(&[]);
            if items.is_empty() {
                return Ok(None);
            }
            let listed = self.known.codes(items, policy_type, &path.key(key))?;
            foreign.extend(listed.foreign);
            lists.push(listed.codes);
        }
        let flavors = lists.pop();
        let admits = Admits::Codes { places: lists.pop(), flavors };
        Ok(Some(Grant { admits, foreign, at: At::there(value, path) }))
    }
}

/// The texts that `in` finds in a value: the items of a list, or the values of a map.
fn texts<'n>(node: &'n Node, path: &Path<'_>) -> Result<Vec<&'n str>, Diagnostic> {
    let text = |node: &'n Node, path: &Path<'_>| match &node.value {
        Value::String(text) => Ok(Some(text.as_str())),
        Value::Unclear(_) => Err(node.is_no(Shape::Text, path)),
        _ => Ok(None),
    };
    let texts: Result<Vec<Option<&str>>, Diagnostic> = match &node.value {
        Value::List(items) => {
            items.iter().enumerate().map(|(index, item)| text(item, &path.item(index))).collect()
        }
        Value::Map(entries) => {
            entries.iter().map(|entry| text(&entry.value, &path.key(&entry.key))).collect()
        }
        _ => return Ok(Vec::new()),
    };
    Ok(texts?.into_iter().flatten().collect())
}

/// Whether a bundle takes a file for data of its folder.
fn is_data(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    ["data.json", "data.yaml", "data.yml"].contains(&name)
}

/// The package of a file of rules, where it is plain.
fn package(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(|line| line.split('#').next().unwrap_or(line).trim());
    let first = lines.find(|line| !line.is_empty())?;
    let name = first.strip_prefix("package")?;
    name.starts_with([' ', '\t']).then(|| name.trim())
}

/// Whether a package has nothing to do with that of bpol.
fn is_other(package: &str) -> bool {
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    package.split('.').all(is_word) && package.split('.').next() != Some("bpol")
}

/// Whether a file is one of rules.
fn is_rule(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ending == "rego")
}
