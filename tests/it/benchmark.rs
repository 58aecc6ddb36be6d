//! The workspace that the benchmarks compile is the same in every form that they write it in.

use std::fs;

use bpol::emit::placement;
use bpol::reference::{Builtin, Reference};
use bpol::{Configuration, Source};

use crate::workspace::Scale;

/// What a workspace compiles to, without the line of its table.
fn placements(scale: Scale) -> String {
    let folder = tempfile::tempdir().unwrap();
    scale.write(folder.path()).unwrap();
    let paths = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.map(|path| Source::new(path.display().to_string(), fs::read(&path).unwrap()));
    let table = Reference::builtin(Builtin::World);
    let analysis = bpol::compile(Configuration::default(), table, sources.collect());
    let resolved = analysis.resolved().unwrap_or_else(|rejected| panic!("{rejected}"));
    assert_eq!(resolved.workspace().guards().len(), if scale.rich { 20 } else { 0 });
    let mut document = Vec::new();
    placement::document(resolved, resolved.workspace().workloads(), &mut document).unwrap();
    let document = String::from_utf8(document).unwrap();
    let lines = document.lines().filter(|line| !line.contains("\"reference\": {"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn groups_exceptions_nested_environments_and_guards_change_no_placement() {
    for distinct in [false, true] {
        let (workloads, policies, environments, locations) = (2_000, 500, 50, 200);
        let plain = Scale {
            workloads,
            policies,
            environments,
            locations,
            lists: 40,
            distinct,
            rich: false,
            tidy: false,
        };
        let [plain, rich] = [false, true].map(|rich| placements(Scale { rich, ..plain }));
        assert!(plain == rich, "{distinct}");
    }
}
