import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { honoured } from '../scenario/support/people.ts'
import { openAccount, setCredentials } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { cash, deposit, readMarket } from './support/market.ts'
import { readMatchingService } from './support/matching.ts'
import { Provider } from './support/provider.ts'
import { openSignedIn } from './support/sign-in.ts'

const code = 'CHIME-1'

describe('what a recommendation says and delivers besides a certificate, and what is given for it', () => {
  let recommender: Device
  let wanting: Device
  let house: Device

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const confirm = ({ page }: Device) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: /^Confirm|^Sign/ })
      .click()
  const requestOf = (title: string) => wanting.page.locator('li[data-recommendation]').filter({ hasText: title })

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    const matcher = await readMatchingService()
    const provider = await Provider.open('chime-house', 'The Chime House', 'chime-desk')
    await setCredentials('chime-house', { organisation: 'supplier', roles: ['customer', 'merchant'] })
    await deposit(market, 'chime-house', '50000')
    await openAccount('chime-teller')
    const { certificate } = await provider.issued({ item: code })
    await provider.act('certificate.grant', { certificate, to: 'chime-teller', form: 'holding' })
    for (const [name, atLeast] of [
      ['chime-one', 400],
      ['chime-two', 600],
    ] as const) {
      const needs = [{ identifier: code, traits: [], parameters: [{ trait: 'weight', atLeast }] }]
      const person = await openAccount(name)
      const profile = { matcher, fields: [], traits: [], needs, status: 'active' as const }
      await honoured(gateways.bank, person, 'profile.set', profile)
    }
    recommender = await openSignedIn('chime-teller', desktop)
    wanting = await openSignedIn('chime-one', phone)
    await wanting.page.goto('/#/requests')
    await press(wanting, 'Make the key and register it')
    await wanting.page.getByRole('button', { name: 'Make the key and register it' }).waitFor({ state: 'detached' })
  })
  after(closeDevices)

  const describeGoods = async (title: string): Promise<void> => {
    const { page } = recommender
    await page.goto('/#/recommendations')
    await page.getByLabel('What you recommend').fill(title)
    await page.getByLabel('Code of the goods').fill(code)
    await page.getByLabel('Parameters').fill('weight=500; grade=first')
  }

  const recommend = async (title: string): Promise<void> => {
    await press(recommender, 'Recommend something')
    await confirm(recommender)
    await recommender.page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  /** Has the one who wants it answer, be delivered to, and accept. */
  const deliver = async (title: string): Promise<void> => {
    await requestOf(title).getByRole('button', { name: 'Answer' }).click()
    await press(recommender, 'Deliver to chime-one')
    await requestOf(title).getByRole('button', { name: 'Accept' }).click()
    await requestOf(title).getByText('You accepted it.').waitFor()
  }

  it('S3-004 marks a parameter without a value, and sends nothing', async () => {
    const { page } = recommender
    await describeGoods('Chimes without a weight')
    await page.getByLabel('Parameters').fill('weight')
    await press(recommender, 'Recommend something')
    await page.getByText('Give up to 16 parameters, each with one number or code.').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await page.goto('/#/notices')
    await page.getByRole('heading', { level: 1, name: 'Notices' }).waitFor()
    expect(await page.locator('li[data-kind="recommendation.open"]').count()).equal(0)
  })

  it('S3-005 S3-056 finds by a parameter who wants it so, and opens the numbers on the device that has them', async () => {
    const { page } = recommender
    const title = 'What chimes cost'
    await describeGoods(title)
    await page.getByLabel('What is delivered', { exact: true }).selectOption('numbers')
    await page.getByLabel('Title of what is delivered').fill('Prices of chimes')
    await press(recommender, 'Recommend something')
    await page.getByText('Give 1 to 500 decimal numbers.').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    await page.getByLabel('Values').fill('1.50, 2, 30')
    await page.getByLabel('Unit').fill('CNY')
    await recommend(title)
    await page.locator('[data-count="found"] dd').getByText('1', { exact: true }).waitFor()
    await requestOf(title).getByText('Of the goods: weight=500; grade=first').waitFor()
    await deliver(title)
    await requestOf(title).getByRole('button', { name: 'Open it' }).click()
    await requestOf(title).getByText('Prices of chimes: 1.50 · 2 · 30 CNY').waitFor()
    expect(await findingsOf(wanting.page)).deep.equal([])
  })

  it('S3-055 delivers information on goods with its specification', async () => {
    const { page } = recommender
    const title = 'About chimes'
    await describeGoods(title)
    await page.getByLabel('What is delivered', { exact: true }).selectOption('goods')
    await page.getByLabel('Title of what is delivered').fill('A chime of bronze')
    await page.getByLabel('Specification').fill('Height=40 cm; Tone=low')
    await page.getByLabel('Cash of the price').fill(cash)
    await page.getByLabel('Price of one').fill('12.50')
    await recommend(title)
    await deliver(title)
    await requestOf(title).getByRole('button', { name: 'Open it' }).click()
    await requestOf(title).getByText('A chime of bronze').waitFor()
    await requestOf(title).getByText('40 cm').waitFor()
    await requestOf(title)
      .getByText(/12\.50/)
      .waitFor()
  })

  it('S3-048 S3-049 has the provider reward who recommended, once it was used, and shows it to both', async () => {
    const title = 'A chime to hang up'
    await describeGoods(title)
    await recommend(title)
    await deliver(title)
    house = await openSignedIn('chime-house', { ...desktop, gateway: gateways.supplier })
    await house.page.goto('/#/recommendations')
    await house.page.getByRole('heading', { level: 1 }).waitFor()
    expect(await house.page.locator('[data-reward]').count()).equal(0)
    await press(wanting, 'Use it')
    const due = house.page.locator('[data-reward]')
    await due.getByText('chime-teller recommended yours to chime-one').waitFor()
    await due.getByLabel('Amount').fill('12.00')
    expect(await findingsOf(house.page)).deep.equal([])
    await press(house, 'Reward chime-teller')
    await confirm(house)
    await due.getByText('Moved').waitFor()
    expect(await house.page.getByRole('button', { name: 'Reward chime-teller' }).count()).equal(0)
    await recommender.page.goto('/#/recommendations')
    const got = recommender.page.locator('[data-reward]').filter({ hasText: 'chime-house rewarded you' })
    await got.getByText(/12\.00.*Recommendation/).waitFor()
    expect(await findingsOf(recommender.page)).deep.equal([])
  })

  it('SX-010 leads from each notice to the screen of what it is about', async () => {
    const open = async ({ page }: Device, kind: string) => {
      await page.goto('/#/notices')
      await page.locator(`li[data-kind="${kind}"] a`).first().click()
    }
    const { page } = recommender
    await open(recommender, 'recommendation.answer')
    await page.getByRole('heading', { level: 1, name: 'A chime to hang up' }).waitFor()
    await open(recommender, 'interaction.reward')
    await page.getByRole('region', { name: 'Rewards' }).waitFor()
    await open(wanting, 'recommendation.request')
    await wanting.page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor()
    await page.goto('/#/notices')
    await page.locator('li[data-kind] a').first().waitFor()
    expect(await findingsOf(page)).deep.equal([])
  })
})
