//! Texts of any length that could make a compiler look at all that came before, or at all that follows, for each part
//! of it: the tests compile them, and `benches/growth.rs` measures how the time for them grows.

/// `unit` often enough for `length` bytes.
pub(crate) fn repeated(unit: &str, length: usize) -> String {
    unit.repeat(length.div_ceil(unit.len()))
}

/// A name and the text of about so many bytes that goes by it.
pub(crate) type Growing = (&'static str, fn(usize) -> String);

/// About `bytes` of lines, each with a number of its own.
fn numbered(bytes: usize, line: impl Fn(usize) -> String) -> String {
    let length = line(1000).len();
    (0..bytes / length).map(line).collect()
}

/// The texts.
pub(crate) const GROWING: [Growing; 22] = [
    ("statements on one line", |bytes| numbered(bytes, |it| format!("model m{it} "))),
    ("unclosed lists", |bytes| repeated("policy p < country in [\n", bytes)),
    ("unclosed strings", |bytes| repeated("model \"m\n", bytes)),
    ("unclosed bodies on one line", |bytes| repeated("policy p < ", bytes)),
    ("no statements", |bytes| repeated("hello world\n", bytes)),
    ("no statements on one line", |bytes| repeated("hello world ", bytes)),
    ("comments", |bytes| repeated("# policy p <\n", bytes)),
    ("comments in a statement", |bytes| format!("model m in\n{}e", repeated("# why\n", bytes))),
    ("duplicates", |bytes| repeated("model m\n", bytes)),
    ("one list", |bytes| format!("policy p < country in [{}] >", repeated("us, ", bytes))),
    ("one unclosed list", |bytes| format!("policy p < country in [{}", repeated("us, ", bytes))),
    ("unknown codes on one line", |bytes| format!("policy p < country in [{}] >", repeated("zz, ", bytes))),
    ("unknown codes on lines", |bytes| format!("policy p < country in [{}] >", repeated("zz,\n", bytes))),
    ("collisions", |bytes| {
        "policy p < country in [us] >\npolicy q < country in [fr] >\nenvironment e < attach [p] >\n"
            .to_owned()
            + &numbered(bytes, |it| format!("model m{it} in e < attach [q] >\n"))
    }),
    ("policies of one list", |bytes| {
        let policies = numbered(bytes / 2, |it| format!("policy p{it} < country in [us] >\n"));
        format!("{policies}model m < attach [{}] >", numbered(bytes / 10, |it| format!("p{it},\n")))
    }),
    ("duplicates on one line", |bytes| repeated("policy p < country in [us] > ", bytes)),
    ("hidden characters", |bytes| repeated("model m\u{200b}\n", bytes)),
    ("hidden characters on one line", |bytes| repeated("m\u{200b} ", bytes)),
    ("unknown policies", |bytes| {
        numbered(bytes, |it| format!("policy p{it} < country in [us] >\nmodel m{it} < attach [q{it}] >\n"))
    }),
    ("unknown environments", |bytes| {
        numbered(bytes, |it| format!("environment p{it}\nmodel m{it} in q{it}\n"))
    }),
    ("aliases", |bytes| format!("gpu g < alias [{}] >", numbered(bytes, |it| format!("a{it}, ")))),
    ("offers", |bytes| {
        let flavors = numbered(bytes / 2, |it| format!("gpu g{it}\n"));
        format!("{flavors}location l < offers [{}] >", numbered(bytes / 2, |it| format!("g{it},\n")))
    }),
];
