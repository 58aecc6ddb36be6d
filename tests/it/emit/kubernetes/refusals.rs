//! What is refused, and what the configuration cannot be.

use std::fmt::Write as _;

use super::{SAMPLE, on_world, with_namespaces};
use crate::emit::{emit, run};
use crate::support::Project;

#[test]
fn what_kubernetes_cannot_say_is_refused() {
    let fleet = "location us-pdx-1 in us < offers [x86, a100, a100-80gb] >\nlocation us-was-1 in us < offers [x86] >\n";
    let with = |statements: &str, config: &str| on_world(&format!("{fleet}{statements}"), config);
    let own = "cpu riscv64\ngpu \"a 100\"\nlocation us-pdx-1 < offers [riscv64, \"a 100\"] >\n\
               policy p < gpu in [\"a 100\"] or cpu in [riscv64] >\nmodel m < attach [p] >\nmodel n < attach [p] >\n";
    let cases: [(&str, Project, &[&str]); 9] = [
        ("emit-no-fleet", on_world("model m\n", ""), &[]),
        ("emit-unmapped", on_world(own, ""), &[]),
        (
            "emit-ambiguous",
            with("policy p < gpu in [a100] >\nmodel m < attach [p] >\n", "labels = \"karpenter\"\n"),
            &[],
        ),
        ("emit-name", with("model \"m é\"\nmodel m\n", ""), &[]),
        ("emit-name", with("model m\nmodel n\n", "namespace = \"{environment}\"\n"), &[]),
        (
            "emit-name",
            with("model m\n", "[emit.kubernetes.locations]\nus-pdx-1 = [\"us west\", \"us-west-2\"]\n"),
            &[],
        ),
        (
            "emit-name",
            with(
                "policy p < gpu in [a100] >\nmodel m < attach [p] >\n",
                "[emit.kubernetes.flavors]\na100 = { key = \"card\", values = [\"A100-\"] }\n",
            ),
            &[],
        ),
        ("emit-clash", with("model m\nagent m\nagent n\n", "namespace = \"web\"\n"), &["--enforce"]),
        (
            "emit-nothing-left",
            with(
                "policy p < location in [us-was-1] >\nmodel m < attach [p] >\n",
                "[emit.kubernetes.locations]\nus-was-1 = false\n",
            ),
            &[],
        ),
    ];
    let mut transcript = String::new();
    for (code, project, flags) in cases {
        let found = run(&project, &[&["kubernetes"], flags].concat());
        assert_eq!((found.status, found.stdout.as_str()), (1, ""), "{code} {}", found.stderr);
        assert!(found.stderr.contains(&format!("error[{code}]")), "{code} {}", found.stderr);
        let _ = writeln!(transcript, "{}", found.stderr);
    }
    insta::assert_snapshot!("refusals", transcript);
}

#[test]
fn more_than_a_config_map_holds_is_refused() {
    let mut text = "environment production\n".to_owned();
    for number in 0..400 {
        let _ = writeln!(text, "location region-number-{number:03} in us < offers [x86] >");
    }
    for number in 0..150 {
        let _ = writeln!(text, "model m{number} in production");
    }
    let project = with_namespaces(&text, "");
    assert!(emit(&project, &["kubernetes"]).len() > 1 << 20);
    let found = run(&project, &["kubernetes", "--enforce"]);
    assert_eq!((found.status, found.stdout.as_str()), (1, ""));
    insta::assert_snapshot!("limit", found.stderr);
}

#[test]
fn names_that_are_not_written_need_not_be_there() {
    // Nobody says what `gaudi2` is called, and where flavors are not restricted, nobody has to.
    let fleet = "location us-pdx-1 in us < offers [x86, gaudi2] >\n";
    let written = emit(&on_world(&format!("{fleet}model m\n"), ""), &["kubernetes"]);
    assert!(!written.contains("arch"), "{written}");
    let policy = "policy p < gpu in [gaudi2] >\nmodel m < attach [p] >\n";
    let found = run(&on_world(&format!("{fleet}{policy}"), ""), &["kubernetes"]);
    assert!(found.status == 1 && found.stderr.contains("emit-unmapped"), "{}", found.stderr);
    let entry = "[emit.kubernetes.flavors]\ngaudi2 = { key = \"habana.ai/card\", values = [\"HL-225\"] }\n";
    let written = emit(&on_world(&format!("{fleet}{policy}"), entry), &["kubernetes"]);
    assert!(
        written.contains("\"habana.ai/card\", \"operator\": \"In\", \"values\": [\"HL-225\"]"),
        "{written}"
    );
}

#[test]
fn two_locations_of_one_region_are_told_apart_by_nothing() {
    let fleet =
        "location a in us < offers [x86, t4] >\nlocation b in us < offers [x86] >\nlocation c in us\n";
    let names = "[emit.kubernetes.locations]\na = \"r\"\nb = \"r\"\n";
    let project = |policy: &str| {
        let text = format!("{fleet}policy p < {policy} >\nmodel m < attach [p] >\n");
        on_world(&text, names)
    };
    // Where flavors are not restricted, those that one of them does not offer open nothing.
    let written = emit(&project("location in [a, b]"), &["kubernetes"]);
    assert!(written.contains("\"values\": [\"r\"]"), "{written}");
    for policy in ["location in [a, c]", "gpu in [t4]"] {
        let found = run(&project(policy), &["kubernetes"]);
        assert!(found.status == 1 && found.stderr.contains("emit-ambiguous"), "{policy} {}", found.stderr);
    }
}

