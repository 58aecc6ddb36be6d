//! The labels that are built in, against the table `world`, whose aliases are the spellings of nodes.

use std::collections::{BTreeMap, BTreeSet};

use bpol::emit::targets::kubernetes::presets::PRESETS;
use bpol::syntax::keyword::{Attribute, Keyword};
use bpol::{Builtin, Source};

use super::{on_world, reader::LABELS};
use crate::emit::{documents, emit};

/// The gpus of `world`, and what each is called besides.
fn gpus() -> BTreeMap<String, BTreeSet<String>> {
    let parsed = bpol::syntax::parse(Source::new("world", Builtin::World.text().into()));
    let gpus = parsed.statements().filter(|it| it.keyword() == Keyword::Code(Attribute::Gpu));
    let of = |list: Vec<String>| list.into_iter().collect();
    gpus.map(|it| {
        let aliases = it.list().iter().map(|alias| alias.value().into_owned()).collect();
        (it.name().value().into_owned(), of(aliases))
    })
    .collect()
}

/// Who writes an alias on nodes, by its form; none where catalogues alone do.
fn writer(alias: &str) -> Option<&'static str> {
    let begins = |forms: &[&str]| forms.iter().any(|form| alias.starts_with(form));
    if begins(&["NVIDIA-", "Tesla-", "GeForce-", "A100-SXM4-", "A100-PCIE-", "AMD_"]) {
        Some("gfd")
    } else if begins(&["nvidia-", "tpu"]) && alias != "tpu-v5litepod" {
        Some("gke")
    } else if ["rtx-pro-server-6000", "trainium"].contains(&alias) {
        Some("karpenter")
    } else {
        None
    }
}

#[test]
fn the_labels_are_the_aliases_of_the_table_and_the_reverse() {
    let gpus = gpus();
    let mut missing: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for (code, aliases) in &gpus {
        missing.extend(aliases.iter().filter_map(|alias| Some((writer(alias)?, &**code, &**alias))));
    }
    for preset in &PRESETS {
        let mut codes = BTreeSet::new();
        for (key, code, values) in preset.all() {
            assert!(codes.insert(code), "{code} twice in {}", preset.name);
            assert_eq!(preset.of(code), Some((key, values.clone())));
            for value in values {
                let is_right = gpus[code].contains(value) || (preset.name == "karpenter" && value == code);
                // One label of Karpenter is both cards.
                assert!(is_right || (code, value) == ("a100-80gb", "a100"), "{} {code} {value}", preset.name);
                let is_twin = (code, value) == ("a100-80gb", "a100") || value == code;
                assert!(
                    missing.remove(&(preset.name, code, value)) || is_twin,
                    "{} {code} {value}",
                    preset.name
                );
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_second_reader_knows_the_same_labels() {
    for (code, key, values) in LABELS.into_iter().filter(|it| it.1 != super::reader::ARCH) {
        assert_eq!(PRESETS[0].of(code), Some((key, values.to_vec())));
    }
}

/// The terms of the one workload of a workspace, an expression a line.
fn terms(offers: &str, rule: &str, config: &str) -> Vec<Vec<String>> {
    let text =
        format!("location l in us < offers [{offers}] >\npolicy p < {rule} >\nmodel m < attach [p] >\n");
    let written = documents(&emit(&on_world(&text, config), &["kubernetes", "--bare"]));
    let required = &written[0]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let line = |it: &serde_json::Value| {
        let values: Vec<String> =
            list(&it["values"]).iter().map(|it| it.as_str().unwrap().to_owned()).collect();
        let (key, operator) = (it["key"].as_str().unwrap(), it["operator"].as_str().unwrap());
        format!("{key} {operator} {}", values.join(",")).trim_end().to_owned()
    };
    let term = |it: &serde_json::Value| list(&it["matchExpressions"]).iter().skip(1).map(line).collect();
    list(&required["nodeSelectorTerms"]).iter().map(term).collect()
}

#[test]
fn labels_are_those_of_the_preset_and_of_entries() {
    let both = "gpu in [t4, l4] or cpu in [x86]";
    for (labels, key, values) in [
        ("gfd", "nvidia.com/gpu.product", "NVIDIA-L4,Tesla-T4"),
        ("gke", "cloud.google.com/gke-accelerator", "nvidia-l4,nvidia-tesla-t4"),
        ("karpenter", "karpenter.k8s.aws/instance-gpu-name", "l4,t4"),
    ] {
        let found = terms("x86, l4, t4", both, &format!("labels = \"{labels}\"\n"));
        let cpu = vec!["kubernetes.io/arch In amd64".to_owned(), format!("{key} DoesNotExist")];
        assert_eq!(found, [cpu, vec![format!("{key} In {values}")]]);
    }
    let config = "[emit.kubernetes.flavors]\nx86 = [\"amd64\", \"386\"]\nt4 = { key = \"pool\", values = [\"b\", \"a\"] }\n\
                  mi300x = { key = \"amd.example/card\", values = [\"x\"] }\n";
    let found = terms("x86, l4, t4", both, config);
    let wanted = [
        &[
            "kubernetes.io/arch In 386,amd64",
            "amd.example/card DoesNotExist",
            "nvidia.com/gpu.product DoesNotExist",
            "pool DoesNotExist",
        ][..],
        &["nvidia.com/gpu.product In NVIDIA-L4"],
        &["pool In a,b"],
    ];
    assert_eq!(found, wanted);
    // One label for all of them.
    let config = "[emit.kubernetes.flavors]\nx86 = { key = \"flavor\", values = [\"x86\"] }\n\
                  t4 = { key = \"flavor\", values = [\"t4\"] }\n";
    let found = terms("x86, t4", "gpu in [t4] or cpu in [x86]", config);
    let cpu = &["flavor In x86", "nvidia.com/gpu.product DoesNotExist"][..];
    assert_eq!(found, [cpu, &["flavor In t4"]]);
}

#[test]
fn gpus_of_another_label_are_no_cpus_where_the_fleet_has_them() {
    let none = |key: &str| format!("{key} DoesNotExist");
    let cpu = |offers: &str, labels: &str| {
        let found = terms(offers, "cpu in [x86]", &format!("labels = \"{labels}\"\n"));
        found[0][1..].to_vec()
    };
    assert_eq!(cpu("x86, t4", "gfd"), [none("nvidia.com/gpu.product")]);
    assert_eq!(cpu("x86, mi300x", "gfd"), [none("amd.com/gpu.product-name"), none("nvidia.com/gpu.product")]);
    assert_eq!(
        cpu("x86, tpu-v5e", "gke"),
        [none("cloud.google.com/gke-accelerator"), none("cloud.google.com/gke-tpu-accelerator")]
    );
}
