import { expect } from 'chai'
import { payments } from '../../../chaincode/domains/payments/tables.ts'
import { shapeEnvelope } from '../../../chaincode/envelope.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { codeAround, commitmentTo } from '../../../chaincode/wire/payment-code.ts'
import { Device } from '../../support/devices.ts'
import { EventReader } from '../support/event-reader.ts'
import { TillGateway } from '../support/till-gateway.ts'

const salt = 'A'.repeat(22)

describe('payments over HTTP', () => {
  let gateway: TillGateway
  beforeEach(async () => {
    gateway = await TillGateway.open()
  })
  afterEach(() => gateway.close())

  const ask = async (path: string, body: object) => {
    const response = await fetch(`${gateway.server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=5' },
      body: JSON.stringify(body),
    })
    const retryAfter = response.headers.get('retry-after')
    const signature = response.headers.get('assay-result-signature')
    // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests find out
    return { status: response.status, retryAfter, signature, body: (await response.json()) as any }
  }
  const requestOf = (device: Device) =>
    JSON.parse(
      gateway.till.instruct(device, 'payment-code.request', {}, { validUntil: `${Date.now() + 60_000}` }),
    ) as object
  const signedClaim = (code: string, change: Partial<Body<'payment.claim'>> = {}, shop = gateway.till.shop) => {
    const body = gateway.till.sale({ commitment: commitmentTo({ code, salt }), ...change })
    return JSON.parse(gateway.till.instruct(shop, 'payment.claim', body, { validUntil: `${Date.now() + 60_000}` })) as {
      instruction: object
    }
  }
  const claim = (code: string, change: Partial<Body<'payment.claim'>> = {}, shop = gateway.till.shop) =>
    ask('/v1/payment-claims', { ...signedClaim(code, change, shop), code, salt })

  const shown = async (device = gateway.till.alice) => {
    const { body } = await ask('/v1/instructions', requestOf(device))
    const answer = await gateway.server.get(`/v1/payment-codes/${body.id}`, device)
    expect(answer.status, JSON.stringify(answer.body)).equal(200)
    return answer.body as { request: string; payment: string; digits: string; expiresAt: string }
  }

  it('S4-015 S4-017 S4-022 tell the digits to the device that asked, the same again, and nowhere else', async () => {
    const { request, digits, payment } = await shown()
    const again = await gateway.server.get(`/v1/payment-codes/${request}`, gateway.till.alice)
    expect(again.body.digits).equal(digits)
    for (const other of [gateway.till.shop, gateway.till.bank]) {
      const answer = await gateway.server.get(`/v1/payment-codes/${request}`, other)
      expect([answer.status, answer.body.code]).deep.equal([403, 'not_allowed'])
    }
    expect((await gateway.server.get(`/v1/payment-codes/${request}`)).status).equal(401)
    const published = await gateway.server.get(`/v1/instructions/${request}`)
    expect(published.body.effects).deep.include({ payment })
    expect(JSON.stringify([published.body, gateway.submitted])).not.contain(digits)
  })

  it('S4-017 tell nothing under what is no request of the device: another instruction, an id of nothing, no id', async () => {
    const rename = gateway.till.instruct(
      gateway.till.alice,
      'participant.accept',
      { accepts: 'all' },
      { validUntil: `${Date.now() + 60_000}` },
    )
    const { body } = await ask('/v1/instructions', JSON.parse(rename))
    for (const id of [body.id, 'A'.repeat(43), 'short']) {
      expect((await gateway.server.get(`/v1/payment-codes/${id}`, gateway.till.alice)).body.code).equal('not_allowed')
    }
  })

  it('S4-017 ask to come back while the request has no outcome, and tell why it was refused', async () => {
    gateway.isHeld = true
    const envelope = requestOf(gateway.till.alice)
    const { id } = shapeEnvelope(envelope)
    await fetch(`${gateway.server.url}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
    })
    const early = await gateway.server.get(`/v1/payment-codes/${id}`, gateway.till.alice)
    expect([early.status, early.body.code]).deep.equal([503, 'code_not_ready'])
    await gateway.release()
    expect((await gateway.server.get(`/v1/payment-codes/${id}`, gateway.till.alice)).status).equal(200)
    const frozen = { participant: 'alice', caseNumber: 'CASE-1' }
    await gateway.meanwhile((till) => till.done(till.scene.registrars.BankMSP, 'participant.freeze', frozen))
    const refused = await ask('/v1/instructions', requestOf(gateway.till.alice))
    expect(refused.body.code).equal('participant_not_active')
    const told = await gateway.server.get(`/v1/payment-codes/${refused.body.id}`, gateway.till.alice)
    expect(told.body.code).equal('participant_not_active')
  })

  it('S4-018 S4-021 tell no digits of a code that a newer one ended, that was withdrawn, or that was claimed', async () => {
    const [older, newer] = [await shown(), await shown()]
    const { alice } = gateway.till
    const codeOf = async (request: string) =>
      (await gateway.server.get(`/v1/payment-codes/${request}`, alice)).body.code
    expect(await codeOf(older.request)).equal('code_cancelled')
    expect((await claim(newer.digits)).status).equal(200)
    expect(await codeOf(newer.request)).equal('code_used')
  })

  it('S4-018 keep the older code where the bank says so, and still take only one of the two for one order', async () => {
    await gateway.close()
    gateway = await TillGateway.open({ payments: { keepsOlder: true } })
    const [older, newer] = [await shown(), await shown()]
    expect((await claim(older.digits)).status).equal(200)
    expect((await claim(newer.digits)).body.code).equal('order_in_use')
    expect((await claim(newer.digits, { orderNumber: 'ORDER-2' })).status).equal(200)
  })

  it('S4-042 put the stamp on by themselves, take none from outside, and stamp nothing without the code', async () => {
    const envelope = requestOf(gateway.till.alice)
    const forged = gateway.till.request()
    expect((await ask('/v1/instructions', JSON.parse(forged))).body.code).equal('malformed_instruction')
    expect((await ask('/v1/instructions', envelope)).status).equal(200)
    expect(JSON.parse(gateway.submitted.at(-1) ?? '').stamp).include({ participant: 'bank-service' })
    const { digits } = await shown()
    const bare = await ask('/v1/instructions', signedClaim(digits))
    expect([bare.status, bare.body.code, bare.body.outcome]).deep.equal([400, 'stamp_missing', 'none'])
  })

  it('S4-019 S4-024 S4-025 refuse what is mistyped, not committed to, or unknown, before anything reaches the ledger', async () => {
    const { digits } = await shown()
    const count = gateway.submitted.length
    const mistyped = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`
    expect((await claim(mistyped)).body).include({ code: 'code_mistyped', status: 422, outcome: 'none' })
    const other = await ask('/v1/payment-claims', { ...signedClaim(mistyped), code: digits, salt })
    expect(other.body).include({ code: 'commitment_differs', status: 422 })
    const unknown = await claim(codeAround('0'.repeat(15)))
    expect([unknown.status, unknown.body.code]).deep.equal([404, 'code_unknown'])
    expect(JSON.stringify(unknown.body)).not.match(/"payment"|alice/)
    expect(unknown.signature).match(/^BankMSP:/)
    expect(gateway.submitted.length).equal(count)
    const counted = await gateway.metrics.claimsTurnedAway.get()
    expect(counted.values.map(({ labels }) => labels.code)).deep.equal([
      'code_mistyped',
      'commitment_differs',
      'code_unknown',
    ])
  })

  it('S4-019 lock a merchant after so many unknown codes, right ones too, and no other merchant', async () => {
    const { digits } = await shown()
    for (let guess = 0; guess < 3; guess += 1) await claim(codeAround(`${guess}`.repeat(15)))
    const locked = await claim(digits)
    expect([locked.status, locked.body.code]).deep.equal([423, 'claims_locked'])
    expect(Number(locked.retryAfter)).within(800, 900)
    expect((await claim(digits, {}, gateway.till.other)).status).equal(200)
  })

  it('S4-019 lock an address after so many unknown codes, whichever merchant sent them, and count no right ones', async () => {
    await gateway.close()
    gateway = await TillGateway.open({ limits: { wrongTriesPerAddress: 2, wrongCodesPerMerchant: 100 } })
    const { digits } = await shown()
    for (let count = 0; count < 4; count += 1) expect((await claim(digits)).status).equal(200)
    await claim(codeAround('1'.repeat(15)))
    await claim(codeAround('2'.repeat(15)), {}, gateway.till.other)
    const locked = await claim(digits)
    expect([locked.status, locked.body.code]).deep.equal([429, 'too_many_tries'])
    expect(Number(locked.retryAfter)).within(800, 900)
  })

  it('S4-019 take no more guesses at once than in turn', async () => {
    const guesses = Array.from({ length: 10 }, (_, guess) => claim(codeAround(`${guess}`.repeat(15))))
    const codes = (await Promise.all(guesses)).map(({ body }) => body.code)
    expect(codes.filter((code) => code === 'code_unknown').length).equal(3)
    expect(codes.filter((code) => code === 'claims_locked').length).equal(7)
  })

  it('S4-019 count nothing while the gateway has not read all blocks, and ask to come back', async () => {
    gateway.isCaughtUp = false
    for (let guess = 0; guess < 4; guess += 1) {
      const early = await claim(codeAround(`${guess}`.repeat(15)))
      expect([early.status, early.body.code, early.retryAfter]).deep.equal([503, 'code_not_ready', '2'])
    }
    gateway.isCaughtUp = true
    expect((await claim((await shown()).digits)).status).equal(200)
  })

  it('S4-019 count nothing against a merchant for claims that it did not sign', async () => {
    const { digits } = await shown()
    for (let guess = 0; guess < 5; guess += 1) {
      const code = codeAround(`${guess}`.repeat(15))
      const signature = 'A'.repeat(86)
      const answer = await ask('/v1/payment-claims', { ...signedClaim(code), signature, code, salt })
      expect(answer.body.code).equal('bad_signature')
    }
    expect((await claim(digits)).status).equal(200)
  })

  it('S4-023 take a claim in its own form only: no other kind, no missing salt, no code of letters', async () => {
    const { digits } = await shown()
    const other = JSON.parse(gateway.till.instruct(gateway.till.shop, 'participant.accept', { accepts: 'all' }))
    expect((await ask('/v1/payment-claims', { ...other, code: digits, salt })).body.code).equal('malformed_request')
    const signed = signedClaim(digits)
    for (const beside of [{ code: digits }, { code: 'letters', salt }, { code: digits, salt: 'short' }]) {
      const { status, body } = await ask('/v1/payment-claims', { ...signed, ...beside })
      expect([status, body.code]).deep.equal([400, 'malformed_request'])
      expect(JSON.stringify(body)).not.contain(digits)
    }
    const extra = await ask('/v1/payment-claims', { ...signed, code: digits, salt, more: 1 })
    expect(extra.body.code).equal('malformed_instruction')
  })

  it('S4-023 are claimed at the home of both only, and never passed on to another gateway', async () => {
    const { digits } = await shown()
    const { bob } = gateway.till.scene
    const answer = await claim(digits, {}, bob)
    expect([answer.status, answer.body.code, answer.body.values.home]).deep.equal([422, 'not_home', 'SupplierMSP'])
  })

  it('S4-028 S4-029 S4-021 give a claim once: the same again to its merchant, used to another', async () => {
    const { digits, payment } = await shown()
    const first = await claim(digits)
    expect(first.body.effects).deep.include({ payment, status: 'claimed' })
    const second = await claim(digits)
    expect(second.body.effects).deep.equal(first.body.effects)
    expect((await claim(digits, { quantity: '999' })).body.code).equal('order_terms_differ')
    expect((await claim(digits, {}, gateway.till.other)).body.code).equal('code_used')
  })

  it('S4-026 S4-027 ask the device that showed the code, with name, amount, order and time, and no other', async () => {
    const tablet = new Device('alice', ['customer'], 'tablet')
    await gateway.meanwhile((till) =>
      till.done(till.scene.registrars.BankMSP, 'device.add', { participant: 'alice', device: tablet.entry }),
    )
    const { alice, shop, other } = gateway.till
    const readers = await Promise.all(
      [alice, tablet].map(async (device) => {
        const reader = new EventReader(`${gateway.server.url}/v1/events`, await gateway.server.headersOf(device))
        await reader.open()
        return reader
      }),
    )
    const { digits, payment } = await shown()
    await claim(digits)
    const asked = await gateway.server.get('/v1/payments', alice)
    expect(asked.body.device).equal(alice.id)
    const [question] = asked.body.items
    expect(question).deep.include({ payment, merchant: 'noodle-bar', merchantName: 'Noodle Bar', quantity: '1000' })
    expect(question).deep.include({ orderNumber: 'ORDER-1', voucher: 'CNY', withinPromptRule: false })
    expect(Number(question.answerBy) - Date.now()).within(50_000, 60_000)
    expect((await gateway.server.get('/v1/payments', tablet)).body.items).deep.equal([])
    for (const [reader, status] of [
      [alice, 200],
      [shop, 200],
      [tablet, 403],
      [other, 403],
    ] as const) {
      expect((await gateway.server.get(`/v1/payments/${payment}`, reader)).status).equal(status)
    }
    const [own, elsewhere] = readers as [EventReader, EventReader]
    await own.until(() => own.events.some(({ event }) => event === 'payment.claim.accepted'))
    const told = own.events.find(({ event }) => event === 'payment.claim.accepted')
    expect(told?.data).include({ payment, from: 'noodle-bar' })
    expect(told?.data).not.property('effects')
    expect(elsewhere.events.map(({ event }) => event)).not.include('payment.claim.accepted')
    for (const reader of readers) await reader.cut()
  })

  it('S4-039 tell a merchant its payment by order number until it is final, and no other merchant', async () => {
    const { digits, payment } = await shown()
    await claim(digits)
    const { alice, shop, other } = gateway.till
    const path = '/v1/accounts/noodle-bar/payment-orders/ORDER-1'
    expect((await gateway.server.get(path, shop)).body).deep.include({ payment, status: 'claimed', fee: '6' })
    expect((await gateway.server.get(path, other)).body.code).equal('not_allowed')
    expect((await gateway.server.get(path, alice)).body.code).equal('not_allowed')
    expect((await gateway.server.get('/v1/accounts/noodle-bar/payment-orders/ORDER-2', shop)).status).equal(404)
    expect((await gateway.server.get('/v1/accounts/noodle-bar/payment-orders/%20', shop)).status).equal(404)
    await gateway.meanwhile((till) => till.done(alice, 'payment.approve', till.terms(payment)))
    expect((await gateway.server.get(path, shop)).body).deep.include({ status: 'captured', refunded: '0' })
    expect((await gateway.server.get(`/v1/payments/${'A'.repeat(43)}`, shop)).status).equal(403)
  })

  it('S4-039 list a merchant its sales, newest first, open or ended, and no other merchant', async () => {
    const { alice, shop, other } = gateway.till
    for (const orderNumber of ['ORDER-1', 'ORDER-2', 'ORDER-3']) await claim((await shown()).digits, { orderNumber })
    const [asked] = (await gateway.server.get('/v1/payments', alice)).body.items
    await gateway.meanwhile((till) => till.done(alice, 'payment.approve', till.terms(asked.payment)))
    const ordersOf = async (query: string) => {
      const { body } = await gateway.server.get(`/v1/accounts/noodle-bar/sales${query}`, shop)
      return body.items.map((item: { orderNumber: string; status: string }) => `${item.orderNumber} ${item.status}`)
    }
    expect(await ordersOf('')).deep.equal(['ORDER-3 captured', 'ORDER-2 claimed', 'ORDER-1 claimed'])
    expect(await ordersOf('?state=open')).deep.equal(['ORDER-2 claimed', 'ORDER-1 claimed'])
    expect(await ordersOf('?state=ended&limit=1')).deep.equal(['ORDER-3 captured'])
    for (const reader of [alice, other]) {
      expect((await gateway.server.get('/v1/accounts/noodle-bar/sales', reader)).body.code).equal('not_allowed')
    }
  })

  it('S4-041 tell a payer its own rules, and nobody else', async () => {
    const { alice, shop } = gateway.till
    const path = '/v1/accounts/alice/prompt-rules'
    expect((await gateway.server.get(path, alice)).body.items).deep.equal([])
    const rule = { voucher: 'CNY', maximum: '1000', perDay: 2 }
    await gateway.meanwhile((till) => till.done(alice, 'payment.set-prompt-rule', rule))
    expect((await gateway.server.get(path, alice)).body.items).deep.equal([{ ...rule, usedToday: 0 }])
    expect((await gateway.server.get(path, shop)).status).equal(403)
    const { digits, payment } = await shown()
    await claim(digits)
    expect((await gateway.server.get('/v1/payments', alice)).body.items[0].withinPromptRule).equal(true)
    const terms = { prompted: false as const }
    await gateway.meanwhile((till) => till.done(alice, 'payment.approve', { ...till.terms(payment), ...terms }))
    expect((await gateway.server.get(path, alice)).body.items[0].usedToday).equal(1)
    await gateway.meanwhile((till) => till.done(alice, 'payment.set-prompt-rule', { ...rule, maximum: '0' }))
    expect((await gateway.server.get(path, alice)).body.items).deep.equal([])
  })

  it('S4-038 keep nothing of digits and salt in what is promised on disk, and stamp anew what waited', async () => {
    const { digits, payment } = await shown()
    gateway.isHeld = true
    const signed = signedClaim(digits)
    const response = await fetch(`${gateway.server.url}/v1/payment-claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...signed, code: digits, salt }),
    })
    expect(response.status).equal(202)
    const [pending] = gateway.outbox.all()
    expect(pending?.envelope).contain(payment).and.not.contain(digits).and.not.contain(salt)
    const before = JSON.parse(pending?.envelope ?? '').stamp
    expect(before.receivedAt).equal(`${pending?.receivedAt}`)
    const { now } = Date
    Date.now = () => now() + 20_000
    try {
      const fresh = JSON.parse(gateway.stamper.freshen(pending?.envelope ?? '')).stamp
      expect(fresh.facts).deep.equal(before.facts)
      expect(Number(fresh.receivedAt) - Number(before.receivedAt)).at.least(20_000)
      expect(fresh.signature).not.equal(before.signature)
    } finally {
      Date.now = now
    }
    expect(gateway.stamper.freshen(pending?.envelope ?? '')).equal(pending?.envelope)
    await gateway.release()
    expect(gateway.projection.view.find(payments, payment)?.status).equal('claimed')
  })

  it('S4-040 sum up what a merchant took, for that merchant alone, over every payment and in its span of time', async () => {
    const { till } = gateway
    const pay = async (orderNumber: string, quantity: string) => {
      const payment = await till.captured({ sale: { orderNumber, quantity } })
      return payment
    }
    let first = ''
    await gateway.meanwhile(async () => {
      first = await pay('SUM-1', '1000')
      await pay('SUM-2', '2000')
      await till.done(till.bank, 'cash.deposit', {
        voucher: 'CNY',
        to: 'noodle-bar',
        quantity: '500',
        reference: 'c 1',
      })
      await till.done(till.shop, 'payment.refund', { payment: first, quantity: '400', reference: 'spilt' })
      await till.claimed({ sale: { orderNumber: 'SUM-3', quantity: '700' } })
    })
    const answerBy = till.payment(first)?.claim?.answerBy as bigint
    const ask = async (from: bigint, to: bigint, device = till.shop) =>
      gateway.server.get(`/v1/accounts/noodle-bar/takings?from=${from}&to=${to}`, device)
    const { status, body } = await ask(answerBy - 1_000n, answerBy + 1_000n)
    const sums = { voucher: 'CNY', count: 2, taken: '3000', refunded: '400', fees: '18', net: '2582' }
    const within = { refundsMade: { count: 0, quantity: '0' }, first: 'SUM-1', last: 'SUM-2' }
    expect([status, body.items]).deep.equal([200, [{ ...sums, ...within }]])
    const made = (await ask(till.scene.now - 60_000n, till.scene.now + 1n)).body.items
    expect(made.map(({ refundsMade }: { refundsMade: object }) => refundsMade)).deep.equal([
      { count: 1, quantity: '400' },
    ])
    const sales = async (query: string) => {
      const answer = await gateway.server.get(`/v1/accounts/noodle-bar/sales?${query}`, till.shop)
      return answer.body.items.map(({ orderNumber }: { orderNumber: string }) => orderNumber)
    }
    const span = `from=${answerBy - 1_000n}&to=${answerBy + 1_000n}`
    expect(await sales(span)).deep.equal(['SUM-3', 'SUM-2', 'SUM-1'])
    expect(await sales(`${span}&state=ended`)).deep.equal(['SUM-2', 'SUM-1'])
    expect(await sales(`to=${answerBy - 1_000n}&order=sum`)).deep.equal([])
    expect(await sales('order=sum-')).deep.equal(['SUM-3', 'SUM-2', 'SUM-1'])
    expect(await sales('order=m-2')).deep.equal(['SUM-2'])
    expect(await sales('order=UM')).deep.equal([])
    expect((await ask(answerBy + 1_000n, answerBy + 9_000n)).body.items).deep.equal([])
    expect((await ask(answerBy - 1_000n, answerBy)).body.items).deep.equal([])
    expect((await ask(0n, answerBy, till.other)).body.code).equal('not_allowed')
    expect((await gateway.server.get('/v1/accounts/noodle-bar/takings', till.shop)).body.code).equal(
      'malformed_request',
    )
  })
})
