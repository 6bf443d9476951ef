import { matchingSchema } from './matching-schema.ts'
import { packageSchema } from './package-schema.ts'
import { privateSchema } from './private-schema.ts'

/** Rises with every change below, or of what is made of a block: a file of another version is rebuilt from the blocks. */
export const schemaVersion = 16

/**
 * The projection's tables. Positions (block, position of the transaction, place in the batch) order everything, and are
 * the same at every gateway. Amounts are decimal text, since they do not fit SQLite's integers; moments do.
 */
export const schema = `
  CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), block INTEGER NOT NULL) STRICT;

  -- Every row of the ledger as it stands, and as it stood after each transaction that wrote it (NULL: deleted). What was grows at its
  -- end, and only a lean index is scattered by key.
  CREATE TABLE row (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE history (
    line INTEGER PRIMARY KEY, key TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT) STRICT;
  CREATE UNIQUE INDEX history_key ON history (key, block, position);

  -- Every block: when its first transaction claims to be, how many it has and how many of them are invalid, and the hashes in hex.
  CREATE TABLE block (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, transactions INTEGER NOT NULL, invalid INTEGER NOT NULL,
    hash TEXT NOT NULL, previous_hash TEXT NOT NULL) STRICT;
  CREATE INDEX block_at ON block (at);

  -- Every transaction with Fabric's code: of an invalid one, the call is its creator's word. The lines of history that it wrote are
  -- those after line_before, up to line_last.
  CREATE TABLE ledger_transaction (
    block INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, call TEXT NOT NULL,
    validation TEXT NOT NULL, organisation TEXT NOT NULL, chaincode TEXT NOT NULL, line_before INTEGER NOT NULL,
    line_last INTEGER NOT NULL, PRIMARY KEY (block, position)) STRICT, WITHOUT ROWID;
  CREATE INDEX ledger_transaction_id ON ledger_transaction (id);
  CREATE INDEX ledger_transaction_invalid ON ledger_transaction (block, position) WHERE validation <> 'VALID';

  -- The instructions that invalid transactions held, by their creators' word: nothing came of them there.
  CREATE TABLE attempt (
    block INTEGER NOT NULL, position INTEGER NOT NULL, place INTEGER NOT NULL, instruction TEXT NOT NULL,
    PRIMARY KEY (block, position, place)) STRICT, WITHOUT ROWID;
  CREATE INDEX attempt_instruction ON attempt (instruction);

  CREATE TABLE instruction (
    id TEXT PRIMARY KEY, sender TEXT NOT NULL, device TEXT NOT NULL, number TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL,
    place INTEGER NOT NULL, ledger_transaction TEXT NOT NULL, envelope TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
  -- Not unique: the ledger's rules honour a number once, and a block may hold what no rule allowed.
  CREATE INDEX instruction_number ON instruction (sender, device, number);
  CREATE UNIQUE INDEX instruction_position ON instruction (block, position, place);

  -- Whom an instruction concerns; '*' stands for everybody, where the instruction is published.
  CREATE TABLE concern (
    participant TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (participant, block, position, place)) STRICT, WITHOUT ROWID;

  -- A voucher without an issuing instruction that its issuer signed (issued_by) is never published.
  CREATE TABLE voucher (
    code TEXT PRIMARY KEY, issuer TEXT NOT NULL, status TEXT NOT NULL, issued_by TEXT,
    first_block INTEGER NOT NULL, first_position INTEGER NOT NULL, first_at INTEGER NOT NULL,
    last_block INTEGER NOT NULL, last_position INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX voucher_issuer ON voucher (issuer, code);

  -- Who is at home where, by name.
  CREATE TABLE participant (
    participant TEXT PRIMARY KEY, home TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX participant_home ON participant (home, participant);

  -- Orders, pledges, offers, quotes and payments, under each participant (an order: under its voucher too; a quote: under it only; a payment: under its
  -- payer's device), by where they were opened.
  CREATE TABLE listed (
    list TEXT NOT NULL, subject TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL,
    is_open INTEGER NOT NULL, PRIMARY KEY (list, subject, block, position, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX listed_key ON listed (key);
  CREATE INDEX listed_open ON listed (list, is_open);

  -- What a participant has of a voucher: the buckets of the account row, and the sum of credits not folded into it.
  CREATE TABLE holding (
    participant TEXT NOT NULL, voucher TEXT NOT NULL, available TEXT NOT NULL, reserved TEXT NOT NULL,
    pledged TEXT NOT NULL, frozen TEXT NOT NULL, cost TEXT NOT NULL, costed TEXT NOT NULL, credited TEXT NOT NULL,
    PRIMARY KEY (participant, voucher)) STRICT, WITHOUT ROWID;
  CREATE INDEX holding_voucher ON holding (voucher, participant);

  -- Every change of what a participant has of a voucher in all, with what it has after (decision 0036). A line without a place is what
  -- no instruction of the transaction explains; a text that does not apply is empty.
  CREATE TABLE entry (
    participant TEXT NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, place INTEGER,
    at INTEGER NOT NULL, kind TEXT NOT NULL, voucher TEXT NOT NULL, change TEXT NOT NULL, balance TEXT NOT NULL,
    is_fee INTEGER NOT NULL, counterparty TEXT NOT NULL, instruction TEXT NOT NULL, record TEXT NOT NULL,
    order_number TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (participant, block, position, line)) STRICT, WITHOUT ROWID;
${matchingSchema}${packageSchema}${privateSchema}`
