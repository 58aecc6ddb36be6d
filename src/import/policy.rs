//! Policies of the platform: an object comes in, a statement goes out, and what the policy means to those
//! that it is attached to.

use super::comments;
use super::draft::Draft;
use super::fault::Fault;
use super::fields::{maybe_label, missing, name, named, unknown_value};
use super::notes::About;
use super::parts::Meaning;
use super::statement::{Body, Key, Named, Statement};
use crate::data::{Node, Path, Value};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword, Kind, PolicyType};
use crate::text::Span;

/// The largest number of the language: the largest that all programs read alike.
const MOST: u64 = (1 << 53) - 1;

/// Reads a policy.
pub(super) fn read(object: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    let metadata_path = path.key("metadata");
    let own_name = match object.present("metadata") {
        Some(metadata) => named(metadata, "name", &metadata_path),
        None => Err(missing(object, &metadata_path)),
    };
    let own_name = match own_name {
        Ok(name) => name,
        Err(finding) => return draft.findings.push(finding),
    };
    let key = Key::of(Keyword::Policy, &own_name.text);
    let mut reader = Reader { draft, errors: Vec::new() };
    let found = reader.policy(object, &path, &own_name);
    let errors = reader.errors;
    let (meaning, statement) = match found {
        Some(found) if errors.is_empty() => found,
        _ => {
            let broken =
                Meaning { policy_type: None, is_open: false, target: Vec::new(), name: own_name.span };
            draft.policies.insert(own_name.text, broken);
            return draft.broken(key, errors);
        }
    };
    if draft.broken.contains(&key) {
        return;
    }
    let other = draft.policies.get(&own_name.text);
    let other = other.filter(|it| it.is_open != meaning.is_open || it.policy_type != meaning.policy_type);
    if let Some(other) = other.map(|other| other.name) {
        let fault = Fault::Twice(key.to_string().into());
        return draft.broken(key, vec![Diagnostic::new(fault, own_name.span).with_related(other)]);
    }
    if meaning.is_open {
        draft.notes.add(About::Open, own_name.text.clone());
    } else {
        draft.add(statement);
    }
    draft.policies.insert(own_name.text, meaning);
}

