import {
  type Certificate,
  certificates,
  instances,
  providers,
  publications,
  titles,
} from '../../domains/certificates/tables.ts'
import { type CommerceFunction, termsDigest } from '../../domains/certificates/terms.ts'
import { type OneClickRule, oneClickRules, type Purchase, purchases } from '../../domains/commerce/tables.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { moved } from '../account.ts'
import { requireBelowCap } from '../amount.ts'
import { requireCertificate, requireLive } from '../certificates/live-certificate.ts'
import { keysOfOffer } from '../certificates/offered.ts'
import { covers, withOneMore } from '../day-allowance.ts'
import { requireActive, requireFunction, requireLiveVoucher, requireSameVoucher } from '../require.ts'
import { type Request, type Rule, type View, type Write, write } from '../rule.ts'
import { actByFor } from './purchase-life.ts'
import { instanceUsedUp } from './used-instance.ts'

type Ordering = Request<'purchase.order'>

/** Refuses what is not the certificate's: another provider, another cash, another price (S1-046, S1-047, S1-050). */
const requireAsCommitted = ({ provider, cash, item, terms }: Certificate, body: Body<'purchase.order'>): void => {
  if (provider !== body.provider) throw new Refusal('not_the_provider', { provider: body.provider })
  requireSameVoucher({ voucher: cash }, { voucher: body.cash })
  const { price, salt } = body
  if (termsDigest({ provider, item, cash, price, salt }) !== terms)
    throw new Refusal('price_terms_differ', { cash, price })
}

/** Refuses `certificate_forbids` for a function that the certificate does not offer (S1-040, S1-053). */
export const requireAllowed = ({ certificate, allows }: Certificate, wanted: CommerceFunction): void => {
  if (!allows.includes(wanted)) throw new Refusal('certificate_forbids', { certificate, function: wanted })
}

/** The certificate, of which this can be ordered from its provider by the sender now. */
const requireOrderable = ({ body, sender, view, facts }: Ordering): Certificate => {
  const certificate = requireCertificate(view, body.certificate)
  requireAsCommitted(certificate, body)
  requireLive(view, certificate, facts)
  requireAllowed(certificate, body.pay ? 'pay' : 'order')
  if (body.provider === sender.participant) throw new Refusal('buyer_is_provider', { provider: body.provider })
  requireActive(view, body.provider)
  requireFunction(requireLiveVoucher(view, body.cash), 'transfer')
  return certificate
}

/** The buyer's own rule with this order counted, where its device did not ask; refuses `prompt_needed` (S1-042). */
const unprompted = ({ body, sender, view, facts }: Ordering, amount: bigint): OneClickRule[] => {
  if (body.prompted !== false) return []
  const { cash } = body
  const rule = view.find(oneClickRules, sender.participant, cash)
  if (covers(rule, amount, facts)) return [withOneMore(rule, facts)]
  throw new Refusal('prompt_needed', { voucher: cash, quantity: amount.toString() })
}

/** What the provider is to give of the metal for so many pieces, none of it reserved yet. */
const metalFor = ({ metal }: Certificate, count: bigint): Pick<Purchase, 'metal'> =>
  metal === undefined
    ? {}
    : { metal: { voucher: metal.voucher, quantity: requireBelowCap(metal.quantity * count), reserved: 0n } }

const purchaseOf = ({ body, id, sender, facts }: Ordering, certificate: Certificate, instance: string): Purchase => {
  const price = BigInt(body.price)
  const amount = requireBelowCap(price * BigInt(body.count))
  const { periods, provider, home: providerHome, item, cash } = certificate
  const { participant: buyer, home } = sender
  return {
    ...{ purchase: id, certificate: body.certificate, instance, provider, providerHome, buyer, buyerHome: home, home },
    ...{ item, cash, count: body.count, price, amount, held: body.pay ? amount : 0n, captured: 0n, refunded: 0n },
    ...metalFor(certificate, BigInt(body.count)),
    ...(body.address === undefined ? {} : { address: body.address }),
    ...{ periods, actBy: actByFor('accept', periods, facts), status: body.pay ? 'paid' : 'ordered' },
  }
}

/** The cash of a purchase put aside in the buyer's own account. */
export const cashPutAside = (sender: Ordering['sender'], { cash, amount }: Purchase): Write =>
  write(accounts, moved(sender, cash, { bucket: 'available', to: 'reserved', quantity: amount }))

const instanceKeys = (view: View, from: string, id: string | undefined): string[] => {
  const instance = id === undefined ? undefined : view.find(instances, id)
  if (instance === undefined) return []
  const title = instance.form === 'ownership' ? [titles.key(instance.certificate, from)] : []
  return [...title, ...keysOfOffer(view, instance.instance)]
}

/**
 * Orders from the provider of a certificate, and pays at once where that is asked: the price is put aside in the buyer's own account.
 * Payee and price are the certificate's, whatever the request says (S1-046, S1-047); an instance of the buyer's is used up, or, for who
 * came by a link, written as used up (S1-045). Whoever handed the certificate on is no party.
 */
export const orderPurchase: Rule<'purchase.order'> = {
  reads: ({ from, body }) => [
    ...[certificates.key(body.certificate), providers.key(body.provider), participants.key(body.provider)],
    vouchers.key(body.cash),
    ...(body.instance === undefined ? [] : [instances.key(body.instance), publications.key(body.instance)]),
    ...(body.prompted === false ? [oneClickRules.key(from, body.cash)] : []),
  ],
  readsThen: ({ from, body }, view) => instanceKeys(view, from, body.instance),
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: ({ body }, view) => [view.find(participants, body.provider)?.home],
  decide: (request) => {
    const { body, id, sender } = request
    const certificate = requireOrderable(request)
    const used = instanceUsedUp(request, certificate)
    const purchase = purchaseOf(request, certificate, body.instance ?? id)
    const rules = unprompted(request, purchase.amount)
    const { provider, cash, status } = purchase
    return {
      effects: {
        ...{ purchase: id, certificate: body.certificate, instance: purchase.instance, provider, status },
        ...{ cash, amount: purchase.amount.toString() },
      },
      writes: [
        ...[write(purchases, purchase), ...used],
        ...rules.map((rule) => write(oneClickRules, rule)),
        ...(body.pay ? [cashPutAside(sender, purchase)] : []),
      ],
    }
  },
}
