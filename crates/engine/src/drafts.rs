//! What people entered, as resources.

use bridge::{
    Cause, Draft, DraftAllergy, DraftAspirate, DraftCondition, DraftDocument, DraftImmunization,
    DraftLab, DraftNote, DraftPrescription, Profile, Trouble,
};
use record::{
    Decimal, RecordError, Resource,
    build::{self, Context},
};
use serde_json::Value;
use wire::id::RecordId;

use crate::{facts::document_type, trouble::entered};

/// What every record of one request has in common.
pub(crate) struct Author {
    /// Reference to the patient.
    pub(crate) patient: String,
    /// A doctor, as reference and as shown.
    pub(crate) doctor: Option<Doctor>,
}

/// A doctor who writes.
pub(crate) struct Doctor {
    pub(crate) reference: String,
    pub(crate) name: String,
    pub(crate) registration: Option<String>,
}

/// A draft made into a resource.
pub(crate) struct Built {
    pub(crate) resource: Resource,
    /// The file that it refers to.
    pub(crate) file: Option<(RecordId, Vec<u8>)>,
}

/// The most bytes of a file.
const FILE_LIMIT: usize = 25 << 20;

/// Makes a resource with this id. A document refers to its file as `file`.
pub(crate) fn build(
    draft: Draft,
    id: &str,
    file: RecordId,
    author: &Author,
) -> Result<Built, Trouble> {
    if let Draft::Document(document) = draft {
        return self::document(document, id, file, author);
    }
    let made = match &draft {
        Draft::BloodPressure {
            systolic,
            diastolic,
            when,
        } => blood_pressure(systolic, diastolic, &author.context(id, when)),
        Draft::Measurement {
            loinc,
            value,
            ucum,
            when,
        } => Decimal::parse(value)
            .and_then(|value| build::observation(&author.context(id, when), loinc, &value, ucum)),
        Draft::Lab(draft) => lab(draft, &author.context(id, &draft.when)),
        Draft::Aspirate(draft) => aspirate(draft, &author.context(id, &draft.when)),
        Draft::Prescription(draft) => prescription(draft, &author.context(id, &draft.when)),
        Draft::Condition(draft) => condition(draft, &author.context(id, &draft.when)),
        Draft::Allergy(draft) => allergy(draft, author, &author.context(id, &draft.when)),
        Draft::Immunization(draft) => immunization(draft, author, &author.context(id, &draft.when)),
        Draft::Note(draft) => note(draft, author, &author.context(id, &draft.when)),
        Draft::Patient(draft) => patient(draft, id),
        Draft::Document(_) => unreachable!("documents are made above"),
    };
    let resource = made
        .and_then(|resource| author.sign(resource))
        .map_err(entered)?;
    Ok(Built {
        resource,
        file: None,
    })
}

impl Author {
    fn context<'a>(&'a self, id: &'a str, date: &'a str) -> Context<'a> {
        Context {
            id,
            patient: &self.patient,
            date,
            author: self.doctor.as_ref().map(|doctor| doctor.reference.as_str()),
        }
    }

    /// Writes the doctor's name beside each reference to him, so that it is read where he is unknown.
    fn sign(&self, resource: Resource) -> Result<Resource, RecordError> {
        let Some(doctor) = &self.doctor else {
            return Ok(resource);
        };
        let mut value = resource.into_value();
        for element in ["performer", "requester", "recorder", "author"] {
            if let Some(element) = value.get_mut(element) {
                add_display(element, doctor);
            }
        }
        Resource::from_value(value)
    }
}

fn add_display(element: &mut Value, doctor: &Doctor) {
    match element {
        Value::Array(list) => list.iter_mut().for_each(|item| add_display(item, doctor)),
        Value::Object(map) if map.get("reference") == Some(&doctor.reference.as_str().into()) => {
            let shown = match &doctor.registration {
                Some(number) => format!("{} ({number})", doctor.name),
                None => doctor.name.clone(),
            };
            map.insert("display".to_owned(), shown.into());
        }
        _ => {}
    }
}

fn blood_pressure(
    systolic: &str,
    diastolic: &str,
    context: &Context<'_>,
) -> Result<Resource, RecordError> {
    let whole = |what: &'static str, text: &str| {
        text.trim().parse().map_err(|_| RecordError::Entry {
            what,
            found: format!("{text:?}"),
            allowed: "a whole number, such as 128".to_owned(),
        })
    };
    let pressure = build::BloodPressure {
        systolic: whole("systolic blood pressure", systolic)?,
        diastolic: whole("diastolic blood pressure", diastolic)?,
    };
    build::blood_pressure(context, pressure)
}

