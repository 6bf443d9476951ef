import { expect } from 'chai'
import type { Route } from 'playwright-core'
import { gateways } from '../scenario/support/network.ts'
import { get, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { interactionOf, readKeeper } from './support/packaging.ts'
import { openSignedIn } from './support/sign-in.ts'

const shortHourMilliseconds = 40_000

describe('keys of a package that come too late', () => {
  let giving: Person
  let receiving: Person
  let giver: Device
  let receiver: Device

  const press = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true }).click()
  const stage = ({ page }: Device, name: string) => page.locator(`[data-stage="${name}"]`).waitFor()

  before(async function () {
    this.timeout(300_000)
    await readKeeper()
    giving = await openAccount('dock-maker', { organisation: 'supplier' })
    receiving = await openAccount('dock-driver')
    const plain = { ...desktop, gateway: gateways.supplier, serviceWorkers: 'block' } as const
    giver = await openSignedIn('dock-maker', plain)
    receiver = await openSignedIn('dock-driver', phone)
  })
  after(closeDevices)

  /** The shortest time that the form offers is an hour, which no test waits for: in the giver's page an hour is shorter. */
  const shortenHours = async (): Promise<void> => {
    await giver.page.route('**/assets/*.js', async (route) => {
      const answer = await route.fetch()
      const script = (await answer.text()).replace(/(\.within\)\*)36e5/, `$1${shortHourMilliseconds}`)
      await route.fulfill({ response: answer, body: script })
    })
    await giver.page.reload()
  }

  const delivered = async (name: string): Promise<string> => {
    const id = await interactionOf(giving, receiving, name)
    await giver.page.goto(`/#/packages/${id}`)
    const file = { name: 'dock.txt', mimeType: 'text/plain', buffer: Buffer.from('dock 4') }
    await giver.page.getByLabel('File to seal').setInputFiles(file)
    await giver.page.getByText('1 hour', { exact: true }).click()
    await press(giver, 'Seal and send')
    await stage(giver, 'waiting')
    await receiver.page.goto(`/#/packages/${id}`)
    await stage(receiver, 'to-ask')
    return id
  }

  it('S1-059 S1-062 a key that arrives after the receiver rejected is refused and shown so, and opens nothing', async () => {
    // A key to seal to is made for a package that nobody hurries for.
    await delivered('DOCK-1')
    await press(receiver, 'Make the key and register it')
    await receiver.page.getByRole('button', { name: 'Ask for both keys' }).waitFor()
    await shortenHours()
    const id = await delivered('DOCK-2')
    await press(receiver, 'Ask for both keys')
    await receiver.page.locator('[data-key="first"][data-state="here"]').waitFor()
    await stage(giver, 'asked')
    expect(await receiver.page.getByRole('button', { name: 'Reject' }).count(), 'in time').equal(0)
    await stage(receiver, 'late')
    const held: Route[] = []
    let isHeld: () => void = () => {}
    const holding = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    await giver.page.route('**/v1/instructions', (route) => {
      held.push(route)
      isHeld()
    })
    await press(giver, 'Release the second key')
    await holding
    await press(receiver, 'Reject')
    await receiver.page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await stage(receiver, 'rejected')
    await giver.page.unroute('**/v1/instructions')
    for (const route of held) await route.continue().catch(() => {})
    await giver.page.getByText('The state of the package does not allow this.').first().waitFor()
    await stage(giver, 'rejected')
    for (const { page } of [giver, receiver]) {
      const buttons = page.getByRole('button', { name: /^(Open and|Release the|Revoke|Reject|Ask for)/ })
      expect(await buttons.count()).equal(0)
    }
    const token = await openSession(gateways.bank, 'BankMSP', receiving)
    const listed = async (list: string) =>
      (await get(gateways.bank, `/v1/accounts/dock-driver/${list}`, token)).body.items.filter(
        ({ interaction }: { interaction: string }) => interaction === id,
      )
    const parts = (await listed('package-releases')).map(({ part }: { part: string }) => part)
    expect(parts, 'the late key was never released').deep.equal(['first'])
    expect(await listed('package-openings')).deep.equal([])
    expect((await listed('packages'))[0]).include({ status: 'rejected' })
  })

  it('S1-059 a rejected package leaves nothing of its receiver’s reserved, pledged or frozen', async () => {
    const token = await openSession(gateways.bank, 'BankMSP', receiving)
    const { body } = await get(gateways.bank, '/v1/accounts/dock-driver', token)
    expect(JSON.stringify(body)).not.match(/"(?:reserved|pledged|frozen)":"[1-9]/)
  })
})
