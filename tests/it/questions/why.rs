//! How sets come about: the answers against a second reading of the language, and repairs against the text with
//! them applied.

use bpol::Configuration;
use bpol::answers::asked::{Takes, option};
use bpol::answers::schema;
use bpol::answers::why::{Answer, EditName, RepairEdit, Why, why};
use bpol::answers::words::{Choice, PointName, Status};
use bpol::placement::Provisional;
use bpol::syntax::keyword::RuleAttribute;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::model::{ATTRIBUTES, Model, Options, Policy};
use crate::naive::{Naive, Type};
use crate::properties::cases;
use crate::random;
use crate::support::{Project, Run};

const WORKSPACE: &str = r#"
    location eu-par-1 in fr < offers [x86, t4] >
    location us-pdx-1 in us
    group west "The West" < country in [fr, us] >
    policy eu "Europe" < continent in [eu] >
    policy france < country in [fr] >
    policy batch < continent in [na] target functions >
    policy cards < gpu in [t4] >
    policy states < country in [us] >
    environment production < attach [eu, batch] >
    environment regulated in production < attach [cards] >
    environment america < attach [states] >
    model chat "<b>" in regulated < attach [france] >
    model free
    model lost in america < attach [france] >
"#;

fn run(arguments: &[&str]) -> Run {
    let project = Project::new().file("a.bpol", WORKSPACE);
    project.run(&[&["why"], arguments, &["--workspace", "a.bpol"]].concat())
}

fn answer(arguments: &[&str]) -> Value {
    serde_json::from_str(&run(&[arguments, &["--format", "json"]].concat()).stdout).unwrap()
}

#[test]
fn a_set_is_told_point_by_point() {
    let text = run(&["chat"]).stdout;
    insta::assert_snapshot!("text", text);
    insta::assert_snapshot!("options", run(&["chat", "us", "t4", "west"]).stdout);
    insta::assert_snapshot!("impossible", run(&["lost"]).stdout);
    insta::assert_snapshot!("moved", run(&["free", "--in", "regulated"]).stdout);
    insta::assert_snapshot!("prose", run(&["chat", "us", "--prose"]).stdout);
}

/// A policy that only takes something away is not told as a list of all the rest, unless that is asked for.
#[test]
fn what_only_takes_away_is_everything_but_that() {
    let text = "group west \"The West\" < country in [us] >\npolicy rest < except group in [west] >\n\
        policy cpus < except gpu in [t4] >\nmodel m < attach [rest, cpus] >\n";
    let project = Project::new().file("a.bpol", text);
    let told = project.run(&["why", "m"]).stdout;
    assert!(told.contains("rest  everything, except group west  "), "{told}");
    assert!(told.contains("cpus  everything, except gpu t4  "), "{told}");
    let told = project.run(&["why", "m", "--full"]).stdout;
    assert!(told.contains("rest  continent eu, except group west  "), "{told}");
    let told = project.run(&["why", "m", "--prose"]).stdout;
    assert!(told.contains("the policy `rest` allows everything except The West."), "{told}");
    assert!(told.contains("the policy `cpus` allows everything except NVIDIA T4."), "{told}");
}

#[test]
fn a_label_with_a_full_stop_ends_its_sentence() {
    let text = "location was-1 \"Washington, D.C.\" in us\npolicy p < location in [was-1] >\nmodel m < attach [p] >\n";
    let told = Project::new().file("a.bpol", text).run(&["why", "m", "--prose"]).stdout;
    assert!(told.ends_with("the policy `p` allows Washington, D.C.\n"), "{told}");
}

