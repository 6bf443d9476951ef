import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone, tablet } from './support/browser.ts'
import { readMarket } from './support/market.ts'
import { readMatchingService } from './support/matching.ts'
import { Provider } from './support/provider.ts'
import { openSignedIn } from './support/sign-in.ts'

/** A moment as a field for local times has it. */
const local = (milliseconds: number): string => {
  const moment = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000)
  return moment.toISOString().slice(0, 16)
}

describe('recommendations on the screens of who recommends and who is asked', () => {
  let recommender: Device
  let first: Device
  let second: Device
  let owner: Person
  let late: Person

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const requestOf = ({ page }: Device, title: string) =>
    page.locator('li[data-recommendation]').filter({ hasText: title })
  const countOf = (name: string) => recommender.page.locator(`[data-count="${name}"] dd`)

  before(async function () {
    this.timeout(300_000)
    await readMarket()
    const matcher = await readMatchingService()
    const provider = await Provider.open('bell-house', 'The Bell House', 'bell-desk')
    owner = await openAccount('bell-teller')
    const { certificate } = await provider.issued({ item: 'BELL-1' })
    // One for each recommendation.
    for (let count = 0; count < 3; count += 1)
      await provider.act('certificate.grant', { certificate, to: 'bell-teller', form: 'holding' })
    const needs = [{ identifier: 'BELL-1', traits: [], parameters: [] }]
    for (const name of ['bell-one', 'bell-two']) {
      const person = await openAccount(name)
      if (name === 'bell-two') late = person
      const profile = { matcher, fields: [], traits: [], needs, status: 'active' as const }
      await honoured(gateways.bank, person, 'profile.set', profile)
    }
    recommender = await openSignedIn('bell-teller', desktop)
    first = await openSignedIn('bell-one', phone)
    second = await openSignedIn('bell-two', tablet)
  })
  after(closeDevices)

  /** One's own recommendations, newest first, as the bank's gateway lists them. */
  const listed = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', owner)
    return (await get(gateways.bank, '/v1/accounts/bell-teller/recommendations', token)).body.items
  }

  const describeGoods = async (title: string): Promise<void> => {
    const { page } = recommender
    await page.goto('/#/recommendations')
    await page.getByLabel('What you recommend').fill(title)
    await page.getByLabel('Code of the goods').fill('BELL-1')
  }

  const confirm = async (title: string): Promise<void> => {
    const dialog = recommender.page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Confirm|^Sign/ }).click()
    await recommender.page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  it('S3-033 S3-065 tells an answer that comes too early from when on it can be given again, on a phone', async function () {
    this.timeout(240_000)
    const { page } = recommender
    await describeGoods('A bell for later')
    await page.getByLabel('From … to …').check()
    // The next full minute but one, so that there is time to answer before it.
    const from = Math.ceil(Date.now() / 60_000) * 60_000 + 60_000
    await page.getByLabel('From', { exact: true }).fill(local(from))
    await page.getByLabel('Until', { exact: true }).fill(local(from + 600_000))
    expect(await findingsOf(page)).deep.equal([])
    await press(recommender, 'Recommend something')
    await page
      .getByRole('dialog')
      .getByText(/^answers from .* both included/)
      .waitFor()
    await confirm('A bell for later')
    await first.page.goto('/#/requests')
    const request = requestOf(first, 'A bell for later')
    await request.getByText(/^Too early: you can answer from/).waitFor()
    await request.getByRole('button', { name: 'Answer' }).click()
    await request.getByText(/^Too early: you can answer again from/).waitFor()
    await countOf('early').getByText('1', { exact: true }).waitFor()
    expect(await findingsOf(first.page)).deep.equal([])
    await request.getByText('Answer now').waitFor({ timeout: 150_000 })
    await request.getByRole('button', { name: 'Answer' }).click()
    await request.getByText('You answered in time').waitFor()
    await countOf('inTime').getByText('1', { exact: true }).waitFor()
    expect((await listed())[0]).include({ title: 'A bell for later', status: 'open' })
  })

  it('delivers to who answered in time, who accepts it', async () => {
    await press(recommender, 'Deliver to bell-one')
    const row = recommender.page.locator('[data-participant="bell-one"]')
    await row.getByText('Delivered, not accepted yet').waitFor()
    const request = requestOf(first, 'A bell for later')
    await request.getByRole('button', { name: 'Accept' }).click()
    await request.getByText('You accepted it.').waitFor()
    await row.getByText('Accepted', { exact: true }).waitFor()
    await countOf('accepted').getByText('1', { exact: true }).waitFor()
  })

  it('S3-034 S3-043 S3-065 tells who comes too late why nothing is delivered, on a tablet, and counts no right', async function () {
    this.timeout(180_000)
    const { page } = recommender
    await describeGoods('A bell for a minute')
    await page.getByLabel('For how many minutes').fill('1')
    await press(recommender, 'Recommend something')
    await page
      .getByRole('dialog')
      .getByText(/^answers within 1 minute .* included$/)
      .waitFor()
    await confirm('A bell for a minute')
    await second.page.goto('/#/requests')
    const request = requestOf(second, 'A bell for a minute')
    await request.getByText('Answer now').waitFor()
    await request.getByText(/^Too late: answers counted until/).waitFor({ timeout: 90_000 })
    expect(await request.getByRole('button', { name: 'Answer' }).count()).equal(0)
    const [{ recommendation }] = await listed()
    await honoured(gateways.bank, late, 'recommendation.answer', { recommendation })
    await countOf('late').getByText('1', { exact: true }).waitFor()
    await page.getByText('Nobody has answered in time yet.').waitFor()
    expect(await page.getByRole('button', { name: /^Deliver to/ }).count()).equal(0)
    expect(await findingsOf(second.page)).deep.equal([])
  })

  it('S3-017 S3-018 shows contact and place of who recommends, where they were filled in, and nothing where they were not', async function () {
    this.timeout(180_000)
    const { page } = recommender
    await first.page.goto('/#/requests')
    await first.page.getByText('You accepted it.').waitFor()
    const keyMaking = first.page.getByRole('button', { name: 'Make the key and register it' })
    await keyMaking.click()
    await keyMaking.waitFor({ state: 'detached' })
    expect(await first.page.getByRole('button', { name: 'Show how to reach who recommends' }).count()).equal(0)
    await describeGoods('A bell with an address')
    await page.getByLabel('How to reach you').fill('bell-teller@bells.example')
    await page.getByLabel('Where you are').fill('Bell Tower Square 3')
    expect(await findingsOf(page)).deep.equal([])
    await press(recommender, 'Recommend something')
    await page.getByRole('dialog').getByText('bell-teller@bells.example').waitFor()
    await confirm('A bell with an address')
    const request = requestOf(first, 'A bell with an address')
    await request.getByRole('button', { name: 'Show how to reach who recommends' }).click()
    await request.locator('[data-shared="contact"]').getByText('bell-teller@bells.example').waitFor()
    await request.locator('[data-shared="place"]').getByText('Bell Tower Square 3').waitFor()
    expect(await findingsOf(first.page)).deep.equal([])
    const sent = recommender.instructions.map((one) => one.postData() ?? '').join()
    expect(sent).include('"shared"').and.not.include('bells.example').and.not.include('Bell Tower')
    await page.goto('/#/recommendations')
    expect(await page.getByLabel('How to reach you').inputValue(), 'no draft of it is kept').equal('')
  })
})
