import type { Call } from '../../../../audit/ledger/transaction.ts'
import { matches } from '../../../../chaincode/domains/matching/tables.ts'
import { answers } from '../../../../chaincode/domains/recommendations/tables.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import { digest, signingText } from '../../../../chaincode/wire/signature.ts'
import type { Place } from '../base.ts'
import {
  changeOutcome,
  changeSent,
  changeWrite,
  isAccepted,
  isBatch,
  isOf,
  type Made,
  onCalls,
  outcomesOf,
  rowOf,
  type Sent,
  sentAt,
} from '../calls.ts'
import { withCall } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'
import { deviceOf, signedBy, stampBy } from '../signers.ts'

const kindAt = (call: Call, place: number): unknown => sentAt(call, place).instruction['kind']
const bodyOf = ({ instruction }: Sent): Made => instruction['body'] as Made
const effectsOf = (outcome: Made): Made => outcome['effects'] as Made

/** Where the first accepted instruction of a kind stands; -1 where there is none. */
const acceptedOf = (call: Call, kind: string): number =>
  isBatch(call) ? outcomesOf(call).findIndex((one, place) => isAccepted(one) && kindAt(call, place) === kind) : -1

const matchAt = (call: Call): number => acceptedOf(call, 'demand.match')
const matchIn = (call: Call): { body: Made; effects: Made } | undefined => {
  const place = matchAt(call)
  if (place === -1) return undefined
  return { body: bodyOf(sentAt(call, place)), effects: effectsOf(outcomesOf(call)[place] as Made) }
}
const chosenIn = (body: Made): Made[] => body['chosen'] as Made[]

/** Whether a match chose so many, of whom the ledger dropped none. */
const chose = (least: number) => (call: Call) => {
  const match = matchIn(call)
  if (match === undefined || match.effects['dropped'] !== '') return false
  return chosenIn(match.body).length >= least
}
const isRowOf =
  ({ demand }: Made) =>
  (write: Call['writes'][number]): boolean =>
    write.key === matches.key(demand as string)

/**
 * Has a service match otherwise. Its own device signs, and the ledger, which cannot tell, writes what it says: in everything else the
 * transaction is as honest peers make it.
 */
const matchOtherwise = (call: Call, change: (body: Made) => Made, minHolders = 0): void => {
  const place = matchAt(call)
  const { instruction } = sentAt(call, place)
  const before = outcomesOf(call)[place]?.['id']
  const body = change(instruction['body'] as Made)
  changeSent(call, place, () => signedBy(deviceOf(instruction['device']), { ...instruction, body }))
  const id = digest(signingText(sentAt(call, place).instruction))
  const chosen = chosenIn(body).length
  const status = chosen < minHolders ? { status: 'no-match' } : {}
  changeOutcome(
    call,
    (one) => one['id'] === before,
    (one) => ({ ...one, id, effects: { ...effectsOf(one), found: body['found'] ?? null, chosen, ...status } }),
  )
  changeWrite(call, isRowOf(body), (write) => [
    { ...write, value: Buffer.from(canonical({ ...rowOf(write), ...body, ...status })) },
  ])
  if (call.event !== undefined) call.event.payload = call.event.payload.replace(String(before), id)
}

const unlike = (body: Made, chosen: Made[]): Made => ({
  ...{ ...body, chosen, found: (body['found'] as number) - (chosenIn(body).length - chosen.length) },
  list: digest(canonical(chosen as never)),
})

const service = { family: 'outcomes and amounts', by: 'a gateway' } as const

const matchKinds = onCalls(service, {
  'a match by the rows of another block': {
    ...{ finds: 'MATCH_DIFFERS', fits: (call) => matchAt(call) !== -1 },
    change: (call) =>
      matchOtherwise(call, (body) => ({ ...body, block: (BigInt(body['block'] as string) + 1n).toString() })),
  },
  'a match in another order': {
    ...{ finds: 'MATCH_DIFFERS', fits: chose(2) },
    change: (call) => matchOtherwise(call, (body) => unlike(body, chosenIn(body).toReversed())),
  },
})

