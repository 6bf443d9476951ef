import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person, postText } from '../scenario/support/people.ts'
import { confidentialBody } from '../support/confidential.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { openAtDesk, openPlace, openSignedIn } from './support/sign-in.ts'
import {
  answerTrade,
  chainFileFor,
  openTradePeople,
  reservedOf,
  type TradePeople,
  tradeCash,
  tradeGold,
} from './support/trading.ts'

const account = '6222021234567894'
const accountOfAnother = '6222020000000007'

describe('trades at an institution, on the screens of client, bank and institution', function () {
  // Each step is where the next one begins.
  this.bail(true)
  let people: TradePeople
  let client: Device
  let other: Device
  let officer: Device
  let checker: Device
  let house: Device

  const press = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true }).click()
  const status = ({ page }: Device, name: string) => page.locator(`.card-head [data-status="${name}"]`).waitFor()
  const station = ({ page }: Device, name: string, state: string) =>
    page.locator(`[data-station="${name}"][data-state="${state}"]`).waitFor()
  const isClean = async ({ page }: Device, what: string) => expect(await findingsOf(page), what).deep.equal([])
  /** The chain that a client's page shows. */
  const chainOf = ({ page }: Device): string => page.url().split('/').at(-1) ?? ''

  /** Makes a trade on the client's phone, and waits for the screen of it. */
  const trade = async (
    said: { [label: string]: string },
    { side = 'Sell', identity = account, meanwhile = async () => {} } = {},
  ): Promise<string> => {
    const { page } = client
    await page.goto('/#/trades')
    const form = page.getByRole('form', { name: 'Make a trade' })
    await form.waitFor()
    if (said['Product'] !== undefined) await form.getByLabel('Family').selectOption('stock')
    await form.getByRole('radio', { name: side }).check()
    if (said['Product'] === undefined) await form.getByLabel('Voucher').selectOption(tradeGold)
    await form.getByLabel('Paid in').selectOption(tradeCash)
    for (const [label, value] of Object.entries(said)) await form.getByLabel(label).fill(value)
    await form.getByLabel('Account number').fill(identity)
    await meanwhile()
    await press(client, 'Make the trade')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm:/ })
      .click()
    await page.waitForURL(/#\/trades\/.+/)
    return chainOf(client)
  }

  const gram = { Quantity: '1', 'Limit price for g': '5600' }

  before(async function () {
    this.timeout(300_000)
    people = await openTradePeople()
    client = await openSignedIn('ferry-client', phone)
    other = await openSignedIn('ferry-other', phone)
    officer = await openAtDesk('ferry-officer', { ...desktop, organisation: 'bank', roles: ['credit'] })
    house = await openAtDesk('ferry-house', { ...desktop, organisation: 'institution', roles: ['executor'] })
  })
  after(closeDevices)

  it('S2-018 lets the executor open and suspend for families, which alone a client is offered', async () => {
    await house.page.getByRole('link', { name: 'Trading desk' }).click()
    const form = house.page.getByRole('form', { name: 'Families that are taken' })
    const open = async (...families: string[]) => {
      for (const family of ['Metal', 'Futures', 'Stock', 'Fund', 'Trust'])
        await form.getByLabel(family).setChecked(families.includes(family))
      await press(house, 'Open for these')
      await press(house, 'Confirm: Open for these')
      await house.page.locator('[data-standing="open"]').waitFor()
    }
    await open('Metal')
    await isClean(house, 'desk')
    await press(house, 'Suspend')
    await house.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
    await house.page.locator('[data-standing="suspended"]').waitFor()
    await openPlace(client, 'Trades')
    await client.page.getByText('No institution takes trades now').waitFor()
    await isClean(client, 'without an institution')
    await open('Metal', 'Stock')
    await client.page.reload()
    const families = client.page.getByLabel('Family')
    await families.waitFor()
    expect(await families.locator('option').allTextContents()).deep.equal(['Metal', 'Stock'])
  })

  it('has the bank’s officer put identity, grade and position on record, and shows no identity again', async () => {
    const { page } = officer
    await page.getByRole('link', { name: 'Credit desk' }).click()
    await page.getByLabel('Account', { exact: true }).fill('ferry-client')
    await press(officer, 'Open')
    await page.locator('[data-identity="account-number"][data-state="none"]').waitFor()
    const identity = page.getByRole('form', { name: 'Put it on record' })
    await identity.getByLabel('Account number').fill('12')
    await press(officer, 'Put it on record')
    await identity.locator('.wrong').waitFor()
    await isClean(officer, 'a client')
    await identity.getByLabel('Account number').fill(account)
    await press(officer, 'Put it on record')
    await page.locator('[data-identity="account-number"][data-state="on-record"]').waitFor()
    expect(await page.content()).not.include(account)
    await page.getByRole('form', { name: 'Credit grade' }).getByLabel('Credit grade').selectOption('aa')
    await press(officer, 'Propose the grade')
    checker = await openAtDesk('ferry-checker', { ...desktop, organisation: 'bank', roles: ['credit'] })
    await checker.page.goto('/#/credit')
    const shown = checker.page.locator('[data-approval]').filter({ hasText: 'ferry-client' })
    await shown.locator('[data-proposed]').getByText('aa', { exact: true }).waitFor()
    await isClean(checker, 'a proposal with what it says in confidence')
    await shown.getByRole('button', { name: 'Approve' }).click()
    await page.goto('/#/credit')
    await page.locator('[data-approval][data-state="approved"]').getByRole('button', { name: 'Execute' }).click()
    await page.locator('[data-approval]').waitFor({ state: 'detached' })
    await page.goto('/#/credit/ferry-client')
    await page.locator('[data-grade="aa"]').waitFor()
    const position = page.getByRole('form', { name: 'Set the position' })
    await position.getByLabel('Product').fill('600519')
    await position.getByLabel('Quantity').fill('500')
    await press(officer, 'Set the position')
    await page.locator('[data-position="stock:600519"]').getByText('500').waitFor()
    await isClean(officer, 'a client with all on record')
    const sent = officer.instructions.map((one) => one.postData() ?? '').join()
    expect(sent).include('"grade.set"').and.not.include(account)
  })

  it('S2-001 says what is wrong before anything is signed', async () => {
    const { page } = client
    await page.goto('/#/trades')
    const form = page.getByRole('form', { name: 'Make a trade' })
    await form.getByLabel('Voucher').selectOption(tradeGold)
    await form.getByLabel('Paid in').selectOption(tradeCash)
    await form.getByLabel('Quantity').fill('1')
    await form.getByLabel('Limit price for g').fill('0')
    await form.getByLabel('Account number').fill('A-1')
    await press(client, 'Make the trade')
    await form.getByText('Enter a price above zero.').waitFor()
    await form.getByText('It is not of this type: 16 or 19 digits.').waitFor()
    await isClean(client, 'a form with faults')
    expect(await page.getByRole('dialog').count()).equal(0)
    expect(client.instructions.some((one) => one.postData()?.includes('"chain.open"'))).equal(false)
    // What was typed comes back with the tab, and the identity does not.
    await page.reload()
    await form.getByLabel('Limit price for g').waitFor()
    expect(await form.getByLabel('Limit price for g').inputValue()).equal('0')
    expect(await form.getByLabel('Account number').inputValue()).equal('')
  })

  it('is filled in by keyboard alone, in the order in which the fields stand', async () => {
    const { page } = client
    const form = page.getByRole('form', { name: 'Make a trade' })
    await form.getByLabel('Institution').focus()
    const passed: unknown[] = []
    for (let count = 0; count < 10; count += 1) {
      await page.keyboard.press('Tab')
      passed.push(
        await page.evaluate('(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()'),
      )
    }
    expect(passed).deep.equal([
      ...['Family', 'Buy', 'Voucher', 'Quantity', 'Paid in', 'Limit price for g', 'Most to pay', '1 day'],
      ...['Identity by', 'Account number'],
    ])
    await page.keyboard.press('Tab')
    await page
      .locator(':focus')
      .and(form.getByRole('button', { name: 'Make the trade' }))
      .waitFor()
  })

  let sold: string

  it('S2-017 S2-044 trades without an account there, and shows three segments progress by themselves', async () => {
    sold = await trade(gram)
    const { page } = client
    await page.evaluate('window.isSamePage = true')
    await station(client, 'opened', 'done')
    await station(client, 'sent', 'done')
    await station(client, 'answered', 'next')
    await page.locator('[data-fact="held"]').getByText(tradeGold).waitFor()
    await page.locator('[data-good="2"]').waitFor()
    await isClean(client, 'a trade that was sent')
    // The institution has no account of this client.
    const token = await openSession(gateways.institution, 'InstitutionMSP', people.house)
    const payee = await get(gateways.institution, '/v1/payees/ferry-client', token)
    expect(payee.body.home).equal('BankMSP')
    await house.page.locator(`[data-chain="${sold}"][data-state="sent"] a`).waitFor()
    await answerTrade(people.house, sold, { amount: '565000' })
    await station(client, 'answered', 'done')
    await station(client, 'settled', 'done')
    await status(client, 'settled')
    expect(await page.evaluate('window.isSamePage')).equal(true)
    await page.locator('[data-good="3"]').waitFor()
    await isClean(client, 'a trade that is settled')
    expect(await reservedOf(people.client, tradeGold)).equal('0')
  })

  let proof: { name: string; mimeType: string; buffer: Buffer }

  const check = async (buffer: Buffer) => {
    await client.page.goto('/#/trades')
    await client.page.getByLabel('File of a trade').setInputFiles({ ...proof, buffer })
  }

  it('S2-044 downloads the proof and checks it in the browser; a changed file tells its first fault', async () => {
    const { page } = client
    await page.evaluate('delete window.showSaveFilePicker')
    const [download] = await Promise.all([page.waitForEvent('download'), press(client, 'Download the file')])
    const buffer = readFileSync(await download.path())
    proof = { name: download.suggestedFilename(), mimeType: 'application/json', buffer }
    await check(buffer)
    await page.locator('[data-good="3"]').waitFor()
    for (const name of ['ferry-client', 'ferry-house'])
      await page.locator('[data-segment]').getByText(`Signed by ${name}`).waitFor()
    expect(await page.locator('[data-good]').textContent()).not.include(account)
    await isClean(client, 'a good file')
    await check(Buffer.from(buffer.toString('utf8').replace('"amount":"565000"', '"amount":"155000"')))
    await page.locator('[data-fault="bad_signature"][data-segment="3"]').waitFor()
    await page.getByText('Segment 3: the institution. The signature is wrong').waitFor()
    await isClean(client, 'a changed file')
    await check(Buffer.from(buffer.toString('utf8').replace('"grade\\":\\"aa', '"grade\\":\\"aaa')))
    await page.locator('[data-fault="confidential_differs"][data-segment="2"]').waitFor()
    await check(Buffer.from('{}'))
    await page.locator('[data-fault="file_malformed"]').waitFor()
  })

  it('S2-044 gives another client nothing of it', async () => {
    const { page } = other
    await page.goto(`/#/trades/${sold}`)
    await page.getByText('There is no such trade').waitFor()
    expect(await page.content()).not.include(tradeGold)
    await isClean(other, 'no such trade')
    await page.goto('/#/trades')
    await page.getByRole('region', { name: 'Your trades' }).getByText('None yet.').waitFor()
    expect((await chainFileFor(people.other, sold)).body.code).equal('not_found')
  })

  it('S2-008 says that the identity failed; nothing is reserved, and the institution has nothing', async () => {
    const chain = await trade(gram, { identity: accountOfAnother })
    await status(client, 'user-rejected')
    await station(client, 'verified', 'failed')
    await station(client, 'sent', 'ahead')
    await client.page.getByText('Nothing went to the institution, and nothing is reserved').waitFor()
    await client.page.locator('[data-fact="held"]').getByText('Nothing').waitFor()
    await isClean(client, 'an identity that failed')
    expect(await reservedOf(people.client, tradeGold)).equal('0')
    expect((await chainFileFor(people.house, chain, 'institution')).body.code).equal('not_found')
  })

  it('S2-015 says that the institution was rejected, and nothing stays reserved', async () => {
    const meanwhile = () => honoured(gateways.institution, people.house, 'institution.suspend', {})
    const chain = await trade(gram, { meanwhile })
    await status(client, 'institution-rejected')
    await station(client, 'verified', 'failed')
    await client.page.getByText('The institution does not take this trade now').waitFor()
    expect(await reservedOf(people.client, tradeGold)).equal('0')
    expect((await chainFileFor(people.house, chain, 'institution')).body.code).equal('not_found')
    await honoured(gateways.institution, people.house, 'institution.open', { families: ['metal', 'stock'] })
  })

  it('S2-015 says that the institution refused, and why; what was reserved is free again', async () => {
    const chain = await trade({ ...gram, 'Most to pay': '5600' }, { side: 'Buy' })
    await station(client, 'answered', 'next')
    expect(await reservedOf(people.client, tradeCash)).equal('560000')
    await answerTrade(people.house, chain, { reason: 'price' })
    await status(client, 'refused')
    await station(client, 'settled', 'failed')
    await client.page.getByText('The limit price is not one at which it trades').waitFor()
    await client.page.locator('[data-fact="held"]').getByText('Nothing').waitFor()
    await isClean(client, 'a refusal')
    expect(await reservedOf(people.client, tradeCash)).equal('0')
  })

  it('S2-018 trades another family, of which the product is told to the two members alone', async () => {
    const chain = await trade({ Product: '600519', Quantity: '100', 'Limit price for one': '17' })
    await station(client, 'answered', 'next')
    const sent = client.instructions.map((one) => one.postData() ?? '').filter((text) => text.includes('"stock"'))
    expect(JSON.stringify(JSON.parse(sent.at(-1) ?? '{}').instruction)).not.include('600519')
    await house.page.goto('/#/institution')
    const line = house.page.locator(`[data-chain="${chain}"]`)
    await line.getByText('What was said').click()
    await line.getByText('100 · 600519').waitFor()
    await isClean(house, 'what was said')
    await answerTrade(people.house, chain, { amount: '170000' })
    await status(client, 'settled')
    await line.and(house.page.locator('[data-state="settled"]')).getByRole('link').click()
    await house.page.locator('[data-fact="amount"]').getByText('¥1,700.00').waitFor()
    await isClean(house, 'a trade at the institution')
  })

  /** A trade whose client shows an identity that is not its own, sent by the test's own device; the code where that is refused. */
  const refusalOf = async (by: Person): Promise<string | undefined> => {
    const identity = { type: 'account-number', value: accountOfAnother }
    const { text, digest: first } = confidentialBody({ identity, trade: { quantity: '1000', limitPrice: '560' } })
    const envelope = by.envelope('chain.open', {
      ...{ institution: 'InstitutionMSP', family: 'metal', side: 'sell', cash: tradeCash, first },
      metal: { voucher: tradeGold, quantity: '1000' },
      expiresAt: String(Date.now() + 3_600_000),
    })
    const sent = JSON.stringify({ ...envelope, confidential: text })
    return (await postText(gateways.bank, sent, { prefer: 'wait=20' })).body.code
  }

  it('shows the officer the trades of the bank’s clients, and who is locked', async () => {
    const { page } = officer
    await page.goto('/#/credit')
    const line = page.locator(`[data-chain="${sold}"][data-state="settled"]`)
    await line.getByText('What was said').click()
    await line.locator('[data-good="3"]').waitFor()
    await isClean(officer, 'the desk')
    for (let count = 0; count < 5; count += 1) await refusalOf(people.client)
    await page.locator('[data-locked="ferry-client"]').waitFor()
    await isClean(officer, 'with a locked client')
    await page.locator('[data-locked="ferry-client"]').getByRole('link').click()
    await page.getByText('Trading is locked').waitFor()
    await isClean(officer, 'a locked client')
  })

  it('S2-009 frees a locked client once one officer proposed that and another one approved it', async () => {
    await press(officer, 'Unlock')
    await officer.page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
    await officer.page.goto('/#/credit')
    const proposed = officer.page.locator('[data-approval][data-state="pending"]')
    await proposed.getByText('ferry-client').waitFor()
    await isClean(officer, 'a proposal')
    expect(await proposed.getByRole('button', { name: 'Approve' }).count()).equal(0)
    expect(await refusalOf(people.client)).equal('identity_locked')
    await checker.page.goto('/#/credit')
    await checker.page.locator('[data-approval]').getByRole('button', { name: 'Approve' }).click()
    await officer.page
      .locator('[data-approval][data-state="approved"]')
      .getByRole('button', { name: 'Execute' })
      .click()
    await officer.page.locator('[data-locked="ferry-client"]').waitFor({ state: 'detached' })
    await officer.page.locator('[data-approval]').waitFor({ state: 'detached' })
    await trade(gram)
    await station(client, 'sent', 'done')
  })
})
