//! Facts in words: what a record says, for rows, details and filters, in the person's language.

mod aspirate;
mod dosage;
mod entry_detail;
mod entry_row;
mod flags;
mod measurement;
mod names;
mod range_bar;
mod topic;
mod trouble;
mod words;

pub use aspirate::{AspirateTable, nuclear_feature_words, statistic_words};
pub use dosage::{
    HEEDS, dosage_short, dosage_words, dose_pattern, dose_unit_words, duration_words, every_words,
    note_words, split_note,
};
pub use entry_detail::EntryDetail;
pub use entry_row::EntryRow;
pub use flags::{FlagChip, flag_of, flag_words, usual_range, usual_range_of};
pub use measurement::{measurement_name, measurement_value};
pub(crate) use measurement::{unit_words, value_text};
pub use names::{care_words, document_kind_words, fhir_kind_words, gender_words};
pub use range_bar::RangeBar;
pub use topic::Topic;
pub use trouble::trouble_words;
pub use words::{
    fact_detail, fact_glyph, fact_title, seen_by_words, visibility_glyph, visibility_words,
};
