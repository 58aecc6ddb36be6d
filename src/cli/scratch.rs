//! Files for the time being: one lies beside the file that it will replace, and none is left behind, not even
//! by a signal that ends the program.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// The files that there are. Whoever holds the lock may make, rename or remove one.
static THERE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn there() -> MutexGuard<'static, Vec<PathBuf>> {
    THERE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file for the time being, which goes when it is dropped.
pub(super) struct Scratch(Option<NamedTempFile>);

impl Scratch {
    /// A new one in `folder`, with the mode that a plain new file gets.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(unix)]
        super::signals::watch(remove_all);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".bpol-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // The process's mask still applies.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut there = there();
        // Its name is nothing that a message should have.
        let file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
        there.push(file.path().to_owned());
        Ok(Self(Some(file)))
    }

    /// The file, to be written to.
    pub(super) fn file(&self) -> io::Result<&File> {
        self.0.as_ref().map(NamedTempFile::as_file).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Puts it in the place of `path`.
    pub(super) fn replace(mut self, path: &Path) -> io::Result<()> {
        let mut there = there();
        if let Some(file) = self.0.take() {
            there.retain(|other| other != file.path());
            file.persist(path)?;
        }
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut there = there();
        if let Some(file) = self.0.take() {
            there.retain(|other| other != file.path());
        }
    }
}

/// Removes what there is before a signal ends the program. Nobody gets the lock again, so that nothing is
/// made behind this.
#[cfg(unix)]
fn remove_all(end: &dyn Fn()) {
    let there = there();
    for path in &*there {
        let _ = std::fs::remove_file(path);
    }
    end();
}
