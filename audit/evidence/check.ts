import { peer } from '@hyperledger/fabric-protos'
import { type Block, readBlock } from '../blocks/block.ts'
import { readAction, readEnvelope, transactionIdOf } from '../blocks/envelope.ts'
import { type Difference, type Finding, FindingFault, fault, hexOf, shown } from '../findings.ts'
import { memberOf } from '../ledger/member.ts'
import { readClaimed } from '../ledger/read-block.ts'
import {
  type ClaimedTransaction,
  checkInstruction,
  HistoryOfRow,
  type ShownInstruction,
  type ShownStep,
} from './claims.ts'
import { blocksOfEvidence, headOfEvidence } from './evidence-file.ts'
import { Grounds, type JudgedGround } from './grounds.ts'
import { type Claim, claimedPlaces, type EvidenceHead, type Ground } from './head.ts'
import { type Asked, confirms, rowsWritten } from './results.ts'
import { type EvidenceSetting, SignedBlocks } from './signed-blocks.ts'

/** The last claimed transaction, as its block has it. */
interface ShownTransaction {
  id: string
  /** UTC milliseconds, as the transaction says; undefined where that cannot be read. */
  at: string | undefined
  /** The member whose gateway sent it. */
  submitter: string
  /** The members whose peers endorsed it. */
  endorsers: string[]
}

/** What a file of evidence shows, as far as it could be read. */
export interface ShownEvidence {
  blocks: number
  /** The hash of the first block, to be compared with what the members tell. */
  firstBlock: string | undefined
  transaction: ShownTransaction | undefined
  instruction: ShownInstruction | undefined
  steps: ShownStep[]
  /** Whether the first step found no row; by the rules a step that did not look opens a new one, which the file alone does not show. */
  isFirstShown: boolean
  /** The block whose endorsers show what peers made of the claimed transaction, or `bytes` where its own do. */
  confirmedBy: string | undefined
}

const shownTransaction = (bytes: Uint8Array): ShownTransaction => {
  const envelope = readEnvelope(bytes)
  if (typeof envelope === 'string') return { id: '', at: undefined, submitter: '', endorsers: [] }
  const content = readClaimed(bytes)
  return {
    id: transactionIdOf(envelope),
    at: content.what === 'call' ? content.at.toString() : undefined,
    submitter: memberOf(envelope.creator),
    endorsers: (readAction(envelope.data)?.endorsements ?? []).map(({ endorser }) => memberOf(endorser)),
  }
}

const placeName = ({ block, transaction }: { block: string; transaction: number }): string => `${block}/${transaction}`

const isAscending = (grounds: readonly Ground[]): boolean =>
  grounds.every((ground, index) => {
    const before = grounds[index - 1]
    if (before === undefined) return true
    const [one, other] = [BigInt(before.block), BigInt(ground.block)]
    return one < other || (one === other && before.transaction < ground.transaction)
  })

/** Refuses a head that does not claim what it names as claimed, or names it in another order than blocks do. */
const requireOrder = (head: EvidenceHead): void => {
  const { grounds } = head
  const [claimed, named] = [claimedPlaces(head), grounds.filter(({ as }) => as === 'claim')].map((places) =>
    places.map(placeName).join(' '),
  )
  if (claimed === named && isAscending(grounds)) return
  throw fault('CLAIM_DIFFERS', { expected: shown(claimed ?? ''), found: shown(named ?? '') })
}

const validationOf = (claim: Claim): string => (claim.what === 'history' ? 'VALID' : claim.validation)

/** What peers say of a transaction's form alone, for which no rows and no policies are needed. */
const ofForm = new Set([
  ...['BAD_PAYLOAD', 'BAD_COMMON_HEADER', 'BAD_CREATOR_SIGNATURE', 'BAD_PROPOSAL_TXID', 'BAD_HEADER_EXTENSION'],
  ...[
    'INVALID_ENDORSER_TRANSACTION',
    'UNSUPPORTED_TX_PAYLOAD',
    'BAD_RESPONSE_PAYLOAD',
    'BAD_RWSET',
    'ILLEGAL_WRITESET',
  ],
])

