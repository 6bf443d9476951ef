import type { NewDevice } from '../../domains/registry/kinds.ts'
import {
  type Account,
  accounts,
  type Participant,
  type ParticipantStatus,
  participants,
} from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { DeviceRole } from '../../wire/device.ts'
import { isUsableKey } from '../../wire/signature.ts'
import { openAccount, withNewDevice } from '../account.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { requireAccount, requireParticipant, requireSameHome } from '../require.ts'
import { type Decision, type Rule, type View, write } from '../rule.ts'
import { claimKey, ownerKeyOf } from './device-key.ts'

export type ParticipantEvent = 'freeze' | 'unfreeze' | 'close'

/** A participant's life: frozen and freed by its organisation, closed for good when it holds nothing. */
export const participantLifecycle: Lifecycle<ParticipantStatus, ParticipantEvent> = {
  active: { freeze: 'frozen', close: 'closed' },
  frozen: { unfreeze: 'active' },
  closed: {},
}

// An organisation's Fabric administrator gives these out, on the ledger's own registry contract.
const ungrantable: readonly DeviceRole[] = ['registrar', 'auditor']

/** Refuses roles that no registrar may give, roles of organisations for a person, and keys that are off the curve. */
export const requireGrantable = (device: NewDevice, type: Participant['type']): void => {
  const forbidden = device.roles.find(
    (role) => ungrantable.includes(role) || (type === 'person' && role !== 'customer' && role !== 'merchant'),
  )
  if (forbidden !== undefined) throw new Refusal('role_not_grantable', { role: forbidden, type })
  if (!isUsableKey(device.publicKey)) throw new Refusal('role_not_grantable', { publicKey: 'not on P-256' })
}

/** Registers a participant of the registrar's own organisation with its first device (domain: participant, device). */
export const registerParticipant: Rule<'participant.register'> = {
  reads: ({ body }) => [participants.key(body.participant), ownerKeyOf(body.device)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    if (view.find(participants, body.participant) !== undefined) {
      throw new Refusal('participant_exists', { participant: body.participant })
    }
    requireGrantable(body.device, body.type)
    const { account, device } = withNewDevice(openAccount(body.participant, sender.home), body.device)
    const participant: Participant = {
      participant: body.participant,
      type: body.type,
      home: sender.home,
      status: 'active',
      accepts: 'all',
      known: [],
    }
    return {
      effects: { participant: body.participant, home: sender.home, device },
      writes: [write(participants, participant), write(accounts, account), claimKey(view, account, body.device)],
    }
  },
}

/** Says whose transfers the sender takes without being asked: everybody's, those of known senders, or nobody's. */
export const acceptTransfers: Rule<'participant.accept'> = {
  reads: ({ from }) => [participants.key(from)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ instruction, body, view }) => {
    const { participant } = requireParticipant(view, instruction.from)
    const { accepts, known = [] } = body
    return { effects: { accepts, known }, writes: [write(participants, { ...participant, accepts, known })] }
  },
}

interface Step {
  view: View
  sender: Account
  id: string
  event: ParticipantEvent
  /** What becomes of the row besides its status. */
  mark?(participant: Participant): Participant
}

const step = (request: Step): Decision => {
  const { participant, account } = requireParticipant(request.view, request.id)
  requireSameHome(request.sender, participant)
  const status = next(participantLifecycle, participant.status, request.event)
  if (status === undefined) {
    throw new Refusal('participant_state_forbids', { participant: request.id, status: participant.status })
  }
  const marked = request.mark?.(participant) ?? participant
  return {
    effects: { participant: request.id, status },
    writes: [write(participants, { ...marked, status }), write(accounts, { ...account, status })],
  }
}

/** The row of a participant that a case freezes. */
const frozenUnder =
  (caseNumber: string) =>
  (participant: Participant): Participant => ({ ...participant, frozenUnder: caseNumber })

/** The row of a participant that its case frees; any case frees one from before cases were remembered. */
const freedUnder =
  (caseNumber: string) =>
  ({ frozenUnder: known, ...participant }: Participant): Participant => {
    if (known === undefined || known === caseNumber) return participant
    throw new Refusal('frozen_under_another_case', { participant: participant.participant, frozenUnder: known })
  }

/** Freezes a participant: nothing it sends is honoured and nothing can be sent to it, until it is freed again. */
export const freezeParticipant: Rule<'participant.freeze'> = {
  reads: ({ body }) => [participants.key(body.participant), accounts.key(body.participant)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) =>
    step({ view, sender, id: body.participant, event: 'freeze', mark: frozenUnder(body.caseNumber) }),
}

/** Frees a frozen participant, under the number of the case that froze it; refuses `frozen_under_another_case` (decision 0031). */
export const unfreezeParticipant: Rule<'participant.unfreeze'> = {
  reads: ({ body }) => [participants.key(body.participant), accounts.key(body.participant)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) =>
    step({ view, sender, id: body.participant, event: 'unfreeze', mark: freedUnder(body.caseNumber) }),
}

/**
 * Closes a participant for good; refuses `participant_holds_balance` while any bucket of any voucher is above zero, and
 * `participant_holds_pledges` while others' metal is pledged to it, which nobody else could release, and
 * `participant_issues_vouchers` while a series of its own is not retired, whose holders could turn to nobody else.
 */
export const closeParticipant: Rule<'participant.close'> = {
  reads: ({ body }) => [participants.key(body.participant), accounts.key(body.participant)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  foldBefore: ({ body }) => ({ participant: body.participant }),
  decide: ({ body, sender, view }) => {
    const decision = step({ view, sender, id: body.participant, event: 'close' })
    const { holdings, liens, series } = requireAccount(view, body.participant)
    const held = Object.keys(holdings)
    if (held.length > 0) throw new Refusal('participant_holds_balance', { vouchers: held })
    if (liens !== undefined) throw new Refusal('participant_holds_pledges', { pledges: liens.toString() })
    if (series !== undefined) throw new Refusal('participant_issues_vouchers', { series: series.toString() })
    return decision
  },
}
