import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { topology } from '../scenario/support/network.ts'
import { readScene } from '../scenario/support/scene.ts'
import { password, setCredentials } from './support/accounts.ts'
import { closeDevices, type Device, desktop, openDevice, phone } from './support/browser.ts'
import { authoriseByPassword, seeAccount, signIn } from './support/sign-in.ts'

/** The card that a browser shows under “At a desk instead”, as somebody copies it. */
const cardOf = async ({ page }: Device): Promise<string> => {
  await page.getByText('At a desk instead').click()
  return (await page.locator('details pre').textContent()) ?? ''
}

describe('a registrar’s desk in a browser', () => {
  let desk: Device

  before(async () => {
    await readScene()
    await setCredentials('bank-registrar', {})
  })
  after(closeDevices)

  it('begins with the card of the browser, which the organisation’s administrator enrols', async () => {
    desk = await openDevice('bank-registrar', desktop)
    await signIn(desk, 'bank-registrar')
    await desk.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
    const card = JSON.parse(await cardOf(desk))
    expect(card).to.include({ participant: 'bank-registrar' })
    const administrator = JSON.parse(readFileSync(join(topology.dataFolder, 'admins', 'bank.json'), 'utf8'))
    const enrolled = await enrolRegistrar(administrator, card)
    expect(enrolled).to.include({ participant: 'bank-registrar', home: 'BankMSP' })
    await desk.page.reload()
    await signIn(desk, 'bank-registrar')
    await desk.page.getByRole('link', { name: 'Bank desk' }).waitFor()
  })

  it('opens an account there, whose owner logs in and authorises a device of their own', async () => {
    await desk.page.getByRole('link', { name: 'Bank desk' }).click()
    const form = desk.page.getByRole('form', { name: 'Register a customer' })
    await form.getByLabel('New account').fill('dolores')
    await form.getByLabel('First password').fill(password)
    await form.getByRole('button', { name: 'Sign and register' }).click()
    await desk.page.getByRole('button', { name: 'Register another' }).waitFor()
    const owner = await openDevice('dolores', phone)
    await signIn(owner, 'dolores')
    await authoriseByPassword(owner)
    await seeAccount(owner)
  })
})
