//! How the store behaves when disks fill, processes die and files are copied under it.
//!
//! The store trusts who calls it to have verified what it keeps, so entries here are signed by nobody.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use ed25519_dalek::{Signer as _, SigningKey};
use sqlx::{ConnectOptions as _, Connection as _};
use store::{
    Appending, ChunkPut, Content, Event, NewAccount, NewEntry, Opened, Options, Session, Store,
    StoreError, Vault,
};
use tokio::task::JoinSet;
use wire::{
    SUITE,
    codec::Bytes,
    id::{CredentialId, Hash, PersonId, VaultId},
    log::{AuthorSeq, VaultState},
    person::{
        CreateBody, DeviceBox, DeviceKeys, PersonBody, PersonChain, PersonEntry, PersonKeyBody,
        RecoveryKeys, Role,
    },
    sign::Signed,
    vault::{EntryKind, LogEntry, chunk_hash},
};

/// A person signed up, named by a number.
async fn person(store: &Store, number: u8) -> PersonId {
    let root = SigningKey::from_bytes(&[number; 32]);
    let device = DeviceKeys {
        signing: [number; 32],
        sealing: [number; 1216],
    };
    let sealed = DeviceBox {
        device: device.id(),
        sealed: Bytes::default(),
    };
    let entry = PersonEntry {
        suite: SUITE,
        person: None,
        seq: 0,
        previous: None,
        time: 0,
        author: None,
        body: PersonBody::Create(CreateBody {
            role: Role::Patient,
            recovery: RecoveryKeys {
                root: root.verifying_key().to_bytes(),
                sealing: [number; 1216],
            },
            device,
            person_key: PersonKeyBody {
                number: 0,
                public: [number; 1216],
                boxes: vec![sealed],
                recovery: Bytes::default(),
            },
            profile: Hash([number; 32]),
            sealed_profile: Bytes::default(),
        }),
    };
    let entry = Signed::new(&entry, |input| root.sign(input).to_bytes());
    let chain = PersonChain::verify(std::slice::from_ref(&entry), None).unwrap();
    let id = chain.id();
    let account = NewAccount {
        credential: CredentialId([number; 32]),
        password_file: vec![number],
        chain,
        entry,
        keyring: Bytes(vec![number]),
        session: Session {
            token: [number; 32],
            expires: 1000,
        },
    };
    assert!(store.register(account).await.unwrap());
    id
}

async fn vault(store: &Store, owner: PersonId) -> Vault {
    let state = VaultState {
        vault: VaultId(owner.0),
        owner,
        seq: 0,
        head: Hash(owner.0),
        time: 0,
        epochs: Vec::new(),
        members: Vec::new(),
        gone: Vec::new(),
        authors: vec![AuthorSeq {
            author: owner,
            seq: 0,
        }],
        shown: Vec::new(),
    };
    let entry = signed(0);
    let opened = store.open_vault(&state, &entry, &Bytes(vec![1])).await;
    assert_eq!(opened.unwrap(), Opened::Done);
    store.vault(&state.vault).await.unwrap().unwrap()
}

fn signed(seq: u64) -> Signed<LogEntry> {
    Signed::from_parts(seq.to_be_bytes().to_vec(), [0; 64])
}

async fn append(store: &Store, vault: &Vault, size: usize) -> Result<Appending, StoreError> {
    let turn = vault.turn().await;
    let mut state = VaultState::clone(&turn.state);
    state.seq += 1;
    let head = state.seq.to_be_bytes().repeat(4);
    state.head = Hash(head.try_into().unwrap());
    let author = store.person(&state.owner).await?.unwrap();
    turn.append(NewEntry {
        entry: signed(state.seq),
        kind: EntryKind::Keep,
        content: Content {
            part: Bytes(vec![7; size]),
            bodies: Vec::new(),
        },
        records: Vec::new(),
        joined: None,
        chunks: Vec::new(),
        author,
        state,
    })
    .await
}

async fn open(folder: &Path) -> Store {
    Store::open(Options::new(folder)).await.unwrap()
}

