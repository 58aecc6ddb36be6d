//! Words and marks of other languages for what the language says with `except`, and lists of all or nothing.

use super::lists::written;
use crate::syntax::failure::{Failure, Shown, on_one_line};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::{Attribute, Form, Keyword, RuleAttribute};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::slip::{RuleSlip, Sort};
use crate::syntax::walk::{Walk, attribute_and_mark, is_negation, place};

/// Words for a list of all that there is.
const ALL: [&str; 9] = ["*", "all", "any", "every", "everywhere", "anywhere", "everything", "ANY", "ALL"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let keyword = walk.keyword?;
    let token = walk.peek()?;
    if expected.contains(&Expected::Attribute) {
        return before_rule(walk, &token, keyword);
    }
    if *expected == [Expected::Exactly("in")] {
        return in_place_of_in(walk, &token, keyword);
    }
    if expected.contains(&Expected::Code) {
        return in_list(walk, &token, keyword);
    }
    let is_behind = expected.contains(&Expected::Exactly("except"));
    if is_behind && is_negation(token.text) && token.kind != TokenKind::Text {
        let failure = failure(walk, &token, keyword, rule(walk, walk.at + 1));
        if walk.is_rule(walk.at + 1) && token.kind == TokenKind::Word {
            let shown = Shown::Statement;
            return Some(failure.edit(place(&token), "except").showing(shown));
        }
        return Some(failure);
    }
    None
}

fn failure(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword, rule: Option<String>) -> Failure {
    let from = passed(walk, token).map(Into::into);
    let may_be_alone = from.is_none() || walk.last().is_none_or(|last| !last.is("]") && walk.open.len() < 2);
    let (head, rule) = (walk.head().into(), rule.map(Into::into));
    let slip = RuleSlip::Exception { head, from, may_be_alone, rule };
    Failure::slip(Sort::Rule(slip, keyword), walk.text, place(token))
}

/// The rules before a token, on one line; a list that it stands in ends before it.
fn passed(walk: &Walk<'_>, token: &Token<'_>) -> Option<String> {
    let first = walk.passed.body? + 1;
    let form = walk.word(first).and_then(Form::from_name).is_some();
    let start = walk.nth(first + usize::from(form))?.start;
    let text = on_one_line(walk.slice(start..token.start))?;
    let is_open = walk.open.last().is_some_and(|open| open.is("["));
    let rules = if is_open {
        format!("{}]", text.trim_end_matches([',', ' ']))
    } else {
        text.get(..text.rfind(']')? + 1)?.to_owned()
    };
    (!rules.ends_with("[]") && !rules.contains('*')).then_some(rules)
}

/// The rule from a token on as it would be written.
fn rule(walk: &Walk<'_>, index: usize) -> Option<String> {
    let attribute = walk.attribute_at(index)?;
    let is_in = usize::from(walk.is_at(index + 1, "in"));
    written(walk, index + 1 + is_in).map(|list| format!("{attribute} in {list}"))
}

/// `no gpu`, `not country in [ru]`, `country!= ru`
fn before_rule(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    if let Some((attribute, marks)) = attribute_and_mark(token.text) {
        let list = written(walk, walk.at + 1);
        let rule = list.map(|list| format!("{attribute} in {list}"));
        return is_negation(marks).then(|| failure(walk, token, keyword, rule));
    }
    if token.kind == TokenKind::Text || !is_negation(token.text) {
        return None;
    }
    let gpu = [RuleAttribute::Code(Attribute::Gpu)];
    let is_gpu = walk.attribute_at(walk.at + 1).is_some_and(|it| gpu.contains(&it))
        || matches!(walk.word(walk.at + 1), Some("gpus" | "GPU" | "GPUs"));
    if is_gpu && !walk.is_rule(walk.at + 1) {
        let end = walk.nth(walk.at + 1)?.end();
        return Some(Failure::slip(Sort::Rule(RuleSlip::NoGpu, keyword), walk.text, token.start..end));
    }
    Some(failure(walk, token, keyword, rule(walk, walk.at + 1)))
}

/// `country not in [ru]`, `country != ru`
fn in_place_of_in(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    let is_less_more = token.is("<") && walk.is_at(walk.at + 1, ">");
    let is_not = walk.word(walk.at) == Some("is") && walk.word(walk.at + 1) == Some("not");
    if token.kind == TokenKind::Text || !(is_negation(token.text) || is_less_more || is_not) {
        return None;
    }
    let attribute = walk.passed.rule.and_then(|index| walk.attribute_at(index))?;
    let words = usize::from(is_less_more || is_not) + 1;
    let is_in = usize::from(walk.is_at(walk.at + words, "in"));
    let list = written(walk, walk.at + words + is_in);
    Some(failure(walk, token, keyword, list.map(|list| format!("{attribute} in {list}"))))
}

/// `country in *`, `[*]`, `[eu except fr]`, `[eu, -fr]`
fn in_list(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    if token.kind == TokenKind::Text {
        return None;
    }
    let attribute = walk.passed.rule.and_then(|index| walk.attribute_at(index))?;
    let is_open = walk.open.last().is_some_and(|open| open.is("["));
    let behind = walk.nth(walk.at + 1);
    // `[* - ru]`
    let negation = if token.text.starts_with('*') { behind.unwrap_or(*token) } else { *token };
    let is_negative =
        negation.text == "except" || is_negation(negation.text) || negation.text.starts_with('-');
    // Where an item may stand, a word is one.
    let is_word = negation.kind == TokenKind::Word && walk.last().is_some_and(|it| it.is("[") || it.is(","));
    let opens_list = !is_open && walk.is_at(walk.at + 1, "[");
    if is_negative && !is_word && (is_open || opens_list || negation.kind != TokenKind::Word) {
        let direct = negation.text.trim_start_matches(['-', '!']);
        let list = if negation.kind == TokenKind::Junk && !direct.is_empty() {
            Some(format!("[{direct}]"))
        } else {
            let index = walk.tokens.iter().position(|it| it.start == negation.start)?;
            written(walk, index + 1)
        };
        // What is taken from a continent, or a group, is seldom another one.
        let excepted = match attribute {
            RuleAttribute::Code(Attribute::Continent) | RuleAttribute::Group => "country",
            other => other.name(),
        };
        return Some(failure(walk, &negation, keyword, list.map(|list| format!("{excepted} in {list}"))));
    }
    let hardware = [Attribute::Cpu, Attribute::Gpu].map(RuleAttribute::Code).contains(&attribute);
    let ends = behind.is_none_or(|it| it.is(">") || it.is("]") || it.is("or") || it.is("target"));
    if token.text == "none" && !is_open && ends && attribute == RuleAttribute::Code(Attribute::Gpu) {
        return Some(Failure::slip(Sort::Rule(RuleSlip::NoGpu, keyword), walk.text, place(token)));
    }
    let is_all = token.text.starts_with('*') || (!is_open && ALL.contains(&token.text) && ends);
    let sort = Sort::Rule(RuleSlip::Everything(hardware), keyword);
    is_all.then(|| Failure::slip(sort, walk.text, place(token)))
}
