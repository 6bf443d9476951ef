import { type Context, Contract } from 'fabric-contract-api'
import { accounts, type Participant, participants } from '../domains/registry/tables.ts'
import { openAccount, withNewDevice } from '../rules/account.ts'
import { claimKey, ownerKeyOf } from '../rules/registry/device-key.ts'
import { write } from '../rules/rule.ts'
import { requireAdministrator, requireAskedAs } from '../state/caller.ts'
import { requireHonestTime, transactionTime } from '../state/facts.ts'
import { workOf } from '../state/work.ts'
import { canonical } from '../wire/canonical.ts'
import type { Consortium } from '../wire/consortium.ts'
import type { DeviceRole } from '../wire/device.ts'
import { registrarEnrolment } from '../wire/registrar.ts'
import { isUsableKey } from '../wire/signature.ts'

/** What an organisation's own administrator may give: its registrars, where it runs a peer, and its auditors, where it audits. */
const rolesFor = (consortium: Consortium, home: string): DeviceRole[] => {
  const registers = consortium.peerOrganisations.includes(home)
  const audits = consortium.plays(home, 'auditor')
  const roles: DeviceRole[] = [...(registers ? ['registrar' as const] : []), ...(audits ? ['auditor' as const] : [])]
  if (roles.length === 0) throw new Error(`${home} neither runs a peer nor audits: it has nobody to register`)
  return roles
}

/** The root of trust: how an organisation's first device comes onto the ledger (decision 0003). */
export class RegistryContract extends Contract {
  readonly #consortium: Consortium

  constructor(consortium: Consortium) {
    super('registry')
    this.#consortium = consortium
  }

  /**
   * Puts a registrar device of the caller's own organisation on the ledger (an auditor's device for the auditor), under the participant that the request
   * names; opens that participant when it is new. Only an administrator by Fabric certificate may call it; the
   * organisation is the certificate's, never an argument. Refuses a participant of another organisation, a card that its key did not sign, and a key that any account was given.
   */
  async enrolRegistrar(ctx: Context, request: string): Promise<string> {
    requireAskedAs(ctx.stub, 'registry:enrolRegistrar')
    requireAdministrator(ctx.clientIdentity)
    requireHonestTime(transactionTime(ctx.stub), BigInt(Date.now()))
    const { participant: id, ...card } = registrarEnrolment.parse(JSON.parse(request))
    if (!isUsableKey(card.publicKey)) throw new Error('the public key is not a point of P-256')
    const home = ctx.clientIdentity.getMSPID()
    const work = workOf(ctx.stub, this.#consortium)
    const device = { ...card, roles: rolesFor(this.#consortium, home) }
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
    await work.flush()
    return canonical({ participant: id, home, device: opened.device })
  }
}
