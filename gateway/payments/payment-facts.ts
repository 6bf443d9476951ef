import { payments } from '../../chaincode/domains/payments/tables.ts'
import type { Instruction, StampFacts } from '../../chaincode/vocabulary.ts'
import { commitmentTo, paymentCode } from '../../chaincode/wire/payment-code.ts'
import type { Configuration } from '../configuration.ts'
import { Problem, type ProblemCode } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { ClaimedCode, FactMakers } from '../services/stamps.ts'
import type { CodeDrawing } from './code-drawing.ts'
import { WrongCodes } from './wrong-codes.ts'

interface Options {
  configuration: Pick<Configuration, 'mspId' | 'payments' | 'limits'>
  projection: Projection
  drawing: CodeDrawing
  /** Whether the projection has read what the peer had at the start: before that, a code may look unknown and be live. */
  isCaughtUp: () => boolean
  /** Hears why a claim never reaches the ledger. */
  onTurnedAway?: (code: ProblemCode) => void
}

const drawnKeptMaximum = 10_000

/** Makes what only this home knows of payments by code (decision 0016): which code, and whose. */
export class PaymentFacts {
  readonly #options: Options
  readonly #wrongOfMerchant: WrongCodes
  readonly #wrongOfAddress: WrongCodes
  /** Payments drawn lately and the requests they are for: those on their way to the ledger are among them. */
  readonly #drawn = new Map<string, string>()

  constructor(options: Options) {
    this.#options = options
    const { wrongCodesPerMerchant, wrongTriesPerAddress } = options.configuration.limits
    this.#wrongOfMerchant = new WrongCodes(wrongCodesPerMerchant, 'claims_locked')
    this.#wrongOfAddress = new WrongCodes(wrongTriesPerAddress, 'too_many_tries')
  }

  /**
   * The facts of each stamped kind about payments. Refuses `stamp_missing` for a claim without its code, and what `#claimFacts` refuses. The
   * code is not kept.
   */
  get makers(): FactMakers<'payment-code.request' | 'payment.claim'> {
    return {
      'payment-code.request': ({ id }) => this.#requestFacts(id),
      'payment.claim': ({ id, instruction }, { claimed }) => {
        if (claimed === undefined) throw new Problem('stamp_missing', { id, outcome: 'none' })
        return this.#claimFacts(instruction as Instruction<'payment.claim'>, id, claimed)
      },
    }
  }

  #requestFacts(request: string): StampFacts<'payment-code.request'> {
    const { drawing, projection, configuration } = this.#options
    const { codeSeconds, keepsOlder } = configuration.payments
    const isTaken = (payment: string) =>
      projection.view.find(payments, payment) !== undefined || (this.#drawn.get(payment) ?? request) !== request
    const payment = drawing.draw(request, isTaken)
    this.#drawn.set(payment, request)
    const [first] = this.#drawn.keys()
    if (this.#drawn.size > drawnKeptMaximum && first !== undefined) this.#drawn.delete(first)
    return { payment, codeExpiresAt: String(Date.now() + codeSeconds * 1000), keepsOlder }
  }

  /**
   * Finds whose code it is. Refuses `claims_locked` and `too_many_tries`; `code_mistyped` by the check digit alone, without looking;
   * `commitment_differs`; and `code_unknown`, which is counted and says nothing of other codes (S4-019, S4-025).
   */
  #claimFacts(
    { from, body }: Instruction<'payment.claim'>,
    id: string,
    claimed: ClaimedCode,
  ): StampFacts<'payment.claim'> {
    const { projection, drawing, configuration, isCaughtUp } = this.#options
    this.#wrongOfMerchant.requireOpen(from)
    this.#wrongOfAddress.requireOpen(claimed.address)
    if (!paymentCode.safeParse(claimed.code).success) this.#refuse('code_mistyped', id)
    if (commitmentTo(claimed) !== body.commitment) this.#refuse('commitment_differs', id)
    const found = projection.view.find(payments, drawing.paymentOf(claimed.code))
    if (found === undefined && !isCaughtUp()) {
      throw new Problem('code_not_ready', { id, outcome: 'none', retryAfterSeconds: 2 })
    }
    if (found === undefined || found.home !== configuration.mspId) {
      this.#wrongOfMerchant.count(from)
      this.#wrongOfAddress.count(claimed.address)
      return this.#refuse('code_unknown', id)
    }
    const answerBy = String(Date.now() + configuration.payments.answerSeconds * 1000)
    return { payment: found.payment, payer: found.payer, payerDevice: found.device, answerBy }
  }

  #refuse(code: ProblemCode, id: string): never {
    this.#options.onTurnedAway?.(code)
    throw new Problem(code, { id, outcome: 'none' })
  }
}
