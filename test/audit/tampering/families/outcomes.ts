import type { Call, RowWrite } from '../../../../audit/ledger/transaction.ts'
import { accounts, credits } from '../../../../chaincode/domains/registry/tables.ts'
import { canonical, type Json } from '../../../../chaincode/wire/canonical.ts'
import {
  areTwo,
  changeHolding,
  changeOutcome,
  changeWrite,
  held,
  isAccepted,
  isBatch,
  isHeld,
  isOf,
  isRefused,
  type Made,
  onCalls,
  outcomesOf,
  placeOf,
  rowOf,
  swapped,
  withStatus,
} from '../calls.ts'
import type { Kinds } from '../kind.ts'

const shared = { family: 'outcomes and amounts', by: 'a quorum of endorsers' } as const

const isFee = (one: Made): boolean => isAccepted(one) && (one['effects'] as Made)['fee'] !== undefined
const accountIn = (call: Call): RowWrite => call.writes.find(isOf(accounts)) as RowWrite
const writesAccount = (call: Call): boolean => call.writes.some(isOf(accounts))
const holds = (call: Call): boolean => call.writes.some(isHeld)
const writes = (call: Call): boolean => call.writes.length > 0
// What is not written where it was breaks no transaction behind it: another flag would be found first.
const endsWithWrites = (call: Call, isLast: boolean): boolean => isLast && writes(call)

const rows = onCalls(shared, {
  'an amount in a row': {
    ...{ finds: 'AMOUNT_DIFFERS', also: ['SUPPLY_DIFFERS'], key: (call) => held(call).key, fits: holds },
    change: (call) => changeHolding(call, (before) => before + 1n),
  },
  'an amount below zero': {
    ...{ finds: 'AMOUNT_DIFFERS', also: ['BUCKET_NEGATIVE', 'SUPPLY_DIFFERS'], fits: holds },
    change: (call) => changeHolding(call, () => -1n),
  },
  'the status in a row': {
    ...{ finds: 'ROW_DIFFERS', key: (call) => accountIn(call).key, fits: writesAccount },
    change: (call) =>
      changeWrite(call, isOf(accounts), (write) => [
        { ...write, value: Buffer.from(canonical({ ...rowOf(write), status: 'closed' })) },
      ]),
  },
  'a row of no record': {
    ...{ finds: 'ROW_DIFFERS', also: ['ROW_UNREADABLE'], fits: writesAccount },
    change: (call) => changeWrite(call, isOf(accounts), (write) => [{ ...write, value: Buffer.from('nothing') }]),
  },
  'a row that is deleted': {
    ...{ finds: 'ROW_DIFFERS', fits: writesAccount },
    change: (call) => changeWrite(call, isOf(accounts), (write) => [{ ...write, value: undefined }]),
  },
  'a write left out': {
    ...{ finds: 'WRITE_MISSING', key: (call) => (call.writes[0] as RowWrite).key, fits: endsWithWrites },
    change: (call) => {
      call.writes = call.writes.slice(1)
    },
  },
  'a write too many': {
    ...{ finds: 'WRITE_UNFOUNDED', fits: writes },
    change: (call, { random, id }) => {
      const value = canonical({ payee: 'alice', voucher: 'AU-9999', quantity: `${1 + random.below(100)}` })
      const { chaincode } = call.writes[0] as RowWrite
      call.writes.push({ chaincode, key: credits.key('alice', 'AU-1', id), value: Buffer.from(value) })
    },
  },
  'more writes than are listed': {
    ...{ finds: 'WRITE_UNFOUNDED', also: ['MORE_DIFFERENCES'], fits: writes },
    change: (call) => {
      const { chaincode } = call.writes[0] as RowWrite
      for (let count = 0; count < 80; count += 1)
        call.writes.push({ chaincode, key: `nothing~${count}`, value: Buffer.from('{}') })
    },
  },
  'a credit of another account': {
    ...{ finds: 'WRITE_ELSEWHERE', fits: (call, isLast) => isLast && call.writes.some(isOf(credits)) },
    change: (call, { id }) =>
      changeWrite(call, isOf(credits), (write) => {
        const { voucher } = rowOf(write) as { voucher: string }
        const value = Buffer.from(canonical({ ...rowOf(write), payee: 'mallory' }))
        return [{ ...write, key: credits.key('mallory', voucher, id), value }]
      }),
  },
  'the chaincode of a row': {
    ...{ finds: 'WRITE_ELSEWHERE', fits: (call, isLast) => isLast && writesAccount(call) },
    change: (call) => changeWrite(call, isOf(accounts), (write) => [{ ...write, chaincode: 'ledger' }]),
  },
  'a row written twice': {
    ...{ finds: 'WRITE_TWICE', key: (call) => (call.writes[0] as RowWrite).key, fits: writes },
    change: (call) => call.writes.push({ ...(call.writes[0] as RowWrite) }),
  },
})

const accepted = ({ id }: Made): Made => ({ id: id as Json, status: 'accepted', effects: {} })