/// Every entry up to the head is there, in order, with what travels beside it.
async fn check_whole(vault: &Vault, size: usize) -> u64 {
    let last = vault.state().seq;
    let entries = vault.entries(0, last + 10, 1_000_000).await.unwrap();
    assert_eq!(entries.len() as u64, last + 1);
    for (seq, entry) in (0..).zip(&entries) {
        assert_eq!(entry.seq, seq);
        assert_eq!(entry.parse().unwrap(), signed(seq));
    }
    for seq in 1..=last {
        let content = vault.content(seq).await.unwrap().unwrap();
        assert_eq!(content.part.0, vec![7; size]);
    }
    last
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_taken_in_the_middle_of_writing_opens_whole() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let mut vaults = Vec::new();
    for number in 1..=4 {
        let owner = person(&store, number).await;
        vaults.push(vault(&store, owner).await);
    }
    let mut writers = JoinSet::new();
    for vault in vaults.clone() {
        let store = store.clone();
        writers.spawn(async move { while append(&store, &vault, 3000).await.is_ok() {} });
    }
    let mut seen = 0;
    for _ in 0..5 {
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
        let answered: Vec<u64> = vaults.iter().map(|vault| vault.state().seq).collect();
        let copy = tempfile::tempdir().unwrap();
        while !copy_instant(folder.path(), copy.path()) {}
        let copied = open(copy.path()).await;
        for (vault, answered) in vaults.iter().zip(answered) {
            let id = vault.state().vault;
            let vault = copied.vault(&id).await.unwrap().unwrap();
            let last = check_whole(&vault, 3000).await;
            assert!(last >= answered, "{last} is before {answered}");
            seen += last;
        }
        copied.close().await;
    }
    assert!(seen > 0);
    store.close().await;
    writers.join_all().await;
}

/// Copies database and log as they were at one instant; false if they were not left alone meanwhile.
fn copy_instant(from: &Path, to: &Path) -> bool {
    let read = |name: &str| std::fs::read(from.join(name)).unwrap();
    let begun = |log: &[u8]| log[..log.len().min(32)].to_vec();
    let (database, log) = (read("sehat.db"), read("sehat.db-wal"));
    let same = read("sehat.db") == database && begun(&read("sehat.db-wal")) == begun(&log);
    std::fs::write(to.join("sehat.db"), database).unwrap();
    std::fs::write(to.join("sehat.db-wal"), log).unwrap();
    same
}

#[tokio::test]
async fn an_append_that_nobody_waits_for_any_more_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let owner = person(&store, 1).await;
    let vault = vault(&store, owner).await;
    for micros in (0..4000).step_by(200) {
        let (store, one) = (store.clone(), vault.clone());
        let task = tokio::spawn(async move { append(&store, &one, 5000).await });
        tokio::time::sleep(std::time::Duration::from_micros(micros)).await;
        task.abort();
        let _ = task.await;
    }
    // The next one sees what memory says, and memory says what the disk does.
    assert_eq!(append(&store, &vault, 5000).await.unwrap(), Appending::Done);
    let last = check_whole(&vault, 5000).await;
    store.close().await;
    let store = open(folder.path()).await;
    let again = store.vault(&vault.state().vault).await.unwrap().unwrap();
    assert_eq!(again.state(), vault.state());
    assert_eq!(check_whole(&again, 5000).await, last);
}

#[tokio::test]
async fn a_full_database_refuses_what_does_not_fit_and_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path());
    options.max_pages = Some(150);
    let store = Store::open(options).await.unwrap();
    let mut vaults = Vec::new();
    for number in 1..=8 {
        let owner = person(&store, number).await;
        vaults.push(vault(&store, owner).await);
    }
    // Seven small ones and one that cannot fit wait together: the small ones are stored.
    let mut writers = JoinSet::new();
    for (at, vault) in vaults.iter().cloned().enumerate() {
        let store = store.clone();
        let size = if at == 3 { 1_000_000 } else { 500 };
        writers.spawn(async move { (at, append(&store, &vault, size).await) });
    }
    for (at, result) in writers.join_all().await {
        match result {
            Ok(done) => assert_eq!((at != 3, done), (true, Appending::Done)),
            Err(error) => assert!(at == 3 && matches!(error, StoreError::Full), "{error}"),
        }
    }
    let before = vaults[3].bytes();
    assert!(append(&store, &vaults[3], 1_000_000).await.is_err());
    assert_eq!(
        vaults[3].bytes(),
        before,
        "no room is counted for what failed"
    );
    assert_eq!(
        append(&store, &vaults[3], 500).await.unwrap(),
        Appending::Done
    );
    for vault in &vaults {
        assert_eq!(check_whole(vault, 500).await, 1);
    }
}

