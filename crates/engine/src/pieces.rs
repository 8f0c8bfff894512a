//! What the engine keeps on the device for itself, sealed.

use client::{ClientError, session::Session, storage::Storage};
use wire::{
    cbor_struct,
    codec::Bytes,
    id::{InvitationId, RecordId, VaultId},
};

cbor_struct! {
    /// Settings of this device.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Settings {
        pub(crate) version: u16,
        /// After how many minutes it locks itself.
        pub(crate) lock_after: u16,
    }
}

cbor_struct! {
    /// How far one has looked in a vault: the number of entries.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Looked {
        pub(crate) vault: VaultId,
        pub(crate) entries: u64,
    }
}

cbor_struct! {
    /// How far one has looked.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub(crate) struct Seen {
        pub(crate) version: u16,
        pub(crate) vaults: Vec<Looked>,
    }
}

cbor_struct! {
    /// An intake form that waits for a patient's consent.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Intake {
        pub(crate) version: u16,
        pub(crate) invitation: InvitationId,
        /// What the doctor called the patient.
        pub(crate) name: Option<String>,
        /// The drafts, as JSON: read by later versions of the app as well.
        pub(crate) drafts: Bytes,
        /// The names that the records get, chosen before: made twice, they are still one.
        pub(crate) records: Vec<RecordId>,
    }
}

cbor_struct! {
    /// An import under way.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Importing {
        pub(crate) version: u16,
        pub(crate) vault: VaultId,
        /// The file's name.
        pub(crate) name: String,
        pub(crate) broadcast: bool,
        /// The names that the records get.
        pub(crate) records: Vec<RecordId>,
    }
}

cbor_struct! {
    /// An invitation that was answered from here and waits for the patient's yes or no.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Answered {
        pub(crate) version: u16,
        pub(crate) invitation: InvitationId,
        /// The short code that the doctor sees too.
        pub(crate) code: String,
    }
}

/// The version of all these.
pub(crate) const VERSION: u16 = 1;

const SETTINGS: &str = "settings";
const SEEN: &str = "seen";
const IMPORT: &str = "import";
const IMPORT_FILE: &str = "import-file";
const ANSWERED: &str = "answered";
const INTAKE: &str = "intake-";
const KEPT: &str = "kept-";

/// After how many minutes a device locks itself when nothing is said.
const LOCK_AFTER: u16 = 10;

pub(crate) async fn settings<S: Storage>(session: &Session<S>) -> Result<Settings, ClientError> {
    let settings = session.read_piece(SETTINGS).await?;
    Ok(settings.unwrap_or(Settings {
        version: VERSION,
        lock_after: LOCK_AFTER,
    }))
}

pub(crate) async fn keep_settings<S: Storage>(
    session: &mut Session<S>,
    settings: &Settings,
) -> Result<(), ClientError> {
    session.write_piece(SETTINGS, settings).await
}

/// What was answered last and is not decided; damaged is none.
pub(crate) async fn answered<S: Storage>(session: &Session<S>) -> Option<Answered> {
    session.read_piece(ANSWERED).await.ok().flatten()
}

pub(crate) async fn keep_answered<S: Storage>(
    session: &mut Session<S>,
    answered: &Answered,
) -> Result<(), ClientError> {
    session.write_piece(ANSWERED, answered).await
}

pub(crate) async fn drop_answered<S: Storage>(session: &mut Session<S>) -> Result<(), ClientError> {
    session.remove_piece(ANSWERED).await
}

pub(crate) async fn seen<S: Storage>(session: &Session<S>) -> Result<Seen, ClientError> {
    Ok(session.read_piece(SEEN).await?.unwrap_or(Seen {
        version: VERSION,
        vaults: Vec::new(),
    }))
}

pub(crate) async fn keep_seen<S: Storage>(
    session: &mut Session<S>,
    seen: &Seen,
) -> Result<(), ClientError> {
    session.write_piece(SEEN, seen).await
}

impl Seen {
    pub(crate) fn entries(&self, vault: VaultId) -> u64 {
        let looked = self.vaults.iter().find(|looked| looked.vault == vault);
        looked.map_or(0, |looked| looked.entries)
    }

