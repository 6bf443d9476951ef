import { rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import type { Report } from '../../audit/report.ts'
import { auditReportFile } from '../../network/folders.ts'
import { gateways, topology } from '../scenario/support/network.ts'
import { honoured, type Person } from '../scenario/support/people.ts'
import { openAccount, setCredentials } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, openDevice, phone } from './support/browser.ts'
import { cash, deposit, giveGold, gold, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { openAtDesk, openAuditor, openSignedIn, signIn } from './support/sign-in.ts'
import { nextResult, openVoucher, prepareTransfer, send } from './support/voucher-screen.ts'

const settle = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor()
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}

const show = async ({ page }: Device, path: string): Promise<void> => {
  await page.goto(`/#${path}`)
  await settle(page)
}

const report = {
  ...{ format: 'assay audit report 1', verdict: 'differs', depth: 'replay', channel: 'assay', source: 'bank' },
  ...{ from: '0', to: '41', at: '2026-11-28T16:00:00.000Z' },
  roots: [{ mspId: 'BankMSP', fingerprint: 'ab:cd' }],
  firstBlock: '0f'.repeat(32),
  counts: { blocks: 42, proven: 40, differing: 1, unseen: 0, confidential: 0, disclosed: 0, fromStamp: 2, invalid: 3 },
  oddities: [{ code: 'MVCC_READ_CONFLICT', count: 3, block: '9', transaction: 1 }],
  codes: [{ code: 'AMOUNT_DIFFERS', count: 1, means: 'A row was written with another amount.', proves: 'difference' }],
  findings: [
    { code: 'AMOUNT_DIFFERS', block: '3', transaction: 0, key: 'account~amber', expected: '1', found: '2' },
    { code: 'PREVIOUS_HASH_DIFFERS', block: '4' },
  ],
} satisfies Report

/** Leaves a report where the gateway looks for one. */
const writeReport = (): void => {
  writeFileSync(auditReportFile(topology), JSON.stringify(report))
}

