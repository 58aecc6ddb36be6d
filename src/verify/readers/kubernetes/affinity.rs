//! What the scheduler makes of a pod: its part of a document comes in, the nodes that it may be put on go
//! out.

use super::expression::Expression;
use super::nodes::Nodes;
use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::verify::reader::{At, Grant};
use crate::verify::refused;

/// The keys on the way from a pod to the terms of its affinity.
const STEPS: [&str; 3] = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

/// Which nodes a pod may be put on.
pub(super) fn pod(nodes: &Nodes<'_>, pod: &Node, path: &Path<'_>) -> Result<Vec<Grant>, Diagnostic> {
    let node_path = path.key("nodeName");
    if let Some(node) = pod.present("nodeName") {
        // The scheduler is not asked, and which node that is nobody knows here.
        if !node.text(&node_path)?.is_empty() {
            return Ok(vec![nodes.every(At::there(node, &node_path))]);
        }
    }
    let mut selector = Vec::new();
    let selector_path = path.key("nodeSelector");
    if let Some(node) = pod.present("nodeSelector") {
        for entry in node.map(&selector_path)? {
            let value = entry.value.text(&selector_path.key(&entry.key))?;
            selector.push(Expression::is(&entry.key, value));
        }
    }
    required(nodes, pod, &STEPS, path, &selector)
}

/// The nodes that the terms behind the keys of `steps` match and a node selector too.
fn required(
    nodes: &Nodes<'_>,
    above: &Node,
    steps: &[&str],
    path: &Path<'_>,
    selector: &[Expression<'_>],
) -> Result<Vec<Grant>, Diagnostic> {
    let Some((key, rest)) = steps.split_first() else { return terms(nodes, above, path, selector) };
    let path = path.key(key);
    match above.present(key) {
        Some(node) => {
            node.map(&path)?;
            required(nodes, node, rest, &path, selector)
        }
        // Without a required affinity every node will do.
        None => Ok(nodes.matching(selector, At::absent(above, &path)).into_iter().collect()),
    }
}

/// The nodes that one of the terms matches.
fn terms(
    nodes: &Nodes<'_>,
    required: &Node,
    path: &Path<'_>,
    selector: &[Expression<'_>],
) -> Result<Vec<Grant>, Diagnostic> {
    let path = path.key("nodeSelectorTerms");
    let list = match required.present("nodeSelectorTerms") {
        Some(list) => list.list(&path)?,
        None => &[],
    };
    if list.is_empty() {
        return Err(refused(
            &At::absent(required, &path),
            "a required node affinity must have a term, or Kubernetes refuses the object",
            "write the terms that `bpol emit kubernetes` gives",
        ));
    }
    let mut grants = Vec::new();
    for (index, term) in list.iter().enumerate() {
        let path = path.item(index);
        let mut all = selector.to_vec();
        let count = all.len();
        all.extend(expressions(term, "matchExpressions", &path)?);
        // A node of any region and flavor may have the name.
        let has_fields = !expressions(term, "matchFields", &path)?.is_empty();
        // A term that asks for nothing matches nothing.
        if has_fields || all.len() > count {
            grants.extend(nodes.matching(&all, At::there(term, &path)));
        }
    }
    Ok(grants)
}

/// The expressions of a term under a key.
fn expressions<'d>(term: &'d Node, key: &str, path: &Path<'_>) -> Result<Vec<Expression<'d>>, Diagnostic> {
    term.map(path)?;
    let path = path.key(key);
    let Some(list) = term.present(key) else { return Ok(Vec::new()) };
    let list = list.list(&path)?.iter().enumerate();
    list.map(|(index, node)| Expression::read(node, &path.item(index))).collect()
}
