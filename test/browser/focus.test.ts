import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { honoured } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, phone } from './support/browser.ts'
import { cash, deposit, giveGold, gold, readMarket } from './support/market.ts'
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

  before(async () => {
    const market = await readMarket()
    await openAccount('ferdinand')
    await openAccount('focus-shop', { type: 'organisation', roles: ['customer', 'merchant'] })
    await deposit(market, 'ferdinand', '10000000')
    await giveGold(market, 'ferdinand', '100000')
    await honoured(gateways.bank, market.bank, 'merchant.register', {
      ...{ merchant: 'focus-shop', name: 'Focus shop', maximum: '5000000', vouchers: [cash] },
      fee: { partsPerMillion: 6000, minimum: '1' },
    })
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

  for (const [path, who] of screens) {
    it(`S0-033 is the order in which one sees what can be pressed or typed into at ${path}`, async () => {
      const device = who()
      await device.page.goto(`/#${path}`)
      await device.page.locator('h1').first().waitFor()
      await device.page.locator('.skeleton').first().waitFor({ state: 'detached' })
      const stops = await stopsOf(device)
      const wrong = stops.flatMap((next, place) => {
        const before = stops[place - 1]
        return before === undefined || isBelowOrRight(before, next) ? [] : [`${before.name} → ${next.name}`]
      })
      expect(wrong).deep.equal([])
      if (path.startsWith('/vouchers/')) expect(stops).lengthOf.above(5)
    })
  }
})
