//! Comments that suppress findings: `# bpol: allow(lint-name, …) why`, directly above a statement or at the
//! end of its first line. Trees come in, and each finding is asked for in turn.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::directive::{Directive, NearMiss, Until, Word, Written, read};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Comment, Item, Parsed, Statement, StatementId};
use crate::syntax::{Files, Owner, owners};
use crate::text::Span;

/// A lint, and whether its findings are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) runs: bool,
}

/// Every suppression of a workspace.
pub(super) struct Suppressions<'s> {
    files: &'s Files,
    rules: Vec<Rule>,
    /// The names of all lints.
    lints: Vec<&'static str>,
    today: Option<Date>,
    all: Vec<Spoken<'s>>,
    /// The names that are about the findings of a lint in a statement.
    covers: FxHashMap<(StatementId, &'static str), Cover>,
}

/// A comment that speaks to bpol.
pub(super) struct Spoken<'s> {
    pub(super) comment: Comment<'s>,
    /// The file that it stands in.
    pub(super) file: &'s Parsed,
    pub(super) says: Says<'s>,
}

/// What a comment says to bpol.
pub(super) enum Says<'s> {
    Suppression(Suppression<'s>),
    NearMiss(NearMiss),
    /// What stands behind `bpol:`, which names no lint.
    Other(&'s str),
}

/// A comment that suppresses findings.
pub(super) struct Suppression<'s> {
    /// Those between the parentheses.
    pub(super) names: Vec<Name<'s>>,
    /// The bytes of the comment between the parentheses.
    pub(super) list: Range<usize>,
    pub(super) until: Until,
    /// What stands behind all of it.
    pub(super) reason: &'s str,
    /// The first byte of the next statement, where only comments and blank lines stand between.
    pub(super) behind_blank_lines: Option<u32>,
}

/// A name in a suppression.
#[derive(Debug)]
pub(super) struct Name<'s> {
    pub(super) word: Word<'s>,
    /// The lint that is called so.
    pub(super) rule: Option<Rule>,
    /// Where its lint has found something.
    pub(super) found: Found,
}

/// Where a lint has found something that a suppression may be about, and elsewhere only what no other covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    Nowhere,
    /// In the next statement, to which the comment does not belong.
    Next,
    /// In the statement that the comment stands in or behind, to which it does not belong.
    Around,
    /// In the statement of the comment.
    Here,
}

impl Found {
    pub(super) fn is_elsewhere(self) -> bool {
        matches!(self, Self::Next | Self::Around)
    }
}

/// The names that are about the findings of one lint in one statement.
#[derive(Default)]
struct Cover {
    /// By their places: the comment in `all`, the name in that, and what a finding says of it.
    names: Vec<(usize, usize, Found)>,
    /// The comment in `all` that suppresses the findings, the first if there are several.
    holder: Option<usize>,
    /// Whether the names know that there is a finding.
    is_known: bool,
}

impl<'s> Suppressions<'s> {
    /// The suppressions of the workspace's files, in the order of their places, as of `today`; `rules` are
    /// all lints.
    pub(super) fn collect(files: &'s Files, rules: Vec<Rule>, today: Option<Date>) -> Self {
        let lints = rules.iter().map(|rule| rule.name).collect();
        let covers = FxHashMap::default();
        let mut suppressions = Self { files, rules, lints, today, all: Vec::new(), covers };
        for file in files.iter().filter(|file| !file.source().is_table()) {
            suppressions.collect_file(file);
        }
        suppressions
    }

    fn collect_file(&mut self, file: &'s Parsed) {
        let says = |comment: Comment<'s>| read(comment.text, &self.lints);
        let directives: Vec<_> = file.comments().map(|comment| (comment, says(comment))).collect();
        if directives.iter().all(|(_, directive)| directive.is_none()) {
            return;
        }
        let statements: Vec<Statement<'s>> = file.statements().collect();
        let owners = owners(file).collect::<Vec<_>>().into_iter().rev();
        for ((comment, directive), owner) in directives.into_iter().zip(owners) {
            let says = match directive {
                None => continue,
                Some(Directive::NearMiss(near_miss)) => Says::NearMiss(near_miss),
                Some(Directive::Other(text)) => Says::Other(text),
                Some(Directive::Suppression(written)) => {
                    Says::Suppression(self.suppression(comment, written, owner, &statements))
                }
            };
            self.all.push(Spoken { comment, file, says });
        }
    }

