import { evidenceOf, joined, outcomesOf, partsIn, type Recorded } from '../../support/evidence.ts'
import { flipped } from '../forging.ts'
import type { Kind, Kinds, Scene } from '../kind.ts'

const shared = { family: 'projection, export and evidence', by: 'nobody' } as const

type Parts = ReturnType<typeof partsIn>

/** An instruction of the market that was accepted, with blocks behind it in which peers say so. */
const anAccepted = ({ market, random }: Scene): Recorded | undefined =>
  random.any(
    outcomesOf(market.blocks).filter(
      ({ status, block }) => status === 'accepted' && Number(block) < market.blocks.length - 8,
    ),
  )

/** A kind that is forged in a file of evidence of one instruction. */
const onFile = (finds: Kind['finds'], change: (bytes: Buffer, scene: Scene) => Uint8Array): Kind => ({
  ...{ ...shared, finds },
  forge: (scene) => {
    const wanted = anAccepted(scene)
    return wanted && { evidence: async () => change(await evidenceOf(scene.market.blocks, { id: wanted.id }), scene) }
  },
})

/** The same, in the parts of the file, to which whoever forges them makes the end mark that belongs. */
const onParts = (
  finds: Kind['finds'],
  change: (parts: Parts) => { head: unknown; blocks: readonly Uint8Array[] },
): Kind => onFile(finds, (bytes) => joined(change(partsIn(bytes))))

const claiming =
  (claim: { [member: string]: unknown }) =>
  ({ head, blocks }: Parts) => ({ head: { ...head, claim: { ...(head['claim'] as object), ...claim } }, blocks })

/** Evidence of an instruction, which is looked at by itself. */
export const evidenceKinds: Kinds = {
  'a byte of the end mark of evidence': onFile('EVIDENCE_ALTERED', (bytes, { random }) =>
    flipped(bytes, bytes.length - 1 - random.below(32)),
  ),
  'something behind the end of evidence': onFile('EVIDENCE_ALTERED', (bytes) =>
    Buffer.concat([bytes, Buffer.from('x')]),
  ),
  'evidence cut off': onFile('EVIDENCE_INCOMPLETE', (bytes, { random }) =>
    bytes.subarray(0, bytes.length - 1 - random.below(36)),
  ),
  'a file that is no evidence': onFile('EVIDENCE_UNREADABLE', (bytes, { random }) => flipped(bytes, random.below(16))),
  'evidence that brings roots of its own': onParts('EVIDENCE_BRINGS_ROOTS', ({ head, blocks }) => ({
    ...{ head: { ...head, roots: {} }, blocks },
  })),
  'evidence of another outcome': onParts('CLAIM_DIFFERS', claiming({ status: 'refused', code: 'unknown_voucher' })),
  'evidence of another instruction': onParts('CLAIM_DIFFERS', claiming({ instruction: 'made up' })),
  'evidence that a valid transaction was none': onParts('VALIDITY_DIFFERS', claiming({ validation: 'BAD_PAYLOAD' })),
  'evidence without its first block': onParts('CHAIN_STARTS_LATE', ({ head, blocks }) => ({
    head,
    blocks: blocks.slice(1),
  })),
  'evidence without its last block': onParts('EVIDENCE_BLOCK_MISSING', ({ head, blocks }) => ({
    ...{ head, blocks: blocks.slice(0, -1) },
  })),
  'evidence with a block again': onParts('BLOCK_REPEATED', ({ head, blocks }) => ({
    ...{ head, blocks: blocks.flatMap((block, at) => (at === blocks.length - 1 ? [block, block] : [block])) },
  })),
}
