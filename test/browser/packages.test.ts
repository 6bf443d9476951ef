import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { get, openSession, type Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { findingsOf } from './support/axe.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { interactionOf, readKeeper } from './support/packaging.ts'
import { openSignedIn } from './support/sign-in.ts'

const secret = 'The administrator password of crane 4 is “Möwe 12”.'

describe('sealed packages on the screens of who gives and who receives', function () {
  // Each step is where the next one begins.
  this.bail(true)
  let [giving, receiving]: Person[] = []
  let giver: Device
  let receiver: Device
  let first: string

  const press = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true }).click()
  const stage = ({ page }: Device, name: string) => page.locator(`[data-stage="${name}"]`).waitFor()
  const key = ({ page }: Device, part: string, state: string) =>
    page.locator(`[data-key="${part}"][data-state="${state}"]`).waitFor()
  const openPackage = ({ page }: Device, id: string) => page.goto(`/#/packages/${id}`)
  const openButtons = ({ page }: Device) => page.getByRole('button', { name: /^Open and/ })
  const text = { name: 'crane.txt', mimeType: 'text/plain', buffer: Buffer.from(secret) }

  const choose = async ({ page }: Device, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> => {
    await page.getByLabel('File to seal').setInputFiles(file)
    await page.getByLabel('What is inside').selectOption('document')
  }

  /** Allows or forbids that the giver's terminal releases keys by itself; it is checked once this is kept. */
  const serve = async (answer: 'Yes' | 'No'): Promise<void> => {
    const choice = giver.page.getByRole('radio', { name: answer })
    await choice.click()
    await giver.page.getByRole('radio', { name: answer, checked: true }).waitFor()
  }

  /** What the ledger has in a list of the giver's. */
  const listed = async (list: string) => {
    const token = await openSession(gateways.supplier, 'SupplierMSP', giving as Person)
    return (await get(gateways.supplier, `/v1/accounts/crane-maker/${list}`, token)).body.items
  }

  const registerKey = async (device: Device): Promise<void> => {
    await press(device, 'Make the key and register it')
    await device.page.getByRole('button', { name: 'Ask for both keys' }).waitFor()
  }

  before(async function () {
    this.timeout(300_000)
    await readKeeper()
    giving = await openAccount('crane-maker', { organisation: 'supplier' })
    receiving = await openAccount('crane-driver')
    first = await interactionOf(giving, receiving, 'CRANE-4')
    giver = await openSignedIn('crane-maker', { ...desktop, gateway: gateways.supplier })
    receiver = await openSignedIn('crane-driver', phone)
  })
  after(closeDevices)

  it('S1-057 S1-061 seals a file at a desk, from the screen of what was accepted, and tells the receiver’s phone', async () => {
    await giver.page.goto('/#/requests')
    await giver.page.getByRole('link', { name: 'Send it in a sealed package' }).click()
    await press(giver, 'Seal and send')
    await giver.page.getByText('Choose a file.').waitFor()
    expect(await findingsOf(giver.page)).deep.equal([])
    await choose(giver, text)
    await press(giver, 'Seal and send')
    await stage(giver, 'waiting')
    expect(await findingsOf(giver.page)).deep.equal([])
    await receiver.page.goto('/#/notices')
    await receiver.page.locator('li[data-kind="package.deliver"] a').first().click()
    await stage(receiver, 'to-ask')
    expect(await findingsOf(receiver.page)).deep.equal([])
  })

  it('S1-058 S1-061 opens with both keys and with neither alone, on a phone', async () => {
    await registerKey(receiver)
    await press(receiver, 'Ask for both keys')
    await key(receiver, 'first', 'here')
    await key(receiver, 'second', 'missing')
    expect(await openButtons(receiver).count(), 'with the first key alone').equal(0)
    expect(await findingsOf(receiver.page)).deep.equal([])
    await stage(giver, 'asked')
    expect(await findingsOf(giver.page)).deep.equal([])
    await press(giver, 'Release the second key')
    await stage(receiver, 'ready')
    await press(receiver, 'Open and show')
    expect(await receiver.page.locator('[data-received]').textContent()).equal(secret)
    expect(await findingsOf(receiver.page)).deep.equal([])
  })

  it('S1-062 leaves a receipt of who, which device and when, and nothing of what is inside', async () => {
    await stage(giver, 'opened')
    await giver.page.locator('[data-device][data-state="opened"]').waitFor()
    const openings = await listed('package-openings')
    expect(openings).length(1)
    expect(openings[0]).include({ interaction: first, receiver: 'crane-driver' })
    for (const device of [giver, receiver]) {
      const sent = device.instructions.map((one) => one.postData() ?? '').join()
      expect(sent).include('"package.').and.not.include('crane 4').and.not.include('Möwe')
    }
  })

  it('S1-059 is opened on a new desktop device after its request, served by the giver’s open terminal itself', async () => {
    await giver.page.goto('/#/packages')
    await serve('Yes')
    expect(await findingsOf(giver.page)).deep.equal([])
    const other = await openSignedIn('crane-driver', desktop)
    await other.page.evaluate('delete window.showSaveFilePicker')
    await openPackage(other, first)
    await stage(other, 'to-ask')
    expect(await openButtons(other).count(), 'before it asked').equal(0)
    await registerKey(other)
    await press(other, 'Ask for both keys')
    await stage(other, 'ready')
    const [download] = await Promise.all([other.page.waitForEvent('download'), press(other, 'Open and save as a file')])
    expect(readFileSync(await download.path(), 'utf8')).equal(secret)
    await giver.page.getByText('Release a key of a package').first().waitFor()
    const devices = (await listed('package-releases')).map(({ device }: { device: string }) => device)
    expect(new Set(devices).size).equal(2)
    await serve('No')
  })

  it('S1-057 goes on where an upload was cut off, after the page was opened anew', async () => {
    const id = await interactionOf(giving as Person, receiving as Person, 'CRANE-5')
    const { page } = giver
    await openPackage(giver, id)
    await choose(giver, { ...text, name: 'plans.bin', buffer: randomBytes(2_500_000) })
    const put: string[] = []
    await page.route('**/v1/blobs/*', (route) => {
      const isPart = route.request().method() === 'PUT'
      if (isPart) put.push(route.request().url())
      return isPart && put.length > 1 ? route.abort() : route.continue()
    })
    await press(giver, 'Seal and send')
    await page.getByRole('alert').first().waitFor()
    await page.unroute('**/v1/blobs/*')
    await page.reload()
    await page.getByText('Sealed on this device and not sent yet: plans.bin').waitFor()
    expect(await findingsOf(page)).deep.equal([])
    const again: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'PUT') again.push(request.url())
    })
    await press(giver, 'Go on sending')
    await stage(giver, 'waiting')
    expect(again).not.include(put[0])
    expect(again).include(put[1])
  })

  it('S1-062 S1-059 is not opened once it was revoked before the second key was out', async () => {
    const id = (await listed('packages'))[0].interaction
    await openPackage(receiver, id)
    await press(receiver, 'Ask for both keys')
    await key(receiver, 'first', 'here')
    await press(giver, 'Revoke')
    await giver.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await stage(giver, 'revoked')
    await stage(receiver, 'revoked')
    expect(await openButtons(receiver).count()).equal(0)
    expect(await findingsOf(receiver.page)).deep.equal([])
    expect(
      (await listed('package-openings')).map(({ interaction }: { interaction: string }) => interaction),
    ).not.include(id)
    await receiver.page.goto('/#/packages')
    await receiver.page.locator(`[data-package="${id}"][data-state="revoked"]`).waitFor()
    await receiver.page.locator(`[data-package="${first}"][data-state="opened"]`).waitFor()
    expect(await findingsOf(receiver.page)).deep.equal([])
  })
})
