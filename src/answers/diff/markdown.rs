//! The body of a pull request's comment, in which nothing that a workspace calls itself means anything.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::document::{Cause, Class, Diff, Group};
use super::limits;
use super::summary::summary;
use super::text::{CLOSED, OPENED, SHOWN, alike, edit_in_words, moved, placements, told};
use crate::answers::text::{Looks, choices_apart};
use crate::answers::words::{Changed, Place};
use crate::syntax::keyword::PolicyType;
use crate::workspace::Workspace;

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
/// last line are always there. `tables` are those in which the two sides are read.
#[must_use]
pub fn markdown(diff: &Diff, tables: [&Workspace; 2], how: &Markdown) -> String {
    let writer = Writer { tables, link_base: &how.link_base };
    let first = format!("{MARKER}{}\n", summary(diff));
    let last = last_line(diff);
    let sources = if diff.groups.is_empty() || (diff.old.sources && diff.new.sources) {
        ""
    } else {
        "\nWhat was compiled has no sources, so no causes are named.\n"
    };
    let rows: Vec<(Class, String)> = diff
        .groups
        .iter()
        .zip(alike(diff))
        .map(|(group, is_alike)| (group.class, writer.row(group, is_alike)))
        .collect();
    let all: String = rows.iter().map(|(_, row)| row.as_str()).collect();
    let head = if rows.is_empty() { first.clone() } else { format!("{first}{sources}{HEAD}") };
    let room = how.max_bytes.saturating_sub(head.len() + last.len());
    if let Some(details) = room.checked_sub(all.len()).and_then(|room| writer.details(diff, room)) {
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

/// What rows and details are made with.
struct Writer<'w> {
    tables: [&'w Workspace; 2],
    link_base: &'w str,
}

impl Writer<'_> {
    fn row(&self, group: &Group, is_alike: bool) -> String {
        let workloads = listed(&group.workloads.iter().map(moved).collect::<Vec<_>>(), SHOWN);
        let [gains, loses] = self.both(group, Looks::default(), is_alike);
        let because = self.causes(&group.causes, SHOWN);
        format!("| {} | {workloads} | {gains} | {loses} | {because} |\n", group.class.name())
    }

    /// Everything by name, where there is room for it.
    fn details(&self, diff: &Diff, room: usize) -> Option<String> {
        let mut out = String::new();
        for group in &diff.groups {
            if out.len() > room {
                return None;
            }
            let names: Vec<String> = group.workloads.iter().map(moved).collect();
            open(group.class.name(), &names, &mut out);
            let [gains, loses] = self.both(group, Looks::new(None, false, true), true);
            let because = self.causes(&group.causes, usize::MAX);
            for (word, words) in [("Gains", gains), ("Loses", loses), ("Because", because)] {
                if !words.is_empty() {
                    let _ = writeln!(out, "\n{word}: {words}");
                }
            }
            out.push_str("\n</details>\n");
        }
        for alike in limits::alike(&diff.limits) {
            open("limits", &alike.workloads, &mut out);
            for (word, limits) in ["Were", "Are"].into_iter().zip(alike.words()) {
                if !limits.is_empty() {
                    let _ = writeln!(out, "\n{word}: {}", listed(&limits, usize::MAX));
                }
            }
            out.push_str("\n</details>\n");
        }
        (out.len() <= room).then_some(out)
    }

    /// What a group gains and loses.
    fn both(&self, group: &Group, looks: Looks, has_placements: bool) -> [String; 2] {
        let [old, new] = self.tables;
        let changed =
            |workspace, of, types, words| changed(workspace, of, types, words, looks, has_placements);
        [changed(new, &group.gained, &group.opened, OPENED), changed(old, &group.lost, &group.closed, CLOSED)]
    }

    fn causes(&self, causes: &[Cause], most: usize) -> String {
        let shown: Vec<String> = causes.iter().take(most).map(|it| self.cause(it)).collect();
        format!("{}{}", shown.join(", "), behind(causes.len().saturating_sub(most)))
    }

    fn cause(&self, cause: &Cause) -> String {
        let mut words = edit_in_words(cause, code);
        if let Some(place) = &cause.place {
            words = format!("{words} {}", link(place, self.link_base));
        }
        if cause.jointly {
            words.push_str(" (jointly)");
        }
        words
    }
}

/// Begins what is folded: of whom it is.
fn open(of: &str, names: &[String], out: &mut String) {
    let number = names.len();
    let workloads = if number == 1 { "workload" } else { "workloads" };
    let _ = writeln!(out, "\n<details><summary>{of}: {number} {workloads}</summary>\n");
    for name in names {
        let _ = writeln!(out, "- {}", code(name));
    }
}

fn behind(more: usize) -> String {
    if more > 0 { format!(" and {more} more") } else { String::new() }
}

fn listed(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| code(name)).collect();
    format!("{}{}", shown.join(", "), behind(names.len().saturating_sub(most)))
}

fn changed(
    workspace: &Workspace,
    changed: &Changed,
    types: &[PolicyType],
    of_types: &str,
    looks: Looks,
    has_placements: bool,
) -> String {
    let (lists, has_placements) = told(changed, has_placements);
    let few = lists.into_iter().map(|list| choices_apart(workspace, list, looks));
    let mut parts: Vec<String> =
        few.map(|(words, more)| format!("{}{}", listed(&words, usize::MAX), behind(more))).collect();
    if has_placements {
        let most = if looks.full { usize::MAX } else { SHOWN };
        parts.push(format!("at {}", listed(&placements(workspace, changed, looks), most)));
    }
    parts.extend(types.iter().map(|it| format!("{} {of_types}", it.name())));
    parts.join("; ")
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
