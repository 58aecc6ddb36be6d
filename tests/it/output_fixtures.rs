//! Fixtures of many findings in the formats of code hosts: with fixes, with other places, and in several files.

use std::path::Path;

use serde_json::Value;

use crate::support::workspace;

#[test]
fn rich_fixtures_in_the_formats_of_code_hosts() {
    for (name, fixture) in [
        ("unknown", "tests/language/names/unknown.bpol"),
        ("equivalent_policies", "tests/lint/equivalent-policies.bpol"),
        ("unused_suppression", "tests/lint/unused-suppression.bpol"),
    ] {
        let (project, arguments) = workspace(&Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture));
        let check = |format| {
            let mut command = vec!["check", "--output-format", format];
            command.extend(arguments.iter().map(String::as_str));
            project.run(&command).stdout
        };
        insta::assert_snapshot!(format!("{name}_github"), check("github"));
        insta::assert_snapshot!(format!("{name}_gitlab"), check("gitlab"));
        let mut log: Value = serde_json::from_str(&check("sarif")).unwrap();
        // The rules have tests of their own in `formats.rs`.
        log["runs"][0]["tool"]["driver"]["rules"] = "…".into();
        insta::assert_snapshot!(format!("{name}_sarif"), serde_json::to_string_pretty(&log).unwrap());
    }
}
