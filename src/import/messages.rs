//! What an import says: the words of all its findings and notes.

use super::fault::Fault;
use super::notes::{About, Note};
use crate::diagnostic::{Check, Classify, Describe, Words, errors, listed, some};

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::NotCsv(_) => &errors::UNREADABLE_DOCUMENT,
            Self::UnknownShape(_)
            | Self::UnknownKind(..)
            | Self::NoKind(_)
            | Self::OtherFormat(_)
            | Self::NoInventory
            | Self::UnknownValue { .. }
            | Self::Missing(_)
            | Self::BadName(_)
            | Self::BadNumber(..)
            | Self::NoLabel(_)
            | Self::UnknownFlavor(_)
            | Self::NoColumn(..)
            | Self::EmptyCell(_) => &errors::IMPORT_UNKNOWN,
            Self::Twice(_) | Self::Differs { .. } => &errors::IMPORT_CONFLICT,
            Self::OnlyApplications(_)
            | Self::OnlyRatio
            | Self::LocalPolicy(_)
            | Self::OpenPolicy(..)
            | Self::AutoRegion(_)
            | Self::RegionBeside { .. } => &errors::IMPORT_UNSUPPORTED,
        }
    }
}

impl Describe for Fault {
    fn words(&self) -> Words {
        match self {
            Self::UnknownShape(path) => unknown_shape(path),
            Self::UnknownKind(version, kind) => Words::new(
                format!("`{kind}` is no kind that bpol can import{}", of_version(version)),
                "not known",
            )
            .with_help(
                "the kinds are `Policy`, `Model`, `Function`, `Agent`, `Job`, `Sandbox`, `Application`, \
                 `Environment`, `ModelDeployment` and `Node`; leave others out",
            ),
            Self::NoKind(path) => Words::new(
                format!("{} may be of several kinds, and does not say which", place(path)),
                "`kind` is missing",
            )
            .with_help("add `kind`, such as `\"kind\": \"Model\"`, or take what `bl get` writes, which has it"),
            Self::OtherFormat(wanted) => Words::new(
                format!("this is not {}", wanted.words()),
                format!("`--from {}` says that it is", wanted.name()),
            )
            .with_help("leave `--from` out: what a document is shows in its shape"),
            Self::NoInventory => {
                Words::new("a fleet is an inventory, and this is none", "an object of the platform").with_help(
                    "give `--fleet` locations or nodes alone; `bpol import` makes policies and workloads of the rest",
                )
            }
            Self::UnknownValue { path, value, known } => {
                Words::new(format!("`{path}` has `{value}`, which bpol does not know"), "not known")
                    .with_help(format!("it knows {}", listed(known, "and")))
            }
            Self::Missing(path) => Words::new(format!("`{path}` is missing"), "in this")
                .with_help(format!("add `{path}`, or leave the object out")),
            Self::BadName(path) => Words::new(
                format!("`{path}` is empty, or has characters that people do not see"),
                "no name of the language",
            )
            .with_help("give it a name of visible characters on one line"),
            Self::BadNumber(path, value) => Words::new(
                format!("`{path}` is `{value}`, and must be a whole number"),
                "no number of the language",
            )
            .with_help("write a whole number in digits, at most 9007199254740991; a step is at least 1"),
            Self::NoLabel(labels) => {
                Words::new(format!("the node has no label {}", listed(labels, "or")), "its labels")
                    .with_help("label the node, or leave it out of the list")
            }
            Self::UnknownFlavor(flavor) => Words::new(
                format!("nothing says whether `{flavor}` is a cpu or a gpu"),
                "this row",
            )
            .with_help(format!(
                "write `cpu {flavor}` or `gpu {flavor}` in the cell, or name a table that has it with `--reference`"
            )),
            Self::NotCsv(why) => Words::new(format!("the text is no table: {why}"), "not read from here on")
                .with_help("put cells with `,` or a line break in `\"`, and give each row as many as the first"),
            Self::NoColumn(column, all) => no_column(column, all),
            Self::EmptyCell(column) => {
                Words::new(format!("the row has no {column}"), "an empty cell").with_help("fill it in, or delete the row")
            }
            Self::Twice(what) => Words::new(format!("`{what}` stands twice with different content"), "not the same")
                .with_help("keep one of the two, or give one of them another name")
                .with_related("the other"),
            Self::Differs { what, other, own } => {
                Words::new(format!("{what} is `{other}` and `{own}`"), format!("`{own}` here"))
                    .with_help("make the two say the same, or leave one of them out")
                    .with_related(format!("`{other}` here"))
            }
            Self::OnlyApplications(policy) => Words::new(
                format!("policy `{policy}` is for applications alone, and the language has no such kind"),
                "no kind of the language",
            )
            .with_help("leave the policy out, or name another kind beside: applications have no policies, but a region"),
            Self::OnlyRatio => Words::new(
                "the policy limits the ratio of tokens, and no number of them",
                "no limit of the language alone",
            )
            .with_help("add `input`, `output` or `total`, or leave the policy out"),
            Self::LocalPolicy(kind) => {
                Words::new(format!("`{kind}` names a policy of the cluster, which has no name elsewhere"), "not followed")
                    .with_help("name a policy of the platform: `refType: remotePolicy` and its `name`")
            }
            Self::OpenPolicy(open, other) => Words::new(
                format!("policy `{open}` has no list, so that beside `{other}` everything is allowed"),
                "allows everything",
            )
            .with_help(format!("detach `{open}` if `{other}` is meant to hold, or `{other}` if not")),
            Self::AutoRegion(policy) => Words::new(
                format!("`region: auto` is the place nearest to the caller, whatever policy `{policy}` says"),
                "any place",
            )
            .with_help("name one region, or leave `region` out"),
            Self::RegionBeside { region, policy, is_known } => region_beside(region, policy, *is_known),
        }
    }
}

