//! What the three targets refuse, and what their configuration cannot be.

use std::fmt::Write as _;

use super::super::command::sample;
use super::super::project;
use super::TOOLS;
use crate::support::Project;

fn fails(project: &Project, arguments: &[&str], status: i32, words: &[&str]) {
    let run = project.run(&[&["emit"], arguments].concat());
    assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{arguments:?} {}", run.stderr);
    let unbroken = unbroken(&run.stderr);
    for word in words {
        assert!(unbroken.contains(word), "{arguments:?} {word}: {}", run.stderr);
    }
}

/// A text without its line breaks.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn whole_clusters_cannot_hold_some_flavors_of_a_location() {
    for (tool, line) in TOOLS.into_iter().zip([
        "`flavor = { claim = \"…\" }` in `[emit.ocm]`",
        "`cluster = \"{location}-{flavor}\"` in `[emit.karmada]`",
        "`flavor = \"…\"` in `[emit.kubefleet]`",
    ]) {
        let words = ["emit-whole-place", "`x86` in `eu-fra-1`", line, "--locations-only", "--narrow"];
        fails(&sample(""), &[tool.name], 1, &words);
        fails(&sample(""), &[tool.name, "--narrow"], 1, &["emit-nothing-left", "`--narrow` leaves"]);
    }
    let run = sample("").run(&["emit", "ocm"]);
    insta::assert_snapshot!("whole_place", run.transcript());
    let run = sample("").run(&["emit", "karmada", "--narrow"]);
    insta::assert_snapshot!("nothing_left", run.transcript());
}

#[test]
fn there_must_be_a_fleet() {
    for tool in TOOLS {
        fails(&project("model a\n", ""), &[tool.name], 1, &["emit-no-fleet"]);
    }
}

#[test]
fn names_are_those_that_clusters_and_labels_can_have() {
    let long = "a".repeat(49);
    let text = format!(
        "location \"aws/us-east-1\" in us < offers [x86] >\nlocation {long} in us < offers [x86] >\n\
         policy rest < country in [us] >\nmodel llama < attach [rest] >\n"
    );
    let at = |config: &str| project(&text, &format!("reference = \"world\"\n{config}"));
    let words = ["emit-name", "has `/`", "\"aws/us-east-1\" = \"…\""];
    for tool in TOOLS {
        fails(&at(""), &[tool.name], 1, &words);
    }
    let run = at("").run(&["emit", "karmada"]);
    insta::assert_snapshot!("cluster_name", run.transcript());
    let run = at("").run(&["emit", "ocm"]);
    insta::assert_snapshot!("label_value", run.transcript());
    // 49 characters are a value of a label, and no name of a cluster.
    let named = |target: &str| at(&format!("[emit.{target}.locations]\n\"aws/us-east-1\" = \"e\"\n"));
    assert_eq!(named("ocm").run(&["emit", "ocm"]).status, 0);
    fails(&named("karmada"), &["karmada"], 1, &["emit-name", "has 49 characters"]);
    // Names that nothing writes may be anything.
    let flavor = "[emit.ocm]\nflavor.claim = \"f\"\n[emit.ocm.flavors]\nx86 = \"a b\"\n[emit.ocm.locations]\n\"aws/us-east-1\" = \"e\"\n";
    assert_eq!(at(flavor).run(&["emit", "ocm"]).status, 0);
    let text = text.replace("attach [rest]", "attach [rest, x]") + "policy x < cpu in [x86] >\n";
    let project = project(&text, &format!("reference = \"world\"\n{flavor}"));
    fails(&project, &["ocm"], 1, &["emit-name", "the flavor `x86`", "[emit.ocm.flavors]", "x86 = \"…\""]);
}

#[test]
fn two_objects_of_one_name_clash() {
    let text = "location a in us < offers [x86] >\nenvironment e1\nenvironment e2\nmodel llama in e1\nmodel llama in e2\n\
                model \"!\"\n";
    for tool in TOOLS {
        let at =
            |config: &str| project(text, &format!("reference = \"world\"\n[emit.{}]\n{config}", tool.name));
        fails(
            &at(""),
            &[tool.name],
            1,
            &["emit-clash", "`model/llama@e1`", "`llama` in the namespace `default`", "emit-name", "has `!`"],
        );
        let names = format!("[emit.{}.names]\n\"model/\\\"!\\\"\" = \"x\"\n", tool.name);
        for config in ["name = \"{name}-{environment}\"\n", "namespace = \"ns-{environment}\"\n"] {
            assert_eq!(at(&format!("{config}{names}")).run(&["emit", tool.name]).status, 0);
        }
        fails(&at("namespace = \"{environment}\"\n"), &[tool.name], 1, &["the namespace", "is empty"]);
    }
    let run = project(text, "reference = \"world\"\n").run(&["emit", "kubefleet"]);
    insta::assert_snapshot!("clash", run.transcript());
}

