//! The words for slips of bodies.

use crate::diagnostic::Words;
use crate::syntax::keyword::{Attribute, Keyword};
use crate::syntax::shape::{BodyShape, Clause};
use crate::syntax::slip::{BodySlip, Slip};

/// `a model`, `an environment`
pub(super) fn a(keyword: Keyword) -> String {
    let name = keyword.name();
    format!("{} {name}", if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

/// A body that a statement may have.
fn body(keyword: Keyword) -> &'static str {
    match keyword.shape().body {
        BodyShape::Rules(shape) if shape.has_form => "< within country in [fr] >",
        BodyShape::Rules(_) => "< country in [fr] >",
        BodyShape::List(Clause::Attach) => "< attach [POLICY] >",
        BodyShape::List(Clause::Offers) => "< offers [x86] >",
        BodyShape::List(Clause::Alias) => "< alias [\"NAME\"] >",
        BodyShape::Nothing => "",
    }
}

pub(super) fn words(sort: &BodySlip, keyword: Keyword, slip: &Slip) -> Words {
    let written = &slip.written;
    let right = slip.right.as_deref();
    let name = keyword.name();
    let with_right = |words: Words| match right {
        Some(right) => words.with_help(format!("write `{right}`")),
        None => words.with_help(format!("write it as `{}`", keyword.shape().text)),
    };
    match sort {
        BodySlip::OtherMarks if body(keyword).is_empty() => {
            Words::new(format!("{} has no body", a(keyword)), format!("`{written}` opens nothing"))
                .with_help(format!("write it as `{}`", keyword.shape().text))
        }
        BodySlip::OtherMarks => {
            with_right(Words::new("a body stands in `< >`", format!("`{written}` opens no body")))
        }
        BodySlip::NoMarks => with_right(Words::new("a body stands in `< >`", "a body without its marks")),
        BodySlip::NoRule => {
            let head = right.unwrap_or(name);
            let label = if written.starts_with('<') {
                "nothing stands in it".to_owned()
            } else {
                format!("{} without a body", a(keyword))
            };
            Words::new(format!("{} needs a rule", a(keyword)), label)
                .with_help(format!("such as `country in [fr]`: write `{head} {}`", body(keyword)))
        }
        BodySlip::NoClause => {
            let head = right.unwrap_or(name);
            Words::new("the body is empty", "nothing stands in it")
                .with_help(format!("write `{head}`, or `{head} {}`", body(keyword)))
        }
        BodySlip::ClauseMark => {
            with_right(Words::new("a list follows its word directly", format!("no `{written}` stands here")))
        }
        BodySlip::TwoClauses => {
            with_right(Words::new(format!("{} has one list", a(keyword)), format!("a second `{written}`")))
        }
        BodySlip::NoWord => {
            let word = match keyword.shape().body {
                BodyShape::List(clause) => clause.name(),
                BodyShape::Nothing | BodyShape::Rules(_) => "attach",
            };
            with_right(Words::new(format!("`{word}` is missing"), format!("a list without `{word}`")))
        }
        BodySlip::NoForm => {
            let right = right.unwrap_or("guard NAME < within country in [fr] >");
            Words::new(
                "a guard opens with `within`, `excludes` or `allows`",
                "a rule with none of them before it",
            )
            .with_help(format!("say what must hold, such as `{right}`"))
        }
        BodySlip::RuleHere => rule_here(keyword, slip),
        BodySlip::RuleAlone => Words::new("a rule stands in a policy", "a rule outside of all statements")
            .with_help(format!("write `policy NAME < {written} >`")),
        BodySlip::AttachHere(list) => {
            Words::new(format!("{} attaches nothing", a(keyword)), "no list of policies stands here")
                .with_help(format!(
                    "policies are attached by an environment or a workload: write \
                     `environment production < attach {list} >`"
                ))
        }
    }
}

fn rule_here(keyword: Keyword, slip: &Slip) -> Words {
    let written = &*slip.written;
    let head = slip.right.as_deref().unwrap_or(keyword.name());
    let what = if written.starts_with("tokens") { "limit" } else { "rule" };
    let words = |label: String| Words::new(format!("a {what} stands in a policy"), label);
    let is_short = written.len() <= 80 && !written.contains(['\n', '#']);
    let rule = if is_short { written } else { "…" };
    match keyword {
        Keyword::Code(Attribute::Location) => {
            let codes = |attribute| written.strip_prefix(attribute)?.trim_start().strip_prefix("in ");
            let country =
                codes("country").map(|it| it.trim_matches(['[', ']', ' '])).filter(|it| !it.contains(','));
            let offers = codes("gpu").or(codes("cpu"));
            let right = match (country, offers) {
                (Some(country), _) => format!("{head} in {country}"),
                (None, Some(flavors)) => format!("{head} < offers {flavors} >"),
                (None, None) => "location NAME in fr < offers [x86] >".to_owned(),
            };
            words("a rule in a location".to_owned()).with_help(format!(
                "the country of a location stands behind `in`, its flavors in `offers`: write `{right}`"
            ))
        }
        Keyword::Code(_) => words(format!("a {what} in {}", a(keyword)))
            .with_help(format!("write it as `{}`", keyword.shape().text)),
        _ => {
            let name = head.split(' ').nth(1).unwrap_or_default();
            let policy =
                if crate::syntax::is_word(name) { format!("{name}_policy") } else { "NAME".to_owned() };
            words(format!("a {what} in {}", a(keyword))).with_help(format!(
                "write two statements: `policy {policy} < {rule} >` and `{head} < attach [{policy}] >`"
            ))
        }
    }
}
