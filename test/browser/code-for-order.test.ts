import { expect } from 'chai'
import { claimPayment } from '../../terminal/sdk/payments.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person, refusalOf } from '../scenario/support/people.ts'
import { Shop } from '../scenario/support/shop.ts'
import { openAccount, setCredentials } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { cash, deposit, holdingOf, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { openSignedIn } from './support/sign-in.ts'
import { showCode } from './support/till.ts'

const providerName = 'tea-terrace'
const buyerName = 'tea-drinker'

describe('a code paid at the provider, for an order', () => {
  let buyer: Person
  let provider: Provider
  let link: string
  let shopper: Device
  let desk: Device

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).click()
  const confirm = ({ page }: Device) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()

  const newest = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', buyer)
    const { body } = await get(gateways.bank, `/v1/accounts/${buyerName}/purchases`, token)
    return body.items[0]
  }

  /** Orders without paying, and opens the order at the provider's desk. */
  const ordered = async (): Promise<string> => {
    const { page } = shopper
    await page.goto('/#/')
    await page.goto(new URL(link).pathname + new URL(link).hash)
    await page.getByLabel('Order first', { exact: true }).check()
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill('1 Harbour Road, Shanghai')
    const before = (await newest())?.purchase
    await press(shopper, /^Order for/)
    await page.getByText('Accepted', { exact: true }).first().waitFor()
    const { purchase, status } = await newest()
    expect(purchase).not.equal(before)
    expect(status).equal('ordered')
    await desk.page.goto('/#/provider')
    await desk.page.locator(`a[href="#/provider/orders/${purchase}"]`).click()
    return purchase
  }

  const charge = async (): Promise<void> => {
    await desk.page.getByRole('textbox', { name: 'Payment code' }).fill(await showCode(shopper))
    await press(desk, /^Charge .*120/)
  }

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    provider = await Provider.open(providerName, 'The Tea Terrace', 'tea-terrace-desk')
    await setCredentials(providerName, { organisation: 'supplier', roles: ['customer', 'merchant'] })
    buyer = await openAccount(buyerName)
    await deposit(market, buyerName, '50000')
    link = (await provider.issued({ item: 'TEA-C', title: 'Spring tea' })).link
    shopper = await openSignedIn(buyerName, phone)
    desk = await openSignedIn(providerName, { ...desktop, gateway: gateways.supplier })
  })
  after(closeDevices)

  it('is not charged while the buyer’s bank has not registered the provider, which its desk does for another member’s', async () => {
    await ordered()
    await charge()
    await desk.page
      .getByRole('alert')
      .getByText(/registered/i)
      .first()
      .waitFor()
    expect(await findingsOf(desk.page), 'the desk’s page of an order').deep.equal([])
    const teller = await openSignedIn('harbour-bank', desktop)
    const { page } = teller
    await page.goto(`/#/bank/${providerName}`)
    await page.locator('summary', { hasText: 'Merchants' }).click()
    await page.getByText('It is at home with another member').waitFor()
    await page.getByLabel('Business name', { exact: true }).fill('The Tea Terrace')
    await page.getByLabel('Vouchers taken', { exact: true }).fill(cash)
    await press(teller, `Register ${providerName} as a merchant`)
    await confirm(teller)
    await page.getByText('Accepted', { exact: true }).first().waitFor()
  })

  it('SX-002 is refused to a merchant that is not the order’s provider, and the order stays to be paid', async () => {
    const { purchase, status, amount } = await newest()
    expect(status).equal('ordered')
    const shop = await Shop.open('other-bank', 'CNY-OTHER')
    const other = await shop.merchant('other-shop', 'Another shop', cash)
    const code = await showCode(shopper)
    const sale = { code, orderNumber: 'OTHER-1', voucher: cash, quantity: amount, settles: { purchase } }
    const refusal = await refusalOf(claimPayment(other, { ...sale, payerHome: 'BankMSP' }))
    expect(refusal).equal('not_the_provider')
    expect((await newest()).status).equal('ordered')
    expect(await holdingOf(buyer, cash)).include({ total: '50000', available: '50000' })
  })

  it('comes to nothing when the buyer says no on its device, and another code can be charged', async () => {
    const { purchase } = await newest()
    await charge()
    const question = shopper.page.getByRole('dialog')
    await question.getByText(purchase).waitFor()
    await question.getByRole('button', { name: /^No|^Decline/ }).click()
    await desk.page.getByText('The last code came to nothing').waitFor()
    await question.getByRole('button', { name: 'Done' }).click()
    expect((await newest()).status).equal('ordered')
    expect(await holdingOf(buyer, cash)).include({ total: '50000', available: '50000' })
  })

  it('SX-002 pays the order once the buyer says yes, to the provider of its certificate alone', async () => {
    const { purchase } = await newest()
    await charge()
    const question = shopper.page.getByRole('dialog')
    await question.getByText(purchase).waitFor()
    const text = (await question.textContent()) ?? ''
    expect(text).include(providerName).include('The Tea Terrace').include('120.00')
    await question.getByRole('button', { name: /^Pay .*120\.00$/ }).click()
    await desk.page
      .getByRole('region', { name: 'Progress' })
      .locator('.pill')
      .getByText('Paid', { exact: true })
      .waitFor()
    await question.getByRole('button', { name: 'Done' }).click()
    const paid = await newest()
    expect(paid).include({ purchase, status: 'paid', held: '12000', captured: '0' })
    expect(await holdingOf(buyer, cash)).include({ total: '50000', available: '38000' })
    expect(await desk.page.getByRole('textbox', { name: 'Payment code' }).count()).equal(0)
    for (const step of ['accept', 'ship', 'deliver'] as const) await provider.act(`purchase.${step}`, { purchase })
    await honoured(gateways.bank, buyer, 'purchase.complete', { purchase })
    expect(await newest()).include({ purchase, status: 'completed', held: '0', captured: '12000' })
    expect(await holdingOf(buyer, cash)).include({ total: '38000', available: '38000' })
    const { balances } = await provider.terminal.account()
    expect(balances[cash]?.available, 'all but the fee of the buyer’s bank').equal('11928')
  })
})
