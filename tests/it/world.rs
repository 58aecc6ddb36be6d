//! The table `world`: the codes it must have and no others, the members of its groups, and the card that every
//! spelling of a node label or catalogue means.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::emit::placement;
use bpol::syntax::ast::Statement;
use bpol::syntax::parse;
use bpol::{Builtin, Configuration, Reference, Source};
use serde_json::Value;

use crate::support::Project;

const CONTINENTS: &str = "af an as eu na oc sa";

const CPUS: &str = "arm64 x86";

const GPUS: &str = "k80 m60 p4 p40 p100 v100 t4 t4g a2 a10 a10g a16 a30 a40 a100 a100-80gb l4 l40 l40s h100 \
                    h100-nvl h200 gh200 b200 b300 gb200 gb300 rtx3090 rtx4090 rtx5090 rtx-a4000 rtx-a5000 \
                    rtx-a6000 rtx6000-ada rtx-pro-6000 mi210 mi250x mi300x mi325x mi355x gaudi2 gaudi3 tpu-v2 \
                    tpu-v3 tpu-v4 tpu-v5e tpu-v5p tpu-v6e tpu-v7 inferentia1 inferentia2 trainium1 trainium2 \
                    trainium3";

const EU: &str = "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk";

/// Each group with all its members.
const GROUPS: [(&str, &str); 9] = [
    ("eu27", EU),
    ("eu-outermost6", "gf gp mf mq re yt"),
    ("efta4", "ch is li no"),
    ("eea30", "at be bg cy cz de dk ee es fi fr gr hr hu ie is it li lt lu lv mt nl no pl pt ro se si sk"),
    ("schengen29", "at be bg ch cz de dk ee es fi fr gr hr hu is it li lt lu lv mt nl no pl pt ro se si sk"),
    (
        "nato32",
        "al be bg ca cz de dk ee es fi fr gb gr hr hu is it lt lu lv me mk nl no pl pt ro se si sk tr us",
    ),
    ("five-eyes", "au ca gb nz us"),
    ("gdpr-adequate-2026", "ad ar br ch fo gb gg il im je jp kr nz uy"),
    ("gdpr-adequate-partial-2026", "ca us"),
];

/// Where CLDR has another European Union than the group `eu27`: the code, and why. There is no such code.
const KNOWN_DEVIATIONS: [(&str, &str); 0] = [];

