//! Sehat: record.
