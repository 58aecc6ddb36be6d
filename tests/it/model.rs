//! A workspace as plain data, and its text in any layout: a [`Model`] and a seed come in, `.bpol` files go out.

use bpol::reference::{Builtin, Reference};
use bpol::{Analysis, Configuration, Source};

use crate::dice::Dice;

pub(crate) const CONTINENT: &str = "continent";
pub(crate) const COUNTRY: &str = "country";
pub(crate) const LOCATION: &str = "location";
pub(crate) const CPU: &str = "cpu";
pub(crate) const GPU: &str = "gpu";

/// Every attribute, in the order of output.
pub(crate) const ATTRIBUTES: [&str; 5] = [CONTINENT, COUNTRY, LOCATION, CPU, GPU];

/// Every kind, by name.
pub(crate) const KINDS: [&str; 5] = ["agent", "function", "job", "model", "sandbox"];

/// Everything that a workspace says, names as they are meant.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) base: Base,
    pub(crate) codes: Vec<Code>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) environments: Vec<Environment>,
    pub(crate) workloads: Vec<Workload>,
}

/// The table that the workspace extends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    None,
    Official,
    /// A file of its own, with the codes that are `in_table`.
    Own,
}

/// A statement of the reference table.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) attribute: &'static str,
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) parent: Option<String>,
    /// What a location offers; never an empty list.
    pub(crate) offers: Option<Vec<String>>,
    /// The aliases of a flavor.
    pub(crate) aliases: Vec<String>,
    /// Whether it stands in the table's file, where that is the workspace's own.
    pub(crate) in_table: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    /// Attribute and codes; all of one type.
    pub(crate) rules: Vec<(&'static str, Vec<String>)>,
    pub(crate) target: Option<Vec<&'static str>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) attach: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Workload {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) attach: Vec<String>,
}

impl Code {
    pub(crate) fn new(attribute: &'static str, name: &str) -> Self {
        Self {
            attribute,
            name: name.to_owned(),
            label: None,
            parent: None,
            offers: None,
            aliases: Vec::new(),
            in_table: false,
        }
    }
}

/// The table `official`, as the language defines it.
pub(crate) fn official() -> Vec<Code> {
    let below = |parent: &str, code| Code { parent: Some(parent.to_owned()), ..code };
    vec![
        Code::new(CONTINENT, "eu"),
        Code::new(CONTINENT, "na"),
        below("eu", Code::new(COUNTRY, "fr")),
        below("na", Code::new(COUNTRY, "us")),
        Code { aliases: vec!["CPU x86".to_owned()], ..Code::new(CPU, "x86") },
        Code::new(GPU, "t4"),
    ]
}

/// The texts of a workspace.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) base: Base,
    /// The text of the table, where that is the workspace's own.
    pub(crate) table: String,
    /// Names and texts of the files.
    pub(crate) files: Vec<(String, String)>,
}

impl Model {
    /// The workspace as text. Seed 0 is the plainest layout: one file, a line a statement, in the model's order.
    /// Any other one is a layout of its own that means the same.
    pub(crate) fn render(&self, seed: u64) -> Rendered {
        let mut dice = Dice::new(seed);
        let is_plain = seed == 0;
        let is_table = |code: &&Code| self.base == Base::Own && code.in_table;
        let table: Vec<Statement> = self.codes.iter().filter(is_table).map(Code::statement).collect();
        let mut statements: Vec<Statement> =
            self.codes.iter().filter(|code| !is_table(code)).map(Code::statement).collect();
        statements.extend(self.policies.iter().map(Policy::statement));
        statements.extend(self.environments.iter().map(Environment::statement));
        statements.extend(self.workloads.iter().map(Workload::statement));
        if is_plain {
            let files = vec![("main.bpol".to_owned(), Layout::text(&statements, None))];
            return Rendered { base: self.base, table: Layout::text(&table, None), files };
        }
        dice.shuffle(&mut statements);
        let mut files: Vec<Vec<Statement>> = vec![Vec::new(); 1 + dice.below(4)];
        for statement in statements {
            let file = dice.below(files.len());
            files[file].push(statement);
        }
        let table = Layout::text(&table, Some(&mut dice));
        let files = files.iter().enumerate().map(|(index, statements)| {
            (format!("{}/{index}.bpol", dice.below(3)), Layout::text(statements, Some(&mut dice)))
        });
        Rendered { base: self.base, files: files.collect(), table }
    }
}

