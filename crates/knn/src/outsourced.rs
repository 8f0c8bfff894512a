//! Setting A, outsourced: the owner's data set lies sealed at a cloud, and only the owner can ask it.
//!
//! The owner seals his samples in blocks under an [`OwnerKey`], and keeps an [`Index`] of which place holds which
//! sample. To ask, he sends a sealed question ([`OwnerKey::ask`]); the cloud multiplies it with every block
//! ([`answer`]), without any key; the owner opens the distances ([`Asked::open`]) and decides ([`Index::decide`]).
//!
//! A sample of d features is d + 1 entries of a polynomial: its values, and ‖x‖². The question has −2·q_f against the
//! values and 1 against the norm, so that one product gives ‖x‖² − 2·x·q of every sample of the block; the owner adds
//! ‖q‖².
//!
//! To add or remove a sample the owner replaces its block whole; the others are not touched. Of every block he keeps
//! the [`Seed`].
//!
//! # Security
//! The cloud sees ciphertexts, the shape, how many blocks there are, and when one is replaced or asked; not the
//! samples, not the questions, not the classes, not even which places are empty. It is trusted to compute:
//! ciphertexts can be changed into others by whoever holds them, so a cloud that cheats can make the owner see wrong
//! distances. From other blocks than those whose [seeds](Seed) he names it cannot answer. And as with every scheme of this kind, an owner who lets a cheating cloud see which of its answers
//! opened tells it about his key, little by little: do not ask again by yourself after [`crate::Error::Refused`].

mod block;
mod index;
mod question;

pub use block::{Block, SealedBlock, Seed, places};
pub use index::{Change, Index};
pub use question::{Asked, MAX_BLOCKS, Question, answer};

pub use crate::samples::Shape;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::lattice::SecretKey;

/// The key of one sealed data set. Wiped when dropped.
pub struct OwnerKey {
    secret: SecretKey,
    id: [u8; 32],
}

impl OwnerKey {
    /// The key that a secret stands for: uniform, and used for this set alone.
    ///
    /// HKDF-SHA256 (RFC 5869) without salt expands it to the seed of the lattice's secret and to the public name.
    #[must_use]
    pub fn derive_from(secret: &[u8; 32]) -> Self {
        let derived = Hkdf::<Sha256>::new(None, secret);
        let expand = |purpose: &[u8]| {
            let mut bytes = Zeroizing::new([0; 32]);
            let expanded = derived.expand(purpose, bytes.as_mut());
            debug_assert!(expanded.is_ok(), "32 bytes are one block");
            bytes
        };
        Self {
            secret: SecretKey::derive_from(&expand(b"sehat knn v1 outsourced secret")),
            id: *expand(b"sehat knn v1 outsourced key id"),
        }
    }

    /// Its public name, which blocks, questions and answers carry.
    #[must_use]
    pub fn id(&self) -> [u8; 32] {
        self.id
    }
}

#[cfg(test)]
mod tests;
