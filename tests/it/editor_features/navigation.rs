//! Where things are declared, who uses them, and what goes with the word at the cursor.

use bpol::editor::features::at::{Meaning, at};
use bpol::editor::features::definition::definition;
use bpol::editor::features::highlight::highlight;
use bpol::editor::features::references::references;
use bpol::editor::features::virtual_documents;
use bpol::{Builtin, Reference, Source};

use super::fixture::Fixture;

#[track_caller]
fn assert_definition(text: &str) {
    let fixture = Fixture::new(text);
    let (workspace, file, byte) = fixture.place();
    fixture.expect(definition(workspace, file, byte).into_iter().map(|it| it.place));
}

#[test]
fn a_name_leads_to_the_statement_that_declares_it() {
    assert_definition("policy <|p|> < country in [fr] >\nmodel m < attach [$0p] >");
    assert_definition("policy <|p|> < country in [fr] >\nmodel m < attach [p$0, q] >");
    assert_definition("environment <|\"e 1\"|> environment f in \"e$0 1\"");
    assert_definition("environment <|e|>\nguard g in $0e < within country in [fr] >");
    assert_definition("group <|g|> < country in [fr] >\npolicy p < except group in [$0g] >");
    assert_definition("location <|l|> in fr\npolicy p < location in [$0l] >");
    assert_definition("model <|m$0|>");
    assert_definition("--- a.bpol\nmodel m in $0e\n--- b.bpol\nenvironment <|e|>");
}

#[test]
fn what_is_declared_twice_leads_to_both() {
    assert_definition(
        "policy <|p|> < country in [fr] >\npolicy <|p|> < country in [us] >\nmodel m < attach [$0p] >",
    );
    assert_definition("model <|m|> in e model <|m|> in e environment e model $0<|m|> in e model m job m");
}

#[test]
fn names_are_told_by_what_they_mean() {
    let text =
        "continent <|aa|> country aa location aa in aa\npolicy p < continent in [$0aa] or country in [aa] >";
    assert_definition(text);
    assert_definition("continent aa country <|aa|> in aa location l in $0aa");
    assert_definition("environment p policy <|p|> < country in [fr] > model m in p < attach [$0p] >");
    // A code under another attribute is none.
    assert_definition("country xx policy p < continent in [$0xx] >");
    assert_definition("policy p < cpu in [$0t4] >");
    assert_definition("model m < attach [$0missing] >");
    assert_definition("policy p \"la$0bel\" < country in [fr] >");
}

#[test]
fn an_alias_leads_to_the_statement_that_gives_it() {
    assert_definition("<|gpu x9 < alias [\"X 9\"] >|>\npolicy p < gpu in [\"$0X 9\"] >");
    assert_definition("<|gpu t4 < alias [\"T 4\"] >|>\npolicy p < gpu in [\"$0T 4\"] >");
    assert_definition("gpu <|x9|> < alias [\"X 9\"] >\npolicy p < gpu in [$0x9] >");
}

#[test]
fn half_written_statements_count() {
    assert_definition("policy <|p|> < country in [\nmodel m < attach [$0p");
    assert_definition("environment <|e|> in\nmodel m in $0e <");
    assert_definition("gpu <|x9|> < alias [\"X 9\"\npolicy p < gpu in [$0x9");
    assert_definition("<|gpu x9 < alias [\"X 9\"|>\npolicy p < gpu in [\"$0X 9\"]");
    assert_definition("model <|m|> in e <\nmodel $0<|m|> in e");
}

#[test]
fn a_code_of_a_built_in_table_is_in_its_document() {
    let fixture = Fixture::new("policy p < country in [$0fr] >");
    let (workspace, file, byte) = fixture.place();
    let found = definition(workspace, file, byte);
    let [only] = &found[..] else { panic!("{found:?}") };
    let uri = virtual_documents::of_file(workspace.reference(), only.place.file).unwrap();
    assert_eq!(uri, "bpol:/reference/official.bpol");
    let text = virtual_documents::text(&uri).unwrap();
    assert_eq!(text.get(only.place.range()), Some("fr"));
    assert!(text[only.statement.range()].starts_with("country fr \"France\""));
    assert_eq!(virtual_documents::of_file(workspace.reference(), file.id()), None);
}

#[test]
fn virtual_documents_are_the_tables_and_the_pages() {
    let text = |uri: &str| virtual_documents::text(uri);
    assert_eq!(text("bpol:/reference/world.bpol").unwrap(), Builtin::World.text());
    assert!(text("bpol:/rules/unknown-code.md").unwrap().starts_with("# unknown-code\n"));
    assert_eq!(virtual_documents::of_check("no-effect"), "bpol:/rules/no-effect.md");
    for uri in
        ["", "bpol:", "bpol:/rules/nothing.md", "bpol:/rules/unknown-code", "file:/rules/unknown-code.md"]
    {
        assert_eq!(text(uri), None, "{uri}");
    }
}

#[track_caller]
fn assert_references(text: &str, with_declarations: bool) {
    let fixture = Fixture::new(text);
    let (workspace, file, byte) = fixture.place();
    fixture.expect(references(workspace, file, byte, with_declarations));
}