/** Whether a claimed validity and the transaction itself leave each other open: only more than the file holds could tell. */
const isLeftOpen = (claimed: string, { verdict, formed }: JudgedGround): boolean => {
  // That an id was used before, peers look at before much else.
  if (claimed === 'DUPLICATE_TXID') return true
  if (formed === undefined) return false
  return claimed === 'VALID' ? verdict === 'VALID' : !ofForm.has(claimed)
}

/**
 * What a claimed validity and the transaction itself say of each other: confirmed, refuted, or left open. Its form speaks for itself.
 * Whether its endorsers were enough depends on policies of which the file may leave out some, so that alone confirms nothing.
 */
const compareValidity = (claimed: string, judged: JudgedGround): { doubts: Difference[]; isConfirmed: boolean } => {
  const { verdict, formed } = judged
  if (!Object.hasOwn(peer.TxValidationCode, claimed))
    return { doubts: [{ code: 'CLAIM_DIFFERS', expected: verdict, found: claimed }], isConfirmed: false }
  if (formed === undefined && claimed === verdict) return { doubts: [], isConfirmed: true }
  const doubts: Difference[] = [{ code: 'VALIDITY_DIFFERS', expected: verdict, found: claimed }]
  return { doubts: isLeftOpen(claimed, judged) ? [] : doubts, isConfirmed: false }
}

/** Checks a file of evidence, block by block, by nothing but what stands in it and the roots that were given apart. */
class EvidenceCheck {
  readonly #head: EvidenceHead
  readonly #blocks: SignedBlocks
  readonly #grounds: Grounds
  readonly #history: HistoryOfRow | undefined
  #left: readonly Ground[]
  #transaction: ShownTransaction | undefined
  #instruction: ShownInstruction | undefined
  #asked: Asked | undefined
  #confirmedBy: string | undefined

  constructor(head: EvidenceHead, setting: EvidenceSetting) {
    requireOrder(head)
    this.#head = head
    this.#blocks = new SignedBlocks(head.channel, setting)
    this.#grounds = new Grounds(head)
    this.#history = head.claim.what === 'history' ? new HistoryOfRow(head.claim.row) : undefined
    this.#left = head.grounds
  }

