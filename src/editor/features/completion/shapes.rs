//! The words of the language where they may stand: what is expected comes in, items go out.

use super::items::{Item, Kind};
use crate::diagnostic::count;
use crate::editor::view::View;
use crate::syntax::gloss::connective;
use crate::syntax::keyword::{self, Attribute, Keyword, PolicyType, RuleAttribute};
use crate::syntax::shape::{BodyShape, Clause, LIMIT};

/// Every statement, in the order in which the language has them, and how it is begun.
const STATEMENTS: [(Keyword, &str); 14] = [
    (Keyword::Policy, "policy ${1:name} < ${2:country} in [${3}] >$0"),
    (Keyword::Environment, "environment ${1:name} < attach [${2}] >$0"),
    (Keyword::Workload(keyword::Kind::Model), "model ${1:name} in ${2:environment}$0"),
    (Keyword::Workload(keyword::Kind::Function), "function ${1:name} in ${2:environment}$0"),
    (Keyword::Workload(keyword::Kind::Agent), "agent ${1:name} in ${2:environment}$0"),
    (Keyword::Workload(keyword::Kind::Sandbox), "sandbox ${1:name} in ${2:environment}$0"),
    (Keyword::Workload(keyword::Kind::Job), "job ${1:name} in ${2:environment}$0"),
    (Keyword::Guard, "guard ${1:name} < within ${2:country} in [${3}] >$0"),
    (Keyword::Group, "group ${1:name} < ${2:country} in [${3}] >$0"),
    (Keyword::Code(Attribute::Continent), "continent ${1:code} \"${2:Name}\"$0"),
    (Keyword::Code(Attribute::Country), "country ${1:code} \"${2:Name}\" in ${3:continent}$0"),
    (Keyword::Code(Attribute::Location), "location ${1:name} in ${2:country} < offers [${3}] >$0"),
    (Keyword::Code(Attribute::Cpu), "cpu ${1:code} \"${2:Name}\"$0"),
    (Keyword::Code(Attribute::Gpu), "gpu ${1:code} \"${2:Name}\"$0"),
];

/// The words that open statements.
pub(super) fn statements() -> Vec<Item> {
    let all = STATEMENTS.iter().enumerate();
    all.map(|(rank, (keyword, snippet))| {
        Item::word(keyword.name(), rank, Some(keyword.gloss().shape)).snippet(snippet)
    })
    .collect()
}

/// Words that join parts, in this order.
pub(super) fn words(words: &[&str]) -> Vec<Item> {
    let word =
        |(rank, word): (usize, &&str)| Item::word(word, rank, connective(word).map(|gloss| gloss.shape));
    words.iter().enumerate().map(word).collect()
}

/// What may stand behind a name, label or parent.
pub(super) fn behind_head(keyword: Keyword, has_parent: bool) -> Vec<Item> {
    let shape = keyword.shape();
    let parent = (shape.parent.is_some() && !has_parent).then_some("in");
    let body = (shape.body != BodyShape::Nothing).then_some("<");
    words(&parent.into_iter().chain(body).collect::<Vec<_>>())
}

/// What the body of a statement may begin with.
pub(super) fn body(view: &View<'_>, keyword: Keyword) -> Vec<Item> {
    let clause = |clause: Clause| {
        let snippet = match clause {
            Clause::Alias => format!("{} [\"${{1}}\"]", clause.name()),
            Clause::Attach | Clause::Offers => format!("{} [${{1}}]", clause.name()),
        };
        words(&[clause.name()]).into_iter().map(|it| it.snippet(&snippet)).collect()
    };
    match keyword.shape().body {
        BodyShape::Nothing => Vec::new(),
        BodyShape::List(list) => clause(list),
        BodyShape::Rules(rules) if rules.has_form => words(&["within", "excludes", "allows"]),
        BodyShape::Rules(rules) => {
            let mut items = attributes(view, None);
            let rank = items.len();
            items.push(Item::word("except", rank, connective("except").map(|gloss| gloss.shape)));
            if rules.has_limit {
                let snippet = "tokens ${1:total} ${2:1000} per ${3:hour}";
                items.push(Item::word("tokens", rank + 1, Some(LIMIT)).snippet(snippet));
            }
            items
        }
    }
}

/// The attributes that a rule may have after one with this attribute and first code.
pub(super) fn attributes(view: &View<'_>, after: Option<&(RuleAttribute, Option<String>)>) -> Vec<Item> {
    attributes_of(view, after.and_then(|(attribute, code)| type_of(view, *attribute, code.as_deref())))
}

/// The attributes of the other type.
pub(super) fn other_attributes(view: &View<'_>, than: Option<&(RuleAttribute, Option<String>)>) -> Vec<Item> {
    let than = than.and_then(|(attribute, code)| type_of(view, *attribute, code.as_deref()));
    attributes_of(view, than.and_then(|than| PolicyType::ALL.into_iter().find(|&it| it != than)))
}

/// The attributes of a type, or all.
fn attributes_of(view: &View<'_>, of_type: Option<PolicyType>) -> Vec<Item> {
    let table = view.meaning.as_ref().map(|it| it.analysis.workspace());
    let fits = |attribute: RuleAttribute| match (attribute, of_type) {
        (RuleAttribute::Code(attribute), Some(of_type)) => attribute.policy_type() == of_type,
        _ => true,
    };
    let all = RuleAttribute::ALL.into_iter().filter(|&it| fits(it)).enumerate();
    all.map(|(rank, attribute)| {
        let number = table.map(|it| match attribute {
            RuleAttribute::Code(attribute) => {
                count(it.table().of(attribute).len(), attribute.name(), attribute.plural())
            }
            RuleAttribute::Group => count(it.groups().len(), "group", "groups"),
        });
        let name = attribute.name();
        let mut item = Item::word(name, rank, None).snippet(&format!("{name} in [${{1}}]"));
        (item.kind, item.detail) = (Kind::Attribute, number);
        item
    })
    .collect()
}

/// The type of a rule; that of a group is its own.
pub(super) fn type_of(view: &View<'_>, attribute: RuleAttribute, code: Option<&str>) -> Option<PolicyType> {
    match attribute {
        RuleAttribute::Code(attribute) => Some(attribute.policy_type()),
        RuleAttribute::Group => {
            let workspace = view.meaning.as_ref()?.analysis.workspace();
            workspace.groups()[workspace.group(code?)?].options().policy_type()
        }
    }
}

/// The kinds that a target has not.
pub(super) fn kinds(taken: &[String]) -> Vec<Item> {
    let left = keyword::Kind::ALL.into_iter().filter(|kind| !taken.iter().any(|it| it == kind.plural()));
    left.map(|kind| Item::name(kind.plural(), Kind::Code, 0, None)).collect()
}
