import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Topology } from '../../network/topology.ts'
import type { Name } from '../cast.ts'
import { type GoodsOnOffer, holder, provider } from '../goods.ts'
import type { DemonstrationCommands } from './command-line.ts'
import { say, tick } from './voice.ts'

/** What somebody has more, or less, of cash and of gold after the story. */
export interface Change {
  name: Name
  cash: bigint
  gold: bigint
}

/** The story’s files, as one names them on a command line. */
interface Files {
  clock: string
  bar: string
  address: string
  review: string
}

interface Tale {
  commands: DemonstrationCommands
  files: Files
  offered: GoodsOnOffer
}

const address = { name: 'Alice', lines: ['1 River Road', 'Harbour'], telephone: '5550100' }

const writeFiles = (topology: Topology, { clock, bar }: GoodsOnOffer): Files => {
  const folder = join(topology.dataFolder, 'demonstration')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const write = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, `${text}\n`, { mode: 0o600 })
    return relative(process.cwd(), file)
  }
  return {
    clock: write('clock.link', clock.link),
    bar: write('bar.link', bar.link),
    address: write('address.json', JSON.stringify(address)),
    review: write('review.txt', 'It keeps time, and it came well packed.'),
  }
}

/** The provider’s steps of an order, and the buyer’s confirmation. */
const bringToEnd = async ({ commands }: Tale, purchase: string, acceptance: (told: string) => string) => {
  const accepted = await commands.honoured(provider, 'purchase', 'accept', purchase)
  tick(acceptance(accepted['reserved'] ?? '0'))
  await commands.honoured(provider, 'purchase', 'ship', purchase, '--shipment', 'PARCEL-1')
  tick('the clockmaker sent it; alice still has her money, put aside')
  return commands.honoured('alice', 'purchase', 'complete', purchase)
}

const readLink = async ({ commands, files, offered }: Tale): Promise<void> => {
  say('\nThe clockmaker sells a clock and a bar of gold, each by a certificate that anybody can check')
  await commands.read('alice', 'certificate', 'show', files.clock)
  tick('alice’s own device opened it and checked the clockmaker’s signature; no gateway saw the key behind the #')
  say('  Open them in a browser that is logged in nowhere:')
  say(`    ${offered.clock.link}`)
  say(`    ${offered.bar.link}`)
}

const buyClock = async (tale: Tale): Promise<void> => {
  const { commands, files } = tale
  say('\nAlice orders the clock and pays in the same step')
  const ordered = await commands.honoured('alice', 'purchase', 'order', files.clock, '--address', files.address)
  const purchase = String(ordered['purchase'])
  tick('120.00 CNY are put aside in her account, and her address is sealed to the clockmaker’s device alone')
  const completed = await bringToEnd(tale, purchase, () => 'the clockmaker took the order on')
  tick(`she has the clock: ${completed['amount']} fen went to the clockmaker in that step`)
  await commands.honoured('alice', 'purchase', 'review', purchase, '5', '--text', files.review)
  tick('she reviewed it, which only the buyer of a completed order can, once')
}

const buyBar = async (tale: Tale): Promise<void> => {
  const { commands, files, offered } = tale
  say('\nCarol hands a certificate of the gold bar on, and is no party to what alice buys with it')
  const { certificate } = offered.bar
  const held = await commands.honoured(
    provider,
    ...['certificate', 'grant', certificate, '--to', holder, '--as', 'holding'],
  )
  const passed = await commands.honoured(
    holder,
    ...['certificate', 'pass-on', String(held['instance']), '--to', 'alice', '--as', 'holding'],
  )
  tick('the clockmaker let carol hold it, and carol gave it to alice')
  const order = ['purchase', 'order', files.bar, '--instance', String(passed['instance'])]
  const ordered = await commands.honoured('alice', ...order)
  tick('alice ordered with it; payee and price are those that the clockmaker signed')
  await commands.refused('instance_state_forbids', 'alice', ...order)
  tick('the same again is refused (instance_state_forbids): it was used up')
  const set = (reserved: string) => `the clockmaker took the order on, and ${reserved} mg of its gold are put aside`
  const completed = await bringToEnd(tale, String(ordered['purchase']), set)
  tick(`${completed['quantity']} mg went to alice and ${completed['amount']} fen to the clockmaker, both in one step`)
}

/** Tells how goods are bought, by commands that can be copied; gives what everybody has more or less of it. */
export const tellOfGoods = async (
  topology: Topology,
  commands: DemonstrationCommands,
  offered: GoodsOnOffer,
): Promise<Change[]> => {
  const tale = { commands, files: writeFiles(topology, offered), offered }
  for (const chapter of [readLink, buyClock, buyBar]) await chapter(tale)
  return [
    { name: 'alice', cash: -12_000n - 58_000n, gold: 1_000n },
    { name: provider, cash: 12_000n + 58_000n, gold: -1_000n },
    { name: holder, cash: 0n, gold: 0n },
  ]
}
