//! The grammar of bpol for [tree-sitter](https://tree-sitter.github.io): what an editor needs to colour, fold and walk
//! a text in the language.
//!
//! `tree_sitter::Parser::set_language(&tree_sitter_bpol::LANGUAGE.into())` makes a parser of it.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_bpol() -> *const ();
}

/// The language.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_bpol) };

/// The nodes of a tree and their fields, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// What each part of a text is, so that it can be coloured.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What can be folded.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// Where names are defined and used.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// What of the text is in another language.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// How lines are indented.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// What can be selected and moved over as one.
pub const TEXT_OBJECTS_QUERY: &str = include_str!("../../queries/textobjects.scm");
