//! The language server: what an editor says comes in; diagnostics and answers go out, all of them from the
//! functions that the commands call.
//!
//! ```text
//! server ─ messages ─▶ state (documents, workspaces) ─ settle ─▶ analyses ─ view ─▶ features
//! ```
//!
//! Only `server` knows the protocol, and only `position` knows how a client counts lines and columns. The
//! rest speaks of files and bytes.
//!
//! # To add a feature
//!
//! 1. A file in `features`, with one function: a `View` of the document and byte offsets come
//!    in, plain values with byte ranges go out. It names no type of the protocol.
//! 2. One arm in `server/requests.rs` that calls it: the type of the request, and how its answer becomes one
//!    of the protocol's, through `server/convert.rs`.
//! 3. One line in `server/capabilities.rs`.
//! 4. A page in `docs/editor`, which is its test and its manual.

mod asked;
mod base;
mod diagnostics;
mod documents;
pub mod features;
mod position;
mod reach;
mod server;
mod settings;
mod since;
mod sites;
mod sound;
mod state;
mod uses;
mod view;
mod workspace;

pub(crate) use server::{Options, run};
