import { expect } from 'chai'
import {
  approvePayment,
  claimPayment,
  declinePayment,
  openQuestions,
  type PaymentQuestion,
  readPayment,
  requestCode,
  takings,
} from '../../../terminal/sdk/payments.ts'
import type { Terminal } from '../../../terminal/sdk/terminal.ts'
import { codeOf } from '../../gateway/support/refused.ts'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { Counter, gold } from '../../support/counter.ts'
import { Scene } from '../../support/scene.ts'

describe('a terminal of a merchant of another home than the payer’s bank', () => {
  let counter: Counter
  let gateway: TillGateway
  let alice: Terminal
  let farm: Terminal
  let mint: Terminal

  beforeEach(async () => {
    counter = await Counter.open(await Scene.open())
    gateway = await TillGateway.open({}, counter.till)
    alice = gateway.terminal(counter.till.alice)
    farm = gateway.terminal(counter.farm)
    mint = gateway.terminal(counter.mint)
  })
  afterEach(() => gateway.close())

  const sale = async (change: object = {}) => {
    const { digits: code } = await requestCode(alice)
    return { code, orderNumber: 'ORDER-1', voucher: 'CNY', quantity: '1000', payerHome: 'BankMSP', ...change }
  }
  const question = async () => (await openQuestions(alice))[0] as PaymentQuestion

  it('claims at the gateway of the payer’s bank, reads the payment there, and is paid', async () => {
    const claimed = await claimPayment(farm, await sale())
    expect(claimed).deep.include({ status: 'claimed', merchant: 'tea-farm', merchantName: 'Noodle Bar', fee: '6' })
    expect(claimed.settles).equal(undefined)
    expect((await approvePayment(alice, await question())).status).equal('accepted')
    expect((await readPayment(farm, claimed.payment)).status).equal('captured')
  })

  it('sends no digits to a gateway that is not the bank’s which the payer named', async () => {
    const before = gateway.submitted.length
    const elsewhere = await sale({ payerHome: 'SupplierMSP' })
    const requested = gateway.submitted.length
    expect(requested).equal(before + 1)
    expect(await codeOf(claimPayment(farm, elsewhere))).equal('not_the_payers_bank')
    expect(gateway.submitted.length).equal(requested)
    expect(await farm.unsettled()).deep.equal([])
  })

  it('SX-001 has the payer’s device asked for the metal too, and answers over it', async () => {
    const claimed = await claimPayment(mint, await sale(gold))
    expect(claimed.settles).deep.equal(gold.settles)
    const asked = await question()
    expect(asked.settles).deep.equal(gold.settles)
    const altered = { ...asked, settles: { buy: { ...gold.settles.buy, quantity: '1' } } }
    expect(await codeOf(approvePayment(alice, altered))).equal('question_altered')
    expect((await approvePayment(alice, asked)).status).equal('accepted')
    expect([counter.scene.balance('alice'), counter.reserved]).deep.equal([1_100n, 0n])
  })

  it('SX-001 leaves the metal with its issuer when the payer says no', async () => {
    await claimPayment(mint, await sale(gold))
    expect(counter.reserved).equal(100n)
    expect((await declinePayment(alice, await question())).status).equal('accepted')
    expect([counter.scene.balance('alice'), counter.reserved]).deep.equal([1_000n, 0n])
  })

  it('SX-002 pays an order of its own customer, and is refused another provider’s', async () => {
    const purchase = counter.ordered()
    expect(await codeOf(claimPayment(mint, await sale({ settles: { purchase } })))).equal('not_the_provider')
    await claimPayment(farm, await sale({ settles: { purchase } }))
    expect((await question()).settles).deep.equal({ purchase })
    const result = await approvePayment(alice, await question())
    expect(result).deep.include({ status: 'accepted' })
    expect(counter.purchase(purchase)).include({ status: 'paid', held: 1000n })
  })

  it('S4-040 counts in its takings what it was paid, and not what waits for an order', async () => {
    const claimed = async (change: object) => {
      const payment = await claimPayment(farm, await sale(change))
      await approvePayment(alice, await question())
      return payment
    }
    const { answerBy } = await claimed({ settles: { purchase: counter.ordered() } })
    const span = { from: Number(answerBy) - 60_000, to: Number(answerBy) + 60_000 }
    expect(await takings(farm, span)).deep.equal([])
    await claimed({ orderNumber: 'ORDER-2' })
    expect((await takings(farm, span)).map(({ count, taken }) => [count, taken])).deep.equal([[1, '1000']])
  })
})
