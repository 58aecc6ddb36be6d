//! What the text changes since the last commit, in words: a view and a statement come in, marks and lines go
//! out.

use rustc_hash::FxHashSet;

use super::lines::Line;
use super::listed::named;
use crate::answers::diff::Class;
use crate::answers::words::{Changed, Choice};
use crate::editor::base::Base;
use crate::editor::since::Change;
use crate::editor::view::{Meaning, View};
use crate::placement::Provisional;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Keyword, PolicyType, RuleAttribute};
use crate::syntax::{Identity, quoted};
use crate::text::hidden::one_line;
use crate::workspace::{Element, GroupId, Policy, PolicyId, Workspace};

/// How many codes of a list are named behind a set.
const FIRST: usize = 3;

/// What the text changes for the workload that a statement declares.
pub(super) fn change<'m>(meaning: &Meaning<'m>, statement: Statement<'_>) -> Option<&'m Change> {
    let (since, sound) = (meaning.since()?, meaning.sound());
    if since.is_empty() {
        return None;
    }
    let provisional = sound.provisional().filter(|_| sound.has(statement.span()))?;
    let workload = Meaning::workload(provisional, statement)?;
    since.change(&provisional.workspace().identity(workload))
}

/// Behind a set: ` +de, nl -us`.
pub(super) fn mark(change: &Change) -> String {
    if change.class == Class::Added {
        return " new".to_owned();
    }
    let lists = lists(change);
    let shown = lists.iter().map(|(sign, names)| {
        let more = names.len().saturating_sub(FIRST);
        let named: Vec<String> = names.iter().take(FIRST).map(Part::mark).collect();
        let behind = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!(" {sign}{}{behind}", named.join(", "))
    });
    shown.collect()
}

/// `since HEAD: gains …, loses …`, with every code and its label.
pub(super) fn line(workspace: &Workspace, change: &Change) -> Line {
    let line = Line::default().words("since HEAD: ");
    if change.class == Class::Added {
        return line.words("new");
    }
    let parts = lists(change).into_iter().map(|(sign, parts)| {
        let verb = if sign == '+' { "gains " } else { "loses " };
        let parts = parts.into_iter().map(|part| part.line(workspace));
        Line::default().words(verb).joined(parts, ", ")
    });
    line.joined(parts, ", ")
}

/// What is gained and lost: locations before flavors, gains before losses; where no set changed, the
/// locations of the fleet.
fn lists(change: &Change) -> Vec<(char, Vec<Part<'_>>)> {
    let mut lists = Vec::new();
    for policy_type in PolicyType::ALL {
        let sides = [('+', &change.gained, &change.opened), ('-', &change.lost, &change.closed)];
        for (sign, changed, open) in sides {
            let names = if open.contains(&policy_type) {
                vec![Part::Any(policy_type)]
            } else {
                of_type(changed, policy_type).iter().map(Part::Choice).collect()
            };
            if !names.is_empty() {
                lists.push((sign, names));
            }
        }
    }
    if lists.is_empty() {
        for (sign, changed) in [('+', &change.gained), ('-', &change.lost)] {
            let places = changed.placements.iter().map(|it| Part::Location(&it.location));
            let places: Vec<Part<'_>> = places.collect();
            if !places.is_empty() {
                lists.push((sign, places));
            }
        }
    }
    lists
}

fn of_type(changed: &Changed, policy_type: PolicyType) -> &[Choice] {
    match policy_type {
        PolicyType::Location => &changed.location,
        PolicyType::Flavor => &changed.flavor,
    }
}

/// Something that is gained or lost.
enum Part<'c> {
    Choice(&'c Choice),
    Location(&'c str),
    /// A whole type.
    Any(PolicyType),
}

impl Part<'_> {
    fn mark(&self) -> String {
        match self {
            Self::Choice(choice) => {
                let unlisted = if choice.unlisted { " (unlisted)" } else { "" };
                one_line(&format!("{}{unlisted}", quoted(&choice.name)))
            }
            Self::Location(name) => one_line(&quoted(name)),
            Self::Any(policy_type) => format!("any {}", policy_type.name()),
        }
    }

    fn line(&self, workspace: &Workspace) -> Line {
        let code = |attribute, name| match workspace.table().find(attribute, name) {
            Some(code) => named(workspace, code),
            None => Line::default().name(name),
        };
        match self {
            Self::Choice(choice) => {
                let line = match choice.attribute {
                    RuleAttribute::Code(attribute) => code(attribute, &choice.name),
                    RuleAttribute::Group => Line::default().name(&choice.name),
                };
                if choice.unlisted { line.words(" (unlisted)") } else { line }
            }
            Self::Location(name) => code(Attribute::Location, name),
            Self::Any(_) => Line::default().words(&self.mark()),
        }
    }
}

