//! The limits of tokens of a workload, for people: they change no set, so they stand in a table of their own.

use super::document::{AtPoint, Why};
use super::text::{Writer, name, place_toned};
use crate::answers::cell::Cell;
use crate::answers::limits::amount;
use crate::answers::words::PointName;
use crate::emit::document::{Limit, Scope};

impl Why {
    /// The points that have limits, with them, from the workload outwards.
    pub(super) fn limited(&self) -> impl Iterator<Item = (&AtPoint, Vec<&Limit>)> {
        let points = self.types.first().into_iter().flat_map(|it| &it.points);
        let limited =
            points.map(|at| (at, self.limits.iter().filter(|it| stands_at(it, &at.point)).collect()));
        limited.filter(|(_, limits): &(_, Vec<_>)| !limits.is_empty())
    }
}

fn stands_at(limit: &Limit, point: &PointName) -> bool {
    match (&limit.scope, point) {
        (Scope::Workload, PointName::Workload(_)) => true,
        (Scope::Environment(scope), PointName::Environment(name)) => scope == name,
        _ => false,
    }
}

impl Writer<'_> {
    /// The limits of each point, each on a row with its policy.
    pub(super) fn limits(&mut self, why: &Why) {
        let limited = why.limited().flat_map(|(at, limits)| self.limits_at(at, &limits));
        let rows: Vec<Vec<Cell>> = limited.collect();
        if !rows.is_empty() {
            self.line(0, "limits");
            self.rows(rows);
        }
    }

    fn limits_at(&self, at: &AtPoint, limits: &[&Limit]) -> Vec<Vec<Cell>> {
        let rows = limits.iter().enumerate().map(|(index, limit)| {
            let who = if index == 0 { self.who(&at.point) } else { String::new() };
            let attached = at.policies.iter().find(|it| it.name == limit.policy);
            let place = place_toned(attached.map(|it| &it.place));
            vec![who.into(), name(&limit.policy).into(), amount(limit).into(), place]
        });
        rows.collect()
    }
}
