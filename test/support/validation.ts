import { common, msp } from '@hyperledger/fabric-protos'
import type { RangeRead, Read, ReadWriteSet } from './read-write-set.ts'
import type { Collection } from './simulation.ts'
import { sameVersion, type Version, type WorldState } from './world-state.ts'

export type ValidationCode =
  | 'VALID'
  | 'DUPLICATE_TXID'
  | 'ENDORSEMENT_POLICY_FAILURE'
  | 'MVCC_READ_CONFLICT'
  | 'PHANTOM_READ_CONFLICT'

export interface Endorsed {
  txId: string
  /** The organisations whose peers endorsed. */
  organisations: readonly string[]
  readWriteSet: ReadWriteSet
}

/** Whether peers of these organisations satisfy the rule, each signature counting once; returns those left over. */
const spend = (rule: common.SignaturePolicy, principals: string[], signers: string[]): string[] | undefined => {
  const several = rule.getNOutOf()
  if (several === undefined) {
    const wanted = principals[rule.getSignedBy()]
    return wanted !== undefined && signers.includes(wanted) ? signers.filter((signer) => signer !== wanted) : undefined
  }
  let left = signers
  let satisfied = 0
  for (const inner of several.getRulesList()) {
    const after = spend(inner, principals, left)
    if (after === undefined) continue
    left = after
    satisfied += 1
  }
  return satisfied >= several.getN() ? left : undefined
}

const organisationOf = (principal: msp.MSPPrincipal): string => {
  const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8())
  const { PEER, MEMBER } = msp.MSPRole.MSPRoleType
  const isForPeers = role.getRole() === PEER || role.getRole() === MEMBER
  return isForPeers ? role.getMspIdentifier() : 'nobody: no peer has this role'
}

/** Whether peers of these organisations satisfy a SignaturePolicyEnvelope, given as its bytes. */
export const satisfies = (policy: Buffer, organisations: readonly string[]): boolean => {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy)
  const rule = envelope.getRule()
  const principals = envelope.getIdentitiesList().map(organisationOf)
  return rule !== undefined && spend(rule, principals, [...new Set(organisations)]) !== undefined
}

interface Setting {
  state: WorldState
  collections: Readonly<Record<string, Collection>>
  /** The chaincode's own policy, for keys without one. */
  isEndorsedEnough(organisations: readonly string[]): boolean
}

const written = ({ writes, policyWrites }: ReadWriteSet) => [...writes, ...policyWrites]
const addressOf = ({ collection, key }: { collection: string; key: string }): string => `${collection}\u0000${key}`

const isEndorsed = (transaction: Endorsed, policiesChanged: ReadonlySet<string>, setting: Setting): boolean => {
  const { organisations, readWriteSet } = transaction
  const isAllowed = (target: { collection: string; key: string }): boolean => {
    // The peer judges all endorsements of a block against the state before it. A transaction behind one that sets the
    // key's policy cannot be judged so, and fails for good, even when the two agree (validator_keylevel.go).
    if (policiesChanged.has(addressOf(target))) return false
    const policy = setting.state.table(target.collection).get(target.key)?.policy
    const fallback = setting.collections[target.collection]?.policy
    if (policy ?? fallback) return satisfies((policy ?? fallback) as Buffer, organisations)
    return setting.isEndorsedEnough(organisations)
  }
  const targets = written(readWriteSet)
  return targets.length === 0 ? setting.isEndorsedEnough(organisations) : targets.every(isAllowed)
}

/**
 * The first half of a block's validation, for all its transactions against the state before the block: transaction
 * ids seen before, then endorsement policies.
 */
export const judgeEndorsements = (
  transactions: readonly Endorsed[],
  known: ReadonlySet<string>,
  setting: Setting,
): ValidationCode[] => {
  const policiesChanged = new Set<string>()
  const seen = new Set(known)
  return transactions.map((transaction) => {
    if (known.has(transaction.txId)) return 'DUPLICATE_TXID'
    if (!isEndorsed(transaction, policiesChanged, setting)) return 'ENDORSEMENT_POLICY_FAILURE'
    for (const target of transaction.readWriteSet.policyWrites) policiesChanged.add(addressOf(target))
    if (seen.has(transaction.txId)) return 'DUPLICATE_TXID'
    seen.add(transaction.txId)
    return 'VALID'
  })
}

const isUnchanged = (read: Read, state: WorldState): boolean =>
  sameVersion(read.version, state.table(read.collection).get(read.key)?.version)

const isRangeUnchanged = (range: RangeRead, state: WorldState): boolean => {
  const keys = state.table('').keys(range.start, range.end, !range.exhausted)
  return (
    keys.length === range.results.length &&
    range.results.every((read, index) => read.key === keys[index] && isUnchanged(read, state))
  )
}

/** The second half, transaction by transaction in block order, each against the state with the valid ones before it. */
export const judgeReads = (
  { reads, ranges }: ReadWriteSet,
  state: WorldState,
  writtenInBlock: ReadonlySet<string>,
): ValidationCode => {
  const isFresh = (read: Read) => !writtenInBlock.has(addressOf(read)) && isUnchanged(read, state)
  if (!reads.every(isFresh)) return 'MVCC_READ_CONFLICT'
  return ranges.every((range) => isRangeUnchanged(range, state)) ? 'VALID' : 'PHANTOM_READ_CONFLICT'
}

/** Applies a valid transaction's writes; a row keeps its policy until another is set or it is deleted. */
export const applyWrites = ({ writes, policyWrites }: ReadWriteSet, version: Version, state: WorldState): string[] => {
  for (const { collection, key, value } of writes) {
    const table = state.table(collection)
    if (value === undefined) table.delete(key)
    else table.set(key, { value, version, policy: table.get(key)?.policy })
  }
  for (const { collection, key, policy } of policyWrites) {
    const row = state.table(collection).get(key)
    if (row !== undefined) state.table(collection).set(key, { ...row, version, policy })
  }
  return [...writes, ...policyWrites].map(addressOf)
}
