//! A table with a row for each location and flavor: CSV comes in, places with what they offer go out. The
//! only file that knows the reader of CSV.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::draft::Draft;
use super::fault::Fault;
use super::known::world;
use super::notes::About;
use super::parts::Place;
use super::statement::{Key, Named};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword};
use crate::text::hidden::is_hidden;
use crate::text::{BYTE_ORDER_MARK, Source, Span};

/// Which columns of a table have what; those that are not said are called after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The name of the location.
    pub location: Option<String>,
    /// The country that it lies in.
    pub country: Option<String>,
    /// What it offers.
    pub flavor: Option<String>,
}

/// Whether a text is a table: by its name, or by a first line that names the columns.
pub(super) fn is_table(source: &Source, columns: &Columns) -> bool {
    let extension = source.name().rsplit_once('.').map(|(_, extension)| extension);
    if extension.is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
        return true;
    }
    let first = source.text().trim_start_matches(BYTE_ORDER_MARK).lines().next();
    let cells: Vec<&str> = first.into_iter().flat_map(|line| line.split(',')).map(str::trim).collect();
    let has = |said: &Option<String>, column: &str| cells.contains(&said.as_deref().unwrap_or(column));
    cells.len() > 1 && has(&columns.location, "location") && has(&columns.flavor, "flavor")
}

/// Where in a row the three things stand.
struct Places {
    location: usize,
    country: Option<usize>,
    flavor: usize,
}

/// Reads a table; false where it is none.
pub(super) fn read(source: &Source, columns: &Columns, draft: &mut Draft<'_>) -> bool {
    match rows(source, columns, draft) {
        Ok(()) => true,
        Err(finding) => {
            draft.findings.push(finding);
            false
        }
    }
}

fn rows(source: &Source, columns: &Columns, draft: &mut Draft<'_>) -> Result<(), Diagnostic> {
    if let Some(unreadable) = crate::data::unreadable(source) {
        return Err(unreadable);
    }
    let start = if source.text().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let text = source.slice(start..source.text().len());
    let mut reader = ReaderBuilder::new().trim(Trim::All).has_headers(false).from_reader(text.as_bytes());
    let mut places = None;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, |position| byte(position.byte()));
            not_csv(&error, span(source, start + at, 0))
        })?;
        let at = start + record.position().map_or(0, |position| byte(position.byte()));
        let span = span(source, at, 1);
        match &places {
            None => places = Some(header(&record, columns, span, source, draft)?),
            Some(places) => row(&record, places, span, draft),
        }
    }
    Ok(())
}

fn byte(position: u64) -> usize {
    usize::try_from(position).unwrap_or(0)
}

/// The line that begins at a byte, behind the line breaks there.
fn span(source: &Source, at: usize, least: usize) -> Span {
    let rest = source.slice(at..source.text().len());
    let line = rest.trim_start_matches(['\r', '\n']);
    let start = source.text().len() - line.len();
    let length = line.find(['\r', '\n']).unwrap_or(line.len()).max(least);
    Span::new(source.id(), start..(start + length).min(source.text().len()))
}

fn not_csv(error: &csv::Error, span: Span) -> Diagnostic {
    let why = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, and the first one has {expected_len}")
        }
        _ => error.to_string(),
    };
    Diagnostic::new(Fault::NotCsv(why.into()), span)
}

fn header(
    record: &StringRecord,
    columns: &Columns,
    span: Span,
    source: &Source,
    draft: &mut Draft<'_>,
) -> Result<Places, Diagnostic> {
    let find = |column: &str| record.iter().position(|cell| cell == column);
    let missing = |column: &str| {
        let all = record.iter().map(Into::into).collect();
        Diagnostic::new(Fault::NoColumn(column.into(), all), span)
    };
    let must = |said: &Option<String>, column: &str| {
        let column = said.as_deref().unwrap_or(column);
        find(column).ok_or_else(|| missing(column))
    };
    let location = must(&columns.location, "location")?;
    let flavor = must(&columns.flavor, "flavor")?;
    let country = match &columns.country {
        Some(column) => Some(find(column).ok_or_else(|| missing(column))?),
        None => find("country"),
    };
    for (index, cell) in record.iter().enumerate() {
        if index != location && index != flavor && Some(index) != country {
            draft.notes.add(About::Columns, format!("{}: {cell}", source.name()));
        }
    }
    Ok(Places { location, country, flavor })
}

fn row(record: &StringRecord, places: &Places, span: Span, draft: &mut Draft<'_>) {
    let cell = |index: usize| record.get(index).filter(|cell| !cell.is_empty());
    let Some(location) = cell(places.location) else {
        return draft.error(Fault::EmptyCell("location".into()), span);
    };
    if record.iter().any(|cell| cell.chars().any(|it| is_hidden(it) || it == '\n' || it == '\t')) {
        return draft.error(Fault::BadName(location.into()), span);
    }
    let location = Named::new(location, span);
    let country = places.country.and_then(cell).map(|country| Named::new(country, span));
    let country = country.map(|country| draft.code(Attribute::Country, &country));
    let code = location.text.to_lowercase();
    let code = draft.known.code(Attribute::Location, &location.text).map_or(code, str::to_owned);
    let key = Key::of(Keyword::Code(Attribute::Location), &code);
    let flavor = match cell(places.flavor).map(|flavor| self::flavor(flavor, span, draft)).transpose() {
        Ok(flavor) => flavor,
        Err(finding) => return draft.broken(key, vec![finding]),
    };
    let what = format!("location `{code}`");
    if flavor.is_none() {
        draft.notes.add(About::NoFlavorInRow, location.text.clone());
    }
    let place = draft.places.entry(code).or_insert_with(|| Place::new(location.clone(), span));
    let other = if place.name == location { place.country.as_ref().zip(country.as_ref()) } else { None };
    let other = match other {
        Some((other, own)) if other != own => Some((other, own)),
        _ if place.name != location => Some((&place.name, &location)),
        _ => None,
    };
    if let Some((other, own)) = other {
        let (said, own) = (other.text.as_str().into(), own.text.as_str().into());
        let fault = Fault::Differs { what: what.into(), other: said, own };
        let finding = Diagnostic::new(fault, span).with_related(other.span);
        return draft.broken(key, vec![finding]);
    }
    place.country = place.country.take().or(country);
    if let Some(flavor) = flavor {
        place.offer(flavor);
    }
}

/// The code of a flavor, of which a row does not say what it is: `gpu l4` does, and otherwise the reference
/// tables do.
fn flavor(cell: &str, span: Span, draft: &mut Draft<'_>) -> Result<Named, Diagnostic> {
    for attribute in [Attribute::Cpu, Attribute::Gpu] {
        if let Some(name) = cell.strip_prefix(attribute.name()).and_then(|rest| rest.strip_prefix(' ')) {
            return Ok(draft.code(attribute, &Named::new(name.trim(), span)));
        }
    }
    let is_of = |attribute: &Attribute| {
        draft.known.code(*attribute, cell).or_else(|| world().code(*attribute, cell)).is_some()
    };
    match [Attribute::Cpu, Attribute::Gpu].into_iter().find(is_of) {
        Some(attribute) => Ok(draft.code(attribute, &Named::new(cell, span))),
        None => Err(Diagnostic::new(Fault::UnknownFlavor(cell.into()), span)),
    }
}
