import { expect } from 'chai'
import { gateways } from '../scenario/support/network.ts'
import type { Person } from '../scenario/support/people.ts'
import { devicesOf, newestCode, openAccount, password } from './support/accounts.ts'
import { closeDevices, type Device, desktop, openDevice, openInstalledApp, phone, tablet } from './support/browser.ts'
import { authoriseByMessage, authoriseByPassword, openPlace, seeAccount, signIn } from './support/sign-in.ts'

/** What a page tells an outsider who got hold of everything that it keeps. */
const keptKeys = ({ page }: Device): Promise<{ isExtractable: boolean; exported: string }[]> =>
  page.evaluate(`(async () => {
    const found = []
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.onsuccess = () => resolve(request.result)
        })
        for (const row of rows)
          for (const value of Object.values(Object(row)))
            if (value instanceof CryptoKey && value.type === 'private')
              found.push({
                isExtractable: value.extractable,
                exported: await crypto.subtle.exportKey('pkcs8', value).then(() => 'exported', ({ name }) => name),
              })
      }
      database.close()
    }
    return found
  })()`)

describe('logging in with a browser', () => {
  let lena: Person

  before(async () => {
    lena = await openAccount('lena')
  })
  afterEach(closeDevices)

  for (const [rows, kind, options] of [
    ['S4-001 S4-002 S4-006 S4-008', 'phone', phone],
    ['S4-003 S4-006 S4-008', 'tablet', tablet],
    ['S4-004 S4-006 S4-008', 'desktop', desktop],
  ] as const) {
    it(`${rows} works on a ${kind}, which a message authorises with the person’s consent`, async () => {
      const before = (await devicesOf(lena)).length
      const device = await openDevice(`lena on a ${kind}`, options)
      await signIn(device, 'lena')
      await device.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
      expect(await devicesOf(lena)).lengthOf(before)
      await device.page.getByLabel('Name of this device').fill(`a ${kind}`)
      await authoriseByMessage(device, 'lena')
      await seeAccount(device)
      const own = (await devicesOf(lena)).find(({ name }) => name === `a ${kind}`)
      expect(own).deep.include({ status: 'active', roles: ['customer'], authorisedBy: 'message' })
    })
  }

  it('S4-005 S4-009 works in the installed app, which the password authorises', async () => {
    const app = await openInstalledApp('lena in the app')
    expect(await app.page.evaluate('matchMedia("(display-mode: standalone)").matches')).equal(true)
    await signIn(app, 'lena')
    await app.page.getByLabel('Name of this device').fill('the app')
    await authoriseByPassword(app)
    await seeAccount(app)
    const own = (await devicesOf(lena)).find(({ name }) => name === 'the app')
    expect(own).include({ status: 'active', authorisedBy: 'password' })
  })

  it('S4-006 asks for nothing more when an authorised device logs in again', async () => {
    const device = await openDevice('lena again', desktop)
    await signIn(device, 'lena')
    await authoriseByPassword(device)
    await seeAccount(device)
    const count = (await devicesOf(lena)).length
    await device.page.getByRole('button', { name: 'Sign out' }).click()
    const asked = device.page.getByRole('dialog', { name: 'Sign out?' })
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await asked.waitFor({ state: 'hidden' })
    await seeAccount(device)
    await device.page.getByRole('button', { name: 'Sign out' }).click()
    await asked.getByRole('button', { name: 'Sign out' }).click()
    await signIn(device, 'lena')
    await seeAccount(device)
    expect(await devicesOf(lena)).lengthOf(count)
  })

  it('S4-001 S4-009 says that account or password is wrong, and not which', async () => {
    const device = await openDevice('somebody', desktop)
    const alert = device.page.getByRole('alert')
    const told: (string | null)[] = []
    for (const account of ['lena', 'nobody-at-all']) {
      const answered = device.page.waitForResponse((response) => response.url().endsWith('/v1/logins'))
      await signIn(device, account, 'not the right one')
      expect((await answered).status()).equal(401)
      told.push(await alert.textContent())
    }
    expect(told[0]).include('password')
    expect(told[1]).equal(told[0])
  })

  it('S4-008 refuses wrong digits, and takes the right ones after that', async () => {
    await openAccount('lionel')
    const device = await openDevice('lionel', phone)
    await signIn(device, 'lionel')
    await device.page.getByRole('button', { name: 'Yes, send me a code by e-mail' }).click()
    const field = device.page.getByLabel('Code', { exact: true })
    await field.waitFor()
    const right = await newestCode('lionel')
    await field.fill(right === '00000000' ? '11111111' : '00000000')
    await device.page.getByRole('button', { name: 'Confirm' }).click()
    await device.page.getByRole('alert').first().waitFor()
    await field.fill(right)
    await device.page.getByRole('button', { name: 'Confirm' }).click()
    await seeAccount(device)
  })

  it('S4-007 offers no functions, and sends nothing, once the person declined', async () => {
    const before = (await devicesOf(lena)).length
    const device = await openDevice('lena declining', desktop)
    await signIn(device, 'lena')
    await device.page.getByRole('button', { name: 'Do not authorise' }).click()
    await device.page.getByRole('heading', { name: 'This device is not authorised' }).waitFor()
    await device.page
      .getByRole('link', { name: 'Continue without payments' })
      .or(device.page.getByRole('button', { name: 'Continue without payments' }))
      .click()
    await device.page.getByText('This device is not authorised: you can look').waitFor()
    expect(await device.page.getByRole('link', { name: 'Pay' }).count()).equal(0)
    expect(device.instructions).empty
    expect(await devicesOf(lena)).lengthOf(before)
  })

  it('S4-012 is of no use to whoever copies the session without the key', async () => {
    const device = await openDevice('lena at home', desktop)
    const tokens: string[] = []
    device.context.on('request', (request) => {
      const value = request.headers()['authorization']
      if (value !== undefined) tokens.push(value)
    })
    await signIn(device, 'lena')
    await authoriseByPassword(device)
    await seeAccount(device)
    await device.page.reload()
    await seeAccount(device)
    expect(await keptKeys(device)).deep.equal([{ isExtractable: false, exported: 'InvalidAccessError' }])
    const thief = await openDevice('thief', { ...desktop, storageState: await device.context.storageState() })
    await thief.page.getByLabel('Password', { exact: true }).waitFor()
    expect(thief.instructions).empty
    const [token] = tokens.slice(-1)
    const stranger = await openAccount('stranger')
    const forged = stranger.envelope('participant.accept', { accepts: 'all' }, { from: 'lena' })
    const answer = await fetch(`${gateways.bank}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token ?? '', prefer: 'wait=20' },
      body: JSON.stringify(forged),
    })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).deep.equal([401, 'unknown_device'])
  })
})

describe('the devices of an account', () => {
  afterEach(closeDevices)

  it('S4-011 are listed, named and revoked by their owner, and a revoked one must be authorised again', async () => {
    const mona = await openAccount('mona')
    const [kept, lost] = [await openDevice('mona’s phone', phone), await openDevice('mona’s laptop', desktop)]
    for (const [device, name] of [
      [kept, 'telephone'],
      [lost, 'laptop'],
    ] as const) {
      await signIn(device, 'mona')
      await device.page.getByLabel('Name of this device').fill(name)
      await authoriseByPassword(device)
      await seeAccount(device)
    }
    const { page } = kept
    await openPlace(kept, 'Devices')
    const row = page.getByRole('listitem').filter({ hasText: 'laptop' })
    await row.getByRole('button', { name: 'Rename' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('old laptop')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ hasText: 'old laptop' }).getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Revoked devices (1)').waitFor()
    expect((await devicesOf(mona)).find(({ name }) => name === 'old laptop')).include({ status: 'revoked' })
    await lost.page.reload()
    await signIn(lost, 'mona', password)
    await lost.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
  })
})
