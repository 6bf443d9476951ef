import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { gateways, topology } from '../scenario/support/network.ts'
import { honoured, type Person } from '../scenario/support/people.ts'
import { readScene } from '../scenario/support/scene.ts'
import { openAccount, password, setCredentials } from './support/accounts.ts'
import { closeDevices, type Device, desktop, openDevice, phone, showCameras } from './support/browser.ts'
import { filmOf } from './support/film.ts'
import { cash, deposit, holdingOf, issueGold, type Market, publishQuote, readMarket } from './support/market.ts'
import { seenByCamera } from './support/pictures.ts'
import { authoriseByPassword, cardOf, openSignedIn, seeAccount, signIn } from './support/sign-in.ts'

const searchOf = (page: Page) => page.getByRole('combobox', { name: 'Find a customer' })

/** Waits until a field has the focus. */
const focused = (page: Page, field: ReturnType<Page['locator']>) => page.locator(':focus').and(field).waitFor()

/** Opens a customer at the desk through the search. */
const openCustomer = async ({ page }: Device, customer: string): Promise<void> => {
  await page.goto('/#/bank')
  await searchOf(page).fill(customer)
  await page.getByRole('option', { name: customer, exact: true }).click()
  await page.getByRole('heading', { name: customer, exact: true }).waitFor()
}

/** How often a mouse, a finger or a pen was used in a page from now on. */
const watchPointers = ({ page }: Device): Promise<() => Promise<number>> =>
  page
    .evaluate(`{
      window.pointers = 0
      addEventListener('pointerdown', () => (window.pointers += 1), { capture: true })
    }`)
    .then(() => () => page.evaluate('window.pointers'))

describe('a registrar’s desk in a browser', () => {
  let desk: Device

  before(async () => {
    await readScene()
    await setCredentials('bank-registrar', {})
  })
  after(closeDevices)

  it('begins with the card of the browser, which the organisation’s administrator enrols', async () => {
    desk = await openDevice('bank-registrar', desktop)
    await signIn(desk, 'bank-registrar')
    await desk.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
    const card = JSON.parse(await cardOf(desk))
    expect(card).to.include({ participant: 'bank-registrar' })
    const administrator = JSON.parse(readFileSync(join(topology.dataFolder, 'admins', 'bank.json'), 'utf8'))
    const enrolled = await enrolRegistrar(administrator, card)
    expect(enrolled).to.include({ participant: 'bank-registrar', home: 'BankMSP' })
    await desk.page.reload()
    await signIn(desk, 'bank-registrar')
    await desk.page.getByRole('link', { name: 'Bank desk' }).waitFor()
  })

  it('opens an account there, whose owner logs in and authorises a device of their own', async () => {
    await desk.page.getByRole('link', { name: 'Bank desk' }).click()
    const form = desk.page.getByRole('form', { name: 'Register a customer' })
    await form.getByLabel('New account').fill('dolores')
    await form.getByLabel('First password').fill(password)
    await form.getByRole('button', { name: 'Register dolores' }).click()
    await desk.page.getByRole('link', { name: 'Open the customer' }).click()
    await desk.page.getByRole('heading', { name: 'dolores', exact: true }).waitFor()
    const owner = await openDevice('dolores', phone)
    await signIn(owner, 'dolores')
    await authoriseByPassword(owner)
    await seeAccount(owner)
  })

  it('replaces a lost device with the one whose code the camera reads, once both screens show the same key', async () => {
    await openAccount('ramona')
    const fresh = await openDevice('ramona', phone)
    await signIn(fresh, 'ramona')
    await fresh.page.getByText('At a desk instead').click()
    const code = fresh.page.locator('.device-card')
    await code.locator('svg').waitFor()
    const keyEnd = (await code.locator('.key-end').textContent()) ?? ''
    showCameras(filmOf(await seenByCamera(code.locator('svg'))))
    await openCustomer(desk, 'ramona')
    await desk.page.getByRole('button', { name: 'Replace', exact: true }).click()
    await desk.page.getByRole('button', { name: 'Scan the device’s code' }).click()
    const dialog = desk.page.getByRole('dialog', { name: 'Replace the device' })
    await dialog.locator('.key-end').waitFor()
    expect(await dialog.locator('.key-end').textContent()).equal(keyEnd)
    await dialog.getByRole('button', { name: 'Replace the device' }).click()
    const review = desk.page.getByRole('dialog', { name: 'Replace the device?' })
    expect(await review.textContent())
      .include('ramona')
      .include(`(${keyEnd})`)
    await review.getByRole('button', { name: 'Confirm: Replace the device' }).click()
    await desk.page.locator('.row', { hasText: keyEnd }).getByText('Authorised').waitFor()
    await desk.page.getByText('Revoked devices (1)').waitFor()
    await fresh.page.reload()
    await signIn(fresh, 'ramona')
    await seeAccount(fresh)
  })

  it('freezes and frees an account after a review, and shows nothing of what a teller does', async () => {
    const { page } = desk
    await openCustomer(desk, 'dolores')
    const status = page.getByRole('region', { name: 'dolores' }).locator('.pill')
    for (const [act, title, after] of [
      ['Freeze dolores', 'Freeze the account', 'Frozen'],
      ['Unfreeze dolores', 'Unfreeze the account', 'Active'],
    ] as const) {
      await page.getByRole('heading', { name: title }).click()
      await page.getByLabel('Case number').fill('CASE-2026-7')
      await page.getByRole('button', { name: act, exact: true }).click()
      const review = page.getByRole('dialog', { name: `${act}?` })
      expect(await review.textContent()).include('CASE-2026-7')
      await review.getByRole('button', { name: `Confirm: ${act}` }).click()
      await status.getByText(after).waitFor()
    }
    expect(await page.getByLabel('Amount', { exact: true }).count()).equal(0)
  })
})

