//! Whether a file is what `bpol compile` would write: its bytes and those come in; what differs goes out, in
//! words.

use std::fmt::Write as _;

use crate::cli::args::CompileFormat;
use crate::diagnostic::{count, some};
use crate::emit::document::{Document, WorkloadLine};
use crate::emit::stale::{self, Change, Changed, Differences, Member};
use crate::syntax::{Identity, quoted};

/// How many lines, workloads or codes are named.
const LINES: usize = 10;
const NAMED: usize = 5;

/// What to say of a file.
pub(super) enum Answer {
    /// It is what would be written, but for the ends of its lines where `has_crlf`.
    Current { has_crlf: bool },
    /// It is not: a line, and more lines below it.
    Stale { summary: String, lines: Vec<String> },
}

/// Compares a file that is called `name` with what would be written.
pub(super) fn compare(name: &str, existing: &[u8], wanted: &[u8], format: CompileFormat) -> Answer {
    if existing == wanted {
        return Answer::Current { has_crlf: false };
    }
    // JSON has no raw carriage returns but at the ends of lines, where a checkout may have put them.
    if existing.iter().filter(|byte| **byte != b'\r').eq(wanted) {
        return Answer::Current { has_crlf: true };
    }
    match differences(existing, wanted, format) {
        Ok(differences) if differences.is_empty() => Answer::Stale {
            summary: format!("`{name}` says the same as would be written, but is laid out in another way"),
            lines: Vec::new(),
        },
        Ok(differences) => Answer::Stale { summary: summary(name, &differences), lines: lines(&differences) },
        Err(why) => Answer::Stale {
            summary: format!("`{name}` is not what `bpol compile` writes: {why}"),
            lines: Vec::new(),
        },
    }
}

fn differences(existing: &[u8], wanted: &[u8], format: CompileFormat) -> Result<Differences, String> {
    let document = |bytes| serde_json::from_slice::<Document>(bytes);
    match format {
        CompileFormat::Json => {
            if all_lines(existing).is_ok_and(|lines| !lines.is_empty()) {
                return Err("it has a line a workload, as `--format ndjson` writes".to_owned());
            }
            let existing = document(existing).map_err(|error| error.to_string())?;
            Ok(stale::documents(&existing, &document(wanted).map_err(|error| error.to_string())?))
        }
        CompileFormat::Ndjson => {
            if document(existing).is_ok() {
                return Err("it is one document, as `--format json` writes".to_owned());
            }
            Ok(stale::lines(&all_lines(existing)?, &all_lines(wanted)?))
        }
    }
}

fn all_lines(bytes: &[u8]) -> Result<Vec<WorkloadLine>, String> {
    let stream = serde_json::Deserializer::from_slice(bytes).into_iter::<WorkloadLine>();
    stream.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn summary(name: &str, differences: &Differences) -> String {
    let changed: usize = differences.changed.iter().map(|(_, workloads)| workloads.len()).sum();
    let mut parts = Vec::new();
    if changed > 0 {
        let verb = if changed == 1 { "differs" } else { "differ" };
        parts.push(format!("{} {verb}", count(changed, "workload", "workloads")));
    }
    for (workloads, what) in [(&differences.new, "new"), (&differences.gone, "gone")] {
        if !workloads.is_empty() {
            parts.push(format!("{} {what}", count(workloads.len(), "is", "are")));
        }
    }
    if parts.is_empty() {
        parts.push("no workload differs".to_owned());
    }
    format!("`{name}` is stale: {}", parts.join(", "))
}

/// What differs, a line each.
fn lines(differences: &Differences) -> Vec<String> {
    let mut lines: Vec<String> = differences.head.iter().map(|member| head(*member).to_owned()).collect();
    for (what, workloads) in [("new", &differences.new), ("gone", &differences.gone)] {
        if !workloads.is_empty() {
            lines.push(format!("{what}: {}", names(workloads)));
        }
    }
    for (changed, workloads) in differences.changed.iter().take(LINES) {
        lines.push(format!("{}: {}", names(workloads), by_what(changed)));
    }
    let rest = differences.changed.iter().skip(LINES).map(|(_, workloads)| workloads.len());
    match rest.sum() {
        0 => {}
        more => lines.push(format!("and {} more", count(more, "workload", "workloads"))),
    }
    lines
}

fn head(member: Member) -> &'static str {
    match member {
        Member::Compiler => "another version of bpol wrote it",
        Member::ReferenceName => "the reference table is another one",
        Member::ReferenceText => "the text of the reference table changed",
        Member::Table => "the table in force changed: a code, parent, alias, offer, label or group",
    }
}

fn names(workloads: &[Identity]) -> String {
    let named = workloads.iter().take(NAMED).map(|workload| format!("`{workload}`"));
    some(named.collect(), workloads.len().saturating_sub(NAMED), "and")
}

fn by_what(changed: &Changed) -> String {
    let Changed { locations, flavors, restricts, placements, limits, policies } = changed;
    let parts = [
        ("places", locations),
        ("flavors", flavors),
        ("placements", placements),
        ("restricts", restricts),
        ("limits", limits),
        ("policies", policies),
    ];
    let differing = parts.iter().filter(|(_, change)| **change != Change::default());
    let words = differing.map(|(what, Change { added, removed })| {
        let mut text = (*what).to_owned();
        for (verb, codes) in [("add", added), ("lose", removed)] {
            if !codes.is_empty() {
                let comma = if text.ends_with('`') || text.ends_with("more") { "," } else { "" };
                let _ = write!(text, "{comma} {verb} {}", listed(codes));
            }
        }
        text
    });
    words.collect::<Vec<_>>().join("; ")
}

fn listed(codes: &[(Option<&'static str>, String)]) -> String {
    let code = |(attribute, name): &(Option<&str>, String)| match attribute {
        Some(attribute) => format!("{attribute} `{}`", quoted(name)),
        None => format!("`{}`", quoted(name)),
    };
    some(codes.iter().take(NAMED).map(code).collect(), codes.len().saturating_sub(NAMED), "and")
}

/// The command line that was given, with `-o` in the place of `--check`.
pub(super) fn writing_command(arguments: impl Iterator<Item = String>) -> String {
    let words = arguments.skip(1).map(|word| match word.strip_prefix("--check") {
        Some("") => "-o".to_owned(),
        Some(file) if file.starts_with('=') => format!("--output{}", in_shell(file)),
        _ => in_shell(&word),
    });
    std::iter::once("bpol".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// A word as a shell reads it.
fn in_shell(word: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "_-./=@:,+%".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_the_one_that_was_given() {
        let command = |text: &str| writing_command(text.split(' ').map(str::to_owned));
        assert_eq!(command("/bin/bpol compile . --check x.json"), "bpol compile . -o x.json");
        assert_eq!(command("bpol compile --check=x.json a"), "bpol compile --output=x.json a");
        assert_eq!(
            command("bpol compile --workload model/\"a\" --check x's"),
            "bpol compile --workload 'model/\"a\"' -o 'x'\\''s'"
        );
    }
}
