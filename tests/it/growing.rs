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

/// About `bytes` of several sorts of lines, one after the other.
fn sorts_in_turn(bytes: usize, lines: &[fn(usize) -> String]) -> String {
    let length: usize = lines.iter().map(|line| line(1000).len()).sum();
    (0..bytes / length).map(|it| lines.iter().map(|line| line(it)).collect::<String>()).collect()
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
    Growing::wrong("slips of several sorts", "syntax-error", |bytes| {
        let sorts: [fn(usize) -> String; 8] = [
            |it| format!("policy a{it} < country: [fr] >\n"),
            |it| format!("policy b{it} {{ country in [fr] }}\n"),
            |it| format!("policy c{it}:\n  country in [fr]\n"),
            |it| format!("environment d{it}\nattach [a{it}]\n"),
            |it| format!("- model e{it}\n"),
            |it| format!("model f{it} My Model;\n// why\n"),
            |it| format!("policy g{it} < country in [fr; us] or country not in [us] >\n"),
            |it| format!("let h{it} = [fr]\n"),
        ];
        sorts_in_turn(bytes, &sorts)
    }),
    Growing::wrong("unclosed braces", "syntax-error", |bytes| repeated("policy p {\n", bytes)),
    Growing::wrong("unclosed comments", "syntax-error", |bytes| repeated("/* why\nmodel m\n", bytes)),
    Growing::wrong("statements with marks on one line", "syntax-error", |bytes| {
        numbered(bytes, |it| format!("model m{it}; "))
    }),
    Growing::wrong("one long open string", "unclosed-block", |bytes| {
        format!("model \"{}", repeated("a b ", bytes))
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
    Growing::wrong("words for many places beside groups", "wrong-attribute", |bytes| {
        let group: fn(usize) -> String = |it| format!("group g{it} < country in [us] >\n");
        let [groups, words] =
            sorts(bytes, [group, |it| if it % 2 == 0 { "eu,\n" } else { "eea,\n" }.to_owned()]);
        format!("{groups}policy p < country in [{words}] >\n")
    }),
    Growing::wrong("unknown policies that are codes", "unknown-policy", |bytes| {
        let [countries, policies, list] = sorts(bytes, [country, policy, |it| format!("c{it},\n")]);
        format!("{countries}{policies}environment e < attach [{list}] >\n")
    }),
    Growing::wrong("unknown policies beside others of as many letters", "unknown-policy", |bytes| {
        let name = |it: usize| -> String {
            format!("{it:09}").bytes().rev().map(|digit| char::from(digit - b'0' + b'a')).collect()
        };
        numbered(bytes, |it| {
            let name = name(it * 7);
            format!("policy {name}x < country in [us] >\nmodel m{it} < attach [{name}y] >\n")
        })
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
    Growing::wrong("no-placements in as many environments", "no-placement", |bytes| {
        let locations: fn(usize) -> String = |it| format!("location l{it} in fr < offers [x86] >\n");
        let model: fn(usize) -> String = |it| format!("environment e{it} < attach [p] >\nmodel m in e{it}\n");
        let [locations, models] = sorts(bytes, [locations, model]);
        format!("{locations}policy p < gpu in [t4] >\n{models}")
    }),
    Growing::right("policies about flavors of a fleet", |bytes| {
        let lines: [fn(usize) -> String; 4] = [
            |it| format!("gpu g{it}\n"),
            |it| format!("location l{it} in us < offers [g{it}] >\n"),
            |it| format!("policy p{it} < gpu in [g{it}] >\n"),
            |it| format!("model m{it} < attach [p{it}, us] >\n"),
        ];
        format!("policy us < country in [us] >\n{}", sorts(bytes, lines).concat())
    }),
    Growing::wrong("collisions below environments of as many policies", "collision", |bytes| {
        let lines: [fn(usize) -> String; 2] = [
            |it| format!("policy p{it} < country in [us] >\n"),
            |it| {
                format!(
                    "environment e{} in e{it} < attach [p{it}] >\nmodel m in e{it} < attach [q] >\n",
                    it + 1
                )
            },
        ];
        let outermost =
            "policy q < country in [fr] >\npolicy p < country in [us] >\nenvironment e0 < attach [p] >\n";
        format!("{outermost}{}", sorts(bytes, lines).concat())
    }),
    // Groups and exceptions.
    Growing::right("groups that name the one before", |bytes| {
        let groups = numbered(bytes, |it| format!("group g{} < group in [g{it}] >\n", it + 1));
        format!("group g0 < country in [us] >\n{groups}policy p < group in [g{}] >\n", groups.lines().count())
    }),
    Growing::right("groups that name the one before and a code", |bytes| {
        let group: fn(usize) -> String =
            |it| format!("group g{} < group in [g{it}] or country in [c{it}] >\n", it + 1);
        let [countries, groups] = sorts(bytes, [country, group]);
        format!("{countries}group g0 < country in [us] >\n{groups}")
    }),
    Growing::right("groups of one policy", |bytes| {
        let group: fn(usize) -> String = |it| format!("group g{it} < country in [c{it}] >\n");
        let [countries, groups, list] = sorts(bytes, [country, group, |it| format!("g{it},\n")]);
        format!("{countries}{groups}policy p < group in [{list}] >\nmodel m < attach [p] >\n")
    }),
    Growing::right("policies about one large group", |bytes| {
        let [countries, codes, policies, list] = sorts(
            bytes,
            [
                country,
                |it| if it % 2 == 0 { format!("c{it},\n") } else { String::new() },
                |it| format!("policy p{it} < group in [g] >\n"),
                attached,
            ],
        );
        format!("{countries}group g < country in [{codes}] >\n{policies}model m < attach [{list}] >\n")
    }),
    Growing::right("exceptions of one policy", |bytes| {
        let [countries, codes] = sorts(bytes, [country, |it| format!("c{it},\n")]);
        format!("{countries}policy p < except country in [{codes}] >\nmodel m < attach [p] >\n")
    }),
    Growing::right("codes and exceptions of one policy", |bytes| {
        let [locations, codes, exceptions] = sorts(
            bytes,
            [
                |it| format!("country c{it}\nlocation a{it} in c{it}\nlocation b{it} in c{it}\n"),
                |it| format!("c{it},\n"),
                |it| format!("a{it},\n"),
            ],
        );
        let policy = format!("policy p < country in [{codes}] except location in [{exceptions}] >\n");
        format!("{locations}{policy}environment e < attach [p] >\nmodel m in e\n")
    }),
    Growing::right("policies with an exception each", |bytes| {
        let [countries, policies, models] = sorts(
            bytes,
            [
                country,
                |it| format!("policy p{it} < country in [us, c{it}] except country in [c{it}] >\n"),
                |it| format!("model m{it} < attach [p{it}] >\n"),
            ],
        );
        format!("{countries}{policies}{models}")
    }),
    Growing::wrong("policies with an exception each at one point", "exception-undone", |bytes| {
        let policy: fn(usize) -> String =
            |it| format!("policy p{it} < country in [c{it}, c{}] except country in [c{it}] >\n", it + 1);
        let [countries, policies, list] = sorts(bytes, [country, policy, attached]);
        let last = list.lines().count();
        format!("{countries}country c{last}\n{policies}environment e < attach [{list}] >\nmodel m in e\n")
    }),
    Growing::wrong("exceptions that leave nothing", "allows-nothing", |bytes| {
        numbered(bytes, |it| format!("policy p{it} < country in [us] except country in [us] >\n"))
    }),
    Growing::wrong("groups in a circle", "group-cycle", |bytes| {
        let groups = numbered(bytes, |it| format!("group g{} < group in [g{it}] >\n", it + 1));
        format!("group g0 < group in [g{}] >\n{groups}", groups.lines().count())
    }),
    Growing::wrong("groups in circles of two", "group-cycle", |bytes| {
        numbered(bytes, |it| format!("group a{it} < group in [b{it}] >\ngroup b{it} < group in [a{it}] >\n"))
    }),
    Growing::wrong("groups that lead into a circle", "group-cycle", |bytes| {
        let groups = numbered(bytes, |it| format!("group g{} < group in [g{it}] >\n", it + 1));
        format!("group g0 < group in [g0] >\n{groups}")
    }),
    Growing::wrong("unknown groups", "unknown-group", |bytes| {
        numbered(bytes, |it| format!("group g{it} < country in [us] >\npolicy p{it} < group in [h{it}] >\n"))
    }),
    Growing::right("statements that add an alias", |bytes| {
        numbered(bytes, |it| format!("gpu t4 < alias [a{it}] >\n"))
    }),
    // Environments in environments.
    Growing::right("environments in the one before", |bytes| {
        let environments = numbered(bytes, |it| format!("environment e{} in e{it}\n", it + 1));
        format!("environment e0\n{environments}model m in e{}\n", environments.lines().count())
    }),
    Growing::right("environments in the one before with a workload each", |bytes| {
        let models = numbered(bytes, |it| format!("environment e{} in e{it}\nmodel m in e{it}\n", it + 1));
        format!("environment e0\n{models}")
    }),
    Growing::wrong(
        "environments in the one before with a targeted policy and a workload each",
        "target-gap",
        |bytes| {
            let environments = numbered(bytes, |it| {
                format!(
                    "environment e{} in e{it} < attach [p] >\nmodel m{it} in e{it}\njob m{it} in e{it}\n",
                    it + 1
                )
            });
            format!("policy p < country in [us] target models >\nenvironment e0\n{environments}")
        },
    ),
    Growing::right("environments in the one before with a policy each", |bytes| {
        let environments = numbered(bytes, |it| {
            let policy = format!("policy p{it} < country in [us] >\n");
            format!("{policy}environment e{} in e{it} < attach [p{it}] >\n", it + 1)
        });
        let last = environments.lines().count() / 2;
        format!("environment e0\n{environments}model m in e{last}\n")
    }),
    Growing::right("environments in the one before with a policy and a workload each", |bytes| {
        let environments = numbered(bytes, |it| {
            let policy = format!("policy p{it} < country in [us] >\n");
            format!("{policy}environment e{} in e{it} < attach [p{it}] >\nmodel m in e{it}\n", it + 1)
        });
        format!("environment e0\n{environments}")
    }),
    Growing::right("environments in one", |bytes| {
        let environments = numbered(bytes, |it| format!("environment e{it} in e\nmodel m in e{it}\n"));
        format!("policy p < country in [us] >\nenvironment e < attach [p] >\n{environments}")
    }),
    Growing::wrong("environments in a circle", "environment-cycle", |bytes| {
        let environments = numbered(bytes, |it| format!("environment e{} in e{it}\n", it + 1));
        format!("environment e0 in e{}\n{environments}", environments.lines().count())
    }),
    Growing::wrong("a collision in environments in the one before", "collision", |bytes| {
        let environments =
            numbered(bytes, |it| format!("environment e{} in e{it}\nmodel m in e{it}\n", it + 1));
        let policies = "policy p < country in [us] >\npolicy q < country in [fr] >\n";
        let outermost = "environment o < attach [p] >\nenvironment e0 in o < attach [q] >\n";
        format!("{policies}{outermost}{environments}")
    }),
    Growing::wrong("collisions in environments in the one before", "collision", |bytes| {
        let environments = numbered(bytes, |it| {
            format!("environment e{} in e{it} < attach [p] >\nmodel m in e{it} < attach [q] >\n", it + 1)
        });
        let policies = "policy p < country in [us] >\npolicy q < country in [fr] >\n";
        format!("{policies}environment e0 < attach [p] >\n{environments}")
    }),
    // Guards.
    Growing::right("guards over as many workloads", |bytes| {
        let models: fn(usize) -> String = |it| format!("model m{it} in e\n");
        let [guards, models] =
            sorts(bytes, [|it| format!("guard g{it} < within country in [us] >\n"), models]);
        format!("policy p < country in [us] >\nenvironment e < attach [p] >\n{guards}{models}")
    }),
    Growing::right("guards over as many environments", |bytes| {
        let guards: fn(usize) -> String = |it| format!("guard g{it} < within country in [us] >\n");
        let environments: fn(usize) -> String =
            |it| format!("environment e{it} < attach [p] >\nmodel m in e{it}\n");
        format!("policy p < country in [us] >\n{}", sorts(bytes, [guards, environments]).concat())
    }),
    Growing::right("guards of an environment each", |bytes| {
        let environments = numbered(bytes, |it| {
            let guard = format!("guard g{it} in e{it} < within country in [us] >\n");
            format!("{guard}environment e{it} < attach [p] >\nmodel m in e{it}\n")
        });
        format!("policy p < country in [us] >\n{environments}")
    }),
    Growing::right("guards of environments in the one before", |bytes| {
        let environments = numbered(bytes, |it| {
            let guard = format!("guard g{it} in e{it} < within country in [us] >\n");
            format!("{guard}environment e{} in e{it}\nmodel m in e{it}\n", it + 1)
        });
        format!("policy p < country in [us] >\nenvironment e0 < attach [p] >\n{environments}")
    }),
    Growing::wrong("broken guards of an environment each", "guard-violated", |bytes| {
        let environments = numbered(bytes, |it| {
            let guard = format!("guard g{it} in e{it} < within country in [fr] >\n");
            format!("{guard}environment e{it} < attach [p] >\nmodel m in e{it}\n")
        });
        format!("policy p < country in [us] >\n{environments}")
    }),
    Growing::right("guards about one large group", |bytes| {
        let [countries, codes, guards] = sorts(
            bytes,
            [country, |it| format!("c{it},\n"), |it| format!("guard g{it} < excludes group in [g] >\n")],
        );
        let policy = "policy p < country in [us] >\nmodel m < attach [p] >\n";
        format!("{countries}group g < country in [{codes}] >\n{policy}{guards}")
    }),
    Growing::right("a guard that allows many codes", |bytes| {
        let [countries, codes] = sorts(bytes, [country, |it| format!("c{it},\n")]);
        format!("{countries}guard g < allows country in [{codes}] >\nmodel m\n")
    }),
    Growing::right("a guard that allows many codes of a fleet", |bytes| {
        let [locations, codes] =
            sorts(bytes, [|it| format!("location l{it} < offers [t4] >\n"), |it| format!("l{it},\n")]);
        format!("{locations}guard g < allows location in [{codes}] >\nmodel m\n")
    }),
    Growing::wrong("a guard that no location of many is enough for", "guard-violated", |bytes| {
        let [locations, codes] =
            sorts(bytes, [|it| format!("location l{it} < offers [t4] >\n"), |it| format!("gpu g{it}\n")]);
        format!("{locations}{codes}guard g < allows cpu in [x86] >\nmodel m\n")
    }),
    Growing::right("a guard of two sides over locations and flavors", |bytes| {
        let [locations, flavors, places, gpus] = sorts(
            bytes,
            [
                |it| format!("location l{it} < offers [g{it}] >\n"),
                |it| format!("gpu g{it}\n"),
                |it| if it % 2 == 0 { format!("l{it},\n") } else { String::new() },
                |it| if it % 2 == 0 { String::new() } else { format!("g{it},\n") },
            ],
        );
        format!(
            "{locations}{flavors}guard g < excludes location in [{places}] and gpu in [{gpus}] >\nmodel m\n"
        )
    }),
    Growing::wrong("a violation over locations and flavors", "guard-violated", |bytes| {
        let [locations, flavors] = sorts(
            bytes,
            [|it| format!("location l{it} in us < offers [g{it}] >\n"), |it| format!("gpu g{it}\n")],
        );
        let gpus = flavors.replace("gpu ", "").replace('\n', ",\n");
        format!("{locations}{flavors}guard g < excludes country in [us] and gpu in [{gpus}] >\nmodel m\n")
    }),
    Growing::wrong("a guard violated by many workloads", "guard-violated", |bytes| {
        format!("guard g < within country in [us] >\n{}", numbered(bytes, |it| format!("model m{it}\n")))
    }),
    Growing::wrong("a guard violated in many environments", "guard-violated", |bytes| {
        let environments = numbered(bytes, |it| format!("environment e{it}\nmodel m in e{it}\n"));
        format!("guard g < within country in [us] >\n{environments}")
    }),
    Growing::wrong("a guard violated by many codes", "guard-violated", |bytes| {
        format!("{}guard g < within country in [us] >\nmodel m\n", numbered(bytes, country))
    }),
    Growing::wrong("a guard violated by many codes of many workloads", "guard-violated", |bytes| {
        let [countries, models] =
            sorts(bytes, [country, |it| format!("environment e{it}\nmodel m in e{it}\n")]);
        format!("{countries}guard g < within country in [us] >\n{models}")
    }),
    Growing::wrong("a violation of many policies", "guard-violated", |bytes| {
        let [policies, list] = sorts(bytes, [|it| format!("policy p{it} < country in [fr] >\n"), attached]);
        format!("{policies}guard g < within country in [us] >\nmodel m < attach [{list}] >\n")
    }),
    Growing::wrong("guards violated by one workload", "guard-violated", |bytes| {
        format!("model m\n{}", numbered(bytes, |it| format!("guard g{it} < within country in [us] >\n")))
    }),
    Growing::wrong("guards violated in an environment each", "guard-violated", |bytes| {
        numbered(bytes, |it| {
            format!("guard g{it} in e{it} < within country in [us] >\nenvironment e{it}\nmodel m in e{it}\n")
        })
    }),
    Growing::wrong("a guard violated below environments in the one before", "guard-violated", |bytes| {
        let environments = numbered(bytes, |it| format!("environment e{} in e{it}\n", it + 1));
        let last = environments.lines().count();
        format!("guard g < within country in [us] >\nenvironment e0\n{environments}model m in e{last}\n")
    }),
    Growing::wrong("a guard violated in environments in the one before", "guard-violated", |bytes| {
        let environments =
            numbered(bytes, |it| format!("environment e{} in e{it}\nmodel m in e{it}\n", it + 1));
        format!("guard g < within country in [us] >\nenvironment e0\n{environments}")
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
    Growing::wrong("suppressions above a blank line", "unused-suppression", |bytes| {
        format!("{}\nenvironment e\n", repeated("# bpol: allow(unused-environment) why\n", bytes))
    }),
    Growing::wrong("suppressions above blank lines", "unused-suppression", |bytes| {
        format!("{}environment e\n", repeated("# bpol: allow(unused-environment) why\n\n", bytes))
    }),
    Growing::wrong("suppressions above a statement with as many findings", "duplicate-attachment", |bytes| {
        let above = repeated("# bpol: allow(duplicate-attachment) until 2000-01-01 why\n", bytes / 2);
        let list = repeated("p,\n", bytes / 20);
        format!("policy p < country in [us] >\n{above}model m < attach [{list}] >\n")
    }),
    Growing::wrong("names in one suppression", "unused-suppression", |bytes| {
        format!("# bpol: allow({}) why\nmodel m\n", numbered(bytes, |it| format!("n{it}, ")))
    }),
    Growing::wrong("near misses", "unused-suppression", |bytes| {
        numbered(bytes, |it| format!("# bpol allow(no-effect) why\nmodel m{it}\n"))
    }),
    Growing::wrong("names in a near miss", "unused-suppression", |bytes| {
        format!("# bpol ignore({}) why\nmodel m\n", repeated("no-effect, ", bytes))
    }),
    Growing::wrong("names that look alike", "confusable-name", |bytes| {
        numbered(bytes, |it| {
            let name: String = (0..32).map(|bit| if it >> bit & 1 == 1 { 'l' } else { 'I' }).collect();
            format!("environment \"|{name}\"\n")
        })
    }),
    Growing::wrong("a long name that looks like another", "confusable-name", |bytes| {
        let name = "é".repeat(bytes / 8);
        format!("environment \"{name}\"\nenvironment \"{}\"\n", name.replace('é', "e\u{301}"))
    }),
    Growing::wrong("countries with two names", "other-name", |bytes| {
        let countries = numbered(bytes, |it| format!("country c{it}\ncountry C{it}\n"));
        format!("{countries}model m\n")
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
    Growing::wrong("fixes that bring an error in one policy", "unknown-code", |bytes| {
        let [countries, codes] = sorts(bytes, [country, |it| format!("C{it},\n")]);
        // Once all codes are right, the policies exclude each other.
        let policies = format!("policy p < country in [{codes}] >\npolicy q < country in [us] >\n");
        format!("{countries}{policies}environment e < attach [q] >\nmodel m in e < attach [p] >\n")
    })
    .with(&["--diff"]),
    Growing::wrong("errors that a fix reveals", "unknown-keyword", |bytes| {
        let [countries, codes] = sorts(bytes, [country, |it| format!("C{it},\n")]);
        format!("{countries}polcy p < country in [{codes}] >\nmodel m < attach [p] >\n")
    })
    .with(&["--diff", "--unsafe-fixes"]),
    Growing::wrong("near misses and what they are about", "unused-suppression", |bytes| {
        numbered(bytes, |it| format!("# bpol ignore(unused-environment) why\nenvironment e{it}\n"))
    })
    .with(&["--diff", "--unsafe-fixes"]),
    Growing::wrong("a policy attached over and over", "duplicate-attachment", |bytes| {
        let list = repeated("p,\n", bytes);
        format!("policy p < country in [us] >\nmodel m < attach [{list}] >\n")
    })
    .with(&["--diff"]),
];
