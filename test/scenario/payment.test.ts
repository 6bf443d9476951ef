import { expect } from 'chai'
import { codeAround } from '../../chaincode/wire/payment-code.ts'
import { accountListPath, listAnswers } from '../../terminal/sdk/lists.ts'
import {
  approvePayment,
  cancelCode,
  claimPayment,
  declinePayment,
  openQuestions,
  type PaymentQuestion,
  type PaymentStatus,
  paymentByOrder,
  readPayment,
  refundPayment,
  requestCode,
  reversePayment,
  setPromptRule,
  showCode,
} from '../../terminal/sdk/payments.ts'
import type { Terminal } from '../../terminal/sdk/terminal.ts'
import { gateways, restartGateway } from './support/network.ts'
import { refusalOf } from './support/people.ts'
import { payCash, Shop, setPayments } from './support/shop.ts'

describe('a payment by one-time code', () => {
  let shop: Shop
  let paul: Terminal
  let tablet: Terminal
  let noodles: Terminal
  let tea: Terminal
  let orders = 0

  const nextOrder = (): string => {
    orders += 1
    return `ORDER-${orders}`
  }
  const saleOf = (code: string, quantity = '1000', orderNumber = nextOrder()) => ({
    ...{ code, orderNumber, voucher: payCash, quantity },
  })
  const asked = async (payment: string, terminal = paul): Promise<PaymentQuestion> => {
    const question = (await openQuestions(terminal)).find((one) => one.payment === payment)
    if (question === undefined) throw new Error('the payer was not asked')
    return question
  }
  /** What a yes or no is about, as it is signed. */
  const termsOf = ({ payment, merchant, orderNumber, voucher, quantity, answerBy }: PaymentQuestion) => ({
    ...{ payment, merchant, orderNumber, voucher, quantity, answerBy: String(answerBy) },
  })
  const openPayments = async () => (await openQuestions(paul)).map(({ payment }) => payment)
  const claimed = async (quantity = '1000') => {
    const { digits } = await requestCode(paul)
    return claimPayment(noodles, saleOf(digits, quantity))
  }
  const statusBecomes = async (payment: string, status: PaymentStatus): Promise<void> => {
    const end = Date.now() + 120_000
    for (;;) {
      const view = await readPayment(noodles, payment)
      if (view.status === status) return
      if (Date.now() > end) throw new Error(`still ${view.status}`)
      await new Promise((resume) => setTimeout(resume, 250))
    }
  }
  /** The kinds and states of the events that a terminal is told until the last one wanted comes. */
  const eventsOf = async (terminal: Terminal, last: string, work: () => Promise<unknown>): Promise<string[]> => {
    const stop = new AbortController()
    const headers = { authorization: `Bearer ${(await tokenOf(terminal)).token}` }
    const response = await fetch(`${gateways.bank}/v1/events`, { headers, signal: stop.signal })
    const seen: string[] = []
    const reading = (async () => {
      let text = ''
      for await (const chunk of response.body as never as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString()
        seen.splice(0, seen.length, ...[...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => String(name)))
        if (seen.includes(last)) return
      }
    })()
    await work()
    await Promise.race([reading, new Promise((resume) => setTimeout(resume, 15_000))])
    stop.abort()
    await reading.catch(() => {})
    return seen
  }
  const tokenOf = async (terminal: Terminal): Promise<{ token: string }> => {
    const claim = { participant: terminal.participant, device: terminal.signer.device }
    const ask = async (path: string, body: object) =>
      (
        await fetch(`${gateways.bank}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json() as Promise<{ challenge: string; token: string }>
    const { challenge } = await ask('/v1/sessions/challenge', claim)
    const signature = await terminal.signer.sign(`assay-session\nassay\nBankMSP\n${challenge}`)
    return ask('/v1/sessions', { ...claim, challenge, signature })
  }

  before(async () => {
    shop = await Shop.open('corner-bank')
    paul = await shop.payer('paul')
    tablet = await shop.device('paul')
    noodles = await shop.merchant('noodles', 'Noodles at the corner')
    tea = await shop.merchant('tea', 'Tea opposite')
  })

  it('S4-013 S4-015 S4-017 S4-042 shows a code, the same each time it is asked for, to the device that asked and no other', async () => {
    const shown = await requestCode(paul)
    expect(shown.digits).to.match(/^62[0-9]{16}$/)
    expect(shown.expiresAt - Date.now()).to.be.within(50_000, 60_000)
    expect(await showCode(paul, shown.request)).to.deep.equal(shown)
    expect(await refusalOf(showCode(tablet, shown.request))).to.equal('not_allowed')
    expect(await refusalOf(showCode(noodles, shown.request))).to.equal('not_allowed')
    const next = await requestCode(paul)
    expect(next.digits).not.to.equal(shown.digits)
    expect(await refusalOf(showCode(paul, shown.request))).to.equal('code_cancelled')
    expect((await cancelCode(paul, next)).status).to.equal('accepted')
    expect(await refusalOf(claimPayment(noodles, saleOf(next.digits)))).to.equal('code_cancelled')
  })

  it('S4-023 S4-025 S4-026 S4-027 S4-030 S4-039 goes from code to claim, question, approval and capture', async () => {
    const before = [await shop.available(paul), await shop.available(noodles), await shop.available(shop.bank)]
    const { digits, payment } = await requestCode(paul)
    const sale = saleOf(digits.replace(/(...)/g, '$1 '))
    const view = await claimPayment(noodles, sale)
    expect(view).to.deep.include({ payment, status: 'claimed', merchant: 'noodles', quantity: '1000', fee: '6' })
    expect(await openQuestions(tablet)).to.deep.equal([])
    expect(await refusalOf(readPayment(tablet, payment))).to.equal('not_allowed')
    const question = await asked(payment)
    expect(question).to.deep.include({ merchantName: 'Noodles at the corner', orderNumber: sale.orderNumber })
    expect((await approvePayment(paul, question)).status).to.equal('accepted')
    expect(await paymentByOrder(noodles, sale.orderNumber)).to.deep.include({ status: 'captured', refunded: '0' })
    expect(await refusalOf(paymentByOrder(tea, sale.orderNumber))).to.equal('not_found')
    expect(await refusalOf(readPayment(tea, payment))).to.equal('not_allowed')
    const after = [await shop.available(paul), await shop.available(noodles), await shop.available(shop.bank)]
    const moved = after.map((quantity, index) => BigInt(quantity) - BigInt(before[index] ?? '0'))
    expect(moved).to.deep.equal([-1000n, 994n, 6n])
  })

  it('S4-033 posts debit, credit and fee in one transaction at one place of the ledger, and nothing when it is refused', async () => {
    const transactionsOf = async (terminal: Terminal) => {
      const path = accountListPath(terminal.participant, 'instructions', { limit: '20' })
      return (await terminal.read(path, listAnswers.instructions)).items.map(({ ledger }) => ledger?.transaction)
    }
    const holds = () => Promise.all([paul, noodles, shop.bank].map((terminal) => shop.available(terminal)))
    const before = await holds()
    const paid = await approvePayment(paul, await asked((await claimed()).payment))
    if (paid.status !== 'accepted') throw new Error(`not paid: ${JSON.stringify(paid)}`)
    for (const terminal of [paul, noodles])
      expect(await transactionsOf(terminal), terminal.participant).to.include(paid.ledger?.transaction)
    const after = await holds()
    expect(after.map((quantity, index) => Number(quantity) - Number(before[index]))).to.deep.equal([-1000, 994, 6])
    const tooMuch = await claimed('900000')
    expect((await approvePayment(paul, await asked(tooMuch.payment))).status).to.equal('refused')
    expect(await holds()).to.deep.equal(after)
    await reversePayment(noodles, tooMuch)
  })

  it('S4-037 refuses each party the part of another: payer, merchant and the bank’s own devices', async () => {
    const { digits, payment } = await requestCode(paul)
    expect(await refusalOf(claimPayment(paul, saleOf(digits)))).to.equal('device_lacks_role')
    expect(await refusalOf(claimPayment(shop.bank, saleOf(digits)))).to.equal('device_lacks_role')
    const view = await claimPayment(noodles, saleOf(digits))
    const question = await asked(payment)
    for (const stranger of [noodles, tea, tablet, shop.bank]) {
      for (const kind of ['payment.approve', 'payment.decline'] as const) {
        const answered = await stranger.instruct(kind, termsOf(question))
        expect(answered.status, `${kind} of ${stranger.participant}`).to.equal('refused')
      }
    }
    for (const stranger of [paul, tea, shop.bank])
      expect((await reversePayment(stranger, view)).status, stranger.participant).not.to.equal('accepted')
    expect((await readPayment(noodles, payment)).status).to.equal('claimed')
    expect((await approvePayment(paul, question)).status).to.equal('accepted')
    const refund = { payment, quantity: '1', reference: 'swap' }
    expect((await refundPayment(paul, refund)).status).not.to.equal('accepted')
  })

  it('S4-042 refuses whatever comes out of its order, and changes nothing by it', async () => {
    const early = await requestCode(paul)
    const terms = {
      payment: early.payment,
      merchant: 'noodles',
      orderNumber: nextOrder(),
      voucher: payCash,
      quantity: '1000',
    }
    const unclaimed = { ...terms, answerBy: String(early.expiresAt) }
    const before = await shop.available(paul)
    for (const kind of ['payment.approve', 'payment.decline'] as const)
      expect((await paul.instruct(kind, unclaimed)).status, `${kind} before the second request`).to.equal('refused')
    expect((await reversePayment(noodles, terms)).status, 'taken back before it').to.equal('refused')
    const refund = { payment: early.payment, quantity: '1', reference: 'early' }
    expect((await refundPayment(noodles, refund)).status, 'given back before it').to.equal('refused')
    const view = await claimPayment(noodles, saleOf(early.digits))
    const question = await asked(view.payment)
    expect((await cancelCode(paul, early)).status, 'a code withdrawn after it').to.equal('refused')
    expect((await refundPayment(noodles, refund)).status, 'given back before it is paid').to.equal('refused')
    expect(await shop.available(paul)).to.equal(before)
    expect((await declinePayment(paul, question)).status).to.equal('accepted')
    expect((await approvePayment(paul, question)).status, 'a yes after a no').to.equal('refused')
    expect(await refusalOf(claimPayment(noodles, saleOf(early.digits))), 'claimed again').to.equal('code_used')
    expect(await shop.available(paul)).to.equal(before)
    const paid = await claimed()
    const paidQuestion = await asked(paid.payment)
    await approvePayment(paul, paidQuestion)
    const after = await shop.available(paul)
    expect((await declinePayment(paul, paidQuestion)).status, 'a no after a yes').to.equal('refused')
    expect((await approvePayment(paul, paidQuestion)).status, 'a second yes').to.equal('refused')
    expect((await reversePayment(noodles, paid)).status, 'taken back after a yes').to.equal('refused')
    expect(await shop.available(paul)).to.equal(after)
  })

  it('S4-026 S4-031 tells the device over its stream that it is asked, and the merchant that the payer said no', async () => {
    let payment = ''
    const own = await eventsOf(paul, 'payment.claim.accepted', async () => {
      payment = (await claimed()).payment
    })
    expect(own).to.include('payment.claim.accepted')
    const question = await asked(payment)
    const told = await eventsOf(noodles, 'payment.decline.accepted', () => declinePayment(paul, question))
    expect(told).to.include('payment.decline.accepted')
    expect((await readPayment(noodles, payment)).status).to.equal('declined')
  })

  it('S4-026 tells no other device of the payer that this one is asked', async () => {
    const seen = await eventsOf(tablet, 'participant.accept.accepted', async () => {
      await claimed()
      await shop.act(tablet, 'participant.accept', { accepts: 'all' })
    })
    expect(seen).to.include('participant.accept.accepted')
    expect(seen).not.to.include('payment.claim.accepted')
  })

  it('S4-028 S4-021 is won by one of two merchants that claim one code at the same time', async () => {
    const { digits, payment } = await requestCode(paul)
    const claims = [noodles, tea].map((merchant) => claimPayment(merchant, saleOf(digits)))
    const results = await Promise.allSettled(claims)
    const won = results.filter(({ status }) => status === 'fulfilled')
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    expect([won.length, lost]).to.deep.equal([1, ['code_used']])
    const { merchant } = (won[0] as PromiseFulfilledResult<{ merchant: string }>).value
    expect((await asked(payment)).merchant).to.equal(merchant)
  })

  it('S4-029 gives the same payment for the same sale again, and refuses the order number with another amount', async () => {
    const { digits } = await requestCode(paul)
    const sale = saleOf(digits)
    const first = await claimPayment(noodles, sale)
    expect(await claimPayment(noodles, sale)).to.deep.include({ payment: first.payment, answerBy: first.answerBy })
    expect(await refusalOf(claimPayment(noodles, { ...sale, quantity: '999' }))).to.equal('order_terms_differ')
  })

  it('S4-019 S4-025 refuses mistyped and unknown digits, and says nothing more of them', async () => {
    const { digits } = await requestCode(paul)
    const wrong = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`
    expect(await refusalOf(claimPayment(noodles, saleOf(wrong)))).to.equal('code_mistyped')
    expect(await refusalOf(claimPayment(noodles, saleOf(codeAround('0'.repeat(15)))))).to.equal('code_unknown')
  })

  it('S4-016 gives each of many first requests at once a code of its own', async () => {
    const payers = await Promise.all(Array.from({ length: 10 }, (_, index) => shop.payer(`crowd-${index}`)))
    const shown = await Promise.all(payers.flatMap((payer) => [requestCode(payer)]))
    expect(new Set(shown.map(({ digits }) => digits)).size).to.equal(10)
    expect(new Set(shown.map(({ payment }) => payment)).size).to.equal(10)
  })

  it('S4-030 tells both sides when the payer lacks the funds', async () => {
    const view = await claimed('900000')
    const question = await asked(view.payment)
    const told = await eventsOf(noodles, 'payment.approve.refused', async () => {
      const result = await approvePayment(paul, question)
      expect(result).to.deep.include({ status: 'refused', code: 'exceeds_available_quantity' })
    })
    expect(told).to.include('payment.approve.refused')
    expect((await reversePayment(noodles, view)).status).to.equal('accepted')
  })

  it('S4-040 is reversed before the answer, and refunded after it up to what was paid', async () => {
    const open = await claimed()
    expect((await reversePayment(noodles, open)).status).to.equal('accepted')
    expect(await openPayments()).not.to.include(open.payment)
    const paid = await claimed()
    await approvePayment(paul, await asked(paid.payment))
    const refund = (quantity: string) => refundPayment(noodles, { payment: paid.payment, quantity, reference: 'spilt' })
    expect((await refund('400')).status).to.equal('accepted')
    expect(await refund('601')).to.deep.include({ status: 'refused', code: 'exceeds_refundable_quantity' })
    expect((await readPayment(paul, paid.payment)) as object).to.deep.include({ status: 'captured', refunded: '400' })
  })

  it('S4-041 is approved without a prompt within the payer’s own rule, and only there', async () => {
    const unruled = await claimed()
    const question = await asked(unruled.payment)
    expect(question.withinPromptRule).to.equal(false)
    const prompted = { prompted: false }
    expect(await approvePayment(paul, question, prompted)).to.deep.include({ code: 'prompt_needed' })
    expect((await setPromptRule(paul, { voucher: payCash, maximum: '1000', perDay: 1 })).status).to.equal('accepted')
    const ruled = await asked(unruled.payment)
    expect(ruled.withinPromptRule).to.equal(true)
    expect((await approvePayment(paul, ruled, prompted)).status).to.equal('accepted')
    const second = await asked((await claimed()).payment)
    expect(second.withinPromptRule).to.equal(false)
    expect(await approvePayment(paul, second, prompted)).to.deep.include({ code: 'prompt_needed' })
  })

  it('S4-026 S4-017 goes on after a restart of the gateway between code, claim and approval', async () => {
    const shown = await requestCode(paul)
    await restartGateway('bank')
    expect(await showCode(paul, shown.request)).to.deep.equal(shown)
    const view = await claimPayment(noodles, saleOf(shown.digits))
    await restartGateway('bank')
    expect((await readPayment(noodles, view.payment)).status).to.equal('claimed')
    expect((await approvePayment(paul, await asked(view.payment))).status).to.equal('accepted')
    expect((await paymentByOrder(noodles, view.orderNumber)).status).to.equal('captured')
  })

  it('S4-020 S4-032 SX-012 ends a code that nobody claimed and a claim that nobody answered, and tells both sides', async () => {
    await setPayments({ codeSeconds: 5, answerSeconds: 5 })
    const shown = await requestCode(paul)
    await new Promise((resume) => setTimeout(resume, 6_000))
    expect(await refusalOf(showCode(paul, shown.request))).to.equal('code_expired')
    expect(await refusalOf(claimPayment(noodles, saleOf(shown.digits)))).to.equal('code_expired')
    const view = await claimed()
    const question = await asked(view.payment)
    const told = await eventsOf(paul, 'payment.expire.accepted', () => statusBecomes(view.payment, 'expired'))
    expect(told).to.include('payment.expire.accepted')
    expect(await approvePayment(paul, question)).to.deep.include({ status: 'refused' })
    expect(await openPayments()).not.to.include(view.payment)
    await setPayments({})
  })
})
