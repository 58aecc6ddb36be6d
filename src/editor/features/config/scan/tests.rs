//! Where a cursor stands, whole text or not, and what the words of a text are.

use super::*;

/// What stands at the `|` of a text, in short.
fn at(marked: &str) -> String {
    let byte = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let Cursor { place, path, replaced } = cursor(&text, byte);
    let place = match place {
        Place::Nothing => return "nothing".to_owned(),
        Place::Header(range) => format!("header `{}`", &text[range]),
        Place::Key { is_first, is_followed } => format!(
            "{}key{}",
            if is_first { "first " } else { "" },
            if is_followed { " followed" } else { "" }
        ),
        Place::Value { is_in_list } => (if is_in_list { "listed value" } else { "value" }).to_owned(),
    };
    format!("{place} at `{}` for `{}`", path.join("."), &text[replaced])
}

#[test]
fn a_cursor_stands_where_the_words_before_it_say() {
    for (text, expected) in [
        ("|", "first key at `` for ``"),
        ("re|", "first key at `` for `re`"),
        ("re| = 1", "first key followed at `` for `re`"),
        ("lint.|", "key at `lint` for ``"),
        ("lint.no-e|ffect = 1", "key followed at `lint` for `no-effect`"),
        ("[|", "header `[` at `` for ``"),
        ("[li|", "header `[li` at `` for `li`"),
        ("[li|]\nx = 1", "header `[li]` at `` for `li`"),
        ("[[emit.ku|be.x]]", "header `[[emit.kube.x]]` at `emit` for `kube`"),
        ("[lint]\n|", "first key at `lint` for ``"),
        ("[lint]\r\nno-effect = |", "value at `lint.no-effect` for ``"),
        ("[lint]\nno-effect = \"wa|\nx = 1", "value at `lint.no-effect` for `\"wa`"),
        ("[lint]\nno-effect = \"wa|\r\nx = 1", "value at `lint.no-effect` for `\"wa`"),
        ("[lint]\nno-effect = \"wa|rn\"", "value at `lint.no-effect` for `\"warn\"`"),
        ("reference = wo|", "value at `reference` for `wo`"),
        ("reference = 'wo|'", "value at `reference` for `'wo'`"),
        ("include = [|", "listed value at `include` for ``"),
        ("include = [\"a\", \"b|", "listed value at `include` for `\"b`"),
        ("include = [\n  # why\n  \"a\",\n  |\n]", "listed value at `include` for ``"),
        ("include = [\"a\"\n[lint]\n|", "first key at `lint` for ``"),
        ("include = [\"a\",\nreference = |", "value at `reference` for ``"),
        ("[guards]\nr = { |", "key at `guards.r` for ``"),
        ("[guards]\nr = { level = |", "value at `guards.r.level` for ``"),
        ("[guards]\nr = { level = \"warn\", u|", "key at `guards.r` for `u`"),
        ("[guards]\nr = { level = \"warn\" }\n|", "first key at `guards` for ``"),
        ("[guards]\n\"a b|\" = 1", "first key followed at `guards` for `\"a b\"`"),
        ("emit.opa.flavors = { t4 = [|", "listed value at `emit.opa.flavors.t4` for ``"),
        ("reference |", "nothing"),
        ("reference = \"world\" |", "nothing"),
        ("# rea|son", "nothing"),
        ("[lint] |", "nothing"),
        ("x = \"\"\"\na|\n\"\"\"", "nothing"),
    ] {
        assert_eq!(at(text), expected, "{text:?}");
    }
}

#[test]
fn every_word_has_the_keys_above_it() {
    let text = "a.'b c' = [\"d\", {e = 1}] # f\n[x.\"y\\\"\"]\ng = true\n[[z]]\nh.i = \"";
    let all: Vec<String> = words(text)
        .into_iter()
        .map(|it| format!("{:?} {} under {}", it.role, it.says, it.path.join("/")))
        .collect();
    let expected = [
        "Key a under ",
        "Key b c under a",
        "Value d under a/b c",
        "Key e under a/b c",
        "Value 1 under a/b c/e",
        "Header x under ",
        "Header y\" under x",
        "Key g under x/y\"",
        "Value true under x/y\"/g",
        "Header z under ",
        "Key h under z",
        "Key i under z/h",
        "Value  under z/h/i",
    ];
    assert_eq!(all, expected);
}
