//! The table of keys is what the parser takes, whole and no more; and it is what the documentation has.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::*;
use crate::emit::target::Target;
use crate::emit::toml::key;
use crate::project::config::Config;

fn takes(text: &str) -> Result<(), String> {
    let parsed = Config::parse("bpol.toml", text.to_owned(), PathBuf::new(), PathBuf::new());
    parsed.map(drop).map_err(|failure| failure.message)
}

/// Values of a shape; of those that stand together one at least must be taken.
fn samples(shape: Shape) -> Vec<Vec<String>> {
    let one = |text: &str| vec![vec![text.to_owned()]];
    match shape {
        Shape::Boolean => vec![vec!["true".to_owned()], vec!["false".to_owned()]],
        Shape::False => one("false"),
        Shape::Number => one("1"),
        Shape::Text(example) => one(&format!("\"{example}\"")),
        Shape::Words(words) => words().iter().map(|it| vec![format!("\"{}\"", it.word)]).collect(),
        Shape::Path | Shape::Pattern => one("\"a\""),
        Shape::Day => one("\"2027-03-31\""),
        Shape::Name(subject) => one(&format!("\"{}\"", name(subject))),
        Shape::List(shape) => {
            let listed = |group: Vec<String>| group.iter().map(|it| format!("[{it}]")).collect();
            samples(*shape).into_iter().map(listed).collect()
        }
        Shape::Any(shapes) => shapes.iter().flat_map(|&it| samples(it)).collect(),
        Shape::Table(keys) => {
            let setting =
                |about: &About| format!("{} = {}", about.name, samples(about.value).remove(0).remove(0));
            let each = keys.iter().map(|about| format!("{{ {} }}", setting(about)));
            let all: Vec<String> = keys.iter().map(setting).collect();
            vec![each.chain([format!("{{ {} }}", all.join(", "))]).collect()]
        }
        Shape::Map(subject, shape) => {
            let under = |it: String| format!("{{ {} = {it} }}", key(name(subject)));
            samples(*shape).into_iter().map(|group| group.into_iter().map(under).collect()).collect()
        }
    }
}

fn name(subject: Subject) -> &'static str {
    match subject {
        Subject::Workload => "sandbox/a",
        Subject::Kind => "job",
        Subject::Lint => "no-effect",
        Subject::Target => "opa",
        _ => "a",
    }
}