    fn suppression(
        &mut self,
        comment: Comment<'s>,
        written: Written<'s>,
        owner: Owner,
        statements: &[Statement<'s>],
    ) -> Suppression<'s> {
        let Written { names, list, until, reason } = written;
        let (own, around) = match owner {
            Owner::Below(index) | Owner::FirstLine(index) => (statements.get(index), None),
            Owner::Around(index) => (None, statements.get(index)),
            Owner::None => (None, None),
        };
        let next = statements.partition_point(|statement| statement.span().start < comment.span.start);
        let next = statements.get(next).filter(|_| !matches!(owner, Owner::Below(_)));
        let rule = |word: &Word<'_>| self.rules.iter().find(|rule| rule.name == word.text).copied();
        let names = names.into_iter().map(|word| Name { word, rule: rule(&word), found: Found::Nowhere });
        let suppression = Suppression {
            names: names.collect(),
            list,
            until,
            reason,
            behind_blank_lines: next.filter(|_| owner == Owner::None).map(|next| next.span().start),
        };
        let holds = !suppression.has_ended(self.today);
        for (index, name) in suppression.names.iter().enumerate() {
            let Some(rule) = name.rule else { continue };
            for (statement, found) in [(own, Found::Here), (around, Found::Around), (next, Found::Next)] {
                let Some(statement) = statement else { continue };
                let cover = self.covers.entry((statement.id(), rule.name)).or_default();
                cover.names.push((self.all.len(), index, found));
                if holds && found == Found::Here {
                    cover.holder.get_or_insert(self.all.len());
                }
            }
        }
        suppression
    }

    /// The comment that suppresses the finding, and its reason; those that are about it then know that there
    /// is one.
    pub(super) fn suppress(&mut self, finding: &Diagnostic) -> Option<(Span, &'s str)> {
        if self.covers.is_empty() {
            return None;
        }
        let item = self.files[finding.span.file].item_at(finding.span.start as usize);
        let statement = item.and_then(Item::statement).filter(|it| it.span().contains(finding.span));
        let key = statement.map(|statement| (statement.id(), finding.check.name));
        let cover = key.and_then(|key| self.covers.get_mut(&key))?;
        if !cover.is_known {
            cover.is_known = true;
            for &(comment, name, found) in &cover.names {
                let Some(Spoken { says: Says::Suppression(it), .. }) = self.all.get_mut(comment) else {
                    continue;
                };
                // What another suppression covers asks for none.
                if let Some(name) = it.names.get_mut(name)
                    && (found == Found::Here || cover.holder.is_none())
                {
                    name.found = name.found.max(found);
                }
            }
        }
        let holder = cover.holder.and_then(|comment| self.all.get(comment))?;
        let Says::Suppression(suppression) = &holder.says else { return None };
        Some((holder.comment.span, suppression.reason))
    }

    /// The names of all lints.
    pub(super) fn lints(&self) -> &[&'static str] {
        &self.lints
    }

    /// The day on which the workspace is looked at.
    pub(super) fn today(&self) -> Option<Date> {
        self.today
    }

    /// Every comment that speaks to bpol, in the order of their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Spoken<'s>> {
        self.all.iter()
    }
}

impl Suppression<'_> {
    /// Whether it no longer holds; one that does not say until when never does.
    pub(super) fn has_ended(&self, today: Option<Date>) -> bool {
        match self.until {
            Until::Always => false,
            Until::Day(last) => today.is_none_or(|today| today > last),
            Until::Unclear { .. } => true,
        }
    }
}
