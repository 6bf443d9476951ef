import { expect } from 'chai'
import { deliveryAddress } from '../../terminal/sdk/sealing/delivery-address.ts'
import { open } from '../../terminal/sdk/sealing/sealed-document.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person, postText } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, phone } from './support/browser.ts'
import { cash, deposit, holdingOf, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { openSignedIn } from './support/sign-in.ts'

const buyerName = 'swift-buyer'
const maker = 'swift-house'

/** A link as somebody at the bank opens it: the address of the bank's own gateway, with the same end. */
const atBank = (link: string): string => new URL(link).pathname + new URL(link).hash

describe('an order in one click', () => {
  let provider: Provider
  let buyer: Person
  let device: Device

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    provider = await Provider.open(maker, 'The Swift House', 'swift-desk')
    buyer = await openAccount(buyerName)
    await deposit(market, buyerName, '500000')
    device = await openSignedIn(buyerName, phone)
  })
  after(closeDevices)

  const purchasesOf = async (person: Person, account: string) => {
    const token = await openSession(gateways.bank, 'BankMSP', person)
    return (await get(gateways.bank, `/v1/accounts/${account}/purchases`, token)).body.items
  }
  const purchases = () => purchasesOf(buyer, buyerName)

  /** Opens a certificate by its link, and waits until what it offers is there. */
  const opened = async ({ page }: Device, link: string): Promise<void> => {
    await page.goto(atBank(link))
    await page.getByRole('region', { name: 'In one click' }).waitFor()
  }

  const oneClick = ({ page }: Device) => page.getByRole('button', { name: /^One click/ })
  const confirm = ({ page }: Device) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()
  const sayNo = ({ page }: Device, words: string) =>
    page.getByRole('dialog').getByRole('button', { name: words }).click()

  /** What this browser sent of a kind, as it stood on the wire. */
  const sent = ({ instructions }: Device, kind: string): string[] =>
    instructions.map((request) => request.postData() ?? '').filter((text) => text.includes(`"kind":"${kind}"`))

  const fillAddress = async ({ page }: Device): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill('1 Harbour Road, Shanghai')
  }

  it('S1-034 S1-035 names what of the introduction and the specification is missing, and opens all the same', async () => {
    const { page } = device
    const bare = await provider.issued({
      item: 'BARE-1',
      title: 'A bare thing',
      introduction: undefined,
      specification: [],
    })
    const nothing = async () => {
      await page.getByRole('heading', { name: 'A bare thing' }).waitFor()
      await page.getByText('The provider gave no introduction.').waitFor()
      await page.getByText('The provider gave no specification.').waitFor()
      await page.getByRole('button', { name: /^Order and pay/ }).waitFor()
    }
    await page.goto(atBank(bare.link))
    await nothing()
    await page.goto(`/#/goods/${bare.certificate}`)
    await page.getByLabel('Link', { exact: true }).fill(bare.link)
    await page.getByRole('button', { name: 'Open it' }).click()
    await nothing()
    const { link } = await provider.issued({ item: 'FULL-1', title: 'A full thing' })
    await page.goto(atBank(link))
    await page.getByText('<b>Loudly</b>').waitFor()
    await page.getByText('20 cm').waitFor()
    expect(await page.getByText(/The provider gave no/).count()).equal(0)
  })

  it('S1-039 leads to the payment of an order that waits for it, and to ordering where there is none yet', async () => {
    const { page } = device
    const { certificate, link } = await provider.issued({ item: 'LATER-1', title: 'A thing for later' })
    await opened(device, link)
    const toPayment = page.getByRole('button', { name: 'Go to the payment' })
    const before = device.instructions.length
    await toPayment.click()
    await page.getByText('There is no order of yours to pay yet: order first.').waitFor()
    await page.getByLabel('Pieces').and(page.locator(':focus')).waitFor()
    expect(device.instructions.length).equal(before)
    await page.getByText('Order first', { exact: true }).click()
    await fillAddress(device)
    await page.getByRole('button', { name: /^Order for/ }).click()
    await page.getByText('Accepted').first().waitFor()
    await toPayment.click()
    await page.getByRole('button', { name: /^Pay ¥120\.00/ }).click()
    await confirm(device)
    await page.getByRole('region', { name: 'Progress' }).locator('.pill').getByText('Paid', { exact: true }).waitFor()
    const [newest] = await purchases()
    expect(newest).include({ certificate, status: 'paid', held: '12000' })
  })

  it('S1-041 is the form while one click is off, where no address is kept, and where the account has no such cash', async () => {
    const poor = await openAccount('swift-poor')
    const other = await openSignedIn('swift-poor', phone)
    const { page } = other
    const { certificate, link } = await provider.issued({ item: 'FORM-1', title: 'A thing by the form' })
    const seeFormOnly = async (why: RegExp) => {
      await page.getByText(why).waitFor()
      expect(await oneClick(other).count()).equal(0)
      await page.getByRole('button', { name: /^Order and pay/ }).waitFor()
    }
    await opened(other, link)
    await seeFormOnly(/^It is off/)
    await honoured(gateways.bank, poor, 'purchase.set-one-click', { cash, maximum: '15000', perDay: 3 })
    await seeFormOnly(/no delivery address of yours yet/)
    await page.getByText('Order first', { exact: true }).click()
    await fillAddress(other)
    await page.getByRole('button', { name: /^Order for/ }).click()
    await page.getByText('Accepted').first().waitFor()
    await page.getByText(/has none of this currency yet/).waitFor()
    expect(await oneClick(other).count()).equal(0)
    const [purchase] = await purchasesOf(poor, 'swift-poor')
    expect(purchase).include({ certificate, status: 'ordered', held: '0' })
  })

  it('S1-041 S1-042 orders and pays with one press and no question, once its buyer said so on the screen', async () => {
    const { page } = device
    await page.goto('/#/orders')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByLabel('Maximum amount').fill('150')
    await page.getByLabel('Times a day').fill('5')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('one press orders and pays up to ¥150.00, at most 5 times a day').waitFor()
    const { certificate, link } = await provider.issued({ item: 'SWIFT-1', title: 'A swift thing' })
    const { available } = await holdingOf(buyer, cash)
    const before = await purchases()
    await opened(device, link)
    await oneClick(device).click()
    await page.getByText('Ordered', { exact: true }).waitFor()
    expect(await page.getByRole('dialog').count()).equal(0)
    const [purchase, ...others] = await purchases()
    expect(others).length(before.length)
    const filled = { certificate, provider: maker, buyer: buyerName, item: 'SWIFT-1', cash, count: 1 }
    expect(purchase).include({ ...filled, price: '12000', amount: '12000', held: '12000', status: 'paid' })
    expect(sent(device, 'purchase.order').at(-1)).include('"prompted":false')
    expect(await holdingOf(buyer, cash)).include({ available: String(BigInt(available) - 12_000n) })
    await page.getByText('1 of 5 used today').waitFor()
    await provider.act('purchase.accept', { purchase: purchase.purchase })
    const path = `/v1/sealed-documents/${purchase.address}?purchase=${purchase.purchase}`
    const address = await open(await provider.terminal.readBytes(path, 20_000), {
      ...{ digest: purchase.address, key: provider.sealKey, shape: deliveryAddress },
      context: { provider: maker, buyer: buyerName, certificate },
    })
    expect(address).deep.equal({ name: 'Ms Wang', lines: ['1 Harbour Road', 'Shanghai'] })
  })

  it('S4-041 sets the rule for payments of small amounts with the same form, changes it, and turns it off', async () => {
    const { page } = device
    await page.goto('/#/pay')
    const rule = page.getByRole('region', { name: 'Small amounts without asking' })
    await rule.getByRole('button', { name: 'Turn on' }).click()
    await rule.getByRole('button', { name: 'Turn on' }).click()
    await rule.getByText('Enter an amount').waitFor()
    await rule.getByLabel('Maximum amount').fill('20')
    await rule.getByLabel('Times a day').fill('3')
    await rule.getByRole('button', { name: 'Turn on' }).click()
    await rule.getByText('On: up to ¥20.00 is paid without asking, at most 3 times a day.').waitFor()
    await rule.getByText('0 of 3 used today').waitFor()
    await rule.getByRole('button', { name: 'Change' }).click()
    await rule.getByLabel('Times a day').fill('4')
    await rule.getByRole('button', { name: 'Change' }).click()
    await rule.getByText('0 of 4 used today').waitFor()
    await rule.getByRole('button', { name: 'Turn off' }).click()
    await rule.getByText('Off. You are asked about every payment.').waitFor()
  })

  it('S1-042 asks on the device above the limit, and leaves an unpaid order to who says no', async () => {
    const { page } = device
    const { certificate, link } = await provider.issued({ item: 'DEAR-1', title: 'A dear thing', price: '20000' })
    const { available } = await holdingOf(buyer, cash)
    await opened(device, link)
    await oneClick(device).click()
    const question = page.getByRole('dialog')
    for (const part of ['¥200.00', `The Swift House (${maker})`]) await question.getByText(part).first().waitFor()
    const [asked] = await purchases()
    expect(asked).include({ certificate, status: 'ordered', held: '0' })
    await sayNo(device, 'Leave it unpaid')
    await page.getByText('Ordered, and not paid yet').waitFor()
    const [unpaid] = await purchases()
    expect(unpaid).include({ purchase: asked.purchase, status: 'ordered', held: '0' })
    expect(await holdingOf(buyer, cash)).include({ available })
    expect(sent(device, 'purchase.pay').filter((text) => text.includes(asked.purchase))).length(0)
    await page.getByRole('button', { name: 'Order one more' }).click()
    await oneClick(device).click()
    await question.waitFor()
    await confirm(device)
    await page.getByText('Ordered', { exact: true }).waitFor()
    const [paid, still] = await purchases()
    expect(paid).include({ certificate, status: 'paid', held: '20000' })
    expect(still).include({ purchase: asked.purchase, status: 'ordered' })
  })

  it('S1-042 orders nothing for who says no where the certificate allows no order without payment', async () => {
    const terms = { price: '20000', allows: ['pay'] as ('order' | 'pay')[] }
    const { link } = await provider.issued({ item: 'DEAR-2', title: 'A thing to pay at once', ...terms })
    const before = await purchases()
    await opened(device, link)
    await oneClick(device).click()
    await device.page.getByRole('dialog').getByText('¥200.00').first().waitFor()
    await sayNo(device, 'Do not order')
    await oneClick(device).waitFor()
    expect(await purchases()).deep.equal(before)
  })

  it('S1-043 makes no second order of a press that is repeated, and answers the same request with the first order', async () => {
    const { page } = device
    const { certificate, link } = await provider.issued({ item: 'TWICE-1', title: 'A thing once' })
    const made = async () =>
      (await purchases()).filter((one: { certificate: string }) => one.certificate === certificate)
    await opened(device, link)
    await oneClick(device).dblclick()
    await page.getByText('Ordered', { exact: true }).waitFor()
    const [first, ...others] = await made()
    expect(others).deep.equal([])
    const orders = sent(device, 'purchase.order').filter((text) => text.includes(certificate))
    expect(orders).length(1)
    const again = await postText(gateways.bank, orders[0] as string, { prefer: 'wait=20' })
    expect(again.body.id).equal(first.purchase)
    await opened(device, link)
    await page.getByText('Ordered', { exact: true }).waitFor()
    expect(await oneClick(device).count()).equal(0)
    await page.getByRole('region', { name: 'In one click' }).getByRole('link', { name: 'See the order' }).click()
    await page.getByRole('heading', { name: 'A thing once' }).waitFor()
    expect((await made()).map(({ purchase }: { purchase: string }) => purchase)).deep.equal([first.purchase])
  })

  it('S0-033 has no fault before it, while it asks, when it is done, and where its rule is set', async () => {
    const { page } = device
    const faults = () => findingsOf(page)
    const { link } = await provider.issued({ item: 'CLEAR-1', title: 'A clear thing', price: '20000' })
    await opened(device, link)
    await oneClick(device).waitFor()
    expect(await faults(), 'before').deep.equal([])
    await oneClick(device).click()
    await page.getByRole('dialog').getByText('¥200.00').first().waitFor()
    expect(await faults(), 'asked').deep.equal([])
    await sayNo(device, 'Leave it unpaid')
    await page.getByText('Ordered, and not paid yet').waitFor()
    expect(await faults(), 'unpaid').deep.equal([])
    await page.goto('/#/orders')
    const rule = page.getByRole('region', { name: 'Ordering and paying in one click' })
    await rule.getByRole('button', { name: 'Change' }).click()
    await rule.getByLabel('Times a day').fill('0')
    await rule.getByRole('button', { name: 'Change' }).click()
    await rule.getByText('A whole number from 1 to 100').first().waitFor()
    expect(await faults(), 'its rule').deep.equal([])
  })
})
