//! What may stand where a value is being typed: shells ask the program itself, so that workloads and codes
//! are those of the workspace at hand.

use std::ffi::{OsStr, OsString};

use clap::Parser as _;
use clap_complete::engine::ValueCompleter as _;
use clap_complete::env::Shells;
use clap_complete::{ArgValueCompleter, CompleteEnv, CompletionCandidate, PathCompleter};

use super::args::{self, Arguments, Command};
use super::args_emit::Asked;
use super::files;
use crate::analysis::{Analysis, Configuration};
use crate::catalogue;
use crate::lint::{self, Selection};
use crate::project::failure::Failure;
use crate::project::load::Loaded;
use crate::reference::Builtin;
use crate::syntax::quoted;

/// The variable of the environment by which a shell asks; its value is the shell.
const VARIABLE: &str = "BPOL_COMPLETE";

/// The flags whose values are names of a workspace.
const NAMING: [&str; 8] =
    ["--workload", "--environment", "--policy", "--in", "--on", "--only", "--never", "--lose"];

/// How many candidates a shell is given.
const MOST: usize = 1000;

/// Answers a shell that asks, and ends the process then.
pub(super) fn answer() {
    CompleteEnv::with_factory(command).var(VARIABLE).bin("bpol").completer("bpol").complete();
}

/// The program's arguments, each with what may stand there.
fn command() -> clap::Command {
    let completer = |name: &str| match name {
        "reference" => Some(tables()),
        "workload" => Some(workloads()),
        "environment" => Some(environments()),
        "code" | "inside" | "on" | "only" | "never" | "lose" => Some(codes()),
        "policy" => Some(policies()),
        "name" => Some(checks()),
        "deny" | "warn" | "allow" => Some(selections()),
        _ => None,
    };
    let is_flag_typed = typed_words().1.to_string_lossy().starts_with('-');
    let complete = |arg: clap::Arg| {
        // Where no flag is begun, a value is wanted; hidden ones are offered only where there is none.
        let is_hidden = !arg.is_positional() && !is_flag_typed;
        let arg = arg.hide(is_hidden);
        match completer(arg.get_id().as_str()) {
            Some(completer) => arg.add(completer),
            None => arg,
        }
    };
    let mut command = args::command();
    // The flags that every command has are there from then on.
    command.build();
    deeply(command, &complete)
}

/// A command whose arguments are changed, and those of all commands in it.
fn deeply(command: clap::Command, change: &dyn Fn(clap::Arg) -> clap::Arg) -> clap::Command {
    command.mut_args(change).mut_subcommands(|command| deeply(command, change))
}

/// The script that makes a shell ask; `None` where there is none for it.
pub(super) fn script(shell: &str) -> Option<Vec<u8>> {
    let mut script = Vec::new();
    if shell == "bash" {
        // A workload is one word, and bash would break it there.
        script.extend(b"COMP_WORDBREAKS=${COMP_WORDBREAKS//@/}\n");
    }
    let shells = Shells::builtins();
    shells.completer(shell)?.write_registration(VARIABLE, "bpol", "bpol", "bpol", &mut script).ok()?;
    Some(script)
}

/// The errors and lint rules.
fn checks() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        matching(typed, catalogue::all().map(|check| (check.name.to_owned(), check.summary.to_owned())))
    })
}

/// What the levels of lints are chosen for.
fn selections() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let lints = lint::LINTS.iter().map(|lint| (lint.check.name, lint.check.summary));
        let several = [("all", "every rule"), ("warnings", "the rules at `warn`")];
        let all = several.into_iter().filter(|(name, _)| Selection::from_name(name).is_ok()).chain(lints);
        matching(typed, all.map(|(name, summary)| (name.to_owned(), summary.to_owned())))
    })
}

/// The workloads of the workspace that the command line names.
fn workloads() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(Ok(analysis)) = workspace() else { return Vec::new() };
        let workspace = analysis.workspace();
        let identities = workspace.workloads().iter().map(|it| workspace.identity(it).to_string());
        matching(typed, identities.map(|identity| (identity, String::new())))
    })
}

