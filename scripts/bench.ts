import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type { Programs } from '../network/programs.ts'
import { gatewayOrganisations, peerOrganisations, type Topology } from '../network/topology.ts'
import { consortium } from '../test/support/members.ts'
import { isKept, makeChain } from './bench/audit/chain.ts'
import { type AuditFigure, auditJson, describeAudit, measureAudit } from './bench/audit/measure.ts'
import { checkBalances } from './bench/balances.ts'
import { chainsJson, describeChains } from './bench/chains/describe.ts'
import { measureChains } from './bench/chains/measure.ts'
import { pairsTopology, withOpenedCopy } from './bench/chains/open-pair.ts'
import { describeQueue } from './bench/chains/queue-clock.ts'
import { assemble } from './bench/community.ts'
import { costRatio, costTable, type Figure, figuresOf, figureTable } from './bench/figures.ts'
import { measureGrowth } from './bench/growth.ts'
import { measureGrowthOnNetwork } from './bench/growth-on-network.ts'
import { median } from './bench/load.ts'
import { describeMatching, matchingJson, measureMatching } from './bench/matching/measure.ts'
import { describeNetworkMatching, measureMatchingOnNetwork } from './bench/matching/on-network.ts'
import { checkStock, measureIdle, measurePeak, measureRounds, type Rounds, type Setting } from './bench/measure.ts'
import {
  asOnlyBenchmark,
  benchTopology,
  describeEnded,
  openBankClient,
  openNetwork,
  removeNetwork,
} from './bench/network.ts'
import { measureOverload } from './bench/overload.ts'
import { describeChromium, describePackages, measureInChromium, measurePackages } from './bench/packages/measure.ts'
import { describePayments, measurePayments, type PaymentFigures, paymentsJson } from './bench/payments.ts'
import { describeQuotes, measureQuotes, quotesJson } from './bench/quotes.ts'
import { openSender } from './bench/sender.ts'
import { countTrips } from './bench/trips.ts'
import { ensureDispatcher } from './dispatcher.ts'
import { gatewayUrl } from './gateways.ts'

type Options = {
  rounds: number
  seconds: number
  payers: number
  inFlight: number
  stockInFlight: number
  idlePairs: number
  batch?: number
  lanes?: number
  blockTimeout?: string
  portBase: number
  quick: boolean
  overload: boolean
  growth: boolean
  payments: boolean
  quotes: boolean
  audit: boolean
  matching: boolean
  packages: boolean
  chains: boolean
  chain?: string
  json: boolean
  keep: boolean
}

const quickOptions = { rounds: 1, seconds: 4, idlePairs: 6, payers: 240, inFlight: 240 }

const readCount = (text: string): number => {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('a whole number above zero is wanted')
}

const stopwatch = (): ((line: string) => void) => {
  const begun = performance.now()
  return (line) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`)
}

const measure = async (topology: Topology, programs: Programs, options: Options, report: (line: string) => void) => {
  const trips = await countTrips()
  report(`registering and funding ${options.payers} payers`)
  const community = await assemble(topology, options.payers)
  const [bank] = peerOrganisations(topology)
  const gateway = bank?.gateway
  if (bank === undefined || gateway === undefined) throw new Error('the topology has no gateway')
  const { inFlight, stockInFlight } = options
  const url = `http://${gateway.listenHost}:${gateway.port}`
  const sender = openSender(url)
  const stock = openBankClient(topology)
  const setting: Setting = { topology, community, sender, stock, inFlight, stockInFlight, report }
  try {
    await sender.connect(inFlight)
    const rounds = await measureRounds(setting, options)
    const idle = await measureIdle(setting, options.idlePairs)
    const overload = options.overload ? await measureOverloads(setting, url) : []
    const payments = await measurePayments(topology, { ...paying(options), report })
    await checkBalances(topology.dataFolder, bank.name, community)
    await checkStock(stock)
    report('every balance is what the accepted transfers leave, and their sum is the supply')
    return {
      rounds,
      payments,
      figures: figuresOf({ rounds, idle, trips, overload, speaksBatchMessages: programs.speaksBatchMessages }),
    }
  } finally {
    sender.close()
    stock.close()
  }
}

/** How many pay one merchant by code, and how often each. */
const paying = ({ quick }: Options) => ({ payers: 200, each: quick ? 1 : 5 })

// All lanes come through at about the same time, every few seconds: a short while would count one time more or less.
const overloadSeconds = 20
const peakSeconds = 8
const overloadRounds = 3

