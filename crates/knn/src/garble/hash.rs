//! The hash under every ciphertext: H(x, i) = π(π(x) ⊕ i) ⊕ π(x), with π = AES-128 under one key.
//!
//! Guo, Katz, Wang and Yu, *Efficient and Secure Multiparty Computation from Fixed-Key Block Ciphers* (IEEE S&P 2020, section
//! 7.4): tweakable circular correlation robust where π is modelled as a random permutation, for inputs that the adversary
//! chooses and tweaks that do not repeat.
//!
//! # Security
//! The key is drawn for each session. Under one fixed key for all, a search for some Δ gets easier by the number of all gates
//! ever garbled (Guo, Katz, Wang, Weng and Yu, *Better Concrete Security for Half-Gates Garbling*, CRYPTO 2020); here it is
//! those of one session: of q computed hashes, each hits one of C labels with a chance of C/2¹²⁷, so that 80,000 hashed labels leave
//! about 2¹¹⁰ computations of AES for one session, and nothing learnt there helps against the next.

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use zeroize::Zeroizing;

use super::Label;

/// Bytes of the key.
pub(crate) const KEY_BYTES: usize = 16;

pub(super) struct Hash {
    cipher: Aes128,
    /// Room that is wiped once, and not for every batch.
    inner: Zeroizing<Vec<Label>>,
    blocks: Zeroizing<Vec<[u8; KEY_BYTES]>>,
}

impl Hash {
    pub(super) fn new(key: [u8; KEY_BYTES]) -> Self {
        Self {
            cipher: Aes128::new(&Array::from(key)),
            inner: Zeroizing::new(vec![0; MOST]),
            blocks: Zeroizing::new(vec![[0; KEY_BYTES]; MOST]),
        }
    }

    /// Replaces labels, at most [`MOST`], by their hashes; label j has the tweak `first` + j/`each`.
    pub(super) fn apply(&mut self, labels: &mut [Label], first: u64, each: usize) {
        let Self {
            cipher,
            inner,
            blocks,
        } = self;
        let inner = &mut inner[..labels.len()];
        let blocks = &mut blocks[..labels.len()];
        permute(cipher, blocks, labels);
        let tweaks = (first..).flat_map(|tweak| std::iter::repeat_n(tweak, each));
        for ((inner, label), tweak) in inner.iter_mut().zip(&*labels).zip(tweaks) {
            *inner = label ^ Label::from(tweak);
        }
        permute(cipher, blocks, inner);
        for (label, inner) in labels.iter_mut().zip(inner) {
            *label ^= *inner;
        }
    }
}

fn permute(cipher: &Aes128, blocks: &mut [[u8; KEY_BYTES]], labels: &mut [Label]) {
    for (block, label) in blocks.iter_mut().zip(&*labels) {
        *block = label.to_le_bytes();
    }
    cipher.encrypt_blocks(Array::cast_slice_from_core_mut(blocks));
    for (label, block) in labels.iter_mut().zip(blocks) {
        *label = Label::from_le_bytes(*block);
    }
}

/// How many labels are hashed together at most.
pub(super) const MOST: usize = 4 * super::BATCH;

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and the block of FIPS 197, appendix B, for π; the hash from π by its definition.
    #[test]
    fn the_permutation_is_aes_and_the_hash_its_formula() {
        let key = 0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes();
        let plain =
            Label::from_le_bytes(0x3243_f6a8_885a_308d_3131_98a2_e037_0734_u128.to_be_bytes());
        let sealed =
            Label::from_le_bytes(0x3925_841d_02dc_09fb_dc11_8597_196a_0b32_u128.to_be_bytes());
        let mut hash = Hash::new(key);
        let mut once = [plain];
        permute(&hash.cipher, &mut [[0; KEY_BYTES]], &mut once);
        assert_eq!(once, [sealed]);
        let mut twice = [sealed ^ 9];
        permute(&hash.cipher, &mut [[0; KEY_BYTES]], &mut twice);
        let mut labels = [5, 6, 7, plain, plain];
        hash.apply(&mut labels, 8, 2);
        assert_eq!(labels[3], twice[0] ^ sealed);
        assert_ne!(labels[3], labels[4]);
    }
}
