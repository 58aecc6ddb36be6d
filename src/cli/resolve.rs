//! From a workspace on disk to its placement sets, for the commands that ask nothing of lints: errors are
//! reported on standard error.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use super::args_workspace::WorkspaceArguments;
use super::files;
use super::output;
use super::progress::Progress;
use super::status::Status;
use super::today::TodayArguments;
use crate::analysis::{Analysis, Configuration, Input, analyse};
use crate::diagnostic::Fixable;
use crate::fix;
use crate::lint::Levels;
use crate::project::emit_settings::EmitSettings;
use crate::project::failure::Failure;
use crate::project::guards;
use crate::project::inputs::Inputs;

/// A workspace that has been analysed.
pub(super) struct Compiled {
    /// What is known of it. The process ends with the command: what it holds need not be given back piece by
    /// piece.
    pub(super) analysis: ManuallyDrop<Arc<Analysis>>,
    /// Every file that was read for it.
    pub(super) inputs: Inputs,
    /// What `bpol.toml` says of targets.
    pub(super) emit: EmitSettings,
}

/// Reads and analyses a workspace. Where it has errors, they are reported, and the status is what goes out;
/// else it has placement sets. `before` sees which files were read before anything is analysed.
pub(super) fn compiled(
    arguments: &WorkspaceArguments,
    today: &TodayArguments,
    progress: Progress,
    before: impl FnOnce(&Inputs) -> Result<(), Failure>,
) -> Result<Result<(Compiled, Progress), Status>, Failure> {
    analysed(arguments, today, progress, before, |analysis| analysis.resolved().is_ok())
}

/// Reads and analyses a workspace that something is to be asked of. Some of its workloads may have nowhere to
/// run, and guards may not hold; where it has any other error, all are reported, and the status is what goes
/// out.
pub(super) fn asked(
    arguments: &WorkspaceArguments,
    today: &TodayArguments,
    progress: Progress,
) -> Result<Result<(Compiled, Progress), Status>, Failure> {
    let before = |_: &Inputs| Ok(());
    analysed(arguments, today, progress, before, |analysis| analysis.provisional().is_ok())
}

fn analysed(
    arguments: &WorkspaceArguments,
    today: &TodayArguments,
    progress: Progress,
    before: impl FnOnce(&Inputs) -> Result<(), Failure>,
    is_enough: impl FnOnce(&Analysis) -> bool,
) -> Result<Result<(Compiled, Progress), Status>, Failure> {
    let loaded = files::load(arguments)?;
    before(&loaded.inputs)?;
    progress.stage("resolving");
    let configuration = Configuration::with_levels(Levels::new(&loaded.lint))
        .with_guards(guards::levels(&loaded.guards))
        .with_today(today.date());
    let input = ManuallyDrop::new(Input::read(configuration, loaded.reference, loaded.sources));
    let analysis = ManuallyDrop::new(Arc::new(analyse((*input).clone())));
    guards::check(&loaded.guards, analysis.workspace(), Some(&loaded.beyond))?;
    match analysis.resolved() {
        Ok(resolved) => {
            if !resolved.warnings().is_empty() {
                output::report(resolved.warnings(), analysis.files(), Fixable::default());
            }
        }
        Err(_) if is_enough(&analysis) => {}
        Err(rejected) => {
            let report = analysis.report();
            let fixable = fix::count(&input, &analysis, &report);
            drop(progress);
            let status = output::report(rejected.errors(), analysis.files(), fixable);
            loaded.beyond.notes(&analysis).iter().for_each(|note| output::note(note));
            return Ok(Err(status));
        }
    }
    Ok(Ok((Compiled { analysis, inputs: loaded.inputs, emit: loaded.emit }, progress)))
}
