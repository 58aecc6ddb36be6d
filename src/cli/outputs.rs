//! `--output-format` and `--output-file`: which belongs to which is read off their order.

use std::collections::VecDeque;
use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::project::failure::Failure;
use crate::project::paths;
use crate::render::Format;

/// What is written, and where to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// How it is written.
    pub(super) format: Format,
    /// The file; standard output if there is none.
    pub(super) file: Option<PathBuf>,
}

/// Everything that is written of one run, at least one output.
#[derive(Debug)]
pub(super) struct Outputs(Vec<Output>);

/// The two arguments as clap sees them.
#[derive(Args)]
struct Flags {
    /// How findings are written [default: full]. May be given more than once; `--output-file` says where each
    /// goes.
    #[arg(long, value_name = "FORMAT")]
    output_format: Vec<Format>,
    /// Write to this file what the `--output-format` before it says, instead of to standard output, which `-`
    /// is. The file is written whole or not at all.
    #[arg(long, value_name = "FILE")]
    output_file: Vec<PathBuf>,
}

/// One of the two arguments as it was given.
enum Given {
    Format(Format),
    File(PathBuf),
}

impl Outputs {
    /// One format, to standard output.
    pub(super) fn shown(format: Format) -> Self {
        Self(vec![Output { format, file: None }])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Output> {
        self.0.iter()
    }

    /// Whether any of them ends with a summary.
    pub(super) fn have_summary(&self) -> bool {
        self.iter().any(|output| !output.format.is_document())
    }

    /// Whether a person reads what goes to standard output.
    pub(super) fn is_for_people(&self) -> bool {
        let mut shown = self.iter().filter(|output| output.file.is_none());
        shown.any(|output| matches!(output.format, Format::Full | Format::Concise))
    }

    /// Pairs what was given, in its order: a file belongs to the nearest format before it that has none;
    /// where there is none, to the next one; and if none follows either, it gets the format for people.
    fn pair(given: impl IntoIterator<Item = Given>) -> Self {
        let mut outputs: Vec<Output> = Vec::new();
        let mut waiting = VecDeque::new();
        for one in given {
            match one {
                Given::Format(format) => outputs.push(Output { format, file: waiting.pop_front() }),
                Given::File(file) => match outputs.iter_mut().rfind(|output| output.file.is_none()) {
                    Some(output) => output.file = Some(file),
                    None => waiting.push_back(file),
                },
            }
        }
        outputs.extend(waiting.into_iter().map(|file| Output { format: Format::Full, file: Some(file) }));
        for output in &mut outputs {
            output.file = output.file.take().filter(|file| file.as_os_str() != "-");
        }
        if outputs.is_empty() {
            outputs.push(Output { format: Format::Full, file: None });
        }
        Self(outputs)
    }

    /// Fails where two outputs would get into one another.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let shared: Vec<Format> =
            self.iter().filter(|output| output.file.is_none()).map(|output| output.format).collect();
        let document = shared.iter().position(|format| format.is_document());
        if let Some(document) = document.and_then(|index| shared.get(index))
            && shared.len() > 1
        {
            let name = document.name();
            return Err(Failure::with_help(
                format!("`{name}` is one document and cannot share standard output with another"),
                format!("give one of them a file: `--output-format {name} --output-file FILE`"),
            ));
        }
        let mut destinations: Vec<PathBuf> = Vec::new();
        for file in self.iter().filter_map(|output| output.file.as_deref()) {
            let destination = paths::destination(file).unwrap_or_else(|_| file.to_owned());
            if destinations.contains(&destination) {
                return Err(Failure::with_help(
                    format!("two outputs would be written to `{}`", paths::shown(file)),
                    "give each `--output-format` an `--output-file` of its own",
                ));
            }
            destinations.push(destination);
        }
        Ok(())
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let flags = Flags::from_arg_matches(matches)?;
        let indices = |name| matches.indices_of(name).into_iter().flatten();
        let formats = indices("output_format").zip(flags.output_format.into_iter().map(Given::Format));
        let files = indices("output_file").zip(flags.output_file.into_iter().map(Given::File));
        let mut given: Vec<(usize, Given)> = formats.chain(files).collect();
        given.sort_by_key(|&(index, _)| index);
        Ok(Self::pair(given.into_iter().map(|(_, given)| given)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Outputs {
    fn augment_args(command: Command) -> Command {
        Flags::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args_for_update(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `arguments` pair to: `FORMAT` or `FORMAT>FILE` each.
    fn pair(arguments: &str) -> String {
        let command = Outputs::augment_args(Command::new("bpol"));
        let words = std::iter::once("bpol").chain(arguments.split_whitespace());
        let outputs = Outputs::from_arg_matches(&command.get_matches_from(words)).unwrap();
        let shown = outputs.iter().map(|output| {
            let file = output.file.iter().map(|file| format!(">{}", file.display()));
            format!("{}{}", output.format.name(), file.collect::<String>())
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_file_belongs_to_the_format_nearest_before_it() {
        assert_eq!(pair(""), "full");
        assert_eq!(pair("--output-format json"), "json");
        assert_eq!(pair("--output-format=json --output-file=x"), "json>x");
        assert_eq!(pair("--output-file x --output-format json"), "json>x");
        assert_eq!(pair("--output-file x"), "full>x");
        assert_eq!(pair("--output-format json --output-file -"), "json");
        assert_eq!(
            pair("--output-format json --output-format github --output-file - --output-file x"),
            "json>x github"
        );
        assert_eq!(pair("--output-format github --output-format sarif --output-file x"), "github sarif>x");
        assert_eq!(pair("--output-format sarif --output-file x --output-format github"), "sarif>x github");
        assert_eq!(
            pair("--output-format sarif --output-file x --output-file y --output-format json"),
            "sarif>x json>y"
        );
        assert_eq!(
            pair("--output-format sarif --output-format json --output-file x --output-file y"),
            "sarif>y json>x"
        );
        assert_eq!(pair("--output-format json --output-file x --output-file y"), "json>x full>y");
        assert_eq!(
            pair("--output-file x --output-file y --output-format json --output-format sarif"),
            "json>x sarif>y"
        );
    }
}
