//! The committed state of a workspace: its root comes in, what HEAD has of it goes out. It is read and
//! resolved off the thread that answers.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::sound::Sound;
use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::date::Date;
use crate::lint::Levels;
use crate::project::config::Choice;
use crate::project::disk::Disk;
use crate::project::{guards, revision};
use crate::syntax::Role;
use crate::syntax::ast::Statement;

/// How long git may take.
const LIMIT: Duration = Duration::from_secs(2);

/// What the last commit has of a workspace.
#[derive(Debug)]
pub(crate) struct Base {
    /// The full hash of the commit.
    pub(crate) hash: String,
    pub(crate) analysis: Arc<Analysis>,
    pub(crate) sound: Sound,
    /// What its statements say, as they are written and in other white space.
    statements: FxHashSet<String>,
}

impl Base {
    /// What HEAD has below a folder; `None` where there is no git, no commit or nothing of it there. Where
    /// the commit is that of `known`, that is still all.
    pub(crate) fn load(root: &Path, known: Option<Arc<Self>>, today: Date) -> Option<Arc<Self>> {
        let disk = Disk::of_repository(root.to_owned());
        let hash = revision::head(&disk, LIMIT)?;
        if let Some(known) = known.filter(|known| known.hash == hash) {
            return Some(known);
        }
        let asked = revision::Asked { paths: &[], config: Choice::Nearest, table: None, limit: Some(LIMIT) };
        let read = revision::load(&disk, &hash, asked).ok()?;
        let configuration = Configuration::with_levels(Levels::new(&read.lint))
            .with_guards(guards::levels(&read.guards))
            .with_today(today);
        let analysis = Arc::new(analyse(Input::read(configuration, read.reference, read.sources)));
        let files = analysis.files().iter();
        let statements = files.flat_map(|file| file.statements());
        let statements = statements.flat_map(|it| [written(it).to_owned(), said(it)]).collect();
        let sound = Sound::of(&analysis, &OnceCell::new());
        Some(Arc::new(Self { hash, analysis, sound, statements }))
    }

    /// Whether the commit has a statement that says the same.
    pub(crate) fn has(&self, statement: Statement<'_>) -> bool {
        // Most are there as they are, which is faster to see.
        self.statements.contains(written(statement)) || self.statements.contains(&said(statement))
    }
}

/// A statement as it stands in its file.
fn written(statement: Statement<'_>) -> &str {
    statement.file().source().slice(statement.span().range())
}

/// What a statement says, white space, comments and labels aside.
fn said(statement: Statement<'_>) -> String {
    let range = statement.span().range();
    let words = statement.file().words_in(range.clone()).into_iter();
    let own = words.filter(|word| {
        let place = word.span().range();
        range.start <= place.start
            && place.end <= range.end
            && !matches!(word.role(), Role::Label | Role::Comment)
    });
    own.map(|word| match word.name() {
        Some(name) => format!("{}\0", name.value()),
        None => format!("{}\0", word.text()),
    })
    .collect()
}
