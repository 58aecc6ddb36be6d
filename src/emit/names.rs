//! What a target calls the workloads: `name` and `[emit.TARGET.names]` come in, a name for each workload goes
//! out, and what is wrong with those that the target does not take.

use rustc_hash::FxHashMap;

use super::refusal::{Refusal, Refusals};
use super::settings::{Setting, Wrong};
use super::target::Request;
use super::toml::text;
use crate::syntax::{self, Identity};
use crate::text::hidden::one_line;

/// Which names a target takes.
#[derive(Clone, Copy, Debug)]
pub struct NameRule {
    /// The rule in words, behind "a name there is".
    pub words: &'static str,
    /// The longest one, in bytes.
    pub most: usize,
    /// Whether a character may stand first.
    pub first: fn(char) -> bool,
    /// Whether a character may stand last.
    pub last: fn(char) -> bool,
    /// Whether a character may stand anywhere.
    pub inside: fn(char) -> bool,
}

/// Names of objects of Kubernetes and of the platform: small letters, digits and `-`.
#[must_use]
pub const fn label_rule(words: &'static str, most: usize) -> NameRule {
    NameRule {
        words,
        most,
        first: |it| it.is_ascii_lowercase() || it.is_ascii_digit(),
        last: |it| it.is_ascii_lowercase() || it.is_ascii_digit(),
        inside: |it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-',
    }
}

/// Names of objects of Kubernetes.
pub const KUBERNETES: NameRule =
    label_rule("at most 63 small letters, digits and `-`, with a letter or digit at both ends", 63);

/// Values of labels of Kubernetes.
pub const LABEL_VALUE: NameRule = NameRule {
    words: "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
    most: 63,
    first: |it| it.is_ascii_alphanumeric(),
    last: |it| it.is_ascii_alphanumeric(),
    inside: |it| it.is_ascii_alphanumeric() || "-_.".contains(it),
};

impl NameRule {
    /// What is wrong with a name, in words behind the name; `None` where it is taken.
    #[must_use]
    pub fn broken_by(&self, name: &str) -> Option<String> {
        let wrong = |character: char| format!("has `{}`", one_line(&character.to_string()));
        if name.is_empty() {
            return Some("is empty".to_owned());
        }
        if let Some(character) = name.chars().find(|&it| !(self.inside)(it)) {
            return Some(wrong(character));
        }
        if name.len() > self.most {
            return Some(format!("has {} characters", name.len()));
        }
        if let Some(first) = name.chars().next().filter(|&it| !(self.first)(it)) {
            return Some(format!("begins with `{first}`"));
        }
        name.chars().next_back().filter(|&it| !(self.last)(it)).map(|last| format!("ends with `{last}`"))
    }
}

/// A stretch of a text with fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text between fields; never empty.
    Text(&'t str),
    /// What stands between `{` and `}`.
    Field(&'t str),
}

/// A text with fields in its pieces; what is wrong with it where a brace is not closed.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, behind)) = after.split_once('}') else {
            return Err("a `{` is not closed".to_owned());
        };
        pieces.extend([Piece::Text(before), Piece::Field(field)]);
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    Ok(pieces)
}

/// What is wrong with a field that there is not.
pub(super) fn no_field(field: &str) -> String {
    format!("there is no field `{{{}}}`", one_line(field))
}

/// The setting as the key of a label: `topology.kubernetes.io/region`.
///
/// # Errors
/// Where it is none.
pub fn label_key(setting: &Setting) -> Result<&str, Wrong> {
    let key = setting.text()?;
    let (prefix, name) = key.split_once('/').map_or((None, key), |(prefix, name)| (Some(prefix), name));
    let is_prefix = |it: &str| it.len() <= 253 && it.split('.').all(|it| KUBERNETES.broken_by(it).is_none());
    if LABEL_VALUE.broken_by(name).is_none() && prefix.is_none_or(is_prefix) {
        return Ok(key);
    }
    let message = format!("`{}` is no key of a label", one_line(key));
    Err(Wrong::new(
        &setting.place,
        message,
        "write `topology.kubernetes.io/region` or `region`, say".to_owned(),
    ))
}

/// A text with fields for what a workload is: `{name}-{environment}`.
#[derive(Clone, Debug)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Name,
    Kind,
    Environment,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it: an unknown field, or a brace that is not closed.
    pub fn new(setting: &Setting) -> Result<Self, Wrong> {
        Self::parse(setting.text()?).map_err(|message| {
            Wrong::new(
                &setting.place,
                message,
                "the fields are `{name}`, `{kind}` and `{environment}`".to_owned(),
            )
        })
    }

    /// The template `{name}`.
    #[must_use]
    pub fn name() -> Self {
        Self { parts: vec![Part::Name] }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let part = |piece| {
            Ok(match piece {
                Piece::Text(text) => Part::Text(text.to_owned()),
                Piece::Field("name") => Part::Name,
                Piece::Field("kind") => Part::Kind,
                Piece::Field("environment") => Part::Environment,
                Piece::Field(other) => return Err(no_field(other)),
            })
        };
        Ok(Self { parts: pieces(text)?.into_iter().map(part).collect::<Result<_, String>>()? })
    }

    /// The text for a workload, before any character is changed: a field without value falls away with the
    /// `-` before it, at the start with the one behind it.
    #[must_use]
    pub fn fill(&self, identity: &Identity) -> String {
        let mut text = String::new();
        let mut drop_dash = false;
        for part in &self.parts {
            let value = match part {
                Part::Text(value) => {
                    let value = if drop_dash { value.strip_prefix('-').unwrap_or(value) } else { value };
                    drop_dash = false;
                    text.push_str(value);
                    continue;
                }
                Part::Name => Some(&*identity.name),
                Part::Kind => Some(identity.kind.name()),
                Part::Environment => identity.environment.as_deref(),
            };
            match value {
                Some(value) => text.push_str(value),
                None if text.ends_with('-') => {
                    text.pop();
                }
                None => drop_dash = text.is_empty(),
            }
        }
        text
    }

    /// The name for a workload: ASCII capitals are small, `_`, `.` and `/` are `-`.
    #[must_use]
    pub fn name_for(&self, identity: &Identity) -> String {
        let mapped = self.fill(identity);
        mapped
            .chars()
            .map(|it| if matches!(it, '_' | '.' | '/') { '-' } else { it.to_ascii_lowercase() })
            .collect()
    }
}