describe('a teller’s desk in a browser', () => {
  let market: Market
  let customer: Person
  let desk: Device

  before(async () => {
    market = await readMarket()
    customer = await openAccount('wilhelmina')
    await openAccount('wilma')
    desk = await openSignedIn('harbour-bank', desktop)
  })
  after(closeDevices)

  const available = async (): Promise<bigint> => BigInt((await holdingOf(customer, cash)).available)

  it('takes a deposit by keyboard alone, and is ready for the next customer', async () => {
    const { page } = desk
    await page.goto('/#/bank')
    const pointers = await watchPointers(desk)
    const before = await available()
    await focused(page, searchOf(page))
    await page.keyboard.type('wil')
    await page.getByRole('option', { name: 'wilma', exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await focused(page, page.getByLabel('Amount', { exact: true }))
    await page.keyboard.type('100.50')
    const reference = await page.getByLabel('Reference').inputValue()
    expect(reference).match(/^[0-9]{8}-[A-Za-z0-9.-]{6}-[0-9]{4,}$/)
    await page.getByRole('button', { name: /^Deposit .*100\.50$/ }).waitFor()
    await page.keyboard.press('Enter')
    const review = page.getByRole('dialog', { name: /^Deposit .*100\.50\?$/ })
    await focused(page, review.getByRole('button', { name: /^Confirm: Deposit .*100\.50$/ }))
    expect(await review.textContent())
      .include('wilhelmina')
      .include(reference)
    await page.keyboard.press('Enter')
    const slip = page.getByRole('region', { name: 'Slip' })
    await slip.getByRole('heading', { name: /^Deposited .*100\.50$/ }).waitFor()
    expect(await slip.textContent())
      .include('wilhelmina')
      .include(reference)
    await focused(page, searchOf(page))
    expect(await pointers()).equal(0)
    expect((await available()) - before).equal(10_050n)
    expect(await page.getByLabel('Reference').inputValue()).equal(
      reference.replace(/[0-9]+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0')),
    )
  })

  it('prints the slip and nothing else', async () => {
    const { page } = desk
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('region', { name: 'Slip' }).getByRole('heading').isVisible()).equal(true)
    expect(await page.getByText('Print the slip').isVisible()).equal(false)
    expect(await page.getByRole('heading', { name: 'Bank desk' }).isVisible()).equal(false)
    await page.emulateMedia({ media: null })
  })

  it('shows whose money it is, keeps the customer over loading anew, and offers the last ones', async () => {
    const { page } = desk
    await deposit(market, 'wilma', '4200')
    await openCustomer(desk, 'wilma')
    const holdings = page.getByRole('group', { name: 'Holdings' })
    await holdings.getByText('42.00').first().waitFor()
    await page
      .getByText(/not used yet|last used/)
      .first()
      .waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'wilma', exact: true }).waitFor()
    await page.goto('/#/bank')
    const recent = page.getByRole('navigation', { name: 'Recent customers' })
    await recent.waitFor()
    expect(await recent.getByRole('link').allTextContents()).deep.equal(['wilma', 'wilhelmina'])
    expect(await page.getByRole('button', { name: 'Add a device' }).count()).equal(0)
  })

  it('pays out no more than there is, and what it pays out after a review', async () => {
    const { page } = desk
    await openCustomer(desk, 'wilma')
    await page.getByText('Pay out', { exact: true }).click()
    const amount = page.getByLabel('Amount', { exact: true })
    await amount.fill('43')
    await page.getByRole('button', { name: /^Pay out/ }).click()
    await page.getByRole('alert').filter({ hasText: '42.00' }).waitFor()
    await amount.fill('2')
    await page.getByRole('button', { name: /^Pay out .*2\.00$/ }).click()
    const review = page.getByRole('dialog')
    expect(await review.textContent()).include('40.00')
    await review.getByRole('button', { name: /^Confirm: Pay out/ }).click()
    await page.getByRole('heading', { name: /^Paid out .*2\.00$/ }).waitFor()
  })

  it('ends what a teller can do for the account, as long as it lasts', async () => {
    await openAccount('frida')
    const { registrars } = await readScene()
    const freeze = { participant: 'frida', caseNumber: 'CASE-7' }
    const amount = desk.page.getByLabel('Amount', { exact: true })
    await openCustomer(desk, 'frida')
    await amount.waitFor()
    await honoured(gateways.bank, registrars.bank, 'participant.freeze', freeze)
    await desk.page.reload()
    await desk.page.getByText('Frozen', { exact: true }).first().waitFor()
    expect(await amount.count()).equal(0)
    await honoured(gateways.bank, registrars.bank, 'participant.unfreeze', freeze)
    await desk.page.reload()
    await amount.waitFor()
  })

  it('says that a name is nobody’s, and serves a customer of another member without seeing balances', async () => {
    const { page } = desk
    await page.goto('/#/bank/nobody-at-all')
    await page.getByText('There is no account nobody-at-all').waitFor()
    await page.goto('/#/bank/mint')
    await page.getByText('This customer is at home at Institution').waitFor()
    await page.getByLabel('Amount', { exact: true }).waitFor()
  })
})

