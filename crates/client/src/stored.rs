//! What a record's plaintext holds: a resource with what stood around it, or a file's shell.

use record::{Item, Resource, Shell};
use serde_json::{Map, Value};
use wire::{
    cbor_enum, cbor_struct,
    codec::{self, Bytes},
    id::RecordId,
};
use zeroize::Zeroizing;

use crate::error::ClientError;

cbor_enum! {
    /// What a plaintext is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        /// A FHIR resource.
        Resource = 0,
        /// An imported bundle without its resources.
        Shell = 1,
    }
}

cbor_struct! {
    /// A record's plaintext.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Plaintext {
        /// What it is.
        pub kind: Kind,
        /// Under what address other entries of its file refer to it.
        pub full_url: Option<String>,
        /// What else its entry in the file said: JSON.
        pub around: Option<Bytes>,
        /// The records that belong into the shell, in order.
        pub members: Vec<RecordId>,
        /// The resource or the shell: compact JSON.
        pub json: Bytes,
    }
}

/// A record as it is shown and exported.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A resource with what stood around it.
    Item(Box<Item>),
    /// A bundle's shell, and the records that belong into it.
    Shell(Shell, Vec<RecordId>),
}

/// The plaintext of a resource.
pub fn pack_item(item: &Item) -> Zeroizing<Vec<u8>> {
    let mut around = item.rest.clone();
    if let Some(request) = &item.request {
        around.insert(REQUEST.to_owned(), request.clone());
    }
    let around =
        (!around.is_empty()).then(|| Bytes(Value::Object(around).to_string().into_bytes()));
    Zeroizing::new(codec::to_bytes(&Plaintext {
        kind: Kind::Resource,
        full_url: item.full_url.clone(),
        around,
        members: Vec::new(),
        json: Bytes(item.resource.to_json_bytes()),
    }))
}

/// The plaintext of a resource that stood in no file.
pub fn pack_resource(resource: &Resource) -> Zeroizing<Vec<u8>> {
    pack_item(&Item {
        resource: resource.clone(),
        full_url: None,
        request: None,
        rest: Map::new(),
    })
}

/// The plaintext of a bundle's shell.
pub fn pack_shell(bundle: &Value, members: Vec<RecordId>) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(codec::to_bytes(&Plaintext {
        kind: Kind::Shell,
        full_url: None,
        around: None,
        members,
        json: Bytes(bundle.to_string().into_bytes()),
    }))
}

/// Reads a plaintext.
///
/// # Errors
/// [`ClientError::Altered`] when its author put something else there.
pub fn unpack(plain: &[u8]) -> Result<Content, ClientError> {
    let garbage = |_| ClientError::Altered {
        what: "a record",
        why: vault::VaultError::DoesNotOpen,
    };
    let plaintext: Plaintext =
        codec::parse(plain, vault::plaintext::MAX_RECORD).map_err(garbage)?;
    match plaintext.kind {
        Kind::Resource => {
            let mut rest: Map<String, Value> = match &plaintext.around {
                Some(json) => serde_json::from_slice(json)
                    .map_err(|_| garbage(codec::CodecError::NotCanonical))?,
                None => Map::new(),
            };
            let request = rest.shift_remove(REQUEST);
            let resource = Resource::parse(&plaintext.json)?;
            Ok(Content::Item(Box::new(Item {
                resource,
                full_url: plaintext.full_url,
                request,
                rest,
            })))
        }
        Kind::Shell => {
            let bundle = serde_json::from_slice(&plaintext.json)
                .map_err(|_| garbage(codec::CodecError::NotCanonical))?;
            Ok(Content::Shell(Shell::Bundle(bundle), plaintext.members))
        }
    }
}

/// Where a bundle's entry holds what a transaction asks for.
const REQUEST: &str = "request";
