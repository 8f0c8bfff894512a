-- Everything here is ciphertext, public keys, hashes and counters. Times are milliseconds since 1970.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Persons and vaults have small numbers inside the database, so that rows and indexes stay small.
CREATE TABLE persons (
    id     INTEGER PRIMARY KEY,
    person BLOB NOT NULL UNIQUE,
    seq    INTEGER NOT NULL,
    root   BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE person_entries (
    person INTEGER NOT NULL REFERENCES persons (id),
    seq    INTEGER NOT NULL,
    entry  BLOB NOT NULL,
    PRIMARY KEY (person, seq)
) STRICT;

CREATE TABLE accounts (
    person          INTEGER PRIMARY KEY REFERENCES persons (id),
    credential      BLOB NOT NULL UNIQUE,
    password_file   BLOB NOT NULL,
    keyring_version INTEGER NOT NULL,
    keyring         BLOB NOT NULL
) STRICT;

CREATE TABLE sessions (
    token   BLOB PRIMARY KEY,
    person  INTEGER NOT NULL REFERENCES persons (id),
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE invitations (
    number     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    doctor     INTEGER NOT NULL REFERENCES persons (id),
    not_after  INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    invitation BLOB NOT NULL,
    reply      BLOB
) STRICT;
CREATE INDEX invitations_by_doctor ON invitations (doctor, number);

CREATE TABLE vaults (
    id       INTEGER PRIMARY KEY,
    vault    BLOB NOT NULL UNIQUE,
    owner    INTEGER NOT NULL UNIQUE REFERENCES persons (id),
    seq      INTEGER NOT NULL,
    head     BLOB NOT NULL,
    time     INTEGER NOT NULL,
    authors  BLOB NOT NULL,
    bytes    INTEGER NOT NULL,
    receipts INTEGER NOT NULL
) STRICT;

-- What of a vault's state changes rarely: lists and epochs. The rest stands in the vault's own row.
CREATE TABLE vault_states (
    vault INTEGER PRIMARY KEY REFERENCES vaults (id),
    state BLOB NOT NULL
) STRICT;

-- Who has or had a part in which vault.
CREATE TABLE vault_people (
    person INTEGER NOT NULL REFERENCES persons (id),
    vault  INTEGER NOT NULL REFERENCES vaults (id),
    PRIMARY KEY (person, vault)
) STRICT, WITHOUT ROWID;

-- `content` is last, so that it is read only when asked for.
CREATE TABLE entries (
    vault   INTEGER NOT NULL REFERENCES vaults (id),
    seq     INTEGER NOT NULL,
    entry   BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (vault, seq)
) STRICT;

-- The newest version of each record: in which entry, at which place.
CREATE TABLE records (
    vault   INTEGER NOT NULL,
    record  BLOB NOT NULL,
    version INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    author  INTEGER NOT NULL,
    PRIMARY KEY (vault, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE chunks (
    vault    INTEGER NOT NULL REFERENCES vaults (id),
    chunk    BLOB NOT NULL,
    length   INTEGER NOT NULL,
    uploaded INTEGER NOT NULL,
    used     INTEGER NOT NULL,
    PRIMARY KEY (vault, chunk)
) STRICT, WITHOUT ROWID;
CREATE INDEX chunks_unused ON chunks (uploaded) WHERE used = 0;

-- The entries that show a chunk.
CREATE TABLE chunk_uses (
    vault INTEGER NOT NULL,
    chunk BLOB NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (vault, chunk, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    vault   INTEGER NOT NULL REFERENCES vaults (id),
    number  INTEGER NOT NULL,
    receipt BLOB NOT NULL,
    PRIMARY KEY (vault, number)
) STRICT;

CREATE TABLE receipt_heads (
    vault  INTEGER NOT NULL REFERENCES vaults (id),
    reader INTEGER NOT NULL REFERENCES persons (id),
    seq    INTEGER NOT NULL,
    head   BLOB NOT NULL,
    PRIMARY KEY (vault, reader)
) STRICT, WITHOUT ROWID;
