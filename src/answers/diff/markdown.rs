//! The body of a pull request's comment, in which nothing that a workspace calls itself means anything.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::document::{Cause, Class, Diff, Group};
use super::summary::summary;
use super::text::{SHOWN, alike, choices, moved, placements, point_in_words, type_name};
use crate::answers::words::{Changed, Place};
use crate::syntax::keyword::PolicyType;
use crate::syntax::quoted;

/// How a comment is written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Markdown {
    /// What links begin with; empty for links within the repository.
    pub link_base: String,
    /// How many bytes there may be.
    pub max_bytes: usize,
}

impl Default for Markdown {
    fn default() -> Self {
        Self { link_base: String::new(), max_bytes: 60_000 }
    }
}

impl Markdown {
    /// Links that begin with `link_base`, in so many bytes.
    #[must_use]
    pub fn new(link_base: impl Into<String>, max_bytes: usize) -> Self {
        Self { link_base: link_base.into(), max_bytes }
    }
}

const MARKER: &str = "<!-- bpol diff -->\n";
const HEAD: &str = "\n| change | workloads | gains | loses | because |\n| --- | --- | --- | --- | --- |\n";
const CUT: &str = "\nDetails were left out, as the comment would be too long.\n";

/// The comment: marker, summary, a table, what is folded, and a last line. Where it is too long, details go
/// first, then the rows of the least dangerous class become one that counts, and so on; marker, summary and
/// last line are always there.
#[must_use]
pub fn markdown(diff: &Diff, how: &Markdown) -> String {
    let first = format!("{MARKER}{}\n", summary(diff));
    let last = last_line(diff);
    if diff.groups.is_empty() {
        return format!("{first}{last}");
    }
    let sources = if diff.old.sources && diff.new.sources {
        ""
    } else {
        "\nWhat was compiled has no sources, so no causes are named.\n"
    };
    let rows: Vec<(Class, String)> = diff
        .groups
        .iter()
        .zip(alike(diff))
        .map(|(group, is_alike)| (group.class, row(group, is_alike, &how.link_base)))
        .collect();
    let all: String = rows.iter().map(|(_, row)| row.as_str()).collect();
    let head = format!("{first}{sources}{HEAD}");
    let room = how.max_bytes.saturating_sub(head.len() + last.len());
    let details = details(diff, &how.link_base);
    if all.len() + details.len() <= room {
        return format!("{head}{all}{details}{last}");
    }
    let room = room.saturating_sub(CUT.len());
    let mut counted: Vec<Class> = Vec::new();
    let classes = Class::ALL.into_iter().rev().filter(|&it| rows.iter().any(|(class, _)| *class == it));
    let mut table = all;
    for class in classes {
        if table.len() <= room {
            break;
        }
        counted.push(class);
        table = cut(diff, &rows, &counted);
    }
    if table.len() <= room {
        return format!("{head}{table}{CUT}{last}");
    }
    let left_out = "\nThe table was left out, as the comment would be too long.\n";
    format!("{first}{left_out}{last}")
}

/// The table in which the rows of some classes are one each.
fn cut(diff: &Diff, rows: &[(Class, String)], counted: &[Class]) -> String {
    let mut table = String::new();
    for class in Class::ALL {
        let own = rows.iter().filter(|(it, _)| *it == class);
        if !counted.contains(&class) {
            table.extend(own.map(|(_, row)| row.as_str()));
        } else if own.count() > 0 {
            let number = diff.counts.of(class);
            let _ = writeln!(table, "| {} | {number}, not listed | | | |", class.name());
        }
    }
    table
}

fn row(group: &Group, is_alike: bool, link_base: &str) -> String {
    let workloads = listed(&group.workloads.iter().map(moved).collect::<Vec<_>>(), SHOWN);
    let gains = changed(&group.gained, &group.opened, "no longer restricted", SHOWN, is_alike);
    let loses = changed(&group.lost, &group.closed, "now restricted", SHOWN, is_alike);
    let because = causes(&group.causes, link_base, SHOWN);
    format!("| {} | {workloads} | {gains} | {loses} | {because} |\n", group.class.name())
}

