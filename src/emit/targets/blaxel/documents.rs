//! Documents of the platform: apply files and what `bl get` or the API lists come in, and the objects in them
//! go out, one by one.

use super::object::Object;
use crate::data::{Node, Path};

/// What kind of object a document says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// One that bpol knows.
    Kind(Object),
    /// None, as in the lists of the API.
    Nothing,
    /// Something else.
    Other,
}

/// Calls `visit` with every object of a document and its place in it: a list has many, and so has `data` of a
/// page of the API.
pub fn objects<'d>(root: &'d Node, visit: &mut dyn FnMut(&'d Node, &Path<'_>)) {
    let top = Path::ROOT;
    let is_page = root.get("kind").is_none() && root.get("metadata").is_none();
    match root.get("data").filter(|_| is_page).and_then(Node::as_list) {
        Some(items) => {
            let data = top.key("data");
            items.iter().enumerate().for_each(|(index, item)| visit(item, &data.item(index)));
        }
        None => match root.as_list() {
            Some(items) => items.iter().enumerate().for_each(|(index, item)| visit(item, &top.item(index))),
            None => visit(root, &top),
        },
    }
}

/// What kind of object one says that it is; `bl` looks at the word alone, and at its capitals.
#[must_use]
pub fn said(object: &Node) -> Said {
    match object.present("kind") {
        None => Said::Nothing,
        Some(kind) => {
            let known = Object::WORKLOADS.into_iter().chain([Object::Policy]);
            let known = known.into_iter().find(|it| kind.as_str() == Some(it.name()));
            known.map_or(Said::Other, Said::Kind)
        }
    }
}

/// Whether an object without kind is a policy, by its shape.
#[must_use]
pub fn looks_like_policy(object: &Node) -> bool {
    let said = object.get("spec").and_then(|spec| spec.get("type")).and_then(Node::as_str);
    said.is_some_and(|it| ["location", "flavor", "maxToken"].contains(&it))
}

/// The name of an object, if it is a text.
#[must_use]
pub fn name(object: &Node) -> Option<&str> {
    object.get("metadata")?.get("name")?.as_str()
}
