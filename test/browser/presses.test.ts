import { expect } from 'chai'
import type { Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, phone } from './support/browser.ts'
import {
  cash,
  deposit,
  giveGold,
  holdingOf,
  issueGold,
  type Market,
  publishQuote,
  readMarket,
} from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'
import { confirmButton, nextResult, prepareTransfer, send, voucherScreenOf } from './support/voucher-screen.ts'

/** Counts what somebody presses on a page: each touch or click, and no typing. */
const countPresses = ({ page }: Device): Promise<unknown> =>
  page.evaluate(`{
    if (window.presses === undefined)
      addEventListener('click', ({ detail }) => { if (detail > 0) window.presses += 1 }, true)
    window.presses = 0
  }`)

const pressesOn = ({ page }: Device): Promise<number> => page.evaluate('window.presses')

/** The bottom edge of what can be seen, above the navigation of a phone. */
const seenBottom = ({ page }: Device): Promise<number> =>
  page.evaluate(`document.querySelector('nav.tabs').getBoundingClientRect().top`)

const gold = 'AU-PRESS'

describe('what it takes on a phone', () => {
  let market: Market
  let device: Device
  let pia: Person

  before(async () => {
    market = await readMarket()
    pia = await openAccount('pia')
    await openAccount('quinn')
    await deposit(market, 'pia', '10000000')
    await issueGold(market, gold)
    await giveGold(market, 'pia', '100000', gold)
    await publishQuote(market, { voucher: gold, buy: '56000', sell: '55500' })
    device = await openSignedIn('pia', phone)
  })
  after(closeDevices)

  const open = async (code: string, way = '') => {
    await device.page.goto('/#/')
    const link = device.page.locator(`a[href="#/vouchers/${code}${way}"]`).first()
    await link.waitFor()
    await countPresses(device)
    await link.click()
    const screen = voucherScreenOf(device.page)
    await screen.area.getByRole('tablist').waitFor()
    return screen
  }

  it('S0-020 buys with two presses and one that confirms, from the first page', async () => {
    const { area } = await open(gold, '/buy')
    const result = await nextResult(device.page)
    await area.getByLabel('Quantity', { exact: true }).fill('2')
    await area.getByRole('button', { name: /^Buy 2/ }).click()
    const review = device.page.getByRole('dialog')
    for (const part of ['560.00', '1,120.00', '2.24', '1,122.24']) await review.getByText(part).first().waitFor()
    expect(await pressesOn(device)).equal(2)
    await confirmButton(device.page).click()
    await result.getByText('Accepted').waitFor()
    expect(await pressesOn(device)).equal(3)
  })

  it('S0-023 transfers to an account that it knows with three presses, on the voucher’s page', async () => {
    const { area } = await open(cash)
    const first = await nextResult(device.page)
    await send(await prepareTransfer(device.page, { to: 'quinn', quantity: '1' }))
    await first.getByText('Accepted').waitFor()
    await open(cash)
    await countPresses(device)
    const result = await nextResult(device.page)
    await area.getByRole('button', { name: 'quinn' }).click()
    await area.getByLabel('Quantity', { exact: true }).fill('3.5')
    await area.getByRole('button', { name: /^Transfer ¥3\.50/ }).click()
    await device.page.getByRole('dialog').getByText('quinn').first().waitFor()
    expect(await device.page.getByText('Nothing was sent to this account from this device before').count()).equal(0)
    await confirmButton(device.page).click()
    await result.getByText('Accepted').waitFor()
    expect(await pressesOn(device)).equal(3)
  })

  it('S0-021 opens the sale from the first page, and shows what all is worth', async () => {
    await device.page.goto('/#/')
    const wealth = device.page.getByRole('region', { name: 'Total assets' })
    await wealth.getByText('¥').first().waitFor()
    const { area } = await open(gold, '/sell')
    expect(await area.getByRole('tab', { name: 'Sell' }).getAttribute('aria-selected')).equal('true')
    await area.getByRole('tab', { name: 'Buy' }).click()
  })

  it('S0-020 buys for an amount of money the most that it pays for', async () => {
    const { area } = await open(gold)
    const before = await holdingOf(pia, gold)
    await area.getByText('By amount', { exact: true }).click()
    await area.getByRole('button', { name: '¥1,000.00' }).click()
    await area.getByText('That is 1.782 g').waitFor()
    const result = await nextResult(device.page)
    await send(area.getByRole('button', { name: /^Buy 1\.782/ }))
    await result.getByText('Accepted').waitFor()
    expect(BigInt((await holdingOf(pia, gold)).total) - BigInt(before.total)).equal(1782n)
    await area.getByText('By quantity', { exact: true }).click()
  })

  it('S0-026 has price, quantity and the button to buy on the first screen', async () => {
    const { area } = await open(gold)
    await device.page.evaluate('scrollTo(0, 0)')
    const bottom = await seenBottom(device)
    const parts = [
      area.getByText('Live quote'),
      area.getByLabel('Quantity', { exact: true }),
      area.locator('button[type=submit]'),
    ]
    for (const part of parts) {
      const box = await part.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? bottom)).within(1, bottom)
    }
  })

  it('S0-020 asks again when the price changed while it was reviewed', async () => {
    const { area } = await open(gold)
    await area.getByLabel('Quantity', { exact: true }).fill('1')
    await area.getByRole('button', { name: /^Buy 1/ }).click()
    await confirmButton(device.page).waitFor()
    await publishQuote(market, { voucher: gold, buy: '56100', sell: '55500' })
    await device.page.getByText('The price has changed').waitFor()
    expect(await confirmButton(device.page).isDisabled()).equal(true)
    await device.page.getByRole('button', { name: 'Take the new price' }).click()
    await device.page.getByRole('dialog').getByText('561.00').first().waitFor()
    expect(await confirmButton(device.page).isEnabled()).equal(true)
    await device.page.keyboard.press('Escape')
    expect(await area.getByLabel('Quantity', { exact: true }).inputValue()).equal('1')
  })
})
