import { certificates, type Instance, instances, providers } from '../../domains/certificates/tables.ts'
import { type Interaction, interactions } from '../../domains/matching/tables.ts'
import { accounts } from '../../domains/registry/tables.ts'
import { Refusal } from '../../refusal.ts'
import { requireUse } from '../certificates/using.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import { countPair } from '../reputation.ts'
import { type Decision, type Facts, type Mark, type Request, type Rule, type View, type Write, write } from '../rule.ts'

/** The life of an interaction: its receiver completes it by using what it got (S3-045). */
export const interactionLifecycle: Lifecycle<Interaction['status'], 'complete' | 'rate'> = {
  accepted: { complete: 'completed' },
  completed: { rate: 'completed' },
}

/** The least rating that is positive. */
const positiveFrom = 4

interface Side {
  participant: string
  home: string
}

/** What was accepted: of which demand or recommendation, from whom to whom, and which instance went along. */
interface Accepted {
  id: string
  of: Interaction['of']
  subject: string
  giver: Side
  receiver: Side
  got?: Pick<Instance, 'instance' | 'certificate' | 'provider'> | undefined
}

/** The rows and the mark of what was accepted: it counts for the giver, where the two have not counted for each other lately. */
export const openInteraction = (
  view: View,
  facts: Facts,
  { id, of, subject, giver, receiver, got }: Accepted,
): { writes: Write[]; marks: Mark[] } => {
  const { counted, writes, marks } = countPair(view, facts, { ending: id, counts: giver, withWhom: receiver })
  const interaction: Interaction = {
    ...{ interaction: id, of, subject, giver: giver.participant, giverHome: giver.home },
    ...{ receiver: receiver.participant, receiverHome: receiver.home, counts: counted, status: 'accepted' },
    ...(got === undefined ? {} : { instance: got.instance, certificate: got.certificate, provider: got.provider }),
  }
  return { writes: [write(interactions, interaction), ...writes], marks }
}

/** The interaction; refuses `unknown_interaction`. */
export const requireInteraction = (view: View, id: string): Interaction => {
  const interaction = view.find(interactions, id)
  if (interaction === undefined) throw new Refusal('unknown_interaction', { interaction: id })
  return interaction
}

const after = (interaction: Interaction, event: 'complete' | 'rate'): Interaction => {
  const status = next(interactionLifecycle, interaction.status, event)
  if (status !== undefined) return { ...interaction, status }
  const { interaction: id, status: before } = interaction
  throw new Refusal('interaction_state_forbids', { interaction: id, status: before })
}

/** The interaction of a step that is for completed ones; refuses `unknown_interaction` and `interaction_state_forbids`. */
export const requireCompleted = (view: View, id: string): Interaction => after(requireInteraction(view, id), 'rate')

const bothHomes = ({ body }: { body: { interaction: string } }, view: View) => {
  const found = view.find(interactions, body.interaction)
  return [found?.giverHome, found?.receiverHome]
}

const marksFor = ({ counts, giver, giverHome: home }: Interaction, mark: Omit<Mark, 'participant' | 'home'>): Mark[] =>
  counts ? [{ participant: giver, home, ...mark }] : []

/** What one got and used up already, by an order or by handing it on, was used; else it must allow this use now. */
const requireUsable = (
  { view, facts }: Pick<Request<'interaction.complete'>, 'view' | 'facts'>,
  { instance: id }: Interaction,
  use: string,
): void => {
  const instance = id === undefined ? undefined : view.find(instances, id)
  if (instance?.status === 'held') requireUse(view, instance, { use, facts })
}

/** The keys of the instance that the receiver got, its certificate and its provider. */
const keysOfGot = ({ instance, certificate, provider }: Partial<Interaction>): string[] =>
  instance === undefined || certificate === undefined || provider === undefined
    ? []
    : [instances.key(instance), certificates.key(certificate), providers.key(provider)]

/**
 * The receiver says that it used what it got, which completes the interaction, once (S3-045, S1-068). What cannot be used so is refused as
 * `instance.use` is, and can be tried again. Refuses `unknown_interaction`, `not_a_party`, `interaction_state_forbids`.
 */
export const completeInteraction: Rule<'interaction.complete'> = {
  reads: ({ body }) => [interactions.key(body.interaction)],
  readsThen: ({ body }, view) => keysOfGot(view.find(interactions, body.interaction) ?? {}),
  home: ({ body }, view) => view.find(interactions, body.interaction)?.receiverHome,
  organisations: bothHomes,
  decide: ({ body, id, sender, view, facts }): Decision => {
    const before = requireInteraction(view, body.interaction)
    if (before.receiver !== sender.participant) throw new Refusal('not_a_party', { interaction: body.interaction })
    const interaction = after(before, 'complete')
    requireUsable({ view, facts }, interaction, body.use)
    return {
      effects: { interaction: body.interaction, use: body.use, status: interaction.status },
      writes: [write(interactions, interaction)],
      marks: marksFor(interaction, { interaction: id, counts: 'success' }),
    }
  },
}

type Rated = Pick<Mark, 'participant' | 'home'> & { member: 'byGiver' | 'byReceiver' }

/** Whom the sender rates: the other side; refuses `not_a_party`. */
const ratedBy = ({ giver, giverHome, receiver, receiverHome, interaction }: Interaction, sender: string): Rated => {
  if (sender === receiver) return { participant: giver, home: giverHome, member: 'byReceiver' }
  if (sender === giver) return { participant: receiver, home: receiverHome, member: 'byGiver' }
  throw new Refusal('not_a_party', { interaction })
}

/**
 * One side of a completed interaction rates the other, once, from 1 to 5; 4 and 5 are positive (S1-029). Refuses `unknown_interaction`,
 * `not_a_party`, `interaction_state_forbids`, `rated_already`.
 */
export const rateInteraction: Rule<'interaction.rate'> = {
  reads: ({ body }) => [interactions.key(body.interaction)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  organisations: bothHomes,
  decide: ({ body, id, sender, view }): Decision => {
    const before = requireInteraction(view, body.interaction)
    const { participant, home, member } = ratedBy(before, sender.participant)
    const interaction = after(before, 'rate')
    if (before[member] !== undefined) throw new Refusal('rated_already', { interaction: body.interaction })
    const counts = body.rating >= positiveFrom ? 'positive' : 'negative'
    return {
      effects: { interaction: body.interaction, participant, rating: `${body.rating}` },
      writes: [write(interactions, { ...interaction, [member]: body.rating })],
      marks: before.counts ? [{ participant, home, interaction: id, counts }] : [],
    }
  },
}
