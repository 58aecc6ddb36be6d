//! `bpol init`: a commented starter workspace that compiles.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::InitArguments;
use crate::cli::output;
use crate::cli::status::Status;
use crate::project::failure::Failure;
use crate::project::paths;

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
            format!("`{}` exists already", paths::shown(existing)),
            "`bpol init` overwrites nothing: choose another folder",
        ));
    }
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("cannot create `{}`: {error}", paths::shown(folder))))?;
    for (path, (_, text)) in paths.iter().zip(STARTER) {
        output::to_file(path, |out| out.write_all(text.as_bytes()))?;
    }
    let written: Vec<String> = paths.iter().map(|path| format!("wrote {}\n", paths::shown(path))).collect();
    let target = match arguments.folder.as_deref() {
        Some(folder) => format!(" {}", paths::typed(folder)),
        None => String::new(),
    };
    output::print(&format!("{}compile it with: bpol compile{target}\n", written.concat()))
}
