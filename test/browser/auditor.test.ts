import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { honoured, type Person, post } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { giveGold, gold, readMarket } from './support/market.ts'
import { openAuditor, openSignedIn } from './support/sign-in.ts'

describe('an auditor in a browser', () => {
  let auditor: Device
  let owner: Person

  before(async () => {
    const market = await readMarket()
    owner = await openAccount('octavia')
    await openAccount('pascal')
    await giveGold(market, 'octavia', '5000')
    await honoured(gateways.bank, owner, 'voucher.transfer', { voucher: gold, to: 'pascal', quantity: '1250' })
    const tooMuch = { voucher: gold, to: 'pascal', quantity: '9999999' }
    expect((await post(gateways.bank, owner.envelope('voucher.transfer', tooMuch))).status).equal(409)
    auditor = await openAuditor('chief-auditor', desktop)
  })
  after(closeDevices)

  it('logs in at a member’s gateway once the own administrator has enrolled the browser, and opens the shelf', async () => {
    const { page } = auditor
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await page.getByRole('heading', { name: 'Last audit', level: 1 }).waitFor()
    await page
      .getByText('There is no audit yet')
      .or(page.getByText('Differs', { exact: true }))
      .first()
      .waitFor()
    await page.getByText(/^As of ledger height [0-9]+$/).waitFor()
  })

  it('finds an instruction by participant, and sees who signed it and that the signature is right', async () => {
    const { page } = auditor
    await page
      .getByRole('navigation', { name: 'Parts of the shelf' })
      .getByRole('link', { name: 'Instructions' })
      .click()
    const form = page.getByRole('form', { name: 'Search' })
    await form.getByLabel('Participant').fill('octavia')
    await form.getByLabel('Voucher').fill(gold)
    await form.getByLabel('Quantity at least').fill('1.25')
    await form.getByLabel('Quantity at most').fill('1.25')
    await form.getByRole('button', { name: 'Search' }).click()
    const line = page.getByRole('link', { name: /octavia → pascal/ })
    await line.first().waitFor()
    expect(await line.count()).equal(1)
    await line.click()
    await page.getByText('This browser checked it').waitFor()
    await page.getByText('device of octavia').waitFor()
  })

  it('opens its transaction and its block, and comes back to what was searched for', async () => {
    const { page } = auditor
    await page.getByRole('link', { name: 'Transaction', exact: true }).click()
    await page.getByRole('heading', { name: 'Instructions it recorded' }).waitFor()
    await page.getByRole('link', { name: /^Block [0-9]+$/ }).click()
    await page.getByText('Hash of the block before').waitFor()
    await page
      .getByRole('link', { name: /ledger:apply/ })
      .first()
      .waitFor()
    for (let back = 0; back < 3; back += 1) await page.goBack()
    await page
      .getByRole('link', { name: /octavia → pascal/ })
      .first()
      .waitFor()
    expect(await page.getByLabel('Participant').inputValue()).equal('octavia')
  })

  it('finds what was refused, by its code', async () => {
    const { page } = auditor
    await page.goto('/#/auditor/instructions')
    const form = page.getByRole('form', { name: 'Search' })
    await form.getByLabel('Participant').fill('octavia')
    await form.getByLabel('Refusal').selectOption('exceeds_available_quantity')
    await form.getByRole('button', { name: 'Search' }).click()
    const line = page.getByRole('link', { name: /exceeds_available_quantity.*Refused/ })
    await line.first().waitFor()
    expect(await line.count()).equal(1)
  })

  it('looks a record up and reads what each instruction made of it, before and after', async () => {
    const { page } = auditor
    const lookUp = page.getByRole('search', { name: 'Look up' })
    await lookUp.getByLabel('Look up').fill('nothing like it')
    await lookUp.getByRole('button').click()
    await page.getByText('This names nothing').first().waitFor()
    await lookUp.getByLabel('Look up').fill('account~octavia')
    await lookUp.getByRole('button').click()
    await page.getByRole('heading', { name: 'account~octavia' }).waitFor()
    const row = page.getByRole('row', { name: new RegExp(`holdings.${gold}.available`) })
    await row.last().waitFor()
    expect(await row.last().textContent()).match(/3750$/)
    await page.getByRole('link', { name: 'Transfer' }).first().click()
    await page.getByRole('heading', { name: 'Signed by' }).waitFor()
  })

  it('has a shelf that fits a phone, and that others are not shown', async () => {
    const { page } = auditor
    await page.setViewportSize(phone.viewport as { width: number; height: number })
    await page.goto('/#/auditor/blocks')
    await page
      .getByRole('link', { name: /^Block / })
      .first()
      .waitFor()
    const customer = await openSignedIn('octavia', phone)
    expect(await customer.page.getByRole('link', { name: 'Audit', exact: true }).count()).equal(0)
    await customer.page.goto('/#/auditor/blocks')
    await customer.page.getByText('opens on a device with this role').waitFor()
  })
})
