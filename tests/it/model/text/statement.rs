//! Statements of a model as their tokens.

use crate::model::{
    Added, COUNTED, Code, Environment, Form, Group, Guard, Limit, Options, Policy, Rule, Workload,
};

/// A statement as its tokens, in order.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) keyword: &'static str,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) tokens: Vec<Token>,
}

#[derive(Clone, Debug)]
pub(super) enum Token {
    Word(&'static str),
    Number(u64),
    /// The word `except`.
    Except,
    /// A name or code, quoted where it must be and where the layout likes it.
    Name(String, Role),
    /// A label: always quoted.
    Label(String),
    Mark(&'static str),
    /// A comma that may be left out.
    LastComma,
}

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    Parent,
    Item,
}

impl Statement {
    pub(super) fn code(code: &Code) -> Self {
        let mut statement = head(code.attribute, &code.name, code.label.as_ref(), code.parent.as_ref());
        if let Some(offers) = &code.offers {
            statement.clause("offers", offers);
        }
        statement.clause("alias", &code.aliases);
        statement
    }

    pub(super) fn added(added: &Added) -> Self {
        let mut statement = head(added.attribute, &added.name, None, None);
        statement.clause("alias", &added.aliases);
        statement
    }

    pub(super) fn group(group: &Group) -> Self {
        let mut statement = head("group", &group.name, group.label.as_ref(), None);
        statement.mark("<");
        statement.options(&group.options);
        statement.mark(">");
        statement
    }

    pub(super) fn policy(policy: &Policy) -> Self {
        let mut statement = head("policy", &policy.name, policy.label.as_ref(), None);
        statement.mark("<");
        statement.options(&policy.options);
        statement.target(policy.target.as_ref());
        statement.mark(">");
        statement
    }

    pub(super) fn limit(limit: &Limit) -> Self {
        let mut statement = head("policy", &limit.name, limit.label.as_ref(), None);
        statement.mark("<");
        statement.word("tokens");
        let numbers = COUNTED.into_iter().zip(limit.numbers).filter_map(|(word, it)| Some((word, it?)));
        for (index, (word, number)) in numbers.enumerate() {
            if index > 0 {
                statement.word("or");
            }
            statement.word(word);
            statement.tokens.push(Token::Number(number));
        }
        statement.word("per");
        let (period, step) = limit.time;
        if step > 1 {
            statement.tokens.push(Token::Number(step));
        }
        statement.word(period);
        if let Some(ratio) = limit.ratio {
            statement.word("ratio");
            statement.tokens.push(Token::Number(ratio));
        }
        statement.target(limit.target.as_ref());
        statement.mark(">");
        statement
    }

    pub(super) fn environment(it: &Environment) -> Self {
        let mut statement = head("environment", &it.name, it.label.as_ref(), it.parent.as_ref());
        statement.clause("attach", &it.attach);
        statement
    }

    pub(super) fn workload(it: &Workload) -> Self {
        let mut statement = head(it.kind, &it.name, it.label.as_ref(), it.environment.as_ref());
        statement.clause("attach", &it.attach);
        statement
    }

    pub(super) fn guard(guard: &Guard) -> Self {
        let mut statement = head("guard", &guard.name, guard.label.as_ref(), guard.environment.as_ref());
        statement.mark("<");
        statement.word(match guard.form {
            Form::Within => "within",
            Form::Allows => "allows",
            Form::Excludes | Form::Joint => "excludes",
        });
        for (index, side) in guard.sides.iter().enumerate() {
            if index > 0 {
                statement.word("and");
            }
            statement.options(side);
        }
        statement.target(guard.target.as_ref());
        statement.mark(">");
        statement
    }

    fn word(&mut self, word: &'static str) {
        self.tokens.push(Token::Word(word));
    }

    fn mark(&mut self, mark: &'static str) {
        self.tokens.push(Token::Mark(mark));
    }

    fn options(&mut self, options: &Options) {
        self.rules(&options.rules);
        if !options.exceptions.is_empty() {
            self.tokens.push(Token::Except);
            self.rules(&options.exceptions);
        }
    }

    fn rules(&mut self, rules: &[Rule]) {
        for (index, (attribute, codes)) in rules.iter().enumerate() {
            if index > 0 {
                self.word("or");
            }
            self.word(attribute);
            self.word("in");
            self.list(items(codes));
        }
    }

    fn target(&mut self, target: Option<&Vec<&'static str>>) {
        let Some(kinds) = target else { return };
        self.word("target");
        match kinds.as_slice() {
            [kind] => self.word(plural(kind)),
            kinds => self.list(kinds.iter().map(|kind| Token::Word(plural(kind)))),
        }
    }

    fn clause(&mut self, word: &'static str, names: &[String]) {
        if !names.is_empty() {
            self.mark("<");
            self.word(word);
            self.list(items(names));
            self.mark(">");
        }
    }

    fn list(&mut self, items: impl Iterator<Item = Token>) {
        self.mark("[");
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.mark(",");
            }
            self.tokens.push(item);
        }
        self.tokens.push(Token::LastComma);
        self.mark("]");
    }
}

fn items(names: &[String]) -> impl Iterator<Item = Token> {
    names.iter().map(|name| Token::Name(name.clone(), Role::Item))
}

fn head(keyword: &'static str, name: &str, label: Option<&String>, parent: Option<&String>) -> Statement {
    let mut tokens = vec![Token::Word(keyword), Token::Name(name.to_owned(), Role::Name)];
    tokens.extend(label.cloned().map(Token::Label));
    if let Some(parent) = parent {
        tokens.extend([Token::Word("in"), Token::Name(parent.clone(), Role::Parent)]);
    }
    Statement { keyword, name: name.to_owned(), parent: parent.cloned(), tokens }
}

/// The word that stands for a kind in a target.
fn plural(kind: &str) -> &'static str {
    match kind {
        "agent" => "agents",
        "function" => "functions",
        "job" => "jobs",
        "model" => "models",
        _ => "sandboxes",
    }
}
