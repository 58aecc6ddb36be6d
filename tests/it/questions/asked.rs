//! Workloads and options as people name them: what is meant is found, and what is not is never guessed.

use bpol::answers::asked::{Takes, option, written};
use bpol::answers::name;
use bpol::{Analysis, Builtin, Configuration, Reference, Source};

const TEXT: &str = r#"
    country na "Namibia" in af
    continent af
    continent as
    location lab in fr
    location "lab:southern" in fr
    environment production
    environment staging in production
    model llama in production
    model llama in staging
    model mistral in staging
    agent mistral
    agent "a b"
"#;

fn workspace() -> Analysis {
    let source = Source::new("a.bpol", TEXT.into());
    bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), vec![source])
}

#[test]
fn a_workload_is_what_exactly_one_fits() {
    let analysis = workspace();
    let workspace = analysis.workspace();
    let found = |text: &str| match name::workload(workspace, text) {
        Ok(workload) => workspace.identity(workload).to_string(),
        Err(unfound) => format!("{}: {}", unfound.message, unfound.help.unwrap_or_default()),
    };
    assert_eq!(found("model/llama@production"), "model/llama@production");
    assert_eq!(found("llama@staging"), "model/llama@staging");
    assert_eq!(found("model/mistral"), "model/mistral@staging");
    // A whole name is first itself.
    assert_eq!(found("agent/mistral"), "agent/mistral");
    assert_eq!(found("a b"), "agent/\"a b\"");
    assert_eq!(
        found("llama"),
        "`llama` may be any of 2 workloads: name one of `model/llama@production` and `model/llama@staging`"
    );
    assert_eq!(
        found("mistral"),
        "`mistral` may be any of 2 workloads: name one of `agent/mistral` and `model/mistral@staging`"
    );
    assert!(found("model/lama").contains("did you mean"), "{}", found("model/lama"));
    assert!(found("mistral@production").starts_with("`mistral@production` names no workload"));
}

#[test]
fn an_option_is_what_exactly_one_code_or_group_is() {
    let analysis = workspace();
    let found = |text: &str, takes| match option(analysis.workspace(), text, takes) {
        Ok(asked) => written(&asked.choice),
        Err(unfound) => format!("{}: {}", unfound.message, unfound.help.unwrap_or_default()),
    };
    assert_eq!(found("fr", Takes::All), "country:fr");
    assert_eq!(found("CPU x86", Takes::Flavors), "cpu:x86");
    assert_eq!(found("country:na", Takes::All), "country:na");
    assert_eq!(
        found("na", Takes::Places),
        "`na` may be any of `continent:na` and `country:na`: write `continent:na` or `country:na`"
    );
    assert_eq!(found("fr", Takes::Flavors), "there is no flavor `fr`: there is `country:fr`");
    assert_eq!(found("gpu:x86", Takes::All), "there is no gpu `x86`: there is `cpu:x86`");
    assert!(found("location:labb", Takes::All).contains("there are `location:lab`"));
    let wrong = found("country:fr", Takes::Flavors);
    assert_eq!(
        wrong,
        "`country:fr` is no flavor: it stands for places: `--in` takes places, `--on` takes flavors"
    );
    assert_eq!(found("namibia", Takes::Places), "there is no place `namibia`: did you mean `country:na`?");
    let near = found("lab:suothern", Takes::All);
    assert!(near.ends_with("did you mean `location:lab:southern`?"), "{near}");
    let of_no_type = found("region:fr-1", Takes::All);
    assert!(of_no_type.contains("what stands before `:` is `continent`, `country`"), "{of_no_type}");
}
