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
    /** Of the proven ones, those of which a part is taken from the home's stamp: signed by the home, and shown by nothing else. */
    takenFromStamp: number
  }
}

export const emptySummary = (): Summary => ({
  blocks: 0,
  transactions: { proven: 0, differing: 0, invalid: 0, unseen: 0, others: 0 },
  instructions: { proven: 0, differing: 0, unseen: 0, takenFromStamp: 0 },
})
