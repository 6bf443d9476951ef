import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { Command } from 'commander'
import type { Report } from '../audit/report.ts'
import { type Order, orders } from '../chaincode/domains/market/tables.ts'
import { balancesOf } from '../gateway/services/reading.ts'
import { auditReportFile } from '../network/folders.ts'
import { createTopology, type Topology } from '../network/topology.ts'
import { auditDisclosed, auditNetwork } from './audit/network.ts'
import { taleOf } from './audit/tale.ts'
import { Cast, type Name, parts } from './cast.ts'
import { DemonstrationCommands } from './demo/command-line.ts'
import { type Change, tellOfGoods } from './demo/goods.ts'
import { untilAllKnow } from './demo/heights.ts'
import { tellOfMatching } from './demo/matching.ts'
import { tellOfPackage } from './demo/packages.ts'
import { tellOfPromotion } from './demo/promotion.ts'
import { tellOfTrades } from './demo/trades.ts'
import { say, tick } from './demo/voice.ts'
import { ensureGoods, holder, provider } from './goods.ts'
import { type PeerRow, readPeers } from './peers.ts'
import { ensureCash, goldOf } from './seed.ts'
import { tradersOf } from './trading-desk.ts'

type Effects = { [name: string]: unknown }

type Act = (...request: Parameters<Cast['honoured']>) => Promise<Effects>
interface Tale {
  act: Act
  topology: Topology
  voucher: string
  quote: string
  inAnHour: string
}

const issueAndDeposit = async ({ act, voucher }: Tale): Promise<void> => {
  say('\nThe bank has cash on the ledger, and the treasury issues gold')
  await act('treasury', 'voucher.issue', goldOf(voucher, '1000000'))
  tick(`${voucher}: 1,000 g issued into the treasury’s account`)
  await act('city-bank', 'cash.deposit', { voucher: 'CNY', to: 'alice', quantity: '10000000', reference: 'COUNTER-1' })
  tick('alice brought 100,000.00 CNY to the bank’s counter')
}

const buy = async ({ act, voucher, quote }: Tale): Promise<void> => {
  say('\nAlice buys at the treasury’s price')
  await act('treasury', 'quote.publish', { voucher, quote, buy: '56000', sell: '55500', lifeSeconds: 600 })
  tick('the treasury sells at 560.00 and buys at 555.00 CNY a gram, for ten minutes')
  const trade = { voucher, issuer: 'treasury', quote, quantity: '100000', worstPrice: '56000' }
  const bought = await act('alice', 'trade.buy', trade)
  tick(`alice bought 100 g for ${bought['gross']} fen and a fee of ${bought['fee']} fen`)
}

const orderOf = async (topology: Topology, order: string): Promise<Order> => {
  const rows = await readPeers(topology, { start: orders.key(order), end: `${orders.key(order)}!` })
  return orders.codec.decode(rows.get('institution')?.[0]?.row as never)
}

const untilFilled = async (topology: Topology, id: string): Promise<Order> => {
  for (let tries = 0; tries < 40; tries += 1) {
    const order = await orderOf(topology, id)
    if (order.status === 'filled') return order
    await new Promise((resume) => setTimeout(resume, 250))
  }
  throw new Error('the matching desk did not fill the order; see npm run logs -- gateway-institution')
}

const orderAtLimit = async ({ act, voucher, quote, inAnHour, topology }: Tale): Promise<void> => {
  say('\nA limit order rests until a price meets it')
  const wanted = { voucher, side: 'buy' as const, quantity: '20000', limitPrice: '55000', expiresAt: inAnHour }
  const order = await act('alice', 'order.place', wanted)
  tick(`alice wants 20 g more at 550.00 at most; ${order['reserved']} fen are reserved`)
  const lower = { voucher, quote: `${quote}-2`, buy: '54900', sell: '54400', lifeSeconds: 600 }
  await act('treasury', 'quote.publish', lower)
  const filled = await untilFilled(topology, String(order['order']))
  tick(`the price fell to 549.00, and the treasury’s desk filled all ${filled.filled} mg by itself`)
}

