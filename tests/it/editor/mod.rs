//! The language server as an editor meets it: the real program, over its standard streams.

mod agreement;
mod client;
mod diagnostics;
mod fixture;
mod formatting;
mod lifecycle;
mod page;
mod pages;
mod sync;
mod workspaces;
