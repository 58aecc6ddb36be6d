//! The digest of the table in force: it comes from what the table says, and not from how or where it is
//! written.

use sha2::{Digest as _, Sha256};

use crate::reference::hex;
use crate::syntax::ast::StatementId;
use crate::table::CodeId;
use crate::workspace::{Checked, Group};

/// `sha256:` and a digest that changes exactly if a code, parent, alias, offer, label or group of the table
/// in force does, those of the workspace's own statements included. A group is its members, however they are
/// named.
pub(super) fn digest(workspace: &Checked) -> String {
    let mut digest = Canonical { workspace, hash: Sha256::new() };
    for (id, _) in workspace.table().iter() {
        digest.code(id);
    }
    for group in workspace.groups().values() {
        digest.group(group);
    }
    format!("sha256:{}", hex(&digest.hash.finalize()))
}

/// What the table says, part by part, each with its length before it so that no two tables read alike.
struct Canonical<'w> {
    workspace: &'w Checked,
    hash: Sha256,
}

impl Canonical<'_> {
    fn code(&mut self, id: CodeId) {
        let code = &self.workspace.table()[id];
        self.text(code.attribute().name());
        self.text(code.name());
        self.label(code.statement());
        self.codes(code.parent().as_slice());
        let mut aliases: Vec<&str> = code.aliases().collect();
        aliases.sort_unstable();
        aliases.dedup();
        self.number(aliases.len());
        for alias in aliases {
            self.text(alias);
        }
        self.number(usize::from(code.offers().is_some()));
        self.codes(code.offers().unwrap_or(&[]));
    }

    fn group(&mut self, group: &Group) {
        self.text("group");
        self.text(group.name());
        self.label(group.statement());
        let members = self.workspace.space().shortest(group.options().set());
        self.codes(&members);
    }

    fn label(&mut self, statement: StatementId) {
        let label = self.workspace.statement(statement).label();
        self.number(usize::from(label.is_some()));
        if let Some(label) = label {
            self.text(&label.value());
        }
    }

    fn codes(&mut self, codes: &[CodeId]) {
        self.number(codes.len());
        for &id in codes {
            let code = &self.workspace.table()[id];
            self.text(code.attribute().name());
            self.text(code.name());
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.hash.update(text);
    }

    fn number(&mut self, number: usize) {
        self.hash.update((number as u64).to_be_bytes());
    }
}
