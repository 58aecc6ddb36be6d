//! What may be meant by a word that the table does not have, and the help that says so.

use crate::diagnostic::listed;
use crate::reference::Builtin;
use crate::syntax::keyword::Attribute;
use crate::syntax::quoted;

/// What may be meant by a code that the table does not have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Advice {
    /// What it may mean.
    pub meant: Meant,
    /// The attributes that are looked at.
    pub of: Vec<Attribute>,
    /// The codes that there are.
    pub known: Known,
}

/// What a code may mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meant {
    /// One of these, which are near.
    Near(Vec<String>),
    /// The code that people call so.
    Code(String),
    /// A code of a built-in table that is not in force.
    Elsewhere(String, Builtin),
    /// A group, which is no flavor.
    Group(String),
    /// Codes of other attributes; perhaps none.
    Under(Vec<(Attribute, String)>),
}

/// The codes that a table has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Known {
    /// None at all.
    None,
    /// These, which are not named already.
    Few(Vec<String>),
    /// More than a message should list.
    Many,
}

impl Advice {
    /// The built-in table that has the code, where that is what is wrong.
    pub(super) fn table(&self) -> Option<Builtin> {
        if let Meant::Elsewhere(_, table) = self.meant { Some(table) } else { None }
    }

    /// What to write instead, in one line or two.
    pub(super) fn help(&self) -> String {
        let mut help = match &self.meant {
            Meant::Near(near) => vec![did_you_mean(near)],
            Meant::Code(code) => vec![format!("its code is `{code}`")],
            Meant::Elsewhere(code, builtin) => vec![format!(
                "the built-in table `{}` has `{code}`: use {}",
                builtin.name(),
                reference(*builtin)
            )],
            Meant::Group(group) => {
                vec![format!("`{}` is a group, and a location offers flavors: cpus and gpus", quoted(group))]
            }
            Meant::Under(codes) => {
                codes.iter().map(|(it, code)| format!("`{}` is a {it}", quoted(code))).collect()
            }
        };
        let plurals: Vec<&str> = self.of.iter().map(|attribute| attribute.plural()).collect();
        let plurals = plurals.join(" and ");
        match &self.known {
            Known::None => {
                help.push(format!("the reference table lists no {plurals}; a workspace can declare its own"));
            }
            Known::Few(codes) => {
                let codes: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
                help.push(format!("the {plurals} in the reference table: {}", listed(&codes, "and")));
            }
            Known::Many if help.is_empty() => {
                help.push("`bpol reference` lists the codes; a workspace can declare its own".to_owned());
            }
            Known::Many => {}
        }
        help.join("\n")
    }
}

/// How a built-in table is put in force.
pub(super) fn reference(table: Builtin) -> String {
    format!("`--reference {0}`, or set `reference = \"{0}\"` in bpol.toml", table.name())
}

pub(super) fn near_or(near: &[String], otherwise: impl FnOnce() -> String) -> String {
    if near.is_empty() { otherwise() } else { did_you_mean(near) }
}

fn did_you_mean(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("did you mean {}?", listed(&shown, "or"))
}
