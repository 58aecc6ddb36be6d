//! What a target calls locations and flavors: `[emit.TARGET.locations]` and `.flavors` come in, one map goes
//! out, which emitting reads forwards and verifying backwards.

use rustc_hash::FxHashMap;

use super::settings::{Entry, Setting, Settings, Value, Wrong};
use super::target::Request;
use crate::reference::Builtin;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{Code, CodeId, Table};
use crate::text::hidden::one_line;

/// What a target calls a code: one name or more, all of which are that place or flavor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named<N> {
    /// Its names, by their bytes; never none.
    As(Vec<N>),
    /// The tool does not have it.
    Gone,
    /// Nobody says.
    Unknown,
}

/// The names of locations and flavors. `F` is the name of a flavor.
#[derive(Clone, Debug)]
pub struct NameMap<F = String> {
    /// The names of the locations.
    pub locations: Names<String>,
    /// The names of the flavors.
    pub flavors: Names<F>,
}

/// The names of the codes of a type.
#[derive(Clone, Debug)]
pub struct Names<N> {
    names: FxHashMap<CodeId, Named<N>>,
    /// The entries that take codes away, as they stand: `h100 = false`.
    gone: Vec<(CodeId, String)>,
}

impl<N: Clone + Ord> Names<N> {
    /// Reads the table of a key of `[emit.TARGET]`. `default` names the codes that have no entry, `read` an
    /// entry of a code that is not `false`.
    ///
    /// # Errors
    /// An entry for a code that the table in force does not have, an empty list or name, a name given twice.
    pub fn new(
        request: &Request<'_>,
        setting: Option<&Setting>,
        policy_type: PolicyType,
        default: impl Fn(&Code) -> Option<Vec<N>>,
        read: impl Fn(&Code, &Setting) -> Result<Vec<N>, Wrong>,
    ) -> Result<Self, Wrong> {
        let table = request.resolved.workspace().table();
        let mut entries: FxHashMap<CodeId, &Entry> = FxHashMap::default();
        if let Some(setting) = setting {
            for entry in setting.table()?.entries() {
                let code = find(table, policy_type, entry)?;
                if entries.insert(code, entry).is_some() {
                    let message = format!("`{}` is named twice: once by an alias", one_line(&entry.key));
                    return Err(Wrong::new(&entry.place, message, "delete one of the two lines".to_owned()));
                }
            }
        }
        let mut names = FxHashMap::default();
        let mut gone = Vec::new();
        for (id, code) in codes(table, policy_type) {
            let called = match entries.get(&id) {
                Some(entry) if matches!(entry.setting.value, Value::Boolean(false)) => {
                    gone.push((id, format!("{} = false", super::toml::key(&entry.key))));
                    Named::Gone
                }
                Some(entry) => Named::As(sorted(read(code, &entry.setting)?)),
                None => default(code).map_or(Named::Unknown, |names| Named::As(sorted(names))),
            };
            names.insert(id, called);
        }
        Ok(Self { names, gone })
    }

    /// What a code is called.
    #[must_use]
    pub fn of(&self, code: CodeId) -> &Named<N> {
        self.names.get(&code).unwrap_or(&Named::Unknown)
    }

    /// The names of a code; none where it has none.
    #[must_use]
    pub fn names(&self, code: CodeId) -> &[N] {
        match self.of(code) {
            Named::As(names) => names,
            Named::Gone | Named::Unknown => &[],
        }
    }

    /// The names of all of some codes, by their bytes, each once.
    #[must_use]
    pub fn all(&self, codes: &[CodeId]) -> Vec<N> {
        sorted(codes.iter().flat_map(|&code| self.names(code)).cloned().collect())
    }

    /// Every code that has names, with them.
    pub fn iter(&self) -> impl Iterator<Item = (CodeId, &[N])> {
        let mut all: Vec<(CodeId, &[N])> = Vec::with_capacity(self.names.len());
        for (&code, named) in &self.names {
            if let Named::As(names) = named {
                all.push((code, names));
            }
        }
        all.sort_unstable_by_key(|&(code, _)| code);
        all.into_iter()
    }

    /// Whether the tool does not have a code.
    #[must_use]
    pub fn is_gone(&self, code: CodeId) -> bool {
        matches!(self.of(code), Named::Gone)
    }

