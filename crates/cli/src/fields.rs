//! A resource in plain words, line by line.

use record::{
    Resource, summarise,
    view::{
        Allergy, Composition, Condition, DiagnosticReport, DocumentReference, Encounter,
        Immunization, MedicationRequest, Observation, PatientSummary, Procedure,
    },
};

/// A label and what stands beside it.
pub(crate) type Field = (&'static str, String);

/// What there is to say about a resource; what it does not say is left out.
pub(crate) fn of(resource: &Resource) -> Vec<Field> {
    let known = observation(resource)
        .or_else(|| medicine(resource))
        .or_else(|| condition(resource))
        .or_else(|| allergy(resource))
        .or_else(|| patient(resource))
        .or_else(|| document(resource))
        .or_else(|| care(resource));
    let mut fields = known.unwrap_or_else(|| {
        let summary = summarise(resource);
        summary
            .detail
            .map(|detail| ("Details", detail))
            .into_iter()
            .collect()
    });
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn observation(resource: &Resource) -> Option<Vec<Field>> {
    let view = Observation::of(resource)?;
    let mut fields = vec![("Measured", view.code.label)];
    fields.extend(view.value.map(|value| ("Value", value.to_string())));
    for part in view.components {
        let value = part
            .value
            .map_or_else(|| "not measured".to_owned(), |value| value.to_string());
        fields.push(("Value", format!("{} {value}", part.code.label)));
    }
    fields.extend(
        view.interpretation
            .into_iter()
            .map(|meaning| ("Meaning", meaning.label)),
    );
    fields.extend(
        view.ranges
            .into_iter()
            .map(|range| ("Usual", range.to_string())),
    );
    fields.push(("Status", view.status));
    Some(fields)
}

fn medicine(resource: &Resource) -> Option<Vec<Field>> {
    let view = MedicationRequest::of(resource)?;
    let label = if view.do_not_take {
        "Do not take"
    } else {
        "Medicine"
    };
    let mut fields = vec![(label, view.drug)];
    fields.extend(
        view.dosage
            .into_iter()
            .map(|dosage| ("How to take", dosage)),
    );
    fields.extend(
        view.reasons
            .into_iter()
            .map(|reason| ("Because of", reason.label)),
    );
    fields.extend(view.notes.into_iter().map(|note| ("Note", note)));
    fields.push(("Status", view.status));
    Some(fields)
}

fn condition(resource: &Resource) -> Option<Vec<Field>> {
    let view = Condition::of(resource)?;
    let mut fields: Vec<Field> = Vec::new();
    fields.extend(view.code.map(|code| ("Condition", code.label)));
    fields.extend(view.severity.map(|severity| ("How bad", severity.label)));
    fields.extend(view.onset.map(|since| ("Since", since)));
    fields.extend(view.abatement.map(|until| ("Until", until)));
    fields.extend(view.clinical_status.map(|status| ("Status", status)));
    fields.extend(view.verification_status.map(|status| ("How sure", status)));
    fields.extend(view.notes.into_iter().map(|note| ("Note", note)));
    Some(fields)
}

fn allergy(resource: &Resource) -> Option<Vec<Field>> {
    let view = Allergy::of(resource)?;
    let mut fields: Vec<Field> = Vec::new();
    fields.extend(view.code.map(|code| ("Allergy to", code.label)));
    fields.push(("What happens", view.reactions.join(", ")));
    fields.extend(view.criticality.map(|how| ("How dangerous", how)));
    fields.extend(view.clinical_status.map(|status| ("Status", status)));
    fields.extend(view.verification_status.map(|status| ("How sure", status)));
    fields.extend(view.notes.into_iter().map(|note| ("Note", note)));
    Some(fields)
}

fn patient(resource: &Resource) -> Option<Vec<Field>> {
    let view = PatientSummary::of(resource)?;
    let mut fields = vec![("Name", view.name)];
    fields.extend(view.gender.map(|gender| ("Gender", gender)));
    fields.extend(view.birth_date.map(|date| ("Born", date)));
    fields.extend(view.abha_number.map(|number| ("ABHA number", number)));
    fields.extend(view.abha_address.map(|address| ("ABHA address", address)));
    fields.extend(view.phone.map(|phone| ("Telephone", phone)));
    Some(fields)
}

fn document(resource: &Resource) -> Option<Vec<Field>> {
    if let Some(view) = Composition::of(resource) {
        let mut fields = vec![("Title", view.title)];
        fields.extend(
            view.sections
                .into_iter()
                .filter_map(|part| Some(("Section", part.title?))),
        );
        return Some(fields);
    }
    let view = DocumentReference::of(resource)?;
    let mut fields: Vec<Field> = Vec::new();
    fields.extend(view.kind.map(|kind| ("Kind", kind.label)));
    fields.extend(view.description.map(|text| ("Description", text)));
    for file in view.attachments {
        let parts = [
            file.title,
            file.content_type,
            file.size.map(|size| format!("{size} bytes")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        fields.push(("File", parts.join(", ")));
    }
    fields.push(("Status", view.status));
    Some(fields)
}

fn care(resource: &Resource) -> Option<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::new();
    if let Some(view) = Immunization::of(resource) {
        fields.extend(view.vaccine.map(|vaccine| ("Vaccine", vaccine.label)));
        fields.extend(view.dose_number.map(|dose| ("Dose", dose.to_string())));
        fields.extend(view.lot_number.map(|lot| ("Lot", lot)));
        fields.push(("Status", view.status));
    } else if let Some(view) = Procedure::of(resource) {
        fields.extend(view.code.map(|code| ("Procedure", code.label)));
        fields.extend(
            view.reasons
                .into_iter()
                .map(|reason| ("Because of", reason.label)),
        );
        fields.push(("Status", view.status));
    } else if let Some(view) = Encounter::of(resource) {
        fields.extend(view.types.into_iter().map(|kind| ("Visit", kind.label)));
        fields.extend(
            view.reasons
                .into_iter()
                .map(|reason| ("Because of", reason.label)),
        );
        fields.extend(view.start.map(|start| ("From", start)));
    } else if let Some(view) = DiagnosticReport::of(resource) {
        fields.extend(view.code.map(|code| ("Report", code.label)));
        fields.extend(view.conclusion.map(|text| ("Conclusion", text)));
        fields.push(("Results", view.results.len().to_string()));
        fields.push(("Status", view.status));
    } else {
        return None;
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use record::build::{BloodPressure, Context, blood_pressure};

    use super::*;

    #[test]
    fn a_blood_pressure_is_told_by_its_two_values() {
        let context = Context {
            id: "1",
            patient: "Patient/1",
            date: "2024-05-31",
            author: None,
        };
        let pressure = BloodPressure {
            systolic: 128,
            diastolic: 82,
        };
        let fields = of(&blood_pressure(&context, pressure).unwrap());
        let values: Vec<&str> = fields
            .iter()
            .filter(|f| f.0 == "Value")
            .map(|f| f.1.as_str())
            .collect();
        assert_eq!(values.len(), 2);
        assert!(
            values[0].contains("128") && values[1].contains("82"),
            "{values:?}"
        );
    }

    #[test]
    fn what_is_not_known_still_says_something_or_nothing() {
        let device = Resource::parse(br#"{"resourceType":"Device","id":"1"}"#).unwrap();
        assert!(of(&device).iter().all(|(_, value)| !value.is_empty()));
    }
}
