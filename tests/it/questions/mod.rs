//! What is asked of workspaces, and what is answered.

mod asked;
mod audit;
mod coverage;
mod edit;
mod why;
