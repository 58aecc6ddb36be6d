//! What the platform calls the codes of every level: `[emit.blaxel.locations]`, `.flavors` and `upper` come
//! in, one name for each code goes out.

use rustc_hash::FxHashMap;

use crate::arena::IdMap;
use crate::diagnostic::{joined, listed};
use crate::emit::refusal::Refusal;
use crate::emit::settings::{Entry, Setting, Value, Wrong};
use crate::emit::target::Request;
use crate::placement::{Allowed, PlacementSet};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{Code, CodeId, Space, Table};
use crate::text::hidden::one_line;

/// The name of each code, and which codes share one.
#[derive(Debug)]
pub struct CodeNames {
    names: IdMap<Code, String>,
    /// The codes of one level and name, where there is more than one of them.
    shared: FxHashMap<CodeId, Vec<CodeId>>,
}

impl CodeNames {
    /// Reads the names.
    ///
    /// # Errors
    /// An entry for a code that the table in force does not have, for one of several levels that it does not
    /// tell apart, or for one that has another entry; a value that is no name.
    pub fn new(request: &Request<'_>) -> Result<Self, Wrong> {
        let table = request.resolved.workspace().table();
        let is_upper = request.settings.is_set("upper")?;
        let mut given: FxHashMap<CodeId, &str> = FxHashMap::default();
        for (key, policy_type) in [("locations", PolicyType::Location), ("flavors", PolicyType::Flavor)] {
            let Some(settings) = request.settings.table(key)? else { continue };
            for entry in settings.entries() {
                let code = find(table, policy_type, entry)?;
                if given.insert(code, name(&entry.setting)?).is_some() {
                    let message = format!("`{}` is named twice", one_line(&entry.key));
                    return Err(Wrong::new(&entry.place, message, "delete one of the two lines".to_owned()));
                }
            }
        }
        let names = table.codes().map(|(id, code)| match given.get(&id) {
            Some(name) => (*name).to_owned(),
            None if is_upper => code.name().to_uppercase(),
            None => code.name().to_owned(),
        });
        let mut by_name: FxHashMap<(Attribute, &str), Vec<CodeId>> = FxHashMap::default();
        for (id, code) in table.iter() {
            by_name.entry((code.attribute(), &names[id])).or_default().push(id);
        }
        let mut shared = FxHashMap::default();
        for codes in by_name.into_values().filter(|codes| codes.len() > 1) {
            shared.extend(codes.iter().map(|&code| (code, codes.clone())));
        }
        Ok(Self { names, shared })
    }

    /// The name of a code.
    #[must_use]
    pub fn of(&self, code: CodeId) -> &str {
        &self.names[code]
    }

    /// The other codes of the level that have the name of a code.
    pub(super) fn others(&self, code: CodeId) -> impl Iterator<Item = CodeId> {
        self.shared.get(&code).into_iter().flatten().copied().filter(move |&it| it != code)
    }

    /// What keeps the codes of a list from being written: a name that stands for more than the set has, or
    /// one that `bl` would replace.
    pub(super) fn faults(
        &self,
        table: &Table,
        space: &Space,
        set: &PlacementSet,
        codes: &[CodeId],
    ) -> Vec<Refusal> {
        let mut faults = Vec::new();
        for &code in codes {
            let policy_type = table[code].attribute().policy_type();
            let has = |other| match set.of(policy_type) {
                Allowed::Everything => true,
                Allowed::Only(set) => space.has(set, other),
                Allowed::Nothing => false,
            };
            let missing = self.others(code).find(|&other| !has(other));
            faults.extend(missing.map(|other| self.ambiguous(table, code, other)));
            faults.extend(self.dollar(table, code));
        }
        faults
    }

    /// The refusal of a name that two codes have, of which one is allowed and the other is not.
    pub(super) fn ambiguous(&self, table: &Table, has: CodeId, lacks: CodeId) -> Refusal {
        let [first, second] = [has, lacks].map(|code| table[code].name().to_owned());
        let cell = format!("`{first}` is allowed, and `{second}` is not");
        let what = match table[has].attribute().policy_type() {
            PolicyType::Location => "location",
            PolicyType::Flavor => "flavor",
        };
        Refusal::Ambiguous { what, first, second, name: self.of(has).to_owned(), cell }
    }

    /// The refusal of a name that `bl` would replace.
    pub(super) fn dollar(&self, table: &Table, code: CodeId) -> Option<Refusal> {
        let name = self.of(code);
        name.contains('$').then(|| {
            let code = &table[code];
            let what = format!("the {} `{}`", code.attribute(), code.name());
            let part = match code.attribute().policy_type() {
                PolicyType::Location => "emit.blaxel.locations",
                PolicyType::Flavor => "emit.blaxel.flavors",
            };
            let key = crate::emit::toml::text(&format!("{} {}", code.attribute(), code.name()));
            dollar(what, name, Some((part.to_owned(), format!("{key} = \"…\""))))
        })
    }
}

/// The refusal of a text that `bl` would replace.
pub(super) fn dollar(what: String, name: &str, repair: Option<(String, String)>) -> Refusal {
    Refusal::Name {
        what,
        name: name.to_owned(),
        why: "has `$`".to_owned(),
        rule: "a text without `$`, which `bl` replaces by variables of its own".to_owned(),
        repair,
    }
}

/// The shape of a table of names.
///
/// # Errors
/// Where it has another.
pub(super) fn check(setting: &Setting) -> Result<(), Wrong> {
    setting.table()?.entries().iter().try_for_each(|entry| name(&entry.setting).map(drop))
}

fn name(setting: &Setting) -> Result<&str, Wrong> {
    match setting.value {
        Value::Boolean(_) | Value::List(_) => {
            let wrong = setting.expected("one name");
            let help = "policies name codes, and the platform knows where each of them is: none can be left \
                        out, and each has one name";
            Err(Wrong { help: Some(help.to_owned()), ..wrong })
        }
        _ => setting.text(),
    }
}

/// The code that an entry is for: its key is a code, or a level and a code.
fn find(table: &Table, policy_type: PolicyType, entry: &Entry) -> Result<CodeId, Wrong> {
    let levels = || Attribute::ALL.into_iter().filter(|it| it.policy_type() == policy_type);
    let mut found: Vec<CodeId> = levels().filter_map(|level| table.find(level, &entry.key)).collect();
    if let Some((level, name)) = entry.key.split_once(' ') {
        let level = Attribute::from_name(level).filter(|level| level.policy_type() == policy_type);
        found.extend(level.and_then(|level| table.find(level, name)));
    }
    match found.as_slice() {
        [code] => Ok(*code),
        [] => {
            let words: Vec<String> = levels().map(|level| level.name().to_owned()).collect();
            let names = levels().flat_map(|level| table.of(level).map(|(_, code)| code.name()));
            let near = crate::suggest::nearest(&entry.key, names);
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`bpol reference` lists the codes".to_owned(),
            };
            let message = format!("the table has no {} `{}`", joined(&words, "or"), one_line(&entry.key));
            Err(Wrong::new(&entry.place, message, help))
        }
        several => {
            let keys =
                several.iter().map(|&code| format!("{} {}", table[code].attribute(), table[code].name()));
            let keys: Vec<String> = keys.collect();
            let message = format!("`{}` may be {}", one_line(&entry.key), listed(&keys, "or"));
            Err(Wrong::new(&entry.place, message, "put one of these in quotes as the key".to_owned()))
        }
    }
}
