//! `--deny`, `--warn` and `--allow`: which apply from left to right, so that their order on the command line
//! counts.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::diagnostic::Level;
use crate::lint::{Change, Selection};

/// The choices of levels, from first to last.
#[derive(Clone, Debug, Default)]
pub(super) struct LevelArguments {
    pub(super) changes: Vec<Change>,
}

/// The flags: name, short help, and the level that each stands for.
const FLAGS: [(&str, &str, Level); 3] = [
    (
        "deny",
        "Fail on findings of this lint; `all` is every lint, `warnings` those at `warn` by then",
        Level::Deny,
    ),
    ("warn", "Report findings of this lint, and do not fail on them", Level::Warn),
    ("allow", "Do not look for findings of this lint", Level::Allow),
];

impl FromArgMatches for LevelArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut arguments = Self::default();
        arguments.update_from_arg_matches(matches)?;
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let mut changes: Vec<(usize, Change)> = Vec::new();
        for (name, _, level) in FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let selections = matches.get_many::<Selection>(name).into_iter().flatten();
            changes.extend(
                indices.zip(selections).map(|(index, &selection)| (index, Change { selection, level })),
            );
        }
        changes.sort_by_key(|(index, _)| *index);
        self.changes = changes.into_iter().map(|(_, change)| change).collect();
        Ok(())
    }
}

impl Args for LevelArguments {
    fn augment_args(command: Command) -> Command {
        FLAGS.into_iter().fold(command, |command, (name, help, _)| {
            command.arg(
                Arg::new(name)
                    .long(name)
                    .value_name("LINT")
                    .action(ArgAction::Append)
                    .value_parser(Selection::from_name)
                    .help_heading("Lint levels")
                    .help(help),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
