//! What a statement may lie in: the cursor comes in, environments, continents and countries go out.

use super::context::Cursor;
use super::items::{Item, Kind};
use super::lists::labelled;
use crate::editor::features::hints::ceiling;
use crate::editor::features::marks;
use crate::editor::view::View;
use crate::syntax::keyword::Keyword;
use crate::workspace::{EnvironmentId, Workspace};

/// What such a statement may lie in.
pub(super) fn parents(view: &View<'_>, cursor: &Cursor<'_>, keyword: Keyword) -> Vec<Item> {
    let Some(meaning) = &view.meaning else { return Vec::new() };
    let workspace = meaning.analysis.workspace();
    let attribute = match keyword.parent() {
        Some(Keyword::Environment) => return environments(view, cursor, keyword),
        Some(Keyword::Code(attribute)) => attribute,
        _ => return Vec::new(),
    };
    workspace.table().of(attribute).map(|(id, _)| labelled(workspace, id)).collect()
}

fn environments(view: &View<'_>, cursor: &Cursor<'_>, keyword: Keyword) -> Vec<Item> {
    let Some(meaning) = &view.meaning else { return Vec::new() };
    let workspace = meaning.analysis.workspace();
    let own =
        (keyword == Keyword::Environment).then(|| workspace.environment(cursor.name.as_deref()?)).flatten();
    let provisional = meaning.sound().provisional();
    let detail = |id: EnvironmentId| {
        let (provisional, above) = provisional.zip(meaning.above())?;
        let id = provisional.workspace().environment(workspace.environments()[id].name())?;
        Some(match keyword {
            Keyword::Workload(kind) => {
                format!("≤ {}", marks::set(provisional, above.allowed(Some(id), kind)))
            }
            _ => ceiling(meaning, provisional, id),
        })
    };
    let all =
        workspace.environments().ids().filter(|&id| own.is_none_or(|own| !is_below(workspace, id, own)));
    all.map(|id| Item::name(workspace.environments()[id].name(), Kind::Environment, 0, detail(id))).collect()
}

/// Whether an environment is another one or in it.
fn is_below(workspace: &Workspace, environment: EnvironmentId, other: EnvironmentId) -> bool {
    workspace.upwards(Some(environment)).any(|id| id == other)
}
