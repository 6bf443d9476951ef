import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop } from './support/browser.ts'
import { heldWhile } from './support/held-memory.ts'
import { interactionOf, readKeeper } from './support/packaging.ts'
import { openSignedIn } from './support/sign-in.ts'

const megabyte = 2 ** 20
const megabytes = 100

// What somebody picks as the place of a file, without the browser’s own dialog, which no test can press.
const pickKept = `window.showSaveFilePicker = async () =>
  (await navigator.storage.getDirectory()).getFileHandle('large', { create: true })`
const digestOfKept = `(async () => {
  const file = await (await (await navigator.storage.getDirectory()).getFileHandle('large')).getFile()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
})()`

describe('a package of 100 MB in a browser', function () {
  // What is opened was sealed before.
  this.bail(true)
  const folder = mkdtempSync(join(tmpdir(), 'assay-large-package-'))
  const file = join(folder, 'film.bin')
  const hash = createHash('sha256')
  let giver: Device
  let receiver: Device
  let id: string

  const press = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true }).click()
  const stage = ({ page }: Device, name: string) => page.locator(`[data-stage="${name}"]`).waitFor({ timeout: 280_000 })
  const requireFlat = (what: string, held: number): void => {
    process.stdout.write(`    ${what}: the page held ${(held / megabyte).toFixed(1)} MB more at most\n`)
    expect(held).below((megabytes / 4) * megabyte)
  }

  before(async function () {
    this.timeout(300_000)
    for (let part = 0; part < megabytes; part += 1) {
      const bytes = randomBytes(megabyte)
      hash.update(bytes)
      appendFileSync(file, bytes)
    }
    await readKeeper()
    const maker = await openAccount('film-maker', { organisation: 'supplier' })
    const viewer = await openAccount('film-viewer')
    id = await interactionOf(maker, viewer, 'FILM-1')
    giver = await openSignedIn('film-maker', { ...desktop, gateway: gateways.supplier })
    receiver = await openSignedIn('film-viewer', desktop)
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await closeDevices()
  })

  it('S3-054 is sealed and uploaded piece by piece, and the page holds little of it at any moment', async () => {
    await giver.page.goto(`/#/packages/${id}`)
    await giver.page.getByLabel('File to seal').setInputFiles(file)
    await giver.page.getByLabel('What is inside').selectOption('video')
    const send = async () => {
      await press(giver, 'Seal and send')
      await stage(giver, 'waiting')
    }
    requireFlat('sealing and uploading', await heldWhile(giver, send))
  })

  it('S3-054 is fetched, verified, opened and saved so too, and is what was sealed', async () => {
    await receiver.page.goto(`/#/packages/${id}`)
    await press(receiver, 'Make the key and register it')
    await press(receiver, 'Ask for both keys')
    await stage(giver, 'asked')
    await press(giver, 'Release the second key')
    await stage(receiver, 'ready')
    expect(await receiver.page.getByRole('button', { name: 'Open and show' }).count(), 'too long to show').equal(0)
    await receiver.page.evaluate(pickKept)
    const save = async () => {
      await press(receiver, 'Open and save as a file')
      await receiver.page.getByText('Saved 104,857,600 bytes.').waitFor({ timeout: 280_000 })
    }
    requireFlat('fetching twice, verifying and saving', await heldWhile(receiver, save))
    expect(await receiver.page.evaluate(digestOfKept)).equal(hash.digest('hex'))
  })
})
