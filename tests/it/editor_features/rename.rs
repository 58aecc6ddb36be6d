//! Other names: what changes, what does not, and what is refused.

use bpol::editor::features::rename::{Refused, prepare, rename};
use bpol::text::{FileId, Span};
use bpol::{Reference, Source};

use super::fixture::Fixture;

/// The texts of all files under another name, and of the configuration, or why there are none.
fn renamed(fixture: &Fixture, new: &str, config: Option<&str>) -> Result<Option<String>, String> {
    let (workspace, file, byte) = fixture.place();
    let place = |span: Span| {
        let source = workspace.files().source(span.file);
        let position = source.position(span.range().start);
        format!("{}:{}:{}", source.name(), position.line, position.column)
    };
    let found = rename(&fixture.analysis, file, byte, new, config);
    let Some(renamed) = found.map_err(|refused: Refused| refused.words(place))? else { return Ok(None) };
    let mut all = Vec::new();
    let ids: Vec<FileId> = fixture.ids().collect();
    for id in &ids {
        let mut text = workspace.files().source(*id).text().to_owned();
        for (span, new) in renamed.edits.iter().filter(|(span, _)| span.file == *id).rev() {
            text.replace_range(span.range(), new);
        }
        all.push(text);
    }
    assert!(renamed.edits.iter().all(|(span, _)| ids.contains(&span.file)));
    if let Some(config) = config {
        let mut text = config.to_owned();
        for (range, new) in renamed.config.iter().rev() {
            text.replace_range(range.clone(), new);
        }
        all.push(text);
    }
    Ok(Some(all.join("\n---\n")))
}

#[track_caller]
fn assert_renamed(text: &str, new: &str, wanted: &str) {
    assert_eq!(renamed(&Fixture::new(text), new, None), Ok(Some(wanted.to_owned())), "{text}");
}

#[track_caller]
fn assert_refused(text: &str, new: &str, wanted: &str) {
    assert_eq!(renamed(&Fixture::new(text), new, None), Err(wanted.to_owned()), "{text}");
}

#[test]
fn every_place_gets_the_new_name_in_quotes_where_it_needs_them() {
    assert_renamed(
        "--- a.bpol\npolicy p < country in [fr] >\nmodel p < attach [p, \"p\"] >\n--- b.bpol\nenvironment p < attach [$0p] >",
        "a b",
        "policy \"a b\" < country in [fr] >\nmodel p < attach [\"a b\", \"a b\"] >\n---\nenvironment p < attach [\"a b\"] >",
    );
    assert_renamed(
        "policy \"$0a b\" < country in [fr] > model m < attach [\"a b\"] >",
        "c",
        "policy \"c\" < country in [fr] > model m < attach [\"c\"] >",
    );
    assert_renamed("model $0m model n", "a\"\\b", "model \"a\\\"\\\\b\" model n");
    assert_renamed(
        "environment $0e environment f in e model m in e guard g in e < within country in [fr] >\npolicy e < country in [fr] >",
        "x",
        "environment x environment f in x model m in x guard g in x < within country in [fr] >\npolicy e < country in [fr] >",
    );
    assert_renamed(
        "group g < country in [fr] > group h < group in [$0g] >",
        "x",
        "group x < country in [fr] > group h < group in [x] >",
    );
    assert_renamed(
        "country $0aa in eu location l in aa < offers [z9] > cpu z9 policy p < except country in [aa] or group in [aa] > group aa < country in [aa] >",
        "fr2",
        "country fr2 in eu location l in fr2 < offers [z9] > cpu z9 policy p < except country in [fr2] or group in [aa] > group aa < country in [fr2] >",
    );
    assert_renamed(
        "cpu $0z9 < alias [\"Z 9\"] > policy p < cpu in [z9, \"Z 9\"] >",
        "y",
        "cpu y < alias [\"Z 9\"] > policy p < cpu in [y, \"Z 9\"] >",
    );
    assert_renamed("model $0m", "m", "model m");
    assert_renamed("model $0m", "👩\u{200d}💻", "model \"👩\u{200d}💻\"");
    assert_renamed("model $0in", "model", "model model");
}

