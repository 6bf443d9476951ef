import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, Person } from '../scenario/support/people.ts'
import { readScene } from '../scenario/support/scene.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone, tablet } from './support/browser.ts'
import { cash, deposit, gold, holdingOf, readMarket } from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'

/** The three classes of devices, at the widths at which the screens must hold (S1-061). */
const widths = [
  ['phone', { ...phone, viewport: { width: 390, height: 844 } }],
  ['tablet', { ...tablet, viewport: { width: 768, height: 1024 } }],
  ['desktop', { ...desktop, viewport: { width: 1280, height: 800 } }],
] as const

const provider = 'lamp-house'
const buyerName = 'lamp-buyer'

/** A business of the supplier, registered by its desk, whose only devices for sealed addresses are browsers. */
const registerProvider = async (): Promise<void> => {
  const { registrars } = await readScene()
  const desk = new Person('lamp-desk')
  await honoured(gateways.supplier, registrars.supplier, 'participant.register', {
    ...{ participant: 'lamp-desk', type: 'organisation', device: desk.newDevice(['teller']) },
  })
  await openAccount(provider, { organisation: 'supplier', type: 'organisation', roles: ['customer', 'merchant'] })
  await honoured(gateways.supplier, desk, 'provider.register', {
    ...{ provider, name: 'The Lamp House', addresses: [gateways.supplier] },
  })
}

