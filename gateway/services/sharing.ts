import type { Logger } from 'pino'
import type { Shared } from '../../chaincode/domains/recommendations/shared.ts'
import { recommendations } from '../../chaincode/domains/recommendations/tables.ts'
import { accounts, sealKeys } from '../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { SealFault } from '../../chaincode/wire/sealing/seal-fault.ts'
import type { SealKey } from '../../chaincode/wire/sealing/seal-key.ts'
import { open, recipientsMaximum, seal } from '../../chaincode/wire/sealing/sealed-document.ts'
import { areShared, type SharedTexts, sharedTexts } from '../../chaincode/wire/sealing/shared-texts.ts'
import type { Projection } from '../projection/projection.ts'
import { sealKeysOf } from './devices.ts'
import type { Documents } from './documents.ts'
import type { GatewayDevice } from './gateway-device.ts'

interface Options {
  /** The device of the matching service, to which recommenders seal. */
  device: Pick<GatewayDevice, 'participant' | 'device' | 'sealKey'>
  projection: Pick<Projection, 'view'>
  documents: Pick<Documents, 'readSealed' | 'putSealed'>
  log: Pick<Logger, 'warn'>
}

/**
 * What a matching service tells those whom it asks of a recommender that consented: it opens what was sealed to it, holds it against the
 * digests of the recommendation, and seals it anew to each (S3-017, S3-018). Nothing of it is kept or logged in clear.
 */
export class Sharing {
  readonly #options: Options
  #key: Promise<SealKey> | undefined
  /** The texts of the recommendation that was asked for last, since many are asked for the same one. */
  #last: { recommendation: string; texts: Promise<SharedTexts> } | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** What puts the service's key for sealed documents on the ledger; undefined once it stands there. */
  async keyToSet(): Promise<Body<'device.set-seal-key'> | undefined> {
    const { device, projection } = this.#options
    const { publicKey } = await this.#ownKey()
    const known = projection.view.find(sealKeys, device.participant, device.device)?.publicKey
    return known?.x === publicKey.x && known.y === publicKey.y ? undefined : { publicKey }
  }

  /** True where the recommender consented to something. */
  isWanted(recommendation: string): boolean {
    return this.#options.projection.view.find(recommendations, recommendation)?.shared !== undefined
  }

  /**
   * What the request to a participant says of the recommender, once the texts lie here sealed to that participant's devices. Undefined,
   * and logged with its code, where the document is not to be had, is not what was consented to, or nobody there could open it: who is
   * asked is then asked without, since the window runs.
   */
  async share(recommendation: string, participant: string): Promise<Shared | undefined> {
    const { device, documents, log } = this.#options
    try {
      const { shared, texts } = await this.#consented(recommendation)
      const context = { asked: participant, recommendation }
      const { bytes, digest } = await seal(texts, { recipients: this.#recipients(participant), context })
      documents.putSealed({ participant: device.participant }, digest, bytes)
      return { ...shared, sealed: digest }
    } catch (error) {
      const { code = 'unexpected' } = error as { code?: string }
      log.warn({ recommendation, participant, code }, 'a request goes without what its recommender consented to tell')
      return undefined
    }
  }

  #ownKey(): Promise<SealKey> {
    // One that could not be read is read again: its file may be brought back meanwhile.
    this.#key ??= this.#options.device.sealKey().catch((error: unknown) => {
      this.#key = undefined
      throw error
    })
    return this.#key
  }

  #recipients(participant: string) {
    const { projection } = this.#options
    const account = projection.view.find(accounts, participant)
    return account === undefined ? [] : sealKeysOf(projection, account).slice(0, recipientsMaximum)
  }

  /** What the recommendation says is shared, and the texts; another document than that is a fault. */
  async #consented(recommendation: string): Promise<{ shared: Shared; texts: SharedTexts }> {
    const row = this.#options.projection.view.find(recommendations, recommendation)
    if (row?.shared === undefined) throw new SealFault('sealed_unreadable', 'nothing was consented to')
    const { shared, recommender } = row
    if (this.#last?.recommendation !== recommendation) {
      this.#last = { recommendation, texts: this.#read(recommendation, shared, recommender) }
    }
    const { texts } = this.#last
    return texts.then(
      (opened) => ({ shared, texts: opened }),
      (error: unknown) => {
        // It may be there for the next one who is asked.
        this.#last = undefined
        throw error
      },
    )
  }

  async #read(recommendation: string, shared: Shared, recommender: string): Promise<SharedTexts> {
    const { device, documents } = this.#options
    const { participant: matcher } = device
    const asked = { as: 'recommendation', digest: shared.sealed, of: recommendation, isRelayed: false } as const
    const bytes = await documents.readSealed({ participant: matcher }, asked)
    const context = { recommender, matcher }
    const key = await this.#ownKey()
    const texts = await open(bytes, { digest: shared.sealed, key, context, shape: sharedTexts })
    if (await areShared(texts, shared)) return texts
    throw new SealFault('sealed_unreadable', 'it is not what the recommendation names')
  }
}
