//! What is regulated at all: a workspace comes in; what each environment allows each kind that occurs in it
//! goes out.

mod document;
mod text;

pub use document::{Ceiling, Matrix, Row};
pub use text::text;
