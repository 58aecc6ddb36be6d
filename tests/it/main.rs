//! Every test of the program as its users meet it: one binary, so that it is linked once.

mod language;
mod support;
