//! A workspace as it lies on disk: a folder, paths and open texts come in; the configuration in force, the
//! reference table and the texts of the files go out. The command line and the editor read in this one way.

pub(crate) mod beyond;
mod bounds;
pub(crate) mod config;
pub(crate) mod config_values;
pub(crate) mod disk;
pub(crate) mod emit_settings;
mod excerpt;
pub(crate) mod failure;
pub(crate) mod filter;
pub(crate) mod guards;
mod ignore_files;
mod ignored;
pub(crate) mod inputs;
pub(crate) mod keys;
pub(crate) mod load;
pub(crate) mod locate;
pub(crate) mod names;
pub(crate) mod passed;
pub(crate) mod paths;
pub(crate) mod read;
pub(crate) mod revision;
pub(crate) mod search;
pub(crate) mod table;
pub(crate) mod walk;
