import {
  type Certificate,
  catalogueItems,
  certificates,
  type Instance,
  instances,
  providers,
  publications,
  titles,
} from '../../../chaincode/domains/certificates/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Body, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { isOffered } from './offered.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstReceiver, againstUse } from './vouchers.ts'

const registerProvider: Page<'provider.register'> = ({ book, body, from, sender }) => {
  const before = book.find(providers, body.provider)
  const home = book.find(participants, body.provider)?.home
  const against = reasons({
    not_registrar_of_home: home !== undefined && home !== sender.home,
    not_a_party: before?.status === 'open' && before.member !== from,
  })
  return plain([...againstReceiver(book, body.provider), ...against], () => {
    book.put(providers, { ...body, home: sender.home, member: from, status: 'open' })
    return { provider: body.provider, status: 'open' }
  })
}

const closeProvider: Page<'provider.close'> = ({ book, body, from }) => {
  const provider = book.find(providers, body.provider)
  if (provider?.status !== 'open') return refused('provider_not_registered')
  return plain(reasons({ not_a_party: provider.member !== from }), () => {
    book.put(providers, { ...provider, status: 'closed' })
    return { provider: body.provider, status: 'closed' }
  })
}

const isOpen = (book: Book, provider: string): boolean => book.find(providers, provider)?.status === 'open'

/** What speaks against all that can be done with a certificate: it ends by its provider's word, by its time, or with its provider. */
export const againstEnd = (book: Book, { status, expiresAt, provider }: Certificate, now: bigint): RefusalCode[] =>
  reasons({
    certificate_revoked: status === 'revoked',
    certificate_expired: now > expiresAt,
    provider_not_registered: !isOpen(book, provider),
  })

const againstCash = (book: Book, code: string): RefusalCode[] => {
  const cash = book.find(vouchers, code)
  if (cash === undefined) return ['unknown_voucher']
  return reasons({ voucher_retired: cash.status === 'retired', not_a_currency: cash.product.type !== 'currency' })
}

const againstMetal = (book: Book, metal: { voucher: string } | undefined): RefusalCode[] => {
  if (metal === undefined) return []
  const voucher = book.find(vouchers, metal.voucher)
  if (voucher === undefined) return ['unknown_voucher']
  return [...againstUse(voucher, 'transfer'), ...reasons({ not_a_metal: voucher.product.type !== 'metal' })]
}

const issue: Page<'certificate.issue'> = ({ book, body, from, device, sender, id, now }) => {
  const newest = book.find(catalogueItems, from, body.item)?.certificate
  const before = newest === undefined ? undefined : book.find(certificates, newest)
  const expiresAt = BigInt(body.expiresAt)
  const against = [
    ...reasons({
      provider_not_registered: !isOpen(book, from),
      item_has_certificate: before?.status === 'active' && now <= before.expiresAt,
      deadline_in_past: now > expiresAt,
    }),
    ...[...againstCash(book, body.cash), ...againstMetal(book, body.metal)],
  ]
  return plain(against, () => {
    const { metal, ...said } = body
    const row: Certificate = {
      ...said,
      expiresAt,
      certificate: id,
      provider: from,
      home: sender.home,
      device,
      status: 'active',
    }
    const ofMetal = metal === undefined ? {} : { metal: { ...metal, quantity: BigInt(metal.quantity) } }
    book.put(certificates, { ...row, ...ofMetal })
    book.put(catalogueItems, { provider: from, item: body.item, home: sender.home, certificate: id })
    return { certificate: id, item: body.item, status: 'active', expiresAt: body.expiresAt }
  })
}

const revoke: Page<'certificate.revoke'> = ({ book, body, from }) => {
  const certificate = book.find(certificates, body.certificate)
  if (certificate === undefined) return refused('unknown_certificate')
  const against = reasons({
    not_a_party: certificate.provider !== from,
    certificate_revoked: certificate.status === 'revoked',
  })
  return plain(against, () => {
    book.put(certificates, { ...certificate, status: 'revoked' })
    return { certificate: body.certificate, item: certificate.item, status: 'revoked' }
  })
}

/** What somebody is to have of a certificate. */
export type Given = Omit<Body<'certificate.grant'>, 'certificate'>

