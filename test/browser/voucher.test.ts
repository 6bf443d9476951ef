import { expect } from 'chai'
import type { Request } from 'playwright-core'
import type { Envelope } from '../../chaincode/envelope.ts'
import { gateways } from '../scenario/support/network.ts'
import { honoured, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop, openTab, phone } from './support/browser.ts'
import { cash, deposit, giveGold, gold, holdingOf, type Market, readMarket } from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'
import {
  confirmButton,
  nextResult,
  openVoucher,
  prepareTransfer,
  send,
  setNotices,
  voucherScreenOf,
} from './support/voucher-screen.ts'

const instructionOf = (request: Request) => (request.postDataJSON() as Envelope).instruction

describe('the voucher screen', () => {
  let market: Market
  let vera: Person
  let walter: Person
  let device: Device

  /** What was sent while something was done. */
  const sentDuring = async (work: () => Promise<unknown>): Promise<Request[]> => {
    const before = device.instructions.length
    await work()
    return device.instructions.slice(before)
  }
  const goldOf = async (person: Person): Promise<bigint> => BigInt((await holdingOf(person, gold)).total)

  before(async () => {
    market = await readMarket()
    vera = await openAccount('vera')
    walter = await openAccount('walter')
    await deposit(market, 'vera', '10000000')
    await giveGold(market, 'vera', '500000')
    device = await openSignedIn('vera', desktop)
  })
  after(closeDevices)

  it('S0-026 shows a voucher together with an area of exactly the functions that it offers', async () => {
    const { area, position } = await openVoucher(device, gold)
    expect(await device.page.getByRole('heading', { level: 1 }).textContent()).equal('Gold bars')
    expect(await area.getByRole('tab').allTextContents()).deep.equal(['Buy', 'Sell', 'Pledge', 'Transfer'])
    expect(await position.isVisible()).equal(true)
    const other = await openVoucher(device, cash)
    expect(await other.area.getByRole('tab').allTextContents()).deep.equal(['Transfer'])
  })

  it('S0-009 S0-020 S0-027 S0-029 S0-046 buys at the quote with one request, and writes quantity, price, fee and transaction into the area', async () => {
    const { area, position } = await openVoucher(device, gold)
    const result = await nextResult(device.page)
    const before = await goldOf(vera)
    const sent = await sentDuring(async () => {
      await area.getByRole('tab', { name: 'Buy' }).click()
      await area.getByLabel('Quantity', { exact: true }).fill('10')
      await area.getByText('5,611.20').waitFor()
      await send(area.getByRole('button', { name: /^Buy 10/ }))
      await result.getByText('Accepted').waitFor()
    })
    expect(sent).lengthOf(1)
    expect(instructionOf(sent[0] as Request)).deep.include({ kind: 'trade.buy', from: 'vera' })
    expect(await goldOf(vera)).equal(before + 10_000n)
    await position.getByText('510').first().waitFor()
    expect(device.page.url()).match(/#\/vouchers\/AU-WEB$/)
    const told = (await result.locator('dl').first().textContent()) ?? ''
    for (const part of ['10', '560.00', '5,600.00', '11.20']) expect(told).include(part)
    await result.getByRole('button', { name: 'Show the signed instruction' }).click()
    await result.getByText(/^[0-9a-f]{64}$/).waitFor()
  })

  it('S0-027 sends nothing when somebody presses anywhere outside the area', async () => {
    await openVoucher(device, gold)
    const sent = await sentDuring(async () => {
      for (const name of ['My position', 'About this voucher', 'Results', 'Prices']) {
        const part = device.page.getByRole('region', { name })
        await part.click({ position: { x: 6, y: 6 } })
        await device.page.keyboard.press('Enter')
      }
      await device.page.getByRole('heading', { level: 1 }).dblclick()
      await device.page.keyboard.press('Enter')
    })
    expect(sent).empty
  })

  it('S0-033 has its parts in the order in which they are seen: what one has, what one can do, and the rest', async () => {
    await openVoucher(device, gold)
    const names = await device.page
      .locator('main section')
      .evaluateAll((parts) =>
        parts.map((part) =>
          (part as unknown as { getAttribute(name: string): string | null }).getAttribute('aria-label'),
        ),
      )
    const places = ['My position', 'Interaction area', 'Results', 'Prices', 'About this voucher'].map((name) =>
      names.indexOf(name),
    )
    expect(places).deep.equal([...places].sort((one, other) => one - other))
    expect(places).not.include(-1)
  })

  it('S0-028 still lists a result after going elsewhere and after loading the page anew', async () => {
    const { results } = await openVoucher(device, gold)
    const newest = await results.getByRole('article').first().getAttribute('data-id')
    expect(newest).match(/^[A-Za-z0-9_-]{43}$/)
    await device.page.getByRole('link', { name: 'Activity' }).click()
    await device.page.locator(`[data-id="${newest}"]`).waitFor()
    await device.page.reload()
    await device.page.locator(`[data-id="${newest}"]`).waitFor()
    await openVoucher(device, gold)
    expect(await results.getByRole('article').first().getAttribute('data-id')).equal(newest)
  })

  it('S0-022 pledges, and shows what is pledged once the pledgee took it, without being asked', async () => {
    const { area, position } = await openVoucher(device, gold)
    const result = await nextResult(device.page)
    await area.getByRole('tab', { name: 'Pledge' }).click()
    await area.getByLabel('Pledgee’s account').fill('harbour-bank')
    await area.getByLabel('Quantity', { exact: true }).fill('20')
    await area.getByLabel('Purpose').fill('loan 17')
    const [sent] = await sentDuring(async () => {
      await send(area.getByRole('button', { name: /^Pledge 20/ }))
      await result.getByText('Accepted').waitFor()
    })
    const pledges = device.page.getByRole('region', { name: 'Pledges' })
    await pledges.getByText('Waiting for an answer').waitFor()
    const { pledged } = await holdingOf(vera, gold)
    expect(pledged).equal('0')
    const id = await result.getAttribute('data-id')
    const body = { pledge: String(id), holder: 'vera', voucher: gold }
    await honoured(gateways.bank, market.bank, 'pledge.accept', body)
    await pledges.getByText('Pledged', { exact: true }).waitFor()
    await position.getByText('490').first().waitFor()
    expect(instructionOf(sent as Request).kind).equal('pledge.propose')
    expect((await holdingOf(vera, gold)).pledged).equal('20000')
  })

  it('S0-030 S0-033 opens a dialog where that is set, which takes the focus, and keeps the result in the list once it is dismissed', async () => {
    await setNotices(device, { where: 'In a dialog' })
    const { results } = await openVoucher(device, gold)
    await send(await prepareTransfer(device.page, { to: 'walter', quantity: '1' }))
    const dialog = device.page.getByRole('dialog')
    await dialog.getByText('Accepted', { exact: true }).waitFor()
    expect(await dialog.evaluate('document.activeElement.closest("dialog") !== null')).equal(true)
    const id = await dialog.getByRole('article').getAttribute('data-id')
    await device.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await results.getByRole('article').first().getAttribute('data-id')).equal(id)
    await setNotices(device, { where: 'In the result area of the page' })
  })

  it('S0-029 falls back to the dialog where the area is hidden', async () => {
    await setNotices(device, { where: 'In the result area of the page', isAreaShown: false })
    const { results } = await openVoucher(device, gold)
    expect(await results.count()).equal(0)
    await send(await prepareTransfer(device.page, { to: 'walter', quantity: '1' }))
    await device.page.getByRole('dialog').getByText('Accepted', { exact: true }).waitFor()
    await device.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await setNotices(device, { where: 'In the result area of the page' })
  })

  it('S0-031 tells a refusal in the same place, with its reason and the next step, and leaves the voucher in sight', async () => {
    const { area, position } = await openVoucher(device, gold)
    const newest = await nextResult(device.page)
    // The review would say so before it is signed; where it cannot ask, the ledger does.
    await device.page.route('**/v1/payees/**', (route) => route.abort())
    await (await prepareTransfer(device.page, { to: 'nobody-at-all', quantity: '1' })).click()
    await device.page.getByText('The receiver cannot be looked up now').waitFor()
    await confirmButton(device.page).click()
    await device.page.unroute('**/v1/payees/**')
    await newest.getByText('Refused').waitFor()
    expect((await newest.locator('p').first().textContent())?.length).above(20)
    expect(await area.getByLabel('Quantity', { exact: true }).inputValue()).equal('1')
    expect(await position.isVisible()).equal(true)
    expect(await area.isVisible()).equal(true)
  })

  const untilScrolled = (height: number) =>
    device.page.waitForFunction((wanted) => (globalThis as unknown as { scrollY: number }).scrollY === wanted, height)

  it('keeps what was typed, and where one was, over going elsewhere, back, and loading anew', async () => {
    const { area } = await openVoucher(device, gold)
    await prepareTransfer(device.page, { to: 'walter', quantity: '4.5' })
    const typed = () => area.getByLabel('Quantity', { exact: true })
    await device.page.evaluate('window.scrollTo(0, 300)')
    await device.page.waitForFunction(
      () =>
        (globalThis as unknown as { history: { state?: { scrolledTo?: number } } }).history.state?.scrolledTo === 300,
    )
    for (const leave of [
      async () => {
        await device.page.getByRole('link', { name: 'Activity' }).click()
        await device.page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
        await untilScrolled(0)
        await device.page.goBack()
      },
      () => device.page.reload(),
    ]) {
      await leave()
      await typed().waitFor()
      expect(await typed().inputValue()).equal('4.5')
      expect(await area.getByLabel('Receiving account').inputValue()).equal('walter')
      await untilScrolled(300)
    }
  })

  it('S0-032 sends one request for two presses, by mouse and by Enter, and says that it is under way', async () => {
    await openVoucher(device, gold)
    const before = await goldOf(walter)
    const confirm = confirmButton(device.page)
    for (const pressTwice of [
      () => confirm.dblclick(),
      async () => {
        await confirm.press('Enter')
        await confirm.press('Enter')
      },
    ]) {
      let release = (): void => {}
      const held = new Promise<void>((resolve) => (release = resolve))
      await device.page.route('**/v1/instructions', async (route) => {
        await held
        await route.continue()
      })
      await (await prepareTransfer(device.page, { to: 'walter', quantity: '2' })).click()
      const result = await nextResult(device.page)
      const sent = await sentDuring(async () => {
        await pressTwice()
        await device.page.getByRole('dialog').getByText('Still under way: the request is sent once only.').waitFor()
        release()
        await result.getByText('Accepted').waitFor()
      })
      expect(sent).lengthOf(1)
      await device.page.unroute('**/v1/instructions')
    }
    expect(await goldOf(walter)).equal(before + 4_000n)
  })

  it('S0-033 can be used by keyboard alone, and announces the result in a live region', async () => {
    await openVoucher(device, gold)
    const result = await nextResult(device.page)
    const { keyboard } = device.page
    const focused = (selector: string) =>
      device.page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 80; presses += 1) {
        if (await focused(selector)) return
        await keyboard.press('Tab')
      }
      throw new Error(`the keyboard never came to ${selector}`)
    }
    await device.page.locator('#application h1').focus()
    await tabTo('[role=tab]')
    while (!(await focused('[role=tab][aria-selected=true][data-function=transfer]')))
      await keyboard.press('ArrowRight')
    await keyboard.press('Tab')
    await tabTo('input[autocapitalize=none]')
    await keyboard.type('walter')
    await tabTo('input.figure-input')
    await keyboard.type('3')
    await tabTo('button[type=submit]')
    await device.page.evaluate(`{
      window.heard = []
      const hear = () => window.heard.push(...[...document.querySelectorAll('[role=status][aria-live=polite]')].map(({ textContent }) => textContent))
      new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true })
    }`)
    await keyboard.press('Enter')
    await confirmButton(device.page).and(device.page.locator(':focus')).waitFor()
    await keyboard.press('Enter')
    await result.getByText('Accepted').waitFor()
    const heard = (await device.page.evaluate('window.heard')) as string[]
    expect(heard.some((text) => text.startsWith('Transfer: Accepted'))).equal(true)
    expect(heard.some((text) => text.startsWith('Transfer: Sending'))).equal(true)
  })
})

