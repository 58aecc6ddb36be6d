//! Texts of any length that could make a compiler look at all that came before, or at all that follows, for each part
//! of it: the tests compile them, and `benches/growth.rs` measures how the time and memory for them grow.

/// A text of any length.
pub(crate) struct Growing {
    /// What it has much of.
    pub(crate) name: &'static str,
    /// A check that reports it with every lint on; none where it compiles.
    pub(crate) reported: Option<&'static str>,
    /// What `bpol check` is given besides the file.
    pub(crate) arguments: &'static [&'static str],
    /// The text of about so many bytes.
    pub(crate) text: fn(usize) -> String,
}

impl Growing {
    const fn wrong(name: &'static str, check: &'static str, text: fn(usize) -> String) -> Self {
        Self { name, reported: Some(check), arguments: &[], text }
    }

    const fn right(name: &'static str, text: fn(usize) -> String) -> Self {
        Self { name, reported: None, arguments: &[], text }
    }

    const fn with(mut self, arguments: &'static [&'static str]) -> Self {
        self.arguments = arguments;
        self
    }
}

/// `unit` often enough for `length` bytes.
pub(crate) fn repeated(unit: &str, length: usize) -> String {
    unit.repeat(length.div_ceil(unit.len()))
}

/// About `bytes` of lines, each with a number of its own.
fn numbered(bytes: usize, line: impl Fn(usize) -> String) -> String {
    let length = line(1000).len();
    (0..bytes / length).map(line).collect()
}

/// About `bytes` of several sorts of lines, as many of each.
fn sorts<const N: usize>(bytes: usize, lines: [fn(usize) -> String; N]) -> [String; N] {
    let length: usize = lines.iter().map(|line| line(1000).len()).sum();
    lines.map(|line| (0..bytes / length).map(line).collect())
}

/// A code of its own.
fn country(it: usize) -> String {
    format!("country c{it}\n")
}

/// A policy about the country of its number.
fn policy(it: usize) -> String {
    format!("policy p{it} < country in [c{it}] >\n")
}

/// A policy that shares a country with the one before and one with the one behind.
fn overlapping(it: usize) -> String {
    format!("policy p{it} < country in [c{it}, c{}] >\n", it + 1)
}

/// A policy as an item of a list.
fn attached(it: usize) -> String {
    format!("p{it},\n")
}

