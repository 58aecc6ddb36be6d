//! What `bpol.toml` may say: a path of keys comes in, what stands there goes out. The only table of its keys;
//! those of `[emit.TARGET]` are the targets' own.

use crate::diagnostic::Level;
use crate::emit::about::{About, Shape, Word};
use crate::emit::list;
use crate::emit::subjects::Subject;
use crate::reference::Builtin;

/// The levels that a lint may have.
pub(crate) const LEVELS: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

/// The name of no table.
pub(crate) const NO_TABLE: &str = "none";

/// The keys that there are, in the order in which people write them.
pub(crate) const KEYS: [About; 6] = [
    About {
        name: "reference",
        line: "The reference table, which says which codes there are",
        value: Shape::Any(&[Shape::Words(tables), Shape::Name(Subject::Table)]),
        default: "\"official\"",
    },
    About {
        name: "include",
        line: "What is searched for; everything unless it is set",
        value: Shape::List(&Shape::Pattern),
        default: "",
    },
    About {
        name: "exclude",
        line: "What is passed over, beside what ignore files name",
        value: Shape::List(&Shape::Pattern),
        default: "",
    },
    About {
        name: "lint",
        line: "The level of each lint",
        value: Shape::Map(Subject::Lint, &Shape::Words(levels)),
        default: "",
    },
    About {
        name: "guards",
        line: "The guards that are warnings for a while, and no errors",
        value: Shape::Map(Subject::Guard, &Shape::Any(&[Shape::Words(warn), Shape::Table(&GUARD)])),
        default: "",
    },
    About {
        name: "emit",
        line: "What deployment tools call things, and what is written for them",
        value: Shape::Map(Subject::Target, &Shape::Table(&[])),
        default: "",
    },
];

/// The keys of a guard.
pub(crate) const GUARD: [About; 2] = [
    About {
        name: "level",
        line: "What the guard is instead of an error",
        value: Shape::Words(warn),
        default: "",
    },
    About { name: "until", line: "The last day on which it is that", value: Shape::Day, default: "" },
];

/// What a level does.
pub(crate) fn meaning(level: Level) -> &'static str {
    match level {
        Level::Allow => "The lint does not run",
        Level::Warn => "Its findings are warnings, which change no exit status",
        Level::Deny => "Its findings are errors: `bpol check` fails",
        Level::Error(_) => "It is an error, and has no level",
    }
}

fn levels() -> Vec<Word> {
    LEVELS.map(|it| Word { word: it.name(), line: meaning(it).to_owned() }).to_vec()
}

fn warn() -> Vec<Word> {
    vec![Word { word: Level::Warn.name(), line: "A guard that does not hold is a warning".to_owned() }]
}

fn tables() -> Vec<Word> {
    let line = |builtin: Builtin| match builtin {
        Builtin::Official => "The platform's own list",
        Builtin::World => "That of the platform, every country, and the accelerators in common use",
    };
    let builtin = Builtin::ALL.into_iter().map(|it| (it.name(), line(it)));
    let all = builtin.chain([(NO_TABLE, "No table: the workspace declares every code itself")]);
    all.map(|(word, line)| Word { word, line: line.to_owned() }).collect()
}

/// What stands at a path of keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    /// What the last key is, where it is one of the configuration's own.
    pub(crate) about: Option<About>,
    /// What it is the name of, where it is not.
    pub(crate) named: Option<Subject>,
    /// What may stand there, if it is known.
    pub(crate) shape: Option<Shape>,
    /// The keys that it may have.
    pub(crate) keys: Vec<About>,
    /// What other keys are names of, and what may stand at them.
    pub(crate) others: Option<(Subject, Shape)>,
}

impl Slot {
    /// The whole file.
    pub(crate) fn root() -> Self {
        Self { keys: KEYS.to_vec(), ..Self::default() }
    }

    /// What stands at a path; `None` where a key of it is none that there is.
    pub(crate) fn at<'k>(path: impl IntoIterator<Item = &'k str>) -> Option<Self> {
        path.into_iter().try_fold(Self::root(), |slot, key| slot.below(key))
    }

    fn below(&self, key: &str) -> Option<Self> {
        if let Some(about) = self.keys.iter().find(|about| about.name == key) {
            return Some(Self { about: Some(*about), ..Self::of(about.value) });
        }
        match self.others? {
            (Subject::Target, _) => {
                let target = list::find(key)?;
                let keys = target.keys.iter().map(|key| key.about).collect();
                let profile = target.others.map(|_| (Subject::Profile, Shape::Table(&[])));
                Some(Self { named: Some(Subject::Target), keys, others: profile, ..Self::default() })
            }
            (Subject::Profile, _) => {
                let mut all = list::TARGETS.into_iter().filter_map(|target| target.others);
                let keys = all.next()?.keys.iter().map(|key| key.about).collect();
                Some(Self { named: Some(Subject::Profile), keys, ..Self::default() })
            }
            (subject, shape) => Some(Self { named: Some(subject), ..Self::of(shape) }),
        }
    }

    fn of(shape: Shape) -> Self {
        let mut slot = Self { shape: Some(shape), ..Self::default() };
        slot.take(shape);
        slot
    }

    fn take(&mut self, shape: Shape) {
        match shape {
            Shape::Any(shapes) => shapes.iter().for_each(|&shape| self.take(shape)),
            Shape::Table(keys) => self.keys.extend(keys),
            Shape::Map(subject, shape) => self.others = Some((subject, *shape)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
