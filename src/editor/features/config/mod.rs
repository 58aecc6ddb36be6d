//! What the editor shows in `bpol.toml`: its text, which need not be whole, and what is known of its
//! workspace come in; plain values with byte ranges go out. What its keys are is said by `project::keys`
//! alone.

mod completion;
mod hover;
mod names;
mod repair;
mod scan;
mod values;

pub(in crate::editor) use completion::completion;
pub(in crate::editor) use hover::hover;
pub(in crate::editor) use names::{definition, named_at, renamable, uses};
pub(in crate::editor) use repair::repairs;
