import 'fake-indexeddb/auto'
import { expect } from 'chai'
import type { KeptResult } from '../../../../terminal/web/platform/database.ts'
import { Device } from '../../../support/devices.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { changeSettings, tellOutcome, noteVoucher, reasonOf } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/words/outcome.ts')),
  ...(await import('../../../../terminal/web/state/vouchers.ts')),
  ...(await import('../../../../terminal/web/state/settings.ts')),
  ...(await import('../../../../terminal/web/words/reason.ts')),
}))

const device = new Device('alice', ['customer'])
const published = (voucher: string, unit: object, trade?: object) =>
  noteVoucher({ voucher, unit, functions: [], fields: [], ...(trade === undefined ? {} : { trade }) } as never)

/** What is shown of an outcome, by the words for each value. */
const shown = (kind: string, body: object, result: object): { [name: string]: string } => {
  const instruction = device.instruction(kind as never, body as never)
  const envelope = device.sign(instruction)
  const kept = {
    id: 'i',
    kind,
    account: 'alice',
    envelope,
    madeAt: 1,
    voucher: 'AU-9999',
    result,
  } as unknown as KeptResult
  return Object.fromEntries(tellOutcome(kept).values)
}
const accepted = (effects: object) => ({ id: 'i', status: 'accepted', effects })

describe('what is told of an outcome', () => {
  before(() => {
    published('CNY', { base: '1 fen', shownAs: 'CNY', basePerShown: '100' })
    const fees = { buy: { partsPerMillion: 0, minimum: '0' }, sell: { partsPerMillion: 0, minimum: '0' } }
    const trade = { cash: 'CNY', priceScale: '1000', fees }
    published('AU-9999', { base: '1 mg', shownAs: 'g', basePerShown: '1000' }, trade)
  })

  it('S0-038 gives what a cancelled buy order frees in cash, and a sale’s in metal', () => {
    const ended = { order: 'o', status: 'cancelled', voucher: 'AU-9999', filled: '0', freed: '110220' }
    const body = { order: 'A'.repeat(43) }
    expect(Object.values(shown('order.cancel', body, accepted({ ...ended, reservedVoucher: 'CNY' })))).to.include(
      '¥1,102.20',
    )
    expect(Object.values(shown('order.cancel', body, accepted({ ...ended, reservedVoucher: 'AU-9999' })))).to.include(
      '110.22 g',
    )
    const told = Object.values(shown('order.cancel', body, accepted(ended)))
    expect(told, 'from before it was said').to.include('—').and.not.include('110.22 g')
  })

  it('shows no balance beside the account’s own, and gives a fee in what it is taken of', () => {
    const body = { voucher: 'AU-9999', issuer: 'mint', quote: 'Q', quantity: '1000', worstPrice: '1' }
    const trade = { voucher: 'AU-9999', quantity: '1000', price: '55480', gross: '55480', fee: '111', cash: 'CNY' }
    const told = Object.values(
      shown('trade.buy', body, accepted({ ...trade, available: '5000', cashAvailable: '44259654' })),
    )
    expect(told).to.include.members(['¥1.11', '¥554.80', '¥554.80 / g', '1 g'])
    expect(told.join()).not.to.contain('442,596.54').and.not.contain('5 g')
    const paid = { voucher: 'AU-9999', orderNumber: 'A-1', quantity: '1000', fee: '6', status: 'captured' }
    const terms = {
      payment: 'A'.repeat(43),
      merchant: 'shop',
      orderNumber: 'A-1',
      voucher: 'AU-9999',
      quantity: '1000',
      answerBy: '1',
    }
    expect(Object.values(shown('payment.approve', terms, accepted(paid)))).to.include('0.006 g')
  })

  it('names a receiver that the ledger does not know once, and another account beside it', () => {
    const refused = (participant: string) => ({
      ...{ id: 'i', status: 'refused', code: 'unknown_participant', values: { participant } },
    })
    const told = (participant: string) =>
      Object.values(shown('voucher.transfer', { voucher: 'CNY', to: 'nobody', quantity: '1' }, refused(participant)))
    expect(told('nobody').filter((text) => text === 'nobody')).length(1)
    expect(told('bob')).to.include.members(['nobody', 'bob'])
  })

  it('S4-040 tells a merchant of a refund its amounts and its reference, and not whose account it went to', () => {
    const refunded = { payment: 'p', status: 'captured', payer: 'wilhelmina', voucher: 'CNY' }
    const body = { payment: 'A'.repeat(43), quantity: '850', reference: 'R-N-1' }
    const told = shown(
      'payment.refund',
      body,
      accepted({ ...refunded, quantity: '850', refunded: '850', left: '1000' }),
    )
    expect(Object.values(told)).to.deep.equal(['R-N-1', '¥8.50', '¥10.00', '¥8.50'])
  })

  it('gives a code’s end as a time, and leaves out what nobody knows the unit of', () => {
    const told = shown(
      'payment-code.request',
      {},
      accepted({ payment: 'p', codeExpiresAt: '1800000000000', strange: '42' }),
    )
    expect(Object.values(told).join()).to.contain('2027').and.not.contain('42')
  })
})

