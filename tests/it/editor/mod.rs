//! The language server as an editor meets it: the real program, over its standard streams.

mod agreement;
mod client;
mod clients;
mod diagnostics;
mod everywhere;
mod fixture;
mod formatting;
mod head;
mod hostile;
mod lifecycle;
mod lined;
mod model;
mod navigation;
mod page;
mod pages;
mod restated;
mod shown;
mod soundness;
mod sync;
mod work;
mod workspaces;
