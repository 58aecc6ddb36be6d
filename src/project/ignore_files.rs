//! The ignore files of a folder, before the walker reads them to their end: a folder comes in, and a failure
//! goes out where one of them might have none.

use std::fs;
use std::path::Path;

use super::bounds;
use super::failure::Failure;
use super::paths::shown;

/// The files that the walker reads in each folder.
const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// No list of patterns is longer than this.
const MAX_BYTES: u64 = 1 << 20;

/// Fails where an ignore file of the canonical folder `real` is none that may be read; `folder` is what
/// messages call it.
pub(crate) fn check(folder: &Path, real: &Path) -> Result<(), Failure> {
    for name in NAMES {
        let path = real.join(name);
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        let why = if about.is_symlink() {
            let target = fs::canonicalize(&path).and_then(|target| Ok((fs::metadata(&target)?, target)));
            // One that leads nowhere has no patterns.
            let Ok((about, target)) = target else { continue };
            let is_near = bounds::is_within(&target, [bounds::repository(real).as_path()]);
            if is_near { why_not(&about) } else { Some("it is a link that leads out of the repository") }
        } else {
            why_not(&about)
        };
        if let Some(why) = why {
            let message = format!("cannot read `{}`: {why}", shown(&folder.join(name)));
            return Err(Failure::with_help(message, "delete it"));
        }
    }
    Ok(())
}

fn why_not(about: &fs::Metadata) -> Option<&'static str> {
    if about.is_dir() {
        // Git takes no notice of it either.
        None
    } else if !about.is_file() {
        Some("it is no regular file")
    } else if about.len() > MAX_BYTES {
        Some("it is longer than 1 MiB")
    } else {
        None
    }
}
