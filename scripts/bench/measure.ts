import type { Topology } from '../../network/topology.ts'
import type { StockClient } from '../../test/bench/stock-client.ts'
import type { Community } from './community.ts'
import { closedLoop, median, operationsOf, type Round } from './load.ts'
import { readInvalid } from './metrics.ts'
import { openSender, type Sender } from './sender.ts'
import { Transfers } from './transfers.ts'

export type Setting = {
  topology: Topology
  community: Community
  sender: Sender
  stock: StockClient
  inFlight: number
  stockInFlight: number
  report: (line: string) => void
}

export type Rounds = { stock: Round[]; spread: Round[]; hot: Round[]; hotInvalid: number; signedLate: number }
export type Idle = { own: number[]; stock: number[] }

const warmUpPerSecond = 1_000
let assets = 0

const createAsset = (stock: StockClient): Promise<void> => {
  assets += 1
  return stock.create(`asset-${assets}`)
}

const stockRound = (setting: Setting, seconds: number): Promise<Round> =>
  closedLoop({
    inFlight: setting.stockInFlight,
    seconds,
    dataFolder: setting.topology.dataFolder,
    operation: () => createAsset(setting.stock),
  })

/** Transfers for a round; `perSecond` is a guess of how many, so that enough are signed ahead. Throws when one is not accepted. */
export const transferRound = async (
  setting: Pick<Setting, 'community' | 'sender' | 'inFlight' | 'topology'>,
  seconds: number,
  options: { toMerchant: boolean; perSecond: number },
): Promise<Round & { signedLate: number }> => {
  const { community, sender, inFlight, topology } = setting
  const ahead = operationsOf({ inFlight, seconds }, options.perSecond)
  const transfers = new Transfers(community, { toMerchant: options.toMerchant, ahead })
  const operation = () => transfers.send(sender)
  const round = await closedLoop({ inFlight, seconds, dataFolder: topology.dataFolder, operation })
  // An answer other than accepted leaves the outcome open, and then the balances could not be checked.
  if (round.failures[0] !== undefined) throw new Error(round.failures[0])
  return { ...round, signedLate: transfers.signedLate }
}

/** Transfers a second in one round to everybody, over connections of its own: those of an earlier one may have been closed. */
export const measurePeak = async (
  setting: Setting,
  { gateway, seconds }: { gateway: string; seconds: number },
): Promise<number> => {
  const sender = openSender(gateway)
  try {
    await sender.connect(setting.inFlight)
    const round = await transferRound({ ...setting, sender }, seconds, {
      toMerchant: false,
      perSecond: warmUpPerSecond,
    })
    return round.perSecond
  } finally {
    sender.close()
  }
}

const describe = (name: string, { perSecond, medianMilliseconds, failures }: Round): string =>
  `${name.padEnd(22)} ${perSecond.toFixed(0).padStart(5)}/s, median ${medianMilliseconds.toFixed(0)} ms` +
  (failures.length > 0 ? `, ${failures.length} failed: ${failures[0]}` : '')

/** Runs the three loads in turn, round by round, after a round that does not count. */
export const measureRounds = async (
  setting: Setting,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Rounds> => {
  const { report, topology } = setting
  const result: Rounds = { stock: [], spread: [], hot: [], hotInvalid: 0, signedLate: 0 }
  let perSecond = warmUpPerSecond
  for (let index = 0; index <= rounds; index += 1) {
    const title = index === 0 ? 'warm-up' : `round ${index} of ${rounds}`
    const duration = index === 0 ? Math.min(seconds, 3) : seconds
    const stock = await stockRound(setting, duration)
    report(`${title}: ${describe('stock creates', stock)}`)
    const spread = await transferRound(setting, duration, { toMerchant: false, perSecond })
    report(`${title}: ${describe('transfers to everybody', spread)}`)
    const invalid = await readInvalid(topology)
    const hot = await transferRound(setting, duration, { toMerchant: true, perSecond })
    report(`${title}: ${describe('transfers to one payee', hot)}`)
    perSecond = Math.max(spread.perSecond, hot.perSecond)
    if (index === 0) continue
    result.hotInvalid += (await readInvalid(topology)) - invalid
    result.signedLate += spread.signedLate + hot.signedLate
    result.stock.push(stock)
    result.spread.push(spread)
    result.hot.push(hot)
  }
  return result
}

const timed = async (work: () => Promise<void>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Times one transfer and one stock create at a time, in turn, while nothing else goes on. */
export const measureIdle = async (setting: Setting, pairs: number): Promise<Idle> => {
  const { community, sender, stock, report } = setting
  const transfers = new Transfers(community, { toMerchant: false, ahead: pairs + 1 })
  const result: Idle = { own: [], stock: [] }
  for (let index = 0; index <= pairs; index += 1) {
    const own = await timed(() => transfers.send(sender))
    const theirs = await timed(() => createAsset(stock))
    if (index === 0) continue
    result.own.push(own)
    result.stock.push(theirs)
  }
  report(`one at a time: transfer ${median(result.own).toFixed(0)} ms, stock ${median(result.stock).toFixed(0)} ms`)
  return result
}

/** Reads back the last asset, so that the stock rounds too are known to have written what they say. */
export const checkStock = async (stock: StockClient): Promise<void> => {
  const id = `asset-${assets}`
  const asset = await stock.read(id)
  if (asset.ID !== id || asset.Size !== 5) throw new Error(`the stock contract answers ${JSON.stringify(asset)}`)
}
