//! The language server as an editor meets it: the real program, over its standard streams.

mod agreement;
mod client;
mod diagnostics;
mod encodings;
mod fixture;
mod formatting;
mod lifecycle;
mod navigation;
mod page;
mod pages;
mod shown;
mod sync;
mod workspaces;
