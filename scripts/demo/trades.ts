import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { retry } from '../../network/patience.ts'
import type { Topology } from '../../network/topology.ts'
import { readChain, readChainFileOf } from '../../terminal/sdk/trade-chain/records.ts'
import type { Cast } from '../cast.ts'
import { deskParticipant } from '../desk.ts'
import { accountNumberFile, fund, tradersOf, tradingClient } from '../trading-desk.ts'
import type { DemonstrationCommands } from './command-line.ts'
import type { Change } from './goods.ts'
import { say, tick } from './voice.ts'

interface Tale {
  topology: Topology
  cast: Cast
  commands: DemonstrationCommands
  institution: string
}

/** A number of the right form, which is not the one on record. */
const otherNumber = '6222020000000007'

const fileOf = ({ topology }: Tale, name: string): string =>
  relative(process.cwd(), join(topology.dataFolder, 'demonstration', name))

/** Opens a chain as its client, with the account number in a file, and waits until it stands as it must; gives its id. */
const trade = async (tale: Tale, number: string, [side, ...terms]: readonly [string, ...string[]], end: string) => {
  const { cast, commands, institution } = tale
  const who = ['--identity-type', 'account-number', '--identity', number]
  const where = ['--institution', institution, '--cash', 'CNY']
  const { chain = '' } = await commands.honoured(tradingClient, 'chain', 'open', side, ...where, ...terms, ...who)
  const terminal = await cast.terminal(tradingClient)
  const look = async () => ((await readChain(terminal, chain)).status === end ? true : undefined)
  await retry(look, { seconds: 60, what: `the trade ${chain} being ${end}` })
  return chain
}

const gold = ['--family', 'metal', '--voucher', 'AU-9999', '--amount', '1g']

const reservedCash = async (cast: Cast): Promise<bigint> => {
  const { balances } = await (await cast.terminal(tradingClient)).account()
  return BigInt(balances['CNY']?.reserved ?? '0')
}

/** What nobody trades, and why; all that waited for it is free again. */
const tellOfRefusals = async (tale: Tale, number: string): Promise<void> => {
  const { cast } = tale
  const reservedBefore = await reservedCash(cast)
  const chain = await trade(tale, number, ['buy', ...gold, '--limit', '40', '--most', '560CNY'], 'refused')
  const { segments } = await readChainFileOf(await cast.terminal(tradingClient), chain)
  const { reason } = JSON.parse(segments[2]?.confidential ?? '{}') as { reason?: string }
  if (reason !== 'price') throw new Error(`the trade was to be refused by its price, not by ${reason}`)
  tick(
    '40 fen a milligram lie outside the institution’s band: refused by the price, which alice and the bank alone are told',
  )
  const other = fileOf(tale, 'other.account-number')
  writeFileSync(other, `${otherNumber}\n`, { mode: 0o600 })
  await trade(tale, other, ['sell', ...gold, '--limit', '56'], 'user-rejected')
  tick('with somebody else’s account number the bank ends the trade; the institution never hears of it')
  const waits = await reservedCash(cast)
  if (waits !== reservedBefore) throw new Error(`${waits} fen are reserved, where it was ${reservedBefore} before`)
  tick('nothing of hers waits for either any more')
}

/** Checks one file by both programs that share nothing, and a changed copy, which neither takes. */
const tellOfFile = async (tale: Tale, chain: string): Promise<void> => {
  const { commands, topology } = tale
  const file = fileOf(tale, `${chain}.chain`)
  await commands.read(tradingClient, 'chain', 'file', chain, '--out', file)
  await commands.read(tradingClient, 'chain', 'verify', file)
  tick('three signatures, each over what came before it: anybody checks them offline, with this file and nothing else')
  const changed = fileOf(tale, `${chain}.changed`)
  const text = readFileSync(file, 'utf8')
  writeFileSync(changed, text.replace('\\"grade\\":\\"a\\"', '\\"grade\\":\\"c\\"'), { mode: 0o600 })
  await commands.refused('confidential_differs', tradingClient, 'chain', 'verify', changed)
  tick('with another grade in it the file is not good any more')
  const program = join(topology.projectFolder, 'scripts', 'verify-chain.py')
  const second = spawnSync('python3', [program, file, changed], { encoding: 'utf8' })
  if (second.error !== undefined) return
  say(`    $ python3 ${relative(process.cwd(), program)} ${file} ${changed}`)
  const goods = second.stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { good: boolean }).good)
  if (goods.join() !== 'true,false') throw new Error(`the second program says otherwise: ${second.stdout}`)
  tick('a second program, which shares no line with the first, says the same of both')
}

/**
 * Tells how a client of the bank trades at the institution without an account there, by commands that can be copied; gives what client and
 * institution have more or less afterwards. Tells nothing where no two members trade by chains.
 */
export const tellOfTrades = async (parts: Omit<Tale, 'institution'>): Promise<readonly Change[]> => {
  const traders = tradersOf(parts.topology)
  if (traders === undefined) return []
  const tale = { ...parts, institution: traders.institution.mspId }
  const number = relative(process.cwd(), accountNumberFile(parts.topology))
  say('\nAlice trades at the institution by way of her bank, without an account there')
  const sold = await trade(tale, number, ['sell', ...gold, '--limit', '56'], 'settled')
  tick(
    'sold 1 g: the bank verified who she is and added her position and grade, the institution judged, and both legs moved in one step',
  )
  const part = ['--family', fund.family, '--product', fund.product, '--amount', '100']
  await trade(tale, number, ['buy', ...part, '--limit', '560', '--most', '560CNY'], 'settled')
  tick(
    'bought 100 of a fund; which one, how many and at what limit is known to her, the bank and the institution alone',
  )
  await tellOfRefusals(tale, number)
  await tellOfFile(tale, sold)
  return [
    { name: tradingClient, cash: 56_000n - 55_000n, gold: -1_000n },
    { name: deskParticipant, cash: 55_000n - 56_000n, gold: 1_000n },
  ]
}
