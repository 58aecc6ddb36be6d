//! Source texts and the spans in them: bytes come in, spans, lines and columns go out.

pub mod hidden;
pub(crate) mod lookalike;
mod position;
mod source;
mod span;

pub use lookalike::Lookalike;
pub use position::Position;
pub use source::{FileId, MAX_FILE_BYTES, Source, Unreadable};
pub use span::Span;

pub(crate) use source::BYTE_ORDER_MARK;
pub(crate) use span::offset;