impl Rendered {
    /// The reference table.
    pub(crate) fn reference(&self) -> Reference {
        match self.base {
            Base::None => Reference::none(),
            Base::Official => Reference::builtin(Builtin::Official),
            Base::Own => {
                Reference::own("table.bpol", Source::new("table.bpol", self.table.clone().into_bytes()))
            }
        }
    }

    /// The texts of the files as the compiler takes them.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let source = |(name, text): &(String, String)| Source::new(name.clone(), text.clone().into_bytes());
        self.files.iter().map(source).collect()
    }

    /// All that the compiler knows of them.
    pub(crate) fn analyse(&self, configuration: Configuration) -> Analysis {
        bpol::compile(configuration, self.reference(), self.sources())
    }
}

/// A statement as its tokens, in order.
type Statement = Vec<Token>;

#[derive(Clone, Debug)]
enum Token {
    Word(&'static str),
    /// A name or code, quoted where it must be and where the layout likes it.
    Name(String),
    /// A label: always quoted.
    Label(String),
    Mark(&'static str),
    /// A comma that may be left out.
    LastComma,
}

impl Code {
    fn statement(&self) -> Statement {
        let mut tokens = head(self.attribute, &self.name, self.label.as_ref(), self.parent.as_ref());
        if let Some(offers) = &self.offers {
            clause(&mut tokens, "offers", offers);
        }
        clause(&mut tokens, "alias", &self.aliases);
        tokens
    }
}

impl Policy {
    fn statement(&self) -> Statement {
        let mut tokens = head("policy", &self.name, self.label.as_ref(), None);
        tokens.push(Token::Mark("<"));
        for (index, (attribute, codes)) in self.rules.iter().enumerate() {
            if index > 0 {
                tokens.push(Token::Word("or"));
            }
            tokens.extend([Token::Word(attribute), Token::Word("in")]);
            list(&mut tokens, codes.iter().cloned().map(Token::Name));
        }
        if let Some(kinds) = &self.target {
            tokens.push(Token::Word("target"));
            match kinds.as_slice() {
                [kind] => tokens.push(Token::Word(plural(kind))),
                kinds => list(&mut tokens, kinds.iter().map(|kind| Token::Word(plural(kind)))),
            }
        }
        tokens.push(Token::Mark(">"));
        tokens
    }
}

impl Environment {
    fn statement(&self) -> Statement {
        let mut tokens = head("environment", &self.name, self.label.as_ref(), None);
        clause(&mut tokens, "attach", &self.attach);
        tokens
    }
}

impl Workload {
    fn statement(&self) -> Statement {
        let mut tokens = head(self.kind, &self.name, self.label.as_ref(), self.environment.as_ref());
        clause(&mut tokens, "attach", &self.attach);
        tokens
    }
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

fn head(keyword: &'static str, name: &str, label: Option<&String>, parent: Option<&String>) -> Statement {
    let mut tokens = vec![Token::Word(keyword), Token::Name(name.to_owned())];
    tokens.extend(label.cloned().map(Token::Label));
    if let Some(parent) = parent {
        tokens.extend([Token::Word("in"), Token::Name(parent.clone())]);
    }
    tokens
}

fn clause(tokens: &mut Statement, word: &'static str, names: &[String]) {
    if !names.is_empty() {
        tokens.extend([Token::Mark("<"), Token::Word(word)]);
        list(tokens, names.iter().cloned().map(Token::Name));
        tokens.push(Token::Mark(">"));
    }
}

fn list(tokens: &mut Statement, items: impl Iterator<Item = Token>) {
    tokens.push(Token::Mark("["));
    for (index, item) in items.enumerate() {
        if index > 0 {
            tokens.push(Token::Mark(","));
        }
        tokens.push(item);
    }
    tokens.extend([Token::LastComma, Token::Mark("]")]);
}

/// What comments say: nothing that a compiler should heed.
const COMMENTS: [&str; 6] =
    ["#", "# why", "# model x in \"y", "#< [ #", "# née 北京 👩\u{200d}💻", "#\tor > ]"];

/// Writes tokens.
struct Layout<'d> {
    text: String,
    /// What decides about everything that is free; `None` for the plainest layout.
    dice: Option<&'d mut Dice>,
}

impl<'d> Layout<'d> {
    fn text(statements: &[Statement], dice: Option<&'d mut Dice>) -> String {
        let mut layout = Layout { text: String::new(), dice };
        let is_marked = layout.once_in(6);
        for statement in statements {
            if layout.once_in(2) {
                layout.wild(statement);
            } else {
                layout.plain(statement);
            }
        }
        if layout.once_in(4) {
            // A file need not end with a line break.
            layout.text.truncate(layout.text.trim_end_matches('\n').len());
        }
        let mut text = layout.text.clone();
        if layout.once_in(3) {
            text = text.replace('\n', "\r\n");
        }
        if is_marked {
            text.insert(0, '\u{feff}');
        }
        text
    }

    /// Never, where the layout is the plainest.
    fn once_in(&mut self, times: usize) -> bool {
        self.dice.as_mut().is_some_and(|dice| dice.once_in(times))
    }

    fn plain(&mut self, statement: &Statement) {
        let mut before = "";
        for token in statement {
            let glued = matches!(token, Token::Mark("," | "]")) || matches!(before, "" | "[");
            if matches!(token, Token::LastComma) {
                continue;
            }
            if !glued {
                self.text.push(' ');
            }
            before = match token {
                Token::Mark(mark) => mark,
                _ => ".",
            };
            self.token(token, false);
        }
        self.text.push('\n');
    }

    fn wild(&mut self, statement: &Statement) {
        let mut is_first = true;
        for token in statement {
            if matches!(token, Token::LastComma) && !self.once_in(2) {
                continue;
            }
            let from = self.text.len();
            self.token(token, true);
            let written = self.text.split_off(from);
            let joins = |character: Option<char>| {
                character.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
            };
            let needed = joins(self.text.chars().last()) && joins(written.chars().next());
            if !is_first {
                self.gap(needed);
            }
            is_first = false;
            self.text.push_str(&written);
        }
        match self.dice.as_mut().map_or(0, |dice| dice.below(4)) {
            0 => self.text.push('\n'),
            1 => self.text.push_str("\n\n"),
            2 => self.text.push_str(" # behind\n"),
            // The next statement on the same line.
            _ => self.text.push(' '),
        }
    }

    /// White space and comments; at least a space where it is `needed`.
    fn gap(&mut self, needed: bool) {
        let Some(dice) = &mut self.dice else { return };
        match dice.below(8) {
            0 if !needed => {}
            0..=3 => self.text.push(' '),
            4 => self.text.push_str("\n  "),
            5 => self.text.push_str("\t \n\n"),
            6 => {
                self.text.push_str(dice.pick(&["", " ", "\n"]));
                self.text.push_str(dice.pick(&COMMENTS));
                self.text.push('\n');
            }
            _ => self.text.push_str("  "),
        }
    }

    fn token(&mut self, token: &Token, may_quote: bool) {
        match token {
            Token::Word(word) | Token::Mark(word) => self.text.push_str(word),
            Token::LastComma => self.text.push(','),
            Token::Label(label) => self.quoted(label),
            Token::Name(name) => {
                if !is_word(name) || (may_quote && self.once_in(4)) {
                    self.quoted(name);
                } else {
                    self.text.push_str(name);
                }
            }
        }
    }

    fn quoted(&mut self, value: &str) {
        self.text.push('"');
        self.text.push_str(&value.replace('\\', "\\\\").replace('"', "\\\""));
        self.text.push('"');
    }
}

fn is_word(name: &str) -> bool {
    let is_letter = |it: char| it.is_ascii_alphanumeric() || it == '_';
    name.starts_with(is_letter) && name.chars().all(|it| is_letter(it) || it == '.' || it == '-')
}
