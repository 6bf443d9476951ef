/** The projection's tables of what keepers have to release yet, and of who keeps keys (decision 0047). */
export const packageSchema = `
  -- Which first keys of packages were asked for and not released yet: by whom they are kept, and for which device.
  CREATE TABLE key_work (
    keeper TEXT NOT NULL, interaction TEXT NOT NULL, device TEXT NOT NULL,
    PRIMARY KEY (keeper, interaction, device)) STRICT, WITHOUT ROWID;
  CREATE INDEX key_work_interaction ON key_work (interaction, device);
  -- Who had a device with the role keeper at any time; whether it has one now stands in its account.
  CREATE TABLE keeper (participant TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`
