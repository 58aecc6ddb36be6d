//! The arguments of `bpol emit` and `bpol verify`, of which the targets and their flags are those of the list
//! of targets.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::args_workspace::{ListFormat, WorkspaceArguments};
use super::today::TodayArguments;
use crate::emit::list::{OTHERS, TARGETS};
use crate::emit::settings::{Entry, Place, Setting, Value};
use crate::emit::target::{Flag, Key, Output, Target};

#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    subcommand_value_name = "TARGET",
    subcommand_help_heading = "Targets"
)]
pub(super) struct EmitArguments {
    /// List the targets.
    #[arg(long)]
    pub(super) list: bool,
    /// How the targets are listed.
    #[arg(long, value_name = "FORMAT", default_value = "text", requires = "list")]
    pub(super) format: ListFormat,
    #[command(subcommand)]
    pub(super) asked: Option<Asked>,
}

/// What is asked for.
#[derive(Debug)]
pub(super) enum Asked {
    /// A target, boxed: it is long.
    Target(Box<TargetArguments>),
    /// A tool that is known and not written for.
    Other(&'static str),
}

#[derive(Debug)]
pub(super) struct TargetArguments {
    pub(super) target: &'static Target,
    pub(super) common: CommonArguments,
    /// The settings that flags of the target give.
    pub(super) settings: Vec<Entry>,
}

#[derive(Debug, Args)]
pub(super) struct CommonArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// Write here: to this file instead of standard output, or, where several files are written, to this
    /// folder. Files are written whole or not at all.
    #[arg(short, long, value_name = "PATH")]
    pub(super) output: Option<PathBuf>,
    /// With `--output`: write nothing, and fail if what is there is not what would be written.
    #[arg(long, requires = "output")]
    pub(super) check: bool,
    /// Write this workload only, such as `model/llama@production`; may be given more than once.
    #[arg(long, value_name = "WORKLOAD")]
    pub(super) workload: Vec<String>,
    /// Write the workloads of this environment and of those in it only; may be given more than once.
    #[arg(long, value_name = "ENVIRONMENT")]
    pub(super) environment: Vec<String>,
    /// Where the target cannot say a set, write the largest part of it that it can, and say what is lost.
    #[arg(long)]
    pub(super) narrow: bool,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

impl Asked {
    fn target(target: &'static Target) -> Command {
        let needs = if target.needs_fleet { " It needs a fleet." } else { "" };
        let output = match target.output {
            Output::Stream => "a stream of JSON documents, which readers of YAML take",
            Output::Json => "one JSON document",
            Output::Directory => "a folder of files, for which `--output` is needed",
        };
        let about = format!("{}.\n\nWhat is written is {output}.{needs}", target.description);
        let flags = target.keys.iter().filter_map(flag);
        // What the arguments bring is no description of the command.
        let command = CommonArguments::augment_args(Command::new(target.name));
        let command = command.about(target.description).long_about(about);
        command.next_help_heading("Flags of the target").args(flags)
    }

    fn other(name: &'static str) -> Command {
        let rest = Arg::new("rest").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true);
        Command::new(name).hide(true).arg(rest)
    }
}

/// The flag of a key, if it has one.
fn flag(key: &'static Key) -> Option<Arg> {
    let arg = Arg::new(key.about.name).long(key.about.name);
    Some(match key.flag? {
        Flag::Switch => arg.help(key.about.line).action(ArgAction::SetTrue),
        Flag::Value { name } => {
            let default = match key.about.default {
                "" => String::new(),
                default => format!(" [default: {default}]"),
            };
            arg.help(format!("{}{default}", key.about.line)).value_name(name)
        }
        Flag::Input { name } => {
            arg.help(key.about.line).value_name(name).value_parser(clap::value_parser!(PathBuf))
        }
    })
}

impl Subcommand for Asked {
    fn augment_subcommands(command: Command) -> Command {
        command
            .subcommands(TARGETS.into_iter().map(Self::target))
            .subcommands(OTHERS.into_iter().map(|(name, ..)| Self::other(name)))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        TARGETS.into_iter().any(|target| target.name == name) || OTHERS.into_iter().any(|it| it.0 == name)
    }
}

impl FromArgMatches for Asked {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let Some(target) = TARGETS.into_iter().find(|target| target.name == name) else {
            let other = OTHERS.into_iter().find(|it| it.0 == name).ok_or_else(missing)?;
            return Ok(Self::Other(other.0));
        };
        let settings = target.keys.iter().filter_map(|key| given(key, matches)).collect();
        let common = CommonArguments::from_arg_matches(matches)?;
        Ok(Self::Target(Box::new(TargetArguments { target, common, settings })))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The setting that the flag of a key gives, if it was given.
fn given(key: &'static Key, matches: &ArgMatches) -> Option<Entry> {
    let value = match key.flag? {
        Flag::Switch => matches.get_flag(key.about.name).then_some(Value::Boolean(true))?,
        Flag::Value { .. } => Value::Text(matches.get_one::<String>(key.about.name)?.clone()),
        Flag::Input { .. } => Value::Path(matches.get_one::<PathBuf>(key.about.name)?.clone()),
    };
    Some(flag_setting(key.about.name, value))
}

/// The setting that a flag gives.
pub(super) fn flag_setting(name: &'static str, value: Value) -> Entry {
    let place = Place::Flag(name);
    Entry { key: name.to_owned(), place: place.clone(), setting: Setting { value, place } }
}
