//! What the settings of a target name: a key of `[emit.TARGET]` comes in, what its own keys and its values
//! are names of goes out.

/// What a key or a value of a setting is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A location: its code.
    Location,
    /// A place of any level: its code, or the level, a space and the code.
    Place,
    /// A flavor: its code or an alias, or its attribute, a space and one of these.
    Flavor,
    /// A workload: its identity.
    Workload,
}

/// What a setting names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subjects {
    /// What the keys of a table are names of.
    pub keys: Option<Subject>,
    /// What a text, the texts of a list or those of a table are names of.
    pub values: Option<Subject>,
}

/// What the setting of `key` names in the settings of a target, or in a table of names there.
#[must_use]
pub fn subjects(target: &str, key: &str) -> Subjects {
    // Policies of the platform name codes, and those are of every level.
    let place =
        if target == super::targets::blaxel::TARGET.name { Subject::Place } else { Subject::Location };
    let (keys, values) = match key {
        "applications" => (None, Some(Subject::Workload)),
        "flavors" => (Some(Subject::Flavor), None),
        "locations" => (Some(place), None),
        "mk31" => (None, Some(Subject::Location)),
        "names" => (Some(Subject::Workload), None),
        "pins" => (Some(Subject::Workload), Some(Subject::Location)),
        _ => (None, None),
    };
    Subjects { keys, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::list::TARGETS;

    /// A key that is new, or called otherwise by now, is seen here: does it name anything of the workspace?
    #[test]
    fn it_is_known_of_every_key_whether_it_names_something() {
        let names_nothing = [
            "api",
            "bare",
            "cluster",
            "cluster-sets",
            "clusters",
            "count",
            "enforce",
            "enforce-namespace",
            "flavor",
            "into",
            "labels",
            "location",
            "locations-only",
            "module",
            "name",
            "namespace",
            "narrow",
            "pick",
            "pod",
            "policies-only",
            "prefix",
            "product",
            "profile",
            "region",
            "resource",
            "split-pools",
            "upper",
        ];
        for target in TARGETS {
            for key in target.keys {
                let is_known = subjects(target.name, key.name) != Subjects::default();
                assert_ne!(is_known, names_nothing.contains(&key.name), "{} of {}", key.name, target.name);
            }
        }
    }
}