    /// Whether that is news.
    pub(crate) fn look(&mut self, vault: VaultId, entries: u64) -> bool {
        match self.vaults.iter_mut().find(|looked| looked.vault == vault) {
            Some(looked) if looked.entries == entries => return false,
            Some(looked) => looked.entries = entries,
            None => self.vaults.push(Looked { vault, entries }),
        }
        true
    }
}

/// The import under way, and its file.
pub(crate) async fn import<S: Storage>(
    session: &Session<S>,
) -> Result<Option<(Importing, Bytes)>, ClientError> {
    let Some(plan) = session.read_piece(IMPORT).await? else {
        return Ok(None);
    };
    let file = session.read_piece(IMPORT_FILE).await?;
    Ok(file.map(|file| (plan, file)))
}

/// The plan is written last: with it the import has begun.
pub(crate) async fn keep_import<S: Storage>(
    session: &mut Session<S>,
    plan: &Importing,
    file: &Bytes,
) -> Result<(), ClientError> {
    drop_import(session).await?;
    session.write_piece(IMPORT_FILE, file).await?;
    session.write_piece(IMPORT, plan).await
}

pub(crate) async fn drop_import<S: Storage>(session: &mut Session<S>) -> Result<(), ClientError> {
    session.remove_piece(IMPORT).await?;
    session.remove_piece(IMPORT_FILE).await
}

pub(crate) async fn intakes<S: Storage>(session: &Session<S>) -> Result<Vec<Intake>, ClientError> {
    let mut all = Vec::new();
    for name in session.pieces(INTAKE).await? {
        match session.read_piece(&name).await {
            Ok(intake) => all.extend(intake),
            // One that is damaged does not hold up the others.
            Err(ClientError::Damaged(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

pub(crate) async fn keep_intake<S: Storage>(
    session: &mut Session<S>,
    intake: &Intake,
) -> Result<(), ClientError> {
    let name = format!("{INTAKE}{}", intake.invitation);
    session.write_piece(&name, intake).await
}

pub(crate) async fn drop_intake<S: Storage>(
    session: &mut Session<S>,
    invitation: InvitationId,
) -> Result<(), ClientError> {
    let name = format!("{INTAKE}{invitation}");
    session.remove_piece(&name).await
}

pub(crate) fn kept(name: &str) -> String {
    format!("{KEPT}{name}")
}

#[cfg(test)]
mod tests {
    use wire::codec::{parse, to_bytes};

    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What earlier versions of the app have stored is read by later ones.
    #[test]
    fn stored_pieces_keep_their_form() {
        let settings = Settings {
            version: VERSION,
            lock_after: 10,
        };
        assert_eq!(hex(&to_bytes(&settings)), "82010a");
        let mut seen = Seen {
            version: VERSION,
            vaults: Vec::new(),
        };
        assert!(seen.look(VaultId([1; 32]), 3) && !seen.look(VaultId([1; 32]), 3));
        assert_eq!(
            hex(&to_bytes(&seen)),
            format!("820181825820{}03", "01".repeat(32))
        );
        let importing = Importing {
            version: VERSION,
            vault: VaultId([1; 32]),
            name: "a.json".to_owned(),
            broadcast: true,
            records: vec![RecordId([2; 16])],
        };
        assert_eq!(
            hex(&to_bytes(&importing)),
            format!(
                "85015820{}66612e6a736f6ef58150{}",
                "01".repeat(32),
                "02".repeat(16)
            )
        );
        let intake = Intake {
            version: VERSION,
            invitation: InvitationId([3; 16]),
            name: Some("Asha".to_owned()),
            drafts: Bytes(b"[]".to_vec()),
            records: Vec::new(),
        };
        let bytes = to_bytes(&intake);
        assert_eq!(
            hex(&bytes),
            format!("850150{}6441736861425b5d80", "03".repeat(16))
        );
        assert_eq!(parse::<Intake>(&bytes, 1 << 20), Ok(intake));
    }
}
