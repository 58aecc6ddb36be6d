//! Workloads and environments: objects come in, and when all policies are known, statements with what they
//! attach go out.

use super::comments;
use super::draft::Draft;
use super::fault::Fault;
use super::fields::{maybe_label, maybe_named, name, named};
use super::notes::About;
use super::parts::{Meaning, Pending};
use super::statement::{Body, Key, Named, Statement};
use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword, Kind, PolicyType};

/// Reads a workload or an environment.
pub(super) fn read(object: &Node, path: Path<'_>, keyword: Keyword, draft: &mut Draft<'_>) {
    let metadata_path = path.key("metadata");
    let Some(metadata) = object.present("metadata") else {
        return draft.error(Fault::Missing(metadata_path.to_string().into()), object.span);
    };
    let own = match named(metadata, "name", &metadata_path) {
        Ok(own) => own,
        Err(finding) => return draft.findings.push(finding),
    };
    let mut statement = Statement::new(keyword, own, object.span);
    match pending(object, metadata, path, &mut statement, draft) {
        Ok((policies, region)) => draft.points.push(Pending { statement, policies, region }),
        Err(errors) => draft.broken(statement.key(), errors),
    }
}

type Found = (Vec<Named>, Option<Named>);

fn pending(
    object: &Node,
    metadata: &Node,
    path: Path<'_>,
    statement: &mut Statement,
    draft: &mut Draft<'_>,
) -> Result<Found, Vec<Diagnostic>> {
    let (metadata_path, spec_path) = (path.key("metadata"), path.key("spec"));
    let mut errors = Vec::new();
    let is_resource = object.get("kind").and_then(Node::as_str) == Some("ModelDeployment");
    let is_workload = matches!(statement.keyword, Keyword::Workload(_));
    match maybe_label(metadata, &metadata_path) {
        Ok(label) => statement.label = label,
        Err(finding) => errors.push(finding),
    }
    let spec = object.present("spec");
    if let Some(Err(finding)) = spec.map(|spec| spec.map(&spec_path)) {
        return Err(vec![finding]);
    }
    let environment = match spec.filter(|_| is_resource) {
        // What the controller takes where nothing is said.
        Some(spec) => maybe_named(spec, "environment", &spec_path)
            .map(|it| Some(it.unwrap_or_else(|| Named::new("production", object.span)))),
        None if is_workload => maybe_named(metadata, "environment", &metadata_path),
        None => Ok(None),
    };
    match environment {
        Ok(environment) => statement.parent = environment,
        Err(finding) => errors.push(finding),
    }
    let mut policies = Vec::new();
    let mut region = None;
    let mut read = vec!["policies"];
    if let Some(spec) = spec {
        if is_resource {
            read.push("environment");
        }
        let list_path = spec_path.key("policies");
        match spec.present("policies").map(|list| list.list(&list_path)).transpose() {
            Ok(items) => {
                for (index, item) in items.into_iter().flatten().enumerate() {
                    match policy(item, &list_path.item(index), is_resource) {
                        Ok(found) if policies.contains(&found) => {}
                        Ok(found) => policies.push(found),
                        Err(finding) => errors.push(finding),
                    }
                }
            }
            Err(finding) => errors.push(finding),
        }
        if is_workload && !is_resource {
            read.push("region");
            match maybe_named(spec, "region", &spec_path) {
                Ok(found) => region = found,
                Err(finding) => errors.push(finding),
            }
        }
        for (holder, key) in
            [(&["network", "egress"][..], "policies"), (&["lifecycle"], "expirationPolicies")]
        {
            let node = holder.iter().try_fold(spec, |node, key| node.present(key));
            if node.and_then(|node| node.present(key)).is_some() {
                let name = format!("{}.{key}", holder.join("."));
                draft.notes.add(About::OtherPolicies, name);
            }
        }
    }
    statement.comments = comments::of_object(object, &read);
    let is_other = |line: &String| {
        ["network.egress.policies", "lifecycle.expirationPolicies"].iter().any(|it| line.starts_with(it))
    };
    statement.comments.retain(|line| !is_other(line));
    if object.get("kind").and_then(Node::as_str) == Some("Application") {
        statement.comments.insert(0, "kind: Application".to_owned());
        draft.notes.add(About::Applications, statement.key().to_string());
    }
    if errors.is_empty() { Ok((policies, region)) } else { Err(errors) }
}

/// The policy that an item of a list names: by its name, or, in a resource of a cluster, by a reference.
fn policy(item: &Node, path: &Path<'_>, is_resource: bool) -> Result<Named, Diagnostic> {
    if !is_resource || item.as_str().is_some() {
        return name(item, path);
    }
    item.map(path)?;
    let kind = named(item, "refType", path)?;
    if kind.text != "remotePolicy" {
        return Err(Diagnostic::new(Fault::LocalPolicy(kind.text.into()), kind.span));
    }
    named(item, "name", path)
}