describe('a bad connection', () => {
  let zoe: Person
  let device: Device

  before(async () => {
    const market = await readMarket()
    await openAccount('yves')
    zoe = await openAccount('zoe')
    await giveGold(market, 'yves', '100000')
    device = await openSignedIn('yves', phone)
  })
  afterEach(async () => {
    await device.context.setOffline(false)
    await device.page.unrouteAll()
  })
  after(closeDevices)

  const zoesGold = async (): Promise<bigint> => BigInt((await holdingOf(zoe, gold)).total)

  it('S0-012 S0-031 keeps what was signed while there was none, says so, and sends it again once', async () => {
    await openVoucher(device, gold)
    const newest = await nextResult(device.page)
    const button = await prepareTransfer(device.page, { to: 'zoe', quantity: '5' })
    await device.context.setOffline(true)
    await device.page.getByText('The gateway cannot be reached').waitFor()
    await send(button)
    // The terminal tries by itself for a while first.
    await newest.getByRole('button', { name: 'Send again' }).waitFor({ timeout: 120_000 })
    expect(await newest.getByText('Accepted').count()).equal(0)
    expect(await zoesGold()).equal(0n)
    await device.context.setOffline(false)
    await newest.getByRole('button', { name: 'Send again' }).click()
    await newest.getByText('Accepted').waitFor()
    expect(await zoesGold()).equal(5_000n)
  })

  it('S0-009 S0-011 S0-012 has one effect when every answer got lost, and the same result when it is sent again', async () => {
    await openVoucher(device, gold)
    const newest = await nextResult(device.page)
    const before = await zoesGold()
    const button = await prepareTransfer(device.page, { to: 'zoe', quantity: '7' })
    await device.page.route('**/v1/instructions', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await send(button)
    const again = newest.getByRole('button', { name: 'Send again' })
    await again.waitFor({ timeout: 120_000 })
    const id = await newest.getAttribute('data-id')
    await device.page.unroute('**/v1/instructions')
    await again.click()
    await newest.getByText('Accepted').waitFor()
    expect(await newest.getAttribute('data-id')).equal(id)
    expect(await zoesGold()).equal(before + 7_000n)
  })

  it('S0-011 never uses one number in two tabs that sign at once', async () => {
    await openVoucher(device, gold)
    const other = await openTab(device, `/#/vouchers/${gold}`)
    await voucherScreenOf(other).area.getByRole('tablist').waitFor()
    const before = await zoesGold()
    const start = device.instructions.length
    const buttons = [
      await prepareTransfer(device.page, { to: 'zoe', quantity: '1' }),
      await prepareTransfer(other, { to: 'zoe', quantity: '2' }),
    ]
    const results = [await nextResult(device.page), await nextResult(other)]
    await Promise.all(buttons.map(send))
    for (const result of results) await result.getByText('Accepted').waitFor()
    const sent = new Map(
      device.instructions.slice(start).map((request) => [request.postData(), instructionOf(request)]),
    )
    expect(new Set([...sent.values()].map(({ number }) => number)).size).equal(2)
    expect(await zoesGold()).equal(before + 3_000n)
    await other.close()
  })

  it('S0-046 shows the height and what others did by itself', async () => {
    const { position } = await openVoucher(device, gold)
    const heightOf = async () =>
      Number(/#([0-9]+)/.exec((await device.page.locator('.pulse').textContent()) ?? '')?.[1])
    const before = await heightOf()
    const shown = await position.textContent()
    await giveGold(await readMarket(), 'yves', '11000')
    await device.page.waitForFunction(
      ([text, height]) => {
        const own = globalThis as unknown as { document: { querySelector(selector: string): { textContent: string } } }
        const pulse = own.document.querySelector('.pulse').textContent
        return (
          Number(/#([0-9]+)/.exec(pulse)?.[1]) > Number(height) &&
          own.document.querySelector('main').textContent !== text
        )
      },
      [shown, before] as const,
    )
    expect(await heightOf()).above(before)
    await position.getByText('96').first().waitFor()
  })

  it('S0-012 S0-050 shows what it read last without a network, and of when that is', async () => {
    const { position } = await openVoucher(device, gold)
    await device.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    const shown = await position.locator('[data-figure=totalQuantity] dd').textContent()
    await device.context.setOffline(true)
    await device.page.reload()
    await device.page.getByText('This cannot be read again now').waitFor()
    expect(await position.locator('[data-figure=totalQuantity] dd').textContent()).equal(shown)
    await device.context.setOffline(false)
    await device.page.getByText('This cannot be read again now').waitFor({ state: 'detached' })
  })

  it('S0-012 opens without a network, and says that it has none', async () => {
    await device.page.goto('/#/')
    await device.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await device.context.setOffline(true)
    await device.page.reload()
    await device.page.getByText('The gateway cannot be reached').waitFor()
    await device.context.setOffline(false)
  })
})
