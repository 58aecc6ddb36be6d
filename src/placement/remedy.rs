//! The cheapest repair of a guard that does not hold: the workloads that break it come in, and the one point
//! whose change suffices, if there is one, goes out.

use super::violation::{CausePoint, Remedy, Witness};
use crate::syntax::keyword::Form;
use crate::workspace::{Checked, EnvironmentId, Guard};

/// The point whose change suffices alone. `environments` are those that the witnesses are in.
///
/// What is too much is gone once one point above all of them has less: the workload itself, where it is one,
/// or else the innermost environment that they have in common. What is missing must be added wherever it is
/// cut off, so that one point suffices only where no other cuts it off.
pub(super) fn find(
    checked: &Checked,
    guard: &Guard,
    environments: impl IntoIterator<Item = Option<EnvironmentId>>,
    witnesses: &[Witness],
) -> Option<Remedy> {
    match guard.form() {
        Form::Within | Form::Excludes => match witnesses {
            [witness] => Some(Remedy::Workload(witness.workload.clone())),
            _ => common(checked, environments).map(|id| environment(checked, id)),
        },
        Form::Allows => only_cause(witnesses),
    }
}

/// The innermost environment that each of some is or lies in; `None` stands for what is in none.
fn common(
    checked: &Checked,
    environments: impl IntoIterator<Item = Option<EnvironmentId>>,
) -> Option<EnvironmentId> {
    let mut chains = environments.into_iter().map(|environment| {
        let mut chain: Vec<EnvironmentId> = checked.upwards(environment).collect();
        chain.reverse();
        chain
    });
    let mut common = chains.next()?;
    for other in chains {
        let length = common.iter().zip(&other).take_while(|(a, b)| a == b).count();
        common.truncate(length);
    }
    common.last().copied()
}

/// The point that cuts everything off for all witnesses, where no other does.
fn only_cause(witnesses: &[Witness]) -> Option<Remedy> {
    // Where the fleet lacks something, one location repairs that only if nothing else is missing.
    let of_fleet = witnesses.iter().filter(|witness| witness.breach.is_of_fleet).count();
    if of_fleet != 0
        && (of_fleet < witnesses.len() || witnesses.iter().any(|it| it.breach.excess.options.len() > 1))
    {
        return None;
    }
    let mut causes = witnesses
        .iter()
        .flat_map(|witness| witness.breach.causes().map(move |cause| (&witness.workload, &cause.point)));
    let (workload, point) = causes.next()?;
    let is_same =
        |(other, at): (&_, &CausePoint)| at == point && (*at != CausePoint::Workload || other == workload);
    if !causes.all(is_same) {
        return None;
    }
    match point {
        CausePoint::Workload => Some(Remedy::Workload(workload.clone())),
        CausePoint::Environment(name) => Some(Remedy::Environment(name.clone())),
        CausePoint::Location(name) => Some(Remedy::Location(name.clone())),
    }
}

fn environment(checked: &Checked, id: EnvironmentId) -> Remedy {
    Remedy::Environment(checked.environments()[id].name().to_owned())
}