/// Attaches its policies to each workload and environment.
pub(super) fn attach(draft: &mut Draft<'_>) {
    for pending in std::mem::take(&mut draft.points) {
        let key = pending.statement.key();
        match attached(pending, draft) {
            Ok(statement) => draft.add(statement),
            Err(errors) => draft.broken(key, errors),
        }
    }
    let mut environments = Vec::new();
    for statement in draft.statements.values() {
        if let (Keyword::Workload(_), Some(parent)) = (statement.keyword, &statement.parent) {
            let key = Key::of(Keyword::Environment, &parent.text);
            if !draft.statements.contains_key(&key) && !draft.broken.contains(&key) {
                environments.push(parent.text.clone());
            }
        }
    }
    for name in environments {
        draft.notes.add(About::Environments, name);
    }
}

fn attached(pending: Pending, draft: &mut Draft<'_>) -> Result<Statement, Vec<Diagnostic>> {
    let Pending { mut statement, policies, region } = pending;
    let kinds: Vec<Kind> = match statement.keyword {
        Keyword::Workload(kind) => vec![kind],
        _ => Kind::ALL.to_vec(),
    };
    let mut errors = Vec::new();
    let mut names = Vec::new();
    for policy in &policies {
        match draft.policies.get(&policy.text) {
            None => draft.notes.add(About::Policies, policy.text.clone()),
            Some(meaning) if meaning.is_open => {
                if let Some(other) = beside(policy, meaning, &policies, &kinds, draft) {
                    let fault = Fault::OpenPolicy(policy.text.as_str().into(), other.as_str().into());
                    errors.push(Diagnostic::new(fault, policy.span));
                }
                let open = format!("policies: {}, which has no list and restricts nothing", policy.text);
                statement.comments.push(open);
                continue;
            }
            Some(_) => {}
        }
        names.push(policy.clone());
    }
    if let Some(region) = region {
        match place(&region, &names, &kinds, &statement, draft) {
            Ok(Some(policy)) => names.push(policy),
            Ok(None) => statement.comments.push(format!("region: {}", region.text)),
            Err(finding) => errors.push(finding),
        }
    }
    if !names.is_empty() {
        statement.body = Body::List("attach", names);
    }
    if errors.is_empty() { Ok(statement) } else { Err(errors) }
}

/// Another policy of the type of an open one, which applies to one of the kinds that the open one does.
fn beside(
    open: &Named,
    meaning: &Meaning,
    all: &[Named],
    kinds: &[Kind],
    draft: &Draft<'_>,
) -> Option<String> {
    let policy_type = meaning.policy_type?;
    let is_other = |name: &&Named| {
        draft.policies.get(&name.text).is_some_and(|other| {
            let meets = |kind: &&Kind| meaning.applies_to(**kind) && other.applies_to(**kind);
            **name != *open
                && !other.is_open
                && other.policy_type == Some(policy_type)
                && kinds.iter().any(|kind| meets(&kind))
        })
    };
    all.iter().find(is_other).map(|other| other.text.clone())
}

/// The policy that a region becomes; none for `auto`, which restricts nothing.
fn place(
    region: &Named,
    names: &[Named],
    kinds: &[Kind],
    statement: &Statement,
    draft: &mut Draft<'_>,
) -> Result<Option<Named>, Diagnostic> {
    let is_auto = region.text == "auto";
    let is_beside = |name: &&Named| match draft.policies.get(&name.text) {
        // What it is about is not known.
        None => true,
        Some(it) => {
            it.policy_type == Some(PolicyType::Location) && kinds.iter().any(|kind| it.applies_to(*kind))
        }
    };
    if let Some(policy) = names.iter().find(is_beside) {
        let is_known = draft.policies.contains_key(&policy.text);
        let policy = policy.text.as_str().into();
        let fault = if is_auto {
            Fault::AutoRegion(policy)
        } else {
            Fault::RegionBeside { region: region.text.as_str().into(), policy, is_known }
        };
        return Err(Diagnostic::new(fault, region.span));
    }
    if is_auto {
        return Ok(None);
    }
    let code = draft.known.code(Attribute::Location, &region.text);
    let code = Named::new(code.map_or_else(|| region.text.to_lowercase(), str::to_owned), region.span);
    let policy = Named::new(format!("region-{}", code.text), region.span);
    let body = Body::Rules(vec![(Attribute::Location, vec![code])], Vec::new());
    let own = Statement { body, ..Statement::new(Keyword::Policy, policy.clone(), statement.span) };
    let same = |it: &Statement| it.body == own.body;
    match draft.statements.get(&own.key()) {
        Some(it) if !same(it) => {
            let fault = Fault::Twice(own.key().to_string().into());
            return Err(Diagnostic::new(fault, region.span).with_related(it.name.span));
        }
        Some(_) => {}
        None => draft.add(own),
    }
    Ok(Some(policy))
}
