import type { Call, RowWrite } from '../../../audit/ledger/transaction.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { ledgerChaincode } from '../../../chaincode/wire/consortium.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Random } from '../../market/random.ts'
import { type OpenTransaction, transactionIdOf } from '../support/channel/open-transaction.ts'
import type { Place } from './base.ts'
import { withCall } from './forging.ts'
import type { Kind } from './kind.ts'

export type Made = { [member: string]: Json }

/** What a forger of a call has besides it. */
export interface Besides {
  random: Random
  /** The id that the transaction had. */
  id: string
  open: OpenTransaction
}

/** A kind that is forged in a single call of the market, where gateway and endorsers are of one mind. */
export interface CallKind extends Omit<Kind, 'forge'> {
  /** Whether it can be forged there; `isLast` says whether its block ends with it. */
  fits: (call: Call, isLast: boolean) => boolean
  /** What is named as the key of the first finding. */
  key?: (call: Call) => string
  change: (call: Call, besides: Besides) => void
}

/** Makes a kind of it: at any call of the market that fits. */
export const onCall = ({ fits, change, key, ...kind }: CallKind): Kind => ({
  ...kind,
  forge: ({ market, random }) => {
    const isLast = ({ block, transaction }: Place) =>
      market.ledger[block]?.transactions.at(-1)?.position === transaction
    const isFit = (one: Place) => one.call.chaincode === ledgerChaincode && fits(one.call, isLast(one))
    const place = random.any(market.calls.filter(isFit))
    if (place === undefined) return undefined
    const blocks = withCall(market, place, (call, open) => change(call, { random, open, id: transactionIdOf(open) }))
    return { base: market, blocks, at: place, key: key?.(place.call) }
  },
})

/** The kinds of calls of one family, all by the same colluders unless they say otherwise. */
export const onCalls = (
  shared: Pick<Kind, 'family' | 'by'>,
  kinds: Readonly<Record<string, Omit<CallKind, 'family' | 'by'> & Partial<Pick<Kind, 'by'>>>>,
): Record<string, Kind> =>
  Object.fromEntries(Object.entries(kinds).map(([what, kind]) => [what, onCall({ ...shared, ...kind })]))

export const isBatch = ({ name }: Call): boolean => name === 'ledger:apply'
export const outcomesOf = ({ response }: Call): Made[] => JSON.parse(response) as Made[]
export const placeOf = (call: Call, isIt: (outcome: Made) => boolean): number =>
  isBatch(call) ? outcomesOf(call).findIndex(isIt) : -1

export const withStatus =
  (status: string) =>
  (call: Call): boolean =>
    placeOf(call, (one) => one['status'] === status) !== -1

/** Changes the first outcome of this kind in the answer. */
export const changeOutcome = (call: Call, isIt: (outcome: Made) => boolean, change: (outcome: Made) => Made): void => {
  const place = placeOf(call, isIt)
  call.response = canonical(outcomesOf(call).map((one, at) => (at === place ? change(one) : one)))
}

export const isAccepted = ({ status }: Made): boolean => status === 'accepted'
export const isRefused = ({ status }: Made): boolean => status === 'refused'

export const rowOf = ({ value }: RowWrite): Made => JSON.parse(Buffer.from(value ?? 'null').toString()) as Made

export const isOf = (table: { name: string }) => (write: RowWrite) =>
  write.value !== undefined && write.key.startsWith(`${table.name}~`)

export const isHeld = (write: RowWrite): boolean =>
  isOf(accounts)(write) && Object.keys(rowOf(write)['holdings'] as Made).length > 0

export const held = (call: Call): RowWrite => call.writes.find(isHeld) as RowWrite

/** Writes a row with another quantity of the first voucher in an account. */
export const changeHolding = (call: Call, change: (before: bigint) => bigint): void => {
  const write = held(call)
  const row = rowOf(write)
  const [voucher, holding] = Object.entries(row['holdings'] as { [voucher: string]: Made })[0] as [string, Made]
  const available = change(BigInt(holding['available'] as string)).toString()
  const holdings = { ...(row['holdings'] as Made), [voucher]: { ...holding, available } }
  call.writes = call.writes.map((one) =>
    one === write ? { ...one, value: Buffer.from(canonical({ ...row, holdings })) } : one,
  )
}

/** Puts other writes in the place of the first one of this kind. */
export const changeWrite = (
  call: Call,
  isIt: (write: RowWrite) => boolean,
  change: (write: RowWrite) => RowWrite[],
): void => {
  const place = call.writes.findIndex(isIt)
  call.writes = call.writes.flatMap((write, at) => (at === place ? change(write) : [write]))
}

/** An envelope, read without asking whether it is right. */
export interface Sent {
  instruction: Made
  signature: string
  stamp?: Made
}

export const sentAt = (call: Call, place: number): Sent => JSON.parse(call.arguments[place] as string) as Sent

const textOf = ({ instruction, signature, stamp }: Sent): string =>
  `{"instruction":${canonical(instruction)},"signature":"${signature}"${stamp === undefined ? '' : `,"stamp":${canonical(stamp)}`}}`

export const acceptedAt = (call: Call): number => placeOf(call, isAccepted)

export const changeSent = (call: Call, place: number, change: (sent: Sent) => Sent): void => {
  call.arguments[place] = textOf(change(sentAt(call, place)))
}

/** Changes the first accepted instruction, and has the answer name it as it is then. */
export const changeAccepted = (call: Call, change: (sent: Sent) => Sent): void => {
  const place = acceptedAt(call)
  changeSent(call, place, change)
  const id = digest(signingText(sentAt(call, place).instruction))
  changeOutcome(call, isAccepted, (one) => ({ ...one, id }))
}

export const stampedAt = (call: Call): number =>
  acceptedAt(call) === -1
    ? -1
    : outcomesOf(call).findIndex((one, place) => isAccepted(one) && sentAt(call, place).stamp !== undefined)

export const isStamped = (call: Call): boolean => stampedAt(call) !== -1

/** Whether it accepts something, and nothing with a stamp, which would be found to be forged before all else. */
export const isUnstamped = (call: Call): boolean => withStatus('accepted')(call) && !isStamped(call)

/** Whether two different envelopes of the batch were accepted, at places 0 and 1. */
export const areTwo = (call: Call): boolean =>
  isBatch(call) && outcomesOf(call).slice(0, 2).filter(isAccepted).length === 2

export const swapped = <Value>([first, second, ...rest]: readonly Value[]): Value[] => [
  second as Value,
  first as Value,
  ...rest,
]