    /// The entries that take codes away, as they stand.
    #[must_use]
    pub fn gone(&self) -> &[(CodeId, String)] {
        &self.gone
    }
}

impl NameMap {
    /// The map that `settings` have under `locations` and `flavors`, with plain names. What has no entry is
    /// called as `location` and `flavor` say, `None` where nobody can know.
    ///
    /// # Errors
    /// As [`Names::new`].
    pub fn new(
        request: &Request<'_>,
        settings: &Settings,
        location: impl Fn(&Code) -> Option<Vec<String>>,
        flavor: impl Fn(&Code) -> Option<Vec<String>>,
    ) -> Result<Self, Wrong> {
        let names = |key, policy_type, default: &dyn Fn(&Code) -> Option<Vec<String>>| {
            Names::new(request, settings.get(key), policy_type, default, |_, setting| texts(setting))
        };
        Ok(Self {
            locations: names("locations", PolicyType::Location, &location)?,
            flavors: names("flavors", PolicyType::Flavor, &flavor)?,
        })
    }
}

/// The code itself, as the name of a code that has no entry.
#[must_use]
pub fn itself(code: &Code) -> Option<Vec<String>> {
    Some(vec![code.name().to_owned()])
}

/// No name for a code that has no entry.
#[must_use]
pub fn unknown(_: &Code) -> Option<Vec<String>> {
    None
}

/// Whether the built-in table in force defines a code: what another table calls by the same name is not
/// known.
#[must_use]
pub fn is_builtin(request: &Request<'_>, code: &Code) -> bool {
    let workspace = request.resolved.workspace();
    let reference = workspace.reference();
    let file = workspace.statement(code.statement()).file();
    Builtin::ALL.into_iter().any(|it| reference.is(it))
        && reference.file().is_some_and(|it| std::ptr::eq(&raw const **it, file))
}

/// An entry as one name or a list of them.
///
/// # Errors
/// Where it is neither.
pub fn texts(setting: &Setting) -> Result<Vec<String>, Wrong> {
    match &setting.value {
        Value::Text(_) => Ok(vec![setting.text()?.to_owned()]),
        Value::List(_) => Ok(setting.texts()?.into_iter().map(str::to_owned).collect()),
        _ => Err(setting.expected("a name, a list of names, or `false`")),
    }
}

/// The shape of a table of names, whatever the workspace has.
///
/// # Errors
/// Where it has another.
pub fn check_names(setting: &Setting) -> Result<(), Wrong> {
    setting.table()?.entries().iter().try_for_each(|entry| match entry.setting.value {
        Value::Boolean(false) => Ok(()),
        _ => texts(&entry.setting).map(drop),
    })
}

fn sorted<N: Ord>(mut names: Vec<N>) -> Vec<N> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The codes that cells are made of: the locations, or the flavors.
fn codes(table: &Table, policy_type: PolicyType) -> impl Iterator<Item = (CodeId, &Code)> {
    let is_wanted = move |it: Attribute| match policy_type {
        PolicyType::Location => it == Attribute::Location,
        PolicyType::Flavor => it.policy_type() == PolicyType::Flavor,
    };
    table.iter().filter(move |(_, code)| is_wanted(code.attribute()))
}

/// The code that an entry is for.
fn find(table: &Table, policy_type: PolicyType, entry: &Entry) -> Result<CodeId, Wrong> {
    let attributes = Attribute::ALL.into_iter().filter(|it| match policy_type {
        PolicyType::Location => *it == Attribute::Location,
        PolicyType::Flavor => it.policy_type() == PolicyType::Flavor,
    });
    let found = attributes.into_iter().find_map(|attribute| table.find(attribute, &entry.key));
    found.ok_or_else(|| {
        let what = if policy_type == PolicyType::Location { "location" } else { "cpu or gpu" };
        let names: Vec<&str> = codes(table, policy_type).map(|(_, code)| code.name()).collect();
        let near = crate::suggest::nearest(&entry.key, names.iter().copied());
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`bpol reference` lists the codes".to_owned(),
        };
        let message = format!("the table has no {what} `{}`", one_line(&entry.key));
        Wrong::new(&entry.place, message, help)
    })
}
