//! What was observed: the bytes of a CSV or JSON file come in, its rows go out. None is passed over: one that
//! cannot be read says so.

use std::borrow::Cow;

use ::csv::{ByteRecord, ReaderBuilder};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answers::csv::plain;
use crate::diagnostic::listed;
use crate::syntax::keyword::Kind;

/// The columns that there must be.
const REQUIRED: [&str; 5] = ["kind", "name", "environment", "location", "flavor"];

/// The column of the country of a location that the table does not list.
const COUNTRY: &str = "country";

/// What the JSON form calls itself.
pub(in crate::answers) const SCHEMA: &str = "bpol.audit.observed.v1";

/// A row, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observed<'b> {
    /// The line that it begins in, from 1; in JSON its index from 1.
    pub line: usize,
    /// What is in it, or what is wrong with it.
    pub cells: Result<Cells<'b>, String>,
}

/// What a row says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells<'b> {
    /// The kind.
    pub kind: Option<Cow<'b, str>>,
    /// The name.
    pub name: Option<Cow<'b, str>>,
    /// The environment.
    pub environment: Option<Cow<'b, str>>,
    /// The location.
    pub location: Option<Cow<'b, str>>,
    /// The flavor.
    pub flavor: Option<Cow<'b, str>>,
    /// The country of a location that the table does not list.
    pub country: Option<Cow<'b, str>>,
}

/// Why a file holds no rows at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misread {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The rows of a file: a JSON array or object, or else CSV with a header.
///
/// # Errors
/// There is no header, or JSON of another shape.
pub fn read(bytes: &[u8]) -> Result<Vec<Observed<'_>>, Misread> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match bytes.trim_ascii_start().first() {
        Some(b'[' | b'{') => json(bytes),
        _ => rows(bytes),
    }
}

/// A row of what was observed; other members may be anything.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Row")]
struct Object<'b> {
    /// The kind of the workload.
    #[serde(borrow, default)]
    #[schemars(with = "Kind", required)]
    kind: Option<Cow<'b, str>>,
    /// Its name.
    #[serde(borrow, default)]
    #[schemars(with = "String", length(min = 1), required)]
    name: Option<Cow<'b, str>>,
    /// Its environment; none, or nothing, if it is in none.
    #[serde(borrow, default)]
    environment: Option<Cow<'b, str>>,
    /// Where it was seen; none, or nothing, if that is not known.
    #[serde(borrow, default)]
    location: Option<Cow<'b, str>>,
    /// What it was seen on; none, or nothing, if that is not known.
    #[serde(borrow, default)]
    flavor: Option<Cow<'b, str>>,
    /// The country of a location that the table does not list.
    #[serde(borrow, default)]
    country: Option<Cow<'b, str>>,
}

/// What was observed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Observed")]
pub(in crate::answers) struct Wrapped<'b> {
    /// Which document this is.
    #[serde(borrow)]
    schema: Cow<'b, str>,
    /// What was seen.
    #[serde(borrow)]
    #[schemars(with = "Vec<Object<'b>>")]
    rows: Vec<&'b RawValue>,
}

fn json(bytes: &[u8]) -> Result<Vec<Observed<'_>>, Misread> {
    let misread = |message: String| Misread {
        message,
        help: format!(
            "write an array of objects with the keys {}, or an object with \"schema\": \"{SCHEMA}\" and \
             \"rows\"",
            listed(&REQUIRED, "and")
        ),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| misread(format!("this is not UTF-8: {error}")))?;
    let rows = if text.trim_start().starts_with('[') {
        serde_json::from_str::<Vec<&RawValue>>(text).map_err(|error| misread(error.to_string()))?
    } else {
        let wrapped: Wrapped<'_> = serde_json::from_str(text).map_err(|error| misread(error.to_string()))?;
        if wrapped.schema != SCHEMA {
            return Err(misread(format!("`{}` is no schema of what was observed", wrapped.schema)));
        }
        wrapped.rows
    };
    let row = |(index, raw): (usize, &&RawValue)| {
        // A struct is read from an array, too, and this must not be.
        let object = if raw.get().starts_with('{') {
            serde_json::from_str::<Object<'_>>(raw.get()).map_err(|error| error.to_string())
        } else {
            Err("it is no object".to_owned())
        };
        let given = |value: Option<Cow<'_, str>>| value.filter(|it| !it.is_empty()).map(into_owned);
        let cells = object.map(|it| Cells {
            kind: given(it.kind),
            name: given(it.name),
            environment: given(it.environment),
            location: given(it.location),
            flavor: given(it.flavor),
            country: given(it.country),
        });
        Observed { line: index + 1, cells }
    };
    Ok(rows.iter().enumerate().map(row).collect())
}

