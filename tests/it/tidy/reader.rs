//! Reads Rust as far as the walls of the house need it: files come in, the names that they use go out.

use std::collections::{BTreeMap, BTreeSet};

/// A word, a sign or a literal of Rust, and the line that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first.is_alphanumeric() || first == '_')
    }
}

/// The tokens of a text, without comments. A literal is one token.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let length = length_of_token(rest, first);
        let (token, behind) = rest.split_at(length);
        if !first.is_whitespace() && !token.starts_with("//") && !token.starts_with("/*") {
            tokens.push(Token { text: token.to_owned(), line });
        }
        line += token.matches('\n').count();
        rest = behind;
    }
    tokens
}

fn length_of_token(text: &str, first: char) -> usize {
    let word = |text: &str| text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len());
    let raw = text.trim_start_matches(['b', 'c']).strip_prefix('r').map(|raw| raw.trim_start_matches('#'));
    if let Some(raw) = raw.filter(|raw| raw.starts_with('"')) {
        let opening = text.len() - raw.len() + 1;
        let hashes = text[..opening].matches('#').count();
        let end = format!("\"{}", "#".repeat(hashes));
        return text[opening..].find(&end).map_or(text.len(), |at| opening + at + end.len());
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |at| at + 2);
    }
    if text.starts_with('"') || text.starts_with("b\"") {
        let opening = text.find('"').unwrap() + 1;
        return opening + closing(&text[opening..], '"');
    }
    if first == '\'' || text.starts_with("b'") {
        let opening = text.find('\'').unwrap() + 1;
        let behind = &text[opening..];
        let is_character = behind.starts_with('\\') || behind.chars().nth(1) == Some('\'');
        return if is_character { opening + closing(behind, '\'') } else { opening + word(behind) };
    }
    if first.is_alphanumeric() || first == '_' {
        return word(text);
    }
    if text.starts_with("::") { 2 } else { first.len_utf8() }
}

/// Where a literal ends, its closing quote included.
fn closing(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Takes out the items that only tests or documentation see, and gives the names of the modules among them.
fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, Vec<String>) {
    let starts = |at: usize, words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(index, word)| tokens.get(at + index).is_some_and(|it| it.text == *word))
    };
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let is_unseen = ["test", "doc"].iter().any(|it| starts(at, &["#", "[", "cfg", "(", it, ")", "]"]));
        if !is_unseen {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let end = end_of_item(&tokens, at + 7);
        if let Some(module) = tokens[at..end].windows(3).find(|it| it[0].text == "mod" && it[2].text == ";") {
            modules.push(module[1].text.clone());
        }
        at = end;
    }
    (kept, modules)
}

fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut is_use = false;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "use" if depth == 0 => is_use = true,
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 && !is_use {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// A path as it stands in a file.
struct Path {
    segments: Vec<String>,
    line: usize,
    /// What an import calls it.
    alias: Option<String>,
}

/// A file of Rust.
struct File {
    /// Its path under the folder of the crate, such as `lint/rules/no_effect.rs`.
    name: String,
    tokens: Vec<Token>,
    paths: Vec<Path>,
    /// What it imports, by the name that it has here.
    imports: BTreeMap<String, Vec<String>>,
    /// What it defines, modules aside.
    items: BTreeSet<String>,
}

/// A name that one file takes from another, or from another crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    /// The file that names.
    pub(super) from: String,
    pub(super) line: usize,
    /// The file that is named, or the path in another crate.
    pub(super) to: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    File(String),
    Outside(String),
}

/// All files of a crate, by the path of their module.
pub(super) struct Tree {
    modules: BTreeMap<Vec<String>, File>,
}

