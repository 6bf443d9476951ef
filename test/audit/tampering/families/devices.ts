import type { Call } from '../../../../audit/ledger/transaction.ts'
import { canonical, type Json } from '../../../../chaincode/wire/canonical.ts'
import type { Device } from '../../../support/devices.ts'
import { identityOf } from '../../../support/identities/identities.ts'
import { consortium } from '../../../support/members.ts'
import { closed, opened } from '../../support/channel/open-transaction.ts'
import {
  acceptedAt,
  changeAccepted,
  changeOutcome,
  changeSent,
  isAccepted,
  isBatch,
  isStamped,
  isUnstamped,
  type Made,
  onCalls,
  outcomesOf,
  placeOf,
  sentAt,
  stampedAt,
  withStatus,
} from '../calls.ts'
import { allPeers, appended } from '../forging.ts'
import type { Kinds } from '../kind.ts'
import { deviceOf, devices, signedBy, stampBy } from '../signers.ts'

const shared = { family: 'device signatures, numbers and stamps', by: 'a quorum of endorsers' } as const

/** The device of the first accepted instruction, where its key is known. */
const signerIn = (call: Call): Device | undefined => deviceOf(sentAt(call, acceptedAt(call)).instruction['device'])
const isKnown = (call: Call): boolean => isUnstamped(call) && signerIn(call) !== undefined

/** Has the first accepted instruction changed and signed again by its own device. */
const resign = (call: Call, change: (instruction: Made) => Made): void => {
  const device = signerIn(call)
  changeAccepted(call, ({ instruction }) => signedBy(device, change(instruction)))
}

const isTooFar = ({ code }: Made): boolean => code === 'number_too_far'
const accepted = ({ id }: Made): Made => ({ id: id as Json, status: 'accepted', effects: {} })

const signatures = onCalls(shared, {
  'an instruction that nobody signed': {
    ...{ finds: 'DEVICE_SIGNATURE_NOT_VALID', fits: isUnstamped },
    change: (call) =>
      changeAccepted(call, (sent) => ({ ...sent, instruction: { ...sent.instruction, validUntil: '1' } })),
  },
  'another signature': {
    ...{ finds: 'DEVICE_SIGNATURE_NOT_VALID', fits: withStatus('accepted') },
    change: (call) =>
      changeSent(call, acceptedAt(call), (sent) => ({
        ...sent,
        signature: `${sent.signature.startsWith('A') ? 'B' : 'A'}${sent.signature.slice(1)}`,
      })),
  },
  'a device that its sender never had': {
    ...{ finds: 'DEVICE_SIGNATURE_NOT_VALID', fits: isUnstamped },
    change: (call) =>
      changeAccepted(call, (sent) => ({ ...sent, instruction: { ...sent.instruction, device: 'A'.repeat(43) } })),
  },
  'an instruction signed by somebody else’s device': {
    ...{ finds: 'DEVICE_SIGNATURE_NOT_VALID', fits: isKnown },
    change: (call, { random }) => {
      const own = signerIn(call)?.participant
      const other = random.one(devices.filter(({ participant }) => participant !== own))
      changeAccepted(call, ({ instruction }) => signedBy(other, { ...instruction, device: other.id }))
    },
  },
  'an instruction signed for another network': {
    ...{ finds: 'MADE_FOR_ANOTHER_LEDGER', fits: isKnown },
    change: (call) => resign(call, (instruction) => ({ ...instruction, ledger: 'elsewhere' })),
  },
  'a text that is no envelope': {
    ...{ finds: 'ENVELOPE_UNREADABLE', fits: withStatus('accepted') },
    change: (call) => {
      const place = acceptedAt(call)
      call.arguments[place] = `${call.arguments[place]} `
    },
  },
})