#[test]
fn a_table_of_ones_own_says_what_its_codes_are() {
    let text = "cpu x86\ncpu arm64\ngpu t4\nlocation us-pdx-1 < offers [x86, arm64, t4] >\n\
                policy p < gpu in [t4] >\nmodel m < attach [p] >\npolicy c < cpu in [x86, arm64] >\nmodel n < attach [c] >\n";
    let project = |entry: &str| {
        let config = format!("reference = \"none\"\n[emit.kubernetes.flavors]\n{entry}");
        crate::emit::project(text, &config)
    };
    let found = run(&project(""), &["kubernetes"]);
    assert!(found.stderr.contains("`t4` has no name") && !found.stderr.contains("x86 ="), "{}", found.stderr);
    let written = emit(&project("t4 = \"Our-T4\"\n"), &["kubernetes"]);
    assert!(written.contains("[\"Our-T4\"]") && written.contains("[\"amd64\", \"arm64\"]"), "{written}");
    // More names for a code of the table do not make it another one.
    let world = on_world(
        "gpu t4 < alias [\"our t4\"] >\nlocation l < offers [t4] >\npolicy p < gpu in [t4] >\n\
                          model m < attach [p] >\n",
        "",
    );
    assert!(emit(&world, &["kubernetes"]).contains("Tesla-T4"));
}

#[test]
fn what_the_configuration_cannot_be_is_said() {
    let cases = [
        ("bare = \"yes\"\n", "expected `true` or `false`"),
        ("enforce = 1\n", "expected `true` or `false`"),
        ("enforce = true\n", "admission policies need the namespace of every workload"),
        ("enforce-namespace = \"Bpol\"\n", "`Bpol` is no namespace"),
        ("labels = \"gdf\"\n", "there are no labels `gdf`"),
        ("region = \"a b\"\n", "`a b` is no key of a label"),
        ("region = \"Example.com/zone\"\n", "is no key of a label"),
        ("region = \"nvidia.com/gpu.product\"\n", "is the label of regions and that of a flavor"),
        ("resource = \"Deployment\"\n", "is no version of an API and a kind"),
        ("resource = { models = \"v1 Pod\" }\n", "unknown key `models`"),
        ("resource = \"argoproj.io/v1alpha1 Rollout\"\n", "nothing says where its pod stands"),
        ("resource = { model = \"batch.volcano.sh/v1alpha1 Job\" }\n", "nothing says where its pod stands"),
        ("pod = \"spec\"\n", "every resource is known"),
        ("resource = \"a.io/v1 Rollout\"\npod = \"spec.tasks[0]\"\n", "is no path to a pod"),
        ("resource = \"a.io/v1 Rollout\"\npod = \"metadata.x\"\n", "is no path to a pod"),
        ("namespace = \"{team}\"\n", "there is no field `{team}`"),
        ("regoin = \"x\"\n", "did you mean `region`?"),
        ("[emit.kubernetes.flavors]\nt4 = 4\n", "expected a value, a list of them"),
        ("[emit.kubernetes.flavors]\nt4 = {}\n", "`key` is missing"),
        ("[emit.kubernetes.flavors]\nt4 = { key = \"a\" }\n", "`values` is missing"),
        ("[emit.kubernetes.flavors]\nt4 = { key = \"a\", values = [] }\n", "the list is empty"),
        ("[emit.kubernetes.flavors]\nt4 = { key = \"/a\", values = [\"x\"] }\n", "is no key of a label"),
        ("[emit.kubernetes.flavors]\nt4 = { key = \"a\", value = \"x\" }\n", "unknown key `value`"),
        ("[emit.kubernetes.flavors]\nt9 = \"x\"\n", "the table has no cpu or gpu `t9`"),
        (
            "[emit.kubernetes.flavors]\nt4 = { key = \"topology.kubernetes.io/region\", values = [\"x\"] }\n",
            "is the label of regions and that of a flavor",
        ),
        ("[emit.kubernetes.names]\n\"model/other\" = \"x\"\n", "there is no workload `model/other`"),
    ];
    for (config, words) in cases {
        let found = run(&on_world(SAMPLE, config), &["kubernetes"]);
        assert_eq!((found.status, found.stdout.as_str()), (2, ""), "{config} {}", found.stderr);
        assert!(found.stderr.contains(words), "{config} {}", found.stderr);
    }
}

#[test]
fn a_part_of_the_workloads_in_the_config_map_is_said() {
    let project = with_namespaces(SAMPLE, "");
    let found = run(&project, &["kubernetes", "--enforce", "--workload", "sandbox/dev@production"]);
    assert!(
        found.status == 0 && found.stderr.contains("the ConfigMap has 1 of 3 workloads"),
        "{}",
        found.stderr
    );
    assert_eq!(run(&project, &["kubernetes", "--enforce"]).stderr, "");
}
