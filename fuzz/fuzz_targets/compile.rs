//! Whatever the files of a workspace hold, compiling it does not panic and what comes out is sound. A byte that is
//! nowhere in UTF-8 ends a file.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/invariants.rs"]
mod invariants;

fuzz_target!(|data: &[u8]| {
    let texts: Vec<Vec<u8>> = data.split(|byte| *byte == 0xff).take(4).map(<[u8]>::to_vec).collect();
    let outcome = invariants::compile(&texts);
    assert_eq!(outcome.document.is_some(), outcome.places.is_empty());
});
