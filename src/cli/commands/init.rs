//! `bpol init`: a commented starter workspace that compiles.

use std::fs;
use std::path::{Path, PathBuf};

use super::print;
use crate::cli::args::InitArguments;
use crate::cli::{Failure, Status, files, output};

/// The files that are written, in order.
const STARTER: [(&str, &str); 2] = [
    ("bpol.toml", include_str!("starter/bpol.toml")),
    ("placement.bpol", include_str!("starter/placement.bpol")),
];

pub(in crate::cli) fn run(arguments: &InitArguments) -> Result<Status, Failure> {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let paths: Vec<PathBuf> = STARTER.iter().map(|(name, _)| folder.join(name)).collect();
    if let Some(existing) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(Failure::with_help(
            format!("`{}` exists already", files::shown(existing)),
            "`bpol init` overwrites nothing: choose another folder",
        ));
    }
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("cannot create `{}`: {error}", files::shown(folder))))?;
    for (path, (_, text)) in paths.iter().zip(STARTER) {
        output::to_file(path, |out| out.write_all(text.as_bytes()))?;
    }
    let written: Vec<String> = paths.iter().map(|path| format!("wrote {}\n", files::shown(path))).collect();
    print(&format!("{}compile it with: bpol compile {}\n", written.concat(), files::shown(folder)))
}