/// Each flavor with the memory of one card in GB, 0 for a cpu, and with all that it is called on nodes and in
/// catalogues.
const SPELLINGS: [(&str, u32, &[&str]); 56] = [
    ("x86", 0, &["CPU x86", "amd64", "x86_64"]),
    ("arm64", 0, &["aarch64"]),
    ("k80", 12, &["Tesla-K80", "nvidia-tesla-k80", "K80"]),
    ("m60", 8, &["Tesla-M60", "M60"]),
    ("p4", 8, &["Tesla-P4", "nvidia-tesla-p4", "P4"]),
    ("p40", 24, &["Tesla-P40", "P40"]),
    ("p100", 16, &["Tesla-P100-PCIE-16GB", "Tesla-P100-SXM2-16GB", "nvidia-tesla-p100", "P100"]),
    ("v100", 16, &["Tesla-V100-PCIE-16GB", "Tesla-V100-SXM2-16GB", "nvidia-tesla-v100", "V100"]),
    ("t4", 16, &["Tesla-T4", "nvidia-tesla-t4", "T4"]),
    ("t4g", 16, &["NVIDIA-T4G", "T4g"]),
    ("a2", 16, &["NVIDIA-A2"]),
    ("a10", 24, &["NVIDIA-A10", "A10"]),
    ("a10g", 24, &["NVIDIA-A10G", "A10G"]),
    ("a16", 16, &["NVIDIA-A16", "A16"]),
    ("a30", 24, &["NVIDIA-A30", "A30"]),
    ("a40", 48, &["NVIDIA-A40", "A40"]),
    (
        "a100",
        40,
        &[
            "NVIDIA-A100-SXM4-40GB",
            "NVIDIA-A100-PCIE-40GB",
            "A100-SXM4-40GB",
            "A100-PCIE-40GB",
            "nvidia-tesla-a100",
            "A100",
        ],
    ),
    (
        "a100-80gb",
        80,
        &[
            "NVIDIA-A100-SXM4-80GB",
            "NVIDIA-A100-80GB-PCIe",
            "A100-SXM4-80GB",
            "nvidia-a100-80gb",
            "A100-80GB",
            "A100-80GB-SXM",
        ],
    ),
    ("l4", 24, &["NVIDIA-L4", "nvidia-l4", "L4"]),
    ("l40", 48, &["NVIDIA-L40", "L40"]),
    ("l40s", 48, &["NVIDIA-L40S", "L40S"]),
    (
        "h100",
        80,
        &[
            "NVIDIA-H100-80GB-HBM3",
            "NVIDIA-H100-PCIe",
            "nvidia-h100-80gb",
            "nvidia-h100-mega-80gb",
            "H100",
            "H100-80GB",
            "H100-MEGA",
            "H100-SXM",
        ],
    ),
    ("h100-nvl", 94, &["NVIDIA-H100-NVL", "H100-NVL"]),
    ("h200", 141, &["NVIDIA-H200", "NVIDIA-H200-NVL", "nvidia-h200-141gb", "H200", "H200-SXM"]),
    ("gh200", 96, &["NVIDIA-GH200-480GB", "GH200"]),
    ("b200", 180, &["NVIDIA-B200", "nvidia-b200", "B200"]),
    ("b300", 288, &["NVIDIA-B300-SXM6-AC", "NVIDIA-B300-SXM6-PC", "B300"]),
    ("gb200", 186, &["NVIDIA-GB200", "nvidia-gb200", "GB200"]),
    ("gb300", 288, &["NVIDIA-GB300", "nvidia-gb300", "GB300"]),
    ("rtx3090", 24, &["NVIDIA-GeForce-RTX-3090", "GeForce-RTX-3090", "RTX3090"]),
    ("rtx4090", 24, &["NVIDIA-GeForce-RTX-4090", "RTX4090"]),
    ("rtx5090", 32, &["NVIDIA-GeForce-RTX-5090", "RTX5090"]),
    ("rtx-a4000", 16, &["NVIDIA-RTX-A4000", "RTXA4000", "A4000"]),
    ("rtx-a5000", 24, &["NVIDIA-RTX-A5000", "RTXA5000", "A5000"]),
    ("rtx-a6000", 48, &["NVIDIA-RTX-A6000", "RTXA6000", "A6000"]),
    ("rtx6000-ada", 48, &["NVIDIA-RTX-6000-Ada-Generation", "RTX6000-Ada"]),
    (
        "rtx-pro-6000",
        96,
        &[
            "NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition",
            "NVIDIA-RTX-PRO-6000-Blackwell-Workstation-Edition",
            "NVIDIA-RTX-PRO-6000-Blackwell-Max-Q-Workstation-Edition",
            "nvidia-rtx-pro-6000",
            "rtx-pro-server-6000",
            "RTXPRO6000",
        ],
    ),
    ("mi210", 64, &["MI210"]),
    ("mi250x", 128, &["MI250X"]),
    ("mi300x", 192, &["AMD_Instinct_MI300X_OAM", "MI300X"]),
    ("mi325x", 256, &["MI325X"]),
    ("mi355x", 288, &["MI355X"]),
    ("gaudi2", 96, &["Gaudi2"]),
    ("gaudi3", 128, &["Gaudi3"]),
    ("tpu-v2", 16, &[]),
    ("tpu-v3", 32, &["tpu-v3-device", "tpu-v3-slice"]),
    ("tpu-v4", 32, &["tpu-v4-podslice"]),
    ("tpu-v5e", 16, &["tpu-v5-lite-device", "tpu-v5-lite-podslice", "tpu-v5litepod"]),
    ("tpu-v5p", 95, &["tpu-v5p-slice"]),
    ("tpu-v6e", 32, &["tpu-v6e-slice"]),
    ("tpu-v7", 192, &["tpu7x"]),
    ("inferentia1", 8, &["inferentia", "Inferentia"]),
    ("inferentia2", 32, &["Inferentia2"]),
    ("trainium1", 32, &["trainium", "Trainium"]),
    ("trainium2", 96, &["Trainium2"]),
    ("trainium3", 144, &[]),
];

