import { expect } from 'chai'
import { promotionCodeText, readPromotionCode } from '../../chaincode/wire/promotion-code.ts'
import { gateways } from '../scenario/support/network.ts'
import { honoured } from '../scenario/support/people.ts'
import { account, Trading } from '../scenario/support/trading.ts'
import { authenticationSamples } from '../support/authentications.ts'
import { setCredentials } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { openAtDesk, openSignedIn } from './support/sign-in.ts'

describe('a promoted trade, on the screens of promoter, trader, bank and institution', function () {
  // Each step is where the next one begins.
  this.bail(true)
  let trading: Trading
  let trader: Device
  let promoter: Device
  let officer: Device
  let checker: Device
  let house: Device

  const isClean = async ({ page }: Device, what: string) => expect(await findingsOf(page), what).deep.equal([])
  const show = ({ page }: Device, path: string) => page.goto(`/#${path}`)
  /** Opens what is closed until it is needed. */
  const unfold = ({ page }: Device, title: string) => page.locator('summary').getByText(title, { exact: true }).click()
  const confirm = ({ page }: Device) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm:/ })
      .click()
  /** Presses what cannot be undone, and says so once more. */
  const confirmed = async (device: Device, within: string, name: string) => {
    await device.page.locator(within).getByRole('button', { name, exact: true }).click()
    await device.page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  }
  const rewardOf = ({ page }: Device, leg: 'trader' | 'promoter', state: string) =>
    page.locator(`[data-reward="${chain} ${leg}"][data-state="${state}"]`)

  before(async function () {
    this.timeout(300_000)
    trading = await Trading.open('kiosk')
    const { client, stranger } = trading
    for (const { participant } of [client, stranger]) await setCredentials(participant, { roles: ['customer'] })
    for (const { participant } of [trading.officer, trading.checker]) await setCredentials(participant, {})
    await setCredentials(trading.desk.participant, { organisation: 'institution' })
    trader = await openSignedIn(client.participant, phone)
    promoter = await openSignedIn(stranger.participant, phone)
    const atBank = { ...desktop, organisation: 'bank' } as const
    officer = await openAtDesk(trading.officer.participant, { ...atBank, roles: ['credit'] })
    checker = await openAtDesk(trading.checker.participant, { ...atBank, roles: ['credit'] })
    house = await openAtDesk(trading.desk.participant, { ...desktop, organisation: 'institution', roles: ['executor'] })
  })
  after(closeDevices)

  let campaign: string
  let promotion: string
  let code: string
  let chain: string

  it('S2-060 has the institution open a campaign, and shows what is left of its budget', async () => {
    const { page } = house
    await page.getByRole('link', { name: 'Campaigns' }).click()
    await unfold(house, 'Open a campaign')
    const form = page.getByRole('form', { name: 'Open a campaign' })
    await form.getByLabel('Paid in').selectOption(trading.cash)
    const open = form.getByRole('button', { name: 'Open a campaign' })
    await open.click()
    await form.locator('.wrong').first().waitFor()
    await isClean(house, 'a campaign with faults')
    await form.getByLabel('To who trades, for each trade').fill('5')
    await form.getByLabel('To who promotes, for each trade').fill('3')
    await form.getByLabel('Budget').fill('100')
    await form.getByText('Enough for 12 trades').waitFor()
    await form.getByRole('radio', { name: 'Not at all' }).check()
    await open.click()
    await confirm(house)
    const line = page.locator('[data-campaign][data-standing="under-way"]').filter({ hasText: trading.cash })
    await line.locator('[data-fact="left"]').getByText('¥100.00').waitFor()
    await line.locator('[data-fact="due"]').getByText('¥0.00').waitFor()
    campaign = (await line.getAttribute('data-campaign')) ?? ''
    await isClean(house, 'a campaign')
  })

  it('S2-045 S2-046 S2-051 promotes a trade, and shows a code that can be handed on', async () => {
    const { page } = promoter
    await show(promoter, '/promotions')
    await unfold(promoter, 'Promote a trade')
    const form = page.getByRole('form', { name: 'Promote a trade' })
    await form.getByRole('radio', { name: 'Sell' }).check()
    await form.getByLabel('Campaign').selectOption(campaign)
    await form.getByLabel('Voucher').selectOption(trading.gold)
    await form.getByLabel('Paid in').selectOption(trading.cash)
    await form.getByLabel('Quantity').fill('1')
    await form.getByLabel('Limit price for g').fill('5500')
    const promote = form.getByRole('button', { name: 'Promote it' })
    await promote.click()
    await form.locator('.wrong').getByText('PNG, JPEG').waitFor()
    await isClean(promoter, 'a promotion without what authenticates it')
    const picture = { name: 'shop.png', mimeType: 'image/png', buffer: authenticationSamples.image }
    await form.getByLabel('File', { exact: true }).setInputFiles(picture)
    await promote.click()
    await confirm(promoter)
    await page.waitForURL(/#\/promotions\/.+/)
    promotion = page.url().split('/').at(-1) ?? ''
    await page.getByRole('img', { name: 'The code as a QR code' }).waitFor()
    await page.locator('[data-over="open"]').waitFor()
    code = (await page.locator('[data-code]').getAttribute('data-code')) ?? ''
    expect(readPromotionCode(code)?.promotion).equal(promotion)
    await isClean(promoter, 'a promotion with its code')
    // What was sent says the trade by its digest alone, and nothing of the picture.
    const sent = promoter.instructions.map((one) => one.postData() ?? '').join()
    expect(sent).include('"promotion.create"').and.not.include('limitPrice')
  })

  it('S2-051 keeps the code in the browser that made it, and nowhere else', async () => {
    await promoter.page.reload()
    expect(await promoter.page.locator('[data-code]').getAttribute('data-code')).equal(code)
    await show(promoter, '/promotions')
    const line = promoter.page.locator(`[data-promotion="${promotion}"]`)
    await line.getByText('used 0 of 100 times').waitFor()
    await isClean(promoter, 'own promotions')
    await show(trader, `/promotions/${promotion}`)
    await trader.page.locator('[data-over="open"]').waitFor()
    expect(await trader.page.locator('[data-code]').count()).equal(0)
  })

  const enter = async (text: string) => {
    const form = trader.page.getByRole('form', { name: 'Trade by a promotion’s code' })
    await form.getByLabel('The code').fill(text)
    await form.getByRole('button', { name: 'Show its trade' }).click()
    return form
  }

  it('S2-052 shows nothing of a code in which a letter was changed', async () => {
    await show(trader, '/trades')
    await unfold(trader, 'Trade by a promotion’s code')
    const form = await enter(`${code}x`)
    await form.getByText('This is no code of a promotion.').waitFor()
    await isClean(trader, 'no code')
    const read = readPromotionCode(code)
    if (read === undefined) throw new Error('no code')
    await enter(promotionCodeText({ ...read, terms: { ...read.terms, limitPrice: '1' } }) ?? '')
    await form.getByText('not as its promoter made it').waitFor()
    expect(await trader.page.locator('[data-promoted]').count()).equal(0)
    await isClean(trader, 'a code in which the trade was changed')
  })

  it('S2-053 trades by the code, which says all but who trades', async () => {
    const { page } = trader
    await enter(code)
    const shown = page.locator(`[data-promoted="${promotion}"]`)
    await shown.getByText(trading.stranger.participant).waitFor()
    await shown.getByText('¥5,500.00').waitFor()
    const form = page.getByRole('form', { name: 'Trade', exact: true })
    await form.getByLabel('Account number').fill(account)
    await isClean(trader, 'a trade by a code')
    await form.getByRole('button', { name: 'Make the trade' }).click()
    await confirm(trader)
    await page.waitForURL(/#\/trades\/.+/)
    chain = page.url().split('/').at(-1) ?? ''
  })

  it('S2-020 S2-024 shows the bank what is unanswered, the classes, and how the institution is reached', async () => {
    const { page } = officer
    await page.getByRole('link', { name: 'Dispatch' }).click()
    const line = page.locator(`[data-chain="${chain}"][data-state="sent"]`)
    await line.waitFor()
    await page.locator('[data-institution="InstitutionMSP"]:not([data-unanswered="0"])').waitFor()
    const reached = page.locator('[data-reached="InstitutionMSP"]')
    expect(await reached.locator('[data-path]').count()).above(0)
    expect(await reached.getAttribute('data-state')).not.equal('none')
    const classes = page.getByRole('region', { name: 'The published classes' }).getByRole('row')
    expect(await classes.count()).equal(5)
    await line.getByText('How it was delivered').click()
    await line.locator('[data-delivered]').or(line.getByText('Nothing is kept of its deliveries.')).waitFor()
    await isClean(officer, 'dispatch')
  })

  it('S2-058 S2-059 S2-060 shows what the trade earned each of the two, and pays it', async () => {
    await trading.execute(chain, { amount: '550000' })
    await trader.page.locator('.card-head [data-status="settled"]').waitFor()
    await honoured(gateways.institution, trading.desk, 'reward.judge', { chain, promotion, trader: 'other' })
    await show(promoter, '/promotions')
    await rewardOf(promoter, 'promoter', 'due').getByText('¥3.00').waitFor()
    await isClean(promoter, 'a reward that is due')
    await show(house, '/campaigns')
    for (const leg of ['trader', 'promoter'] as const) {
      const due = rewardOf(house, leg, 'due')
      await due.getByRole('button', { name: 'Pay it' }).click()
      await due.waitFor({ state: 'detached' })
    }
    await house.page.getByRole('radio', { name: 'Settled' }).check()
    const paid = rewardOf(house, 'promoter', 'paid')
    await paid.getByText('The trade', { exact: true }).click()
    await paid.locator('[data-status="settled"]').waitFor()
    expect(await paid.getByRole('button', { name: 'Take it back' }).count()).equal(0)
    await house.page.locator('[data-fact="left"]').getByText('¥92.00').waitFor()
    await isClean(house, 'rewards that are paid')
    await promoter.page.getByRole('radio', { name: 'Settled' }).check()
    await rewardOf(promoter, 'promoter', 'paid').getByText('¥3.00').waitFor()
    await promoter.page.locator(`[data-promotion="${promotion}"]`).getByText('used 1 of 100 times').waitFor()
  })

  it('S2-053 ends the promotion, by which a trade goes on and earns nothing', async () => {
    await show(promoter, `/promotions/${promotion}`)
    await confirmed(promoter, 'main', 'End it')
    await promoter.page.locator('[data-over="ended"]').waitFor()
    await show(trader, '/trades')
    await unfold(trader, 'Trade by a promotion’s code')
    await enter(code)
    await trader.page.locator('[data-fate="unmarked"]').waitFor()
    await isClean(trader, 'the code of a promotion that is over')
  })

  it('S2-042 has two officers void a trade whose answer does not fit, from where the bank sees it', async () => {
    const odd = await trading.opened('sell')
    await trading.execute(odd, { amount: '10' })
    const line = officer.page.locator(`[data-chain="${odd}"][data-state="conflict"]`)
    await line.waitFor()
    await isClean(officer, 'a conflict')
    await confirmed(officer, `[data-chain="${odd}"][data-state="conflict"]`, 'Void')
    await show(checker, '/dispatch')
    const proposed = checker.page.locator('[data-approval]').filter({ hasText: odd })
    await proposed.getByRole('button', { name: 'Approve' }).click()
    const approved = officer.page.locator('[data-approval][data-state="approved"]').filter({ hasText: odd })
    await approved.getByRole('button', { name: 'Execute' }).click()
    await line.waitFor({ state: 'detached' })
    await trading.untilStands(odd, 'voided')
  })

  it('closes the campaign, whose rest is free again', async () => {
    await confirmed(house, `[data-campaign="${campaign}"]`, 'Close it')
    await house.page.locator(`[data-campaign="${campaign}"]`).waitFor({ state: 'detached' })
    await house.page.getByRole('radio', { name: 'Closed' }).check()
    await house.page.locator(`[data-campaign="${campaign}"][data-standing="closed"]`).waitFor()
    await isClean(house, 'a campaign that is closed')
  })
})
