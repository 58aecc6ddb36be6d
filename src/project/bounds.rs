//! How far a file that nobody named on the command line may lie from those that were: folders come in, and
//! whether what a path leads to lies in them goes out.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The folder of Git, which holds credentials.
const GIT: &str = ".git";

/// Whether `target` lies in one of `folders`, and not in what Git keeps there. All of them are canonical.
pub(crate) fn is_within<'f>(target: &Path, folders: impl IntoIterator<Item = &'f Path>) -> bool {
    let is_in = |folder: &Path| {
        target.strip_prefix(folder).is_ok_and(|path| path.iter().all(|part| part != OsStr::new(GIT)))
    };
    folders.into_iter().any(is_in)
}

/// The root of the repository around a folder; the folder itself where there is none.
pub(crate) fn repository(folder: &Path) -> PathBuf {
    let is_root = |folder: &&Path| folder.join(GIT).symlink_metadata().is_ok();
    folder.ancestors().find(is_root).unwrap_or(folder).to_owned()
}
