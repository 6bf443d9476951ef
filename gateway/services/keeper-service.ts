import { packages } from '../../chaincode/domains/packages/tables.ts'
import { accounts, sealKeys } from '../../chaincode/domains/registry/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { packageKey } from '../../chaincode/wire/sealing/package-key.ts'
import type { SealKey } from '../../chaincode/wire/sealing/seal-key.ts'
import { open, seal } from '../../chaincode/wire/sealing/sealed-document.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { KeyTask } from '../projection/package-tables.ts'
import type { Projection } from '../projection/projection.ts'
import type { Documents } from './documents.ts'
import type { GatewayDevice } from './gateway-device.ts'
import { type ServiceOptions, ServiceSteps } from './service-steps.ts'
import { signedBefore } from './signed-before.ts'

interface Options extends ServiceOptions {
  device: Pick<GatewayDevice, 'participant' | 'known' | 'sign' | 'device' | 'sealKey'>
  projection: Pick<Projection, 'view' | 'packages'>
  documents: Pick<Documents, 'readSealed' | 'putSealed'>
  outbox: Pick<Outbox, 'all'>
}

/** Not the name of a task: that of the instruction by which the keeper tells its key. */
const ownKey = 'seal-key'

const nameOf = ({ interaction, device }: KeyTask): string => `${interaction} ${device}`

/**
 * Releases the first keys that its participant keeps, each once to each device that asked (decision 0047): it opens what the giver sealed to
 * it, seals the key to that device alone, lays it down, and says so on the ledger. What there is to do stands in the projection, so a start
 * goes on where the last one ended; what was signed before and has no outcome yet stands in the outbox, and is not signed again. The key is
 * neither kept nor logged.
 */
export class KeeperService {
  readonly #options: Options
  readonly #steps: ServiceSteps
  #hasKey = false

  constructor(options: Options) {
    this.#options = options
    this.#steps = new ServiceSteps(options, { what: 'keeper', look: () => this.look() })
  }

  /** Looks what there is to do, and does what is not under way yet; called at the start and after each block. */
  look(): void {
    if (!this.#steps.mayAct) return
    this.#introduce()
    const { device, projection } = this.#options
    const tasks = projection.packages.work(device.participant, this.#steps.look)
    for (const task of this.#steps.chosen(tasks, nameOf)) void this.#steps.take(nameOf(task), () => this.#release(task))
  }

  /** Puts the device's key for sealed documents on the ledger, so that givers can seal to it. */
  #introduce(): void {
    if (this.#hasKey || !this.#steps.isNew(ownKey)) return
    void this.#steps.take(ownKey, async () => {
      const { device, projection } = this.#options
      const { publicKey } = await device.sealKey()
      const known = projection.view.find(sealKeys, device.participant, device.device)?.publicKey
      this.#hasKey = known?.x === publicKey.x && known.y === publicKey.y
      return this.#hasKey ? undefined : device.sign('device.set-seal-key', { publicKey })
    })
  }

  /** The signed release; undefined for a device that is not the receiver's any more, or has no key. */
  async #release(task: KeyTask): Promise<Envelope | undefined> {
    const { interaction, device: to } = task
    const { device, projection, documents } = this.#options
    const before = this.#signedBefore(task)
    if (before !== undefined) return before
    const found = projection.view.find(packages, interaction)
    if (found === undefined) return undefined
    const { receiver, firstKey } = found
    const isActive = projection.view.find(accounts, receiver)?.devices[to]?.status === 'active'
    const known = projection.view.find(sealKeys, receiver, to)
    if (!isActive || known === undefined) return undefined
    const key = await this.#open(interaction, firstKey, await device.sealKey())
    const context = { to: receiver, interaction, part: 'first' } as const
    const recipients = [{ device: to, publicKey: known.publicKey }]
    const { bytes, digest } = await seal(key, { recipients, context })
    documents.putSealed({ participant: device.participant }, digest, bytes)
    return device.sign('package.release', { interaction, device: to, sealedKey: digest })
  }

  /** The release that an earlier run of this gateway signed for a task; a second one would be refused, and raise an alarm. */
  #signedBefore({ interaction, device: to }: KeyTask): Envelope | undefined {
    return signedBefore(
      this.#options,
      'package.release',
      (body) => body.interaction === interaction && body.device === to,
    )?.envelope
  }

  async #open(interaction: string, digest: string, key: SealKey) {
    const { device, documents } = this.#options
    const { participant } = device
    const asked = { as: 'interaction', digest, of: interaction, isRelayed: false } as const
    const bytes = await documents.readSealed({ participant }, asked)
    const context = { to: participant, interaction, part: 'first' } as const
    return open(bytes, { digest, key, context, shape: packageKey })
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    this.#steps.stop()
  }
}
