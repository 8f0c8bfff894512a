//! The Paillier cryptosystem for real numbers: sums, means and products with plain numbers, computed while sealed.
//!
//! Pascal Paillier, *Public-Key Cryptosystems Based on Composite Degree Residuosity Classes*, EUROCRYPT '99, is "the
//! paper" here. With n = p·q and g = 1 + n (section 4, where any g of an order divisible by n will do), and L(x) =
//! (x − 1)/n,
//!
//! - to encrypt m < n: c = g^m · rⁿ mod n² = (1 + m·n) · rⁿ mod n² for a random r;
//! - to decrypt: m = L(c^λ mod n²) / L(g^λ mod n²) mod n, done modulo p² and q² apart (section 7);
//! - c₁·c₂ seals m₁ + m₂, c^k seals k·m, c·sⁿ seals m again (section 8).
//!
//! ```
//! use paillier::{FixedPoint, Column, KeySize, PrivateKey, Variant, no_progress};
//! # let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
//! # let size = KeySize::dangerous_small(512)?;
//! # /*
//! let size = KeySize::BITS_3072;
//! # */
//! let private = PrivateKey::generate(size, Variant::Djn, &mut rng)?;
//! let public = private.public();
//!
//! // One number, as python-paillier seals it.
//! let a = public.encrypt(120.5, &mut rng)?;
//! let b = public.encrypt(118, &mut rng)?;
//! let mean = (&(&a + &b)? / 2)?;
//! assert_eq!(private.decrypt(&mean)?.to_f64()?, 119.25);
//!
//! // A column: one scale for all, missing values, exact sums.
//! let readings = [Some(120.5), None, Some(118.0)];
//! let tenths = FixedPoint::decimals(1)?;
//! let column = Column::encrypt(public, &readings, tenths, &mut rng, &no_progress)?;
//! let sum = column.sum()?;
//! assert_eq!(private.decrypt_sealed(&sum)?.to_string(), "238.5");
//! assert_eq!(private.decrypt_mean(&sum)?, 119.25);
//! # Ok::<(), paillier::Error>(())
//! ```
//!
//! # Where to look
//! - Keys: [`PublicKey`], [`PrivateKey`], [`KeySize`], [`Variant`], [`KeyId`].
//! - One number, interchangeable with python-paillier: [`Number`], [`Encoded`], [`Encrypted`].
//! - Many numbers under one public scale: [`FixedPoint`], [`Column`], [`Sealed`], [`Exact`]; mean and variance by
//!   [`ColumnWithSquares`].
//! - Many numbers in a ciphertext: [`PackedColumn`], [`Packing`].
//! - Integers modulo n, for protocols with an encoding of their own: [`Ciphertexts`], [`Slots`].
//! - Who can encrypt: everything that is an [`Encryptor`], among them a [`RandomnessPool`] of what was prepared.
//!
//! # What each variant assumes
//! - [`Variant::Standard`]: the decisional composite residuosity assumption, DCR, of the paper (section 4): n-th powers
//!   modulo n² cannot be told from other units.
//! - [`Variant::Djn`]: DCR, and that n cannot be factored, for the exponents of half the length (Damgård, Jurik and
//!   Nielsen, *A generalization of Paillier's public-key system with applications to electronic voting*, 2010,
//!   section 4.2). It needs p ≡ q ≡ 3 mod 4 and gcd(p − 1, q − 1) = 2, as only keys made here promise.
//! - [`Variant::ShortSubgroup`]: DCR, and that the elements of a subgroup of some 500 bits' order modulo n cannot be told
//!   from other units of Jacobi symbol 1 (Ma, Han and Lei, *Optimized Paillier's Cryptosystem with Fast Encryption and
//!   Decryption*, ACSAC 2021).
//!
//! # Security
//! Indistinguishable under chosen plaintexts, and malleable by design: whoever holds a ciphertext can change the number in
//! it, and nothing here says who made it. Sign or authenticate files where that matters. A public key must come from its
//! owner; its name is a [`KeyId`].
//!
//! Constant-time: blinding, re-randomising and decrypting, in their exponents, tables and primes. Not constant-time: turning
//! numbers into plaintexts and back, which shows their sign and length, reading and writing files, and the weights of
//! [`Column::dot`] over many rows. The time of a product with a plain number shows its sign and its length in limbs.

mod blinding;
mod ciphertexts;
mod codec;
mod column;
mod encoding;
mod encrypted;
mod error;
mod exact;
mod fixed;
mod float;
mod integer;
mod json;
mod key;
mod number;
mod packed;
mod progress;
mod value;

pub use blinding::{Encryptor, RandomnessPool};
pub use ciphertexts::{Ciphertexts, Slots};
pub use column::{Column, ColumnWithSquares, Factor, Moments, Presence, Sealed, SealedMoments};
pub use encoding::{BASE, EXPONENT_LIMIT, Encoded};
pub use encrypted::Encrypted;
pub use error::{CiphertextFault, Error, FormatFault, KeyFault};
pub use exact::Exact;
pub use fixed::FixedPoint;
pub use integer::Integer;
pub use key::{KeyId, KeySize, PrivateKey, PublicKey, Sizes, Variant};
pub use number::Number;
pub use packed::{PackedColumn, PackedColumnWithSquares, PackedMoments, PackedSum, Packing};
pub use progress::{Progress, no_progress};
pub use value::Value;