#[test]
fn half_written_statements_count() {
    assert_renamed(
        "policy $0p < country in [fr] >\nmodel m < attach [p\nmodel n in\n",
        "x",
        "policy x < country in [fr] >\nmodel m < attach [x\nmodel n in\n",
    );
    assert_renamed("policy $0p <\nmodel m < attach [p] >", "x", "policy x <\nmodel m < attach [x] >");
    assert_renamed("policy p < contry in [$0aa] > country aa", "x", "policy p < contry in [x] > country x");
    assert_renamed("polcy p <\nmodel m < attach [$0p] >", "x", "polcy x <\nmodel m < attach [x] >");
}

#[test]
fn what_is_declared_twice_is_renamed_in_both() {
    assert_renamed(
        "policy $0p < country in [fr] > policy p < country in [fr] >",
        "x",
        "policy x < country in [fr] > policy x < country in [fr] >",
    );
}

#[test]
fn what_cannot_be_a_name_is_refused() {
    let text = "model $0m";
    assert_refused(text, "", "the new name is empty");
    assert_refused(text, "a\nb", "the new name has a line break");
    assert_refused(text, "a\rb", "the new name has a line break");
    assert_refused(text, "a\u{200b}", "`a\\u{200b}` has a character that nobody sees");
    assert_refused(text, "a\tb", "`a\\tb` has a character that nobody sees");
    assert_refused(text, "\u{feff}a", "`\\u{feff}a` has a character that nobody sees");
}

#[test]
fn names_of_tables_are_refused() {
    assert_refused(
        "policy p < country in [$0fr] >",
        "x",
        "the country `fr` is declared in the table `official`, not in the workspace",
    );
    assert_refused(
        "gpu $0t4 < alias [a] >",
        "x",
        "the flavor `t4` is declared in the table `official`, not in the workspace",
    );
    let table = Reference::own("t.bpol", Source::new("t.bpol", "country aa".into()));
    let fixture = Fixture::with(table, "policy p < country in [$0aa] >");
    let refused = renamed(&fixture, "x", None);
    assert_eq!(
        refused,
        Err("the country `aa` is declared in the table `t.bpol`, not in the workspace".to_owned())
    );
}

#[test]
fn a_name_that_is_taken_is_refused() {
    assert_refused(
        "policy $0p < country in [fr] >\npolicy q < country in [fr] >",
        "q",
        "there is a policy `q` already: a.bpol:2:8",
    );
    assert_refused(
        "policy $0p < country in [fr] >\npolicy q <",
        "q",
        "there is a policy `q` already: a.bpol:2:8",
    );
    assert_refused(
        "model $0m in e model n in e environment e",
        "n",
        "there is a workload `model/n@e` already: a.bpol:1:20",
    );
    assert_renamed("model $0m in e model n environment e", "n", "model n in e model n environment e");
    assert_renamed("model $0m job n", "n", "model n job n");
    assert_refused("cpu $0z gpu y < alias [w] >", "w", "there is a flavor `w` already: a.bpol:1:22");
    assert_refused("cpu $0z < alias [w] >", "w", "there is a flavor `w` already: a.bpol:1:16");
    assert_refused("country $0aa", "fr", "there is a country `fr` already: <official>:8:9");
    assert_renamed("country $0aa", "eu", "country eu");
}

#[test]
fn what_would_change_is_refused() {
    assert_refused(
        "policy $0p < country in [fr] > model m < attach [q] >",
        "q",
        "an error would no longer be found: no policy is called `q` (a.bpol:1:48)",
    );
}

#[test]
fn a_name_is_prepared_without_its_quotes() {
    let prepared = |text: &str| {
        let fixture = Fixture::new(text);
        let (workspace, file, byte) = fixture.place();
        let found = prepare(workspace, file, byte)?;
        Some((file.source().slice(found.range).to_owned(), found.placeholder))
    };
    let of = |written: &str, name: &str| Some((written.to_owned(), name.to_owned()));
    assert_eq!(prepared("model \"a\\\"$0b\""), of("a\\\"b", "a\"b"));
    assert_eq!(prepared("model m$0"), of("m", "m"));
    assert_eq!(prepared("policy p < country in [$0fr] >"), of("fr", "fr"));
    for text in [
        "mod$0el m",
        "gpu t4 < alias [$0a] >",
        "gpu t4 < alias [a] > policy p < gpu in [$0a] >",
        "model m in $0missing",
        "# $0m\nmodel m",
        "policy p < coun$0try in [fr] >",
    ] {
        assert_eq!(prepared(text), None, "{text}");
        assert_eq!(renamed(&Fixture::new(text), "x", None), Ok(None), "{text}");
    }
}

