//! What a change does to every workload: two [`Side`]s come in, and a `Diff` goes out, which renderers make
//! text of.

mod side;

pub use side::{Content, Side};
