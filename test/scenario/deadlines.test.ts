import { expect } from 'chai'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { goldSeries, yuanSeries } from '../../scripts/series.ts'
import { gateways, report, topology } from './support/network.ts'
import { honoured, Person, post } from './support/people.ts'
import { requireProof } from './support/proof.ts'
import { readScene, register, type Scene } from './support/scene.ts'

const gold = 'AU-TIMED'
const cash = 'CNY-TIMED'
const prices = { voucher: gold, buy: '1000', sell: '900' }

// So long that what is to be in time is so on a busy machine too.
const lifeMilliseconds = 12_000

/** Something that waits for a moment in real time: what it stops, or lets begin, and the codes that say so. */
interface Waiting {
  what: string
  /** Sends what counts until the moment, or what counts behind it; answers the code. */
  send: () => Promise<string>
  early: string
  /** Behind the moment a gateway may have ended it already by itself. */
  late: readonly string[]
  deadline: number
}

describe('a deadline on a real network', () => {
  let scene: Scene
  const bank = new Person('timed-bank')
  const mint = new Person('timed-mint')
  const lena = new Person('lena')
  const mona = new Person('mona')

  const codeOf = async <K extends Kind>(person: Person, kind: K, body: Body<K>): Promise<string> => {
    const { body: answer } = await post(gateways.bank, person.envelope(kind, body), 60)
    return answer.code ?? answer.status
  }
  const act = <K extends Kind>(person: Person, kind: K, body: Body<K>) => honoured(gateways.bank, person, kind, body)

  before(async () => {
    scene = await readScene()
    const { bank: registrar, supplier } = scene.registrars
    for (const [person, roles] of [
      [bank, ['issuer', 'teller', 'customer']],
      [mint, ['issuer', 'price', 'customer']],
    ] as const) {
      const device = person.newDevice([...roles])
      await act(registrar, 'participant.register', { participant: person.participant, type: 'organisation', device })
    }
    await register('bank', registrar, lena)
    await register('supplier', supplier, mona)
    await act(bank, 'voucher.issue', yuanSeries({ voucher: cash, name: 'Timed yuan', quantity: '1' }))
    for (const to of ['timed-mint', 'lena', 'mona'])
      await act(bank, 'cash.deposit', { voucher: cash, to, quantity: '10000000', reference: 'OPENING' })
    const series = goldSeries({ voucher: gold, name: 'Timed gold', cash, form: 'account', quantity: '1000000' })
    await act(mint, 'voucher.issue', series)
    await act(mint, 'voucher.transfer', { voucher: gold, to: 'lena', quantity: '100000' })
  })

  const instruction = async (): Promise<Waiting> => {
    const deadline = Date.now() + lifeMilliseconds
    const body = { voucher: gold, to: 'mona', quantity: '1' }
    const send = async () => {
      const envelope = lena.envelope('voucher.transfer', body, { validUntil: `${deadline}` })
      const { body: answer } = await post(gateways.bank, envelope, 60)
      return answer.code ?? answer.status
    }
    return { what: 'an instruction’s validity', send, early: 'accepted', late: ['instruction_expired'], deadline }
  }
  const quote = async (): Promise<Waiting> => {
    await act(mint, 'quote.publish', { ...prices, quote: 'TIMED-1', lifeSeconds: lifeMilliseconds / 1000 })
    // The ledger counts from its own time of the quote, which is no later than now.
    const deadline = Date.now() + lifeMilliseconds
    const trade = { voucher: gold, issuer: 'timed-mint', quote: 'TIMED-1', quantity: '100', worstPrice: '1000' }
    const send = () => codeOf(lena, 'trade.buy', trade)
    return { what: 'a quote’s life', send, early: 'accepted', late: ['quote_expired'], deadline }
  }
  const order = async (): Promise<Waiting> => {
    const deadline = Date.now() + lifeMilliseconds
    const terms = { voucher: gold, side: 'buy' as const, quantity: '100', limitPrice: '1', expiresAt: `${deadline}` }
    const { order: name } = await act(lena, 'order.place', terms)
    const send = () => codeOf(mona, 'order.expire', { order: name, owner: 'lena' })
    const late = ['accepted', 'order_state_forbids']
    return { what: 'an order’s expiry', send, early: 'deadline_not_passed', late, deadline }
  }
  const offer = async (): Promise<Waiting> => {
    const deadline = Date.now() + lifeMilliseconds
    const terms = { voucher: gold, to: 'mona', quantity: '10', answerBy: `${deadline}` }
    const offers = [await act(lena, 'transfer.offer', terms), await act(lena, 'transfer.offer', terms)]
    const send = () => codeOf(mona, 'transfer.accept', { offer: offers.shift()?.offer, sender: 'lena', voucher: gold })
    const late = ['deadline_passed', 'offer_state_forbids']
    return { what: 'the answer to an offer', send, early: 'accepted', late, deadline }
  }
  const pledgeUntil = (deadline: number) =>
    act(lena, 'pledge.propose', {
      ...{ voucher: gold, quantity: '10', pledgee: 'mona', purpose: 'timed' },
      ...{ termEndsAt: `${deadline}`, answerBy: `${deadline}`, enforcement: 'transfer-to-pledgee' },
    })
  const pledge = async (): Promise<Waiting> => {
    const deadline = Date.now() + lifeMilliseconds
    const pledges = [await pledgeUntil(deadline), await pledgeUntil(deadline)]
    const send = () => codeOf(mona, 'pledge.accept', { pledge: pledges.shift()?.pledge, holder: 'lena', voucher: gold })
    const late = ['deadline_passed', 'pledge_state_forbids']
    return { what: 'the answer to a pledge', send, early: 'accepted', late, deadline }
  }
  const term = async (): Promise<Waiting> => {
    const deadline = Date.now() + lifeMilliseconds
    const body = { pledge: (await pledgeUntil(deadline)).pledge, holder: 'lena', voucher: gold }
    await act(mona, 'pledge.accept', body)
    const send = () => codeOf(mona, 'pledge.enforce', body)
    return { what: 'the end of a pledge’s term', send, early: 'deadline_not_passed', late: ['accepted'], deadline }
  }

  it('SX-012 is reached in real time at the peers: what it stops is honoured until then, what it lets begin only afterwards', async () => {
    const all = await Promise.all([instruction(), quote(), order(), offer(), pledge(), term()])
    for (const { what, send, early } of all) expect(await send(), `${what}, in time`).to.equal(early)
    const last = Math.max(...all.map(({ deadline }) => deadline))
    while (Date.now() <= last) await new Promise((resume) => setTimeout(resume, last + 1 - Date.now()))
    for (const { what, send, late } of all) expect(late, `${what}, too late`).to.include(await send())
  })

  it('SX-012 was kept as an auditor decides it again, who has no clock but the blocks’', async () => {
    await requireProof(topology, report)
  })
})
