//! The first visit: what a doctor asks and what a patient answers.

use crate::{
    cbor_struct,
    codec::Bytes,
    id::{DeviceId, Hash, InvitationId, PersonId, VaultId},
    sign::Object,
    vault::{Mode, Purpose},
};

cbor_struct! {
    /// What is asked for.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Ask {
        /// To read, or to add as well.
        pub mode: Mode,
        /// Whether what was written before is wanted.
        pub history: bool,
        /// Standing or for this visit.
        pub purpose: Purpose,
        /// How long a visit lasts, in hours.
        pub hours: Option<u16>,
        /// Whether the doctor wants to share with colleagues.
        pub may_share: bool,
    }
}

cbor_struct! {
    /// A doctor's invitation, as the server carries it. The secret is in the link alone.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Invitation {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Its name.
        pub id: InvitationId,
        /// Who invites.
        pub doctor: PersonId,
        /// With which device.
        pub device: DeviceId,
        /// Where the doctor's chain stood.
        pub doctor_seq: u64,
        /// What is asked.
        pub ask: Ask,
        /// End, in milliseconds since 1970.
        pub not_after: u64,
        /// The server's address, as the doctor knows it.
        pub server: String,
        /// The doctor's profile under a key from the secret.
        pub profile: Bytes,
    }
}

impl Object for Invitation {
    const DOMAIN: &'static str = "invitation";
    const LIMIT: usize = 8 * 1024;
}

cbor_struct! {
    /// What the link's fragment holds; it never reaches the server.
    #[derive(Clone, PartialEq, Eq)]
    pub struct LinkFragment {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Which invitation.
        pub id: InvitationId,
        /// Who invites: what the doctor's keys are checked against.
        pub doctor: PersonId,
        /// The one-time secret.
        pub secret: [u8; 32],
        /// End, in milliseconds since 1970.
        pub not_after: u64,
    }
}

cbor_struct! {
    /// The patient's answer. The MAC is under the secret, over [`Transcript`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Answer {
        /// Which invitation.
        pub id: InvitationId,
        /// Who answers.
        pub patient: PersonId,
        /// The patient's vault: the hash of its genesis.
        pub vault: VaultId,
        /// Where the patient's log stands.
        pub seq: u64,
        /// The entry there: compared with what the server shows the doctor.
        pub head: Hash,
        /// The patient's profile under a key from the secret.
        pub profile: Bytes,
        /// The proof that who answers has seen the link.
        pub mac: [u8; 32],
    }
}

cbor_struct! {
    /// Everything both sides must agree on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Transcript {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Hash of the signed invitation, which holds server, doctor, what is asked and the end.
        pub invitation: Hash,
        /// The doctor's fingerprint.
        pub doctor: PersonId,
        /// The patient's fingerprint.
        pub patient: PersonId,
        /// The vault.
        pub vault: VaultId,
        /// Where its log stands.
        pub seq: u64,
        /// The entry there.
        pub head: Hash,
        /// Hash of the sealed profile.
        pub profile: Hash,
    }
}

cbor_struct! {
    /// The patient says no.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Denial {
        /// Which invitation.
        pub id: InvitationId,
        /// The proof that who denies has seen the link.
        pub mac: [u8; 32],
    }
}
