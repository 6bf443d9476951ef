import { envelopeText, knownEnvelope, type ReadEnvelope } from '../../chaincode/envelope.ts'
import { isJudgedByReceipt, stampText } from '../../chaincode/stamp.ts'
import type { StampedKind, StampFacts } from '../../chaincode/vocabulary.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Arrival, FactMakers, FactsMaker, Stamps } from './stamps.ts'

interface Options {
  device: GatewayDevice
  /** What each domain makes of its stamped kinds. */
  makers: FactMakers
}

// The ledger takes a time of receipt that is at most half a minute old.
const freshMilliseconds = 5_000
const stampMark = ',"stamp":{'

/** Signs what only this home knows of an instruction that it took in (decision 0016): when it arrived, and what its kind needs said. */
export class Stamper implements Stamps {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** The envelope, which must be of a stamped kind, with this home's stamp over the time at which it arrived. Refuses what the maker of its facts refuses. */
  stamp(envelope: ReadEnvelope, arrival: Arrival): ReadEnvelope {
    const make: FactsMaker = this.#options.makers[envelope.instruction.kind as StampedKind]
    return this.#sign(envelope, { receivedAt: arrival.receivedAt, facts: make(envelope, arrival) })
  }

  /**
   * The text of an envelope as it goes to the ledger now: a stamp that has grown old is made anew over the same facts, but never one
   * whose time of receipt is judged (decision 0041).
   */
  freshen(text: string): string {
    if (!text.includes(stampMark)) return text
    const envelope = knownEnvelope(text)
    const { stamp } = envelope
    if (stamp === undefined || isJudgedByReceipt(envelope.instruction.kind)) return text
    if (Number(stamp.receivedAt) + freshMilliseconds > Date.now()) return text
    const signed = signingText(envelope.instruction)
    const read = { ...envelope, text: signed, id: digest(signed) }
    return envelopeText(this.#sign(read, { receivedAt: BigInt(Date.now()), facts: stamp.facts }))
  }

  #sign(envelope: ReadEnvelope, { receivedAt, facts }: { receivedAt: bigint; facts: StampFacts }): ReadEnvelope {
    const { participant, device } = this.#options.device
    const unsigned = { participant, device, receivedAt: receivedAt.toString(), facts }
    const signature = this.#options.device.signText(stampText(envelope.id, unsigned))
    return { ...envelope, stamp: { ...unsigned, signature } }
  }
}
