//! The language by example: every `.bpol` file under `tests/language` is a workspace, and its snapshot is what
//! becomes of it. To add a case, add a file.
//!
//! A workspace of several files is one file with lines `#-- NAME` before each; `#-- reference` names the table.
