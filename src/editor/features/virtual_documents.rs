//! Texts that no file has and that an editor can open: the built-in tables and the pages of the catalogue, by
//! their URIs.

use crate::catalogue;
use crate::diagnostic::page::page;
use crate::reference::{Builtin, Reference};
use crate::text::FileId;

/// What comes before the paths of these documents.
pub const SCHEME: &str = "bpol";

/// The text of the document of a URI such as `bpol:/rules/unknown-code.md` or `bpol:/reference/world.bpol`;
/// `None` where there is no such document.
#[must_use]
pub fn text(uri: &str) -> Option<String> {
    let path = uri.strip_prefix(SCHEME)?.strip_prefix(":/")?;
    if let Some(name) = path.strip_prefix("rules/") {
        return Some(page(catalogue::find(name.strip_suffix(".md")?)?));
    }
    let name = path.strip_prefix("reference/")?.strip_suffix(".bpol")?;
    let builtin = Builtin::ALL.into_iter().find(|builtin| builtin.name() == name)?;
    Some(builtin.text().to_owned())
}

/// The URI of the page of an error or lint.
#[must_use]
pub fn of_check(name: &str) -> String {
    format!("{SCHEME}:/rules/{name}.md")
}

/// The URI of a built-in table.
#[must_use]
pub fn of_builtin(builtin: Builtin) -> String {
    format!("{SCHEME}:/reference/{}.bpol", builtin.name())
}

/// The URI of a file, where it is the built-in table in force.
#[must_use]
pub fn of_file(reference: &Reference, file: FileId) -> Option<String> {
    let builtin = Builtin::ALL.into_iter().find(|&builtin| reference.is(builtin))?;
    let is_table = reference.file().is_some_and(|table| table.id() == file);
    is_table.then(|| of_builtin(builtin))
}
