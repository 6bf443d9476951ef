import { relative } from 'node:path'
import { matchers } from '../chaincode/domains/matching/tables.ts'
import { merchants } from '../chaincode/domains/payments/tables.ts'
import type { RegistrarEnrolment } from '../chaincode/wire/registrar.ts'
import { thumbprint } from '../chaincode/wire/signature.ts'
import type { Topology } from '../network/topology.ts'
import { readQuotes } from '../terminal/sdk/lists.ts'
import { Cast, gatewayOf, type Name, parts, terminalsFolder } from './cast.ts'
import { deskParticipant, ensureDesk } from './desk.ts'
import { bankOf, dispatcherParticipant, ensureDispatcher } from './dispatcher.ts'
import { ensureGoods } from './goods.ts'
import { ensureKeeper, keeperParticipant } from './keeper.ts'
import { isDeviceKnown } from './known-device.ts'
import { ensureMatcher, matcherBody, matcherParticipant, platformOf } from './matcher.ts'
import { ensureSealedPackage, tellOfSealedPackage } from './sealed.ts'
import { goldSeries, yuanSeries } from './series.ts'
import { ensureTradingDesk, tellOfTradingDesk } from './trading-desk.ts'

const gold = 'AU-9999'
const cash = 'CNY'

/** A series of the demonstration's gold. */
export const goldOf = (voucher: string, quantity: string) => goldSeries({ voucher, name: 'Gold 9999', cash, quantity })

const isIssued = async (cast: Cast, voucher: string): Promise<boolean> => {
  const { connection } = await cast.terminal('treasury')
  const answer = await connection.fetch(`${connection.gateway}/v1/vouchers/${voucher}`)
  return answer.ok
}

/** The cash series of the bank, with money in the hands of those who trade; made once. */
export const ensureCash = async (cast: Cast): Promise<void> => {
  if (await isIssued(cast, cash)) return
  const series = yuanSeries({ voucher: cash, name: '人民币', quantity: '100000000' })
  await cast.honoured('city-bank', 'voucher.issue', series)
  for (const to of ['treasury', 'alice', 'bob']) {
    const reference = `OPENING-${to.toUpperCase()}`
    await cast.honoured('city-bank', 'cash.deposit', { voucher: cash, to, quantity: '50000000', reference })
  }
}

/** Lets the treasury's matching desk, a device that the institution's gateway holds, fill orders at its prices. */
const ensureMatching = async (topology: Topology, cast: Cast): Promise<void> => {
  const { participant, ...card } = await ensureDesk(topology)
  const { account } = await (await cast.terminal(deskParticipant)).account()
  if (account.devices[thumbprint(card.publicKey)] !== undefined) return
  await cast.honoured('institution-registrar', 'device.add', {
    participant,
    device: { ...card, roles: ['price'] },
  })
}

/** The registrar of the member whose gateway matches; undefined where that member has no part in the demonstration. */
const registrarOfPlatform = (topology: Topology) => {
  const platform = platformOf(topology)
  return registrars.find((name) => name === `${platform?.name}-registrar`)
}

/** Registers a service of a member's with the device that its gateway holds, where that is not known yet. */
const registerOnce = async (
  cast: Cast,
  registrar: Name,
  { participant, ...card }: RegistrarEnrolment,
  role: 'matcher' | 'keeper' | 'dispatcher',
): Promise<void> => {
  const { connection } = await cast.terminal(registrar)
  if (await isDeviceKnown(connection.gateway, { participant, publicKey: card.publicKey })) return
  const device = { ...card, roles: [role] }
  await cast.honoured(registrar, 'participant.register', { participant, type: 'organisation', device })
}

/** Lets the matching service, whose device the platform's gateway holds, match demands and recommendations; once. */
const ensureMatchingService = async (topology: Topology, cast: Cast): Promise<void> => {
  const registrar = registrarOfPlatform(topology)
  if (registrar === undefined) return
  if (await cast.hasRecord(registrar, matchers.key(matcherParticipant))) return
  await registerOnce(cast, registrar, await ensureMatcher(topology), 'matcher')
  await cast.honoured(registrar, 'matcher.set', matcherBody)
}

/** Lets the release service, whose device the platform's gateway holds, keep first keys of packages; once. */
const ensureReleaseService = async (topology: Topology, cast: Cast): Promise<void> => {
  const registrar = registrarOfPlatform(topology)
  if (registrar !== undefined) await registerOnce(cast, registrar, await ensureKeeper(topology), 'keeper')
}

/** Lets the trade service, whose device the bank's gateway holds, take clients' trades to institutions; once. */
const ensureTradeService = async (topology: Topology, cast: Cast): Promise<void> => {
  const registrar = registrars.find((name) => name === `${bankOf(topology)?.name}-registrar`)
  if (registrar !== undefined) await registerOnce(cast, registrar, await ensureDispatcher(topology), 'dispatcher')
}

/** Lets the noodle bar claim payment codes, for cash and gold at 0.6 per cent; once. */
const ensureMerchant = async (cast: Cast): Promise<void> => {
  if (await cast.hasRecord('noodle-bar', merchants.key('noodle-bar'))) return
  const fee = { partsPerMillion: 6_000, minimum: '1' }
  const terms = { name: 'Noodle Bar · 面馆', fee, maximum: '5000000', vouchers: [cash, gold] }
  await cast.honoured('city-bank', 'merchant.register', { merchant: 'noodle-bar', ...terms })
}

const dayMilliseconds = 86_400_000