struct Reader<'d, 'k> {
    draft: &'d mut Draft<'k>,
    errors: Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn or_error<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|finding| self.errors.push(finding)).ok()
    }

    fn policy(&mut self, object: &Node, path: &Path<'_>, own: &Named) -> Option<(Meaning, Statement)> {
        let (metadata_path, spec_path) = (path.key("metadata"), path.key("spec"));
        let Some(spec) = object.present("spec") else {
            self.errors.push(missing(object, &spec_path));
            return None;
        };
        self.or_error(spec.map(&spec_path))?;
        let mut label = None;
        for (node, path) in [(object.present("metadata"), &metadata_path), (Some(spec), &spec_path)] {
            let found = node.map(|node| maybe_label(node, path));
            label = label.or(found.and_then(|found| self.or_error(found)).flatten());
        }
        let policy_type = self.or_error(named(spec, "type", &spec_path))?;
        let mut read = vec!["type", "resourceTypes", "displayName"];
        let mut target = self.target(spec, &spec_path, &own.text);
        let mut limits = None;
        let mut rules = Vec::new();
        let found = match policy_type.text.as_str() {
            "location" => {
                read.push("locations");
                rules = self.rules(spec, "locations", &spec_path);
                Some(PolicyType::Location)
            }
            "flavor" => {
                read.push("flavors");
                rules = self.rules(spec, "flavors", &spec_path);
                Some(PolicyType::Flavor)
            }
            "maxToken" => {
                read.push("maxTokens");
                limits = self.tokens(spec, &spec_path);
                None
            }
            _ => {
                let known = &["location", "flavor", "maxToken"];
                let fault = unknown_value(&spec_path.key("type"), &policy_type.text, known);
                self.errors.push(Diagnostic::new(fault, policy_type.span));
                return None;
            }
        };
        // Lists of another type than its own that are empty say nothing.
        let is_empty = |key: &&str| spec.get(key).and_then(Node::as_list).is_some_and(<[Node]>::is_empty);
        read.extend(["locations", "flavors"].iter().copied().filter(is_empty));
        if spec.get("sandbox").is_some_and(|it| it.value == Value::Bool(false)) {
            read.push("sandbox");
        }
        let mut comments = comments::of_object(object, &read);
        if target.has_application {
            comments.push("resourceTypes: application, which the language has no kind for".to_owned());
        }
        target.kinds.sort_unstable();
        let is_open = if found.is_some() { rules.is_empty() } else { limits.is_none() };
        let body = match limits {
            Some(limits) => Body::Tokens(limits, target.kinds.clone()),
            None => Body::Rules(rules, target.kinds.clone()),
        };
        let statement =
            Statement { label, body, comments, ..Statement::new(Keyword::Policy, own.clone(), object.span) };
        let meaning = Meaning { policy_type: found, is_open, target: target.kinds, name: own.span };
        Some((meaning, statement))
    }

    /// The rules of a list of places or flavors: one an attribute, in the order of the language.
    fn rules(&mut self, spec: &Node, key: &str, path: &Path<'_>) -> Vec<(Attribute, Vec<Named>)> {
        let path = path.key(key);
        let Some(list) = spec.present(key) else { return Vec::new() };
        let Some(items) = self.or_error(list.list(&path)) else { return Vec::new() };
        let (known, attributes): (&'static [&'static str], &[Attribute]) = if key == "locations" {
            let attributes = &[Attribute::Continent, Attribute::Country, Attribute::Location];
            (&["continent", "country", "location"], attributes)
        } else {
            (&["cpu", "gpu"], &[Attribute::Cpu, Attribute::Gpu])
        };
        let mut rules: Vec<(Attribute, Vec<Named>)> = attributes.iter().map(|it| (*it, Vec::new())).collect();
        for (index, item) in items.iter().enumerate() {
            let path = path.item(index);
            if self.or_error(item.map(&path)).is_none() {
                continue;
            }
            let of = self.or_error(named(item, "type", &path));
            let code = self.or_error(named(item, "name", &path));
            let (Some(of), Some(code)) = (of, code) else { continue };
            let Some((attribute, codes)) = rules.iter_mut().find(|(it, _)| it.name() == of.text) else {
                let fault = unknown_value(&path.key("type"), &of.text, known);
                self.errors.push(Diagnostic::new(fault, of.span));
                continue;
            };
            let text = match self.draft.known.code(*attribute, &code.text) {
                Some(known) => known.to_owned(),
                None => code.text.to_lowercase(),
            };
            let code = Named::new(text, code.span);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        rules.retain(|(_, codes)| !codes.is_empty());
        rules
    }

    fn target(&mut self, spec: &Node, path: &Path<'_>, policy: &str) -> Target {
        const KNOWN: [&str; 6] = ["model", "function", "agent", "sandbox", "application", "job"];
        let mut target = Target { kinds: Vec::new(), has_application: false };
        let path = path.key("resourceTypes");
        let Some(list) = spec.present("resourceTypes") else { return target };
        let Some(items) = self.or_error(list.list(&path)) else { return target };
        let mut application = None;
        for (index, item) in items.iter().enumerate() {
            let path = path.item(index);
            let Some(word) = self.or_error(name(item, &path)) else { continue };
            match Kind::from_name(&word.text) {
                Some(kind) if !target.kinds.contains(&kind) => target.kinds.push(kind),
                Some(_) => {}
                None if word.text == "application" => application = Some(word.span),
                None => {
                    let fault = unknown_value(&path, &word.text, &KNOWN);
                    self.errors.push(Diagnostic::new(fault, word.span));
                }
            }
        }
        target.has_application = application.is_some();
        if let Some(span) = application.filter(|_| target.kinds.is_empty()) {
            let fault = Fault::OnlyApplications(policy.into());
            self.errors.push(Diagnostic::new(fault, span));
        }
        target
    }

    /// The limits as the language writes them; none where there is no number.
    fn tokens(&mut self, spec: &Node, path: &Path<'_>) -> Option<String> {
        const KNOWN: [&str; 6] = ["input", "output", "total", "ratioInputOverOutput", "granularity", "step"];
        const PERIODS: [&str; 4] = ["minute", "hour", "day", "month"];
        let path = path.key("maxTokens");
        let limits = spec.present("maxTokens")?;
        self.or_error(limits.map(&path))?;
        let mut said = Vec::new();
        for key in ["input", "output", "total"] {
            let number = self.number(limits, key, &path)?;
            if number.0 > 0 {
                said.push(format!("{key} {}", number.0));
            }
        }
        let (ratio, ratio_span) = self.number(limits, "ratioInputOverOutput", &path)?;
        for key in limits.as_map().into_iter().flatten().map(|entry| entry.key.as_str()) {
            if !KNOWN.contains(&key) {
                let span = limits.get(key).map_or(limits.span, |node| node.span);
                self.errors.push(Diagnostic::new(unknown_value(&path, key, &KNOWN), span));
            }
        }
        if said.is_empty() {
            if ratio > 0 {
                self.errors.push(Diagnostic::new(Fault::OnlyRatio, ratio_span));
            }
            return None;
        }
        let period = self.or_error(named(limits, "granularity", &path))?;
        if !PERIODS.contains(&period.text.as_str()) {
            let fault = unknown_value(&path.key("granularity"), &period.text, &PERIODS);
            self.errors.push(Diagnostic::new(fault, period.span));
            return None;
        }
        if limits.present("step").is_none() {
            self.errors.push(missing(limits, &path.key("step")));
            return None;
        }
        let (step, span) = self.number(limits, "step", &path)?;
        let period = match step {
            0 => {
                let path = path.key("step").to_string().into();
                self.errors.push(Diagnostic::new(Fault::BadNumber(path, "0".into()), span));
                return None;
            }
            1 => period.text,
            step => format!("{step} {}s", period.text),
        };
        let ratio = if ratio > 0 { format!(" ratio {ratio}") } else { String::new() };
        Some(format!("tokens {} per {period}{ratio}", said.join(" or ")))
    }

    /// A whole number, 0 where there is none; and where it stands.
    fn number(&mut self, limits: &Node, key: &str, path: &Path<'_>) -> Option<(u64, Span)> {
        let Some(node) = limits.present(key) else { return Some((0, limits.span)) };
        let written = match &node.value {
            Value::Number(written) | Value::Unclear(written) | Value::String(written) => written.as_str(),
            _ => node.shape().words(),
        };
        let is_number = matches!(node.value, Value::Number(_));
        let number = written.parse().ok().filter(|number| is_number && *number <= MOST);
        if number.is_none() {
            let fault = Fault::BadNumber(path.key(key).to_string().into(), written.into());
            self.errors.push(Diagnostic::new(fault, node.span));
        }
        number.map(|number| (number, node.span))
    }
}

struct Target {
    kinds: Vec<Kind>,
    has_application: bool,
}
