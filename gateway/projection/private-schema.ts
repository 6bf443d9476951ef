/**
 * The rows of the private collections that this member shares (decision 0011), by the hashes that blocks show of them, as they stand and
 * without history; and those whose value this member's peer has not handed out yet. A gap is of one key, so that there are never more of
 * them than such rows on the ledger.
 */
export const privateSchema = `
  CREATE TABLE private_row (
    collection TEXT NOT NULL, key_hash TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (collection, key_hash)) STRICT, WITHOUT ROWID;
  CREATE TABLE private_gap (
    collection TEXT NOT NULL, key_hash TEXT NOT NULL, value_hash TEXT NOT NULL, block INTEGER NOT NULL,
    PRIMARY KEY (collection, key_hash)) STRICT, WITHOUT ROWID;
  CREATE INDEX private_gap_block ON private_gap (block);
`
