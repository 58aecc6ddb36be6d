//! The language server as an editor meets it: the real program, over its standard streams.

mod agreement;
mod client;
mod diagnostics;
mod everywhere;
mod fixture;
mod formatting;
mod hostile;
mod lifecycle;
mod model;
mod navigation;
mod page;
mod pages;
mod shown;
mod sync;
mod workspaces;