const numbers = onCalls(shared, {
  'accepted, where the number lay too far ahead': {
    ...{ finds: 'NUMBER_OUT_OF_BOUNDS', fits: (call) => placeOf(call, isTooFar) !== -1 },
    change: (call) => changeOutcome(call, isTooFar, accepted),
  },
  'accepted, where it was a repetition': {
    ...{ finds: 'NUMBER_HONOURED_AGAIN', fits: withStatus('repeated') },
    change: (call) => changeOutcome(call, ({ status }) => status === 'repeated', accepted),
  },
  'a number far ahead, by the device itself': {
    ...{ finds: 'NUMBER_OUT_OF_BOUNDS', fits: isKnown },
    change: (call) => resign(call, (instruction) => ({ ...instruction, number: '9000000000000000' })),
  },
})

/** The device that stamped, where its key is known. */
const stamperIn = (call: Call): Device | undefined => deviceOf(sentAt(call, stampedAt(call)).stamp?.['device'])
const isStampedByKnown = (call: Call): boolean => isStamped(call) && stamperIn(call) !== undefined

const stamps = onCalls(shared, {
  'the time in a stamp': {
    ...{ finds: 'STAMP_NOT_VALID', fits: isStamped },
    change: (call) =>
      changeSent(call, stampedAt(call), (sent) => {
        const { receivedAt, ...stamp } = sent.stamp as { receivedAt: string }
        return { ...sent, stamp: { ...stamp, receivedAt: (BigInt(receivedAt) - 1n).toString() } }
      }),
  },
  'a stamp left out': {
    ...{ finds: 'STAMP_NOT_VALID', fits: isStamped },
    change: (call) => changeSent(call, stampedAt(call), ({ instruction, signature }) => ({ instruction, signature })),
  },
  'a stamp of another home’s device': {
    ...{ finds: 'STAMP_NOT_VALID', fits: isStampedByKnown, by: 'a gateway' },
    change: (call, { random }) => {
      const own = stamperIn(call)
      const other = random.one(devices.filter(({ participant }) => participant !== own?.participant))
      const by = { participant: other.participant, device: other.id }
      changeSent(call, stampedAt(call), (sent) => ({ ...sent, stamp: stampBy(other, sent, by) }))
    },
  },
})

const creators = onCalls(shared, {
  'the submitting organisation': {
    ...{ finds: 'SUBMITTED_BY_ANOTHER_HOME', fits: isUnstamped, by: 'a gateway' },
    change: ({ creator }, { random, open }) => {
      const others = consortium.peerOrganisations.filter((mspId) => mspId !== creator.mspId)
      open.creator = identityOf(random.one(others), 'gateway').serialized
    },
  },
  'a creator that is no gateway': {
    ...{ finds: 'CALLER_NOT_ENTITLED', fits: isBatch, by: 'a gateway' },
    change: (_call, { open }) => {
      open.creator = identityOf('BankMSP', 'client').serialized
    },
  },
  'an auditor who submits': {
    ...{ finds: 'CALLER_NOT_ENTITLED', fits: isBatch, by: 'a gateway' },
    change: (_call, { open }) => {
      open.creator = identityOf('AuditorMSP', 'auditor').serialized
    },
  },
})

/** What a sender and its home say: signatures, numbers, stamps, and who submits. */
export const deviceKinds: Kinds = {
  ...signatures,
  ...numbers,
  ...stamps,
  ...creators,
  'envelopes again, in a new transaction': {
    ...shared,
    finds: 'NUMBER_HONOURED_AGAIN',
    also: ['OUTCOME_RECORDED_TWICE', 'NUMBER_RECORDED_TWICE'],
    forge: ({ market, random }) => {
      const isWhole = (call: Call): boolean => isBatch(call) && outcomesOf(call).every(isAccepted) && !isStamped(call)
      const place = random.any(market.calls.filter(({ call }) => isWhole(call)))
      if (place === undefined) return undefined
      const open = opened(market.opened[place.block]?.envelopes[place.transaction] ?? new Uint8Array())
      open.nonce = Buffer.alloc(24, canonical(place.block))
      open.endorsers = allPeers()
      // What it read then is old by now, so that it says to have read nothing.
      for (const { rows } of open.places) {
        rows.setReadsList([])
        rows.setRangeQueriesInfoList([])
      }
      const blocks = appended(market, place.block, [closed(open)], Uint8Array.of(0))
      return { base: market, blocks, at: { block: place.block + 1, transaction: 0 } }
    },
  },
}
