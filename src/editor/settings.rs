//! What a person chose for the editor: the values of the client come in, what they say goes out.

use serde_json::Value;

/// What is shown beside diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(crate) struct Settings {
    /// Hints behind workloads.
    pub(crate) hints_of_workloads: bool,
    /// Hints behind environments.
    pub(crate) hints_of_environments: bool,
    /// Lenses above statements.
    pub(crate) lenses: bool,
    /// Whether the text is compared with the last commit.
    pub(crate) compares: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { hints_of_workloads: true, hints_of_environments: true, lenses: true, compares: true }
    }
}

impl Settings {
    /// The same, but what `value` says. What is unknown in it says nothing.
    pub(crate) fn with(mut self, value: &Value) -> Self {
        let flag = |pointer: &str, setting: &mut bool| {
            if let Some(Value::Bool(chosen)) = value.pointer(pointer) {
                *setting = *chosen;
            }
        };
        flag("/hints/workloads", &mut self.hints_of_workloads);
        flag("/hints/environments", &mut self.hints_of_environments);
        flag("/lenses", &mut self.lenses);
        match value.get("compare").and_then(Value::as_str) {
            Some("head") => self.compares = true,
            Some("off") => self.compares = false,
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_unknown_or_wrong_says_nothing() {
        let all = Settings::default();
        for value in
            [json!(null), json!([1]), json!({"hints": 3, "lenses": "no", "compare": "x", "more": {}})]
        {
            assert_eq!(all.with(&value), all, "{value}");
        }
        let off = json!({"hints": {"workloads": false}, "lenses": false, "compare": "off"});
        let chosen = all.with(&off);
        assert!(!chosen.hints_of_workloads && chosen.hints_of_environments);
        assert!(!chosen.lenses && !chosen.compares);
        assert!(chosen.with(&json!({"compare": "head"})).compares);
    }
}
