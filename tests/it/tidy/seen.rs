//! That the checks see what they are to see, on made-up sources.

use super::checks::{
    COLUMNS, Fault, LINES, SILENT, STRANGERS, circles, doors, layers, long_file, long_lines, no_opening,
    silences, strangers,
};
use super::reader::Tree;

fn sentences(faults: Vec<Fault>) -> Vec<String> {
    faults.into_iter().map(|fault| fault.sentence).collect()
}

#[test]
fn a_name_of_a_higher_layer_is_seen_however_it_is_written() {
    let table: &[(&str, &[&str])] = &[("low", &[]), ("high", &["low"]), ("lib", &["high"])];
    let of = |text: &str| {
        let files = [
            ("lib.rs", "pub use high::Top; mod low; mod high;"),
            ("low/mod.rs", "mod part; pub use part::Part;"),
            ("low/part.rs", text),
            ("high.rs", "pub struct Top; use crate::low::Part;"),
        ];
        sentences(layers(&Tree::new(files).uses(), table))
    };
    let fault = ["src/low/part.rs:1 names high: low may name nothing"];
    assert_eq!(of("use crate::high::Top;"), fault);
    assert_eq!(of("use crate::{high::{Top as It, self}};"), fault);
    assert_eq!(of("use super::super::high;"), fault);
    assert_eq!(of("use crate::Top;"), fault);
    assert_eq!(of("fn f() { crate::high::top() }"), fault);
    assert_eq!(of("\n\nuse crate::high::Top;")[0], "src/low/part.rs:3 names high: low may name nothing");
    for fine in [
        "// use crate::high::Top;\n/* crate::high */",
        "const TEXT: &str = \"crate::high::Top\"; const RAW: &str = r#\"\"crate::high\"#;",
        "#[cfg(test)] mod tests { use crate::high::Top; } #[cfg(doc)] use crate::high::Top;",
        "pub(in crate::low) fn high() -> char { '\\'' }",
        "fn f<'a>(it: &'a str) {}",
    ] {
        assert_eq!(of(fine), [""; 0], "{fine}");
    }
}

#[test]
fn a_door_is_seen_under_any_name() {
    let of = |text: &str| sentences(doors(&Tree::new([("lib.rs", "mod emit;"), ("emit.rs", text)]).uses()));
    let fault = ["src/emit.rs:1 names std::fs: only cli and editor and project may"];
    assert_eq!(of("use std::fs::read;"), fault);
    assert_eq!(of("use std::{io, fs};"), fault);
    assert_eq!(of("fn f() { std::fs::read() }"), fault);
    assert_eq!(of("use std::io; fn f() { io::stdout() }"), [""; 0]);
    assert_eq!(of("use rayon::prelude::*;"), ["src/emit.rs:1 names rayon: only parallel may"]);
    assert_eq!(of("use pest_derive::Parser;"), ["src/emit.rs:1 names pest_derive: only syntax may"]);
}

#[test]
fn a_circle_is_seen_through_any_number_of_files() {
    let of =
        |files: &[(&'static str, &'static str)]| sentences(circles(&Tree::new(files.iter().copied()).uses()));
    let circle = of(&[
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; mod c; mod d; pub use b::B;"),
        ("a/b.rs", "use super::c::C; pub struct B;"),
        ("a/c.rs", "use crate::a::d::D; pub struct C;"),
        ("a/d.rs", "pub struct D; fn f() -> super::B {}"),
    ]);
    assert_eq!(
        circle,
        [
            "src/a/b.rs:1 names src/a/c.rs, which leads back to it",
            "src/a/c.rs:1 names src/a/d.rs, which leads back to it",
            "src/a/d.rs:1 names src/a/b.rs, which leads back to it",
        ]
    );
    let with_mod = of(&[
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; pub struct Top; fn f() { b::g(); }"),
        ("a/b.rs", "use super::Top; pub fn g() {}"),
    ]);
    assert_eq!(
        with_mod,
        [
            "src/a/b.rs:1 names src/a/mod.rs, which leads back to it",
            "src/a/mod.rs:1 names src/a/b.rs, which leads back to it",
        ]
    );
    let declared_only = of(&[
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; mod c; pub struct Top;"),
        ("a/b.rs", "use super::{Top, c}; fn f() { c::g() }"),
        ("a/c.rs", "pub(super) fn g() {} #[cfg(test)] mod tests { use crate::a::b; }"),
    ]);
    assert_eq!(declared_only, [""; 0]);
}

#[test]
fn what_is_silent_or_long_or_a_stranger_is_seen() {
    let of = |file: &str, text: &str| sentences(silences(&Tree::new([(file, text)])));
    let all = SILENT.join(";\n");
    assert_eq!(of("emit/mod.rs", &all).len(), SILENT.len());
    assert_eq!(of("emit/mod.rs", "\nx.unwrap_or_default()").len(), 1);
    assert_eq!(of("cli/mod.rs", &all), [""; 0]);
    assert_eq!(of("emit/mod.rs", "x.unwrap_or(\"none\"); Id::of(1) // Id::new(0)"), [""; 0]);

    assert_eq!(long_file("a.rs", &"\n".repeat(LINES)).len(), 0);
    assert_eq!(long_file("a.rs", &"\n".repeat(LINES + 1)).len(), 1);
    let long = "x".repeat(COLUMNS);
    assert_eq!(long_lines("a.rs", &format!("{long}\nlet x = \"{long}\n{long}\";\n")).len(), 0);
    assert_eq!(sentences(long_lines("a.rs", &format!("\n// {long}"))), ["src/a.rs:2 is over 110 columns"]);
    assert_eq!(no_opening("a.rs", "//! Text comes in.\n\nuse x;").len(), 0);
    assert_eq!(no_opening("a.rs", "//! a\n//! b\n//! c\n//!\n//! d").len(), 0);
    for head in ["use x;", "//! a\n//! b\n//! c\n//! d", "\n//! a", "/// a"] {
        assert_eq!(no_opening("a.rs", head).len(), 1, "{head}");
    }
    let host: Vec<String> = STRANGERS.iter().map(|(a, b)| format!("see {a}{b}")).collect();
    assert_eq!(strangers("a", &host.join("\n")).len(), STRANGERS.len());
}
