import {
  type Certificate,
  certificates,
  type Instance,
  instances,
} from '../../../chaincode/domains/certificates/tables.ts'
import { type DemandAnswer, demandAnswers, demands, requests } from '../../../chaincode/domains/matching/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import {
  againstEnd,
  againstGift,
  againstHolder,
  againstPass,
  againstTerms,
  type Given,
  handOn,
  held,
} from './certificates.ts'
import { begin } from './interactions.ts'
import { againstUntil, offer } from './offered.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstAccount } from './vouchers.ts'

/** A demand that the sender was asked, with what speaks against saying anything to it: each says one thing, while it is open. */
const askedOf = ({ book, from, now }: Pick<Asked, 'book' | 'from' | 'now'>, id: string) => {
  const demand = book.find(demands, id)
  if (demand === undefined) return refused('unknown_demand')
  const against = reasons({
    not_asked: book.find(requests, id, from) === undefined,
    answer_state_forbids: book.find(demandAnswers, id, from) !== undefined,
    demand_closed: demand.status !== 'open' || now > demand.until,
  })
  return { demand, against }
}

/** Whom it is for, who offers it does not know: what speaks against the receiver comes out at the acceptance, but that it is the provider. */
const answer: Page<'demand.answer'> = (asked) => {
  const { book, body, from, sender, now } = asked
  const open = askedOf(asked, body.demand)
  if (!('demand' in open))
    return refused(...open.against, ...reasons({ unknown_instance: book.find(instances, body.instance) === undefined }))
  const found = held(asked, body.instance)
  if (!('instance' in found)) return refused(...open.against, ...found.against)
  const until = BigInt(body.until)
  const { instance, certificate } = found
  const guards = [
    ...[...open.against, ...found.against, ...againstTerms(body, now), ...againstUntil(until, now)],
    ...againstPass(instance, { ...body, to: '' }),
    ...reasons({ provider_is_receiver: certificate.provider === open.demand.requester }),
  ]
  return plain(guards, () => {
    const { demand, endsAt, transferable = body.form === 'holding' || body.form === 'ownership', ...said } = body
    const { certificate: id, provider, home: providerHome } = certificate
    const ofCertificate = { certificate: id, provider, providerHome }
    const row = { ...said, transferable, demand, holder: from, home: sender.home, ...ofCertificate }
    book.put(demandAnswers, { ...row, ...(endsAt && { endsAt: BigInt(endsAt) }), until, status: 'offered' })
    offer(book, instance, { of: 'demand', subject: demand, to: demand, until })
    return { certificate: id, demand, expiresAt: body.until, status: 'offered' }
  })
}

const decline: Page<'demand.decline'> = (asked) => {
  const { book, body, from, sender } = asked
  const open = askedOf(asked, body.demand)
  if (!('demand' in open)) return open
  return plain(open.against, () => {
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
  const parties = reasons({ not_a_party: demand.requester !== from, giver_is_receiver: body.holder === from })
  if (found === undefined) return refused('unknown_answer', ...parties)
  const state = reasons({
    demand_closed: demand.status !== 'open',
    answer_state_forbids: found.status !== 'offered',
    deadline_passed: found.until !== undefined && now > found.until,
  })
  return { demand, found, against: [...parties, ...state] }
}

/** What an answer hands on, as handing on says it. */
const giftOf = ({ form, scope, endsAt, transferable, sealedKey }: DemandAnswer, to: string) => ({
  ...{ to, form: form as Instance['form'] },
  ...(scope === undefined ? {} : { scope }),
  ...(endsAt === undefined ? {} : { endsAt: `${endsAt}` }),
  ...(form === 'licence' || form === 'data' ? { transferable: transferable === true } : {}),
  ...(sealedKey === undefined ? {} : { sealedKey }),
})

/** What speaks against handing on what was offered, now that it is accepted; who kept it in any case may have it no more. */
const againstHandingOn = (
  asked: Pick<Asked, 'book' | 'now'> & { body: Given },
  { instance, certificate, holder }: { instance: Instance; certificate: Certificate; holder: string },
): RefusalCode[] => [
  ...againstHolder(instance, holder),
  ...againstAccount(asked.book, holder),
  ...againstEnd(asked.book, certificate, asked.now),
  ...againstGift(asked, certificate),
  ...againstPass(instance, asked.body),
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
  const passing = againstHandingOn({ ...asked, body: gift }, { instance, certificate, holder })
  return plain([...against, ...passing], () => {
    book.put(demandAnswers, { ...found, requester: from, status: 'accepted' })
    if (!demand.several) book.put(demands, { ...demand, status: 'fulfilled' })
    handOn({ ...asked, body: gift }, { instance, certificate })
    const about = { of: 'demand', subject: name, giver: holder, receiver: from } as const
    begin(asked, { ...about, instance: id, certificate: certificate.certificate, provider: certificate.provider })
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