  get shown(): ShownEvidence {
    const { firstHash, count } = this.#blocks
    return {
      ...{ blocks: count, firstBlock: firstHash && hexOf(firstHash) },
      ...{ transaction: this.#transaction, instruction: this.#instruction, steps: this.#history?.steps ?? [] },
      ...{ isFirstShown: this.#history?.isFirstShown ?? false, confirmedBy: this.#confirmedBy },
    }
  }

  /** All that speaks against the next block, and against what the claim takes from it. */
  take(bytes: Uint8Array): Finding[] {
    const block = readBlock(bytes)
    const { findings, configuration } = this.#blocks.take(block)
    const name = String(block.number)
    const mine = this.#left.filter((ground) => ground.block === name)
    if (mine.length === 0) return findings
    this.#left = this.#left.filter((ground) => ground.block !== name)
    const isValid = validationOf(this.#head.claim) === 'VALID'
    const chosen = mine.map(({ transaction, as }) => ({
      ...{ position: transaction, bytes: block.envelopes[transaction] ?? new Uint8Array() },
      isTaken: as === 'definition' || as === 'row' || (as === 'claim' && isValid),
    }))
    const { judged, store } = this.#grounds.judge({ number: block.number, configuration }, chosen)
    // Each is held against the rows as they were before this block, which is how its endorsers saw them.
    for (const [index, ground] of mine.entries()) {
      const doubts = this.#doubtsOn(ground, judged[index] as JudgedGround, block)
      findings.push(...doubts.map((doubt) => ({ ...doubt, block: name, transaction: ground.transaction })))
    }
    store()
    return findings
  }

  #doubtsOn(ground: Ground, judged: JudgedGround, block: Block): Difference[] {
    if (ground.as === 'claim') return this.#checkClaim(ground, judged, block)
    const { verdict, formed } = judged
    if (verdict !== 'VALID' || formed === undefined)
      return [{ code: 'GROUND_REFUTED', expected: 'VALID', found: verdict }]
    if (ground.as !== 'confirmation') return []
    if (this.#asked !== undefined && confirms(formed.results, this.#asked)) this.#confirmedBy = ground.block
    return this.#history?.confirmationDoubts(formed.results) ?? []
  }

  #checkClaim({ block: name, transaction }: Ground, judged: JudgedGround, block: Block): Difference[] {
    const { claim } = this.#head
    const bytes = block.envelopes[transaction] ?? new Uint8Array()
    const { doubts, isConfirmed } = compareValidity(validationOf(claim), judged)
    if (doubts.length > 0) return doubts
    const results = judged.formed?.results ?? []
    const isValid = validationOf(claim) === 'VALID'
    this.#transaction = shownTransaction(bytes)
    this.#asked = { block: name, transaction, isValid, rows: rowsWritten(results) }
    this.#confirmedBy = isConfirmed ? 'bytes' : undefined
    const { id } = this.#transaction
    if (claim.what === 'transaction')
      return claim.id === id ? [] : [{ code: 'CLAIM_DIFFERS', expected: id, found: claim.id }]
    const call = readClaimed(bytes)
    if (call.what !== 'call') return [{ code: 'CLAIM_DIFFERS', expected: 'a call', found: call.what }]
    return this.#checkCall(claim, { block: name, transaction, id, call, results, isValid })
  }

  #checkCall(claim: Exclude<Claim, { what: 'transaction' }>, claimed: ClaimedTransaction): Difference[] {
    if (claim.what === 'history') return this.#history?.take(claimed) ?? []
    const checked = checkInstruction(claim, claimed, this.#grounds.state)
    this.#instruction = checked.shown
    return checked.doubts
  }

  /** What is wanting once all blocks were looked at. */
  finish(): Finding[] {
    const missing = this.#left.map(
      ({ block, transaction }): Finding => ({ code: 'EVIDENCE_BLOCK_MISSING', block, transaction }),
    )
    const unshown = this.#grounds.unwritten.map((key): Finding => ({ code: 'GROUND_MISSING', key }))
    if (missing.length + unshown.length > 0 || this.#asked === undefined) return [...missing, ...unshown]
    const { block, transaction } = this.#asked
    return this.#confirmedBy === undefined ? [{ code: 'VALIDITY_UNCONFIRMED', block, transaction }] : []
  }

  close(): void {
    this.#grounds.close()
  }
}

export interface CheckedEvidence {
  /** Undefined where not even the head could be read. */
  head: EvidenceHead | undefined
  findings: Finding[]
  shown: ShownEvidence
}

const nothingShown: ShownEvidence = {
  ...{ blocks: 0, firstBlock: undefined, transaction: undefined, instruction: undefined, steps: [] },
  ...{ isFirstShown: false, confirmedBy: undefined },
}

// A file of thousands of forged blocks would say the same of each.
const findingsAtMost = 1_000

const findingOf = (error: unknown): Finding =>
  error instanceof FindingFault ? error.finding : { code: 'CHECK_FAILED', found: String(error) }

const checkBlocks = async (check: EvidenceCheck, file: string): Promise<Finding[]> => {
  const findings: Finding[] = []
  try {
    for await (const bytes of blocksOfEvidence(file)) {
      if (findings.length < findingsAtMost) findings.push(...check.take(bytes))
    }
    return [...findings, ...check.finish()]
  } catch (error) {
    // Whatever it was, nothing is proven of what comes after.
    return [...findings, findingOf(error)]
  }
}

/**
 * Checks a file of evidence offline: that its blocks are of the channel whose members' roots were given, signed by the orderers under
 * the configuration of each height; that what the claim stands on was endorsed as the members agreed; and the claim itself. Whether
 * the rules were followed is not looked at, nor what happened later than the last block in it: only a replay of all blocks shows that.
 */
export const checkEvidence = async (file: string, setting: EvidenceSetting): Promise<CheckedEvidence> => {
  let head: EvidenceHead | undefined
  let check: EvidenceCheck | undefined
  try {
    head = await headOfEvidence(file)
    check = new EvidenceCheck(head, setting)
    const findings = await checkBlocks(check, file)
    return { head, findings, shown: check.shown }
  } catch (error) {
    return { head, findings: [findingOf(error)], shown: nothingShown }
  } finally {
    check?.close()
  }
}