fn details(diff: &Diff, link_base: &str) -> String {
    let mut out = String::new();
    for group in &diff.groups {
        let number = group.workloads.len();
        let workloads = if number == 1 { "workload" } else { "workloads" };
        let class = group.class.name();
        let _ = writeln!(out, "\n<details><summary>{class}: {number} {workloads}</summary>\n");
        for workload in &group.workloads {
            let _ = writeln!(out, "- {}", code(&moved(workload)));
        }
        let gains = changed(&group.gained, &group.opened, "no longer restricted", usize::MAX, true);
        let loses = changed(&group.lost, &group.closed, "now restricted", usize::MAX, true);
        let because = causes(&group.causes, link_base, usize::MAX);
        for (word, words) in [("Gains", gains), ("Loses", loses), ("Because", because)] {
            if !words.is_empty() {
                let _ = writeln!(out, "\n{word}: {words}");
            }
        }
        out.push_str("\n</details>\n");
    }
    out
}

fn listed(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| code(name)).collect();
    let more = names.len().saturating_sub(most);
    let behind = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{behind}", shown.join(", "))
}

fn changed(
    changed: &Changed,
    types: &[PolicyType],
    of_types: &str,
    most: usize,
    has_placements: bool,
) -> String {
    let mut parts = Vec::new();
    for list in [&changed.location, &changed.flavor] {
        if !list.is_empty() {
            parts.push(listed(&choices(list), most));
        }
    }
    if !changed.placements.is_empty() && (parts.is_empty() || has_placements) {
        parts.push(format!("at {}", listed(&placements(changed), most)));
    }
    parts.extend(types.iter().map(|&it| format!("{} {of_types}", type_name(it))));
    parts.join("; ")
}

fn causes(causes: &[Cause], link_base: &str, most: usize) -> String {
    let shown: Vec<String> = causes.iter().take(most).map(|it| cause(it, link_base)).collect();
    let more = causes.len().saturating_sub(most);
    let behind = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{behind}", shown.join(", "))
}

fn cause(cause: &Cause, link_base: &str) -> String {
    let mut words = cause.edit.name().replace('-', " ");
    if let Some(name) = &cause.name {
        words = format!("{words} {}", code(&quoted(name)));
    }
    if let Some(point) = &cause.point {
        words = format!("{words} at {}", code(&point_in_words(point)));
    }
    if let Some(place) = &cause.place {
        words = format!("{words} {}", link(place, link_base));
    }
    if cause.jointly {
        words.push_str(" (jointly)");
    }
    words
}

fn link(place: &Place, link_base: &str) -> String {
    let text = code(&format!("{}:{}", place.path, place.line));
    let base = link_base.trim_end_matches('/');
    let slash = if base.is_empty() { "" } else { "/" };
    let path = utf8_percent_encode(&place.path, IN_PATHS);
    format!("[{text}]({base}{slash}{path}#L{})", place.line)
}

/// What is escaped in a path; a slash is a slash.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

/// A name in which no character means anything to who reads Markdown or HTML.
fn code(text: &str) -> String {
    let mut out = String::from("<code>");
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '@' => out.push_str("<wbr>&#64;"),
            ' ' | '-' | '/' => out.push(character),
            it if it.is_ascii_alphanumeric() || (!it.is_ascii() && it.is_alphabetic()) => out.push(it),
            it => {
                let _ = write!(out, "&#{};", u32::from(it));
            }
        }
    }
    out.push_str("</code>");
    out
}

/// The versions, the digests of the tables and what was compared.
fn last_line(diff: &Diff) -> String {
    let side = |it: &super::document::SideName| {
        let revision = it.revision.as_deref().map(|it| it.get(..12).unwrap_or(it));
        match revision {
            Some(revision) => format!("{} {}", code(&it.name), code(revision)),
            None => code(&it.name),
        }
    };
    let (old, new) = (&diff.old.reference.table, &diff.new.reference.table);
    let tables = if old == new { code(new) } else { format!("{} → {}", code(old), code(new)) };
    let compiler = code(diff.compiler);
    format!("\n<sub>{compiler}, table {tables}, {} → {}</sub>\n", side(&diff.old), side(&diff.new))
}
