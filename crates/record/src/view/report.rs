//! Reports of laboratories and of imaging.

use super::{Attachment, Concept, date_of, items, only, text};
use crate::Resource;

/// A DiagnosticReport (<https://hl7.org/fhir/R4/diagnosticreport.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticReport {
    /// What kind of report.
    pub code: Option<Concept>,
    /// `final`, `preliminary` ...
    pub status: String,
    /// Which department.
    pub categories: Vec<Concept>,
    /// When the sample was taken or the picture made.
    pub effective: Option<String>,
    /// When the report was made.
    pub issued: Option<String>,
    /// References to the observations.
    pub results: Vec<String>,
    /// What it comes to.
    pub conclusion: Option<String>,
    /// The report as a file.
    pub forms: Vec<Attachment>,
}

impl DiagnosticReport {
    /// Reads a DiagnosticReport.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "DiagnosticReport")?;
        Some(Self {
            code: Concept::at(value, "code"),
            status: text(value, "status").unwrap_or_default(),
            categories: Concept::all(value, "category"),
            effective: date_of(value, "effective"),
            issued: text(value, "issued"),
            results: items(value, "result")
                .filter_map(|r| text(r, "reference"))
                .collect(),
            conclusion: text(value, "conclusion"),
            forms: items(value, "presentedForm")
                .map(Attachment::read)
                .collect(),
        })
    }
}
