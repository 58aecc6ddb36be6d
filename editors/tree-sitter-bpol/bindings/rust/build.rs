//! Compiles the parser, which is generated from `grammar.js`, with the scanner that is written by hand.

fn main() {
    let mut compiler = cc::Build::new();
    compiler.std("c11").include("src").flag_if_supported("-Wno-unused-parameter");
    for file in ["src/parser.c", "src/scanner.c"] {
        compiler.file(file);
        println!("cargo:rerun-if-changed={file}");
    }
    compiler.compile("tree-sitter-bpol");
}
