/** The projection's tables by which those who may be asked are found, and what matching comes to (decision 0044). */
export const matchingSchema = `
  -- What active profiles say, each value by itself: fields and codes, numbers, and of which identifiers recommendations are wanted.
  CREATE TABLE profile_code (
    matcher TEXT NOT NULL, trait TEXT NOT NULL, code TEXT NOT NULL, participant TEXT NOT NULL,
    PRIMARY KEY (matcher, trait, code, participant)) STRICT, WITHOUT ROWID;
  CREATE INDEX profile_code_participant ON profile_code (participant, matcher);
  CREATE TABLE profile_number (
    matcher TEXT NOT NULL, trait TEXT NOT NULL, number INTEGER NOT NULL, participant TEXT NOT NULL,
    PRIMARY KEY (matcher, trait, number, participant)) STRICT, WITHOUT ROWID;
  CREATE INDEX profile_number_participant ON profile_number (participant, matcher, trait);
  CREATE TABLE profile_need (
    matcher TEXT NOT NULL, identifier TEXT NOT NULL, participant TEXT NOT NULL,
    PRIMARY KEY (matcher, identifier, participant)) STRICT, WITHOUT ROWID;
  CREATE INDEX profile_need_participant ON profile_need (participant, matcher);

  -- What the ledger counted of a participant: rates in hundredths of a percent, -1 where nobody rated.
  CREATE TABLE reputation_rate (
    participant TEXT PRIMARY KEY, interactions INTEGER NOT NULL, counterparties INTEGER NOT NULL, success INTEGER NOT NULL,
    positive INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX reputation_rate_interactions ON reputation_rate (interactions, participant);
  CREATE INDEX reputation_rate_counterparties ON reputation_rate (counterparties, participant);
  CREATE INDEX reputation_rate_success ON reputation_rate (success, participant);
  CREATE INDEX reputation_rate_positive ON reputation_rate (positive, participant);

  -- Open publications by who publishes, and of which certificate.
  CREATE TABLE publication_of (
    holder TEXT NOT NULL, key TEXT NOT NULL, certificate TEXT NOT NULL, PRIMARY KEY (holder, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX publication_of_key ON publication_of (key);
  CREATE INDEX publication_of_certificate ON publication_of (certificate, holder);

  -- What active certificates say of goods, each value by itself: a code, or a number (the other is empty, or -1).
  CREATE TABLE certificate_trait (
    trait TEXT NOT NULL, code TEXT NOT NULL, number INTEGER NOT NULL, certificate TEXT NOT NULL,
    PRIMARY KEY (trait, code, number, certificate)) STRICT, WITHOUT ROWID;
  CREATE INDEX certificate_trait_certificate ON certificate_trait (certificate, trait);

  -- What a matching service has to do yet: match an open subject (without a holder), or ask one whom its match chose.
  CREATE TABLE matching_work (
    matcher TEXT NOT NULL, subject TEXT NOT NULL, holder TEXT NOT NULL, ends_at INTEGER NOT NULL,
    PRIMARY KEY (matcher, subject, holder)) STRICT, WITHOUT ROWID;
  CREATE INDEX matching_work_subject ON matching_work (subject, holder);

  -- How a demand or recommendation must be matched, by the rows at the end of the block that opened it, with the first of the list.
  CREATE TABLE expected_match (
    subject TEXT PRIMARY KEY, block INTEGER NOT NULL, expected TEXT NOT NULL, names TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Matches that say otherwise.
  CREATE TABLE match_difference (
    subject TEXT PRIMARY KEY, block INTEGER NOT NULL, said TEXT NOT NULL) STRICT, WITHOUT ROWID;
`