describe('an issuer’s desk in a browser', () => {
  let market: Market
  let desk: Device

  before(async () => {
    market = await readMarket()
    await issueGold(market, 'AU-DESK')
    await publishQuote(market, { voucher: 'AU-DESK', buy: '56000', sell: '55500' })
    desk = await openSignedIn('mint', { ...desktop, gateway: gateways.institution })
  })
  after(closeDevices)

  it('moves both prices, and the spread, by buttons from the last ones, and publishes them after a review', async () => {
    const { page } = desk
    await page.goto('/#/issuer/AU-DESK')
    const [buy, sell] = [page.getByLabel('Customers buy at'), page.getByLabel('Customers sell at')]
    await buy.waitFor()
    const prices = async () => [await buy.inputValue(), await sell.inputValue()]
    expect(await prices()).deep.equal(['560.00', '555.00'])
    await page.getByRole('button', { name: /^\+.*0\.50$/ }).click()
    expect(await prices()).deep.equal(['560.50', '555.50'])
    await page.getByRole('button', { name: /^−.*0\.10$/ }).click()
    expect(await prices()).deep.equal(['560.40', '555.40'])
    await page.getByRole('button', { name: /^Narrower/ }).click()
    expect(await prices()).deep.equal(['560.30', '555.50'])
    await page.getByLabel('Good for').fill('5')
    await page.getByText('Customers cannot trade after 5 minutes').waitFor()
    await page.getByLabel('Good for').fill('60')
    await page.getByRole('button', { name: /^Publish .*560\.30 \/ .*555\.50$/ }).click()
    const review = page.getByRole('dialog')
    expect(await review.textContent())
      .include('4.80')
      .include('60 minutes')
    await review.getByRole('button', { name: /^Confirm: Publish/ }).click()
    const last = page.getByRole('group', { name: 'Last quotes' }).locator('tbody tr').first()
    await last.getByText('560.30').waitFor()
    await last.getByText('Live').waitFor()
  })

  it('says on its first page that prices have ended, and renews them at one press', async () => {
    await issueGold(market, 'AU-OVER')
    await publishQuote(market, { voucher: 'AU-OVER', buy: '56000', sell: '55500', lifeSeconds: 1 })
    const { page } = desk
    await page.goto('/#/issuer')
    const notice = page.locator('.alert', { hasText: 'Gold of AU-OVER' })
    await notice.getByText('The prices have ended').waitFor()
    await notice.getByRole('button', { name: /^Renew .*560\.00.*555\.00.* for 1 minute$/ }).click()
    await notice.waitFor({ state: 'detached' })
  })

  it('shows how a new series will look before it is issued', async () => {
    const { page } = desk
    await page.goto('/#/issuer/new')
    await page.getByLabel('Code', { exact: true }).fill('AU-LOOK')
    await page.getByLabel('Name', { exact: true }).fill('Bars to look at')
    await page.getByLabel('First supply').fill('100')
    await page.getByLabel('Settled in').fill(cash)
    const preview = page.getByRole('region', { name: 'What customers will see' })
    await preview.getByRole('heading', { name: 'Bars to look at' }).waitFor()
    expect(await preview.textContent())
      .include('AU-LOOK')
      .include('0.2 % to buy')
    await page.getByRole('button', { name: 'Issue 100 g of AU-LOOK' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm: Issue 100 g of AU-LOOK' }).click()
    await page.getByRole('heading', { name: 'AU-LOOK' }).waitFor()
  })
})
