//! The preset dictionary that resources are deflated with.
//!
//! Small resources share most of their text with each other: names of elements, addresses of code
//! systems, terms. Deflate (RFC 1951) can refer back to such text before the first byte if both
//! sides hold it; `deflateSetDictionary` of RFC 1950's preset dictionaries does that. The most
//! frequent stretches stand at the end, where distances are short.
//!
//! The dictionary is frozen: whatever was deflated with it can only be inflated with it. A better
//! one gets a new name and this one stays. It holds no data of any person; how it was made stands
//! in `examples/train_dictionary.rs`.

/// The first dictionary, of FHIR R4 as Synthea, India's NRCeS and Sehat itself write it.
pub const FHIR_DICTIONARY: &[u8] = include_bytes!("dictionary/fhir-r4-1.bin");