describe('every screen, in both languages, in light and in dark, and narrow', () => {
  let amber: Person
  let customer: Device
  let merchant: Device
  let issuer: Device
  let teller: Device

  before(async () => {
    const market = await readMarket()
    amber = await openAccount('amber')
    await openAccount('tea-house', { type: 'organisation', roles: ['customer', 'merchant'] })
    await deposit(market, 'amber', '10000000')
    await giveGold(market, 'amber', '100000')
    await honoured(gateways.bank, market.bank, 'merchant.register', {
      ...{ merchant: 'tea-house', name: 'Tea house', maximum: '5000000', vouchers: [cash] },
      fee: { partsPerMillion: 6000, minimum: '1' },
    })
    customer = await openSignedIn('amber', phone)
    merchant = await openSignedIn('tea-house', desktop)
    issuer = await openSignedIn('mint', { ...desktop, gateway: gateways.institution })
    teller = await openSignedIn('harbour-bank', desktop)
  })
  after(async () => {
    // Other tests of the same network look for a report, and find the one of their own.
    rmSync(auditReportFile(topology), { force: true })
    await closeDevices()
  })

  it('S0-033 has no fault on the way in', async () => {
    const { page, ...device } = await openDevice('somebody', phone)
    const visitor = { ...device, page } as Device
    expect(await findingsOf(page)).deep.equal([])
    await signIn(visitor, 'amber', 'not the right one')
    await page.getByRole('alert').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await signIn(visitor, 'amber')
    await page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await page.getByRole('button', { name: 'Yes, send me a code by e-mail' }).click()
    await page.getByLabel('Code', { exact: true }).waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await page.getByRole('button', { name: 'Do not authorise' }).click()
    await page.getByRole('heading', { name: 'This device is not authorised' }).waitFor()
    expect(await findingsOf(page)).deep.equal([])
  })

  for (const path of ['/', '/vouchers', '/activity', '/devices', '/settings', '/pay']) {
    it(`S0-033 has no fault at ${path}`, async () => {
      await show(customer, path)
      expect(await findingsOf(customer.page)).deep.equal([])
    })
  }

  it('S0-033 has no fault on a voucher’s screen, in any function, with and without results', async () => {
    const { area } = await openVoucher(customer, gold)
    for (const name of ['Buy', 'Sell', 'Pledge', 'Transfer']) {
      await area.getByRole('tab', { name }).click()
      expect(await findingsOf(customer.page), name).deep.equal([])
    }
    const accepted = await nextResult(customer.page)
    await send(await prepareTransfer(customer.page, { to: 'tea-house', quantity: '1' }))
    await accepted.getByText('Accepted').waitFor()
    await accepted.getByRole('button', { name: 'Show the signed instruction' }).click()
    const refused = await nextResult(customer.page)
    await (await prepareTransfer(customer.page, { to: 'nobody-at-all', quantity: '1' })).click()
    await customer.page.getByText('There is no such account').waitFor()
    expect(await findingsOf(customer.page), 'review').deep.equal([])
    await customer.page.keyboard.press('Escape')
    await customer.page.route('**/v1/payees/**', (route) => route.abort())
    await send(await prepareTransfer(customer.page, { to: 'nobody-at-all', quantity: '1' }))
    await refused.getByText('Refused').waitFor()
    expect(await findingsOf(customer.page)).deep.equal([])
  })

  it('S0-033 has no fault while a payment is asked for, on both sides, and when it is done', async () => {
    await show(customer, '/pay')
    const digits = await customer.page.locator('[data-digits]').getAttribute('data-digits')
    await show(merchant, '/till')
    expect(await findingsOf(merchant.page)).deep.equal([])
    await merchant.page.getByLabel('Amount', { exact: true }).fill('5')
    await merchant.page.getByRole('textbox', { name: 'Payment code' }).fill(String(digits))
    await merchant.page.getByRole('button', { name: /^Charge/ }).click()
    const question = customer.page.getByRole('dialog')
    await question.getByRole('button', { name: /^Pay/ }).waitFor()
    expect(await findingsOf(customer.page)).deep.equal([])
    expect(await findingsOf(merchant.page)).deep.equal([])
    await question.getByRole('button', { name: /^Pay/ }).click()
    await merchant.page.getByText('PAID', { exact: true }).waitFor()
    expect(await findingsOf(customer.page)).deep.equal([])
    expect(await findingsOf(merchant.page)).deep.equal([])
  })

  it('S0-033 has no fault on the auditor’s shelf', async () => {
    const auditor = await openAuditor('shelf-office', desktop)
    const { page } = auditor
    for (const path of ['/auditor', '/auditor/blocks', '/auditor/blocks/3', '/auditor/transactions', '/dispatch']) {
      await show(auditor, path)
      expect(await findingsOf(page), path).deep.equal([])
    }
    await show(auditor, '/auditor/instructions?participant=amber')
    await page
      .getByRole('link', { name: /mint → amber/ })
      .first()
      .waitFor()
    expect(await findingsOf(page), 'instructions').deep.equal([])
    await page
      .getByRole('link', { name: /mint → amber/ })
      .first()
      .click()
    await page.getByText('This browser checked it').waitFor()
    expect(await findingsOf(page), 'an instruction').deep.equal([])
    await page.getByRole('link', { name: 'Transaction', exact: true }).click()
    await page.getByRole('heading', { name: 'Records it wrote' }).waitFor()
    expect(await findingsOf(page), 'a transaction').deep.equal([])
    await show(auditor, '/auditor/records/account~mint')
    await page.getByText('New', { exact: true }).first().waitFor()
    expect(await findingsOf(page), 'a record').deep.equal([])
    writeReport()
    await page.goto('/#/auditor')
    await page.getByText('Differs', { exact: true }).waitFor()
    expect(await findingsOf(page), 'a report').deep.equal([])
  })

  describe('of goods', () => {
    let provider: Provider
    let seller: Device
    let opened: { certificate: string; link: string }
    let purchase: string

    before(async function () {
      this.timeout(300_000)
      provider = await Provider.open('axe-house', 'The Axe House', 'axe-desk')
      await setCredentials('axe-house', { organisation: 'supplier', roles: ['customer', 'merchant'] })
      opened = await provider.issued({ item: 'AXE-1', title: 'An axe', links: [manual] })
      purchase = await provider.ordered(amber, opened.link)
      await provider.act('purchase.accept', { purchase })
      seller = await openSignedIn('axe-house', { ...desktop, gateway: gateways.supplier })
    })

    const manual = { text: 'How to hold it', address: 'https://axes.example/hold' }

    it('S0-033 has no fault in the market of goods, on a certificate, and on what a link opens', async () => {
      await show(customer, '/goods')
      await customer.page.getByRole('link', { name: /An axe/ }).waitFor()
      expect(await findingsOf(customer.page), 'market').deep.equal([])
      await show(customer, `/goods/${opened.certificate}`)
      expect(await findingsOf(customer.page), 'without its key').deep.equal([])
      const { pathname, hash } = new URL(opened.link)
      const visitor = await openDevice('somebody with a link', { ...phone, path: pathname + hash })
      await visitor.page.getByText('How to hold it').waitFor()
      expect(await findingsOf(visitor.page), 'opened').deep.equal([])
      await customer.page.goto(pathname + hash)
      await customer.page.getByRole('button', { name: /^Order and pay/ }).waitFor()
      expect(await findingsOf(customer.page), 'with its form').deep.equal([])
      // Another end of the same address alone would load nothing.
      await customer.page.goto('about:blank')
      await customer.page.goto(`${pathname}#short`)
      await customer.page.getByText('This is no whole link').waitFor()
      expect(await findingsOf(customer.page), 'a cut link').deep.equal([])
    })

    it('S0-033 has no fault on the buyer’s orders, on one of them, and on notices', async () => {
      await customer.page.goto('/')
      for (const path of ['/orders', `/orders/${purchase}`, '/notices']) {
        await show(customer, path)
        expect(await findingsOf(customer.page), path).deep.equal([])
      }
    })

    it('S0-033 has no fault at the provider’s desk, with the form of a certificate, and on an order', async () => {
      await show(seller, '/provider')
      await seller.page.getByText('Issue a certificate').first().click()
      await seller.page.getByLabel('Item', { exact: true }).waitFor()
      expect(await findingsOf(seller.page), 'desk').deep.equal([])
      await show(seller, `/provider/orders/${purchase}`)
      expect(await findingsOf(seller.page), 'an order').deep.equal([])
    })
  })

  it('S0-033 has no fault on packages, and where an interaction has none', async () => {
    for (const path of ['/packages', `/packages/${'A'.repeat(43)}`]) {
      await show(customer, path)
      expect(await findingsOf(customer.page), path).deep.equal([])
    }
  })

  it('S0-033 has no fault on demands and requests, and on recommendations with each kind of what is delivered', async () => {
    const { page } = customer
    for (const path of ['/demands', '/requests', '/recommendations']) {
      await show(customer, path)
      expect(await findingsOf(page), path).deep.equal([])
    }
    for (const kind of ['link', 'goods', 'numbers']) {
      await page.getByLabel('What is delivered', { exact: true }).selectOption(kind)
      await page.getByRole('button', { name: 'Recommend something' }).click()
      await page.locator('.wrong').first().waitFor()
      expect(await findingsOf(page), kind).deep.equal([])
    }
  })

  it('S0-033 has no fault on trades, and at the desks of credit and of who answers them', async () => {
    for (const path of ['/trades', `/trades/${'A'.repeat(43)}`, '/promotions', `/promotions/${'A'.repeat(43)}`]) {
      await show(customer, path)
      expect(await findingsOf(customer.page), path).deep.equal([])
    }
    const type = 'organisation'
    await openAccount('axe-officer', { type, roles: ['credit'] })
    await openAccount('axe-executor', { organisation: 'institution', type, roles: ['executor'] })
    const officer = await openAtDesk('axe-officer', { ...desktop, organisation: 'bank', roles: ['credit'] })
    for (const path of ['/credit', '/credit/amber', '/credit/nobody-at-all', '/dispatch']) {
      await show(officer, path)
      expect(await findingsOf(officer.page), path).deep.equal([])
    }
    const executor = await openAtDesk('axe-executor', { ...desktop, organisation: 'institution', roles: ['executor'] })
    await show(executor, '/institution')
    await executor.page.getByRole('button', { name: 'Open for these' }).waitFor()
    expect(await findingsOf(executor.page), 'institution').deep.equal([])
    await show(executor, '/campaigns')
    expect(await findingsOf(executor.page), 'campaigns').deep.equal([])
  })

  it('S0-033 has no fault at the desks', async () => {
    for (const path of ['/issuer', `/issuer/${gold}`, '/issuer/new']) {
      await show(issuer, path)
      expect(await findingsOf(issuer.page), path).deep.equal([])
    }
    for (const path of ['/bank', '/bank/amber']) {
      await show(teller, path)
      expect(await findingsOf(teller.page), path).deep.equal([])
    }
    await teller.page.getByRole('combobox').fill('a')
    await teller.page.getByRole('option').first().waitFor()
    expect(await findingsOf(teller.page), 'while a customer is found').deep.equal([])
    await teller.page.keyboard.press('Escape')
    await teller.page.getByLabel('Amount', { exact: true }).fill('1')
    await teller.page.getByRole('button', { name: /^Deposit/ }).click()
    await teller.page.getByRole('dialog').waitFor()
    expect(await findingsOf(teller.page), 'while a deposit is reviewed').deep.equal([])
  })
})
