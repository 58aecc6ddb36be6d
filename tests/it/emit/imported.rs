//! What `emit blaxel` writes, imported again: the sets are the same.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::random::workspace;
use super::{Cells, emit, placements, project};

/// By kind and name: the platform has no environments.
fn without_environments(placements: BTreeMap<String, Cells>) -> BTreeMap<String, Cells> {
    let key = |name: String| name.split('@').next().unwrap().to_owned();
    placements.into_iter().map(|(name, cells)| (key(name), cells)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sets_are_the_same_after_a_round_trip(text in workspace()) {
        // A sandbox has a region there, and no policies.
        let text = text.replace("\nsandbox w", "\nfunction w");
        let project = project(&text, "reference = \"world\"\n");
        let written = emit(&project, &["blaxel"]);
        let project = project.file("written.yaml", &written);
        let imported = project.run(&["import", "--reference", "world", "written.yaml"]);
        prop_assert_eq!(imported.status, 0, "{}", imported.stderr);
        let again = project.run(&["import", "--reference", "world", "written.yaml"]);
        prop_assert_eq!(&imported.stdout, &again.stdout);
        let fmt = project.run_with_stdin(&["fmt", "--check", "-"], &imported.stdout);
        prop_assert_eq!(fmt.status, 0, "{}", imported.stdout);
        let fleet = text.lines().filter(|line| line.starts_with("location "));
        let fleet: Vec<&str> = fleet.collect();
        let second = super::project(&format!("{}\n{}", fleet.join("\n"), imported.stdout), "reference = \"world\"\n");
        prop_assert_eq!(placements(&second), without_environments(placements(&project)));
    }
}
