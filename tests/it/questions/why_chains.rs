//! Long chains of environments: what there is to say grows with them, and the search for repairs must not.

use bpol::answers::asked::{Asked, Takes, option};
use bpol::answers::name::workload;
use bpol::answers::text::Looks;
use bpol::answers::why::{Answer, Why, why};
use bpol::reference::{Builtin, Reference};
use bpol::{Analysis, Configuration, Source};

/// So many environments, each in the one before it, with a workload in the last one; `body` gives what each attaches.
fn chain(length: usize, declared: &str, body: impl Fn(usize) -> Vec<String>) -> Analysis {
    let mut text = declared.to_owned();
    for index in 0..length {
        let parent = if index == 0 { String::new() } else { format!(" in e{}", index - 1) };
        let attached = body(index);
        let attach = if attached.is_empty() {
            String::new()
        } else {
            format!(" < attach [{}] >", attached.join(", "))
        };
        text.push_str(&format!("environment e{index}{parent}{attach}\n"));
    }
    text.push_str(&format!("model m in e{}\n", length - 1));
    let source = Source::new("a.bpol", text.into_bytes());
    bpol::compile(Configuration::default(), Reference::builtin(Builtin::World), vec![source])
}

fn asked(analysis: &Analysis, options: &[&str]) -> Why {
    let provisional = analysis.provisional().unwrap();
    let workspace = provisional.workspace();
    let options: Vec<Asked> = options.iter().map(|it| option(workspace, it, Takes::All).unwrap()).collect();
    why(provisional, workload(workspace, "m").unwrap(), None, &options)
}

/// Policies of one rule: their names, and their statements.
fn policies(number: usize, rule: &str) -> (Vec<String>, String) {
    let names: Vec<String> = (0..number).map(|it| format!("p{it}")).collect();
    let text = names.iter().map(|name| format!("policy {name} < {rule} >\n")).collect();
    (names, text)
}

#[test]
fn every_point_of_a_long_chain_is_edited() {
    // At each of 200 points one policy may be detached, or the option allowed: nobody goes through all the ways.
    let analysis = chain(200, "policy fr < country in [fr] >\n", |_| vec!["fr".to_owned()]);
    let told = asked(&analysis, &["us"]);
    let us = &told.options[0];
    assert_eq!((us.answer, us.blocked_by.len(), us.repairs.len()), (Answer::Denied, 200, 10));
    assert!(us.repairs.iter().all(|repair| repair.edits.len() == 200 && repair.by.len() == 200));
    assert_eq!(us.more_repairs, u64::MAX);
    // Where they can be counted, they are.
    let analysis = chain(40, "policy fr < country in [fr] >\n", |_| vec!["fr".to_owned()]);
    assert_eq!(asked(&analysis, &["us"]).options[0].more_repairs, (1 << 40) - 10);
    let text = asked(&analysis, &["us"]).text(analysis.workspace(), Looks::default());
    assert!(text.contains("and 1099511627766 more repairs"), "{text}");
    assert!(text.contains("repairs by environment e39, environment e38, environment e37, environment e36, environment e35 and 35 more\n"), "{text}");
    assert!(text.contains("; and 35 more edits\n"), "{text}");
}

#[test]
fn many_policies_at_many_points_are_no_more_to_look_for() {
    let (names, text) = policies(50, "country in [fr]");
    let analysis = chain(200, &text, |_| names.clone());
    let told = asked(&analysis, &["us", "t4"]);
    // Detaching fifty is no repair where allowing once is one.
    let [us, t4] = told.options.as_slice() else { panic!() };
    assert_eq!((us.repairs.len(), us.more_repairs, us.repairs[0].edits.len()), (1, 0, 200));
    assert_eq!((us.blocked_by.len(), us.repairs[0].also_changes), (200 * 50, 0));
    assert_eq!(t4.answer, Answer::Allowed);
    // What no point may allow is detached, however much it is.
    let (names, text) = policies(20, "country in [fr]");
    let analysis = chain(50, &format!("location a in us\n{text}"), |_| names.clone());
    let told = asked(&analysis, &["t4"]);
    assert_eq!((told.status.name(), told.options[0].repairs[0].edits.len()), ("no-placement", 50 * 20));
    assert!(told.repairs.is_empty());
}

#[test]
fn a_clash_in_a_long_chain_is_found() {
    // Of 400 unions two have nothing in common, one far inside and one far outside.
    let rules = ["continent in [eu, na]", "country in [fr, us]", "gpu in [t4, l4]"];
    let mut text: String =
        rules.iter().enumerate().map(|(index, rule)| format!("policy p{index} < {rule} >\n")).collect();
    text.push_str("policy inner < country in [fr] >\npolicy outer < country in [us] >\n");
    let analysis = chain(200, &text, |index| {
        let own = match index {
            3 => Some("outer"),
            190 => Some("inner"),
            _ => None,
        };
        (0..3).map(|it| format!("p{it}")).filter(|_| own.is_none()).chain(own.map(str::to_owned)).collect()
    });
    let told = asked(&analysis, &[]);
    let [clash] = told.clash.as_deref().unwrap() else { panic!() };
    let points: Vec<String> =
        clash.points.iter().map(|it| serde_json::to_string(&it.point).unwrap()).collect();
    assert_eq!(points, [r#"{"environment":"e190"}"#, r#"{"environment":"e3"}"#]);
    // Either of the two is detached, or lets in what the other has: itself, or as a part of what all others have.
    assert_eq!(told.repairs.len(), 6);
}

#[test]
fn many_options_share_what_is_looked_for() {
    let fleet: String = (0..300).map(|it| format!("location l{it} in fr < offers [x86] >\n")).collect();
    let (names, text) = policies(5, "gpu in [t4]");
    let analysis = chain(60, &format!("{fleet}{text}"), |_| names.clone());
    let codes: Vec<String> = analysis
        .workspace()
        .table()
        .iter()
        .map(|(_, code)| format!("{}:{}", code.attribute().name(), code.name()))
        .collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let told = asked(&analysis, &codes);
    assert_eq!(told.options.len(), codes.len());
    for it in &told.options {
        let wanted = match it.option.name.as_str() {
            // One location may offer what policies allow.
            "l0" | "l299" => 1,
            "fr" if it.option.attribute.name() == "country" => 10,
            // Policies allow it, and one of 300 locations may offer it.
            "t4" => 10,
            "us" => 0,
            _ => continue,
        };
        assert_eq!(it.repairs.len(), wanted, "{:?}", it.option);
    }
}
