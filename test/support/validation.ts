import { common, msp } from '@hyperledger/fabric-protos'
import type { RangeRead, Read, ReadWriteSet } from './read-write-set.ts'
import { type StoredRow, sameVersion, type Version, type WorldState } from './world-state.ts'

export type ValidationCode =
  | 'VALID'
  | 'DUPLICATE_TXID'
  | 'ENDORSEMENT_POLICY_FAILURE'
  | 'MVCC_READ_CONFLICT'
  | 'PHANTOM_READ_CONFLICT'

export interface Endorsed {
  txId: string
  /** The table of the chaincode that the client asked. */
  asked: string
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
  /** The policy of a chaincode's definition or of a collection, by the name of its table, for keys without one. */
  policyOf(table: string): Buffer | undefined
  /** The ledger's own policy, where no other is given. */
  isEndorsedEnough(organisations: readonly string[]): boolean
}

const written = ({ writes, policyWrites }: ReadWriteSet) => [...writes, ...policyWrites]
const addressOf = ({ table, key }: { table: string; key: string }): string => `${table}\u0000${key}`

const isEndorsed = (transaction: Endorsed, policiesChanged: ReadonlySet<string>, setting: Setting): boolean => {
  const { organisations, readWriteSet } = transaction
  const isMet = (policy: Buffer | undefined): boolean =>
    policy === undefined ? setting.isEndorsedEnough(organisations) : satisfies(policy, organisations)
  const isAllowed = (target: { table: string; key: string }): boolean => {
    // The peer judges all endorsements of a block against the state before it. A transaction behind one that sets the
    // key's policy cannot be judged so, and fails for good, even when the two agree (validator_keylevel.go).
    if (policiesChanged.has(addressOf(target))) return false
    return isMet(setting.state.table(target.table).get(target.key)?.policy ?? setting.policyOf(target.table))
  }
  const targets = written(readWriteSet)
  // The chaincode that was asked counts even when it wrote nothing itself (dispatcher.go).
  const isAskedSilent = targets.every(({ table }) => table !== transaction.asked)
  return (!isAskedSilent || isMet(setting.policyOf(transaction.asked))) && targets.every(isAllowed)
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
  sameVersion(read.version, state.table(read.table).get(read.key)?.version)

const isRangeUnchanged = (range: RangeRead, state: WorldState): boolean => {
  const keys = state.table(range.table).keys(range.start, range.end, !range.exhausted)
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
  for (const { table: name, key, value } of writes) {
    const table = state.table(name)
    if (value === undefined) table.delete(key)
    else table.set(key, { value, version, policy: table.get(key)?.policy })
  }
  // A policy for a row that is not there changes nothing, so that nobody's read becomes stale by it.
  const effective = policyWrites.filter(({ table, key }) => state.table(table).get(key) !== undefined)
  for (const { table: name, key, policy } of effective) {
    const table = state.table(name)
    table.set(key, { ...(table.get(key) as StoredRow), version, policy })
  }
  return [...writes, ...effective].map(addressOf)
}
