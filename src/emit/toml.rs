//! Lines to paste into `bpol.toml`: keys and texts come in, TOML goes out.

/// A key as TOML writes it: in quotes where it is no bare key.
#[must_use]
pub(crate) fn key(name: &str) -> String {
    let is_bare = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_bare { name.to_owned() } else { text(name) }
}

/// A text as TOML writes it.
#[must_use]
pub(crate) fn text(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
