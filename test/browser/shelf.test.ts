import { expect } from 'chai'
import { sealCertificateKey } from '../../terminal/sdk/certificates/handover.ts'
import { gateways } from '../scenario/support/network.ts'
import { honoured, type Person, untilItKnows } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, openDevice, phone, tablet } from './support/browser.ts'
import { cash, deposit, holdingOf, type Market, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { authoriseByPassword, openPlace, openSignedIn, signIn } from './support/sign-in.ts'
import { sell } from './support/till.ts'

const shop = 'shelf-shop'
const buyerName = 'shelf-buyer'

/** The places of the navigation that can be seen now, in order. */
const placesOf = ({ page }: Device): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('nav.tabs li')]
    .filter((item) => item.checkVisibility())
    .map((item) => item.querySelector('a, button').textContent.trim())`)

const nameOfFocus = ({ page }: Device): Promise<string> => page.evaluate(`document.activeElement.textContent.trim()`)

describe('the shelf of screens', () => {
  let market: Market
  let provider: Provider
  let buyer: Person
  let shopper: Device
  let till: Device

  before(async function () {
    this.timeout(300_000)
    market = await readMarket()
    provider = await Provider.open('shelf-house', 'The Shelf House', 'shelf-desk')
    buyer = await openAccount(buyerName)
    await openAccount(shop, { type: 'organisation', roles: ['customer', 'merchant'] })
    await deposit(market, buyerName, '500000')
    await honoured(gateways.bank, market.bank, 'merchant.register', {
      ...{ merchant: shop, name: 'Shelf shop', maximum: '5000000', vouchers: [cash] },
      fee: { partsPerMillion: 6000, minimum: '1' },
    })
    shopper = await openSignedIn(buyerName, phone)
    till = await openSignedIn(shop, phone)
  })
  after(closeDevices)

  describe('on a phone', () => {
    it('shows five places at most, the work of the role first, and the others behind the last', async () => {
      expect(await placesOf(shopper)).deep.equal(['Home', 'Pay', 'Vouchers', 'Goods', 'More'])
      expect(await placesOf(till)).deep.equal(['Home', 'Till', 'Provider', 'Pay', 'More'])
      const visitor = await openDevice('visitor of the shelf', phone)
      await visitor.page.getByRole('heading', { level: 1 }).waitFor()
      expect(await placesOf(visitor)).deep.equal(['Vouchers', 'Goods', 'Settings'])
    })

    it('opens the others by keyboard, closes them with Escape, and says to screen readers which it is', async () => {
      const { page } = shopper
      const more = page.getByRole('button', { name: 'More', exact: true })
      await more.focus()
      expect(await page.getByRole('link', { name: 'Orders', exact: true }).count()).equal(0)
      await page.keyboard.press('Enter')
      const orders = page.getByRole('link', { name: 'Orders', exact: true })
      await orders.waitFor()
      expect(await findingsOf(page)).deep.equal([])
      await page.keyboard.press('Tab')
      expect(await nameOfFocus(shopper)).equal('Orders')
      await page.keyboard.press('Escape')
      await orders.waitFor({ state: 'hidden' })
      expect(await nameOfFocus(shopper)).equal('More')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
      await orders.waitFor({ state: 'hidden' })
      await page.locator('h1:focus').waitFor()
      await openPlace(shopper, 'Settings')
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      await more.click()
      const settings = page.getByRole('navigation').getByRole('link', { name: 'Settings' })
      expect(await settings.getAttribute('aria-current')).equal('page')
      await page.keyboard.press('Escape')
    })

    it('shows all places beside the page where there is room for them', async () => {
      const wide = await openSignedIn(shop, { ...desktop, deviceName: 'wide' })
      const all = [
        'Home',
        'Till',
        'Provider',
        'Pay',
        'Vouchers',
        'Goods',
        'Orders',
        'Trades',
        'Promotions',
        'Demands',
        'Recommend',
        'Requests',
        'Packages',
        'Notices',
        'Activity',
      ]
      const navigation = wide.page.getByRole('navigation', { name: 'Main navigation' })
      expect(await navigation.getByRole('link').allInnerTexts()).deep.equal([...all, 'Devices', 'Settings'])
      expect(await navigation.getByRole('button').count()).equal(0)
    })
  })

  describe('S1-061 in a browser that cannot run it', () => {
    const devices = { phone, tablet, desktop }
    const told = ({ page }: Device, text: string) => page.getByRole('alert').getByText(text).waitFor()

    for (const [name, options] of Object.entries(devices)) {
      it(`S1-061 says so on a ${name}, in both languages, and shows nothing else`, async () => {
        const device = await openDevice(`old ${name}`, options)
        // As a browser of some years ago has it.
        await device.context.addInitScript('delete HTMLScriptElement.prototype.noModule')
        await device.page.reload()
        await told(device, 'This browser is not supported')
        await told(device, '此浏览器不受支持')
        expect(await device.page.locator('#application').isVisible()).equal(false)
      })
    }

    it('S1-061 says on the page of a certificate too that the connection is not secure', async () => {
      const { link } = await provider.issued({ item: 'SHELF-OPEN' })
      const device = await openDevice('over an open connection', phone)
      const { pathname, hash } = new URL(link)
      // The page as it comes from a host that is not this machine, over http.
      await device.context.route('http://assay.example/**', async (route) => {
        const { pathname: asked, search } = new URL(route.request().url())
        await route.fulfill({ response: await route.fetch({ url: `${gateways.bank}${asked}${search}` }) })
      })
      await device.page.goto(`http://assay.example${pathname}${hash}`)
      expect(await device.page.evaluate('window.isSecureContext')).equal(false)
      await told(device, 'This connection is not secure')
      expect(await device.page.locator('#application').isVisible()).equal(false)
    })

    it('S1-061 says without JavaScript what it needs', async () => {
      const { page } = await openDevice('without scripts', { ...phone, javaScriptEnabled: false })
      expect(await page.locator('noscript').textContent()).include('needs JavaScript')
    })
  })

  it('S1-038 leads back to the order after a login, also when it was declined first', async () => {
    const { link } = await provider.issued({ item: 'SHELF-BACK', title: 'A way back' })
    const { pathname, hash } = new URL(link)
    const device = await openDevice('declining', { ...phone, path: pathname + hash })
    const { page } = device
    const toOrder = page.getByRole('button', { name: 'Sign in to order' })
    await toOrder.click()
    await signIn(device, buyerName, 'not the right one')
    await page.getByRole('alert').first().waitFor()
    await signIn(device, buyerName)
    await page.getByRole('button', { name: 'Do not authorise' }).click()
    await page.getByRole('button', { name: 'Continue without payments' }).click()
    await page.getByRole('heading', { name: 'A way back' }).waitFor()
    await page.getByText('20 cm').waitFor()
    expect(await page.getByRole('button', { name: /^Order/ }).count()).equal(0)
    expect(device.instructions).empty
    await toOrder.click()
    await signIn(device, buyerName)
    await authoriseByPassword(device)
    await page.getByRole('heading', { name: 'A way back' }).waitFor()
    await page.getByRole('button', { name: /^Order and pay/ }).waitFor()
  })

  it('S1-020 opens on the receiver’s own device what was handed to it, and flags a body that is not the ledger’s', async () => {
    const { page } = shopper
    const { certificate, link } = await provider.issued({ item: 'SHELF-HAND', title: 'A handed clock' })
    await page.goto('/#/orders')
    await page.getByRole('button', { name: 'Make the key and register it' }).click()
    await page.getByRole('heading', { name: 'Receive certificates on this device' }).waitFor({ state: 'detached' })
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
    const key = new URL(link).hash.slice(1)
    await untilItKnows(gateways.supplier)
    const sealedKey = await sealCertificateKey(provider.terminal, { certificate, to: buyerName, key })
    await provider.act('certificate.grant', { certificate, to: buyerName, form: 'data', sealedKey })
    await page.locator(`a[href="#/goods/${certificate}"]`).click()
    const open = page.getByRole('button', { name: 'Open it with the key that came along' })
    await open.click()
    await page.getByText('20 cm').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    // A gateway, or whoever stands before it, that gives another body.
    await page.route('**/v1/certificate-bodies/**', async (route) => {
      const body = await (await route.fetch()).body()
      await route.fulfill({ body: Buffer.from(body.map((byte, place) => (place === 40 ? byte ^ 1 : byte))) })
    })
    await page.reload()
    await open.click()
    await page.getByText('This certificate is not the one on the ledger. Do not use it.').waitFor()
    expect(await page.getByRole('button', { name: /^Order/ }).count()).equal(0)
    await page.unroute('**/v1/certificate-bodies/**')
  })

  it('SX-010 has one list with the results of vouchers, goods and payments, in the language that is chosen', async () => {
    const { link } = await provider.issued({ item: 'SHELF-1', title: 'A shelf' })
    const { available } = await holdingOf(buyer, cash)
    const purchase = await provider.ordered(buyer, link)
    await provider.act('purchase.accept', { purchase })
    await provider.act('purchase.ship', { purchase })
    await sell(till, shopper, '5.00')
    await honoured(gateways.bank, buyer, 'voucher.transfer', { voucher: cash, to: shop, quantity: '100' })
    await openPlace(shopper, 'Notices')
    const titles = async ({ page }: Device, count: number) => {
      const list = page.locator('ul.rows .row-title')
      await list.nth(count - 1).waitFor()
      return (await list.allInnerTexts()).slice(0, count)
    }
    expect(await titles(shopper, 5)).deep.equal([
      ...['Transfer', 'Approve a payment', 'shelf-house shipped your order'],
      ...['shelf-house accepted your order', 'Order'],
    ])
    expect(await findingsOf(shopper.page)).deep.equal([])
    await shopper.page.getByRole('button', { name: /中/ }).click()
    await shopper.page.getByRole('heading', { level: 1, name: '消息' }).waitFor()
    expect(await titles(shopper, 5)).deep.equal([
      ...['转账', '确认付款', 'shelf-house 已发货', 'shelf-house 接受了您的订单', '下单'],
    ])
    await shopper.page.getByText('已生效').first().waitFor()
    await shopper.page.getByRole('button', { name: /EN/ }).click()
    await openPlace(till, 'Notices')
    expect(await titles(till, 2)).deep.equal([`${buyerName} transferred to you`, 'A payment came in'])
    expect((await holdingOf(buyer, cash)).available).equal(String(Number(available) - 12_000 - 500 - 100))
  })
})
