import { type Offer, offers, type Pledge, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { accounts, participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Amount, Book } from './book.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'
import { againstAccount, againstReceiver, againstUse } from './vouchers.ts'

const offer: Page<'transfer.offer'> = (asked) => {
  const { book, body, from, sender, id, now } = asked
  const voucher = book.find(vouchers, body.voucher)
  const receiver = book.find(participants, body.to)
  const guards = [
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...againstReceiver(book, body.to),
    ...reasons({
      sender_is_receiver: body.to === from,
      receiver_does_not_accept: receiver?.accepts === 'none',
      deadline_in_past: now > BigInt(body.answerBy),
    }),
  ]
  const reserved = { participant: from, voucher: body.voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards, takes: [reserved] }, () => {
    book.shift(reserved, 'available', 'reserved')
    book.put(offers, {
      ...{ offer: id, voucher: body.voucher, quantity: reserved.quantity, status: 'offered' },
      ...{ sender: from, senderHome: sender.home, receiver: body.to, receiverHome: receiver?.home ?? '' },
      ...{ home: voucher?.home ?? '', answerBy: BigInt(body.answerBy) },
    })
    return { offer: id, status: 'offered' }
  })
}

const propose: Page<'pledge.propose'> = (asked) => {
  const { book, body, from, sender, id, now } = asked
  const voucher = book.find(vouchers, body.voucher)
  const [answerBy, termEndsAt] = [BigInt(body.answerBy), BigInt(body.termEndsAt)]
  const guards = [
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'pledge')),
    ...againstReceiver(book, body.pledgee),
    ...reasons({
      pledgee_is_holder: body.pledgee === from,
      deadline_in_past: now > answerBy || now > termEndsAt,
      term_before_answer: termEndsAt < answerBy,
    }),
  ]
  const reserved = { participant: from, voucher: body.voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards, takes: [reserved] }, () => {
    const pledgeeHome = book.find(participants, body.pledgee)?.home ?? ''
    book.shift(reserved, 'available', 'reserved')
    book.put(pledges, {
      ...{ pledge: id, voucher: body.voucher, purpose: body.purpose, enforcement: body.enforcement },
      ...{ holder: from, holderHome: sender.home, pledgee: body.pledgee, pledgeeHome, home: voucher?.home ?? '' },
      ...{ quantity: reserved.quantity, status: 'proposed', answerBy, termEndsAt },
    })
    return { pledge: id, status: 'proposed' }
  })
}

/** What an offer and a pledge have in common: who opened it, who answers, what is reserved for it, and until when. */
interface Waiting {
  opener: string
  answerer: string
  voucher: string
  quantity: bigint
  answerBy: bigint
  status: string
}

/** A step of an offer or a pledge that is there. */
interface Step extends Asked {
  waiting: Waiting
  reserved: Amount
  /** What speaks against the step, whichever it is: another party or voucher than the record's, or its state. */
  against: RefusalCode[]
  /** Writes the record's new status down, and answers with what every step tells. */
  become(status: string, quantity?: bigint): { [name: string]: string }
}

interface StepParts {
  /** Whose step it is; anybody's where it is nobody's. */
  by: 'opener' | 'answerer' | 'anybody'
  /** The state in which alone it can be taken. */
  from: string
}

type AnyBody = { [member: string]: string }

const stepOfOffer =
  ({ by, from: state }: StepParts, page: (step: Step) => Ruling) =>
  (asked: Asked) => {
    const { book, from } = asked
    const body = asked.body as AnyBody
    const record = book.find(offers, body['offer'] as string)
    if (record === undefined) return refused('unknown_offer')
    const waiting: Waiting = { ...record, opener: record.sender, answerer: record.receiver }
    const against = reasons({
      not_a_party: record.sender !== body['sender'] || (by !== 'anybody' && waiting[by] !== from),
      not_the_voucher: record.voucher !== body['voucher'],
      offer_state_forbids: record.status !== state,
    })
    const become = (status: string) => {
      book.put(offers, { ...record, status: status as Offer['status'] })
      return { offer: record.offer, status, voucher: record.voucher, quantity: `${record.quantity}` }
    }
    const reserved = { participant: record.sender, voucher: record.voucher, quantity: record.quantity }
    return page({ ...asked, waiting, reserved, against, become })
  }

const stepOfPledge =
  ({ by, from: state }: StepParts, page: (step: Step & { pledge: Pledge }) => Ruling) =>
  (asked: Asked) => {
    const { book, from } = asked
    const body = asked.body as AnyBody
    const pledge = book.find(pledges, body['pledge'] as string)
    if (pledge === undefined) return refused('unknown_pledge')
    const waiting: Waiting = { ...pledge, opener: pledge.holder, answerer: pledge.pledgee }
    const against = reasons({
      not_a_party: pledge.holder !== body['holder'] || (by !== 'anybody' && waiting[by] !== from),
      not_the_voucher: pledge.voucher !== body['voucher'],
      pledge_state_forbids: pledge.status !== state,
    })
    const become = (status: string, quantity = pledge.quantity) => {
      book.put(pledges, { ...pledge, status: status as Pledge['status'], quantity })
      return { pledge: pledge.pledge, status, voucher: pledge.voucher, quantity: `${quantity}` }
    }
    const reserved = { participant: pledge.holder, voucher: pledge.voucher, quantity: pledge.quantity }
    return page({ ...asked, waiting, reserved, against, become, pledge })
  }