/// A value of each sort, and whether a shape may be of that sort.
type Sort = (&'static str, fn(Shape) -> bool);

const SORTS: [Sort; 5] = [
    ("true", |it| matches!(it, Shape::Boolean)),
    ("7", |it| matches!(it, Shape::Number)),
    ("\"no such thing\"", |it| matches!(it, Shape::Text(_) | Shape::Path | Shape::Pattern | Shape::Name(_))),
    ("[\"a\"]", |it| matches!(it, Shape::List(_))),
    ("{ nothing-is-called-so = 7 }", |_| false),
];

fn any(shape: Shape, is_it: fn(Shape) -> bool) -> bool {
    match shape {
        Shape::Any(shapes) => shapes.iter().any(|&it| any(it, is_it)),
        shape => is_it(shape),
    }
}

/// Every key at its place: what the text of a file has before its value.
fn places() -> Vec<(String, About)> {
    let own = KEYS.iter().filter(|about| about.name != "emit");
    let mut all: Vec<(String, About)> = own.map(|about| (format!("{} = ", about.name), *about)).collect();
    for target in list::TARGETS {
        let key = |it: &crate::emit::target::Key| {
            (format!("[emit.{}]\n{} = ", target.name, it.about.name), it.about)
        };
        all.extend(target.keys.iter().map(key));
        for other in target.others.into_iter().flat_map(|it| it.keys) {
            all.push((format!("[emit.{}.a]\n{} = ", target.name, other.about.name), other.about));
        }
    }
    assert!(all.len() > 60, "{}", all.len());
    all
}

#[test]
fn every_key_takes_what_the_table_says() {
    for (place, about) in places() {
        for group in samples(about.value) {
            let taken = group.iter().any(|sample| takes(&format!("{place}{sample}\n")).is_ok());
            assert!(taken, "{place}{group:?}: {:?}", takes(&format!("{place}{}\n", group[0])));
        }
        if !about.default.is_empty() {
            assert_eq!(takes(&format!("{place}{}\n", about.default)), Ok(()), "{place}");
        }
    }
}

#[test]
fn no_key_takes_what_the_table_does_not_say() {
    for (place, about) in places() {
        for (value, is_it) in SORTS {
            if !any(about.value, is_it) {
                assert!(takes(&format!("{place}{value}\n")).is_err(), "{place}{value}");
            }
        }
    }
}

/// What the parser names as the keys that there are is the table.
#[test]
fn the_messages_name_every_key() {
    let message = |text: &str| {
        let parsed = Config::parse("bpol.toml", text.to_owned(), PathBuf::new(), PathBuf::new());
        parsed.unwrap_err().help.unwrap()
    };
    let has = |help: String, abouts: &mut dyn Iterator<Item = About>| {
        abouts
            .for_each(|about| assert!(help.contains(&format!("`{}`", about.name)), "{}: {help}", about.name));
    };
    has(message("qqqqqqqqqqqq = 1\n"), &mut KEYS.into_iter());
    has(message("[guards]\na = { qqqqqqqqqqqq = 1 }\n"), &mut GUARD.into_iter());
    for target in list::TARGETS {
        let help = message(&format!("[emit.{}]\nqqqqqqqqqqqqqqqqqq = 1\n", target.name));
        has(help, &mut target.keys.iter().map(|it| it.about));
    }
}

#[test]
fn a_path_leads_to_what_stands_there() {
    let at = |path: &str| Slot::at(path.split('.'));
    let about = |path: &str| at(path).and_then(|slot| slot.about).map(|about| about.name);
    let named = |path: &str| at(path).and_then(|slot| slot.named);
    assert_eq!(about("reference"), Some("reference"));
    assert_eq!(about("guards.residency.until"), Some("until"));
    assert_eq!(about("emit.kubernetes.flavors.t4.values"), Some("values"));
    assert_eq!(about("emit.rectangles.nomad.locations"), Some("locations"));
    assert_eq!(named("lint.no-effect"), Some(Subject::Lint));
    assert_eq!(named("guards.residency"), Some(Subject::Guard));
    assert_eq!(named("emit.opa"), Some(Subject::Target));
    assert_eq!(named("emit.blaxel.pins.sandbox/a"), Some(Subject::Workload));
    assert_eq!(named("emit.blaxel.locations.us"), Some(Subject::Place));
    assert_eq!(named("emit.karmada.resource.job"), Some(Subject::Kind));
    for nothing in ["x", "reference.x", "emit.x", "emit.opa.x", "guards.residency.x", "lint.a.b"] {
        assert!(at(nothing).is_none(), "{nothing}");
    }
}

/// A line says what a key does: it begins with a capital, has no full stop, and is one.
#[test]
fn every_line_is_one() {
    for (place, about) in places() {
        let line = about.line;
        let is_one = line.starts_with(char::is_uppercase) && !line.ends_with('.') && !line.contains('\n');
        assert!(is_one, "{place}: {line}");
    }
}

fn rows<'a>(abouts: impl Iterator<Item = &'a About>) -> String {
    let mut rows = "| key | what it does | takes | default |\n| --- | --- | --- | --- |\n".to_owned();
    for about in abouts {
        let default = if about.default.is_empty() { String::new() } else { format!("`{}`", about.default) };
        let _ = writeln!(rows, "| `{}` | {} | {} | {default} |", about.name, about.line, about.value.words());
    }
    rows
}

fn words(words: &[Word]) -> String {
    let mut rows = "| value | what it means |\n| --- | --- |\n".to_owned();
    for it in words {
        let _ = writeln!(rows, "| `\"{}\"` | {} |", it.word, it.line);
    }
    rows
}

fn of_target(target: &Target) -> String {
    let keys = rows(target.keys.iter().map(|key| &key.about));
    let mut text = format!(
        "\n## `[emit.{}]`\n\n{}. See [its page](emit/{}.md).\n\n{keys}",
        target.name, target.description, target.name
    );
    if let Some(others) = target.others {
        let keys = rows(others.keys.iter().map(|key| &key.about));
        let _ = write!(text, "\nA profile, `[emit.{}.NAME]`, has\n\n{keys}", target.name);
    }
    text
}

fn page() -> String {
    let mut page = format!(
        "# The keys of `bpol.toml`\n\nWhich `bpol.toml` is in force is said in the [README](../README.md#configuration). \
         An unknown key, rule or level stops every\ncommand, with the nearest spelling. Editors complete and explain what stands \
         here. The tests write this page.\n\n{}\n## `reference`\n\n{}\nAny other string is the path of a `.bpol` file with a \
         table, relative to the folder of `bpol.toml`.\n\n## `[lint]`\n\n`RULE = \"LEVEL\"`. The rules are those of \
         [errors and lints](rules.md).\n\n{}\n## `[guards]`\n\n`NAME = \"warn\"`, or a table. See [guards](guards.md).\n\n{}",
        rows(KEYS.iter()),
        words(&tables()),
        words(&levels()),
        rows(GUARD.iter()),
    );
    for target in list::TARGETS {
        page.push_str(&of_target(target));
    }
    page
}

#[test]
fn the_documentation_has_every_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page(), "docs/configuration.md is stale: run the tests with UPDATE_DOCS=1");
}