/// The texts.
pub(crate) const GROWING: &[Growing] = &[
    // What a file may be full of.
    Growing::right("statements on one line", |bytes| numbered(bytes, |it| format!("model m{it} "))),
    Growing::wrong("unclosed lists", "unclosed-block", |bytes| repeated("policy p < country in [\n", bytes)),
    Growing::wrong("unclosed strings", "unclosed-block", |bytes| repeated("model \"m\n", bytes)),
    Growing::wrong("unclosed bodies on one line", "unknown-keyword", |bytes| repeated("policy p < ", bytes)),
    Growing::wrong("no statements", "unknown-keyword", |bytes| repeated("hello world\n", bytes)),
    Growing::wrong("no statements on one line", "unknown-keyword", |bytes| repeated("hello world ", bytes)),
    Growing::wrong("syntax errors", "syntax-error", |bytes| {
        numbered(bytes, |it| format!("policy p{it} < country in us >\n"))
    }),
    Growing::right("comments", |bytes| repeated("# policy p <\n", bytes)),
    Growing::wrong("comments in a statement", "unknown-environment", |bytes| {
        format!("model m in\n{}e", repeated("# why\n", bytes))
    }),
    Growing::wrong("hidden characters", "hidden-character", |bytes| repeated("model m\u{200b}\n", bytes)),
    Growing::wrong("hidden characters on one line", "hidden-character", |bytes| {
        repeated("m\u{200b} ", bytes)
    }),
    // Names.
    Growing::wrong("duplicates", "duplicate-name", |bytes| repeated("model m\n", bytes)),
    Growing::wrong("duplicates on one line", "duplicate-name", |bytes| {
        repeated("policy p < country in [us] > ", bytes)
    }),
    Growing::wrong("unknown policies", "unknown-policy", |bytes| {
        numbered(bytes, |it| format!("policy p{it} < country in [us] >\nmodel m{it} < attach [q{it}] >\n"))
    }),
    Growing::wrong("unknown environments", "unknown-environment", |bytes| {
        numbered(bytes, |it| format!("environment p{it}\nmodel m{it} in q{it}\n"))
    }),
    Growing::wrong("a long unknown name beside one like it", "unknown-environment", |bytes| {
        let name = "a".repeat(bytes / 2);
        format!("environment {name}b\nmodel m in {name}c\n")
    }),
    // Codes.
    Growing::right("one list", |bytes| format!("policy p < country in [{}] >", repeated("us, ", bytes))),
    Growing::wrong("one unclosed list", "unclosed-block", |bytes| {
        format!("policy p < country in [{}", repeated("us, ", bytes))
    }),
    Growing::wrong("unknown codes on one line", "unknown-code", |bytes| {
        format!("policy p < country in [{}] >", repeated("zz, ", bytes))
    }),
    Growing::wrong("unknown codes on lines", "unknown-code", |bytes| {
        format!("policy p < country in [{}] >", repeated("zz,\n", bytes))
    }),
    Growing::wrong("misspelt codes", "unknown-code", |bytes| {
        let [countries, codes] =
            sorts(bytes, [|it| format!("country code{it}\n"), |it| format!("kode{it},\n")]);
        format!("{countries}policy p < country in [{codes}] >\n")
    }),
    Growing::wrong("unknown flavors beside one with aliases", "unknown-code", |bytes| {
        let [aliases, flavors] = sorts(bytes, [|it| format!("a{it},\n"), |it| format!("b{it},\n")]);
        format!("gpu g < alias [{aliases}] >\npolicy p < gpu in [{flavors}] >\n")
    }),
    Growing::wrong("codes of the wrong attribute in one policy", "wrong-attribute", |bytes| {
        format!("policy p < gpu in [{}] >", repeated("us,\n", bytes))
    }),
    Growing::wrong("rules of the wrong attribute in one policy", "wrong-attribute", |bytes| {
        format!("policy p < {}continent in [us] >", repeated("continent in [us] or\n", bytes))
    }),
    Growing::right("aliases", |bytes| {
        format!("gpu g < alias [{}] >", numbered(bytes, |it| format!("a{it}, ")))
    }),
    Growing::right("offers", |bytes| {
        let [flavors, offers] = sorts(bytes, [|it| format!("gpu g{it}\n"), |it| format!("g{it},\n")]);
        format!("{flavors}location l < offers [{offers}] >")
    }),
    // Sets.
    Growing::right("policies of one list", |bytes| {
        let policies = numbered(bytes / 2, |it| format!("policy p{it} < country in [us] >\n"));
        format!("{policies}model m < attach [{}] >", numbered(bytes / 10, |it| format!("p{it},\n")))
    }),
    Growing::right("policies and codes", |bytes| {
        sorts(bytes, [country, policy, |it| format!("model m{it} < attach [p{it}] >\n")]).concat()
    }),
    Growing::right("policies and locations", |bytes| {
        let locations: fn(usize) -> String = |it| format!("location l{it} in us\n");
        let policies: fn(usize) -> String = |it| format!("policy p{it} < location in [l{it}] >\n");
        sorts(bytes, [locations, policies, |it| format!("model m{it} < attach [p{it}] >\n")]).concat()
    }),
    Growing::right("locations and flavors", |bytes| {
        let [flavors, locations] =
            sorts(bytes, [|it| format!("gpu g{it}\n"), |it| format!("location l{it} < offers [g{it}] >\n")]);
        format!("{flavors}{locations}model m\n")
    }),
    Growing::wrong("collisions", "collision", |bytes| {
        "policy p < country in [us] >\npolicy q < country in [fr] >\nenvironment e < attach [p] >\n"
            .to_owned()
            + &numbered(bytes, |it| format!("model m{it} in e < attach [q] >\n"))
    }),
    Growing::wrong("collisions with an environment of as many policies", "collision", |bytes| {
        let [countries, policies, list, models] =
            sorts(bytes, [country, policy, attached, |it| format!("model m{it} in e < attach [q] >\n")]);
        let policies = format!("{countries}{policies}policy q < country in [us] >\n");
        format!("{policies}environment e < attach [{list}] >\n{models}")
    }),
    Growing::wrong("one collision of many policies", "collision", |bytes| {
        let [policies, list] = sorts(bytes, [|it| format!("policy p{it} < country in [fr] >\n"), attached]);
        let policies = format!("{policies}policy q < country in [us] >\n");
        format!("{policies}environment e < attach [{list}] >\nmodel m in e < attach [q] >\n")
    }),
    Growing::wrong("one no-placement of many locations", "no-placement", |bytes| {
        let locations = numbered(bytes, |it| format!("location l{it} in fr < offers [x86] >\n"));
        format!("{locations}policy p < gpu in [t4] >\nmodel m < attach [p] >\n")
    }),
    Growing::wrong("one no-placement of locations that differ", "no-placement", |bytes| {
        let [flavors, locations] =
            sorts(bytes, [|it| format!("gpu g{it}\n"), |it| format!("location l{it} < offers [g{it}] >\n")]);
        format!("{flavors}{locations}policy p < gpu in [t4] >\nmodel m < attach [p] >\n")
    }),
    Growing::wrong("no-placements over as many locations", "no-placement", |bytes| {
        let locations: fn(usize) -> String = |it| format!("location l{it} in fr < offers [x86] >\n");
        let [locations, models] = sorts(bytes, [locations, |it| format!("model m{it} < attach [p] >\n")]);
        format!("{locations}policy p < gpu in [t4] >\n{models}")
    }),
    // Lint.
    Growing::right("an environment attaches disjoint policies", |bytes| {
        let [countries, policies, list] = sorts(bytes, [country, policy, attached]);
        format!("{countries}{policies}environment e < attach [{list}] >\nmodel m in e\n")
    }),
    Growing::right("a workload attaches disjoint policies", |bytes| {
        let [countries, policies, list] = sorts(bytes, [country, policy, attached]);
        format!("{countries}{policies}environment e\nmodel m in e < attach [{list}] >\n")
    }),
    Growing::wrong("an environment attaches overlapping policies", "redundant-policy", |bytes| {
        let [countries, policies, list] = sorts(bytes, [country, overlapping, attached]);
        let last = list.lines().count();
        format!("{countries}country c{last}\n{policies}environment e < attach [{list}] >\nmodel m in e\n")
    }),
    Growing::wrong("1,000 workloads attach the same policies", "redundant-policy", |bytes| {
        let workloads = (bytes / 100).min(1000);
        let [countries, policies, list] = sorts(bytes / workloads * 12, [country, overlapping, attached]);
        let last = list.lines().count();
        let model = |it| format!("model m{it} in e < attach [{list}] >\n");
        let models = (0..workloads).map(model).collect::<String>();
        format!("{countries}country c{last}\n{policies}environment e\n{models}")
    }),
    Growing::wrong("unused policies", "unused-policy", |bytes| sorts(bytes, [country, policy]).concat()),
    Growing::right("suppressions above as many findings", |bytes| {
        numbered(bytes, |it| format!("# bpol: allow(unused-environment) why\nenvironment e{it}\n"))
    }),
    Growing::wrong("suppressions above one statement", "unused-suppression", |bytes| {
        format!("{}model m\n", repeated("# bpol: allow(no-effect) why\n", bytes))
    }),
    Growing::wrong("workloads cut off from many codes", "cut-off", |bytes| {
        let [countries, codes, models] = sorts(
            bytes,
            [country, |it| format!("c{it},\n"), |it| format!("model m{it} in e < attach [q] >\n")],
        );
        let policies = format!("policy p < country in [us, fr] >\npolicy q < country in [us, {codes}] >\n");
        format!("{countries}{policies}environment e < attach [p] >\n{models}")
    })
    .with(&["--warn", "cut-off"]),
    // Fixes.
    Growing::wrong("codes in the wrong letter case", "unknown-code", |bytes| {
        let [countries, codes] = sorts(bytes, [country, |it| format!("C{it},\n")]);
        format!("{countries}policy p < country in [{codes}] >\nmodel m < attach [p] >\n")
    })
    .with(&["--diff"]),
    Growing::wrong("redundant codes", "redundant-code", |bytes| {
        let codes = repeated("us,\n", bytes);
        format!("policy p < country in [{codes}] >\nmodel m < attach [p] >\n")
    })
    .with(&["--diff"]),
    Growing::wrong("unused suppressions", "unused-suppression", |bytes| {
        numbered(bytes, |it| format!("# bpol: allow(no-effect) why\nmodel m{it}\n"))
    })
    .with(&["--diff"]),
    Growing::wrong("fixes that are refused", "hidden-character", |bytes| {
        numbered(bytes, |it| format!("model m{it}\nmodel m\u{200b}{it}\n"))
    })
    .with(&["--diff", "--unsafe-fixes"]),
    Growing::wrong("a policy attached over and over", "duplicate-attachment", |bytes| {
        let list = repeated("p,\n", bytes);
        format!("policy p < country in [us] >\nmodel m < attach [{list}] >\n")
    })
    .with(&["--diff"]),
];
