//! An audit for people, and as CSV: an audit comes in, text goes out.

use std::borrow::Cow;
use std::io::{self, Write};

use super::causes::Causes;
use super::document::{Audit, Row, RowStatus};
use crate::answers::asked::written;
use crate::answers::cell::{Cell, Tone};
use crate::answers::rows::blocks;
use crate::answers::text::Looks;
use crate::answers::words::Choice;
use crate::diagnostic::count;
use crate::placement::Provisional;
use crate::text::hidden::one_line;

/// How many rows or workloads are written where not all are asked for.
const SHOWN: usize = 20;

/// The audit for people: what must not be, worst first; then how much there is of everything.
#[must_use]
pub fn text(audit: &Audit, provisional: &Provisional, looks: Looks) -> String {
    let most = if looks.full { usize::MAX } else { SHOWN };
    let mut wrong: Vec<&Row> = audit.rows.iter().filter(|row| row.status != RowStatus::Ok).collect();
    wrong.sort_by_key(|row| (row.status != RowStatus::Forbidden, row.line));
    let (mut text, number) = (String::new(), wrong.len());
    let mut causes = Causes::new(provisional, looks.full);
    let rows = wrong.into_iter().take(most).map(|row| {
        let workload = row.workload.as_ref().map_or_else(|| "-".to_owned(), |it| it.identity().to_string());
        let observed = [&row.location, &row.flavor].into_iter().flatten().map(String::as_str);
        let observed = observed.collect::<Vec<_>>().join(", ");
        vec![
            Cell::toned(format!("line {}", row.line), Tone::Faint),
            one_line(&workload).into(),
            one_line(&observed).into(),
            Cell::toned(row.status.name(), tone(row.status)),
            causes.said(row).into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    text.push_str(&blocks(&rows, looks));
    let paragraph = |words: Cell, text: &mut String| words.wrap(looks.width, [0, 2], looks.color, text);
    let more = number.saturating_sub(most);
    if more > 0 {
        let more = count(more, "more row", "more rows");
        paragraph(format!("and {more}; `--full` writes all").into(), &mut text);
    }
    if number > 0 {
        text.push('\n');
    }
    let counts = RowStatus::ALL.into_iter().filter(|&it| audit.counts.of(it) > 0);
    let counts: Vec<Cell> =
        counts.map(|it| Cell::toned(format!("{} {}", audit.counts.of(it), it.name()), tone(it))).collect();
    let mut rows = Cell::from(count(audit.rows.len(), "row", "rows"));
    if !counts.is_empty() {
        rows.push(": ");
        rows.push(Cell::joined(counts, ", "));
    }
    paragraph(rows, &mut text);
    if !audit.unseen.is_empty() {
        let shown = audit.unseen.iter().take(if looks.full { usize::MAX } else { 5 });
        let names: Vec<String> = shown.map(|it| one_line(&it.identity().to_string())).collect();
        let more = audit.unseen.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let unseen = count(audit.unseen.len(), "workload", "workloads");
        let unseen = format!(": {unseen} that may run: {}{more}", names.join(", "));
        paragraph(Cell::toned("not seen", Tone::Warning).and(unseen), &mut text);
    }
    text
}

fn tone(status: RowStatus) -> Tone {
    match status {
        RowStatus::Ok => Tone::Good,
        RowStatus::Forbidden | RowStatus::Malformed => Tone::Bad,
        RowStatus::UnknownWorkload | RowStatus::UnknownLocation | RowStatus::UnknownFlavor => Tone::Warning,
    }
}

/// Writes every row as CSV.
///
/// # Errors
/// Those of `out`.
pub fn csv(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let header =
        ["line", "kind", "name", "environment", "location", "flavor", "status", "options", "suggestions"];
    let header: Vec<Cow<'_, str>> = header.into_iter().map(Cow::Borrowed).collect();
    let rows = audit.rows.iter().map(|row| {
        let workload = row.workload.as_ref();
        let option = |it: &Choice| format!("{}{}", written(it), if it.unlisted { " (unlisted)" } else { "" });
        let options: Vec<String> = row.options.iter().map(option).collect();
        vec![
            row.line.to_string().into(),
            workload.map_or("", |it| it.kind.name()).into(),
            workload.map_or("", |it| &it.name).into(),
            workload.and_then(|it| it.environment.as_deref()).unwrap_or_default().into(),
            row.location.as_deref().unwrap_or_default().into(),
            row.flavor.as_deref().unwrap_or_default().into(),
            row.status.name().into(),
            options.join(";").into(),
            row.suggestions.join(";").into(),
        ]
    });
    crate::answers::csv::write(std::iter::once(header).chain(rows), out)
}