#[tokio::test]
async fn what_was_stored_is_told_after_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let owner = person(&store, 1).await;
    let vault = vault(&store, owner).await;
    let mut events = store.subscribe();
    append(&store, &vault, 10).await.unwrap();
    let told = Event::Vault {
        vault: VaultId(owner.0),
        seq: 1,
    };
    assert_eq!(events.recv().await.unwrap(), told);
}

#[tokio::test]
async fn a_directory_belongs_to_one_store_and_only_while_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let second = Store::open(Options::new(folder.path())).await;
    assert!(matches!(second, Err(StoreError::Locked)));
    store.close().await;
    let again = open(folder.path()).await;
    assert!(matches!(store.check().await, Err(StoreError::Closed)));
    again.check().await.unwrap();
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.close().await;
    let mut options = sqlx::sqlite::SqliteConnectOptions::new();
    options = options.filename(folder.path().join("sehat.db"));
    let mut db = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations \
        (version, description, success, checksum, execution_time) VALUES (9999, 'x', 1, x'00', 0)";
    sqlx::query(newer).execute(&mut db).await.unwrap();
    sqlx::Connection::close(db).await.unwrap();
    let refused = Store::open(Options::new(folder.path())).await;
    assert!(matches!(refused, Err(StoreError::Newer)));
}

#[tokio::test]
async fn files_that_the_database_does_not_know_are_removed_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let owner = person(&store, 1).await;
    let vault = vault(&store, owner).await;
    let chunk = vec![9; 1000];
    let name = chunk_hash(&chunk);
    let put = vault.put_chunk(name, chunk.clone(), 0).await.unwrap();
    assert_eq!(put, ChunkPut::Done);
    let beside = folder
        .path()
        .join("chunks")
        .join(VaultId(owner.0).to_string());
    let beside = beside.join(&name.to_string()[..2]);
    for name in ["half.0.part", "ffff"] {
        std::fs::write(beside.join(name), b"left behind").unwrap();
    }
    store.close().await;
    let store = open(folder.path()).await;
    assert_eq!(store.sweep_files().await.unwrap(), 2);
    let vault = store.vault(&VaultId(owner.0)).await.unwrap().unwrap();
    assert_eq!(vault.chunk(&name).await.unwrap(), Some(chunk));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_to_fails_the_chunk_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let owner = person(&store, 1).await;
    let vault = vault(&store, owner).await;
    let before = vault.bytes();
    let place = folder
        .path()
        .join("chunks")
        .join(VaultId(owner.0).to_string());
    std::fs::write(&place, b"a file where a folder should be").unwrap();
    let chunk = vec![9; 1000];
    let name = chunk_hash(&chunk);
    let failed = vault.put_chunk(name, chunk.clone(), 0).await;
    assert!(matches!(failed, Err(StoreError::Io(_))));
    assert_eq!(vault.bytes(), before);
    assert!(vault.chunk_lengths(&[name]).await.unwrap().is_empty());
    std::fs::remove_file(&place).unwrap();
    assert_eq!(
        vault.put_chunk(name, chunk, 0).await.unwrap(),
        ChunkPut::Done
    );
    assert_eq!(vault.bytes(), before + 1000);
    assert_eq!(append(&store, &vault, 10).await.unwrap(), Appending::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn vaults_of_before_anything_was_shown_one_by_one_are_read_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let owner = person(&store, 1).await;
    let before = vault(&store, owner).await.state();
    store.close().await;
    // As the version before left it: a state of nine fields, and that migration not made.
    let state = wire::codec::to_bytes(&*before);
    let (head, shown) = (state[0], state[state.len() - 1]);
    assert_eq!((head, shown), (0x8a, 0x80));
    let old = [&[0x89], &state[1..state.len() - 1]].concat();
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(database(folder.path()));
    let mut db = file.connect().await.unwrap();
    for (sql, bytes) in [
        ("UPDATE vault_states SET state = $1", Some(old)),
        ("DELETE FROM _sqlx_migrations WHERE version = 3", None),
    ] {
        let query = match bytes {
            Some(bytes) => sqlx::query(sql).bind(bytes),
            None => sqlx::query(sql),
        };
        assert_eq!(query.execute(&mut db).await.unwrap().rows_affected(), 1);
    }
    db.close().await.unwrap();
    let store = open(folder.path()).await;
    let after = store.vault(&before.vault).await.unwrap().unwrap().state();
    assert_eq!(after, before);
}

/// The database's file.
fn database(folder: &Path) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    files
        .find(|path| {
            path.extension()
                .is_some_and(|end| end == "db" || end == "sqlite")
        })
        .unwrap()
}