/** The gateway of an organisation to which nothing is sent. */
const witnessOf = (topology: Topology): string => {
  const idle = gatewayOrganisations(topology).find(({ name }) => name !== 'bank')
  if (idle === undefined) throw new Error('the topology has no second gateway')
  return gatewayUrl(idle)
}

/**
 * What is accepted under three times the peak, several times, each against the mean of two rounds right before and after
 * it: on the same ledger, grown as far, as everything here is compared.
 */
const measureOverloads = async (setting: Setting, gateway: string): Promise<number[]> => {
  const { community, topology, report } = setting
  const witness = witnessOf(topology)
  const ratios: number[] = []
  let before = await measurePeak(setting, { gateway, seconds: peakSeconds })
  for (let round = 1; round <= overloadRounds; round += 1) {
    const load = { perSecond: 3 * before, seconds: overloadSeconds }
    const { offeredPerSecond, perSecond, turnedAway } = await measureOverload({ gateway, witness, community }, load)
    const after = await measurePeak(setting, { gateway, seconds: peakSeconds })
    const rates = [before, offeredPerSecond, perSecond, after].map((rate) => rate.toFixed(0))
    report(
      `overload ${round} of ${overloadRounds}: peak ${rates[0]}/s before, ${rates[1]}/s offered, ` +
        `${rates[2]}/s accepted, ${turnedAway} turned away, peak ${rates[3]}/s after`,
    )
    ratios.push((2 * perSecond) / (before + after))
    before = after
  }
  return ratios
}

const remarks = [
  'Transfers were signed before the clock started: signing is the work of the payers’ devices. Stock creates are',
  'signed by the stock client as they go, as its users do. Only ratios mean anything on another machine.',
]

type Measured = { rounds: Rounds; figures: Figure[]; payments: PaymentFigures }

const show = ({ rounds, figures, payments }: Measured, programs: Programs, options: Options) => {
  console.log(`\nFabric ${programs.version}; ${options.rounds} rounds of ${options.seconds} s, in turn, on one network`)
  console.log(`\n${figureTable(figures)}\n\n${costTable(rounds)}\n`)
  console.log(
    `A stock create takes ${costRatio(rounds).toFixed(2)} times the processor time of a transfer to everybody.\n`,
  )
  for (const line of [...describePayments(payments), '', ...remarks]) console.log(line)
  if (rounds.signedLate > 0) console.log(`${rounds.signedLate} transfers had to be signed while the clock ran.`)
}

const toJson = ({ rounds, figures, payments }: Measured, programs: Programs): string =>
  JSON.stringify({
    ...Object.fromEntries(figures.map(({ key, value }) => [key, Number(value.toFixed(4))])),
    transfer_ratio_spread: figures[0]?.spread,
    processor_ratio: costRatio(rounds),
    transfers_per_second: median(rounds.spread.map(({ perSecond }) => perSecond)),
    stock_per_second: median(rounds.stock.map(({ perSecond }) => perSecond)),
    stock_failures: rounds.stock.reduce((sum, { failures }) => sum + failures.length, 0),
    ...paymentsJson(payments),
    batch_messages: programs.speaksBatchMessages,
    fabric: programs.version,
  })

/** Rejects when the user interrupts; what is under way is then left to its network's end. */
const interruption = (controller: AbortController): Promise<never> => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => controller.abort(new Error(`interrupted by ${name}`)))
  }
  const { signal } = controller
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
  // Without this an interruption while the network is brought up would count as unhandled.
  aborted.catch(() => {})
  return aborted
}

type Work = (topology: Topology, programs: Programs) => Promise<void>
type Report = (line: string) => void
type Prepare = (topology: Topology) => Promise<unknown>

const measureOnlyPayments = (options: Options, report: Report): Work => {
  return async (topology) => {
    const payments = await measurePayments(topology, { ...paying(options), report })
    console.log(`\n${describePayments(payments).join('\n')}`)
    if (options.json) process.once('exit', () => console.log(JSON.stringify(paymentsJson(payments))))
  }
}

const buyers = 200

const measureOnlyQuotes = (options: Options, report: Report): Work => {
  return async (topology) => {
    const { seconds, quick } = options
    const quotes = await measureQuotes(topology, { buyers: quick ? 40 : buyers, seconds: quick ? seconds : 20, report })
    console.log(`\n${describeQuotes(quotes).join('\n')}`)
    if (options.json) process.once('exit', () => console.log(JSON.stringify(quotesJson(quotes))))
  }
}

/** The one thing to be measured that was asked for, or the usual figures. */
const workOf = (options: Options, report: Report): Work => {
  if (options.payments) return measureOnlyPayments(options, report)
  return options.quotes ? measureOnlyQuotes(options, report) : measureFigures(options, report)
}

