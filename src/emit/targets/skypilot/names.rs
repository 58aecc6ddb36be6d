//! The names of SkyPilot: of infrastructure (`aws/us-east-1`), and of accelerators (`L4`).

use std::fmt;

use crate::emit::codes::{Names, texts};
use crate::emit::names::NameRule;
use crate::emit::settings::{Setting, Wrong};
use crate::emit::target::Request;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::Code;

/// The clouds that SkyPilot knows.
const CLOUDS: [&str; 25] = [
    "aws",
    "azure",
    "cudo",
    "do",
    "fluidstack",
    "gcp",
    "hyperbolic",
    "ibm",
    "kubernetes",
    "lambda",
    "mithril",
    "nebius",
    "oci",
    "paperspace",
    "primeintellect",
    "runpod",
    "scp",
    "seeweb",
    "shadeform",
    "slurm",
    "ssh",
    "vast",
    "verda",
    "vsphere",
    "yotta",
];

/// What SkyPilot calls the gpus of the built-in tables. A TPU has its size in its name, so it has none here.
const ACCELERATORS: [(&str, &str); 45] = [
    ("a10", "A10"),
    ("a100", "A100"),
    ("a100-80gb", "A100-80GB"),
    ("a10g", "A10G"),
    ("a16", "A16"),
    ("a30", "A30"),
    ("a40", "A40"),
    ("b200", "B200"),
    ("b300", "B300"),
    ("gaudi2", "Gaudi2"),
    ("gaudi3", "Gaudi3"),
    ("gb200", "GB200"),
    ("gb300", "GB300"),
    ("gh200", "GH200"),
    ("h100", "H100"),
    ("h100-nvl", "H100-NVL"),
    ("h200", "H200"),
    ("inferentia1", "Inferentia"),
    ("inferentia2", "Inferentia2"),
    ("k80", "K80"),
    ("l4", "L4"),
    ("l40", "L40"),
    ("l40s", "L40S"),
    ("m60", "M60"),
    ("mi210", "MI210"),
    ("mi250x", "MI250X"),
    ("mi300x", "MI300X"),
    ("mi325x", "MI325X"),
    ("mi355x", "MI355X"),
    ("p100", "P100"),
    ("p4", "P4"),
    ("p40", "P40"),
    ("rtx-a4000", "RTXA4000"),
    ("rtx-a5000", "RTXA5000"),
    ("rtx-a6000", "RTXA6000"),
    ("rtx-pro-6000", "RTXPRO6000"),
    ("rtx3090", "RTX3090"),
    ("rtx4090", "RTX4090"),
    ("rtx5090", "RTX5090"),
    ("rtx6000-ada", "RTX6000-Ada"),
    ("t4", "T4"),
    ("t4g", "T4g"),
    ("trainium1", "Trainium"),
    ("trainium2", "Trainium2"),
    ("v100", "V100"),
];

/// Names of files and accelerators.
pub(crate) const FILE: NameRule = NameRule {
    words: "at most 128 letters, digits, `-`, `_` and `.`, with a letter or digit first",
    most: 128,
    first: |it| it.is_ascii_alphanumeric(),
    last: |it| it.is_ascii_alphanumeric() || "-_.".contains(it),
    inside: |it| it.is_ascii_alphanumeric() || "-_.".contains(it),
};

/// The rule of names of infrastructure, in words.
pub(super) const INFRA: &str =
    "`CLOUD/REGION` or `CLOUD/REGION/ZONE`, with a cloud that SkyPilot knows and without `*`";

/// A kind of machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Machine {
    /// Without an accelerator.
    Plain,
    /// With one of this name.
    With(String),
}

impl fmt::Display for Machine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Plain => "no accelerator",
            Self::With(name) => name,
        })
    }
}

/// A name of infrastructure, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Infra {
    /// The cloud, in small letters; none for any.
    pub(crate) cloud: Option<String>,
    /// The region, or the context of Kubernetes; none for any.
    pub(crate) region: Option<String>,
    /// The zone; none for any.
    pub(crate) zone: Option<String>,
}

impl Infra {
    /// Reads a name as SkyPilot does; what is wrong with it, in words behind the name, where it does not.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_matches('/');
        if text.is_empty() {
            return Ok(Self { cloud: None, region: None, zone: None });
        }
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        if parts.contains(&"") {
            return Err("has an empty part".to_owned());
        }
        let mut parts = parts.into_iter();
        let cloud = parts.next().unwrap_or("*").to_ascii_lowercase();
        let cloud = if cloud == "k8s" { "kubernetes".to_owned() } else { cloud };
        if cloud != "*" && !CLOUDS.contains(&&*cloud) {
            return Err(format!("has a cloud that SkyPilot does not know, `{cloud}`"));
        }
        let rest: Vec<&str> = parts.collect();
        let (region, zone) = match (&*cloud, rest.as_slice()) {
            (_, []) => (None, None),
            // What a context of Kubernetes is called may have `/` in it.
            ("kubernetes" | "ssh", rest) => (Some(rest.join("/")), None),
            (_, [region]) => (Some((*region).to_owned()), None),
            (_, [region, zone]) => (Some((*region).to_owned()), Some((*zone).to_owned())),
            _ => return Err("has more than three parts".to_owned()),
        };
        let part = |it: Option<String>| it.filter(|it| it != "*");
        Ok(Self { cloud: part(Some(cloud)), region: part(region), zone: part(zone) })
    }

    /// What is wrong with a name of a location, in words behind the name; `None` where it is one place.
    pub(super) fn broken_by(name: &str) -> Option<String> {
        match Self::read(name) {
            Err(why) => Some(why),
            Ok(_) if name.contains('*') => Some("has `*`".to_owned()),
            Ok(_) if name.trim() != name || name.trim_matches('/') != name => {
                Some("has `/` or white space at an end".to_owned())
            }
            Ok(Self { cloud: None, .. }) => Some("has no cloud".to_owned()),
            Ok(Self { region: None, .. }) => Some("has no region".to_owned()),
            Ok(_) => None,
        }
    }

    /// Whether every machine of `other` is one of this.
    pub(crate) fn has(&self, other: &Self) -> bool {
        let has = |own: &Option<String>, its: &Option<String>| own.is_none() || own == its;
        has(&self.cloud, &other.cloud) && has(&self.region, &other.region) && has(&self.zone, &other.zone)
    }
}

impl fmt::Display for Infra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |it: &Option<String>| it.clone().unwrap_or_else(|| "*".to_owned());
        write!(formatter, "{}/{}", part(&self.cloud), part(&self.region))?;
        self.zone.as_ref().map_or(Ok(()), |zone| write!(formatter, "/{zone}"))
    }
}

/// The machines of the flavors of a request.
///
/// # Errors
/// As [`Names::new`].
pub(crate) fn machines(request: &Request<'_>) -> Result<Names<Machine>, Wrong> {
    let read = |_: &Code, setting: &Setting| Ok(texts(setting)?.into_iter().map(Machine::With).collect());
    Names::new(request, request.settings.get("flavors"), PolicyType::Flavor, default_machine, read)
}

/// The machine of a flavor of the built-in tables.
fn default_machine(code: &Code) -> Option<Vec<Machine>> {
    match (code.attribute(), code.name()) {
        (Attribute::Cpu, "x86") => Some(vec![Machine::Plain]),
        (Attribute::Gpu, name) => {
            let index = ACCELERATORS.binary_search_by_key(&name, |it| it.0).ok()?;
            ACCELERATORS.get(index).map(|it| vec![Machine::With(it.1.to_owned())])
        }
        _ => None,
    }
}
