//! `--into`: the documents of somebody else come in, and those of the workloads go out whole, with what bpol
//! says in its place.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::value::RawValue;

use super::documents::{Said, name, objects, said};
use super::object::Object;
use super::tree::{Copy, Tree};
use crate::data::{self, Node, Path};
use crate::diagnostic::{Diagnostic, count, some};
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::target::{Request, Stopped};
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;
use crate::text::Source;
use crate::text::hidden::one_line;

/// So many documents that are passed over are named.
const NAMED: usize = 5;

/// What is read of the files, so that documents can be looked up.
#[derive(Debug)]
pub(super) struct Files(Vec<Vec<Node>>);

impl Files {
    /// Reads them.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub(super) fn read(sources: &[Source]) -> Result<Self, Stopped> {
        let mut files = Vec::new();
        let mut findings = Vec::new();
        for source in sources {
            match data::read(source) {
                Ok(documents) => files.push(documents),
                Err(found) => findings.extend(found),
            }
        }
        if findings.is_empty() { Ok(Self(files)) } else { Err(Stopped::Unreadable(findings)) }
    }
}

/// What bpol says of a workload.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says<'a> {
    Policies(&'a RawValue),
    Region(&'a str),
}

/// A workload of which something is said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub(super) object: Object,
    pub(super) name: &'a str,
    pub(super) set: PlacementSetId,
    pub(super) says: Says<'a>,
}

/// The documents by the kind and name that they are of, and those of nobody.
struct Sorted<'d> {
    by_name: FxHashMap<(Object, &'d str), Vec<&'d Node>>,
    passed: Vec<String>,
}

/// The whole document of each workload of which something is said. Refused are workloads that have none or
/// more than one, and documents that `bl` would change or that open what bpol closes.
///
/// # Errors
/// Values that readers of YAML do not agree on, or that JSON does not have.
pub(super) fn fill(
    request: &Request<'_>,
    files: &Files,
    told: &[Option<Told<'_>>],
    refusals: &mut Refusals<'_>,
    notes: &mut Vec<String>,
) -> Result<Vec<Option<Tree>>, Stopped> {
    let sorted = sort(files, told);
    let mut filled = Vec::with_capacity(told.len());
    let mut findings = Vec::new();
    for (index, told) in told.iter().enumerate() {
        let Some(told) = told else {
            filled.push(None);
            continue;
        };
        let documents = sorted.by_name.get(&(told.object, told.name)).map_or(&[][..], Vec::as_slice);
        let whole = match documents {
            [document] if is_opened(request, told, document) => Err(auto()),
            [document] => Ok(whole(told, document, index, refusals, &mut findings)),
            [] => Err(none(told)),
            several => Err(too_many(several.len())),
        };
        filled.push(whole.map_err(|refusal| refusals.add(index, refusal)).ok());
    }
    if !findings.is_empty() {
        return Err(Stopped::Unreadable(findings));
    }
    notes.extend(passed(sorted.passed));
    Ok(filled)
}

fn sort<'d>(files: &'d Files, told: &[Option<Told<'_>>]) -> Sorted<'d> {
    let known: FxHashSet<(Object, &str)> =
        told.iter().flatten().map(|told| (told.object, told.name)).collect();
    let mut sorted = Sorted { by_name: FxHashMap::default(), passed: Vec::new() };
    for root in files.0.iter().flatten() {
        objects(root, &mut |node, _| match (said(node), name(node)) {
            (Said::Kind(object), Some(name)) if known.contains(&(object, name)) => {
                sorted.by_name.entry((object, name)).or_default().push(node);
            }
            (_, name) => {
                let kind = node.get("kind").and_then(Node::as_str).unwrap_or("one without kind");
                let name = name.map_or_else(String::new, |name| format!(" `{}`", one_line(name)));
                sorted.passed.push(format!("{}{name}", one_line(kind)));
            }
        });
    }
    sorted
}

/// What is said of documents that are no workload's.
fn passed(mut documents: Vec<String>) -> Option<String> {
    let number = documents.len();
    documents.truncate(NAMED);
    let named = some(documents, number.saturating_sub(NAMED), "and");
    let are = count(number, "document of `--into` is", "documents of `--into` are");
    (number > 0).then(|| format!("note: {are} of no workload that is written, and passed over: {named}"))
}

/// The document with what bpol says.
fn whole(
    told: &Told<'_>,
    document: &Node,
    index: usize,
    refusals: &mut Refusals<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Tree {
    let mut copy = Copy::default();
    let tree = match told.says {
        Says::Policies(names) => copy.object(document, &Path::ROOT, "policies", Tree::Raw(names.to_owned())),
        Says::Region(region) => copy.object(document, &Path::ROOT, "region", Tree::Text(region.to_owned())),
    };
    for path in copy.dollars {
        refusals.add(index, super::codes::dollar("a text in its document".to_owned(), &path, None));
    }
    findings.extend(copy.findings);
    tree
}

/// Whether a document lets the caller's place decide where a workload runs that is held to places.
fn is_opened(request: &Request<'_>, told: &Told<'_>, document: &Node) -> bool {
    let resolved = request.resolved;
    let is_held = resolved.restricts(&resolved.sets()[told.set]).any(|it| it == PolicyType::Location);
    let region = document.get("spec").and_then(|spec| spec.get("region")).and_then(Node::as_str);
    is_held
        && matches!(told.says, Says::Policies(_))
        && region.is_some_and(|it| it.eq_ignore_ascii_case("auto"))
}

fn auto() -> Refusal {
    Refusal::Unsupported {
        what: "its document says `region: auto`, which runs it near whoever calls it".to_owned(),
        repair: "take `spec.region` out of the document, or name a region".to_owned(),
    }
}

fn none(told: &Told<'_>) -> Refusal {
    Refusal::Unsupported {
        what: "no document of `--into` is its own, and `bl apply` replaces an object by what a file says"
            .to_owned(),
        repair: format!(
            "add what `bl get {} -o json` prints, or a document of the kind {} that has its name there",
            told.object.collection(),
            told.object.name()
        ),
    }
}

fn too_many(documents: usize) -> Refusal {
    Refusal::Unsupported {
        what: format!("{documents} documents of `--into` are its own, of which `bl apply` keeps the last"),
        repair: "keep one of them".to_owned(),
    }
}