fn into_owned<'b>(value: Cow<'_, str>) -> Cow<'b, str> {
    Cow::Owned(value.into_owned())
}

fn rows(bytes: &[u8]) -> Result<Vec<Observed<'_>>, Misread> {
    let help = || format!("the first line names the columns: {}", REQUIRED.join(","));
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut next = |record: &mut ByteRecord| reader.read_byte_record(record).unwrap_or(false);
    if !next(&mut record) {
        return Err(Misread { message: "there is no header".to_owned(), help: help() });
    }
    let columns = Columns::of(&record).map_err(|message| Misread { message, help: help() })?;
    let mut lines = Lines { bytes, at: 0, line: 1 };
    let mut rows = Vec::new();
    while next(&mut record) {
        let start = record.position().map_or(0, ::csv::Position::byte);
        let line = lines.line_of(usize::try_from(start).unwrap_or(usize::MAX));
        rows.push(Observed { line, cells: columns.cells(&record) });
    }
    // What an open quote swallows is not lost in silence.
    if let Some(last) = rows.last_mut()
        && lines.is_open()
    {
        last.cells = Err("a quote is not closed".to_owned());
    }
    Ok(rows)
}

/// Where each column is.
struct Columns {
    required: [usize; REQUIRED.len()],
    country: Option<usize>,
}

impl Columns {
    fn of(header: &ByteRecord) -> Result<Self, String> {
        let find = |wanted: &str| {
            let mut found = header.iter().enumerate().filter(|(_, it)| it.trim_ascii() == wanted.as_bytes());
            let first = found.next().map(|(index, _)| index);
            if found.next().is_some() {
                return Err(format!("the column `{wanted}` stands twice in the header"));
            }
            Ok(first)
        };
        let mut required = [0; REQUIRED.len()];
        let mut missing = Vec::new();
        for (name, index) in REQUIRED.into_iter().zip(&mut required) {
            match find(name)? {
                Some(found) => *index = found,
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            return Err(format!("the header lacks {}", listed(&missing, "and")));
        }
        Ok(Self { required, country: find(COUNTRY)? })
    }

    fn cells<'b>(&self, record: &ByteRecord) -> Result<Cells<'b>, String> {
        if record.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
            return Err("it is not UTF-8".to_owned());
        }
        let most = self.required.iter().max().map_or(0, |last| last + 1);
        if record.len() < most {
            return Err(format!("it has {} fields and needs {most}", record.len()));
        }
        let cell = |index: usize| {
            let text = std::str::from_utf8(record.get(index)?).ok()?;
            Some(plain(text)).filter(|text| !text.is_empty()).map(|text| Cow::Owned(text.to_owned()))
        };
        let [kind, name, environment, location, flavor] = self.required.map(cell);
        Ok(Cells { kind, name, environment, location, flavor, country: self.country.and_then(cell) })
    }
}

/// The lines of a text, counted once.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line, from 1, of the record that begins at a byte or behind empty lines there; bytes go upwards.
    fn line_of(&mut self, byte: usize) -> usize {
        let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let behind = self.bytes.get(byte..).unwrap_or(&[]);
        let byte = byte + behind.iter().take_while(|byte| is_break(byte)).count();
        let passed = self.bytes.get(self.at..byte).unwrap_or(&[]);
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = byte;
        self.line
    }

    /// Whether the record that begins where the last one was asked for ends within quotes.
    fn is_open(&self) -> bool {
        let (mut is_quoted, mut is_start) = (false, true);
        for &byte in self.bytes.get(self.at..).unwrap_or(&[]) {
            match byte {
                b'"' if is_start || is_quoted => is_quoted = !is_quoted,
                _ => {}
            }
            // A doubled quote opens again what it has closed.
            is_start = !is_quoted && matches!(byte, b',' | b'\n' | b'"');
        }
        is_quoted
    }
}
