import type { Body, Kind } from '../../../../chaincode/vocabulary.ts'
import { type DeviceRole, deviceRoles } from '../../../../chaincode/wire/device.ts'
import { thumbprint } from '../../../../chaincode/wire/signature.ts'
import type { SetCredentials } from '../../../sdk/login.ts'
import type { DeviceCard } from './card.ts'

/** Who is registered, and what the person logs in with. Without a card the person's own devices come by logging in. */
export interface Opening {
  participant: string
  type: 'person' | 'organisation'
  roles: DeviceRole[]
  card: DeviceCard | undefined
  password: string
  messageAddress: string
}

export type StepName = 'register' | 'revoke' | 'credentials'

/** What registering needs: an instruction that throws unless it was accepted, credentials, and a key nobody keeps. */
export interface RegistrationPort {
  instruct<K extends Kind>(kind: K, body: Body<K>): Promise<void>
  setCredentials(participant: string, credentials: SetCredentials): Promise<void>
  makeCard(participant: string): Promise<DeviceCard>
}

/** The roles that a registrar may give to a device of such a participant (chaincode/rules/registry/participant.ts). */
export const grantableRoles = (type: Opening['type']): DeviceRole[] =>
  type === 'person'
    ? ['customer', 'merchant']
    : deviceRoles.filter((role) => role !== 'registrar' && role !== 'auditor' && role !== 'service')

/** The steps of an opening, in order. */
export const stepsOf = ({ card }: Pick<Opening, 'card'>): StepName[] =>
  card === undefined ? ['register', 'revoke', 'credentials'] : ['register', 'credentials']

/**
 * Registers a participant step by step, and can be gone on with at the step that failed. The ledger wants a first device; where
 * the person has none yet, it is a key whose private half nobody keeps, and it is revoked at once.
 */
export class Registration {
  readonly opening: Opening
  readonly #port: RegistrationPort
  #card: DeviceCard | undefined
  #done = 0

  constructor(opening: Opening, port: RegistrationPort) {
    this.opening = opening
    this.#port = port
    this.#card = opening.card
  }

  /** How many steps are done. */
  get done(): number {
    return this.#done
  }

  /** Goes on from the first step that is not done; throws what that step throws. Tells each step that is done. */
  async run(onStep: (done: number) => void): Promise<void> {
    const steps = stepsOf(this.opening)
    while (this.#done < steps.length) {
      await this.#take(steps[this.#done] as StepName)
      this.#done += 1
      onStep(this.#done)
    }
  }

  #take(step: StepName): Promise<void> {
    if (step === 'register') return this.#register()
    return step === 'revoke' ? this.#revoke() : this.#setCredentials()
  }

  async #register(): Promise<void> {
    const { participant, type, roles } = this.opening
    this.#card ??= await this.#port.makeCard(participant)
    const device = { ...this.#card, roles }
    await this.#port.instruct('participant.register', { participant, type, device })
  }

  async #revoke(): Promise<void> {
    const { participant } = this.opening
    const { publicKey } = this.#card as DeviceCard
    await this.#port.instruct('device.revoke', { participant, device: thumbprint(publicKey) })
  }

  async #setCredentials(): Promise<void> {
    const { participant, roles, password, messageAddress } = this.opening
    const address = messageAddress === '' ? {} : { messageAddress }
    await this.#port.setCredentials(participant, { password, roles, ...address })
  }
}