describe('the words for an outcome', () => {
  const told = (kind: string, voucher: string) => {
    const instruction = device.instruction(kind as never, { voucher, to: 'bob', quantity: '1' } as never)
    const kept = { id: 'i', kind, account: 'alice', envelope: device.sign(instruction), madeAt: 1, voucher }
    const { kind: name, status } = tellOutcome({ ...kept, result: accepted({}) } as unknown as KeptResult)
    return [name, status]
  }

  it('say in Chinese that metal is made over, and cash paid over', () => {
    const unit = { base: '1 fen', shownAs: 'CNY', basePerShown: '100' }
    noteVoucher({
      voucher: 'CNY',
      unit,
      product: { type: 'currency', currency: 'CNY' },
      functions: [],
      fields: [],
    } as never)
    changeSettings({ language: 'zh' })
    expect(told('voucher.transfer', 'AU-9999')).to.deep.equal(['转让', '转让成功'])
    expect(told('voucher.transfer', 'CNY')).to.deep.equal(['转账', '转账成功'])
    changeSettings({ language: 'en' })
    expect(told('voucher.transfer', 'CNY')).to.deep.equal(['Transfer', 'Accepted'])
  })

  it('stand one sentence after the other as the language has it', () => {
    const envelope = device.sign(device.instruction('voucher.transfer', { voucher: 'CNY', to: 'bob', quantity: '1' }))
    const fault = { code: 'gateway_unreachable', values: {} }
    const kept = { id: 'i', kind: 'voucher.transfer', account: 'alice', envelope, madeAt: 1, fault }
    const text = () => tellOutcome(kept as unknown as KeptResult).text ?? ''
    changeSettings({ language: 'zh' })
    expect(text()).match(/^[^ ]+。[^ ]+。$/)
    changeSettings({ language: 'en' })
    expect(text()).match(/\. [A-Z]/)
  })

  it('call an organisation by its name, and by its id where it has none', () => {
    const body = { voucher: 'AU-9999', to: 'bob', quantity: '1' }
    const registered = (home: string) => Object.values(shown('voucher.transfer', body, accepted({ home })))
    changeSettings({ language: 'zh' })
    expect(registered('BankMSP')).to.include('银行')
    changeSettings({ language: 'en' })
    expect(registered('BankMSP')).to.include('Bank')
    expect(registered('HarbourMSP')).to.include('Harbour')
  })

  const transfer = { voucher: 'AU-9999', to: 'bob', quantity: '1500' }
  const tell = (change: object) => {
    changeSettings({ language: 'en' })
    const envelope = device.sign(device.instruction('voucher.transfer', transfer))
    const kept = { id: 'i', kind: 'voucher.transfer', account: 'alice', envelope, madeAt: 1, voucher: 'AU-9999' }
    return tellOutcome({ ...kept, ...change } as unknown as KeptResult)
  }
  const asked = [
    ['Quantity', '1.5 g'],
    ['To', 'bob'],
  ]

  it('S0-033 say while it is sent that it is, with what was asked for', () => {
    const told = tell({})
    expect(told).to.include({ tone: 'warn', icon: 'clock', text: undefined, canSendAgain: false, block: undefined })
    expect(told.values.map(([, value]) => value)).to.include.members(asked.map(([, value]) => value as string))
  })

  it('S0-031 say what kept it from being taken and what to do, and that the same can be sent again', () => {
    const told = tell({ fault: { code: 'outage', values: { reached: 'no' } } })
    expect(told).to.include({ tone: 'bad', icon: 'alert', canSendAgain: true, block: undefined })
    const { what, next } = reasonOf('outage').en
    expect(told.text).to.equal(`${what} ${next}`)
  })

  it('say of what is pending whether the gateway has it, and whom it waits for', () => {
    const pending = (change: object) => tell({ result: { id: 'i', status: 'pending', ...change } })
    const [taken, unknown] = [pending({ taken: true }), pending({ taken: false })]
    expect([taken.tone, taken.icon, taken.canSendAgain]).to.deep.equal(['warn', 'clock', false])
    expect(unknown.canSendAgain).to.equal(true)
    expect(unknown.text).to.not.equal(taken.text)
    expect(pending({ taken: true, waitingFor: 'BankMSP' }).text)
      .to.contain('Bank')
      .and.contain(taken.text as string)
    expect(pending({ taken: false, problem: 'not_ready' }).text).to.contain(reasonOf('not_ready').en.what)
  })

  it('say why it was refused or not taken, with its block where one holds it', () => {
    const values = { available: '3', voucher: 'AU-9999' }
    const ledger = { block: '41', transaction: 't', position: '41.0.0', validation: 'VALID' }
    const refused = tell({ result: { id: 'i', status: 'refused', code: 'wrong_ledger', values, ledger } })
    const rejected = tell({ result: { id: 'i', status: 'rejected', code: 'bad_signature', values: {} } })
    expect(refused).to.include({ tone: 'bad', icon: 'cross', block: '41', canSendAgain: false })
    expect(rejected).to.include({ tone: 'bad', block: undefined })
    expect(rejected.status).to.not.equal(refused.status)
    expect(refused.text).to.contain(reasonOf('wrong_ledger').en.what)
  })

  it('show each value in its own way: lists, texts, counts, and a dash for what has no unit that is known', () => {
    const values = (effects: object): string[] =>
      tell({ result: { id: 'i', status: 'accepted', effects } }).values.map(([, value]) => value)
    expect(values({ roles: ['customer', 'issuer'] }).join()).to.contain('customer · issuer')
    expect(values({ member: [] }).join()).to.contain('—')
    expect(values({ known: true, count: '3' })).to.include.members(['true'])
    expect(values({ quantity: '5', voucher: 'NO-SUCH' })).to.include('—')
    expect(values({ price: '5', voucher: 'NO-SUCH' })).to.include('—')
    expect(values({ quantity: '2000' }), 'its own figure, not what was asked')
      .to.include('2 g')
      .and.not.include('1.5 g')
  })

  it('say of a kind that has no name its own, and of a pledge to whom it is asked', () => {
    changeSettings({ language: 'en' })
    const body = { voucher: 'AU-9999', pledgee: 'bob', purpose: 'loan', quantity: '1500', termEndsAt: '1900000000000' }
    const rest = { answerBy: '1800000600000', enforcement: 'none' }
    const envelope = device.sign(device.instruction('pledge.propose' as never, { ...body, ...rest } as never))
    const kept = { id: 'i', kind: 'coin.mint', account: 'alice', envelope, madeAt: 1 } as unknown as KeptResult
    const told = tellOutcome(kept)
    expect(told.kind).to.equal('coin.mint')
    expect(told.values.map(([, value]) => value)).to.include('bob')
  })

  it('come in the order of the dictionary, in cash where the voucher is traded, and with the voucher of the outcome itself', () => {
    const told = (effects: object) => tell({ result: { id: 'i', status: 'accepted', effects } }).values
    const names = told({ fee: '1', gross: '2', price: '55480', quantity: '3' }).map(([name]) => name)
    expect(names.slice(-4)).to.deep.equal(['Quantity', 'Price', 'Amount', 'Fee'])
    const shownOf = (effects: object) => told(effects).map(([, value]) => value)
    expect(shownOf({ price: '55480' })).to.include('¥554.80 / g')
    expect(shownOf({ price: '55480', voucher: 'CNY' }), 'it is traded in nothing').to.include('—')
    expect(shownOf({ quantity: '500', voucher: 'CNY' })).to.include('¥5.00')
  })

  it('name last what the dictionary has no word for, as the ledger calls it', () => {
    const told = tell({ result: { id: 'i', status: 'accepted', effects: { receiver: 'carol', quantity: '3' } } })
    expect(told.values.at(-1)).to.deep.equal(['receiver', 'carol'])
  })
})
