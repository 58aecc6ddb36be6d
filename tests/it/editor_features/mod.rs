//! What the editor's features know, asked as the server asks them: texts with a cursor `$0` and ranges
//! `<|…|>` in them.

mod fixture;
mod laws;
mod navigation;
mod outline;
mod rename;
mod roles;
mod tokens;
