import { accountKey, participantKey } from '../wire/keys.ts'
import type { Account } from '../wire/records.ts'
import { Refusal } from '../wire/refusal.ts'
import { withNewDevice } from './account.ts'
import { requireGrantable } from './participant.ts'
import { requireParticipant, requireSameHome } from './require.ts'
import { type Rule, write } from './rule.ts'

/** Adds a device to a participant of the registrar's own organisation. */
export const addDevice: Rule<'device.add'> = {
  role: 'registrar',
  reads: ({ body }) => [participantKey(body.participant), accountKey(body.participant)],
  home: ({ from }, view) => view.account(from)?.home,
  decide: ({ body, sender, view }) => {
    const { participant, account } = requireParticipant(view, body.participant)
    requireSameHome(sender, participant)
    if (participant.status === 'closed') {
      throw new Refusal('participant_state_forbids', { participant: body.participant, status: participant.status })
    }
    requireGrantable(body.device, participant.type)
    const added = withNewDevice(account, body.device)
    return {
      effects: { participant: body.participant, device: added.device },
      writes: [write('account', added.account)],
    }
  },
}

const isRegistrar = (account: Account, device: string): boolean =>
  account.devices[device]?.roles.includes('registrar') === true

/** Revokes a device for good: by any device of the same participant, or by a registrar of its organisation. */
export const revokeDevice: Rule<'device.revoke'> = {
  role: 'any',
  reads: ({ body }) => [participantKey(body.participant), accountKey(body.participant)],
  home: ({ from }, view) => view.account(from)?.home,
  decide: ({ instruction, body, sender, view }) => {
    const { participant, account } = requireParticipant(view, body.participant)
    if (instruction.from !== body.participant) {
      if (!isRegistrar(sender, instruction.device)) throw new Refusal('device_lacks_role', { role: 'registrar' })
      requireSameHome(sender, participant)
    }
    const device = account.devices[body.device]
    if (device === undefined) throw new Refusal('device_not_found', { device: body.device })
    if (device.status === 'revoked') throw new Refusal('device_already_revoked', { device: body.device })
    const devices = { ...account.devices, [body.device]: { ...device, status: 'revoked' as const } }
    return {
      effects: { participant: body.participant, device: body.device },
      writes: [write('account', { ...account, devices })],
    }
  },
}
