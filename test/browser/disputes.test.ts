import { expect } from 'chai'
import { readPurchase, sealEvidence } from '../../terminal/sdk/purchases.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { cash, deposit, giveGold, gold, holdingOf, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { openAuditor, openSignedIn } from './support/sign-in.ts'

const providerName = 'clock-hall'
const buyerName = 'disputant'

describe('a dispute on the screens of buyer and auditor', () => {
  let buyer: Person
  let provider: Provider
  let shopper: Device
  let auditor: Device
  let purchase: string

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).click()

  const newest = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', buyer)
    const { body } = await get(gateways.bank, `/v1/accounts/${buyerName}/purchases`, token)
    return body.items[0]
  }

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    provider = await Provider.open(providerName, 'The Clock Hall', 'clock-hall-desk')
    await giveGold(market, providerName, '5000')
    buyer = await openAccount(buyerName)
    await deposit(market, buyerName, '50000')
    shopper = await openSignedIn(buyerName, phone)
    auditor = await openAuditor('dispute-auditor', desktop)
  })
  after(closeDevices)

  it('S1-051 has the buyer’s device open the address again that it sealed, and the ledger a hash only', async () => {
    const { link } = await provider.issued({ item: 'CLOCK-D', metal: { voucher: gold, quantity: '1000' } })
    const { page } = shopper
    await page.goto(new URL(link).pathname + new URL(link).hash)
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill('7 Harbour Road, Shanghai')
    await press(shopper, /^Order and pay/)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()
    await page.getByText('Accepted', { exact: true }).first().waitFor()
    const order = await newest()
    purchase = order.purchase
    expect(JSON.stringify(order)).not.contain('Harbour Road')
    await page.goto(`/#/orders/${purchase}`)
    await press(shopper, 'Open it on this device')
    await page.getByText('7 Harbour Road, Shanghai').waitFor()
  })

  it('tells who brings evidence that no auditor can read it yet, until one has made a key', async () => {
    await provider.act('purchase.accept', { purchase })
    await shopper.page.locator('summary', { hasText: 'Dispute it' }).click()
    await shopper.page.getByText('No auditor has a key for sealed documents yet').waitFor()
    const { page } = auditor
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await page.getByRole('navigation', { name: 'Parts of the shelf' }).getByRole('link', { name: 'Disputes' }).click()
    await page.getByText('No dispute waits for a decision').waitFor()
    await press(auditor, 'Make the key and register it')
    await page.getByRole('heading', { name: 'The key to evidence' }).waitFor({ state: 'detached' })
    await shopper.page.reload()
    await shopper.page.locator('summary', { hasText: 'Dispute it' }).click()
    await shopper.page.getByText('A text is sealed to the devices of both sides').waitFor()
    await shopper.page.getByText('No auditor has a key for sealed documents yet').waitFor({ state: 'detached' })
  })

  it('shows the auditor what both sides wrote, each of which fits its digest on the ledger', async () => {
    await shopper.page.getByLabel(/^Evidence as text/).fill('The dial is cracked.')
    await press(shopper, 'Dispute it')
    await shopper.page
      .getByRole('region', { name: 'Progress' })
      .locator('.pill')
      .getByText('Disputed', { exact: true })
      .waitFor()
    await press(shopper, 'Make the key and register it')
    await shopper.page
      .getByRole('heading', { name: 'The key to the provider’s evidence' })
      .waitFor({ state: 'detached' })
    const { terminal } = provider
    const of = await readPurchase(terminal, purchase)
    const { digest } = await sealEvidence(terminal, of, { text: 'It left us whole.', own: provider.sealKey })
    await provider.act('purchase.add-evidence', { purchase, evidence: digest })
    const { page } = auditor
    await page.goto('/#/auditor/blocks')
    await page.goto('/#/auditor/disputes')
    await page.getByRole('link', { name: new RegExp(`${buyerName} against ${providerName}`) }).click()
    for (const text of ['The dial is cracked.', 'It left us whole.']) await page.getByText(text).waitFor()
    await page.getByText('Fits the digest on the ledger').nth(1).waitFor()
    await shopper.page.getByText('It left us whole.').waitFor()
    expect((await newest()).evidence.map(({ by }: { by: string }) => by)).deep.equal([buyerName, providerName])
  })

  it('takes the auditor’s decision after a review that says what becomes of money and metal', async () => {
    const { page } = auditor
    await page.getByLabel('Part', { exact: true }).check()
    const amount = page.getByLabel('Amount to the buyer')
    await amount.fill('120')
    await press(auditor, /^Decide/)
    await page.getByText('Give an amount between nothing and all that is held.').waitFor()
    expect(await page.getByRole('dialog').count()).equal(0)
    await amount.fill('20')
    await press(auditor, /^Decide: .*20/)
    const review = page.getByRole('dialog')
    await review.getByText(/100\.00 · clock-hall/).waitFor()
    await review.getByText(/1(\.000)? g AU-WEB goes to disputant/).waitFor()
    await review.getByRole('button', { name: /^Confirm|^Sign/ }).click()
    await page.getByText('This order is not in dispute now.').waitFor()
    const decided = await newest()
    expect(decided).deep.include({ purchase, status: 'decided', held: '0', captured: '10000' })
    expect(await holdingOf(buyer, cash)).include({ total: '40000', available: '40000' })
    expect(await holdingOf(buyer, gold)).include({ total: '1000' })
    await shopper.page
      .getByRole('region', { name: 'Progress' })
      .locator('.pill')
      .getByText('Decided', { exact: true })
      .waitFor()
    await page.goto('/#/auditor/blocks')
    await page.goto('/#/auditor/disputes')
    await page.getByText('No dispute waits for a decision').waitFor()
  })
})
