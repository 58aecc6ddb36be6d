//! `resource` of `[emit.TARGET]`: the setting comes in, and which object of a cluster a workload of each kind
//! is goes out.

use rustc_hash::FxHashMap;

use super::about::Shape;
use super::settings::{Setting, Settings, Value, Wrong};
use super::subjects::Subject;
use super::target::Key;
use crate::syntax::keyword::Kind;
use crate::text::hidden::one_line;

/// `resource`: the objects that workloads are, one for all of them or a table by kind.
pub const RESOURCE: Key = Key::new(
    "resource",
    "What object a workload is: one for all, or one for each kind; jobs are `batch/v1 Job` unless it is set",
    Shape::Any(&[
        Shape::Text("apps/v1 Deployment"),
        Shape::Map(Subject::Kind, &Shape::Text("batch/v1 CronJob")),
    ]),
    |it| Resources::read(it).map(drop),
)
.by_default("\"apps/v1 Deployment\"");

/// What sort of object of a cluster something is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// The group of its API; empty for that of pods.
    pub group: String,
    /// The version of its API.
    pub version: String,
    /// Its kind: `Deployment`.
    pub kind: String,
}

impl Resource {
    /// What objects of it have as `apiVersion`.
    #[must_use]
    pub fn api_version(&self) -> String {
        match &*self.group {
            "" => self.version.clone(),
            group => format!("{group}/{}", self.version),
        }
    }

    /// Reads `GROUP/VERSION KIND`, or `VERSION KIND` for the group of pods.
    fn read(setting: &Setting) -> Result<Self, Wrong> {
        let text = setting.text()?;
        Self::parse(text).ok_or_else(|| {
            let message = format!("`{}` is no version of an API and a kind", one_line(text));
            Wrong::new(&setting.place, message, "write `apps/v1 Deployment`, say".to_owned())
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (api, kind) = text.split_once(' ')?;
        let (group, version) = match api.split_once('/') {
            Some((group, version)) if group.split('.').all(is_label) => (group, version),
            Some(_) => return None,
            None => ("", api),
        };
        let is_kind =
            kind.starts_with(|it: char| it.is_ascii_uppercase()) && kind.chars().all(char::is_alphanumeric);
        let is_right = is_label(version) && is_kind && kind.is_ascii();
        is_right.then(|| Self { group: group.to_owned(), version: version.to_owned(), kind: kind.to_owned() })
    }
}

/// Small letters, digits and `-`, with a letter or digit at both ends.
fn is_label(text: &str) -> bool {
    let inside = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    !text.is_empty() && text.chars().all(inside) && !text.starts_with('-') && !text.ends_with('-')
}

/// What workloads of each kind are.
#[derive(Clone, Debug)]
pub struct Resources {
    others: Resource,
    by_kind: FxHashMap<Kind, Resource>,
}

impl Resources {
    /// What `resource` says; where it says nothing, jobs are of kind `Job`, and all others `Deployment`.
    ///
    /// # Errors
    /// What is wrong with the setting.
    pub fn new(settings: &Settings) -> Result<Self, Wrong> {
        settings.get(RESOURCE.about.name).map_or_else(|| Ok(Self::usual()), Self::read)
    }

    /// What workloads of a kind are.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &Resource {
        self.by_kind.get(&kind).unwrap_or(&self.others)
    }

    fn usual() -> Self {
        let resource = |group: &str, kind: &str| Resource {
            group: group.to_owned(),
            version: "v1".to_owned(),
            kind: kind.to_owned(),
        };
        Self {
            others: resource("apps", "Deployment"),
            by_kind: [(Kind::Job, resource("batch", "Job"))].into_iter().collect(),
        }
    }

    /// One text is for every kind; a table leaves the kinds that it does not have as they are.
    fn read(setting: &Setting) -> Result<Self, Wrong> {
        match &setting.value {
            Value::Text(_) => Ok(Self { others: Resource::read(setting)?, by_kind: FxHashMap::default() }),
            Value::Table(table) => {
                table.only(&Kind::ALL.map(Kind::name))?;
                let mut resources = Self::usual();
                for kind in Kind::ALL {
                    if let Some(setting) = table.get(kind.name()) {
                        resources.by_kind.insert(kind, Resource::read(setting)?);
                    }
                }
                Ok(resources)
            }
            _ => Err(setting.expected("a string such as `apps/v1 Deployment`, or a table by kind")),
        }
    }
}
