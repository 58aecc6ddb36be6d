//! Who refers to policies, environments and groups: a workspace comes in, the places that name each of them
//! go out, all at once for those who ask about many.

use rustc_hash::FxHashMap;

use crate::syntax::ast::{Body, Item, Name};
use crate::syntax::keyword::{Keyword, RuleAttribute};
use crate::table::Namespace;
use crate::text::Span;
use crate::workspace::{Does, Entity, Workspace};

/// Every place that refers to a policy, an environment or a group.
#[derive(Default)]
pub(crate) struct Uses(FxHashMap<(Namespace, String), Vec<Span>>);

impl Uses {
    /// Those of a workspace.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let mut uses = Self::default();
        for file in workspace.files().iter() {
            for item in file.items() {
                if let Item::Broken(broken) = item {
                    for word in file.words_in(broken.span().range()) {
                        if let Some((Entity::Named(namespace, name), Does::Refers)) = workspace.denoted(&word)
                        {
                            uses.add(namespace, name, word.span());
                        }
                    }
                }
                for (namespace, name) in referred_to(item) {
                    uses.add(namespace, name.value().into_owned(), name.span());
                }
            }
        }
        uses
    }

    fn add(&mut self, namespace: Namespace, name: String, span: Span) {
        self.0.entry((namespace, name)).or_default().push(span);
    }

    /// The places that refer to one, in the order of the files.
    pub(crate) fn places(&self, namespace: Namespace, name: &str) -> &[Span] {
        self.0.get(&(namespace, name.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// The policies, environments and groups that a statement refers to, in the order of the text; none for what
/// is none.
fn referred_to(item: Item<'_>) -> Vec<(Namespace, Name<'_>)> {
    let Item::Statement(statement) = item else { return Vec::new() };
    let mut names = Vec::new();
    if !matches!(statement.keyword(), Keyword::Code(_)) {
        names.extend(statement.parent().map(|name| (Namespace::Environment, name)));
        names.extend(statement.list().iter().map(|name| (Namespace::Policy, name)));
    }
    for side in statement.body().into_iter().flat_map(Body::sides) {
        let codes = side.rules().codes().chain(side.exceptions().codes());
        let groups = codes.filter(|(attribute, _)| *attribute == RuleAttribute::Group);
        names.extend(groups.map(|(_, name)| (Namespace::Group, name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::editor::features::references;
    use crate::reference::Reference;
    use crate::syntax;
    use crate::text::Source;
    use crate::workspace::resolve;

    #[test]
    fn each_use_is_found_as_it_is_for_one_who_asks_about_one_name() {
        let text = "group g < country in [fr] >\ngroup h < group in [g] except group in [g] >\n\
            policy p < group in [g, \"h\"] >\npolicy p < group in [h] >\nguard g in e < excludes group in [g] and gpu in [t4] >\n\
            environment e < attach [p] >\nenvironment f in e < attach [p, p] >\n\
            model m in f < attach [p, q] >\nmodel m in f # p\nlocation e in fr < offers [t4] >\n";
        // Whole, and half-written at every byte with whole statements behind.
        for end in 0..=text.len() {
            let Some(begun) = text.get(..end) else { continue };
            let half = format!("{begun}\n{text}");
            let tree = Arc::new(syntax::parse(Source::new("a", half.into_bytes())));
            let workspace = resolve(Reference::none(), vec![tree]);
            let uses = Uses::of(&workspace);
            for namespace in [Namespace::Policy, Namespace::Environment, Namespace::Group] {
                for name in ["p", "q", "e", "f", "g", "h", "m", "t4"] {
                    let entity = Entity::Named(namespace, name.to_owned());
                    let wanted = references::uses(&workspace, &entity, false);
                    assert_eq!(uses.places(namespace, name), wanted, "{namespace:?} {name} {end}");
                }
            }
        }
    }
}
