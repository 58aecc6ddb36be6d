# Every test.
test:
    cargo test

# All that a change must pass, as CI runs it.
ci:
    .ci/run

# The pages of the library, and the pages that are written from the catalogue.
docs:
    UPDATE_DOCS=1 cargo test --test it -- catalogue docs && cargo doc --no-deps

# How fast the compiler is, and how time and memory grow.
bench:
    cargo bench --bench compile && cargo bench --bench growth

# Lays out the code, and the texts in the language, those of tests aside.
fmt:
    cargo fmt && cargo run --quiet -- fmt

# Takes every output as it is now for what it should be: read the difference before you commit it.
snapshots:
    INSTA_UPDATE=always cargo test