/** What speaks against what is said of a form, whoever gives it to whom. */
export const againstTerms = ({ form, scope, endsAt, transferable }: Omit<Given, 'to'>, now: bigint): RefusalCode[] => {
  const isLicence = form === 'licence'
  return reasons({
    licence_terms_unfit:
      [scope !== undefined, endsAt !== undefined].some((says) => says !== isLicence) ||
      (transferable !== undefined && (form === 'holding' || form === 'ownership')),
    deadline_in_past: endsAt !== undefined && now > BigInt(endsAt),
  })
}

/** What speaks against giving this to this receiver, whoever gives it. */
export const againstGift = (
  { book, body, now }: Pick<Asked, 'book' | 'now'> & { body: Given },
  { certificate, provider }: Certificate,
): RefusalCode[] => [
  ...againstReceiver(book, body.to),
  ...reasons({
    provider_is_receiver: body.to === provider,
    already_owned: body.form === 'ownership' && book.find(titles, certificate, body.to)?.status === 'owned',
  }),
  ...againstTerms(body, now),
]

/** Writes down what somebody has of a certificate from now on. */
export const give = (
  { book, body, id }: Pick<Asked, 'book' | 'id'> & { body: Given },
  { certificate, provider, home: providerHome }: Certificate,
  from?: Instance,
) => {
  const { to: holder, form, scope, endsAt, transferable, sealedKey } = body
  const holderHome = book.find(participants, holder)?.home as string
  const parties = { certificate, provider, providerHome, holder, holderHome }
  const ofLicence = endsAt === undefined ? {} : { scope: scope as string[], endsAt: BigInt(endsAt) }
  const ofGiver = from === undefined ? {} : { from: from.instance }
  const sealed = sealedKey === undefined ? {} : { sealedKey }
  const moves = transferable ?? (form === 'holding' || form === 'ownership')
  const passes = (from?.passes ?? 0) + 1
  const instance = { ...parties, ...ofLicence, ...ofGiver, ...sealed, instance: id, form, transferable: moves, passes }
  book.put(instances, { ...instance, status: 'held' })
  if (form === 'ownership')
    book.put(titles, { certificate, holder, providerHome, holderHome, instance: id, status: 'owned' })
  return { certificate, instance: id, form, status: 'held', to: holder }
}

const grant: Page<'certificate.grant'> = (asked) => {
  const { book, body, from, id, now } = asked
  const certificate = book.find(certificates, body.certificate)
  if (certificate === undefined) return refused('unknown_certificate')
  const against = [
    ...againstEnd(book, certificate, now),
    ...againstGift(asked, certificate),
    ...reasons({
      not_a_party: certificate.provider !== from,
      certificate_not_passable: body.form === 'holding' && !certificate.passable,
      exclusive_given: certificate.given !== undefined,
    }),
  ]
  return plain(against, () => {
    if (certificate.exclusive) book.put(certificates, { ...certificate, given: id })
    return give(asked, certificate)
  })
}

/** What speaks against giving something in the name of this holder. */
export const againstHolder = ({ holder, status }: Instance, giver: string): RefusalCode[] =>
  reasons({ not_a_party: holder !== giver, instance_state_forbids: status !== 'held' })

/** An instance and its certificate, with what speaks against any step of it by this sender. */
export const held = ({ book, from, now }: Pick<Asked, 'book' | 'from' | 'now'>, id: string) => {
  const instance = book.find(instances, id)
  if (instance === undefined) return refused('unknown_instance')
  const certificate = book.find(certificates, instance.certificate) as Certificate
  const own = reasons({
    not_a_party: instance.holder !== from,
    instance_state_forbids: instance.status !== 'held',
    instance_offered: instance.status === 'held' && isOffered(book, instance, now),
  })
  return { instance, certificate, against: [...own, ...againstEnd(book, certificate, now)] }
}

/** As docs and decision 0042 say it: what each form may be handed on as. */
const onwards: { readonly [form: string]: readonly string[] } = {
  holding: ['holding', 'data', 'ownership', 'licence'],
  ...{ ownership: ['ownership', 'licence'], licence: ['licence'], data: ['data'] },
}

/** What speaks against handing on this as that, whoever gets it. */
export const againstPass = (from: Instance, { form, scope = [], endsAt = '0' }: Given): RefusalCode[] =>
  reasons({
    form_forbids: onwards[from.form]?.includes(form) !== true,
    not_transferable: !from.transferable,
    too_many_passes: from.passes === 16,
    licence_exceeded:
      from.form === 'licence' &&
      (scope.some((use) => from.scope?.includes(use) !== true) || BigInt(endsAt) > (from.endsAt ?? 0n)),
  })

