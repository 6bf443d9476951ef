import { liveCodes } from '../../domains/payments/tables.ts'
import {
  type Account,
  accounts,
  type Device,
  type Participant,
  participants,
  sealKeys,
} from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { isUsableKey, thumbprint } from '../../wire/signature.ts'
import { withNewDevice } from '../account.ts'
import { requireParticipant, requireSameHome } from '../require.ts'
import { type Rule, type View, type Write, write } from '../rule.ts'
import { claimKey, ownerKeyOf } from './device-key.ts'
import { requireGrantable } from './participant.ts'

/** Adds a device to a participant of the registrar's own organisation. */
export const addDevice: Rule<'device.add'> = {
  reads: ({ body }) => [participants.key(body.participant), accounts.key(body.participant), ownerKeyOf(body.device)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const { participant, account } = requireParticipant(view, body.participant)
    requireSameHome(sender, participant)
    requireNotClosed(participant)
    requireGrantable(body.device, participant.type)
    const { device, authorisedBy } = body
    const added = withNewDevice(account, authorisedBy === undefined ? device : { ...device, authorisedBy })
    return {
      effects: { participant: body.participant, device: added.device },
      writes: [write(accounts, added.account), claimKey(view, account, device)],
    }
  },
}

/** Gives a device of the sender's own another name for people. */
export const renameDevice: Rule<'device.rename'> = {
  reads: () => [],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender }) => {
    const device = requireDevice(sender, body.device)
    const devices = { ...sender.devices, [body.device]: { ...device, name: body.name } }
    return { effects: { device: body.device, name: body.name }, writes: [write(accounts, { ...sender, devices })] }
  },
}

/** Revokes a lost device and adds another in one step; the participant's holdings stay where they are. */
export const replaceDevice: Rule<'device.replace'> = {
  reads: ({ body }) => [...readsToRevoke(body.participant, body.lost), ownerKeyOf(body.device)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, sender, view }) => {
    const { participant, account } = requireParticipant(view, body.participant)
    requireSameHome(sender, participant)
    requireNotClosed(participant)
    requireGrantable(body.device, participant.type)
    const added = withNewDevice(withRevoked(account, body.lost), body.device)
    return {
      effects: { participant: body.participant, lost: body.lost, device: added.device },
      writes: [
        write(accounts, added.account),
        claimKey(view, account, body.device),
        ...withoutCodes(view, body.participant, body.lost),
      ],
    }
  },
}

const readsToRevoke = (participant: string, device: string): string[] => [
  ...[participants.key(participant), accounts.key(participant), liveCodes.key(participant, device)],
]

/** What ends the open codes of a device together with it (S4-011). */
const withoutCodes = (view: View, participant: string, device: string): Write[] => {
  const live = view.find(liveCodes, participant, device)
  return live === undefined ? [] : [write(liveCodes, { ...live, payments: [] })]
}

const requireNotClosed = ({ participant, status }: Participant): void => {
  if (status === 'closed') throw new Refusal('participant_state_forbids', { participant, status })
}

const requireDevice = (account: Account, id: string): Device => {
  const device = account.devices[id]
  if (device === undefined) throw new Refusal('device_not_found', { device: id })
  return device
}

const withRevoked = (account: Account, id: string): Account => {
  const device = requireDevice(account, id)
  if (device.status === 'revoked') throw new Refusal('device_already_revoked', { device: id })
  return { ...account, devices: { ...account.devices, [id]: { ...device, status: 'revoked' } } }
}

const isRegistrar = (account: Account, device: string): boolean =>
  account.devices[device]?.roles.includes('registrar') === true

/** Revokes a device for good: by any device of the same participant, or by a registrar of its organisation. */
export const revokeDevice: Rule<'device.revoke'> = {
  reads: ({ body }) => readsToRevoke(body.participant, body.device),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ instruction, body, sender, view }) => {
    const { participant, account } = requireParticipant(view, body.participant)
    if (instruction.from !== body.participant) {
      if (!isRegistrar(sender, instruction.device)) throw new Refusal('device_lacks_role', { roles: ['registrar'] })
      requireSameHome(sender, participant)
    }
    return {
      effects: { participant: body.participant, device: body.device },
      writes: [
        write(accounts, withRevoked(account, body.device)),
        ...withoutCodes(view, body.participant, body.device),
      ],
    }
  },
}

/**
 * Sets, or replaces, the key to which others seal what the sending device alone is to open. Refuses `seal_key_unusable` for a key that is
 * no point of P-256, and for the key that the device signs with: one key has one use. An auditor's device says through which member's gateway
 * it sends it; any other goes through its own home, and is refused `device_lacks_role` for saying so.
 */
export const setSealKey: Rule<'device.set-seal-key'> = {
  reads: ({ from, device }) => [sealKeys.key(from, device)],
  home: ({ from, body }, view) => body.through ?? view.find(accounts, from)?.home,
  decide: ({ instruction: { from, device }, body: { publicKey, through }, sender }) => {
    if (through !== undefined && !sender.devices[device]?.roles.includes('auditor')) {
      throw new Refusal('device_lacks_role', { roles: ['auditor'] })
    }
    if (!isUsableKey(publicKey)) throw new Refusal('seal_key_unusable', { publicKey: 'not on P-256' })
    if (thumbprint(publicKey) === device) throw new Refusal('seal_key_unusable', { device })
    return {
      effects: { device },
      writes: [write(sealKeys, { participant: from, device, home: sender.home, publicKey })],
    }
  },
}
