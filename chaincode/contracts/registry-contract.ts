import { type Context, Contract } from 'fabric-contract-api'
import { enrolDevice } from '../batch/enrol.ts'
import { requireAdministrator, requireAskedAs } from '../state/caller.ts'
import { requireHonestTime, transactionTime } from '../state/facts.ts'
import { workOf } from '../state/work.ts'
import { canonical } from '../wire/canonical.ts'
import type { Consortium } from '../wire/consortium.ts'

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
    const home = ctx.clientIdentity.getMSPID()
    const work = workOf(ctx.stub, this.#consortium)
    const enrolled = await enrolDevice(work, { request, home, consortium: this.#consortium })
    await work.flush()
    return canonical(enrolled)
  }
}
