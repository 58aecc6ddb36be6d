//! The example of a change has every class once.

use std::path::Path;

use serde_json::Value;

use crate::support::run;

#[test]
fn the_example_of_a_change_shows_every_class_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/change");
    let compared = run(&folder, &["diff", "before", "after", "--format", "json"], b"");
    assert_eq!((compared.status, compared.stderr.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&compared.stdout).unwrap();
    let counts = answer["counts"].as_object().unwrap();
    assert_eq!(counts.len(), 9);
    assert!(counts.values().all(|count| count == 1), "{counts:?}");
    let shown: Vec<(&str, &str)> = answer["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["class"].as_str().unwrap(), group["workloads"][0]["name"].as_str().unwrap()))
        .collect();
    let expected = [
        ("unrestricted", "assistant"),
        ("broken", "reviewer"),
        ("widened", "support"),
        ("moved", "train"),
        ("added", "tokenize"),
        ("narrowed", "runner"),
        ("repaired", "migration"),
        ("removed", "legacy"),
    ];
    assert_eq!(shown, expected);
    let causes = answer["groups"].as_array().unwrap().iter().map(|group| &group["causes"]);
    assert!(causes.into_iter().all(|it| !it.as_array().unwrap().is_empty()), "{}", compared.stdout);
}
