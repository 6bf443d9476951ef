import type { Community } from './community.ts'
import { signed } from './device.ts'
import type { Sender } from './sender.ts'

type Signed = { envelope: string; payer: string; payee: string }

const quantity = 1n

/**
 * Transfers for one round, each from the next payer, to payees all over the community or to the one merchant. They are
 * signed ahead, before any clock starts: signing is the work of the payers' devices and not of the ledger. Should a round
 * want more than were signed ahead, the rest are signed as they are needed.
 */
export class Transfers {
  readonly #community: Community
  readonly #toMerchant: boolean
  readonly #signed: Signed[] = []
  #made = 0
  /** How many were signed while the clock ran. */
  signedLate = 0

  constructor(community: Community, options: { toMerchant: boolean; ahead: number }) {
    this.#community = community
    this.#toMerchant = options.toMerchant
    for (let count = 0; count < options.ahead; count += 1) this.#signed.push(this.#sign())
    this.#signed.reverse()
  }

  #sign(): Signed {
    const { ledger, payers, merchant, voucher } = this.#community
    const index = this.#made % payers.length
    const turn = Math.floor(this.#made / payers.length)
    this.#made += 1
    // Each turn everybody pays somebody else, and never themselves; within a turn no payee comes twice.
    const other = payers[(index + 1 + (turn % (payers.length - 1))) % payers.length]
    const payer = payers[index]
    if (payer === undefined || other === undefined) throw new Error('transfers need payers')
    const payee = this.#toMerchant ? merchant : other.participant
    const body = { voucher, to: payee, quantity: quantity.toString() }
    const envelope = signed(ledger, payer, 'voucher.transfer', body)
    return { envelope, payer: payer.participant, payee }
  }

  #next(): Signed {
    const ready = this.#signed.pop()
    if (ready !== undefined) return ready
    this.signedLate += 1
    return this.#sign()
  }

  /** Sends the next transfer; once it is accepted, both balances are expected to show it. */
  async send(sender: Sender): Promise<void> {
    const { envelope, payer, payee } = this.#next()
    await sender.send(envelope)
    this.#expect({ payer, payee })
  }

  /** Offers the next transfer to a gateway that may turn it away. */
  async offer(sender: Sender): Promise<'accepted' | 'turned-away'> {
    const { envelope, payer, payee } = this.#next()
    const answered = await sender.offer(envelope)
    if (answered === 'accepted') this.#expect({ payer, payee })
    return answered
  }

  #expect({ payer, payee }: { payer: string; payee: string }): void {
    const { expected } = this.#community
    expected.set(payer, (expected.get(payer) ?? 0n) - quantity)
    expected.set(payee, (expected.get(payee) ?? 0n) + quantity)
  }
}
