//! Sealed numbers in use: decimals in and out, the patient form, tables of sealed columns, and what their sums say.
//!
//! The cryptosystem is the room `paillier`; here is what people do with it. Nothing in this room touches a file or a
//! clock: bytes, text and randomness come in, bytes and text go out.

pub mod dataset;
pub mod decimal;
mod error;
pub mod form;
mod json;
pub mod secret;
pub mod statistics;
pub mod totals;

pub use error::SealedError;
