import { type Certificate, catalogueItems, certificates, providers } from '../../domains/certificates/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { vouchers } from '../../domains/vouchers/tables.ts'
import { Refusal } from '../../refusal.ts'
import type { Body } from '../../vocabulary.ts'
import { requireAhead } from '../deadline.ts'
import { requireFunction, requireLiveVoucher } from '../require.ts'
import { type Facts, type Rule, type View, write } from '../rule.ts'
import { isLive, requireCertificate, revoked } from './live-certificate.ts'
import { requireOpenProvider } from './provider.ts'

type Issue = Body<'certificate.issue'>

/** Refuses `item_has_certificate` while the provider's newest certificate of this item counts (S1-032). */
const requireFreeItem = (view: View, { provider, item }: { provider: string; item: string }, facts: Facts): void => {
  const entry = view.find(catalogueItems, provider, item)
  if (entry === undefined || !isLive(requireCertificate(view, entry.certificate), facts)) return
  throw new Refusal('item_has_certificate', { item, certificate: entry.certificate })
}

/** Refuses `unknown_voucher`, `voucher_retired`, `not_a_currency`. */
const requireCash = (view: View, code: string): void => {
  if (requireLiveVoucher(view, code).product.type !== 'currency') throw new Refusal('not_a_currency', { voucher: code })
}

/** The metal of one piece; refuses `unknown_voucher`, `voucher_retired`, `not_a_metal`, `function_not_enabled`. */
const metalOf = (view: View, metal: Issue['metal']): Pick<Certificate, 'metal'> => {
  if (metal === undefined) return {}
  const voucher = requireLiveVoucher(view, metal.voucher)
  if (voucher.product.type !== 'metal') throw new Refusal('not_a_metal', { voucher: metal.voucher })
  requireFunction(voucher, 'transfer')
  return { metal: { voucher: metal.voucher, quantity: BigInt(metal.quantity) } }
}

/**
 * Puts a goods certificate of one of the sender's items on the ledger, and with it whose device signed its body. Refuses a sender that no
 * member registered (S1-030), an item that has one that counts (S1-032), money that is no live cash, metal that cannot be handed over,
 * and an end in the past.
 */
export const issueCertificate: Rule<'certificate.issue'> = {
  reads: ({ from, body }) => [
    ...[providers.key(from), catalogueItems.key(from, body.item), vouchers.key(body.cash)],
    ...(body.metal === undefined ? [] : [vouchers.key(body.metal.voucher)]),
  ],
  readsThen: ({ from, body }, view) => {
    const entry = view.find(catalogueItems, from, body.item)
    return entry === undefined ? [] : [certificates.key(entry.certificate)]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ instruction, body, id, sender, view, facts }) => {
    const { participant: provider, home } = sender
    requireOpenProvider(view, provider)
    requireFreeItem(view, { provider, item: body.item }, facts)
    const expiresAt = requireAhead(body.expiresAt, facts)
    requireCash(view, body.cash)
    const { metal, ...said } = body
    const signed = { certificate: id, provider, home, device: instruction.device }
    const certificate: Certificate = { ...said, ...signed, expiresAt, ...metalOf(view, metal), status: 'active' }
    return {
      effects: { certificate: id, item: body.item, status: 'active', expiresAt: body.expiresAt },
      writes: [
        write(certificates, certificate),
        write(catalogueItems, { provider, item: body.item, home, certificate: id }),
      ],
    }
  },
}

/** Takes a certificate back for ever: nothing of it can be had or used from then on, and its item is free for another. */
export const revokeCertificate: Rule<'certificate.revoke'> = {
  reads: ({ body }) => [certificates.key(body.certificate)],
  home: ({ body }, view) => view.find(certificates, body.certificate)?.home,
  decide: ({ body, sender, view }) => {
    const certificate = requireCertificate(view, body.certificate)
    if (certificate.provider !== sender.participant) throw new Refusal('not_a_party', { certificate: body.certificate })
    const status = revoked(certificate)
    return {
      effects: { certificate: body.certificate, item: certificate.item, status },
      writes: [write(certificates, { ...certificate, status })],
    }
  },
}