#[test]
fn every_use_is_found_and_the_declaration_if_asked() {
    let text = "--- a.bpol\npolicy $0p < country in [fr] >\nmodel m < attach [<|p|>] >\n\
                --- b.bpol\nmodel p\nenvironment e < attach [q, <|\"p\"|> >\nenvironment p";
    assert_references(text, false);
    assert_references(&text.replace("$0p <", "<|$0p|> <"), true);
    assert_references(
        "country <|aa|> continent aa location l in <|aa|> policy p < country in [<|a$0a|>] >",
        true,
    );
    assert_references(
        "country bb in eu continent aa country aa in <|aa|> policy p < continent in [<|$0aa|>] >",
        false,
    );
    assert_references(
        "group a < group in [<|g|>] > group g < country in [fr] > guard x < within group in [<|$0g|>] >",
        false,
    );
}

#[test]
fn an_alias_is_a_use_of_its_flavor() {
    let text = "gpu x9 < alias [\"X 9\", y] > gpu z < alias [w] >\npolicy p < gpu in [<|x$09|>, <|\"X 9\"|>, z] >\n\
                location l < offers [<|y|>, w] >";
    assert_references(text, false);
    let text = "gpu <|t4|> < alias [\"T 4\"] >\npolicy p < gpu in [<|\"$0T 4\"|>, <|t4|>] >";
    assert_references(text, false);
    let text = "gpu x9 < alias [y]\npolicy p < gpu in [<|y$0|>, <|x9|>] >";
    assert_references(text, false);
}

#[test]
fn uses_in_a_table_of_ones_own_are_found() {
    let table = "continent aa country bb in aa group g < country in [bb] > gpu x cpu y";
    let reference = || Reference::own("t.bpol", Source::new("t.bpol", table.into()));
    let fixture = Fixture::with(reference(), "policy p < country in [$0bb] >");
    let (workspace, file, byte) = fixture.place();
    let found = references(workspace, file, byte, true);
    let shown: Vec<_> = found.iter().map(|it| (it.file == file.id(), it.start)).collect();
    assert_eq!(shown, [(false, 21), (false, 52), (true, 23)]);
}

#[track_caller]
fn assert_highlights(text: &str, declares: &[bool]) {
    let fixture = Fixture::new(text);
    let (workspace, file, byte) = fixture.place();
    let found = highlight(workspace, file, byte);
    fixture.expect_ranges(found.iter().map(|it| it.range.clone()));
    assert_eq!(found.iter().map(|it| it.declares).collect::<Vec<_>>(), declares, "{text}");
}

#[test]
fn what_goes_with_a_word_is_highlighted() {
    assert_highlights(
        "--- a.bpol\npolicy <|p|> < country in [fr] >\nmodel m < attach [<|$0p|>] >\n--- b.bpol\nmodel n < attach [p] >",
        &[true, false],
    );
    assert_highlights("model $0<|m|> model n", &[true]);
    assert_highlights("mod$0el m", &[]);
}

#[test]
fn the_partner_of_a_bracket_is_highlighted() {
    assert_highlights("policy p <$0 country in [fr] <|>|> policy q < country in [fr] >", &[false]);
    assert_highlights("policy p <|<|> country in [fr] >$0", &[false]);
    assert_highlights("policy p < country in $0[\"fr\" # ]\n <|]|> >", &[false]);
    assert_highlights("policy p < country in $0[\"fr\"", &[]);
    assert_highlights("policy p <|<|> country in [\"fr\" $0>", &[false]);
}

#[test]
fn words_of_the_language_have_a_meaning_too() {
    let meaning = |text: &str| {
        let fixture = Fixture::new(text);
        let (workspace, file, byte) = fixture.place();
        at(workspace, file, byte)
            .map(|it| (format!("{:?}", it.meaning), file.source().slice(it.range).to_owned()))
    };
    let of = |meaning: &str, text: &str| Some((meaning.to_owned(), text.to_owned()));
    assert_eq!(meaning("mod$0el m"), of("Keyword(Workload(Model))", "model"));
    assert_eq!(meaning("policy p < cou$0ntry"), of("Attribute(Code(Country))", "country"));
    assert_eq!(meaning("policy p < country in [fr] exc$0ept"), of("Connective", "except"));
    assert_eq!(meaning("policy p < country in [fr] target [mod$0els]"), of("Kind(Model)", "models"));
    assert_eq!(meaning("policy p < country in [fr] target [mod$0el]"), None);
    assert_eq!(meaning("# a $0comment\nmodel m"), None);
    assert_eq!(meaning("model m $0\n"), None);
    let lint = |text: &str| {
        let fixture = Fixture::new(text);
        let (workspace, file, byte) = fixture.place();
        at(workspace, file, byte).map(|it| match it.meaning {
            Meaning::Lint(check) => (check.name, file.source().slice(it.range)).0,
            _ => "",
        })
    };
    assert_eq!(lint("# bpol: allow(no-effect, cut$0-off) why\nmodel m"), Some("cut-off"));
    assert_eq!(lint("# bpol: allow($0no-effect) why\nmodel m"), Some("no-effect"));
    assert_eq!(lint("# bpol: al$0low(no-effect) why\nmodel m"), None);
    assert_eq!(lint("# bpol: allow(no-ef$0fec) why\nmodel m"), None);
}
