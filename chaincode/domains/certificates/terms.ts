import { z } from 'zod'
import { canonical } from '../../wire/canonical.ts'
import { instructionIdName, participantId, quantity, voucherCode } from '../../wire/identifiers.ts'
import { digest } from '../../wire/signature.ts'

/** What a certificate lets a buyer do with it: order, pay, or both (S1-040). */
export const commerceFunctions = ['order', 'pay'] as const
export type CommerceFunction = (typeof commerceFunctions)[number]

/**
 * What somebody gets of a certificate: `holding` to hand it on, `data` to read it, `ownership` of it, or a `licence` for some uses and a
 * term (S1-021 to S1-024).
 */
export const instanceForms = ['holding', 'data', 'ownership', 'licence'] as const
export type InstanceForm = (typeof instanceForms)[number]

/** A provider's own name for one of its goods or services. */
export const itemCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/)

/** One use that a licence allows, such as `read` or `print`. */
export const useName = z.string().regex(/^[a-z][a-z-]{0,19}$/)

const hostName = '[a-z0-9]+(-+[a-z0-9]+)*(\\.[a-z0-9]+(-+[a-z0-9]+)*)*'
const port = '(:[1-9][0-9]{0,4})?'

/** An origin of a provider's pages, as a browser writes it: over TLS, or plain on the machine itself. */
export const webOrigin = z
  .string()
  .max(120)
  .regex(new RegExp(`^(https://${hostName}|http://(localhost|127\\.0\\.0\\.1))${port}$`))

/**
 * The address of a certificate's page. Whether it is that certificate's is for the rule; what has a fragment or a query is no address at
 * all here, so that no key of a body reaches a block, not even with an instruction that is refused.
 */
export const certificateAddress = z.string().regex(/^https?:\/\/[A-Za-z0-9.:/_-]{1,200}$/)

/** How far an instance may be from its provider: a holder that got it from the provider is at 1 (design D21). */
export const passesMaximum = 16

/** How long each step of an order may take, in seconds; the provider says it to all (design D25). */
const seconds = z.int().min(1).max(7_776_000)
export const periods = z.strictObject({
  /** For the provider to accept. */
  accept: seconds,
  /** For the provider to ship, from its acceptance. */
  ship: seconds,
  /** For the provider to say that it is delivered, from shipping. */
  deliver: seconds,
  /** For the buyer to confirm or dispute, from delivery. */
  confirm: seconds,
  /** For an auditor to decide a dispute. */
  decide: seconds,
})
export type Periods = z.infer<typeof periods>

/** The price terms of a certificate, which only who reads its body knows: base units of cash for one piece, and a salt of 32 random bytes. */
export const priceTerms = z.strictObject({
  provider: participantId,
  item: itemCode,
  cash: voucherCode,
  price: quantity,
  salt: instructionIdName,
})
export type PriceTerms = z.infer<typeof priceTerms>

/** What stands of price terms on the ledger: nobody can guess a price from it, and nobody can order at another (S1-047, S1-050). */
export const termsDigest = (terms: PriceTerms): string => digest(canonical(terms))
