import { expect } from 'chai'
import { deliveryAddress } from '../../terminal/sdk/sealing/delivery-address.ts'
import { open } from '../../terminal/sdk/sealing/sealed-document.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, openDevice, phone } from './support/browser.ts'
import { cash, deposit, holdingOf, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { authoriseByPassword, openSignedIn, signIn } from './support/sign-in.ts'

/** A link as somebody at the bank opens it: the address of the bank's own gateway, with the same end. */
const atBank = (link: string): string => new URL(link).pathname + new URL(link).hash

const keyOf = (link: string): string => new URL(link).hash.slice(1)

describe('a goods certificate in a browser', () => {
  let provider: Provider
  let buyer: Person

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    provider = await Provider.open('clock-house', 'The Clock House', 'clock-desk')
    buyer = await openAccount('clock-buyer')
    await deposit(market, 'clock-buyer', '500000')
  })
  after(closeDevices)

  const opened = (name: string, link: string): Promise<Device> =>
    openDevice(name, { ...phone, gateway: gateways.bank, path: atBank(link) })

  /** The newest purchase of the buyer, as the bank's gateway lists it. */
  const newest = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', buyer)
    const { body } = await get(gateways.bank, '/v1/accounts/clock-buyer/purchases', token)
    return body.items[0]
  }

  const order = async ({ page }: Device): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill('1 Harbour Road, Shanghai')
    await page.getByRole('button', { name: /^Order and pay/ }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()
  }

  it('S1-033 S1-034 S1-035 S1-038 S1-041 opens by its link at another member’s gateway, on a phone logged in nowhere, and is ordered and paid after the login', async () => {
    const { certificate, link } = await provider.issued({ item: 'CLOCK-1' })
    const device = await opened('link on a phone', link)
    const { page } = device
    await page.getByRole('heading', { name: 'A clock' }).waitFor()
    expect(page.url()).not.include(keyOf(link))
    expect(await page.evaluate('history.length')).equal(2)
    await page.getByText('<b>Loudly</b>').waitFor()
    await page.getByText('20 cm').waitFor()
    await page.getByText(/The Clock House · /).waitFor()
    await page.getByText('No order has been completed yet.').waitFor()
    expect(await page.getByRole('button', { name: /^Order/ }).count()).equal(0)
    await page.getByRole('button', { name: 'Sign in to order' }).click()
    await signIn(device, 'clock-buyer')
    await authoriseByPassword(device)
    await page.getByRole('heading', { name: 'A clock' }).waitFor()
    await order(device)
    await page.getByText('Accepted').first().waitFor()
    const purchase = await newest()
    expect(purchase).include({ certificate, provider: 'clock-house', status: 'paid', amount: '12000', held: '12000' })
    expect(await holdingOf(buyer, cash)).include({ total: '500000', available: '488000' })
    await provider.act('purchase.accept', { purchase: purchase.purchase })
    const context = { provider: 'clock-house', buyer: 'clock-buyer', certificate }
    const path = `/v1/sealed-documents/${purchase.address}?purchase=${purchase.purchase}`
    const sealed = await provider.terminal.readBytes(path, 20_000)
    const { sealKey: key } = provider
    const address = await open(sealed, { digest: purchase.address, key, context, shape: deliveryAddress })
    expect(address).deep.equal({ name: 'Ms Wang', lines: ['1 Harbour Road', 'Shanghai'] })
  })

  it('S1-033 says of a revoked certificate that it is, and of a link that is cut or altered, and offers no button', async () => {
    const { certificate, link } = await provider.issued({ item: 'CLOCK-2', title: 'A watch' })
    const altered = link.slice(0, -3) + (link.endsWith('AAA') ? 'BBB' : 'AAA')
    const buttons = ({ page }: Device) => page.getByRole('button', { name: /order|pay/i }).count()
    const wrongKey = await opened('altered key', altered)
    await wrongKey.page.getByRole('alert').first().waitFor()
    expect(await buttons(wrongKey)).equal(0)
    const cut = await opened('cut link', link.slice(0, -5))
    await cut.page.getByText('This is no whole link').waitFor()
    expect(await buttons(cut)).equal(0)
    await provider.act('certificate.revoke', { certificate })
    const revoked = await opened('revoked', link)
    await revoked.page.getByText('Its provider revoked this certificate').waitFor()
    expect(await buttons(revoked)).equal(0)
  })

  it('S1-033 has no key any more once the page is loaded again, and takes a link that is typed in', async () => {
    const { link } = await provider.issued({ item: 'CLOCK-3', title: 'A sundial' })
    const { page } = await opened('loaded again', link)
    await page.getByRole('heading', { name: 'A sundial' }).waitFor()
    await page.reload()
    await page.getByText('the key of the link is gone').waitFor()
    await page.goto(`/#/goods`)
    await page.getByLabel('Search').fill('sundial')
    await page.getByRole('link', { name: /A sundial/ }).click()
    await page.getByLabel('Link', { exact: true }).fill(link)
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByText('20 cm').waitFor()
  })

  const allowed: [('order' | 'pay')[], RegExp[], RegExp[]][] = [
    [['order'], [/^Order for/], [/^Order and pay/]],
    [['pay'], [/^Order and pay/], [/^Order for/]],
    [['order', 'pay'], [/^Order and pay/], []],
  ]
  for (const [allows, there, missing] of allowed) {
    it(`S1-039 S1-040 shows exactly the buttons of a certificate that allows to ${allows.join(' and ')}`, async () => {
      const item = `LAMP-${allows.join('-').toUpperCase()}`
      const { link } = await provider.issued({ item, title: `A lamp to ${allows.join(' and ')}`, allows })
      const device = await openSignedIn('clock-buyer', { ...phone, deviceName: `lamp ${item}`.slice(0, 40) })
      await device.page.goto(atBank(link))
      for (const name of there) await device.page.getByRole('button', { name }).waitFor()
      for (const name of missing) expect(await device.page.getByRole('button', { name }).count()).equal(0)
    })
  }
})
