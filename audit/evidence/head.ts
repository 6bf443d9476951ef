import { z } from 'zod'

export const evidenceFormat = 'assay evidence 1'

const number = z.string().regex(/^(0|[1-9][0-9]{0,15})$/)
const position = z.int().min(0).max(1_000_000)
/** A row with a longer key is in no evidence. */
export const keyCharactersAtMost = 1_000
const text = z.string().max(keyCharactersAtMost)

/** A transaction by its place: the block's number as decimal string, and its position in the block. */
const place = z.strictObject({ block: number, transaction: position })
export type TransactionPlace = z.output<typeof place>

const row = z.strictObject({ chaincode: text, key: text })
export type RowName = z.output<typeof row>

const claimed = { ...place.shape, validation: z.string().max(60) }

/** What a file of evidence is of. */
export const claim = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('transaction'), id: text, ...claimed }),
  z.strictObject({
    what: z.literal('instruction'),
    instruction: text,
    ...claimed,
    /** The place of its envelope among the transaction's arguments. */
    place: position,
    status: z.string().max(20),
    /** The code of a refusal. */
    code: z.string().max(60).optional(),
  }),
  z.strictObject({ what: z.literal('history'), row, steps: z.array(place).min(1).max(2_000) }),
])
export type Claim = z.output<typeof claim>

/**
 * What a transaction is there for: `definition` brings what the members agreed on for a chaincode, `row` wrote a row that the claim
 * stands on, `claim` is what is claimed, and `confirmation` is a later one whose endorsers tell what became of it.
 */
const ground = z.strictObject({ ...place.shape, as: z.enum(['definition', 'row', 'claim', 'confirmation']) })
export type Ground = z.output<typeof ground>

/** The head of a file of evidence: what is claimed, and on which transactions and rows that stands. It holds no root of any kind. */
export const evidenceHead = z.strictObject({
  channel: z.string().max(249),
  claim,
  grounds: z.array(ground).max(10_000),
  rows: z.array(row).max(5_000),
})
export type EvidenceHead = z.output<typeof evidenceHead>

/** The transactions that are claimed. */
export const claimedPlaces = ({ claim: one }: EvidenceHead): TransactionPlace[] =>
  one.what === 'history' ? one.steps : [{ block: one.block, transaction: one.transaction }]
