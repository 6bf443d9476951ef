import { type Certificate, certificates, instances } from '../../../chaincode/domains/certificates/tables.ts'
import { type Interaction, interactions, rewards } from '../../../chaincode/domains/matching/tables.ts'
import { marks, pairs, participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstEnd, againstUseOf } from './certificates.ts'
import { type Asked, type Page, plain, reasons, refused, taking } from './ruling.ts'
import { againstReceiver, againstUse } from './vouchers.ts'

const thirtyDays = 30n * 86_400_000n

type Opened = Pick<Interaction, 'of' | 'subject' | 'giver' | 'receiver' | 'instance' | 'provider'>

/** Writes down that two have to do with each other, and what that counts: once in 30 days, and the first time as such. */
export const begin = ({ book, id, now }: Pick<Asked, 'book' | 'id' | 'now'>, opened: Opened): void => {
  const homeOf = (one: string) => book.find(participants, one)?.home as string
  const { giver, receiver, instance, provider, ...about } = opened
  const [one, other] = [giver, receiver].sort() as [string, string]
  const last = book.find(pairs, one, other)?.countedAt
  const counts = last === undefined || now - last > thirtyDays
  if (counts) {
    book.put(pairs, { one, other, oneHome: homeOf(one), otherHome: homeOf(other), countedAt: now })
    book.put(marks, { participant: giver, interaction: id, ...(last === undefined ? { isFirst: true } : {}) })
  }
  const parties = { giver, giverHome: homeOf(giver), receiver, receiverHome: homeOf(receiver) }
  const got = { ...(instance === undefined ? {} : { instance }), ...(provider === undefined ? {} : { provider }) }
  book.put(interactions, { interaction: id, ...about, ...parties, ...got, counts, status: 'accepted' })
}

/** An interaction that is there, with what speaks against a step in another state than this. */
const stepOf = (book: Book, id: string, status: Interaction['status']) => {
  const interaction = book.find(interactions, id)
  if (interaction === undefined) return refused('unknown_interaction')
  return { interaction, against: reasons({ interaction_state_forbids: interaction.status !== status }) }
}

const complete: Page<'interaction.complete'> = (asked) => {
  const { book, body, from, id } = asked
  const found = stepOf(book, body.interaction, 'accepted')
  if (!('interaction' in found)) return found
  const { interaction, against } = found
  const own = reasons({ not_a_party: interaction.receiver !== from })
  const used = interaction.instance === undefined ? undefined : book.find(instances, interaction.instance)
  const guards =
    used === undefined
      ? []
      : [
          ...againstEnd(book, book.find(certificates, used.certificate) as Certificate, asked.now),
          ...againstUseOf(used, { use: body.use, now: asked.now }),
        ]
  return plain([...against, ...own, ...guards], () => {
    book.put(interactions, { ...interaction, status: 'completed' })
    if (interaction.counts) book.put(marks, { participant: interaction.giver, interaction: id, counts: 'success' })
    return { interaction: body.interaction, status: 'completed', use: body.use }
  })
}

const rate: Page<'interaction.rate'> = ({ book, body, from, id }) => {
  const found = stepOf(book, body.interaction, 'completed')
  if (!('interaction' in found)) return found
  const { interaction, against } = found
  const { giver, receiver } = interaction
  const [mine, whom] = from === giver ? (['byGiver', receiver] as const) : (['byReceiver', giver] as const)
  const guards = reasons({
    not_a_party: from !== giver && from !== receiver,
    rated_already: interaction[mine] !== undefined,
  })
  return plain([...against, ...guards], () => {
    const { rating } = body
    book.put(interactions, { ...interaction, [mine]: rating })
    const counts = rating >= 4 ? 'positive' : 'negative'
    if (interaction.counts) book.put(marks, { participant: whom, interaction: id, counts })
    return { interaction: body.interaction, participant: whom, rating: `${rating}` }
  })
}

const againstTransfer = ({ book, body, from }: Asked<'interaction.reward'>): RefusalCode[] => {
  const voucher = book.find(vouchers, body.voucher)
  const to = book.find(participants, body.recommender)
  return [
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...againstReceiver(book, body.recommender),
    ...reasons({
      receiver_does_not_accept: to?.accepts === 'none',
      offer_needed: to?.accepts === 'known' && !to.known.includes(from),
    }),
  ]
}

const reward: Page<'interaction.reward'> = (asked) => {
  const { book, body, from, sender } = asked
  const found = stepOf(book, body.interaction, 'completed')
  if (!('interaction' in found)) return found
  const { interaction, against } = found
  const guards = reasons({
    not_a_party:
      interaction.provider !== from || interaction.of !== 'recommendation' || interaction.giver !== body.recommender,
    provider_is_recommender: interaction.giver === from || body.recommender === from,
    rewarded_already: book.find(rewards, body.interaction) !== undefined,
  })
  const { recommender, voucher, reason } = body
  const given = { participant: from, voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards: [...against, ...guards, ...againstTransfer(asked)], takes: [given] }, () => {
    book.take(given)
    book.give({ ...given, participant: recommender })
    const { interaction: name } = body
    const row = { interaction: name, provider: from, home: sender.home, recommender, voucher, reason }
    book.put(rewards, { ...row, quantity: given.quantity })
    return { interaction: name, recommender, voucher, quantity: body.quantity }
  })
}

/** The pages about what came of answers and deliveries. */
export const interactionPages = {
  'interaction.complete': complete,
  'interaction.rate': rate,
  'interaction.reward': reward,
}