const runOnNetwork = async (
  ...[topology, options, report, work, prepare]: [Topology, Options, Report, Work, Prepare?]
): Promise<void> => {
  const controller = new AbortController()
  const interrupted = interruption(controller)
  try {
    const limits = { batch: options.batch, lanesPerHome: options.lanes }
    const programs = await openNetwork(topology, limits, { report, signal: controller.signal, prepare })
    await Promise.race([work(topology, programs), interrupted])
  } catch (error) {
    // Said now, because the logs go with the network.
    const { message } = controller.signal.aborted ? (controller.signal.reason as Error) : (error as Error)
    throw new Error(`${message}${describeEnded(topology)}`)
  } finally {
    if (options.keep) report(`the network is kept; its data is in ${topology.dataFolder}`)
    else await removeNetwork(topology)
  }
}

const measureFigures = (options: Options, report: Report): Work => {
  return async (topology, programs) => {
    const measured = await measure(topology, programs, options, report)
    show(measured, programs, options)
    if (options.json) process.once('exit', () => console.log(toJson(measured, programs)))
  }
}

const growthInMemory = [1_000, 10_000, 100_000]
const growthOnNetwork = [1_000, 10_000]

/** In memory first, where nothing else goes on; then a network of its own for each number of accounts. */
const growth = async (topology: Topology, options: Options, report: Report): Promise<void> => {
  await measureGrowth(growthInMemory, report)
  for (const accounts of growthOnNetwork) {
    const size = { accounts, rounds: options.rounds, seconds: options.seconds }
    await runOnNetwork(topology, options, report, () => measureGrowthOnNetwork(topology, size, report))
  }
}

const matchedSizes = { quick: [1_000, 10_000], whole: [1_000, 10_000, 100_000] } as const

const matchedOnNetwork = { quick: { holders: 30, demands: 5 }, whole: { holders: 300, demands: 30 } } as const

/** On a file of its own first, where what is measured is who finds; then once on a network. */
const benchMatching = async (topology: Topology, options: Options, report: Report): Promise<void> => {
  const { quick, json } = options
  const figures = matchedSizes[quick ? 'quick' : 'whole'].map((holders) => {
    report(`settling ${holders} holders with thirty traits each, and opening demands`)
    return measureMatching(holders, consortium, report)
  })
  console.log(`\n${describeMatching(figures).join('\n')}\n`)
  await runOnNetwork(topology, options, report, async () => {
    const onNetwork = await measureMatchingOnNetwork(topology, matchedOnNetwork[quick ? 'quick' : 'whole'], report)
    console.log(`\n${describeNetworkMatching(onNetwork)}`)
    if (json) process.once('exit', () => console.log(JSON.stringify(matchingJson(figures, onNetwork))))
  })
}

const auditedSizes = { quick: [1_000, 5_000], whole: [1_000, 10_000, 50_000] } as const

const measureChain = async (folder: string, sizes: readonly number[], { rounds, json }: Options, report: Report) => {
  const figures: AuditFigure[] = []
  for (const instructions of sizes) {
    report(`reading and auditing ${instructions} instructions, ${rounds} times in turn`)
    figures.push(await measureAudit(folder, { instructions, rounds }))
  }
  console.log(`\n${describeAudit(figures).join('\n')}`)
  if (json) process.once('exit', () => console.log(JSON.stringify(auditJson(figures))))
}

const packagedMegabytes = { quick: [1, 10], whole: [10, 100] } as const

/** Between processes of its own: no network takes part in moving the bytes. */
const benchPackages = async ({ quick, json }: Options, report: Report): Promise<void> => {
  const megabytes = packagedMegabytes[quick ? 'quick' : 'whole']
  const figures = await measurePackages(megabytes, report)
  console.log(`\n${describePackages(figures).join('\n')}\n`)
  const pages = await measureInChromium(megabytes, report)
  console.log(`\n${describeChromium(pages).join('\n')}`)
  if (json) process.once('exit', () => console.log(JSON.stringify({ packages: figures, pages })))
}

const chainSizes = {
  quick: { clients: 6, seconds: 5, cuts: 2 },
  whole: { clients: 24, seconds: 15, cuts: 20 },
} as const

