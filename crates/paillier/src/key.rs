//! Keys: their sizes, variants and names, the public and the private part, and their formats.

mod compact;
mod generate;
mod id;
mod json;
mod private;
mod public;
mod sides;
mod size;
mod tables;
mod variant;

pub use id::KeyId;
pub use private::PrivateKey;
pub use public::PublicKey;
pub use size::{KeySize, Sizes};
pub use variant::Variant;
