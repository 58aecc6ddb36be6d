//! The labels that tell the nodes of a cluster apart: `region`, `labels`, `locations` and `flavors` of
//! `[emit.kubernetes]` come in, the map of names goes out, with the keys in use.

use std::collections::BTreeSet;
use std::fmt;

use super::presets::{PRESETS, Preset};
use crate::diagnostic::listed;
use crate::emit::about::{About, Shape, Word};
use crate::emit::codes::{NameMap, Names, is_builtin, itself, texts};
use crate::emit::labels::label_key;
use crate::emit::settings::{Setting, Settings, Value, Wrong};
use crate::emit::subjects::Subject;
use crate::emit::target::{Key, Request};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::Code;
use crate::text::hidden::one_line;

/// `region`: the key of the label that tells regions.
pub(crate) const REGION: Key =
    Key::new("region", "The label that has the region of a node", Shape::Text("example.com/region"), |it| {
        label_key(it).map(drop)
    })
    .by_default("\"topology.kubernetes.io/region\"");

/// `labels`: who labels the nodes that have a gpu.
pub(crate) const LABELS: Key = Key::new(
    "labels",
    "Who labels the nodes that have a gpu",
    Shape::Words(|| {
        let word = |it: &Preset| Word { word: it.name, line: format!("The label is `{}`", it.key) };
        PRESETS.iter().map(word).collect()
    }),
    |it| preset(it).map(drop),
)
.by_default("\"gfd\"");

/// `flavors`: the labels of flavors.
pub(crate) const FLAVORS: Key = Key::new(
    "flavors",
    "The label that nodes with each flavor have; `false` where the cluster does not have it",
    Shape::Map(Subject::Flavor, &FLAVOR),
    check_flavors,
);

/// The label of a flavor.
const FLAVOR: Shape = Shape::Any(&[VALUE, Shape::List(&VALUE), Shape::Table(&LABEL), Shape::False]);

/// The keys of a label.
const LABEL: [About; 2] = [
    About { name: "key", line: "The key of the label", value: Shape::Text("example.com/gpu"), default: "" },
    About { name: "values", line: "The values of the label", value: Shape::List(&VALUE), default: "" },
];

const VALUE: Shape = Shape::Text("NVIDIA-L4");

const USUAL_REGION: &str = "topology.kubernetes.io/region";

/// The key of the label that tells cpus.
pub(crate) const ARCH: &str = "kubernetes.io/arch";

/// A label by which a node shows its flavor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Label {
    /// The key.
    pub(crate) key: String,
    /// The value.
    pub(crate) value: String,
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.value)
    }
}

/// What nodes are told apart by.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    /// The key of the label that tells regions.
    pub(crate) region: String,
    /// The key that nodes with a gpu have, unless their gpu has another one.
    pub(crate) gpu: String,
    /// The values of locations, and the labels of flavors.
    pub(crate) map: NameMap<Label>,
    /// The keys in use for gpus: a node that has none of them has no gpu.
    pub(crate) gpu_keys: BTreeSet<String>,
    /// The keys in use for cpus.
    pub(crate) cpu_keys: BTreeSet<String>,
}

impl Labels {
    /// What the settings say of a workspace.
    ///
    /// # Errors
    /// What is wrong with a setting.
    pub(crate) fn new(request: &Request<'_>) -> Result<Self, Wrong> {
        let settings = request.settings;
        let preset = settings.get(LABELS.about.name).map_or(Ok(&PRESETS[0]), preset)?;
        let region = settings.get(REGION.about.name).map_or(Ok(USUAL_REGION), label_key)?.to_owned();
        let locations =
            Names::new(request, settings.get("locations"), PolicyType::Location, itself, |_, it| texts(it))?;
        let flavors = Names::new(
            request,
            settings.get(FLAVORS.about.name),
            PolicyType::Flavor,
            |code| default(request, preset, code),
            |code, setting| entry(preset, code, setting),
        )?;
        let map = NameMap { locations, flavors };
        let mut labels = Self {
            region,
            gpu: preset.key.to_owned(),
            map,
            gpu_keys: BTreeSet::from([preset.key.to_owned()]),
            cpu_keys: BTreeSet::from([ARCH.to_owned()]),
        };
        labels.collect_keys(request);
        labels.check_region(settings)?;
        Ok(labels)
    }