/** The programs run from a copy of the sources, in which one of two pairs lays its rows open. */
const benchChains = ({ portBase, dataFolder, batch, projectFolder }: Topology, options: Options, report: Report) =>
  withOpenedCopy(projectFolder, async (folder) => {
    const { rounds, quick, json } = options
    const pairs = pairsTopology({ portBase, dataFolder, batch }, folder)
    const asked = { ...chainSizes[quick ? 'quick' : 'whole'], rounds, report }
    const work = async (topology: Topology) => {
      const figures = await measureChains(topology, asked)
      console.log(`\n${describeChains(figures).join('\n')}`)
      console.log(`\n${describeQueue().join('\n')}`)
      if (json) process.once('exit', () => console.log(JSON.stringify(chainsJson(figures))))
    }
    await runOnNetwork(pairs, options, report, work, ensureDispatcher)
  })

/** One chain, made on a network that is gone before anything is measured, and audited up to growing heights. */
const benchAudit = async (topology: Topology, options: Options, report: Report): Promise<void> => {
  const sizes = auditedSizes[options.quick ? 'quick' : 'whole']
  const instructions = Math.max(...sizes)
  const folder = options.chain === undefined ? mkdtempSync(join(tmpdir(), 'assay-bench-')) : resolve(options.chain)
  try {
    if (!isKept(folder)) {
      await runOnNetwork(topology, options, report, () => makeChain(topology, { folder, instructions, report }))
    }
    await measureChain(folder, sizes, options, report)
  } finally {
    if (options.chain === undefined) rmSync(folder, { recursive: true })
  }
}

const bench = async (options: Options): Promise<void> => {
  const topology = benchTopology(
    options.portBase,
    options.blockTimeout === undefined ? {} : { timeout: options.blockTimeout },
  )
  const report = stopwatch()
  const work = workOf(options, report)
  const run = () => {
    if (options.matching) return benchMatching(topology, options, report)
    if (options.chains) return benchChains(topology, options, report)
    if (options.packages) return benchPackages(options, report)
    if (options.audit) return benchAudit(topology, options, report)
    return options.growth ? growth(topology, options, report) : runOnNetwork(topology, options, report, work)
  }
  return asOnlyBenchmark(topology, run)
}

await new Command('bench')
  .description('Measure Assay against a stock contract and client, in turn, on one network of its own.')
  .option('--rounds <count>', 'how often the loads take turns', readCount, 3)
  .option('--seconds <count>', 'how long each load is measured in a round', readCount, 6)
  .option('--payers <count>', 'how many participants pay and are paid', readCount, 2400)
  .option('--in-flight <count>', 'transfers under way at a time, enough that the batches are full', readCount, 2400)
  .option('--stock-in-flight <count>', 'stock creates under way at a time', readCount, 100)
  .option('--idle-pairs <count>', 'transfers and creates timed one at a time', readCount, 20)
  .option('--batch <count>', 'the most transfers in one transaction, other than the gateway ships with', readCount)
  .option('--lanes <count>', 'lanes for each organisation, other than the gateway ships with', readCount)
  .option('--block-timeout <duration>', 'how long an orderer waits for more of a block, such as 200ms, for both sides')
  .option('--port-base <port>', 'the first port of its network', readCount, 21000)
  .option('--overload', 'also offer three times the peak for some seconds', false)
  .option(
    '--growth',
    'only measure transfers among 1,000, 10,000 and 100,000 accounts in memory, and 1,000 and 10,000 on networks',
    false,
  )
  .option('--payments', 'only measure payments by code, of 200 payers to one merchant', false)
  .option('--quotes', 'only measure trades of 200 buyers at one quote, and at one that changes each second', false)
  .option('--audit', 'only measure an audit of 1,000, 10,000 and 50,000 instructions', false)
  .option(
    '--matching',
    'only measure a demand to its list, among 1,000, 10,000 and 100,000 holders, and 300 on a network',
    false,
  )
  .option(
    '--packages',
    'only measure packages of 10 and 100 MB, sealed, through a mailbox, and opened, and the same in Chromium',
    false,
  )
  .option(
    '--chains',
    'only measure whole trade chains, and what private rows cost: with two institutions in turn, of which one pair lays the same rows open in a copy of the sources; how long a trade takes to come over the next path where the first is cut; and how long each class waits to be sent, by a virtual clock',
    false,
  )
  .option('--chain <folder>', 'with --audit: keep the chain in this folder, and measure the one that it holds')
  .option('--quick', 'one short round, to see that all of it works', false)
  .option('--json', 'end with the figures as one line of JSON', false)
  .option('--keep', 'leave the network running', false)
  .action(async (options: Options) => {
    try {
      await bench(options.quick ? { ...options, ...quickOptions } : options)
      process.exit(0)
    } catch (error) {
      console.error(`the benchmark failed: ${(error as Error).message}`)
      process.exit(1)
    }
  })
  .parseAsync()
