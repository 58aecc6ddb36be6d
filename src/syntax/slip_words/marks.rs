//! The words for slips of characters, and of what other languages have.

use crate::diagnostic::{Words, listed};
use crate::syntax::keyword::{Keyword, Kind};
use crate::syntax::slip::{ForeignSlip, MarkSlip, Slip};

pub(super) fn words(sort: &MarkSlip, slip: &Slip) -> Words {
    let written = &slip.written;
    let right = slip.right.as_deref();
    match sort {
        MarkSlip::Quotes(quote) => {
            let label = if quote.is_ascii() {
                format!("`{quote}` quotes nothing")
            } else {
                format!("`{quote}` (U+{:04X}) is not `\"`", u32::from(*quote))
            };
            let words = Words::new("a name or label stands in `\"`", label);
            match right {
                Some(right) => words.with_help(format!("write `{right}`")),
                None => {
                    words.with_help("write it as `\"…\"`, with `\\\"` for a `\"` and `\\\\` for a `\\` in it")
                }
            }
        }
        MarkSlip::NeedsQuotes => {
            let is_odd = |it: &char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'));
            let odd = written.chars().find(is_odd);
            let title = match odd {
                Some(odd) => format!("a name with `{odd}` stands in quotes"),
                None => format!(
                    "a name that begins with `{}` stands in quotes",
                    written.get(..1).unwrap_or_default()
                ),
            };
            let words = Words::new(title, "a name without quotes");
            words.with_help(format!("write `{}`", right.unwrap_or("\"…\"")))
        }
        MarkSlip::Typographic(own, meant) => {
            let title = format!("`{own}` (U+{:04X}) is not `{meant}`", u32::from(*own));
            let words = Words::new(title, format!("looks like `{meant}`"));
            match right {
                Some(right) if *meant == '-' => words.with_help(format!("did you mean `-`: `{right}`?")),
                Some(right) => words.with_help(format!("write `{right}`")),
                None => words.with_help(format!("write `{meant}`")),
            }
        }
        MarkSlip::Comment(sign) => {
            Words::new("a comment begins with `#`", format!("`{sign}` opens no comment"))
                .with_help(format!("write `{}`", right.unwrap_or("# …")))
        }
        MarkSlip::Around => Words::new(
            "statements have no mark before or behind them",
            format!("a `{written}` that belongs to no statement"),
        )
        .with_help(match right {
            Some(right) => format!("write `{right}`"),
            None => format!("delete the `{written}`"),
        }),
        MarkSlip::Escaped => {
            let meant = match &**written {
                "&lt;" => "<",
                "&gt;" => ">",
                "&quot;" => "\"",
                _ => "&",
            };
            let words = Words::new("the text is written for a web page", format!("`{meant}` as HTML has it"));
            words.with_help(format!(
                "write `{meant}` for `{written}` everywhere in the file: `policy france < country in [fr] >`"
            ))
        }
    }
}

pub(super) fn foreign(sort: &ForeignSlip, slip: &Slip) -> Words {
    let written = &slip.written;
    let name = slip.right.as_deref().unwrap_or("NAME");
    match sort {
        ForeignSlip::Workload => {
            let kinds = Kind::ALL.map(Kind::name);
            Words::new(
                format!("a workload is {} {}", "a model, function, agent, sandbox or job", "")
                    .trim_end()
                    .to_owned(),
                format!("`{written}` is no kind of workload"),
            )
            .with_help(format!("write {} before `{name}`, whichever it is", listed(&kinds, "or")))
        }
        ForeignSlip::Import => {
            Words::new("the files of a workspace see each other", format!("there is no `{written}`")).with_help(
                format!("delete this statement: what {name} declares is known where both files are given to bpol"),
            )
        }
        ForeignSlip::Variable => Words::new("there are no variables", format!("`{written}` opens no statement"))
            .with_help(format!("a group names a set: write `group {name} < country in [de, fr] >`")),
        ForeignSlip::Deny => {
            Words::new("what is not allowed stands behind `except`", format!("`{written}` opens no statement"))
                .with_help(
                    "`except` takes away: write `policy NAME < except country in [ru] >`, and attach it to an \
                     environment",
                )
        }
        ForeignSlip::File(language) => Words::new(
            format!("this is {language}, and not a file of statements"),
            format!("{language} begins here"),
        )
        .with_help(format!(
            "a `.bpol` file has statements, such as `policy france < country in [fr] >` or `{} llama in production`",
            Keyword::Workload(Kind::Model).name()
        )),
    }
}
