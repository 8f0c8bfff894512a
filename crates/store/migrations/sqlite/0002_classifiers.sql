-- Published classifiers: cards, as their providers signed them. What passes in inquiries is never stored.
CREATE TABLE classifiers (
    number     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    provider   INTEGER NOT NULL REFERENCES persons (id),
    version    INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL,
    card       BLOB NOT NULL
) STRICT;
CREATE INDEX classifiers_by_provider ON classifiers (provider);

-- How many inquiries an account opened, by the hour since 1970: enough to hold it to a day's number.
CREATE TABLE inquiry_counts (
    classifier INTEGER NOT NULL REFERENCES classifiers (number),
    person     INTEGER NOT NULL REFERENCES persons (id),
    hour       INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (classifier, person, hour)
) STRICT, WITHOUT ROWID;

-- Sealed sets: ciphertext that is computed with. The index changes with the blocks, under one version.
CREATE TABLE sealed_sets (
    number       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    owner        INTEGER NOT NULL REFERENCES persons (id),
    owner_key    INTEGER NOT NULL,
    features     INTEGER NOT NULL,
    bits         INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    blocks       INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    sealed_index BLOB NOT NULL
) STRICT;
CREATE INDEX sealed_sets_by_owner ON sealed_sets (owner, number);

CREATE TABLE sealed_blocks (
    sealed_set INTEGER NOT NULL REFERENCES sealed_sets (number),
    number     INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    block      BLOB NOT NULL,
    PRIMARY KEY (sealed_set, number)
) STRICT;
