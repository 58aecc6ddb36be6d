//! A limit of tokens comes in, and the words for it go out, as policies say it.

use crate::emit::document::{Limit, Scope};
use crate::syntax::limit::Counted;
use crate::syntax::quoted;
use crate::text::hidden::one_line;

/// `daily of environment production: input 10000 or output 5000 per day`.
pub(super) fn limit_words(limit: &Limit) -> String {
    let scope = match &limit.scope {
        Scope::Environment(name) => format!(" of environment {}", quoted(name)),
        Scope::Workload => String::new(),
    };
    one_line(&format!("{}{scope}: {}", quoted(&limit.policy), amount(limit)))
}

/// `input 10000 or output 5000 per day`.
pub(super) fn amount(limit: &Limit) -> String {
    let numbers = Counted::ALL.into_iter().zip([limit.input, limit.output, limit.total]);
    let numbers = numbers.filter_map(|(counted, number)| Some(format!("{} {}", counted.name(), number?)));
    let numbers = numbers.collect::<Vec<_>>().join(" or ");
    let period = match limit.step {
        1 => limit.granularity.name().to_owned(),
        step => format!("{step} {}", limit.granularity.plural()),
    };
    let ratio = limit.ratio.map_or_else(String::new, |ratio| format!(" ratio {ratio}"));
    format!("{numbers} per {period}{ratio}")
}
