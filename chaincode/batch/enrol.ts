import { accounts, type Participant, participants } from '../domains/registry/tables.ts'
import { openAccount, withNewDevice } from '../rules/account.ts'
import { claimKey, ownerKeyOf } from '../rules/registry/device-key.ts'
import { write } from '../rules/rule.ts'
import type { UnitOfWork } from '../state/unit-of-work.ts'
import type { Consortium } from '../wire/consortium.ts'
import type { DeviceRole } from '../wire/device.ts'
import { registrarEnrolment } from '../wire/registrar.ts'
import { isUsableKey } from '../wire/signature.ts'

/** The card that an administrator brings, as it was sent, and the organisation whose administrator this is. */
interface Asked {
  request: string
  home: string
  consortium: Consortium
}

/** What an organisation's own administrator may give: its registrars, where it runs a peer, and its auditors, where it audits. */
const rolesFor = (consortium: Consortium, home: string): DeviceRole[] => {
  const registers = consortium.peerOrganisations.includes(home)
  const audits = consortium.plays(home, 'auditor')
  const roles: DeviceRole[] = [...(registers ? ['registrar' as const] : []), ...(audits ? ['auditor' as const] : [])]
  if (roles.length === 0) throw new Error(`${home} neither runs a peer nor audits: it has nobody to register`)
  return roles
}

/**
 * Decides an enrolment: the device goes under the participant that the request names, which is opened when it is new. Refuses a
 * participant of another organisation, a card that its key did not sign, and a key that any account was given. Writes nothing by itself.
 */
export const enrolDevice = async (work: UnitOfWork, { request, home, consortium }: Asked) => {
  const { participant: id, ...card } = registrarEnrolment.parse(JSON.parse(request))
  if (!isUsableKey(card.publicKey)) throw new Error('the public key is not a point of P-256')
  const device = { ...card, roles: rolesFor(consortium, home) }
  await work.load([participants.key(id), accounts.key(id), ownerKeyOf(device)])
  const known = work.view.find(participants, id)
  if (known !== undefined && known.home !== home) throw new Error(`the participant ${id} belongs to ${known.home}`)
  const participant: Participant = known ?? {
    participant: id,
    type: 'organisation',
    home,
    status: 'active',
    accepts: 'none',
    known: [],
  }
  const opened = withNewDevice(work.view.find(accounts, id) ?? openAccount(id, home), device)
  const owned = claimKey(work.view, opened.account, device)
  work.apply({ writes: [write(participants, participant), write(accounts, opened.account), owned] })
  return { participant: id, home, device: opened.device }
}