fn region_beside(region: &str, policy: &str, is_known: bool) -> Words {
    let (what, help) = if is_known {
        ("", "keep the one that is narrower: `region`, or the policy")
    } else {
        (
            ", which is not imported and may be about places",
            "import the policy in the same run, so that what it is about is known",
        )
    };
    Words::new(
        format!("region `{region}` stands beside policy `{policy}`{what}: both hold there"),
        "attached at one point they would be a union",
    )
    .with_help(help)
}

fn no_column(column: &str, all: &[Box<str>]) -> Words {
    let help = match all {
        [] => "the first row names the columns".to_owned(),
        all => format!(
            "its columns are {}: say which is meant with `--columns location=…,flavor=…`",
            listed(all, "and")
        ),
    };
    Words::new(format!("the table has no column `{column}`"), "its header").with_help(help)
}

fn unknown_shape(path: &str) -> Words {
    Words::new(format!("{} is nothing that bpol can import", place(path)), "not known").with_help(
        "import objects of the platform, answers of `GET /locations` and `GET /configuration`, nodes of \
         Kubernetes, or a table with a header; leave the rest out",
    )
}

fn place(path: &str) -> String {
    if path.is_empty() { "the document".to_owned() } else { format!("`{path}`") }
}

fn of_version(version: &str) -> String {
    if version.is_empty() { String::new() } else { format!(" from `{version}`") }
}

impl Note {
    /// The note in words: one line, lower case, no full stop.
    #[must_use]
    pub fn words(&self) -> String {
        const MOST: usize = 5;
        let names = self.names();
        let first: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
        let names = some(first, names.len().saturating_sub(MOST), "and");
        match self.about() {
            About::Empty => format!("nothing to import in {names}"),
            About::NoFlavors => format!(
                "without `offers` a location would offer everything, so those without flavors are comments: {names}"
            ),
            About::EveryFlavor => format!(
                "no document says what these locations offer, so they offer every flavor of the table: {names}; \
                 import `GET /locations` beside"
            ),
            About::NoCountry => format!(
                "no country is known of {}: {names}; a policy for a country or continent has none of them",
                number(self.names().len(), "this location", "these locations")
            ),
            About::NoContinent => format!(
                "no continent is known of {}: {names}; `--reference world` has all of them",
                number(self.names().len(), "this country", "these countries")
            ),
            About::NoFlavorInRow => format!("rows without flavor add none to {names}"),
            About::Columns => format!("these columns are not read: {names}"),
            About::Open => format!("policies without a list restrict nothing, and are left out: {names}"),
            About::Policies => format!("attached, and not among what is imported: {names}"),
            About::Environments => format!("environments that are not among what is imported: {names}"),
            About::Applications => format!(
                "the language has no applications, so they are sandboxes: {names}; name them in \
                 `[emit.blaxel] applications`"
            ),
            About::OtherPolicies => format!("no placement policies, and passed over: {names}"),
            About::LeftOut => format!("left out, because they name what is in error: {names}"),
        }
    }
}

fn number(number: usize, one: &str, many: &str) -> String {
    if number == 1 { one.to_owned() } else { format!("{many} ({number})") }
}
