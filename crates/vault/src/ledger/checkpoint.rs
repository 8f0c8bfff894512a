//! Heads compared when people meet.

use wire::{SUITE, person::PersonChain, sign::Signed, vault::Checkpoint};

use super::{Ledger, Pen};
use crate::error::VaultError;

impl Ledger {
    /// Vouches for the head as it stands here.
    pub fn make_checkpoint(&self, pen: &Pen<'_>) -> Signed<Checkpoint> {
        pen.identity.sign(&Checkpoint {
            suite: SUITE,
            vault: self.state.vault,
            seq: self.state.seq,
            head: self.state.head,
            time: pen.time,
            author: pen.identity.person,
            device: pen.identity.device.id(),
        })
    }

    /// Compares somebody's checkpoint with this view of the log.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when it is not signed by a device of that person that is still in,
    /// [`VaultError::NotPossible`] when the two views differ: the server shows different logs.
    pub fn compare(
        &self,
        checkpoint: &Signed<Checkpoint>,
        author: &PersonChain,
    ) -> Result<u64, VaultError> {
        let claimed = checkpoint.peek()?;
        let device = author
            .devices()
            .find(|device| device.keys.id() == claimed.device)
            .ok_or(VaultError::DoesNotOpen)?;
        let checkpoint = checkpoint
            .verify(&device.keys.signing)
            .map_err(|_| VaultError::DoesNotOpen)?;
        if checkpoint.suite != SUITE
            || checkpoint.vault != self.state.vault
            || checkpoint.author != author.id()
        {
            return Err(VaultError::DoesNotOpen);
        }
        let line = self.line_index(checkpoint.seq).map(|at| &self.lines[at]);
        match line {
            None => Err(VaultError::NotPossible(
                "the other's log is longer: sync, then compare again",
            )),
            Some(line) if line.hash == checkpoint.head => Ok(checkpoint.seq),
            Some(_) => Err(VaultError::NotPossible(
                "the two logs differ: the server shows different histories to different people",
            )),
        }
    }
}
