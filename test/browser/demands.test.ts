import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { readMarket } from './support/market.ts'
import { readMatchingService } from './support/matching.ts'
import { openSignedIn } from './support/sign-in.ts'

describe('demands on the screens of who asks and who holds', () => {
  let buyer: Device
  let holder: Device
  let second: Person
  let asking: Person

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).first().click()

  before(async function () {
    this.timeout(300_000)
    await readMarket()
    const matcher = await readMatchingService()
    asking = await openAccount('ring-buyer')
    const fields = { 'ring-one': 'rings', 'ring-two': 'rings', 'ring-three': 'coins' }
    for (const [name, field] of Object.entries(fields)) {
      const person = await openAccount(name)
      if (name === 'ring-two') second = person
      const profile = { matcher, fields: [field], traits: [], needs: [], status: 'active' as const }
      await honoured(gateways.bank, person, 'profile.set', profile)
    }
    holder = await openSignedIn('ring-one', phone)
    await holder.page.goto('/#/requests')
    buyer = await openSignedIn('ring-buyer', desktop)
  })
  after(closeDevices)

  /** The demands of who asks, newest first, as the bank's gateway lists them. */
  const listed = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', asking)
    return (await get(gateways.bank, '/v1/accounts/ring-buyer/demands', token)).body.items
  }

  const make = async (title: string, holders: string): Promise<void> => {
    const { page } = buyer
    await page.goto('/#/demands')
    await page.getByLabel('What you want').fill(title)
    await page.getByLabel('Fields of the holders').fill('rings')
    await page.getByLabel('How many holders at least').fill(holders)
    await press(buyer, 'Make the demand')
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  const seeHolder = (name: string, state: string) =>
    buyer.page.locator(`[data-holder="${name}"]`).getByText(state, { exact: true }).waitFor()

  it('S1-001 sends nothing that says nothing of the holders, and then stores what is wanted of them', async () => {
    const { page } = buyer
    await page.goto('/#/demands')
    await page.getByLabel('What you want').fill('A ring for a hand')
    await press(buyer, 'Make the demand')
    await page.getByText('Say at least one thing of the holders').waitFor()
    expect(await listed()).deep.equal([])
    expect(await findingsOf(page)).deep.equal([])
    await make('A ring for a hand', '2')
    const [demand] = await listed()
    expect(demand).deep.include({ title: 'A ring for a hand', minHolders: 2, status: 'open' })
    expect(demand.wanted).deep.equal([{ trait: 'field', anyOf: ['rings'] }])
  })

  it('S1-010 S1-019 asks each holder who fits, and a decline of one leaves the other open', async () => {
    await buyer.page.getByText('2 holders fit; 2 chosen.').waitFor()
    await seeHolder('ring-one', 'Asked, no answer yet')
    await seeHolder('ring-two', 'Asked, no answer yet')
    expect(await buyer.page.locator('[data-holder="ring-three"]').count()).equal(0)
    const [{ demand }] = await listed()
    await honoured(gateways.bank, second, 'demand.decline', { demand })
    await seeHolder('ring-two', 'Declined')
    await seeHolder('ring-one', 'Asked, no answer yet')
    expect(await findingsOf(buyer.page)).deep.equal([])
  })

  it('S1-010 says that nobody was asked where fewer fit than are wanted', async () => {
    await make('Rings for three', '3')
    await buyer.page.getByText('Only 2 found who fit, and you wanted at least 3. Nobody was asked.').waitFor()
    expect(await holder.page.getByText('Rings for three').count()).equal(0)
  })
})
