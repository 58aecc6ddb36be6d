//! The framing of messages: bytes come in, bodies go out, and the other way round.
//!
//! `lsp-server` would do this, but ends at the first body that is no JSON, and has no request whose number is
//! null, large or a fraction; both must be answered.

use std::io::{self, BufRead, Read as _, Write};

/// A body is no longer than this.
const MOST_BYTES: u64 = 1 << 31;

/// Why there is no further body.
#[derive(Debug)]
pub(super) enum Ended {
    /// The input is at its end, be it in the middle of a message.
    End,
    /// A header says no length: where the next message begins is not known.
    NoLength,
}

/// Reads the body of one message.
pub(super) fn read(input: &mut impl BufRead) -> Result<Vec<u8>, Ended> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(1 << 16).read_until(b'\n', &mut line).map_err(|_| Ended::End)?;
        if read == 0 || line.last() != Some(&b'\n') {
            return Err(if read < 1 << 16 { Ended::End } else { Ended::NoLength });
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        if let Some(value) = content_length(line) {
            length = Some(value);
        }
    }
    let length = length.flatten().filter(|&length| length <= MOST_BYTES).ok_or(Ended::NoLength)?;
    let mut body = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut body).map_err(|_| Ended::End)?;
    if read as u64 == length { Ok(body) } else { Err(Ended::End) }
}

/// Whether a whole message stands in what was read ahead.
pub(super) fn has_whole(ahead: &[u8]) -> bool {
    const BREAK: &[u8] = b"\r\n\r\n";
    let Some(end) = memchr::memmem::find(ahead, BREAK) else { return false };
    let lines = ahead.get(..end).unwrap_or_default().split(|&byte| byte == b'\n');
    let length = lines.filter_map(|line| content_length(line.trim_ascii())).next_back().flatten();
    let rest = (ahead.len() - end - BREAK.len()) as u64;
    length.is_some_and(|length| length <= rest)
}

/// What a line of a header says of the length, if it is about that.
fn content_length(line: &[u8]) -> Option<Option<u64>> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, value) = line.split_once(':')?;
    name.trim().eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())
}

/// Writes the body of one message.
pub(super) fn write(out: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(out, "Content-Length: {}\r\n\r\n", body.len())?;
    out.write_all(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(mut input: &[u8]) -> (Vec<String>, Ended) {
        let mut all = Vec::new();
        loop {
            match read(&mut input) {
                Ok(body) => all.push(String::from_utf8(body).unwrap()),
                Err(ended) => return (all, ended),
            }
        }
    }

    #[test]
    fn bodies_are_read_however_the_header_is_written() {
        let input =
            b"Content-Length: 2\r\n\r\n{}content-length:3\nContent-Type: x\n\n[1]Content-Length: 9\r\n\r\n{";
        let (all, ended) = bodies(input);
        assert_eq!(all, ["{}", "[1]"]);
        assert!(matches!(ended, Ended::End));
        for header in
            ["\r\n", "x\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: 99999999999\r\n\r\n"]
        {
            assert!(matches!(bodies(header.as_bytes()).1, Ended::NoLength), "{header:?}");
        }
        assert!(matches!(bodies(&vec![b'x'; 1 << 17]).1, Ended::NoLength));
    }

    #[test]
    fn what_was_read_ahead_is_known_to_be_whole() {
        let mut written = Vec::new();
        write(&mut written, b"{\"a\":1}").unwrap();
        assert!(has_whole(&written));
        assert!((0..written.len()).all(|end| !has_whole(&written[..end])));
    }
}
