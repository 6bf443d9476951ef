import { type Item, readItem } from '../../chaincode/batch/decide.ts'
import { type Account, accounts, type Device } from '../../chaincode/domains/registry/tables.ts'
import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import { admitStamp } from '../../chaincode/rules/judge.ts'
import { judgeNumber } from '../../chaincode/rules/number-window.ts'
import { viewOf } from '../../chaincode/rules/rule.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { isSignedBy } from '../../chaincode/wire/signature.ts'
import type { PlaceResults } from '../blocks/results.ts'
import { type Difference, shown } from '../findings.ts'
import type { Call } from '../ledger/transaction.ts'
import { outcomesIn } from '../replay/told.ts'
import type { State } from '../verify/state.ts'
import type { RowName } from './head.ts'
import { isWrittenBy, rowsRead, writeOf } from './results.ts'

/** What the endorsers answered to one envelope, as far as it is an outcome. */
export interface FoundOutcome {
  status: string
  code?: string
  effects?: Json
  values?: Json
}

/** True for a call that hands the ledger envelopes. */
export const isBatchCall = ({ chaincode, name }: Pick<Call, 'chaincode' | 'name'>): boolean =>
  chaincode === ledgerChaincode && name === 'ledger:apply'

/** The outcome at a place of a batch; undefined where the answer has none there. */
export const outcomeAt = (call: Call, place: number): FoundOutcome | undefined => {
  const found = outcomesIn(call)?.[place] as { [member: string]: Json } | undefined | null
  if (typeof found !== 'object' || found === null || typeof found['status'] !== 'string') return undefined
  const { status, code, effects, values } = found
  return {
    status,
    ...(typeof code === 'string' && { code }),
    ...(effects !== undefined && { effects }),
    ...(values !== undefined && { values }),
  }
}

/** The place of an instruction's envelope in a batch; undefined where it is not in it. */
export const placeIn = (call: Call, instruction: string): number | undefined => {
  // Reading every envelope of a long chain would take hours; the id of each stands in the answer.
  if (!isBatchCall(call) || !call.response.includes(instruction)) return undefined
  const place = call.arguments.findIndex((text) => readItem(text).id === instruction)
  return place === -1 ? undefined : place
}

/** The envelope at a place of a batch; undefined for a text that is none. */
export const envelopeAt = (call: Call, place: number): ReadEnvelope | undefined => {
  const item: Item = readItem(call.arguments[place] ?? '')
  return 'instruction' in item ? item : undefined
}

/** The accounts whose rows show who signed an envelope: its sender's, and that of who stamped it. */
export const signersOf = ({ instruction, stamp }: ReadEnvelope): string[] =>
  [instruction.from, ...(stamp === undefined ? [] : [stamp.participant])].map((one) => accounts.key(one))

/** The row of this key that a transaction read, wherever its chaincode found one; undefined where it read none. */
export const rowReadUnder = (results: readonly PlaceResults[], key: string) =>
  rowsRead(results).find((row) => row.key === key && row.version !== undefined)

const accountIn = (value: Uint8Array): Account | undefined => {
  try {
    return accounts.codec.decode(JSON.parse(Buffer.from(value).toString())) as Account
  } catch {
    // Anybody's bytes; whoever wanted the account finds none.
    return undefined
  }
}

interface Shown {
  account: Account | undefined
  /** What speaks against taking it. */
  doubts: Difference[]
}

const namedRow = ({ chaincode, key }: RowName): string => `${chaincode} ${key}`

/** The account as the transaction read it: in the version that its endorsers signed, out of the transaction that wrote that. */
const accountRead = (results: readonly PlaceResults[], key: string, state: State): Shown => {
  const read = rowReadUnder(results, key)
  if (read?.version === undefined) return { account: undefined, doubts: [] }
  const row = state.row({ namespace: read.chaincode, collection: '' }, Buffer.from(key))
  if (row === undefined) return { account: undefined, doubts: [{ code: 'GROUND_MISSING', key: namedRow(read) }] }
  const { block, transaction } = row.version
  if (!isWrittenBy(read.version, { block: String(block), transaction })) {
    const [expected, found] = [read.version, row.version].map((one) => `${one.block}/${one.transaction}`)
    return {
      account: undefined,
      doubts: [{ code: 'GROUND_STALE', key: namedRow(read), ...(expected && { expected }), ...(found && { found }) }],
    }
  }
  return { account: accountIn(row.value), doubts: [] }
}

/** The account as the transaction leaves it, where an earlier instruction of the same one made or changed it. */
const accountWritten = (results: readonly PlaceResults[], key: string): Account | undefined => {
  const chaincode = results.find(
    (place) => writeOf([place], { chaincode: place.namespace, key }) !== undefined,
  )?.namespace
  const value = chaincode === undefined ? undefined : writeOf(results, { chaincode, key })?.value
  return value && accountIn(value)
}

const deviceDoubts = (envelope: ReadEnvelope, device: Device | undefined): Difference[] => {
  if (device === undefined) return [{ code: 'GROUND_MISSING', found: `no device ${envelope.instruction.device}` }]
  const isSigned = isSignedBy(device.publicKey, envelope.text, envelope.signature)
  if (!isSigned) return [{ code: 'DEVICE_SIGNATURE_NOT_VALID', found: 'another signature' }]
  return device.status === 'active' ? [] : [{ code: 'DEVICE_SIGNATURE_NOT_VALID', found: device.status }]
}

const numberDoubts = ({ instruction }: ReadEnvelope, device: Device | undefined): Difference[] =>
  device !== undefined && judgeNumber(device, BigInt(instruction.number)) === 'used'
    ? [{ code: 'NUMBER_HONOURED_AGAIN', found: instruction.number }]
    : []

const stampDoubts = (envelope: ReadEnvelope, account: Account | undefined, submitter: string): Difference[] => {
  if (envelope.stamp === undefined) return []
  const view = viewOf((_table, key) => (key === accounts.key(envelope.stamp?.participant ?? '') ? account : undefined))
  const admission = admitStamp(envelope, { view, submitter })
  return admission.status === 'admitted' ? [] : [{ code: 'STAMP_NOT_VALID', found: shown(JSON.stringify(admission)) }]
}

/**
 * What speaks against an instruction that was honoured, by what a file shows: its device's signature under the key that its sender's
 * account had when it was decided, its number, and the stamp of its home.
 */
export const instructionDoubts = (
  envelope: ReadEnvelope,
  { call, results, state }: { call: Call; results: readonly PlaceResults[]; state: State },
): Difference[] => {
  const { instruction, stamp } = envelope
  const at = { instruction: envelope.id }
  const senderKey = accounts.key(instruction.from)
  const sender = accountRead(results, senderKey, state)
  const known = sender.account?.devices[instruction.device]
  const device = known ?? accountWritten(results, senderKey)?.devices[instruction.device]
  const stamper = stamp && accountRead(results, accounts.key(stamp.participant), state)
  const doubts = [...sender.doubts, ...(stamper?.doubts ?? [])]
  if (doubts.length > 0) return doubts.map((doubt) => ({ ...doubt, ...at }))
  return [
    ...deviceDoubts(envelope, device),
    ...numberDoubts(envelope, known),
    ...stampDoubts(envelope, stamper?.account, call.creator.mspId),
  ].map((doubt) => ({ ...doubt, ...at }))
}
