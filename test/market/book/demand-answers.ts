import {
  type Certificate,
  certificates,
  type Instance,
  instances,
} from '../../../chaincode/domains/certificates/tables.ts'
import { type DemandAnswer, demandAnswers, demands, requests } from '../../../chaincode/domains/matching/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { againstEnd, againstGift, againstPass, type Given, handOn, held } from './certificates.ts'
import { openDemand } from './demands.ts'
import { begin } from './interactions.ts'
import { offer } from './offered.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstAccount } from './vouchers.ts'

/** What speaks against saying anything to a demand: who was not asked, or has said something, says nothing. */
const againstAnswer = ({ book, from }: Pick<Asked, 'book' | 'from'>, demand: string): RefusalCode[] =>
  reasons({
    not_asked: book.find(requests, demand, from) === undefined,
    answered_already: book.find(demandAnswers, demand, from) !== undefined,
  })

const answer: Page<'demand.answer'> = (asked) => {
  const { book, body, from, sender, now } = asked
  const open = openDemand(asked, body.demand)
  if (!('demand' in open)) return open
  const found = held(asked, body.instance)
  if (!('instance' in found)) return refused(...open.against, ...againstAnswer(asked, body.demand), ...found.against)
  const { demand } = open
  const until = BigInt(body.until)
  const { instance, certificate } = found
  const guards = [
    ...[...open.against, ...againstAnswer(asked, body.demand), ...found.against],
    ...reasons({ deadline_in_past: now > until }),
    ...againstGift({ ...asked, body: { ...body, to: demand.requester } }, certificate),
    ...againstPass(instance, { ...body, to: demand.requester }),
  ]
  return plain(guards, () => {
    const { demand: name, endsAt, ...said } = body
    const ends = endsAt === undefined ? {} : { endsAt: BigInt(endsAt) }
    const row = { ...said, demand: name, holder: from, home: sender.home, certificate: certificate.certificate }
    book.put(demandAnswers, { ...row, ...ends, until, status: 'offered' })
    offer(book, instance, { of: 'demand', subject: name, to: name, until })
    return { certificate: certificate.certificate, demand: name, expiresAt: body.until, status: 'offered' }
  })
}

const decline: Page<'demand.decline'> = (asked) => {
  const { book, body, from, sender } = asked
  const open = openDemand(asked, body.demand)
  if (!('demand' in open)) return open
  return plain([...open.against, ...againstAnswer(asked, body.demand)], () => {
    book.put(demandAnswers, { demand: body.demand, holder: from, home: sender.home, status: 'declined' })
    return { demand: body.demand, status: 'declined' }
  })
}

type Step = Asked & { body: { demand: string; holder: string } }

/** An answer that its requester may still say something to. */
const standing = ({ book, body, from, now }: Step) => {
  const demand = book.find(demands, body.demand)
  if (demand === undefined) return refused('unknown_demand')
  const found = book.find(demandAnswers, body.demand, body.holder)
  if (found === undefined) return refused('unknown_answer', ...reasons({ not_a_party: demand.requester !== from }))
  const against = reasons({
    not_a_party: demand.requester !== from,
    demand_closed: demand.status !== 'open',
    answer_state_forbids: found.status !== 'offered',
    deadline_passed: found.until !== undefined && now > found.until,
  })
  return { demand, found, against }
}

/** What an answer hands on, as handing on says it. */
const giftOf = ({ form, scope, endsAt, transferable, sealedKey }: DemandAnswer, to: string) => ({
  ...{ to, form: form as Instance['form'] },
  ...(scope === undefined ? {} : { scope }),
  ...(endsAt === undefined ? {} : { endsAt: `${endsAt}` }),
  ...(transferable === undefined ? {} : { transferable }),
  ...(sealedKey === undefined ? {} : { sealedKey }),
})

/** What speaks against handing on what was offered, now that it is accepted. */
const againstHandingOn = (
  asked: Pick<Asked, 'book' | 'now'> & { body: Given },
  { instance, certificate }: { instance: Instance; certificate: Certificate },
): RefusalCode[] => [
  ...againstEnd(asked.book, certificate, asked.now),
  ...againstGift(asked, certificate),
  ...againstPass(instance, asked.body),
  ...againstAccount(asked.book, instance.holder),
]

const certificateOf = (book: Book, { certificate }: DemandAnswer): Certificate =>
  book.find(certificates, certificate ?? '') as Certificate

const accept: Page<'demand.accept'> = (asked) => {
  const { book, body, from, id } = asked
  const step = standing(asked as Step)
  if (!('found' in step)) return step
  const { demand, found, against } = step
  if (found.instance === undefined) return refused(...against)
  const { demand: name, holder } = body
  const instance = book.find(instances, found.instance) as Instance
  const certificate = certificateOf(book, found)
  const sealed = body.sealedKey === undefined ? {} : { sealedKey: body.sealedKey }
  const gift = { ...giftOf(found, from), ...sealed }
  const passing = againstHandingOn({ ...asked, body: gift }, { instance, certificate })
  return plain([...against, ...passing], () => {
    book.put(demandAnswers, { ...found, requester: from, status: 'accepted' })
    if (!demand.several) book.put(demands, { ...demand, status: 'fulfilled' })
    handOn({ ...asked, body: gift }, { instance, certificate })
    const about = { of: 'demand', subject: name, giver: holder, receiver: from } as const
    begin(asked, { ...about, instance: id, provider: certificate.provider })
    return {
      ...{ certificate: certificate.certificate, demand: name, holder, instance: id },
      ...{ interaction: id, status: 'accepted' },
    }
  })
}

const reject: Page<'demand.reject'> = (asked) => {
  const { book, body } = asked
  const step = standing(asked as Step)
  if (!('found' in step)) return step
  return plain(step.against, () => {
    book.put(demandAnswers, { ...step.found, status: 'rejected' })
    return { demand: body.demand, holder: body.holder, status: 'rejected' }
  })
}

/** The pages about what is said to demands. */
export const demandAnswerPages = {
  'demand.answer': answer,
  'demand.decline': decline,
  'demand.accept': accept,
  'demand.reject': reject,
}
