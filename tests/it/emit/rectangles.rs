//! `rectangles`, read back.

use proptest::prelude::*;
use serde_json::Value;

use super::random::workspace;
use super::{Cells, emit, placements, project};

/// What each workload may run on, as the lists say: an empty one is everything, and is never written.
fn read(document: &str) -> Vec<(String, Vec<Cells>)> {
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["schema"], "bpol.rectangles.v1");
    let names = |value: &Value| -> Vec<String> {
        let names: Vec<String> =
            value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
        assert!(!names.is_empty() && names.is_sorted());
        names
    };
    let rectangle = |it: &Value| -> Cells {
        let flavors = names(&it["flavors"]);
        let cells = |location: String| flavors.clone().into_iter().map(move |it| (location.clone(), it));
        names(&it["locations"]).into_iter().flat_map(cells).collect()
    };
    let workload = |it: &Value| {
        let environment = it["environment"].as_str().map_or_else(String::new, |name| format!("@{name}"));
        let name = format!("{}/{}{environment}", it["kind"].as_str().unwrap(), it["name"].as_str().unwrap());
        (name, it["rectangles"].as_array().unwrap().iter().map(rectangle).collect())
    };
    document["workloads"].as_array().unwrap().iter().map(workload).collect()
}

/// Every product inside a set, by brute force: the largest number of cells, and with it of locations.
fn largest(cells: &Cells) -> (usize, usize) {
    let locations: Vec<&String> =
        cells.iter().map(|it| &it.0).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let mut best = (0, 0);
    for chosen in 1..1_u32 << locations.len() {
        let chosen: Vec<&&String> = locations
            .iter()
            .enumerate()
            .filter(|(index, _)| chosen & (1 << index) != 0)
            .map(|it| it.1)
            .collect();
        let mut flavors: Vec<&String> = cells.iter().map(|it| &it.1).collect();
        flavors.sort();
        flavors.dedup();
        let common = flavors
            .iter()
            .filter(|flavor| chosen.iter().all(|it| cells.contains(&((**it).clone(), (**flavor).clone()))))
            .count();
        best = best.max((common * chosen.len(), if common == 0 { 0 } else { chosen.len() }));
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_cover_is_the_set_and_the_narrow_product_is_the_largest_in_it(text in workspace()) {
        let project = project(&text, "reference = \"world\"\n");
        let placements = placements(&project);
        let written = read(&emit(&project, &["rectangles"]));
        prop_assert_eq!(written.len(), placements.len());
        for (name, rectangles) in &written {
            let all: Cells = rectangles.iter().flatten().cloned().collect();
            prop_assert_eq!(&all, &placements[name]);
            // No cell stands in two of them.
            prop_assert_eq!(all.len(), rectangles.iter().map(Cells::len).sum::<usize>());
        }
        let narrow = read(&emit(&project, &["rectangles", "--product", "--narrow"]));
        for (name, rectangles) in &narrow {
            prop_assert_eq!(rectangles.len(), 1);
            let product = &rectangles[0];
            prop_assert!(product.is_subset(&placements[name]));
            let locations = product.iter().map(|it| &it.0).collect::<std::collections::BTreeSet<_>>().len();
            prop_assert_eq!((product.len(), locations), largest(&placements[name]));
        }
        let strict = super::run(&project, &["rectangles", "--product"]);
        let has_products_only = written.iter().all(|(_, rectangles)| rectangles.len() == 1);
        prop_assert_eq!(strict.status, i32::from(!has_products_only));
        if !has_products_only {
            prop_assert!(strict.stdout.is_empty() && strict.stderr.contains("emit-product"), "{}", strict.stderr);
        }
    }
}