/** Writes down that the giver has nothing of it any more; its publication ends too. */
const end = (book: Book, from: Instance): void => {
  const { certificate, holder, providerHome, holderHome, instance } = from
  book.put(instances, { ...from, status: 'passed' })
  if (from.form === 'ownership')
    book.put(titles, { certificate, holder, providerHome, holderHome, instance, status: 'passed' })
  const publication = book.find(publications, instance)
  if (publication?.status === 'open') book.put(publications, { ...publication, status: 'withdrawn' })
}

/** Whether who gives this keeps it: an owner who lets it, and who has data that others may have too. */
const keeps = ({ form }: Instance, as: Given['form'], { exclusive }: Certificate): boolean =>
  (form === 'data' && !exclusive) || (form === 'ownership' && as === 'licence')

/** Writes down that something was handed on: its giver keeps what it only lets, and data that others may have too. */
export const handOn = (
  { book, body, id }: Pick<Asked, 'book' | 'id'> & { body: Given },
  { instance, certificate }: { instance: Instance; certificate: Certificate },
) => {
  if (!keeps(instance, body.form, certificate)) {
    end(book, instance)
    if (certificate.given === instance.instance) book.put(certificates, { ...certificate, given: id })
  }
  return give({ book, body, id }, certificate, instance)
}

const passOn: Page<'instance.pass-on'> = (asked) => {
  const { body, from } = asked
  const found = held(asked, body.instance)
  if (!('instance' in found)) return found
  const { instance, certificate, against } = found
  const own = reasons({ sender_is_receiver: body.to === from })
  const guards = [...against, ...own, ...againstGift(asked, certificate), ...againstPass(instance, body)]
  return plain(guards, () => handOn(asked, { instance, certificate }))
}

/** What speaks against using this for that, whoever holds it and whatever its state. */
export const againstUseOf = (
  { form, endsAt, scope }: Pick<Instance, 'form' | 'endsAt' | 'scope'>,
  { use, now }: { use: string; now: bigint },
): RefusalCode[] =>
  reasons({
    form_forbids: form === 'holding',
    licence_ended: endsAt !== undefined && now > endsAt,
    use_not_licensed: scope !== undefined && !scope.includes(use),
  })

const use: Page<'instance.use'> = (asked) => {
  const { body, now } = asked
  const found = held(asked, body.instance)
  if (!('instance' in found)) return found
  const { instance, against } = found
  const { certificate } = instance
  const guards = [...against, ...againstUseOf(instance, { use: body.use, now })]
  return plain(guards, () => ({ certificate, instance: body.instance, use: body.use }))
}

const publish: Page<'instance.publish'> = (asked) => {
  const { book, body, from, sender } = asked
  const found = held(asked, body.instance)
  if (!('instance' in found)) return found
  const { instance, against } = found
  const { certificate, provider } = instance
  const own = book.find(providers, provider)?.addresses.map((address) => `${address}/c/${certificate}`)
  const guards = reasons({
    form_forbids: instance.form === 'data' || instance.form === 'licence',
    foreign_link: body.link !== undefined && own?.includes(body.link) !== true,
  })
  return plain([...against, ...guards], () => {
    const link = body.link === undefined ? {} : { link: body.link }
    const parties = { certificate, provider, holder: from, home: sender.home }
    book.put(publications, { publication: body.instance, ...parties, ...link, status: 'open' })
    return { publication: body.instance, certificate, status: 'open' }
  })
}

const withdraw: Page<'publication.withdraw'> = ({ book, body, from }) => {
  const publication = book.find(publications, body.publication)
  if (publication === undefined) return refused('unknown_publication')
  const against = reasons({
    not_a_party: publication.holder !== from,
    publication_state_forbids: publication.status !== 'open',
  })
  return plain(against, () => {
    book.put(publications, { ...publication, status: 'withdrawn' })
    return { publication: body.publication, certificate: publication.certificate, status: 'withdrawn' }
  })
}

/** The pages about goods certificates. */
export const certificatePages = {
  'provider.register': registerProvider,
  'provider.close': closeProvider,
  'certificate.issue': issue,
  'certificate.revoke': revoke,
  'certificate.grant': grant,
  'instance.pass-on': passOn,
  'instance.use': use,
  'instance.publish': publish,
  'publication.withdraw': withdraw,
}
