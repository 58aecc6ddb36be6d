//! Which workloads are such and such, and what if a place or a flavor goes away: filters come in, the
//! workloads for which all of them hold go out.

mod answer;
mod cells;
mod csv;
mod document;
mod filters;
mod json;
mod loss;
mod text;

pub use answer::{Answer, HangOn};
pub use document::{Document, Row, Within};
pub use filters::{Filters, Words};
pub use loss::Loss;

pub use self::csv::csv;
pub use self::json::json;
pub use self::text::text;