impl Tree {
    /// Reads files: their paths under the folder of the crate, and their texts.
    pub(super) fn new<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut modules = BTreeMap::new();
        let mut unseen = Vec::new();
        for (name, text) in files {
            let module = module_of(name);
            let (tokens, tests) = without_tests(tokens(text));
            unseen.extend(tests.into_iter().map(|test| [module.as_slice(), &[test]].concat()));
            modules.insert(module, File::new(name, tokens));
        }
        modules.retain(|module, _| !unseen.contains(module));
        Self { modules }
    }

    /// The code of each file, tests and comments aside.
    pub(super) fn code(&self) -> impl Iterator<Item = (&str, &[Token])> {
        self.modules.values().map(|file| (file.name.as_str(), file.tokens.as_slice()))
    }

    /// Every name that a file takes from elsewhere.
    pub(super) fn uses(&self) -> BTreeSet<Use> {
        let mut uses = BTreeSet::new();
        for (module, file) in &self.modules {
            for path in &file.paths {
                let to = match self.absolute(module, &path.segments) {
                    Some(absolute) => self.find(&absolute, 0).map(|file| Named::File(file.name.clone())),
                    None => Some(Named::Outside(self.spelled_out(module, &path.segments))),
                };
                let to = to.filter(|to| *to != Named::File(file.name.clone()));
                uses.extend(to.map(|to| Use { from: file.name.clone(), line: path.line, to }));
            }
        }
        uses
    }

    /// A path of this crate from its root; `None` for one of another crate, or of a name that is defined
    /// here.
    fn absolute(&self, module: &[String], segments: &[String]) -> Option<Vec<String>> {
        let (first, rest) = segments.split_first()?;
        let file = self.modules.get(module)?;
        let base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            name => {
                let child = [module, &[name.to_owned()]].concat();
                match file.imports.get(name) {
                    _ if self.modules.contains_key(&child) => child,
                    Some(import) if import.first() != Some(first) => self.absolute(module, import)?,
                    _ => return None,
                }
            }
        };
        let ups = rest.iter().take_while(|it| *it == "super").count();
        let base = &base[..base.len().checked_sub(ups)?];
        Some([base, &rest[ups..]].concat())
    }

    /// A path of another crate with the name that it begins with written in full.
    fn spelled_out(&self, module: &[String], segments: &[String]) -> String {
        let import = segments.first().and_then(|first| self.modules.get(module)?.imports.get(first));
        import.map_or(segments.to_vec(), |import| [import, &segments[1..]].concat()).join("::")
    }

    /// The file that defines what a path from the root names; `None` for a module that has others in it.
    fn find(&self, path: &[String], hops: usize) -> Option<&File> {
        let length = (0..=path.len()).rev().find(|&length| self.modules.contains_key(&path[..length]))?;
        let (module, rest) = path.split_at(length);
        let file = &self.modules[module];
        let Some(name) = rest.first() else {
            let is_folder =
                self.modules.keys().any(|other| other.len() > length && other.starts_with(module));
            return (!is_folder).then_some(file);
        };
        let import = file.imports.get(name).filter(|_| !file.items.contains(name) && hops < 8);
        match import.and_then(|import| self.absolute(module, import)) {
            Some(import) => self.find(&[&import, &rest[1..]].concat(), hops + 1),
            None => Some(file),
        }
    }
}

fn module_of(name: &str) -> Vec<String> {
    let name = name.trim_end_matches(".rs").trim_end_matches("/mod");
    if name == "lib" { Vec::new() } else { name.split('/').map(str::to_owned).collect() }
}

impl File {
    fn new(name: &str, tokens: Vec<Token>) -> Self {
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        let (mut paths, mut items) = (Vec::new(), BTreeSet::new());
        let (mut at, mut depth) = (0, 0_usize);
        while at < tokens.len() {
            match text(at) {
                "{" => depth += 1,
                "}" => depth -= 1,
                "use" if text(at + 1) != "<" => {
                    at = imports(&tokens, at + 1, &[], &mut paths);
                    continue;
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" if depth == 0 => {
                    items.insert(text(at + 1).to_owned());
                }
                // `pub(in crate::lint)` says who may name this, and names nothing.
                "(" if text(at + 1) == "in" => {
                    at += tokens[at..].iter().position(|it| it.text == ")").unwrap();
                }
                _ if tokens[at].is_word() && text(at + 1) == "::" && (at == 0 || text(at - 1) != "::") => {
                    let mut segments = vec![text(at).to_owned()];
                    let mut end = at;
                    while text(end + 1) == "::" && tokens.get(end + 2).is_some_and(Token::is_word) {
                        end += 2;
                        segments.push(text(end).to_owned());
                    }
                    paths.push(Path { segments, line: tokens[at].line, alias: None });
                }
                _ => {}
            }
            at += 1;
        }
        let imported = paths.iter().filter_map(|path| Some((path.alias.clone()?, path.segments.clone())));
        let imports = imported.collect();
        Self { name: name.to_owned(), tokens, paths, imports, items }
    }
}

/// Reads the paths of an import from `at` on, and gives where it ends.
fn imports(tokens: &[Token], mut at: usize, above: &[String], paths: &mut Vec<Path>) -> usize {
    let mut segments = above.to_vec();
    let mut alias = None;
    let line = tokens[at].line;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.text.as_str() {
            "::" => {}
            "{" => {
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at = imports(tokens, at, &segments, paths);
                    at += usize::from(tokens.get(at).is_some_and(|token| token.text == ","));
                }
                return at + 1;
            }
            "as" => {
                alias = tokens.get(at).map(|token| token.text.clone());
                at += 1;
            }
            "," | "}" | ";" => {
                at -= 1;
                break;
            }
            "self" if segments.len() > above.len() || !above.is_empty() => {}
            word => segments.push(word.to_owned()),
        }
    }
    let alias = alias.or_else(|| segments.last().cloned());
    paths.push(Path { segments, line, alias });
    at
}
