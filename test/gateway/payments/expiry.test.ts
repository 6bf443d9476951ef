import { expect } from 'chai'
import { paymentOrders, payments } from '../../../chaincode/domains/payments/tables.ts'
import { PaymentExpiry } from '../../../gateway/payments/expiry.ts'
import { claimPayment, openQuestions, requestCode } from '../../../terminal/sdk/payments.ts'
import { TillGateway } from '../support/till-gateway.ts'

describe('claims that nobody answers', () => {
  let gateway: TillGateway
  let expiry: PaymentExpiry
  let payment: string
  const told: string[] = []

  beforeEach(async () => {
    gateway = await TillGateway.open({ payments: { answerSeconds: 1 } })
    told.length = 0
    const { projection, instructions, stampDevice: device } = gateway
    const log = { info: (_values: object, text: string) => told.push(text) } as never
    const isCaughtUp = () => gateway.isCaughtUp
    expiry = new PaymentExpiry({ mspId: 'BankMSP', device, projection, instructions, log, isCaughtUp })
    // Only the tests look.
    expiry.stop()
    const { digits } = await requestCode(gateway.terminal(gateway.till.alice))
    const sale = { code: digits, orderNumber: 'ORDER-1', voucher: 'CNY', quantity: '1000' }
    payment = (await claimPayment(gateway.terminal(gateway.till.shop), sale)).payment
  })
  afterEach(() => gateway.close())

  /** Waits until the time to answer is over. */
  const over = () => new Promise((resume) => setTimeout(resume, 1_100))
  /** Looks, and lets what was sent come to its outcome. */
  const sweep = async (): Promise<string | undefined> => {
    expiry.sweep()
    await new Promise((resume) => setTimeout(resume, 30))
    await gateway.release()
    return gateway.projection.view.find(payments, payment)?.status
  }
  const sent = () => gateway.submitted.filter((text) => text.includes('payment.expire')).length

  it('S4-032 are ended on the ledger once their time is over, once, and ask nobody any more', async () => {
    expect(await sweep()).equal('claimed')
    await over()
    expect(await sweep()).equal('expired')
    await sweep()
    expect(sent()).equal(1)
    expect(gateway.projection.view.find(paymentOrders, 'noodle-bar', 'ORDER-1')?.status).equal('unpaid')
    expect(await openQuestions(gateway.terminal(gateway.till.alice))).deep.equal([])
  })

  it('are left alone while the gateway has not read all blocks, since they may have ended long ago', async () => {
    await over()
    gateway.isCaughtUp = false
    expect(await sweep()).equal('claimed')
    gateway.isCaughtUp = true
    expect(await sweep()).equal('expired')
  })

  it('are not sent twice while the first one is on its way', async () => {
    await over()
    gateway.isHeld = true
    expiry.sweep()
    expiry.sweep()
    await new Promise((resume) => setTimeout(resume, 50))
    expect(gateway.outbox.size).equal(1)
    await gateway.release()
    expect(gateway.projection.view.find(payments, payment)?.status).equal('expired')
  })

  it('stay, and are told to the log, when the gateway takes nothing more in', async () => {
    await over()
    const { projection, stampDevice: device } = gateway
    const instructions = { accept: async () => Promise.reject(new Error('overloaded')) }
    const log = { info: (_values: object, text: string) => told.push(text) } as never
    const failing = new PaymentExpiry({
      ...{ mspId: 'BankMSP', device, projection, instructions, log, isCaughtUp: () => true },
    })
    failing.stop()
    failing.sweep()
    await new Promise((resume) => setTimeout(resume, 10))
    expect(told).deep.equal(['a payment was not ended; it will be later'])
    expect(projection.view.find(payments, payment)?.status).equal('claimed')
  })
})
