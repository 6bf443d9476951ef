import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { retry } from '../../network/patience.ts'
import type { Topology } from '../../network/topology.ts'
import { readCampaigns } from '../../terminal/sdk/promotions.ts'
import { readReward } from '../../terminal/sdk/trade-chain/promotion.ts'
import { readChain } from '../../terminal/sdk/trade-chain/records.ts'
import type { Cast } from '../cast.ts'
import { deskParticipant } from '../desk.ts'
import { accountNumberFile, demonstrationRewards, tradersOf, tradingClient } from '../trading-desk.ts'
import type { DemonstrationCommands } from './command-line.ts'
import type { Change } from './goods.ts'
import { say, tick } from './voice.ts'

interface Tale {
  topology: Topology
  cast: Cast
  commands: DemonstrationCommands
}

const promoter = 'noodle-bar'
const word = '兰州拉面，先尝后买'

/** A file of the tale's own, which its owner alone may read. */
const written = ({ topology }: Tale, name: string, text: string): string => {
  const file = join(topology.dataFolder, 'demonstration', name)
  writeFileSync(file, `${text}\n`, { mode: 0o600 })
  return relative(process.cwd(), file)
}

/** The promoter makes a promotion of a sale of gold, and gives its code. */
const promoted = async (tale: Tale, institution: string): Promise<{ promotion: string; code: string }> => {
  const { cast, commands } = tale
  const [campaign] = (await readCampaigns(await cast.terminal(promoter), institution, { state: 'open' })).items
  if (campaign === undefined) throw new Error('no campaign of the institution is open; npm start opens one')
  const trade = ['--family', 'metal', '--voucher', 'AU-9999', '--amount', '1g', '--limit', '56', '--cash', 'CNY']
  const { code = '', effects } = await commands.read(
    ...([
      promoter,
      'promotion',
      'create',
      'sell',
      '--campaign',
      campaign.campaign,
      '--institution',
      institution,
    ] as const),
    ...[...trade, '--authentication', written(tale, 'promotion.word', word)],
  )
  return { promotion: String(effects['promotion']), code }
}

/** The bank compares what the promoter hands in with what anybody presents. */
const tellOfCheck = async (tale: Tale, promotion: string): Promise<void> => {
  const { commands } = tale
  const [same, other] = [written(tale, 'presented.word', word), written(tale, 'other.word', `${word}?`)]
  await commands.read('credit-desk', 'promotion', 'check', promotion, same)
  await commands.refused('authentication_differs', 'credit-desk', 'promotion', 'check', promotion, other)
  tick('the bank knows the bar by its word, byte for byte, and nobody by another; the ledger has a salted digest of it')
}

/** Waits until both legs of a trade are paid. */
const untilPaid = async ({ cast }: Tale, chain: string): Promise<void> => {
  for (const [name, leg] of [[tradingClient, 'trader'] as const, [promoter, 'promoter'] as const]) {
    const terminal = await cast.terminal(name)
    const look = async () => ((await readReward(terminal, chain, leg))?.status === 'paid' ? true : undefined)
    await retry(look, { seconds: 60, what: `the reward of ${name} for ${chain}` })
  }
}

/**
 * Tells how somebody brings a trade to the institution by a code, and what both get for it; gives what client and institution have more or less
 * afterwards. Tells nothing where no two members trade by chains.
 */
export const tellOfPromotion = async (tale: Tale): Promise<readonly Change[]> => {
  const traders = tradersOf(tale.topology)
  if (traders === undefined) return []
  const { cast, commands, topology } = tale
  say('\nThe noodle bar brings alice to the institution, which rewards both')
  const { promotion, code } = await promoted(tale, traders.institution.mspId)
  tick('the bar promotes a sale of 1 g, and hangs out its QR code')
  await tellOfCheck(tale, promotion)
  const changed = written(tale, 'changed.code', `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)
  await commands.refused('promotion_code_differs', tradingClient, 'promotion', 'scan', changed)
  tick('a code in which a single letter is another one leads nowhere')
  const scanned = written(tale, 'promotion.code', code)
  const number = relative(process.cwd(), accountNumberFile(topology))
  const who = ['--identity-type', 'account-number', '--identity', number]
  const opened = await commands.honoured(tradingClient, 'chain', 'open', '--promotion', scanned, ...who)
  const chain = String(opened['chain'])
  const terminal = await cast.terminal(tradingClient)
  const look = async () => ((await readChain(terminal, chain)).status === 'settled' ? true : undefined)
  await retry(look, { seconds: 60, what: `the trade ${chain} being settled` })
  await untilPaid(tale, chain)
  const { trader, promoter: bar } = demonstrationRewards
  tick(`alice sold 1 g by the code: the institution paid ${trader} fen to her and ${bar} to the bar, each by itself`)
  return [
    { name: tradingClient, cash: 56_000n + BigInt(trader), gold: -1_000n },
    { name: deskParticipant, cash: -56_000n - BigInt(trader) - BigInt(bar), gold: 1_000n },
  ]
}
