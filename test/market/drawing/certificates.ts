import type { certificateKinds } from '../../../chaincode/domains/certificates/kinds.ts'
import {
  certificates,
  type Instance,
  instances,
  providers,
  publications,
} from '../../../chaincode/domains/certificates/tables.ts'
import { instanceForms, termsDigest } from '../../../chaincode/domains/certificates/terms.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { addresses, priceOf, series, shops, tellers } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const oneDay = 86_400_000n
/** What a licence may allow. */
export const uses = ['read', 'print', 'order']

/** A teller of the provider's own home, or whoever registered it. */
const tellerFor = (desk: Desk, provider: string) => {
  const homeOf = (one: string) => desk.book.find(accounts, one)?.home
  const own = tellers.filter((one) => homeOf(one) === homeOf(provider))
  const member = desk.book.find(providers, provider)?.member ?? desk.random.any(own) ?? 'city-bank'
  return desk.deviceOf(desk.random.chance(90) ? member : desk.random.one(tellers), 'teller')
}

const someShop = (desk: Desk): string => (desk.random.chance(85) ? desk.random.one(shops) : desk.someone())

const registerProvider: Draw<'provider.register'> = (desk) => {
  const provider = someShop(desk)
  return { device: tellerFor(desk, provider), body: { provider, name: 'A shop', addresses: [...addresses] } }
}

const closeProvider: Draw<'provider.close'> = (desk) => {
  const provider = someShop(desk)
  return { device: tellerFor(desk, provider), body: { provider } }
}

/** What of a metal each piece brings: mostly of one that every shop has some of, so that it can be put aside and sold. */
const someMetal = (desk: Desk): Pick<Body<'certificate.issue'>, 'metal'> => {
  if (desk.random.chance(45)) return {}
  const any = () => desk.code(({ product }) => product.type === 'metal' || desk.random.chance(5))
  const voucher = desk.random.chance(70) ? desk.random.one([series.gold, series.silver]) : any()
  return { metal: { voucher, quantity: desk.quantity(100n) } }
}

/** What a provider says of its goods, by names that some matching service knows. */
const someTraits = ({ random }: Desk): Pick<Body<'certificate.issue'>, 'traits'> => {
  if (random.chance(40)) return {}
  const weight = { trait: 'weight', number: random.one([1, 10, 50]) }
  const colour = { trait: 'colour', codes: [random.one(['red', 'green', 'blue'])] }
  return { traits: random.one([[weight], [colour], [weight, colour]]) }
}

const issue: Draw<'certificate.issue'> = (desk) => {
  const { random } = desk
  const [provider, item] = [someShop(desk), random.one(['CLOCK', 'LAMP', 'RING', 'BAR-1'])]
  const cash = random.chance(92) ? series.yuan : desk.code()
  const [allows] = [random.one([['order'], ['pay'], ['order', 'pay']] as const)]
  const seconds = random.one([60, 3_600])
  const periods = { accept: seconds, ship: seconds, deliver: seconds, confirm: 60, decide: seconds }
  const body = {
    ...{ item, title: 'Goods', body: digest(desk.name('body')) },
    ...{ terms: termsDigest({ provider, item, cash, ...priceOf(item) }), cash, allows: [...allows], periods },
    ...{
      expiresAt: random.chance(50) ? `${desk.now + oneDay}` : desk.deadline(),
      exclusive: random.chance(35),
      passable: random.chance(85),
      ...someMetal(desk),
      ...someTraits(desk),
    },
  }
  return { device: desk.deviceOf(provider, 'merchant'), body }
}

/** True while a certificate is active and in time. */
export const isLive = (desk: Desk, id: string): boolean => {
  const certificate = desk.book.find(certificates, id)
  return certificate?.status === 'active' && desk.now <= certificate.expiresAt
}

const someCertificate = (desk: Desk) =>
  desk.record(desk.book.all(certificates), ({ certificate }) => isLive(desk, certificate))

const revoke: Draw<'certificate.revoke'> = (desk) => {
  const found = someCertificate(desk)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.provider), 'merchant')
  return { device, body: { certificate: desk.named(found.certificate) } }
}

type Given = Omit<Body<'certificate.grant'>, 'certificate'>

/** Scope and term of a licence: within those of the one that is handed on, mostly. */
const someTerms = (desk: Desk, from?: Instance): Pick<Given, 'scope' | 'endsAt'> => {
  const { random } = desk
  if (from === undefined || random.chance(15)) return { scope: uses.slice(random.below(3)), endsAt: desk.deadline() }
  return { scope: from.scope?.slice(-1) ?? uses, endsAt: `${from.endsAt ?? desk.now}` }
}

/** What somebody is to have; mostly what its form asks for and nothing else. */
export const someGift = (desk: Desk, form: Given['form'], from?: Instance): Given => {
  const { random } = desk
  const isFit = random.chance(94)
  const isLicence = isFit ? form === 'licence' : random.chance(50)
  const mayMove = (form === 'licence' || form === 'data') === isFit && random.chance(70)
  return {
    ...{ to: desk.someone(), form },
    ...(isLicence ? someTerms(desk, from) : {}),
    ...(mayMove ? { transferable: true } : {}),
  }
}

const grant: Draw<'certificate.grant'> = (desk) => {
  const found = someCertificate(desk)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.provider), 'merchant')
  const gift = someGift(desk, desk.random.one(instanceForms))
  return { device, body: { certificate: desk.named(found.certificate), ...gift } }
}

const someInstance = (desk: Desk, isWanted: (instance: Instance) => boolean = () => true) =>
  desk.record(
    desk.book.all(instances),
    (one) => one.status === 'held' && isLive(desk, one.certificate) && isWanted(one),
  )

const byHolder = (desk: Desk, { holder }: { holder: string }) => desk.deviceOf(desk.mostly(holder), 'customer')

const passOn: Draw<'instance.pass-on'> = (desk) => {
  const found = someInstance(desk)
  if (found === undefined) return undefined
  const form = desk.random.chance(70) ? found.form : desk.random.one(instanceForms)
  const gift = someGift(desk, form, found.form === 'licence' ? found : undefined)
  return { device: byHolder(desk, found), body: { instance: desk.named(found.instance), ...gift } }
}

const use: Draw<'instance.use'> = (desk) => {
  const found = someInstance(desk, ({ form }) => form !== 'holding')
  if (found === undefined) return undefined
  const body = { instance: desk.named(found.instance), use: desk.random.one(uses) }
  return { device: byHolder(desk, found), body }
}

const publish: Draw<'instance.publish'> = (desk) => {
  const found = someInstance(desk, ({ form }) => form === 'holding' || form === 'ownership')
  if (found === undefined) return undefined
  const { random } = desk
  const page = `/c/${random.chance(85) ? found.certificate : digest('another')}`
  const link = random.chance(50) ? {} : { link: `${random.one([...addresses, 'https://elsewhere.example'])}${page}` }
  return { device: byHolder(desk, found), body: { instance: desk.named(found.instance), ...link } }
}

const withdraw: Draw<'publication.withdraw'> = (desk) => {
  const found = desk.record(desk.book.all(publications), ({ status }) => status === 'open')
  if (found === undefined) return undefined
  return { device: byHolder(desk, found), body: { publication: desk.named(found.publication) } }
}

/** How instructions about goods certificates are drawn. */
export const certificateDraws: { [K in keyof typeof certificateKinds]: Draw<K> } = {
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
