//! Does what runs match what may? Rows of what was observed and a workspace come in, what is said of each row
//! goes out.

mod causes;
mod document;
mod findings;
mod judge;
mod observed;
mod text;

pub use document::{Audit, Counts, Row, RowStatus};
pub use findings::findings;
pub use judge::audit;
pub use observed::{Cells, Misread, Observed, read};
pub(super) use observed::{SCHEMA as OBSERVED, Wrapped};
pub use text::{csv, text};