// A little past for the chart, in fen for a gram; the last one lives.
const pastPrices = [55_480, 55_620, 55_590, 55_760, 55_840] as const
/** What alice buys at some of them, in milligrams, so that her position has a cost, a profit and a yield. */
const purchases: { readonly [price: number]: string } = { 55480: '60000', 55760: '40000' }
const spread = 500
const quoteLifeSeconds = 43_200

const publish = async (cast: Cast, buy: number): Promise<string> => {
  const quote = `SEED-${Date.now().toString(36)}`
  const prices = { buy: String(buy), sell: String(buy - spread) }
  await cast.honoured('treasury', 'quote.publish', { voucher: gold, quote, ...prices, lifeSeconds: quoteLifeSeconds })
  return quote
}

/** The first prices, and alice's purchases at them. */
const openMarket = async (cast: Cast): Promise<void> => {
  for (const price of pastPrices) {
    const quote = await publish(cast, price)
    const quantity = purchases[price]
    if (quantity === undefined) continue
    const trade = { voucher: gold, issuer: 'treasury', quote, quantity, worstPrice: String(price) }
    await cast.honoured('alice', 'trade.buy', trade)
  }
}

/** Has the treasury say prices: some at the first start, and another one when the last has less than an hour to live. */
const ensureQuotes = async (cast: Cast): Promise<void> => {
  const { connection } = await cast.terminal('treasury')
  const [newest] = (await readQuotes(connection, gold, { limit: '1' })).items
  if (newest === undefined) await openMarket(cast)
  const isNearItsEnd = newest === undefined || Number(newest.expiresAt) < Date.now() + dayMilliseconds / 24
  if (isNearItsEnd) await publish(cast, 56_000)
}

/** What the people of the demonstration log in with; printed, and so no secret. */
export const demonstrationPassword = 'gold in milligrams'

const people = ['alice', 'bob', 'carol', 'noodle-bar', 'clockmaker', 'treasury', 'city-bank'] as const

const registrars = ['bank-registrar', 'institution-registrar', 'supplier-registrar'] as const

const auditor = 'auditor-desk'

/** Where messages to somebody of the demonstration go: to the gateway's inbox page. */
const addressOf = (name: string): string => `${name}@example.org`

/** Lets the people log in at their home's gateway; each start sets the same again. */
const ensureCredentials = async (cast: Cast): Promise<void> => {
  for (const name of people) {
    const { roles } = parts[name]
    const registrar = await cast.terminal(`${gatewayOf(name)}-registrar`)
    const credentials = { password: demonstrationPassword, messageAddress: addressOf(name), roles: [...roles] }
    await registrar.setCredentials(name, credentials)
  }
  // Their browsers become a registrar's or an auditor's device by their administrators' hands alone: see npm run registrar.
  for (const name of [...registrars, auditor] as const) {
    const registrar = await cast.terminal(name === auditor ? 'bank-registrar' : name)
    const credentials = {
      password: demonstrationPassword,
      messageAddress: addressOf(name),
      roles: ['customer' as const],
    }
    await registrar.setCredentials(name, credentials)
  }
}

/**
 * Puts a small demonstration on the ledger, once: the organisations' desks, three customers, cash, a gold voucher
 * of which some hold some, a provider with two certificates, whose links it reports, a sealed package to open, and a client that can trade at
 * the institution. Answers a command that a newcomer can copy.
 */
export const seedDemonstration = async (topology: Topology, report: (line: string) => void): Promise<string> => {
  const cast = new Cast(topology)
  try {
    // The desks first: everybody else is registered by one of them.
    for (const name of Object.keys(parts) as Name[]) await cast.terminal(name)
    await ensureMatching(topology, cast)
    await ensureMatchingService(topology, cast)
    await ensureReleaseService(topology, cast)
    await ensureTradeService(topology, cast)
    await ensureCash(cast)
    if (!(await isIssued(cast, gold))) {
      await cast.honoured('treasury', 'voucher.issue', goldOf(gold, '10000000'))
      await cast.honoured('treasury', 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '100000' })
    }
    await ensureMerchant(cast)
    await ensureQuotes(cast)
    // The package waits for the matching service, and the others need nothing of it.
    const sealed = registrarOfPlatform(topology) === undefined ? undefined : ensureSealedPackage({ topology, cast })
    const trading = ensureTradingDesk(topology, cast)
    const [{ clock, bar }] = await Promise.all([ensureGoods(topology, cast), sealed, trading])
    await ensureCredentials(cast)
    report(`demonstration: ${Object.keys(parts).length} participants, ${cash} and ${gold} are on the ledger`)
    report(`log in as ${people.join(', ')}, with the password “${demonstrationPassword}”; messages: /development/inbox`)
    const platform = platformOf(topology)?.name
    report(`matching service: ${matcherParticipant}, by the gateway of the ${platform}`)
    report(`keeper of packages' first keys: ${keeperParticipant}, by the same gateway`)
    report(`clients' trades at institutions: ${dispatcherParticipant}, by the gateway of the ${bankOf(topology)?.name}`)
    report('goods of clockmaker, to be opened in any browser, logged in or not:')
    report(`  a clock, 120.00 CNY        ${clock.link}`)
    report(`  a gold bar of 1 g, 580.00  ${bar.link}`)
    if (sealed !== undefined) for (const line of tellOfSealedPackage(topology)) report(line)
    for (const line of tellOfTradingDesk(topology)) report(line)
    report(`for a registrar's desk as ${registrars.join(', ')}, then npm run registrar`)
    report(`for the auditor's shelf as ${auditor} at the bank, then npm run registrar -- auditor`)
  } finally {
    cast.close()
  }
  const home = relative(process.cwd(), terminalsFolder(topology)) || '.'
  return `ASSAY_HOME=${home} npm run assay -- --profile alice transfer ${gold} 1500 --to bob`
}
