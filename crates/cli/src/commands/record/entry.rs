//! What every new record has in common: its id, its patient, its author, its date.

use client::env::Env;
use data_encoding::HEXLOWER;
use record::{RecordError, Resource, build::Context};
use serde_json::Value;
use wire::{id::VaultId, person::Role};

use crate::{app::Signed, failure::Failure};

/// What goes into a new record beside its content.
pub(crate) struct Entry {
    id: String,
    patient: String,
    date: String,
    /// A doctor, as reference and as shown.
    author: Option<(String, String)>,
}

impl Entry {
    /// For a vault, at a date.
    pub(crate) fn new(
        session: &Signed,
        vault: VaultId,
        date: String,
        env: &mut Env,
    ) -> Result<Self, Failure> {
        let identity = session.identity();
        let profile = &identity.profile;
        let shown = match &profile.registration {
            Some(number) => format!("{} ({number})", profile.name),
            None => profile.name.clone(),
        };
        let author = (identity.role == Role::Doctor)
            .then(|| (format!("urn:sehat:person:{}", identity.person), shown));
        Ok(Self {
            id: make_uuid(env),
            patient: session.patient_reference(vault)?,
            date,
            author,
        })
    }

    /// As the builders of records take it.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            id: &self.id,
            patient: &self.patient,
            date: &self.date,
            author: self
                .author
                .as_ref()
                .map(|(reference, _)| reference.as_str()),
        }
    }

    /// Writes the author's name beside each reference to him, so that it is read where he is unknown.
    ///
    /// # Errors
    /// When the result is no resource.
    pub(crate) fn signed(&self, resource: Resource) -> Result<Resource, RecordError> {
        let Some((reference, name)) = &self.author else {
            return Ok(resource);
        };
        let mut value = resource.into_value();
        for element in ["performer", "requester", "recorder", "author"] {
            if let Some(element) = value.get_mut(element) {
                add_display(element, reference, name);
            }
        }
        Resource::from_value(value)
    }
}

fn add_display(element: &mut Value, reference: &str, name: &str) {
    match element {
        Value::Array(list) => list
            .iter_mut()
            .for_each(|item| add_display(item, reference, name)),
        Value::Object(map) if map.get("reference").and_then(Value::as_str) == Some(reference) => {
            map.insert("display".to_owned(), name.into());
        }
        _ => {}
    }
}

/// A random UUID (RFC 9562, version 4).
fn make_uuid(env: &mut Env) -> String {
    let mut bytes = [0; 16];
    env.rng.fill_bytes(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_random_uuids() {
        let mut env = Env::system();
        let (one, two) = (make_uuid(&mut env), make_uuid(&mut env));
        assert_ne!(one, two);
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(one.as_bytes()[14], b'4');
    }

    #[test]
    fn the_author_is_named_beside_the_reference() {
        let entry = Entry {
            id: "1".to_owned(),
            patient: "Patient/1".to_owned(),
            date: "2024-05-31".to_owned(),
            author: Some(("urn:x".to_owned(), "Dr Rao (KMC-1)".to_owned())),
        };
        let pressure = record::build::BloodPressure {
            systolic: 128,
            diastolic: 82,
        };
        let resource = record::build::blood_pressure(&entry.context(), pressure).unwrap();
        let signed = entry.signed(resource).unwrap();
        assert_eq!(
            signed.as_value()["performer"][0]["display"],
            "Dr Rao (KMC-1)"
        );
        assert!(signed.as_value()["subject"].get("display").is_none());
    }
}
