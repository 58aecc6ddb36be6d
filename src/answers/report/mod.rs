//! The page for those who do not use a terminal: a workspace that something is to be asked of comes in, one
//! HTML text that needs nothing else goes out.

mod build;
mod elements;
mod guards;
mod model;
mod page;
mod spoken;
mod texts;
mod violated;

pub use build::SCHEMA;
pub use model::{
    Apart, Code, Environment, Finding, Group, Guard, Point, Policy, Range, Report, Rows, Set, Side, Spot,
    State, Workload,
};