/** How many holders a demand asks for at least, by its own instruction. */
const minHoldersOf = (calls: readonly Place[], demand: unknown): number => {
  const openings = calls
    .filter(({ call }) => isBatch(call))
    .flatMap(({ call }) => call.arguments.map((_text, place) => sentAt(call, place)))
    .filter(({ instruction }) => instruction?.['kind'] === 'demand.open')
  return Number(openings.map(bodyOf).find((body) => body['demand'] === demand)?.['minHolders'])
}

const leavingOut: Kind = {
  ...{ ...service, finds: 'MATCH_DIFFERS' },
  forge: ({ market, random }) => {
    const place = random.any(market.calls.filter(({ call }) => call.chaincode === 'ledger' && chose(1)(call)))
    if (place === undefined) return undefined
    const minHolders = minHoldersOf(market.calls, matchIn(place.call)?.body['demand'])
    const blocks = withCall(market, place, (call) =>
      matchOtherwise(call, (body) => unlike(body, chosenIn(body).slice(1)), minHolders),
    )
    return { base: market, blocks, at: place }
  },
}

const answerAt = (call: Call): number => acceptedOf(call, 'recommendation.answer')
const verdictIn = (call: Call): unknown => {
  const place = answerAt(call)
  return place === -1 ? undefined : effectsOf(outcomesOf(call)[place] as Made)['verdict']
}
const isNotInTime = (call: Call): boolean => verdictIn(call) === 'late' || verdictIn(call) === 'early'
const stamperAt = (call: Call, place: number) => deviceOf(sentAt(call, place).stamp?.['device'])

const isVerdict = (verdict: unknown) => (one: Made) =>
  isAccepted(one) && verdict !== undefined && effectsOf(one)['verdict'] === verdict

const saidInTime = (one: Made): Made => ({ ...one, effects: { ...effectsOf(one), verdict: 'in-time' } })

/** The row of an answer that was not in time; one transaction can write several answers. */
const isRowNotInTime = (write: Parameters<typeof rowOf>[0]): boolean =>
  isOf(answers)(write) && rowOf(write)['verdict'] !== 'in-time'

const receiptKinds = {
  ...onCalls({ family: 'time and windows', by: 'a quorum of endorsers' } as const, {
    'a late answer stamped as in time, by more than 30 seconds': {
      finds: 'RECEIPT_NOT_PROVABLE',
      fits: (call) => isNotInTime(call) && stamperAt(call, answerAt(call)) !== undefined,
      change: (call) => {
        const place = answerAt(call)
        const by = stamperAt(call, place)
        const receivedAt = (call.at - 30_001n).toString()
        if (by !== undefined) changeSent(call, place, (sent) => ({ ...sent, stamp: stampBy(by, sent, { receivedAt }) }))
        changeOutcome(call, isVerdict(verdictIn(call)), saidInTime)
      },
    },
    'a verdict other than that of its receipt': {
      ...{ finds: 'EFFECTS_DIFFER', key: () => 'verdict', fits: isNotInTime },
      change: (call) => changeOutcome(call, isVerdict(verdictIn(call)), saidInTime),
    },
    'the verdict in the row of an answer': {
      ...{ finds: 'ROW_DIFFERS', fits: isNotInTime, key: (call) => call.writes.find(isRowNotInTime)?.key ?? '' },
      change: (call) =>
        changeWrite(call, isRowNotInTime, (write) => [
          { ...write, value: Buffer.from(canonical({ ...rowOf(write), verdict: 'in-time' })) },
        ]),
    },
  }),
}

/** What a matching service says of who fits, and a home of when an answer came (decisions 0041 and 0044). */
export const matchingForgeries: Kinds = {
  'a match that leaves out the best holder': leavingOut,
  ...matchKinds,
  ...receiptKinds,
}
