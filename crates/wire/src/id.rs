//! The names of things: hashes, persons, devices, vaults, records, invitations, classifiers, sealed sets.

use data_encoding::HEXLOWER;

use crate::codec::{Cbor, CodecError, Reader, Writer};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $len:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), &HEXLOWER.encode(&self.0[..4]))
            }
        }
        impl core::str::FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| ParseIdError)?;
                bytes.try_into().map(Self).map_err(|_| ParseIdError)
            }
        }
        impl Cbor for $name {
            fn encode(&self, writer: &mut Writer) {
                self.0.encode(writer);
            }
            fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
                Cbor::decode(reader).map(Self)
            }
        }
    };
}

/// Not an identifier of this kind: the wrong length, or not lower-case hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct ParseIdError;

id!(
    /// A SHA-256 with a domain.
    Hash, 32
);
id!(
    /// A person: the hash of the first entry of the person's chain. The fingerprint.
    PersonId, 32
);
id!(
    /// A device: the hash of its verifying key.
    DeviceId, 32
);
id!(
    /// A vault: the hash of its log's first entry.
    VaultId, 32
);
id!(
    /// A record: random, the same over all versions.
    RecordId, 16
);
id!(
    /// An invitation: random.
    InvitationId, 16
);
id!(
    /// A published classifier: random, the same over all versions of its card.
    ClassifierId, 16
);
id!(
    /// An inquiry: one question put to a classifier. Random, by the server, and good while it lasts.
    InquiryId, 16
);
id!(
    /// A sealed set: random, by its owner.
    SetId, 16
);
id!(
    /// What the server finds a password file by; derived from the account secret, so that it tells nothing.
    CredentialId, 32
);

impl PersonId {
    /// The fingerprint as people compare it: the first eight bytes, in groups of four digits.
    pub fn short(&self) -> String {
        let hex = HEXLOWER.encode(&self.0[..8]);
        format!(
            "{} {} {} {}",
            &hex[..4],
            &hex[4..8],
            &hex[8..12],
            &hex[12..]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_round_trip_as_text_and_refuse_other_text() {
        let id = RecordId([0xab; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [
            "",
            "ab",
            "zz".repeat(16).as_str(),
            "AB".repeat(16).as_str(),
            "ab".repeat(17).as_str(),
        ] {
            assert_eq!(bad.parse::<RecordId>(), Err(ParseIdError), "{bad}");
        }
    }
}