const pledgeAndRelease = async ({ act, voucher, inAnHour }: Tale): Promise<void> => {
  say('\nAlice pledges gold to the bank, and the bank releases it')
  const terms = { voucher, pledgee: 'city-bank', purpose: 'loan 2026-17', termEndsAt: inAnHour, answerBy: inAnHour }
  const enforcement = 'transfer-to-pledgee' as const
  const pledge = await act('alice', 'pledge.propose', { ...terms, quantity: '50000', enforcement })
  const pledged = { pledge: String(pledge['pledge']), holder: 'alice', voucher }
  await act('city-bank', 'pledge.accept', pledged)
  tick('50 g are pledged: alice can neither sell nor send them')
  await act('city-bank', 'pledge.release', { ...pledged, quantity: '20000' })
  await act('city-bank', 'pledge.release', { ...pledged, quantity: '30000' })
  tick('released in two parts, and hers to use again')
}

const sellAndSend = async ({ act, voucher, quote }: Tale): Promise<void> => {
  say('\nAlice sells some, and sends some to bob')
  // The newest quote alone counts.
  const trade = { voucher, issuer: 'treasury', quote: `${quote}-2`, quantity: '10000', worstPrice: '54400' }
  const sold = await act('alice', 'trade.sell', trade)
  tick(`alice sold 10 g for ${sold['gross']} fen less a fee of ${sold['fee']} fen`)
  await act('alice', 'voucher.transfer', { voucher, to: 'bob', quantity: '25000' })
  tick('bob, a customer of the supplier, got 25 g at once')
}

/** The tale of one gold voucher, told with real instructions; answers what everybody must hold of it at the end. */
const tell = async (topology: Topology, cast: Cast, voucher: string): Promise<Map<Name, bigint>> => {
  const act: Act = async (...request) => (await cast.honoured(...request)).effects as Effects
  const tale = { topology, act, voucher, quote: `Q-${voucher}`, inAnHour: String(Date.now() + 3_600_000) }
  for (const chapter of [issueAndDeposit, buy, orderAtLimit, pledgeAndRelease, sellAndSend]) await chapter(tale)
  return new Map<Name, bigint>([
    ['alice', 100_000n + 20_000n - 10_000n - 25_000n],
    ['bob', 25_000n],
    ['treasury', 1_000_000n - 100_000n - 20_000n + 10_000n],
    ['city-bank', 0n],
  ])
}

const totalAt = async (topology: Topology, name: Name, voucher: string): Promise<Map<string, bigint>> => {
  const accounts = await readPeers(topology, { start: `account~${name}`, end: `account~${name}!` })
  const credits = await readPeers(topology, { start: `credit~${name}~`, end: `credit~${name}\u007f` })
  return new Map(
    [...accounts].map(([organisation, rows]) => {
      const [account] = rows as [PeerRow | undefined]
      const given = (credits.get(organisation) ?? []).map(({ row }) => row) as never
      const balances = account === undefined ? {} : balancesOf(account.row as never, given)
      return [organisation, BigInt(balances[voucher]?.total ?? '0')]
    }),
  )
}

/** What somebody holds of a voucher, as the peer of its own home says. */
const heldBy = async (topology: Topology, name: Name, voucher: string): Promise<bigint> =>
  (await totalAt(topology, name, voucher)).get(parts[name].home) ?? 0n

/** What must be held of cash or gold after some changes, by who held how much before. */
type Held = Map<Name, bigint>
const afterChanges = (before: Held, changes: readonly Change[], of: 'cash' | 'gold'): Held =>
  changes.reduce((held, change) => held.set(change.name, (held.get(change.name) ?? 0n) + change[of]), new Map(before))

/** Tells of goods, demands, recommendations, a sealed package, and trades at an institution, one of which is promoted; gives what must be held of cash and of gold afterwards. */
const tellGoods = async (topology: Topology, cast: Cast): Promise<{ cash: Held; gold: Held }> => {
  const offered = await ensureGoods(topology, cast)
  await untilAllKnow(topology)
  const before = { cash: new Map<Name, bigint>(), gold: new Map<Name, bigint>() }
  for (const name of ['alice', provider, holder, 'treasury'] as const) {
    before.cash.set(name, await heldBy(topology, name, 'CNY'))
    before.gold.set(name, await heldBy(topology, name, 'AU-9999'))
  }
  say('\nGoods')
  const commands = new DemonstrationCommands(topology)
  const bought = await tellOfGoods(topology, commands, offered)
  say('\nDemands and recommendations')
  const matched = await tellOfMatching({ cast, commands, offered })
  await tellOfPackage({ topology, cast, commands, interaction: matched.interaction })
  const traded = await tellOfTrades({ topology, cast, commands })
  const promoted = await tellOfPromotion({ topology, cast, commands })
  const changes = [...bought, ...matched.changes, ...traded, ...promoted]
  return { cash: afterChanges(before.cash, changes, 'cash'), gold: afterChanges(before.gold, changes, 'gold') }
}

