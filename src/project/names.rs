//! What the names of files and folders say: a name comes in, and whether it is that of a file of a workspace
//! goes out.

use std::ffi::OsStr;
use std::path::Path;

/// Whether a file is called as one of the workspace is.
pub(crate) fn is_policy(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("bpol"))
}

/// Whether a file is nearly called so.
pub(super) fn is_nearly_policy(path: &Path) -> bool {
    let is_it = |text: &OsStr| text.eq_ignore_ascii_case("bpol");
    path.extension().is_some_and(is_it)
        || path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(".bpol"))
}

/// Whether Emacs has put a link there while it edits the file beside it.
pub(super) fn is_lock(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".#"))
}

/// Whether a folder of that name has no files of a workspace.
pub(super) fn is_hidden_folder(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
