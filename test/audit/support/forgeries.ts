import type { FindingCode } from '../../../audit/findings.ts'
import type { Call, LedgerBlock, LedgerTransaction, RowWrite } from '../../../audit/ledger/transaction.ts'
import { accounts, credits } from '../../../chaincode/domains/registry/tables.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Random } from '../../market/random.ts'
import { certificates } from '../../support/certificates.ts'

type Made = { [member: string]: Json }

/** A place in the blocks where something may be forged. */
export interface Target {
  block: LedgerBlock
  transaction: LedgerTransaction
  call: Call
}

/** A kind of forgery: where it can be done, what it does, and the code by which it is found first. */
export interface Forgery {
  code: FindingCode
  /** Codes that must be found with it at the same block. */
  also?: FindingCode[]
  /** What is named as the key of the first finding. */
  key?: (call: Call) => string
  fits: (call: Call) => boolean
  forge: (target: Target, random: Random, blocks: LedgerBlock[]) => void
}

/** Every valid call of the blocks. */
export const targetsIn = (blocks: readonly LedgerBlock[]): Target[] =>
  blocks.flatMap((block) =>
    block.transactions.flatMap((transaction) =>
      transaction.content.what === 'call' ? [{ block, transaction, call: transaction.content }] : [],
    ),
  )

const isBatch = ({ name }: Call): boolean => name === 'ledger:apply'
const outcomesOf = ({ response }: Call): Made[] => JSON.parse(response) as Made[]
const placeOf = (call: Call, isIt: (outcome: Made) => boolean): number =>
  isBatch(call) ? outcomesOf(call).findIndex(isIt) : -1

const withStatus =
  (status: string) =>
  (call: Call): boolean =>
    placeOf(call, (one) => one['status'] === status) !== -1

/** Changes the first outcome of this kind in the answer. */
const changeOutcome = (call: Call, isIt: (outcome: Made) => boolean, change: (outcome: Made) => Made): void => {
  const place = placeOf(call, isIt)
  call.response = canonical(outcomesOf(call).map((one, at) => (at === place ? change(one) : one)))
}

const isAccepted = ({ status }: Made): boolean => status === 'accepted'
const isRefused = ({ status }: Made): boolean => status === 'refused'
const isTooFar = ({ code }: Made): boolean => code === 'number_too_far'
const isFee = (one: Made): boolean => isAccepted(one) && (one['effects'] as Made)['fee'] !== undefined

const rowOf = ({ value }: RowWrite): Made => JSON.parse(Buffer.from(value ?? 'null').toString()) as Made

const isOf = (table: { name: string }) => (write: RowWrite) =>
  write.value !== undefined && write.key.startsWith(`${table.name}~`)

const isHeld = (write: RowWrite): boolean =>
  isOf(accounts)(write) && Object.keys(rowOf(write)['holdings'] as Made).length > 0

const accountIn = (call: Call): RowWrite => call.writes.find(isOf(accounts)) as RowWrite
const held = (call: Call): RowWrite => call.writes.find(isHeld) as RowWrite

/** Writes a row with another quantity of the first voucher in an account. */
const changeHolding = (call: Call, change: (before: bigint) => bigint): void => {
  const write = held(call)
  const row = rowOf(write)
  const [voucher, holding] = Object.entries(row['holdings'] as { [voucher: string]: Made })[0] as [string, Made]
  const available = change(BigInt(holding['available'] as string)).toString()
  const holdings = { ...(row['holdings'] as Made), [voucher]: { ...holding, available } }
  call.writes = call.writes.map((one) =>
    one === write ? { ...one, value: Buffer.from(canonical({ ...row, holdings })) } : one,
  )
}

const changeWrite = (call: Call, isIt: (write: RowWrite) => boolean, change: (write: RowWrite) => RowWrite[]): void => {
  const place = call.writes.findIndex(isIt)
  call.writes = call.writes.flatMap((write, at) => (at === place ? change(write) : [write]))
}

interface Sent {
  instruction: Made
  signature: string
  stamp?: Made
}

