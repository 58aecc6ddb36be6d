//! What is gathered while documents are read: statements by what they are known by, what is still to be
//! decided, and what is wrong.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::fault::Fault;
use super::known::{Known, world};
use super::notes::{About, Notes};
use super::parts::{Meaning, Pending, Place};
use super::statement::{Body, Key, Named, Statement};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword};
use crate::text::Span;

/// An import that is not finished.
pub(super) struct Draft<'k> {
    pub(super) known: &'k Known,
    /// Whether only an inventory may stand in the documents.
    pub(super) is_fleet: bool,
    pub(super) statements: BTreeMap<Key, Statement>,
    /// What is only a comment, and in which section.
    pub(super) asides: Vec<(u8, Vec<String>)>,
    /// What each policy means, also of those that no statement is made of.
    pub(super) policies: BTreeMap<String, Meaning>,
    /// Environments and workloads whose policies are not looked up yet.
    pub(super) points: Vec<Pending>,
    pub(super) places: BTreeMap<String, Place>,
    /// What is in error, so that nothing may name it.
    pub(super) broken: FxHashSet<Key>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) notes: Notes,
}

impl<'k> Draft<'k> {
    pub(super) fn new(known: &'k Known, is_fleet: bool) -> Self {
        Self {
            known,
            is_fleet,
            statements: BTreeMap::new(),
            asides: Vec::new(),
            policies: BTreeMap::new(),
            points: Vec::new(),
            places: BTreeMap::new(),
            broken: FxHashSet::default(),
            findings: Vec::new(),
            notes: Notes::default(),
        }
    }

    /// Whether nothing at all was found.
    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty()
            && self.asides.is_empty()
            && self.findings.is_empty()
            && self.notes.is_empty()
    }

    pub(super) fn error(&mut self, fault: Fault, span: Span) {
        self.findings.push(Diagnostic::new(fault, span));
    }

    /// Reports what is wrong with the object that a statement would be made of.
    pub(super) fn broken(&mut self, key: Key, errors: Vec<Diagnostic>) {
        self.broken.insert(key);
        self.findings.extend(errors);
    }

    /// Adds a statement, or its comments where it is there. One of that name with another content is an
    /// error.
    pub(super) fn add(&mut self, statement: Statement) {
        let key = statement.key();
        match self.statements.get_mut(&key) {
            Some(first) if first.says_the_same(&statement) => {
                let is_new = |line: &String| !first.comments.contains(line);
                let new: Vec<String> = statement.comments.into_iter().filter(is_new).collect();
                first.comments.extend(new);
            }
            Some(first) => {
                let fault = Fault::Twice(key.to_string().into());
                let finding = Diagnostic::new(fault, statement.name.span).with_related(first.name.span);
                self.broken(key, vec![finding]);
            }
            None => drop(self.statements.insert(key, statement)),
        }
    }

    /// The code of an inventory that `name` stands for, which gets a statement where the table has it not.
    pub(super) fn code(&mut self, attribute: Attribute, name: &Named) -> Named {
        let code = self.meant(attribute, name);
        let is_of_world = world().code(attribute, &name.text).is_some();
        let is_flavor = matches!(attribute, Attribute::Cpu | Attribute::Gpu);
        // So that the tool's own spelling is not lost.
        let alias = (is_flavor && !is_of_world && code != *name).then(|| name.clone());
        self.declared(attribute, code, alias)
    }

    /// The code that `name` stands for in the table in force, or else in `world`, or else for itself.
    fn meant(&self, attribute: Attribute, name: &Named) -> Named {
        let raw = name.text.as_str();
        let of_world = || {
            let code = world().code(attribute, raw)?;
            Some(self.known.code(attribute, code).unwrap_or(code))
        };
        let code = self.known.code(attribute, raw).or_else(of_world);
        Named::new(code.map_or_else(|| raw.to_lowercase(), str::to_owned), name.span)
    }

    /// Declares a code that the table has not.
    fn declared(&mut self, attribute: Attribute, code: Named, alias: Option<Named>) -> Named {
        if self.known.code(attribute, &code.text) == Some(&code.text) {
            return code;
        }
        let keyword = Keyword::Code(attribute);
        let statement = self.statements.entry(Key::of(keyword, &code.text)).or_insert_with(|| {
            let label = world().label(attribute, &code.text).map(|label| Named::new(label, code.span));
            Statement { label, ..Statement::new(keyword, code.clone(), code.span) }
        });
        if let Some(alias) = alias {
            match &mut statement.body {
                Body::List(_, names) if names.contains(&alias) => {}
                Body::List(_, names) => names.push(alias),
                body => *body = Body::List("alias", vec![alias]),
            }
        }
        code
    }

    /// The country of an inventory that `name` stands for, which lies in `continent`.
    pub(super) fn country(
        &mut self,
        name: &Named,
        continent: Option<&Named>,
    ) -> Result<(Named, Option<String>), Diagnostic> {
        let code = self.code(Attribute::Country, name);
        let Some(given) = continent else { return Ok((code, None)) };
        let continent = self.meant(Attribute::Continent, given);
        if let Some(known) = self.known.continent(&code.text) {
            // What the table says stands; what the document says is a comment.
            let comment = (known != continent.text).then(|| format!("continent: {}", given.text));
            return Ok((code, comment));
        }
        let Some(statement) =
            self.statements.get_mut(&Key::of(Keyword::Code(Attribute::Country), &code.text))
        else {
            return Ok((code, Some(format!("continent: {}", given.text))));
        };
        match &statement.parent {
            Some(parent) if *parent != continent => {
                let what = format!("country `{}`", code.text).into();
                let (other, own) = (parent.text.as_str().into(), continent.text.as_str().into());
                let fault = Fault::Differs { what, other, own };
                return Err(Diagnostic::new(fault, given.span).with_related(parent.span));
            }
            Some(_) => {}
            None => statement.parent = Some(continent),
        }
        Ok((code, None))
    }

    /// Leaves out whatever names something in error, and what names that, and so on.
    pub(super) fn leave_out(&mut self) {
        loop {
            let names_broken = |statement: &Statement| names(statement).any(|key| self.broken.contains(&key));
            let left_out: Vec<Key> = self
                .statements
                .iter()
                .filter(|(key, statement)| self.broken.contains(key) || names_broken(statement))
                .map(|(key, _)| key.clone())
                .collect();
            if left_out.is_empty() {
                return;
            }
            for key in left_out {
                self.statements.remove(&key);
                if self.broken.insert(key.clone()) {
                    self.notes.add(About::LeftOut, key.to_string());
                }
            }
        }
    }
}

/// What a statement names.
fn names(statement: &Statement) -> impl Iterator<Item = Key> + '_ {
    let parent = statement.parent.iter().filter_map(|parent| match statement.keyword {
        Keyword::Workload(_) => Some(Key::of(Keyword::Environment, &parent.text)),
        Keyword::Code(Attribute::Location) => Some(Key::of(Keyword::Code(Attribute::Country), &parent.text)),
        _ => None,
    });
    let policies: &[Named] = match &statement.body {
        Body::List("attach", names) => names,
        _ => &[],
    };
    let rules: &[(Attribute, Vec<Named>)] = match &statement.body {
        Body::Rules(rules, _) => rules,
        _ => &[],
    };
    let codes = rules.iter().flat_map(|(attribute, codes)| {
        codes.iter().map(|code| Key::of(Keyword::Code(*attribute), &code.text))
    });
    parent.chain(policies.iter().map(|name| Key::of(Keyword::Policy, &name.text))).chain(codes)
}
