//! The tree of a file: what stands in the text, with names as written and nothing looked up. A [`Parsed`]
//! holds places in the text and is read through views, which borrow it: [`Statement`], [`Rule`], [`Name`],
//! [`Comment`].

pub use super::body::{Body, Rule, Rules, Side};
pub use super::names::{Comment, Name, Names};
pub use super::statement::{Broken, Item, Statement, StatementId};
pub use super::tree::Parsed;