/// What a lens says of a statement that is not in HEAD as it is.
pub(super) fn lens(meaning: &Meaning<'_>, statement: Statement<'_>) -> Option<String> {
    let (base, since) = (meaning.base()?, meaning.since()?);
    if matches!(statement.keyword(), Keyword::Workload(_) | Keyword::Guard) || base.has(statement) {
        return None;
    }
    let workspace = meaning.analysis.workspace();
    let reached = Reached::of(workspace, statement)?;
    let classes = since.changes().filter(|(identity, _)| reached.has(workspace, identity));
    let counted = counted(classes.map(|(_, change)| change.class));
    counted.or_else(|| {
        let is_known = is_whole(meaning, base, &reached);
        is_known.then(|| "since HEAD: no placement changes".to_owned())
    })
}

/// Whether no error bears on any workload of those, in the text or in the commit.
fn is_whole(meaning: &Meaning<'_>, base: &Base, reached: &Reached) -> bool {
    let (workspace, sound) = (meaning.analysis.workspace(), meaning.sound());
    if sound.is_whole() && base.sound.is_whole() {
        return true;
    }
    let committed = base.sound.provisional().map(Provisional::workspace);
    workspace.workloads().iter().all(|workload| {
        let identity = workspace.identity(workload);
        let was_there = base.analysis.workspace().workload(&identity).is_some();
        let was_sound = committed.is_some_and(|it| it.workload(&identity).is_some());
        let is_sound = sound.has(workspace.statement_of(workload).span());
        is_sound && (was_sound || !was_there) || !reached.has(workspace, &identity)
    })
}

/// What a lens on the first line says of the workloads of a document.
pub(super) fn lens_of_file(view: &View<'_>) -> Option<String> {
    let meaning = view.meaning.as_ref()?;
    meaning.since()?;
    let all = view.parsed.statements().filter_map(|statement| change(meaning, statement));
    counted(all.map(|change| change.class))
}

/// How many changed in which way, the most dangerous first; `None` where none did.
fn counted(classes: impl Iterator<Item = Class>) -> Option<String> {
    let classes: Vec<Class> = classes.collect();
    let parts = Class::ALL.into_iter().filter(|&class| class != Class::Unchanged).filter_map(|class| {
        let number = classes.iter().filter(|&&it| it == class).count();
        (number > 0).then(|| format!("{number} {}", class.name()))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("since HEAD: {}", parts.join(", ")))
}

/// The workloads that a statement may bear on.
enum Reached {
    All,
    /// Those in an environment or below it.
    Below(String),
    /// Those at a point that attaches one of these.
    Attaching(FxHashSet<PolicyId>),
}

impl Reached {
    fn of(workspace: &Workspace, statement: Statement<'_>) -> Option<Self> {
        let name = statement.name().value();
        Some(match statement.keyword() {
            Keyword::Policy => Self::Attaching(FxHashSet::from_iter([workspace.policy(&name)?])),
            Keyword::Group => Self::Attaching(naming(workspace, workspace.group(&name)?)),
            Keyword::Environment => Self::Below(name.into_owned()),
            Keyword::Code(_) => Self::All,
            Keyword::Workload(_) | Keyword::Guard => return None,
        })
    }

    fn has(&self, workspace: &Workspace, identity: &Identity) -> bool {
        let environment = || identity.environment.as_deref().and_then(|name| workspace.environment(name));
        match self {
            Self::All => true,
            Self::Below(name) => {
                identity.environment.as_ref() == Some(name)
                    || workspace.upwards(environment()).any(|id| workspace.environments()[id].name() == name)
            }
            Self::Attaching(policies) => workspace.workload(identity).is_some_and(|workload| {
                let point = &workspace.points()[workload.point()];
                let own = workspace.attachments()[point.attachments()].iter();
                own.chain(&workspace.attached_above(point)).any(|id| policies.contains(id))
            }),
        }
    }
}

/// The policies that name a group through any number of steps.
fn naming(workspace: &Workspace, group: GroupId) -> FxHashSet<PolicyId> {
    let mut groups = FxHashSet::from_iter([group]);
    let names = |groups: &FxHashSet<GroupId>, elements: &[Element]| {
        elements.iter().any(|it| matches!(it, Element::Group(id) if groups.contains(id)))
    };
    loop {
        let more = workspace.groups().iter().filter(|(id, group)| {
            let options = group.options();
            !groups.contains(id) && (names(&groups, options.rules()) || names(&groups, options.exceptions()))
        });
        let more: Vec<GroupId> = more.map(|(id, _)| id).collect();
        if more.is_empty() {
            break;
        }
        groups.extend(more);
    }
    let policies = workspace.policies().iter().filter(|(_, policy)| {
        let options = Policy::options(policy);
        options.is_some_and(|it| names(&groups, it.rules()) || names(&groups, it.exceptions()))
    });
    policies.map(|(id, _)| id).collect()
}