const outcomes = onCalls(shared, {
  'accepted, where it was refused': {
    ...{ finds: 'OUTCOME_DIFFERS', fits: withStatus('refused') },
    change: (call) => changeOutcome(call, isRefused, accepted),
  },
  'refused, where it was accepted': {
    ...{ finds: 'OUTCOME_DIFFERS', fits: withStatus('accepted') },
    change: (call) =>
      changeOutcome(call, isAccepted, ({ id }) => ({
        ...{ id: id as Json, status: 'refused', code: 'exceeds_available_quantity', values: {} },
      })),
  },
  'turned away, where it was accepted': {
    ...{ finds: 'INSTRUCTION_PASSED_OVER', fits: withStatus('accepted') },
    change: (call) =>
      changeOutcome(call, isAccepted, ({ id }) => ({
        ...{ id: id as Json, status: 'rejected', code: 'bad_signature', values: {} },
      })),
  },
  'the reason of a refusal': {
    ...{ finds: 'REFUSAL_DIFFERS', fits: withStatus('refused') },
    change: (call) => changeOutcome(call, isRefused, (one) => ({ ...one, code: 'somebody_was_tired' })),
  },
  'a fee': {
    ...{ finds: 'EFFECTS_DIFFER', key: () => 'fee', fits: (call) => placeOf(call, isFee) !== -1 },
    change: (call) =>
      changeOutcome(call, isFee, (one) => {
        const effects = one['effects'] as Made
        return { ...one, effects: { ...effects, fee: (BigInt(effects['fee'] as string) + 1n).toString() } }
      }),
  },
  'an effect too many': {
    ...{ finds: 'EFFECTS_DIFFER', key: () => 'bonus', fits: withStatus('accepted') },
    change: (call) =>
      changeOutcome(call, isAccepted, (one) => ({ ...one, effects: { ...(one['effects'] as Made), bonus: '1' } })),
  },
  'an outcome left out': {
    ...{ finds: 'OUTCOME_COUNT_DIFFERS', fits: isBatch },
    change: (call) => {
      call.response = canonical(outcomesOf(call).slice(1))
    },
  },
  'an outcome that is none': {
    ...{ finds: 'RESPONSE_DIFFERS', fits: isBatch },
    change: (call) => {
      call.response = canonical([7, ...outcomesOf(call).slice(1)])
    },
  },
  'instructions in another order': {
    ...{ finds: 'OUTCOME_OF_ANOTHER', fits: areTwo },
    change: (call) => {
      call.arguments = swapped(call.arguments)
    },
  },
  'outcomes in another order': {
    ...{ finds: 'OUTCOME_OF_ANOTHER', fits: areTwo },
    change: (call) => {
      call.response = canonical(swapped(outcomesOf(call)))
    },
  },
})

const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

const answers = onCalls(shared, {
  'an event left out': {
    ...{ finds: 'EVENT_DIFFERS', fits: ({ event }) => event !== undefined },
    change: (call) => {
      call.event = undefined
    },
  },
  'the transaction that an event names': {
    ...{ finds: 'EVENT_DIFFERS', fits: ({ event }) => event !== undefined },
    change: (call) => {
      if (call.event !== undefined) call.event.transaction = 'f'.repeat(64)
    },
  },
  'what an event says': {
    ...{ finds: 'EVENT_DIFFERS', fits: ({ event }) => event !== undefined },
    change: (call) => {
      if (call.event !== undefined) call.event.payload += ' '
    },
  },
  'the spacing of an answer': {
    ...{ finds: 'RESPONSE_DIFFERS', fits: () => true },
    change: (call) => {
      call.response += ' '
    },
  },
  'an answer nested without end': {
    ...{ finds: 'RESPONSE_DIFFERS', fits: isBatch },
    change: (call) => {
      const others = outcomesOf(call)
        .slice(1)
        .map((one) => canonical(one))
      call.response = `[${[nested, ...others].join()}]`
    },
  },
  'the status of an answer': {
    ...{ finds: 'RESPONSE_DIFFERS', key: () => 'status', fits: () => true },
    change: (call) => {
      call.status = 500
    },
  },
  'a function that the ledger lacks': {
    ...{ finds: 'CALL_UNKNOWN', fits: writes },
    change: (call) => {
      call.name = 'ledger:grant'
    },
  },
  'a fold of somebody else’s credits': {
    ...{ finds: 'CALL_REFUSED', fits: ({ name }) => name === 'ledger:fold' },
    change: (call) => {
      call.arguments = ['nobody-at-all', ...call.arguments.slice(1)]
    },
  },
  'an enrolment of no card': {
    ...{ finds: 'CALL_REFUSED', fits: ({ name }) => name === 'registry:enrolRegistrar' },
    change: (call) => {
      call.arguments = ['{}']
    },
  },
})

/** What the rules come to: rows, outcomes, answers. */
export const outcomeKinds: Kinds = { ...rows, ...outcomes, ...answers }