/** Compares what all three peers say of a voucher, counted in `unit`, with what the story must lead to. */
const agree = async (
  topology: Topology,
  { voucher, unit }: { voucher: string; unit: string },
  expected: Held,
): Promise<boolean> => {
  say(`  ${voucher}`)
  let isRight = true
  for (const [name, quantity] of expected) {
    const totals = await totalAt(topology, name, voucher)
    const holds = [...totals.values()].every((total) => total === quantity)
    const spoken = [...totals].map(([organisation, total]) => `${organisation} ${total}`).join(', ')
    say(`  ${holds ? '✔' : '✘'} ${name.padEnd(10)} ${String(quantity).padStart(9)} ${unit}   (${spoken})`)
    isRight &&= holds
  }
  const copies = await readPeers(topology, { start: `voucher~${voucher}`, end: `voucher~${voucher}!` })
  const [first, ...others] = [...copies.values()]
  return isRight && others.every((copy) => isDeepStrictEqual(copy, first))
}

/** Has the auditor decide again what is confidential of trades too, with what the bank discloses. */
const proveDisclosed = async (topology: Topology, without: Report | undefined): Promise<boolean> => {
  const bank = tradersOf(topology)?.bank.name
  if (bank === undefined || without === undefined) return true
  const { verdict, counts } = await auditDisclosed(topology, bank)
  say('')
  say(
    `  Of trades, ${without.counts.confidential} instructions say something to a bank and an institution alone: all that is public of them was decided`,
  )
  say(
    `  again, and no block holds the rest. The bank then disclosed what its peer keeps: with that ${counts.disclosed} of them were decided again in full`,
  )
  say(`  (${verdict}); ${counts.confidential} more were refused or purge what was said, and nobody kept their texts.`)
  say(`  npm run audit -- bodies --peer ${bank} --to bodies.json, and then replay with --bodies bodies.json`)
  return verdict === 'proven'
}

/** Has an auditor prove the whole chain, and says what that means. */
const prove = async (topology: Topology): Promise<boolean> => {
  say('\nAn auditor, who trusts none of them, proves all of it again from the blocks')
  const reports = await auditNetwork(topology)
  // The auditor’s shelf in the web terminal shows it too.
  writeFileSync(auditReportFile(topology), `${JSON.stringify(reports[0], null, 2)}\n`)
  for (const line of taleOf(reports)) say(`  ${line}`)
  const isRight = await proveDisclosed(topology, reports[0])
  say('')
  return isRight && reports.every(({ verdict }) => verdict === 'proven')
}

const demo = async (): Promise<boolean> => {
  const topology = createTopology()
  const cast = new Cast(topology)
  const voucher = `AU-${Date.now().toString(36).toUpperCase()}`
  try {
    await ensureCash(cast)
    const expected = await tell(topology, cast, voucher)
    const { cash, gold } = await tellGoods(topology, cast)
    say('\nWhat the three organisations’ own peers say, each for itself')
    await untilAllKnow(topology)
    const areRight = [
      await agree(topology, { voucher, unit: 'mg' }, expected),
      await agree(topology, { voucher: 'AU-9999', unit: 'mg' }, gold),
      await agree(topology, { voucher: 'CNY', unit: 'fen' }, cash),
    ]
    const isRight = !areRight.includes(false)
    const { entries } = await (await cast.terminal('alice')).accountHistory()
    tick(`alice’s account has a history of ${entries.length} states, each with its transaction`)
    say(isRight ? '\nAll balances agree.' : '\nThe balances do not agree.')
    return (await prove(topology)) && isRight
  } finally {
    cast.close()
  }
}

await new Command('demo')
  .description(
    'Tells a story with real instructions on the network that `npm start` brought up, checks it on all peers, and audits the whole chain.',
  )
  .action(async () => {
    try {
      process.exitCode = (await demo()) ? 0 : 1
    } catch (error) {
      console.error(`\n${(error as Error).message}`)
      console.error('Does the network run? npm start brings it up, npm run status tells.')
      process.exitCode = 1
    }
  })
  .parseAsync()
