//! bpol compiles placement policies: which places and which hardware every workload may run in.
//!
//! ```text
//! text ─ syntax::parse ─▶ Parsed ─┐ (one a file, owned: tree, comments, findings)
//!                                 ├─ workspace::resolve ─▶ Workspace ─ check ─▶ Checked ─┐
//! table, configuration ───────────┘                                                      │
//!                         Analysis { Resolved or errors } ◀─ Resolved ◀─ placement::resolve
//!             ┌─────────┬─────────┬─────┴───┬─────────┐
//!           lint       fix      emit     render      cli      (format reads Parsed alone)
//! ```
//!
//! Each stage has a type of its own, narrower than the one before, and knows nothing of the ones behind it.
//! All of them own what they hold, so that two results can be kept and compared. Findings of all stages are
//! [`Diagnostic`]s. Only the command line touches files, terminals and exit statuses; it is the feature
//! `cli`, which is on by default, and the library builds without it, for browsers too.
//!
//! # Examples
//!
//! Compile a workspace, and print where each workload may run:
//!
//! ```
//! use bpol::{Builtin, Configuration, PolicyType, Reference, Source};
//!
//! let text = "policy us_or_eu < country in [us] or continent in [eu] >
//!     policy france < country in [fr] >
//!     environment production < attach [us_or_eu] >
//!     model llama in production
//!     model mistral in production < attach [france] >";
//! let source = Source::new("placement.bpol", text.into());
//! let table = Reference::builtin(Builtin::Official);
//! let resolved = bpol::compile(Configuration::default(), table, vec![source]).into_resolved()?;
//!
//! let workspace = resolved.workspace();
//! let mut lines = Vec::new();
//! for workload in workspace.workloads() {
//!     let set = &resolved.sets()[resolved.set_id(workload)];
//!     let codes = resolved.codes(set, PolicyType::Location);
//!     let names: Vec<&str> = codes.iter().map(|&code| workspace.table().codes()[code].name()).collect();
//!     lines.push(format!("{}: {}", workspace.identity(workload), names.join(", ")));
//! }
//! assert_eq!(lines, ["model/llama@production: eu, us", "model/mistral@production: fr"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Compile two workspaces, keep both, and compare what they say of a workload. Each has a table of its own,
//! so codes are compared by name:
//!
//! ```
//! use bpol::{Analysis, Builtin, Configuration, Identity, PolicyType, Reference, Source};
//!
//! fn compile(countries: &str) -> Analysis {
//!     let text = format!("policy home < country in [{countries}] > model llama < attach [home] >");
//!     let source = Source::new("placement.bpol", text.into());
//!     bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), vec![source])
//! }
//!
//! /// The countries of a workload; `None` where there is no such workload, or the workspace has errors.
//! fn countries<'a>(analysis: &'a Analysis, identity: &Identity) -> Option<Vec<&'a str>> {
//!     let resolved = analysis.resolved().ok()?;
//!     let workspace = resolved.workspace();
//!     let set = &resolved.sets()[resolved.set_id(workspace.workload(identity)?)];
//!     let codes = resolved.codes(set, PolicyType::Location);
//!     Some(codes.into_iter().map(|code| workspace.table().codes()[code].name()).collect())
//! }
//!
//! let kept: Vec<Analysis> = ["fr", "fr, us"].into_iter().map(compile).collect();
//! let llama = bpol::syntax::identity("model/llama").ok_or("that names no workload")?;
//! let [before, after] = [&kept[0], &kept[1]].map(|analysis| countries(analysis, &llama));
//! assert_eq!(before, Some(vec!["fr"]));
//! assert_eq!(after, Some(vec!["fr", "us"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! List what is wrong with a workspace. A finding is a fact; its words come when they are asked for:
//!
//! ```
//! use bpol::{Builtin, Configuration, Reference, Source};
//!
//! let text = "policy home < country in [fr] >\nmodel llama < attach [hom] >";
//! let source = Source::new("placement.bpol", text.into());
//! let table = Reference::builtin(Builtin::Official);
//! let analysis = bpol::compile(Configuration::default(), table, vec![source]);
//! for error in analysis.errors() {
//!     let source = analysis.files().source(error.span.file);
//!     let place = source.position(error.span.range().start);
//!     let words = error.fact.words();
//!     assert_eq!((source.name(), place.line, place.column), ("placement.bpol", 2, 23));
//!     assert_eq!((error.check.name, &*words.message), ("unknown-policy", "no policy is called `hom`"));
//! }
//! assert_eq!(analysis.errors().len(), 1);
//! ```
//!
//! Lay a text out:
//!
//! ```
//! use bpol::Source;
//!
//! let parsed = bpol::syntax::parse(Source::new("placement.bpol", "policy home<country in[fr,us]>".into()));
//! assert_eq!(bpol::format::format(&parsed)?, "policy home < country in [fr, us] >\n");
//! # Ok::<(), bpol::format::Unformatted>(())
//! ```

pub mod arena;
pub mod date;
pub mod text;

pub mod diagnostic;
mod parallel;
mod suggest;

pub mod data;

pub mod syntax;

pub mod reference;

pub mod table;

pub mod workspace;

pub mod placement;

pub mod lint;

mod analysis;

pub mod emit;

pub mod verify;

pub mod answers;

pub mod format;

pub mod import;

pub mod fix;

pub mod catalogue;

pub mod render;

#[cfg(feature = "cli")]
mod project;

#[cfg(feature = "editor")]
pub mod editor;

#[cfg(feature = "cli")]
pub mod cli;

pub use analysis::{Analysis, Configuration, Input, Unresolved, analyse};
pub use date::Date;
pub use diagnostic::{Diagnostic, Severity};
pub use lint::Levels;
pub use placement::Resolved;
pub use reference::{Builtin, Reference};
pub use syntax::keyword::PolicyType;
pub use syntax::{Identity, Parsed};
pub use text::Source;
pub use workspace::Rejected;

/// The whole compiler: texts, a table and a configuration come in, and what is known of the workspace goes
/// out.
///
/// Who keeps the trees of files that did not change calls [`analyse`].
#[must_use]
pub fn compile(configuration: Configuration, table: Reference, sources: Vec<Source>) -> Analysis {
    analyse(Input::read(configuration, table, sources))
}
