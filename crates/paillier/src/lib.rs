//! The Paillier cryptosystem for real numbers: sums, means and products with plain numbers, computed while sealed.

mod blinding;
mod codec;
mod column;
mod encoding;
mod encrypted;
mod error;
mod fixed;
mod float;
mod integer;
mod json;
mod key;
mod number;
mod packed;
mod progress;
mod value;

pub use blinding::{Encryptor, RandomnessPool, VariableTime};
pub use column::{Column, ColumnWithSquares, Factor, Moments, Presence, Sealed, SealedMoments};
pub use encoding::{BASE, EXPONENT_LIMIT, Encoded};
pub use encrypted::Encrypted;
pub use error::{CiphertextFault, Error, FormatFault, KeyFault};
pub use fixed::{Exact, FixedPoint};
pub use integer::Integer;
pub use key::{KeyId, KeySize, PrivateKey, PublicKey, Sizes, Variant};
pub use number::Number;
pub use packed::{PackedColumn, PackedColumnWithSquares, PackedMoments, PackedSum, Packing};
pub use progress::{Progress, no_progress};
pub use value::Value;