/// Reads a table whose keys are workloads: `"model/llama@production" = …`.
///
/// # Errors
/// A key that is no identity, or that of no workload.
pub fn by_workload<'s>(
    request: &Request<'_>,
    setting: Option<&'s Setting>,
) -> Result<FxHashMap<Identity, &'s Setting>, Wrong> {
    let mut all = FxHashMap::default();
    let Some(setting) = setting else { return Ok(all) };
    for entry in setting.table()?.entries() {
        let Some(identity) = syntax::identity(&entry.key) else {
            let help = "write `\"KIND/NAME@ENVIRONMENT\"`".to_owned();
            let message = format!("`{}` names no workload", one_line(&entry.key));
            return Err(Wrong::new(&entry.place, message, help));
        };
        if request.resolved.workspace().workload(&identity).is_none() {
            let message = format!("there is no workload `{}`", one_line(&entry.key));
            return Err(Wrong::new(&entry.place, message, "delete the line, or name a workload".to_owned()));
        }
        all.insert(identity, &entry.setting);
    }
    Ok(all)
}

/// The name of each workload of the request, in its order. Names that the rule forbids are refused.
///
/// # Errors
/// What is wrong with `name` or `[emit.TARGET.names]`.
pub fn workload_names(
    request: &Request<'_>,
    rule: &NameRule,
    refusals: &mut Refusals<'_>,
) -> Result<Vec<String>, Wrong> {
    let template = request.settings.get("name").map_or_else(|| Ok(Template::name()), Template::new)?;
    let given = by_workload(request, request.settings.get("names"))?;
    let mut names = Vec::with_capacity(request.identities.len());
    for (index, identity) in request.identities.iter().enumerate() {
        let name = match given.get(identity) {
            Some(setting) => setting.text()?.to_owned(),
            None => template.name_for(identity),
        };
        if let Some(why) = rule.broken_by(&name) {
            let line = format!("{} = \"…\"", text(&identity.to_string()));
            let refusal = Refusal::Name {
                what: "the workload".to_owned(),
                name: name.clone(),
                why,
                rule: rule.words.to_owned(),
                repair: Some((format!("emit.{}.names", request.target.name), line)),
            };
            refusals.add(index, refusal);
        }
        names.push(name);
    }
    Ok(names)
}

/// The namespace of each workload of the request, in its order: `namespace`, or `default` where it is not
/// set, or `None`.
///
/// # Errors
/// What is wrong with `namespace`.
pub fn namespaces(
    request: &Request<'_>,
    default: Option<&str>,
    rule: &NameRule,
    refusals: &mut Refusals<'_>,
) -> Result<Option<Vec<String>>, Wrong> {
    let template = match request.settings.get("namespace") {
        Some(setting) => Template::new(setting)?,
        None => match default {
            Some(text) => Template { parts: vec![Part::Text(text.to_owned())] },
            None => return Ok(None),
        },
    };
    let mut names = Vec::with_capacity(request.identities.len());
    for (index, identity) in request.identities.iter().enumerate() {
        let name = template.name_for(identity);
        if let Some(why) = rule.broken_by(&name) {
            let refusal = Refusal::Name {
                what: "the namespace".to_owned(),
                name: name.clone(),
                why,
                rule: rule.words.to_owned(),
                repair: Some((format!("emit.{}", request.target.name), "namespace = \"…\"".to_owned())),
            };
            refusals.add(index, refusal);
        }
        names.push(name);
    }
    Ok(Some(names))
}

/// Refuses each workload whose object another one before it has. `keys` are the identities of the objects, in
/// the order of the workloads; `object` says what they would be.
pub fn refuse_clashes<K: std::hash::Hash + Eq>(
    request: &Request<'_>,
    keys: impl Iterator<Item = K>,
    object: impl Fn(&K) -> String,
    repair: &str,
    refusals: &mut Refusals<'_>,
) {
    let mut seen: FxHashMap<K, usize> = FxHashMap::default();
    for (index, key) in keys.enumerate() {
        let Some(&first) = seen.get(&key) else {
            seen.insert(key, index);
            continue;
        };
        let Some(other) = request.identities.get(first) else { continue };
        let other = other.to_string();
        refusals.add(index, Refusal::Clash { object: object(&key), other, repair: repair.to_owned() });
    }
}
