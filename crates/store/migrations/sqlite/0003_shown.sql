-- A vault's state has a tenth field, what was shown to single persons: an empty list in every vault so far.
-- This is for files made before, and so for SQLite alone. X'89' and X'8a' are the heads of CBOR's arrays of nine and of ten, X'80' is the empty array.
UPDATE vault_states SET state = CAST(X'8a' || substr(state, 2) || X'80' AS BLOB)
WHERE substr(state, 1, 1) = X'89';
