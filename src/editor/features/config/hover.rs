//! What is said of a word of `bpol.toml`: a byte comes in, what the key, rule, guard, level or table is goes
//! out.

use super::names::{entity, slot, subject, word_at};
use super::scan::{Role, Word};
use crate::diagnostic::count;
use crate::editor::features::hover::{Hover, Says, said};
use crate::editor::features::lines::Line;
use crate::editor::view::ConfigView;
use crate::emit::about::{About, Shape};
use crate::emit::list;
use crate::emit::subjects::Subject;
use crate::lint::LINTS;

/// What is said of the word at a byte.
pub(in crate::editor) fn hover(view: &ConfigView<'_>, byte: usize) -> Option<Hover> {
    let word = word_at(view, byte)?;
    let says = match slot(&word)?.about.filter(|_| word.role != Role::Value) {
        Some(about) => key(&word, about),
        None => named(view, &word).or_else(|| value(&word))?,
    };
    Some(Hover { range: word.range, says })
}

/// What a key is: one line, what may stand there, and what holds where it is not set.
fn key(word: &Word, about: About) -> Says {
    let path: Vec<&str> = word.path.iter().chain([&word.says]).map(String::as_str).collect();
    let is_table = matches!(about.value, Shape::Map(..));
    let path = path.join(".");
    let mut facts = vec![
        Line::default().message(about.line),
        Line::default().message(&format!("takes {}", about.value.words())),
    ];
    if !about.default.is_empty() {
        facts.push(Line::default().code(about.default).words(" where it is not set"));
    }
    Says::Setting { text: if is_table { format!("[{path}]") } else { path }, facts }
}

/// What is known of what a word names.
fn named(view: &ConfigView<'_>, word: &Word) -> Option<Says> {
    match subject(word)? {
        Subject::Lint => {
            let lint = LINTS.iter().find(|lint| lint.check.name == word.says)?;
            Some(Says::Page(&lint.check))
        }
        Subject::Target => {
            let target = list::find(&word.says)?;
            let facts = vec![Line::default().message(target.description)];
            Some(Says::Setting { text: format!("[emit.{}]", target.name), facts })
        }
        Subject::Table => {
            let mut files = view.workspace.files().map(|(_, file)| file);
            let table = view.workspace.table().map(|(_, file)| file);
            let is_it = |file: &&std::sync::Arc<crate::syntax::Parsed>| file.source().name() == word.says;
            let file = table.filter(is_it).or_else(|| files.find(is_it))?;
            let number = count(file.items().count(), "statement", "statements");
            let facts = vec![Line::default().words(&format!("a reference table of {number}"))];
            Some(Says::Setting {
                text: format!("reference = {}", crate::emit::toml::text(&word.says)),
                facts,
            })
        }
        _ => {
            let meaning = view.meaning.as_ref()?;
            let workspace = meaning.analysis.workspace();
            let entity = entity(word, workspace.table())?;
            said(meaning, workspace, workspace.declarations(&entity).first()?.item)
        }
    }
}

/// What one of the words means that may stand at a key.
fn value(word: &Word) -> Option<Says> {
    if word.role != Role::Value {
        return None;
    }
    let line = meaning(slot(word)?.shape?, &word.says)?;
    let text = format!("{} = {}", word.path.last()?, crate::emit::toml::text(&word.says));
    Some(Says::Setting { text, facts: vec![Line::default().message(&line)] })
}

fn meaning(shape: Shape, says: &str) -> Option<String> {
    match shape {
        Shape::Words(words) => words().into_iter().find(|it| it.word == says).map(|it| it.line),
        Shape::Any(shapes) => shapes.iter().find_map(|&it| meaning(it, says)),
        Shape::List(shape) => meaning(*shape, says),
        _ => None,
    }
}
