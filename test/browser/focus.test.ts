import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { honoured } from '../scenario/support/people.ts'
import { openAccount, setCredentials } from './support/accounts.ts'
import { closeDevices, type Device, phone } from './support/browser.ts'
import { cash, deposit, giveGold, gold, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { openAuditor, openSignedIn } from './support/sign-in.ts'

interface Stop {
  name: string
  top: number
  bottom: number
  left: number
}

/** Every place in the page's content where the focus stops, in the order in which Tab comes to it. */
const stopsOf = async ({ page }: Device): Promise<Stop[]> => {
  await page.locator('h1').first().focus()
  const stops: Stop[] = []
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = (await page.evaluate(`{
      const it = document.activeElement
      const { top, bottom, left } = it.getBoundingClientRect()
      const name = (it.getAttribute('aria-label') ?? it.textContent ?? '').trim().slice(0, 40) || it.outerHTML.slice(0, 60)
      it.closest('main') ? { name, top: top + scrollY, bottom: bottom + scrollY, left } : null
    }`)) as Stop | null
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}

/** True when somebody who reads down the page, and each line from left to right, comes to `next` after `before`. */
const isBelowOrRight = (before: Stop, next: Stop): boolean => {
  const isSameLine = next.top < before.bottom - 4 && before.top < next.bottom - 4
  return isSameLine ? next.left >= before.left : next.top >= before.top
}

describe('the order in which the focus goes', () => {
  let customer: Device
  let merchant: Device
  let issuer: Device
  let teller: Device
  let auditor: Device
  let seller: Device
  let goods: { certificate: string; purchase: string; link: string }

  before(async () => {
    const market = await readMarket()
    const ferdinand = await openAccount('ferdinand')
    await openAccount('focus-shop', { type: 'organisation', roles: ['customer', 'merchant'] })
    await deposit(market, 'ferdinand', '10000000')
    await giveGold(market, 'ferdinand', '100000')
    await honoured(gateways.bank, market.bank, 'merchant.register', {
      ...{ merchant: 'focus-shop', name: 'Focus shop', maximum: '5000000', vouchers: [cash] },
      fee: { partsPerMillion: 6000, minimum: '1' },
    })
    const provider = await Provider.open('focus-house', 'The Focus House', 'focus-desk')
    await setCredentials('focus-house', { organisation: 'supplier', roles: ['customer', 'merchant'] })
    const { certificate, link } = await provider.issued({ item: 'FOCUS-1', title: 'A lens' })
    goods = {
      certificate,
      purchase: await provider.ordered(ferdinand, link),
      link: new URL(link).pathname + new URL(link).hash,
    }
    seller = await openSignedIn('focus-house', { ...phone, gateway: gateways.supplier })
    customer = await openSignedIn('ferdinand', phone)
    merchant = await openSignedIn('focus-shop', phone)
    issuer = await openSignedIn('mint', { ...phone, gateway: gateways.institution })
    teller = await openSignedIn('harbour-bank', phone)
    auditor = await openAuditor('focus-auditor', phone)
  })
  after(closeDevices)

  const screens: [path: string, who: () => Device][] = [
    ...['/', '/vouchers', `/vouchers/${gold}`, `/vouchers/${cash}`, '/pay', '/activity', '/devices', '/settings'].map(
      (path): [string, () => Device] => [path, () => customer],
    ),
    ['/till', () => merchant],
    ...['/issuer', `/issuer/${gold}`, '/issuer/new'].map((path): [string, () => Device] => [path, () => issuer]),
    ...['/bank', '/bank/ferdinand'].map((path): [string, () => Device] => [path, () => teller]),
    ...[
      ...['/auditor', '/auditor/blocks', '/auditor/blocks/3', '/auditor/transactions', '/auditor/transactions/8.0'],
      ...['/auditor/instructions?participant=ferdinand', '/auditor/records/account~ferdinand'],
    ].map((path): [string, () => Device] => [path, () => auditor]),
  ]

  /** Where the page of an address stops that does not go against the way in which one reads it. */
  const inOrder = async (device: Device, address: string): Promise<Stop[]> => {
    await device.page.goto(address)
    await device.page.locator('h1').first().waitFor()
    await device.page.locator('.skeleton').first().waitFor({ state: 'detached' })
    const stops = await stopsOf(device)
    const wrong = stops.flatMap((next, place) => {
      const before = stops[place - 1]
      return before === undefined || isBelowOrRight(before, next) ? [] : [`${before.name} → ${next.name}`]
    })
    expect(wrong, address).deep.equal([])
    return stops
  }

  for (const [path, who] of screens) {
    it(`S0-033 is the order in which one sees what can be pressed or typed into at ${path}`, async () => {
      const stops = await inOrder(who(), `/#${path}`)
      if (path.startsWith('/vouchers/')) expect(stops).lengthOf.above(5)
    })
  }

  it('S0-033 is that order where one demands, recommends, and is asked', async () => {
    for (const path of ['/demands', '/recommendations', '/requests'])
      expect(await inOrder(customer, `/#${path}`), path).lengthOf.above(5)
  })

  it('S0-033 is that order among packages, and where an interaction has none', async () => {
    expect(await inOrder(customer, '/#/packages')).lengthOf.above(0)
    await inOrder(customer, `/#/packages/${'A'.repeat(43)}`)
  })

  it('S0-033 is that order on the screens of goods, orders and notices too', async () => {
    const { certificate, purchase, link } = goods
    for (const path of ['/goods', `/goods/${certificate}`, '/orders', `/orders/${purchase}`, '/notices'])
      await inOrder(customer, `/#${path}`)
    for (const path of ['/provider', `/provider/orders/${purchase}`]) await inOrder(seller, `/#${path}`)
    await customer.page.goto('about:blank')
    expect(await inOrder(customer, link)).lengthOf.above(3)
  })
})
