//! FHIR R4 resources: parsing, validation, codes, units, and what the apps show and write.
//!
//! Pure data. Nothing here does I/O, reads a clock or draws randomness: bytes, identifiers and
//! dates come in, resources and plain sentences go out.
//!
//! - [`Resource`] is one parsed and checked resource, lossless for what this crate does not know.
//! - [`import()`] takes a file (bundle, NDJSON, single resource) apart; [`Shell::restore`] and
//!   [`export::collection`] put one together.
//! - [`view`] reads resources into small structs, [`Summary`] into one line.
//! - [`build`] makes the resources people enter.
//! - [`codes`] and [`units`] name the LOINC, SNOMED CT and UCUM codes used.
//! - [`dictionary`] is the preset dictionary that resources are deflated with.
//!
//! The standard is FHIR R4, 4.0.1: <https://hl7.org/fhir/R4/>.

pub mod build;
pub mod codes;
mod decimal;
pub mod dictionary;
mod error;
pub mod export;
mod file_kind;
mod import;
mod json;
mod narrative;
mod path;
mod primitive;
mod references;
mod resource;
mod scan;
mod schema;
mod summary;
pub mod units;
mod validate;
pub mod view;

pub use decimal::Decimal;
pub use error::RecordError;
pub use file_kind::FileKind;
pub use import::{Import, Item, Shell, import};
pub use json::{MAX_BYTES, MAX_DEPTH};
pub use references::Warning;
pub use resource::Resource;
pub use summary::{Summary, summarise};
