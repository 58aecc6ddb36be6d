//! What a guard asks of a set, whatever it says that by: a guard comes in, its sets go out.

use crate::syntax::keyword::{Form, PolicyType};
use crate::table::Set;
use crate::workspace::{Checked, Guard};

/// What a guard asks.
#[derive(Clone, Debug)]
pub(crate) struct Asks {
    pub(crate) form: Form,
    /// What its rules name less the exceptions; those before `and`, where it has one.
    pub(crate) set: Set,
    /// What it names behind `and`.
    pub(crate) joint: Option<Set>,
    /// For `allows`, what the exceptions leave of each code and group of its rules.
    pub(crate) each: Vec<Set>,
}

impl Asks {
    /// What a guard asks as it stands.
    pub(crate) fn of(checked: &Checked, guard: &Guard) -> Self {
        let each = match guard.form() {
            Form::Allows => checked.meant(guard.options()).into_iter().filter_map(|(_, left)| left).collect(),
            Form::Within | Form::Excludes => Vec::new(),
        };
        let joint = guard.joint().map(|joint| joint.set().clone());
        Self { form: guard.form(), set: guard.options().set().clone(), joint, each }
    }

    /// The types of a set that decide, each by itself and in this order, whether the guard holds; none where
    /// only both together do.
    pub(super) fn apart(&self) -> Vec<PolicyType> {
        let own = self.set.policy_type();
        match (self.form, &self.joint) {
            (Form::Within, _) | (Form::Excludes, None) => vec![own],
            // What is allowed must have a placement too, which all of it has as far as its own type goes.
            (Form::Allows, _) => vec![own, own.other()],
            (Form::Excludes, Some(_)) => Vec::new(),
        }
    }
}
