import { type Instance, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { instanceForms } from '../../../chaincode/domains/certificates/terms.ts'
import {
  type DemandAnswer,
  demandAnswers,
  demands,
  type Interaction,
  interactions,
  requests,
  rewards,
} from '../../../chaincode/domains/matching/tables.ts'
import { series } from '../cast.ts'
import { isLive, someGift, uses } from './certificates.ts'
import type { Desk, Draw } from './desk.ts'

/** A request to which its holder has said nothing yet, mostly one who has something to offer. */
const someRequest = (desk: Desk) => {
  const { random, book } = desk
  const holders = new Set(book.all(instances).flatMap(({ status, holder }) => (status === 'held' ? [holder] : [])))
  return desk.record(book.all(requests), ({ demand, holder }) => {
    const row = book.find(demands, demand)
    const isOpen = row?.status === 'open' && desk.now <= row.until
    return isOpen && (holders.has(holder) || random.chance(5)) && book.find(demandAnswers, demand, holder) === undefined
  })
}

/** What a holder has and may give, those that are offered already among them now and then; of a form that can be used, where that is wanted and there is one. */
export const ownInstance = (desk: Desk, holder: string, isToBeUsed = false): Instance | undefined => {
  const own = desk.book
    .all(instances)
    .filter((one) => one.holder === holder && one.status === 'held' && isLive(desk, one.certificate))
  const free = desk.random.chance(75) ? own.filter(({ offered }) => offered === undefined) : own
  const usable = isToBeUsed ? free.filter(({ form }) => form !== 'holding') : []
  return desk.random.any([usable, free, own].find(({ length }) => length > 0) ?? [])
}

const answer: Draw<'demand.answer'> = (desk) => {
  const { random } = desk
  const found = someRequest(desk)
  if (found === undefined) return undefined
  const holder = desk.mostly(found.holder)
  const instance = ownInstance(desk, holder) ?? random.any(desk.book.all(instances))
  if (instance === undefined) return undefined
  const form = random.chance(80) ? instance.form : random.one(instanceForms)
  const { to: _to, ...gift } = someGift(desk, form, instance.form === 'licence' ? instance : undefined)
  const body = {
    demand: desk.named(found.demand),
    instance: desk.named(instance.instance),
    ...gift,
    until: desk.deadline(),
  }
  return { device: desk.deviceOf(holder, 'customer'), body }
}

const decline: Draw<'demand.decline'> = (desk) => {
  const found = someRequest(desk)
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.mostly(found.holder), 'customer'), body: { demand: desk.named(found.demand) } }
}

const isStanding = (desk: Desk, { status, until, demand }: DemandAnswer): boolean =>
  status === 'offered' && desk.now <= (until ?? 0n) && desk.book.find(demands, demand)?.status === 'open'

/** An answer that may be accepted, and now and then one that was not chosen, or is over. */
const someAnswer = (desk: Desk) => {
  const all = desk.book.all(demandAnswers)
  const isOver = ({ status, demand }: DemandAnswer) =>
    status === 'offered' && desk.book.find(demands, demand)?.status !== 'open'
  const over = desk.random.chance(12) ? desk.random.any(all.filter(isOver)) : undefined
  const found = over ?? desk.record(all, (one) => isStanding(desk, one))
  if (found === undefined) return undefined
  const requester = desk.book.find(demands, found.demand)?.requester ?? desk.someone()
  return { ...found, device: desk.deviceOf(desk.mostly(requester), 'customer') }
}

const accept: Draw<'demand.accept'> = (desk) => {
  const found = someAnswer(desk)
  if (found === undefined) return undefined
  const { device, demand, holder } = found
  return { device, body: { demand: desk.named(demand), holder: desk.mostly(holder) } }
}

const reject: Draw<'demand.reject'> = (desk) => {
  const found = someAnswer(desk)
  if (found === undefined) return undefined
  const { device, demand, holder } = found
  return { device, body: { demand: desk.named(demand), holder } }
}

const someInteraction = (desk: Desk, isWanted: (one: Interaction) => boolean) =>
  desk.record(desk.book.all(interactions), isWanted)

const complete: Draw<'interaction.complete'> = (desk) => {
  const canUse = ({ instance }: Interaction) => desk.book.find(instances, instance ?? '')?.form !== 'holding'
  const found = someInteraction(desk, (one) => one.status === 'accepted' && (canUse(one) || desk.random.chance(10)))
  if (found === undefined) return undefined
  const [use] = desk.book.find(instances, found.instance ?? '')?.scope ?? uses
  return {
    device: desk.deviceOf(desk.mostly(found.receiver), 'customer'),
    body: {
      interaction: desk.named(found.interaction),
      use: desk.random.chance(90) ? (use as string) : desk.random.one(uses),
    },
  }
}

const rate: Draw<'interaction.rate'> = (desk) => {
  const { random } = desk
  const found = someInteraction(desk, ({ status }) => status === 'completed')
  if (found === undefined) return undefined
  const by = random.chance(65) ? found.receiver : found.giver
  return {
    device: desk.deviceOf(desk.mostly(by), 'customer'),
    body: { interaction: desk.named(found.interaction), rating: random.one([1, 3, 4, 5, 5]) },
  }
}

const reward: Draw<'interaction.reward'> = (desk) => {
  const { random, book } = desk
  const isWanted = ({ status, of, interaction, giver, provider }: Interaction) => {
    const isNew = random.chance(50) || book.find(rewards, interaction) === undefined
    return status === 'completed' && of === 'recommendation' && isNew && (giver !== provider || random.chance(20))
  }
  const found = someInteraction(desk, isWanted)
  if (found === undefined) return undefined
  const provider = desk.mostly(found.provider ?? 'noodle-bar')
  const voucher = random.chance(90) ? random.one(Object.values(series)) : desk.code()
  return {
    device: desk.deviceOf(provider, 'merchant'),
    body: {
      ...{ interaction: desk.named(found.interaction), recommender: desk.mostly(found.giver), voucher },
      ...{ quantity: desk.quantity(book.usable(provider, voucher)), reason: 'thanks' },
    },
  }
}

/** How what is said to demands, and what came of it, is drawn. */
export const demandAnswerDraws = {
  'demand.answer': answer,
  'demand.decline': decline,
  'demand.accept': accept,
  'demand.reject': reject,
  'interaction.complete': complete,
  'interaction.rate': rate,
  'interaction.reward': reward,
}
