//! Findings that say the same, each shown once: findings come in, what is shown of them goes out.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::elsewhere::Elsewhere;
use super::shown::{Findings, Shown};

/// A finding, and where others say the same.
pub(super) struct Block {
    /// The number of the finding.
    pub(super) finding: usize,
    pub(super) others: Elsewhere,
}

/// The findings in the order of the first of those that say the same.
pub(super) fn blocks(findings: Findings<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut known: FxHashMap<[u8; 32], usize> = FxHashMap::default();
    for (index, finding) in findings.iter().enumerate() {
        let block = *known.entry(said(&finding)).or_insert(blocks.len());
        match blocks.get_mut(block) {
            Some(block) => block.others.add(finding.span),
            None => blocks.push(Block { finding: index, others: Elsewhere::default() }),
        }
    }
    blocks
}

/// What a finding says, wherever it says it: equal if the rule, the message and the help are.
fn said(finding: &Shown<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let help = finding.help.as_deref().unwrap_or_default();
    for part in [finding.check.name, finding.severity.name(), &finding.message, help] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
