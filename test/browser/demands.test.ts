import { expect } from 'chai'
import { sealCertificateKey } from '../../terminal/sdk/certificates/handover.ts'
import { readLink } from '../../terminal/sdk/certificates/link.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { readMarket } from './support/market.ts'
import { readMatchingService } from './support/matching.ts'
import { Provider } from './support/provider.ts'
import { openSignedIn } from './support/sign-in.ts'

describe('demands on the screens of who asks and who holds', () => {
  let buyer: Device
  let holder: Device
  let second: Person
  let asking: Person

  const press = ({ page }: Device, name: string | RegExp) => page.getByRole('button', { name }).first().click()

  const makeKey = async (device: Device): Promise<void> => {
    await press(device, 'Make the key and register it')
    await device.page.getByRole('button', { name: 'Make the key and register it' }).waitFor({ state: 'detached' })
  }

  before(async function () {
    this.timeout(300_000)
    await readMarket()
    const matcher = await readMatchingService()
    const provider = await Provider.open('ring-house', 'The Ring House', 'ring-desk')
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
    await makeKey(holder)
    const { certificate, link } = await provider.issued({ item: 'RING-1' })
    const { key } = readLink(link)
    const sealedKey = await sealCertificateKey(provider.terminal, { certificate, to: 'ring-one', key })
    await provider.act('certificate.grant', { certificate, to: 'ring-one', form: 'holding', sealedKey })
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

  const offerFor = async (title: string): Promise<void> => {
    const request = holder.page.locator('li[data-demand]').filter({ hasText: title })
    await request.getByText('Offer a certificate that you hold').click()
    await request.getByRole('button', { name: 'Offer it' }).click()
    await request.getByText('Offered, waiting for them').waitFor()
  }

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

  it('S1-028 gives an offer back to its holder where it is rejected, which the holder can offer again and have accepted', async () => {
    const { page } = buyer
    await makeKey(buyer)
    await offerFor('A ring for a hand')
    expect(await findingsOf(holder.page)).deep.equal([])
    await seeHolder('ring-one', 'Offers something')
    await press(buyer, 'Read it, and its price')
    await page.getByText('A clock', { exact: true }).waitFor()
    await press(buyer, 'Reject')
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await seeHolder('ring-one', 'Rejected by you')
    await holder.page.locator('li[data-demand]').getByText('Not taken').waitFor()
    await make('A ring for an ear', '1')
    await offerFor('A ring for an ear')
    await seeHolder('ring-one', 'Offers something')
    await press(buyer, 'Accept')
    await seeHolder('ring-one', 'Accepted')
    await page.getByRole('region', { name: 'How it stands' }).getByText('Fulfilled').waitFor()
    await holder.page.locator('li[data-demand]').filter({ hasText: 'ear' }).getByText('Accepted').waitFor()
  })

  it('S1-010 says that nobody was asked where fewer fit than are wanted', async () => {
    await make('Rings for three', '3')
    await buyer.page.getByText('Only 2 found who fit, and you wanted at least 3. Nobody was asked.').waitFor()
    expect(await holder.page.getByText('Rings for three').count()).equal(0)
  })
})
