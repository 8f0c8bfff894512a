//! Nearest-neighbour classification of sealed measurements, with exactly the labels of the plaintext.
//!
//! Features are scaled to small integers, so that a squared distance is an integer below 2²¹ and nothing is rounded
//! anywhere. What decides is always the same: the k nearest by (distance, index), their weighted votes, ties to the
//! lowest class. Three ways lead there:
//!
//! - in the clear: [`classifier`], the reference;
//! - setting A, **outsourced**: the owner seals his data set at a cloud and asks sealed questions ([`outsourced`]);
//! - setting B, **provider**: whoever has a training set answers an asker without seeing the question, and the asker
//!   learns the class and nothing else ([`session`], on the [`distances`] of a lattice or of Paillier).
//!
//! Bytes and randomness come in, bytes go out: nothing here opens a file or a socket, or knows the time.
//! `docs/knn.md` has the protocols, the parameters with their noise bound and security estimate, and what each
//! setting gives away.

pub mod circuit;
pub mod classifier;
mod codec;
pub mod distances;
mod error;
mod garble;
pub mod lattice;
pub mod model;
pub mod outsourced;
pub mod samples;
pub mod scaling;
pub mod session;
mod transfer;

pub use classifier::{Rule, Weights};
pub use error::{Error, FormatFault};
pub use model::{Model, Names, Numbers};
pub use samples::{DISTANCE_BITS, Samples, Shape};
pub use scaling::{Bounds, Scaling};
