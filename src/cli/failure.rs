//! What nobody could find, as what a command says.

use crate::answers::name::Unfound;
use crate::project::failure::Failure;

impl From<Unfound> for Failure {
    fn from(unfound: Unfound) -> Self {
        Self { help: unfound.help, ..Self::new(unfound.message) }
    }
}
