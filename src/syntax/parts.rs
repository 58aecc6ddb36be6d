//! The parts of one statement while it is read, and whether its keyword goes with them.

use super::keyword::Form;
use super::limit::Tokens;
use super::shape::RulesShape;
use super::tree::{BodyNode, Extent, LimitNode, NamesNode, RuleNode, SideNode};

/// The parts of a statement as they are read.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) name: Option<Extent>,
    pub(super) label: Option<Extent>,
    pub(super) parent: Option<Extent>,
    pub(super) list: Option<NamesNode>,
    /// The rules and the target; most statements have none, and there may be millions of those.
    pub(super) rules: Option<Box<BodyNode>>,
    /// What stands in place of the rules.
    pub(super) tokens: Option<Box<Tokens>>,
    /// Whether a `<` has been read.
    pub(super) is_open: bool,
    /// Whether the keyword goes with all of them.
    pub(super) fits: bool,
    /// The byte behind the last one.
    pub(super) end: usize,
}

impl Parts {
    /// What stands in a body with rules.
    pub(super) fn body(&mut self) -> &mut BodyNode {
        self.rules.get_or_insert_default()
    }

    /// The side that is being read.
    fn side(&mut self) -> &mut SideNode {
        let BodyNode { first, second, .. } = self.body();
        second.as_mut().unwrap_or(first)
    }

    /// Adds a rule, unless it is left out.
    pub(super) fn rule(&mut self, rule: Option<RuleNode>) {
        let side = self.side();
        side.has_rule = true;
        if side.except.is_some() { side.exceptions.extend(rule) } else { side.rules.extend(rule) }
    }

    pub(super) fn except(&mut self, place: Option<Extent>) {
        let side = self.side();
        side.opens_with_except = !side.has_rule;
        side.except = place;
    }

    /// The limit that stands in place of rules.
    pub(super) fn limit(&mut self) -> Option<LimitNode> {
        let tokens = *self.tokens.take()?;
        Some(LimitNode { tokens, target: self.rules.take().and_then(|body| body.target) })
    }

    /// Whether a keyword goes with what its body holds.
    pub(super) fn fit(&self, shape: RulesShape) -> bool {
        let Some(body) = &self.rules else { return false };
        let mut sides = std::iter::once(&body.first).chain(&body.second);
        body.form.is_some() == shape.has_form
            && (body.target.is_none() || shape.has_target)
            && (body.second.is_none() || body.form == Some(Form::Excludes))
            && (!shape.has_form || sides.all(|side| !side.opens_with_except))
    }
}
