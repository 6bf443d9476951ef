import { retry } from '../../network/patience.ts'
import { receiveRequests } from '../../terminal/sdk/matching/requests.ts'
import type { Cast, Name } from '../cast.ts'
import { type GoodsOnOffer, holder, provider } from '../goods.ts'
import type { DemonstrationCommands } from './command-line.ts'
import type { Change } from './goods.ts'
import { say, tick } from './voice.ts'

interface Tale {
  cast: Cast
  commands: DemonstrationCommands
  offered: GoodsOnOffer
}

/** Waits until the matching service has asked all of these under a name; refuses after a minute. */
const untilAsked = async (cast: Cast, subject: string, names: readonly Name[]): Promise<void> => {
  const isAsked = async (name: Name): Promise<boolean> => {
    const terminal = await cast.terminal(name)
    const received = [await receiveRequests(terminal, 'demand'), await receiveRequests(terminal, 'recommendation')]
    return received
      .flatMap(({ items }) => items)
      .some((asked) => subject === (asked.of === 'demand' ? asked.demand : asked.recommendation))
  }
  const areAsked = async () => ((await Promise.all(names.map(isAsked))).every(Boolean) ? true : undefined)
  await retry(areAsked, { seconds: 60, what: 'asking all who were found, by the matching service' })
}

/** Has the clockmaker give carol the clock's certificate, with its key, as something that she may hand on; gives her instance. */
const granted = async ({ commands, offered }: Tale, as: readonly string[]): Promise<string> => {
  const { certificate } = offered.clock
  const grant = ['certificate', 'grant', certificate, '--to', holder, '--as', ...as]
  const instance = String((await commands.honoured(provider, ...grant))['instance'])
  await commands.read(holder, 'certificate', 'open', instance)
  return instance
}

const matchDemand = async (tale: Tale): Promise<string> => {
  const { cast, commands } = tale
  say('\nAlice wants a clock and asks without her name; bob and carol have stored that they can be asked for clocks')
  for (const name of ['alice', holder] as const) await commands.honoured(name, 'device', 'seal-key')
  for (const name of ['bob', holder] as const) await commands.honoured(name, 'profile', 'set', '--field', 'clocks')
  const opened = await commands.honoured('alice', 'demand', 'open', 'A mantel clock', '--field', 'clocks')
  const demand = String(opened['demand'])
  await untilAsked(cast, demand, ['bob', holder])
  tick('the matching service found both and asked each, under an alias that leads to nobody')
  return demand
}

/** Tells of a demand: who is found, who offers, and what comes of it. */
const tellOfDemand = async (tale: Tale): Promise<void> => {
  const { commands } = tale
  const demand = await matchDemand(tale)
  await commands.honoured('bob', 'demand', 'decline', demand)
  const instance = await granted(tale, ['holding'])
  await commands.honoured(holder, 'demand', 'answer', demand, '--instance', instance, '--as', 'data')
  tick('bob declined, carol offers; still neither knows who asks')
  await commands.read('alice', 'demand', 'look', demand, holder)
  const accepted = await commands.honoured('alice', 'demand', 'accept', demand, holder)
  const interaction = String(accepted['interaction'])
  tick('alice looked at the offer before she accepted it, and what carol had is hers')
  await commands.honoured('alice', 'interaction', 'complete', interaction, 'read')
  for (const name of ['alice', holder] as const) await commands.honoured(name, 'interaction', 'rate', interaction, '5')
  await commands.refused('rated_already', 'alice', 'interaction', 'rate', interaction, '1')
  tick('each rated the other; a second rating is refused (rated_already)')
}

/** In which interaction carol gave something to alice, and what moved. */
interface Matched {
  interaction: string
  changes: Change[]
}

const rewardQuantity = 500n

/** Tells of a recommendation: who wanted it, who answers in time, and what the provider gives for it; gives the interaction and what moved. */
const tellOfRecommendation = async (tale: Tale): Promise<Matched> => {
  const { cast, commands } = tale
  say('\nCarol recommends the clock to who wants it: alice does, and has an hour to answer')
  await commands.honoured('alice', 'profile', 'set', '--need', 'CLOCK-1')
  const target = ['--deliver', `instance:${await granted(tale, ['data', '--transferable'])}`, '--as', 'data']
  const open = ['recommendation', 'open', 'A mantel clock', '--identifier', 'CLOCK-1', '--within', '1h', ...target]
  const recommendation = String((await commands.honoured(holder, ...open))['recommendation'])
  await untilAsked(cast, recommendation, ['alice'])
  await commands.refused('not_in_time', holder, 'recommendation', 'deliver', recommendation, 'alice')
  tick('nothing is delivered before an answer in time (not_in_time)')
  const { verdict } = await commands.honoured('alice', 'recommendation', 'answer', recommendation)
  if (verdict !== 'in-time') throw new Error(`alice’s answer was to be in time: ${verdict}`)
  await commands.honoured(holder, 'recommendation', 'deliver', recommendation, 'alice')
  tick('alice answered in time by when her bank received it, and carol delivered')
  const accepted = await commands.honoured('alice', 'recommendation', 'accept', recommendation)
  const interaction = String(accepted['interaction'])
  await commands.honoured('alice', 'interaction', 'complete', interaction, 'read')
  const reward = ['interaction', 'reward', interaction, 'CNY', String(rewardQuantity), '--to', holder]
  await commands.honoured(provider, ...reward)
  await commands.refused('rewarded_already', provider, ...reward)
  tick(`alice accepted and used it; the clockmaker rewarded carol with ${rewardQuantity} fen, once`)
  const changes: Change[] = [
    { name: provider, cash: -rewardQuantity, gold: 0n },
    { name: holder, cash: rewardQuantity, gold: 0n },
  ]
  return { interaction, changes }
}

/** Tells how what is wanted is found, and how what is recommended is delivered, by commands that can be copied; gives what came of the latter. */
export const tellOfMatching = async (tale: Tale): Promise<Matched> => {
  await tellOfDemand(tale)
  return tellOfRecommendation(tale)
}