/// The environments of the workspace that the command line names.
fn environments() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(Ok(analysis)) = workspace() else { return Vec::new() };
        let environments = analysis.workspace().environments().values().iter();
        matching(typed, environments.map(|it| (it.name().to_owned(), String::new())))
    })
}

/// The policies of the workspace that the command line names.
fn policies() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(Ok(analysis)) = workspace() else { return Vec::new() };
        let policies = analysis.workspace().policies().values().iter();
        matching(typed, policies.map(|it| (it.name().to_owned(), String::new())))
    })
}

/// The codes and groups of the reference table.
fn codes() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some(Ok(analysis)) = workspace() else { return Vec::new() };
        let workspace = analysis.workspace();
        let label = |statement| {
            let label = workspace.statement(statement).label();
            label.map_or_else(String::new, |label| format!(" {}", label.value()))
        };
        let codes = workspace.table().iter().map(|(_, code)| {
            (quoted(code.name()), format!("{}{}", code.attribute().name(), label(code.statement())))
        });
        let groups = workspace.groups().values().iter();
        let groups = groups.map(|it| (quoted(it.name()), format!("group{}", label(it.statement()))));
        matching(typed, codes.chain(groups))
    })
}

/// The built-in tables, and files.
fn tables() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let names = Builtin::ALL.into_iter().map(Builtin::name).chain(["none"]);
        let mut all = matching(typed, names.map(|name| (name.to_owned(), String::new())));
        all.extend(PathCompleter::any().complete(typed));
        all
    })
}

/// Those that begin as what is typed, each with what it is. A shell would not read a quote as it stands, so
/// that what needs any is left out.
fn matching(typed: &OsStr, all: impl Iterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let is_plain = |name: &str| name.chars().all(|it| it.is_alphanumeric() || "_-./@".contains(it));
    let fitting = all.filter(|(name, _)| name.starts_with(typed) && is_plain(name)).take(MOST);
    let candidate = |(name, help): (String, String)| {
        CompletionCandidate::new(name).help((!help.is_empty()).then(|| help.into()))
    };
    fitting.map(candidate).collect()
}

/// The workspace that the command line is about, as far as it is typed; what is wrong with it is no matter.
fn workspace() -> Option<Result<Analysis, Failure>> {
    let loaded = match given()?.command {
        Command::Compile(arguments) => files::load(&arguments.workspace),
        Command::Query(arguments) => files::load(&arguments.workspace),
        Command::Emit(arguments) => match arguments.asked? {
            Asked::Target(arguments) => files::load(&arguments.common.workspace),
            Asked::Other(_) => return None,
        },
        Command::Reference(arguments) => {
            files::load_table(&arguments.workspace, arguments.reference.as_deref(), &arguments.config)
        }
        _ => return None,
    };
    let compile = |loaded: Loaded| crate::compile(Configuration::default(), loaded.reference, loaded.sources);
    Some(loaded.map(compile))
}

/// The words of the command line that a shell asks about, and the one of them that is being typed.
fn typed_words() -> (Vec<OsString>, OsString) {
    let words: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    // This is how the scripts for bash and zsh tell it; for other shells it is the last one.
    let index = std::env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse::<usize>().ok());
    let typed = index.map_or_else(|| words.last(), |index| words.get(index)).cloned();
    (words, typed.unwrap_or(OsString::new()))
}

/// The command line without the values that are being typed; the bare command where that is not one yet.
fn given() -> Option<Arguments> {
    let (words, _) = typed_words();
    let is_command =
        |word: &&OsString| ["compile", "emit", "query", "reference"].iter().any(|it| *word == it);
    let command = words.iter().skip(1).find(is_command)?;
    let mut kept = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if NAMING.iter().any(|it| word == it) {
            rest.next();
        } else if !word.is_empty() {
            kept.push(word.clone());
        }
    }
    let bare = || Arguments::try_parse_from([OsString::from("bpol"), command.clone()]).ok();
    if command == "reference" { bare() } else { Arguments::try_parse_from(&kept).ok().or_else(bare) }
}
