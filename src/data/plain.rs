//! Plain words of YAML: a word without quotes comes in, and what it is to readers of YAML 1.1 and 1.2 goes
//! out, where both agree.

use compact_str::CompactString;

use super::node::Value;

/// The value of a plain scalar.
#[must_use]
pub(super) fn value(word: CompactString) -> Value {
    match word.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        it if is_number(it) => Value::Number(word),
        it if is_unclear(it) => Value::Unclear(word),
        _ => Value::String(word),
    }
}

/// Whether YAML 1.1 and 1.2 read the word as the same number.
fn is_number(word: &str) -> bool {
    if [".nan", ".NaN", ".NAN"].contains(&word) {
        return true;
    }
    let digits = unsigned(word);
    if [".inf", ".Inf", ".INF"].contains(&digits) {
        return true;
    }
    if let Some(hex) = word.strip_prefix("0x") {
        return !hex.is_empty() && hex.bytes().all(|it| it.is_ascii_hexdigit());
    }
    let is_all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    match digits.split_once('.') {
        None => is_all_digits(digits) && !digits.is_empty() && (digits == "0" || !digits.starts_with('0')),
        Some((whole, rest)) => {
            // The exponent of YAML 1.1 has a sign.
            let (fraction, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "+0"));
            let is_exponent =
                exponent.strip_prefix(['+', '-']).is_some_and(|it| !it.is_empty() && is_all_digits(it));
            let is_some = !whole.is_empty() || !fraction.is_empty();
            is_some && is_exponent && is_all_digits(whole) && is_all_digits(fraction)
        }
    }
}

/// Whether some readers of YAML take the word for a text and others for something else, or readers take it
/// for different numbers.
fn is_unclear(word: &str) -> bool {
    const WORDS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    let is_in_one_case = || {
        let lower = word.to_ascii_lowercase();
        let rest = word.get(1..);
        let is_capital = rest.is_some_and(|it| it.bytes().all(|it| it.is_ascii_lowercase()));
        WORDS.contains(&lower.as_str()) && (is_capital || word.bytes().all(|it| it.is_ascii_uppercase()))
    };
    if word == "=" || word.len() <= 3 && is_in_one_case() {
        return true;
    }
    // Octal, binary and sexagesimal numbers, separators, exponents without a sign, and dates.
    let digits = unsigned(word);
    let is_part = |it: u8| it.is_ascii_hexdigit() || matches!(it, b'_' | b':' | b'.' | b'+' | b'-');
    let lower = digits.to_ascii_lowercase();
    let is_based = ["0x", "0o", "0b"].iter().any(|base| lower.starts_with(base));
    let first = digits.bytes().find(|it| *it != b'.');
    is_based
        || first.is_some_and(|it| it.is_ascii_digit())
            && (is_date(word)
                || digits.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'_' | b':' | b'.'))
                    && digits.matches('.').count() < 2
                || digits.bytes().all(is_part) && is_exponent(digits))
}

fn unsigned(word: &str) -> &str {
    word.strip_prefix(['+', '-']).unwrap_or(word)
}

/// Whether it is a number with an exponent.
fn is_exponent(word: &str) -> bool {
    word.split_once(['e', 'E']).is_some_and(|(number, exponent)| {
        let is_all = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'_'));
        is_all(number) && !exponent.is_empty() && is_all(unsigned(exponent))
    })
}

/// Whether it opens as `2026-11-29` does, and has nothing behind it that a date has not.
fn is_date(word: &str) -> bool {
    let mut parts = word.splitn(3, '-');
    let is_all_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    year.is_some_and(|it| it.len() == 4 && is_all_digits(it))
        && month.is_some_and(|it| it.len() <= 2 && is_all_digits(it))
        && day.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()) && is_of_time(it))
}

/// Whether a text has the characters of a day and a time alone.
fn is_of_time(text: &str) -> bool {
    let is_part =
        |it: u8| it.is_ascii_digit() || matches!(it, b'T' | b't' | b'Z' | b' ' | b':' | b'.' | b'+' | b'-');
    text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_what_all_readers_say() {
        let of = |word: &str| value(word.into());
        for word in ["0", "7", "-1", "+12", "1.5", ".5", "1.", "1.5e+3", "-.inf", ".nan", "0x1F"] {
            assert_eq!(of(word), Value::Number(word.into()), "{word}");
        }
        let unclear = [
            "no",
            "No",
            "NO",
            "yes",
            "on",
            "Off",
            "y",
            "N",
            "010",
            "08",
            "0o17",
            "0b1",
            "0X1",
            "1_000",
            "1e3",
            "1.5e3",
            "12:30",
            "-1:30:00",
            "190:20:30.15",
            "2026-11-29",
            "2026-11-29T10:00:00Z",
            "=",
            "1E+3",
        ];
        for word in unclear {
            assert_eq!(of(word), Value::Unclear(word.into()), "{word}");
        }
        let texts = [
            "nO",
            "oN",
            "noway",
            "de",
            "eu-fra-1",
            "1.2.3-rc1",
            "0.0.0.0/0",
            "a100",
            "-",
            ".",
            "+",
            "e3",
            "v1",
            "1-2-3",
            "1.29.3",
            "10.0.0.1",
            "12ab",
            "h100:8",
            "1abe",
            "3ee4",
        ];
        for word in texts {
            assert_eq!(of(word), Value::String(word.into()), "{word}");
        }
    }
}