#[test]
fn options_are_answered_first() {
    let why = answer(&["chat", "us", "fr", "eu", "west", "us"]);
    let answers: Vec<&str> =
        why["options"].as_array().unwrap().iter().map(|it| it["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["denied", "allowed", "partly", "partly", "denied"]);
    assert_eq!(why["options"][2]["part"], json!([{"type": "country", "name": "fr"}]));
    assert_eq!(why["options"][3]["option"], json!({"type": "group", "name": "west"}));
    let blocked: Vec<&str> = why["options"][0]["blockedBy"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["policy"].as_str().unwrap())
        .collect();
    assert_eq!(blocked, ["france", "eu"]);
    assert_eq!(why["options"][0]["blockedBy"][0]["place"]["path"], "a.bpol");
}

#[test]
fn the_status_says_nothing_but_with_deny() {
    assert_eq!(run(&["chat", "us"]).status, 0);
    assert_eq!(run(&["lost"]).status, 0);
    assert_eq!(run(&["chat", "us", "--deny"]).status, 1);
    assert_eq!(run(&["chat", "fr", "us", "--deny"]).status, 1);
    assert_eq!(run(&["chat", "fr", "--deny"]).status, 0);
    assert_eq!(run(&["chat", "--deny"]).status, 2);
    assert_eq!(run(&["chatt"]).status, 2);
    assert_eq!(run(&["chat", "--in", "regulatd"]).status, 2);
    assert_eq!(run(&["chat", "frr"]).status, 2);
}

#[test]
fn where_it_stood_elsewhere_is_a_preview() {
    let why = answer(&["free", "--in", "regulated"]);
    assert_eq!(why["workload"], json!({"kind": "model", "name": "free", "environment": null}));
    assert_eq!(why["in"]["environment"], "regulated");
    assert_eq!(why["in"]["gained"], json!({"location": [], "flavor": [], "placements": []}));
    assert!(!why["in"]["lost"]["location"].as_array().unwrap().is_empty());
    assert_eq!(why["set"]["locations"], json!([{"type": "continent", "name": "eu"}]));
    assert_eq!(answer(&["chat", "--in", ""])["in"]["environment"], Value::Null);
    assert_eq!(answer(&["chat"])["in"], Value::Null);
}

#[test]
fn what_clashes_and_repairs_are_told_of_the_impossible() {
    let why = answer(&["lost"]);
    assert_eq!((&why["status"], &why["set"]), (&json!("collision"), &Value::Null));
    let workload = json!({"workload": {"kind": "model", "name": "lost", "environment": "america"}});
    let environment = json!({"environment": "america"});
    assert_eq!(
        why["clash"],
        json!([{"type": "location", "points": [
            {"type": "location", "point": workload},
            {"type": "location", "point": environment},
        ]}])
    );
    let edits: Vec<(&str, &Value)> = why["repairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["edits"][0]["edit"].as_str().unwrap(), &it["edits"][0]["point"]))
        .collect();
    assert_eq!(
        edits,
        [("detach", &workload), ("allow", &workload), ("detach", &environment), ("allow", &environment)]
    );
}

#[test]
fn answers_are_what_their_schema_says() {
    let schema: Value = serde_json::from_str(&schema::find("why").unwrap().schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [&["chat", "us", "west"][..], &["lost", "us"], &["free", "--in", "regulated"], &["free"]]
    {
        let answer = answer(arguments);
        let wrong: Vec<String> = validator.iter_errors(&answer).map(|it| it.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let text = run(&[arguments, &["--format", "json"]].concat()).stdout;
        let top = text.lines().filter_map(|line| line.strip_prefix("  \"")?.split_once('"'));
        let keys: Vec<&str> = top.map(|(key, _)| key).collect();
        let wanted = [
            "schema",
            "compiler",
            "reference",
            "workload",
            "in",
            "status",
            "set",
            "limits",
            "types",
            "options",
            "clash",
            "repairs",
        ];
        assert_eq!(keys, wanted);
    }
}

#[test]
fn names_cannot_forge_lines() {
    let hostile = "model \"a\\u{1b}[31m\" \"\\u{202e}label\"\npolicy \"p\\u{7}\" < country in [fr] >\n";
    let hostile =
        hostile.replace("\\u{1b}", "\u{1b}").replace("\\u{7}", "\u{7}").replace("\\u{202e}", "\u{202e}");
    let analysis = bpol::compile(
        Configuration::default(),
        bpol::reference::Reference::builtin(bpol::reference::Builtin::Official),
        vec![bpol::text::Source::new("a.bpol", hostile.into_bytes())],
    );
    let Ok(provisional) = analysis.provisional() else { return };
    let workload = &provisional.workspace().workloads()[0];
    let why = why(provisional, workload, None, &[]);
    for text in [
        why.text(provisional.workspace(), bpol::answers::text::Looks::default()),
        why.prose(provisional.workspace()),
    ] {
        assert!(!text.chars().any(|it| (it.is_control() && it != '\n') || it == '\u{202e}'), "{text:?}");
    }
}

#[test]
fn text_fits_the_terminal() {
    let model = bpol::compile(
        Configuration::default(),
        bpol::reference::Reference::builtin(bpol::reference::Builtin::Official),
        vec![bpol::text::Source::new("a.bpol", WORKSPACE.into())],
    );
    let provisional = model.provisional().unwrap();
    let workspace = provisional.workspace();
    let options = ["us", "west"].map(|it| option(workspace, it, Takes::All).unwrap());
    for width in [80, 40] {
        for workload in workspace.workloads() {
            let why = why(provisional, workload, None, &options);
            let text = why.text(workspace, bpol::answers::text::Looks::new(Some(width), false, false));
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}\n{text}");
        }
    }
}

/// A model with a repair made in its text; only the workload of `index` changes its own list.
fn repaired(model: &Model, index: usize, edits: &[RepairEdit]) -> Model {
    let mut model = model.clone();
    for edit in edits {
        let list = match &edit.point {
            PointName::Workload(_) => &mut model.workloads[index].attach,
            PointName::Environment(name) => {
                &mut model.environments.iter_mut().find(|it| it.name == *name).unwrap().attach
            }
            PointName::Location(name) => {
                let code =
                    model.codes.iter_mut().find(|it| it.attribute == "location" && it.name == *name).unwrap();
                code.offers.as_mut().unwrap().push(edit.option.as_ref().unwrap().name.clone());
                continue;
            }
        };
        match edit.edit {
            EditName::Detach => {
                let before = list.len();
                list.retain(|it| Some(it) != edit.policy.as_ref());
                assert_ne!(list.len(), before, "nothing is detached");
            }
            _ => {
                let name = format!("repair {}", model.policies.len());
                list.push(name.clone());
                let kind = model.workloads[index].kind;
                let choice = edit.option.as_ref().unwrap();
                model.policies.push(Policy {
                    name,
                    label: None,
                    options: only(choice),
                    target: Some(vec![kind]),
                });
            }
        }
    }
    model
}

fn only(choice: &Choice) -> Options {
    let attribute = choice.attribute.name();
    Options { rules: vec![(attribute, vec![choice.name.clone()])], ..Options::default() }
}

/// What is said of the workload of an index of a model.
fn asked(model: &Model, index: usize, texts: &[String]) -> Option<Why> {
    let analysis = model.render(0).analyse(Configuration::default());
    let provisional: &Provisional = analysis.provisional().ok()?;
    let own = &model.workloads[index];
    let workspace = provisional.workspace();
    let workload = workspace.workloads().iter().find(|it| {
        let it = workspace.identity(it);
        (it.kind.name(), &it.name, &it.environment) == (own.kind, &own.name, &own.environment)
    })?;
    let options: Vec<_> = texts.iter().map(|it| option(workspace, it, Takes::All).unwrap()).collect();
    Some(why(provisional, workload, None, &options))
}

/// Every single edit there is.
fn singles(why: &Why, model: &Model, asked: Option<&Choice>) -> Vec<RepairEdit> {
    let mut all = Vec::new();
    for of in &why.types {
        for at in &of.points {
            let point = || at.point.clone();
            let applying = at.policies.iter().filter(|it| it.takes_part);
            for policy in applying {
                let policy = Some(policy.name.clone());
                all.push(RepairEdit { edit: EditName::Detach, point: point(), policy, option: None });
            }
            if let (Some(asked), true) = (asked, at.union.is_some()) {
                let is_place =
                    at.policies.iter().filter(|it| it.takes_part).flat_map(|it| &it.options).next();
                let places = ["continent", "country", "location"];
                let own = places.contains(&is_place.unwrap().attribute.name());
                let wanted = match asked.attribute {
                    RuleAttribute::Code(it) => places.contains(&it.name()),
                    _ => continue,
                };
                if own == wanted {
                    let option = Some(asked.clone());
                    all.push(RepairEdit { edit: EditName::Allow, point: point(), policy: None, option });
                }
            }
        }
    }
    for location in model.codes.iter().filter(|it| it.attribute == "location") {
        let Some(offers) = &location.offers else { continue };
        for flavor in Naive::new(model).everything(Type::Flavor) {
            if !offers.contains(&flavor.1) {
                let option = Some(Choice::new(
                    RuleAttribute::from_name(ATTRIBUTES[flavor.0]).unwrap(),
                    flavor.1.clone(),
                ));
                let point = PointName::Location(location.name.clone());
                all.push(RepairEdit { edit: EditName::Offer, point, policy: None, option });
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn repairs_do_what_they_say(model in random::model(), pick in any::<proptest::sample::Index>()) {
        let model = random::sound(model);
        prop_assume!(!model.workloads.is_empty());
        let index = pick.index(model.workloads.len());
        let analysis = model.render(0).analyse(Configuration::default());
        let workspace = analysis.provisional().unwrap().workspace();
        let code = |attribute: RuleAttribute, name: &str| format!("{}:{name}", attribute.name());
        let codes = workspace.table().iter().map(|(_, it)| code(it.attribute().into(), it.name()));
        let groups = workspace.groups().values().iter().map(|it| code(RuleAttribute::Group, it.name()));
        let texts: Vec<String> = codes.chain(groups).collect();
        let why = asked(&model, index, &texts).unwrap();
        prop_assert_eq!(why.status == Status::Placed, why.clash.is_none());
        for repair in &why.repairs {
            let after = asked(&repaired(&model, index, &repair.edits), index, &[]).unwrap();
            prop_assert_eq!(after.status, Status::Placed, "{:#?} in {:#?}", repair, model.render(0));
        }
        for (text, it) in texts.iter().zip(&why.options) {
            let own = &model.workloads[index];
            let naive = Naive::new(&model);
            let attribute = it.option.attribute.name();
            let options = Options { rules: vec![(attribute, vec![it.option.name.clone()])], ..Options::default() };
            let asked_for = naive.options(&options);
            let is_allowed = naive.place(own).is_ok_and(|placed| {
                let is_place = ["continent", "country", "location"].contains(&ATTRIBUTES[asked_for.first().unwrap().0]);
                let types = if is_place { Type::Location } else { Type::Flavor };
                asked_for.is_subset(&naive.set(own, types))
                    && placed.placements.is_none_or(|all| all.iter().any(|(location, flavors)| {
                        let has = |it: &crate::naive::Key| asked_for.contains(it);
                        if is_place { asked_for.iter().any(|it| it.1 == *location && ATTRIBUTES[it.0] == "location") }
                        else { flavors.iter().any(has) }
                    }))
            });
            prop_assert_eq!(it.answer == Answer::Allowed, is_allowed, "{} {:#?}", text, model.render(0));
            prop_assert_eq!(it.answer == Answer::Partly, !it.part.is_empty());
            prop_assert!(it.answer != Answer::Allowed || it.blocked_by.is_empty());
            if it.answer != Answer::Allowed
                && it.more_repairs == 0
                && it.option.attribute != RuleAttribute::Group
            {
                let single = singles(&why, &model, Some(&it.option));
                let found: Vec<RepairEdit> = single
                    .into_iter()
                    .filter(|edit| {
                        let model = repaired(&model, index, std::slice::from_ref(edit));
                        let after = asked(&model, index, std::slice::from_ref(text)).unwrap();
                        after.options[0].answer == Answer::Allowed
                    })
                    .collect();
                let listed: Vec<&RepairEdit> =
                    it.repairs.iter().filter(|it| it.edits.len() == 1).flat_map(|it| &it.edits).collect();
                prop_assert_eq!(found.len(), listed.len(), "{:?} {:?} {:#?}", found, listed, model.render(0));
                prop_assert!(found.iter().all(|it| listed.contains(&it)));
            }
            for repair in it.repairs.iter().take(2) {
                let after = asked(&repaired(&model, index, &repair.edits), index, std::slice::from_ref(text)).unwrap();
                prop_assert_eq!(after.options[0].answer, Answer::Allowed, "{:#?}", repair);
                // Nothing of it can be left out.
                for left_out in 0..repair.edits.len() {
                    let mut less = repair.edits.clone();
                    less.remove(left_out);
                    let after = asked(&repaired(&model, index, &less), index, std::slice::from_ref(text));
                    prop_assert_ne!(after.unwrap().options[0].answer, Answer::Allowed, "{:#?}", repair);
                }
            }
        }
    }
}