const sentAt = (call: Call, place: number): Sent => JSON.parse(call.arguments[place] as string) as Sent
const textOf = ({ instruction, signature, stamp }: Sent): string =>
  `{"instruction":${canonical(instruction)},"signature":"${signature}"${stamp === undefined ? '' : `,"stamp":${canonical(stamp)}`}}`

const acceptedAt = (call: Call): number => placeOf(call, isAccepted)

const changeSent = (call: Call, place: number, change: (sent: Sent) => Sent): void => {
  call.arguments[place] = textOf(change(sentAt(call, place)))
}

const stampedAt = (call: Call): number =>
  placeOf(call, isAccepted) === -1
    ? -1
    : outcomesOf(call).findIndex((one, place) => isAccepted(one) && sentAt(call, place).stamp !== undefined)

/** Whether it accepts something, and nothing with a stamp, which would be found to be forged before all else. */
const isUnstamped = (call: Call): boolean => withStatus('accepted')(call) && stampedAt(call) === -1

/** Whether two different envelopes of the batch were accepted, at places 0 and 1. */
const areTwo = (call: Call): boolean => isBatch(call) && outcomesOf(call).slice(0, 2).filter(isAccepted).length === 2

const swapped = <Value>([first, second, ...rest]: readonly Value[]): Value[] => [
  second as Value,
  first as Value,
  ...rest,
]

const another = (random: Random, call: Call, targets: Target[]): string =>
  random.one(targets.map(({ call: { creator } }) => creator.mspId).filter((mspId) => mspId !== call.creator.mspId))

/** Puts the transaction once more into a block behind the last one. */
const repeat = ({ transaction }: Target, blocks: LedgerBlock[], id: string): void => {
  blocks.push({ number: BigInt(blocks.length), transactions: [{ ...transaction, position: 0, id }] })
}

const client = Buffer.from(certificates.client)

