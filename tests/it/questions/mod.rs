//! What is asked of workspaces, and what is answered.

mod answer_looks;
mod asked;
mod audit;
mod causes;
mod causes_jointly;
mod change;
mod coverage;
mod diff;
mod diff_shown;
mod edit;
mod matrix;
mod query;
mod query_naive;
mod report;
mod report_said;
mod revision;
mod standing;
mod why;
mod why_chains;
mod why_naive;
mod why_said;
mod why_text;
mod why_world;
mod worlds;