/** The ends without a yes: the answerer declines, the opener cancels, anybody ends what is overdue; what was reserved is free again. */
const ends = {
  decline: { by: 'answerer', after: 'declined' },
  cancel: { by: 'opener', after: 'cancelled' },
  expire: { by: 'anybody', after: 'expired' },
} as const

const ending =
  (end: keyof typeof ends) =>
  ({ book, now, waiting, reserved, against, become }: Step): Ruling => {
    const early = reasons({ deadline_not_passed: end === 'expire' && now <= waiting.answerBy })
    return plain([...against, ...early], () => {
      book.shift(reserved, 'reserved', 'available')
      return become(ends[end].after)
    })
  }

const endingOfOffer = (end: keyof typeof ends) => stepOfOffer({ by: ends[end].by, from: 'offered' }, ending(end))
const endingOfPledge = (end: keyof typeof ends) => stepOfPledge({ by: ends[end].by, from: 'proposed' }, ending(end))

/** What speaks against a yes besides what speaks against every step. */
const againstYes = (step: Step, wanted: 'transfer' | 'pledge'): RefusalCode[] => {
  const { book, now, waiting } = step
  const voucher = book.find(vouchers, waiting.voucher)
  return [
    ...againstAccount(book, waiting.opener),
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, wanted)),
    ...reasons({ deadline_passed: now > waiting.answerBy }),
  ]
}

const acceptOffer = stepOfOffer({ by: 'answerer', from: 'offered' }, (step) =>
  plain([...step.against, ...againstYes(step, 'transfer')], () => {
    step.book.take(step.reserved, 'reserved')
    step.book.gain({ ...step.reserved, participant: step.from })
    return step.become('accepted')
  }),
)

/** What came to the wrong one goes back, whatever its sender accepts from others. */
const returnOffer = stepOfOffer({ by: 'answerer', from: 'accepted' }, (step) => {
  const { book, from, waiting, reserved } = step
  const given = { ...reserved, participant: from }
  const guards = [...step.against, ...againstAccount(book, waiting.opener)]
  return taking(step, { guards, takes: [given] }, () => {
    book.take(given)
    book.gain(reserved)
    return step.become('returned')
  })
})

const countLiens = (book: Book, pledgee: string, change: bigint): void => {
  const { liens = 0n, ...account } = book.account(pledgee)
  const after = liens + change
  book.put(accounts, after === 0n ? account : { ...account, liens: after })
}

const acceptPledge = stepOfPledge({ by: 'answerer', from: 'proposed' }, (step) =>
  plain([...step.against, ...againstYes(step, 'pledge')], () => {
    step.book.shift(step.reserved, 'reserved', 'pledged')
    countLiens(step.book, step.from, 1n)
    return step.become('locked')
  }),
)

const releasePledge = stepOfPledge({ by: 'answerer', from: 'locked' }, (step) => {
  const { book, pledge, reserved } = step
  const quantity = BigInt((step.body as AnyBody)['quantity'] as string)
  const left = pledge.quantity - quantity
  return plain([...step.against, ...reasons({ exceeds_pledged_quantity: left < 0n })], () => {
    book.shift({ ...reserved, quantity }, 'pledged', 'available')
    if (left === 0n) countLiens(book, step.from, -1n)
    const { quantity: _left, ...told } = step.become(left === 0n ? 'released' : 'locked', left)
    return { ...told, released: `${quantity}`, left: `${left}` }
  })
})

/** After the term, and where the pledge says so, what is pledged is the pledgee's. */
const enforcePledge = stepOfPledge({ by: 'answerer', from: 'locked' }, (step) => {
  const { book, pledge, reserved, now } = step
  const against = reasons({
    enforcement_not_agreed: pledge.enforcement === 'none',
    deadline_not_passed: now <= pledge.termEndsAt,
  })
  return plain([...step.against, ...against], () => {
    book.take(reserved, 'pledged')
    countLiens(book, step.from, -1n)
    book.give({ ...reserved, participant: step.from })
    return step.become('enforced')
  })
})

/** The pages about offers and pledges. */
export const agreementPages = {
  'transfer.offer': offer,
  'transfer.accept': acceptOffer,
  'transfer.decline': endingOfOffer('decline'),
  'transfer.cancel': endingOfOffer('cancel'),
  'transfer.expire': endingOfOffer('expire'),
  'transfer.return': returnOffer,
  'pledge.propose': propose,
  'pledge.accept': acceptPledge,
  'pledge.decline': endingOfPledge('decline'),
  'pledge.cancel': endingOfPledge('cancel'),
  'pledge.expire': endingOfPledge('expire'),
  'pledge.release': releasePledge,
  'pledge.enforce': enforcePledge,
}
