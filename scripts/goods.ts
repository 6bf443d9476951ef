import { join } from 'node:path'
import { providers } from '../chaincode/domains/certificates/tables.ts'
import { gatewayOrganisations, type Topology } from '../network/topology.ts'
import { findCertificates } from '../terminal/sdk/certificates/find-certificates.ts'
import { issueCertificate, type NewCertificate } from '../terminal/sdk/certificates/issue-certificate.ts'
import { keepLink, keptLink, loadProfile, profileSealKey } from '../terminal/sdk/node/profile.ts'
import { readInstances } from '../terminal/sdk/purchases.ts'
import { type Cast, gatewayOf, terminalsFolder } from './cast.ts'
import { gatewayUrl } from './gateways.ts'

/** Who sells goods in the demonstration, who registers it, and who holds a certificate to show it on. */
export const provider = 'clockmaker'
const desk = 'supplier-desk'
export const holder = 'carol'

type Goods = Omit<NewCertificate, 'expiresAt'>

const lifeMilliseconds = 90 * 86_400_000
const day = 86_400
const terms = {
  allows: ['order', 'pay'],
  periods: { accept: 2 * day, ship: 7 * day, deliver: 14 * day, confirm: 7 * day, decide: 14 * day },
  exclusive: false,
  passable: true,
} satisfies Partial<Goods>

const clock: Goods = {
  ...terms,
  item: 'CLOCK-1',
  title: 'Walnut mantel clock · 胡桃木座钟',
  introduction:
    'Runs for eight days and strikes the hours.\nEach movement is set by hand before it leaves the workshop.',
  specification: [
    { name: 'Case', value: 'walnut' },
    { name: 'Height', value: '28 cm' },
  ],
  cash: 'CNY',
  price: '12000',
}

const bar: Goods = {
  ...terms,
  item: 'GOLD-BAR-1G',
  title: 'Gold bar, 1 g · 一克金条',
  introduction: 'The gold moves to the buyer on the ledger in the same step in which the money moves to the provider.',
  specification: [
    { name: 'Weight', value: '1 g' },
    { name: 'Fineness', value: '999.9' },
  ],
  cash: 'CNY',
  price: '58000',
  metal: { voucher: 'AU-9999', quantity: '1000' },
}

/** A certificate of the demonstration, and its whole link. */
export interface Offered {
  certificate: string
  link: string
}

/** What the clockmaker sells. */
export interface GoodsOnOffer {
  clock: Offered
  bar: Offered
}

/** Where links to the clockmaker's goods lead: each member's gateway serves their page, its own first. */
const addressesOf = (topology: Topology): string[] => {
  const home = gatewayOf(provider)
  const isElsewhere = ({ name }: { name: string }): number => Number(name !== home)
  const sorted = [...gatewayOrganisations(topology)].sort((one, other) => isElsewhere(one) - isElsewhere(other))
  return sorted.slice(0, 4).map(gatewayUrl)
}

const profileOf = (topology: Topology) => loadProfile(join(terminalsFolder(topology), provider))

/** Registers the clockmaker, gives it a key for addresses, and metal for its bars; once. */
const ensureProvider = async (topology: Topology, cast: Cast): Promise<void> => {
  if (await cast.hasRecord(provider, providers.key(provider))) return
  const { publicKey } = await profileSealKey(await profileOf(topology))
  await cast.honoured(provider, 'device.set-seal-key', { publicKey })
  await cast.honoured('treasury', 'voucher.transfer', { voucher: 'AU-9999', to: provider, quantity: '100000' })
  const registration = { name: 'The Clockmaker · 钟表匠', addresses: addressesOf(topology) }
  // Last, since this is what the next start looks for.
  await cast.honoured(desk, 'provider.register', { provider, ...registration })
}

const issue = async (topology: Topology, cast: Cast, goods: Goods): Promise<Offered> => {
  const terminal = await cast.terminal(provider)
  const profile = await profileOf(topology)
  const wanted = { ...goods, expiresAt: String(terminal.connection.now() + lifeMilliseconds) }
  const [origin = ''] = addressesOf(topology)
  const keep = (link: string) => keepLink(profile, link)
  const { result, certificate, link } = await issueCertificate(terminal, wanted, { origin, keep })
  if (result.status === 'accepted') return { certificate, link }
  throw new Error(`the certificate of ${goods.item} was not accepted: ${JSON.stringify(result)}`)
}

/** The certificate of some goods that is good now, issued where there is none. */
const ensureCertificate = async (topology: Topology, cast: Cast, goods: Goods): Promise<Offered> => {
  const { connection } = await cast.terminal(provider)
  const { items } = await findCertificates(connection, { provider, text: goods.item })
  const found = items.find(({ certificate }) => certificate.item === goods.item)
  if (found === undefined) return issue(topology, cast, goods)
  const { certificate } = found.certificate
  const link = await keptLink(await profileOf(topology), certificate)
  if (link !== undefined) return { certificate, link }
  throw new Error(
    `the link to ${goods.item} is gone from the clockmaker’s profile; revoke ${certificate} and start again`,
  )
}

/** Lets carol hold the clock’s certificate and tell everybody so; once for each certificate. */
const ensureHolder = async (cast: Cast, { certificate, link }: Offered): Promise<void> => {
  const { items } = await readInstances(await cast.terminal(holder), { state: 'open', limit: 100 })
  if (items.some((one) => one.certificate === certificate && one.holder === holder)) return
  const { effects } = await cast.honoured(provider, 'certificate.grant', { certificate, to: holder, form: 'holding' })
  const { instance } = effects as { instance: string }
  // Without its key, which goes to no ledger.
  await cast.honoured(holder, 'instance.publish', { instance, link: link.replace(/#.*$/, '') })
}

/** Puts a provider with two certificates on the ledger, a clock and a bar of gold, and somebody who holds one; made once. */
export const ensureGoods = async (topology: Topology, cast: Cast): Promise<GoodsOnOffer> => {
  await ensureProvider(topology, cast)
  const offered = {
    clock: await ensureCertificate(topology, cast, clock),
    bar: await ensureCertificate(topology, cast, bar),
  }
  await ensureHolder(cast, offered.clock)
  return offered
}