describe('orders on the screens of buyer and provider', () => {
  let buyer: Person
  let desk: Device
  let shopper: Device
  let link: string

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    await registerProvider()
    buyer = await openAccount(buyerName)
    await deposit(market, buyerName, '500000')
    desk = await openSignedIn(provider, { ...widths[2][1], gateway: gateways.supplier })
    shopper = await openSignedIn(buyerName, widths[0][1])
  })
  after(closeDevices)

  /** The buyer's newest purchase, as the bank's gateway lists it. */
  const newest = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', buyer)
    const { body } = await get(gateways.bank, `/v1/accounts/${buyerName}/purchases`, token)
    return body.items[0]
  }

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).click()
  const confirm = ({ page }: Device) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()

  /** Waits until the page tells this state of the purchase, which comes by itself. */
  const seeState = ({ page }: Device, state: string) =>
    page.getByRole('region', { name: 'Progress' }).locator('.pill').getByText(state, { exact: true }).waitFor()

  const seeAtBoth = async (state: string): Promise<void> => {
    await seeState(shopper, state)
    await seeState(desk, state)
  }

  /** Orders and pays through the link's page, and opens the order on both sides. */
  const orderAndPay = async (device: Device): Promise<string> => {
    const { page } = device
    const before = (await newest())?.purchase
    await page.goto(new URL(link).pathname + new URL(link).hash)
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill('1 Harbour Road, Shanghai')
    await press(device, /^Order and pay/)
    await confirm(device)
    await page.getByText('Accepted', { exact: true }).first().waitFor()
    const { purchase } = await newest()
    expect(purchase).not.equal(before)
    await page.goto('/#/orders')
    await page.locator(`a[href="#/orders/${purchase}"]`).click()
    await desk.page.goto('/#/provider')
    await desk.page.locator(`a[href="#/provider/orders/${purchase}"]`).click()
    return purchase
  }

  it('lets a provider make the key to addresses, and issue a certificate whose link is shown and kept', async () => {
    const { page } = desk
    await page.getByRole('link', { name: 'Provider', exact: true }).first().click()
    await press(desk, 'Make the key and register it')
    await page.getByRole('heading', { name: 'The key to delivery addresses' }).waitFor({ state: 'detached' })
    await page.getByText('Issue a certificate').first().click()
    const fields = { Item: 'LAMP-1', Title: 'A reading lamp', Cash: cash, 'Price of one': '120' }
    for (const [name, value] of Object.entries(fields)) await page.getByLabel(name, { exact: true }).fill(value)
    await page.getByLabel(/^Specification/).fill('Height=45 cm')
    await press(desk, 'Issue “A reading lamp”')
    await page.getByText('The certificate is issued').waitFor()
    link = await page.getByLabel('Link', { exact: true }).inputValue()
    expect(link).match(new RegExp(`^${gateways.supplier}/c/[A-Za-z0-9_-]{43}#[A-Za-z0-9_-]{43}$`))
    await page.reload()
    await press(desk, 'Show the link')
    expect(await page.getByLabel('Link', { exact: true }).inputValue()).equal(link)
  })

  it('issues a certificate with metal, links, its life and the time of each step, for one buyer alone', async () => {
    const { page } = desk
    await page.getByText('Issue a certificate').first().click()
    const price = page.getByLabel('Price of one', { exact: true })
    await page.getByLabel('Cash', { exact: true }).fill('NO-SUCH')
    await price.fill('56')
    const typedInto = await price.elementHandle()
    await page.getByLabel('Cash', { exact: true }).fill(cash)
    await page.locator('.affixed', { has: price }).waitFor()
    // A unit that is found while somebody types builds no other field, which would lose focus and text.
    expect(await typedInto?.evaluate((input) => input.isConnected)).equal(true)
    const fields = { Item: 'BAR-1', Title: 'A bar', Cash: cash, 'Price of one': '560' }
    for (const [name, value] of Object.entries(fields)) await page.getByLabel(name, { exact: true }).fill(value)
    await page.getByLabel(/^Links/).fill('Assay=https://example.org/assay')
    await page.getByLabel('Good for').selectOption('30')
    await page.getByText('More choices').click()
    await page.getByLabel(/^Metal with each piece/).fill(gold)
    await page.getByLabel('How much with each piece').fill('1.5')
    await page.getByLabel('How many may have it').selectOption('yes')
    await page.getByLabel('Whether a holder may hand it on').selectOption('no')
    const accept = page.getByLabel('You accept an order (days)')
    await accept.fill('0')
    await press(desk, 'Issue “A bar”')
    await page.getByText('Give a whole number from 1 to 90.').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await accept.fill('3')
    await press(desk, 'Issue “A bar”')
    await page.getByText('The certificate is issued').waitFor()
    const bar = await page.getByLabel('Link', { exact: true }).last().inputValue()
    const id = new URL(bar).pathname.slice('/c/'.length)
    const { certificate } = (await get(gateways.bank, `/v1/certificates/${id}`)).body
    const day = 86_400
    expect(certificate).deep.include({ exclusive: true, passable: false, metal: { voucher: gold, quantity: '1500' } })
    expect(certificate.periods).include({ accept: 3 * day, ship: 7 * day, decide: 14 * day })
    const days = (Number(certificate.expiresAt) - Date.now()) / (day * 1000)
    expect(Math.ceil(days)).equal(30)
    await shopper.page.goto(new URL(bar).pathname + new URL(bar).hash)
    await shopper.page.getByText('leads to example.org').waitFor()
    await shopper.page
      .getByText(`1.500 g · ${gold}`)
      .or(shopper.page.getByText(`1.5 g · ${gold}`))
      .waitFor()
  })

  it('S1-037 S1-048 S1-061 takes an order from payment to review, shipped to an address that its provider opens', async () => {
    const purchase = await orderAndPay(shopper)
    await seeAtBoth('Paid')
    expect(await holdingOf(buyer, cash)).include({ total: '500000', available: '488000' })
    await press(desk, 'Open it on this device')
    await desk.page.getByText('1 Harbour Road, Shanghai').waitFor()
    await press(desk, 'Accept the order')
    await seeAtBoth('Taken by the provider')
    await desk.page.getByLabel(/^Shipment number/).fill('SF-1029')
    await press(desk, 'Ship it')
    await seeAtBoth('Shipped')
    await shopper.page.getByText('SF-1029').waitFor()
    await press(desk, 'Say that it is delivered')
    await seeAtBoth('Delivered')
    await press(shopper, /^Confirm receipt/)
    await confirm(shopper)
    await seeAtBoth('Completed')
    expect(await newest()).include({ purchase, status: 'completed', held: '0', captured: '12000' })
    await shopper.page.getByLabel('4', { exact: true }).check()
    await shopper.page.getByLabel('What you say of it').fill('It reads well.')
    await press(shopper, 'Send the review')
    await shopper.page.getByText('There is nothing to do now.').waitFor()
    await shopper.page.goto(`/#/goods/${(await newest()).certificate}`)
    await shopper.page.getByText('4 of 5').waitFor()
  })

  it('refunds a part of what was paid, and then no more than the rest', async () => {
    const { page } = desk
    const amount = page.getByLabel('Amount to give back')
    await amount.fill('20')
    await press(desk, /^Refund /)
    await confirm(desk)
    await page.getByText('at most CN¥100.00').or(page.getByText('at most ¥100.00')).waitFor()
    expect(await newest()).include({ captured: '12000', refunded: '2000' })
    await amount.fill('100.01')
    await press(desk, /^Refund/)
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByRole('dialog').count()).equal(0)
  })

  it('S1-048 S1-061 gives a buyer all back on the screen when its provider rejects the order', async () => {
    const tabletDevice = await openSignedIn(buyerName, { ...widths[1][1], deviceName: 'tablet' })
    const { available } = await holdingOf(buyer, cash)
    const purchase = await orderAndPay(tabletDevice)
    await seeState(tabletDevice, 'Paid')
    await press(desk, 'Reject the order')
    await confirm(desk)
    await seeState(tabletDevice, 'Refunded in full')
    await seeState(desk, 'Refunded in full')
    expect(await newest()).include({ purchase, status: 'refunded', held: '0', captured: '0' })
    expect(await holdingOf(buyer, cash)).include({ available })
  })

  for (const [name, options] of widths) {
    it(`S1-061 shows orders and the desk on a ${name} without anything beside the page`, async () => {
      const { purchase } = await newest()
      const [own, sale] = await Promise.all([
        openSignedIn(buyerName, { ...options, deviceName: `wide ${name}` }),
        openSignedIn(provider, { ...options, gateway: gateways.supplier, deviceName: `desk ${name}` }),
      ])
      const shown: [Device, string][] = [
        ...([
          [own, '/orders'],
          [own, `/orders/${purchase}`],
        ] as [Device, string][]),
        ...([
          [sale, '/provider'],
          [sale, `/provider/orders/${purchase}`],
        ] as [Device, string][]),
      ]
      for (const [{ page }, path] of shown) {
        await page.goto(`/#${path}`)
        await page.locator('main h1').waitFor()
        await page.locator('main .skeleton').first().waitFor({ state: 'detached' })
        const [held, wide] = (await page.evaluate(
          '[document.documentElement.clientWidth, document.documentElement.scrollWidth]',
        )) as [number, number]
        expect(wide, `${path} at ${held}`).at.most(held)
      }
    })
  }
})
