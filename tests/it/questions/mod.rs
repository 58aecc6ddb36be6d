//! What is asked of workspaces, and what is answered.

mod asked;
mod report;