fn lab(draft: &DraftLab, context: &Context<'_>) -> Result<Resource, RecordError> {
    let value = build::LabValue::parse(
        &draft.value,
        &draft.unit,
        draft.low.as_deref(),
        draft.high.as_deref(),
    )?;
    let result = build::LabResult {
        name: &draft.name,
        loinc: draft.loinc.as_deref(),
        value,
    };
    build::lab_result(context, &result)
}

fn aspirate(draft: &DraftAspirate, context: &Context<'_>) -> Result<Resource, RecordError> {
    let values: Result<Vec<Decimal>, _> = draft
        .values
        .iter()
        .map(|text| Decimal::parse(text))
        .collect();
    build::aspirate(context, &values?)
}

fn prescription(draft: &DraftPrescription, context: &Context<'_>) -> Result<Resource, RecordError> {
    let dose = draft.dose.as_ref().map(|dose| {
        Decimal::parse(&dose.amount).map(|amount| build::Dose {
            amount,
            unit: dose.unit.trim(),
        })
    });
    let frequency = draft.every.as_ref().map(|every| {
        Ok(build::Frequency {
            times: every.times,
            period: every.period,
            unit: unit_of_time(&every.unit, &["h", "d", "wk", "mo"])?,
        })
    });
    let duration = draft.duration.as_ref().map(|duration| {
        Ok(build::Duration {
            length: duration.length,
            unit: unit_of_time(&duration.unit, &["d", "wk", "mo"])?,
        })
    });
    let order = build::Prescription {
        drug: &draft.drug,
        coding: None,
        dose: dose.transpose()?,
        frequency: frequency.transpose()?,
        duration: duration.transpose()?,
        as_needed: draft.as_needed,
        note: draft.note.as_deref(),
    };
    build::medication_request(context, &order)
}

