//! From documents to objects: lists are taken apart, and each object goes to what reads its sort.

use super::draft::Draft;
use super::fault::Fault;
use super::fields::maybe_named;
use super::notes::About;
use super::shapes::{self, Format};
use super::{kubernetes, points, policy, regions};
use crate::data::{Node, Path, Value};
use crate::syntax::keyword::{Keyword, Kind};

/// Kinds of the platform that have to do with policies of another sort, or with none.
const OTHERS: [&str; 5] = ["EgressConfig", "EgressGateway", "EgressIp", "Volume", "VolumeTemplate"];

/// Reads what stands at `path`: an object, or a list of some.
pub(super) fn read(node: &Node, path: Path<'_>, format: Option<Format>, draft: &mut Draft<'_>) {
    if let Value::List(items) = &node.value {
        items.iter().enumerate().for_each(|(index, item)| read(item, path.item(index), format, draft));
        return;
    }
    if node.as_map().is_none() {
        return draft.error(Fault::UnknownShape(path.to_string().into()), node.span);
    }
    let is_list =
        |key: &str| node.get("spec").is_none() && node.present(key).is_some_and(|it| it.as_list().is_some());
    for key in ["items", "data"] {
        if is_list(key)
            && let Some(items) = node.present(key)
        {
            return read(items, path.key(key), format, draft);
        }
    }
    let Some(found) = shapes::format(node) else {
        return draft.error(Fault::UnknownShape(path.to_string().into()), node.span);
    };
    if let Some(wanted) = format.filter(|wanted| *wanted != found) {
        return draft.error(Fault::OtherFormat(wanted), node.span);
    }
    if found == Format::Platform && draft.is_fleet {
        return draft.error(Fault::NoInventory, node.span);
    }
    match found {
        Format::Platform | Format::Csv => platform(node, path, draft),
        Format::Locations => regions::location(node, path, draft),
        Format::Configuration => regions::configuration(node, path, draft),
        Format::Nodes => kubernetes::node(node, path, draft),
    }
}

/// Reads an object of the platform.
fn platform(node: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    let (version, kind) = match (maybe_named(node, "apiVersion", &path), maybe_named(node, "kind", &path)) {
        (Ok(version), Ok(kind)) => (version, kind),
        (version, kind) => return draft.findings.extend(version.err().into_iter().chain(kind.err())),
    };
    let version = version.map_or_else(String::new, |version| version.text);
    let group = version.split_once('/').map_or(version.as_str(), |(group, _)| group);
    let is_platform = ["", "blaxel.ai", "beamlit.com"].contains(&group);
    let Some(kind) = kind else {
        // No other object has a type there.
        return match node.present("spec").filter(|spec| is_platform && spec.get("type").is_some()) {
            Some(_) => policy::read(node, path, draft),
            None => draft.error(Fault::NoKind(path.to_string().into()), node.span),
        };
    };
    let keyword = match (kind.text.as_str(), group) {
        ("Policy", "authorization.beamlit.com") => Keyword::Policy,
        ("ModelDeployment", "deployment.beamlit.com") => Keyword::Workload(Kind::Model),
        ("Policy", _) if is_platform => Keyword::Policy,
        ("Model", _) if is_platform => Keyword::Workload(Kind::Model),
        ("Function", _) if is_platform => Keyword::Workload(Kind::Function),
        ("Agent", _) if is_platform => Keyword::Workload(Kind::Agent),
        ("Job", _) if is_platform => Keyword::Workload(Kind::Job),
        ("Sandbox" | "Application", _) if is_platform => Keyword::Workload(Kind::Sandbox),
        ("Environment", _) if is_platform => Keyword::Environment,
        (other, _) if is_platform && OTHERS.contains(&other) => {
            return draft.notes.add(About::OtherPolicies, format!("kind: {other}"));
        }
        (other, _) => {
            return draft.error(Fault::UnknownKind(version.as_str().into(), other.into()), kind.span);
        }
    };
    if keyword == Keyword::Policy {
        policy::read(node, path, draft);
    } else {
        points::read(node, path, keyword, draft);
    }
}
