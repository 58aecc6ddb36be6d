//! What the terminal can show: the environment and `--color` come in, and one choice for everything that is
//! written goes out.

use std::ffi::OsString;
use std::io::IsTerminal;

use anstream::ColorChoice;
use clap::ValueEnum as _;

use super::args::Color;
use crate::render::Style;

/// So many findings are shown with their text on a terminal.
const MOST: usize = 50;

/// Makes one choice about colours for everything that is written, usage errors and help too: `--color` first,
/// then `NO_COLOR`, then who forces colours; or else it is the stream's.
pub(super) fn choose_color(arguments: impl Iterator<Item = OsString>) {
    let choice = match asked(arguments) {
        Some(Color::Always) => ColorChoice::Always,
        Some(Color::Never) => ColorChoice::Never,
        Some(Color::Auto) | None => match (!value("NO_COLOR").is_empty(), is_forced()) {
            (true, _) => ColorChoice::Never,
            (false, true) => ColorChoice::Always,
            (false, false) => return,
        },
    };
    choice.write_global();
}

/// What `--color` says last, as far as it can be known before the arguments are read.
fn asked(arguments: impl Iterator<Item = OsString>) -> Option<Color> {
    let words: Vec<String> =
        arguments.map(|word| word.to_string_lossy().into_owned()).take_while(|word| word != "--").collect();
    let values = words.iter().enumerate().filter_map(|(index, word)| match word.strip_prefix("--color") {
        Some("") => words.get(index + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    values.filter_map(|value| Color::from_str(value, false).ok()).next_back()
}

/// Whether `FORCE_COLOR` asks for colours; `CLICOLOR_FORCE` is known to the streams.
fn is_forced() -> bool {
    let forced = value("FORCE_COLOR");
    !forced.is_empty() && forced != "0"
}

/// The value of a variable; nothing where it has none.
fn value(variable: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_default()
}

/// How findings are written to a stream.
pub(super) fn style(stream: &impl IsTerminal, choice: ColorChoice) -> Style {
    let is_terminal = stream.is_terminal();
    Style {
        color: choice != ColorChoice::Never,
        width: if is_terminal { terminal_width() } else { None },
        ascii: is_ascii(),
        most: is_terminal.then_some(MOST),
    }
}

fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0))
}

/// Whether the locale or the terminal shows no lines and boxes. Where nothing says what it shows, it does.
pub(super) fn is_ascii() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(value).find(|value| !value.is_empty());
    let is_utf8 = |locale: OsString| {
        let locale = locale.to_string_lossy().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    let terminal = value("TERM");
    !locale.is_none_or(is_utf8) || terminal == "dumb" || terminal == "linux"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_last_before_the_names_holds() {
        let asked = |words: &str| asked(words.split(' ').map(OsString::from));
        assert_eq!(asked("bpol check --color never"), Some(Color::Never));
        assert_eq!(asked("bpol --color=always check --color=auto x"), Some(Color::Auto));
        assert_eq!(asked("bpol check -- --color=always"), None);
        assert_eq!(asked("bpol check --colors=always --color=red --color"), None);
    }
}
