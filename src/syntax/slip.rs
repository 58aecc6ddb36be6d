//! What people write who know another language or forget a mark, as facts. Their words are in `slip_words`.

use super::expected::Expected;
use super::keyword::{Keyword, PolicyType};

/// A text that says something which the language says in another way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Slip {
    /// What it is.
    pub sort: Sort,
    /// What stands in the file, where the finding lies.
    pub written: Box<str>,
    /// What to write instead; none where that is not known.
    pub right: Option<Box<str>>,
}

/// What sort of slip it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sort {
    /// Of a list; holds what its items are.
    List(ListSlip, Expected),
    /// Of a rule, or between two rules; holds the statement.
    Rule(RuleSlip, Keyword),
    /// Of a body.
    Body(BodySlip, Keyword),
    /// Of a target.
    Target(TargetSlip),
    /// Of what stands before the body.
    Head(HeadSlip, Keyword),
    /// Of the characters that make words, strings and comments.
    Mark(MarkSlip),
    /// Of a limit of tokens.
    Limit(LimitSlip),
    /// Of another language as a whole.
    Foreign(ForeignSlip),
}

/// What is wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListSlip {
    /// `country in de`
    Bare,
    /// `country in (de, fr)`
    Brackets,
    /// `[de; fr]`
    Separators,
    /// `offers [8 h100]`
    Numbers,
}

/// What is wrong with a rule or between two rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleSlip {
    /// `country: [de]`
    NoIn,
    /// `country not in [ru]`
    Exception {
        /// The statement before its body.
        head: Box<str>,
        /// The rules that something is taken from, where there are any.
        from: Option<Box<str>>,
        /// Whether everything less the exception may be meant.
        may_be_alone: bool,
        /// The rule that `except` takes, as far as it is known.
        rule: Option<Box<str>>,
    },
    /// `country in *`; holds whether the attribute is one of hardware.
    Everything(bool),
    /// `no gpu`
    NoGpu,
    /// `and` between two rules.
    And {
        /// Whether they are of two types.
        is_mixed: bool,
        /// The rules before it and behind it, as far as they are known.
        sides: Option<[Box<str>; 2]>,
    },
    /// `||` between two rules.
    Or,
    /// Nothing between two rules, or a comma; holds the attribute of the second.
    MissingOr(Box<str>),
}

/// What is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodySlip {
    /// `policy x { … }`
    OtherMarks,
    /// `policy x country in [fr]`
    NoMarks,
    /// `policy x < >`, `policy x`
    NoRule,
    /// `model a < >`
    NoClause,
    /// `attach: [eu]`
    ClauseMark,
    /// `attach [a] attach [b]`
    TwoClauses,
    /// A rule in a workload, an environment or a location.
    RuleHere,
    /// A rule outside of all statements.
    RuleAlone,
    /// `attach` in a policy; holds what is attached.
    AttachHere(Box<str>),
    /// A list without the word before it: `model a < [eu] >`.
    NoWord,
    /// A rule in a guard that says nothing of it.
    NoForm,
}

/// What is wrong with a target.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TargetSlip {
    /// It stands before a rule.
    NotLast,
    /// There are two.
    Two,
    /// `target in [models]`
    In,
    /// `for models`
    OtherWord,
    /// `target all`
    All,
    /// `target: models`
    Mark,
}

/// What is wrong before the body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeadSlip {
    /// `model my model`
    ManyWords,
    /// `model a in e "Label"`
    LabelBehind,
    /// `model in production`
    NoName,
    /// `model a in`; holds what is missing.
    NoParent(&'static str),
    /// `in [production, staging]`; holds what stands behind `in`, and the statements that are meant.
    TwoParents(&'static str, Vec<Box<str>>),
    /// `environment x extends production`
    ParentWord,
    /// `policy x in production`
    InHere(Box<str>),
}

/// What is wrong with the characters of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MarkSlip {
    /// `'llama'`
    Quotes(char),
    /// `meta/llama`
    NeedsQuotes,
    /// A character that looks like one of the language's; holds both.
    Typographic(char, char),
    /// `// c`
    Comment(&'static str),
    /// `- model a`, `model a;`
    Around,
    /// `&lt;`
    Escaped,
}

/// What is wrong with a limit of tokens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitSlip {
    /// `input 10 or input 20`
    Twice,
    /// `tokens per hour`
    Nothing,
    /// `tokens 10000 per hour`
    Uncounted,
    /// `prompt 10`
    OtherWord,
    /// `input: 10`
    Mark,
    /// A number that is none.
    Number(NumberSlip),
    /// `input 10, output 5`
    Joint,
    /// `input 10 hour`
    NoPer,
    /// `per hour input 10`
    PerFirst,
    /// `input 10 ratio 4 per hour`
    RatioFirst,
    /// `input 10 per hour or output 5 per day`; holds the bodies of two policies, where they are known.
    TwoTimes(Option<[Box<str>; 2]>),
    /// `per week`
    Time,
    /// `per second`
    TooShort,
    /// `except` in it.
    Exception,
    /// `group in [eu27]` in it.
    Group,
    /// `and` in it; holds the bodies of two policies, where they are known.
    And(Option<[Box<str>; 2]>),
    /// Rules before it or behind it.
    Mixed {
        /// The policy.
        policy: Box<str>,
        /// The type of the rules; none where they name groups.
        rules: Option<PolicyType>,
        /// Whether they stand before it.
        is_behind: bool,
        /// The bodies of two policies, where they are known.
        bodies: Option<[Box<str>; 2]>,
    },
    /// It stands in a group, a guard or an exception.
    NoSet(Keyword),
    /// `policy p < total 10 per hour >`
    NoTokens,
    /// It stands outside of all statements.
    Alone,
    /// Anything else; holds what could stand there.
    Other(Vec<Expected>),
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NumberSlip {
    /// `0`
    Zero,
    /// `-5`
    Sign,
    /// `10_000`
    Separators,
    /// `1.5`
    Fraction,
    /// `10k`
    Unit,
    /// `99999999999999999999`
    TooLarge,
    /// `"10"`
    Quotes,
    /// `unlimited`
    Unlimited,
}

/// What another language has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ForeignSlip {
    /// `service api`
    Workload,
    /// `import "x"`
    Import,
    /// `let x = …`
    Variable,
    /// `deny x`
    Deny,
    /// The whole file; holds the language's name.
    File(&'static str),
}
