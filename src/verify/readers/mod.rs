//! One file a target: its documents come in, what they admit goes out, as the tool itself reads them.

pub mod blaxel;
pub mod kubernetes;
