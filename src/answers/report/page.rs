//! The HTML of a report: its data come in, one page that loads nothing goes out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::model::Report;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPTS: [&str; 4] =
    [include_str!("model.js"), include_str!("map.js"), include_str!("why.js"), include_str!("page.js")];
const MAP: &str = include_str!("map.json");

impl Report {
    /// The page. Its policy of what may be loaded and run names the digests of its own script and style, and
    /// nothing else.
    #[must_use]
    pub fn html(&self) -> String {
        let script = SCRIPTS.concat();
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
            digest(&script),
            digest(STYLE),
        );
        let data = data(self);
        let parts: [(&str, &str); 5] = [
            ("policy", &policy),
            ("style", STYLE),
            ("map", MAP.trim_end()),
            ("data", &data),
            ("script", &script),
        ];
        fill(TEMPLATE, &parts)
    }

    /// The data, as `bpol.report.v1`.
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "words and numbers are JSON")]
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("words and numbers are JSON")
    }
}

/// The data as they stand in a page: nothing in them opens or ends an element or a comment.
fn data(report: &Report) -> String {
    report.json().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// How a policy names a script or a style.
fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// A template with `{{NAME}}` for each part; what a part says is not looked at again.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let length: usize = parts.iter().map(|(_, text)| text.len()).sum();
    let mut page = String::with_capacity(template.len() + length);
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("{{") {
        page.push_str(before);
        let Some((name, after)) = behind.split_once("}}") else { break };
        let part = parts.iter().find(|(own, _)| *own == name);
        page.push_str(part.map_or("", |(_, text)| text));
        rest = after;
    }
    page.push_str(rest);
    page
}