/** Every kind of forgery, by what is forged. */
export const forgeries: { readonly [what: string]: Forgery } = {
  'an amount in a row': {
    ...{ code: 'AMOUNT_DIFFERS', also: ['SUPPLY_DIFFERS'], key: (call) => held(call).key },
    fits: (call) => call.writes.some(isHeld),
    forge: ({ call }) => changeHolding(call, (before) => before + 1n),
  },
  'an amount below zero': {
    ...{ code: 'AMOUNT_DIFFERS', also: ['BUCKET_NEGATIVE', 'SUPPLY_DIFFERS'] },
    fits: (call) => call.writes.some(isHeld),
    forge: ({ call }) => changeHolding(call, () => -1n),
  },
  'the status in a row': {
    code: 'ROW_DIFFERS',
    fits: (call) => call.writes.some(isOf(accounts)),
    forge: ({ call }) =>
      changeWrite(call, isOf(accounts), (write) => [
        { ...write, value: Buffer.from(canonical({ ...rowOf(write), status: 'closed' })) },
      ]),
  },
  'a row of no record': {
    ...{ code: 'ROW_DIFFERS', also: ['ROW_UNREADABLE'] },
    fits: (call) => call.writes.some(isOf(accounts)),
    forge: ({ call }) => changeWrite(call, isOf(accounts), (write) => [{ ...write, value: Buffer.from('nothing') }]),
  },
  'a row that is deleted': {
    code: 'ROW_DIFFERS',
    fits: (call) => call.writes.some(isOf(accounts)),
    forge: ({ call }) => changeWrite(call, isOf(accounts), (write) => [{ ...write, value: undefined }]),
  },
  'a write left out': {
    ...{ code: 'WRITE_MISSING', key: (call) => (call.writes[0] as RowWrite).key },
    fits: (call) => call.writes.length > 0,
    forge: ({ call }) => {
      call.writes = call.writes.slice(1)
    },
  },
  'a write too many': {
    code: 'WRITE_UNFOUNDED',
    fits: (call) => call.writes.length > 0,
    forge: ({ call, transaction }, random) => {
      const value = canonical({ payee: 'alice', voucher: 'AU-9999', quantity: `${1 + random.below(100)}` })
      const { chaincode } = call.writes[0] as RowWrite
      call.writes.push({ chaincode, key: credits.key('alice', 'AU-1', transaction.id), value: Buffer.from(value) })
    },
  },
  'a credit of another account': {
    code: 'WRITE_ELSEWHERE',
    fits: (call) => call.writes.some(isOf(credits)),
    forge: ({ call, transaction }) =>
      changeWrite(call, isOf(credits), (write) => {
        const { voucher } = rowOf(write) as { voucher: string }
        const value = Buffer.from(canonical({ ...rowOf(write), payee: 'mallory' }))
        return [{ ...write, key: credits.key('mallory', voucher, transaction.id), value }]
      }),
  },
  'the chaincode of a row': {
    code: 'WRITE_ELSEWHERE',
    fits: (call) => call.writes.some(isOf(accounts)),
    forge: ({ call }) => changeWrite(call, isOf(accounts), (write) => [{ ...write, chaincode: 'ledger' }]),
  },
  'a row written twice': {
    code: 'WRITE_TWICE',
    fits: (call) => call.writes.length > 0,
    forge: ({ call }) => call.writes.push({ ...(call.writes[0] as RowWrite) }),
  },
  'accepted, where it was refused': {
    code: 'OUTCOME_DIFFERS',
    fits: withStatus('refused'),
    forge: ({ call }) =>
      changeOutcome(call, isRefused, ({ id }) => ({ id: id as Json, status: 'accepted', effects: {} })),
  },
  'refused, where it was accepted': {
    code: 'OUTCOME_DIFFERS',
    fits: withStatus('accepted'),
    forge: ({ call }) =>
      changeOutcome(call, isAccepted, ({ id }) => ({
        ...{ id: id as Json, status: 'refused', code: 'exceeds_available_quantity', values: {} },
      })),
  },
  'turned away, where it was accepted': {
    code: 'INSTRUCTION_PASSED_OVER',
    fits: withStatus('accepted'),
    forge: ({ call }) =>
      changeOutcome(call, isAccepted, ({ id }) => ({
        ...{ id: id as Json, status: 'rejected', code: 'bad_signature', values: {} },
      })),
  },
  'accepted, where the number lay too far ahead': {
    code: 'NUMBER_OUT_OF_BOUNDS',
    fits: (call) => placeOf(call, isTooFar) !== -1,
    forge: ({ call }) =>
      changeOutcome(call, isTooFar, ({ id }) => ({ id: id as Json, status: 'accepted', effects: {} })),
  },
  'accepted, where it was a repetition': {
    code: 'NUMBER_HONOURED_AGAIN',
    fits: withStatus('repeated'),
    forge: ({ call }) =>
      changeOutcome(
        call,
        ({ status }) => status === 'repeated',
        ({ id }) => ({
          ...{ id: id as Json, status: 'accepted', effects: {} },
        }),
      ),
  },
  'the reason of a refusal': {
    code: 'REFUSAL_DIFFERS',
    fits: withStatus('refused'),
    forge: ({ call }) => changeOutcome(call, isRefused, (one) => ({ ...one, code: 'somebody_was_tired' })),
  },
  'a fee': {
    ...{ code: 'EFFECTS_DIFFER', key: () => 'fee' },
    fits: (call) => placeOf(call, isFee) !== -1,
    forge: ({ call }) =>
      changeOutcome(call, isFee, (one) => {
        const effects = one['effects'] as Made
        return { ...one, effects: { ...effects, fee: (BigInt(effects['fee'] as string) + 1n).toString() } }
      }),
  },
  'an effect too many': {
    ...{ code: 'EFFECTS_DIFFER', key: () => 'bonus' },
    fits: withStatus('accepted'),
    forge: ({ call }) =>
      changeOutcome(call, isAccepted, (one) => ({ ...one, effects: { ...(one['effects'] as Made), bonus: '1' } })),
  },
  'an outcome left out': {
    code: 'OUTCOME_COUNT_DIFFERS',
    fits: isBatch,
    forge: ({ call }) => {
      call.response = canonical(outcomesOf(call).slice(1))
    },
  },
  'an outcome that is none': {
    code: 'RESPONSE_DIFFERS',
    fits: isBatch,
    forge: ({ call }) => {
      call.response = canonical([7, ...outcomesOf(call).slice(1)])
    },
  },
  'instructions in another order': {
    code: 'OUTCOME_OF_ANOTHER',
    fits: areTwo,
    forge: ({ call }) => {
      call.arguments = swapped(call.arguments)
    },
  },
  'outcomes in another order': {
    code: 'OUTCOME_OF_ANOTHER',
    fits: areTwo,
    forge: ({ call }) => {
      call.response = canonical(swapped(outcomesOf(call)))
    },
  },
  'an instruction that nobody signed': {
    code: 'DEVICE_SIGNATURE_NOT_VALID',
    fits: isUnstamped,
    forge: ({ call }) => {
      const place = acceptedAt(call)
      changeSent(call, place, (sent) => ({ ...sent, instruction: { ...sent.instruction, validUntil: '1' } }))
      const id = digest(signingText(sentAt(call, place).instruction))
      changeOutcome(call, isAccepted, (one) => ({ ...one, id }))
    },
  },
  'another signature': {
    code: 'DEVICE_SIGNATURE_NOT_VALID',
    fits: withStatus('accepted'),
    forge: ({ call }) =>
      changeSent(call, acceptedAt(call), (sent) => ({
        ...sent,
        signature: `${sent.signature.startsWith('A') ? 'B' : 'A'}${sent.signature.slice(1)}`,
      })),
  },
  'a device that its sender never had': {
    code: 'DEVICE_SIGNATURE_NOT_VALID',
    fits: isUnstamped,
    forge: ({ call }) => {
      const place = acceptedAt(call)
      changeSent(call, place, (sent) => ({ ...sent, instruction: { ...sent.instruction, device: 'A'.repeat(43) } }))
      const id = digest(signingText(sentAt(call, place).instruction))
      changeOutcome(call, isAccepted, (one) => ({ ...one, id }))
    },
  },
  'a text that is no envelope': {
    code: 'ENVELOPE_UNREADABLE',
    fits: withStatus('accepted'),
    forge: ({ call }) => {
      const place = acceptedAt(call)
      call.arguments[place] = `${call.arguments[place]} `
    },
  },
  'the time in a stamp': {
    code: 'STAMP_NOT_VALID',
    fits: (call) => stampedAt(call) !== -1,
    forge: ({ call }) =>
      changeSent(call, stampedAt(call), (sent) => {
        const { receivedAt, ...stamp } = sent.stamp as { receivedAt: string }
        return { ...sent, stamp: { ...stamp, receivedAt: (BigInt(receivedAt) - 1n).toString() } }
      }),
  },
  'a stamp left out': {
    code: 'STAMP_NOT_VALID',
    fits: (call) => stampedAt(call) !== -1,
    forge: ({ call }) =>
      changeSent(call, stampedAt(call), ({ instruction, signature }) => ({ instruction, signature })),
  },
  'a whole transaction again': {
    code: 'TRANSACTION_REPEATED',
    fits: withStatus('accepted'),
    forge: (target, _random, blocks) => repeat(target, blocks, target.transaction.id),
  },
  'its envelopes again, in a new transaction': {
    ...{ code: 'NUMBER_HONOURED_AGAIN', also: ['OUTCOME_RECORDED_TWICE', 'NUMBER_RECORDED_TWICE'] },
    fits: (call) => isBatch(call) && outcomesOf(call).every(isAccepted) && stampedAt(call) === -1,
    forge: (target, _random, blocks) => repeat(target, blocks, digest(target.transaction.id)),
  },
  'the submitting organisation': {
    code: 'SUBMITTED_BY_ANOTHER_HOME',
    fits: isUnstamped,
    forge: ({ call }, random, blocks) => {
      call.creator = { ...call.creator, mspId: another(random, call, targetsIn(blocks)) }
    },
  },
  'a creator that is no gateway': {
    code: 'CALLER_NOT_ENTITLED',
    fits: () => true,
    forge: ({ call }) => {
      call.creator = { ...call.creator, certificate: client }
    },
  },
  'a certificate that is none': {
    code: 'CALLER_NOT_ENTITLED',
    fits: () => true,
    forge: ({ call }) => {
      call.creator = { ...call.creator, certificate: Buffer.from('nobody') }
    },
  },
  'the channel': {
    code: 'MADE_FOR_ANOTHER_LEDGER',
    fits: isUnstamped,
    forge: ({ call }) => {
      call.channel = 'elsewhere'
    },
  },
  'the time of a transaction, past what its instructions are valid for': {
    code: 'OUTCOME_DIFFERS',
    fits: (call) => isBatch(call) && call.arguments.length === 1 && isUnstamped(call),
    forge: ({ call }) => {
      call.at += 2n * 86_400_000n
    },
  },
  'an event left out': {
    code: 'EVENT_DIFFERS',
    fits: ({ event }) => event !== undefined,
    forge: ({ call }) => {
      call.event = undefined
    },
  },
  'a policy left out': {
    code: 'POLICY_DIFFERS',
    fits: ({ metadata }) => metadata.length > 0,
    forge: ({ call }) => {
      call.metadata = call.metadata.slice(1)
    },
  },
  'a policy that nobody demands': {
    ...{ code: 'POLICY_DIFFERS', key: (call) => accountIn(call).key },
    fits: (call) => call.writes.some(isOf(accounts)) && call.metadata.length === 0,
    forge: ({ call }) => {
      const { chaincode, key } = accountIn(call)
      call.metadata.push({ chaincode, key, name: 'VALIDATION_PARAMETER', value: Buffer.from('anybody') })
    },
  },
  'a policy that is set twice': {
    ...{ code: 'POLICY_DIFFERS', key: (call) => call.metadata[0]?.key ?? '' },
    fits: ({ metadata }) => metadata.length > 0,
    forge: ({ call }) => {
      const [first] = call.metadata
      if (first !== undefined) call.metadata.push({ ...first, value: Buffer.from('anybody') })
    },
  },
  'a private collection': {
    ...{ code: 'COLLECTION_WRITTEN', key: () => 'ledger/hidden' },
    fits: () => true,
    forge: ({ call }) => call.collections.push('ledger/hidden'),
  },
  'the spacing of an answer': {
    code: 'RESPONSE_DIFFERS',
    fits: () => true,
    forge: ({ call }) => {
      call.response += ' '
    },
  },
  'an answer nested without end': {
    code: 'RESPONSE_DIFFERS',
    fits: isBatch,
    forge: ({ call }) => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      call.response = `[${[
        deep,
        ...outcomesOf(call)
          .slice(1)
          .map((one) => canonical(one)),
      ].join()}]`
    },
  },
  'the status of an answer': {
    ...{ code: 'RESPONSE_DIFFERS', key: () => 'status' },
    fits: () => true,
    forge: ({ call }) => {
      call.status = 500
    },
  },
  'a function that the ledger lacks': {
    code: 'CALL_UNKNOWN',
    fits: (call) => call.writes.length > 0,
    forge: ({ call }) => {
      call.name = 'ledger:grant'
    },
  },
  'a chaincode that is not the ledger’s': {
    code: 'WRITTEN_FROM_OUTSIDE',
    fits: (call) => call.writes.length > 0,
    forge: ({ call }) => {
      call.chaincode = 'intruder'
    },
  },
  'a fold of somebody else’s credits': {
    code: 'CALL_REFUSED',
    fits: ({ name }) => name === 'ledger:fold',
    forge: ({ call }) => {
      call.arguments = ['nobody-at-all', ...call.arguments.slice(1)]
    },
  },
  'an enrolment of no card': {
    code: 'CALL_REFUSED',
    fits: ({ name }) => name === 'registry:enrolRegistrar',
    forge: ({ call }) => {
      call.arguments = ['{}']
    },
  },
  'a transaction of no bytes': {
    code: 'TRANSACTION_UNREADABLE',
    fits: () => true,
    forge: ({ transaction }) => {
      transaction.content = { what: 'unreadable', problem: 'no bytes' }
    },
  },
  'a block left out': {
    code: 'REPLAY_GAP',
    fits: () => true,
    forge: ({ block }, _random, blocks) => {
      blocks.splice(Math.max(1, blocks.indexOf(block)), 1)
      blocks.push({ number: BigInt(blocks.length + 1), transactions: [] })
    },
  },
  'a block again': {
    code: 'REPLAY_BLOCK_AGAIN',
    fits: () => true,
    forge: ({ block }, _random, blocks) => {
      blocks.splice(blocks.indexOf(block), 0, block)
    },
  },
}