#[track_caller]
fn assert_config(text: &str, new: &str, config: &str, wanted: &str) {
    let found = renamed(&Fixture::new(text), new, Some(config)).unwrap().unwrap();
    assert_eq!(found.split_once("\n---\n").unwrap().1, wanted, "{text}");
}

#[test]
fn the_configuration_gets_the_new_name_too() {
    let config = "[guards]\ng = \"warn\"\n\"other\" = \"warn\"\n[emit.kubernetes.flavors]\nz9 = false\n\"Z 9\" = false\n\
                  [emit.kubernetes]\nlocations = { l = \"x\", \"l\\\"2\" = \"l\" }\n\
                  names = { \"model/m@e\" = \"m\", 'model/m' = \"n\" }\n";
    let text = "cpu z9 < alias [\"Z 9\"] > location l location \"l\\\"2\" environment e model m in e model m\n\
                guard g < within location in [l] >";
    let at = |place: &str, with: &str| text.replacen(place, with, 1);
    assert_config(&at("z9", "$0z9"), "a b", config, &config.replace("z9 =", "\"a b\" ="));
    assert_config(&at("location l", "location $0l"), "n", config, &config.replace("{ l =", "{ n ="));
    assert_config(&at("\"l\\", "$0\"l\\"), "n", config, &config.replace("\"l\\\"2\"", "\"n\""));
    assert_config(&at("environment e", "environment $0e"), "f", config, &config.replace("m@e", "m@f"));
    let quoted = config.replace("\"model/m@e\"", "\"model/\\\"m m\\\"@e\"");
    assert_config(&at("model m in", "model $0m in"), "m m", config, &quoted);
    let other = config.replace("'model/m'", "\"model/x\"");
    assert_config(&at("model m\n", "model $0m\n"), "x", config, &other);
    assert_config(&at("guard g", "guard $0g"), "x.y", config, &config.replace("g = \"w", "\"x.y\" = \"w"));
    assert_config(
        &at("guard g", "guard $0g"),
        "other-one",
        config,
        &config.replace("g = \"w", "other-one = \"w"),
    );
}

#[test]
fn places_of_every_level_are_named_in_the_configuration_of_the_platform() {
    let config = "[emit.blaxel]\nlocations = { aa = \"A\", \"country bb\" = \"B\" }\nmk31 = [\"l\"]\n\
                  pins = { \"sandbox/s\" = \"l\" }\napplications = [\"sandbox/s\"]\n\
                  [emit.rectangles.p.locations]\naa = \"1\"\nl = \"2\"\n";
    let text = "country aa country bb location l sandbox s";
    let at = |place: &str| text.replacen(place, &place.replace(' ', " $0"), 1);
    assert_config(&at("country aa"), "cc", config, &config.replace("{ aa =", "{ cc ="));
    assert_config(&at("country aa"), "eu", config, &config.replace("{ aa =", "{ \"country eu\" ="));
    assert_config(&at("country bb"), "cc", config, &config.replace("country bb", "country cc"));
    let renamed = config.replace("\"l\"", "\"k\"").replace("\nl =", "\nk =");
    assert_config(&at("location l"), "k", config, &renamed);
    assert_config(&at("sandbox s"), "t", config, &config.replace("sandbox/s", "sandbox/t"));
}

#[test]
fn a_configuration_that_cannot_be_changed_is_named() {
    let fixture = Fixture::new("guard $0g < within country in [fr] >");
    let unclear =
        Err("`bpol.toml` names the guard `g` in a way that must be changed by hand first".to_owned());
    let config = "guards.g.level = \"warn\"\nguards.g.until = \"2027-01-01\"\n";
    assert_eq!(renamed(&fixture, "h", Some(config)), unclear);
    assert_eq!(renamed(&fixture, "h", Some("guards = ")), unclear);
}
