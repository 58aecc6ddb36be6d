//! Guards against the naive reading of them: which workloads they cover, whether they hold, and who lets in or cuts off
//! what breaks them.

use std::collections::BTreeMap;

use bpol::Configuration;
use proptest::prelude::*;
use serde_json::Value;

use crate::model::Rendered;
use crate::naive::Naive;
use crate::properties::{cases, diagnostics, placed};
use crate::random;

/// The `data` of each violated guard, by its name. The workspace has no other error.
pub(crate) fn verdicts(rendered: &Rendered) -> BTreeMap<String, Value> {
    let analysis = rendered.analyse(Configuration::default());
    let violated = analysis.errors().len();
    let mut verdicts = BTreeMap::new();
    for finding in diagnostics(&analysis).drain(..violated) {
        assert_eq!(finding["code"], "guard-violated", "{finding} in {rendered:#?}");
        let guard = finding["data"]["guard"].as_str().unwrap().to_owned();
        assert!(verdicts.insert(guard, finding["data"].clone()).is_none(), "{finding} stands twice");
    }
    verdicts
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn guards_are_judged_as_the_naive_reading_judges_them(model in random::model(), layout in random::layout()) {
        let model = placed(&model);
        let rendered = model.render(layout);
        let naive = Naive::new(&model);
        let violated = |guard| Some((guard, naive.violation(guard, &rendered)?));
        let wanted: BTreeMap<String, Value> =
            model.guards.iter().filter_map(violated).map(|(guard, data)| (guard.name.clone(), data)).collect();
        prop_assert_eq!(verdicts(&rendered), wanted, "{:#?}", rendered);
    }
}