/// What no code may be called: it means another card than the one it looks like, or two.
const NO_ALIASES: [&str; 14] = [
    "V100-32GB",
    "Tesla-V100-PCIE-32GB",
    "Tesla-V100-SXM2-32GB",
    "Tesla-V100-SXM3-32GB",
    "Tesla-P100-PCIE-12GB",
    "NVIDIA-GH200-144G-HBM3e",
    "H100-NVLINK",
    "AMD_Instinct_MI250X_MI250",
    "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb",
    "Tesla-T4-SHARED",
    "Quadro-RTX-6000",
    "RTX6000",
    "Gaudi HL-205",
    "tpu-v4-lite-device",
];

/// A size in a label that is not that of the card's memory: 480 GB is what the CPU beside it has.
const OTHER_SIZES: [&str; 1] = ["NVIDIA-GH200-480GB"];

#[test]
fn the_table_has_the_codes_that_it_must_have_and_no_others() {
    let of = |keyword| declared().filter(move |it| it.0 == keyword).map(|it| it.1).collect::<BTreeSet<_>>();
    assert_eq!(of("continent"), words(CONTINENTS));
    assert_eq!(of("country").len(), 250);
    assert_eq!(of("location"), BTreeSet::new());
    assert_eq!(of("cpu"), words(CPUS));
    assert_eq!(of("gpu"), words(GPUS));
    assert_eq!(of("group"), GROUPS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn every_group_has_its_members_and_no_others() {
    let sets = sets(GROUPS.iter().map(|(name, _)| format!("group in [{name}]")), "locations");
    assert_eq!(sets.len(), GROUPS.len());
    for ((name, members), set) in GROUPS.into_iter().zip(sets) {
        assert_eq!(set, words(members), "{name}");
    }
}

#[test]
fn the_number_in_the_name_of_a_group_is_the_number_of_its_members() {
    for (name, members) in GROUPS {
        let size: String = name.chars().skip_while(|it| !it.is_ascii_digit()).collect();
        let is_year = name.ends_with("-2026");
        if !size.is_empty() && !is_year {
            assert_eq!(size, words(members).len().to_string(), "{name}");
        }
    }
}

#[test]
fn the_union_is_that_of_cldr_but_for_the_known_deviations() {
    let cldr: BTreeSet<String> = include_str!("data/cldr-eu.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let group = sets(["group in [eu27]".to_owned()], "locations").remove(0);
    let deviating: BTreeSet<String> = cldr.symmetric_difference(&group).cloned().collect();
    assert_eq!(deviating, KNOWN_DEVIATIONS.iter().map(|(code, _)| (*code).to_owned()).collect());
}

#[test]
fn every_group_says_what_it_is_where_its_members_are_from_and_when_they_were_read() {
    let mut groups = 0;
    for statement in parsed().statements().filter(|it| it.keyword().name() == "group") {
        let name = statement.name().value();
        let lines = statement.documentation();
        let (about, source) = lines.split_at(lines.iter().position(|it| it.contains("Source: ")).unwrap());
        assert!(!about.is_empty(), "{name} does not say what it is");
        assert!(source.iter().any(|line| has_date(line)), "{name} has no date: {source:?}");
        assert!(statement.label().is_some(), "{name} has no label");
        groups += 1;
    }
    assert_eq!(groups, GROUPS.len());
}

#[test]
fn every_spelling_means_its_card() {
    let mut expected = Vec::new();
    for (code, _, spellings) in SPELLINGS {
        let attribute = if words(CPUS).contains(code) { "cpu" } else { "gpu" };
        let rule = |spelling| (code, format!("{attribute} in [\"{spelling}\"]"));
        expected.extend([&[code], spellings].concat().into_iter().map(rule));
    }
    let sets = sets(expected.iter().map(|(_, rule)| rule.clone()), "flavors");
    assert_eq!(sets.len(), expected.len());
    for ((code, rule), set) in expected.into_iter().zip(sets) {
        assert_eq!(set, words(code), "{rule}");
    }
}

#[test]
fn the_aliases_are_those_that_are_listed_here_and_none_stands_twice() {
    let mut seen = BTreeSet::new();
    for statement in parsed().statements() {
        let name = statement.name().value().into_owned();
        let aliases: Vec<String> = statement.list().iter().map(|alias| alias.value().into_owned()).collect();
        if !["cpu", "gpu"].contains(&statement.keyword().name()) {
            assert_eq!(aliases, [""; 0], "{name}");
            continue;
        }
        let listed = SPELLINGS.iter().find(|(code, ..)| *code == name).unwrap();
        assert_eq!(aliases, listed.2, "{name}");
        for word in aliases.into_iter().chain([name]) {
            assert!(seen.insert(word.clone()), "{word} is two flavors");
        }
    }
    assert_eq!(SPELLINGS.len(), words(CPUS).len() + words(GPUS).len());
}

#[test]
fn a_size_in_a_spelling_or_a_label_is_that_of_the_cards_memory() {
    let mut sizes = 0;
    for statement in parsed().statements() {
        let name = statement.name().value();
        let Some(&(code, memory, spellings)) = SPELLINGS.iter().find(|(code, ..)| *code == name) else {
            continue;
        };
        let label = statement.label().unwrap().value().into_owned();
        for text in [&[code, label.as_str()], spellings].concat() {
            if !OTHER_SIZES.contains(&text) {
                for size in sizes_in(text) {
                    assert_eq!(size, memory, "{text} is {code}");
                    sizes += 1;
                }
            }
        }
    }
    assert!(sizes > 20, "{sizes}");
}

#[test]
fn what_means_another_card_is_no_alias() {
    for name in NO_ALIASES {
        let project = Project::new().file("p.bpol", format!("policy p < gpu in [\"{name}\"] >\n"));
        let run = project.run(&["compile", "--reference", "world", "p.bpol"]);
        assert_eq!(run.status, 1, "{name}: {}", run.stdout);
        assert!(run.stderr.contains("unknown-code"), "{name}: {}", run.stderr);
    }
    // The size that the code does not have is not answered with the code.
    for name in &NO_ALIASES[..4] {
        let project = Project::new().file("p.bpol", format!("policy p < gpu in [\"{name}\"] >\n"));
        let run = project.run(&["compile", "--reference", "world", "p.bpol"]);
        assert!(!run.stderr.contains("its code is"), "{}", run.stderr);
    }
}

/// The table's text as a tree.
fn parsed() -> bpol::syntax::ast::Parsed {
    parse(Source::new("<world>", Builtin::World.text().into()))
}

/// Keyword and name of every statement of the table.
fn declared() -> impl Iterator<Item = (&'static str, String)> {
    let named = |it: Statement<'_>| (it.keyword().name(), it.name().value().into_owned());
    parsed().statements().map(named).collect::<Vec<_>>().into_iter()
}

/// For each rule, the names of what a workload may have that has a policy of this rule.
fn sets(rules: impl IntoIterator<Item = String>, list: &str) -> Vec<BTreeSet<String>> {
    let mut text = String::new();
    for (index, rule) in rules.into_iter().enumerate() {
        // In the order of the rules, as workloads are written by name.
        let _ = writeln!(text, "policy p{index:03} < {rule} >\nmodel m{index:03} < attach [p{index:03}] >");
    }
    let source = Source::new("p.bpol", text.into());
    let analysis = bpol::compile(Configuration::default(), Reference::builtin(Builtin::World), vec![source]);
    let resolved = analysis.into_resolved().unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut lines = Vec::new();
    placement::lines(&resolved, resolved.workspace().workloads(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    lines
        .lines()
        .map(|line| names(&serde_json::from_str::<Value>(line).unwrap()["placementSet"][list]))
        .collect()
}

fn names(codes: &Value) -> BTreeSet<String> {
    codes.as_array().unwrap().iter().map(|code| code["name"].as_str().unwrap().to_owned()).collect()
}

fn words(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// Whether a line has a day, as `2026-11-28`.
fn has_date(line: &str) -> bool {
    let is_date = |word: &str| {
        let parts: Vec<&str> = word.trim_end_matches(['.', ',', ';']).split('-').collect();
        let digits = |part: &&str, length| part.len() == length && part.bytes().all(|it| it.is_ascii_digit());
        matches!(&parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
    };
    line.split_whitespace().any(is_date)
}

/// The numbers in a text that `GB`, `gb` or `G` stands behind.
fn sizes_in(text: &str) -> Vec<u32> {
    let parts = text.split(['-', '_', ' ']).collect::<Vec<_>>();
    let unit = |word: &str| ["GB", "gb", "G"].contains(&word);
    let mut sizes = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let digits = part.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let rest = &part[digits.len()..];
        let stands_apart = rest.is_empty() && parts.get(index + 1).is_some_and(|next| unit(next));
        if unit(rest) || stands_apart {
            sizes.extend(digits.parse::<u32>());
        }
    }
    sizes
}
