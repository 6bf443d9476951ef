/** Transactions that are odd in one way, of which nothing speaks against the blocks. */
export interface Oddity {
  /** Fabric's validation code where peers found them invalid. */
  code: string
  count: number
  /** Where the first one stands. */
  block: string
  transaction: number
}

/** What an audit has looked at so far. */
export interface Summary {
  /** Blocks that were taken in. */
  blocks: number
  transactions: {
    /** Decided again, and in nothing other than the block says. */
    proven: number
    differing: number
    /** Found invalid by the peers, so that they changed nothing. */
    invalid: number
    /** What only read, or came when rows were not known. */
    unseen: number
    /** Those of other chaincodes, and changes of the channel's configuration. */
    others: number
  }
  instructions: {
    proven: number
    differing: number
    unseen: number
    /** Of the unseen ones, those whose confidential body is not at hand (decision 0011). */
    confidential: number
    /** Of the proven ones, those that were decided again with what members disclosed. */
    disclosed: number
    /** Of the proven ones, those of which a part is taken from the home's stamp: signed by the home, and shown by nothing else. */
    takenFromStamp: number
  }
  /** At most one for each code that Fabric has. */
  oddities: Oddity[]
}

export const emptySummary = (): Summary => ({
  blocks: 0,
  transactions: { proven: 0, differing: 0, invalid: 0, unseen: 0, others: 0 },
  instructions: { proven: 0, differing: 0, unseen: 0, confidential: 0, disclosed: 0, takenFromStamp: 0 },
  oddities: [],
})