#[test]
fn two_cells_of_one_cluster_are_ambiguous() {
    let text = "gpu b-c\nlocation a in us < offers [b-c, x86] >\nlocation a-b in us < offers [c, x86] >\ngpu c\n\
                policy gpus < gpu in [b-c] >\nmodel llama < attach [gpus] >\n";
    let config = "reference = \"world\"\n[emit.karmada]\ncluster = \"{location}-{flavor}\"\n";
    let run = project(text, config).run(&["emit", "karmada"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!("ambiguous_cell", run.transcript());
    // Who may have both has the cluster.
    let both = text.replace("gpu in [b-c]", "gpu in [b-c, c]");
    let run = project(&both, config).run(&["emit", "karmada"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains(r#""clusterNames": ["a-b-c"]"#), "{}", run.stdout);
    for more in ["[emit.karmada.flavors]\nc = \"d\"\n", "[emit.karmada.locations]\na-b = \"d\"\n"] {
        assert_eq!(project(text, &format!("{config}{more}")).run(&["emit", "karmada"]).status, 0);
    }
    let names = "[emit.TARGET.locations]\na = \"x\"\na-b = \"x\"\n";
    for tool in TOOLS {
        let config = format!("reference = \"world\"\n{}", names.replace("TARGET", tool.name));
        let words = ["emit-ambiguous", "`a` and `a-b` are both `x`"];
        fails(&project(text, &config), &[tool.name, "--locations-only"], 1, &words);
    }
}

#[test]
fn kubefleet_takes_ten_terms() {
    // Each location has a flavor that no other one has, and one that is not allowed.
    let text = |number: usize| {
        let mut text = String::new();
        let names: Vec<String> = (0..number).map(|index| format!("g{index}")).collect();
        for (index, name) in names.iter().enumerate() {
            let _ = write!(text, "gpu {name}\nlocation l{index} in us < offers [{name}, x86] >\n");
        }
        let _ =
            write!(text, "policy gpus < gpu in [{}] >\nmodel llama < attach [gpus] >\n", names.join(", "));
        text
    };
    let config = "reference = \"world\"\n[emit.kubefleet]\nflavor = \"f\"\n";
    assert_eq!(project(&text(10), config).run(&["emit", "kubefleet"]).status, 0);
    let run = project(&text(11), config).run(&["emit", "kubefleet"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!("limit", run.transcript());
    assert_eq!(project(&text(11), config).run(&["emit", "kubefleet", "--locations-only"]).status, 0);
}

#[test]
fn the_configuration_is_checked() {
    let fails = |target: &str, config: &str, words: &[&str]| {
        let config = format!("[emit.{target}]\n{config}\n");
        fails(&sample(&config), &[target], 2, words);
    };
    for tool in TOOLS {
        fails(tool.name, "clusters = 0", &["expected a whole number from 1"]);
        fails(tool.name, "clusters = 3000000000", &["the number is larger than 2147483647"]);
        fails(tool.name, "clusters = \"2\"", &["found a string"]);
        fails(tool.name, "locations-only = 1", &["expected `true` or `false`"]);
        fails(tool.name, "location-only = true", &["unknown key `location-only`", "`locations-only`"]);
        fails(tool.name, "namespace = \"{env}\"", &["there is no field `{env}`"]);
        fails(tool.name, "name = \"{name\"", &["a `{` is not closed"]);
    }
    fails("ocm", "location = \"region\"", &["expected `{ claim = \"…\" }` or `{ label = \"…\" }`"]);
    fails("ocm", "location = {}", &["expected one of `claim` and `label`"]);
    fails("ocm", "flavor = { claim = \"a\", label = \"b\" }", &["expected one of `claim` and `label`"]);
    fails("ocm", "flavor = { clam = \"a\" }", &["unknown key `clam`", "`claim`"]);
    fails("ocm", "flavor = { claim = \"a b\" }", &["`a b` is no key of a label"]);
    fails(
        "ocm",
        "flavor = { claim = \"region.open-cluster-management.io\" }",
        &["tells the location already"],
    );
    fails("ocm", "cluster-sets = []", &["the list is empty"]);
    fails("ocm", "resource = \"apps/v1 Deployment\"", &["unknown key `resource`"]);
    fails("kubefleet", "flavor = \"fleet.azure.com/location\"", &["tells the location already"]);
    fails("kubefleet", "location = \"a/b/c\"", &["`a/b/c` is no key of a label"]);
    fails("kubefleet", "location = \"UPPER.com/x\"", &["is no key of a label"]);
    fails("karmada", "cluster = \"{flavor}\"", &["the clusters of all locations would have one name"]);
    fails("karmada", "cluster = \"{place}\"", &["there is no field `{place}`", "`{location}-{flavor}`"]);
    fails("karmada", "flavor = \"x\"", &["unknown key `flavor`"]);
    for target in ["karmada", "kubefleet"] {
        for wrong in [
            "Deployment",
            "apps/v1",
            "apps/v1/x Deployment",
            "apps/v1 deployment",
            "apps/v1  Deployment",
            "/v1 Pod",
        ] {
            fails(target, &format!("resource = \"{wrong}\""), &["is no version of an API and a kind"]);
        }
        fails(target, "resource = 1", &["or a table by kind, found a number"]);
        fails(target, "resource = { jobs = \"batch/v1 Job\" }", &["unknown key `jobs`", "`job`"]);
        fails(target, "resource = { job = 1 }", &["expected a string"]);
    }
}
