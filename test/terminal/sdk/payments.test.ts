import { expect } from 'chai'
import { codeAround } from '../../../chaincode/wire/payment-code.ts'
import type { TerminalEvent } from '../../../terminal/sdk/connection.ts'
import type { Login } from '../../../terminal/sdk/login.ts'
import {
  approvePayment,
  cancelCode,
  claimPayment,
  declinePayment,
  openQuestions,
  paymentByOrder,
  promptRules,
  readPayment,
  refundPayment,
  requestCode,
  reversePayment,
  sales,
  setPromptRule,
  showCode,
} from '../../../terminal/sdk/payments.ts'
import type { Terminal } from '../../../terminal/sdk/terminal.ts'
import { codeOf } from '../../gateway/support/refused.ts'
import { TillGateway } from '../../gateway/support/till-gateway.ts'

describe('a terminal that pays and is paid', () => {
  let gateway: TillGateway
  let alice: Terminal
  let shop: Terminal
  /** What becomes of an answer on its way to alice's terminal, and what she is told of it. */
  let alter: (path: string, text: string) => string
  let events: TerminalEvent[]

  const watched: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const text = alter(new URL(String(input)).pathname, await response.text())
    return new Response(text, { status: response.status, headers: response.headers })
  }

  beforeEach(async () => {
    gateway = await TillGateway.open()
    alter = (_path, text) => text
    events = []
    alice = gateway.terminal(gateway.till.alice, events, watched)
    shop = gateway.terminal(gateway.till.shop)
  })
  afterEach(() => gateway.close())

  const saleOf = (code: string, change: object = {}) => ({
    ...{ code, orderNumber: 'ORDER-1', voucher: 'CNY', quantity: '1000' },
    ...change,
  })
  const claimed = async (change: object = {}) => claimPayment(shop, saleOf((await requestCode(alice)).digits, change))

  it('S4-043 S4-046 sends the first request, receives the code, and shows the same one after a lost answer', async () => {
    const shown = await requestCode(alice)
    expect(Object.keys(shown).sort()).deep.equal(['digits', 'expiresAt', 'payment', 'request'])
    expect(await showCode(alice, shown.request)).deep.equal(shown)
    expect((await cancelCode(alice, shown)).status).equal('accepted')
    expect(await codeOf(showCode(alice, shown.request))).equal('code_cancelled')
  })

  it('S4-045 refuses the first request before the device is authorised, and sends nothing', async () => {
    const login = { authorised: false, ticket: 'x', expiresAt: 1, ways: [], demandsAll: false } as Login
    expect(await codeOf(requestCode(alice, login))).equal('device_not_authorised')
    expect(gateway.submitted).deep.equal([])
    const token = { token: 'x', expiresAt: 1 }
    expect((await requestCode(alice, { authorised: true, token })).digits).match(/^62/)
  })

  it('S4-014 tells why the ledger refused the first request', async () => {
    const frozen = { participant: 'alice', caseNumber: 'CASE-1' }
    await gateway.meanwhile((till) => till.done(till.scene.registrars.BankMSP, 'participant.freeze', frozen))
    expect(await codeOf(requestCode(alice))).equal('participant_not_active')
  })

  it('S4-023 S4-029 claims for a sale, takes the digits as people type them, and gives the same again', async () => {
    const { digits, payment } = await requestCode(alice)
    const typed = digits.replace(/([0-9]{4})/g, '$1 - ')
    const first = await claimPayment(shop, saleOf(typed))
    expect(first).deep.include({ payment, status: 'claimed', merchantName: 'Noodle Bar', fee: '6', refunded: '0' })
    expect(first.unit).deep.equal({ base: '1 fen', shownAs: 'yuan', basePerShown: '100' })
    expect(await claimPayment(shop, saleOf(digits))).deep.equal(first)
    expect(await codeOf(claimPayment(shop, saleOf(digits, { quantity: '999' })))).equal('order_terms_differ')
  })

  it('S4-019 sends no mistyped digits at all', async () => {
    const { digits } = await requestCode(alice)
    const swapped = `${digits.slice(0, 5)}${(Number(digits[5]) + 1) % 10}${digits.slice(6)}`
    for (const wrong of [swapped, '', 'letters', digits.slice(1)]) {
      expect(await codeOf(claimPayment(shop, saleOf(wrong)))).equal('code_mistyped')
    }
    expect(await codeOf(claimPayment(shop, saleOf(codeAround('0'.repeat(15)))))).equal('code_unknown')
    expect(await shop.unsettled()).deep.equal([])
  })

  it('S4-030 S4-031 answers a question with yes or no', async () => {
    await claimed()
    const [question] = await openQuestions(alice)
    expect((await approvePayment(alice, question as never)).status).equal('accepted')
    expect((await paymentByOrder(shop, 'ORDER-1')).status).equal('captured')
    const second = await claimed({ orderNumber: 'ORDER-2' })
    const [other] = await openQuestions(alice)
    expect((await declinePayment(alice, other as never)).status).equal('accepted')
    expect((await readPayment(alice, second.payment)).status).equal('declined')
  })

  it('S4-047 sends no feedback without a question, nor over another than it received', async () => {
    const { payment, ...view } = await claimed()
    const question = { payment, ...view, withinPromptRule: false }
    for (const answer of [approvePayment, declinePayment]) {
      expect(await codeOf(answer(alice, question))).equal('question_missing')
    }
    const [received] = await openQuestions(alice)
    const altered = { ...(received as NonNullable<typeof received>), quantity: '999' }
    expect(await codeOf(approvePayment(alice, altered))).equal('question_altered')
    expect(gateway.submitted.some((text) => text.includes('payment.approve'))).equal(false)
    expect(await codeOf(approvePayment(gateway.terminal(gateway.till.alice), question))).equal('question_missing')
  })

  it('S4-046 S4-027 drops a code, a question and a payment that were altered on their way', async () => {
    const { payment } = await claimed()
    const altering: [RegExp, string, string, () => Promise<unknown>][] = [
      [/payments$/, '"quantity":"1000"', '"quantity":"1"', () => openQuestions(alice)],
      [/payments\//, 'Noodle Bar', 'Noodle Car', () => readPayment(alice, payment)],
      [/payment-codes/, '"digits":"6', '"digits":"7', () => requestCode(alice)],
    ]
    for (const [where, before, after, read] of altering) {
      alter = (path, text) => (where.test(path) ? text.replace(before, after) : text)
      expect(await codeOf(read()), before).equal('answer_dropped')
    }
    expect(events.filter(({ event }) => event === 'answer_dropped').length).equal(3)
    alter = (_path, text) => text
    expect((await openQuestions(alice)).map(({ quantity }) => quantity)).deep.equal(['1000'])
  })

  it('S4-046 takes no question that is meant for another device, though the gateway signed it', async () => {
    await claimed()
    const bank = gateway.terminal(gateway.till.bank)
    const forAlice = (await alice.readSigned('/v1/payments')) as { device: string }
    const crossed = Object.assign(Object.create(bank), { signer: bank.signer, readSigned: async () => forAlice })
    expect(await codeOf(openQuestions(crossed as Terminal))).equal('answer_dropped')
  })

  it('S4-040 reverses a claim and refunds a payment in parts', async () => {
    const open = await claimed()
    expect((await reversePayment(shop, open)).status).equal('accepted')
    const paid = await claimed()
    const [question] = await openQuestions(alice)
    await approvePayment(alice, question as never)
    const refund = { payment: paid.payment, quantity: '300', reference: 'spilt' }
    expect((await refundPayment(shop, refund)).status).equal('accepted')
    expect(await refundPayment(shop, { ...refund, quantity: '701' })).include({ code: 'exceeds_refundable_quantity' })
    expect(await readPayment(shop, paid.payment)).include({ status: 'captured', refunded: '300' })
  })

  it('S4-039 lists a merchant its sales page by page', async () => {
    for (const orderNumber of ['ORDER-1', 'ORDER-2']) await claimed({ orderNumber })
    const first = await sales(shop, { limit: 1 })
    expect(first.items.map(({ orderNumber }) => orderNumber)).deep.equal(['ORDER-2'])
    const second = await sales(shop, { state: 'open', limit: 1, after: first.next as string })
    expect(second.items.map(({ orderNumber }) => orderNumber)).deep.equal(['ORDER-1'])
    expect([second.next, (await sales(alice)).items]).deep.equal([undefined, []])
  })

  it('S4-041 sets a rule, sees it, and approves within it without a prompt', async () => {
    const rule = { voucher: 'CNY', maximum: '1000', perDay: 1 }
    expect((await setPromptRule(alice, rule)).status).equal('accepted')
    await claimed()
    const [question] = await openQuestions(alice)
    expect(question?.withinPromptRule).equal(true)
    expect((await approvePayment(alice, question as never, { prompted: false })).status).equal('accepted')
    expect(await promptRules(alice)).deep.equal([{ ...rule, usedToday: 1 }])
  })

  it('S4-039 ends a claim whose outcome stays unknown as unknown, and the same sale again settles it', async () => {
    const { digits } = await requestCode(alice)
    gateway.isHeld = true
    expect(await codeOf(claimPayment(shop, saleOf(digits), { waitSeconds: 0 }))).equal('outcome_unknown')
    const [kept] = await shop.unsettled()
    expect(JSON.stringify(kept)).not.contain(digits)
    await gateway.release()
    expect((await claimPayment(shop, saleOf(digits))).status).equal('claimed')
    expect((await shop.resend()).map(({ status }) => status)).deep.equal(['accepted'])
  })

  it('S4-049 takes of the payer neither payee nor amount: one request, and one yes to what is shown', async () => {
    await claimed()
    const [question] = await openQuestions(alice)
    await approvePayment(alice, question as never)
    const own = gateway.submitted.map((text) => JSON.parse(text).instruction).filter(({ from }) => from === 'alice')
    expect(own.map(({ kind }) => kind)).deep.equal(['payment-code.request', 'payment.approve'])
    expect(own[0].body).deep.equal({})
    expect(own[1].body).include({ merchant: question?.merchant, quantity: question?.quantity })
  })
})