    /// Adds the keys of entries, and those of the gpus that the fleet has.
    fn collect_keys(&mut self, request: &Request<'_>) {
        let table = request.resolved.workspace().table();
        let offers: Vec<_> = table.of(Attribute::Location).map(|(_, code)| code.offers()).collect();
        let entries = request.settings.get(FLAVORS.about.name).and_then(|it| it.table().ok());
        let has_entry = |code: &Code| {
            let is_it = |name: &str| entries.is_some_and(|it| it.get(name).is_some());
            is_it(code.name()) || code.aliases().any(is_it)
        };
        for (id, names) in self.map.flavors.iter() {
            let is_offered = || offers.iter().any(|it| it.is_none_or(|flavors| flavors.contains(&id)));
            if has_entry(&table[id]) || is_offered() {
                let is_gpu = table[id].attribute() == Attribute::Gpu;
                let keys = if is_gpu { &mut self.gpu_keys } else { &mut self.cpu_keys };
                keys.extend(names.iter().map(|label| label.key.clone()));
            }
        }
    }

    /// Fails where regions and flavors are told by one label.
    fn check_region(&self, settings: &Settings) -> Result<(), Wrong> {
        if !self.gpu_keys.contains(&self.region) && !self.cpu_keys.contains(&self.region) {
            return Ok(());
        }
        let message = format!("`{}` is the label of regions and that of a flavor", self.region);
        let help = "give each a label of its own: `region` and `flavors` of `[emit.kubernetes]`".to_owned();
        let at = settings.get(REGION.about.name).or_else(|| settings.get(FLAVORS.about.name));
        at.map_or(Ok(()), |setting| Err(Wrong::new(&setting.place, message, help)))
    }
}

/// The preset that a setting names.
fn preset(setting: &Setting) -> Result<&'static Preset, Wrong> {
    let name = setting.text()?;
    Preset::find(name).ok_or_else(|| {
        let help = format!("they are {}", listed(&PRESETS.each_ref().map(|it| it.name), "and"));
        Wrong::new(&setting.place, format!("there are no labels `{}`", one_line(name)), help)
    })
}

/// The labels of a flavor that has no entry.
fn default(request: &Request<'_>, preset: &Preset, code: &Code) -> Option<Vec<Label>> {
    let label = |key: &str, value: &str| Label { key: key.to_owned(), value: value.to_owned() };
    match (code.attribute(), code.name()) {
        (Attribute::Cpu, "x86") => Some(vec![label(ARCH, "amd64")]),
        (Attribute::Cpu, "arm64") => Some(vec![label(ARCH, "arm64")]),
        (Attribute::Gpu, name) if is_builtin(request, code) => {
            let (key, values) = preset.of(name)?;
            Some(values.into_iter().map(|value| label(key, value)).collect())
        }
        _ => None,
    }
}

/// The labels that the entry of a flavor gives.
fn entry(preset: &Preset, code: &Code, setting: &Setting) -> Result<Vec<Label>, Wrong> {
    let usual = if code.attribute() == Attribute::Gpu { preset.key } else { ARCH };
    let (key, values) = read_flavor(setting)?;
    let key = key.unwrap_or(usual);
    Ok(values.into_iter().map(|value| Label { key: key.to_owned(), value }).collect())
}

/// The key, if it has one, and the values of an entry: a value, a list of them, or
/// `{ key = …, values = […] }`.
fn read_flavor(setting: &Setting) -> Result<(Option<&str>, Vec<String>), Wrong> {
    match &setting.value {
        Value::Table(table) => {
            table.only(&LABEL.map(|it| it.name))?;
            let [key, values] = LABEL.map(|it| it.name).map(|name| {
                table.get(name).ok_or_else(|| {
                    let help = "write `{ key = \"…\", values = [\"…\"] }`".to_owned();
                    Wrong::new(&setting.place, format!("`{name}` is missing"), help)
                })
            });
            Ok((Some(label_key(key?)?), values?.texts()?.into_iter().map(str::to_owned).collect()))
        }
        Value::Text(_) | Value::List(_) => Ok((None, texts(setting)?)),
        _ => {
            Err(setting.expected("a value, a list of them, `{ key = \"…\", values = [\"…\"] }`, or `false`"))
        }
    }
}

/// The shape of `flavors`, whatever the workspace has.
fn check_flavors(setting: &Setting) -> Result<(), Wrong> {
    setting.table()?.entries().iter().try_for_each(|entry| match entry.setting.value {
        Value::Boolean(false) => Ok(()),
        _ => read_flavor(&entry.setting).map(drop),
    })
}
