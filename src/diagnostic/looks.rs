//! Characters that look like others come in, what to tell people of them goes out.

use super::words::joined;
use crate::text::{Lookalike, lookalike};

/// What characters look like, in words.
pub(crate) fn looks(lookalikes: &[Lookalike]) -> String {
    let mut parts: Vec<String> = lookalikes.iter().map(look).collect();
    parts.dedup();
    joined(&parts, "and")
}

fn look(it: &Lookalike) -> String {
    let Lookalike { own, like, .. } = it;
    let shown = |text: &str| {
        if text.is_ascii() {
            return format!("`{text}`");
        }
        let script = text.chars().find_map(lookalike::script);
        let script = script.map_or(String::new(), |script| format!(", {script}"));
        format!("`{text}` ({}{script})", points(text))
    };
    if like.is_empty() { shown(own) } else { format!("{} looks like {}", shown(own), shown(like)) }
}

/// The code points of a text.
fn points(text: &str) -> String {
    let points: Vec<String> =
        text.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect();
    points.join(" ")
}

/// In which code points the forms of letters differ.
pub(crate) fn forms(differences: &[Lookalike]) -> String {
    let form = |it: &Lookalike| format!("{} here, and {} there", points(&it.own), points(&it.like));
    joined(&differences.iter().map(form).collect::<Vec<_>>(), "and")
}
