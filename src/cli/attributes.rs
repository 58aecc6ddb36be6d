//! What a file keeps when another takes its place: owner, group, mode and extended attributes, as far as the
//! system lets.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};

use xattr::FileExt as _;

/// The bits of a mode that make a program run as somebody else.
const SET_USER: u32 = 0o4000;
const SET_GROUP: u32 = 0o2000;

/// Gives `new` what `old` has. `about` is about `old`.
pub(super) fn keep(old: &File, about: &Metadata, new: &File) -> io::Result<()> {
    let mut mode = about.mode() & 0o7777;
    let own = new.metadata()?;
    if (own.uid(), own.gid()) != (about.uid(), about.gid())
        && fchown(new, Some(about.uid()), Some(about.gid())).is_err()
    {
        if own.uid() != about.uid() {
            mode &= !SET_USER;
        }
        if own.gid() != about.gid() && fchown(new, None, Some(about.gid())).is_err() {
            // What the old group might do, the new one may not be meant to.
            mode = mode & !SET_GROUP & !0o070 | (mode & 0o007) << 3;
        }
    }
    new.set_permissions(Permissions::from_mode(mode))?;
    // A file system may have none, and some only root may set.
    for name in old.list_xattr().into_iter().flatten() {
        if name != "security.capability"
            && let Ok(Some(value)) = old.get_xattr(&name)
        {
            let _ = new.set_xattr(&name, &value);
        }
    }
    Ok(())
}
