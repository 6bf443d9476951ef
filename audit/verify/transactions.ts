import { common, peer } from '@hyperledger/fabric-protos'
import type { Block } from '../blocks/block.ts'
import { readAction, readEnvelope, resultsOf, transactionIdOf } from '../blocks/envelope.ts'
import type { PlaceResults } from '../blocks/results.ts'
import type { Finding } from '../findings.ts'
import type { Configuration } from './configuration.ts'
import { verdictOnReads } from './conflicts.ts'
import { definitionOf } from './definitions.ts'
import { Endorsements } from './endorsements.ts'
import { type FormedTransaction, formOf, type Verdict } from './form.ts'
import type { State } from './state.ts'
import { Updates } from './updates.ts'

/** What is known when a block comes: the rows and the configuration that earlier blocks left. */
export interface Height {
  channel: string
  state: State
  configuration: Configuration
}

/** One transaction of a block: what must become of it, what the peer says became of it, and what it says it did. */
export interface JudgedTransaction {
  expected: Verdict
  found: Verdict | undefined
  formed: FormedTransaction | undefined
  /** The version of its chaincode's definition that held when the block came; undefined where there is none to name. */
  agreed?: string | undefined
}

const nameOfFlag = new Map<number, Verdict>(
  Object.entries(peer.TxValidationCode).map(([name, flag]) => [flag as number, name as Verdict]),
)

/** By whom they are known to the index of transactions: the id that the header claims, or the one that belongs to it. */
const indexedId = (bytes: Uint8Array): string => {
  const envelope = readEnvelope(bytes)
  if (typeof envelope === 'string') return ''
  return envelope.transaction || transactionIdOf(envelope)
}

/** Of valid transactions with one id, all but the first are copies. */
const withoutCopies = (verdicts: readonly Verdict[], formed: readonly (FormedTransaction | undefined)[]): Verdict[] => {
  const seen = new Set<string>()
  return verdicts.map((verdict, index) => {
    const id = formed[index]?.envelope.transaction
    if (verdict !== 'VALID' || id === undefined) return verdict
    if (seen.has(id)) return 'DUPLICATE_TXID'
    seen.add(id)
    return verdict
  })
}

/** What a transaction that should not be valid says that it did, as far as it can be read. */
const claimedResults = (bytes: Uint8Array): PlaceResults[] => {
  const envelope = readEnvelope(bytes)
  if (typeof envelope === 'string' || envelope.type !== common.HeaderType.ENDORSER_TRANSACTION) return []
  const effect = readAction(envelope.data)?.effect
  return (effect && resultsOf(effect)) ?? []
}

/** Judges the transactions of a block that is not the channel's first, and makes up what the valid ones do to the rows. */
export const judgeTransactions = (
  { number, envelopes }: Block,
  flags: Uint8Array,
  { channel, state, configuration }: Height,
): { transactions: JudgedTransaction[]; updates: Updates } => {
  const context = { channel, memberships: configuration.memberships, isSeen: (id: string) => state.isSeen(id) }
  const forms = envelopes.map((bytes) => formOf(bytes, context))
  const formed = forms.map((form) => (typeof form === 'string' ? undefined : form))
  const endorsements = new Endorsements(state, configuration)
  const endorsed = forms.map((form) => (typeof form === 'string' ? form : endorsements.judge(form)))
  const updates = new Updates(state)
  const transactions = withoutCopies(endorsed, formed).map((verdict, index): JudgedTransaction => {
    const one = formed[index]
    const isJudged = verdict === 'VALID' && one !== undefined
    const expected = isJudged ? verdictOnReads(one.results, { state, updates }) : verdict
    // What the peer called valid counts for what comes after, so that one difference is named once.
    if (flags[index] === peer.TxValidationCode.VALID) {
      const results = one?.results ?? claimedResults(envelopes[index] ?? new Uint8Array())
      updates.apply(results, { block: number, transaction: index })
    }
    const agreed = one && endorsements.versionOf(one.chaincode)
    return { expected, found: nameOfFlag.get(flags[index] ?? -1), formed: one, agreed }
  })
  return { transactions, updates }
}

const planExpiry = (block: bigint, updates: Updates, { state, configuration }: Height): void => {
  for (const { rows, ...place } of updates.places.filter(({ collection }) => collection !== '')) {
    const life = definitionOf(state, place.namespace, configuration)?.blocksToLive(place.collection) ?? 0
    // No channel has so many blocks that one beyond these could be due.
    if (life === 0 || life > Number.MAX_SAFE_INTEGER) continue
    const kept = [...rows.values()].filter(({ value }) => value !== undefined)
    for (const { key } of kept) state.plan(place, { key, due: block + BigInt(life) + 1n, written: block })
  }
}

/**
 * Makes the rows what a block leaves of them. With it go the rows of collections that were due and that nobody wrote again, which is
 * no change that peers' hashes are over.
 */
export const storeUpdates = (block: bigint, updates: Updates, height: Height): void => {
  const { state } = height
  planExpiry(block, updates, height)
  for (const { place, key, written } of state.takeDue(block)) {
    const isUntouched = updates.updateOf(place, key) === undefined
    if (isUntouched && state.row(place, key)?.version.block === written) state.remove(place, key)
  }
  updates.store()
}

/** Remembers the ids of a block's transactions, valid or not: none can be used again. */
export const rememberIds = ({ envelopes }: Block, state: State): void => {
  for (const id of envelopes.map(indexedId)) if (id !== '') state.see(id)
}

const outOfTime = ({ envelope }: FormedTransaction, { memberships }: Configuration): Omit<Finding, 'block'>[] => {
  const certificate = memberships.identify(envelope.creator)?.certificate
  if (certificate === undefined) return []
  const [from, to] = [certificate.validFromDate.getTime() / 1000, certificate.validToDate.getTime() / 1000]
  if (from <= envelope.at && envelope.at <= to) return []
  return [{ code: 'CERTIFICATE_OUT_OF_TIME', expected: `${from} to ${to}`, found: String(envelope.at) }]
}

/** Peers hold a transaction to the policies of a definition, and not to its version, which says by which rules it was decided. */
const ofAnotherDefinition = ({ action }: FormedTransaction, agreed: string | undefined): Omit<Finding, 'block'>[] => {
  const version = action.effect?.chaincode?.version
  if (agreed === undefined || version === agreed) return []
  return [{ code: 'DEFINITION_DIFFERS', expected: agreed, found: version ?? 'none' }]
}

/** What speaks against a judged transaction. */
export const findingsOn = (
  { expected, found, formed, agreed }: JudgedTransaction,
  configuration: Configuration,
): Omit<Finding, 'block'>[] => {
  const findings: Omit<Finding, 'block'>[] = []
  if (expected !== found) findings.push({ code: 'FLAG_DIFFERS', expected, found: found ?? 'unknown' })
  if (formed === undefined || found !== 'VALID') return findings
  return [...findings, ...outOfTime(formed, configuration), ...ofAnotherDefinition(formed, agreed)]
}
