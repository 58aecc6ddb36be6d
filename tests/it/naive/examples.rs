//! The naive reading against what the language's page says of its examples, so that it is known to be right itself.

use super::{Impossible, Key, Naive, Type};
use crate::model::{
    ATTRIBUTES, Base, CONTINENT, COUNTRY, Code, Environment, Form, GPU, GROUP, Group, Guard, LOCATION, Model,
    Options, Part, Policy, Rule, Workload,
};

fn rule(attribute: &'static str, names: &[&str]) -> Rule {
    (attribute, names.iter().map(|&name| name.to_owned()).collect())
}

fn options(rules: &[Rule], exceptions: &[Rule]) -> Options {
    Options { rules: rules.to_vec(), exceptions: exceptions.to_vec() }
}

fn policy(name: &str, options: Options) -> Policy {
    Policy { name: name.to_owned(), label: None, options, target: None }
}

fn workload(environment: Option<&str>, attach: &[&str]) -> Workload {
    let attach = attach.iter().map(|&name| name.to_owned()).collect();
    Workload {
        kind: "model",
        name: "m".to_owned(),
        label: None,
        environment: environment.map(str::to_owned),
        attach,
    }
}

/// The official table with some more countries of Europe.
fn europe(countries: &[&str]) -> Model {
    let country = |name: &&str| Code { parent: Some("eu".to_owned()), ..Code::new(COUNTRY, name) };
    Model { base: Base::Official, codes: countries.iter().map(country).collect(), ..Model::default() }
}

fn key(attribute: &str, name: &str) -> Key {
    (ATTRIBUTES.iter().position(|it| *it == attribute).unwrap(), name.to_owned())
}

#[test]
fn an_exception_closes_what_is_left() {
    let but_france = options(&[rule(CONTINENT, &["eu"])], &[rule(COUNTRY, &["fr"])]);
    let model = europe(&["de", "ru"]);
    let naive = Naive::new(&model);
    let left = naive.options(&but_france);
    assert_eq!(naive.shortest(&left), [key(COUNTRY, "de"), key(COUNTRY, "ru")]);
    // A place that is let in again brings back itself.
    let france = naive.options(&options(&[rule(COUNTRY, &["fr"])], &[]));
    let all = [key(COUNTRY, "de"), key(COUNTRY, "fr"), key(COUNTRY, "ru")];
    assert_eq!(naive.shortest(&(&left | &france)), all);
    // Where nothing else is listed, nothing is left.
    let model = europe(&[]);
    assert!(Naive::new(&model).is_nothing(&but_france));
    // Without a rule, it is taken from everything.
    let model = europe(&["de"]);
    let naive = Naive::new(&model);
    let left = naive.options(&options(&[], &[rule(COUNTRY, &["fr"])]));
    assert_eq!(naive.shortest(&left), [key(CONTINENT, "na"), key(COUNTRY, "de")]);
}

#[test]
fn environments_narrow_and_may_collide_alone() {
    let mut model = europe(&["de"]);
    model.policies.push(policy("us", options(&[rule(COUNTRY, &["us"])], &[])));
    model.policies.push(policy("eu", options(&[rule(CONTINENT, &["eu"])], &[])));
    model.policies.push(policy("but", options(&[rule(CONTINENT, &["eu"])], &[rule(COUNTRY, &["fr"])])));
    for (name, parent, attach) in [("a", None, "eu"), ("b", Some("a"), "but"), ("c", Some("b"), "us")] {
        let (name, attach) = (name.to_owned(), vec![attach.to_owned()]);
        let parent = parent.map(str::to_owned);
        model.environments.push(Environment { name, label: None, parent, attach });
    }
    let naive = Naive::new(&model);
    let placed = |workload: &Workload| naive.place(workload).map(|it| it.locations);
    assert_eq!(placed(&workload(Some("b"), &[])), Ok(vec![key(COUNTRY, "de")]));
    assert_eq!(placed(&workload(Some("b"), &["eu"])), Ok(vec![key(COUNTRY, "de")]));
    let collision = |at: Option<&str>| Impossible::Collision(vec![(Type::Location, at.map(str::to_owned))]);
    assert_eq!(placed(&workload(Some("b"), &["us"])), Err(collision(None)));
    assert_eq!(placed(&workload(Some("c"), &["us"])), Err(collision(Some("c"))));
}

#[test]
fn a_violated_guard_says_what_and_who() {
    let mut model = europe(&["de"]);
    model.codes.push(Code { parent: Some("fr".to_owned()), ..Code::new(LOCATION, "par") });
    let option = options(&[rule(COUNTRY, &["fr"])], &[]);
    model.groups.push(Group { name: "g".to_owned(), label: None, options: option, in_table: false });
    model.policies.push(policy("p", options(&[rule(CONTINENT, &["eu"])], &[])));
    model.workloads.push(workload(None, &["p"]));
    let guard = |form, sides: &[Options]| Guard {
        name: "residency".to_owned(),
        label: None,
        environment: None,
        form,
        sides: sides.to_vec(),
        target: None,
    };
    let france = options(&[rule(GROUP, &["g"])], &[]);
    let rendered = model.render(0);
    let naive = Naive::new(&model);
    let place = rendered.place(("model", "m", None), Part::Item(0));
    let me = serde_json::json!({"kind": "model", "name": "m", "environment": null});
    let violation = |guard: &Guard| naive.violation(guard, &rendered).map(|it| it["witnesses"][0].clone());
    // `eu` outside `fr`: what is listed, and what is not.
    let within = violation(&guard(Form::Within, std::slice::from_ref(&france))).unwrap();
    let code = |attribute: &str, name: &str| serde_json::json!({"type": attribute, "name": name});
    let unlisted = serde_json::json!({"type": "continent", "name": "eu", "unlisted": true});
    assert_eq!(within["options"], serde_json::json!([unlisted, code("country", "de")]));
    assert_eq!(
        within["letIn"],
        serde_json::json!([{"type": "location", "point": {"workload": me}, "policy": "p", "place": place}])
    );
    let excludes = violation(&guard(Form::Excludes, std::slice::from_ref(&france))).unwrap();
    assert_eq!(excludes["options"], serde_json::json!([code("country", "fr")]));
    assert_eq!(violation(&guard(Form::Allows, std::slice::from_ref(&france))), None);
    // There is no location in `de`.
    let germany = options(&[rule(COUNTRY, &["de", "fr"])], &[]);
    let allows = violation(&guard(Form::Allows, &[germany])).unwrap();
    assert_eq!(allows["options"], serde_json::json!([code("country", "de")]));
    assert_eq!(allows["cutOff"], serde_json::json!([]));
    let chips = options(&[rule(GPU, &["t4"])], &[]);
    let joint = violation(&guard(Form::Joint, &[chips, france])).unwrap();
    assert_eq!(joint["pairs"], serde_json::json!([{"location": "par", "flavor": code("gpu", "t4")}]));
    assert_eq!(joint["options"], serde_json::json!([code("location", "par"), code("gpu", "t4")]));
    let nobody =
        serde_json::json!({"type": "flavor", "point": {"workload": me}, "policy": null, "place": null});
    assert_eq!(joint["letIn"][1], nobody);
}