fn unit_of_time(unit: &str, known: &[&'static str]) -> Result<&'static str, RecordError> {
    let found = known.iter().find(|known| **known == unit);
    found.copied().ok_or_else(|| RecordError::Entry {
        what: "unit of time",
        found: format!("{unit:?}"),
        allowed: known.join(", "),
    })
}

fn condition(draft: &DraftCondition, context: &Context<'_>) -> Result<Resource, RecordError> {
    let entry = build::Condition {
        name: &draft.name,
        coding: None,
        clinical_status: if draft.over { "resolved" } else { "active" },
        verification_status: "confirmed",
        onset: draft.since.as_deref(),
        note: draft.note.as_deref(),
    };
    build::condition(context, &entry)
}

fn allergy(
    draft: &DraftAllergy,
    author: &Author,
    context: &Context<'_>,
) -> Result<Resource, RecordError> {
    if draft.name.trim().eq_ignore_ascii_case("no known allergy") {
        return build::no_known_allergy(context);
    }
    let reactions: Vec<&str> = draft.reaction.as_deref().into_iter().collect();
    let by_doctor = author.doctor.is_some();
    let entry = build::Allergy {
        substance: &draft.name,
        coding: None,
        category: None,
        criticality: Some(if draft.critical { "high" } else { "low" }),
        verification_status: if by_doctor {
            "confirmed"
        } else {
            "unconfirmed"
        },
        reactions: &reactions,
        note: None,
    };
    build::allergy(context, &entry)
}

fn immunization(
    draft: &DraftImmunization,
    author: &Author,
    context: &Context<'_>,
) -> Result<Resource, RecordError> {
    let entry = build::Immunization {
        vaccine: &draft.vaccine,
        coding: None,
        dose: draft.dose,
        lot: draft.lot.as_deref(),
        is_primary_source: author.doctor.is_some(),
    };
    build::immunization(context, &entry)
}

fn note(
    draft: &DraftNote,
    author: &Author,
    context: &Context<'_>,
) -> Result<Resource, RecordError> {
    let entry = build::Note {
        title: &draft.title,
        author_name: author.doctor.as_ref().map(|doctor| doctor.name.as_str()),
        subjective: &draft.subjective,
        objective: &draft.objective,
        assessment: &draft.assessment,
        plan: &draft.plan,
    };
    build::soap_note(context, &entry)
}

fn patient(draft: &Profile, id: &str) -> Result<Resource, RecordError> {
    build::patient(&build::Patient {
        id,
        name: &draft.name,
        gender: draft.gender.as_deref().unwrap_or("unknown"),
        birth_date: draft.birth_date.as_deref(),
        abha_number: draft.abha_number.as_deref(),
        abha_address: draft.abha_address.as_deref(),
        phone: draft.phone.as_deref(),
    })
}

fn document(
    draft: DraftDocument,
    id: &str,
    file: RecordId,
    author: &Author,
) -> Result<Built, Trouble> {
    let size = draft.content.len();
    if size > FILE_LIMIT {
        let megabytes = size.div_ceil(1 << 20);
        return Err(Trouble::new(
            Cause::FileTooLarge,
            format!("the file has {megabytes} MB; at most 25 MB can be added"),
        ));
    }
    let content_type = content_type(&draft.content).ok_or_else(|| {
        Trouble::new(
            Cause::FileType,
            "PDF files and JPEG, PNG or WebP pictures can be added",
        )
    })?;
    let entry = build::Document {
        title: &draft.title,
        kind: document_type(draft.kind),
        content_type,
        size: u32::try_from(size).unwrap_or(u32::MAX),
        attachment_id: &file.to_string(),
    };
    let resource = build::document_reference(&author.context(id, &draft.when), &entry)
        .and_then(|resource| author.sign(resource))
        .map_err(entered)?;
    Ok(Built {
        resource,
        file: Some((file, draft.content)),
    })
}

/// What a file is, by its first bytes; `None` for what is neither shown nor taken here.
pub(crate) fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use bridge::{DocumentKind, Dose, Every, Fact, For};

    use super::*;
    use crate::facts::page_of;

    const WHEN: &str = "2024-05-31T10:15:00+05:30";

    fn author() -> Author {
        Author {
            patient: "Patient/1".to_owned(),
            doctor: Some(Doctor {
                reference: "urn:sehat:person:aa".to_owned(),
                name: "Dr Rao".to_owned(),
                registration: Some("KMC-1".to_owned()),
            }),
        }
    }

    fn made(draft: Draft) -> Result<Resource, Cause> {
        build(draft, "1", RecordId([7; 16]), &author())
            .map(|built| built.resource)
            .map_err(|trouble| trouble.cause)
    }

    fn pressure(systolic: &str, diastolic: &str) -> Draft {
        Draft::BloodPressure {
            systolic: systolic.to_owned(),
            diastolic: diastolic.to_owned(),
            when: WHEN.to_owned(),
        }
    }

    #[test]
    fn what_cannot_be_is_told_apart_from_what_is_missing() {
        for (draft, cause) in [
            (pressure("1280", "80"), Cause::OutOfRange),
            (pressure("120", "130"), Cause::OutOfRange),
            (pressure("", "80"), Cause::BadEntry),
            (
                Draft::Measurement {
                    loinc: "8310-5".to_owned(),
                    value: "57".to_owned(),
                    ucum: "Cel".to_owned(),
                    when: WHEN.to_owned(),
                },
                Cause::OutOfRange,
            ),
            (
                Draft::Note(DraftNote {
                    title: "Visit".to_owned(),
                    when: WHEN.to_owned(),
                    ..DraftNote::default()
                }),
                Cause::BadEntry,
            ),
            (
                Draft::Patient(Profile {
                    name: "Asha".to_owned(),
                    abha_number: Some("12".to_owned()),
                    ..Profile::default()
                }),
                Cause::BadEntry,
            ),
        ] {
            assert_eq!(made(draft.clone()), Err(cause), "{draft:?}");
        }
    }

    #[test]
    fn a_prescription_comes_back_as_it_was_ordered_and_signed() {
        let order = DraftPrescription {
            drug: "Amlodipine 5 mg".to_owned(),
            dose: Some(Dose {
                amount: "1".to_owned(),
                unit: "tablet".to_owned(),
            }),
            every: Some(Every {
                times: 2,
                period: 1,
                unit: "d".to_owned(),
            }),
            duration: Some(For {
                length: 3,
                unit: "wk".to_owned(),
            }),
            as_needed: false,
            note: Some("after food".to_owned()),
            when: WHEN.to_owned(),
        };
        let resource = made(Draft::Prescription(order.clone())).unwrap();
        assert_eq!(
            resource.as_value()["requester"]["display"],
            "Dr Rao (KMC-1)"
        );
        let Fact::Prescription(read) = page_of(&resource).fact else {
            panic!("{resource:?}");
        };
        assert_eq!(read.order, Some(order));
        assert!(read.active);
    }

    #[test]
    fn files_are_told_by_their_bytes() {
        for (bytes, found) in [
            (&b"%PDF-1.7 ..."[..], Some("application/pdf")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"\x89PNG\r\n\x1a\n", Some("image/png")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"MZ", None),
            (b"", None),
        ] {
            assert_eq!(content_type(bytes), found);
        }
        let document = |content: Vec<u8>| {
            Draft::Document(DraftDocument {
                title: "Scan".to_owned(),
                kind: DocumentKind::Report,
                content,
                when: WHEN.to_owned(),
            })
        };
        assert_eq!(made(document(b"<html>".to_vec())), Err(Cause::FileType));
        let mut large = b"%PDF-".to_vec();
        large.resize(FILE_LIMIT + 1, 0);
        assert_eq!(made(document(large)), Err(Cause::FileTooLarge));
        assert!(made(document(b"%PDF-1.7".to_vec())).is_ok());
    }
}
